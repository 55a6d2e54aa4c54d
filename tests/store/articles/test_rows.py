"""Rows of the library become articles, each field from its own column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import Passage, Subscription
from reader.store.articles import rows
from tests.store.making import LATER, LONG, NOW, draft, save

if TYPE_CHECKING:
    from reader.model import Feed
    from reader.store.library import Library


def test_every_field_comes_from_its_own_column(library: Library, feed: Feed) -> None:
    whole = draft(
        url="https://paper.example/url",
        canonical="https://paper.example/canonical",
        authors=("Ana", "Bo"),
        agency="agency",
        publication="publication",
        published=NOW - (LATER - NOW),
        day="2026-03-01",
        updated=LATER,
        lang="lang",
        description="description",
        text="four words of text",
        text_state="part",
        reason="reason",
        tags=("tag",),
    )
    number = library.articles.save(whole, now=NOW, feed_id=feed.id).id
    library.marks.keep_place(number, 1, 0.25, NOW)
    (article,) = rows.by_ids(library.database, [number])
    for name in (
        "title", "url", "canonical", "authors", "agency", "publication", "published", "day", "updated", "lang",
        "description", "text_origin", "text_state", "reason", "tags",
    ):  # fmt: skip
        assert getattr(article, name) == getattr(whole, name), name
    assert (article.id, len(article.uid), article.fetched, article.words) == (number, 16, NOW, 4)
    assert (article.feeds, article.progress) == (("The Paper",), 0.25)
    assert (article.copies, article.near_copies, article.unread_copies) == ((), (), 0)


def test_each_mark_is_its_own_field(library: Library) -> None:
    ids = [save(library, number) for number in range(4)]
    library.marks.read(ids[0:1], NOW)
    library.marks.bookmark(ids[1:2], NOW)
    library.marks.mute(ids[2:3], NOW)
    found = [(one.read, one.bookmarked, one.muted) for one in rows.by_ids(library.database, ids)]
    assert found == [(True, False, False), (False, True, False), (False, False, True), (False, False, False)]
    assert all(flag in (True, False) and isinstance(flag, bool) for flags in found for flag in flags)


def test_notes_and_highlights_each_make_an_annotated_article(library: Library) -> None:
    ids = [save(library, number) for number in range(3)]
    library.own_words.write(ids[0], "Ask the harbour", NOW)
    library.own_words.mark(ids[1], Passage("text"), NOW)
    found = [one.annotated for one in rows.by_ids(library.database, ids)]
    assert found == [True, True, False]


def test_what_is_unknown_is_none(library: Library) -> None:
    (article,) = rows.by_ids(library.database, [save(library, url=None)])
    assert (article.url, article.published, article.updated, article.progress) == (None, None, None, None)
    assert (article.authors, article.tags, article.feeds) == ((), (), ())


def test_feeds_come_in_the_order_of_appearance_and_tags_by_name(library: Library) -> None:
    one, two, three = (
        library.feeds.add(Subscription(url=f"https://{n}.example/f", title=f"Feed {n}"), NOW)[0].id
        for n in range(3)
    )
    for place, now in ((three, NOW), (one, LATER), (two, LATER)):
        library.articles.save(draft(), now=now, feed_id=place)
    library.tags.change([1], ["b", "C", "a"], [], NOW)
    library.tags.change([1], [], ["b"], NOW)
    (article,) = rows.by_ids(library.database, [1])
    assert (article.feeds, article.tags) == (("Feed 2", "Feed 0", "Feed 1"), ("a", "C"))
    library.feeds.remove(three, NOW)
    assert rows.by_ids(library.database, [1])[0].feeds == ("Feed 0", "Feed 1")


def test_copies_are_equal_or_near_and_never_removed_ones(library: Library) -> None:
    ids = [save(library, number, text=LONG if number < 3 else f"near {number}") for number in range(6)]
    library.groups.settle(ids, [], [(ids[0], ids[3]), (ids[3], ids[4]), (ids[4], ids[5])])
    library.marks.read([ids[4]], NOW)
    library.marks.remove([ids[2], ids[5]], NOW)
    one, equal, near = rows.by_ids(library.database, [ids[0], ids[1], ids[3]])
    assert (one.copies, one.near_copies, one.unread_copies) == ((ids[1], ids[3], ids[4]), (ids[3], ids[4]), 1)
    assert (equal.copies, equal.near_copies, equal.unread_copies) == ((ids[0],), (), 0)
    assert (near.copies, near.near_copies, near.unread_copies) == ((ids[0], ids[4]), (ids[0], ids[4]), 1)


def test_ids_come_in_the_order_asked_without_unknown_and_removed_ones(library: Library) -> None:
    ids = [save(library, number) for number in range(4)]
    library.marks.remove(ids[1:2], NOW)
    assert [one.id for one in rows.by_ids(library.database, [ids[3], 99, ids[1], ids[0]])] == [ids[3], ids[0]]
    assert rows.by_ids(library.database, []) == []
    found = rows.select(library.database, "m.article_id > ? ORDER BY m.article_id DESC LIMIT 2", (ids[0],))
    assert [one.id for one in found] == [ids[3], ids[2]]
    assert rows.select(library.database, "0", ()) == []
