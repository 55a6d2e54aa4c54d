"""Splits a text into words: the one rule that the index, its queries, snippets and related articles share.

A term has two forms. `exact` is the word folded (`text.fold.fold`), without marks that only colour it (Arabic and
Hebrew vowel signs, soft hyphens, joiners); `stem` is its Snowball stem, by script: English for Latin, Russian for
Cyrillic; Arabic and Hebrew words lose the article and the conjunctions written with it, Arabic ones the commonest
endings too (والمنارة and منارات → منار); every other script and words with digits keep the exact form.

- Scripts without spaces (Han, kana, Hangul, Thai) give overlapping pairs: 北京大学 → 北京 京大 大学; a lone
  character gives itself.
- Apostrophes: a possessive is dropped (Putin's → putin), English contractions are one word (don't → dont), other
  Latin words are parted (l'affaire → l affaire), in Cyrillic they are left out (п'ять → пять).
- Hyphens, dots in names, underscores and slashes part: COVID-19 → covid 19, example.com → example com.
- U.S. → us, as US; C++, C# and F# are words of their own.
- Numbers: 1,000 and 1.000 → 1000; 2.5 and 2,5 → 2.5; a date in figures gives its parts.

How a query meets terms, in the index and in `query.parse.matches` alike:
- a word matches a term of the same stem; a word that gives several terms matches them side by side, in one field;
- a phrase matches its stems side by side, in one field;
- a prefix matches a term whose exact form or stem starts with the exact form of the prefix; where the prefix gives
  several terms, those before the last match as a phrase does, and the last as a prefix anywhere in the field asked for;
- a lone character of an unspaced script is a prefix, since the texts hold pairs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reader.text import stemming
from reader.text.fold import fold
from reader.text.scripts import UNSPACED_OR_HANGUL

if TYPE_CHECKING:
    from collections.abc import Iterator

TERM_LIMIT = 64
"""Characters of a term that count; a longer run of letters is no word but still must be found by its beginning."""

_CACHE_LIMIT = 100_000
"""Words remembered with their forms, some 15 MB; a library's everyday vocabulary is smaller."""


class Term(NamedTuple):
    """A word of a text: [start, end) are character offsets in the text as given, `position` counts terms from 0."""

    stem: str
    exact: str
    start: int
    end: int
    position: int
    stemmer: str = "-"
    also: str = ""


class WantedWord(NamedTuple):
    """STUB."""

    exact: str

    def stem(self, stemmer: str) -> str:
        """STUB."""
        return stemming.stem(self.exact)


class WantedTerm(NamedTuple):
    """The terms that a query's words ask for: `stems` side by side in one field, and a term whose exact form or stem starts with
    `beginning` (None: no such wish). Both empty: the words hold no term and match nothing. `exact` belongs to `stems`."""

    stems: tuple[str, ...]
    exact: tuple[str, ...]
    beginning: str | None

    @property
    def words(self) -> tuple[WantedWord, ...]:
        """STUB."""
        return tuple(map(WantedWord, self.exact))


# Marks are no word characters to `re`, yet they stand inside words: Latin, Hebrew, Arabic, Indic and others.
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0963\u0980-\u0dff"
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u1dc0-\u1dff\u200c\u200d"
)
_LETTER = rf"[^\W_{UNSPACED_OR_HANGUL}]"
_REST = rf"(?:{_LETTER}|[{_MARKS}])*"
_SCAN = re.compile(
    # Most words, quicker: nothing stands behind them that might belong to them.
    r"[A-Za-z]{2,}+(?=[ ,;:\n)])|[а-яё]{2,}+(?=[ ,;:\n)])"
    rf"|(?P<unspaced>[{UNSPACED_OR_HANGUL}]+)"
    r"|(?<!\d[.,])(?:\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+[.,]\d{1,2}(?![.,]?\d))"
    r"|[A-Za-z](?:\+\+|\#)(?!\w)"
    r"|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?"
    rf"|{_LETTER}{_REST}(?:['’]{_LETTER}{_REST})*"
)
# The lead-ins repeat: الوزارة loses its article and then the letter of "and" that وزارة alone would lose too.
_CONTRACTION = re.compile(r"(?:n['’]t|['’](?:ll|re|ve|d|m|t))$", re.IGNORECASE)
_POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)
_APOSTROPHE = re.compile("['’]")
_THOUSANDS = re.compile(r"\d{1,3}(?:[.,]\d{3})+")
_INVISIBLE = dict.fromkeys(
    (
        0xAD,
        0x2BC,
        0x640,
        0x670,
        0x200C,
        0x200D,
        *range(0x591, 0x5C8),
        *range(0x610, 0x61B),
        *range(0x64B, 0x660),
    )
)

_Form = tuple[str, str, int, int]
"""Stem, exact form, and where the word starts and ends in the piece of text it came from."""

_forms: dict[str, tuple[_Form, ...]] = {}


def terms(text: str) -> Iterator[Term]:
    """The terms of a text in order."""
    position = 0
    new = tuple.__new__  # A third of the time of a call of `Term`.
    for match in _SCAN.finditer(text):
        piece = match[0]
        found = _forms.get(piece)
        if found is None:
            found = _pairs(piece) if match.lastgroup else _remember(piece)
        offset = match.start()
        for stem, exact, start, end in found:
            yield new(Term, (stem, exact, offset + start, offset + end, position, "-", ""))
            position += 1


def stems(text: str) -> list[str]:
    """The stems of a text in order, repeated as they are."""
    return [term.stem for term in terms(text)]


@lru_cache(maxsize=256)
def wanted(words: str, *, prefix: bool = False) -> WantedTerm:
    """The terms that a query's words ask for, by the rules above."""
    found = list(terms(words))
    lone = len(found) == 1 and re.fullmatch(f"[{UNSPACED_OR_HANGUL}]", found[0].exact) is not None
    last = found.pop().exact if found and (prefix or lone) else None
    return WantedTerm(tuple(term.stem for term in found), tuple(term.exact for term in found), last)


def _remember(piece: str) -> tuple[_Form, ...]:
    found = tuple(_words(piece))
    if len(piece) <= TERM_LIMIT:
        if len(_forms) >= _CACHE_LIMIT:
            _forms.clear()
        _forms[piece] = found
    return found


def _pairs(run: str) -> tuple[_Form, ...]:
    if len(run) == 1:
        return ((fold(run), fold(run), 0, 1),)
    pairs = ((fold(run[at : at + 2]), at) for at in range(len(run) - 1))
    return tuple((pair, pair, at, at + 2) for pair, at in pairs)


def _words(piece: str) -> Iterator[_Form]:
    """The words of a piece that `_SCAN` took for one or several."""
    if piece[0].isdigit() and not piece.isalnum() and (number := _number(piece)):
        yield number, number, 0, len(piece)
        return
    if piece[-1] in "+#":
        exact = piece.lower()
        yield exact, exact, 0, len(piece)
        return
    if "." in piece:
        yield from _word(piece.replace(".", ""), 0, len(piece))
        return
    end = len(piece)
    if possessive := _POSSESSIVE.search(piece):
        end = possessive.start()
    if stemming.is_cyrillic(piece[0]) or _CONTRACTION.search(piece[:end]):
        yield from _word(_APOSTROPHE.sub("", piece[:end]), 0, end)
        return
    start = 0
    for part in _APOSTROPHE.split(piece[:end]):
        yield from _word(part, start, start + len(part))
        start += len(part) + 1


def _number(piece: str) -> str | None:
    if _THOUSANDS.fullmatch(piece):
        return re.sub("[.,]", "", piece)[:TERM_LIMIT]
    return piece.replace(",", ".")[:TERM_LIMIT] if re.fullmatch(r"\d+[.,]\d+", piece) else None


def _word(word: str, start: int, end: int) -> Iterator[_Form]:
    exact = fold(word if word.isascii() else word.translate(_INVISIBLE))[:TERM_LIMIT]
    if exact:
        yield stemming.stem(exact), exact, start, end
