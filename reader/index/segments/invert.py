"""Inverts a batch of articles: from the words of each article to the articles of each word.

The words of a batch are numbers in flat arrays until its end, which are then sorted once: term, article and place of a
word are the bits of one integer.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from itertools import count
from typing import TYPE_CHECKING

import numpy as np

from reader.index.segments.byte_strings import ByteStrings
from reader.index.segments.term_table import packed, stem_numbers, term_arrays
from reader.text.scripts import FIRST_UNSPACED
from reader.text.tokens import TERM_LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from numpy.typing import NDArray

    from reader.index.segments.array_file import Array
    from reader.text.tokens import Form, Piece

MANY = 255
"""Counts from this one on stand in the arrays `many` (numbers of postings) and `how_many`; in `count` they are this."""


class PostingBatch:
    """The words of articles that are to become one segment.

    A word that is met again has the same tuple of forms: its number is looked up by that, a third of the work.
    """

    def __init__(self) -> None:
        self._numbers = defaultdict[bytes, int](count().__next__)
        self._known = defaultdict[str, dict[int, int]](dict)
        self._held: list[tuple[Form, ...]] = []
        self._terms = array("I")
        self._places = array("I")
        self._docs = array("I")

    def add(self, doc: int, field: str, words: Iterable[Piece], start: int = 0) -> None:
        """Take the words of a field of an article, each under its second stem, too; its first word's place is `start`."""
        numbers, terms, places, known = self._numbers, self._terms, self._places, self._known[field]
        before = len(terms)
        for position, forms in words:
            if (met := known.get(id(forms))) is not None:
                terms.append(met)
                places.append(start + position)
                continue
            for stem, exact, _, _, step, stemmer, also, _ in forms:
                terms.append(numbers[packed(field, stem, stemmer, exact)])
                places.append(start + position + step)
                if also:
                    terms.append(numbers[packed(field, also, stemmer, exact)])
                    places.append(start + position + step)
            if len(forms) == 1 and not also and exact < FIRST_UNSPACED and len(exact) < TERM_LIMIT:
                # Others are pairs of letters or longer: these are made anew for each text.
                known[id(forms)] = terms[-1]
                self._held.append(forms)  # or another could get its id
        self._docs.extend([doc] * (len(terms) - before))

    def arrays(self) -> dict[str, Array]:
        """The arrays of a segment's file of postings."""
        self._known.clear()
        self._held.clear()
        text_starts = starts(np.fromiter(map(len, self._numbers), np.int64, len(self._numbers)))
        keys = ByteStrings.joined([(np.frombuffer(b"".join(self._numbers), np.uint8), text_starts)])
        order = keys.order()
        rank = np.empty(len(keys), np.uint64)
        rank[order] = np.arange(len(keys), dtype=np.uint64)
        terms_of = term_arrays(keys.taken(order))
        docs, places = (
            np.frombuffer(kept, np.uint32).astype(np.uint64) for kept in (self._docs, self._places)
        )
        terms = rank[np.frombuffer(self._terms, np.uint32)]
        doc_bits, place_bits = (int(values.max(initial=0)).bit_length() for values in (docs, places))
        # In place as far as it goes: of thousands of articles each copy is tens of megabytes.
        words = terms
        for bits, values in ((doc_bits, docs), (place_bits, places)):
            words <<= np.uint64(bits)
            words |= values
        del terms, docs, places, values
        words.sort()
        places = (words & np.uint64(2**place_bits - 1)).astype(np.uint32)
        words >>= np.uint64(place_bits)
        is_first = np.ones(len(words), np.bool_)
        np.not_equal(words[1:], words[:-1], out=is_first[1:])
        firsts = np.flatnonzero(is_first)
        postings = words[firsts]
        del words, is_first
        articles = (postings & np.uint64(2**doc_bits - 1)).astype(np.uint32)
        lengths = np.bincount((postings >> np.uint64(doc_bits)).astype(np.int64), minlength=len(keys))
        stems = stem_numbers(terms_of["text"], terms_of["text_start"])
        return {
            **terms_of,
            "having": having(stems, lengths, articles),
            **posting_arrays(lengths, articles, np.diff(firsts, append=len(places))),
            "place": compact(places),
        }


def posting_arrays(
    lengths: NDArray[np.int64], docs: NDArray[np.uint32], counts: NDArray[np.int64]
) -> dict[str, Array]:
    """The arrays of postings without their places: `lengths` of the terms' postings, then articles and counts of all."""
    of_terms = starts(lengths)
    places = np.concatenate(([0], np.cumsum(counts)))
    many = np.flatnonzero(counts >= MANY)
    return {
        "start": of_terms,
        "place_start": compact(places[of_terms]),
        "doc": docs,
        "count": np.minimum(counts, MANY).astype(np.uint8),
        "many": many.astype(np.uint32),
        "how_many": counts[many].astype(np.uint32),
    }


def having(
    stems: NDArray[np.int64], lengths: NDArray[np.int64], docs: NDArray[np.uint32]
) -> NDArray[np.uint32]:
    """The number of articles that have each stem, whatever the form, at the first term of the stem; 0 at its others.

    `stems` numbers the terms' stems, `lengths` are those of their postings, `docs` the articles of these.
    """
    found = np.zeros(len(stems), np.uint32)
    if not len(stems):
        return found
    firsts = np.flatnonzero(np.diff(stems, prepend=-1))
    pairs = np.repeat(stems - stems[0], lengths).astype(np.uint64) << np.uint64(32) | docs
    pairs.sort()
    each = pairs[np.flatnonzero(np.diff(pairs, prepend=np.uint64(2**64 - 1)))] >> np.uint64(32)
    found[firsts] = np.bincount(each.astype(np.int64), minlength=len(firsts))
    return found


def starts(lengths: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The starts of pieces that lie one after another, and the end of the last one."""
    return np.concatenate(([0], np.cumsum(lengths))).astype(np.uint32)


def compact(values: Array) -> Array:
    """The values in 16 bits each where all fit, else in 32."""
    return values.astype(np.uint16 if not len(values) or values.max() < 2**16 else np.uint32)
