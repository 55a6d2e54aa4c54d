"""One segment: the articles that have a word, and its weight in each."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reader.index.segments import write
from reader.index.segments.segment import CACHED_POSTINGS, NONE, Postings, PostingsCache, Segment
from reader.index.snapshot import Snapshot
from tests.index.articles import document, opened, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

CORPUS = [
    document(11, "gas gas gas", title="Gas pipeline", authors=("Ann Pipes",), url="https://gas.example/", days_ago=1),
    document(12, "A pipeline carries gas. The gas pipeline burns gas pipelines.", days_ago=2),
    document(13, "oil", title="Oil", days_ago=3),
    document(14, "gas that is taken out"),
    document(15, "gone from the pipeline", title="pi"),
]  # fmt: skip


@pytest.fixture(scope="module")
def leaf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Segment]:
    with snapshot(tmp_path_factory.mktemp("segment"), CORPUS, gone=[14]) as newest:
        (found,) = newest.leaves
        yield found


def postings(*ids: int) -> Postings:
    return Postings(ids, [1.0] * len(ids))


def test_the_least_recently_used_postings_are_forgotten_first() -> None:
    cache = PostingsCache(6)
    cache.keep("a", postings(1))
    cache.keep("b", postings(1))
    cache.keep("c", postings(1))
    assert cache.get("a") is not None
    cache.keep("d", postings())

    assert [key for key in "abcd" if cache.get(key) is not None] == ["a", "c", "d"]


def test_postings_up_to_the_limit_are_kept_and_each_counts_one_more_than_its_articles() -> None:
    cache = PostingsCache(6)
    kept = {key: cache.keep(key, postings(*range(number))) for key, number in (("a", 0), ("b", 1), ("c", 2))}
    assert {key: cache.get(key) for key in "abc"} == kept

    cache.keep("d", postings(1, 2))
    assert [key for key in "abcd" if cache.get(key) is not None] == ["c", "d"]
    cache.keep("e", postings())
    assert [key for key in "abcde" if cache.get(key) is not None] == ["d", "e"]


def test_the_size_is_bounded_however_many_postings_are_kept() -> None:
    cache = PostingsCache(100)
    for number in range(500):
        cache.keep(number, postings(*range(9)))

    assert [number for number in range(500) if cache.get(number) is not None] == list(range(490, 500))


def test_the_newest_postings_are_kept_even_when_they_are_too_many() -> None:
    cache = PostingsCache(3)
    cache.keep("a", postings(1))
    cache.keep("b", postings(*range(9)))

    assert cache.get("a") is None
    assert cache.get("b") == postings(*range(9))
    cache.keep("c", postings(1))
    assert cache.get("b") is None
    assert cache.get("c") is not None


def test_what_is_asked_again_is_given_from_the_cache(leaf: Segment, monkeypatch: pytest.MonkeyPatch) -> None:
    def ask() -> list[object]:
        return [leaf.word("text", "gas"), leaf.form("text", "pipelines"), leaf.phrase("text", ("gas", "pipelin")),
                leaf.prefix("text", "pip")]  # fmt: skip

    first = ask()
    monkeypatch.setattr(Segment, "_read", lambda *_: pytest.fail("was read again"))
    monkeypatch.setattr(Segment, "_phrase", lambda *_: pytest.fail("was read again"))
    monkeypatch.setattr(Segment, "_prefix", lambda *_: pytest.fail("was read again"))
    assert ask() == first


def test_the_cache_holds_three_million_postings() -> None:
    assert PostingsCache()._limit == CACHED_POSTINGS == 3_000_000


def test_a_leaf_tells_ids_days_and_sizes_by_document_number(leaf: Segment) -> None:
    assert leaf.ids == [11, 12, 13, 14, 15]
    assert leaf.days == [20_512, 20_511, 20_510, 20_513, 20_513]
    assert leaf.sizes == [10, 11, 2, 6, 5]


def test_documents_that_are_gone_have_no_number(leaf: Segment) -> None:
    assert leaf.deleted == {3}
    assert leaf.numbers == {11: 0, 12: 1, 13: 2, 15: 4}


def test_the_key_names_the_segment_and_how_many_it_has_lost(leaf: Segment) -> None:
    segment = leaf.reader.segment()
    assert segment is not None
    assert leaf.key == (segment.segment_id(), 1)


def bm25(count: int, size: int) -> float:
    """A word that comes so often in a text of so many terms, by the formula as books give it."""
    return count * 2.2 / (count + 1.2 * (1 - 0.75 + 0.75 * size / 300))


def test_a_word_of_the_text_weighs_by_its_count_and_the_length_of_the_text(leaf: Segment) -> None:
    found = leaf.word("text", "gas")

    assert found.ids == [11, 12]
    assert list(found.weights) == pytest.approx([bm25(5, 10), bm25(3, 11)], rel=1e-6)


@pytest.mark.parametrize(("field", "stem"), [("title", "gas"), ("author", "pipe"), ("url", "gas")])
def test_a_word_of_a_short_field_weighs_by_its_count_alone(leaf: Segment, field: Any, stem: str) -> None:
    assert (leaf.word(field, stem).ids, list(leaf.word(field, stem).weights)) == ([11], [1.0])


def test_a_word_that_is_twice_in_a_title_weighs_more(tmp_path: Path) -> None:
    with snapshot(tmp_path, [document(1, title="Gas, gas")]) as newest:
        assert list(newest.leaves[0].word("title", "gas").weights) == pytest.approx([2 * 2.2 / 3.2])


def test_a_word_that_nobody_has_gives_nothing(leaf: Segment) -> None:
    assert leaf.word("text", "coal") == leaf.word("author", "gas") == NONE
    assert leaf.places("text", "coal", [0, 1]) == {}
    assert leaf.form("text", "gas") == frozenset()


def test_a_form_is_found_where_it_stands_and_is_no_stem(leaf: Segment) -> None:
    assert leaf.form("text", "pipelines") == {12}
    assert leaf.form("text", "pipes") == leaf.form("author", "pipes") == {11}
    assert leaf.form("title", "pipes") == frozenset()
    assert leaf.form("title", "pipeline") == {11}


def test_places_are_those_of_the_articles_asked_for(leaf: Segment) -> None:
    assert leaf.places("text", "gas", [0, 1, 2]) == {0: [0, 102, 103, 104, 308], 1: [104, 106, 109]}
    assert set(leaf.places("text", "gas", [1, 2, 4])) == {1}
    assert leaf.places("text", "gas", [2, 4]) == {}
    assert leaf.places("title", "pipelin", [0]) == {0: [1]}


def test_a_phrase_weighs_by_how_often_its_words_stand_side_by_side(leaf: Segment) -> None:
    found = leaf.phrase("text", ("gas", "pipelin"))

    assert found.ids == [11, 12]
    assert list(found.weights) == pytest.approx([bm25(1, 10), bm25(2, 11)], rel=1e-6)


@pytest.mark.parametrize(
    ("stems", "ids"),
    [
        (("pipelin", "carri", "gas"), [12]),
        (("pipelin", "gas"), []),
        (("gas", "gas", "gas"), [11]),
        (("gas", "gas", "gas", "gas"), []),
        (("gas", "coal"), []),
        (("carri", "gas", "the", "gas", "pipelin"), [12]),
        (("gas", "the", "pipelin"), []),
    ],
)
def test_a_phrase_is_found_where_its_words_follow_each_other(
    leaf: Segment, stems: tuple[str, ...], ids: list[int]
) -> None:
    assert list(leaf.phrase("text", stems).ids) == ids


@pytest.mark.parametrize(
    ("field", "beginning", "ids"),
    [
        ("text", "g", [11, 12, 15]), ("text", "ga", [11, 12]), ("text", "gas", [11, 12]), ("text", "pipelines", [12]),
        ("text", "p", [11, 12, 15]), ("text", "pi", [11, 12, 15]), ("text", "pip", [11, 12, 15]), ("title", "pi", [11, 15]),
        ("title", "pip", [11]), ("author", "pipe", [11]), ("author", "pipes", [11]), ("text", "o", [13]), ("text", "gasz", []),
        ("text", "go", [15]), ("text", "a", [11, 12]),
    ],
)  # fmt: skip
def test_a_beginning_finds_stems_and_forms_with_a_weight_of_one(
    leaf: Segment, field: Any, beginning: str, ids: list[int]
) -> None:
    found = leaf.prefix(field, beginning)
    assert (list(found.ids), list(found.weights)) == (ids, [1.0] * len(ids))


@pytest.mark.parametrize(("beginning", "walks"), [("p", False), ("pi", False), ("pip", True)])
def test_the_terms_of_one_or_two_letters_are_not_walked_through(
    leaf: Segment, monkeypatch: pytest.MonkeyPatch, beginning: str, walks: bool
) -> None:
    walked: list[object] = []
    genuine = leaf.reader.iter_prefix

    def walk(field: str, start: str) -> object:
        walked.append(start)
        return genuine(field, start)

    monkeypatch.setattr(leaf.reader, "iter_prefix", walk)
    monkeypatch.setattr(leaf, "cache", PostingsCache(1_000))
    assert leaf.prefix("text", beginning).ids == [11, 12, 15]
    assert bool(walked) is walks


def test_of_a_beginning_the_commonest_words_are_read_first_and_no_more_than_needed(tmp_path: Path) -> None:
    asked: list[object] = []
    batch = [document(n, f"heron herod{n}a hero{n}b") for n in range(1, 6)]
    with snapshot(tmp_path, batch) as newest:
        (leaf,) = newest.leaves
        genuine = leaf.reader.postings

        def heard(field: str, term: bytes) -> object:
            asked.append(term)
            return genuine(field, term)

        leaf.reader.postings = heard  # type: ignore[method-assign, assignment]
        assert leaf.prefix("text", "her").ids == [1, 2, 3, 4, 5]
    assert asked == [b"heron"]


def test_a_segment_that_lost_documents_keeps_what_stays_true(tmp_path: Path) -> None:
    with snapshot(tmp_path, CORPUS) as before:
        (old,) = before.leaves
        old.days  # noqa: B018 - read once
        with opened(tmp_path) as again:
            (leaf,) = again.leaves
            taken = Segment(leaf.reader, PostingsCache(), old)
            assert taken.days is old.days
            assert "ids" in vars(taken)
            assert "numbers" not in vars(taken)
            assert "sizes" not in vars(taken)
            assert taken.cache is not old.cache
            assert "days" not in vars(Segment(leaf.reader, PostingsCache()))


def test_postings_of_a_segment_that_lost_documents_are_read_anew(tmp_path: Path) -> None:
    with snapshot(tmp_path, CORPUS) as before:
        assert before.leaves[0].word("text", "gas").ids == [11, 12, 14]
        write.write(tmp_path, [], [11], 2, lambda: before)
        after = Snapshot.open(tmp_path, before)
        assert after.leaves[0].word("text", "gas").ids == [12, 14]
        after.close()
