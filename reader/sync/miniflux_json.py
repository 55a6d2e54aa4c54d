"""Reads Miniflux's JSON into our own values, and holds the place up to which its changes were read."""

from __future__ import annotations

import json
import re
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from reader.dates.iso import stamp
from reader.model import RemoteFeed
from reader.sync.answers import number, rows, text
from reader.sync.entries import File, RawEntry, entry
from reader.sync.remote import RemoteEntry, RemoteState
from reader.text import urls
from reader.text.clean import line

FIRST_FOLDER = "All"
"""The category that Miniflux makes for each user: it stands for none."""

_FRACTION = re.compile(r"\.\d+(?=Z$|[+-]\d\d:\d\d$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """The point that reading has come to; moments are seconds of the server's own clock.

    A pass reads, by ascending id, whatever changed after `since` (0: everything). `after` is the last id that it gave, None
    between two passes, and `done` how many entries. `until` is the newest change when it began, `seen` when that was first
    known to be the newest (0: unknown), and `next` is where the next pass begins: before all that changed meanwhile."""

    since: int = 0
    after: int | None = None
    done: int = 0
    until: float = 0.0
    seen: float = 0.0
    next: int = 0

    def ended(self) -> Cursor:
        """The place between this pass and the next."""
        return Cursor(since=self.next, until=self.until, seen=self.seen)

    def written(self) -> str:
        """The form in which it is kept."""
        return json.dumps(asdict(self))


def read_cursor(cursor: str) -> Cursor:
    """The place that was kept; the beginning where it cannot be read, since all that comes again does no harm."""
    try:
        found = json.loads(cursor) if cursor else {}
        return Cursor(
            since=int(found.get("since", 0)),
            after=None if found.get("after") is None else int(found["after"]),
            done=int(found.get("done", 0)),
            until=float(found.get("until", 0.0)),
            seen=float(found.get("seen", 0.0)),
            next=int(found.get("next", 0)),
        )
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return Cursor()


def read_feed(found: object) -> RemoteFeed | None:
    """A feed; None for anything else."""
    feed_id = number(found, "id")
    if not isinstance(found, dict) or feed_id is None:
        return None
    folder = line(text(found.get("category"), "title"), 200)
    error = text(found, "parsing_error_message") if number(found, "parsing_error_count") else ""
    return RemoteFeed(
        remote_id=str(feed_id),
        title=line(text(found, "title")),
        url=urls.absolute(text(found, "feed_url")),
        site_url=urls.absolute(text(found, "site_url")),
        folder="" if folder == FIRST_FOLDER else folder,
        error="paused on the server" if found.get("disabled") is True else line(error, 300),
    )


def read_entry(found: dict[str, Any]) -> RemoteEntry | None:
    """An entry with its marks; None for anything else."""
    remote_id, feed_id = number(found, "id"), number(found, "feed_id")
    if remote_id is None or feed_id is None or not 0 < remote_id < 1 << 63:
        return None
    when = stamp(_FRACTION.sub("", text(found, "published_at")))
    tags = found.get("tags")
    said = RawEntry(
        title=text(found, "title"),
        # The digest of the feed's own guid: the same whenever, and on whichever server, the feed is subscribed to.
        guid=text(found, "hash") or str(remote_id),
        url=text(found, "url"),
        authors=text(found, "author"),
        published=when.moment if when else None,
        day=when.day if when else None,
        html=text(found, "content"),
        categories=tags if isinstance(tags, list) else (),
        files=[
            File(text(one, "url"), text(one, "mime_type"), number(one, "size"))
            for one in rows(found, "enclosures") or ()
        ],
    )
    state = RemoteState(
        remote_id=remote_id,
        is_read=text(found, "status") != "unread",
        is_starred=found.get("starred") is True,
    )
    return RemoteEntry(feed_id=str(feed_id), entry=entry(said), state=state)


def seconds(written: str) -> float:
    """A moment as the server writes it, in seconds since 1970; 0 for anything else."""
    try:
        moment = datetime.fromisoformat(written)
        return moment.timestamp() if moment.tzinfo else 0.0
    except (ValueError, OverflowError):
        return 0.0
