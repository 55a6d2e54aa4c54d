"""Finds the words of a query in an article, by the rule of `text.tokens` as search does."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reader.query.tree import And, Or, Text
from reader.text.fold import fold
from reader.text.language import language
from reader.text.light_stemming import front
from reader.text.tokens import opening, terms, wanted
from reader.tui.article.hits import TextHit

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.query.tree import Node, TextField
    from reader.text.tokens import WantedWords
    from reader.tui.article.document import ArticleDocument

_LEAD = 64
_WORD_ROOM = 64
"""Characters looked at before a word, and for each word."""

# What may stand within a word without being of it: U.S., п'ять, 1,000, vowel signs, emphasis.
_IGNORED = "[.,'’*_`\\\\\u00ad\u200c\u200d\u0640\u064b-\u065f\u0591-\u05c7]?"


class Want(NamedTuple):
    """Words that are looked for, and where."""

    wanted: WantedWords
    field: TextField


def found(document: ArticleDocument, words: Sequence[str] | Node, first: int) -> Iterator[list[TextHit]]:
    """The hits of a query, or of words as they are typed, as `hits` gives them."""
    if isinstance(words, Sequence):
        return typed(document, words, first)
    asked = wants(words)
    return hits(document, asked, first) if asked else iter(())


def wants(query: Node) -> list[Want]:
    """List the words of a query to look for: those that are not under NOT."""
    if isinstance(query, And | Or):
        return [want for part in query.parts for want in wants(part)]
    if isinstance(query, Text):
        return [Want(way, query.field) for way in wanted(query.words, prefix=query.prefix)]
    return []


def each(words: Sequence[str]) -> list[Want]:
    """List words as they are typed, of which the last may go on, to look for each by itself."""
    ways = [way for word in words for way in wanted(word)]
    goes_on = wanted(words[-1], prefix=True) if words else ()
    return [Want(way, "any") for way in (*ways, *goes_on)]


def typed(document: ArticleDocument, words: Sequence[str], first: int) -> Iterator[list[TextHit]]:
    """The hits of words as they are typed: side by side; only where they are so nowhere, or OR joins them, each by itself."""
    either = [word for word in words if word != "OR"]
    if either and len(either) < len(words):
        yield from hits(document, each(either), first)
        return
    is_found = False
    if len(words) > 1:
        together = [Want(way, "any") for way in wanted(" ".join(words))]
        for part in hits(document, together, first):
            is_found = is_found or bool(part)
            yield part
    if not is_found:
        yield from hits(document, each(words), first)


def hits(document: ArticleDocument, asked: Sequence[Want], first: int) -> Iterator[list[TextHit]]:
    """The hits, part by part, none over another: from part `first` to the end, then from the head to there."""
    words = [want.wanted for want in asked if want.field == "any"]
    parts = _perhaps(document, words) if words else []
    at = bisect_left(parts, first)
    for part in (*parts[at:], 0, *parts[:at]):
        yield list(_in_head(document, asked)) if part == 0 else _in_text(document, part, words)


def _in_text(document: ArticleDocument, part: int, words: Sequence[WantedWords]) -> list[TextHit]:
    lang = _lang(document)
    return [
        TextHit(part, block.start + start, block.start + end)
        for block in document.blocks(part)
        for start, end in places(block.text, words, lang)
    ]


def _lang(document: ArticleDocument) -> str | None:
    return language(document.source.markdown, document.article.lang)


def _in_head(document: ArticleDocument, asked: Sequence[Want]) -> Iterator[TextHit]:
    fields: list[TextField] = ["title", "author"] if document.head.byline else ["title"]
    for field, block in zip(fields, document.blocks(0), strict=False):
        words = [want.wanted for want in asked if want.field in ("any", field)]
        if words:
            yield from (
                TextHit(0, block.start + start, block.start + end)
                for start, end in places(block.text, words, _lang(document))
            )


def places(text: str, words: Sequence[WantedWords], lang: str | None) -> list[tuple[int, int]]:
    """Find the words in a text of a language: [start, end), in order; those that overlap are one."""
    flat = _flat(text)
    found: list[tuple[int, int]] = []
    for match in _pattern(tuple(words)).finditer(flat):
        start = match.start()
        if found and start < found[-1][1] and not _is_unspaced(text[start]):
            continue
        end = max((_end(text, start, word, lang) for word in words), default=0)
        if not end:
            continue
        if found and start < found[-1][1]:  # pairs of letters overlap
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _end(text: str, start: int, want: WantedWords, lang: str | None) -> int:
    """Find the end of the match that begins there; 0 for no match."""
    # From the last space on, since what a word is depends on what it is joined with: 2.5, U.S., don't.
    begin = max(text.rfind(" ", start - _LEAD, start) + 1, start - _LEAD, 0)
    room = start + _WORD_ROOM * max(len(want.words), 1)
    have = [term for term in terms(text[begin:room], lang) if term.start >= start - begin]
    if not have or have[0].start != start - begin:
        return 0
    first = have[0].position
    have = [term._replace(position=term.position - first) for term in have]
    ends = [want.end(have), *(term.end for term in have if term.position == 0 and want.begins(term))]
    return begin + max(ends) if any(ends) else 0


def _perhaps(document: ArticleDocument, words: Sequence[WantedWords]) -> list[int]:
    """The parts in which a word may stand, by its first letters in the Markdown: only they are read."""
    source = document.source
    flat = _flat_whole(source.markdown)
    starts = [piece.start for piece in source.pieces]
    pattern = _pattern(tuple(words))
    found: list[int] = []
    at = 0
    while match := pattern.search(flat, at):
        index = max(bisect_right(starts, match.start()) - 1, 0)
        found.append(index + 1)
        if index + 1 == len(starts):
            break
        at = starts[index + 1]
    return found


@lru_cache(maxsize=16)
def _pattern(words: tuple[WantedWords, ...]) -> re.Pattern[str]:
    """The first letters of the words, at which they may begin."""
    firsts = {letters for want in words for word in want.words[:1] for letters in word.openings()}
    firsts.update(opening(want.beginning) for want in words if want.beginning)
    return re.compile("|".join(sorted(map(_beginning, firsts))))


def _beginning(letters: str) -> str:
    boundary = "" if _is_unspaced(letters[0]) else rf"(?<![^\W_]){front(letters[0])}"
    return boundary + _IGNORED.join("[.,]" if letter == "." else re.escape(letter) for letter in letters)


def _is_unspaced(char: str) -> bool:
    # More than the scripts without spaces of `text.tokens`: it only says where looking is worth it, the terms decide.
    return char >= "\u0e00"


def _flat(text: str) -> str:
    """The text in lower case without diacritics, character by character."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = "".join(low if len(low := char.lower()) == 1 else char for char in text)
    return lower if lower.isascii() else lower.translate(_letters())


_flat_whole = lru_cache(maxsize=1)(_flat)


@cache
def _letters() -> dict[int, str]:
    """Letters as `fold` gives them, where that is one letter."""
    ranges = (
        range(0xB2, 0xBA),
        range(0xC0, 0x250),
        range(0x370, 0x460),
        range(0x620, 0x6E0),
        range(0x1D2C, 0x1D6B),
        range(0x1E00, 0x2000),
        range(0x2070, 0x209D),
        range(0x2C7C, 0x2C7D),
        range(0xFF00, 0xFF60),
    )
    found = {code: fold(chr(code)) for codes in ranges for code in codes}
    return {code: folded for code, folded in found.items() if len(folded) == 1}
