"""Takes the runs of capitalised words apart into names: what stands beside a name, opens its sentence or is shouted is none."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.index.days import WEEKDAYS
from reader.index.related.empty_words import is_empty, is_zone
from reader.index.related.inflections import INFLECTED

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

    from reader.index.names import Part
    from reader.text.tokens import Term

REACH = 40
"""Characters before a name in which the word before it begins."""

_ARTICLES = frozenset(
    (
        "the", "a", "an", "der", "die", "das", "le", "la", "les", "l", "il", "lo", "gli", "i", "el", "los", "las", "o", "os",
        "um", "uma", "un", "una", "het", "de", "een", "al",
    )
)  # fmt: skip
"""With these a name may begin: The Hague, La Spezia."""

_OFFICES = frozenset(("CEO", "CFO", "CTO", "COO", "MP", "MEP"))
_COUNTRY_FIRST = INFLECTED | {"bg", "mk"}
"""Languages in which only the first word of an office has a capital, so that its country stands alone before the person."""
_COUNTRY, _PATRONYMIC = ("ии", "ії"), ("ны", "ни")
"""Endings of a country's genitive, and of what else may follow such a genitive within one name."""

_OPENS = re.compile(r"(?:^|[.!?…:\n][\"'”’»)\]]*)\s*[\"'“„«(\[]*$")
"""What stands before the first word of a sentence."""


def written(part: Part, term: Term) -> str:
    """The word as it stands."""
    return part.text[term.start : term.end]


def is_shouted(part: Part, run: list[Term]) -> bool:
    """Tells whether a run is a heading or a call in capitals: three or more words."""
    return len(run) > 2 and all(len(form := written(part, term)) > 1 and form.isupper() for term in run)


def without_days(part: Part, run: list[Term]) -> Iterator[list[Term]]:
    """The parts of a name between days of the week, time zones and numbers in it."""
    rest: list[Term] = []
    for term in run:
        if term.exact in WEEKDAYS:
            if rest:
                yield rest
            rest = []
        else:
            rest.append(term)
    if rest and not all(is_zone(written(part, term)) for term in rest):
        yield rest


def known(found: list[tuple[Part, list[Term]]]) -> tuple[set[str], set[tuple[str, ...]]]:
    """The stems of names of one word, and the names of several."""
    alone = {run[0].stem for _, run in found if len(run) == 1}
    return alone, {tuple(term.stem for term in run) for _, run in found if len(run) > 1}


def apart(
    part: Part, run: list[Term], known: tuple[set[str], set[tuple[str, ...]]], lang: str | None
) -> Iterator[list[Term]]:
    """The names in a run of three or more: what stands before a name that the article has by itself; an office before a
    person; and in languages where a country stands right before a person, names of one word, abbreviations and genitives."""
    alone, several = known
    start = 0
    for at in range(1, len(run) - 1):
        before = run[at - 1]
        form = written(part, before)
        if (
            form in _OFFICES
            or tuple(term.stem for term in run[at:]) in several
            or (
                lang in _COUNTRY_FIRST
                and (
                    before.stem in alone
                    or (len(form) > 1 and form.isupper())
                    or (form.endswith(_COUNTRY) and not written(part, run[at]).endswith(_PATRONYMIC))
                )
            )
        ):
            yield run[start:at]
            start = at
    yield run[start:]


def without_opening(part: Part, run: list[Term], function: Container[str]) -> list[Term]:
    """A name without the word of no meaning that has its capital from the sentence it opens."""
    first = run[0]
    form = written(part, first)
    if (
        len(run) > 1
        and form.lower() not in _ARTICLES
        and (first.stem in function or is_empty(form, first.stem))
        and _OPENS.search(part.text, max(first.start - REACH, 0), first.start)
    ):
        return run[1:]
    return run
