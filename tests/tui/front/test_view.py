"""Work in the background, actions on the article that a key means, signals."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest
from textual.actions import SkipAction

from reader.core.session import Session
from reader.query.tree import Everything
from reader.tui.front.state import STOCKING
from reader.tui.front.view import NO_ARTICLE, FrontPart, Signal, background, with_found, with_target
from tests.support import household
from tests.support.articles import article
from tests.support.fake_front import FakeApp, FakeList, FakeView, state

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model import Article
    from reader.tui.front.view import FrontApp


class Thing(FrontPart):
    """A part that keeps what it did."""

    def __init__(self, view: FakeView) -> None:
        super().__init__(view.view, state(), cast("FrontApp", None))
        self.fake = view
        self.found: list[int] = []
        self.done: list[object] = []

    @background(group="work", exclusive=True)
    async def work(self, what: str, *, times: int = 1) -> None:
        """Do it."""
        self.done.append((what, times))

    @background(group="other")
    async def other(self) -> None:
        """Do something else."""

    @with_target(group="dialog")
    async def action_show(self, article: Article) -> None:
        """Show it."""
        self.done.append(article.id)

    @with_found(lambda part: part.found, group="text", skips=True)
    async def action_found(self, found: list[int]) -> None:
        """Keep what was found, or leave it to other parts."""
        self.done.append(found)

    @with_target(group="text")
    async def action_numbered(self, article: Article, number: int) -> None:
        """Show it with a number."""
        self.done.append((article.title, number))


async def test_background_work_starts_with_its_arguments_in_its_group() -> None:
    thing = Thing(FakeView(state()))
    thing.work("dig", times=3)
    thing.other()
    assert thing.done == []
    await thing.fake.settle()
    assert thing.done == [("dig", 3)]
    assert thing.fake.started == [("work", True), ("other", False)]
    assert Thing.work.__doc__ == "Do it."


async def test_an_action_has_the_article_of_the_moment_that_the_key_was_pressed() -> None:
    thing = Thing(FakeView(state(4, 5), FakeList(4, 5)))
    thing.action_show()
    thing.fake.rows.cursor = 1
    await thing.fake.settle()
    assert thing.done == [4]
    assert thing.fake.started == [("dialog", False)]


async def test_the_open_article_is_meant_while_reading_only() -> None:
    listed = state(4)
    listed.open_article = article(id=9)
    thing = Thing(FakeView(listed, FakeList(4)))
    for is_reading in (False, True):
        listed.is_reading = is_reading
        thing.action_show()
    await thing.fake.settle()
    assert thing.done == [4, 9]


async def test_without_an_article_it_is_said() -> None:
    thing = Thing(FakeView(state()))
    thing.action_show()
    assert thing.fake.said == [(NO_ARTICLE, False)]
    assert thing.fake.started == []


async def test_while_the_demo_is_set_up_that_is_said_instead() -> None:
    thing = Thing(FakeView(state()))
    thing.state.is_stocking = True
    thing.action_show()
    assert thing.fake.said == [(STOCKING, False)]
    thing.state.is_stocking = False
    thing.action_show()
    assert thing.fake.said[1:] == [(NO_ARTICLE, False)]


async def test_a_row_that_is_not_read_yet_is_read_for_the_action(tmp_path: Path) -> None:
    household.build(places := household.places(tmp_path))
    with Session(places, clock=lambda: household.NOW) as session:
        first, second, *_ = session.library.queries.ids(Everything())
        thing = Thing(FakeView(state(), FakeList(first, second, 10_000)))
        thing.app = FakeApp(tmp_path, session=session).app
        thing.fake.rows.is_read = False
        thing.action_numbered(7)
        thing.fake.rows.cursor = 2
        thing.action_numbered(8)
        await thing.fake.settle()
        assert thing.done == [(session.library.articles.many([first])[0].title, 7)]
    assert thing.fake.started == [("text", False)] * 2


async def test_an_action_on_nothing_is_left_to_the_parts_that_are_asked_later() -> None:
    thing = Thing(FakeView(state()))
    with pytest.raises(SkipAction):
        thing.action_found()
    thing.found = [3]
    thing.action_found()
    await thing.fake.settle()
    assert thing.done == [[3]]
    assert thing.fake.started == [("text", False)]


def test_a_signal_calls_its_listeners_in_order_with_what_it_is_given() -> None:
    heard: list[object] = []
    signal: Signal[[int]] = Signal()
    signal(1)
    signal.connect(lambda n: heard.append(("a", n)), lambda n: heard.append(("b", n)))
    signal.connect(lambda n: heard.append(("c", n)))
    signal(2)
    assert heard == [("a", 2), ("b", 2), ("c", 2)]
