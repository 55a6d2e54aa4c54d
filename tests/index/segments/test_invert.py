"""From the words of each article to the articles of each word."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.segments import invert
from reader.index.segments.invert import PostingBatch, compact, having, starts
from reader.index.segments.term_table import packed
from reader.text import tokens
from tests.index.segments.made import arrays, expected, pieces, segment, told, word, words, written

if TYPE_CHECKING:
    from pathlib import Path

    from reader.text.tokens import Term

ODD = st.sampled_from(["a", "b", "ab=a", "ab=a/e", "a=a/e", "ba=b/r", "я", "яя=я/r", "北", "abc=ab", "ab"])
RUNS = st.tuples(
    st.sampled_from("*at"),
    st.lists(st.tuples(ODD, st.integers(0, 40)), max_size=8),
    st.sampled_from([0, 7, 70_000]),
)
ARTICLES = st.lists(st.lists(RUNS, max_size=3), max_size=5)


@settings(max_examples=150)
@given(articles=ARTICLES)
def test_each_term_has_its_articles_and_places(
    tmp_path_factory: pytest.TempPathFactory, articles: list[list[tuple[str, list[tuple[str, int]], int]]]
) -> None:
    folder = tmp_path_factory.mktemp("invert")
    batch = PostingBatch()
    plain: list[list[tuple[str, Term, int]]] = []
    for doc, runs in enumerate(articles):
        plain.append([])
        for field, found, start in runs:
            batch.add(doc, field, pieces([word(form, place) for form, place in found]), start)
            plain[doc] += [(field, word(form), start + place) for form, place in found]
    written(folder, batch, len(articles))
    known = expected(plain)

    assert told(folder) == known
    assert list(told(folder)) == list(known)
    stems = [key.partition(b"\0")[0] for key in known]
    docs = {
        stem: {doc for key in known for doc in known[key] if key.partition(b"\0")[0] == stem}
        for stem in stems
    }
    firsts = [stem not in stems[:number] for number, stem in enumerate(stems)]
    of = arrays(folder)
    assert of["having"].tolist() == [
        len(docs[stem]) if first else 0 for stem, first in zip(stems, firsts, strict=True)
    ]
    assert bytes(of["stemmer"]) == bytes(sorted({key.partition(b"\0")[2][0] for key in known}))


def test_the_order_in_which_words_come_does_not_matter(tmp_path: Path) -> None:
    one, other = PostingBatch(), PostingBatch()
    one.add(0, "*", pieces([word("b", 3), word("a", 1)]))
    one.add(1, "*", pieces([word("a", 9)]))
    other.add(1, "*", pieces([word("a", 9)]))
    other.add(0, "*", pieces([word("a", 1), word("b", 3)]))
    written(tmp_path, one, 2)
    written(tmp_path, other, 2, name="MAIN_b")

    assert told(tmp_path) == told(tmp_path, "MAIN_b") == {b"*a\0-": {0: [1], 1: [9]}, b"*b\0-": {0: [3]}}


def test_places_count_from_the_start_that_is_given(tmp_path: Path) -> None:
    batch = PostingBatch()
    batch.add(0, "*", pieces(words("a b")))
    batch.add(0, "*", pieces(iter(words("a b"))), 100)
    batch.add(0, "t", pieces(words("a")))
    written(tmp_path, batch, 1)

    assert told(tmp_path) == {b"*a\0-": {0: [0, 100]}, b"*b\0-": {0: [1, 101]}, b"ta\0-": {0: [0]}}


def test_a_word_stands_under_its_second_stem_too(tmp_path: Path) -> None:
    batch = PostingBatch()
    first, second = word("mobel=möbel/d", 4), word("a", 5)
    batch.add(0, "*", pieces([second, first._replace(also="mobel"), word("b", 9)]), 100)
    batch.add(1, "*", pieces([first._replace(also="mob", joined=True)]))
    written(tmp_path, batch, 2)

    assert told(tmp_path) == {
        b"*a\0-": {0: [105]}, b"*b\0-": {0: [109]}, b"*mob\0dmobel": {1: [4]}, b"*mobel\0d": {0: [104]},
        "*möbel\0dmobel".encode(): {0: [104], 1: [4]},
    }  # fmt: skip


def test_a_batch_without_words_has_no_terms(tmp_path: Path) -> None:
    found = segment(tmp_path, "", "")

    assert told(tmp_path) == {}
    assert (len(found.ids), len(found.terms), found.stemmers) == (2, 0, "")
    assert segment(tmp_path, name="MAIN_b").ids.tolist() == []


@pytest.mark.parametrize("count", [1, 254, 255, 256, 700])
def test_counts_that_do_not_fit_a_byte_stand_beside(tmp_path: Path, count: int) -> None:
    found = segment(tmp_path, "a", "a " * count, "b " * count + "a")
    of = arrays(tmp_path)

    assert told(tmp_path)[b"*a\0-"] == {0: [0], 1: list(range(count)), 2: [count]}
    assert of["count"].tolist() == [1, min(count, 255), 1, min(count, 255)]
    assert of["many"].tolist() == ([1, 3] if count >= 255 else [])
    assert of["how_many"].tolist() == ([count, count] if count >= 255 else [])
    assert found.counts(0, 4).tolist() == [1, count, 1, count]
    assert invert.MANY == 255


@pytest.mark.parametrize(
    ("place", "type_"), [(65_535, "<u2"), (65_536, "<u4"), (2**31, "<u4"), (2**32 - 1, "<u4")]
)
def test_places_have_two_bytes_where_all_fit(tmp_path: Path, place: int, type_: str) -> None:
    batch = PostingBatch()
    batch.add(0, "*", pieces([word("a", 0), word("a", place)]))
    batch.add(1, "*", pieces([word("a", place)]))
    written(tmp_path, batch, 2)

    assert arrays(tmp_path)["place"].dtype == type_
    assert told(tmp_path) == {b"*a\0-": {0: [0, place], 1: [place]}}


def test_a_batch_holds_many_articles(tmp_path: Path) -> None:
    batch = PostingBatch()
    for doc in range(4_000):
        batch.add(doc, "*", pieces([word("a", doc * 20), word(f"w{doc}", 1)]))
    written(tmp_path, batch, 4_000)
    found = told(tmp_path)

    assert found[b"*a\0-"] == {doc: [doc * 20] for doc in range(4_000)}
    assert all(found[f"*w{doc}\0-".encode()] == {doc: [1]} for doc in range(4_000))
    assert arrays(tmp_path)["having"].tolist() == [4_000, *[1] * 4_000]


def test_a_stem_is_had_by_an_article_once_whatever_its_forms(tmp_path: Path) -> None:
    found = segment(tmp_path, "running=run/e run=run/e", "runs=run/e", "run=run/r", "x", {"t": "run=run/e"})

    assert [found.terms[number] for number in range(len(found.terms))] == [
        b"*run\0e",
        b"*run\0erunning",
        b"*run\0eruns",
        b"*run\0r",
        b"*x\0-",
        b"trun\0e",
    ]
    assert arrays(tmp_path)["having"].tolist() == [3, 0, 0, 0, 1, 1]
    assert (found.frequency("*", "run"), found.frequency("t", "run"), found.frequency("*", "ru")) == (3, 1, 0)


@pytest.mark.parametrize(
    ("stems", "lengths", "docs", "expected"),
    [
        ([], [], [], []), ([0], [2], [3, 5], [2]), ([4], [2], [3, 5], [2]), ([0, 0], [2, 1], [3, 5, 3], [2, 0]),
        ([7, 7, 8, 9, 9], [1, 1, 1, 0, 1], [0, 0, 0, 6], [1, 0, 1, 1, 0]), ([0, 1], [0, 0], [], [0, 0]),
        ([0, 1], [1, 1], [2**32 - 1, 0], [1, 1]), ([0, 0, 0], [1, 1, 1], [1, 2, 3], [3, 0, 0]),
    ],
)  # fmt: skip
def test_articles_are_counted_at_the_first_term_of_a_stem(
    stems: list[int], lengths: list[int], docs: list[int], expected: list[int]
) -> None:
    found = having(np.array(stems, np.int64), np.array(lengths, np.int64), np.array(docs, np.uint32))
    assert found.tolist() == expected
    assert found.dtype == np.uint32


def test_pieces_begin_where_those_before_end() -> None:
    assert starts(np.array([2, 0, 3])).tolist() == [0, 2, 2, 5]
    assert starts(np.array([], np.int64)).tolist() == [0]
    assert starts(np.array([1])).dtype == np.uint32


def test_values_are_kept_small_where_all_fit() -> None:
    assert [compact(np.array(values, np.int64)).dtype.str for values in ([], [65_535], [1, 65_536], [2**32 - 1])] == [
        "<u2", "<u2", "<u4", "<u4",
    ]  # fmt: skip


def test_a_word_that_is_met_again_is_numbered_once_in_each_field(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[str, str, str, str]] = []

    def noted(*term: str) -> bytes:
        made.append(term)  # type: ignore[arg-type]
        return packed(*term)

    monkeypatch.setattr(invert, "packed", noted)
    batch = PostingBatch()
    for doc in range(3):
        for field in "*t":
            batch.add(doc, field, tokens.pieces("the heron and the heron, a fish"))

    assert len(made) == 2 * 5  # the, heron, and, a, fish
    assert len(batch.arrays()["doc"]) == 3 * 2 * 5
