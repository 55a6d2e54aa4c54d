"""The order of a list or of a search, chosen in a dialog."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

import pytest

from reader.tui.front.order import OrderPart
from reader.tui.front.searching import SEARCH_SECTION
from reader.tui.front.state import UNREAD as UNREAD_SECTION
from reader.tui.front.state import Listing
from reader.tui.widgets.section_list import Section
from tests.support.fake_front import FakeApp, FakeList, FakeView, state

if TYPE_CHECKING:
    from pathlib import Path


class Alone:
    """The part with a screen that keeps what it is told."""

    def __init__(self, room: Path) -> None:
        self.state = state(1, 2, 3)
        self.view = FakeView(self.state, FakeList(1, 2, 3))
        self.app = FakeApp(room)
        self.listing, self.searching = Mock(), Mock()
        self.part = OrderPart(self.view.view, self.state, self.app.app, self.listing, self.searching)


@pytest.fixture
def alone(tmp_path: Path) -> Alone:
    return Alone(tmp_path)


@pytest.mark.parametrize(
    ("before", "after", "chosen", "put"),
    [
        (Listing(UNREAD_SECTION), Listing(UNREAD_SECTION, ids=(7,)), "oldest", ["oldest"]),
        (Listing(UNREAD_SECTION), Listing(Section("today", "Today")), "oldest", []),
        (Listing(UNREAD_SECTION), Listing(UNREAD_SECTION), None, []),
        (Listing(UNREAD_SECTION, order="oldest"), Listing(UNREAD_SECTION, order="oldest"), "date", []),
    ],
)
async def test_an_order_is_for_the_list_that_it_was_chosen_for_whatever_came_in(
    alone: Alone,
    monkeypatch: pytest.MonkeyPatch,
    before: Listing,
    after: Listing,
    chosen: str | None,
    put: list[str],
) -> None:
    async def choose(_: object) -> str | None:
        alone.state.listing = after
        return chosen

    monkeypatch.setattr(alone.app, "push_screen_wait", choose)
    alone.state.listing = before
    alone.part.action_sort()
    await alone.view.settle()
    assert [one.args[0] for one in alone.listing.put_order.call_args_list] == put


async def test_a_list_of_one_feed_has_no_order_by_feed(alone: Alone) -> None:
    for section, orders in (
        (UNREAD_SECTION, ["date", "oldest", "longest", "title", "feed"]),
        (Section("feed:1", "One", kind="feed", feed_id=1), ["date", "oldest", "longest", "title"]),
    ):
        alone.state.listing = Listing(section)
        alone.part.action_sort()
        await alone.view.settle()
        assert [sort for sort, _ in alone.app.dialogs[-1]._orders] == orders


@pytest.mark.parametrize(
    ("source", "chosen", "written"),
    [
        ("ferry", "oldest", "ferry sort:oldest"),
        ("sort:date ferry", "relevance", "ferry"),
        ("ferry", "relevance", "ferry"),
    ],
)
async def test_the_order_of_a_search_is_written_into_its_query(
    alone: Alone, source: str, chosen: str, written: str
) -> None:
    alone.state.listing = Listing(SEARCH_SECTION, source=source)
    alone.app.answers = [chosen]
    alone.part.action_sort()
    await alone.view.settle()
    (dialog,) = alone.app.dialogs
    assert [sort for sort, _ in dialog._orders] == ["relevance", "date", "oldest", "longest"]
    alone.searching.rewrite.assert_called_once_with(written)
    assert alone.listing.put_order.call_count == 0
