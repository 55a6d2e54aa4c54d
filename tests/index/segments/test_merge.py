"""Merging: one segment in the place of several says what they said, without what they lost."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.segments import array_file, merge
from reader.index.segments.array_file import DamagedFileError
from reader.index.segments.invert import PostingBatch
from reader.index.segments.segment import COLUMNS, POSTINGS, Segment
from tests.index.segments.made import arrays, pieces, rewritten, segment, told, word, written

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.index.segments.made import Told

WORDS = st.sampled_from(
    [
        "a",
        "b",
        "c",
        "ab=a",
        "ab=a/e",
        "a=a/e",
        "ba=b/r",
        "я",
        "яя=я/r",
        "北",
        "abc=ab",
        "ab",
        " ".join(["z"] * 260),
    ]
)
ARTICLES = st.lists(WORDS, max_size=6).map(" ".join)
FIELDS = st.dictionaries(st.sampled_from("*at"), ARTICLES, max_size=2)
SEGMENTS = st.lists(st.lists(st.tuples(FIELDS, st.booleans()), max_size=4), min_size=1, max_size=4)


def merged(folder: Path, *segments: Segment) -> Told:
    """What the merged segment tells of terms that some article has."""
    merge.merge(segments, folder, "MAIN_m")
    return {key: having for key, having in told(folder, "MAIN_m").items() if having}


def columns(folder: Path, name: str) -> dict[str, list[int]]:
    return {
        column: values.tolist() for column, values in array_file.read(folder / f"{name}{COLUMNS}").items()
    }


@settings(max_examples=200)
@given(
    batches=SEGMENTS,
    at_once=st.sampled_from([1, 2, 3, 7, 2_000_000]),
    terms_at_once=st.sampled_from([1, 3, 2_000_000]),
)
def test_a_merged_segment_is_one_made_in_one_go(
    tmp_path_factory: pytest.TempPathFactory,
    batches: list[list[tuple[dict[str, str], bool]]],
    at_once: int,
    terms_at_once: int,
) -> None:
    folder = tmp_path_factory.mktemp("merge")
    segments, kept, ids = [], [], []
    first = 1
    for number, batch in enumerate(batches):
        articles = [article for article, _ in batch]
        gone = [doc for doc, (_, lost) in enumerate(batch) if lost]
        segments.append(segment(folder, *articles, name=f"MAIN_{number}", first=first, deleted=gone))
        kept += [article for article, lost in batch if not lost]
        ids += [first + doc for doc, (_, lost) in enumerate(batch) if not lost]
        first += len(batch)
    segment(folder, *kept, name="MAIN_once")
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(merge, "AT_ONCE", at_once)
        patch.setattr(merge, "TERMS_AT_ONCE", terms_at_once)
        assert merge.merge(segments, folder, "MAIN_m") == len(kept)

    of_merged, of_once = told(folder, "MAIN_m"), told(folder, "MAIN_once")
    assert {key: having for key, having in of_merged.items() if having} == of_once
    assert [key for key, having in of_merged.items() if having] == list(of_once)
    assert columns(folder, "MAIN_m") == {
        "id": ids,
        "date": [1_000 + id_ for id_ in ids],
        "size": [10 + id_ for id_ in ids],
    }
    if len(of_merged) == len(of_once):
        same = {name: array.tolist() for name, array in arrays(folder, "MAIN_m").items()}
        assert same == {name: array.tolist() for name, array in arrays(folder, "MAIN_once").items()}
    opened, once = Segment(folder, "MAIN_m"), Segment(folder, "MAIN_once")
    for key in of_merged:
        field, stem = key.decode()[0], key.decode().partition("\0")[0][1:]
        assert opened.frequency(field, stem) == once.frequency(field, stem)


def test_articles_keep_their_order_and_what_is_known_of_them(tmp_path: Path) -> None:
    one = segment(tmp_path, "a", "b", "c", name="MAIN_1", first=7, deleted=[1])
    other = segment(tmp_path, "d", "e", name="MAIN_2", first=3, deleted=[0])

    assert merge.merge([one, other], tmp_path, "MAIN_m") == 3
    assert columns(tmp_path, "MAIN_m") == {
        "id": [7, 9, 4],
        "date": [1_007, 1_009, 1_004],
        "size": [17, 19, 14],
    }
    read = array_file.read(tmp_path / f"MAIN_m{COLUMNS}")
    assert [values.dtype.str for values in read.values()] == ["<i8", "<i4", "<u4"]
    assert Segment(tmp_path, "MAIN_m").deleted == frozenset()


@pytest.mark.parametrize("at_once", [1, 2, 2_000_000])
@pytest.mark.parametrize("count", [254, 255, 300])
def test_counts_that_do_not_fit_a_byte_stay_exact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, count: int, at_once: int
) -> None:
    monkeypatch.setattr(merge, "AT_ONCE", at_once)
    one = segment(tmp_path, "a", "a " * count, "b " * count, name="MAIN_1", deleted=[0])
    other = segment(tmp_path, "a b", "a " * (count + 1), "c", name="MAIN_2", deleted=[2])
    found = merged(tmp_path, one, other)

    assert found == {
        b"*a\0-": {0: list(range(count)), 2: [0], 3: list(range(count + 1))},
        b"*b\0-": {1: list(range(count)), 2: [1]},
    }
    of = arrays(tmp_path, "MAIN_m")
    counts = [count, 1, count + 1, count, 1]
    assert of["many"].tolist() == [at for at, many in enumerate(counts) if many >= 255]
    assert of["how_many"].tolist() == [many for many in counts if many >= 255]
    assert Segment(tmp_path, "MAIN_m").counts(0, 5).tolist() == counts


@pytest.mark.parametrize("far", [65_535, 65_536, 2**32 - 1])
def test_places_beyond_two_bytes_stay_exact_beside_small_ones(tmp_path: Path, far: int) -> None:
    batch = PostingBatch()
    batch.add(0, "*", pieces([word("a", 1), word("a", far)]))
    one, other = written(tmp_path, batch, 1, name="MAIN_1"), segment(tmp_path, "b a", name="MAIN_2")

    assert merged(tmp_path, other, one) == {b"*a\0-": {0: [1], 1: [1, far]}, b"*b\0-": {0: [0]}}
    assert arrays(tmp_path, "MAIN_m")["place"].dtype == ("<u2" if far == 65_535 else "<u4")
    assert merged(tmp_path, one, other) == {b"*a\0-": {0: [1, far], 1: [1]}, b"*b\0-": {1: [0]}}


def test_empty_segments_are_merged(tmp_path: Path) -> None:
    empty, lost = segment(tmp_path, name="MAIN_1"), segment(tmp_path, "a", "b", name="MAIN_2", deleted=[0, 1])
    wordless, one = segment(tmp_path, "", name="MAIN_3"), segment(tmp_path, "a", name="MAIN_4")

    assert merged(tmp_path, empty, lost, wordless, one, empty) == {b"*a\0-": {1: [0]}}
    assert merged(tmp_path, lost) == merged(tmp_path, empty) == {}
    assert len(Segment(tmp_path, "MAIN_m").ids) == 0


def test_a_merged_segment_that_lost_articles_is_merged_again(tmp_path: Path) -> None:
    parts = [segment(tmp_path, "a b", "b", name=f"MAIN_{number}", first=number) for number in (1, 3, 5)]
    merge.merge(parts, tmp_path, "MAIN_x")
    again = Segment(tmp_path, "MAIN_x", deleted=[0, 3, 5])

    assert merged(tmp_path, again) == {b"*a\0-": {1: [0], 2: [0]}, b"*b\0-": {0: [0], 1: [1], 2: [1]}}
    assert columns(tmp_path, "MAIN_m")["id"] == [2, 3, 5]


def test_terms_that_nobody_has_any_more_are_empty_and_found_by_nobody(tmp_path: Path) -> None:
    merge.merge([segment(tmp_path, "a b", "a c", name="MAIN_1", deleted=[0])], tmp_path, "MAIN_m")
    found = Segment(tmp_path, "MAIN_m")

    assert (found.frequency("*", "a"), found.frequency("*", "b"), found.frequency("*", "c")) == (1, 0, 1)
    assert found.postings([found.terms.of_stem("*", "b")]).docs.tolist() == []
    assert found.places([found.terms.of_stem("*", "b")], np.array([0])).tolist() == []


def test_no_more_postings_are_in_memory_than_a_part_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts: list[tuple[int, int]] = []
    genuine = merge._part

    def heard(sources: object, run: tuple[int, int]) -> object:
        part = genuine(sources, run)  # type: ignore[arg-type]
        parts.append((len(part.lengths), len(part.docs)))
        return part

    monkeypatch.setattr(merge, "_part", heard)
    assert merge.AT_ONCE <= 250_000, "80 bytes each"
    monkeypatch.setattr(merge, "AT_ONCE", 4)
    one = segment(tmp_path, "a b c d=c", "a b c", "a", name="MAIN_1", deleted=[2])
    other = segment(tmp_path, "a e=c x y z", name="MAIN_2")
    merged(tmp_path, one, other)

    # The four postings of a, of which one is gone; b with the forms of c, which are not parted; what is left.
    assert parts == [(1, 3), (4, 6), (3, 3)]


def test_what_was_merged_can_go_on_being_read_while_it_is_deleted(tmp_path: Path) -> None:
    one = segment(tmp_path, "a b", name="MAIN_1")
    for path in tmp_path.glob("MAIN_1.*"):
        path.unlink()
    assert merged(tmp_path, one) == {b"*a\0-": {0: [0]}, b"*b\0-": {0: [1]}}


@pytest.mark.parametrize("how_many", [299, 301, 2**32 - 1])
def test_counts_that_are_wrong_are_damage_before_anything_is_made(tmp_path: Path, how_many: int) -> None:
    segment(tmp_path, "a " * 300, "b a")
    rewritten(tmp_path, POSTINGS, lambda held: held["how_many"].fill(how_many))
    with pytest.raises(DamagedFileError):
        merged(tmp_path, segment(tmp_path, "a", name="MAIN_1"), Segment(tmp_path, "MAIN_a"))
    assert not (tmp_path / f"MAIN_m{POSTINGS}").exists()


@pytest.mark.parametrize(("at", "number"), [(1, 5), (1, 2**31), (-1, 3), (-1, 5), (-1, 2**32 - 1)])
def test_postings_that_do_not_follow_each_other_are_damage(tmp_path: Path, at: int, number: int) -> None:
    segment(tmp_path, "a b c", "a")

    def change(held: dict[str, NDArray[Any]]) -> None:
        held["start"][at] = number

    rewritten(tmp_path, POSTINGS, change)
    with pytest.raises(DamagedFileError, match="do not follow each other"):
        merged(tmp_path, segment(tmp_path, "a", name="MAIN_1"), Segment(tmp_path, "MAIN_a"))
    assert not (tmp_path / f"MAIN_m{POSTINGS}").exists()
