"""Whether the library is sound, and whether the index holds the same articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.core import indexing
from reader.core.events import Listener, silent
from reader.query.tree import Everything

if TYPE_CHECKING:
    from reader.core.session import Session


MANY = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Findings in words, none where all is well; `repaired` says that the index was built anew."""

    articles: int
    library: tuple[str, ...] = ()
    index: tuple[str, ...] = ()
    repaired: bool = False


def examine(session: Session, *, repair: bool = False, listen: Listener = silent) -> Report:
    """Check both; with `repair` the index is built anew where it differs. The library is never changed here."""
    faults = tuple(session.library.sound.check())
    differences = _index(session)
    if differences and repair:
        indexing.reindex(session, listen)
    return Report(
        articles=_count(session),
        library=faults,
        index=differences,
        repaired=bool(differences) and repair and not _index(session),
    )


def _count(session: Session) -> int:
    return session.library.queries.count(Everything(), with_muted=True)


def _index(session: Session) -> tuple[str, ...]:
    index = session.index
    if (state := index.state()) != "ok":
        return (f"the index is {state}",) if _count(session) else ()
    waiting = len(session.library.changes.since(index.last_change, MANY))
    held, kept = index.all_ids(), set(session.library.queries.ids(Everything(), with_muted=True))
    findings = []
    if waiting:
        findings.append(f"{waiting} changes of the library are not in the index yet")
    if missing := len(kept - held):
        findings.append(f"{missing} articles are missing from the index")
    if extra := len(held - kept):
        findings.append(f"{extra} articles are in the index but not in the library")
    return tuple(findings)
