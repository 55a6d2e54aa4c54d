"""Pickles in the index's files hold values, and run nothing."""

from __future__ import annotations

import gc
import io
import pickle
import tracemalloc
from array import array
from typing import TYPE_CHECKING, Any

import pytest
from whoosh import columns
from whoosh import index as whoosh_index
from whoosh.codec import whoosh3
from whoosh.filedb import structfile

from reader.errors import LibraryError
from reader.index import manifest, safe_pickle
from reader.index.index import Index
from reader.query.tree import Text
from tests.index.articles import document

if TYPE_CHECKING:
    from pathlib import Path


class Trap:
    """Makes a file where it is unpickled."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self) -> tuple[Any, ...]:
        return (open, (str(self.path), "w"))


@pytest.mark.parametrize(
    "value",
    [None, 1, "a", b"\xff", [1, 2], {"a": (1.5, True)}, {1, 2}, frozenset({"a"}), array("I", [1, 2, 3])],
    ids=repr,
)
@pytest.mark.parametrize("protocol", [2, pickle.HIGHEST_PROTOCOL])
def test_values_are_read(value: object, protocol: int) -> None:
    assert safe_pickle.loads(pickle.dumps(value, protocol)) == value


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_nothing_is_run(tmp_path: Path, protocol: int) -> None:
    with pytest.raises(pickle.UnpicklingError, match=r"open has no place in an index"):
        safe_pickle.loads(pickle.dumps(Trap(tmp_path / "trap"), protocol))
    assert not (tmp_path / "trap").exists()


def test_whoosh_reads_all_its_pickles_so() -> None:
    assert vars(structfile)["load"] is safe_pickle.load
    assert vars(whoosh3)["loads"] is vars(columns)["loads"] is safe_pickle.loads
    assert vars(whoosh_index)["toc_loaders"] == {}


@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_a_table_of_contents_with_a_trap_is_a_damaged_index(tmp_path: Path) -> None:
    folder = tmp_path / "index"
    with Index(folder) as index:
        index.write([document(1, "heron weir")], [], 1)
        assert index.state() == "ok"
    name = manifest.newest(folder)
    assert name is not None
    path = folder / name
    whole = path.read_bytes()
    # Before it stand numbers, and the schema as a string; "." ends the pickle of that.
    start = next(at for at in range(len(whole) - 2, 0, -1) if whole[at - 1 : at + 1] == b"\x80\x05")
    path.write_bytes(whole[: start - 1] + pickle.dumps([Trap(tmp_path / "trap")]))
    manifest.write(folder, 1)
    with Index(folder) as index, pytest.raises(LibraryError, match="damaged"):
        index.ids(Text("any", "heron"))
    gc.collect()  # Whoosh has left the file open
    assert not (tmp_path / "trap").exists()
    with Index(folder) as index:
        assert index.state() == "damaged"


@pytest.mark.parametrize(
    "data",
    [
        b"\x80\x02]r\xff\xff\xff\x7f.",  # a place far behind the last
        b"]p2147483647\n.",
        b"\x80\x02K\x01",  # no end
        b"\x80\x04\x95",
        b"c_codecs\nencode",
        b"\x80\x02X\xff\xff\xff\x7fabc.",
        b"",
    ],
)
def test_a_number_that_asks_for_gigabytes_and_a_cut_pickle_are_refused(data: bytes) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(pickle.UnpicklingError):
            safe_pickle.loads(data)
        assert tracemalloc.get_traced_memory()[1] < 100_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_a_pickle_with_many_places_is_read_and_the_file_stands_behind_it(protocol: int) -> None:
    value = [[f"a\nword {number}", {number: b"\n."}] for number in range(400)]
    file = io.BytesIO(b"ab" + pickle.dumps(value, protocol) + pickle.dumps("next") + b"rest")
    file.seek(2)
    assert safe_pickle.load(file) == value
    assert safe_pickle.load(file) == "next"
    assert file.read() == b"rest"
