"""A compact buffer for the postings of a segment, until all its articles are there.

Whoosh's own pool keeps each as a tuple of five objects, about 210 bytes, and sorts all of them. But articles come one
after another, so that the postings of a term are in order: side by side they need some 16 bytes each, and only the terms
are sorted.
"""

from __future__ import annotations

from collections import defaultdict
from struct import Struct
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

Posting = tuple[str, bytes, int, float, bytes | None]
"""Field, term, number of the article within the segment, weight, value; None for none, where a segment is merged."""

_HEAD = Struct("=IfI")
"""Number, weight (the segment keeps no more of it), bytes of the value that follows."""


class PostingBuffer:
    """Postings, added article by article and given once in the order of their fields and terms.

    It does for a `SegmentWriter` what Whoosh's `PostingPool` does, without files.
    """

    def __init__(self) -> None:
        self.fieldnames: set[str] = set()
        self._terms: dict[str, dict[bytes, bytearray]] = {}
        self._pack = _HEAD.pack

    def add(self, posting: Posting) -> None:
        """Take a posting; of one term they come with rising numbers."""
        field, term, number, weight, given = posting
        value = given or b""
        terms = self._terms.get(field)
        if terms is None:
            terms = self._terms[field] = defaultdict(bytearray)
            self.fieldnames.add(field)
        terms[term] += self._pack(number, weight, len(value)) + value

    def iter_postings(self) -> Iterator[Posting]:
        """All of them, in order; what was given is forgotten."""
        size = _HEAD.size
        unpack = _HEAD.unpack_from
        for field in sorted(self._terms):
            terms = self._terms.pop(field)
            for term in sorted(terms):
                packed = bytes(terms.pop(term))
                at = 0
                while at < len(packed):
                    number, weight, length = unpack(packed, at)
                    at += size + length
                    yield field, term, number, weight, packed[at - length : at]

    def cleanup(self) -> None:
        """Nothing of it is on the disk."""
