"""Finding in the open article."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock, call

import pytest

from reader.tui.front.finding import FindPart
from reader.tui.front.searching import SEARCH_SECTION
from reader.tui.front.state import Listing
from tests.support.articles import article
from tests.support.fake_front import FakeApp, FakeList, FakeView, state
from tests.support.household import UNREAD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Open


async def test_find_marks_words_in_the_article(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("j", "j", "enter", "/")
        assert screen.is_typing
        await screen.type("crane")
        assert "matches · Enter next, then n and p" in screen.text
        await screen.press("enter")
        assert screen.focus == "article"
        assert "matches" not in screen.text
        assert f"1 of {screen.news.article.hit[1]}" in screen.text
        assert screen.news.article.hit[0] == 1
        assert screen.foot.startswith(" n p next, previous match")
        await screen.press("n", "n", "n")
        assert screen.news.article.hit[0] == 4
        assert f"4 of {screen.news.article.hit[1]}" in screen.text
        await screen.press("p")
        assert screen.news.article.hit[0] == 3
        await screen.press("escape")
        assert screen.opened is not None
        assert screen.news.article.hit == (0, 0)
        assert "match" not in screen.foot
        await screen.press("/")
        await screen.type("zebra")
        assert "Not found in this article" in screen.text
        await screen.press("escape", "escape")
        assert screen.focus == "list"


async def test_a_find_ends_with_its_article(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "/")
        await screen.type("ferry")
        await screen.press("enter", "J")
        assert screen.opened == UNREAD[1]
        await screen.press("n")
        assert screen.opened == UNREAD[2]
        await screen.press("q")
        assert screen.focus == "list"


class Alone:
    """The part on a list of three articles, with a screen that keeps what it is told."""

    def __init__(self, room: Path) -> None:
        self.ids = [1, 2, 3]
        self.state = state(*self.ids)
        self.view = FakeView(self.state, FakeList(*self.ids))
        self.view.article.hit = (0, 0)
        self.reading = Mock()
        self.app = FakeApp(room)
        self.part = FindPart(self.view.view, self.state, self.app.app, self.reading)

    def is_finding(self) -> bool:
        return self.part.is_finding


@pytest.fixture
def alone(tmp_path: Path) -> Alone:
    return Alone(tmp_path)


def test_what_was_told_goes_where_its_keys_are_letters(alone: Alone) -> None:
    alone.part.action_find()
    alone.app.end_told_before.assert_called_once_with()


def test_find_says_how_often_the_words_are_there(alone: Alone) -> None:
    said = alone.view.find_bar.say
    alone.part.found_more(9)
    assert said.call_count == 0, "nobody is looking for anything"
    alone.part.action_find()
    assert alone.view.find_bar.open.call_args == call("find")
    assert alone.view.entered == [alone.view.find_bar.field]
    alone.view.focused = alone.view.find_bar.field
    alone.view.article.find.return_value = 1_234
    alone.part.typed(" ferry  boat ")
    assert alone.view.article.find.call_args == call(["ferry", "boat"])
    assert said.call_args == call("1,234 matches · Enter next, then n and p")
    alone.part.found_more(1)
    assert said.call_args == call("1 match · Enter goes to it")
    alone.part.found_more(0)
    assert said.call_args == call("Not found in this article")
    alone.view.focused = None
    alone.part.found_more(2)
    assert said.call_args == call("2 matches"), "Enter has left the bar"
    alone.part.typed(" ")
    assert said.call_args == call("")
    assert alone.view.article.clear_find.call_count == 1
    assert alone.view.article.find.call_count == 1


def test_a_find_that_ends_marks_the_hits_of_the_search_again(alone: Alone) -> None:
    tree = Mock()
    alone.state.listing = Listing(SEARCH_SECTION, source="ferry", ids=alone.ids, tree=tree)
    alone.state.open_article, alone.state.is_reading = article(id=alone.ids[0]), True
    assert not alone.is_finding()
    alone.part.action_find()
    assert alone.is_finding()
    alone.part.end()
    assert not alone.is_finding()
    assert alone.view.article.clear_find.call_count == 1
    assert alone.view.find_bar.close.call_count == 1
    assert alone.view.article.find.call_args == call(tree)
    assert alone.view.entered[-1] is alone.view.article


def test_a_find_is_over_in_the_list(alone: Alone) -> None:
    alone.part.action_find()
    assert not alone.is_finding()


@pytest.mark.parametrize(
    ("source", "is_open", "is_listed", "marks"),
    [
        ("ferry", True, True, 1),
        ("", True, True, 0),
        ("ferry", False, True, 0),
        ("ferry", True, False, 0),
    ],
)
def test_hits_are_marked_in_the_articles_of_a_search(
    alone: Alone, source: str, is_open: bool, is_listed: bool, marks: int
) -> None:
    alone.state.listing = Listing(SEARCH_SECTION, source=source, ids=alone.ids)
    if is_open:
        alone.state.open_article = article(id=alone.ids[0] if is_listed else 4711)
    alone.part.mark_hits()
    assert alone.view.article.find.call_count == marks


@pytest.mark.parametrize(
    ("is_reading", "finds", "hits", "by_hits"),
    [
        (True, True, 0, True),
        (True, False, 1, True),
        (True, False, 0, False),
        (False, True, 1, False),
    ],
)
def test_n_and_p_go_by_hits_where_there_are_some(
    alone: Alone, is_reading: bool, finds: bool, hits: int, by_hits: bool
) -> None:
    if finds:
        alone.part.action_find()
    alone.state.is_reading = is_reading
    alone.view.article.hit = (0, hits)
    alone.part.action_next_unread()
    alone.part.action_previous_unread()
    assert alone.view.article.to_hit.call_args_list == ([call(1), call(-1)] if by_hits else [])
    assert alone.reading.read_unread.call_args_list == ([] if by_hits else [call(1), call(-1)])


def test_enter_goes_from_the_bar_to_the_next_hit(alone: Alone) -> None:
    alone.view.article.hit = (1, 3)
    alone.part.submitted()
    alone.view.article.to_hit.assert_called_once_with(1)
    assert alone.view.entered == [alone.view.article]
    alone.view.find_bar.say.assert_called_once_with("1 of 3")
    alone.view.article.hit = (0, 0)
    alone.part.submitted()
    alone.view.find_bar.say.assert_called_once_with("1 of 3")


def test_n_says_which_of_the_hits_one_stands_on(alone: Alone) -> None:
    alone.state.is_reading = True
    alone.view.article.hit = (1_002, 1_234)
    alone.part.action_next_unread()
    assert alone.view.find_bar.say.call_count == 0, "the hits are those of a search"
    alone.part.action_find()
    alone.part.action_next_unread()
    assert alone.view.find_bar.say.call_args == call("1,002 of 1,234")


def test_the_foot_line_says_where_enter_leads(alone: Alone) -> None:
    assert alone.part.hints() == ()
    alone.view.focused = alone.view.find_bar.field
    assert alone.part.hints() == (("Enter", "next match"),)
