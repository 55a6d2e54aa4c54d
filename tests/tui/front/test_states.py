"""Screens on which something goes on: beginnings, dialogs, jobs, failures, short messages; and with which roles the
screens are drawn, in a light and in a dark theme."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.core import export, related
from reader.core.events import FeedChoice, FeedRefreshed, ImportDone, JobDone, Progress
from reader.model import Link, Subscription
from reader.tui.worker_client import WorkerClient
from tests.support import golden, household
from tests.support.screen import roles

if TYPE_CHECKING:
    from tests.support.driver import Driver
    from tests.tui.conftest import Open

NO_ANSWER = JobDone(
    job="add", summary="", error="silent.example: the server does not answer", hint="look at the address"
)
TWO_FEEDS = JobDone(
    job="add",
    summary="",
    error="there are 2 feeds",
    result=FeedChoice(
        choices=(
            Link("https://pier.example/feed.xml", "All news"),
            Link("https://pier.example/sport/feed.xml", "Sport"),
        )
    ),
)
IMPORTED = JobDone(
    job="import",
    summary="12 feeds new, 3 known",
    result=ImportDone(
        kind="opml",
        feeds_new=12,
        feeds_known=3,
        skipped=(
            'line 7: "exec:~/bin/mail" is a command',
            'line 9: "file:/etc/motd" is no address of the web',
        ),
        skipped_count=3,
    ),
)
EVENTS = (
    FeedRefreshed(feed="Odd Lots", url="https://lots.example/feed.xml", outcome="failing", error="HTTP 500"),
    JobDone(job="refresh", summary="Checked 5 feeds: 12 new, 1 failed"),
    JobDone(job="add", summary="", error="pier.example: the server does not answer"),
    Progress("refreshing", 3, 5),
)

SECTIONS = ("sections!",)
STATES: dict[str, tuple[str, ...]] = {
    "starters": (":", *"starter", "enter", "space", "j"),
    "add": ("a",),
    "add-failure": ("a", *"silent.example", "enter"),
    "add-choice": ("a", *"pier.example", "enter"),
    "import": (":", *"import", "enter"),
    "import-done": (":", *"import", "enter", *"feeds.opml", "enter"),
    "tags": ("j", "j", "t"),
    "refreshing": (),
    "jobs": ("!",),
    "sections-failing": (*SECTIONS, "G", "k", "k"),
    "why-failing": (*SECTIONS, "G", "k", "k", "i"),
    "edit-feed": (*SECTIONS, "G", "k", "k", "E"),
    "unsubscribe": (*SECTIONS, "G", "k", "k", "D"),
    "themes": (":", *"theme", "enter"),
    "outline": ("j", "j", "enter", "'"),
    "exported": ("e",),
    "removed": ("j", "D"),
    "brought-back": ("j", "D", "u"),
    "all-read": ("A",),
    "right-to-left": ("j", "j", "j", "j", "enter"),
    "teaser": (*["j"] * 7, "enter"),
    "everything-end": (*["j"] * 5, "enter", "G"),
}
ANSWERS = {
    "add": {"silent.example": NO_ANSWER, "pier.example": TWO_FEEDS},
    "import": {"None": IMPORTED},
}
"""How each job ends, by the target that was typed."""


@pytest.fixture(autouse=True)
def _nothing_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    """No neighbours, no files; jobs end as `ANSWERS` say."""

    async def do(office: WorkerClient, job: str, **arguments: object) -> JobDone:
        del office
        return ANSWERS.get(job, {}).get(str(arguments.get("target")), JobDone(job=job, summary=""))

    monkeypatch.setattr(WorkerClient, "do", do)
    monkeypatch.setattr(related, "related", lambda *_: ())
    monkeypatch.setattr(export, "folder", lambda *_: Path("/home/ann/Documents/broadsheet"))
    monkeypatch.setattr(
        export,
        "export",
        lambda *_, **__: [
            export.Export(
                id=1,
                title="The Ferry",
                path=Path("/home/ann/Documents/broadsheet/2026-10-06-ferry.md"),
                outcome="new",
            )
        ],
    )


async def reach(screen: Driver, state: str) -> None:
    """Press the keys that lead to a state."""
    if state in ("jobs", "refreshing"):
        for event in EVENTS:
            screen.news.hear(event)
    for key in STATES[state]:
        if key in SECTIONS:
            await screen.press("shift+tab")
        else:
            await screen.press(key)


@pytest.mark.parametrize("size", golden.SIZES)
@pytest.mark.parametrize("state", STATES)
async def test_a_state_is_as_it_was(reader: Open, state: str, size: str) -> None:
    async with reader(size=golden.SIZES[size]) as screen:
        await reach(screen, state)
        if screen.app.size.width >= 160:
            await screen.until(lambda: bool(screen.news.rows.ids) == bool(screen.news.state.open_article))
        said = f"({screen.said})\n" if screen.said else ""  # how it looks in the corner: test_toast
        golden.held(f"{state}-{size}", f"{screen.text}\n{said}")


@pytest.mark.parametrize("size", golden.SIZES)
async def test_the_welcome_is_as_it_was(reader: Open, room: Path, size: str) -> None:
    household.places(room).library.unlink()
    async with reader(size=golden.SIZES[size]) as screen:
        golden.held(f"welcome-{size}", f"{screen.text}\n")


@pytest.mark.parametrize("size", golden.SIZES)
async def test_the_demo_says_that_it_is_one(reader: Open, monkeypatch: pytest.MonkeyPatch, size: str) -> None:
    async with reader(
        size=golden.SIZES[size], demo_feeds=(Subscription(url="https://gazette.example/feed.xml"),)
    ) as screen:
        await screen.jobs()
        assert screen.head.split("   ")[1].strip().startswith("Demo · Unread")


@pytest.mark.parametrize("theme", ["newsprint", "lamplight"])
@pytest.mark.parametrize(
    "state",
    ["refreshing", "jobs", "add-failure", "sections-failing", "right-to-left", "everything-end"],
)
async def test_each_place_has_its_role_in_a_light_and_in_a_dark_theme(
    reader: Open, state: str, theme: str
) -> None:
    async with reader(size=(80, 24), config=f'theme = "{theme}"') as screen:
        await reach(screen, state)
        golden.held(f"roles-{state}", f"{roles(screen.app)}\n")
