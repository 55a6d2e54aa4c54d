"""Chooses the articles that are weighed where too many match: those that can have the highest scores.

What an article says with a word has grades: the word stands in its title or not, and its text says so much with it
(`vectors.TIERS`). Each is a lexeme, so that the index finds its articles, and each has a worth, which is what the score
gains at least. How many articles have a grade is counted in the newest months. The candidates are all articles whose
grades of all words are together worth so much, with the bound set so that about as many have it as are to be weighed.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from itertools import product
from math import prod
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.archive import condition, planning, vectors
from reader.archive.planning import EVERYTHING
from reader.archive.vectors import TIERS, All, Either, Lexemes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.archive.planning import LexemeFrequencies, Months
    from reader.archive.vectors import Pattern

SAMPLED = 2_000
"""Articles, the newest, in which is counted how many have a grade: whole months of them, and so many for one grade at most."""

_SURELY = 0.7
"""The share of the candidates that is expected to have the best grades: these come first, and the newest of the next grades fill
the rest, so that no good one is left out where there are more than was expected."""

_MARKS = tuple(TIERS)
_GRADES = {1: len(_MARKS), 2: len(_MARKS), 3: 3, 4: 2}
"""Of so many words, how many of the marks tell grades: with each word there are more ways to be worth the same."""

_HAS = 1.1
"""What a text that has a word once says with it, as in `TIERS`."""


class Worth(NamedTuple):
    """What is counted of a word: the lexemes of it in the text and in the title, and by what their weights are multiplied."""

    text: Lexemes
    title: Lexemes
    in_text: float
    in_title: float


@dataclass(frozen=True, slots=True)
class _Grade:
    """A grade of a word. `share` of all articles have this and no better one; `pattern`: this, or more of the same."""

    worth: float
    share: float
    pattern: Pattern
    is_title: bool = False


class Graded:
    """The grades of the words of one query. `needs_all`: what matches has each of them."""

    def __init__(self, grades: Sequence[Sequence[_Grade]], documents: int, *, needs_all: bool) -> None:
        absent = [] if needs_all else [_Grade(0.0, 0.0, EVERYTHING)]
        self._grades = [[*absent, *sorted(of, key=lambda grade: grade.worth)] for of in grades]
        self._documents = documents
        self._ways: list[tuple[float, float]] = []
        for way in product(*self._grades):
            if any(grade.worth for grade in way):
                share = prod(
                    grade.share if grade.worth else max(1 - sum(other.share for other in of), 0.0)
                    for grade, of in zip(way, self._grades, strict=True)
                )
                self._ways.append((sum(grade.worth for grade in way), share * documents))
        self._ways.sort(reverse=True)

    def chosen(self, room: int) -> tuple[Pattern | None, ...]:
        """Gives what the best articles have, of which there is room for all, and what those have that fill it; None: whatever matches."""
        surely, have, above = 0.0, 0.0, math.inf
        for worth, number in self._ways:
            if worth < above and have <= room * _SURELY:
                surely = above
            if worth < above and have >= room:
                break
            have, above = have + number, worth
        else:
            above = 0.0
        parts = [
            self._worth(self._grades, bound) if bound else None
            for bound in (surely, above)
            if bound < math.inf
        ]
        return tuple(dict.fromkeys(parts))

    def _worth(self, grades: Sequence[Sequence[_Grade]], bound: float) -> Pattern:
        """Grades that are together worth so much."""
        first, *rest = grades
        if not rest:
            return _at_least(first, bound)
        most = sum(of[-1].worth for of in rest)
        ways: list[Pattern] = []
        met: list[Pattern] = []
        for grade in first:
            if bound - grade.worth <= most + 1e-9:
                others = self._worth(rest, bound - grade.worth)
                # What needs less of this word, and no more of the others, is there already.
                if others not in met:
                    met.append(others)
                    ways.append(_both(_at_least(first, grade.worth), others))
        return ways[0] if len(ways) == 1 else Either(tuple(ways))


def _at_least(grades: Sequence[_Grade], bound: float) -> Pattern:
    """One of the grades of a word that are worth so much: of each kind the least."""
    least: dict[bool, _Grade] = {}
    for grade in grades:
        if grade.worth >= bound - 1e-9:
            least.setdefault(grade.is_title, grade)
    parts = tuple(grade.pattern for grade in least.values())
    return EVERYTHING if EVERYTHING in parts else parts[0] if len(parts) == 1 else Either(parts)


def _both(one: Pattern, other: Pattern) -> Pattern:
    return other if one == EVERYTHING else one if other == EVERYTHING else All((one, other))


async def graded(
    connection: Any,
    words: Sequence[Worth],
    shares: Mapping[Pattern, float],
    frequencies: LexemeFrequencies,
    months: Months,
    *,
    needs_all: bool,
) -> Graded | None:
    """Grades the words, by how many of the newest articles have each; None for none, and for too many. `shares` are those of all
    articles that have words that begin so, as far as they were counted before."""
    if not 0 < len(words) <= max(_GRADES):
        return None
    marks = _MARKS[:: -(-len(_MARKS) // _GRADES[len(words)])]
    since, _ = months.since(min(SAMPLED / max(frequencies.documents, 1), 1.0))

    def present(pattern: Pattern) -> Pattern:
        return planning.present(pattern, frequencies)

    asked: list[Pattern] = []
    for word in words:
        tiers = [vectors.in_tier(word.text, mark) for mark in marks]
        asked += [word.text, *tiers, word.title, *(All((word.title, tier)) for tier in tiers[1:])]
    parts = [
        f"(SELECT count(*) FROM (SELECT FROM article a WHERE a.tsv @@ {condition.query(at)} AND a.filed >= $1 LIMIT {SAMPLED}) AS t)"
        for at in range(2, len(asked) + 2)
    ]
    every, *counts = await connection.fetchrow(
        f"SELECT (SELECT count(*) FROM article a WHERE a.filed >= $1), {', '.join(parts)}",
        since,
        *(
            None if planning.is_nothing(one) or one in shares else vectors.tsquery(one)
            for one in map(present, asked)
        ),
    )

    def share(word: Lexemes, number: int) -> tuple[float, float]:
        """The share of all articles with a word, of which at least so many of the newest have it, and how many of these that makes."""
        of_all = shares.get(present(word), number / max(every, 1))
        if not word.is_start:
            of_all = min(planning.estimate(word, frequencies) / max(frequencies.documents, 1), 1.0)
        return of_all, max(number, of_all * every, 1)

    found = []
    size = len(marks)
    for at, word in enumerate(words):
        has, *counted = counts[at * (2 * size + 1) :][: 2 * size + 1]
        text, has = share(word.text, has)
        title, is_title = share(word.title, counted[size])
        said = [*(min(number / has, 1.0) * text for number in counted[:size]), 0.0]
        titled = [title, *(min(number / is_title, 1.0) * title for number in counted[size + 1 :]), 0.0]
        grades = [_Grade(word.in_text * _HAS, max(text - said[0], 0.0), word.text)]
        for step, mark in enumerate(marks):
            in_tier = vectors.in_tier(word.text, mark)
            worth = word.in_text * TIERS[mark]
            alone = said[step] - titled[step] - (said[step + 1] - titled[step + 1])
            grades.append(_Grade(worth, max(alone, 0.0), in_tier))
            worth = word.in_title + word.in_text * (TIERS[mark] if step else _HAS)
            both = All((word.title, in_tier)) if step else word.title
            grades.append(_Grade(worth, max(titled[step] - titled[step + 1], 0.0), both, is_title=True))
        found.append(grades)
    return Graded(found, frequencies.documents, needs_all=needs_all)
