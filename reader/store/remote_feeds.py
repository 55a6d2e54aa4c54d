"""Keeps which feeds a server fetches: they are subscribed there, and no request of ours goes to them."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.model import is_hiding
from reader.store.sql_values import id_list, micros
from reader.store.user_state.tags import tag_name_or_none
from reader.text.clean import optional_line
from reader.text.fold import fold
from reader.text.urls import feed_identity

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from reader.model import RemoteFeed
    from reader.store.database import Database


class FeedMove(NamedTuple):
    """A feed that the reader has put in another folder than the server has it in; "" is none."""

    feed_id: int
    remote_id: str
    title: str
    folder: str
    wanted: str


class FeedsListed(NamedTuple):
    """Titles of the feeds that were fetched from here until now, of those that the server no longer has, and of those that it
    was asked to move and left where they were."""

    taken: list[str]
    gone: list[str]
    unmoved: list[str]


class RemoteFeeds:
    """The feeds that servers fetch."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def published(self, account_id: int) -> dict[int, tuple[str, str | None]]:
        """Gives titles and addresses of the account's feeds by their numbers, as their publishers have them."""
        return {
            number: (title or "", url)
            for number, title, url in self._database.rows(
                "SELECT id, title, url FROM feed WHERE account_id = ?", (account_id,)
            )
        }

    def ids(self, account_id: int) -> dict[str, int]:
        """Gives the numbers of the account's feeds by the server's ids; unsubscribed ones, too, for what still comes."""
        return dict(self._database.rows("SELECT remote_id, id FROM feed WHERE account_id = ?", (account_id,)))

    def listed(self, account_id: int, feeds: Collection[RemoteFeed], now: datetime) -> FeedsListed:
        """Takes over the list of all feeds that a server has. Those that it no longer has are unsubscribed, their articles
        stay."""
        taken: list[str] = []
        unmoved: list[str] = []
        with self._database.transaction():
            here = {
                row["remote_id"]: row
                for row in self._database.named_rows(
                    """
                    SELECT id, remote_id, title, url, site_url, folder, state, outcome, removed_at, folder_asked,
                        folder_refused, coalesce(own_title, title, url) AS shown
                    FROM feed WHERE account_id = ?
                    """,
                    (account_id,),
                )
            }
            ids = [feed.remote_id for feed in feeds]
            for feed in feeds:
                row = here.get(feed.remote_id)
                if row is None:
                    taken += self._join(account_id, feed, ids, now)
                    continue
                if row["folder_asked"] is not None and not row["folder_refused"]:
                    row["folder"], is_there = self._answered(row, tag_name_or_none(feed.folder))
                    unmoved += [] if is_there else [row["shown"]]
                if _said(feed) != tuple(row[name] for name in _SAID) or row["removed_at"] is not None:
                    self._renew(row["id"], feed)
            gone = self._database.rows(
                """
                SELECT id, coalesce(own_title, title, url) FROM feed WHERE account_id = ? AND removed_at IS NULL
                    AND remote_id NOT IN (SELECT value FROM json_each(?)) ORDER BY 2
                """,
                (account_id, json.dumps(ids)),
            )
            self._database.run(
                "UPDATE feed SET removed_at = ? WHERE id IN (SELECT value FROM json_each(?))",
                (micros(now), id_list(number for number, _ in gone)),
            )
        return FeedsListed(taken, [title for _, title in gone], unmoved)

    def _answered(self, row: dict[str, Any], there: str | None) -> tuple[str | None, bool]:
        """Notes whether the server has put a feed where it was asked to; gives the folder in which it is now known to be,
        and True where it has."""
        asked = row["folder_asked"]
        if fold(there or "") != fold(asked):
            self._database.run("UPDATE feed SET folder_refused = 1 WHERE id = ?", (row["id"],))
            return row["folder"], False
        self._database.run(
            "UPDATE feed SET folder = ?, folder_asked = NULL WHERE id = ?", (asked or None, row["id"])
        )
        return asked or None, True

    def moves(self, account_id: int) -> list[FeedMove]:
        """Gives the feeds that the server has yet to move to the folders that they have here."""
        rows = self._database.rows(
            "SELECT feed_id, remote_id, title, folder, wanted FROM feed_move WHERE account_id = ? ORDER BY feed_id",
            (account_id,),
        )
        return [FeedMove(*row) for row in rows]

    def moving(self, feed_id: int, folder: str) -> None:
        """Notes that the server is about to be asked to move a feed: until it lists the feed, nobody knows where it is."""
        self._database.run(
            "UPDATE feed SET folder_asked = ?, folder_refused = 0 WHERE id = ?", (folder, feed_id)
        )

    def not_moved(self, feed_id: int) -> None:
        """Notes that the server does not move a feed: it is asked again when the reader chooses another folder."""
        self._database.run("UPDATE feed SET folder_refused = 1 WHERE id = ?", (feed_id,))

    def _join(self, account_id: int, feed: RemoteFeed, ids: Collection[str], now: datetime) -> list[str]:
        """Takes in a feed that is new in this account; returns its title where it was fetched from here until now."""
        key = feed_identity(feed.url) if feed.url else None
        known = self._database.row(
            """
            SELECT f.id, f.account_id, f.remote_id, a.id IS NOT NULL, coalesce(f.own_title, f.title, f.url),
                f.removed_at IS NULL AND f.url IS NOT NULL
            FROM feed f LEFT JOIN account a ON a.id = f.account_id AND a.removed_at IS NULL WHERE f.url_key = ?
            """,
            (key,),
        )
        is_free = known is not None and (known[2] not in ids if known[1] == account_id else not known[3])
        if known is None or not is_free:
            # What another account has under this address stays there: the address leads to that one.
            number = self._database.insert(
                "INSERT INTO feed (url_key, account_id, remote_id, added_at) VALUES (?, ?, ?, ?)",
                (None if known else key, account_id, feed.remote_id, micros(now)),
            )
            self._renew(number, feed)
            return []
        self._give(known[0], account_id, feed)
        return [known[4]] if known[5] and known[1] is None else []

    def _give(self, number: int, account_id: int, feed: RemoteFeed) -> None:
        self._database.run(
            """
            UPDATE feed SET account_id = ?, remote_id = ?, folder = NULL, folder_asked = NULL, next_at = NULL, next_why = NULL, failures = 0,
                retry_after = NULL
            WHERE id = ?
            """,
            (account_id, feed.remote_id, number),
        )
        self._renew(number, feed)

    def _renew(self, number: int, feed: RemoteFeed) -> None:
        """Keeps what the server says of a feed. A folder is a tag of it: the reader's other tags stay, and so does the
        reader's own title. Where both have moved the feed since, it stays where the reader put it."""
        columns = ", ".join(f"{name} = coalesce(?, {name})" for name in _SAID[:3])
        folder = tag_name_or_none(feed.folder)
        before = self._database.value("SELECT folder FROM feed WHERE id = ?", (number,))
        has_moved = before is not None and not self._database.value(
            "SELECT EXISTS (SELECT 1 FROM feed_tag WHERE feed_id = ? AND tag = ?)", (number, before)
        )
        if folder != before and (not has_moved or is_hiding(before)):
            self._database.run("DELETE FROM feed_tag WHERE feed_id = ? AND tag = ?", (number, before))
            if folder is not None and not is_hiding(folder):
                self._database.run(
                    "INSERT OR IGNORE INTO feed_tag (feed_id, tag) VALUES (?, ?)", (number, folder)
                )
        self._database.run(
            f"UPDATE feed SET removed_at = NULL, {columns}, folder = ?, state = ?, outcome = ? WHERE id = ?",
            (*_said(feed), number),
        )
        if feed.url and (key := feed_identity(feed.url)):
            # One that has moved there, unless another feed here has that address.
            self._database.run(
                "UPDATE OR IGNORE feed SET url_key = ? WHERE id = ? AND url_key IS NOT NULL", (key, number)
            )

    def adopt(self, feed_id: int, account_id: int, feed: RemoteFeed, now: datetime) -> None:
        """Lets the server fetch a feed that was fetched from here until now."""
        with self._database.transaction():
            # The server may have had it before under another address, as a feed of its own.
            self._database.run(
                """
                UPDATE feed SET account_id = NULL, remote_id = NULL, removed_at = ?
                WHERE account_id = ? AND remote_id = ? AND id <> ?
                """,
                (micros(now), account_id, feed.remote_id, feed_id),
            )
            self._give(feed_id, account_id, feed)

    def release(self, feed_id: int) -> None:
        """Lets a feed be fetched from here again; it is due at once."""
        with self._database.transaction():
            self._database.run(
                """
                UPDATE feed SET account_id = NULL, remote_id = NULL, folder = NULL, folder_asked = NULL, state = 'new', outcome = NULL,
                    etag = NULL, last_modified = NULL, body_hash = NULL, next_at = NULL, next_why = NULL, failures = 0
                WHERE id = ?
                """,
                (feed_id,),
            )

    def left(self, feed_id: int, now: datetime) -> None:
        """Notes that the server no longer has a feed: it is unsubscribed, its articles stay."""
        with self._database.transaction():
            self._database.run("UPDATE feed SET removed_at = ? WHERE id = ?", (micros(now), feed_id))

    def forget(self, feed_id: int) -> None:
        """Forgets what servers had of the feed's articles, and what they were to hear: nobody fetches it there any more."""
        with self._database.transaction():
            self._database.run("DELETE FROM remote_entry WHERE feed_id = ?", (feed_id,))


_SAID = ("title", "url", "site_url", "folder", "state", "outcome")
"""Columns that follow from what a server says of a feed."""


def _said(feed: RemoteFeed) -> tuple[str | None, ...]:
    return (
        optional_line(feed.title),
        feed.url,
        feed.site_url,
        tag_name_or_none(feed.folder),
        "failing" if feed.error else "ok",
        feed.error or None,
    )
