"""Divides a run of letters without spaces into words: 座礁調査 into 座礁 and 調査.

Nobody who types Japanese, Chinese, Thai or Korean says where a word ends. One ends where the script changes; hiragana
behind a word only inflects it or joins it to the next. All else is divided by what the articles have: into the fewest
pieces that each stand in some article, and of these ways into the commonest.
"""

from __future__ import annotations

import math
from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING

import numpy as np

from reader.late import pattern
from reader.query.tree import Text
from reader.text.scripts import HAN, HANGUL, HIRAGANA, KANA, KATAKANA, THAI, UNSPACED_OR_HANGUL
from reader.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.query.tree import Node
    from reader.store.search.masks import Mask

    Count = Callable[[str], int]
    """Tells how many articles have a piece."""

RUN, STRETCH = 60, 16
"""Letters of a run, and of a stretch of one script in it, up to which they are divided: each piece is looked for."""

_UNSPACED = pattern(f"[{UNSPACED_OR_HANGUL}]")
_KANA = pattern(f"[{KANA}]")
_HIRAGANA = pattern(f"[{HIRAGANA}]+")
_THAI = pattern(f"[{THAI}]+")
_HAN = pattern(f"[{HAN}]+")
_STRETCH = pattern(rf"[{HAN}]+|[{HIRAGANA}]+|[{KATAKANA}]+|[{THAI}]+|[{HANGUL}]+|[^{UNSPACED_OR_HANGUL}]+")
_JOINS = "的"
"""Joins two words in Chinese; in Japanese it is a part of them."""


def words_of(run: str, masked: Callable[[Node], Mask]) -> tuple[str, ...]:
    """The words of a run; none where it is a single one, or no such run. `masked` gives the articles that have a piece."""

    @cache
    def count(piece: str) -> int:
        return int(np.count_nonzero(masked(Text("any", piece))))

    if len(run) > RUN or not _UNSPACED.search(run):
        return ()
    pieces = [piece for stretch in _stretches(run) for piece in _divided(stretch, count)]
    longer = [piece for piece in pieces if len(piece) > 1]
    found = tuple(dict.fromkeys(longer if len(longer) > 1 else pieces))
    return found if longer and found != (run,) else ()


def _stretches(run: str) -> Iterator[str]:
    """The parts of a run that hold words, each of one script."""
    parted = run if _KANA.search(run) else run.replace(_JOINS, " ")
    for match in _STRETCH.finditer(parted):
        is_ending = match.start() > 0 and _HIRAGANA.fullmatch(match[0])
        if not is_ending and next(terms(match[0]), None) is not None:
            yield match[0].strip()


def _divided(stretch: str, count: Count) -> tuple[str, ...]:
    """The stretch as the fewest pieces that each stand in some article. A letter is left alone only where nothing else is
    possible: only a Chinese one is a word, and as the beginning of others it is in far too many articles. Several side by
    side are a word that no article has."""
    if len(stretch) > STRETCH or not _UNSPACED.match(stretch) or _HIRAGANA.match(stretch):
        return (stretch,)  # any syllables of hiragana stand side by side somewhere
    least = 3 if _THAI.match(stretch) else 2
    ways: dict[int, tuple[tuple[int, int, float], tuple[str, ...]]] = {0: ((0, 0, 0.0), ())}
    for start in range(len(stretch)):
        if start not in ways:
            continue
        (lone, pieces, rarity), way = ways[start]
        for end in (start + 1, *range(start + least, len(stretch) + 1)):
            many, is_lone = count(stretch[start:end]), end == start + 1
            if not many and not is_lone:
                break  # nor is what it begins in any article
            cost = (lone + is_lone, pieces + 1, rarity - math.log(many or 1))
            found = (cost, (*way, stretch[start:end]))
            ways[end] = min(ways.get(end, found), found)
    apart = groupby(ways[len(stretch)][1], key=len)
    every = [piece for size, some in apart for piece in (["".join(some)] if size == 1 else some)]
    return tuple(piece for piece in every if len(piece) > 1 or _HAN.match(piece))
