"""Made-up bytes at every door, by fixed seeds; `make fuzz` tries many more."""

from __future__ import annotations

import gc
import warnings
from typing import TYPE_CHECKING

import pytest

from tests.faults import fuzz

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ROUNDS = {"page": 60, "entry": 120, "feed": 200, "index": 100}


@pytest.fixture(autouse=True)
def _files_left_open() -> Iterator[None]:
    """Whoosh leaves files open where they are damaged."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield
        gc.collect()


@pytest.mark.parametrize("name", fuzz.DOORS)
def test_a_door_answers_whatever_comes(name: str) -> None:
    assert fuzz.run(name, range(1, 1 + ROUNDS.get(name, 400))) is None


@pytest.mark.parametrize("path", sorted(fuzz.FOUND.iterdir()), ids=lambda path: path.name)
def test_what_was_once_found_is_answered(path: Path) -> None:
    name = path.name.rpartition("-")[0].replace("_", " ")
    assert fuzz.finding(fuzz.DOORS[name], path.read_bytes()) is None


def test_a_finding_is_made_small() -> None:
    def door(data: bytes) -> str:
        if b"x" in data and b"y" in data:
            raise KeyError("y")
        return "\x1b" if b"z" in data else "fine"

    broken = fuzz.Door(door, (b"",))
    assert fuzz.smaller(broken, b"aaxbbbbbycccc") == b"xy"
    assert fuzz.finding(broken, b"xy") == "KeyError: 'y'"
    assert fuzz.finding(broken, b"z") == "a raw text: '\\x1b'"
    assert fuzz.finding(broken, b"a") is None
