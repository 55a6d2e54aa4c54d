"""How do rows of the library become feeds?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.model import Feed
from reader.store.timestamps import optional_moment
from reader.text.urls import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.store.database import Library, Value


def read(library: Library, condition: str = "1", values: Sequence[Value] = ()) -> list[Feed]:
    """The feeds that meet a condition on `f`, due ones first; four statements, however many feeds."""
    rows = library.at_once(
        18,
        f"""
        SELECT f.id, coalesce(f.own_title, f.title), f.url, f.site_url, f.state, f.etag, f.last_modified, f.body_hash,
            f.last_tried, f.last_success, f.outcome, f.next_at, f.next_why, f.failures, f.retry_after, f.ttl,
            f.lethal_hash, f.lethal_times
        FROM feed f WHERE f.removed_at IS NULL AND ({condition}) ORDER BY coalesce(f.next_at, 0), f.id
        """,
        values,
    )
    if not rows:
        return []
    single = rows[0][0] if len(rows) == 1 else None
    only, bound = ("", ()) if single is None else ("WHERE feed_id = ?", (single,))
    tags = _tags(library, single)
    settings: dict[int, list[tuple[str, str]]] = {}
    for feed_id, key, value in library.at_once(
        3, f"SELECT feed_id, key, value FROM feed_setting {only} ORDER BY key", bound
    ):
        settings.setdefault(feed_id, []).append((key, value))
    counts = {
        feed_id: (articles, unread)
        for feed_id, articles, unread in library.at_once(
            3,
            f"""
            SELECT p.feed_id, count(*), sum(m.read_at IS NULL) FROM appearance p
            JOIN mark m ON m.article_id = p.article_id AND m.removed_at IS NULL AND m.muted_at IS NULL
            {only} GROUP BY p.feed_id
            """,
            bound,
        )
    }
    return [
        Feed(
            id=row[0],
            title=feed_title(row[1], row[2]),
            url=row[2],
            site_url=row[3],
            tags=tuple(tags.get(row[0], ())),
            articles=counts.get(row[0], (0, 0))[0],
            unread=counts.get(row[0], (0, 0))[1],
            state=row[4],
            etag=row[5],
            last_modified=row[6],
            body_hash=row[7],
            last_tried=optional_moment(row[8]),
            last_success=optional_moment(row[9]),
            outcome=row[10],
            next_at=optional_moment(row[11]),
            next_why=row[12],
            failures=row[13],
            retry_after=optional_moment(row[14]),
            ttl=row[15],
            crash_hash=row[16],
            crash_count=row[17],
            settings=tuple(settings.get(row[0], ())),
        )
        for row in rows
    ]


def names(library: Library) -> list[tuple[int, str, tuple[str, ...]]]:
    """Number, title and tags of every feed: what queries for feeds and their tags look at; two statements."""
    tags = _tags(library, None)
    return [
        (feed_id, feed_title(title, url), tuple(tags.get(feed_id, ())))
        for feed_id, title, url in library.at_once(
            3, "SELECT id, coalesce(own_title, title), url FROM feed WHERE removed_at IS NULL"
        )
    ]


def _tags(library: Library, only: int | None) -> dict[int, list[str]]:
    where, values = ("", ()) if only is None else ("WHERE feed_id = ?", (only,))
    found: dict[int, list[str]] = {}
    for feed_id, tag in library.at_once(2, f"SELECT feed_id, tag FROM feed_tag {where} ORDER BY tag", values):
        found.setdefault(feed_id, []).append(tag)
    return found


def feed_title(title: str | None, url: str | None) -> str:
    """What a feed is called: by its title, else by its address without a password."""
    return title or (shown(url) if url else "")
