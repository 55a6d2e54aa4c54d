"""Many subscriptions at once: made from a list, and given as a list that other readers take."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.importers import opml
from reader.model import Subscription

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.core.session import Session


def subscribe(session: Session, feeds: Iterable[Subscription]) -> int:
    """Subscribe to these without asking any of them; how many were not there already. They are due at once."""
    now = session.now()
    with session.library.transaction():
        return sum(session.library.feeds.add(feed, now=now)[1] for feed in feeds)


def as_opml(session: Session) -> tuple[str, int]:
    """The OPML of all feeds that have an address, and how many they are."""
    feeds = [
        Subscription(url=feed.url, title=feed.title, site_url=feed.site_url, tags=feed.tags)
        for feed in session.library.feeds.all()
        if feed.url
    ]
    return opml.write(feeds, "Subscriptions of broadsheet"), len(feeds)
