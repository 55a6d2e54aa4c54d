"""The tour goes the whole way with real results, and never leaves this machine."""

from __future__ import annotations

import socket
from dataclasses import dataclass, field
from typing import Any

import pytest

from reader.demo import tour
from reader.demo.press import PUBLICATIONS, stories


@dataclass
class Went:
    """What the tour printed, and which hosts were asked."""

    code: int = -1
    lines: list[str] = field(default_factory=list)
    hosts: list[str] = field(default_factory=list)

    def after(self, start: str, number: int = 20) -> list[str]:
        """The lines that follow the one that starts so, as far as they are indented further."""
        at = next(n for n, line in enumerate(self.lines) if line.strip().startswith(start))
        deep = len(self.lines[at]) - len(self.lines[at].lstrip())
        found = []
        for line in self.lines[at + 1 : at + 1 + number]:
            if len(line) - len(line.lstrip()) <= deep:
                break
            found.append(line.strip())
        return found


@pytest.fixture(scope="module")
def went() -> Went:
    """The tour, once, with the child processes that it really has."""
    result = Went()
    with pytest.MonkeyPatch.context() as patch:
        connect = socket.socket.connect

        def noted(self: socket.socket, address: Any) -> None:
            result.hosts.append(str(address[0]))
            connect(self, address)

        patch.setattr(socket.socket, "connect", noted)
        result.code = tour.run(lambda text: result.lines.extend(text.split("\n")))
    return result


def test_it_ends_well_and_shows_each_step(went: Went) -> None:
    assert went.code == 0
    assert len([line for line in went.lines if line.strip()]) >= 25
    steps = [line.partition(":")[0].partition(".")[0] for line in went.lines if line[:1].isdecimal()]
    assert steps == [str(number) for number in range(1, 8)]


def test_no_request_leaves_this_machine(went: Went) -> None:
    assert len(went.hosts) > 1
    assert set(went.hosts) == {"127.0.0.1"}


def test_every_paper_gave_its_articles(went: Went) -> None:
    papers = went.after("1. Fetch")
    assert [line.partition(":")[0] for line in papers] == [paper.title for paper in PUBLICATIONS]
    assert not [line for line in papers if ": 0 articles" in line]


def test_the_page_came_out_with_all_its_parts(went: Went) -> None:
    told = dict(line.split(maxsplit=1) for line in went.after("2. Extract"))
    assert told["title"] == "Ferry Halcyon Runs Aground Off Brannock Head With 214 Aboard"
    assert told["authors"] == "Maud Ferris, Ilya Renko for CWS"
    assert told["paper"].endswith("text: full")
    assert told["picture"].endswith("(Odile Marchetti / Coastwise)")
    assert told["tweet"].startswith("Вера Солнцева @vera_solntse, ")
    assert told["related"] == "Council Delays Vote on Tidal Barrage After Night of Protest"


@pytest.mark.parametrize(
    ("query", "found"), [("паром", "паром"), ("座礁", "座礁"), ("Sandbank lang:de", "Sandbank")]
)
def test_queries_in_every_script_find_their_articles(query: str, found: str, went: Went) -> None:
    lines = went.after(f"{query}:")
    assert lines
    assert any(found.lower() in line.lower() for line in lines)


def test_the_other_papers_report_is_the_same_story_with_its_reason(went: Went) -> None:
    rows = went.after("4. Related")
    at = next(n for n, row in enumerate(rows) if "Coastguard Brings 214 Ashore" in row)
    assert rows[at].startswith("story ")
    assert rows[at].endswith("— The Inland Courier")
    assert rows[at + 1].startswith("because: ")
    assert "Halcyon" in rows[at + 1]


def test_the_export_is_made_and_then_left_alone(went: Went) -> None:
    rows = went.after("6. Export", 40)
    assert rows[0].startswith("new: ")
    assert rows[0].endswith("-ferry-halcyon-runs-aground-off-brannock-head-with-214-aboard.md")
    assert rows[1:3] == ["---", 'title: "Ferry Halcyon Runs Aground Off Brannock Head With 214 Aboard"']
    assert "again: unchanged" in rows


def test_a_correction_is_seen(went: Went) -> None:
    rows = went.after("7. Refresh")
    assert [row.partition(":")[0] for row in rows if row.startswith("edited")] == ["edited"]
    assert [row for row in rows if row.startswith("+ ")]


def test_the_paper_that_cuts_its_feed_is_read_from_its_pages(went: Went) -> None:
    paper = next(paper for paper in PUBLICATIONS if paper.excerpts)
    count = len(stories(paper))
    (line,) = [line for line in went.after("1. Fetch") if line.startswith(paper.title)]
    assert line.endswith(f", full text of {count} from their pages")
