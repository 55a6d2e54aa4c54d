"""The kept numbers of listed articles: whatever is done, they are those that counting again gives."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import Subscription
from reader.store import counts
from reader.store.feeds import FeedOutcome
from reader.store.library import Library
from tests.store.making import LATER, NOW, draft, save

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model import Feed


def place(library: Library, number: int, feed: int) -> int:
    return library.articles.save(draft(number), now=NOW, feed_id=feed, guid=f"g{number}").id


def of(library: Library, feed: int) -> tuple[int, int]:
    found = library.feeds.get(feed)
    return found.articles, found.unread


def other(library: Library) -> int:
    return library.feeds.add(Subscription(url="https://other.example/feed"), NOW)[0].id


def test_a_new_feed_has_none(library: Library, feed: Feed) -> None:
    assert of(library, feed.id) == (0, 0)
    assert counts.totals(library.database) == (0, 0)


def test_each_mark_moves_the_numbers_of_all_feeds_of_an_article(library: Library, feed: Feed) -> None:
    second = other(library)
    first = place(library, 1, feed.id)
    place(library, 1, second)
    place(library, 2, feed.id)
    save(library, 3)
    assert (of(library, feed.id), of(library, second)) == ((2, 2), (1, 1))
    assert counts.totals(library.database) == (3, 3)
    library.marks.read([first], NOW)
    assert (of(library, feed.id), of(library, second)) == ((2, 1), (1, 0))
    library.marks.mute([first], NOW)
    assert (of(library, feed.id), of(library, second)) == ((1, 1), (0, 0))
    assert counts.totals(library.database) == (2, 2)
    library.marks.unmute([first], NOW)
    library.marks.unread([first], NOW)
    library.marks.remove([first], NOW)
    assert (of(library, feed.id), of(library, second)) == ((1, 1), (0, 0))
    library.undo.undo(1, LATER)
    assert (of(library, feed.id), of(library, second)) == ((2, 2), (1, 1))
    assert counts.totals(library.database) == (3, 3)


def test_a_feed_that_moves_to_another_takes_its_articles_along_once(library: Library, feed: Feed) -> None:
    second = other(library)
    place(library, 1, feed.id)
    place(library, 1, second)
    place(library, 2, feed.id)
    outcome = FeedOutcome(tried=NOW, state="ok", outcome="ok", moved_to="https://other.example/feed")
    assert library.feeds.tried(feed.id, outcome) == second
    assert of(library, second) == (2, 2)
    assert [*counts.wrong(library.database), *counts.wrong_several(library.database)] == []


def test_numbers_of_several_feeds_count_an_article_of_both_once(library: Library, feed: Feed) -> None:
    second = other(library)
    first = place(library, 1, feed.id)
    place(library, 1, second)
    place(library, 2, feed.id)
    muted = place(library, 3, feed.id)
    place(library, 3, second)
    library.marks.mute([muted], NOW)
    both = [feed.id, second]
    assert counts.of_feeds(library.database, both, unread=False) == 2
    library.marks.read([first], NOW)
    assert counts.of_feeds(library.database, both, unread=True) == 1
    assert counts.of_feeds(library.database, [second], unread=True) == 0


@pytest.mark.parametrize("marked", [1, 5, 9])
def test_few_marks_and_most_leave_the_same_numbers(library: Library, feed: Feed, marked: int) -> None:
    second = other(library)
    ids = [place(library, number, feed.id) for number in range(9)]
    place(library, 0, second)
    library.marks.read(ids[:marked], NOW)
    assert (of(library, feed.id), of(library, second)) == ((9, 9 - marked), (1, 0))
    assert counts.totals(library.database) == (9, 9 - marked)
    library.undo.undo(1, LATER)
    assert (of(library, feed.id), of(library, second)) == ((9, 9), (1, 1))
    assert counts.wrong(library.database) == []


def test_what_is_noted_wrongly_of_several_feeds_is_found_and_noted_again(
    library: Library, feed: Feed
) -> None:
    number = place(library, 1, feed.id)
    library.database.run("INSERT INTO in_several (article_id) VALUES (?)", (number,))
    assert library.sound.check() == ["of 1 articles it is noted wrongly whether several feeds have them"]
    library.sound.recount()
    assert library.sound.check() == []


def test_what_is_kept_wrongly_is_found_and_counted_again(library: Library, feed: Feed) -> None:
    place(library, 1, feed.id)
    library.database.run("UPDATE feed_count SET unread = 7")
    library.database.run("UPDATE total SET articles = 8")
    found = ["the total numbers of articles are wrong", "the numbers of articles are wrong for 1 feeds"]
    assert library.sound.check() == found
    library.sound.recount()
    assert library.sound.check() == []
    assert of(library, feed.id) == (1, 1)
    assert counts.totals(library.database) == (1, 1)


STEPS = st.lists(
    st.tuples(
        st.sampled_from(("put", "read", "unread", "mute", "unmute", "remove", "undo", "redo")),
        st.integers(1, 4),
        st.integers(0, 1),
    ),
    max_size=25,
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(STEPS)
def test_whatever_is_done_they_are_what_counting_gives(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, int, int]]
) -> None:
    path: Path = tmp_path_factory.mktemp("counted") / "library.db"
    with Library.open(path) as library:
        feeds = [other(library), library.feeds.add(Subscription(url="https://b.example/feed"), NOW)[0].id]
        known: set[int] = set()
        for name, number, feed in steps:
            if name == "put":
                known.add(place(library, number, feeds[feed]))
            elif name in ("undo", "redo"):
                getattr(library.undo, name)(1, NOW)
            else:
                getattr(library.marks, name)([id_ for id_ in known if id_ % 2 == feed], NOW)
        assert [*counts.wrong(library.database), *counts.wrong_several(library.database)] == []
