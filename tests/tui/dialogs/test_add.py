from __future__ import annotations

from typing import TYPE_CHECKING

from textual import events
from textual.widgets import Input

from reader.core.events import (
    AddDone,
    FeedChoice,
    FeedRefreshed,
    FeedUnreached,
    JobDone,
    PageRefused,
    Progress,
    Step,
)
from reader.model import Link
from reader.tui.dialogs import add
from reader.tui.dialogs.add import AddScreen
from tests.support.dialogs import OPEN, Opened, opened
from tests.support.job_client import FakeJobClient

if TYPE_CHECKING:
    import pytest

DONE = AddDone(kind="feed", id=1, title="The Pier", outcome="new", new=12)
ADDED = JobDone(job="add", summary="", result=DONE)
FAILED = JobDone(
    job="add", summary="", error="pier.example: the server does not answer", hint="look at the address"
)
CHOICE = JobDone(
    job="add",
    summary="",
    error="there are 2 feeds",
    result=FeedChoice(
        choices=(
            Link("https://pier.example/feed", "All news"),
            Link("https://u:secret@pier.example/sport", None),
        )
    ),
)


def typed(dialog: Opened) -> str:
    return dialog.app.screen.query_one(Input).value


async def test_enter_adds_what_was_typed_and_answers_with_what_came() -> None:
    client = FakeJobClient(ADDED)
    async with opened(AddScreen(client)) as dialog:
        assert " paste addresses, or the path of a file" in dialog.lines
        await dialog.type(" pier.example ")
        await dialog.press("enter")
        assert dialog.answer == (DONE,)
        assert client.asked == [{"job": "add", "target": "pier.example", "wanted": "either"}]


async def test_nothing_typed_asks_nothing() -> None:
    client = FakeJobClient()
    async with opened(AddScreen(client)) as dialog:
        await dialog.press(" ", "enter")
        assert client.asked == []
        assert dialog.answer is OPEN


async def test_what_was_given_stands_in_the_field() -> None:
    client = FakeJobClient(ADDED)
    async with opened(AddScreen(client, "https://pier.example/feed", wanted="feed")) as dialog:
        await dialog.press("enter")
        assert client.asked[0]["target"] == "https://pier.example/feed"
        assert client.asked[0]["wanted"] == "feed"


async def test_a_failure_keeps_the_text_and_says_why_and_what_to_do() -> None:
    async with opened(AddScreen(FakeJobClient(FAILED, ADDED))) as dialog:
        await dialog.type("pier.example")
        await dialog.press("enter")
        assert " pier.example: the server does not answer" in dialog.lines
        assert " Look at the address" in dialog.lines
        assert typed(dialog) == "pier.example"
        await dialog.press("/")
        assert "the server does not answer" not in dialog.text
        await dialog.press("enter")
        assert dialog.answer == (DONE,)


async def test_it_says_what_the_work_is_at() -> None:
    client = FakeJobClient()
    screen = AddScreen(client, "pier.example")
    async with opened(screen) as dialog:
        screen.hear(Step("adding", "asking pier.example"))
        await dialog.settle()
        assert "asking" not in dialog.text
        await dialog.press("enter")
        assert " One moment …" in dialog.lines
        assert dialog.lines[-1].startswith(" Esc cancel")
        screen.hear(Step("adding", "asking pier.example"))
        await dialog.settle()
        assert " Adding: asking pier.example …" in dialog.lines
        screen.hear(Progress("indexing", 3, 40))
        await dialog.settle()
        assert " Indexing: 3 of 40 …" in dialog.lines
        screen.hear(FeedRefreshed(feed="\x1b[2J[b]Odd[/b]", url=None, outcome=""))
        await dialog.settle()
        assert " Refreshing: [2J[b]Odd[/b] …" in dialog.lines


async def test_escape_cancels_what_is_under_way_and_only_then_leaves() -> None:
    client = FakeJobClient()
    async with opened(AddScreen(client, "pier.example")) as dialog:
        await dialog.press("enter", "escape")
        assert client.cancelled == 1
        assert " Cancelled" in dialog.lines
        assert typed(dialog) == "pier.example"
        assert dialog.lines[-1].startswith(" Enter add")
        await dialog.press("escape")
        assert dialog.answer is None


async def test_a_second_enter_does_not_add_twice() -> None:
    client = FakeJobClient()
    async with opened(AddScreen(client, "pier.example")) as dialog:
        await dialog.press("enter", "enter")
        assert len(client.asked) == 1


async def test_of_several_feeds_one_is_chosen() -> None:
    client = FakeJobClient(CHOICE, ADDED)
    async with opened(AddScreen(client, "pier.example")) as dialog:
        await dialog.press("enter")
        assert " This page has 2 feeds. Which one?" in dialog.lines
        assert dialog.lit == "All news"
        assert " (no title)" in dialog.lines
        assert " https://u:***@pier.example/sport" in dialog.lines
        await dialog.press("j", "enter")
        assert client.asked[1] == {"job": "add", "target": "pier.example", "wanted": "either", "choose": 2}
        assert dialog.answer == (DONE,)


async def test_escape_goes_from_the_choice_to_the_field() -> None:
    async with opened(AddScreen(FakeJobClient(CHOICE, ADDED), "pier.example")) as dialog:
        await dialog.press("enter", "q")
        assert "Which one?" not in dialog.text
        await dialog.press("/")
        assert typed(dialog) == "pier.example/"
        await dialog.press("enter")
        assert dialog.answer == (DONE,)


async def test_a_worker_that_dies_is_a_failure_and_not_a_cancellation() -> None:
    dead = JobDone(job="", summary="", error="stopped by an unexpected error")
    async with opened(AddScreen(FakeJobClient(dead), "pier.example")) as dialog:
        await dialog.press("enter")
        assert " Stopped by an unexpected error" in dialog.lines


DOWN = JobDone(
    job="add", summary="", error="pier.example: the server refused the connection", result=FeedUnreached()
)


async def test_a_feed_that_is_down_is_subscribed_to_by_a_second_enter() -> None:
    client = FakeJobClient(DOWN, ADDED)
    async with opened(AddScreen(client)) as dialog:
        await dialog.type("pier.example")
        await dialog.press("enter")
        assert " pier.example: the server refused the connection" in dialog.lines
        assert "If it is a feed, press Enter again to subscribe and try it later" in dialog.text
        await dialog.press("enter")
        assert dialog.answer == (DONE,)
        assert [asked["wanted"] for asked in client.asked] == ["either", "feed"]


async def test_another_address_after_one_that_is_down_is_looked_at_as_any() -> None:
    client = FakeJobClient(DOWN, DOWN, ADDED)
    async with opened(AddScreen(client)) as dialog:
        await dialog.type("pier.example")
        await dialog.press("enter")
        await dialog.type("/feed")
        assert "press Enter again" not in dialog.text
        await dialog.press("enter")
        await dialog.press("enter")
        assert [asked["wanted"] for asked in client.asked] == ["either", "either", "feed"]


# Several at once

SECOND = AddDone(kind="article", id=2, title="Tides", outcome="new")
ALSO = JobDone(job="add", summary="", result=SECOND)


async def paste(dialog: Opened, text: str) -> None:
    dialog.app.post_message(events.Paste(text))
    await dialog.settle()


def targets(client: FakeJobClient) -> list[object]:
    return [asked["target"] for asked in client.asked]


async def test_all_lines_that_are_pasted_are_added() -> None:
    client = FakeJobClient(ADDED, ALSO)
    async with opened(AddScreen(client)) as dialog:
        await paste(dialog, "https://pier.example/\n\n# mine\n tides.example/1 \r\n")
        assert typed(dialog) == "https://pier.example/ ⏎ tides.example/1"
        assert " 2 addresses" in dialog.lines
        await dialog.press("enter")
        assert dialog.answer == (DONE, SECOND)
        assert client.asked == [
            {"job": "add", "target": "https://pier.example/", "wanted": "either"},
            {"job": "add", "target": "tides.example/1", "wanted": "either"},
        ]


async def test_one_line_that_is_pasted_is_as_if_it_were_typed() -> None:
    async with opened(AddScreen(FakeJobClient(ADDED))) as dialog:
        await paste(dialog, "~/my page.html\n")
        assert typed(dialog) == "~/my page.html"
        assert "addresses" not in dialog.text


async def test_those_that_fail_stay_in_the_field_with_their_reasons() -> None:
    client = FakeJobClient(FAILED, ADDED, CHOICE, ALSO)
    async with opened(AddScreen(client)) as dialog:
        await paste(dialog, "pier.example\nb.example\nhttps://u:secret@c.example/")
        await dialog.press("enter")
        assert " 1 added · 2 failed" in dialog.lines
        assert " pier.example: the server does not answer" in dialog.lines
        assert " https://u:***@c.example/ has 2 feeds: add it alone to choose one" in dialog.lines
        assert " Add a feed, a site, an article or a file" in dialog.lines
        assert typed(dialog) == "pier.example ⏎ https://u:secret@c.example/"
        await dialog.press("ctrl+u", *"x", "enter")
        assert dialog.answer == (DONE, SECOND)


async def test_who_leaves_then_has_what_was_added() -> None:
    async with opened(AddScreen(FakeJobClient(ADDED, FAILED), "http://a.example http://b.example")) as dialog:
        await dialog.press("enter", "escape")
        assert dialog.answer == (DONE,)


async def test_what_was_not_begun_when_it_is_cancelled_stays_in_the_field() -> None:
    client = FakeJobClient(ADDED)
    async with opened(AddScreen(client, "a.example ⏎ b.example ⏎ c.example")) as dialog:
        await dialog.press("enter")
        assert " Adding 2 of 3: b.example" in dialog.lines
        await dialog.press("escape")
        assert " 1 added · 2 left" in dialog.lines
        assert typed(dialog) == "b.example ⏎ c.example"
        assert dialog.lines[-1].startswith(" Enter add")


async def test_only_so_many_are_added_and_only_so_many_failures_are_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(add, "LIMIT", 4)
    monkeypatch.setattr(add, "FAILURES_SHOWN", 2)
    client = FakeJobClient(*[FAILED] * 4)
    async with opened(AddScreen(client, " ⏎ ".join("abcdef"))) as dialog:
        await dialog.press("enter")
        assert targets(client) == ["a", "b", "c", "d"]
        assert " 0 added · 4 failed · 2 left" in dialog.lines
        assert dialog.text.count("the server does not answer") == 2
        assert " and 2 more" in dialog.lines
        assert typed(dialog) == "a ⏎ b ⏎ c ⏎ d ⏎ e ⏎ f"


REFUSED = JobDone(
    job="add",
    summary="",
    error="pier.example: this is a login page",
    hint="to keep it anyway: broadsheet add --anyway pier.example",
    result=PageRefused(
        said="this is a login page, no article: it asks for a password",
        can_be_kept=True,
        feeds=(Link("https://pier.example/feed", "All news"),),
    ),
)


async def test_what_is_no_article_is_told_with_the_ways_to_go_on() -> None:
    client = FakeJobClient(REFUSED, ADDED)
    async with opened(AddScreen(client)) as dialog:
        await dialog.type("pier.example")
        await dialog.press("enter")
        assert " This is a login page, no article: it asks for a password." in dialog.lines
        assert "Subscribe to All news" in dialog.text
        assert "Keep the page anyway" in dialog.text
        await dialog.press("enter")
        assert client.asked[1] == {"job": "add", "target": "https://pier.example/feed", "wanted": "feed"}
        assert dialog.answer == (DONE,)


async def test_it_is_kept_anyway_where_that_is_chosen() -> None:
    client = FakeJobClient(REFUSED, ADDED)
    async with opened(AddScreen(client)) as dialog:
        await dialog.type("pier.example")
        await dialog.press("enter", "down", "enter")
        assert client.asked[1] == {"job": "add", "target": "pier.example", "wanted": "either", "anyway": True}


async def test_what_cannot_be_kept_and_has_no_feed_is_a_failure() -> None:
    refused = JobDone(
        job="add",
        summary="",
        error="pier.example: this is JSON data, no article",
        hint="enter the address of one article, or of a feed",
        result=PageRefused(said="this is JSON data, no article", can_be_kept=False),
    )
    async with opened(AddScreen(FakeJobClient(refused))) as dialog:
        await dialog.type("pier.example")
        await dialog.press("enter")
        assert " pier.example: this is JSON data, no article" in dialog.lines
        assert typed(dialog) == "pier.example"
