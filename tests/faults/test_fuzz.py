"""Made-up bytes at every door, by fixed seeds; `make fuzz` tries many more."""

from __future__ import annotations

import pytest

from tests.faults import fuzz

ROUNDS = {"page": 60, "entry": 120, "feed": 200}


@pytest.mark.parametrize("name", fuzz.DOORS)
def test_a_door_answers_whatever_comes(name: str) -> None:
    assert fuzz.run(name, ROUNDS.get(name, 400), seed=1) is None


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
