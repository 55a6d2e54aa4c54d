"""The index as of one commit: who has a word, who matches a tree of words, and how much each weighs."""

from __future__ import annotations

from math import log
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reader.index import snapshot as snapshots
from reader.index.segments import write
from reader.index.segments.segment import PLACE_BITS
from reader.index.snapshot import CACHED_POSTINGS, Snapshot, WeighedDocs
from reader.query.tree import And, Everything, Filter, Not, Or, Text
from reader.text.tokens import wanted
from tests.index.articles import document, opened, put, snapshot
from tests.index.segments.made import segment

if TYPE_CHECKING:
    from pathlib import Path

    from reader.query.tree import Node
    from reader.text.tokens import WantedWord

FIRST = [document(1, "gas pipeline"), document(2, "oil pipeline"), document(3, "gas", title="Oil")]
SECOND = [
    document(4, "the gas of the pipeline"),
    document(5, "coal", authors=("Ann Gas",), url="https://oil.example/"),
]


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot(tmp_path_factory.mktemp("snapshot"), FIRST, SECOND, gone=[2])


def asked(text: str) -> tuple[WantedWord, ...]:
    return wanted(text)[0].words


def ids(of: Snapshot, found: WeighedDocs) -> list[int]:
    return [int(id_) for id_ in of.ids[found.docs]]


def matching(of: Snapshot, tree: Node) -> set[int]:
    return of.found(of.matching(tree))


def bm25(count: float, size: int) -> float:
    """A word that comes so often in a text of so many terms, by the formula as books give it."""
    return count * 2.2 / (count + 1.2 * (1 - 0.75 + 0.75 * size / 300))


def test_it_counts_and_names_the_articles_of_all_segments(newest: Snapshot) -> None:
    assert (newest.count, newest.size, newest.bases, len(newest.segments)) == (4, 5, [0, 3], 2)
    assert newest.ids.tolist() == [1, 2, 3, 4, 5]
    assert newest.alive.tolist() == [True, False, True, True, True]
    assert newest.days.tolist() == [20_513] * 5
    assert newest.found(newest.alive) == {1, 3, 4, 5}


def test_an_empty_index_has_no_segments(tmp_path: Path) -> None:
    write.create(tmp_path)
    empty = opened(tmp_path)

    assert (empty.segments, empty.count, empty.size, empty.found(empty.alive)) == ([], 0, 0, set())
    assert (empty.estimate("text", "gas"), empty.frequency("text", "gas")) == (0, 0)
    assert (empty.estimates("text", ["gas"]), empty.frequencies("text", ["gas"])) == ([0], [0])
    for tree in (
        Everything(),
        Text("any", "gas"),
        Not(Text("any", "gas")),
        Text("any", "gas pipe", prefix=True),
    ):
        assert matching(empty, tree) == set()
    assert empty.form("text", "gas").docs.tolist() == empty.stem("text", "gas").docs.tolist() == []
    assert empty.places("text", asked("gas")[0], np.array([], np.int64)).tolist() == []
    assert [empty.ids.dtype.str, empty.days.dtype.str] == ["<i8", "<i4"]


# Masks by the library's numbers


def test_a_mask_is_given_by_the_librarys_numbers_up_to_a_length(newest: Snapshot) -> None:
    mask = np.array([True, False, False, True, True])
    assert newest.given(mask, 8).tolist() == [False, True, False, False, True, True, False, False]
    assert newest.given(mask, 5).tolist() == [False, True, False, False, True]
    assert newest.given(mask, 6).tolist() == [False, True, False, False, True, True]
    assert newest.given(mask, 0).tolist() == []
    assert not newest.given(np.zeros(5, np.bool_), 9).any()


def test_a_mask_by_the_librarys_numbers_is_taken_without_deleted_articles(newest: Snapshot) -> None:
    def taken(*numbers: int, length: int = 9) -> list[int]:
        given = np.zeros(length, np.bool_)
        given[list(numbers)] = True
        return sorted(newest.found(newest.taken(given)))

    assert taken(0, 1, 2, 4, 8) == [1, 4]
    assert taken(3, 4, length=5) == [3, 4]
    assert taken(5, length=6) == [5]
    assert taken(0) == []
    assert taken(0, length=1) == []
    assert taken(length=0) == []


# Frequencies


def test_a_frequency_is_that_of_all_segments_with_what_they_lost(newest: Snapshot) -> None:
    assert newest.frequency("text", "gas") == 4
    assert newest.frequency("title", "gas") == 0
    assert newest.frequency("text", "pipelin") == 3
    assert newest.frequencies("text", ["pipelin", "coal", "gas"]) == [3, 1, 4]


def test_an_estimate_comes_from_the_largest_segment(newest: Snapshot) -> None:
    assert newest.estimate("text", "gas") == pytest.approx(2.5 * 4 / 3)
    assert newest.estimate("text", "coal") == pytest.approx(0.5 * 4 / 3)
    assert newest.estimate("title", "oil") == pytest.approx(1.5 * 4 / 3)
    stems = ["gas", "coal"]
    assert newest.estimates("text", stems) == [newest.estimate("text", stem) for stem in stems]


def test_of_a_single_segment_an_estimate_is_exact(tmp_path: Path) -> None:
    assert snapshot(tmp_path, FIRST).estimate("text", "gas") == 2


def test_of_segments_without_articles_an_estimate_is_nothing(tmp_path: Path) -> None:
    none = Snapshot([segment(tmp_path, name="MAIN_a"), segment(tmp_path, name="MAIN_b")])
    assert none.estimate("text", "gas") == 0


@pytest.mark.parametrize(
    ("having", "weight"), [(0, log(1 + 4.5 / 0.5)), (1, log(1 + 3.5 / 1.5)), (4, log(1 + 0.5 / 4.5))]
)
def test_a_rarer_condition_weighs_more(newest: Snapshot, having: int, weight: float) -> None:
    assert newest.idf(having) == pytest.approx(weight)


# Conditions


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (Text("any", "gas"), [[[1, 3, 4, 5]]]),
        (Text("title", "oil"), [[[3]]]),
        (Text("author", "gas"), [[[5]]]),
        (Text("url", "oil"), [[[5]]]),
        (Text("any", "gas pipeline"), [[[1]]]),
        (Text("any", "ga", prefix=True), [[[1, 3, 4, 5]]]),
        (Text("any", "gas pipe", prefix=True), [[[1, 3, 4, 5], [1, 4]]]),
        (Text("any", "of the pipe", prefix=True), [[[4], [1, 4]]]),
        (Text("any", "..."), []),
    ],
)
def test_words_ask_for_one_way_or_another_with_one_or_two_conditions(
    newest: Snapshot, text: Text, found: list[list[list[int]]]
) -> None:
    assert [[ids(newest, one) for one in way] for way in newest.ways(text)] == found


def test_words_with_a_hyphen_are_found_apart_and_as_one(tmp_path: Path) -> None:
    newest = snapshot(
        tmp_path,
        [document(1, "an e-mail"), document(2, "an email")],
        [document(3, "e mail"), document(4, "e")],
    )
    ways = newest.ways(Text("any", "e-mail"))

    assert [[ids(newest, one) for one in way] for way in ways] == [[[1, 3]], [[1, 2]]]
    assert matching(newest, Text("any", "e-mail")) == {1, 2, 3}


@pytest.mark.parametrize(
    ("tree", "found"),
    [
        (Text("any", "gas"), {1, 3, 4, 5}),
        (Text("any", "gas pipe", prefix=True), {1, 4}),
        (Text("any", "the gas pipe", prefix=True), {4}),
        (Text("any", "pipe", prefix=True), {1, 4}),
        (Text("any", "..."), set()),
        (Text("author", "gas"), {5}),
        (And((Text("any", "gas"), Text("any", "pipeline"))), {1, 4}),
        (And((Text("any", "gas"), Text("any", "pipeline"), Text("any", "the"))), {4}),
        (Or((Text("any", "coal"), Text("title", "oil"))), {3, 5}),
        (Or((Text("any", "coal"), Text("any", "coal"), Text("any", "the"))), {4, 5}),
        (Not(Text("any", "pipeline")), {3, 5}),
        (Not(Not(Text("any", "pipeline"))), {1, 4}),
        (Not(Everything()), set()),
        (Everything(), {1, 3, 4, 5}),
    ],
)
def test_a_tree_of_words_finds_its_articles(newest: Snapshot, tree: Node, found: set[int]) -> None:
    assert matching(newest, tree) == found


def test_a_word_is_in_the_address_only_where_all_of_its_places_are_there(tmp_path: Path) -> None:
    pages = [
        document(1, "coal", url="https://oil.example/e-mail/gas"),
        document(2, "oil", url="https://pier.example/oil/oil"),
        document(3, "coal", title="Oil", url="https://oil.example/"),
        document(4, "an email", url="https://pier.example/e-mail"),
        document(5, "oil"),
        document(6, "coal", url="https://oil.example/"),
    ]
    found = snapshot(tmp_path, pages[:3], pages[3:], gone=[6])

    def only(words: str, **how: bool) -> set[int]:
        return found.found(found.in_address_only(Text("any", words, **how)))

    assert (only("oil"), only("gas"), only("zebra")) == ({1}, {1}, set())
    assert only("gas", prefix=True) == only("oil", phrase=True) == only("oil example") == set()


def test_an_answer_may_be_changed_by_who_asked(newest: Snapshot) -> None:
    for tree in (Everything(), Text("any", "gas"), And((Text("any", "gas"),)), Not(Text("any", "coal"))):
        first = newest.matching(tree)
        before = first.copy()
        first[:] = False
        assert newest.matching(tree).tolist() == before.tolist()
    assert newest.alive.sum() == 4


def test_a_tree_with_more_than_words_is_refused(newest: Snapshot) -> None:
    with pytest.raises(ValueError, match="not a tree of words"):
        newest.matching(Filter("is", "unread"))


# Weights


WEIGHED = [
    document(11, "gas gas gas", title="Gas pipeline", authors=("Ann Pipes",), url="https://gas.example/"),
    document(12, "A pipeline carries gas. The gas pipeline burns gas pipelines."),
    document(13, "oil", title="Oil"),
]  # fmt: skip
MORE = [document(14, "gas that is taken out"), document(15, "gone from the pipeline", title="pi")]


@pytest.fixture(scope="module")
def weighed(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    return snapshot(tmp_path_factory.mktemp("weighed"), WEIGHED, MORE, gone=[14])


def told(of: Snapshot, found: WeighedDocs) -> dict[int, float]:
    return dict(zip(ids(of, found), found.weights.tolist(), strict=True))


def test_a_word_of_the_text_weighs_by_its_count_and_the_length_of_the_text(weighed: Snapshot) -> None:
    found = weighed.side_by_side("text", asked("gas"))
    assert told(weighed, found) == pytest.approx({11: bm25(5, 10), 12: bm25(3, 11)})
    assert told(weighed, weighed.side_by_side("text", asked("gone"))) == pytest.approx({15: bm25(1, 5)})


@pytest.mark.parametrize(("field", "word"), [("title", "gas"), ("author", "pipe"), ("url", "gas")])
def test_a_word_of_a_short_field_weighs_by_its_count_alone(weighed: Snapshot, field: Any, word: str) -> None:
    assert told(weighed, weighed.side_by_side(field, asked(word))) == {11: 1.0}


def test_a_word_that_is_twice_in_a_title_weighs_more(tmp_path: Path) -> None:
    newest = snapshot(tmp_path, [document(1, title="Gas, gas")])
    assert told(newest, newest.side_by_side("title", asked("gas"))) == pytest.approx({1: 2 * 2.2 / 3.2})


def test_a_word_that_nobody_has_gives_nothing(weighed: Snapshot) -> None:
    for field, word in (("text", "coal"), ("author", "gas"), ("url", "pipeline")):
        found = weighed.side_by_side(field, asked(word))  # type: ignore[arg-type]
        assert (found.docs.tolist(), found.weights.tolist()) == ([], [])


def test_a_phrase_weighs_by_how_often_its_words_stand_side_by_side(weighed: Snapshot) -> None:
    found = weighed.side_by_side("text", asked("gas pipeline"))
    assert told(weighed, found) == pytest.approx({11: bm25(1, 10), 12: bm25(2, 11)})


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("pipeline carries gas", [12]),
        ("pipeline gas", []),
        ("gas gas gas", [11]),
        ("gas gas gas gas", []),
        ("gas coal", []),
        ("carries gas the gas pipeline", [12]),
        ("gas the pipeline", []),
        ("gone from", [15]),
        ("is taken", []),
        ("burned gas", [12]),
    ],
)
def test_a_phrase_is_found_where_its_words_follow_each_other(
    weighed: Snapshot, words: str, found: list[int]
) -> None:
    assert ids(weighed, weighed.side_by_side("text", asked(words))) == found


def test_a_phrase_never_reaches_over_articles_or_segments(tmp_path: Path) -> None:
    newest = snapshot(
        tmp_path,
        [document(1, "", title="", url="last"), document(2, "", title="first")],
        [document(3, "", title="first last")],
    )
    assert matching(newest, Text("any", "last first")) == set()
    assert matching(newest, Text("any", "first last")) == {3}


def test_a_phrase_of_a_word_with_two_stems_counts_each_place_once(tmp_path: Path) -> None:
    """Of a word that has two stems, both terms stand at its one place."""
    folder = tmp_path
    one = segment(folder, "x", name="MAIN_a")
    double = segment(
        folder, "c mobel=möbel/d mobel=mobel/d", {"*": "mobel=möbel/d c"}, name="MAIN_b", first=5
    )
    newest = Snapshot([one, double])
    found = newest.side_by_side("text", asked("c möbel"))

    assert ids(newest, found) == [5]
    assert found.weights.tolist() == pytest.approx([bm25(1, 15)])


@pytest.mark.parametrize(
    ("field", "beginning", "found"),
    [
        ("text", "g", [11, 12, 15]), ("text", "ga", [11, 12]), ("text", "gas", [11, 12]), ("text", "pipelines", [12]),
        ("text", "p", [11, 12, 15]), ("text", "pi", [11, 12, 15]), ("text", "pip", [11, 12, 15]), ("title", "pi", [11, 15]),
        ("title", "pip", [11]), ("author", "pipe", [11]), ("author", "pipes", [11]), ("text", "o", [13]), ("text", "gasz", []),
        ("text", "go", [15]), ("text", "a", [11, 12]),
    ],
)  # fmt: skip
def test_a_beginning_finds_stems_and_forms(
    weighed: Snapshot, field: Any, beginning: str, found: list[int]
) -> None:
    assert ids(weighed, weighed.beginning(field, beginning)) == found


def test_a_beginning_weighs_by_all_words_that_begin_so(weighed: Snapshot) -> None:
    assert told(weighed, weighed.beginning("text", "ga")) == pytest.approx({11: bm25(5, 10), 12: bm25(3, 11)})
    # Untitled, and the two of the title and the author.
    assert told(weighed, weighed.beginning("text", "pip")) == pytest.approx(
        {11: bm25(2, 10), 12: bm25(3, 11), 15: bm25(1, 5)}
    )


def test_a_stem_is_found_whatever_its_form_and_a_form_whatever_its_stem(weighed: Snapshot) -> None:
    assert ids(weighed, weighed.stem("text", "pipelin")) == [11, 12, 15]
    assert ids(weighed, weighed.stem("text", "pipeline")) == ids(weighed, weighed.stem("title", "gone")) == []
    assert ids(weighed, weighed.form("text", "pipelines")) == [12]
    assert ids(weighed, weighed.form("text", "pipeline")) == [11, 12, 15]
    assert ids(weighed, weighed.form("author", "pipes")) == [11]
    assert ids(weighed, weighed.form("text", "pipelin")) == []
    assert told(weighed, weighed.stem("title", "pipelin")) == {11: 1.0}


# Places


def flat(places: Any) -> list[tuple[int, int]]:
    return [(place >> PLACE_BITS, place & (2**PLACE_BITS - 1)) for place in places.tolist()]


def test_places_are_those_of_the_articles_asked_for_by_their_numbers(newest: Snapshot) -> None:
    gas = asked("gas")[0]

    assert flat(newest.places("text", gas, np.array([0, 2, 3, 4]))) == [
        (0, 101),
        (2, 101),
        (3, 102),
        (4, 203),
    ]
    assert flat(newest.places("text", gas, np.array([2]))) == [(2, 101)]
    assert flat(newest.places("text", gas, np.array([3]))) == [(3, 102)]
    assert flat(newest.places("text", gas, np.array([], np.int64))) == []
    assert flat(newest.places("author", gas, np.array([2, 4]))) == [(4, 1)]
    assert flat(newest.places("text", asked("coal")[0], np.array([0, 4]))) == [(4, 101)]


# What is remembered


def ask(of: Snapshot) -> list[list[int]]:
    pipeline = asked("pipelines")
    found = [
        of.side_by_side("text", pipeline), of.side_by_side("title", pipeline), of.side_by_side("text", asked("gas pipeline")),
        of.beginning("text", "pipelin"), of.beginning("title", "pipelin"), of.stem("text", "pipelin"), of.form("text", "pipelin"),
        of.stem("title", "pipelin"), of.form("text", "pipelines"),
    ]  # fmt: skip
    return [ids(of, one) for one in found]


def test_what_is_asked_again_is_remembered_and_nothing_is_mistaken_for_something_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    newest = snapshot(tmp_path, WEIGHED, MORE)
    first = ask(newest)
    assert first == [
        [11, 12, 15], [11], [11, 12], [11, 12, 15], [11], [11, 12, 15], [], [11], [12],
    ]  # fmt: skip
    assert len(newest._cache) == 9 + 2  # and the two words of the phrase
    for name in ("_collected", "_phrase", "_word", "_form", "_beginning"):
        monkeypatch.setattr(Snapshot, name, lambda *_: pytest.fail("was read again"))
    assert ask(newest) == first


def kept(of: Snapshot) -> list[object]:
    return list(of._cache)


def remember(of: Snapshot, key: str, count: int) -> None:
    of._kept(key, lambda: WeighedDocs(np.zeros(count, np.int64), np.zeros(count)))


def test_the_least_recently_used_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    assert CACHED_POSTINGS == 4_000_000
    monkeypatch.setattr(snapshots, "CACHED_POSTINGS", 6)
    of = Snapshot([])
    for key, count in (("a", 0), ("b", 1), ("c", 2)):
        remember(of, key, count)
    assert (kept(of), of._cached) == (["a", "b", "c"], 6)
    remember(of, "a", 99)  # is there
    assert kept(of) == ["b", "c", "a"]
    remember(of, "d", 0)
    assert (kept(of), of._cached) == (["c", "a", "d"], 5)
    remember(of, "e", 50)
    assert (kept(of), of._cached) == (["e"], 51)
    remember(of, "f", 0)
    assert (kept(of), of._cached) == (["f"], 1)


def test_a_snapshot_stays_as_it_is_when_another_commit_follows(tmp_path: Path) -> None:
    before = snapshot(tmp_path, *([document(number, "gas")] for number in range(1, 7)))
    put(tmp_path, [document(9, "gas")], gone=[1, 2])
    assert write.merge_small(tmp_path)

    assert matching(before, Text("any", "gas")) == {1, 2, 3, 4, 5, 6}
    assert matching(opened(tmp_path), Text("any", "gas")) == {3, 4, 5, 6, 9}
