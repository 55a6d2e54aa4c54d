"""Where in an article are the words that a query asks for? By the rule of `base.terms`, as search finds them."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from reader.base.querytree import And, Or, Text
from reader.base.terms import terms, wanted
from reader.base.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.base.querytree import Node, TextField
    from reader.base.terms import Term, Wanted
    from reader.tui.lines.document import Document

HIT_LIMIT = 10_000
"""Hits that are found and counted at most."""

_LOOKED_AT = 4
"""Letters of a word by which the Markdown is looked through before a piece is read."""

# What may stand within a word without being of it: U.S., п'ять, 1,000, vowel signs, emphasis.
_IGNORED = "[.,'’*_`\\\\\u00ad\u200c\u200d\u0640\u064b-\u065f\u0591-\u05c7]?"


class Hit(NamedTuple):
    """Characters [start, end) of a part's texts."""

    part: int
    start: int
    end: int


class Want(NamedTuple):
    """Words that are looked for, and where."""

    wanted: Wanted
    field: TextField


def wants(words: Sequence[str] | Node) -> list[Want]:
    """What to look for: a query's words that are not under NOT; of words as they are typed the last may go on."""
    if isinstance(words, And | Or):
        return [want for part in words.parts for want in wants(part)]
    if isinstance(words, Text):
        return _known(Want(wanted(words.words, prefix=words.prefix), words.field))
    if not isinstance(words, list | tuple):
        return []
    found = [want for word in words for want in _known(Want(wanted(word), "any"))]
    return found + (_known(Want(wanted(words[-1], prefix=True), "any")) if words else [])


def _known(want: Want) -> list[Want]:
    return [want] if want.wanted.stems or want.wanted.beginning else []


def hits(document: Document, asked: Sequence[Want]) -> list[Hit]:
    """All hits in order, none over another; at most `HIT_LIMIT`."""
    found = list(_in_head(document, asked))
    words = [want.wanted for want in asked if want.field == "any"]
    for part in _perhaps(document, words) if words else ():
        for block in document.blocks(part):
            found += (
                Hit(part, block.start + start, block.start + end) for start, end in places(block.text, words)
            )
        if len(found) >= HIT_LIMIT:
            break
    return found[:HIT_LIMIT]


def _in_head(document: Document, asked: Sequence[Want]) -> Iterator[Hit]:
    fields: list[TextField] = ["title", "author"] if document.head.byline else ["title"]
    for field, block in zip(fields, document.blocks(0), strict=False):
        words = [want.wanted for want in asked if want.field in ("any", field)]
        yield from (
            Hit(0, block.start + start, block.start + end) for start, end in places(block.text, words)
        )


def places(text: str, words: Sequence[Wanted]) -> list[tuple[int, int]]:
    """Where the words stand in a text, [start, end), in order; those that overlap are one."""
    have = list(terms(text))
    found: list[tuple[int, int]] = []
    for at, term in enumerate(have):
        for want in words:
            if (end := _match(have, at, term, want)) is None:
                continue
            if found and term.start < found[-1][1]:
                found[-1] = (found[-1][0], max(end, found[-1][1]))
            else:
                found.append((term.start, end))
    return found


def _match(have: list[Term], at: int, term: Term, want: Wanted) -> int | None:
    """Where the match that begins with this term ends; None for no match."""
    stems = want.stems
    if stems and term.stem == stems[0]:
        side_by_side = have[at : at + len(stems)]
        if tuple(found.stem for found in side_by_side) == stems:
            return side_by_side[-1].end
    if want.beginning and (term.exact.startswith(want.beginning) or term.stem.startswith(want.beginning)):
        return term.end
    return None


def _perhaps(document: Document, words: Sequence[Wanted]) -> list[int]:
    """The parts in which a word may stand, by its first letters in the Markdown: only they are read."""
    source = document.source
    flat = _flat(source.markdown)
    starts = [piece.start for piece in source.pieces]
    pattern = re.compile("|".join(sorted({_beginning(word) for word in words})))
    found: list[int] = []
    at = 0
    while match := pattern.search(flat, at):
        index = max(bisect_right(starts, match.start()) - 1, 0)
        found.append(index + 1)
        if index + 1 == len(starts):
            break
        at = starts[index + 1]
    return found


def _beginning(word: Wanted) -> str:
    first = word.stems[0] if word.stems else word.beginning or ""
    letters = first[: max(min(_LOOKED_AT, len(first) - 1), 1)]  # a stem's last letter may not be the word's
    boundary = r"(?<![^\W\d_])" if first[0] < "\u0590" else ""
    return boundary + _IGNORED.join(map(re.escape, letters))


def _flat(markdown: str) -> str:
    """The text in lower case without diacritics, character by character."""
    lower = markdown.lower()
    if len(lower) != len(markdown):
        lower = "".join(char if len(low := char.lower()) != 1 else low for char in markdown)
    return lower if lower.isascii() else lower.translate(_letters())


@cache
def _letters() -> dict[int, str]:
    """Letters as `fold` gives them, where that is one letter."""
    ranges = (range(0xC0, 0x250), range(0x370, 0x460), range(0x1E00, 0x2000), range(0xFF00, 0xFF60))
    found = {code: fold(chr(code)) for codes in ranges for code in codes}
    return {code: folded for code, folded in found.items() if len(folded) == 1}
