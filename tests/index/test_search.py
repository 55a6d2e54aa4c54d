"""Searching a small index: what is found, and what comes first."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any, Literal, cast

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reader.index import search
from reader.index.index import Index
from reader.index.search import ranked
from reader.index.segments import merge, write
from reader.query.evaluate import matches
from reader.query.tree import And, Everything, Filter, Node, Not, Or, Query, Text
from reader.text.language import language_of
from reader.text.tokens import terms
from tests.index.articles import NOW, document, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from reader.index.snapshot import Mask, Snapshot
    from reader.model import Document
    from reader.text.tokens import WantedWord

CORPUS = [
    document(1, "The pipeline under the sea carries gas. Prices fell.", title="Gas pipeline opens", days_ago=1),
    document(2, "Oil and gas, said the minister. A pipeline of talks.", title="Energy talks", days_ago=2),
    document(3, "Россия и Китай обсудили объёмы поставок.", title="Встреча в Пекине", authors=("Анна Ёлкина",)),
    document(4, "Running clubs ran in the rain.", title="A runner's day", authors=("Jo O'Brien", "Li Na"), agency="AFP"),
    document(5, "北京大学发布报告。", title="大学新闻", url="https://news.example.org/2026/a76257?x=1"),
    document(6, "", title="Empty handed", url="https://example.com/gas-report"),
    document(7, "C++ and U.S. tariffs of 1,000 dollars; don't panic.", title="Putin's plan"),
    document(8, "Die Häuser am Hafen stehen leer, sagte der Bürgermeister, und das Haus der Müllers ist verkauft. Gas gibt es nicht.",
             title="Häuser am Hafen", authors=("Jörg Müller",)),
    document(9, "Les pipelines et le gaz: la ministre a déclaré que les maisons du port, l'été, ne sont pas chères.", title="Le gaz"),
    document(10, "قال الوزير إن المنارة في الميناء والمنارات كلها جديدة", title="المنارة"),
    document(11, "An e-mail said that COVID-19 closed the harbour; e-mails and an email followed. Harbor talks, gas talks.",
             title="E-mail from the harbour-master", url="https://example.com/e-mail"),
    document(12, "The ferries wait."),
    document(13, "", title="Nobody waits", authors=("Maud Ferris",)),
]  # fmt: skip


def texts() -> st.SearchStrategy[Node]:
    words = st.sampled_from(
        ["gas", "pipeline", "pipelines", "run", "ran", "running", "россия", "ёлкина", "北京", "大", "京大学", "us", "1000",
         "example.com", "example.org", "o'brien", "jo", "afp", "a76257", "plan putin", "gas prices", "the sea", "c++",
         "zzz", "...", "talks energy", "li", "na afp", "the", "a", "gas talks", "e-mail", "email", "e mail", "e-mails", "covid-19",
         "covid", "harbor", "harbour", "harbour-master", "harbour master", "haus", "häuser", "hauser", "haus der", "müller", "muller",
         "mueller", "am hafen", "maisons du port", "gaz", "l'été", "ete", "المنارة", "منارات", "والمنارات كلها", "поставок", "объемы",
         "ferry", "ferris", "大学新", "学", "1,000", "don't", "dont panic", "U.S. tariffs", "mean", "sai", "said the minister"]
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
    """Several segments, of which some have lost articles."""
    folder: Path = tmp_path_factory.mktemp("index") / "x"
    with Index(folder) as index:
        index.write([*CORPUS[:3], document(98, "gas that is taken out, too")], [], 3)
        index.write([document(4, "an earlier text about gas"), *CORPUS[4:8]], [], 6)
        index.write([CORPUS[3], document(99, "gas that is taken out again")], [], 8)
        index.write(CORPUS[8:], [98], 8)
        index.write([], [99], 9)
        yield index


def found(index: Index, tree: Node) -> list[int]:
    return [hit.id for hit in index.search(tree, limit=50, now=NOW)]


def mask(*ids: int, length: int = 100) -> Mask:
    given = np.zeros(length, np.bool_)
    given[[id_ for id_ in ids if id_ < length]] = True
    return given


def reference(documents: list[Document], tree: Node) -> set[int]:
    return {doc.article.id for doc in documents if matches(Query("", tree), doc)}


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(tree=trees())
def test_the_index_finds_what_the_reference_matches(index: Index, tree: Node) -> None:
    expected = reference(CORPUS, tree)
    assert index.ids(tree) == expected
    assert set(found(index, tree)) == expected


WORDS = ["gas", "gases", "run", "running", "harbour", "harbor", "e-mail", "email", "haus", "Häuser", "порт", "порта", "北京大学", "the",
         "talks", "talk", "U.S.", "us"]  # fmt: skip
LIBRARIES = st.lists(
    st.lists(
        st.builds(
            lambda id_, title, body, author: document(id_, body, title=title, authors=(author,)),
            st.integers(1, 9),
            st.lists(st.sampled_from(WORDS), max_size=2).map(" ".join),
            st.lists(st.sampled_from([*WORDS, "."]), max_size=12).map(" ".join),
            st.sampled_from(WORDS),
        ),
        max_size=4,
    ),
    min_size=1,
    max_size=4,
)
ASKED = st.builds(
    Text,
    st.sampled_from(["any", "title", "author"]),
    st.lists(
        st.sampled_from([*WORDS, "r", "ru", "ga", "ha", "по", "北", "大学"]), min_size=1, max_size=3
    ).map(" ".join),
    st.booleans(),
    st.booleans(),
)


@settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
@given(
    batches=LIBRARIES,
    gone=st.sets(st.integers(1, 9), max_size=3),
    asked=st.lists(ASKED, min_size=1, max_size=8),
    merges=st.booleans(),
)
def test_any_library_is_searched_as_the_reference_says(
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[list[Document]],
    gone: set[int],
    asked: list[Text],
    merges: bool,
) -> None:
    with Index(tmp_path_factory.mktemp("library") / "x") as index, pytest.MonkeyPatch.context() as patch:
        patch.setattr(write, "SEGMENTS_A_TIER", 1)
        patch.setattr(merge, "AT_ONCE", 5)
        kept: dict[int, Document] = {}
        for number, batch in enumerate(batches):
            last = {one.article.id: one for one in batch}
            index.write(last.values(), [], number)
            kept |= last
        index.write([], gone, 9)
        library = [one for id_, one in kept.items() if id_ not in gone]
        if merges:
            index.merge_small()
        for text in asked:
            assert index.ids(text) == reference(library, text)
            assert {hit.id for hit in index.search(text, limit=20, now=NOW)} == reference(library, text)


@pytest.mark.parametrize("field", ["any", "title", "author", "url"])
def test_every_beginning_of_a_word_finds_it(
    index: Index, field: Literal["any", "title", "author", "url"]
) -> None:
    words = [
        form
        for doc in CORPUS
        for text in (doc.body, doc.article.title, *doc.article.authors, doc.article.url or "")
        for term in terms(text, language_of(doc.article.title, doc.body, None))
        for form in (term.exact, term.stem, term.also)
    ]
    for beginning in {word[:letters] for word in words for letters in range(1, 9) if word}:
        tree = Text(field, beginning, prefix=True)
        assert index.ids(tree) == reference(CORPUS, tree), beginning


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        (Text("any", "pipelines"), [1, 2, 9]),
        (Text("any", "gas pipeline", phrase=True), [1]),
        (Text("any", "Haus"), [8]),
        (Text("any", "Hauser am"), [8]),
        (Text("any", "email"), [11]),
        (Text("any", "e-mail"), [11]),
        (Text("any", "منارة"), [10]),
        (Text("any", "runners"), [4]),
        (Text("any", "run", prefix=True), [4]),
        (Text("any", "Россию"), [3]),
        (Text("author", "елкина"), [3]),
        (Text("any", "大学"), [5]),
        (Text("any", "大"), [5]),
        (Text("url", "example.com"), [6, 11]),
        (Text("any", "U.S."), [7]),
        (Text("any", "nothing of the kind"), []),
        (Text("any", "ferry"), [12]),
        (Text("any", "ferris"), [13]),
        (And((Text("any", "ferries"), Not(Text("any", "ferris")))), [12]),
        (And((Text("any", "gas"), Not(Text("any", "oil")))), [1, 6, 8, 11]),
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
    for length, ids in ((4, [2]), (3, [2]), (2, []), (0, [])):
        hits = index.search(Text("any", "gas"), limit=9, allowed=mask(2, 3, length=length), now=NOW)
        assert [hit.id for hit in hits] == ids


def test_a_mask_of_what_matches_is_by_the_librarys_numbers(index: Index) -> None:
    assert index.mask(Text("any", "gas"), 12).nonzero()[0].tolist() == sorted(index.ids(Text("any", "gas")))
    assert index.mask(Text("any", "gas"), 3).tolist() == [False, True, True]
    with pytest.raises(ValueError, match="cannot answer"):
        index.mask(Filter("is", "unread"), 3)


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
            document(1, "banks " + "x " * 90, days_ago=900), document(2, "bank of the bank, bank by bank", days_ago=1),
            Text("any", "banks"), id="the form typed once, before another form again and again",
        ),
        pytest.param(
            document(1, "the bank of the bank", title="The bank"), document(2, "banks " + "x " * 90), Text("any", "banks"),
            id="another form where it says far more",
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


FORM, BOTH_FORMS = 1.5, 0.375
"""What articles gain that have the very form of a lone word, or of two."""


def bm25(count: int, size: int) -> float:
    return count * 2.2 / (count + 1.2 * (0.25 + 0.75 * size / 300))


def scored(folder: Path, documents: list[Document], tree: Node, **named: Any) -> dict[int, float]:
    asked = {"limit": 9, "allowed": None, "now": NOW, **named}
    return {hit.id: hit.score for hit in ranked(snapshot(folder, documents), tree, **asked)}


SUMMIT = Text("any", "summit")


@pytest.mark.parametrize(
    ("days_ago", "gain"), [(0, 1.1), (365, 1.05), (730, 1.025), (-2, 1.1), (36_500, 1.0)]
)
def test_the_newer_gain_a_little(tmp_path: Path, days_ago: int, gain: float) -> None:
    documents = [document(1, "summit", days_ago=days_ago), document(2, "x")]
    idf = log(1 + 1.5 / 1.5)

    assert scored(tmp_path, documents, SUMMIT) == pytest.approx({1: idf * bm25(1, 2) * (gain + FORM)})


def test_a_word_of_the_title_counts_twice_more(tmp_path: Path) -> None:
    documents = [document(1, "x", title="summit"), document(2, "x"), document(3, "x")]
    idf = log(1 + 2.5 / 1.5)

    assert scored(tmp_path, documents, SUMMIT) == pytest.approx({1: idf * (bm25(1, 2) + 2) * (1.1 + FORM)})
    assert scored(tmp_path / "again", documents, Text("title", "summit")) == pytest.approx({1: idf * 1.1})


def test_words_that_stand_together_gain_a_half(tmp_path: Path) -> None:
    documents = [document(1, "trade war"), document(2, "x")]
    tree = And((Text("any", "trade"), Text("any", "war")))

    assert scored(tmp_path, documents, tree) == pytest.approx(
        {1: 2 * log(2) * bm25(1, 3) * (1.6 + BOTH_FORMS)}
    )


def test_the_forms_that_were_typed_gain_by_their_share(tmp_path: Path) -> None:
    documents = [document(1, "meetings"), document(2, "meeting of the talks")]
    tree = Or((Text("any", "meetings"), Text("any", "talking")))
    with_forms = scored(tmp_path, documents, tree)

    idf = log(1 + 0.5 / 2.5)
    assert with_forms[1] == pytest.approx(idf * bm25(1, 2) * (1.1 + BOTH_FORMS / 2))
    assert with_forms[2] == pytest.approx((idf + log(2)) * bm25(1, 5) * (1.1 + 0.5 / 3))


def test_the_form_typed_rises_from_far_below(tmp_path: Path) -> None:
    many = [document(number, "bank of the bank, bank by bank") for number in range(2, 4 + search.RERANKED)]
    documents = [document(1, "banks " + "x " * 90), *many]

    assert list(scored(tmp_path, documents, Text("any", "banks"), limit=1)) == [1]


def test_only_the_best_are_weighed_again_and_fewer_are_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (search.RERANKED, search.CLOSELY) == (150, 500)
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
    assert list(scored(tmp_path / "c", documents, SUMMIT, allowed=np.array([True, False, False]))) == [1]
    assert list(scored(tmp_path / "d", documents, SUMMIT, allowed=np.zeros(3, np.bool_))) == []


@pytest.mark.parametrize(
    ("texts", "forms"),
    [
        ([Text("any", "Meetings now")], ["meetings", "now"]),
        ([Text("any", "gas"), Text("any", "oil gas")], ["gas", "oil"]),
        ([Text("any", "gas"), Text("any", "gases")], ["gas", "gases"]),
        ([Text("any", "gases pip", prefix=True)], ["gases"]),
        ([Text("any", "pip", prefix=True)], []),
        ([Text("any", "an e-mail")], ["an", "e", "mail"]),
        ([Text("any", "the gases", phrase=True), Text("title", "herons")], []),
        ([Text("title", "herons", phrase=True), Text("any", "...")], []),
    ],
)
def test_words_that_may_stand_anywhere_are_weighed_by_nearness_and_form(
    texts: list[Text], forms: list[str]
) -> None:
    assert [word.exact for word in search._plain(texts)] == forms


@pytest.mark.parametrize(
    ("before", "after", "step"),
    [
        ([3], [4], 1), ([3], [5], 1 / 2), ([3], [2], 1 / 2), ([3], [1], 1 / 3), ([3], [11], 1 / 8), ([3], [12], 0),
        ([9], [2], 1 / 8), ([9], [1], 0), ([1, 50], [20, 52], 1 / 2), ([1, 50, 90], [40, 49, 80], 1 / 2), ([5, 10], [1, 11], 1),
        ([3], [], 0), ([], [3], 0), ([5], [1, 2, 8], 1 / 3), ([0], [8], 1 / 8), ([0], [9], 0),
        # Of two words that a text may have at one place, those count that stand beside it.
        ([3], [3], 0), ([3, 4], [3, 4], 1), ([3], [3, 5], 1 / 2), ([5], [3, 5], 1 / 3), ([3, 3], [3, 3, 4], 1),
    ],
)  # fmt: skip
def test_a_step_is_shorter_the_nearer_the_second_word_follows(
    before: list[int], after: list[int], step: float
) -> None:
    found = search._steps(np.array(before, np.int64), np.array(after, np.int64), np.array([0]))
    assert found.tolist() == pytest.approx([step])


def at(*places: tuple[int, int]) -> NDArray[np.int64]:
    """Places as (article, place in it)."""
    return np.array([(doc << 32) + place for doc, place in places], np.int64)


def test_steps_are_told_for_each_article_and_never_reach_over() -> None:
    before, after = at((2, 5), (2, 9), (4, 1), (7, 7)), at((2, 11), (3, 0), (4, 2), (8, 0))
    assert search._steps(before, after, np.array([2, 4, 7])).tolist() == [1 / 2, 1, 0]
    assert search._steps(at((0, 2**32 - 1)), at((1, 0)), np.array([0, 1])).tolist() == [1, 0]
    assert search._steps(at(), at(), np.array([2, 4])).tolist() == [0, 0]


def test_nearness_is_the_mean_of_the_steps_from_word_to_word() -> None:
    places = {
        "a": at((1, 1), (2, 1), (3, 1)),
        "b": at((1, 2), (2, 3), (4, 1)),
        "c": at((1, 3), (2, 4), (3, 2), (4, 2)),
    }

    class Known:
        def places(self, field: str, word: str, docs: NDArray[np.int64]) -> NDArray[np.int64]:
            assert (field, docs.tolist()) == ("text", [1, 2, 3, 4])
            return places[word]

    def nearness(*words: str) -> list[float]:
        docs = np.array([3, 1, 4, 2])
        found = search._nearness(cast("Snapshot", Known()), cast("list[WantedWord]", words), docs)
        return [found[docs.tolist().index(doc)] for doc in (1, 2, 3, 4)]

    assert nearness("a", "b") == pytest.approx([1, 1 / 2, 0, 0])
    assert nearness("a", "b", "c") == pytest.approx([1, 3 / 4, 0, 1 / 2])


@settings(max_examples=200)
@given(
    scores=st.lists(st.sampled_from([0.0, 1.0, 1.5, 2.0, 3.0]), max_size=60),
    order=st.permutations(range(60)),
    limit=st.integers(0, 14),
    many=st.sampled_from([2, 16]),
)
def test_the_best_are_those_that_sorting_all_puts_first(
    scores: list[float], order: list[int], limit: int, many: int
) -> None:
    ids = np.array(order[: len(scores)], np.int64)
    expected = sorted(range(len(scores)), key=lambda place: (-scores[place], -ids[place]))[:limit]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(search, "MANY", many)
        assert search.best(np.array(scores), np.arange(len(ids)), ids, limit).tolist() == expected


def test_the_last_word_counts_once_while_it_may_go_on(tmp_path: Path) -> None:
    made = [
        document(1, "The gas came through the pipeline. Nobody knew."),
        document(2, "A gas, all gas, nothing but gas, gases and gasometers. Nobody knew."),
        document(3, "The pipeline ends here, said the pipeline men of the pipeline."),
        document(4, "Gasometers: a gasometer burnt, then gasometer by gasometer.", title="Gasometers"),
    ]
    shot = snapshot(tmp_path, made)
    pipeline, gas = Text("any", "pipeline"), Text("any", "gas")

    def scores(last: Node) -> dict[int, float]:
        found = ranked(shot, Or((pipeline, last)), limit=9, allowed=None, now=NOW)
        return {hit.id: hit.score for hit in found}

    whole, typed = scores(gas), scores(Or((gas, Text("any", "gas", prefix=True))))
    assert [*typed][:3] == [*whole] == sorted(whole, key=lambda id_: -whole[id_])
    assert typed[3] == whole[3], "it has no word that begins so"
    assert typed[4] < min(whole.values())
    alone = ranked(shot, Text("any", "gasom", prefix=True), limit=9, allowed=None, now=NOW)
    assert [hit.id for hit in alone] == [4, 2], "no article has the word as it stands"
