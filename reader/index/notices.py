"""Tells notices that are made from one template: the weather, a daily index, calls, releases.

What is filled in (names, numbers, days) is taken out of the title and of the text; what is left is the template. Two
articles are notices of one template where their titles are the same template with other names, days or editions in it,
or their texts are mostly the same template with other names and numbers. Copies of one report, and updates of it, have
the same template too, but mostly the same names and numbers in it.
"""

from __future__ import annotations

import heapq
import zlib
from typing import TYPE_CHECKING, NamedTuple

from reader.dates.months import MONTHS
from reader.index.days import WEEKDAYS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from reader.index.names import Part
    from reader.text.tokens import Term

SKETCH = 20
"""Hashes of a text's template that are kept."""

LEAST = 20
"""Words of a text whose template can be compared."""

MOSTLY = 0.5
"""From this share of common runs of four words on, texts are mostly of one template."""

SAME_TEXT = 0.75
"""From this share on, of runs with what is filled in, one text is the other with a word changed."""

SAME_NAMES, SAME_NUMBERS = 0.5, 0.25
"""From this likeness of their names, and of their numbers, on, texts of one template tell the same …"""

FEW_NUMBERS = 3
"""… where both have so many numbers; the one number of a report may well be what its update changes."""

_BLANK = "#"


class Template(NamedTuple):
    """`title`: the hash of the title's template, 0 where that says nothing by itself; `filling`: the hashes of the names,
    days and editions in it; `sketch`: the smallest hashes of the runs of four in the text's template, `whole` those of the
    runs in the text as it is."""

    title: int = 0
    filling: frozenset[int] = frozenset()
    sketch: tuple[int, ...] = ()
    whole: tuple[int, ...] = ()


def template(headline: Part, text: Part, names: Collection[str], function: Collection[str]) -> Template:
    """The template of an article; `names` are the stems of names in it, `function` those of words that carry grammar."""
    key, filling = _of_title(headline, names, function)
    return Template(
        key, filling, _sketch(list(_blanked(text, names))), _sketch([term.stem for term in text.terms])
    )


def are_of_one_template(one: Template, other: Template, *, same_filling: bool) -> bool:
    """Tells whether two articles are notices of one template; `same_filling`: the names and numbers in their texts are
    mostly the same."""
    if _share(one.sketch, other.sketch) >= MOSTLY:
        return not same_filling and _share(one.whole, other.whole) < SAME_TEXT
    return bool(
        one.title and one.title == other.title and one.filling - other.filling and other.filling - one.filling
    )


def _sketch(words: Sequence[str]) -> tuple[int, ...]:
    if len(words) < LEAST:
        return ()
    runs = {" ".join(words[at : at + 4]) for at in range(len(words) - 3)}
    return tuple(heapq.nsmallest(SKETCH, {zlib.crc32(run.encode()) for run in runs}))


def _share(one: tuple[int, ...], other: tuple[int, ...]) -> float:
    """The share of common runs, estimated by the smallest hashes of both."""
    if not one or not other:
        return 0.0
    smallest = heapq.nsmallest(min(len(one), len(other)), {*one, *other})
    return len({*smallest} & {*one} & {*other}) / len(smallest)


def _of_title(
    headline: Part, names: Collection[str], function: Collection[str]
) -> tuple[int, frozenset[int]]:
    filling: set[int] = set()
    words: list[str] = []
    says = False
    for at, term in enumerate(headline.terms):
        if not _is_filled_in(headline, term, names):
            words.append(term.stem)
            says = says or term.stem not in function
            continue
        if not term.stem[0].isdigit() or _is_edition(headline, at, names):
            filling.add(zlib.crc32(term.stem.encode()))
        if words[-1:] != [_BLANK]:
            words.append(_BLANK)
    if not says or _BLANK not in words:
        return 0, frozenset()
    return zlib.crc32(" ".join(words).encode()), frozenset(filling)


def _blanked(text: Part, names: Collection[str]) -> Iterator[str]:
    """The stems of a text, each run of what is filled in as one blank."""
    last = ""
    for term in text.terms:
        word = _BLANK if _is_filled_in(text, term, names) else term.stem
        if word != _BLANK or last != _BLANK:
            yield word
        last = word


def _is_filled_in(part: Part, term: Term, names: Collection[str]) -> bool:
    if term.stem[0].isdigit() or term.exact in WEEKDAYS or (len(term.exact) > 2 and term.exact in MONTHS):
        return True
    return term.stem in names and part.text[term.start].isupper()


def _is_edition(headline: Part, at: int, names: Collection[str]) -> bool:
    """Tells whether a number counts editions and not things: the day of a date, what stands right after a name, a part of
    a version, or what follows a sign for "number"."""
    text, terms = headline
    term = terms[at]
    if any(near.exact in MONTHS for near in terms[max(at - 1, 0) : at + 2]):
        return True
    if text[: term.start].rstrip()[-1:] in {"#", "№"}:
        return True
    before = terms[at - 1] if at else None
    if before is None or text[before.end : term.start] not in {" ", ".", "-"}:
        return False
    return before.stem in names or before.stem[0].isdigit()
