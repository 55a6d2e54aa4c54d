"""Dialogs and rarer states of the front page as text, held against files, and drawn with the same roles in a dark theme as
in a light one."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.widgets import Input

from reader.core import related, saved_searches, story_reports
from reader.core.events import FeedChoice, JobDone
from reader.core.session import Session
from reader.markdown import dialect
from reader.model import Draft, Link, Passage
from reader.query.tree import Everything
from reader.store.feeds import FeedOutcome
from reader.tui.app import Reader
from reader.tui.dialogs.job_line import JobLine
from reader.tui.front import saved_searches as saved_part
from reader.tui.worker_client import WorkerClient
from tests.support import golden, household
from tests.support.articles import prose
from tests.support.household import NOW
from tests.support.screen import THEMES, roles

if TYPE_CHECKING:
    from reader.model import Article, TextOrigin
    from tests.support.driver import Driver
    from tests.tui.conftest import Open

PIER, WHALE = "The Old Pier in Pictures", "Where the Whale Is, and Who Has Seen It from the Cliffs"

PICTURES = (
    "The pier stood for a hundred years, and then it did not.\n\n"
    "![A pier](https://pier.example/1.jpg)\n*The pier before the storm, seen from the lighthouse on a clear day in "
    "October when the tide was out* (Ada Quill / Harbour Pictures)\n\n"
    "![The stairs](https://pictures.of.a.very.long.host.name.example/2.jpg)\n\n"
    "![](https://pier.example/3.jpg)"
)

TAGS = ("bays", "cliffs/south", "harbour/ships", "sightings of this year", "whales")

SIGHTED = "The whale is in the bay. Nobody knows how it came there, and nobody knows how it will leave again."
EDITS = (
    f"{SIGHTED}\n\n{prose(60)}\n\nIt sleeps.\n\n{prose(40)}\n\nA boat keeps watch.",
    f"{SIGHTED.replace('bay', 'harbour')}\n\n{prose(60)}\n\nIt sleeps.\n\n{prose(40)}\n\nTwo boats keep watch.",
    f"{SIGHTED.replace('is in the bay', 'was in the harbour')}\n\n{prose(60)}\n\nIt sleeps by day and sings by night, "
    f"the harbour master says.\n\n{prose(40)}\n\nTwo boats keep watch.",
)

FEEDS = (
    Link("https://gazette.example/feed.xml", "The Harbour Gazette"),
    Link("https://gazette.example/a/rather/long/path/to/another/feed/of/the/same/newspaper/sport.xml", ""),
    Link(
        "https://gazette.example/letters.xml",
        "Letters to the editor of the Harbour Gazette, daily and unabridged",
    ),
)
ANSWERS = {
    "site": JobDone(job="site", summary="", result=FeedChoice(choices=FEEDS)),
    "add": JobDone(
        job="add", summary="", error="own.example: the server does not answer", hint="look at the address"
    ),
}
NO_FEED = JobDone(
    job="site",
    summary="",
    error="own.example: no feed found, neither on the article's page nor on the front page",
    hint="if you know the address of the feed, add it",
)

STATES: dict[str, tuple[str, ...]] = {
    "other-text": ("enter", "x"),
    "other-text-none": ("j", "enter", "x"),
    "changes": ("j", "w"),
    "changes-earlier": ("j", "w", "left"),
    "pictures": ("enter", "P"),
    "pipe": ("|",),
    "pipe-wrong": ("|", *'grep "x', "enter"),
    "pipe-output": ("|", *r"printf 'one\ntwo\nthree\n'", "enter"),
    "save-search": ("/", *"halcyon", "ctrl+s"),
    "save-search-wrong": ("/", *"is:blue", "ctrl+s", *"Blue", "enter"),
    "sections-searches": ("sections!", "G", "k", "k", "k", "k", "k", "k", "k", "k"),
    "edit-search": ("sections!", "saved!", "E"),
    "edit-search-wrong": ("sections!", "saved!", "E", "down", "down", *"burn", "enter"),
    "settings": (",",),
    "settings-typing": (",", *("j" * 14), "enter"),
    "settings-wrong": (",", *("j" * 14), "enter", *"often", "enter"),
    "settings-last": (",", "G"),
    "site-feed": ("g", "g", "j", "j", "F"),
    "site-feed-none": ("F",),
    "story": ("j", "j", "T"),
    "selecting": ("V", "j", "j"),
    "tags-of-several": ("j", "V", *["j"] * 7, "t"),
    "tags-new": ("t", *"har"),
    "jobs-quiet": ("!",),
    "why-muted": ("/", *"is:muted", "enter", "i"),
    "muted": ("/", *"is:muted", "enter"),
    "help-search": ("?", *"read"),
    "palette-none": (":", *"xyzzy"),
    "zoom": ("j", "j", "enter", "z"),
    "search-none": ("/", *"zeppelin", "enter"),
    "filter-none": ("f", *"zeppelin"),
    "find-none": ("j", "j", "enter", "/", *"zeppelin", "enter"),
    "completing": ("/", *"feed:mor"),
    "own-words-many": ("j", '"'),
    "site-feed-looking": ("g", "g", "j", "j", "F…"),
    "unread-marked": ("Z",),
}
"""Keys that lead to each from the list; `sections!`, `saved!`: to them; `F…`: `F`, and no answer comes."""


def add(session: Session, title: str, text: str, at: float, origin: TextOrigin = "feed") -> int:
    """A text of an article, which came in so many hours from now."""
    content = dialect.contents(text)
    name = title.split()[-1].lower()
    draft = Draft(
        title=title,
        url=f"https://own.example/{name}",
        uid=f"{name:a<16}",
        lang="en",
        publication="The Harbour Gazette",
        published=NOW - timedelta(hours=1 if title == PIER else 1.5),
        markdown=text,
        text=content.text,
        pictures=content.pictures,
        text_origin=origin,
    )
    return session.library.articles.save(draft, now=NOW + timedelta(hours=at)).id


@pytest.fixture(autouse=True)
def _stock(room: Path) -> None:
    """An article with two texts and pictures, one that was edited twice, saved searches with rules, a muted article."""
    with Session(household.places(room), clock=lambda: NOW) as session:
        library = session.library
        add(session, PIER, "The pier is gone. Only the feed says so in these words.", -0.9)
        add(session, PIER, PICTURES, -0.8, "page")
        *_, whale = (add(session, WHALE, text, at / 4 - 1) for at, text in enumerate(EDITS))
        library.marks.bookmark([whale], NOW)
        library.tags.change([whale], TAGS, (), NOW)
        library.own_words.write(whale, "Ask the harbour.\nAnd ask it again.", NOW)
        library.own_words.write(whale, prose(30), NOW)
        library.own_words.mark(whale, Passage("was in the harbour", "The whale ", ". Nobody"), NOW)
        library.own_words.mark(whale, Passage("Gulls on the cliffs know whose song this was", "", ""), NOW)
        odd = next(feed.id for feed in library.feeds.all() if feed.title == household.FAILING)
        library.feeds.tried(odd, FeedOutcome(tried=NOW, state="ok", outcome="nothing new", failures=0))
        saved_searches.save(
            session,
            "Ferries",
            "ferry OR halcyon",
            [saved_searches.rule_action("tag:sea"), saved_searches.rule_action("bookmark")],
        )
        saved_searches.save(session, "Morning papers and all that they have of ships", "feed:morgen")
        library.saved.add("Old", "gas AND", NOW)
        number = library.queries.ids(Everything())[-1]
        rule = saved_searches.make_rule(
            session, saved_searches.rule_action("mute"), query='title:"eel traps"'
        )
        library.rules.apply([(number, rule)], NOW)


@pytest.fixture(autouse=True)
def _nothing_outside(monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest) -> None:
    """No neighbours and no net; a story of three reports; the settings where everybody has them."""

    async def do(office: WorkerClient, job: str, **arguments: object) -> JobDone:
        del office
        if job == "site" and request.node.callspec.params["state"] == "site-feed-looking":
            await asyncio.Event().wait()
        return (
            NO_FEED
            if job == "site" and arguments["article"] != 1
            else ANSWERS.get(job, JobDone(job=job, summary=""))
        )

    def timeline(session: Session, article: Article) -> tuple[list[Article], list[Article]]:
        rows = session.library.articles.many(session.library.queries.ids(Everything()))
        return [replace(rows[3], read=True), rows[2]], [rows[8], rows[4]]

    monkeypatch.setattr(WorkerClient, "do", do)
    monkeypatch.setattr(related, "related", lambda *_: ())
    monkeypatch.setattr(story_reports, "timeline", timeline)
    monkeypatch.setattr(saved_part, "TALLY_S", 0.0)
    config = Path("/home/ann/.config/broadsheet/config.toml")
    monkeypatch.setattr(Reader, "config_file", property(lambda _: config))
    monkeypatch.setattr(Input, "_toggle_cursor", lambda _: None)  # one that blinks is there or not


async def reach(screen: Driver, state: str) -> None:
    """Press the keys that lead to a state."""
    for key in STATES[state]:
        if key == "F…":
            await screen.pilot.press("F")
            quiet = 0
            while quiet < 3:
                await screen.pilot.pause()
                quiet = quiet + 1 if any(line.is_busy for line in screen.app.screen.query(JobLine)) else 0
            return
        if key == "sections!":
            await screen.press("shift+tab", "g", "g")
        elif key == "saved!":
            while not screen.news.sections.current or screen.news.sections.current.title != "Ferries":
                await screen.press("j")
        else:
            await screen.press("space" if key == " " else key)
    if screen.app.size.width >= 160:
        await screen.until(lambda: bool(screen.news.rows.ids) == bool(screen.news.state.open_article))


@pytest.mark.parametrize("size", golden.SIZES)
@pytest.mark.parametrize("state", STATES)
async def test_a_state_is_as_it_was_and_the_same_in_a_dark_theme(reader: Open, state: str, size: str) -> None:
    async with reader(size=golden.SIZES[size]) as screen:
        await screen.until(lambda: len(screen.news.parts.sections.hits) == 3)
        await reach(screen, state)
        said = f"({screen.said})\n" if screen.said else ""
        golden.held(f"{state}-{size}", f"{screen.text}\n{said}")
        light = roles(screen.app)
        screen.app.wear(THEMES["lamplight"])
        await screen.pilot.pause()
        assert roles(screen.app) == light
