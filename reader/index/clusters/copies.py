"""Decides which texts are copies of each other, edits of a desk included, and sketches texts to find candidates.

Two texts are copies by the share of runs of four words that both have. An article's sketch are the smallest hashes of
its runs: whichever runs these are, copies have most of them in common, and others hardly ever two.
"""

from __future__ import annotations

import heapq
import zlib
from datetime import timedelta
from statistics import fmean
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.index.profile import Profile
    from reader.model import Article

SHARE = 0.4
"""From this share of common runs of four words on, two texts are copies of each other."""

PART, WHOLE = 0.8, 0.3
"""So they are from a lower share on, the second one, where most runs of the shorter text, the first one, stand in the
longer: one was cut …"""

DAYS = 3
"""… if they appeared within so many days: a daily notice in the same words is another notice."""

HOURS_IN_A_FEED = 12
"""… in one feed within so many hours: what it prints each day is each day's own, and what it prints again is a copy."""

SKETCH = 16
"""Hashes of a sketch …"""

COMMON = 2
"""… of which two articles have so many in common before their texts are compared."""

STATES = frozenset({"full", "part"})
"""States of a text that can have copies: teasers of one publisher often end alike without being copies."""

LEAST = 40
"""Words of a text that can have copies, as with equal texts."""


def sketch(seen: Profile) -> list[int]:
    """The smallest hashes of its runs of four words, none for a text that is too short to prove anything."""
    words = seen.sequence
    if len(words) < LEAST:
        return []
    hashes = {zlib.crc32(" ".join(words[at : at + 4]).encode()) for at in range(len(words) - 3)}
    return heapq.nsmallest(SKETCH, hashes)


def share(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """Gives the share of all runs of four words in two texts that both have; `SHARE` at least where one is the other, cut."""
    both = len(one & other)
    found = both / len(one | other)
    part = both / min(len(one), len(other))
    return max(found, SHARE) if found >= WHOLE and part >= PART else found


def joined(shares: Mapping[int, float], firsts: Mapping[int, int]) -> list[int]:
    """The copies that a text joins, by its shares with other articles: one article of each group.

    `firsts`: of the articles that have copies already, the number that these have in common. The mean of a group
    decides: a chain of edits would end with another text.
    """
    groups: dict[int, list[int]] = {}
    for id_ in shares:
        groups.setdefault(firsts.get(id_, id_), []).append(id_)
    return [ids[0] for ids in groups.values() if fmean(shares[id_] for id_ in ids) >= SHARE]


def are_near(one: Article, other: Article) -> bool:
    """Tells whether they appeared so near to each other that they can be copies."""
    if one.published is None or other.published is None:
        return True
    reach = timedelta(hours=HOURS_IN_A_FEED) if set(one.feeds) & set(other.feeds) else timedelta(days=DAYS)
    return abs(one.published - other.published) <= reach
