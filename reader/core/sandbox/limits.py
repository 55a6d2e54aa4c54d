"""The limits of what child processes read: seconds of computing, memory, losses, the size of a batch."""

from __future__ import annotations

from reader.frozen import dataclass

BATCH_ENTRIES = 50
"""Entries of a feed that a child is asked for at once."""

BATCH_CHARS = 200_000
"""Characters of HTML in a batch: about a second of work; an entry that is longer is a batch of its own."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Limits of one item: seconds of computing for a feed or a batch of its entries, all entries of a feed, a page or
    file, a picture; bytes of memory above the imports'; entries lost before a feed's others are not tried; and after
    how many items a child is replaced, whatever its libraries have piled up."""

    feed: float = 10.0
    entries: float = 120.0
    page: float = 5.0
    picture: float = 5.0
    memory: int = 250 * 2**20
    losses: int = 3
    items: int = 500
