"""Keeps a library small over the years: articles beyond the reader's limits go, and what they took goes back to the disk.

What a limit removes can be undone for a month; then the texts of removed articles are dropped for good.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from reader.config import paths, setting_values
from reader.core import indexing, search
from reader.core.events import Listener, Notice, Progress, silent
from reader.errors import LibraryError, QueryError, UsageError
from reader.frozen import dataclass
from reader.query.parse import parse
from reader.store.retention import Limit
from reader.text.clean import counted, them

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.config.setting_values import Kept
    from reader.core.session import Session

UNDONE_FOR = timedelta(days=30)
"""How long the texts of removed articles stay, so that undo brings them back whole."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleaned:
    """Articles beyond the limits that went, or would go, and about how many bytes their texts take."""

    articles: int
    bytes: int


FILES = {
    "bytes": "library",
    "free bytes": "unused space",
    "index bytes": "index",
    "backup bytes": "backups",
}
"""The files whose bytes are among the numbers, as a reader knows them."""


def numbers(session: Session) -> dict[str, int]:
    """Counts what the library holds: articles in several states, feeds, and the bytes of its files."""
    states = {
        "articles": "",
        "unread": "is:unread",
        "bookmarked": "is:bookmarked",
        "tagged": "is:tagged",
        "muted": "is:muted",
        "full texts": "is:full",
    }
    found = {name: search.count(session, query) for name, query in states.items()}
    found["feeds"] = len(session.library.feeds.all())
    found["bytes"] = session.library.path.stat().st_size
    found["free bytes"] = session.library.upkeep.sizes().free
    # By its place, since the index itself loads numpy.
    folder = paths.index(session.places.library, session.library.id)
    found["index bytes"] = sum(file.stat().st_size for file in folder.glob("*"))
    found["backup bytes"] = session.library.sound.backup_bytes()
    return found


def told(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """The numbers that are worth a line: unused space only where there is some."""
    return [(name, number) for name, number in counts.items() if number or name != "free bytes"]


def in_megabytes(number: int) -> str:
    """Bytes in the one unit that sizes are compared in: `5.1 MB`, `0.06 MB`, `0 MB`; what there is shows as 0.01 at least."""
    if number >= 100_000:
        return f"{number / 1e6:,.1f} MB"
    return f"{max(number / 1e6, 0.01):.2f} MB" if number else "0 MB"


def has_limits(session: Session) -> bool:
    """Tells whether anything is to go at all, by the settings or by those of a feed."""
    _, limits, others = _limits(session)
    return bool(limits) or others != Limit()


def clean(session: Session, *, is_trial: bool = False) -> Cleaned:
    """Removes what is beyond the reader's limits, as one operation for undo; `is_trial` only tells what would go.

    Raises UsageError where a saved search that keeps cannot be read, and LibraryError where the index cannot answer it.
    """
    spared = _kept_by_searches(session)
    now, limits, others = _limits(session)
    ids = [id_ for id_ in session.library.retention.beyond(limits, others) if id_ not in spared]
    size = session.library.retention.bytes_of(ids)
    if not is_trial:
        session.library.marks.remove(ids, now)
        indexing.write_changes(session)
    return Cleaned(articles=len(ids), bytes=size)


def compact(session: Session, listen: Listener = silent) -> int:
    """Drops the texts of all removed articles, which undo no longer brings back, and gives what is free back to the
    disk; returns how many bytes. Raises LibraryError where the disk has no room for that."""
    _keep_once(session, listen)
    _drop_texts(session, session.now(), listen)
    return session.library.upkeep.give_back(all_of_it=True)


def tidy(session: Session, listen: Listener = silent) -> None:
    """Does what a library needs once a day, and goes on with texts of an earlier version. It takes a while: not for the
    start of a program. What cannot be done is reported as a notice; the next day tries again."""
    try:
        _keep_once(session, listen)
        if not session.library.upkeep.is_due(session.now()):
            return
        if has_limits(session) and (gone := clean(session).articles):
            said = f"{counted(gone, 'article')} beyond your limit removed"
            listen(Notice(f"{said}; broadsheet undo restores {them(gone)}"))
        _drop_texts(session, session.now() - UNDONE_FOR, listen)
        session.library.boilerplate.forget(session.now())
        session.library.upkeep.give_back()
        session.library.upkeep.tell_planner()
    except (LibraryError, UsageError) as error:
        listen(Notice(f"The daily cleaning failed: {error}"))


def _keep_once(session: Session, listen: Listener) -> None:
    upkeep = session.library.upkeep
    left = total = upkeep.texts_to_look_at()
    while left:
        left = upkeep.keep_once()
        listen(Progress("converting text", total - left, total))


def _drop_texts(session: Session, before: datetime, listen: Listener) -> None:
    dropped = 0
    for number in session.library.upkeep.drop_texts(before):
        dropped += number
        listen(Progress("deleting the text of removed articles", dropped))


def _limits(session: Session) -> tuple[datetime, dict[int, Limit], Limit]:
    now = session.now()
    of_feeds = {
        feed.id: _limit(kept, now)
        for feed in session.library.feeds.all()
        if (kept := setting_values.kept(dict(feed.settings).get("keep", ""))) is not None
    }
    others = setting_values.kept(session.settings.keep)
    assert others is not None, "the table checks it"
    return now, of_feeds, _limit(others, now)


def _limit(kept: Kept, now: datetime) -> Limit:
    return Limit(None if kept.days is None else now - timedelta(days=kept.days), kept.newest)


def _kept_by_searches(session: Session) -> set[int]:
    found: set[int] = set()
    for saved in session.library.saved.all():
        if saved.keeps:
            try:
                tree = parse(saved.query, session.now()).tree
            except QueryError as error:
                raise UsageError(
                    "nothing was removed, because this saved search keeps what it finds and its query is invalid",
                    subject=saved.name,
                    hint="to correct the query: broadsheet saved change NAME QUERY",
                ) from error
            found.update(search.ids_of(session, tree, None))
            if search.has_words(tree) and indexing.is_behind(session):
                raise LibraryError(
                    "nothing was removed, because the index is not up to date and this saved search keeps what it finds",
                    subject=saved.name,
                    hint="try again when no other process is updating the index",
                )
    return found
