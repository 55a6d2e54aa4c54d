"""Articles go to a program of the user's: one by one, or all in one file."""

from __future__ import annotations

import os
import sys
import tempfile
import zipfile
from typing import TYPE_CHECKING

import pytest

from reader.config.send_programs import SendProgram
from reader.core import send, user_programs
from reader.core.events import Progress
from reader.errors import UsageError
from reader.model import Draft, Link
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.session import Session
    from reader.model import ExportFormat

RECORD = """
import os, shutil, sys
out, *words = sys.argv[1:]
with open(os.path.join(out, "calls"), "a") as file:
    print(words, os.environ.get("BROADSHEET_TITLE"), file=file)
if os.environ.get("BROADSHEET_FILE"):
    shutil.copy(os.environ["BROADSHEET_FILE"], out)
print("saved")
sys.exit(words[:1] == ["https://a.example/2"])
"""


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        for number, title in enumerate(("--A lamp", "A ferry", "A pier"), start=1):
            links = (Link("https://a.example/1.mp3", role="enclosure"),) if number == 3 else ()
            url = f"https://a.example/{number}" if number < 3 else None
            text = f"{title} stands in the harbour."
            draft = Draft(title=title, url=url, text=text, markdown=text, day="2026-03-01", links=links)
            opened.library.articles.save(draft, now=NOW)
        yield opened


@pytest.fixture
def out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program writes what it got; temporary files are beside it."""
    (tmp_path / "temporary").mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "temporary"))
    (tmp_path / "out").mkdir()
    (tmp_path / "record.py").write_text(RECORD)
    return tmp_path / "out"


def program(out: Path, *words: str, form: ExportFormat = "markdown") -> SendProgram:
    record = str(out.parent / "record.py")
    return SendProgram("save", (sys.executable, record, str(out), *words), form)


def calls(out: Path) -> list[str]:
    return (out / "calls").read_text().splitlines()


def test_the_program_runs_once_for_each_article(library: Session, out: Path) -> None:
    events: list[Event] = []
    done = [*send.send(library, program(out, "{url}", "{title}", "{id}"), [1, 2, 3], events.append)]
    assert calls(out) == [
        "['https://a.example/1', 'A lamp', '1'] A lamp",
        "['https://a.example/2', 'A ferry', '2'] A ferry",
    ]
    name = os.path.basename(sys.executable)  # noqa: PTH119 - as the program is told
    assert [(one.ids, one.outcome, one.code, one.message) for one in done] == [
        ((1,), "sent", 0, f"{name}: saved"),
        ((2,), "failed", 1, f"{name} failed (1): saved"),
        ((3,), "failed", None, "this article has no address"),
    ]
    assert events[-1] == Progress("sending", 3, 3)


def test_a_shell_that_reads_the_address_is_not_run_without_one(library: Session, out: Path) -> None:
    shell = SendProgram("save", ("sh", "-c", f'echo "$BROADSHEET_URL" >> {out}/calls'))
    assert [one.outcome for one in send.send(library, shell, [3, 1])] == ["failed", "sent"]
    assert calls(out) == ["https://a.example/1"]


def test_it_can_have_the_text_as_a_file_and_what_can_be_played(library: Session, out: Path) -> None:
    done = [*send.send(library, program(out, "{enclosure}", "{file}"), [1, 3])]
    assert done[0].message == "this article has no audio or video"
    assert done[1].outcome == "sent"
    assert "A pier stands in the harbour." in (out / "article-3.md").read_text()
    assert [*(out.parent / "temporary").iterdir()] == []


def test_with_a_format_it_runs_once_with_a_file_of_all(library: Session, out: Path) -> None:
    (done,) = send.send(library, program(out, "{title}", "{file}", form="epub"), [1, 2, 99])
    assert (done.ids, done.outcome, done.title) == ((1, 2), "sent", "broadsheet 2026-03-02")
    assert len(calls(out)) == 1
    with zipfile.ZipFile(out / "broadsheet-2026-03-02.epub") as archive:
        assert sum(name.startswith("EPUB/article-") for name in archive.namelist()) == 2
    assert [*(out.parent / "temporary").iterdir()] == []


def test_one_article_in_a_file_has_its_own_name(library: Session, out: Path) -> None:
    (done,) = send.send(library, program(out, "{title}", "{file}", form="html"), [2])
    assert done.title == "A ferry"
    assert (out / "2026-03-01-a-ferry.html").exists()


def test_what_cannot_be_started_ends_it_with_the_place_to_look(library: Session) -> None:
    gone = SendProgram("save", ("/nowhere/at-all", "{url}"))
    with pytest.raises(UsageError, match="no such program") as raised:
        [*send.send(library, gone, [1, 2])]
    assert (raised.value.subject, raised.value.hint) == (
        "/nowhere/at-all",
        "check save in [send] of config.toml",
    )


def test_an_interrupt_ends_the_program_too(
    library: Session, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[user_programs.Running] = []
    wait = user_programs.Running.wait

    def interrupted(running: user_programs.Running) -> user_programs.Ended:
        started.append(running)
        raise KeyboardInterrupt

    monkeypatch.setattr(user_programs.Running, "wait", interrupted)
    endless = SendProgram("save", (sys.executable, "-c", "import time; time.sleep(1000)"))
    with pytest.raises(KeyboardInterrupt):
        [*send.send(library, endless, [1, 2])]
    assert len(started) == 1
    assert wait(started[0]).code == -9
