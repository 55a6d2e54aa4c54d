"""What a query finds, in which order, with which counts."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, search
from reader.core.events import Progress
from reader.errors import NothingFound, QueryError
from reader.model import SNIPPET_LENGTH, Draft
from reader.query.evaluate import matches
from reader.query.parse import parse
from reader.query.tree import And, Everything, Filter, Not, Text
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.session import Session

FILLER = "Nobody on the coast had seen such a thing before, and those who were asked did not say much of it. "


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    """Five articles: 1 to 3 with gas, of which 2 is the longest and 3 is bookmarked, 4 bookmarked, 5 muted with gas."""
    with session(tmp_path) as opened:
        save(opened, "Gas from the north", "Gas comes through a pipe.")
        save(opened, "The pipe", f"Gas is dear. {FILLER * 30}")
        save(opened, "A lamp", f"{FILLER} It burns gas. {FILLER}", bookmarked=True)
        save(opened, "A ferry", "It sails at noon.", bookmarked=True)
        save(opened, "Gas again", "More of the same gas.")
        opened.library.marks.mute([5], now=NOW)
        opened.library.marks.read([1], now=NOW)
        yield opened


def save(opened: Session, title: str, text: str, **marks: bool) -> None:
    number = len(opened.library.database.rows("SELECT id FROM article"))
    draft = Draft(
        title=title,
        url=f"https://pier.example/{number}",
        text=text,
        markdown=text,
        published=NOW - timedelta(days=number),
        **marks,  # type: ignore[arg-type]
    )
    opened.library.articles.save(draft, now=NOW)


def ids(results: search.Results) -> list[int]:
    return [row.article.id for row in results.found]


def test_a_search_gives_the_best_first_with_counts_scores_and_snippets(library: Session) -> None:
    found = search.search(library, "gas")
    assert ids(found) == [1, 3, 2]
    assert (found.total, found.unread, found.muted) == (3, 2, 1)
    scores = [row.score for row in found.found]
    assert scores == sorted(scores, key=lambda score: score or 0, reverse=True)
    assert scores[0]
    assert len(set(scores)) == 3
    assert all(row.snippet and row.snippet.hits for row in found.found)
    assert all(len(row.snippet.text) < 2 * SNIPPET_LENGTH for row in found.found if row.snippet)


def test_a_first_search_tells_how_far_the_index_is(library: Session) -> None:
    save(library, "Late gas", "Gas at last.")
    told: list[Event] = []
    search.search(library, "gas", listen=told.append)
    assert told


def test_a_search_is_cut_after_what_was_asked_for_and_counts_all(library: Session) -> None:
    found = search.search(library, "gas", limit=1)
    assert (ids(found), found.total) == ([1], 3)
    assert ids(search.search(library, "gas", limit=0)) == [1, 3, 2]
    ranking = search.rank(library, "is:bookmarked", limit=1)
    assert (list(ranking.ids), ranking.tally.found) == ([3], 2)


def test_what_matches_by_its_marks_alone_comes_last_without_a_score(library: Session) -> None:
    ranking = search.rank(library, "gas OR is:bookmarked")
    assert list(ranking.ids) == [1, 3, 2, 4]
    assert ranking.scores[4] == 0.0 < ranking.scores[2]
    assert list(search.rank(library, "gas OR is:bookmarked", limit=3).ids) == [1, 3, 2]


def test_filters_narrow_down_what_words_find(library: Session) -> None:
    assert list(search.rank(library, "gas is:bookmarked").ids) == [3]
    assert list(search.rank(library, "is:bookmarked -gas").ids) == [4]
    assert list(search.rank(library, "gas -is:bookmarked -pipe").ids) == []
    assert list(search.rank(library, "gas is:muted").ids) == [5]


@pytest.mark.parametrize(
    ("query", "expected"),
    [("gas sort:date", [1, 2, 3]), ("gas sort:oldest", [3, 2, 1]), ("gas sort:longest", [2, 3, 1])],
)
def test_an_order_that_is_asked_for_wins(query: str, expected: list[int], library: Session) -> None:
    ranking = search.rank(library, query)
    assert (list(ranking.ids), ranking.scores) == (expected, {})
    assert ids(search.listing(library, query)) == expected


def test_lists_are_newest_first_unless_asked_otherwise(library: Session) -> None:
    assert ids(search.listing(library, "gas")) == [1, 2, 3]
    assert ids(search.listing(library, "gas", sort="relevance")) == [1, 3, 2]
    assert ids(search.listing(library, "gas", sort="relevance", limit=2)) == [1, 3]
    assert ids(search.listing(library, "", sort="relevance")) == [1, 2, 3, 4]
    assert ids(search.listing(library, "", sort="oldest", limit=2)) == [4, 3]
    assert ids(search.listing(library, "gas sort:oldest", sort="longest")) == [3, 2, 1]
    assert ids(search.listing(library, "gas", limit=0, with_muted=True)) == [1, 2, 3, 5]
    assert search.listing(library, "gas", limit=1).total == 3
    assert search.listing(library, "gas", with_muted=True).total == 4
    assert (search.LIST_LIMIT, search.SEARCH_LIMIT) == (200, 50)


def test_counts_and_ids_of_queries(library: Session) -> None:
    assert (search.count(library, "gas"), search.count(library, ""), search.count(library, "tar")) == (
        3,
        4,
        0,
    )
    assert search.matching(library, "gas OR ferry") == [1, 2, 3, 4]
    tree = parse("gas", NOW).tree
    assert search.ids_of(library, tree, "oldest") == [3, 2, 1]
    assert search.ids_of(library, tree, None) == search.ids_of(library, tree, "relevance") == [1, 2, 3]
    assert search.count_tree(library, tree) == 3


def test_without_words_the_index_answers_nothing_and_is_not_brought_up_to_date(
    library: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "make_ready", lambda *_: pytest.fail("nobody asked for words"))
    assert search.rank(library, "is:bookmarked").tally.found == search.count(library, "is:bookmarked")
    assert search.matching(library, "is:bookmarked") == ids(search.listing(library, "is:bookmarked"))


def test_a_word_too_many_is_left_out_and_named(library: Session) -> None:
    found = search.search(library, "how dear pipe")
    assert found.relaxed is not None
    assert found.relaxed.whole == 1, "the word that only asks is not missed"
    assert found.relaxed.without == (), "the first has all: no word is named"
    assert ids(found)[0] == 2, "which has both words that any article has"
    assert found.relaxed.lacks == {1: ("dear",)}
    assert (found.total, found.unread) == (2, 1)
    assert found.found[0].snippet is not None
    assert found.found[0].snippet.hits


def test_what_has_all_words_is_told_from_the_rest(library: Session) -> None:
    found = search.search(library, "comes pipe")
    assert found.relaxed is not None
    assert ids(found) == [1, 2]
    assert (found.relaxed.whole, found.relaxed.lacks) == (1, {2: ("comes",)})
    assert ids(search.search(library, "comes pipe", limit=1)) == [1]


def test_what_has_all_words_comes_before_what_says_more_with_one(library: Session) -> None:
    save(library, "Quays", "Quay by quay along the quays, a quay for each: the quay of quays.")
    save(library, "Harbour", "A lantern hangs at the quay, " + "which is a long way from here, " * 9)
    assert ids(search.search(library, "lantern quay")) == [7, 6]


def test_what_is_not_relaxed(library: Session) -> None:
    for number in range(search.FEW - 2):  # two have both words already
        save(library, f"Pipe {number}", "Gas comes through this one.")
    assert search.search(library, "gas pipe").relaxed is None, "enough have all words"
    for source in (
        "how dear pipe sort:date",
        '"how dear"',
        "how",
        "title:how title:dear",
        "how OR what",
        "-gas how",
    ):
        assert search.search(library, source).relaxed is None, source
    assert search.count(library, "how dear pipe") == 0, "a count is of all words"
    assert search.matching(library, "how dear pipe") == []
    assert ids(search.listing(library, "how dear pipe")) == []


def test_what_else_a_query_asks_for_stays(library: Session) -> None:
    assert ids(search.search(library, "how burns gas is:bookmarked")) == [3]
    assert ids(search.search(library, "how burns gas -lamp")) == [1, 2]


def test_muted_articles_are_no_results_of_a_relaxed_query_either(library: Session) -> None:
    found = search.search(library, "how same")
    assert (ids(found), found.relaxed, found.muted) == ([], None, 0)
    assert ids(search.search(library, "how same is:muted")) == [5]


def test_the_last_word_of_a_query_that_is_typed_may_go_on(library: Session) -> None:
    assert search.rank(library, "fer", is_typed=True).ids == [4]
    assert search.rank(library, "gas thr", is_typed=True).ids[0] == 1
    assert search.rank(library, "fer ", is_typed=True).ids == []
    assert search.rank(library, "fer").ids == []


def test_words_of_notes_are_found_and_shown(library: Session) -> None:
    library.library.own_words.write(4, "Ask the harbour office", NOW)
    found = search.search(library, "office")
    assert ids(found) == [4]
    assert found.found[0].snippet is not None
    assert found.found[0].snippet.text == "Ask the harbour office"
    assert ids(search.search(library, "sails office")) == [4]
    assert ids(search.search(library, "gas -office", limit=0)) == [1, 3, 2]
    assert ids(search.search(library, "title:office")) == []
    snippet = search.search(library, "noon OR office").found[0].snippet
    assert snippet is not None
    assert snippet.text == "It sails at noon."


def test_what_each_part_finds_alone_is_counted_only_where_all_find_nothing(library: Session) -> None:
    assert search.search(library, "title:gas ferry is:bookmarked").alone == (
        ("title:gas", 1),
        ("ferry", 1),
        ("is:bookmarked", 2),
    )
    assert search.listing(library, "title:zebra -gas").alone == (("title:zebra", 0), ("-gas", 1))
    assert search.search(library, "gas pipe").alone == ()
    assert search.listing(library, "gas pipe").alone == ()
    assert search.search(library, "zebra").alone == ()
    assert search.search(library, "zebra OR unicorn").alone == ()


def test_at_most_four_parts_are_counted_alone(library: Session) -> None:
    assert [one.part for one in search.search(library, "title:a title:b title:c title:d e").alone] == [
        "title:a",
        "title:b",
        "title:c",
        "title:d",
    ]


def test_what_is_counted_alone_is_told_in_a_line(library: Session) -> None:
    said = search.told_alone([search.Alone("title:" + "x" * 90, 1_234), search.Alone("feed:a", 0)])
    assert said == f"title:{'x' * 54} alone: 1,234 · feed:a alone: 0"


def test_without_an_index_no_part_is_counted_alone(library: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "make_ready", lambda *_: False)
    assert search.search(library, "gas zebra").alone == ()
    assert search.parts(library, "is:unread is:read") == [
        ("is:unread", Filter("is", "unread")),
        ("is:read", Filter("is", "read")),
    ]


def test_a_ranking_knows_the_order_that_its_query_names(library: Session) -> None:
    assert search.rank(library, "gas sort:oldest").order == "oldest"
    assert search.rank(library, "gas").order is None


def test_trees_with_and_without_words() -> None:
    assert search.has_words(Not(Text("title", "gas")))
    assert not search.has_words(And((Filter("is", "unread"), Everything())))


def test_an_article_is_named_by_number_uid_or_address(library: Session) -> None:
    first = library.library.articles.get(1)
    assert first is not None
    assert search.article(library, "1") == search.article(library, first.uid) == first
    assert search.article(library, "https://pier.example/0") == first
    for name in ("6", "9" * 18, "9" * 19, "https://pier.example/9", "gas"):
        with pytest.raises(NothingFound, match="no such article") as raised:
            search.article(library, name)
        assert raised.value.subject == name
        assert raised.value.hint == "to see numbers and titles: broadsheet list"


def test_a_query_that_cannot_be_read_is_told(library: Session) -> None:
    for asked in (search.search, search.listing, search.count, search.matching):
        with pytest.raises(QueryError):
            asked(library, "gas AND")


@pytest.mark.parametrize(
    "source",
    ["lamp", "title:lamp", '"quiet lamp"', "lam*", "lamp -stairs", "lamp OR stairs", "harbour is:unread",
     "has:note OR lamp", "-lamp", "author:ann", "(lamp OR stairs) -is:read", "lamp is:muted", "nowhere"],
)  # fmt: skip
def test_without_an_index_the_texts_themselves_answer_the_same(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str
) -> None:
    with session(tmp_path) as opened:
        for number, (title, text) in enumerate(
            [
                ("Lamp lit", "A quiet lamp in the harbour."),
                ("Stairs", "Worn stairs, and a lamp."),
                ("Fog", "Harbour."),
            ]
        ):
            draft = Draft(title=title, text=text, markdown=text, authors=("Ann Lee",) if number else ())
            opened.library.articles.save(draft, now=NOW)
        opened.library.marks.read([2], NOW)
        opened.library.marks.mute([3], NOW)
        opened.library.own_words.write(3, "Ask about the lamp", NOW)
        by_index = search.search(opened, source)
        heard: list[Event] = []
        with monkeypatch.context() as patch:
            patch.setattr(indexing, "make_ready", lambda *_: False)
            patch.setattr(search, "SCANNED_AT_ONCE", 2)
            patch.setattr(type(opened.index), "search", None)
            by_text = search.search(opened, source, listen=heard.append)
            assert search.count(opened, source) == by_index.total
        assert {row.article.id for row in by_text.found} == {row.article.id for row in by_index.found}
        assert (by_text.total, by_text.muted) == (by_index.total, by_index.muted)
        assert [row.snippet for row in by_text.found if row.snippet is None] == []
        assert [event for event in heard if isinstance(event, Progress)][-1:] == [Progress("searching", 3, 3)]


def test_words_that_were_meant_count_and_what_has_all_comes_first(library: Session) -> None:
    save(
        library,
        "Lanterns",
        "Lanterns, lanterns and more lanterns: a lantern for each lantern of the lanterns.",
    )
    save(library, "Harbour", "A lantern hangs at the quay, " + "which is a long way from here, " * 9)
    found = search.search(library, "lantren quay")
    assert ids(found) == [7, 6]
    assert found.relaxed is not None
    assert (found.relaxed.read_as, found.relaxed.lacks) == ({"lantren": "lantern"}, {6: ("quay",)})
    assert found.relaxed.parts == [
        "searched for “lantern” instead of “lantren”",
        "only 1 of 2 has all the words",
    ]


def test_where_enough_have_the_words_that_were_meant_none_lacks_any(library: Session) -> None:
    for number in range(search.FEW):
        save(library, f"Quay {number}", "A lantern hangs at the quay.")
    save(library, "Lanterns", "Lanterns and more lanterns.")
    found = search.search(library, "lantren quay")
    assert sorted(ids(found)) == [*range(6, 6 + search.FEW)]
    assert found.total == search.FEW
    assert found.relaxed is not None
    assert str(found.relaxed) == "searched for “lantern” instead of “lantren”"


def test_a_language_that_nobody_named_is_found_by_all_who_answer_queries(library: Session) -> None:
    save(library, "フェリーが座礁", "渡し船は島へ向かう途中で座礁した。")
    query = parse("lang:ja", NOW)
    assert search.matching(library, "lang:ja") == search.matching(library, "lang:ja フェリー") == [6]
    documents = library.library.articles.documents([1, 6])
    assert [one.article.id for one in documents if matches(query, one)] == [6]


def test_a_run_without_spaces_is_found_as_its_words(library: Session) -> None:
    save(library, "フェリーが座礁", "沿岸警備隊が調査を始めた。")
    save(library, "座礁した船", "まだ岬沖にある。")
    save(library, "町の調査", "港の調査が終わった。")
    found = search.search(library, "座礁調査")
    assert ids(found) == [6]
    assert str(found.relaxed) == "searched for “座礁” and “調査” instead of “座礁調査”"
    assert found.found[0].snippet is not None
    assert found.found[0].snippet.hits
    assert search.rank(library, "座礁調査", is_typed=True).ids == [6]
    assert search.search(library, "座礁調査 フェリー").relaxed is not None
    assert search.count(library, "座礁調査") == 0, "a count is of what was typed"
    assert search.search(library, '"座礁調査"').total == 0, "what is asked for as a phrase stays one"
    save(library, "座礁調査委員会", "報告した。")
    found = search.search(library, "座礁調査")
    assert (ids(found), found.relaxed) == ([9], None)
