from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from reader.core.events import ImportDone, JobDone, Progress
from reader.tui.dialogs import import_file
from reader.tui.dialogs.import_file import ImportScreen, complete
from tests.support.dialogs import OPEN, Opened, opened
from tests.support.job_client import FakeJobClient

if TYPE_CHECKING:
    from pathlib import Path


def imported(summary: str, **counts: object) -> JobDone:
    kind = "opml" if "feeds_new" in counts else "articles"
    return JobDone(job="import", summary=summary, result=ImportDone(kind=kind, **counts))  # type: ignore[arg-type]


@pytest.fixture
def home(tmp_path: Path) -> Path:
    place = tmp_path / "home"
    (place / "feeds").mkdir(parents=True)
    for name in ("feeds.opml", "articles.jsonl"):
        (place / name).write_text("")
    return place


async def tab(dialog: Opened) -> str:
    """Press Tab, wait for the disk, and give the field's text."""
    await dialog.press("tab")
    await dialog.app.workers.wait_for_complete()
    await dialog.settle()
    return dialog.app.screen.query_one(Input).value


async def test_new_feeds_are_counted_and_can_be_fetched_at_once() -> None:
    client = FakeJobClient(imported("subscribed to 3 feeds, 1 already there", feeds_new=3, feeds_known=1))
    async with opened(ImportScreen(client, "~/feeds.opml")) as dialog:
        await dialog.press("enter")
        assert client.asked == [{"job": "import", "path": "~/feeds.opml"}]
        assert " Subscribed to 3 feeds, 1 already there. Fetch the new feeds now?" in dialog.lines
        assert dialog.lines[-1].startswith(" Enter fetch them   Esc later")
        assert dialog.answer is OPEN
        await dialog.press("enter")
        assert dialog.answer is True


async def test_they_can_be_left_for_later() -> None:
    client = FakeJobClient(imported("subscribed to 3 feeds", feeds_new=3))
    async with opened(ImportScreen(client, "feeds.opml")) as dialog:
        await dialog.press("enter", "escape")
        assert dialog.answer is False


@pytest.mark.parametrize("key", ["enter", "escape"])
async def test_where_no_feed_is_new_nothing_is_offered(key: str) -> None:
    client = FakeJobClient(imported("12 articles imported", new=12))
    async with opened(ImportScreen(client, "articles.jsonl")) as dialog:
        await dialog.press("enter")
        at = dialog.lines.index(" 12 articles imported.")
        assert "─" in dialog.lines[at + 1], "no room is taken by what was left out"
        await dialog.press(key)
        assert dialog.answer is False


async def test_what_was_left_out_is_named_with_its_reason() -> None:
    skipped = ("line 3: no title", "line 9: [b]no[/b] \x1b[31mtext")
    client = FakeJobClient(imported("1 article imported", new=1, skipped=skipped, skipped_count=14))
    async with opened(ImportScreen(client, "articles.jsonl")) as dialog:
        await dialog.press("enter")
        assert " Left out  line 3: no title" in dialog.lines
        assert "           line 9: [b]no[/b] [31mtext" in dialog.lines
        assert "           and 12 more things" in dialog.lines


async def test_a_failure_keeps_the_path() -> None:
    failed = JobDone(job="import", summary="", error="x.txt: nothing that is known", hint="add takes it")
    async with opened(ImportScreen(FakeJobClient(failed), "x.txt")) as dialog:
        await dialog.press("enter")
        assert " x.txt: nothing that is known" in dialog.lines
        assert " Add takes it" in dialog.lines
        assert dialog.app.screen.query_one(Input).value == "x.txt"
        await dialog.press("escape")
        assert dialog.answer is None


async def test_it_tells_how_far_it_is_and_can_be_cancelled() -> None:
    client = FakeJobClient()
    screen = ImportScreen(client, "articles.jsonl")
    async with opened(screen) as dialog:
        await dialog.press("enter")
        screen.hear(Progress("importing", 1500))
        await dialog.settle()
        assert " Importing: 1,500 …" in dialog.lines
        await dialog.press("escape")
        assert client.cancelled == 1
        assert "What was imported stays" in dialog.text
        assert dialog.answer is OPEN


async def test_tab_completes_the_path(home: Path) -> None:
    async with opened(ImportScreen(FakeJobClient())) as dialog:
        await dialog.type("~/a")
        assert await tab(dialog) == "~/articles.jsonl"
        assert "articles.jsonl   " not in dialog.text


async def test_tab_names_what_it_can_go_on_with(home: Path) -> None:
    async with opened(ImportScreen(FakeJobClient(), f"{home}/f")) as dialog:
        assert await tab(dialog) == f"{home}/feeds"
        assert " feeds.opml   feeds/" in dialog.lines
        await dialog.press(".")
        assert "feeds/" not in dialog.text.replace(str(home), "")


async def test_tab_on_what_is_not_there_says_so(home: Path) -> None:
    async with opened(ImportScreen(FakeJobClient(), f"{home}/zz")) as dialog:
        assert await tab(dialog) == f"{home}/zz"
        assert " No file or folder with this name" in dialog.lines


async def test_of_very_many_names_the_rest_is_counted(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_file, "NAMES_SHOWN", 1)
    async with opened(ImportScreen(FakeJobClient(), f"{home}/f")) as dialog:
        await tab(dialog)
        assert " feeds.opml   and 1 more" in dialog.lines


# Completion of a path


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with some files, which is the working folder too."""
    place = tmp_path / "home"
    for folder in ("feeds", "notes/deep"):
        (place / folder).mkdir(parents=True)
    for name in ("feeds.opml", "feeds-old.opml", ".hidden", "Äpfel.txt", "od\ndity", "notes/one.md"):
        (place / name).write_text("")
    monkeypatch.chdir(place)
    return place


@pytest.mark.parametrize(
    ("begun", "text", "names"),
    [
        ("fe", "feeds", ("feeds-old.opml", "feeds.opml", "feeds/")),
        ("~/fe", "~/feeds", ("feeds-old.opml", "feeds.opml", "feeds/")),
        ("~/feeds.", "~/feeds.opml", ("feeds.opml",)),
        ("no", "notes/", ("notes/",)),
        ("notes/", "notes/", ("deep/", "one.md")),
        ("notes/deep/", "notes/deep/", ()),
        ("~", "~/", ("~/",)),
        (".h", ".hidden", (".hidden",)),
        ("Ä", "Äpfel.txt", ("Äpfel.txt",)),
        ("od", "od", ()),
        ("nothing", "nothing", ()),
        ("missing/x", "missing/x", ()),
        ("feeds.opml/x", "feeds.opml/x", ()),
        ("~nobody-of-this-name/x", "~nobody-of-this-name/x", ()),
        ("a\0b/", "a\0b/", ()),
    ],
)
def test_a_path_is_completed_as_far_as_it_is_clear(
    tree: Path, begun: str, text: str, names: tuple[str, ...]
) -> None:
    del tree
    assert complete(begun) == (text, names)


def test_nothing_begun_names_all_that_is_not_hidden(tree: Path) -> None:
    del tree
    assert complete("") == ("", ("feeds-old.opml", "feeds.opml", "feeds/", "notes/", "Äpfel.txt"))


def test_from_the_root_on(tree: Path) -> None:
    assert complete(f"{tree}/not").text == f"{tree}/notes/"
    assert complete("/").text == "/"
