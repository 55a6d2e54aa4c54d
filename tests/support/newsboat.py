"""newsboat's `cache.db`, as it makes it, for machines without newsboat."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

FEED = "https://pier.example/feed"

# The tables of version 2.33, the newest form there is.
SCHEMA = """
CREATE TABLE rss_feed ( rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
    title VARCHAR(1024) NOT NULL, lastmodified INTEGER(11) NOT NULL DEFAULT 0, is_rtl INTEGER(1) NOT NULL DEFAULT 0,
    etag VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE rss_item ( id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
    title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
    feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
    unread INTEGER(1) NOT NULL, enclosure_url VARCHAR(1024), enclosure_type VARCHAR(1024),
    enqueued INTEGER(1) NOT NULL DEFAULT 0, flags VARCHAR(52), deleted INTEGER(1) NOT NULL DEFAULT 0,
    base VARCHAR(128) NOT NULL DEFAULT "", content_mime_type VARCHAR(255) NOT NULL DEFAULT "",
    enclosure_description VARCHAR(1024) NOT NULL DEFAULT "",
    enclosure_description_mime_type VARCHAR(128) NOT NULL DEFAULT "");
CREATE TABLE google_replay ( id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
    state INTEGER NOT NULL, ts INTEGER NOT NULL);
CREATE INDEX idx_rssurl ON rss_feed(rssurl);
CREATE INDEX idx_guid ON rss_item(guid);
CREATE INDEX idx_feedurl ON rss_item(feedurl);
CREATE INDEX idx_deleted ON rss_item(deleted);
CREATE TABLE metadata ( db_schema_version_major INTEGER NOT NULL, db_schema_version_minor INTEGER NOT NULL);
INSERT INTO metadata VALUES (2, 33);
"""

OLD_SCHEMA = """
CREATE TABLE rss_feed ( rssurl VARCHAR(1024) PRIMARY KEY NOT NULL, url VARCHAR(1024) NOT NULL,
    title VARCHAR(1024) NOT NULL);
CREATE TABLE rss_item ( id INTEGER PRIMARY KEY AUTOINCREMENT NOT NULL, guid VARCHAR(64) NOT NULL,
    title VARCHAR(1024) NOT NULL, author VARCHAR(1024) NOT NULL, url VARCHAR(1024) NOT NULL,
    feedurl VARCHAR(1024) NOT NULL, pubDate INTEGER NOT NULL, content VARCHAR(65535) NOT NULL,
    unread INTEGER(1) NOT NULL);
"""


def item(number: int, **changes: object) -> dict[str, object]:
    """A row of `rss_item`."""
    return {
        "guid": f"guid-{number}",
        "title": f"Lamp {number}",
        "author": "Ann Keel",
        "url": f"https://pier.example/{number}",
        "feedurl": FEED,
        "pubDate": 1_772_438_400 + number,
        "content": f"<p>Lamp <b>{number}</b> burns.</p>",
        "unread": 1,
        **changes,
    }


def cache(
    path: Path,
    *items: Mapping[str, object],
    feeds: Sequence[tuple[str, str, str]] = ((FEED, "https://pier.example/", "The Pier"),),
    schema: str = SCHEMA,
) -> Path:
    """A cache at `path` with these items; feeds are (address, site, title)."""
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(schema)
        connection.executemany("INSERT INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)", feeds)
        for row in items:
            connection.execute(
                f"INSERT INTO rss_item ({', '.join(row)}) VALUES ({', '.join('?' * len(row))})",
                tuple(row.values()),
            )
        connection.commit()
    return path
