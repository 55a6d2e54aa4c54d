"""Keeps the index equal to the library: it follows the change log, and is rebuilt where it cannot.

The log is the only link: the index remembers the number of the last change that it holds, and rows of the log go only
after the commit that covers them. So a kill at any point costs the work of one batch.
"""

from __future__ import annotations

import shutil
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from reader import private_files
from reader.config import paths
from reader.core.clusters import clustering
from reader.core.events import Listener, Notice, Progress, silent
from reader.errors import LibraryError, LibraryLocked
from reader.query.tree import Everything
from reader.store.library_file import file_errors
from reader.store.lock import Lock

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.session import Session

BATCH = 2_000
"""Changes in one commit of the index: a few seconds of work, which is what a kill can cost. Twice as many take 30 MB more, and
save the merge at the end, a tenth of the time."""

MANY = 1_000
"""Changes from which on memory is given back before and after they are written."""

FOLLOW_WAIT_S = 2.0
"""Seconds that an addition waits for another process that writes the index."""

WAIT_S = 10.0
"""Seconds that one process waits for another that writes the index."""


def make_ready(session: Session, listen: Listener = silent) -> bool:
    """Brings the index up to date before a search; False where there is none, and it cannot be made here.

    If another process is at it, or it cannot be written, the index answers as it is. A notice says so. Raises
    `LibraryLocked` where another process makes it.
    """
    if not session.writes_index:
        return True
    try:
        if is_behind(session):
            write_changes(session, listen, wait=0.0)
    except LibraryLocked as busy:
        listen(Notice(f"the index is being updated ({busy.message}); the newest articles may be missing"))
    except LibraryError as fault:
        if not _can_answer(session):
            listen(Notice(f"searching without an index, which is slower ({fault.message})"))
            return False
        listen(Notice(f"the index is not up to date ({fault.message}); the newest articles may be missing"))
    return True


def _can_answer(session: Session) -> bool:
    try:
        return session.index.state() == "ok"
    except LibraryError:  # its folder cannot be read, either
        return False


def make_grouped(session: Session, listen: Listener = silent) -> None:
    """Brings the index up to date, and clusters what still waits for that."""
    make_ready(session, listen)
    if session.writes_index:
        _group(session, listen)


def is_behind(session: Session) -> bool:
    """Tells whether the index lacks something that the library holds, or cannot be used."""
    # Not "less than": a library that was replaced by an older one is behind its index.
    index = session.index
    return index.state() != "ok" or session.library.changes.newest() != index.last_change


def catch_up(session: Session, listen: Listener = silent) -> None:
    """Writes what the library's change log holds into the index, then clusters what is new.

    Raises `LibraryLocked` when another process writes the index.
    """
    with _after_saving():
        write_changes(session, listen)
        _group(session, listen)


def write_changes(session: Session, listen: Listener = silent, *, wait: float = WAIT_S) -> int:
    """Writes what the library's change log holds into the index; returns how many articles were written.

    A missing, damaged or outdated index is rebuilt. Raises `LibraryLocked` when another process writes it.
    """
    index, changes = session.index, session.library.changes
    with _lock(session, wait):
        _remove_former(session)
        # A power cut takes back the newest commits of an index, and leaves the rows of the log gone that they held.
        if index.state() != "ok" or not changes.follows(index.last_change):
            return _rebuild(session, listen)
        try:
            return _write_changes(session, listen)
        except LibraryError:
            if index.state() != "damaged":
                raise
            return _rebuild(session, listen)


def _write_changes(session: Session, listen: Listener) -> int:
    index, changes = session.index, session.library.changes
    written = 0
    total = changes.newest() - index.last_change
    if total >= MANY:
        _give_back()
    while batch := changes.since(index.last_change, BATCH):
        ids = [change.article_id for change in batch]
        documents = session.library.articles.documents(ids)
        index.write(documents, gone=ids, upto=batch[-1].number)
        changes.forget(index.last_change)  # last: a kill in between has the batch written again
        written += len(batch)
        if len(batch) >= MANY:
            _give_back()
        listen(Progress("indexing", written, total))
    if written:
        index.merge_small()
    return written


def _give_back() -> None:
    """Gives the system the memory back that is not used any more, where the C library can: by itself it keeps what lies
    below something that is, which is a third of what feeds, or a batch of articles, took."""
    import ctypes  # late: few changes are many

    with suppress(OSError, AttributeError):
        ctypes.CDLL(None).malloc_trim(0)


def follow(session: Session, listen: Listener = silent, *, grouped: int | None = None) -> None:
    """Brings the index up to date after a change; if another process is writing it, the next search does.

    At most about `grouped` articles are clustered (None: all that wait).
    """
    try:
        with _after_saving():
            write_changes(session, listen, wait=FOLLOW_WAIT_S)
    except LibraryLocked as busy:
        listen(Notice(f"{busy.message}; the newest articles will be found a little later"))
    else:
        _group(session, listen, most=grouped)


@contextmanager
def _after_saving() -> Iterator[None]:
    """Says of an index that cannot be written that the articles are in the library."""
    try:
        yield
    except LibraryError as fault:
        if type(fault) is LibraryError:  # the others are about the library itself
            fault.message += "; the articles are saved, and a later search indexes them"
        raise


def _group(session: Session, listen: Listener, most: int | None = None) -> None:
    """Clusters what waits, unless another process does.

    Under a lock of its own: a whole library takes minutes, once, and meanwhile the index can be written.
    """
    if not clustering.is_waiting(session):
        return
    place: Path = session.index.folder
    with suppress(LibraryLocked), Lock(place.with_name(f"{place.name}.groups"), "grouping stories"):
        clustering.catch_up(session, listen, most=most)


def reindex(session: Session, listen: Listener = silent) -> int:
    """Rebuilds the index from the library; returns how many articles it holds."""
    with _lock(session, WAIT_S):
        return _rebuild(session, listen)


def _rebuild(session: Session, listen: Listener) -> int:
    library = session.library
    upto = (
        library.changes.newest()
    )  # read before the articles: what changes meanwhile is written twice, never missed
    ids = library.queries.ids(Everything(), with_muted=True)
    session.index.rebuild(
        library.articles.documents(ids),
        upto,
        lambda done: listen(Progress("building the index", done, len(ids))),
    )
    library.changes.forget(upto)
    return len(ids)


def _remove_former(session: Session) -> None:
    """Removes the indexes of libraries that this one was put in the place of, and what killed rebuilds have left of them."""
    if not (former := session.library.former_ids()):
        return
    for place in (paths.index(session.places.library, id_) for id_ in former):
        for folder in (place, *place.parent.glob(f"{place.name}.*-")):
            shutil.rmtree(folder, ignore_errors=True)
        for ending in ("lock", "groups"):
            with suppress(OSError):
                place.with_name(f"{place.name}.{ending}").unlink()
    session.library.forget_former_ids()


def _lock(session: Session, wait: float) -> Lock:
    place: Path = session.index.folder
    hint = "make the folder writable, or name another with BROADSHEET_CACHE_DIR"
    with file_errors("the search index cannot be written", place.parent, hint):
        private_files.make_folder(place.parent)
    lock = Lock(place.with_name(f"{place.name}.lock"), "writing the index")
    lock.acquire(wait)
    return lock
