"""Files of arrays: what is written is read, and what is damaged is noticed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as numbers

from reader.index.segments import array_file
from reader.index.segments.array_file import ArrayWriter, DamagedFileError, Shape

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

KINDS = st.sampled_from(["<u4", "<u2", "|u1", "<i8", "<i4", "<u8"])
ARRAYS = st.dictionaries(
    st.sampled_from(["a", "b", "long name", "д"]),
    KINDS.flatmap(lambda kind: numbers.arrays(kind, st.integers(0, 200))),
    max_size=4,
)


def head(path: Path) -> dict[str, list[object]]:
    with path.open("rb") as file:
        told: dict[str, list[object]] = json.loads(file.readline())
    return told


def damage(path: Path, told: object) -> None:
    """Write another first line, the rest as it was."""
    content = path.read_bytes()
    line = told if isinstance(told, bytes) else json.dumps(told).encode() + b"\n"
    path.write_bytes(line.ljust(4_096, b"\0") + content[4_096:])


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file of two arrays."""
    array_file.write(tmp_path / "x", {"a": np.arange(20, dtype=np.uint32), "b": np.array([7], np.uint16)})
    return tmp_path / "x"


@settings(max_examples=60)
@given(arrays=ARRAYS)
def test_what_is_written_is_read(
    tmp_path_factory: pytest.TempPathFactory, arrays: dict[str, NDArray[np.generic]]
) -> None:
    path = tmp_path_factory.mktemp("arrays") / "x"
    array_file.write(path, arrays)
    found = array_file.read(path)

    assert list(found) == list(arrays)
    for name, array in arrays.items():
        assert found[name].dtype == array.dtype
        assert found[name].tolist() == array.tolist()


@settings(max_examples=30)
@given(arrays=ARRAYS)
def test_a_file_that_is_filled_later_holds_the_same_bytes(
    tmp_path_factory: pytest.TempPathFactory, arrays: dict[str, NDArray[np.generic]]
) -> None:
    folder = tmp_path_factory.mktemp("arrays")
    array_file.write(folder / "at once", arrays)
    shapes = {name: Shape(array.dtype.str, len(array)) for name, array in arrays.items()}
    with ArrayWriter(folder / "later", shapes) as out:
        for name, array in reversed(arrays.items()):
            for start in range(0, len(array), 3):
                out.put(name, start, array[start : start + 3])

    assert (folder / "at once").read_bytes() == (folder / "later").read_bytes()


def test_arrays_begin_behind_the_head_at_multiples_of_64_bytes(tmp_path: Path) -> None:
    lengths = {"a": 1, "b": 64, "c": 65, "d": 0, "e": 3}
    array_file.write(tmp_path / "x", {name: np.zeros(length, np.uint8) for name, length in lengths.items()})

    assert head(tmp_path / "x") == {
        "a": ["|u1", 4_096, 1], "b": ["|u1", 4_160, 64], "c": ["|u1", 4_224, 65], "d": ["|u1", 4_352, 0], "e": ["|u1", 4_352, 3],
    }  # fmt: skip
    assert (tmp_path / "x").stat().st_size == 4_355


def test_the_size_of_an_item_counts(tmp_path: Path) -> None:
    array_file.write(tmp_path / "x", {"a": np.zeros(17, np.uint32), "b": np.zeros(1, np.uint8)})
    assert head(tmp_path / "x")["b"] == ["|u1", 4_096 + 128, 1]


def test_every_other_item_of_an_array_is_written_as_such(tmp_path: Path) -> None:
    array_file.write(tmp_path / "x", {"a": np.arange(10, dtype=np.uint32)[::2]})
    assert array_file.read(tmp_path / "x")["a"].tolist() == [0, 2, 4, 6, 8]


def test_a_shorter_file_takes_the_place_of_a_longer_one(path: Path) -> None:
    array_file.write(path, {"a": np.zeros(1, np.uint8)})
    assert path.stat().st_size == 4_097
    ArrayWriter(path, {"a": Shape("|u1", 3)}).__exit__()
    assert path.read_bytes()[4_096:] == b"\0\0\0"


def test_arrays_that_are_read_cannot_be_changed_and_stay_after_the_file_was_deleted(path: Path) -> None:
    found = array_file.read(path)
    path.unlink()

    assert found["a"].sum() == 190
    with pytest.raises(ValueError, match="read-only"):
        found["a"][0] = 1


def test_values_are_written_as_the_type_of_their_array(tmp_path: Path) -> None:
    with ArrayWriter(tmp_path / "x", {"a": Shape("<u2", 3)}) as out:
        out.put("a", 1, np.array([7, 8], np.int64))
    assert array_file.read(tmp_path / "x")["a"].tolist() == [0, 7, 8]


@pytest.mark.parametrize(("start", "many"), [(0, 4), (3, 1), (2, 2)])
def test_no_array_is_written_past_its_end(tmp_path: Path, start: int, many: int) -> None:
    with (
        ArrayWriter(tmp_path / "x", {"a": Shape("<u2", 3), "b": Shape("<u2", 3)}) as out,
        pytest.raises(ValueError, match="too many"),
    ):
        out.put("a", start, np.zeros(many, np.uint16))


def test_a_file_of_nothing_is_a_file(tmp_path: Path) -> None:
    array_file.write(tmp_path / "x", {})
    assert array_file.read(tmp_path / "x") == {}
    array_file.write(tmp_path / "y", {"a": np.empty(0, np.uint32)})
    assert array_file.read(tmp_path / "y")["a"].dtype == np.uint32


@pytest.mark.parametrize("size", [0, 1, 40, 4_095, 4_096, 4_175])
def test_a_file_that_was_cut_short_is_damaged(path: Path, size: int) -> None:
    path.write_bytes(path.read_bytes()[:size])
    with pytest.raises(DamagedFileError, match="x "):
        array_file.read(path)


def test_the_very_last_byte_is_needed(path: Path) -> None:
    content = path.read_bytes()
    assert len(content) == 4_096 + 128 + 2
    array_file.read(path)
    path.write_bytes(content[:-1])
    with pytest.raises(DamagedFileError, match="before its array 'b'"):
        array_file.read(path)


def test_a_file_that_is_missing_is_an_error_of_the_disk(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        array_file.read(tmp_path / "x")


@pytest.mark.parametrize(
    "told",
    [
        b"", b"\n", b"{", b"\xff\xfe\n", b"[" * 4_000, b"{" * 4_000, b"1" * 4_000, b'"a"\n', b"null\n", b"[]\n",
        {"a": 1}, {"a": []}, {"a": ["<u4", 4_096]}, {"a": ["<u4", 4_096, 1, 1]}, {"a": ["<u4", None, 1]}, {"a": ["<u4", "x", 1]},
        {"a": ["<u4", 4_096, {}]}, {"a": ["nonsense", 4_096, 1]}, {"a": ["(2,", 4_096, 1]}, {"a": ["i4,i4", 4_096, 1]},
        {"a": [None, 4_096, 1]}, {"a": ["O", 4_096, 1]}, {"a": ["|S4", 4_096, 1]}, {"a": ["<f4", 4_096, 1]}, {"a": ["?", 4_096, 1]},
        {"a": ["<M8[s]", 4_096, 1]}, {"a": ["<c8", 4_096, 1]}, {"a": ["<u4", 4_096, 10**30]}, {"a": ["<u4", 10**30, 1]},
        {"a": ["<u4", -4, 1]}, {"a": ["<u4", 4_096, -1]}, {"a": ["<u4", float("inf"), 1]}, {"a": ["<u4", float("nan"), 1]},
        {"a": ["<u4", 4_096, 2**63]}, {"\ud800": ["\ud800", 4_096, 1]}, {"a": ["<u4", 4_224, 1]}, {"a": ["<u4", 9_999, 0]},
    ],
    ids=lambda told: str(told)[:40],
)  # fmt: skip
def test_a_head_that_tells_of_something_else_is_damage(path: Path, told: object) -> None:
    damage(path, told)
    with pytest.raises(DamagedFileError, match=r"^x "):
        array_file.read(path)


def test_a_head_may_tell_of_what_ends_with_the_file(path: Path) -> None:
    damage(path, {"a": ["<u4", 4_220, 1], "b": ["|u1", 4_225, 1], "c": ["|u1", 4_226, 0]})
    assert [len(array) for array in array_file.read(path).values()] == [1, 1, 0]


def test_what_was_let_go_is_read_again(tmp_path: Path) -> None:
    array_file.write(
        tmp_path / "x", {"long": np.arange(100_000, dtype=np.int64), "none": np.empty(0, np.int64)}
    )
    read = array_file.read(tmp_path / "x")
    (tmp_path / "x").unlink()
    before = int(read["long"].sum())
    for array in read.values():
        array_file.let_go(array)
    assert int(read["long"].sum()) == before == 100_000 * 99_999 // 2
