"""Which articles are beyond the reader's limits."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.model import KeptOutput, Passage, Subscription
from reader.store.retention import Limit
from tests.store.making import NOW, draft, save

if TYPE_CHECKING:
    from reader.model import Feed
    from reader.store.library import Library

DAY = timedelta(days=1)


def arrive(library: Library, number: int, feed: int, *, days_ago: int = 0) -> int:
    at = NOW - days_ago * DAY
    return library.articles.save(draft(number, published=at), now=at, feed_id=feed, guid=f"g{number}").id


@pytest.fixture
def second(library: Library) -> int:
    return library.feeds.add(Subscription(url="https://other.example/feed"), NOW)[0].id


def test_nothing_goes_without_a_limit(library: Library, feed: Feed) -> None:
    arrive(library, 1, feed.id, days_ago=9_000)
    assert library.retention.beyond({}, Limit()) == []


def test_what_came_before_the_time_goes_and_what_came_then_stays(library: Library, feed: Feed) -> None:
    old, _ = arrive(library, 1, feed.id, days_ago=11), arrive(library, 2, feed.id, days_ago=10)
    assert library.retention.beyond({}, Limit(since=NOW - 10 * DAY)) == [old]


def test_it_counts_from_the_day_it_came_not_from_the_day_it_was_written(library: Library, feed: Feed) -> None:
    library.articles.save(draft(1, published=NOW - 999 * DAY), now=NOW, feed_id=feed.id, guid="g")
    assert library.retention.beyond({}, Limit(since=NOW - DAY)) == []


def test_the_newest_of_each_feed_stay(library: Library, feed: Feed, second: int) -> None:
    ids = [arrive(library, number, feed.id, days_ago=number) for number in (1, 2, 3)]
    arrive(library, 4, second, days_ago=50)
    assert library.retention.beyond({}, Limit(newest=1)) == [ids[2], ids[1]]
    assert library.retention.beyond({}, Limit(newest=3)) == []


def test_a_feeds_own_limit_takes_the_place_of_the_common_one(
    library: Library, feed: Feed, second: int
) -> None:
    one, other = arrive(library, 1, feed.id, days_ago=20), arrive(library, 2, second, days_ago=20)
    limit = Limit(since=NOW - 10 * DAY)
    assert library.retention.beyond({feed.id: Limit()}, limit) == [other]
    assert library.retention.beyond({feed.id: limit}, Limit()) == [one]


def test_one_that_stands_in_several_feeds_goes_only_where_all_let_it_go(
    library: Library, feed: Feed, second: int
) -> None:
    both = arrive(library, 1, feed.id, days_ago=20)
    assert arrive(library, 1, second, days_ago=20) == both
    limit = Limit(since=NOW - 10 * DAY)
    assert library.retention.beyond({feed.id: limit}, Limit()) == []
    assert library.retention.beyond({feed.id: limit, second: Limit(newest=0)}, Limit()) == [both]


def test_a_feed_that_was_unsubscribed_has_the_common_limit(library: Library, feed: Feed) -> None:
    old = arrive(library, 1, feed.id, days_ago=20)
    library.feeds.remove(feed.id, NOW)
    assert library.retention.beyond({}, Limit(since=NOW)) == [old]


def test_what_an_import_brought_stays(library: Library, feed: Feed) -> None:
    library.articles.save(draft(1, feeds=("An old archive",)), now=NOW)
    assert arrive(library, 1, feed.id, days_ago=20)
    assert library.retention.beyond({}, Limit(since=NOW + DAY, newest=0)) == []


def test_what_is_in_no_feed_or_removed_already_is_left_alone(library: Library, feed: Feed) -> None:
    save(library, 1)
    gone = arrive(library, 2, feed.id, days_ago=20)
    library.marks.remove([gone], NOW)
    assert library.retention.beyond({}, Limit(since=NOW + DAY, newest=0)) == []


@pytest.mark.parametrize("mark", ["bookmark", "tag", "note", "highlight", "output"])
def test_what_the_reader_marked_is_spared(library: Library, feed: Feed, mark: str) -> None:
    spared, plain = arrive(library, 1, feed.id, days_ago=3), arrive(library, 2, feed.id, days_ago=2)
    match mark:
        case "bookmark":
            library.marks.bookmark([spared], NOW)
        case "tag":
            library.tags.change([spared], add=["kept"], drop=[], now=NOW)
        case "note":
            library.own_words.write(spared, "A word.", NOW)
        case "output":
            library.outputs.keep(spared, KeptOutput("Summary", "brief", "Short.", NOW))
        case _:
            assert library.own_words.mark(spared, Passage("story 1", "", ""), NOW)
    assert library.retention.beyond({}, Limit(since=NOW)) == [plain]
    library.undo.undo(1, NOW)
    assert library.retention.beyond({}, Limit(since=NOW)) == [spared, plain]


def test_what_they_take_is_counted_in_bytes(library: Library) -> None:
    one = save(library, 1, text="тёплый", markdown="**тёплый**")
    save(library, 2)
    assert library.retention.bytes_of([one]) == 12 + 16
    assert library.retention.bytes_of([]) == 0
