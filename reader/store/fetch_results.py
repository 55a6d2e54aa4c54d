"""What does a refresh leave with its feed?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from reader.store.timestamps import micros, optional_micros
from reader.text.urls import feed_identity

if TYPE_CHECKING:
    from datetime import datetime

    from reader.model import FeedState
    from reader.store.database import Library


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOutcome:
    """One try of a feed. `state` "ok" means that the server answered well, also where nothing was new.

    With `body_hash` set, a whole feed came: `etag` and `last_modified` are then kept as given, None included; without
    it each of them is kept where the answer had one, and the feed keeps the rest of what it had. `title`, `site_url`
    and `ttl` (seconds) are kept where given; `moved_to` is the address where the feed lives from now on. `crash_hash`
    is the digest of bytes that ended the process that read them.
    """

    tried: datetime
    state: FeedState
    outcome: str
    failures: int = 0
    next_at: datetime | None = None
    next_why: str | None = None
    retry_after: datetime | None = None
    body_hash: str | None = None
    etag: str | None = None
    last_modified: str | None = None
    title: str | None = None
    site_url: str | None = None
    ttl: int | None = None
    moved_to: str | None = None
    crash_hash: str | None = None


def tried(library: Library, feed_id: int, outcome: FeedOutcome) -> int:
    """Record the try; the id under which the feed lives now."""
    at = micros(outcome.tried)
    with library.transaction():
        if outcome.moved_to and (key := feed_identity(outcome.moved_to)):
            feed_id = _move(library, feed_id, outcome.moved_to, key)
        library.run(
            """
            UPDATE feed SET state = ?, outcome = ?, failures = ?, next_at = ?, next_why = ?, retry_after = ?,
                last_tried = ?, last_success = CASE WHEN ? THEN ? ELSE last_success END,
                title = coalesce(?, title), site_url = coalesce(?, site_url), ttl = coalesce(?, ttl)
            WHERE id = ?
            """,
            (
                outcome.state,
                outcome.outcome,
                outcome.failures,
                optional_micros(outcome.next_at),
                outcome.next_why,
                optional_micros(outcome.retry_after),
                at,
                outcome.state == "ok",
                at,
                outcome.title,
                outcome.site_url,
                outcome.ttl,
                feed_id,
            ),
        )
        if outcome.body_hash is not None:
            library.run(
                "UPDATE feed SET body_hash = ?, etag = ?, last_modified = ? WHERE id = ?",
                (outcome.body_hash, outcome.etag, outcome.last_modified, feed_id),
            )
        elif outcome.etag is not None or outcome.last_modified is not None:
            library.run(
                "UPDATE feed SET etag = coalesce(?, etag), last_modified = coalesce(?, last_modified) WHERE id = ?",
                (outcome.etag, outcome.last_modified, feed_id),
            )
        if outcome.crash_hash is not None:
            library.run(
                """
                UPDATE feed SET lethal_hash = ?, lethal_times = 1 + CASE lethal_hash WHEN ? THEN lethal_times ELSE 0 END
                WHERE id = ?
                """,
                (outcome.crash_hash, outcome.crash_hash, feed_id),
            )
    return feed_id


def _move(library: Library, feed_id: int, url: str, key: str) -> int:
    row = library.row("SELECT id FROM feed WHERE url_key = ? AND id <> ?", (key, feed_id))
    if row is None:
        library.run("UPDATE feed SET url = ?, url_key = ? WHERE id = ?", (url, key, feed_id))
        return feed_id
    # Both addresses were subscribed: the feed that lives there takes everything over.
    other = int(row[0])
    for table in ("appearance", "feed_tag", "feed_setting"):
        library.run(f"UPDATE OR IGNORE {table} SET feed_id = ? WHERE feed_id = ?", (other, feed_id))
    library.run(
        """
        UPDATE feed SET removed_at = NULL, url = coalesce(url, ?),
            own_title = coalesce(own_title, (SELECT own_title FROM feed WHERE id = ?))
        WHERE id = ?
        """,
        (url, feed_id, other),
    )
    library.run("DELETE FROM feed WHERE id = ?", (feed_id,))
    return other
