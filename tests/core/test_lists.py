"""Lists on the screen: their order, their numbers, one row for all copies of a text."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any
from unittest.mock import Mock, call

import pytest

from reader.core import indexing, lists, result_rows, suggestions
from reader.core.session import Session
from reader.model import Draft, Subscription
from reader.query.tree import And, Everything
from reader.store.search.relax import Relaxation
from tests.core.clusters.test_clustering import BREAD, save
from tests.core.test_related import DAM
from tests.support.articles import article
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.model import Article
    from reader.query.tree import Node, Sort


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    """Three copies of one text, the second edited, and another article, which is the oldest."""
    with session(tmp_path) as opened:
        save(opened, "a", DAM, days_ago=1)
        save(opened, "b", DAM.replace("ten days", "nine days"))
        save(opened, "c", DAM, days_ago=2)
        save(opened, "d", BREAD, days_ago=3)
        indexing.catch_up(opened)
        yield opened


def test_a_list_has_one_row_for_copies_and_counts_all(library: Session) -> None:
    found = lists.section(library, lists.UNREAD, unread_only=True)
    assert (list(found.ids), found.total) == ([2, 4], 4)


@pytest.mark.parametrize("sort", ["date", "oldest", "longest"])
def test_the_first_rows_of_a_large_library_are_those_of_the_whole_list(
    library: Session, monkeypatch: pytest.MonkeyPatch, sort: Sort
) -> None:
    whole = lists.section(library, Everything(), sort=sort, unread_only=False)
    monkeypatch.setattr(lists, "AT_ONCE", 3)
    monkeypatch.setattr(lists, "FIRST_ROWS", 3)
    first = lists.section(library, Everything(), sort=sort, unread_only=False, at_once=True)
    assert first.is_begun
    assert not whole.is_begun
    assert list(first.ids) == list(whole.ids)[: len(first.ids)]
    assert lists.front(library).listed.is_begun


@pytest.mark.parametrize(("least", "rows", "sort"), [(4, 3, "date"), (3, 5, "date"), (3, 3, "title")])
def test_a_small_library_a_short_list_and_other_orders_are_read_as_a_whole(
    library: Session, monkeypatch: pytest.MonkeyPatch, least: int, rows: int, sort: lists.ListOrder
) -> None:
    monkeypatch.setattr(lists, "AT_ONCE", least)
    monkeypatch.setattr(lists, "FIRST_ROWS", rows)
    found = lists.section(library, Everything(), sort=sort, unread_only=False, at_once=True)
    assert (len(found.ids), found.total, found.is_begun) == (2, 4, False)


def test_a_search_has_one_row_for_copies(library: Session) -> None:
    found = lists.search(library, "orsava")
    assert (len(found.ids), found.total) == (1, 3)


def test_copies_among_the_results_of_a_search_are_looked_up_without_reading_all_of_the_library() -> None:
    firsts = Mock(return_value={3: 2, 7: 2})
    session: Any = SimpleNamespace(library=SimpleNamespace(groups=SimpleNamespace(firsts=firsts)))
    ids = range(lists.SEARCH_LIMIT)
    assert list(lists.without_copies(session, ids)) == [id_ for id_ in ids if id_ != 7]
    lists.without_copies(session, range(lists.SEARCH_LIMIT + 1))
    assert firsts.call_args_list == [call(ids), call(None)]


def test_a_list_a_search_and_a_filter_fold_the_same_copies(library: Session) -> None:
    for name in ("e", "f"):  # too short to prove anything
        save(library, name, "Orsava is closed.", title="Orsava closed")
    indexing.catch_up(library)
    unread = lists.section(library, lists.UNREAD, unread_only=True)
    found = lists.search(library, "orsava")
    kept = lists.saved(library, "orsava", unread_only=True)
    assert (unread.folded, found.folded, kept.folded) == (2, 2, 2)
    assert {5, 6} <= {*unread.ids} & {*found.ids} & {*kept.ids}
    titles = library.library.articles.titles(unread.ids)
    assert sorted(lists.titled(titles, unread.ids, "closed")) == [5, 6]


def test_near_copies_are_read_by_themselves_and_the_row_says_how_many_are_not(library: Session) -> None:
    library.library.marks.read([1], NOW)
    edited, first = library.library.articles.many([2, 1])
    assert (first.read, first.copies, first.near_copies, first.unread_copies) == (True, (2, 3), (2,), 1)
    assert (edited.read, edited.copies, edited.unread_copies) == (False, (1, 3), 0)
    assert list(lists.section(library, lists.UNREAD, unread_only=True).ids) == [2, 4]


def test_bookmarks_are_all_there(library: Session) -> None:
    library.library.marks.bookmark([1, 2, 3], NOW)
    assert list(lists.section(library, lists.BOOKMARKED, unread_only=False).ids) == [2, 1, 3]


def test_a_row_stands_for_all_its_copies(library: Session) -> None:
    assert sorted(lists.with_copies(library, [2])) == [1, 2, 3]
    assert lists.with_copies(library, [4]) == [4]


@pytest.fixture
def six(tmp_path: Path) -> Iterator[Session]:
    """Six articles, the first the newest: 2, 4 and 5 are read, 3 is bookmarked; 1 and 6 are of today."""
    with session(tmp_path) as opened:
        for number in range(1, 7):
            text = f"{'Long ' * number} story number {number}" if number != 6 else "A ferry"
            days = 0 if number in (1, 6) else number
            save(opened, f"n{number}", text, title=f"Story {number}", days_ago=days)
        opened.library.marks.read([2, 4, 5], now=NOW)
        opened.library.marks.bookmark([3], now=NOW)
        yield opened


@pytest.mark.parametrize(
    ("at", "step", "expected"),
    [
        (0, 1, 2),
        (1, 1, 2),
        (2, 1, 5),
        (4, 1, 5),
        (5, 1, None),
        (-1, 1, 0),
        (5, -1, 2),
        (3, -1, 2),
        (2, -1, 0),
        (1, -1, 0),
        (0, -1, None),
        (-1, -1, None),
    ],
)
def test_the_next_unread_article_is_found_in_both_directions(
    at: int, step: int, expected: int | None, six: Session
) -> None:
    assert lists.unread_beside(six, [1, 2, 3, 4, 5, 6], at, step) == expected


def test_a_section_has_its_articles_in_the_order_asked_for(six: Session) -> None:
    def ids(tree: Node, **how: Any) -> list[int]:
        return list(lists.section(six, tree, **{"unread_only": False, **how}).ids)

    assert sorted(ids(lists.UNREAD)) == [1, 3, 6]
    assert ids(lists.BOOKMARKED) == [3]
    assert sorted(ids(lists.today(six))) == [1, 6]
    assert ids(Everything(), sort="oldest") == ids(Everything())[::-1]
    assert ids(Everything(), sort="relevance") == ids(Everything())
    assert ids(Everything(), sort="longest")[0] == 5
    assert sorted(ids(Everything(), unread_only=True)) == [1, 3, 6]
    assert ids(Everything(), feeds=[]) == []
    found = lists.section(six, lists.BOOKMARKED, unread_only=True)
    assert (list(found.ids), found.tree, found.total) == ([3], And((lists.BOOKMARKED, lists.UNREAD)), 1)
    assert lists.section(six, lists.UNREAD, unread_only=True).tree == lists.UNREAD


def test_a_section_is_listed_by_title_or_by_feed_the_newest_first_where_these_are_alike(
    tmp_path: Path,
) -> None:
    with session(tmp_path) as opened:
        titles = ("Zander", "äpfel", "Bread", "apples", "Bread")
        for number, title in enumerate(titles, 1):
            save(opened, f"n{number}", f"The story number {number}.", title=title, days_ago=number)
        quay, pier = (
            opened.library.feeds.add(Subscription(url=f"https://{name}.example/feed", title=name), NOW)[0].id
            for name in ("quay", "Pier")
        )
        for number, feed in ((1, quay), (2, pier), (4, quay), (5, pier)):
            article = Draft(title=titles[number - 1], url=f"https://n{number}.example/1", text_origin="feed")
            opened.library.articles.save(article, now=NOW, feed_id=feed, guid=str(number))
        by_title, by_feed = (
            [*lists.section(opened, Everything(), sort=sort, unread_only=False).ids]
            for sort in ("title", "feed")
        )
        assert by_title == [2, 4, 3, 5, 1]
        assert by_feed == [2, 5, 1, 4, 3], "the one without a feed is the last"
        assert [*lists.saved(opened, "number", sort="title", unread_only=False).ids] == by_title


def test_all_numbers_of_the_sections(six: Session) -> None:
    six.library.marks.keep_place(2, 10, 0.5, NOW)
    six.library.saved.add("Ferry", "ferry", NOW)
    counts = lists.counts(six)
    assert (counts.today, counts.unread, counts.bookmarks, counts.begun, counts.total) == (2, 3, 1, 1, 6)
    assert ([one.name for one in counts.searches], list(counts.feeds)) == (["Ferry"], [])
    assert not counts.is_empty
    assert list(lists.begun(six).ids) == [2]
    assert lists.begun(six).total == 1


def test_a_library_is_empty_without_articles_and_feeds(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        assert lists.counts(opened).is_empty
        opened.library.feeds.add(Subscription(url="https://pier.example/feed"), now=NOW)
        assert not lists.counts(opened).is_empty


def test_the_screen_opens_with_what_is_unread(six: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lists, "FRONT_ROWS", 2)
    front = lists.front(six)
    assert sorted(front.listed.ids) == [1, 3, 6]
    assert [row.id for row in front.rows] == list(front.listed.ids)[:2]
    assert front.counts.unread == 3


def test_a_search_gives_its_first_rows_with_snippets(six: Session) -> None:
    found = lists.search(six, "number", first=2, length=40)
    assert (len(found.ids), found.total, found.unread, len(found.first)) == (5, 5, 2, 2)
    assert [row.article.id for row in found.first] == list(found.ids)[:2]
    assert all(row.snippet is not None for row in found.first)
    assert lists.search(six, "number").first == ()
    assert lists.suggestion(six, lists.search(six, "fery").tree) == "ferry"


def test_what_a_first_search_needs_is_there_once_one_begins_to_type(
    six: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    lists.ready(Session(six.places, writes_index=False))  # nothing is indexed yet
    lists.search(six, "number")
    made = Mock(side_effect=result_rows.with_snippets)
    monkeypatch.setattr(result_rows, "with_snippets", made)
    lists.ready(six)
    [(_, tree, articles, _)] = [one.args for one in made.call_args_list]
    assert len(articles) == 1
    assert tree == lists.ANY_WORDS


def test_a_search_lists_the_best_only_and_looks_for_no_other_word(
    six: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lists, "SEARCH_LIMIT", 2)
    monkeypatch.setattr(suggestions, "suggestion", lambda *_: pytest.fail("that comes later"))
    found = lists.search(six, "number")
    assert (len(found.ids), found.total, found.muted) == (2, 5, 0)
    six.library.marks.mute([6], now=NOW)
    assert (lists.search(six, "ferry").total, lists.search(six, "ferry").muted) == (0, 1)


def test_rows_have_snippets_only_for_a_search(six: Session) -> None:
    assert [(row.article.id, row.snippet) for row in lists.rows(six, [3, 1])] == [(3, None), (1, None)]
    (row,) = lists.rows(six, [6], lists.search(six, "ferry").tree)
    assert row.snippet is not None
    assert row.snippet.text == "A ferry"


def test_a_saved_search_has_its_own_order_unless_another_is_chosen(six: Session) -> None:
    def saved(source: str, **how: Any) -> tuple[list[int], Sort | None]:
        found = lists.saved(six, source, **{"unread_only": False, **how})
        return list(found.ids), found.order

    assert saved("number") == ([1, 2, 3, 4, 5], None)
    assert saved("number sort:oldest") == ([5, 4, 3, 2, 1], "oldest")
    assert saved("number sort:oldest", sort="longest") == ([5, 4, 3, 2, 1], None)
    assert saved("number sort:relevance") == ([1, 2, 3, 4, 5], None)
    assert saved("number", unread_only=True) == ([1, 3], None)


def test_titles_are_narrowed_down_by_parts_of_words_in_any_script() -> None:
    titles = {1: "Die Fähre fährt", 2: "The FERRY sails", 3: "Ferry and fog", 4: ""}
    assert lists.titled(titles, [3, 2, 1, 4, 9], "ferry") == [3, 2]
    assert lists.titled(titles, [3, 2, 1], "FAHR fa") == [1]
    assert lists.titled(titles, [3, 2, 1], "fog erry") == [3]
    assert lists.titled(titles, [3, 9], "") == [3, 9]


def test_articles_of_hidden_feeds_alone_are_in_their_own_list_and_in_searches(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        feeds = opened.library.feeds
        numbers = [
            feeds.add(Subscription(url=f"https://{name}.example/"), NOW)[0].id for name in ("loud", "quiet")
        ]
        texts = (("a", DAM, numbers[1:]), ("b", BREAD, numbers))
        for name, text, of in texts:
            id_ = save(opened, name, text)
            for number in of:
                opened.library.database.run(
                    "INSERT INTO appearance (article_id, feed_id, title, seen_at) VALUES (?, ?, 'T', 0)",
                    (id_, number),
                )
        save(opened, "c", "Nobody's own article, which no feed brought.")
        feeds.hide(numbers[1], NOW, on=True)
        shown = lists.section(opened, lists.UNREAD, unread_only=True)
        assert sorted(shown.ids) == [2, 3], "what a shown feed has as well, or none, stays"
        assert sorted(lists.section(opened, lists.today(opened), unread_only=False).ids) == [2, 3]
        assert sorted(lists.section(opened, Everything(), unread_only=False).ids) == [2, 3]
        own = lists.section(opened, Everything(), feeds=numbers[1:], unread_only=False)
        assert sorted(own.ids) == [1, 2]
        found = lists.counts(opened)
        assert (found.unread, found.today, found.total) == (2, 2, 3)
        opened.library.marks.bookmark([1], NOW)
        assert list(lists.section(opened, lists.BOOKMARKED, unread_only=False).ids) == [1]
        assert lists.saved(opened, "", unread_only=True).total == 3
        feeds.hide(numbers[1], NOW, on=False)
        assert lists.counts(opened).unread == 3


def test_a_folder_counts_an_article_of_several_of_its_feeds_once(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        feeds = opened.library.feeds
        tags = (("news",), ("news",), ("news",), ("news", "hidden"), ("sport",), ("sport",), ())
        numbers = [
            feeds.add(Subscription(url=f"https://f{n}.example/", tags=own), NOW)[0].id
            for n, own in enumerate(tags)
        ]
        told = [(0,), (0, 1), (0, 1, 2), (1, 3), (1, 4), (3, 4), (4, 5), (0, 1), (2, 6), ()]
        for n, places in enumerate(told):
            id_ = save(opened, f"a{n}", f"A text of its own, the {n}th of them, about nothing else.")
            for place in places:
                opened.library.database.run(
                    "INSERT INTO appearance (article_id, feed_id, title, seen_at) VALUES (?, ?, 'T', 0)",
                    (id_, numbers[place]),
                )
        opened.library.marks.read([8], NOW)
        found = lists.counts(opened)
        assert found.repeats == {"news": 3, "sport": 1}
        assert lists.front(opened).counts.repeats is None, "the first list does not wait for it"
        for folder in ("news", "sport"):
            shown = [feed for feed in found.feeds if feed.folder == folder and not feed.is_hidden]
            listed = lists.section(opened, Everything(), feeds=[feed.id for feed in shown], unread_only=True)
            assert sum(feed.unread for feed in shown) - found.repeats[folder] == listed.total
        feeds.remove(numbers[1], NOW)
        assert lists.counts(opened).repeats == {"news": 1, "sport": 1}
        feeds.remove_all([numbers[0], numbers[5]], NOW)
        assert lists.counts(opened).repeats == {}
        assert lists.front(opened).counts.repeats == {}


def test_folders_of_one_feed_are_not_searched_for_what_counts_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from reader.store.search.lists import Queries

    def refuse(_: Queries) -> None:
        raise AssertionError("nothing can count twice")

    monkeypatch.setattr(Queries, "unread_by_feeds", refuse)
    with session(tmp_path) as opened:
        save(opened, "a", DAM)
        for n, tags in enumerate([("news",), ("sport",), (), (), ("sport", "hidden")]):
            feed = opened.library.feeds.add(Subscription(url=f"https://f{n}.example/", tags=tags), NOW)[0]
            opened.library.database.run(
                "INSERT INTO appearance (article_id, feed_id, title, seen_at) VALUES (1, ?, 'T', 0)",
                (feed.id,),
            )
        assert lists.counts(opened).repeats == {}


@pytest.mark.parametrize(("step", "place"), [(2, 5), (3, 5), (9, 5), (-2, None), (1, 2)])
def test_a_larger_step_goes_to_a_later_unread_article_or_the_last(
    step: int, place: int | None, six: Session
) -> None:
    assert lists.unread_beside(six, [1, 2, 3, 4, 5, 6], 0, step) == place


def test_results_that_are_kept_are_counted_with_those_that_are_found() -> None:
    def kept(id_: int, *, read: bool) -> Article:
        return article(id=id_, read=read)

    before = Relaxation(1, (), {}, {2: ("gale",), 3: ("gale",)}, 0, 3)
    found = lists.ListSnapshot(
        ids=(3,), total=1, unread=1, relaxed=Relaxation(0, (), {}, {3: ("gale",)}, 1, 1)
    )
    assert lists.keeping(found, [], before) is found
    every = lists.keeping(found, [kept(1, read=True), kept(2, read=False)], before)
    assert (every.ids, every.total, every.unread) == ([3, 1, 2], 3, 2)
    assert every.relaxed
    assert (every.relaxed.whole, every.relaxed.found, every.relaxed.lacks) == (1, 3, before.lacks)
    whole = lists.keeping(replace(found, relaxed=None), [kept(2, read=True)], before)
    assert whole.relaxed == Relaxation(1, (), {}, {2: ("gale",)}, 0, 2)
    assert lists.keeping(replace(found, relaxed=None), [kept(1, read=True)], before).relaxed is None
    folded = lists.ListSnapshot(ids=(3,), total=3, folded=2, behind={4, 5})
    every = lists.keeping(folded, [kept(4, read=True)], None)
    assert (every.total, every.folded, every.ids) == (3, 1, [3, 4]), "a row that is a copy by now counts once"


def test_the_last_word_of_a_query_is_a_whole_one_once_it_is_entered(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        for uid, text in (
            ("a", "Roma won the cup."),
            ("b", "A romance in Romania."),
            ("c", "A lamp is lit."),
        ):
            save(opened, uid, text)
        indexing.catch_up(opened)

        def typed(source: str) -> tuple[list[int], str, bool]:
            found = lists.search(opened, source, is_typed=True)
            return sorted(found.ids), found.begins, found.is_typed

        def entered(source: str) -> tuple[list[int], str, bool]:
            found = lists.entered(opened, source, first=1)
            assert len(found.first) == min(len(found.ids), 1)
            return sorted(found.ids), found.begins, found.is_typed

        assert (typed("roma"), entered("roma")) == (([1, 2], "roma", True), ([1], "", False))
        assert (typed("rom"), entered("rom")) == (([1, 2], "rom", True), ([1, 2], "rom", False))
        assert entered("won rom") == ([1, 2], "rom", False), "the one that has both comes first"
        assert entered("lamp zebra") == ([3], "", False)
        assert entered("won roam") == ([1], "", False), "roma is meant: nothing begins so"
        assert entered("title:zebra zeb") == ([], "", False)
        assert typed("roma sort:date") == entered("roma sort:date") == ([1], "", False)
        assert sorted(lists.found(opened, "roma", is_typed=True)) == [1, 2]
        assert lists.found(opened, "roma", is_typed=False) == [1]
