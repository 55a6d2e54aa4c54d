"""The index's folder: its states, kills, damage, and two processes at once."""

from __future__ import annotations

import gc
import weakref
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reader import log
from reader.errors import LibraryError, LibraryLocked
from reader.index.index import Index
from reader.index.segments import manifest, write
from reader.index.segments.whoosh_codec import Catalog
from reader.index.snapshot import Snapshot
from reader.query.tree import And, Everything, Text
from tests.index.articles import NOW, document
from tests.index.segments.made import rewritten

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from numpy.typing import NDArray

    from reader.model import Document

GAS = Text("any", "gas")


def filled(folder: Path, count: int = 3) -> Index:
    index = Index(folder)
    index.write([document(n, f"gas number {n}") for n in range(1, count + 1)], [], count)
    return index


def test_a_missing_index_says_so_and_holds_nothing(tmp_path: Path) -> None:
    index = Index(tmp_path / "none")
    assert (index.state(), index.last_change, index.count, index.ids(GAS)) == ("missing", 0, 0, set())
    assert not (tmp_path / "none").exists()


def test_writing_makes_the_folder_and_remembers_the_change(tmp_path: Path) -> None:
    with filled(tmp_path / "x") as index:
        assert (index.state(), index.last_change, index.count) == ("ok", 3, 3)
        assert index.all_ids() == {1, 2, 3}


def test_an_article_is_replaced_not_doubled(tmp_path: Path) -> None:
    with filled(tmp_path / "x") as index:
        assert index.write([document(2, "oil now")], [], 4) == 1
        assert index.write([document(2, "coal in the end")], [], 5) == 1
        assert index.ids(GAS) == {1, 3}
        assert index.ids(Text("any", "coal")) == {2}
        assert index.count == 3


def test_what_is_gone_is_gone_unless_it_is_also_put_in(tmp_path: Path) -> None:
    with filled(tmp_path / "x") as index:
        index.write([document(2, "gas again")], [1, 2, 77], 4)
        assert index.all_ids() == {2, 3}


def test_applying_the_same_changes_twice_changes_nothing(tmp_path: Path) -> None:
    with filled(tmp_path / "x") as index:
        before = index.search(GAS, limit=9, now=NOW)
        index.write([document(n, f"gas number {n}") for n in (1, 2, 3)], [1, 2, 3], 3)
        assert index.search(GAS, limit=9, now=NOW) == before


def test_a_reader_sees_what_another_one_wrote(tmp_path: Path) -> None:
    with filled(tmp_path / "x") as index, Index(tmp_path / "x") as other:
        assert other.count == 3
        index.write([document(4, "gas")], [3], 5)
        assert other.ids(GAS) == {1, 2, 4}
        assert other.last_change == 5


def test_merging_keeps_what_is_found(tmp_path: Path) -> None:
    with Index(tmp_path / "x") as index:
        for n in range(1, 9):
            index.write([document(n, f"gas number {n}")], [n - 3], n)
        before = index.search(GAS, limit=9, now=NOW)
        index.merge_small()
        assert len(list((tmp_path / "x").glob("*.pst"))) == 1
        assert index.search(GAS, limit=9, now=NOW) == before
        assert (index.state(), index.last_change) == ("ok", 8)


def test_a_rebuilt_index_answers_as_a_grown_one(tmp_path: Path) -> None:
    with filled(tmp_path / "x", 5) as grown, Index(tmp_path / "y") as rebuilt:
        grown.write([document(2, "gas and more gas")], [3], 7)
        heard: list[int] = []
        documents = [document(n, f"gas number {n}") for n in (1, 4, 5)]
        rebuilt.rebuild([*documents, document(2, "gas and more gas")], 7, heard.append)
        assert rebuilt.search(GAS, limit=9, now=NOW) == grown.search(GAS, limit=9, now=NOW)
        assert (rebuilt.last_change, heard[-1]) == (7, 4)


def test_a_rebuild_takes_away_what_a_killed_one_left(tmp_path: Path) -> None:
    (tmp_path / "x.new-").mkdir()
    (tmp_path / "x.new-" / "half.pst").write_bytes(b"half")
    with filled(tmp_path / "x") as index:
        index.rebuild([document(8, "gas")], 9, lambda _: None)
        assert [path.name for path in tmp_path.iterdir()] == ["x"]
        assert index.ids(Everything()) == {8}


def test_a_rebuild_that_fails_leaves_the_old_one(tmp_path: Path) -> None:
    def broken() -> object:
        yield document(8, "gas")
        raise KeyboardInterrupt

    with filled(tmp_path / "x") as index:
        with pytest.raises(KeyboardInterrupt):
            index.rebuild(broken(), 9, lambda _: None)  # type: ignore[arg-type]
        assert (index.state(), index.ids(GAS)) == ("ok", {1, 2, 3})


@pytest.mark.parametrize("number", ["FORMAT", "ANALYSIS"])
def test_another_format_and_other_rules_for_words_are_old(
    number: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path / "x").close()
    monkeypatch.setattr(f"reader.index.segments.manifest.{number}", 999)
    assert Index(tmp_path / "x").state() == "old"


def test_an_index_of_another_program_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "_MAIN_1.toc").write_bytes(b"cos\nsystem\n(S'touch owned'\ntR.")
    assert Index(tmp_path).state() == "old"
    assert Index(tmp_path).ids(GAS) == set()
    with pytest.raises(LibraryError, match="damaged"):
        Index(tmp_path).write([document(1, "gas")], [], 1)


@pytest.mark.parametrize("suffix", [".toc", ".pst", ".col"])
@pytest.mark.parametrize("left", [0, 1, 20, -1])
def test_a_file_that_is_missing_or_short_is_damage(tmp_path: Path, suffix: str, left: int) -> None:
    filled(tmp_path / "x").close()
    path = file_of(tmp_path / "x", suffix)
    path.write_bytes(path.read_bytes()[:left])
    assert Index(tmp_path / "x").state() == "damaged"
    path.unlink()
    assert Index(tmp_path / "x").state() == "damaged"
    with pytest.raises(LibraryError, match="damaged"):
        Index(tmp_path / "x").ids(GAS)


@pytest.mark.parametrize("suffix", [".toc", ".pst", ".col"])
@pytest.mark.parametrize("where", [0, 0.01, 0.5, 1])
def test_a_changed_byte_is_damage(tmp_path: Path, suffix: str, where: float) -> None:
    filled(tmp_path / "x").close()
    flip(file_of(tmp_path / "x", suffix), where)
    assert Index(tmp_path / "x").state() == "damaged"
    assert Index(tmp_path / "x").state(thorough=True) == "damaged"


def file_of(folder: Path, suffix: str) -> Path:
    return next(path for path in folder.iterdir() if path.name.endswith(suffix))


def flip(path: Path, where: float, bits: int = 0xFF) -> None:
    content = bytearray(path.read_bytes())
    content[int((len(content) - 1) * where)] ^= bits
    path.write_bytes(content)


def use(index: Index) -> None:
    """All that can be asked of an index."""
    index.all_ids(), index.count, index.mask(GAS, 9), index.suggest("numbr")
    for tree in (
        GAS,
        Text("any", "gas number"),
        Text("title", "untitled"),
        Text("any", "n", prefix=True),
        Everything(),
    ):
        index.ids(tree)
        index.search(tree, limit=5, now=NOW)
    index.search(
        And((Text("any", "gas"), Text("any", "number"))), limit=5, allowed=index.mask(GAS, 9), now=NOW
    )
    index.related_candidates(document(9, "gas number 2 oil"))


WORDY = [document(n, f"gas number {n} " + "oil coal " * 200) for n in range(1, 7)]


@pytest.fixture
def wordy(tmp_path: Path) -> Path:
    """An index of two segments, of which one has lost an article, and counts that do not fit a byte."""
    with Index(tmp_path / "x") as index:
        index.write(WORDY[:3], [], 1)
        index.write([*WORDY[3:], document(8, "gas " * 300)], [2], 2)
    return tmp_path / "x"


def test_a_sound_index_answers_all(wordy: Path) -> None:
    with Index(wordy) as index:
        use(index)
        assert index.state(thorough=True) == "ok"


def damaged(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever uses it hears of the damage, or gets a wrong answer; nothing else happens."""
    monkeypatch.setattr(manifest, "_CHEAP", 0)  # nobody reads whole files first
    monkeypatch.setattr(log, "exception", lambda _: None)
    manifest.write(folder, 2)
    with Index(folder) as index:
        try:
            use(index)
        except LibraryError:
            assert index.state() == "damaged"


@pytest.mark.parametrize(
    ("ending", "name"),
    [(".col", name) for name in ("id", "date", "size")]
    + [(".pst", name) for name in ("text", "text_start", "by_form", "stemmer", "start", "place_start", "having", "doc", "count",
                                   "place", "many", "how_many")],
)  # fmt: skip
@pytest.mark.parametrize(
    "kind", ["most", "nought", "one more", "backwards", "shorter", "longer", "signed", "wide"]
)
def test_whatever_an_array_holds_is_an_answer_or_damage(
    wordy: Path, monkeypatch: pytest.MonkeyPatch, ending: str, name: str, kind: str
) -> None:
    def change(held: dict[str, NDArray[Any]]) -> None:
        array = held[name]
        most = np.iinfo(array.dtype).max
        held[name] = {
            "most": np.full_like(array, most), "nought": np.zeros_like(array), "one more": array + array.dtype.type(1),
            "backwards": array[::-1], "shorter": array[:-1], "longer": np.append(array, array[-1:]),
            "signed": -1 - array.astype(np.int64), "wide": array.astype(np.uint64) << np.uint64(30),
        }[kind]  # fmt: skip

    for path in wordy.glob(f"*{ending}"):
        rewritten(wordy, ending, change, path.stem)
    damaged(wordy, monkeypatch)


@pytest.mark.parametrize("suffix", [".toc", ".pst", ".col"])
@pytest.mark.parametrize("where", [0, 0.001, 0.01, 0.3, 0.6, 0.9, 0.97, 1])
@pytest.mark.parametrize("bits", [1, 0x80, 0xFF])
def test_a_changed_byte_that_nobody_noticed_is_an_answer_or_damage(
    wordy: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, where: float, bits: int
) -> None:
    flip(file_of(wordy, suffix), where, bits)
    damaged(wordy, monkeypatch)


@pytest.mark.parametrize("name", ["doc", "how_many", "start", "text_start"])
def test_a_merge_and_a_commit_of_what_is_damaged_are_damage(
    wordy: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    for path in wordy.glob("*.pst"):
        rewritten(wordy, ".pst", lambda held: held[name].fill(2**32 - 1), path.stem)
    manifest.write(wordy, 2)
    monkeypatch.setattr(write, "SEGMENTS_A_TIER", 1)
    before = sorted(wordy.iterdir())
    with Index(wordy) as index:
        with pytest.raises(LibraryError, match="damaged"):
            index.merge_small()
        assert index.state() == "damaged"
    assert sorted(path for path in wordy.iterdir() if path.name != "damaged") == before


@pytest.mark.parametrize(
    "told",
    [
        '[["../../x", 3, []]]',
        '[["x/../x", 3, []]]',
        '[["x", 3, [-1]]]',
        "[3]",
        '[["x", 1e999, []]]',
        "[" * 9_999,
    ],
)
def test_a_table_of_contents_that_is_none_is_damage(wordy: Path, told: str) -> None:
    file_of(wordy, ".toc").write_text(told)
    manifest.write(wordy, 2)
    with Index(wordy) as index:
        with pytest.raises(LibraryError, match=r"damaged|No such file"):
            index.ids(GAS)
        assert index.state() == "damaged"


@pytest.mark.parametrize("told", ['{"format": 1e999, "last_change": 1, "files": {}}', "[" * 99_999])
def test_endless_numbers_in_the_manifest_are_damage(wordy: Path, told: str) -> None:
    (wordy / manifest.NAME).write_text(told)
    assert Index(wordy).last_change == 0
    assert Index(wordy).state() == "damaged"


def test_a_bad_manifest_is_damage(tmp_path: Path) -> None:
    filled(tmp_path / "x").close()
    (tmp_path / "x" / manifest.NAME).write_text('{"format": []}')
    assert Index(tmp_path / "x").state() == "damaged"


def test_damage_met_while_searching_is_one_error_and_then_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled(tmp_path / "x") as index:
        path = next((tmp_path / "x").glob("*.pst"))
        path.write_bytes(b"\xff" * path.stat().st_size)
        monkeypatch.setattr(manifest, "_CHEAP", 0)
        with Index(tmp_path / "x") as fresh:
            assert fresh.state() == "ok"
            with pytest.raises(LibraryError, match="damaged"):
                fresh.ids(GAS)
        assert index.state() == "damaged"
        index.rebuild([document(1, "gas")], 1, lambda _: None)
        assert (index.state(), index.ids(GAS)) == ("ok", {1})


def test_damage_that_only_the_search_meets_is_damage_and_is_logged(
    wordy: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    heard: list[str] = []
    monkeypatch.setattr(log, "exception", heard.append)
    for path in wordy.glob("*.pst"):
        rewritten(wordy, ".pst", lambda held: held["doc"].fill(99), path.stem)
    manifest.write(wordy, 2)
    with Index(wordy) as index:
        assert index.state(thorough=True) == "ok"
        with pytest.raises(LibraryError, match="damaged"):
            index.ids(GAS)
        assert heard == ["using the search index"]
        assert index.state() == "damaged"


def test_a_mistake_of_ours_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def mistaken(*_: object) -> None:
        raise IndexError

    with filled(tmp_path / "x") as index:
        monkeypatch.setattr(Snapshot, "matching", mistaken)
        with pytest.raises(IndexError):
            index.ids(GAS)
        assert index.state() == "ok"


def test_a_second_writer_is_told(tmp_path: Path) -> None:
    with filled(tmp_path / "x") as index:
        held = write._writer(tmp_path / "x")
        with pytest.raises(LibraryLocked, match="another process"):
            index.write([document(4)], [], 4)
        held.cancel()
        assert index.write([document(4)], [], 4) == 1


def test_a_full_disk_is_one_error_and_leaves_what_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with filled(tmp_path / "x") as index:
        with monkeypatch.context() as patch:
            patch.setattr(Catalog, "write_contents", full)
            with pytest.raises(LibraryError, match="the disk is full"):
                index.write([document(4, "gas")], [1], 4)
        assert (index.state(), index.last_change, index.ids(GAS)) == ("ok", 3, {1, 2, 3})
        index.write([document(4, "gas")], [1], 4)
        assert index.ids(GAS) == {2, 3, 4}


def test_an_error_of_the_disk_is_told_in_its_own_words(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with filled(tmp_path / "x") as index:
        for error, words in (
            (OSError(5, "Input/output error"), "used: Input/output error"),
            (OSError("odd"), "used: odd"),
        ):

            def failing(*_: object, error: OSError = error) -> None:
                raise error

            monkeypatch.setattr(Snapshot, "matching", failing)
            with pytest.raises(LibraryError, match=words):
                index.ids(GAS)
        assert index.state() == "ok"


def test_what_is_closed_lets_go_of_its_files(tmp_path: Path) -> None:
    with filled(tmp_path / "x") as index:
        index.frequencies().having("gas")
        index.related_candidates(document(9, "gas number 2"))
        assert index._snapshot is not None
        kept = weakref.ref(index._snapshot)
    gc.collect()
    assert kept() is None
    assert index.ids(GAS) == {1, 2, 3}


def test_while_it_is_made_anew_what_there_was_answers_or_what_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(write, "BUILT_AT_ONCE", 2)
    seen: list[tuple[set[int], set[int], int]] = []
    with filled(tmp_path / "x") as old, Index(tmp_path / "y") as none:

        def documents(index: Index) -> Iterator[Document]:
            for number in range(11, 16):
                hits = index.search(GAS, limit=1, now=NOW)
                assert len(hits) == min(index.count, 1)
                index.related_candidates(document(9, "gas number"))
                seen.append((index.ids(GAS), index.all_ids(), index.last_change))
                yield document(number, "gas")

        for index, before in ((old, {1, 2, 3}), (none, set())):
            seen.clear()
            index.rebuild(documents(index), 9, lambda _: None)
            done = [before, before, {11, 12}, {11, 12}, {11, 12, 13, 14}] if index is none else [before] * 5
            assert [ids for ids, _, _ in seen] == [all_ids for _, all_ids, _ in seen] == done
            assert {change for *_, change in seen} == {3 if index is old else 0}
            assert (index.ids(GAS), index.last_change, index.state()) == ({11, 12, 13, 14, 15}, 9, "ok")


def test_frequencies_of_an_older_commit_go_on_with_the_newest(tmp_path: Path) -> None:
    with filled(tmp_path / "x") as index:
        frequencies = index.frequencies()
        index.write([document(4, "gas")], [], 4)
        assert index.ids(GAS) == {1, 2, 3, 4}
        assert frequencies.having("gas") == 4
        assert index.frequencies() is not frequencies
        assert index.frequencies() is index.frequencies()


def test_a_file_that_is_lost_is_damage_and_is_logged(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def lost(*_: object) -> None:
        raise FileNotFoundError(2, "No such file or directory")

    heard: list[str] = []
    monkeypatch.setattr(log, "exception", heard.append)
    monkeypatch.setattr(Snapshot, "matching", lost)
    with filled(tmp_path / "x") as index:
        with pytest.raises(LibraryError, match="No such file"):
            index.ids(GAS)
        assert heard == ["using the search index"]
        assert index.state() == "damaged"
