"""Checks that the library is sound and the index holds the same articles; puts a backup in the library's place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader import private_files
from reader.core import indexing
from reader.core.events import Listener, Step, silent
from reader.core.local_files import is_file
from reader.core.session import local_now
from reader.errors import FileError, LibraryError
from reader.query.tree import Everything
from reader.store import restore as store_restore
from reader.store import salvage as store_salvage
from reader.store.lock import Lock
from reader.text.clean import counted

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.session import Session
    from reader.store.salvage import Salvage

MANY = 1_000_000
"""Changes that are counted one by one: more than any library waits for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Findings in words, none where all is well; `repaired`: the index was rebuilt and is in order now."""

    articles: int
    library: tuple[str, ...] = ()
    index: tuple[str, ...] = ()
    repaired: bool = False


def examine(session: Session, *, repair: bool = False, listen: Listener = silent) -> Report:
    """Check both; with `repair` the index is rebuilt where it differs. The library is never changed here.

    An index of an earlier version is no fault: it is rebuilt first, as a search would.
    """
    faults = tuple(session.library.sound.check())
    if session.index.state() == "old":
        indexing.make_ready(session, listen)
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
    try:
        held = index.all_ids()
    except LibraryError:
        # Only reading shows it where a kill left a commit that the manifest does not know.
        if index.state() != "damaged":
            raise
        return ("the index is damaged",)
    kept = set(session.library.queries.ids(Everything(), with_muted=True))
    findings = []
    if waiting:
        findings.append(f"{counted(waiting, 'change')} of the library not yet in the index")
    if missing := len(kept - held):
        findings.append(f"{counted(missing, 'article')} missing from the index")
    if extra := len(held - kept):
        findings.append(f"{counted(extra, 'article')} in the index but not in the library")
    return tuple(findings)


def salvage(library: Path, target: Path, listen: Listener = silent) -> Salvage:
    """Read what can be read from a damaged library into a new one at `target`; it is left as it is.

    Raises `FileError` (no library there), `LibraryDamaged` (nothing can be read), `LibraryError` (no place for the new one).
    """
    if not is_file(library):
        raise FileError("no such file", subject=str(library), hint="name the damaged library with --library")
    return store_salvage.salvage(library, target, lambda table: listen(Step("salvaging", table)))


def restore(library: Path, backup: Path) -> Path | None:
    """Put a backup in the library's place, while no refresh is under way; where what stood there is now, if anything.

    Raises `FileError`, `LibraryError`, `LibraryLocked`.
    """
    if not is_file(backup):
        raise FileError("no such file", subject=str(backup), hint="backups are beside the library")
    private_files.make_folder(library.parent)
    with Lock(library.with_name(f"{library.name}.refresh"), "restoring a backup"):
        return store_restore.restore(library, backup, local_now())
