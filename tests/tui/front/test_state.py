"""What the state answers by itself."""

from __future__ import annotations

import pytest

from reader.tui.front.state import PANES, UNREAD, Listing, State
from reader.tui.widgets.section_list import Section
from tests.support.articles import article

FEED = Section("feed:1", "The Pier", kind="feed", feed_id=1)


@pytest.mark.parametrize(
    ("listing", "is_search", "is_of_one_feed"),
    [
        (Listing(UNREAD), False, False),
        (Listing(FEED), False, True),
        (Listing(FEED, source="ferry"), True, False),
        (Listing(FEED, words="tug"), False, True),
    ],
)
def test_a_listing_knows_what_it_is_of(listing: Listing, is_search: bool, is_of_one_feed: bool) -> None:
    assert (listing.is_search, listing.is_of_one_feed) == (is_search, is_of_one_feed)


def test_only_the_article_in_the_pane_is_open() -> None:
    state = State(Listing(UNREAD))
    assert not state.is_open(1)
    state.open_article = article(id=1)
    assert state.is_open(1)
    assert not state.is_open(2)


def test_it_begins_in_the_list_of_unread_articles() -> None:
    state = State(Listing(UNREAD))
    assert (state.at, state.is_reading, state.is_zoomed, state.shows_all) == ("middle", False, False, False)
    assert (UNREAD.key, UNREAD.title) == ("unread", "Unread")
    assert PANES == ("sections", "middle", "text", "related")
