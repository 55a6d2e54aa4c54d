"""Queries: what they find, in which order, at which cost."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING, Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Embed, Picture, Subscription
from reader.query.evaluate import matches
from reader.query.fields import FIELDS
from reader.query.parse import parse
from reader.query.tree import (
    And,
    Everything,
    Filter,
    Node,
    Not,
    Number,
    Or,
    Query,
    TimeSpan,
    nodes,
)
from reader.store.library import Library
from reader.store.search import lists as search_lists
from reader.store.search.lists import Tally
from tests.store.making import LATER, LONG, NOW, draft, save

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.model import Article, Document, Feed
    from reader.store.search.lists import Sort

UNREAD = Filter("is", "unread")
ORDERS: tuple[Sort, ...] = ("date", "oldest", "longest")


@pytest.fixture(scope="module")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """A dozen articles that differ in everything that a query can ask for."""
    with Library.open(tmp_path_factory.mktemp("shelf") / "library.db") as library:
        feeds = [
            library.feeds.add(Subscription(url=f"https://{n}.example/feed", title=title, tags=tags), NOW)[
                0
            ].id
            for n, (title, tags) in enumerate(
                [
                    ("The Moscow Times", ("news/world", "Russia")),
                    ("Тайга", ()),
                    ("World Nature", ("science",)),
                ]
            )
        ]
        urls = [
            "https://www.themoscowtimes.com/a",
            "https://ru.themoscowtimes.com/b",
            "https://notthemoscowtimes.com/c",
            "https://taiga.example:8080/d",
            None,
        ]
        langs = ["en", "en-US", "ru", "RU_ru", None, "eng"]
        states = ["full", "failed", "teaser", "paywall"]
        for n in range(12):
            saved = library.articles.save(
                draft(
                    n,
                    url=f"{urls[n % 5]}{n}" if urls[n % 5] else None,
                    lang=langs[n % 6],
                    text_state=states[n % 4],
                    published=None if n % 3 == 0 else NOW - timedelta(hours=n),
                    text=f"{n} " + "word " * (115 * n),
                    pictures=(Picture(caption="one"),) if n % 2 else (),
                    embeds=(Embed("video"),) if n % 5 == 0 else (Embed("tweet"),),
                ),
                now=NOW,
                feed_id=feeds[n % 3] if n % 4 else None,
                guid=f"guid {n}",
            )
            assert saved.outcome == "new"
        library.articles.save(draft(1, url=f"{urls[1]}1", text="edited " + LONG), now=LATER)
        library.marks.read([1, 2, 5], NOW)
        library.marks.bookmark([2, 3], NOW)
        library.marks.remove([12], NOW)
        library.arrivals.put_last([4, 5])  # of these only 4 names no date
        library.tags.change([1, 2], ["Russia", "news/world/asia"], [], NOW)
        library.tags.change([3], ["news-paper", "Rußland"], [], NOW)
        library.tags.change([2], [], ["Russia"], NOW)
        library.database.run("UPDATE mark SET muted_at = 1 WHERE article_id IN (4, 7)")
        library.database.run("INSERT INTO note (article_id, text, changed_at) VALUES (1, 'mine', 1)")
        library.database.run(
            "INSERT INTO highlight (article_id, quote, before, after, changed_at) VALUES (8, 'q', '', '', 1)"
        )
        yield library


@pytest.fixture(scope="module")
def documents(shelf: Library) -> list[Document]:
    return list(shelf.articles.documents(range(1, 13)))


def expected(documents: list[Document], tree: Node) -> set[int]:
    query = Query("", tree)
    return {document.article.id for document in documents if matches(query, document)}


FILTERS = [
    *(
        Filter("feed", value)
        for value in ("moscow", "times moscow", "Moscow Times", "world", "тайга", "tai", "news world")
    ),
    *(
        Filter("tag", value)
        for value in ("russia", "news", "news/world", "news/w", "science", "RUSSLAND", "none")
    ),
    *(
        Filter("site", value)
        for value in ("themoscowtimes.com", "ru.themoscowtimes.com", "com", "taiga.example", "%")
    ),
    *(Filter("lang", value) for value in ("en", "ru", "en-us", "e")),
    # Whatever the table of fields holds: its example, and each value where they can be counted.
    *(
        parse(source, NOW).tree
        for row in FIELDS
        if row.kind not in ("text", "sort")
        for source in ([f"{row.name}:{value}" for value in row.choices] or [row.example])
    ),
    TimeSpan("newer", NOW - timedelta(hours=4), None),
    TimeSpan("older", None, NOW - timedelta(hours=4)),
    TimeSpan("date", NOW - timedelta(hours=7), NOW - timedelta(hours=1)),
    Number("words", 116, None),
    Number("words", None, 346),
    Number("words", 116, 231),
    Number("minutes", 1, 1),
    Number("minutes", 2, None),
    Number("minutes", None, 3),
    Number("minutes", 0, 0),
    Everything(),
]


@pytest.mark.parametrize("tree", FILTERS, ids=str)
def test_each_filter_finds_what_the_reference_finds(
    shelf: Library, documents: list[Document], tree: Node
) -> None:
    assert set(shelf.queries.ids(tree)) == expected(documents, tree)


@pytest.mark.parametrize("tree", FILTERS, ids=str)
def test_not_finds_exactly_the_rest(shelf: Library, documents: list[Document], tree: Node) -> None:
    assert set(shelf.queries.ids(Not(tree))) == expected(documents, Not(tree))


trees: st.SearchStrategy[Node] = st.recursive(
    st.sampled_from(FILTERS),
    lambda parts: st.one_of(
        st.lists(parts, min_size=2, max_size=3).map(lambda found: And(tuple(found))),
        st.lists(parts, min_size=2, max_size=3).map(lambda found: Or(tuple(found))),
        parts.map(Not),
    ),
    max_leaves=6,
)


@settings(max_examples=60)
@given(tree=trees, sort=st.sampled_from(["date", "oldest", "longest"]), limit=st.integers(1, 4))
def test_every_query_agrees_with_the_reference_whichever_way_it_is_asked(
    shelf: Library,
    documents: list[Document],
    tree: Node,
    sort: Literal["date", "oldest", "longest"],
    limit: int,
) -> None:
    wanted = expected(documents, tree)
    ids = shelf.queries.ids(tree, sort=sort)
    assert set(ids) == wanted
    assert shelf.queries.count(tree) == len(wanted)
    found: list[Article] = []
    while page := shelf.queries.page(tree, sort=sort, limit=limit, after=found[-1] if found else None):
        found += page
    assert [article.id for article in found] == ids
    everything = set(shelf.queries.ids(tree, with_muted=True))
    assert shelf.queries.count(tree, with_muted=True) == len(everything)
    assert {
        article.id for article in shelf.queries.page(tree, sort=sort, limit=None, with_muted=True)
    } == everything
    is_asked = any(isinstance(node, Filter) and node.value == "muted" for node in nodes(tree))
    assert shelf.queries.tally(tree) == Tally(
        len(wanted), sum(not article.read for article in found), 0 if is_asked else len(everything - wanted)
    )


@pytest.mark.parametrize(
    ("sort", "key"),
    [
        ("date", lambda article: (-article.sorted_by.timestamp(), -article.id)),
        ("oldest", lambda article: (article.undated, article.sorted_by.timestamp(), article.id)),
        ("longest", lambda article: (-article.words, -article.id)),
    ],
)
def test_orders(
    shelf: Library, sort: Literal["date", "oldest", "longest"], key: Callable[[Article], tuple[float, int]]
) -> None:
    found = shelf.queries.page(Everything(), sort=sort, limit=None)
    assert found == sorted(found, key=key)
    assert len(found) == 9


def test_hundreds_of_alternatives_are_no_deep_expression(shelf: Library, documents: list[Document]) -> None:
    tree = Or(tuple(Number("words", n, n) for n in range(1_500)))
    assert shelf.queries.count(tree) == len(expected(documents, tree))


@pytest.mark.parametrize("value", ["' OR 1 --", "%", "_", "a\x00b", '"', "\\"])
def test_values_are_never_read_as_sql(shelf: Library, value: str) -> None:
    for name in (row.name for row in FIELDS if row.normalize):
        assert shelf.queries.ids(Filter(name, value)) == []


def statements(library: Library, limit: int) -> list[str]:
    seen: list[str] = []
    library.database._connection.set_trace_callback(seen.append)
    found = library.queries.page(Everything(), limit=limit)
    library.articles.contents([article.id for article in found])
    list(library.articles.documents([article.id for article in found]))
    library.database._connection.set_trace_callback(None)
    assert len(found) == limit
    return seen


def test_a_page_costs_the_same_for_two_rows_and_for_fifty(library: Library) -> None:
    for number in range(50):
        save(library, number, feeds=(f"Feed {number}",), tags=(f"tag {number}",), text=LONG)
    assert len(statements(library, 2)) == len(statements(library, 50)) <= 5 + 7 + 13


def test_nothing_is_given_twice_or_left_out_while_articles_come_in(library: Library) -> None:
    for number in range(6):
        save(library, number, published=NOW - timedelta(hours=number))
    first = library.queries.page(Everything(), limit=3)
    save(library, 10, published=NOW)
    save(library, 11, published=NOW - timedelta(days=1))
    rest = library.queries.page(Everything(), limit=9, after=first[-1])
    assert [article.title for article in [*first, *rest]] == [*(f"Story {n}" for n in range(6)), "Story 11"]


def save_dated_and_undated(library: Library) -> None:
    """Articles 1, 3 and 5 name no date; 2 is newer than 4, and 6 the oldest."""
    for number, hours in enumerate([None, 1, None, 2, None, 3]):
        save(library, number, published=None if hours is None else NOW - timedelta(hours=hours))
    library.arrivals.put_last([1, 2, 3, 5])


@pytest.mark.parametrize(("sort", "order"), [("oldest", [6, 4, 2, 1, 3, 5]), ("date", [2, 4, 6, 5, 3, 1])])
def test_articles_without_a_date_stand_last_by_date_whichever_way(
    library: Library, sort: Literal["date", "oldest"], order: list[int]
) -> None:
    save_dated_and_undated(library)
    assert library.queries.ids(Everything(), sort=sort) == order
    assert [found.id for found in library.queries.page(Everything(), sort=sort, limit=None)] == order
    library.marks.read([1, 4, 6], NOW)
    unread = [id_ for id_ in order if id_ not in (1, 4, 6)]
    assert library.queries.ids(UNREAD, sort=sort) == unread
    assert [found.id for found in library.queries.page(UNREAD, sort=sort, limit=None)] == unread


@pytest.mark.parametrize("sort", ["date", "oldest"])
@pytest.mark.parametrize("limit", [1, 2, 3, 4, 6, 7])
def test_pages_go_on_between_dated_and_undated_articles(
    library: Library, sort: Literal["date", "oldest"], limit: int
) -> None:
    save_dated_and_undated(library)
    pages: list[list[Article]] = []
    while page := library.queries.page(
        Everything(), sort=sort, limit=limit, after=pages[-1][-1] if pages else None
    ):
        pages.append(page)
    assert [found.id for page in pages for found in page] == library.queries.ids(Everything(), sort=sort)
    assert all(len(page) == limit for page in pages[:-1])
    assert len(pages[-1]) <= limit


def test_a_dated_article_that_comes_in_while_undated_ones_are_paged_is_not_given(library: Library) -> None:
    save_dated_and_undated(library)
    first = library.queries.page(Everything(), sort="oldest", limit=4)
    save(library, 10, published=NOW)
    rest = library.queries.page(Everything(), sort="oldest", limit=9, after=first[-1])
    assert [found.id for found in [*first, *rest]] == [6, 4, 2, 1, 3, 5]


@pytest.mark.parametrize("sort", ["date", "oldest"])
@pytest.mark.parametrize(
    ("tree", "index"),
    [(Everything(), "mark_shown"), (UNREAD, "mark_unread")],
    ids=["everything", "unread"],
)
def test_a_list_and_a_page_of_it_read_an_index_and_sort_nothing(
    library: Library, tree: Node, index: str, sort: Literal["date", "oldest"]
) -> None:
    seen: list[str] = []
    save_dated_and_undated(library)
    library.database._connection.set_trace_callback(seen.append)
    library.queries.page(tree, sort=sort, limit=50)
    library.queries.ids(tree, sort=sort)
    library.database._connection.set_trace_callback(None)
    asked = [sql for sql in seen if "ORDER BY m.sorted_at" in sql]
    assert len(asked) == (2 if sort == "date" else 3)
    for sql in asked:
        plan = [row[3] for row in library.database.rows(f"EXPLAIN QUERY PLAN {sql}")]
        assert any(index in step for step in plan)
        assert not any("TEMP B-TREE" in step for step in plan)


def test_unread_articles_of_several_feeds_are_counted_by_these(library: Library) -> None:
    feeds = [
        ("A",),
        ("A", "B"),
        ("B", "A"),
        ("B", "C"),
        (),
        ("A", "B", "C"),
        ("A", "B"),
        ("A", "B"),
        ("A", "B"),
    ]
    ids = [save(library, number, feeds=own) for number, own in enumerate(feeds)]
    library.marks.read([ids[6]], NOW)
    library.marks.mute([ids[7]], NOW)
    library.marks.remove([ids[8]], NOW)
    assert sorted(library.queries.unread_by_feeds()) == [([1, 2], 2), ([1, 2, 3], 1), ([2, 3], 1)]


def test_what_several_feeds_have_is_looked_for_among_the_articles_of_several(library: Library) -> None:
    seen: list[str] = []
    library.database._connection.set_trace_callback(seen.append)
    library.queries.unread_by_feeds()
    library.database._connection.set_trace_callback(None)
    plan = [row[3] for row in library.database.rows(f"EXPLAIN QUERY PLAN {seen[0]}")]
    assert "SCAN s" in plan
    assert "SEARCH m USING INTEGER PRIMARY KEY (rowid=?)" in plan
    assert "SEARCH p USING PRIMARY KEY (article_id=?)" in plan


@pytest.mark.parametrize("read", [(), (0,), (0, 1, 2), (0, 149), tuple(range(150)), tuple(range(149))])
def test_the_first_unread_one_of_a_long_list_is_found(library: Library, read: tuple[int, ...]) -> None:
    with library.transaction():
        ids = [save(library, number) for number in range(150)]
    library.marks.read([ids[place] for place in read], NOW)
    left = [place for place in range(150) if place not in read]
    assert library.queries.nth_unread(ids) == (left[0] if left else None)


def test_rows_at_once_are_those_of_the_statement_in_its_order(library: Library) -> None:
    with library.transaction():
        for number in range(5):
            save(library, number, title=f'“{number}” \\ "ü" 本 \U0001f600', published=NOW)
    columns, source = (
        ("id", "title", "published", "url", "NULL", "0.1"),
        "FROM article WHERE id > ? ORDER BY id DESC",
    )
    wanted = library.database.rows(f"SELECT {', '.join(columns)} {source}", (1,))
    assert [tuple(row) for row in library.database.at_once(columns, source, (1,))] == wanted
    assert library.database.at_once(columns, source, (99,)) == []


def test_the_commonest_hosts_and_languages_come_first(library: Library) -> None:
    where = ["https://www.pier.example/a", "https://tides.example/b", "https://pier.example/c", None]
    for number, (url, lang) in enumerate(zip(where, ["en_US", "ru", "EN-us", None], strict=True)):
        save(library, number, url=url, lang=lang, title=f"Article {number}", markdown=f"Text {number}.")
    assert library.queries.hosts(9) == ["pier.example", "tides.example"]
    assert library.queries.hosts(1) == ["pier.example"]
    assert library.queries.languages(9) == ["en-us", "ru"]
    assert library.queries.languages(1) == ["en-us"]


def test_the_authors_of_most_of_the_last_articles_come_first(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, names in enumerate([("Bea",), ("Cy", "Ann"), (), ("Ann",), ("Cy", "Dee")]):
        save(library, number, authors=names)
    assert library.queries.authors(9) == ["Ann", "Cy", "Bea", "Dee"]
    assert library.queries.authors(1) == ["Ann"]
    monkeypatch.setattr(search_lists, "_LAST", 2)
    assert library.queries.authors(9) == ["Ann", "Cy", "Dee"]


@pytest.mark.parametrize(("nth", "place"), [(1, 0), (2, 2), (3, 149), (4, 149), (9_999, 149)])
def test_the_nth_unread_one_is_found_or_the_last(library: Library, nth: int, place: int) -> None:
    with library.transaction():
        ids = [save(library, number) for number in range(150)]
    library.marks.read([ids[at] for at in range(150) if at not in (0, 2, 149)], NOW)
    assert library.queries.nth_unread(ids, nth) == place


def test_the_commonest_values_are_grouped_by_their_indexes(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    rows, asked = library.database.rows, list[str]()

    def ask(sql: str, values: tuple[int]) -> object:
        asked.append(sql)
        return rows(sql, values)

    monkeypatch.setattr(library.database, "rows", ask)
    library.queries.hosts(9)
    library.queries.languages(9)
    for sql, index in zip(asked, ("article_host", "article_lang"), strict=True):
        plan = " ".join(str(step) for step in rows(f"EXPLAIN QUERY PLAN {sql}", (9,)))
        assert f"INDEX {index}" in plan
        assert "GROUP BY" not in plan, "nothing is sorted to be grouped"


def test_a_page_is_the_beginning_of_the_whole_list_whatever_is_asked(library: Library, feed: Feed) -> None:
    other, _ = library.feeds.add(
        Subscription(url="https://other.example/feed", title="Other", tags=("far",)), NOW
    )
    for number in range(60):
        place = other if number % 7 == 0 else feed
        id_ = library.articles.save(
            draft(number, lang="en" if number % 3 else "ru", text="word " * (number % 11 + 1)),
            now=NOW,
            feed_id=place.id,
        ).id
        if number % 5 == 0:
            library.tags.change([id_], ["own" if number % 2 else "own/below"], [], NOW)
            library.marks.read([id_], NOW)
        if number == 33:
            library.marks.mute([id_], NOW)
    at_other = Filter("feed", "other")
    trees: tuple[Node, ...] = (
        at_other, Filter("tag", "own"), Filter("tag", "far"), Filter("lang", "ru"), Filter("is", "tagged"),
        Filter("site", "paper.example"), Not(at_other), And((at_other, Filter("is", "unread"))),
        And((Filter("tag", "own"), Number("words", 3, None))), Or((at_other, Filter("is", "read"))), Filter("is", "read"),
    )  # fmt: skip
    for tree, sort in itertools.product(trees, ORDERS):
        whole = library.queries.ids(tree, sort=sort)
        assert library.queries.count(tree) == len(whole)
        for limit in (1, 4, 50):
            page = library.queries.page(tree, sort=sort, limit=limit)
            assert [article.id for article in page] == whole[:limit]
            rest = library.queries.page(tree, sort=sort, limit=50, after=page[-1])
            assert [article.id for article in rest] == whole[limit : limit + 50]
