"""The index's folder: its states, kills, damage, and two processes at once."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

import pytest

from reader import log
from reader.errors import LibraryError, LibraryLocked
from reader.index.segments import manifest, write
from reader.index.index import Index
from reader.index.segments.segment import Segment
from reader.index.snapshot import Snapshot
from reader.query.tree import Everything, Text
from tests.index.articles import NOW, document

if TYPE_CHECKING:
    from pathlib import Path

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
        assert index.write([document(2, "oil now"), document(2, "coal in the end")], [], 4) == 1
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


def test_another_format_is_old(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "x").close()
    monkeypatch.setattr("reader.index.index.FORMAT", 999)
    assert Index(tmp_path / "x").state() == "old"


def test_an_index_of_another_program_is_never_opened(tmp_path: Path) -> None:
    (tmp_path / "_MAIN_1.toc").write_bytes(b"cos\nsystem\n(S'touch owned'\ntR.")
    assert Index(tmp_path).state() == "old"
    with pytest.raises(LibraryError, match="old"):
        Index(tmp_path).ids(GAS)


@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", "id.col", "size.col"])
def test_a_file_that_is_missing_or_short_is_damage(tmp_path: Path, suffix: str) -> None:
    filled(tmp_path / "x").close()
    path = next(path for path in (tmp_path / "x").iterdir() if path.name.endswith(suffix))
    path.write_bytes(path.read_bytes()[:-1])
    assert Index(tmp_path / "x").state() == "damaged"
    path.unlink()
    assert Index(tmp_path / "x").state() == "damaged"


@pytest.mark.parametrize("suffix", [".toc", ".trm", ".pst", "id.col", "size.col"])
def test_a_changed_byte_is_damage(tmp_path: Path, suffix: str) -> None:
    filled(tmp_path / "x").close()
    path = next(path for path in (tmp_path / "x").iterdir() if path.name.endswith(suffix))
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)
    assert Index(tmp_path / "x").state(thorough=True) == "damaged"


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


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_damage_that_only_whoosh_meets_is_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    filled(tmp_path / "x").close()
    path = next((tmp_path / "x").glob("*.toc"))
    path.write_bytes(b"\xff" * path.stat().st_size)
    monkeypatch.setattr(manifest, "_CHEAP", 0)
    with Index(tmp_path / "x") as index:
        assert index.state() == "ok"
        with pytest.raises(LibraryError, match="damaged"):
            index.ids(GAS)
        assert index.state() == "damaged"
    gc.collect()  # Whoosh has left the file open


def test_damage_that_only_our_reading_of_a_segment_meets_is_damage(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(tmp_path / "x").close()
    heard: list[str] = []
    monkeypatch.setattr(log, "exception", heard.append)
    monkeypatch.setattr(Segment, "ids", [])  # a column that ends too early
    with Index(tmp_path / "x") as index:
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
            patch.setattr("whoosh.index.TOC.write", full)
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
