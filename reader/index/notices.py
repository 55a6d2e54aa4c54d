"""Tells notices that are made from one template: the weather, a daily index, calls, releases.

What is filled in (names, numbers, days) is taken out of the title and of the text; what is left is the template. Two
articles are notices of one template where their titles are the same template with other names, days or editions in it,
or their texts are mostly the same template with other names and numbers. Copies of one report, and updates of it, have
the same template too, but mostly the same names and numbers in it.

So are two episodes of one series, two numbers of a column, two places of a chart: titles of one source in which another
number follows the same name, the same sign or the same word for a number.
"""

from __future__ import annotations

import heapq
import re
import zlib
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from reader.dates.months import MONTHS
from reader.index.days import WEEKDAYS
from reader.index.names import Part, names

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

SKETCH = 20
"""Hashes of a text's template that are kept."""

LEAST, LEAST_BLANKED = 20, 10
"""Words of a text that can be compared, and of its template, where each run of what is filled in is one word."""

MOSTLY = 0.5
"""From this share of common runs of four words on, texts are mostly of one template."""

SAME_TEXT = 0.75
"""From this share on, of runs with what is filled in, one text is the other with a word changed."""

COPIES = 0.1
"""From this share of runs on, texts may be copies, which have four times as many in common."""

SAME_NAMES, SAME_NUMBERS = 0.5, 0.25
"""From this likeness of their names, and of their numbers, on, texts of one template tell the same …"""

FEW_NUMBERS = 3
"""… where both have so many numbers; the one number of a report may well be what its update changes."""

_BLANK = "#"
_DATES = frozenset((*WEEKDAYS, *(month for month in MONTHS if len(month) > 2)))

_EPISODE = re.compile(r"\b(?:(\d{1,2})x(\d{1,3})|s(\d{1,2})[ .]?e(\d{1,3}))\b", re.IGNORECASE)
_YEAR = re.compile("(?:19|20)\\d\\d")
_SIGNS = frozenset("#№")
_WORDS_FOR_NUMBER = frozenset(
    (
        "episode", "ep", "part", "vol", "volume", "issue", "no", "nr", "chapter", "episodio", "épisode", "folge", "ausgabe",
        "teil", "numéro", "número", "odcinek", "odc", "díl", "cast", "часть", "выпуск", "серия", "эпизод", "випуск", "серія",
    )
)  # fmt: skip


class Template(NamedTuple):
    """`title`: the hash of the title's template, 0 where that says nothing by itself; `filling`: the hashes of the names,
    days and editions in it; `sketch`: the smallest hashes of the runs of four in the text's template, `whole` those of the
    runs in the text as it is; `editions`: the hash of what a number in the title follows → that of the number; `source`:
    the hash of its source, 0 where that is unknown."""

    title: int = 0
    filling: frozenset[int] = frozenset()
    sketch: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()
    editions: Mapping[int, int] = {}
    source: int = 0


def template(
    headline: Part, text: Part, known: Collection[str], function: Collection[str], runs: NDArray[np.uint32]
) -> Template:
    """The template of an article; `known` are the stems of names in it, `function` those of words that carry grammar, `runs` the
    hashes of the text's runs of four."""
    in_title = {*known, *_names_in(headline, function)}
    key, filling = _of_title(headline, in_title, function)
    return Template(
        key,
        filling,
        _smallest(hashes(blanked)) if len(blanked := _blanked(text, known)) >= LEAST_BLANKED else (),
        _smallest(runs) if len(text.terms) >= LEAST else (),
        {_hash(what): _hash(number) for what, number in _editions(headline, in_title)},
    )


def source_key(source: str) -> int:
    """The hash of a source's name."""
    return _hash(source.casefold()) if source else 0


def are_of_one_source(one: Template, other: Template) -> bool:
    """Tells whether two articles are of one source; False where it is unknown."""
    return one.source == other.source != 0


def are_of_one_template(one: Template, other: Template, *, same_filling: bool) -> bool:
    """Tells whether two articles are notices of one template; `same_filling`: the names and numbers in their texts are
    mostly the same."""
    if are_of_one_source(one, other) and any(
        other.editions.get(what, number) != number for what, number in one.editions.items()
    ):
        return True
    if _share(one.sketch, other.sketch) >= MOSTLY:
        differ = not same_filling and _share(one.whole, other.whole) < SAME_TEXT
        if differ or (one.whole and other.whole):  # short texts are no proof that titles tell the same
            return differ
    return bool(
        one.title and one.title == other.title and one.filling - other.filling and other.filling - one.filling
    )


def can_be_copies(one: Template, other: Template) -> bool:
    """Tells whether the texts may be copies of each other, the one perhaps cut from the other."""
    return not (one.whole and other.whole) or _share(one.whole, other.whole) >= COPIES


def _hash(text: str) -> int:
    return zlib.crc32(text.encode())


def hashes(words: Sequence[str]) -> NDArray[np.uint32]:
    """The hashes of the different runs of four words."""
    runs = set(map(" ".join, zip(words, words[1:], words[2:], words[3:], strict=False)))
    return np.fromiter(map(zlib.crc32, map(str.encode, runs)), np.uint32, len(runs))


def _smallest(runs: NDArray[np.uint32]) -> tuple[int, ...]:
    return tuple(distinct(runs)[:SKETCH].tolist())


def distinct(values: NDArray[np.uint32]) -> NDArray[np.uint32]:
    """The different ones of some hundred values, rising: a tenth of the time of `np.unique`."""
    ordered = np.sort(values)
    is_first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=is_first[1:])
    return ordered[is_first]


def _share(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The share of common runs, estimated by the smallest hashes of both."""
    if not one or not other:
        return 0.0
    smallest = heapq.nsmallest(min(len(one), len(other)), {*one, *other})
    return len({*smallest} & {*one} & {*other}) / len(smallest)


def _names_in(headline: Part, function: Collection[str]) -> set[str]:
    """The names that a title itself shows: nothing where all its words are capitalised but those that carry grammar."""
    text, terms = headline
    if all(text[term.start].isupper() or term.stem in function or term.stem[0].isdigit() for term in terms):
        return set()
    return {term.stem for _, run in names(headline) for term in run}


def _of_title(
    headline: Part, known: Collection[str], function: Collection[str]
) -> tuple[int, frozenset[int]]:
    filling: set[int] = set()
    words: list[str] = []
    says = False
    for at, (term, is_filled) in enumerate(zip(headline.terms, _filled(headline, known), strict=True)):
        if not is_filled:
            words.append(term.stem)
            says = says or term.stem not in function
            continue
        if not term.stem[0].isdigit() or _is_edition(headline, at, known):
            filling.add(_hash(term.stem))
        if words[-1:] != [_BLANK]:
            words.append(_BLANK)
    if not says or _BLANK not in words:
        return 0, frozenset()
    return _hash(" ".join(words)), frozenset(filling)


def _blanked(text: Part, known: Collection[str]) -> list[str]:
    """The stems of a text, each run of what is filled in as one blank."""
    words = [
        _BLANK if is_filled else term[0]
        for term, is_filled in zip(text.terms, _filled(text, known), strict=True)
    ]
    return [word for word, last in zip(words, ["", *words], strict=False) if word != _BLANK or last != _BLANK]


def _filled(part: Part, known: Collection[str]) -> list[bool]:
    """Of each term whether it is filled in."""
    text, terms = part
    if _DATES.isdisjoint([term[1] for term in terms]):  # most texts, quicker
        return [(term[0] in known and text[term[2]].isupper()) or term[0][0].isdigit() for term in terms]
    return [
        (term[0] in known and text[term[2]].isupper()) or term[1] in _DATES or term[0][0].isdigit()
        for term in terms
    ]


def _is_edition(headline: Part, at: int, known: Collection[str]) -> bool:
    """Tells whether a number counts editions and not things: the day of a date, what stands right after a name, a part of
    a version, or what follows a sign for "number"."""
    text, terms = headline
    term = terms[at]
    if any(near.exact in MONTHS for near in terms[max(at - 1, 0) : at + 2]):
        return True
    if text[: term.start].rstrip()[-1:] in _SIGNS:
        return True
    before = terms[at - 1] if at else None
    if before is None or text[before.end : term.start] not in {" ", ".", "-"}:
        return False
    return before.stem in known or before.stem[0].isdigit()


def _editions(headline: Part, known: Collection[str]) -> Iterator[tuple[str, str]]:
    """Numbers in a title that tell its articles apart, each with what it follows: a name, a month, a sign or a word for
    "number"; of an episode season and number."""
    text, terms = headline
    if episode := _EPISODE.search(text):
        yield "x", "x".join(str(int(number)) for number in episode.groups() if number)
    for before, term in pairwise((None, *terms)):
        if not term or not term.stem.isdecimal() or _YEAR.fullmatch(term.stem):
            continue
        if text[: term.start].rstrip()[-1:] in _SIGNS:
            yield "#", term.stem
        elif (
            before
            and text[before.end : term.start] in {" ", "-", ". "}
            and (before.stem in known or before.exact in _WORDS_FOR_NUMBER or before.exact in MONTHS)
        ):
            yield before.stem, term.stem
