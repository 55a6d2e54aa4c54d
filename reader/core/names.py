"""The names in a library that complete what is typed, on the screen and in the shell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.query.complete import Known

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from reader.core.session import Session
    from reader.model import Feed
    from reader.store.library import Library

LIMIT = 500
"""Authors, hosts and languages: the commonest."""


def known(session: Session) -> Known:
    """The names that complete a query, those of most articles first."""
    found = {row: read(session.library) for row, read in _ROWS.values()}
    return Known(**found, today=session.now().date().isoformat())


def known_of(library: Library, field: str, now: datetime) -> Known:
    """The names that complete a query where the value of this field is typed: nothing else is read."""
    found = {}
    if field in _ROWS:
        row, read = _ROWS[field]
        found[row] = read(library)
    return Known(**found, today=now.date().isoformat())


def tags(library: Library) -> list[str]:
    """Tags of articles and feeds, those of most articles first."""
    on_articles = [name for name, _ in sorted(library.tags.all(), key=lambda tag: -tag[1])]
    return list(dict.fromkeys([*on_articles, *(tag for feed in _feeds(library) for tag in feed.tags)]))


def _feeds(library: Library) -> list[Feed]:
    return sorted(library.feeds.all(), key=lambda feed: -feed.articles)


_ROWS: Mapping[str, tuple[str, Callable[[Library], Sequence[str]]]] = {
    "feed": ("feeds", lambda library: [feed.title for feed in _feeds(library)]),
    "tag": ("tags", tags),
    "author": ("authors", lambda library: library.queries.authors(LIMIT)),
    "site": ("sites", lambda library: library.queries.hosts(LIMIT)),
    "lang": ("langs", lambda library: library.queries.languages(LIMIT)),
}
"""What completes the values of a field of the query: the names as `Known` calls them, and how they are read."""
