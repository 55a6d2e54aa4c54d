"""Splits a text into words: the one rule that the index, its queries, snippets and related articles share.

A term has these forms:
- `exact` is the word folded (`text.fold.fold`), without marks that only colour it (Arabic and Hebrew vowel signs, soft
  hyphens, joiners);
- `stem` is the folded stem by the stemmer of the text's language and the word's script (`text.stemming`), whose code is
  `stemmer`; in a script without one, in short words and those with digits it is the exact form, and the code is "-";
- `also` is a second stem, else "": what that stemmer makes of the word without its diacritics.

- Scripts without spaces (Han, kana, Hangul, Thai) give overlapping pairs: 北京大学 → 北京 京大 大学; a lone
  character gives itself.
- Apostrophes: a possessive is dropped (Putin's → putin), English contractions are one word (don't → dont), other
  Latin words are parted (l'affaire → l affaire), in Cyrillic they are left out (п'ять → пять).
- Hyphens, dots in names, underscores and slashes part: COVID-19 → covid 19, example.com → example com. Two or three
  words with hyphens that begin with a letter are one further term, `joined`, at the position of the first: e-mail →
  e, email, mail. It counts for no position and no length.
- U.S. → us, as US; C++, C# and F# are words of their own.
- Numbers: 1,000 and 1.000 → 1000; 2.5 and 2,5 → 2.5; a date in figures gives its parts.

A query's words have no language. How they meet terms, in the index and in `query.evaluate` alike:
- a word matches a term if the term's stemmer makes `stem` or `also` of the word, or if the word's exact form is the
  term's `stem`, `also` or `exact`: a stem is looked for by itself as well, since some names look like inflected words;
  so does a term whose exact form is the word's own dictionary form, which that stemmer takes for an inflected one;
- a word that gives several terms matches terms at successive positions, in one field; if it has hyphens, the joined form
  does as well;
- a phrase matches so, too;
- a prefix matches a term whose exact form or stem (first or second) starts with the exact form of the prefix; where the
  prefix gives several terms, those before the last match as a phrase does, and the last as a prefix anywhere in the field asked for;
- a lone character of an unspaced script is a prefix, since the texts hold pairs.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from reader.frozen import dataclass
from reader.late import pattern
from reader.text import english_spelling, stemming
from reader.text.fold import fold
from reader.text.scripts import BEYOND, FIRST_UNSPACED, UNSPACED_OR_HANGUL
from reader.text.word_memory import LONGEST, WordMemory

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.text.stemming import Stemmers

ANALYSIS = 3
"""Number of the rules above, of `text.stemming`, of `text.language` and of `text.fold`: raised with every change that makes
other terms of a text. Indexes keep the number that they were made with, and are made anew under another."""

TERM_LIMIT = LONGEST
"""Characters of a term that count; a longer run of letters is no word but still must be found by its beginning."""

_REMEMBERED = 200_000
"""Words remembered with their forms, some 60 MB: the everyday vocabulary of a large library in several languages. Half as many
have an article written a quarter slower."""

_OPENING = 4
"""Letters by which a word is looked for in a text before its terms are read."""

_JOINED_WORDS = 3
"""Words with hyphens between them that are one term as well."""


class Term(NamedTuple):
    """A word of a text: [start, end) are character offsets in the text as given, `position` counts terms from 0.

    A `joined` term has the position of the first of its words.
    """

    stem: str
    exact: str
    start: int
    end: int
    position: int
    stemmer: str
    also: str = ""
    joined: bool = False


@dataclass(frozen=True, slots=True)
class WantedWord:
    """A word of a query: `exact` is its folded form, `plain` the word in lower case."""

    exact: str
    plain: str

    def stem(self, code: str) -> str:
        """The folded stem of the word by the stemmer of that code."""
        return stemming.stem(self.plain, code)

    def matches(self, term: Term) -> bool:
        """Tells whether the word finds the term."""
        if self.exact in (term.exact, term.stem, term.also):
            return True
        return self.stem(term.stemmer) in (term.stem, term.also) or term.exact in self.uncut(term.stemmer)

    def uncut(self, code: str) -> tuple[str, ...]:
        """The forms of the word that the stemmer of that code cuts too far; they are looked for as they are."""
        return stemming.uncut(self.exact, self.stem(code), code)

    def openings(self) -> frozenset[str]:
        """The first letters of the words that it may match, folded: that many are enough to look for them in a text.

        Words with a prefix before their stem (Arabic, Indonesian) begin with other letters.
        """
        return _openings(self)


class WantedWords(NamedTuple):
    """Words that a query asks for side by side in one field, and a term in it that starts with `beginning` (None: no
    such wish). Never are both empty."""

    words: tuple[WantedWord, ...]
    beginning: str | None

    def end(self, terms: Iterable[Term]) -> int:
        """The offset where the words end if the first of these terms and those after it match, else 0."""
        ends = [0] * len(self.words)
        for term in terms:
            if term.position >= len(ends):
                break
            if self.words[term.position].matches(term):
                ends[term.position] = max(ends[term.position], term.end)
        return ends[-1] if all(ends) and ends else 0

    def begins(self, term: Term) -> bool:
        """Tells whether the term starts with the beginning that is asked for."""
        beginning = self.beginning
        return beginning is not None and (
            term.exact.startswith(beginning)
            or term.stem.startswith(beginning)
            or term.also.startswith(beginning)
        )


# Marks are no word characters to `re`, yet they stand inside words: Latin, Hebrew, Arabic, Indic and others.
_MARKS = (
    "\u00ad\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e4\u06e7\u06e8\u06ea-\u06ed\u0711\u0730-\u074a\u07a6-\u07b0\u0900-\u0963\u0980-\u0dff"
    "\u0eb1\u0eb4-\u0ebc\u0ec8-\u0ece\u0f71-\u0f84\u102b-\u103e\u1056-\u1059\u17b4-\u17d3\u1dc0-\u1dff\u200c\u200d"
)
_NUMBER, _SHARP, _INITIALS = r"\d+[.,]\d", r"[A-Za-z](?:\+\+|\#)(?!\w)", r"[^\W\d_]\.[^\W\d_]"
_HYPHEN = "[-\u2010\u2011]"
_SIGNS = r"\x00-&(-,./:-@\[-`{-\x7f"
"""ASCII but letters, digits and what may stand inside a word."""


def _piece(letter: str, run: str = "") -> str:
    return (
        # Most words, quicker: nothing stands behind them that might belong to them.
        rf"[A-Za-zÀ-ÖØ-öø-ɏА-яЁё]{{2,}}+(?=[{_SIGNS}])"
        rf"{run}"
        r"|(?<!\d[.,])(?:\d{1,3}(?:[.,]\d{3})+(?!\d)|\d+[.,]\d{1,2}(?![.,]?\d))"
        rf"|{_SHARP}"
        r"|[^\W\d_](?:\.[^\W\d_])+(?![^\W_])\.?"
        # Letters, each with its marks and what may part it from the one before. One `letter`: it takes a millisecond to compile.
        rf"|(?=[^\W_])(?:(?:['’]|{_HYPHEN}(?!{_NUMBER}|{_SHARP}|{_INITIALS}))?{letter}++[{_MARKS}]*+)++"
    )


_PIECE = _piece(rf"[^\W_{UNSPACED_OR_HANGUL}]", f"|[{UNSPACED_OR_HANGUL}]+")
_SPACED_PIECE = _piece(r"[^\W_]")
"""The same where a text has no letter of those scripts, compiled in a sixth of the time."""

# What stands between most words goes first, so that it is not asked of each of its characters whether a word begins there.
_BETWEEN = r'[ ,.;:\n"()]{0,3}+'
_SCAN, _SPACED_SCAN = (pattern(f"{_BETWEEN}({piece})") for piece in (_PIECE, _SPACED_PIECE))
_UNSPACED = pattern(f"[{UNSPACED_OR_HANGUL}]")
_RUSSIAN = pattern("[а-яёА-ЯЁ]+")
_HYPHENS = pattern(_HYPHEN)
_CONTRACTION = pattern(r"(?:n['’]t|['’](?:ll|re|ve|d|m|t))$", re.IGNORECASE)
_POSSESSIVE = pattern(r"['’]s$", re.IGNORECASE)
_APOSTROPHE = pattern("['’]")
_THOUSANDS = pattern(r"\d{1,3}(?:[.,]\d{3})+")
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

Form = tuple[str, str, int, int, int, str, str, bool]
"""The values of a `Term`: offsets within the piece of text it came from, and its position after the piece's first term."""

Piece = tuple[int, tuple[Form, ...]]
"""A piece of a text: the position of its first term, and its terms. A word that is met again has the same tuple of them."""


class _Plain(NamedTuple):
    """A word as it stands in a piece of text, in lower case and folded, before it is stemmed."""

    plain: str
    exact: str
    start: int
    end: int


def scan(text: str) -> list[str]:
    """The pieces of a text that may hold words, in order, as they stand there."""
    return _scan_for(text).findall(text)


def _scan_for(text: str) -> re.Pattern[str]:
    return _SPACED_SCAN if text.isascii() or BEYOND.search(text) is None else _SCAN


def forms_of(piece: str, chosen: Stemmers) -> tuple[Form, ...]:
    """The terms of a piece, made anew."""
    return _pairs(piece) if _is_run(piece) else tuple(_stemmed(piece, chosen))


def _is_run(piece: str) -> bool:
    return piece >= FIRST_UNSPACED and _UNSPACED.match(piece) is not None


_memory = WordMemory(forms_of, _REMEMBERED)


def pieces(text: str, lang: str | None = None) -> list[Piece]:
    """The pieces of a text in that language that hold terms: all that the index needs, in a third of the time of `terms`."""
    found: list[Piece] = []
    position = 0
    for forms in _forms(text, lang):
        if forms:
            found.append((position, forms))
            position += forms[-1][4] + 1
    return found


def terms(text: str, lang: str | None = None) -> Iterator[Term]:
    """The terms of a text in that language, by their beginnings; a joined term follows the first of its words."""
    new = tuple.__new__  # A third of the time of a call of `Term`.
    known = _memory.known(stemming.stemmers(lang))
    position = 0
    for match in _scan_for(text).finditer(text):
        forms = known[match[1]]
        if forms:
            offset = match.start(1)
            for stem, exact, start, end, step, stemmer, also, joined in forms:
                yield new(
                    Term,
                    (stem, exact, offset + start, offset + end, position + step, stemmer, also, joined),
                )
            position += forms[-1][4] + 1


def words(text: str, lang: str | None = None) -> list[Term]:
    """The terms of a text in that language in order, without joined ones; all at once that is quicker than `terms`."""
    new = tuple.__new__
    found: list[Term] = []
    position = end = 0
    scanned = scan(text)
    for piece, forms in zip(scanned, _memory.each(scanned, stemming.stemmers(lang)), strict=True):
        # What is between two pieces has no character with which one could begin.
        offset = text.index(piece, end)
        end = offset + len(piece)
        if len(forms) == 1:
            ((stem, exact, first, last, _, stemmer, also, _),) = forms
            found.append(
                new(Term, (stem, exact, offset + first, offset + last, position, stemmer, also, False))
            )
            position += 1
        elif forms:
            for stem, exact, first, last, step, stemmer, also, joined in forms:
                if not joined:
                    place = offset + first, offset + last, position + step
                    found.append(new(Term, (stem, exact, *place, stemmer, also, False)))
            position += forms[-1][4] + 1
    return found


def stems(text: str, lang: str | None = None) -> list[str]:
    """The stems of a text in order, repeated as they are, without joined ones."""
    return [form[0] for forms in _forms(text, lang) for form in forms if not form[7]]


def _forms(text: str, lang: str | None) -> list[tuple[Form, ...]]:
    """The terms of each piece of a text."""
    return _memory.each(scan(text), stemming.stemmers(lang))


def exact_forms(text: str) -> list[str]:
    """The exact forms of a text in order, repeated as they are, without joined ones."""
    return [term.exact for term in terms(text) if not term.joined]


@lru_cache(maxsize=256)
def wanted(words: str, *, prefix: bool = False) -> tuple[WantedWords, ...]:
    """The ways in which an article can have a query's words, by the rules above; none if the words hold no term.

    `prefix`: the last one may go on; a run of letters without spaces goes on as it is, by what stands behind its pairs.
    """
    apart: list[WantedWord] = []
    together: list[WantedWord] = []
    ends_in_pair = False
    for piece in scan(words):
        is_run = _is_run(piece)
        ends_in_pair = is_run and len(piece) > 1
        if is_run:
            pairs = [WantedWord(exact, exact) for _, exact, *_ in _pairs(piece)]
            apart += pairs
            together += pairs
            continue
        parted = list(_hyphenated(piece))
        found = [part for parts in parted for part in parts]
        joined = _joined(piece, parted)
        apart += (WantedWord(word.exact, word.plain) for word in found)
        together += (WantedWord(word.exact, word.plain) for word in ([joined] if joined else found))
    lone = len(apart) == 1 and re.fullmatch(f"[{UNSPACED_OR_HANGUL}]", apart[0].exact) is not None
    ways = [apart] if apart == together else [apart, together]
    return tuple(_wanted(way, goes_on=(prefix and not ends_in_pair) or lone) for way in ways if way)


def _wanted(words: Sequence[WantedWord], *, goes_on: bool) -> WantedWords:
    return WantedWords(tuple(words[:-1]), words[-1].exact) if goes_on else WantedWords(tuple(words), None)


def opening(form: str) -> str:
    """The first letters of a stem or an exact form that the words of a text have, too."""
    # The last letter of a longer stem may not be the word's: happi, happy.
    return form[: min(_OPENING, len(form) - 1)] if len(form) > 3 else form


@lru_cache(maxsize=256)
def _openings(word: WantedWord) -> frozenset[str]:
    forms = {word.exact, *map(word.stem, stemming.CODES), *english_spelling.others(word.exact)}
    found = set(map(opening, forms))
    return frozenset(
        one for one in found if not any(one != other and one.startswith(other) for other in found)
    )


def _pairs(run: str) -> tuple[Form, ...]:
    if len(run) == 1:
        return ((fold(run), fold(run), 0, 1, 0, stemming.NONE, "", False),)
    pairs = ((fold(run[at : at + 2]), at) for at in range(len(run) - 1))
    return tuple((pair, pair, at, at + 2, at, stemming.NONE, "", False) for pair, at in pairs)


def _stemmed(piece: str, chosen: Stemmers) -> Iterable[Form]:
    if piece.isascii() and piece.isalpha():  # most words, quicker
        exact = piece.lower()[:TERM_LIMIT]
        code = chosen.latin if len(exact) >= stemming.SHORTEST else stemming.NONE
        return ((stemming.plain(exact, code), exact, 0, len(piece), 0, code, "", False),)
    if _RUSSIAN.fullmatch(piece):
        plain = piece.lower()[:TERM_LIMIT]
        exact = plain.replace("ё", "е")
        code = chosen.cyrillic if len(exact) >= stemming.SHORTEST else stemming.NONE
        stem, also = stemming.both(plain, exact, code, capital=piece.istitle())
        return ((stem, exact, 0, len(piece), 0, code, also, False),)
    return _parted(piece, chosen)


def _parted(piece: str, chosen: Stemmers) -> Iterator[Form]:
    if piece.isalpha():
        for word in _word(piece, 0, len(piece)):
            yield _form(word, 0, chosen, piece, joined=False)
        return
    if _HYPHENS.search(piece) is None:
        for step, word in enumerate(_words(piece)):
            yield _form(word, step, chosen, piece, joined=False)
        return
    parted = list(_hyphenated(piece))
    joined = _joined(piece, parted)
    step = 0
    for parts in parted:
        for word in parts:
            yield _form(word, step, chosen, piece, joined=False)
            if joined and step == 0:
                yield _form(joined, 0, chosen, piece, joined=True)
            step += 1


def _form(word: _Plain, step: int, chosen: Stemmers, piece: str, *, joined: bool) -> Form:
    plain, exact, start, end = word
    code = chosen.code(exact)
    stem, also = stemming.both(plain, exact, code, capital=piece[start:end].istitle())
    return (stem, exact, start, end, step, code, also, joined)


def _joined(piece: str, parts: list[list[_Plain]]) -> _Plain | None:
    """The words of a piece as one, if hyphens part two or three of them and the first begins with a letter."""
    if not 1 < len(parts) <= _JOINED_WORDS or piece[0].isdigit() or any(len(words) != 1 for words in parts):
        return None
    words = [words[0] for words in parts]
    plain, exact = "".join(word.plain for word in words), "".join(word.exact for word in words)
    return _Plain(plain[:TERM_LIMIT], exact[:TERM_LIMIT], 0, words[-1].end)


def _hyphenated(piece: str) -> Iterator[list[_Plain]]:
    """The words of a piece, those between two hyphens together."""
    start = 0
    for part in _HYPHENS.split(piece):
        yield [word._replace(start=start + word.start, end=start + word.end) for word in _words(part)]
        start += len(part) + 1


def _words(piece: str) -> Iterator[_Plain]:
    """The words of a piece that `scan` took for one or several."""
    if piece.isalpha():  # most parts, quicker
        yield from _word(piece, 0, len(piece))
        return
    if piece[0].isdigit() and not piece.isalnum() and (number := _number(piece)):
        yield _Plain(number, number, 0, len(piece))
        return
    if piece[-1] in "+#":
        exact = piece.lower()
        yield _Plain(exact, exact, 0, len(piece))
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


def _word(word: str, start: int, end: int) -> Iterator[_Plain]:
    if word.isascii():
        if exact := word.lower()[:TERM_LIMIT]:
            yield _Plain(exact, exact, start, end)
        return
    clean = word.translate(_INVISIBLE)
    if exact := fold(clean)[:TERM_LIMIT]:
        yield _Plain(stemming.lowered(clean)[:TERM_LIMIT], exact, start, end)
