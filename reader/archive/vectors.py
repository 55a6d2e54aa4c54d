"""Words as lexemes: what of an article's words is kept in its `tsvector`, and what of a query's is looked for there.

The server compares lexemes and knows no language: all that `text.tokens` says of how a query's word meets a term is in
their spelling. A term gives
- the code of its stemmer and its stem, and again with its second stem: `eharbour`;
- `=` and the exact form, where that is neither of the two;
- the same for its field behind `t:`, `a:` or `u:`, where it stands in title, authors or address;
- the marks of `TIERS` and the stem, where the article says so much with the word: small first choices for ranking common words;
- with the next term, where both are function words, `p:`, both forms and a space between: GIN knows no positions, and to
  read those of every article with "of" and "the" takes seconds.
No field's letter is mistaken for a stemmer's code: no stem begins with a colon.
"""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections import defaultdict
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, chain, pairwise, product
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, NamedTuple

from reader.archive import pairs, spelling
from reader.archive.spelling import is_function_form
from reader.query.weights import AVERAGE_SIZE, K1, B
from reader.text import stemming
from reader.text.language import language_of
from reader.text.tokens import ANALYSIS, WantedWord, scan, wanted

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from reader.archive.spelling import Spelt
    from reader.query.tree import Text, TextField

ANALYSIS_CHARS = 600_000
"""Characters of a text whose words are kept; more would not fit."""

_POSITIONS, _REPEATED = 16_383, 256
"""The largest position, and the positions of one lexeme, that PostgreSQL keeps: a phrase beyond is not found."""

_BYTES = 1_000_000
"""Bytes of lexemes and positions; PostgreSQL's limit is 1,048,575."""

_GAP = 10
"""Places left free between the parts of an article, so that no phrase reaches over, and nothing stands near."""

_NOWHERE: list[int] = []
"""The places of lexemes that have none."""

TIERS = {"+:": 1.5, "+1": 1.65, "+2": 1.75, "+3": 1.85, "+4": 1.92, "+5": 2.0}
"""The marks of what an article says much with, and the weight by BM25 from which on it does; the most is 2.2. A word of the
title has the first of them."""

RULES = 1_000 + ANALYSIS
"""Number of the rules by which lexemes are made: those for words, and a thousand for each change of the rules here."""

_PAIRS_REMEMBERED = 100_000
"""Pairs of function words remembered with their lexemes."""

_MARKS: dict[TextField, str] = {"any": "", "title": "t:", "author": "a:", "url": "u:"}
TIER, _PAIR, _EXACT = "+", "p:", spelling.EXACT


class Vector(NamedTuple):
    """An article's lexemes, each with its rising positions, and how many words it has; `codes` are its stemmers, `pairs` is
    the mark of all its pairs of words (`archive.pairs`)."""

    lexemes: dict[str, list[int]]
    size: int
    codes: frozenset[str]
    pairs: bytes


def vector(title: str, authors: Iterable[str], url: str, body: str, lang: str | None) -> Vector:
    """The lexemes of an article; its language is told from its text, as in the index."""
    lang = language_of(title, body, lang)
    parts: tuple[tuple[TextField, str], ...] = (
        ("title", title),
        ("author", "\n".join(authors)),
        ("url", url),
        ("any", body[:ANALYSIS_CHARS]),
    )
    chosen = stemming.stemmers(lang)
    found = _Found({}, set(), {})
    titled: frozenset[str] = frozenset()
    size, at, layers = 0, 1, 1
    whole: list[Spelt] = []
    for field, text in parts:
        read = spelling.spelt(scan(text), chosen)
        *places, end = accumulate(map(_places, read), initial=at)
        gathered: defaultdict[Spelt, list[int]] = defaultdict(list)
        for one, place in zip(read, places, strict=True):
            gathered[one].append(place)
        _read(found, gathered, _MARKS[field])
        if field == "title":
            titled = frozenset(found.counts)
        layers = max(layers, *map(_layers_of, gathered), 1)
        whole += read
        whole.append(spelling.GAP)
        size += end - at
        at = end + _GAP
    lexemes = found.lexemes
    if at > _POSITIONS:
        unfit: Iterable[str] = lexemes
    elif size > _REPEATED and max(map(len, lexemes.values())) > _REPEATED:
        unfit = found.mixed.union(name for name, places in lexemes.items() if len(places) > _REPEATED)
    else:
        unfit = found.mixed
    for lexeme in unfit:
        lexemes[lexeme] = _kept(lexemes[lexeme])
    slow = K1 * (1 - B) + K1 * B / AVERAGE_SIZE * size
    enough = [(mark, least * slow / (K1 + 1 - least)) for mark, least in TIERS.items()]
    first, least = enough[0]
    for stem, count in found.counts.items():
        if count >= least:
            for mark, needed in enough:
                if count < needed:
                    break
                lexemes[mark + stem] = _NOWHERE
        elif stem in titled:
            lexemes[first + stem] = _NOWHERE
    codes = frozenset(map(itemgetter(0), found.counts))
    return Vector(lexemes, size, codes, pairs.signature([*_layers(whole, layers)]))


class _Found(NamedTuple):
    """Lexemes with their places, those whose places may stand in no order, and how often each stem was met."""

    lexemes: dict[str, list[int]]
    mixed: set[str]
    counts: dict[str, int]


def _read(into: _Found, gathered: Mapping[Spelt, list[int]], mark: str) -> None:
    """Takes in the pieces of one part of an article, with their places."""
    found, mixed, counts = into
    function: dict[int, tuple[str, ...]] = {}
    for one, first in gathered.items():
        for step, stem, lexemes, paired in one.terms:
            places = [place + step for place in first] if step else first
            for lexeme in (*lexemes, *[mark + one for one in lexemes]) if mark else lexemes:
                known = found.setdefault(lexeme, places)
                if known is not places:
                    found[lexeme] = known + places
                    mixed.add(lexeme)
            counts[stem] = counts.get(stem, 0) + len(places)
            if paired:
                for place in places:
                    # A joined term has the place of its first word.
                    function[place] = function[place] + paired if place in function else paired
    for left, right in {(left, function.get(place + 1)) for place, left in function.items()}:
        if right:
            found.update(_pairs_of(left, right))


_places, _layers_of = attrgetter("places"), attrgetter("layers")
_numbers, _second = attrgetter("numbers"), attrgetter("second")


def _layers(whole: Sequence[Spelt], many: int) -> Iterator[bytes]:
    """The numbers of an article's words at their places, in so many layers."""
    yield b"".join(map(_numbers, whole))
    if many > 1:
        yield b"".join(map(_second, whole))
    for at in range(many - 2):
        yield b"".join(
            [one.others[at] if len(one.others) > at else pairs.NOBODY * one.places for one in whole]
        )


def _kept(places: list[int]) -> list[int]:
    """Those of the places that PostgreSQL keeps, rising."""
    if len(places) > 1:
        places = sorted(set(places))
    if places and places[-1] > _POSITIONS:
        places = places[: bisect_right(places, _POSITIONS)]
    return places[:_REPEATED] if len(places) > _REPEATED else places


def packed(lexemes: Mapping[str, Sequence[int]]) -> bytes:
    """The lexemes in PostgreSQL's binary form. What is too much goes: first the positions, then the last lexemes."""
    names = sorted(lexemes)  # as their bytes would be
    parts = "\0".join(names).encode().split(b"\0") if names else []
    one = _of_one_place()
    places = [
        _PLACELESS
        if not stands
        else one[stands[0]]
        if len(stands) == 1
        else _layout(len(stands)).pack(len(stands), *stands)
        for stands in map(lexemes.__getitem__, names)
    ]
    body = b"".join(chain.from_iterable(zip(parts, places, strict=True)))
    if len(body) + len(parts) > _BYTES:
        room = accumulate(len(part) + 4 for part in parts)
        parts = [part for part, end in zip(parts, room, strict=True) if end <= _BYTES]
        body = b"".join([part + _PLACELESS for part in parts])
    return struct.pack(">i", len(parts)) + body


_PLACELESS = bytes(3)


@cache
def _of_one_place() -> list[bytes]:
    return [_layout(1).pack(1, place) for place in range(_POSITIONS + 1)]


@cache
def _layout(places: int) -> struct.Struct:
    return struct.Struct(f">xH{places}H")


@lru_cache(maxsize=_PAIRS_REMEMBERED)
def _pairs_of(left: tuple[str, ...], right: tuple[str, ...]) -> dict[str, list[int]]:
    """The lexemes of two function words, which need no places."""
    return {f"{_PAIR}{one} {other}": _NOWHERE for one, other in product(left, right)}


@dataclass(frozen=True, slots=True)
class Lexemes:
    """Either of these lexemes; `is_start`: any that begins like one of them."""

    names: tuple[str, ...]
    is_start: bool = False


@dataclass(frozen=True, slots=True)
class Adjacent:
    """Lexemes one after another, each so many places behind the one before."""

    words: tuple[Lexemes, ...]
    steps: int = 1


@dataclass(frozen=True, slots=True)
class All:
    """All of these patterns."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these patterns."""

    parts: tuple[Pattern, ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What the pattern does not match."""

    part: Pattern


Pattern = Lexemes | Adjacent | All | Either | Without


def pattern(text: Text, codes: Collection[str]) -> Pattern:
    """Gives the pattern that the words of a query look for, in an archive that has words of these stemmers."""
    mark = _MARKS[text.field]
    ways: list[Pattern] = []
    for words, beginning in wanted(text.words, prefix=text.prefix):
        way: list[Pattern] = []
        if words:
            way.append(side_by_side(words, codes, mark))
        if beginning is not None:
            way.append(beginnings(beginning, codes, mark))
        ways.append(way[0] if len(way) == 1 else All(tuple(way)))
    return ways[0] if len(ways) == 1 else Either(tuple(ways))


def forms(word: WantedWord, codes: Collection[str]) -> tuple[str, ...]:
    """The lexemes that a word of a query matches, without the mark of a field: those with its exact form first."""
    found = [_EXACT + word.exact]
    for code in sorted(codes):
        found += [code + word.exact, code + word.stem(code)]
        for whole in word.uncut(code):
            found += [_EXACT + whole, code + whole]
    return tuple(dict.fromkeys(found))


def stems(word: WantedWord, codes: Collection[str], mark: str = "") -> Lexemes:
    """The lexemes by which a word's occurrences are counted: each term of a text has but one of these."""
    return Lexemes(tuple(mark + form for form in forms(word, codes) if form[0] != _EXACT))


def mark_of(field: TextField) -> str:
    """Gives what stands before a lexeme of that field; "" for one of any."""
    return _MARKS[field]


def beginnings(start: str, codes: Collection[str], mark: str = "") -> Lexemes:
    """Gives the pattern of words that begin so."""
    return Lexemes(
        (f"{mark}{_EXACT}{start}", *(f"{mark}{code}{start}" for code in sorted(codes))), is_start=True
    )


def in_tier(word: Lexemes, mark: str) -> Lexemes:
    """The lexemes of the articles that say so much with the word, or with one that begins so."""
    return Lexemes(tuple(mark + name for name in word.names), word.is_start)


def untiered(lexeme: str) -> str:
    """The lexeme without the mark of what an article says much with."""
    return lexeme[2:] if lexeme.startswith(TIER) else lexeme


def is_exact(lexeme: str) -> bool:
    """Tells whether it is a word's exact form, in whichever field."""
    return _unmarked(lexeme).startswith(_EXACT)


def exact_forms(word: WantedWord, codes: Collection[str]) -> Lexemes:
    """The lexemes of a word's exact form; one that is its own stem cannot be told from others of that stem."""
    return Lexemes((_EXACT + word.exact, *(code + word.exact for code in sorted(codes))))


def any_form(word: WantedWord, codes: Collection[str], mark: str = "") -> Lexemes:
    """All lexemes that a word of a query matches."""
    return Lexemes(tuple(mark + form for form in forms(word, codes)))


def side_by_side(words: Sequence[WantedWord], codes: Collection[str], mark: str = "") -> Pattern:
    """The pattern of words one after another, as the index finds them: function words by their pairs."""
    each = [forms(word, codes) for word in words]
    if len(each) == 1:
        return Lexemes(tuple(mark + form for form in each[0]))
    beside = Adjacent(tuple(Lexemes(tuple(mark + form for form in word)) for word in each))
    if mark:
        return beside
    pairs = [_neighbours(*pair) for pair in pairwise(each)]
    return pairs[0] if len(pairs) == 1 else All((*pairs, beside))


def _neighbours(left: Sequence[str], right: Sequence[str]) -> Pattern:
    """Two words side by side: function words by their pairs, all others by positions."""
    left_plain, left_function = _parted(left)
    right_plain, right_function = _parted(right)
    pairs = tuple(
        f"{_PAIR}{one} {other}"
        for one, other in product(left_function, right_function)
        if _may_meet(one[0], other[0])
    )
    parts: list[Pattern] = [Lexemes(pairs)] if pairs else []
    if left_plain:
        parts.append(Adjacent((Lexemes(left_plain), Lexemes(tuple(right)))))
    if left_function and right_plain:
        parts.append(Adjacent((Lexemes(left_function), Lexemes(right_plain))))
    return parts[0] if len(parts) == 1 else Either(tuple(parts))


def _parted(forms_of_word: Sequence[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The forms that are no function word's, and those that are."""
    function = tuple(form for form in forms_of_word if is_function_form(form))
    return tuple(form for form in forms_of_word if form not in function), function


_LATIN = frozenset("edfsipnvkwFhrtPcSEl qujxozLC") - {" "}


def _may_meet(one: str, other: str) -> bool:
    """Tells whether one text can have words of both codes: it has one stemmer for its words in Latin letters."""
    return one == other or not (one in _LATIN and other in _LATIN)


def pair_numbers(left: Lexemes, right: Lexemes) -> tuple[int, ...]:
    """The numbers of all pairs of two words, of which a text that has them side by side has one (`archive.pairs`)."""
    one, other = ([_unmarked(name) for name in word.names] for word in (left, right))
    return tuple(pairs.pair(*pair) for pair in product(one, other) if _may_meet(pair[0][0], pair[1][0]))


def _unmarked(lexeme: str) -> str:
    return lexeme[2:] if lexeme[1:2] == ":" else lexeme


def tsquery(asked: Pattern) -> str:
    """The pattern in the server's own notation."""
    match asked:
        case Lexemes(names, is_start):
            return "(" + " | ".join(_quoted(name) + (":*" if is_start else "") for name in names) + ")"
        case Adjacent(words, steps):
            return "(" + f" <{steps}> ".join(map(tsquery, words)) + ")"
        case All(parts):
            return "(" + " & ".join(map(tsquery, parts)) + ")"
        case Either(parts):
            return "(" + " | ".join(map(tsquery, parts)) + ")"
        case Without(part):
            return f"!{tsquery(part)}"


def _quoted(lexeme: str) -> str:
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def lexemes(asked: Pattern) -> Iterator[Lexemes]:
    """All lexemes of a pattern."""
    match asked:
        case Lexemes():
            yield asked
        case Adjacent(words):
            yield from words
        case All(parts) | Either(parts):
            for part in parts:
                yield from lexemes(part)
        case Without(part):
            yield from lexemes(part)
