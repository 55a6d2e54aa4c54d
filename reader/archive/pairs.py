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

_HALF = 0x7FFF_FFFF


def number(lexeme: str) -> int:
    """The number of a lexeme, which is never 0."""
    return crc32(lexeme.encode()) | 1


def signature(places: Sequence[int], numbers: Sequence[int], many: Sequence[int]) -> bytes:
    """The mark of an article, whose lexemes have these numbers; of the places, the first `many[0]` are the first one's, and so
    on. Several may stand at one place."""
    if not places:
        return bytes(1)
    at, of = np.array(places), np.repeat(np.array(numbers, np.uint64), many)
    end = int(at.max()) + 1
    layers: list[np.ndarray] = []
    while len(at):
        layer = np.zeros(end, np.uint64)
        layer[at] = of
        layers.append(layer)
        is_left = layer[at] != of
        at, of = at[is_left], of[is_left]
    met = []
    for left, right in product(layers, layers):
        is_pair = (left[:-1] != 0) & (right[1:] != 0)
        met.append(_mixed(left[:-1][is_pair], right[1:][is_pair]))
    found = met[0] if len(met) == 1 else np.concatenate(met)
    size = min(max(len(found), 1), MOST)
    bits = np.zeros(size * 8, np.bool_)
    bits[(found & _HALF) % (size * 8)] = True
    bits[(found >> 31) % (size * 8)] = True
    return np.packbits(bits, bitorder="little").tobytes()


def pair(left: str, right: str) -> int:
    """The number of two lexemes side by side: its lower and its upper 31 bits each tell a bit of a mark."""
    (found,) = _mixed(np.array([number(left)], np.uint64), np.array([number(right)], np.uint64)).tolist()
    return int(found)


def _mixed(left: np.ndarray, right: np.ndarray) -> np.ndarray:
    mixed = (left * np.uint64(0x9E3779B97F4A7C15)) ^ (right * np.uint64(0xC2B2AE3D27D4EB4F))
    mixed = (mixed ^ (mixed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return (mixed ^ (mixed >> np.uint64(32))) & np.uint64(0x3FFF_FFFF_FFFF_FFFF)
