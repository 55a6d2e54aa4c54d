"""The queue of pages: what is due, in which order, and what becomes of each."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.store.articles.page_queue import ATTEMPTS, WRONG_CLOCK, pause
from tests.store.making import LATER, NOW, save

if TYPE_CHECKING:
    from reader.model import Feed
    from reader.store.library import Library

HOUR = timedelta(hours=1)


def queue(library: Library, number: int, feed: Feed | None = None, **changes: object) -> int:
    """An article whose page is queued."""
    article = save(library, number, **changes)
    library.jobs.add([(article, f"https://paper.example/{number}")], NOW, feed_id=feed.id if feed else None)
    return article


def due(library: Library, feed_id: int | None = None) -> list[int]:
    return [job.article_id for job in library.jobs.due(NOW, 9, feed_id=feed_id)]


def test_the_newest_articles_pages_come_first(library: Library) -> None:
    old = queue(library, 1, published=NOW - 9 * HOUR)
    new = queue(library, 2, published=NOW - HOUR)
    assert due(library) == [new, old]
    assert [job.article_id for job in library.jobs.due(NOW, 1)] == [new]
    assert library.jobs.count_due(NOW) == 2


def test_a_job_knows_its_article_and_its_feed(library: Library, feed: Feed) -> None:
    queue(library, 1, feed)
    (job,) = library.jobs.due(NOW, 9)
    assert (job.title, job.url, job.attempts) == ("Story 1", "https://paper.example/1", 0)
    assert (job.feed_id, job.feed_url) == (feed.id, feed.url)


def test_of_one_feed_only_its_own_are_due(library: Library, feed: Feed) -> None:
    mine = queue(library, 1, feed)
    queue(library, 2)
    assert due(library, feed_id=feed.id) == [mine]
    assert len(due(library)) == 2


def test_a_page_that_did_not_come_waits_and_then_counts_its_attempts(library: Library) -> None:
    article = queue(library, 1)
    library.jobs.failed(article, "HTTP 500", NOW + HOUR)
    assert (due(library), library.jobs.count_due(NOW)) == ([], 0)
    assert [job.attempts for job in library.jobs.due(LATER, 9)] == [1]


def test_one_that_was_given_up_is_not_begun_again(library: Library) -> None:
    article = queue(library, 1)
    library.jobs.failed(article, "HTTP 404", None)
    library.jobs.add([(article, "https://paper.example/1")], LATER)
    assert library.jobs.due(NOW + timedelta(days=999), 9) == []


def asked_for(library: Library, *feeds: Feed, after: timedelta = timedelta()) -> list[tuple[int, bool]]:
    """The jobs when somebody asks for what failed: of these feeds, or of all what may come another time."""
    failed_of = [feed.id for feed in feeds]
    jobs = library.jobs.due(NOW + after, 9, failed=not feeds, failed_of=failed_of)
    return [(job.article_id, job.is_due) for job in jobs]


def test_what_failed_comes_behind_what_is_due_where_somebody_asks(library: Library, feed: Feed) -> None:
    lost, waiting, given_up, new = (queue(library, number, feed) for number in range(1, 5))
    library.jobs.failed(lost, "HTTP 404", None)
    library.jobs.failed(waiting, "HTTP 500", NOW + HOUR)
    for _ in range(ATTEMPTS):
        library.jobs.failed(given_up, "HTTP 500", None)
    assert asked_for(library) == [(new, True), (given_up, False), (waiting, False)]
    assert asked_for(library, feed) == [(new, True), (given_up, False), (waiting, False), (lost, False)]
    assert due(library) == [new]


def test_a_server_that_asks_to_wait_is_left_alone_though_somebody_asks(library: Library, feed: Feed) -> None:
    article = queue(library, 1, feed)
    library.jobs.failed(article, "HTTP 503", NOW + 10 * HOUR + pause(1))
    assert asked_for(library, after=9 * HOUR) == asked_for(library, feed, after=9 * HOUR) == []
    assert asked_for(library, after=10 * HOUR) == [(article, False)]


def test_a_try_that_does_not_count_leaves_the_number_of_tries(library: Library) -> None:
    article = queue(library, 1)
    library.jobs.failed(article, "HTTP 500", NOW)
    library.jobs.failed(article, "HTTP 500", NOW, counts=False)
    assert [job.attempts for job in library.jobs.due(NOW, 9)] == [1]


def test_one_that_has_come_is_done(library: Library) -> None:
    library.jobs.done(queue(library, 1))
    assert due(library) == []


def test_pages_of_removed_articles_are_not_due_until_they_are_back(library: Library) -> None:
    article = queue(library, 1)
    library.marks.remove([article], NOW)
    assert (due(library), library.jobs.count_due(NOW)) == ([], 0)
    library.undo.undo(1, NOW)
    assert due(library) == [article]


@pytest.mark.parametrize(
    ("ahead", "is_due"), [(WRONG_CLOCK / 2, False), (50 * 365 * timedelta(days=1), True)]
)
def test_a_time_set_under_a_wrong_clock_does_not_hold(
    library: Library, ahead: timedelta, is_due: bool
) -> None:
    article = queue(library, 1)
    library.jobs.failed(article, "HTTP 500", NOW + ahead)
    assert due(library) == [article] * is_due
    assert library.jobs.count_due(NOW) == is_due


def test_a_week_and_a_day_ahead_still_holds(library: Library) -> None:
    assert timedelta(days=8) == WRONG_CLOCK
    article = queue(library, 1)
    for ahead, is_due in ((WRONG_CLOCK, False), (WRONG_CLOCK + timedelta(microseconds=1), True)):
        library.jobs.failed(article, "HTTP 500", NOW + ahead)
        assert (due(library) == [article], library.jobs.count_due(NOW) == 1) == (is_due, is_due)
    library.jobs.failed(article, "HTTP 500", NOW)
    assert (due(library), library.jobs.count_due(NOW)) == ([article], 1)


@pytest.mark.parametrize("has_failed", [False, True])
def test_a_feeds_pages_are_left_alone_while_they_are_not_to_be_fetched(
    library: Library, feed: Feed, has_failed: bool
) -> None:
    article = queue(library, 1, feed)
    if has_failed:
        library.jobs.failed(article, "HTTP 500", NOW)
    library.feeds.set(feed.id, "full_text", "never", NOW)
    assert (due(library), due(library, feed.id), library.jobs.count_due(NOW)) == ([], [], 0)
    assert (asked_for(library), asked_for(library, feed)) == ([], [])
    (row,) = library.articles.many([article])
    assert (row.full_text_error, row.full_text_next) == ("HTTP 500" if has_failed else None, None)
    library.undo.undo(1, NOW)
    assert (due(library), library.jobs.count_due(NOW)) == ([article], 1)
