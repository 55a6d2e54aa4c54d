"""Document frequencies: counts of the library, steadied by a table of ordinary news.

In a library of twenty articles every word looks rare, and a threshold that holds among thousands hides most of what is
related. The table (`word_frequencies.tsv`: stem, articles; its first line gives how many articles were counted) was made
by `benchmarks/background.py` from some 25,000 news texts, mostly English; it holds counts of common words only.
"""

from __future__ import annotations

import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

T = TypeVar("T")


class WordTable(NamedTuple):
    """Number of articles counted, and in how many of them each of the commonest stems stands."""

    articles: int
    frequencies: dict[str, int]


@cache
def background() -> WordTable:
    """The shipped table."""
    lines = Path(__file__).with_name("word_frequencies.tsv").read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines)
    frequencies = {stem: int(count) for stem, count in rows}
    return WordTable(frequencies.pop("#"), frequencies)


class _Remembered(dict[str, T]):
    """What is made of each stem, once; `__getitem__` by itself is quicker than a function that remembers."""

    def __init__(self, make: Callable[[str], T]) -> None:
        self._make = make

    def __missing__(self, stem: str) -> T:
        value = self[stem] = self._make(stem)
        return value


class Frequencies:
    """Document frequencies of stems: `count` articles, `having` of them with a stem, and a background added to both.

    `estimate` is a quicker, rougher `having`, `counts` and `estimates` are the two for many stems at once, where there are such.
    """

    def __init__(
        self,
        count: int,
        having: Callable[[str], int],
        behind: WordTable | None = None,
        estimate: Callable[[str], float] | None = None,
        counts: Callable[[Sequence[str]], Sequence[int]] | None = None,
        estimates: Callable[[Sequence[str]], Sequence[float]] | None = None,
    ) -> None:
        self._having = _Remembered(having)
        self.having = self._having.__getitem__
        self._estimate = estimate or having
        self.idf = _Remembered(self._exact).__getitem__
        """0 for a stem that all articles have, the logarithm of how rare it is for others."""
        self._abouts = _Remembered(self._about)
        self.about = self._abouts.__getitem__
        """`idf` by the estimate: enough for words that only tell how long a text is."""
        self._counts, self._estimates = counts, estimates
        self._behind = background() if behind is None else behind
        self.count = count + self._behind.articles

    def look_up(self, stems: Iterable[str], *, roughly: bool = False) -> None:
        """Counts those of the stems that are not known yet at once, for `having` and `idf`, or for `about`."""
        if roughly and self._estimates is not None:
            if new := [stem for stem in set(stems) if stem not in self._abouts]:
                self._abouts.update(zip(new, map(self._idf, new, self._estimates(new)), strict=True))
        elif self._counts is not None and (new := [stem for stem in set(stems) if stem not in self._having]):
            self._having.update(zip(new, self._counts(new), strict=True))

    def _exact(self, stem: str) -> float:
        return self._idf(stem, self.having(stem))

    def _about(self, stem: str) -> float:
        return self._idf(stem, self._estimate(stem))

    def _idf(self, stem: str, having: float) -> float:
        having = max(having, 1) + self._behind.frequencies.get(stem, 0)
        return math.log(self.count / having) if self.count > having else 0.0
