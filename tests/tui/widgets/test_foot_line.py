from __future__ import annotations

from typing import ClassVar

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual import on

from reader.config.actions import CONTEXTS
from reader.config.keys import Bindings, bindings
from reader.tui.widgets.foot_line import GAP, FootLine, fitting, hinted, hit
from tests.support.screen import Harness, text

HINTS = [("j k", "move"), ("Enter", "read"), ("n", "next unread"), ("?", "all keys")]


def cells(hints: list[tuple[str, str]]) -> int:
    return len((" " * GAP).join(" ".join(hint) for hint in hints))


@given(st.integers(min_value=0, max_value=90))
def test_hints_fit_whole_and_the_last_one_stays(room: int) -> None:
    found = fitting(HINTS, room)
    assert found[-1] == HINTS[-1]
    assert found[:-1] == HINTS[: len(found) - 1]
    assert cells(found) <= max(room, cells(HINTS[-1:]))
    if len(found) < len(HINTS):
        assert cells([*HINTS[: len(found)], HINTS[-1]]) > room


async def test_no_line_is_wider_than_the_screen() -> None:
    for width in (1, 10, 40, 80, 200):
        app = Harness(foot := FootLine())
        async with app.run_test(size=(width, 3)) as pilot:
            for context in CONTEXTS:
                foot.show(hinted(Bindings({}), context, lambda _: True))
                await pilot.pause()
                assert all(len(row) <= width for row in text(app).splitlines())


def test_keys_are_those_in_force_and_hints_without_a_key_are_left_out() -> None:
    table = bindings({"bookmark": "B", "add": []})[0]
    hints = hinted(table, "list", lambda _: True)
    assert ("B", "bookmark") in hints
    assert ("j k", "move") in hints
    assert "add" not in [label for _, label in hints]


def test_what_cannot_be_done_is_left_out() -> None:
    hints = hinted(Bindings({}), "list", lambda action: action != "move_up")
    assert hints[1] == ("Enter", "read")
    assert ("j k", "move") not in hints


@pytest.mark.parametrize(
    ("x", "hit_"),
    [
        (-1, None),
        (0, ("j k", "j")),
        (1, ("j k", "j")),
        (2, ("j k", "k")),
        (3, ("j k", "j")),
        (7, ("j k", "j")),
        (8, None),
        (10, None),
        (11, ("Enter", "Enter")),
        (20, ("Enter", "Enter")),
        (21, None),
        (24, ("n", "n")),
        (400, None),
    ],
)
def test_a_click_hits_the_key_or_the_words_of_a_hint(x: int, hit_: tuple[str, str] | None) -> None:
    assert hit(HINTS, x) == hit_


async def test_a_hint_that_is_clicked_is_told_unless_a_sequence_has_begun() -> None:
    class Shown(Harness):
        told: ClassVar[list[tuple[str, str]]] = []

        @on(FootLine.Clicked)
        def _keep(self, event: FootLine.Clicked) -> None:
            self.told.append((event.keys, event.key))

    app = Shown(foot := FootLine())
    async with app.run_test(size=(80, 3)) as pilot:
        for x in (0, 3, 12, 79):
            foot.show(HINTS)  # the key that is pressed has it ask for others
            await pilot.click(foot, offset=(x, 0))
            await pilot.pause()
        assert app.told == [("j k", "k"), ("Enter", "Enter")]
        foot.show(HINTS, "g")
        await pilot.click(foot, offset=(1, 0))
        assert len(app.told) == 2
