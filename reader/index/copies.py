"""Which texts are copies of each other, edits of a desk included? The rule, and a few numbers that lead to candidates.

Two texts are copies by the share of runs of four words that both have. An article's sketch are the smallest hashes of
its runs: whichever runs these are, copies have most of them in common, and others hardly ever two.
"""

from __future__ import annotations

import heapq
import zlib
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from reader.index.profile import Profile
    from reader.model import Article

SHARE = 0.4
"""From this share of common runs of four words on, two texts are copies of each other …"""

DAYS = 3
"""… if they appeared within so many days: a daily notice in the same words is another notice."""

SKETCH = 16
"""Hashes of a sketch …"""

COMMON = 2
"""… of which two articles have so many in common before their texts are compared."""

LEAST = 40
"""Words of a text that can have copies, as with equal texts."""


def sketch(seen: Profile) -> list[int]:
    """The smallest hashes of its runs of four words, none for a text that is too short to prove anything."""
    words = seen.sequence
    if len(words) < LEAST:
        return []
    hashes = {zlib.crc32(" ".join(words[at : at + 4]).encode()) for at in range(len(words) - 3)}
    return heapq.nsmallest(SKETCH, hashes)


def resemble(one: Profile, other: Profile) -> bool:
    """Whether the texts are copies of each other."""
    mine, its = one.shingles, other.shingles
    if min(len(mine), len(its)) < SHARE * max(len(mine), len(its)):
        return False
    return len(mine & its) >= SHARE * len(mine | its)


def are_near(one: Article, other: Article) -> bool:
    """Whether they appeared so near to each other that they can be copies."""
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= timedelta(days=DAYS)
