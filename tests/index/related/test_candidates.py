"""The articles worth comparing with one: those that share its most telling words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.index.related import candidates
from reader.index.related.candidates import nearest
from reader.index.word_frequencies import NO_BACKGROUND, Frequencies
from tests.index.articles import document, snapshot

if TYPE_CHECKING:
    from pathlib import Path

    from reader.index.schema import WordField
    from reader.index.segment import Postings
    from reader.index.snapshot import Snapshot
    from reader.model import Document

OPEN = document(1, "heron weir", title="x")


def found(snapshot: Snapshot, document: Document, limit: int = 9) -> list[int]:
    frequencies = Frequencies(
        snapshot.count, lambda stem: snapshot.frequency("text", stem), behind=NO_BACKGROUND
    )
    return nearest(snapshot, frequencies, document, limit)


def filler(first: int, count: int, words: str = "lorem") -> list[Document]:
    return [document(number, words, title="y") for number in range(first, first + count)]


def test_articles_with_its_words_come_best_first_and_it_is_not_among_them(tmp_path: Path) -> None:
    both, one = document(2, "heron weir", title="z"), document(3, "heron dam", title="z")
    with snapshot(tmp_path, [OPEN, one], [both, document(4, "dam", title="z")]) as newest:
        assert found(newest, OPEN) == [2, 3]
        assert found(newest, OPEN, limit=1) == [2]


def test_equally_good_ones_come_with_the_higher_id_first(tmp_path: Path) -> None:
    with snapshot(
        tmp_path, [OPEN, document(2, "heron weir", title="z"), document(3, "heron weir", title="z")]
    ) as newest:
        assert found(newest, OPEN) == [3, 2]
        assert found(newest, OPEN, limit=1) == [3]


def test_what_shares_a_single_word_of_many_is_no_candidate(tmp_path: Path) -> None:
    words = "heron weir pike otter reed mill lock barge"
    article = document(1, words, title="x")
    with snapshot(
        tmp_path, [article, document(2, words, title="z"), document(3, "heron", title="z")]
    ) as newest:
        assert found(newest, article) == [2]


@pytest.mark.parametrize(("others", "telling"), [(4, True), (5, False)])
def test_in_a_small_library_a_telling_word_stands_in_five_articles_at_most(
    tmp_path: Path, others: int, telling: bool
) -> None:
    article = document(1, "heron", title="x")
    with snapshot(tmp_path, [article, *filler(2, others, "heron"), *filler(20, 20)]) as newest:
        assert bool(found(newest, article)) is telling


@pytest.mark.parametrize(("others", "telling"), [(9, True), (10, False)])
def test_in_a_larger_library_a_telling_word_stands_in_a_tenth_of_it_at_most(
    tmp_path: Path, others: int, telling: bool
) -> None:
    article = document(1, "heron", title="x")
    with snapshot(tmp_path, [article, *filler(2, others, "heron"), *filler(20, 99 - others)]) as newest:
        assert newest.count == 100
        assert bool(found(newest, article)) is telling


def test_a_word_that_no_other_article_has_does_not_count(tmp_path: Path) -> None:
    article = document(1, "heron " + " ".join(f"only{number}" for number in range(40)), title="x")
    with snapshot(tmp_path, [article, document(2, "heron", title="z")]) as newest:
        assert found(newest, article) == [2]


def test_function_words_are_not_looked_up(tmp_path: Path) -> None:
    article = document(1, "They gave it to us, and that was all that they had for us.", title="x")
    with snapshot(tmp_path, [article, document(2, "They had that for us.", title="z")]) as newest:
        assert found(newest, article) == []


def test_sixteen_words_are_looked_up(tmp_path: Path) -> None:
    words = [f"w{letter}rm" for letter in "abcdefghijklmnopq"]
    article = document(1, " ".join(words), title="x")
    asked: list[str] = []
    with snapshot(tmp_path, [article, document(2, " ".join(words), title="z")]) as newest:
        (leaf,) = newest.leaves
        genuine = leaf.word

        def heard(field: WordField, stem: str) -> Postings:
            asked.append(stem)
            return genuine(field, stem)

        leaf.word = heard  # type: ignore[method-assign]
        found(newest, article)
    assert sorted(asked) == words[1:]


def test_a_word_of_the_title_tells_more(tmp_path: Path) -> None:
    article = document(1, "a. b. c. heron weir. heron weir. heron weir.", title="heron")
    with snapshot(
        tmp_path, [article, document(2, "heron dam", title="z"), document(3, "weir dam", title="z")]
    ) as newest:
        assert found(newest, article) == [2, 3]


def test_who_scores_as_much_as_is_wanted_is_a_candidate(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(candidates, "LEAST", 1.0)
    with snapshot(tmp_path, [OPEN, document(2, "heron weir", title="z"), document(3, "heron")]) as newest:
        assert found(newest, OPEN) == [2]


def test_an_article_that_is_not_in_the_index_has_candidates_too(tmp_path: Path) -> None:
    with snapshot(tmp_path, filler(2, 2, "heron weir")) as newest:
        assert found(newest, OPEN) == [3, 2]


def test_the_open_article_is_measured_by_all_it_shares_with_itself(tmp_path: Path) -> None:
    words = " ".join(f"word{letter}" for letter in "abcdefgh")
    article = document(1, words, title="x")
    others = [
        document(2, words, title="z"),
        document(3, "worda", title="z"),
        document(4, "worda wordb", title="z"),
    ]
    with snapshot(tmp_path, [article, *others, *filler(20, 40)]) as newest:
        assert found(newest, article) == [2, 4]


def test_the_bound_as_shipped() -> None:
    assert candidates.TERMS == 16
