"""The ASCII signs that stand for ours, each of one cell, on a terminal whose locale has no others (`LANG=C`, ISO 8859)."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_SIGNS = {
    "●": "*", "•": "*", "◆": "*", "★": "+", "✓": "x", "✎": "&", "↻": "@",
    "▸": ">", "▶": ">", "►": ">", "■": "#", "▾": "v", "→": ">", "←": "<", "‹": "<", "›": ">", "↑": "^", "↓": "v", "⏎": "<", "♪": "~",
    "…": "~", "·": "-", "–": "-", "—": "-", "‐": "-", "‑": "-", "−": "-",
    "‘": "'", "’": "'", "‚": ",", "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "\u00a0": " ",
}  # fmt: skip
_LINES = {"═": "="} | dict.fromkeys("─━┄┅┈┉╌╍╴╶╸╺", "-") | dict.fromkeys("│┃┆┇┊┋╎╏║╵╷╹╻", "|")
_BOXES = {chr(code): "+" for code in range(0x2500, 0x2580)}
_BLOCKS = {chr(code): "#" for code in range(0x2580, 0x25A0)} | dict.fromkeys("▉▊▋▌▍▎▏▐▕", "|")

SIGNS: Mapping[int, str] = str.maketrans(_BOXES | _LINES | _BLOCKS | _SIGNS)
"""For `str.translate`. Letters of other scripts have no ASCII of their own and stay."""


def are_needed(environ: Mapping[str, str], encoding: str = "utf-8") -> bool:
    """Tells whether the locale is plain C, whose characters are ASCII, or the encoding of the output lacks the signs.

    Python gives itself a `LC_CTYPE` of UTF-8 where the locale is C (PEP 538), which says nothing of the terminal.
    """
    if not encoding.lower().startswith("utf"):
        return True
    if environ.get("LC_ALL"):
        return environ["LC_ALL"] in _PLAIN
    own = environ.get("LC_CTYPE", "")
    return (own in _PLAIN or own in _COERCED) and environ.get("LANG") in _PLAIN


_PLAIN = ("C", "POSIX")
_COERCED = ("", "C.UTF-8", "C.utf8", "UTF-8")
