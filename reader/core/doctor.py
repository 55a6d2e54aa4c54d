"""Whether the library is sound, and whether the index holds the same articles."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.core import indexing
from reader.core.events import Listener, silent

if TYPE_CHECKING:
    from reader.core.session import Session


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Findings in words, none where all is well; `repaired` says that the index was built anew."""

    articles: int
    library: tuple[str, ...] = ()
    index: tuple[str, ...] = ()
    repaired: bool = False


def examine(session: Session, *, repair: bool = False, listen: Listener = silent) -> Report:
    """Check both; with `repair` the index is built anew where it differs. The library is never changed here."""
    from reader.store import sound

    faults = tuple(sound.check(session.library))
    differences = _index(session)
    if differences and repair:
        indexing.reindex(session, listen)
    return Report(
        articles=session.library.articles.count(),
        library=faults,
        index=differences,
        repaired=bool(differences) and repair and not _index(session),
    )


def _index(session: Session) -> tuple[str, ...]:
    index = session.index
    if (state := index.state()) != "ok":
        return (f"the index is {state}",) if session.library.articles.count() else ()
    waiting = session.library.changes.pending(index.last_change)
    held, kept = index.all_ids(), set(session.library.articles.all_ids())
    findings = []
    if waiting:
        findings.append(f"{waiting} changes of the library are not in the index yet")
    if missing := len(kept - held):
        findings.append(f"{missing} articles are missing from the index")
    if extra := len(held - kept):
        findings.append(f"{extra} articles are in the index but not in the library")
    return tuple(findings)
