"""Decides which texts are copies of each other, edits of a desk included, and sketches texts to find candidates.

Two texts are copies by the share of runs of four words that both have. An article's sketch are the smallest hashes of
its runs: whichever runs these are, copies have most of them in common, and others hardly ever two.
"""

from __future__ import annotations

import zlib
from datetime import UTC, timedelta
from statistics import fmean
from typing import TYPE_CHECKING

import numpy as np

from reader.index.notices import distinct
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from numpy.typing import NDArray

    from reader.index.profile import Profile
    from reader.model import Article

SHARE = 0.4
"""From this share of common runs of four words on, two texts are copies of each other."""

PART, WHOLE = 0.8, 0.3
"""So they are from a lower share on, the second one, where most runs of the shorter text, the first one, stand in the
longer: one was cut …"""

DAYS = 3
"""… if they appeared within so many days: a daily notice in the same words is another notice."""

SKETCH = 16
"""Hashes of a sketch …"""

COMMON = 2
"""… of which two articles have so many in common before their texts are compared."""

STATES = frozenset({"full", "part"})
"""States of a text that can have copies: teasers of one publisher often end alike without being copies."""

LEAST = 40
"""Words of a text that can have copies, as with equal texts; those of a shorter one, `WORDS` at least, where all of it, its title,
its day and its source or authors are the same: two feeds of one site."""

WORDS = 4

IMPRINT = 1_024
"""Bytes of an imprint at most. A shorter text has a byte for each run: an eighth of the bits are set, so a run of another text
seems to be there by chance in one of eight cases, which seldom makes a copy of what is none."""


def runs(seen: Profile) -> NDArray[np.uint32]:
    """The hashes of its runs of four words, none for a text that is too short to prove anything."""
    return seen.runs if len(seen.sequence) >= LEAST else np.empty(0, np.uint32)


def sketch(hashes: NDArray[np.uint32]) -> list[int]:
    """The smallest of the hashes of a text's runs."""
    smallest: list[int] = distinct(hashes)[:SKETCH].tolist()
    return smallest


def short_sketch(seen: Profile, article: Article) -> list[int]:
    """Hashes all that copies of a text too short for a sketch have in common, once with the source and once with the authors; none
    without a date."""
    if not WORDS <= len(seen.sequence) < LEAST or article.published is None:
        return []
    same = "\n".join((fold(article.title), f"{article.published.astimezone(UTC):%F}", *seen.sequence))
    owners = {fold(owner) for owner in (article.source, ", ".join(article.authors)) if owner}
    return sorted(zlib.crc32(f"{at}\n{owner}\n{same}".encode()) for owner in owners for at in range(COMMON))


def imprint(hashes: NDArray[np.uint32], lines: Collection[int] = ()) -> bytes:
    """Packs what is kept of a text's runs: how many there are, in 4 bytes, the lines that may still turn out to be boilerplate, by
    their keys of 8 bytes after a byte that counts them, and a bit for each run, which several may share; nothing of none."""
    if not len(hashes):
        return b""
    bits = np.zeros(8 * min(len(hashes), IMPRINT), np.bool_)
    bits[hashes % len(bits)] = True
    head = len(distinct(hashes)).to_bytes(4, "little") + bytes([len(lines)])
    keys = b"".join(key.to_bytes(8, "little", signed=True) for key in lines)
    return head + keys + np.packbits(bits, bitorder="little").tobytes()


def imprinted_lines(kept: bytes) -> list[int]:
    """The keys of the lines in an imprint: once one of them is boilerplate, the text is another and must be read."""
    if not kept:
        return []
    return [int.from_bytes(kept[at : at + 8], "little", signed=True) for at in range(5, 5 + 8 * kept[4], 8)]


def share_at_most(hashes: NDArray[np.uint32], kept: bytes) -> float:
    """Gives what `share` cannot exceed for a text with these runs and one of which the imprint is kept: no text is read for it."""
    if not kept:
        return 1.0
    count = int.from_bytes(kept[:4], "little")
    bits = np.unpackbits(np.frombuffer(kept, np.uint8, offset=5 + 8 * kept[4]), bitorder="little")
    both = min(int(np.count_nonzero(bits[hashes % len(bits)])), count)
    found, part = both / (len(hashes) + count - both), both / min(len(hashes), count)
    return max(found, SHARE) if found >= WHOLE and part >= PART else found


def worth_reading(at_most: Mapping[int, float], firsts: Mapping[int, int]) -> Collection[int]:
    """Those of the articles that a text may be a copy of, each with all that share its copies: their mean decides (`joined`)."""
    groups = {firsts.get(id_, id_) for id_, bound in at_most.items() if bound >= SHARE}
    return [id_ for id_ in at_most if firsts.get(id_, id_) in groups]


def share(one: frozenset[tuple[str, ...]], other: frozenset[tuple[str, ...]]) -> float:
    """Gives the share of all runs of four words in two texts that both have; `SHARE` at least where one is the other, cut."""
    both = len(one & other)
    found = both / len(one | other)
    part = both / min(len(one), len(other))
    return max(found, SHARE) if found >= WHOLE and part >= PART else found


def joined(shares: Mapping[int, float], firsts: Mapping[int, int]) -> list[int]:
    """The copies that a text joins, by its shares with other articles: one article of each group.

    `firsts`: of the articles that have copies already, the number that these have in common. The mean of a group
    decides: a chain of edits would end with another text. The most alike come first.
    """
    groups: dict[int, list[int]] = {}
    for id_ in shares:
        groups.setdefault(firsts.get(id_, id_), []).append(id_)
    means = {ids[0]: fmean(shares[id_] for id_ in ids) for ids in groups.values()}
    return sorted((id_ for id_, mean in means.items() if mean >= SHARE), key=means.__getitem__, reverse=True)


def are_near(one: Article, other: Article) -> bool:
    """Tells whether they appeared so near to each other that they can be copies of edited text, and not in one feed: what one
    feed prints in similar words is a series, or the news of each day."""
    if set(one.feeds) & set(other.feeds):
        return False
    if one.published is None or other.published is None:
        return True
    return abs(one.published - other.published) <= timedelta(days=DAYS)


def are_one_post(one: Article, other: Article) -> bool:
    """Tells whether they have one title and one moment: feeds of one site, which often have one name, may print a post twice.
    Whether it is one feed that did so is known to the library alone."""
    return (
        one.published is not None
        and one.published == other.published
        and fold(one.title) == fold(other.title)
    )
