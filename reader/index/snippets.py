"""The piece of an article's text that shows why it was found."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left
from functools import partial
from itertools import islice, takewhile
from typing import TYPE_CHECKING, NamedTuple

from reader.model import SNIPPET_LENGTH, Snippet
from reader.query.tree import wanted_words
from reader.text import stemming
from reader.text.fold import fold
from reader.text.scripts import UNSPACED_OR_HANGUL
from reader.text.tokens import Term, WantedWords, opening, terms, wanted
from reader.text.urls import without_credentials

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reader.query.tree import Node

SCANNED = 100_000
"""Characters of a text that are looked through."""

_LEAD = 60
"""Characters shown before the first hit, up to the beginning of its sentence."""

_WORD_ROOM = 40
"""Characters that a word of a phrase takes at most with what stands before it."""

_SENTENCE_END = re.compile(r"(?:[.!?…][\"'”’»)]*\s+|[。！？]|\n+)")
_BESIDE = "\n\n· "
"""What sets off a caption, which stands beside the text (`markdown.dialect.readable`): a
window with nothing that was looked for before it begins there."""

_BETWEEN = " · "

_SPACES = re.compile(r"\s+")
_UNEVEN = re.compile(r"[^\S ]|  ")
"""White space that is not one space."""

_FLAT = {
    char: flat
    for char in map(chr, (*range(0xC0, 0x250), *range(0x400, 0x460), *range(0x1E00, 0x1F00)))
    if len(flat := fold(char)) == 1 and flat != char.lower()
}
"""Letters as `fold` gives them, where that is one other letter in lower case: offsets stay."""

_MARKED = re.compile(f"[{''.join(_FLAT)}]")

_STRANGE = re.compile(
    r"[^\x00-\u024f\u0400-\u045f\u2000-\u206f\u20a0-\u20bf]|["
    + "".join(
        char
        for char in map(chr, (*range(0x80, 0x250), *range(0x400, 0x460)))
        if char.isalpha() and _FLAT.get(char, char.lower()) != fold(char)
    )
    + "]"
)
"""What a text has whose letters, flat, are not those of its words: ß, æ, ﬁ, and other scripts."""

_LONGER_IN_LOWER_CASE = "\u0130"
"""The only letter that is two in lower case: offsets would move."""

_PLAIN_LETTERS = "A-Za-zÀ-ÖØ-öø-ɏА-яЁё"
_PLAIN_END = r"(?=[ ,;:\n)]|\.[ \n])"
_PLAIN = re.compile(f"[{_PLAIN_LETTERS}]+")
_LONE = re.compile(rf"[{_PLAIN_LETTERS}]{{1,{_WORD_ROOM - 1}}}+{_PLAIN_END}")
"""A word to which nothing behind it belongs: the next one need not be read."""


class _Hit(NamedTuple):
    start: int
    end: int
    word: int


def snippet(body: str, tree: Node, lang: str | None = None, *, length: int = SNIPPET_LENGTH) -> Snippet:
    """The one or two windows of a text in a language with most of the query's words, some `length` characters together.

    Parts of the tree that are not words do not matter. Where no word is found (it may stand in the title), the
    beginning of the text. White space is one space; what is left out is shown as …; `hits` never overlap.
    """
    body = body[:SCANNED]
    asked = [text for text in wanted_words(tree) if text.field == "any"]
    words = [list(_apart(wanted(text.words, prefix=text.prefix))) for text in asked]
    hits = _hits(body, words, lang)
    return _shown(body, _windows(hits, length) or [(0, length)], hits)


def of_address(url: str, tree: Node, length: int) -> Snippet | None:
    """The part of an address where the words of the tree stand: `address: …/ferry-risho`. The host is named only where it
    alone has them; None where nothing has."""
    address = bare_address(url)
    host = len(address.partition("/")[0])
    hits = snippet(address, tree, length=len(address)).hits
    inside = [start for start, _ in hits if start >= host]
    if not inside:
        return _labelled("address: ", snippet(address, tree, length=length)) if hits else None
    at = address.rfind("/", 0, inside[0] + 1)
    part = snippet(address[at:], tree, length=length)
    return _labelled(f"address: {'' if at <= host or part.text.startswith('…') else '…'}", part)


def of_authors(names: Sequence[str], tree: Node, length: int) -> Snippet | None:
    """The names where the words of the tree stand: `author: Maud Ferris`; None where none has them."""
    part = snippet(", ".join(names), tree, length=length)
    return _labelled("author: ", part) if part.hits else None


def bare_address(url: str) -> str:
    """The address from its host on."""
    return without_credentials(url).rpartition("://")[2]


def joined(first: Snippet, second: Snippet) -> Snippet:
    """Two pieces with a sign between them."""
    at = len(first.text) + len(_BETWEEN)
    hits = tuple((start + at, end + at) for start, end in second.hits)
    return Snippet(text=f"{first.text}{_BETWEEN}{second.text}", hits=(*first.hits, *hits))


def _labelled(label: str, part: Snippet) -> Snippet:
    hits = tuple((start + len(label), end + len(label)) for start, end in part.hits)
    return Snippet(text=f"{label}{part.text}", hits=hits)


def _apart(ways: Iterable[WantedWords]) -> Iterator[WantedWords]:
    """Parts what is wanted into words and a beginning, which may stand apart."""
    for want in ways:
        if want.words:
            yield want._replace(beginning=None)
        if want.beginning is not None:
            yield want._replace(words=())


def _hits(body: str, words: Sequence[Sequence[WantedWords]], lang: str | None) -> list[_Hit]:
    """The places of the words, in order, none overlapping another."""
    flat = body if body.isascii() else _MARKED.sub(lambda found: _FLAT[found[0]], body)
    if _LONGER_IN_LOWER_CASE in body:
        flat = ""
    found = list(_hits_at(body, words, lang, lambda want: _by_letters(flat, want)))
    if not found:  # Their letters do not tell the places.
        found = list(_hits_at(body, words, lang, _otherwise(body, flat, lang)))
    clear: list[_Hit] = []
    for hit in sorted(found, key=lambda hit: (hit.start, -hit.end)):
        if not clear or hit.start >= clear[-1].end:
            clear.append(hit)
        elif hit.end > clear[-1].end:  # Pairs of letters overlap; together they are one hit.
            clear[-1] = clear[-1]._replace(end=hit.end)
    return clear


def _hits_at(
    body: str,
    words: Sequence[Sequence[WantedWords]],
    lang: str | None,
    starts: Callable[[WantedWords], Iterable[tuple[int, int]]],
) -> Iterator[_Hit]:
    """Hits at some places of the text: where what is wanted may begin, and its end where that is known, else 0."""
    for number, ways in enumerate(words):
        for want in ways:
            room = _WORD_ROOM * max(len(want.words), 1)
            for start, end in starts(want):
                if end:
                    yield _Hit(start, end, number)
                    continue
                lone = _LONE.match(body, start) if len(want.words) < 2 else None
                near = terms(lone[0] if lone else body[start : start + room], lang)
                if want.words:
                    if end := want.end(near):
                        yield _Hit(start, start + end, number)
                else:
                    first = (term for term in islice(near, 2) if term.position == 0)
                    yield from (_Hit(start, start + term.end, number) for term in first if want.begins(term))


def _otherwise(body: str, flat: str, lang: str | None) -> Callable[[WantedWords], Iterable[tuple[int, int]]]:
    """Gives the starts of terms whose stem is what is wanted though their letters are not: cries of *cri*. Where stems keep the
    first letters of words, those that begin so; else all terms are read, in ten times the time."""
    every: list[Term] = []
    are_plain = bool(flat) and not _STRANGE.search(body)

    def starts(want: WantedWords) -> Iterable[tuple[int, int]]:
        exact = want.words[0].exact if want.words else want.beginning or ""
        if are_plain and _PLAIN.fullmatch(exact) and stemming.keeps_first_letters(exact, lang):
            begins = want.words[0].openings() if want.words else {exact}
            first = "".join({letter for one in begins for letter in stemming.before_stemming(one[0])})
            return (
                (match.start(), 0) for match in re.finditer(f"{_NO_LETTER}[{first}]", flat, re.IGNORECASE)
            )
        every.extend(terms(body, lang) if not every else ())
        return _by_terms(every, want)

    return starts


def _by_terms(every: Sequence[Term], want: WantedWords) -> Iterator[tuple[int, int]]:
    first = want.words[0].matches if want.words else want.begins
    return ((term.start, 0) for term in every if first(term))


_NUMBER = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_NO_LETTER = r"(?<![^\W_])"
_BOUNDARY = r"(?<![^\W\d_])"
_OTHER_CASES = dict.fromkeys("abcdefghijklmnopqrstuvwxyzабвгдежзийклмнопрстуфхцчшщъыьэюяіїєґ", "") | {
    "i": "\u0130\u0131", "k": "\u212a", "s": "\u017f", "в": "\u1c80", "д": "\u1c81", "о": "\u1c82",
    "с": "\u1c83", "т": "\u1c84\u1c85", "ъ": "\u1c86",
}  # fmt: skip
"""Letters, with what `re` takes for the same besides the capital."""

_BEFORE_NUMBER = re.compile(rf"(?<![^\W_{UNSPACED_OR_HANGUL}])(?<!\d[.,])")


def _by_letters(flat: str, want: WantedWords) -> Iterator[tuple[int, int]]:
    """Starts of the terms that may be wanted, by their first letters as they stand in the text; none where these tell
    nothing: Arabic and Hebrew words have more before their stem.

    Words that begin as is wanted are told with their end where nothing about them is to be thought about: they are of plain letters,
    and nothing stands behind them that might belong to them. A beginning of a letter or two begins hundreds of words: to read
    each as a term would take 20 ms a query.
    """
    exact = want.words[0].exact if want.words else want.beginning or ""
    if _NUMBER.fullmatch(exact):
        digits = exact.replace(".", "[.,]") if "." in exact else "[.,]?".join(exact)
        numbers = (match.start() for match in re.finditer(digits, flat))
        return ((start, 0) for start in numbers if _BEFORE_NUMBER.match(flat, start))
    if not exact.isalpha() or "\u0590" <= exact[0] <= "\u06ff":
        return iter(())
    begins = [*want.words[0].openings()] if want.words else [opening(exact)]
    sources = [*map(re.escape, begins), *([r"\.".join(map(re.escape, exact))] if len(exact) < 5 else [])]
    if want.words or not _PLAIN.fullmatch(exact):
        found = re.finditer(_pattern(sources, exact[0]), flat, re.IGNORECASE)
        return ((match.start(), 0) for match in found)
    plain = f"{exact}(?P<rest>[{_PLAIN_LETTERS}]*+){_PLAIN_END}"
    found = re.finditer(_pattern([plain, *sources], exact[0]), flat, re.IGNORECASE)
    return ((match.start(), max(match.end("rest"), 0)) for match in found)


def _pattern(sources: Sequence[str], letter: str) -> str:
    """Matches one of several beginnings of a word, which mostly begin with the same letter."""
    if letter not in _OTHER_CASES or any(source[0] != letter for source in sources):
        boundary = _BOUNDARY if letter < "\u0590" else ""
        return f"{boundary}(?:{'|'.join(sources)})"
    # What is sought is found in a third of the time where it begins with a few letters, whose case is not to be changed.
    first = f"(?-i:[{letter}{letter.upper()}{_OTHER_CASES[letter]}])"
    return f"{first}(?<![^\\W\\d_]{first})(?:{'|'.join(source[1:] for source in sources)})"


def _windows(hits: list[_Hit], length: int) -> list[tuple[int, int]]:
    """The window with most different words, then most hits; two of half the length where that shows more words."""
    if not hits:
        return []
    words = len({hit.word for hit in hits})
    whole, shown = _best(hits, length, frozenset())
    if len(shown) == words:
        return [whole]
    first, shown = _best(hits, length // 2, frozenset())
    second, more = _best(hits, length // 2, shown)
    if not more - shown or (second[0] < first[1] and first[0] < second[1]):
        return [whole]
    return sorted((first, second))


def _best(hits: list[_Hit], length: int, known: frozenset[int]) -> tuple[tuple[int, int], frozenset[int]]:
    """The best window of the length, as [start, end), and the words it shows; words of `known` count for nothing."""
    best, window, shown = (-1, -1), (0, 0), (0, 0)
    lead = min(_LEAD, length // 3)
    many = [0] * (max(hit.word for hit in hits) + 1)
    different, last = 0, -1
    for at, (start, _, first) in enumerate(hits):
        most = start + length - lead
        while last < at or (last + 1 < len(hits) and hits[last + 1].end <= most):
            last += 1
            word = hits[last].word
            many[word] += 1
            different += many[word] == 1 and word not in known
        score = (different, last - at)
        if score > best:
            best, window, shown = score, (start - lead, most), (at, last + 1)
        many[first] -= 1
        different -= not many[first] and first not in known
    return window, frozenset(hit.word for hit in hits[slice(*shown)])


def _shown(body: str, windows: list[tuple[int, int]], hits: list[_Hit]) -> Snippet:
    text, end = "", 0
    marks: list[tuple[int, int]] = []
    for start, end in (_cut(body, *window, hits) for window in windows):
        if body[:start].strip():
            text += " … " if text else "… "
        done = start + len(body[start:end]) - len(body[start:end].lstrip())
        spaced = partial(_SPACES.sub, " ") if _UNEVEN.search(body, start, end) else str
        for hit in _within(hits, start, end):
            text += spaced(body[done : hit.start])
            inside = spaced(body[hit.start : hit.end])
            marks.append((len(text), len(text) + len(inside)))
            text += inside
            done = hit.end
        text += spaced(body[done:end].rstrip())
    return Snippet(text=f"{text} …" if body[end:].strip() else text, hits=tuple(marks))


def _within(hits: list[_Hit], start: int, end: int) -> list[_Hit]:
    return list(takewhile(lambda hit: hit.end <= end, hits[bisect_left(hits, (start,)) :]))


def _cut(body: str, start: int, end: int, hits: list[_Hit]) -> tuple[int, int]:
    """The window within the text, moved to where sentences begin, else to word ends; no hit that it holds is lost, and no letter
    without its marks: a Thai vowel sign belongs to what stands before it."""
    start, end = max(start - max(end - len(body), 0), 0), min(end - min(start, 0), len(body))
    held = _within(hits, start, end)
    if start:
        latest = held[0].start if held else start + _LEAD
        ends = [match.end() for match in _SENTENCE_END.finditer(body, start, latest)]
        spaces = [match.end() for match in _SPACES.finditer(body, start, latest)]
        start = ends[0] if ends else spaces[0] if spaces else start
        if (beside := body.rfind(_BESIDE, 0, latest)) >= 0:
            start = max(start, beside + len(_BESIDE))
    if end < len(body):
        spaces = [match.start() for match in _SPACES.finditer(body, held[-1].end if held else start, end + 1)]
        end = spaces[-1] if spaces else end
    while 0 < start < len(body) and unicodedata.category(body[start]).startswith("M"):
        start -= 1
    while end < len(body) and unicodedata.category(body[end]).startswith("M"):
        end += 1
    return start, end
