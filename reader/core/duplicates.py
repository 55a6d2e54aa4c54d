"""Copies of one text are one row of a list on the screen: the first of them in its order stands for all."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.session import Session


def folded(session: Session, ids: Sequence[int]) -> Sequence[int]:
    """The ids without those whose copy stands before them; one statement."""
    firsts = session.library.groups.firsts()
    if not firsts:
        return ids
    seen: set[int] = set()
    shown: list[int] = []
    for id_ in ids:
        if (first := firsts.get(id_)) is not None:
            if first in seen:
                continue
            seen.add(first)
        shown.append(id_)
    return shown


def unfolded(session: Session, ids: Sequence[int]) -> list[int]:
    """The ids, and all that they stand for."""
    firsts = session.library.groups.firsts()
    known = set(ids)
    wanted = {firsts[id_] for id_ in known & firsts.keys()}
    return [*ids, *(id_ for id_, first in firsts.items() if first in wanted and id_ not in known)]
