"""Searching a small index: what is found, and what comes first."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any, Literal, cast

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.index import search
from reader.index.index import Index
from reader.index.search import ranked
from reader.query.evaluate import matches
from reader.query.tree import And, Everything, Filter, Node, Not, Or, Query, Text
from reader.text.tokens import terms
from tests.index.articles import NOW, document, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.index.segments.segment import Segment
    from reader.model import Document

CORPUS = [
    document(1, "The pipeline under the sea carries gas. Prices fell.", title="Gas pipeline opens", days_ago=1),
    document(2, "Oil and gas, said the minister. A pipeline of talks.", title="Energy talks", days_ago=2),
    document(3, "Россия и Китай обсудили объёмы поставок.", title="Встреча в Пекине", authors=("Анна Ёлкина",)),
    document(4, "Running clubs ran in the rain.", title="A runner's day", authors=("Jo O'Brien", "Li Na"), agency="AFP"),
    document(5, "北京大学发布报告。", title="大学新闻", url="https://news.example.org/2026/a76257?x=1"),
    document(6, "", title="Empty handed", url="https://example.com/gas-report"),
    document(7, "C++ and U.S. tariffs of 1,000 dollars; don't panic.", title="Putin's plan"),
]  # fmt: skip


def texts() -> st.SearchStrategy[Node]:
    words = st.sampled_from(
        ["gas", "pipeline", "pipelines", "run", "ran", "running", "россия", "ёлкина", "北京", "大", "京大学", "us", "1000",
         "example.com", "example.org", "o'brien", "jo", "afp", "a76257", "plan putin", "gas prices", "the sea", "c++",
         "zzz", "...", "talks energy", "li", "na afp"]
    )  # fmt: skip
    return st.builds(
        Text, st.sampled_from(["any", "title", "author", "url"]), words, st.booleans(), st.booleans()
    )


def trees() -> st.SearchStrategy[Node]:
    leaves: st.SearchStrategy[Node] = st.one_of(texts(), texts(), texts(), st.just(Everything()))
    return st.recursive(
        leaves,
        lambda parts: st.one_of(
            st.builds(And, st.lists(parts, min_size=2, max_size=3).map(tuple)),
            st.builds(Or, st.lists(parts, min_size=2, max_size=3).map(tuple)),
            st.builds(Not, parts),
        ),
        max_leaves=5,
    )


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Index]:
    folder: Path = tmp_path_factory.mktemp("index") / "x"
    with Index(folder) as index:
        index.write(CORPUS[:3], [], 3)
        index.write([document(4, "an earlier text about gas"), *CORPUS[4:]], [], 6)
        index.write([CORPUS[3], document(99, "gas that is taken out again")], [], 8)
        index.write([], [99], 9)
        yield index


def found(index: Index, tree: Node) -> list[int]:
    return [hit.id for hit in index.search(tree, limit=50, now=NOW)]


def reference(documents: list[Document], tree: Node) -> set[int]:
    return {doc.article.id for doc in documents if matches(Query("", tree), doc)}


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tree=trees())
def test_the_index_finds_what_the_reference_matches(index: Index, tree: Node) -> None:
    expected = reference(CORPUS, tree)
    assert index.ids(tree) == expected
    assert set(found(index, tree)) == expected


@pytest.mark.parametrize("field", ["any", "title", "author", "url"])
def test_every_beginning_of_a_word_finds_it(
    index: Index, field: Literal["any", "title", "author", "url"]
) -> None:
    words = [
        term.exact
        for doc in CORPUS
        for text in (doc.body, doc.article.title, *doc.article.authors, doc.article.url or "")
        for term in terms(text)
    ]
    for beginning in {word[:letters] for word in words for letters in range(1, 6)}:
        tree = Text(field, beginning, prefix=True)
        assert index.ids(tree) == reference(CORPUS, tree), beginning


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (Text("any", "pipelines"), [1, 2]),
        (Text("any", "gas pipeline", phrase=True), [1]),
        (Text("any", "runners"), [4]),
        (Text("any", "run", prefix=True), [4]),
        (Text("any", "Россию"), [3]),
        (Text("author", "елкина"), [3]),
        (Text("any", "大学"), [5]),
        (Text("any", "大"), [5]),
        (Text("url", "example.com"), [6]),
        (Text("any", "U.S."), [7]),
        (Text("any", "nothing of the kind"), []),
        (And((Text("any", "gas"), Not(Text("any", "oil")))), [1, 6]),
    ],
)
def test_words_are_found_in_their_forms(index: Index, tree: Node, expected: list[int]) -> None:
    assert sorted(found(index, tree)) == expected


def test_a_word_in_the_title_comes_before_one_in_the_text(index: Index) -> None:
    assert found(index, Text("any", "gas"))[0] == 1


def test_a_limit_keeps_the_best(index: Index) -> None:
    everything = index.search(Text("any", "gas"), limit=10, now=NOW)
    assert index.search(Text("any", "gas"), limit=1, now=NOW) == everything[:1]


def test_only_allowed_articles_are_found(index: Index) -> None:
    hits = index.search(Text("any", "gas"), limit=9, allowed=[2, 3], now=NOW)
    assert [hit.id for hit in hits] == [2]


def test_a_tree_with_more_than_words_is_refused(index: Index) -> None:
    with pytest.raises(ValueError, match="cannot answer"):
        index.ids(And((Text("any", "gas"), Filter("is", "unread"))))
    assert index.state() == "ok"


@pytest.mark.parametrize(
    ("better", "worse", "tree"),
    [
        pytest.param(
            document(1, "x y z trade war x y z"), document(2, "trade x y z x y z war"),
            And((Text("any", "trade"), Text("any", "war"))), id="words that stand together",
        ),
        pytest.param(
            document(1, "x the meetings x"), document(2, "x the meeting x"), Text("any", "meetings"), id="the form typed"
        ),
        pytest.param(
            document(1, "a summit", days_ago=2), document(2, "a summit", days_ago=900), Text("any", "summit"), id="new"
        ),
        pytest.param(
            document(1, "summit", days_ago=900), document(2, "summit " + "x " * 90, days_ago=1), Text("any", "summit"),
            id="what says more, even when old",
        ),
    ],
)  # fmt: skip
def test_it_comes_first(tmp_path: Path, better: Document, worse: Document, tree: Node) -> None:
    with Index(tmp_path / "x") as index:
        index.write([better, worse], [], 1)
        assert found(index, tree) == [1, 2]


def bm25(count: int, size: int) -> float:
    return count * 2.2 / (count + 1.2 * (0.25 + 0.75 * size / 300))


def scored(folder: Path, documents: list[Document], tree: Node, **named: Any) -> dict[int, float]:
    asked = {"limit": 9, "allowed": None, "now": NOW, **named}
    with snapshot(folder, documents) as newest:
        return {hit.id: hit.score for hit in ranked(newest, tree, **asked)}


SUMMIT = Text("any", "summit")


@pytest.mark.parametrize(
    ("days_ago", "gain"), [(0, 1.1), (365, 1.05), (730, 1.025), (-2, 1.1), (36_500, 1.0)]
)
def test_the_newer_gain_a_little(tmp_path: Path, days_ago: int, gain: float) -> None:
    documents = [document(1, "summit", days_ago=days_ago), document(2, "x")]
    idf = log(1 + 1.5 / 1.5)

    assert scored(tmp_path, documents, SUMMIT) == pytest.approx({1: idf * bm25(1, 2) * gain})


def test_a_word_of_the_title_counts_twice_more(tmp_path: Path) -> None:
    documents = [document(1, "x", title="summit"), document(2, "x"), document(3, "x")]
    idf = log(1 + 2.5 / 1.5)

    assert scored(tmp_path, documents, SUMMIT) == pytest.approx({1: idf * (bm25(1, 2) + 2) * 1.1})
    with snapshot(tmp_path / "again", documents) as newest:
        (hit,) = ranked(newest, Text("title", "summit"), limit=9, allowed=None, now=NOW)
        assert hit.score == pytest.approx(idf * 1.1)


def test_words_that_stand_together_gain_a_half(tmp_path: Path) -> None:
    documents = [document(1, "trade war"), document(2, "x")]
    tree = And((Text("any", "trade"), Text("any", "war")))

    assert scored(tmp_path, documents, tree) == pytest.approx({1: 2 * log(2) * bm25(1, 3) * 1.6})


def test_the_forms_that_were_typed_gain_by_their_share(tmp_path: Path) -> None:
    documents = [document(1, "meetings"), document(2, "meeting of the talks")]
    tree = Or((Text("any", "meetings"), Text("any", "talking")))
    with_forms = scored(tmp_path, documents, tree)

    idf = log(1 + 0.5 / 2.5)
    assert with_forms[1] == pytest.approx(idf * bm25(1, 2) * (1.1 + 0.05))
    assert with_forms[2] == pytest.approx((idf + log(2)) * bm25(1, 5) * (1.1 + 0.5 / 3))


def test_only_the_best_are_weighed_again_and_fewer_are_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (search.RERANKED, search.CLOSELY, search.HALF_LIFE_DAYS) == (150, 500, 365)
    documents = [
        document(1, "trade trade trade x war"), document(2, "trade war x y z"), document(3, "trade war x y z a b c d"),
    ]  # fmt: skip
    tree = And((Text("any", "trade"), Text("any", "war")))
    whole = scored(tmp_path / "a", documents, tree)
    assert list(whole) == [2, 3, 1] or list(whole) == [2, 1, 3]
    monkeypatch.setattr(search, "RERANKED", 0)
    assert list(scored(tmp_path / "b", documents, tree, limit=1)) == [1]
    monkeypatch.setattr(search, "CLOSELY", 1)
    closely = scored(tmp_path / "c", documents, tree, limit=3)
    assert closely[1] == whole[1]
    assert closely[2] < whole[2]
    assert closely[3] < whole[3]


def test_equal_ones_come_with_the_higher_id_first(tmp_path: Path) -> None:
    documents = [document(number, "summit") for number in (1, 2, 3)]

    assert list(scored(tmp_path / "a", documents, SUMMIT)) == [3, 2, 1]
    assert list(scored(tmp_path / "b", documents, SUMMIT, limit=2)) == [3, 2]
    assert list(scored(tmp_path / "c", documents, SUMMIT, allowed=frozenset((1, 9)))) == [1]
    assert list(scored(tmp_path / "d", documents, SUMMIT, allowed=[])) == []


@pytest.mark.parametrize(
    ("texts", "stems", "forms"),
    [
        ([Text("any", "Meetings now")], ["meet", "now"], ["meetings"]),
        ([Text("any", "gas"), Text("any", "oil gas")], ["gas", "oil"], []),
        ([Text("any", "gases pip", prefix=True)], ["gase"], ["gases"]),
        ([Text("any", "the gases", phrase=True), Text("title", "herons")], [], []),
        ([Text("title", "herons", phrase=True)], [], []),
    ],
)
def test_words_that_may_stand_anywhere_are_weighed_by_nearness_and_form(
    texts: list[Text], stems: list[str], forms: list[str]
) -> None:
    assert search._plain(texts) == (stems, forms)


@pytest.mark.parametrize(
    ("before", "after", "step"),
    [
        ([3], [4], 1), ([3], [5], 1 / 2), ([3], [2], 1 / 2), ([3], [1], 1 / 3), ([3], [11], 1 / 8), ([3], [12], 0),
        ([9], [2], 1 / 8), ([9], [1], 0), ([1, 50], [20, 52], 1 / 2), ([1, 50, 90], [40, 49, 80], 1 / 2), ([5, 10], [1, 11], 1),
        ([3], [], 0), ([], [3], 0), ([5], [1, 2, 8], 1 / 3), ([0], [8], 1 / 8), ([0], [9], 0),
    ],
)  # fmt: skip
def test_a_step_is_shorter_the_nearer_the_second_word_follows(
    before: list[int], after: list[int], step: float
) -> None:
    assert search._step(before, after) == pytest.approx(step)


def test_nearness_is_the_mean_of_the_steps_from_word_to_word() -> None:
    places = {
        "a": {1: [1], 2: [1], 3: [1]},
        "b": {1: [2], 2: [3], 4: [1]},
        "c": {1: [3], 2: [4], 3: [2], 4: [2]},
    }

    class Leaf:
        def places(self, field: str, stem: str, numbers: list[int]) -> dict[int, list[int]]:
            assert (field, numbers) == ("text", [1, 2, 3, 4])
            return places[stem]

    leaf = cast("Segment", Leaf())
    assert search._nearness(leaf, ["a", "b"], [1, 2, 3, 4]) == pytest.approx({1: 1, 2: 1 / 2})
    assert search._nearness(leaf, ["a", "b", "c"], [1, 2, 3, 4]) == pytest.approx({1: 1, 2: 3 / 4, 4: 1 / 2})
