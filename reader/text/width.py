"""Terminal cells that a text takes, for commands that must not wait for Rich to be imported."""

from __future__ import annotations

import unicodedata


def width(text: str) -> int:
    """Terminal cells that a clean single-line text takes: wide East Asian characters and emoji two, marks none."""
    if text.isascii():
        return len(text)
    return sum(_cells(char) for char in text)


def _cells(char: str) -> int:
    if unicodedata.combining(char) or char in "\u200b\u200c\u200d\u200e\u200f\ufe0e\ufe0f":
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def shorten(text: str, cells: int, *, at_word: bool = True) -> str:
    """At most `cells` terminal cells, cut at a word where one is near the end, with … in place of what was cut; without
    `at_word` at the last cell."""
    if width(text) <= cells:
        return text
    kept: list[str] = []
    room = max(cells - 1, 0)
    for char in text:
        room -= _cells(char)
        if room < 0:
            break
        kept.append(char)
    cut = "".join(kept)
    if at_word and " " in cut and text[len(cut)] != " ":
        whole = cut.rsplit(" ", 1)[0]
        cut = whole if len(whole) >= len(cut) / 2 else cut
    return cut.rstrip(" ,;:–—-") + "…" if cells > 0 else ""
