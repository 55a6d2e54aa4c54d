"""All pairs of neighbours in an article as one short mark: a Bloom filter, by which most articles that have the words of a
phrase, but not side by side, are passed over. It stands in the article's row, while the places of words must be fetched
and unpacked: 45 µs an article.

A pair has two bits among eight for each pair of the article, so that one in twenty others seems to be there; none that is
there is missed.
"""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING
from zlib import crc32

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

MOST = 1_500
"""Bytes of a mark: more would leave the row no room beside it. A text of 5,000 words seems to have one pair in four."""

NOBODY = bytes(8)
"""Stands for a place without a lexeme."""

_HALF = np.uint64(0x7FFF_FFFF)
_UPPER = np.uint64(31)
_LEFT, _RIGHT = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)


def number(lexeme: str) -> bytes:
    """The number of a lexeme, which is never 0."""
    return (crc32(lexeme.encode()) | 1).to_bytes(8, "little")


def signature(layers: Sequence[bytes]) -> bytes:
    """The mark of an article. A layer has the number of a lexeme for each place, one place after another; where several stand
    at one place, each has a layer."""
    numbers = [np.frombuffer(layer, "<u8") for layer in layers]
    lefts = [(layer * _LEFT)[:-1] for layer in numbers]
    rights = [(layer * _RIGHT)[1:] for layer in numbers]
    there = [layer != 0 for layer in numbers]
    met = [
        (lefts[one] ^ rights[other])[there[one][:-1] & there[other][1:]]
        for one, other in product(range(len(numbers)), repeat=2)
    ]
    found = _mixed(met[0] if len(met) == 1 else np.concatenate(met))
    size = min(max(len(found), 1), MOST)
    bits = np.zeros(size * 8, np.bool_)
    many = np.uint64(size * 8)
    bits[(found & _HALF) % many] = True
    bits[(found >> _UPPER) % many] = True
    return np.packbits(bits, bitorder="little").tobytes()


def pair(left: str, right: str) -> int:
    """The number of two lexemes side by side: its lower and its upper 31 bits each tell a bit of a mark."""
    one, other = (np.frombuffer(number(lexeme), "<u8") for lexeme in (left, right))
    return int(_mixed((one * _LEFT) ^ (other * _RIGHT))[0])


def _mixed(mixed: np.ndarray) -> np.ndarray:
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    mixed ^= mixed >> np.uint64(32)
    return mixed & np.uint64(0x3FFF_FFFF_FFFF_FFFF)
