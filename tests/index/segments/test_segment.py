"""One segment: who has a word, how often and where, and which damage is noticed."""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.segments import segment as segments
from reader.index.segments.array_file import DamagedFileError
from reader.index.segments.invert import PostingBatch
from reader.index.segments.segment import COLUMNS, PLACE_BITS, POSTINGS, Segment
from tests.index.segments.made import arrays, pieces, rewritten, segment, told, wanted, word, written

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from reader.text.tokens import WantedWord

FIRST = {"*": "gas gas gas pipes=pipe", "t": "gas pipeline=pipelin"}
ARTICLES: list[str | dict[str, str]] = [
    FIRST,
    "a pipeline=pipelin carries=carri gas",
    "oil",
    "gas that is gone=gone",
    "gas " * 300,
]


@pytest.fixture
def found(tmp_path: Path) -> Segment:
    return segment(tmp_path, *ARTICLES, deleted=[3])


def flat(places: NDArray[np.int64]) -> list[tuple[int, int]]:
    """(article, place) of each place."""
    return [(place >> 32, place & (2**32 - 1)) for place in places.tolist()]


def having(found: Segment, *terms: range) -> list[tuple[int, float]]:
    docs, counts = found.postings(terms)
    return list(zip(docs.tolist(), counts.tolist(), strict=True))


def test_a_segment_tells_ids_days_and_sizes(found: Segment) -> None:
    assert (found.name, COLUMNS, POSTINGS, PLACE_BITS) == ("MAIN_a", ".col", ".pst", 32)
    assert found.ids.tolist() == [1, 2, 3, 4, 5]
    assert found.days.tolist() == [1_001, 1_002, 1_003, 1_004, 1_005]
    assert found.sizes.tolist() == [11, 12, 13, 14, 15]
    assert found.stemmers == "-"


def test_the_articles_of_a_term_are_those_that_are_not_deleted(found: Segment) -> None:
    gas = found.terms.of_stem("*", "gas")

    assert having(found, gas) == [(0, 3), (1, 1), (4, 300)]
    docs, counts = found.postings([gas])
    assert [docs.dtype.str, counts.dtype.str] == ["<i8", "<f8"]
    assert having(found, found.terms.of_stem("t", "gas")) == [(0, 1)]
    assert having(found, found.terms.of_stem("*", "gone")) == []
    assert having(found) == []


@pytest.mark.parametrize("many", [0, 2, 2_000])
def test_counts_of_several_terms_are_summed(
    monkeypatch: pytest.MonkeyPatch, found: Segment, many: int
) -> None:
    monkeypatch.setattr(segments, "_MANY_POSTINGS", many)
    terms = [found.terms.of_stem("*", stem) for stem in ("gas", "pipe", "pipelin", "oil")]
    assert having(found, *terms) == [(0, 4), (1, 2), (2, 1), (4, 300)]
    assert having(found, terms[0], terms[0]) == [(0, 6), (1, 2), (4, 600)]


@pytest.mark.parametrize("at_once", [1, 100_000])
@pytest.mark.parametrize("size", [47, 48, 49])
def test_few_postings_and_many_are_summed_alike(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: int, at_once: int
) -> None:
    monkeypatch.setattr(segments, "_SUMMED_AT_ONCE", at_once)
    articles = ["x"] * size
    articles[2], articles[7], articles[40] = "ab=a a", "ab=a", "a ab=a ab=a"
    found = segment(tmp_path, *articles, deleted=[7])
    docs, counts = found.postings([found.terms.of_stem("*", "a")])

    assert (docs.tolist(), counts.tolist()) == ([2, 40], [2, 3])
    assert [docs.dtype.str, counts.dtype.str] == ["<i8", "<f8"]


def test_few_postings_are_sorted_and_many_go_through_a_table(monkeypatch: pytest.MonkeyPatch) -> None:
    docs, counts = np.array([3, 1, 3], np.uint32), np.array([1, 2, 4], np.uint32)
    tabled: list[int] = []
    genuine = np.bincount

    def table(*given: Any) -> Any:
        tabled.append(given[2])
        return genuine(*given)

    monkeypatch.setattr(np, "bincount", table)
    for most in (4, 47, 48, 1_000):
        found = segments._summed(docs, counts, most)
        assert (found.docs.tolist(), found.counts.tolist()) == ([1, 3], [2, 5])
    assert tabled == [4, 47]
    assert segments._summed(docs[:0], counts[:0], 9).docs.tolist() == []


def test_places_are_those_of_the_articles_asked_for_in_rising_order(found: Segment) -> None:
    gas, pipes = found.terms.of_stem("*", "gas"), found.terms.of_stem("*", "pipe")

    assert flat(found.places([gas], np.array([0, 1]))) == [(0, 0), (0, 1), (0, 2), (1, 3)]
    assert flat(found.places([gas], np.array([1, 2, 4]))) == [(1, 3), *((4, place) for place in range(300))]
    assert flat(found.places([pipes, gas], np.array([0]))) == [(0, 0), (0, 1), (0, 2), (0, 3)]
    assert flat(found.places([gas], np.array([2]))) == []
    assert flat(found.places([], np.array([0]))) == []
    assert flat(found.places([gas], np.array([], np.int64))) == []
    assert found.places([gas], np.array([2])).dtype == np.int64


def test_a_place_beyond_two_bytes_is_told_whole(tmp_path: Path) -> None:
    batch = PostingBatch()
    batch.add(1, "*", pieces([word("a", 5), word("a", 2**32 - 1), word("b", 70_000)]))
    found = written(tmp_path, batch, 2)

    assert flat(found.places([range(2)], np.array([1]))) == [(1, 5), (1, 70_000), (1, 2**32 - 1)]


@settings(max_examples=150)
@given(
    articles=st.lists(st.lists(st.sampled_from(["a", "b", "ab=a", "ba=b", "c"]), max_size=12), max_size=6),
    deleted=st.sets(st.integers(0, 5)),
    wide=st.booleans(),
    lengths=st.lists(st.tuples(st.integers(0, 5), st.integers(0, 3)), max_size=3),
    asked=st.sets(st.integers(0, 5)),
)
def test_runs_of_terms_say_what_reading_all_of_them_says(
    tmp_path_factory: pytest.TempPathFactory,
    articles: list[list[str]],
    deleted: set[int],
    wide: bool,
    lengths: list[tuple[int, int]],
    asked: set[int],
) -> None:
    folder = tmp_path_factory.mktemp("segment")
    batch = PostingBatch()
    for doc, texts in enumerate(articles):
        batch.add(
            doc, "*", pieces([word(text, place) for place, text in enumerate(texts)]), 70_000 if wide else 0
        )
    gone = {doc for doc in deleted if doc < len(articles)}
    found = written(folder, batch, len(articles), deleted=gone)
    everything = list(told(folder).values())
    runs = [
        range(start, min(start + length, len(everything)))
        for start, length in lengths
        if start + length > start
    ]
    runs = [run for run in runs if run]
    docs = np.array(sorted(doc for doc in asked if doc < len(articles)), np.int64)
    counted: dict[int, float] = {}
    places: list[tuple[int, int]] = []
    for number in (number for run in runs for number in run):
        for doc, at in everything[number].items():
            counted[doc] = counted.get(doc, 0) + len(at)
            places += [(doc, place) for place in at if doc in docs]

    assert having(found, *runs) == sorted((doc, count) for doc, count in counted.items() if doc not in gone)
    assert flat(found.places(runs, docs)) == sorted(places)


def test_a_segment_that_loses_articles_is_another_with_the_same_arrays(found: Segment) -> None:
    less = found.after_losing([3, 0])

    assert found.after_losing([3]) is found
    assert less is not found
    assert less.doc is found.doc
    assert [set(less.deleted), set(found.deleted)] == [{0, 3}, {3}]
    assert having(less, less.terms.of_stem("*", "gas")) == [(1, 1), (4, 300)]
    assert having(found, found.terms.of_stem("*", "gas")) == [(0, 3), (1, 1), (4, 300)]


def test_a_segment_that_lost_nothing_asks_nobody_who_is_alive(tmp_path: Path) -> None:
    found = segment(tmp_path, "a", "b")
    assert found.alive is None
    assert (found.deleted, found.after_losing([]) is found) == (frozenset(), True)
    less = found.after_losing([1])
    assert less.alive is not None
    assert less.alive.tolist() == [True, False]


def test_a_frequency_counts_articles_with_any_form_deleted_ones_included(found: Segment) -> None:
    assert [found.frequency("*", stem) for stem in ("gas", "pipelin", "pipeline", "gone", "coal", "g")] == [
        4,
        1,
        0,
        1,
        0,
        0,
    ]
    assert found.frequency("t", "pipelin") == 1
    assert found.frequency("a", "gas") == 0
    assert found.frequencies("*", ["coal", "gas", "gone"]).tolist() == [0, 4, 1]


@pytest.mark.parametrize(
    ("word", "forms"),
    [
        (
            wanted("meeting", e="meet", d="meeting"),
            ["meeting/d", "meeting/e", "meetings/e", "meets/e"],
        ),
        (wanted("meet", e="meet", d="meet"), ["meet/-", "meeting/e", "meetings/e", "meets/e"]),
        (wanted("meets", e="meet", d="meets"), ["meeting/e", "meetings/e", "meets/e"]),
        (wanted("other", e="meet"), ["meeting/e", "meetings/e", "meets/e"]),
        (wanted("other", d="meet"), []),
        (wanted("other", x="meet"), []),
        (wanted("treffen", e="treffen", d="treff"), ["treffen/d", "treffs/d"]),
        (wanted("treff", e="treff", d="treff"), ["treffen/d", "treffs/d"]),
        (wanted("treffs", e="treff", d="treffs"), ["treffs/d"]),
        (wanted("coal", e="coal"), []),
    ],
)
def test_a_word_asks_for_its_stem_by_each_stemmer_and_for_itself(
    tmp_path: Path, word: WantedWord, forms: list[str]
) -> None:
    """`meet` was left as it is in a text without a language, and is a German stem of nothing here."""
    found = segment(
        tmp_path,
        "meetings=meet/e meets=meet/e meeting=meet/e meeting=meeting/d meet treffen=treff/d treffs=treff/d",
        {"t": "meetings=meet/e coal"},
    )
    terms = found.terms_of("*", word)
    keys = [found.terms[number].decode() for run in terms for number in run]
    told = [(rest[1:] or stem[1:]) + "/" + rest[0] for stem, rest in (key.split("\0") for key in keys)]

    assert sorted(told) == sorted(forms)
    assert [run.start for run in terms] == sorted(run.start for run in terms)
    assert len({number for run in terms for number in run}) == sum(map(len, terms))
    assert found.stemmers == "-de"


def test_counts_are_given_for_any_stretch_of_postings(tmp_path: Path) -> None:
    numbers = [1, 255, 3, 300, 254, 256]
    found = segment(tmp_path, *("a " * count for count in numbers))

    for start in range(7):
        for end in range(start, 7):
            counts = found.counts(start, end)
            assert counts.tolist() == numbers[start:end]


OF_POSTINGS = ["text", "text_start", "by_form", "stemmer", "start", "place_start", "having", "doc", "count", "place", "many", "how_many"]  # fmt: skip


@pytest.mark.parametrize(
    ("ending", "name"),
    [(COLUMNS, name) for name in ("id", "date", "size")] + [(POSTINGS, name) for name in OF_POSTINGS],
)
def test_an_array_that_is_missing_is_damage(tmp_path: Path, found: Segment, ending: str, name: str) -> None:
    rewritten(tmp_path, ending, lambda held: held.__delitem__(name))
    with pytest.raises(DamagedFileError, match=f"MAIN_a has no array '{name}'"):
        Segment(tmp_path, "MAIN_a")


@pytest.mark.parametrize("ending", [COLUMNS, POSTINGS])
def test_a_file_that_is_missing_or_cut_short_is_not_opened(
    tmp_path: Path, found: Segment, ending: str
) -> None:
    path = tmp_path / f"MAIN_a{ending}"
    content = path.read_bytes()
    path.write_bytes(content[:-1])
    with pytest.raises(DamagedFileError):
        Segment(tmp_path, "MAIN_a")
    path.unlink()
    with pytest.raises(FileNotFoundError):
        Segment(tmp_path, "MAIN_a")


@pytest.mark.parametrize(
    ("ending", "name"),
    [(COLUMNS, "date"), (COLUMNS, "size"), (COLUMNS, "id"), (POSTINGS, "start"), (POSTINGS, "place_start"),
     (POSTINGS, "text_start"), (POSTINGS, "doc"), (POSTINGS, "count"), (POSTINGS, "having"), (POSTINGS, "by_form"),
     (POSTINGS, "many"), (POSTINGS, "how_many")],
)  # fmt: skip
@pytest.mark.parametrize("longer", [False, True])
def test_arrays_whose_lengths_do_not_fit_each_other_are_damage(
    tmp_path: Path, found: Segment, ending: str, name: str, longer: bool
) -> None:
    def change(held: dict[str, NDArray[Any]]) -> None:
        held[name] = np.append(held[name], held[name][-1:]) if longer else held[name][:-1]

    rewritten(tmp_path, ending, change)
    with pytest.raises(DamagedFileError, match="do not fit each other"):
        Segment(tmp_path, "MAIN_a")


@pytest.mark.parametrize("name", ["id", "date", "size"])
def test_a_column_of_other_numbers_is_damage(tmp_path: Path, found: Segment, name: str) -> None:
    def change(held: dict[str, NDArray[Any]]) -> None:
        held[name] = held[name].astype(np.uint64)

    rewritten(tmp_path, COLUMNS, change)
    with pytest.raises(DamagedFileError, match="do not fit each other"):
        Segment(tmp_path, "MAIN_a")


def test_an_id_below_nought_is_damage(tmp_path: Path, found: Segment) -> None:
    def change(held: dict[str, NDArray[Any]]) -> None:
        held["id"][1] = -1

    rewritten(tmp_path, COLUMNS, change)
    with pytest.raises(DamagedFileError, match="do not fit each other"):
        Segment(tmp_path, "MAIN_a")


def test_a_table_of_terms_without_its_end_is_damage(tmp_path: Path, found: Segment) -> None:
    def change(held: dict[str, NDArray[Any]]) -> None:
        for name in ("start", "place_start", "text_start"):
            held[name] = held[name][:0]

    rewritten(tmp_path, POSTINGS, change)
    with pytest.raises(DamagedFileError, match="do not fit each other"):
        Segment(tmp_path, "MAIN_a")


def ask(found: Segment) -> None:
    """All that a search asks of a segment."""
    every = range(len(found.terms))
    for terms in ([], [every], *([range(number, number + 1)] for number in every)):
        postings = found.postings(terms)
        assert postings.docs.max(initial=0) < len(found.ids)
        assert postings.docs.min(initial=0) >= 0
        assert len(postings.docs) == len(postings.counts)
        found.places(terms, np.unique(postings.docs))
    for text in ("gas", "pipelin", "oil", "zz", ""):
        found.terms_of("*", wanted(text))
        found.terms.beginning_either_way("*", text[:1])
        found.frequency("*", text)


def test_asking_a_sound_segment_is_fine(found: Segment) -> None:
    ask(found)


@pytest.mark.parametrize(
    ("name", "value"),
    [("doc", 5), ("doc", 2**32 - 1), ("how_many", 2**32 - 1), ("how_many", 10**6), ("many", 2**32 - 1), ("place_start", 60_000),
     ("by_form", 2**32 - 1), ("text_start", 2**32 - 1), ("start", 2**32 - 1)],
)  # fmt: skip
def test_numbers_that_point_outside_are_damage(tmp_path: Path, found: Segment, name: str, value: int) -> None:
    def change(held: dict[str, NDArray[Any]]) -> None:
        held[name][len(held[name]) // 2 :] = value

    rewritten(tmp_path, POSTINGS, change)
    # An IndexError and a ValueError that come from here are told as damage.
    with pytest.raises((DamagedFileError, IndexError, ValueError)):
        ask(Segment(tmp_path, "MAIN_a"))


@pytest.mark.parametrize("stemmer", [0xFF, 0x80])
def test_letters_of_stemmers_that_are_none_are_damage(tmp_path: Path, found: Segment, stemmer: int) -> None:
    rewritten(tmp_path, POSTINGS, lambda held: held["stemmer"].fill(stemmer))
    with pytest.raises(ValueError, match="decode"):
        Segment(tmp_path, "MAIN_a")


@settings(max_examples=300)
@given(
    name=st.sampled_from(OF_POSTINGS),
    at=st.integers(0, 40),
    bits=st.integers(1, 255),
    byte=st.integers(0, 3),
)
def test_whatever_number_is_wrong_the_answer_is_bounded(
    tmp_path_factory: pytest.TempPathFactory, name: str, at: int, bits: int, byte: int
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    segment(folder, *ARTICLES)

    def change(held: dict[str, NDArray[Any]]) -> None:
        raw = held[name].view(np.uint8)
        if len(raw):
            raw[(at * 4 + byte) % len(raw)] ^= bits

    rewritten(folder, POSTINGS, change)
    with suppress(DamagedFileError, IndexError, ValueError):
        ask(Segment(folder, "MAIN_a"))
    assert arrays(folder).keys() >= {name}
