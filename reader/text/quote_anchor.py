"""Finds a kept passage in a text again, after edits around it and small ones within.

Words count, whatever stands between them: case, punctuation and white space may differ.
"""

from __future__ import annotations

import re
from functools import cached_property
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from reader.late import pattern
from reader.model import Passage
from reader.text.scripts import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

CONTEXT = 120
"""Characters that are kept from each side of a passage."""

_NEAR = 6
"""Words on each side by which one of several like passages is told from the others."""

_ALIKE = 0.7
"""Share of its words that a passage must still have to be the same one after an edit within it."""

_CANDIDATES = 50
"""Places that are looked at for a passage with an edit within."""

_PLACES = 500
"""Places at which such a passage may begin, and as many at which it may end."""

_RAISED = "⁰¹²³⁴⁵⁶⁷⁸⁹"
"""Marks of footnotes on the screen: no part of a word."""

_WORD = pattern(rf"[{UNSPACED}]|[^\W_{UNSPACED}{_RAISED}]+")
_PARAGRAPH = pattern(r"\s*\n\s*\n\s*")
_SPACES = pattern(r"\s+")


class Span(NamedTuple):
    """Characters [start, end) of a text."""

    start: int
    end: int


def word_spans(text: str) -> list[tuple[int, int]]:
    """The words of a text; each character of scripts without spaces is one."""
    return [match.span() for match in _WORD.finditer(text)]


class WordPositions:
    """The words of a text, folded, and where they stand in it: each is found out when it is asked for, since texts can
    be as long as books."""

    def __init__(self, text: str, spans: Sequence[tuple[int, int]] | None = None) -> None:
        """`spans` are the words that count, where not all do."""
        self.text = text
        self._given = spans

    @cached_property
    def spans(self) -> Sequence[tuple[int, int]]:
        """The place of each word."""
        return word_spans(self.text) if self._given is None else self._given

    @cached_property
    def words(self) -> list[str]:
        """The words in lower case."""
        folded = self.text.casefold()
        if self._given is None:
            # Folding may make two characters of one, and no letter of them.
            if len(folded) == len(self.text):
                return _WORD.findall(folded)
            return [word.casefold() for word in _WORD.findall(self.text)]
        return [self.text[start:end].casefold() for start, end in self._given]

    @cached_property
    def _joined(self) -> str:
        return f" {' '.join(self.words)} "

    def places(self, words: Sequence[str]) -> Iterator[int]:
        """The numbers of the words at which these follow each other."""
        wanted = f" {' '.join(words)} "
        at = self._joined.find(wanted) if words else -1
        before = number = 0
        while at >= 0:
            number += self._joined.count(" ", before, at)
            before = at
            yield number
            at = self._joined.find(wanted, at + 1)

    def __contains__(self, words: Sequence[str]) -> bool:
        return bool(words) and f" {' '.join(words)} " in self._joined

    def span(self, first: int, count: int) -> Span:
        """The characters from that word on to the end of the last of so many."""
        return Span(self.spans[first][0], self.spans[first + count - 1][1])


def passage(text: str, start: int, end: int) -> Passage:
    """Characters of a text as a passage: white space within a paragraph is one space."""
    return Passage(
        quote=_told(text[start:end]),
        before=_SPACES.sub(" ", text[max(start - CONTEXT, 0) : start]).lstrip(),
        after=_SPACES.sub(" ", text[end : end + CONTEXT]).rstrip(),
    )


def _told(text: str) -> str:
    return "\n\n".join(_SPACES.sub(" ", part) for part in _PARAGRAPH.split(text.strip()))


def quoted(text: str | WordPositions, words: str) -> Passage | None:
    """The first passage of the text that says these words; None where it does not say them.

    What is quoted begins and ends with a whole word. Whoever looks for many passages gives the text's words once.
    """
    known = text if isinstance(text, WordPositions) else WordPositions(text)
    text = known.text
    parts = words.split()
    if not parts:
        return None
    found = re.search(r"\s+".join(map(re.escape, parts)), text)
    if found:
        return passage(text, *_widened(text, *found.span()))
    wanted = WordPositions(words).words
    first = next(known.places(wanted), None)
    return None if first is None else passage(text, *known.span(first, len(wanted)))


def _widened(text: str, start: int, end: int) -> Span:
    for match in _WORD.finditer(text, max(start - CONTEXT, 0), end + CONTEXT):
        if match.start() < start < match.end():
            start = match.start()
        if match.start() < end < match.end():
            end = match.end()
    return Span(start, end)


def find(known: WordPositions, kept: Passage) -> Span | None:
    """The place of the passage in the text now; None where it is gone."""
    wanted = WordPositions(kept.quote).words
    if not wanted:
        return None
    if (only := _only(known.text, kept.quote)) is not None:
        return only
    before, after = WordPositions(kept.before).words, WordPositions(kept.after).words
    exact = list(known.places(wanted))
    if exact:
        best = max(exact, key=lambda first: _agreement(known.words, first, len(wanted), before, after))
        return _with_signs(known.text, known.span(best, len(wanted)), kept.quote)
    return _edited(known, wanted, before, after)


def _only(text: str, quote: str) -> Span | None:
    """The one place where the words stand letter by letter; None for none or several."""
    start = text.find(quote)
    end = start + len(quote)
    if start < 0 or text.find(quote, start + 1) >= 0:
        return None
    cuts_first = text[start - 1 : start].isalnum() and quote[0].isalnum()
    cuts_last = text[end : end + 1].isalnum() and quote[-1].isalnum()
    return None if cuts_first or cuts_last else Span(start, end)


def _agreement(
    words: Sequence[str], first: int, count: int, before: Sequence[str], after: Sequence[str]
) -> int:
    """The number of words on both sides that are those that stood there."""
    behind = words[first + count : first + count + _NEAR]
    return _common(words[max(first - _NEAR, 0) : first][::-1], before[::-1]) + _common(behind, after)


def _common(have: Sequence[str], want: Sequence[str]) -> int:
    return sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(have, want, strict=False)))


def _with_signs(text: str, span: Span, quote: str) -> Span:
    """The passage with the signs that its quotation has before its first word and after its last."""
    start, end = span
    if quote[0] != text[start]:
        lead = _WORD.search(quote)
        signs = quote[: lead.start()] if lead else ""
        if signs and text.endswith(signs, 0, start):
            start -= len(signs)
    close = quote[max(match.end() for match in _WORD.finditer(quote)) :]
    if close and text.startswith(close, end):
        end += len(close)
    return Span(start, end)


def _edited(
    known: WordPositions, wanted: Sequence[str], before: Sequence[str], after: Sequence[str]
) -> Span | None:
    """The passage with an edit within it: what stands between its neighbours, where most of its words are there."""
    from difflib import SequenceMatcher

    size = len(wanted)
    starts = {first + 3 for first in known.places(before[-3:])} if len(before) >= 3 else set()
    starts |= set(known.places(wanted[:3])) if size > 4 else set()
    ends = set(known.places(after[:3])) if len(after) >= 3 else set()
    ends |= {first + 3 for first in known.places(wanted[-3:])} if size > 4 else set()
    room = size + size // 2 + 2
    # A few words that a long text repeats for ever lead nowhere.
    starts, ends = set(sorted(starts)[:_PLACES]), set(sorted(ends)[:_PLACES])
    pairs = [(start, end) for start in starts for end in ends if start < end <= start + room]
    pairs += [(start, min(start + size, len(known.words))) for start in starts]
    pairs += [(max(end - size, 0), end) for end in ends]
    best, found = _ALIKE, None
    matcher = SequenceMatcher(None, autojunk=False)
    matcher.set_seq2(wanted)
    for start, end in pairs[:_CANDIDATES]:
        matcher.set_seq1(known.words[start:end])
        ratio = matcher.ratio()
        if start < end and ratio >= best:
            best, found = ratio, known.span(start, end - start)
    return found
