"""The index as of one commit: its segments together."""

from __future__ import annotations

import time
from math import log
from typing import TYPE_CHECKING

import pytest

from reader.index import snapshot as snapshots
from reader.index.segments import write
from reader.index.segments.segment import Postings, PostingsCache
from reader.index.snapshot import Snapshot, patiently
from reader.query.tree import And, Everything, Filter, Not, Or, Text
from tests.index.articles import document, is_closed, snapshot

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.query.tree import Node

FIRST = [document(1, "gas pipeline"), document(2, "oil pipeline"), document(3, "gas", title="Oil")]
SECOND = [
    document(4, "the gas of the pipeline"),
    document(5, "coal", authors=("Ann Gas",), url="https://oil.example/"),
]


@pytest.fixture(scope="module")
def newest(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Snapshot]:
    with snapshot(tmp_path_factory.mktemp("snapshot"), FIRST, SECOND, gone=[2]) as found:
        yield found


def ids(found: list[Postings]) -> list[list[int]]:
    return [list(postings.ids) for postings in found]


def test_it_counts_and_names_the_articles_of_all_segments(newest: Snapshot) -> None:
    assert (newest.count, newest.ids()) == (4, {1, 3, 4, 5})
    assert len(newest.leaves) == 2


def test_an_empty_index_has_no_segments(tmp_path: Path) -> None:
    write.create(tmp_path)
    empty = Snapshot.open(tmp_path)
    assert (empty.leaves, empty.count, empty.ids()) == ([], 0, set())
    assert empty.estimate("text", "gas") == 0


def test_a_frequency_is_that_of_all_segments_with_what_they_lost(newest: Snapshot) -> None:
    assert newest.frequency("text", "gas") == 4
    assert newest.frequency("title", "gas") == 0
    assert newest.frequency("text", "pipelin") == 3


def test_an_estimate_comes_from_the_largest_segment(newest: Snapshot) -> None:
    assert newest.estimate("text", "gas") == pytest.approx(2.5 * 4 / 3)
    assert newest.estimate("text", "coal") == pytest.approx(0.5 * 4 / 3)


def test_of_a_single_segment_an_estimate_is_exact(tmp_path: Path) -> None:
    with snapshot(tmp_path, FIRST) as single:
        assert single.estimate("text", "gas") == 2


@pytest.mark.parametrize(
    ("having", "weight"), [(0, log(1 + 4.5 / 0.5)), (1, log(1 + 3.5 / 1.5)), (4, log(1 + 0.5 / 4.5))]
)
def test_a_rarer_condition_weighs_more(newest: Snapshot, having: int, weight: float) -> None:
    assert newest.idf(having) == pytest.approx(weight)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (Text("any", "gas"), [[1, 3], [4, 5]]),
        (Text("title", "oil"), [[3], []]),
        (Text("author", "gas"), [[], [5]]),
        (Text("url", "oil"), [[], [5]]),
        (Text("any", "gas pipeline"), [[1], []]),
        (Text("any", "ga", prefix=True), [[1, 3], [4, 5]]),
        (Text("any", "gas pipe", prefix=True), [[1, 3], [4, 5], [1], [4]]),
        (Text("any", "..."), []),
    ],
)
def test_postings_come_one_a_segment_and_condition(
    newest: Snapshot, text: Text, found: list[list[int]]
) -> None:
    assert ids(newest.postings(text)) == found


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
        (Or((Text("any", "coal"), Text("title", "oil"))), {3, 5}),
        (Not(Text("any", "pipeline")), {3, 5}),
        (Everything(), {1, 3, 4, 5}),
    ],
)
def test_a_tree_of_words_finds_its_articles(newest: Snapshot, tree: Node, found: set[int]) -> None:
    assert newest.matching(tree) == found


def test_a_tree_with_more_than_words_is_refused(newest: Snapshot) -> None:
    with pytest.raises(ValueError, match="not a tree of words"):
        newest.matching(Filter("is", "unread"))


def test_what_was_read_of_an_unchanged_segment_is_taken_over(tmp_path: Path) -> None:
    with snapshot(tmp_path, FIRST, SECOND) as before:
        first, second = before.leaves
        _ = first.days, second.days
        write.write(tmp_path, [document(6, "gas")], [5], 2, lambda: before)
        after = Snapshot.open(tmp_path, before)

        assert after.cache is before.cache
        assert after.leaves[0] is first
        assert after.leaves[1] is not second
        assert after.leaves[1].days is second.days
        assert [len(leaf.numbers) for leaf in after.leaves] == [3, 1, 1]
        assert not is_closed(first)
        assert is_closed(second)
        after.close()


def test_a_segment_that_a_merge_took_away_is_closed(tmp_path: Path) -> None:
    batches = [[document(n, "gas")] for n in range(1, 7)]
    with snapshot(tmp_path, *batches) as before:
        assert write.merge_small(tmp_path)
        after = Snapshot.open(tmp_path, before)

        assert all(is_closed(leaf) for leaf in before.leaves)
        assert (len(after.leaves), after.ids()) == (1, {1, 2, 3, 4, 5, 6})
        after.close()
        assert is_closed(after.leaves[0])


def test_a_reader_of_a_segment_that_is_known_is_closed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with snapshot(tmp_path, FIRST) as before:
        fresh = snapshots._readers(tmp_path)
        monkeypatch.setattr(snapshots, "_readers", lambda _: fresh)

        assert Snapshot.open(tmp_path, before).leaves == before.leaves
        assert fresh[0].is_closed  # type: ignore[attr-defined]


def test_a_file_that_is_gone_is_tried_for_three_times(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    tries: list[int] = []
    monkeypatch.setattr(time, "sleep", pauses.append)

    def fails(times: int) -> int:
        tries.append(1)
        if len(tries) <= times:
            raise FileNotFoundError
        return len(tries)

    assert patiently(lambda: fails(2)) == 3
    assert pauses == [0.02, 0.02]
    tries.clear()
    with pytest.raises(FileNotFoundError):
        patiently(lambda: fails(3))
    assert len(tries) == 3


def test_a_new_snapshot_has_a_cache_of_its_own(tmp_path: Path) -> None:
    with snapshot(tmp_path, FIRST) as one:
        other = Snapshot.open(tmp_path)
        assert isinstance(other.cache, PostingsCache)
        assert other.cache is not one.cache
        assert all(leaf.cache is other.cache for leaf in other.leaves)
        other.close()
