"""How do the feeds of a list come into the library? All or none; those that are there gain the tags they lack."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import UsageError
from reader.text.clean import counted

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.core.imports.result import Imported
    from reader.core.session import Session
    from reader.model import Subscription


def opml(session: Session, imported: Imported, body: bytes) -> None:
    """Subscribe to what an OPML file holds."""
    from reader.importers import opml

    result = opml.read(body)
    _subscribe(session, imported, result.subscriptions, result.skipped)


def newsboat(session: Session, imported: Imported, body: bytes) -> None:
    """Subscribe to what newsboat's `urls` file holds."""
    from reader.importers import newsboat_urls

    result = newsboat_urls.read(body)
    _subscribe(session, imported, result.subscriptions, result.skipped)
    for name, query in result.searches:
        _save(session, imported, name, query)
    if result.hidden:
        hidden = counted(result.hidden, "feed")
        imported.notes.append(f"{hidden} that newsboat hides: tagged {newsboat_urls.HIDDEN}")


def _save(session: Session, imported: Imported, name: str, query: str) -> None:
    """Save a search, unless there is one of its name: that one may have been changed since it came."""
    from reader.core import saved_searches

    if session.library.saved.named(name) is not None:
        imported.searches_known += 1
        return
    try:
        saved_searches.save(session, name, query)
    except UsageError as error:
        imported.skip(f"the saved search “{name}” ({query}): {error}")
    else:
        imported.searches_new += 1


def _subscribe(
    session: Session, imported: Imported, feeds: Iterable[Subscription], skipped: Iterable[str]
) -> None:
    now = session.now()
    with session.library.transaction():
        for subscription in feeds:
            _, created = session.library.feeds.add(subscription, now=now)
            imported.feeds_new += created
            imported.feeds_known += not created
    for reason in skipped:
        imported.skip(reason)
