"""The order in which a terminal with bidi shows a row of the screen: UAX #9 for one that runs from left to right."""

from __future__ import annotations

import unicodedata
from itertools import groupby

_STRONG = {"L": 0, "R": 1, "AL": 1, "EN": 2, "AN": 2}


def unmarked(text: str) -> str:
    """The text without the marks that no terminal gets."""
    return text.translate({0x2067: None, 0x2069: None})


def displayed(row: str) -> str:
    """The characters of a row from the left to the right, without marks of no width. Signs that numbers and brackets have
    rules of their own for are taken for neutral."""
    row = unmarked(row)
    levels: list[int | None] = []
    last = 0  # the row's own direction
    for char in row:
        level = _STRONG.get(unicodedata.bidirectional(char))
        level = 0 if level == 2 and last == 0 else level  # W7: a number behind Latin letters is like them
        last = level if level in (0, 1) else last
        levels.append(level)
    shown = _resolved(levels)
    order = list(range(len(row)))
    for least in (2, 1):  # L2
        found: list[int] = []
        for is_turned, part in groupby(order, [level >= least for level in shown].__getitem__):
            run = [*part]
            found += run[::-1] if is_turned else run
        order = found
    return "".join(row[at] for at in order if row[at] not in "\u200e\u200f")


def _resolved(levels: list[int | None]) -> list[int]:
    """N1 and N2: what is neutral goes with both of its neighbours where they agree, numbers going from right to left, else
    with the row."""
    found = [level or 0 for level in levels]
    at = 0
    while at < len(levels):
        end = at
        while end < len(levels) and levels[end] is None:
            end += 1
        before, after = (levels[at - 1] if at else 0), (levels[end] if end < len(levels) else 0)
        found[at:end] = [1 if before and after else 0] * (end - at)
        at = end + 1
    return found
