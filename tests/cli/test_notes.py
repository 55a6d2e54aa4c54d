"""`notes`: the reading journal, printed, written into a file, as JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.cli.conftest import Clock
    from tests.support.shell import Shell

DAYS = "date:2026-11-01..2026-11-03"
ENTRY = ["group", "article", "uid", "url", "title", "source", "published", "day", "highlights", "notes", "bookmarked", "tags",
         "outputs"]  # fmt: skip


@pytest.fixture
def noted(harbour: Shell, clock: Clock) -> Shell:
    """The harbour's library: its first article was noted on the first, tagged on the third of November."""
    harbour("note", "1", "Ask the divers")
    harbour("highlight", "1", "cross the sound")
    clock.forward(days=2)
    harbour("tag", "1", "+sea")
    return harbour


def test_it_is_printed_by_day(noted: Shell) -> None:
    answer = noted("notes", DAYS, "divers")
    assert answer.code == 0
    assert answer.out.startswith("# Reading journal\n\n## 2026-11-03\n\n### [Gas line to the island](")
    assert answer.out.endswith("\n\n> cross the sound\n\n- Ask the divers\n")


def test_it_is_given_as_objects(noted: Shell) -> None:
    tagged, written = noted.rows("notes", DAYS, "divers")
    assert [list(row) for row in (tagged, written)] == [ENTRY, ENTRY]
    assert (tagged["group"], tagged["tags"], tagged["notes"]) == ("2026-11-03", ["sea"], [])
    assert [note["text"] for note in written["notes"]] == ["Ask the divers"]
    assert [(one["quote"], one["changed"]) for one in written["highlights"]] == [
        ("cross the sound", "2026-11-01T12:00:00Z")
    ]
    assert [row["group"] for row in noted.rows("notes", "--by", "tag", DAYS, "divers")] == [
        "energy/gas",
        "sea",
    ]
    assert [row["group"] for row in noted.rows("notes", "--by", "story", DAYS, "divers")] == [
        "Other articles"
    ]


def test_it_is_written_into_a_file_as_a_whole(noted: Shell) -> None:
    path = noted.folder / "journal.md"
    path.write_text("old")
    answer = noted("notes", DAYS, "divers", "--to", str(path))
    assert (answer.code, answer.out, answer.err) == (0, "", f"wrote 2 entries to {path}\n")
    assert path.read_text() == noted("notes", DAYS, "divers").out
    assert noted.rows("notes", DAYS, "divers", "--to", str(path)) == [{"path": str(path), "entries": 2}]
    assert [one.name for one in noted.folder.glob("journal*")] == ["journal.md"]
    assert noted("notes", "--to", str(noted.folder / "none" / "j.md")).code == 3


def test_nothing_noted_leaves_the_file_as_it_is(noted: Shell) -> None:
    path = noted.folder / "journal.md"
    path.write_text("old")
    answer = noted("notes", "older:2000", "--to", str(path))
    assert answer.code == 1
    assert "nothing noted, highlighted, bookmarked or tagged" in answer.err
    assert path.read_text() == "old"
