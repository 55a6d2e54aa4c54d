from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core.session import Session
from reader.model import Article, Feed
from reader.query.tree import Everything
from reader.store.user_state.rules import Rule
from reader.tui.dialogs.why import Why, WhyScreen, of_article, of_feed
from reader.tui.widgets.facts import Fact
from tests.support import household
from tests.support.articles import article
from tests.support.dialogs import opened

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Open

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
HOUR = timedelta(hours=1)

FEED = Feed(
    id=12,
    title="The Pier",
    url="https://u:secret@pier.example/feed",
    tags=("news/coast",),
    articles=1214,
    unread=37,
    state="ok",
    last_tried=NOW - HOUR / 3,
    last_success=NOW - HOUR / 3,
    outcome="12 entries",
    next_at=NOW + 2 * HOUR,
    next_why="the publisher asks for 2 h between checks",
)

ARTICLE = Article(
    id=812,
    uid="abcdefgh23456723",
    title="Lamp lit",
    fetched=NOW - 3 * HOUR,
    url="https://pier.example/lamp",
    canonical="https://pier.example/lamp#top",
    feeds=("The Pier", "Coast"),
    published=datetime(2022, 2, 4, 9, 19, tzinfo=UTC),
    words=812,
    text_state="full",
)


def facts(why: Why) -> dict[str, str]:
    """Label → text; what goes on below a label is joined to it."""
    found: dict[str, str] = {}
    label = ""
    for fact in why.facts:
        label = fact.label or label
        found[label] = f"{found[label]} | {fact.text}" if label in found else fact.text
    return found


def test_a_feed_that_a_server_fetches_says_so() -> None:
    feed = replace(
        FEED, account="home", server="Miniflux at rss.example", outcome=None, next_at=None, next_why=None
    )
    found = facts(of_feed(feed, NOW))
    assert found["State"] == "works"
    assert found["Last sync"] == "13:45, 20 min ago: done"
    assert found["Fetched by"] == "Miniflux at rss.example; set the interval there"
    assert "Next refresh" not in found
    failing = facts(of_feed(replace(feed, state="failing", outcome="HTTP 404"), NOW))
    assert failing["State"] == "failing there: HTTP 404"
    away = facts(of_feed(replace(feed, sync_error="no answer"), NOW))
    assert away["State"] == "not synced: no answer"
    assert away["Last sync"] == "13:45, 20 min ago: no answer"


def test_a_feed_that_works_says_when_it_is_asked_again_and_why_then() -> None:
    assert facts(of_feed(FEED, NOW)) == {
        "State": "works",
        "Last checked": "13:45, 20 min ago: 12 entries",
        "Next refresh": "at 16:05 (the publisher asks for 2 h between checks)",
        "Articles": "1,214 · 37 unread",
        "Tags": "news/coast",
        "Address": "https://u:***@pier.example/feed",
        "Number": "12, as in broadsheet refresh 12",
    }


def test_a_failing_feed_says_how_often_and_when_it_last_worked() -> None:
    failing = replace(FEED, state="failing", failures=3, outcome="HTTP 500", last_success=NOW - 26 * HOUR)
    why = of_feed(failing, NOW)
    assert why.facts[0] == Fact("State", "failing: 3 times in a row", "bad")
    assert facts(why)["Last success"] == "23 Nov 12:05, 1 day ago"
    assert facts(of_feed(replace(failing, failures=1), NOW))["State"] == "failing: once"


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        (replace(FEED, next_at=NOW - HOUR), "due now (the publisher asks for 2 h between checks)"),
        (replace(FEED, next_at=None, next_why="the publisher has discontinued this feed"),
         "only by hand: the publisher has discontinued this feed"),
        (Feed(id=1, title="New", url="https://new.example/"), "at the next refresh"),
        (Feed(id=1, title="Imported"), "none"),
        (replace(FEED, next_at=NOW + 24 * HOUR, next_why=None), "at 25 Nov 14:05"),
    ],
)  # fmt: skip
def test_the_next_try_in_words(feed: Feed, said: str) -> None:
    assert facts(of_feed(feed, NOW))["Next refresh"] == said


@pytest.mark.parametrize(
    ("feed", "said"),
    [
        (replace(FEED, state="gone"), "ended: the publisher removed it; its articles stay"),
        (replace(FEED, state="new"), "new: not checked yet"),
        (Feed(id=1, title="Imported"), "imported without an address: never refreshed"),
    ],
)
def test_the_state_in_words(feed: Feed, said: str) -> None:
    assert facts(of_feed(feed, NOW))["State"] == said


def test_a_header_of_a_feed_is_never_shown() -> None:
    feed = replace(FEED, settings=(("interval", "30"), ("header.Authorization", "Bearer tok")))
    said = facts(of_feed(feed, NOW))
    assert said["interval"] == "30"
    assert said["header.Authorization"] == "set"


def test_an_article_says_where_its_text_is_from_and_where_it_came_in() -> None:
    assert facts(of_article(ARTICLE, [], NOW)) == {
        "Text": "from its page: complete",
        "Length": "812 words · 4 min",
        "Published": "4 Feb 2022 09:19, 4 years ago",
        "Added": "11:05, 3 h ago",
        "Feeds": "The Pier | Coast",
        "Address": "https://pier.example/lamp",
        "Number": "812, as in broadsheet show 812 · uid abcdefgh23456723",
    }


@pytest.mark.parametrize(
    ("published", "updated", "said"),
    [
        ("10:05:10", "10:05:10", None),
        ("10:05:10", "10:05:59", None),
        ("10:05:10", "10:06:00", "10:06, 3 h ago"),
        (None, "10:05:10", "10:05, 3 h ago"),
        ("10:05:10", None, None),
    ],
)
def test_a_change_is_told_where_it_came_after_the_publication(
    published: str | None, updated: str | None, said: str | None
) -> None:
    first, last = (
        datetime.fromisoformat(f"2026-11-24T{time}Z") if time else None for time in (published, updated)
    )
    shown = facts(of_article(replace(ARTICLE, published=first, updated=last), [], NOW))
    assert shown.get("Changed") == said


def test_a_text_that_is_not_whole_says_why() -> None:
    part = replace(ARTICLE, text_origin="feed", text_state="paywall", reason="two paragraphs are free")
    why = of_article(part, [], NOW)
    assert why.facts[:2] == (
        Fact("Text", "from the feed: behind a paywall", "warn"),
        Fact("Reason", "two paragraphs are free"),
    )


def test_the_reason_does_not_repeat_that_the_full_text_is_missing() -> None:
    words = "the server answered HTTP 404 (not found)"
    failed = replace(
        ARTICLE,
        text_origin="feed",
        text_state="failed",
        reason=f"No full text: {words}.",
        full_text_error=words,
    )
    assert of_article(failed, [], NOW).facts[:3] == (
        Fact("Text", "from the feed: the full text could not be fetched", "warn"),
        Fact("Reason", words),
        Fact("Next try", "only by hand: r in the article fetches it again"),
    )


@pytest.mark.parametrize(
    ("article", "said"),
    [
        (replace(ARTICLE, published=None, day="2022-02-04"), "4 February 2022"),
        (replace(ARTICLE, published=None), "not stated"),
    ],
)
def test_a_date_that_is_not_known_is_not_made_up(article: Article, said: str) -> None:
    assert facts(of_article(article, [], NOW))["Published"] == said


def test_copies_and_a_source_elsewhere_are_named() -> None:
    copies = [replace(ARTICLE, id=9, publication="Harbour Post"), replace(ARTICLE, id=10, feeds=(), url=None)]
    said = facts(of_article(replace(ARTICLE, canonical="https://agency.example/1"), copies, NOW))
    assert said["Source"] == "https://agency.example/1"
    assert said["Copies"] == "9 · Harbour Post: Lamp lit | 10 · a file: Lamp lit"


async def test_it_is_shown_and_y_copies_the_address() -> None:
    async with opened(WhyScreen(of_feed(FEED, NOW))) as dialog:
        assert " The Pier" in dialog.lines
        assert " Next refresh  at 16:05 (the publisher asks for 2 h between checks)" in dialog.lines
        await dialog.press("y")
        assert dialog.app.clipboard == "https://pier.example/feed"
        await dialog.press("q")
        assert dialog.answer is None


async def test_without_an_address_nothing_is_copied() -> None:
    async with opened(WhyScreen(of_feed(Feed(id=1, title="Imported"), NOW))) as dialog:
        await dialog.press("y")
        assert dialog.app.clipboard == ""


TITLES = Rule(id=3, query="title:horoscope", action="mute")
SAVED = Rule(id=4, query="gas OR oil", action="tag", tag="energy", saved="Energy")


def test_the_rules_that_an_article_met_are_named() -> None:
    article = replace(ARTICLE, muted=True, tags=("Energy",))
    found = facts(of_article(article, (), NOW, [TITLES, SAVED]))
    assert found["By rules"] == (
        "muted by rule 3: title:horoscope | tagged energy by the saved search Energy: gas OR oil"
    )
    assert "Muted" not in found


def test_an_article_that_no_rule_muted_was_muted_by_hand() -> None:
    found = facts(of_article(replace(ARTICLE, muted=True), (), NOW, [SAVED]))
    assert found["Muted"] == "by hand, or by a rule since removed"
    assert "By rules" not in found, "its tag was taken away"


def test_a_rule_whose_mark_was_taken_back_is_not_named() -> None:
    found = facts(of_article(ARTICLE, (), NOW, [TITLES]))
    assert not {"Muted", "By rules"} & set(found)


async def test_i_names_the_rule_that_muted_an_article(reader: Open, room: Path) -> None:
    with Session(household.places(room), clock=lambda: NOW) as session:
        library = session.library
        rule = library.rules.add("mute", NOW, query="title:tug")
        (number,) = (
            one for one in library.queries.ids(Everything()) if "Tug" in library.articles.many([one])[0].title
        )
        library.rules.apply([(number, rule)], NOW)
    async with reader() as screen:
        await screen.press("/")
        await screen.type("is:muted")
        await screen.press("enter", "i")
        assert "What the Tug Needs" in screen.text
        assert "By rules" in screen.text
        assert "muted by rule 1: title:tug" in screen.text


async def test_i_on_a_section_that_is_no_feed_says_what_it_is_for(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("shift+tab", "g", "g", "i")
        assert screen.said == "Select a feed or an article first"


def test_a_paused_feed_says_so() -> None:
    paused = Feed(id=1, title="Pier", url="https://pier.example/", settings=(("interval", "never"),))
    assert facts(of_feed(paused, NOW))["Next refresh"] == "only by hand: you paused this feed"


def test_a_script_without_spaces_is_measured_in_characters() -> None:
    known = article(title="海図は9か月前のものだった", words=148)
    facts = {fact.label: fact.text for fact in of_article(known, (), NOW).facts}
    assert facts["Length"] == "about 300 characters · 1 min"
