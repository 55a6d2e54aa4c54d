"""The order in which the letters of a line are seen: the bidirectional algorithm of Unicode (UAX #9) for a line that was broken
already, without the explicit controls, which `text.clean` takes out.

Rules W1 to W7, N0 to N2, I1, I2 and L1 to L4. What stands for a letter is a cluster: a letter with its marks.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

RUNS_BACK = pattern("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]")
"""Letters and digits that make a line other than it is written."""

_NEUTRAL = frozenset(("B", "S", "WS", "ON", "BN"))
_APART = {"[": "]", "{": "}", "［": "］", "｛": "｝", "\u298d": "\u2990", "\u298f": "\u298e"}
_MOST_OPEN = 63
"""Brackets that can be open within one another (BD16)."""

_SEEN_FROM_BEHIND = "<> «» ‹› ≤≥ ≪≫ ≮≯ ≰≱ ⊂⊃ ⊆⊇ ∈∋ ⋘⋙"


def visual_order(clusters: Sequence[str], *, is_right: bool) -> list[int]:
    """The numbers of the clusters from left to right, as they are seen. `is_right`: they are of a paragraph that runs from
    right to left."""
    return reordered(levels(clusters, is_right=is_right))


def reordered(found: Sequence[int]) -> list[int]:
    """The order that levels make (L2)."""
    order = list(range(len(found)))
    for level in range(max(found, default=0), 0, -1):
        for start, end in _stretches([found[at] >= level for at in order]):
            order[start:end] = order[start:end][::-1]
    return order


def levels(clusters: Sequence[str], *, is_right: bool) -> list[int]:
    """The level of each cluster: even ones run from left to right."""
    base = int(is_right)
    own = "RL"[not is_right]
    first = [_kind(cluster[0]) for cluster in clusters]
    kinds = _weak(first, own)
    _brackets(clusters, kinds, first, own)
    _neutral(kinds, own)
    found = [_level(kind, base) for kind in kinds]
    at = len(found)
    while at and first[at - 1] in ("WS", "S", "B", "BN"):  # L1
        at -= 1
        found[at] = base
    return found


def mirrored(char: str) -> str:
    """The sign that a bracket is where it is read from the right (L4)."""
    return _mirrors().get(char, char)


@lru_cache(maxsize=2_048)
def _kind(char: str) -> str:
    return unicodedata.bidirectional(char) or "L"


def _level(kind: str, base: int) -> int:
    if base:
        return 1 if kind == "R" else 2
    return {"L": 0, "R": 1}.get(kind, 2)


def _weak(first: Sequence[str], own: str) -> list[str]:
    """The kinds after the rules for numbers and what stands among them (W1 to W7)."""
    kinds = _numbers(first, own)
    for start, end in _stretches([kind == "ET" for kind in kinds]):
        if "EN" in (kinds[start - 1] if start else "", kinds[end] if end < len(kinds) else ""):
            kinds[start:end] = ["EN"] * (end - start)
    strong = own
    for at, kind in enumerate(kinds):
        if kind in ("L", "R"):
            strong = kind
        elif kind == "EN" and strong == "L":
            kinds[at] = "L"
        elif kind in ("ES", "ET", "CS"):
            kinds[at] = "ON"
    return kinds


def _numbers(first: Sequence[str], own: str) -> list[str]:
    """The kinds after the rules for marks, for numbers behind Arabic letters, and for signs within a number (W1 to W4)."""
    kinds = list(first)
    strong = before = own
    for at, kind in enumerate(kinds):
        if kind == "NSM":
            kinds[at] = kind = before
        if kind in ("L", "R", "AL"):
            strong = kind
        elif kind == "EN" and strong == "AL":
            kinds[at] = kind = "AN"
        before = kind
    kinds = ["R" if kind == "AL" else kind for kind in kinds]
    for at in range(1, len(kinds) - 1):
        if kinds[at] not in ("ES", "CS") or kinds[at - 1] != kinds[at + 1]:
            continue
        if kinds[at - 1] == "EN" or (kinds[at - 1] == "AN" and kinds[at] == "CS"):
            kinds[at] = kinds[at - 1]
    return kinds


def _brackets(clusters: Sequence[str], kinds: list[str], first: Sequence[str], own: str) -> None:
    """Give brackets the direction of what they hold, or of what stands before them (N0)."""
    for opening, closing in _pairs(clusters, kinds):
        held = {_direction(kind) for kind in kinds[opening + 1 : closing]}
        if own in held:
            found = own
        elif held & {"L", "R"}:
            strong = (_direction(kind) for kind in reversed(kinds[:opening]))
            found = next((kind for kind in strong if kind), own)
        else:
            continue
        for at in (opening, closing):
            kinds[at] = found
            while (at := at + 1) < len(kinds) and first[at] == "NSM":
                kinds[at] = found


def _pairs(clusters: Sequence[str], kinds: Sequence[str]) -> list[tuple[int, int]]:
    """The places where brackets open and close, by their beginnings (BD16)."""
    waiting: list[tuple[str, int]] = []
    found: list[tuple[int, int]] = []
    for at, kind in enumerate(kinds):
        if kind != "ON":
            continue
        char = _canonical(clusters[at][0])
        if closing := _closing(char):
            if len(waiting) == _MOST_OPEN:
                break
            waiting.append((closing, at))
            continue
        for depth in range(len(waiting) - 1, -1, -1):
            if waiting[depth][0] == char:
                found.append((waiting[depth][1], at))
                del waiting[depth:]
                break
    return sorted(found)


def _canonical(char: str) -> str:
    return {"\u2329": "\u3008", "\u232a": "\u3009"}.get(char, char)


@lru_cache(maxsize=512)
def _closing(char: str) -> str:
    """The bracket that closes what this one opens: mostly the next character; empty where it opens nothing."""
    if unicodedata.category(char) != "Ps" or not unicodedata.mirrored(char):
        return ""
    return _APART.get(char) or chr(ord(char) + 1)


def _neutral(kinds: list[str], own: str) -> None:
    """Give what has no direction that of both neighbours, else the paragraph's (N1, N2)."""
    for start, end in _stretches([kind in _NEUTRAL for kind in kinds]):
        before = _direction(kinds[start - 1]) if start else own
        after = _direction(kinds[end]) if end < len(kinds) else own
        kinds[start:end] = [before if before == after else own] * (end - start)


def _direction(kind: str) -> str:
    if kind == "L":
        return "L"
    return "R" if kind in ("R", "EN", "AN") else ""


def _stretches(are_meant: Sequence[bool]) -> Iterator[tuple[int, int]]:
    """Start and end of each run of True."""
    start = -1
    for at, is_meant in enumerate([*are_meant, False]):
        if is_meant and start < 0:
            start = at
        elif not is_meant and start >= 0:
            yield start, at
            start = -1


@lru_cache(maxsize=1)
def _mirrors() -> dict[str, str]:
    brackets = [char + closing for code in range(0x10000) if (closing := _closing(char := chr(code)))]
    pairs = [pair for pair in (*brackets, *_SEEN_FROM_BEHIND.split()) if len(pair) == 2]
    return {pair[at]: pair[1 - at] for pair in pairs for at in (0, 1)}
