"""Tells whether a refresh of what is due has anything to do: most of a timer's runs have not, and load nothing for it.

A library that an earlier version wrote, a damaged index, and whatever else a whole refresh looks at waits for the next one
that has something to do.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.config import paths
from reader.errors import LibraryError
from reader.fetch import schedule
from reader.store.lock import Lock

if TYPE_CHECKING:
    from reader.core.session import Session
    from reader.model import Feed


def told(skipped: int) -> str:
    """Says that no feed was asked, and how many have their time to come."""
    return f"No feed is due: {skipped:,} skipped" if skipped else "No feeds to check"


def left_alone(session: Session, *, full_text: bool) -> int | None:
    """The number of feeds whose time has not come; None where there is something to do, or another refresh is at it.

    Something to do is a feed or an account that is due, the archive, with `full_text` a page, an article that the index, the stories or
    a saved search has yet to hear of, the weekly backup, or the daily upkeep.
    """
    try:
        with Lock(session.library.path.with_name(f"{session.library.path.name}.refresh"), "refreshing"):
            return None if _has_work(session, full_text=full_text) else len(_feeds(session))
    except LibraryError:
        return None  # the refresh itself says what is wrong


def awaits_index(session: Session) -> bool:
    """Tells whether an article waits for the index or its story, or there is no index at all; loads nothing of it."""
    library = session.library
    return (
        bool(library.changes.since(0, 1))
        or not paths.index(session.places.library, library.id).is_dir()
        or library.groups.is_waiting()
    )


def _feeds(session: Session) -> list[Feed]:
    return [feed for feed in session.library.feeds.all() if feed.url and feed.account is None]


def _has_work(session: Session, *, full_text: bool) -> bool:
    library, now = session.library, session.now()
    return (
        any(schedule.may_ask(feed, now, by_hand=False, is_named=False) is None for feed in _feeds(session))
        or any(account.next_at is None or account.next_at <= now for account in library.accounts.all())
        or library.archive_outbox.is_due(now)
        or (full_text and library.jobs.count_due(now) > 0)
        or bool(library.saved.queued())
        or awaits_index(session)
        or library.sound.is_backup_due(now)
        or library.upkeep.is_waiting(now)
    )
