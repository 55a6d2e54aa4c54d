"""Writing an index: one commit a batch, small segments merged, and a whole new one beside the old."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from reader.errors import LibraryLocked
from reader.index.analyse import Analysed, analysed
from reader.index.index import Index
from reader.index.segments import manifest, whoosh_codec, write
from reader.index.segments.array_file import ArrayWriter
from reader.index.segments.whoosh_codec import Catalog
from reader.query.tree import Text
from tests.index.articles import document, opened, put
from tests.index.test_index import filled

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.index.segments.array_file import Array
    from reader.index.segments.segment import Segment
    from reader.model import Document

GAS = Text("any", "gas")


def all_ids(folder: Path) -> set[int]:
    newest = opened(folder)
    return newest.found(newest.alive)


def matching(folder: Path, text: Text) -> set[int]:
    newest = opened(folder)
    return newest.found(newest.matching(text))


def sizes(folder: Path) -> list[int]:
    """Articles of each segment, the gone with them."""
    return sorted(entry.count for entry in Catalog(folder).contents().segments)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    write.create(tmp_path / "deep" / "x")
    return tmp_path / "deep" / "x"


def batch(first: int, count: int) -> list[Document]:
    return [document(number, "gas") for number in range(first, first + count)]


def test_a_new_index_is_empty_and_holds_no_change(folder: Path) -> None:
    known = manifest.read(folder)

    assert known is not None
    assert (known.last_change, list(known.files)) == (0, ["_MAIN_0.toc"])
    assert all_ids(folder) == set()
    write.create(folder)


def test_writing_counts_the_articles_and_notes_the_change(folder: Path) -> None:
    put(folder, [document(1, "gas")], upto=6)
    assert put(folder, [document(1, "oil"), document(2, "oil")], upto=7) == 2

    known = manifest.read(folder)
    assert known is not None
    assert known.last_change == 7
    assert matching(folder, GAS) == set()
    assert matching(folder, Text("any", "oil")) == {1, 2}


def test_no_article_is_written_twice_at_once(folder: Path) -> None:
    with pytest.raises(ValueError, match="twice"):
        put(folder, [document(1, "gas"), document(1, "oil")])
    assert all_ids(folder) == set()


def test_articles_are_read_one_after_another(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []

    def read(one: Document) -> Analysed:
        order.append("analysed")
        return analysed(one)

    def documents() -> Iterator[Document]:
        for number in (1, 2):
            order.append("read")
            yield document(number, "gas")

    monkeypatch.setattr(write, "analysed", read)
    put(folder, documents())
    assert order == ["read", "analysed"] * 2


def test_an_article_is_replaced_in_whichever_segment_it_stands(folder: Path) -> None:
    for first in (1, 4, 7):
        put(folder, batch(first, 3))
    put(folder, [document(2, "oil"), document(6, "oil"), document(7, "oil")], gone=(9, 6, 77))

    assert matching(folder, GAS) == {1, 3, 4, 5, 8}
    assert matching(folder, Text("any", "oil")) == {2, 6, 7}
    assert opened(folder).count == 8


@pytest.mark.parametrize(
    ("rising", "places"),
    [([], []), ([9], []), ([1], []), ([3], [1]), ([3, 5, 8], [1, 0, 2]), ([2, 6], []), ([0, 4, 99], [3])],
)
def test_articles_that_are_replaced_are_looked_up_by_their_ids(rising: list[int], places: list[int]) -> None:
    found = write._places(np.array([5, 3, 8, 4]), np.array(rising, np.int64))
    assert found == sorted(places)


def test_each_batch_is_a_segment_of_its_own(folder: Path) -> None:
    for first in (1, 4, 7):
        put(folder, batch(first, 3))
    assert sizes(folder) == [3, 3, 3]


def test_files_that_are_known_are_not_read_again(folder: Path) -> None:
    put(folder, batch(1, 2))
    known = manifest.read(folder)
    assert known is not None
    name = next(name for name in known.files if name.endswith(".pst"))
    marked = {**known.files, name: (known.files[name][0], 12_345)}
    write_manifest(folder, known.last_change, marked)
    put(folder, batch(3, 2))

    after = manifest.read(folder)
    assert after is not None
    assert after.files[name] == (known.files[name][0], 12_345)


def write_manifest(folder: Path, last_change: int, files: dict[str, tuple[int, int]]) -> None:
    manifest.write(folder, last_change, manifest.Manifest(files=files))


def test_the_newest_commit_is_asked_for_when_nobody_else_can_write(folder: Path) -> None:
    asked: list[str] = []

    def newest() -> Sequence[Segment]:
        with pytest.raises(LibraryLocked):
            write._writer(folder)
        asked.append("once")
        return opened(folder).segments

    assert write.write(folder, batch(1, 1), [], 1, newest) == 1
    assert asked == ["once"]


def test_a_batch_that_cannot_be_read_leaves_what_was_and_the_lock_free(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(folder, batch(1, 1))
    with monkeypatch.context() as patch:
        patch.setattr(write, "analysed", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            put(folder, batch(2, 1), gone=(1,), upto=2)
    assert all_ids(folder) == {1}
    assert put(folder, batch(2, 1)) == 1


def test_four_small_segments_may_stand_and_five_are_merged(folder: Path) -> None:
    for first in range(1, 5):
        put(folder, batch(first, 1))
    assert not write.merge_small(folder)
    put(folder, batch(5, 1), gone=(1,), upto=9)
    assert write.merge_small(folder)

    assert sizes(folder) == [4]
    assert all_ids(folder) == {2, 3, 4, 5}
    known = manifest.read(folder)
    assert known is not None
    assert known.last_change == 9
    assert manifest.is_sound(folder, known, thorough=True)
    assert not write.merge_small(folder)


def test_segments_are_merged_within_their_tier_only(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "TIERS", (2, 4))
    monkeypatch.setattr(write, "SEGMENTS_A_TIER", 1)
    at = 1
    for count in (1, 2, 3, 4, 5, 5):
        put(folder, batch(at, count))
        at += count
    assert write.merge_small(folder)
    assert sizes(folder) == [5, 5, 10]
    assert all_ids(folder) == set(range(1, at))


def test_a_tier_that_has_few_segments_does_not_keep_the_next_from_being_merged(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "TIERS", (1, 4))
    monkeypatch.setattr(write, "SEGMENTS_A_TIER", 1)
    for first, count in ((1, 1), (2, 2), (4, 4)):
        put(folder, batch(first, count))
    assert write.merge_small(folder)
    assert sizes(folder) == [1, 6]


def test_the_tiers_keep_large_segments_apart_from_small_ones() -> None:
    assert write.TIERS == (64, 512, 4_096, 32_768, 262_144, 2_097_152)
    assert (write.SEGMENTS_A_TIER, write.BUILT_AT_ONCE) == (4, 2_000)


def test_a_merge_without_a_manifest_knows_no_change(folder: Path) -> None:
    for first in range(1, 6):
        put(folder, batch(first, 1))
    (folder / manifest.NAME).unlink()
    write.merge_small(folder)

    known = manifest.read(folder)
    assert known is not None
    assert known.last_change == 0


def test_a_rebuild_commits_so_many_articles_at_once_and_tells_each_hundred(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[int] = []
    monkeypatch.setattr(write, "BUILT_AT_ONCE", 150)
    put(folder, [document(999, "old")])
    write.rebuild(folder, iter(batch(1, 250)), 8, heard.append)

    assert heard == [100, 200, 250]
    assert sizes(folder) == [100, 150]
    assert all_ids(folder) == set(range(1, 251))
    known = manifest.read(folder)
    assert known is not None
    assert known.last_change == 8
    assert manifest.is_sound(folder, known, thorough=True)
    assert [path.name for path in folder.parent.iterdir()] == ["x"]


def test_the_first_commit_of_a_rebuild_is_small_and_each_can_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert write.BUILT_FIRST == 500
    monkeypatch.setattr(write, "BUILT_FIRST", 20)
    monkeypatch.setattr(write, "BUILT_AT_ONCE", 50)
    seen: list[set[int]] = []
    new = write.begun(folder)

    def documents() -> Iterator[Document]:
        for document_ in batch(1, 130):
            if document_.article.id in (1, 20, 21, 70, 71, 121):
                known = manifest.read(new)
                assert known is not None
                assert (known.last_change, manifest.is_sound(new, known, thorough=True)) == (0, True)
                seen.append(all_ids(new))
            yield document_

    write.rebuild(folder, documents(), 8, lambda _: None)
    assert [len(ids) for ids in seen] == [0, 0, 20, 20, 70, 120]
    assert new.name == f"{folder.name}.new-"
    assert new.parent == folder.parent
    assert sizes(folder) == [10, 20, 50, 50]


def test_what_a_rebuild_committed_is_merged_at_its_end(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(write, "BUILT_AT_ONCE", 10)
    write.rebuild(folder, batch(1, 60), 8, lambda _: None)

    known = manifest.read(folder)
    assert known is not None
    assert (sizes(folder), known.last_change, all_ids(folder)) == ([60], 8, set(range(1, 61)))
    assert manifest.is_sound(folder, known, thorough=True)


def test_a_rebuild_takes_away_what_a_killed_one_left_and_needs_no_old_one(tmp_path: Path) -> None:
    for name in ("x.new-", "x.old-"):
        (tmp_path / name / "deep").mkdir(parents=True)
    (tmp_path / "y.new-").mkdir()
    write.rebuild(tmp_path / "x", [document(8, "gas")], 1, lambda _: None)

    assert sorted(path.name for path in tmp_path.iterdir()) == ["x", "y.new-"]
    assert not (tmp_path / "x" / "deep").exists()
    assert all_ids(tmp_path / "x") == {8}


def test_a_commit_takes_away_what_a_killed_rebuild_left(folder: Path) -> None:
    for name in (".new-", ".old-"):
        (folder.with_name(folder.name + name) / "deep").mkdir(parents=True)
    other = folder.with_name("y.new-")
    other.mkdir()
    put(folder, batch(1, 1))
    assert sorted(path.name for path in folder.parent.iterdir()) == sorted((folder.name, other.name))


def test_an_old_index_that_cannot_be_taken_away_is_no_error(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = shutil.rmtree
    asked: list[bool] = []

    def stubborn(path: Path, ignore_errors: bool = False) -> None:
        asked.append(ignore_errors)
        if not ignore_errors:
            genuine(path)

    monkeypatch.setattr(shutil, "rmtree", stubborn)
    write.rebuild(folder, batch(1, 1), 1, lambda _: None)
    assert asked == [True]


def test_a_second_writer_is_told_what_to_do(folder: Path) -> None:
    held = write._writer(folder)
    try:
        with pytest.raises(LibraryLocked, match="another process") as caught:
            write._writer(folder)
    finally:
        held.cancel()
    assert caught.value.subject == str(folder)
    assert "try again" in (caught.value.hint or "")


def test_files_are_not_packed_into_one(folder: Path) -> None:
    writer = write._writer(folder)
    try:
        assert not writer.compound
    finally:
        writer.cancel()


def test_a_merge_that_fails_can_be_tried_again(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for first in range(1, 6):
        put(folder, batch(first, 1))

    def fails(*_: object) -> int:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(whoosh_codec, "merge", fails)
        with pytest.raises(OSError, match="No space"):
            write.merge_small(folder)
    assert sizes(folder) == [1, 1, 1, 1, 1]
    assert write.merge_small(folder)
    assert (sizes(folder), all_ids(folder)) == ([5], {1, 2, 3, 4, 5})


@pytest.mark.parametrize("array", ["id", "text", "doc"])
def test_what_does_not_fit_the_disk_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch, array: str
) -> None:
    put_array = ArrayWriter.put
    for first in range(1, 6):
        put(folder, batch(first, 1))
    before = sorted(path.name for path in folder.iterdir())

    def fails(writer: ArrayWriter, name: str, start: int, values: Array) -> None:
        if name == array:
            raise OSError(28, "No space left on device")
        put_array(writer, name, start, values)

    monkeypatch.setattr(ArrayWriter, "put", fails)
    with pytest.raises(OSError, match="No space"):
        write.merge_small(folder)
    with pytest.raises(OSError, match="No space"):
        put(folder, batch(6, 1))
    assert sorted(path.name for path in folder.iterdir()) == before


def test_segments_without_articles_are_merged_away(folder: Path) -> None:
    for first in range(1, 6):
        put(folder, batch(first, 1))
    put(folder, [], gone=range(1, 6))
    assert write.merge_small(folder)
    assert sizes(folder) == [0]
    for first in range(1, 5):
        put(folder, batch(first, 1))
    assert write.merge_small(folder)
    assert (sizes(folder), all_ids(folder)) == ([4], {1, 2, 3, 4})


def test_ids_may_be_as_large_as_the_library_gives_them(folder: Path) -> None:
    put(folder, [document(2**62, "gas"), document(3, "gas")])
    put(folder, [], gone=[2**62, 2**62 + 1])
    assert all_ids(folder) == {3}


def test_a_few_new_articles_do_not_have_a_large_segment_written_again(tmp_path: Path) -> None:
    with filled(tmp_path / "x", 100) as index:
        (large,) = (tmp_path / "x").glob("*.pst")
        for n in range(101, 110):
            index.write([document(n, "gas")], [], n)
            index.merge_small()
        assert large.exists()
        assert len(list((tmp_path / "x").glob("*.pst"))) <= 2 * write.SEGMENTS_A_TIER
        assert index.count == 109


KILLED = textwrap.dedent("""
    import os, signal, sys
    from pathlib import Path
    from reader.index.index import Index
    from reader.index.segments import manifest, write
    from reader.index.segments.whoosh_codec import Catalog
    from tests.index.articles import document
    def die(*_, **__):
        os.kill(os.getpid(), signal.SIGKILL)
    target, name = sys.argv[2].split(".")
    setattr({"manifest": manifest, "write": write, "Catalog": Catalog, "os": os}[target], name, die)
    index = Index(Path(sys.argv[1]))
    index.write([document(4, "gas"), document(1, "oil")], [2], 6)
""")


@pytest.mark.parametrize("place", ["write.analysed", "Catalog.write_contents", "manifest.write"])
def test_a_kill_costs_no_more_than_writing_again(tmp_path: Path, place: str) -> None:
    filled(tmp_path / "x").close()
    root = Path(__file__).parents[3]
    environment = {**os.environ, "PYTHONPATH": str(root)}
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(tmp_path / "x"), place], cwd=root, env=environment, check=False
    )
    assert killed.returncode == -signal.SIGKILL
    with Index(tmp_path / "x") as index:
        assert (index.state(), index.last_change) == ("ok", 3)
        index.write([document(4, "gas"), document(1, "oil")], [2], 6)
        assert (index.ids(GAS), index.all_ids(), index.last_change) == ({3, 4}, {1, 3, 4}, 6)
        assert not list((tmp_path / "x").glob("*.tmp*"))
        assert len(list((tmp_path / "x").glob("*.pst"))) == len(sizes(tmp_path / "x"))
        assert len(list((tmp_path / "x").glob("*.col"))) == len(sizes(tmp_path / "x"))
