from __future__ import annotations

import pytest
from textual.message import Message

from reader.tui.record import Record


class Ship(Record):
    name: str
    masts: int


class Ferry(Ship):
    route: str

    def __post_init__(self) -> None:
        self.title = f"{self.name}, {self.route}"


class Docked(Record, Message):
    ship: Ship


def test_it_is_made_with_what_it_and_its_bases_annotate() -> None:
    ferry = Ferry("Halcyon", 0, route="Oban")
    assert (ferry.name, ferry.masts, ferry.route, ferry.title) == ("Halcyon", 0, "Oban", "Halcyon, Oban")


def test_a_message_is_one_to_textual_as_well() -> None:
    ship = Ship("Halcyon", masts=0)
    told = Docked(ship)
    assert told.ship is ship
    assert told.time
    assert not told.is_forwarded


def test_what_is_missing_too_much_unknown_or_given_twice_is_refused() -> None:
    for values, named in (
        (("Halcyon",), {}),
        (("Halcyon", 0, 1), {}),
        (("Halcyon", 0), {"crew": 1}),
        (("Halcyon", 0), {"name": "Heron"}),
    ):
        with pytest.raises(TypeError, match="Ship is made with name, masts"):
            Ship(*values, **named)
