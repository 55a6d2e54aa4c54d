"""Decides what marks become of what is marked here, what the server last had and what it has now: pure functions.

Each mark is decided by itself. Its base is what the server last had or acknowledged; who differs from it has made a
change. The reader's change wins, else the server's; clocks are never compared.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.frozen import dataclass

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from reader.sync.remote import Standing


class EntryMarks(NamedTuple):
    """The marks of an entry, here or at the server. `labels` are keys of tags; None where the server did not say."""

    read: bool
    starred: bool
    labels: frozenset[str] | None = None


class Base(NamedTuple):
    """The marks that the server last had or acknowledged; None is unknown: a change was sent, and no answer came. `labels` are
    those that it had, `unsure` those that it may have."""

    read: bool | None
    starred: bool | None
    labels: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    is_gone: bool = False


def merged(base: Base, local: EntryMarks, server: EntryMarks) -> EntryMarks:
    """Gives the marks that the article has from now on. The base becomes what the server has: what differs from that
    is still to be sent."""
    return EntryMarks(
        _one(base.read, local.read, server.read),
        _one(base.starred, local.starred, server.starred),
        _labels(base, local.labels or frozenset(), server.labels),
    )


def is_settled(base: Base, server: EntryMarks) -> bool:
    """Tells whether the server has what it last had, so that nothing is to be brought together."""
    labels = (base.labels, base.unsure)
    return not base.is_gone and (base.read, base.starred, *labels) == (
        server.read,
        server.starred,
        *(labels if server.labels is None else (server.labels, frozenset())),
    )


def met(local: EntryMarks, server: EntryMarks) -> EntryMarks:
    """Gives the marks of an article that was here before the server told of it: all of both, since nobody has taken any
    away."""
    return EntryMarks(
        local.read or server.read,
        local.starred or server.starred,
        (local.labels or frozenset()) | (server.labels or frozenset()),
    )


def _one(base: bool | None, local: bool, server: bool) -> bool:
    return server if local == base else local


def _labels(base: Base, local: frozenset[str], server: frozenset[str] | None) -> frozenset[str]:
    if server is None:
        return local
    kept = set()
    for label in local | server:
        before = None if label in base.unsure else label in base.labels
        if _one(before, label in local, label in server):
            kept.add(label)
    return frozenset(kept)


@dataclass(frozen=True, slots=True, kw_only=True)
class StandingCompared:
    """Reads the answer of a server that names all its unread and starred ids: `told` are marks that differ from their bases,
    `asked` the ids whose marks must be asked for, `new` those that are unknown here; the last two newest first."""

    told: Mapping[int, EntryMarks]
    asked: tuple[int, ...]
    new: tuple[int, ...]


def compare(
    bases: Mapping[int, Base], standing: Standing, label_key: Callable[[str], str]
) -> StandingCompared:
    """Compares what the server has with what it had. An id that is in none of its lists was read and unstarred there, or
    the server has dropped the entry: these are asked for, once. `label_key` gives the key of a label."""
    labelled: dict[int, set[str]] = {}
    for name, ids in standing.labelled.items():
        for number in ids:
            labelled.setdefault(number, set()).add(label_key(name))
    there = standing.unread | standing.starred | standing.recent | labelled.keys()
    told: dict[int, EntryMarks] = {}
    asked: list[int] = []
    for number, base in bases.items():
        if number not in there:
            if not base.is_gone and (base.read is False or base.starred or base.labels):
                asked.append(number)
            continue
        labels = frozenset(labelled.get(number, ()))
        marks = EntryMarks(number not in standing.unread, number in standing.starred, labels)
        if not is_settled(base, marks):
            told[number] = marks
    new = sorted(there - bases.keys(), reverse=True)
    return StandingCompared(told=told, asked=tuple(sorted(asked, reverse=True)), new=tuple(new))
