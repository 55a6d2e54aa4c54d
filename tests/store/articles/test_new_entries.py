"""Entries listed at once and filled later are what entries saved one by one are."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.model import Draft, Link, Picture, Subscription
from reader.store.articles.new_entries import Arrival
from reader.store.library import Library
from tests.store.making import LATER, LONG, NOW, draft, save, table

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model import Feed

TABLES = ("text", "picture", "link", "address", "appearance")


def arrival(number: int, **changes: object) -> Arrival:
    given = draft(number, text_origin="feed", **changes)
    return Arrival(draft=given, guid=f"guid-{number}", position=number, hash=bytes([number]) * 16)


def listed(one: Arrival) -> Arrival:
    empty: dict[str, object] = {"markdown": "", "text": "", "pictures": (), "links": ()}
    waiting = replace(one.draft, text_state="pending", reason="still to be read", **empty)  # type: ignore[arg-type]
    return replace(one, draft=waiting)


def come(library: Library, feed: Feed, *arrivals: Arrival) -> list[int | None]:
    """List and fill."""
    ids = library.arrivals.announce(feed.id, [listed(one) for one in arrivals], NOW)
    pairs = [(number, one) for number, one in zip(ids, arrivals, strict=True) if number is not None]
    library.arrivals.fill(feed.id, pairs, NOW)
    return ids


def test_listed_and_filled_is_the_same_as_saved(path: Path, tmp_path: Path) -> None:
    whole = [
        arrival(1, pictures=(Picture("https://p.example/1.jpg", "a"),), links=(Link("https://l.example/"),)),
        arrival(2, published=NOW, authors=("Ann",), text_state="teaser", reason="cut"),
    ]
    with Library.open(path) as one, Library.open(tmp_path / "other.db") as other:
        feeds = [
            library.feeds.add(Subscription(url="https://paper.example/feed"), NOW)[0]
            for library in (one, other)
        ]
        come(one, feeds[0], *whole)
        for a in whole:
            other.articles.save(
                a.draft, now=NOW, feed_id=feeds[1].id, guid=a.guid, position=a.position, entry_hash=a.hash
            )
        for name in TABLES:
            assert table(one, name) == table(other, name), name
        first, second = ([library.articles.get(n) for n in (1, 2)] for library in (one, other))
        assert [replace(a, uid="") for a in first if a] == [replace(a, uid="") for a in second if a]
        assert one.sound.check() == []


def test_a_listed_article_is_there_without_its_text(library: Library, feed: Feed) -> None:
    (number,) = library.arrivals.announce(feed.id, [listed(arrival(1))], NOW)
    assert number is not None
    (article,) = library.articles.many([number])
    assert (article.title, article.text_state, article.words) == ("Story 1", "pending", 0)
    assert library.arrivals.seen(feed.id) == {}
    library.arrivals.fill(feed.id, [(number, arrival(1))], LATER)
    assert library.arrivals.seen(feed.id) == {bytes([1]) * 16: number}
    assert library.articles.earlier(number) == []


def test_what_the_library_may_know_is_left_to_saving(library: Library, feed: Feed) -> None:
    save(library, 1)
    come(library, feed, arrival(2))
    same_guid = replace(arrival(3), guid="guid-2")
    twins = [replace(arrival(n, url="https://paper.example/one-for-all"), guid=None) for n in (4, 5)]
    bare = Arrival(draft=Draft(title="Notice", text_origin="feed"), guid=None, position=6, hash=None)
    ids = library.arrivals.announce(
        feed.id, [listed(one) for one in (arrival(1), same_guid, *twins, bare, arrival(7))], NOW
    )
    assert [number is None for number in ids] == [True] * 5 + [False]


def test_a_text_that_came_meanwhile_stays(library: Library, feed: Feed) -> None:
    one = arrival(1, text="Only the beginning", text_state="teaser")
    (number,) = library.arrivals.announce(feed.id, [listed(one)], NOW)
    assert number is not None
    library.articles.save(draft(1, text=LONG, markdown=LONG), now=NOW, article_id=number)
    library.arrivals.fill(feed.id, [(number, one)], LATER)
    assert library.articles.content(number).text == LONG
    assert library.arrivals.seen(feed.id) == {one.hash: number}


def test_an_article_that_was_removed_meanwhile_stays_removed(library: Library, feed: Feed) -> None:
    (number,) = library.arrivals.announce(feed.id, [listed(arrival(1))], NOW)
    assert number is not None
    library.marks.remove([number], NOW)
    library.arrivals.fill(feed.id, [(number, arrival(1))], LATER)
    assert library.articles.get(number) is None


def test_an_equal_copy_of_what_was_read_is_read(library: Library, feed: Feed) -> None:
    read = save(library, 1, text=LONG)
    library.marks.read([read], NOW)
    come(library, feed, arrival(2, text=LONG))
    assert [article.read for article in library.articles.many([1, 2])] == [True, True]


def test_each_article_is_a_change_for_the_index_once(library: Library, feed: Feed) -> None:
    come(library, feed, arrival(1), arrival(2))
    assert [(change.article_id, change.gone) for change in library.changes.since(0, 99)] == [
        (1, False),
        (2, False),
    ]


def test_the_index_hears_of_an_article_when_it_is_listed_and_again_when_its_text_comes(
    library: Library, feed: Feed
) -> None:
    ids = library.arrivals.announce(feed.id, [listed(arrival(1)), listed(arrival(2))], NOW)
    assert [(change.article_id, change.gone) for change in library.changes.since(0, 9)] == [
        (number, False) for number in ids
    ]

    before = library.changes.newest()
    library.arrivals.fill(feed.id, [(1, arrival(1))], NOW)
    assert [(change.article_id, change.gone) for change in library.changes.since(before, 9)] == [(1, False)]


def test_an_entry_without_guid_is_listed_where_its_address_tells_it_apart(
    library: Library, feed: Feed
) -> None:
    bare = Arrival(draft=Draft(title="Notice", text_origin="feed"), guid=None, position=2, hash=None)
    ids = library.arrivals.announce(feed.id, [listed(replace(arrival(1), guid=None)), bare], NOW)

    assert ids == [1, None]


def read(library: Library, feed: Feed, arrivals: list[Arrival]) -> None:
    """Take a document as a refresh does."""
    seen = library.arrivals.seen(feed.id)
    todo = [one for one in arrivals if one.hash not in seen]
    ids = library.arrivals.announce(feed.id, [listed(one) for one in todo], NOW)
    library.articles.begin(feed.id, NOW, seen.values())
    for number, a in zip(ids, todo, strict=True):
        if number is None:
            library.articles.save(
                a.draft, now=NOW, feed_id=feed.id, guid=a.guid, position=a.position, entry_hash=a.hash
            )
    library.arrivals.fill(feed.id, [(n, a) for n, a in zip(ids, todo, strict=True) if n is not None], NOW)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 3), st.integers(0, 2)), max_size=6))
def test_whatever_guids_and_links_a_feed_gives_nothing_is_lost_and_nothing_doubled(
    tmp_path_factory: object, entries: list[tuple[int, int, int]]
) -> None:
    with Library.open(tmp_path_factory.mktemp("shelf") / "library.db") as library:  # type: ignore[attr-defined]
        feed = library.feeds.add(Subscription(url="https://paper.example/feed"), NOW)[0]
        arrivals = [
            Arrival(
                draft=draft(title, url=f"https://paper.example/{link}" if link else None, text_origin="feed"),
                guid=f"g{guid}" if guid else None,
                position=n,
                hash=bytes([n + 1]) * 16,
            )
            for n, (guid, link, title) in enumerate(entries)
        ]
        read(library, feed, arrivals)
        before = len(table(library, "article"))
        read(library, feed, arrivals)
        assert len(table(library, "article")) == before
        titles = {row[0] for row in library.database.rows("SELECT title FROM appearance")}
        assert titles <= {one.draft.title for one in arrivals}
        assert library.sound.check() == []
