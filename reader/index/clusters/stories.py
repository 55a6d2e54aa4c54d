"""Clusters articles that report one event: new ones find their stories, and each other, in one pass.

All that is new is brought together with what is like it, the most alike first: an article alone joins others by the
mean of its likeness to the nearest of them and to all; two groups by that of all their pairs.

What comes first must not decide: two reports look like one event until the third shows that they are two. So a story
stays open while a new article that it may belong to is near all of its reports, which are then regrouped with it.
A story that has grown past that is neither taken apart nor joined with another: so the work depends on what is new, not
on the library.
"""

from __future__ import annotations

import dataclasses
import heapq
from collections import Counter
from typing import TYPE_CHECKING, TypeVar

from reader.frozen import dataclass
from reader.index import days, similarity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.index.similarity import Weighed

K = TypeVar("K", str, int)

JOIN = 0.29
"""From this likeness on articles belong to one story (measured by `benchmarks/stories.py`)."""

COMPARED = 24
"""An old story counts for at most so many reports: of a long one only those are compared that are most like it."""

OTHERS = 0.05
"""What two reports are less alike where each title names somebody or some place that the other report never names."""

STRANGERS, FEW_NAMES = 0.1, 0.3
"""… and what more where they have hardly a name in common, by this likeness of their names: an agency's words on two volcanoes."""

OWN = 0.1
"""What two reports of one source are less alike where they have the same names: half of what names count. A paper's town, a
show and its people are in all it prints."""

SERIES = 0.9
"""From this likeness of their words on two articles of one source under different titles are a series, as of products in the
same words: no paper reports an event again without a new word."""

MORE = 5
"""Telling words that the text of one of two reports of one source has beyond its title, at least: what a paper tells by headlines
alone are the topics of a day."""

IN_COMMON = 4
"""Telling words that two reports of one source have in common, at least: fewer are whom or what they are about, of whom a paper tells
more than one thing, and not what happened."""

DAYS = 4
"""An article joins reports that appeared within so many days of it."""


@dataclass(frozen=True, slots=True)
class StoryMatch:
    """Articles that belong together: the new ones, and the old story that they joined, None for a new one."""

    new: tuple[int, ...]
    old: int | None


@dataclasses.dataclass(slots=True)
class _Group:
    new: list[int]
    old: int | None
    size: int
    pairs: dict[int, list[float]] = dataclasses.field(default_factory=dict)
    """Other group → likenesses of pairs between them; pairs that were not compared are missing and count as 0."""


def likeness(one: Weighed[K], other: Weighed[K]) -> float:
    """The likeness of two reports as reports of one event, which titles of different people or places do not share; 0
    where one tells of the eleventh case of a town and the other of the twelfth."""
    value = similarity.likeness(one, other)
    if name_others(one, other):
        value = less_alike(value, similarity.cosine(one.names, other.names))
    return 0.0 if value >= JOIN and count_on(one, other) else value


def less_alike(value: float, names: float) -> float:
    """The likeness of two reports whose titles name others, by that of their names."""
    value -= OTHERS
    return value - STRANGERS if value >= JOIN and names < FEW_NAMES else value


def name_others(one: Weighed[K], other: Weighed[K]) -> bool:
    """Tells whether each title names somebody or some place that the other report never names."""
    return _names_another(one, other) and _names_another(other, one)


def have_a_name_in_both_titles(one: Weighed[K], other: Weighed[K]) -> bool:
    """Tells whether a word of both titles is a name in either report."""
    return any(word in other.title and (word in one.names or word in other.names) for word in one.title)


def _names_another(one: Weighed[K], other: Weighed[K]) -> bool:
    known = other.words.keys() | other.names.keys()
    return any(word in one.names and word not in known for word in one.title)


def count_on(one: Weighed[K], other: Weighed[K]) -> bool:
    """Tells whether two reports of different dates have a name in both titles and in each title a number that the other
    report nowhere has."""
    if not (one.days.dates and other.days.dates) or days.share_a_date(one.days, other.days):
        return False
    return (
        have_a_name_in_both_titles(one, other) and _counts_another(one, other) and _counts_another(other, one)
    )


def _counts_another(one: Weighed[K], other: Weighed[K]) -> bool:
    return any(word in one.numbers and word not in other.numbers for word in one.title)


def of_one_source(value: float, one: Weighed[K], other: Weighed[K]) -> float:
    """The likeness of two reports of one source, without what they have in common because they are of one source; 0 where
    they name different days, for a paper that names another day tells of another event, where they are a series, where
    they are headlines alone, and where they share a subject alone."""
    if (
        days.differ(one.days, other.days)
        or are_a_series(one, other)
        or are_headlines(one, other)
        or share_a_subject_alone(one, other)
    ):
        return 0.0
    return value - OWN * similarity.cosine(one.names, other.names)


def are_a_series(one: Weighed[K], other: Weighed[K]) -> bool:
    """Tells whether articles of one source have other titles over the same words."""
    return one.title.keys() != other.title.keys() and similarity.cosine(one.words, other.words) >= SERIES


def are_headlines(one: Weighed[K], other: Weighed[K]) -> bool:
    """Tells whether different titles are nearly all that there is of two articles."""
    return one.title.keys() != other.title.keys() and not (_tells_more(one) or _tells_more(other))


def share_a_subject_alone(one: Weighed[K], other: Weighed[K]) -> bool:
    """Tells whether articles with different titles have hardly a word in common, as two pieces on Russia and Trump, though both
    have text beyond the title."""
    in_common = one.words.keys() & other.words.keys()
    are_alike = len(in_common) >= IN_COMMON or one.title.keys() == other.title.keys()
    return not are_alike and _tells_more(one) and _tells_more(other)


def _tells_more(report: Weighed[K]) -> bool:
    return len(report.words.keys() - report.title.keys()) >= MORE


def touched(near: Mapping[int, int], values: Mapping[int, float]) -> dict[int, int]:
    """Gives those of the old reports `near` a new article, with their stories, that are of stories that it may belong to: it is like
    one of their reports."""
    stories = {story for id_, story in near.items() if values[id_] >= JOIN}
    return {id_: story for id_, story in near.items() if story in stories}


def within_reach(old: Mapping[int, int], likenesses: Mapping[tuple[int, int], float]) -> dict[int, int]:
    """Those of the old reports, with their stories, that are of stories which an article may join: one of their reports is like
    one. No mean can be higher than all likenesses."""
    near = {old[other] for (_, other), value in likenesses.items() if value >= JOIN and other in old}
    return {id_: story for id_, story in old.items() if story in near}


def opened(reports: Mapping[int, int], free: Mapping[int, int]) -> set[int]:
    """Those of the reports that a new article touches which are regrouped with it: all of their story are here.

    `free`: how many reports each story has, without those that the reader had a say in.
    """
    here = Counter(reports.values())
    return {id_ for id_, story in reports.items() if here[story] == free.get(story)}


def grouped(
    new: Iterable[int],
    likenesses: Mapping[tuple[int, int], float],
    stories: Mapping[int, int],
    sizes: Mapping[int, int],
) -> list[StoryMatch]:
    """The stories of the articles `new`, which are new or regrouped.

    `likenesses`: of pairs (one of them, another one or an old one), each pair once; `stories`: of the old ones among
    them; `sizes`: how many reports each of these stories has within reach.
    """
    groups = {number: _Group([id_], None, 1) for number, id_ in enumerate(new)}
    places = {group.new[0]: number for number, group in groups.items()}
    numbers: dict[int, int] = {}
    for story in stories.values():
        if story not in numbers:
            numbers[story] = len(groups)
            groups[len(groups)] = _Group([], story, min(sizes.get(story, 1), COMPARED))
    for (one, other), value in likenesses.items():
        a = places[one]
        b = places[other] if other in places else numbers[stories[other]]
        groups[a].pairs.setdefault(b, []).append(value)
        groups[b].pairs.setdefault(a, []).append(value)
    _join(groups)
    return [StoryMatch(tuple(group.new), group.old) for group in groups.values() if group.new]


def _join(groups: dict[int, _Group]) -> None:
    waiting: list[tuple[float, int, int, int]] = []

    def consider(a: int, b: int) -> None:
        one, other = groups[a], groups[b]
        if (one.old is None or other.old is None) and (link := _link(one, other, b)) >= JOIN:
            heapq.heappush(waiting, (-link, min(a, b), max(a, b), one.size + other.size))

    for a, group in groups.items():
        for b in group.pairs:
            if a < b:
                consider(a, b)
    while waiting:
        _, a, b, size = heapq.heappop(waiting)
        if a not in groups or b not in groups or groups[a].size + groups[b].size != size:
            continue
        if groups[b].old is not None:
            a, b = b, a
        _merge(groups, a, b)
        for other in groups[a].pairs:
            consider(a, other)


def _link(one: _Group, other: _Group, number: int) -> float:
    values = one.pairs[number]
    mean = sum(values) / max(one.size * other.size, len(values))
    return (max(values) + mean) / 2 if min(one.size, other.size) == 1 else mean


def _merge(groups: dict[int, _Group], a: int, b: int) -> None:
    into, gone = groups[a], groups.pop(b)
    into.new += gone.new
    into.size += gone.size
    into.pairs.pop(b, None)
    for other, values in gone.pairs.items():
        if other != a:
            beside = groups[other].pairs
            beside.setdefault(a, []).extend(beside.pop(b))
            into.pairs.setdefault(other, []).extend(values)
