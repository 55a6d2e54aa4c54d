"""Which feeds are subscribed, and what do we know of each?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import NothingFound, UsageError
from reader.store.feed_rows import read
from reader.store.timestamps import micros
from reader.store.user_state.undo import RowChange, perform
from reader.text.clean import optional_line
from reader.text.fold import fold
from reader.text.urls import feed_identity, identity, shown, typed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from reader.model import Feed, Subscription
    from reader.store.database import Library
    from reader.store.fetch_results import FeedOutcome

_NAMED = 10
"""Candidates that an ambiguous name lists."""


class Feeds:
    """The library's feeds. Removed ones are never given; their articles stay."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def add(self, subscription: Subscription, now: datetime) -> tuple[Feed, bool]:
        """Subscribe; whether the feed is new here. A feed that is there already only gets the tags it lacks.

        The subscription's title counts as the reader's own: a refresh does not replace it. A feed that was removed, or
        was only held, comes with its articles. Raises UsageError for an address that is none.
        """
        key = feed_identity(subscription.url)
        if key is None:
            raise UsageError("this is no http or https address", subject=shown(subscription.url))
        with self._library.transaction():
            row = self._library.row("SELECT id, removed_at, url FROM feed WHERE url_key = ?", (key,))
            created = row is None or row[1] is not None or row[2] is None
            if row is None:
                feed_id = self._library.insert(
                    "INSERT INTO feed (url, url_key, own_title, site_url, added_at) VALUES (?, ?, ?, ?, ?)",
                    (
                        subscription.url,
                        key,
                        optional_line(subscription.title),
                        subscription.site_url,
                        micros(now),
                    ),
                )
            else:
                feed_id = int(row[0])
                if created:
                    self._revive(feed_id, subscription)
            self._library.run_each(
                "INSERT OR IGNORE INTO feed_tag (feed_id, tag) VALUES (?, ?)",
                [(feed_id, tag) for tag in subscription.tags],
            )
        return self.get(feed_id), created

    def _revive(self, feed_id: int, subscription: Subscription) -> None:
        # Without its validators, so that the next answer is a whole feed and not "not modified".
        self._library.run(
            """
            UPDATE feed SET removed_at = NULL, url = coalesce(url, ?), own_title = coalesce(?, own_title), state = 'new',
                etag = NULL, last_modified = NULL, body_hash = NULL, next_at = NULL, next_why = NULL, failures = 0,
                outcome = NULL
            WHERE id = ?
            """,
            (subscription.url, optional_line(subscription.title), feed_id),
        )

    def hold(self, url: str, title: str | None, site_url: str | None, now: datetime) -> int:
        """The number of the feed at this address, for articles that another program got from it.

        It need not be subscribed: one that is unknown is made without an address, so that it is never refreshed, and
        gets its address when somebody subscribes to it. One that is known gains the title and site that it lacks. Raises UsageError for an address that is none.
        """
        key = feed_identity(url)
        if key is None:
            raise UsageError("this is no http or https address", subject=shown(url))
        with self._library.transaction():
            row = self._library.row("SELECT id FROM feed WHERE url_key = ?", (key,))
            if row is None:
                return self._library.insert(
                    "INSERT INTO feed (url_key, title, site_url, added_at) VALUES (?, ?, ?, ?)",
                    (key, optional_line(title) or shown(url), site_url, micros(now)),
                )
            self._library.run(
                "UPDATE feed SET title = coalesce(title, ?), site_url = coalesce(site_url, ?) WHERE id = ?",
                (optional_line(title), site_url, row[0]),
            )
            return int(row[0])

    def all(self) -> list[Feed]:
        """All feeds by title, with the counts of their articles; muted ones are not counted."""
        return sorted(read(self._library), key=lambda feed: (fold(feed.title), feed.id))

    def get(self, feed_id: int) -> Feed:
        """The feed with this number. Raises NothingFound."""
        found = read(self._library, "f.id = ?", (feed_id,)) if 0 < feed_id < 2**63 else []
        if not found:
            raise NothingFound(
                "there is no such feed", subject=str(feed_id), hint="`broadsheet feeds` lists them"
            )
        return found[0]

    def find(self, text: str) -> Feed:
        """The feed that a person means: by number, address, or a part of the title that fits only one.

        Raises NothingFound, or UsageError which lists the candidates.
        """
        text = text.strip()
        feeds = self.all()
        if text.isdecimal() and (found := [feed for feed in feeds if str(feed.id) == text]):
            return found[0]
        address = typed(text)
        if address and (found := _at(address, feeds)):
            return found[0]
        wanted = fold(text)
        found = [feed for feed in feeds if wanted and wanted in fold(feed.title)]
        exact = [feed for feed in found if fold(feed.title) == wanted]
        if len(exact) == 1 or len(found) == 1:
            return (exact or found)[0]
        if not found:
            raise NothingFound(
                "no feed has this number, address or title",
                subject=shown(text),
                hint="`broadsheet feeds` lists them",
            )
        names = ", ".join(f"{feed.id} {feed.title}" for feed in found[:_NAMED])
        more = f" and {len(found) - _NAMED} more" if len(found) > _NAMED else ""
        raise UsageError(f"{len(found)} feeds fit: {names}{more}", subject=text, hint="Say the number of one")

    def by_url(self, url: str) -> Feed | None:
        """The feed with exactly this address, if it is subscribed."""
        key = feed_identity(url)
        return next(iter(read(self._library, "f.url_key = ?", (key,))), None) if key else None

    def due(self, now: datetime) -> list[Feed]:
        """The feeds whose next try has come, longest waiting first; never those without address, or gone."""
        return read(
            self._library,
            "f.url IS NOT NULL AND f.state <> 'gone' AND coalesce(f.next_at, 0) <= ?",
            (micros(now),),
        )

    def tried(self, feed_id: int, outcome: FeedOutcome) -> int:
        """Record a refresh; under which id the feed is now: another one where it moved to an address subscribed
        already."""
        from reader.store.fetch_results import tried

        return tried(self._library, feed_id, outcome)

    def rename(self, feed_id: int, title: str | None) -> None:
        """Give the feed the reader's own title; None or blank: the publisher's again."""
        with self._library.transaction():
            self.get(feed_id)
            self._library.run("UPDATE feed SET own_title = ? WHERE id = ?", (optional_line(title), feed_id))

    def set_tags(self, feed_id: int, tags: Collection[str]) -> None:
        """Give the feed these tags in place of those it has."""
        with self._library.transaction():
            self.get(feed_id)
            self._library.run("DELETE FROM feed_tag WHERE feed_id = ?", (feed_id,))
            self._library.run_each(
                "INSERT OR IGNORE INTO feed_tag (feed_id, tag) VALUES (?, ?)",
                [(feed_id, tag) for tag in tags],
            )

    def set(self, feed_id: int, key: str, value: str | None) -> None:
        """Keep a setting of the feed; None takes it away. It takes effect at once: the feed is due."""
        with self._library.transaction():
            self.get(feed_id)
            self._library.run(
                "UPDATE feed SET next_at = NULL, next_why = NULL WHERE id = ? AND state <> 'gone'", (feed_id,)
            )
            if value is None:
                self._library.run("DELETE FROM feed_setting WHERE feed_id = ? AND key = ?", (feed_id, key))
            else:
                self._library.run(
                    "INSERT OR REPLACE INTO feed_setting (feed_id, key, value) VALUES (?, ?, ?)",
                    (feed_id, key, value),
                )

    def remove(self, feed_id: int, now: datetime) -> None:
        """Unsubscribe. The articles stay in the library; undo brings the feed back."""
        self.remove_all([feed_id], now)

    def remove_all(self, feed_ids: Sequence[int], now: datetime) -> None:
        """Unsubscribe from several at once; they are undone as one."""
        with self._library.transaction():
            feeds, at = [self.get(feed_id) for feed_id in feed_ids], micros(now)
            changes = [RowChange((feed.id,), (None,), (at,)) for feed in feeds]
            name = f"the feed “{feeds[0].title}”" if len(feeds) == 1 else f"{len(feeds)} feeds"
            perform(self._library, at, f"removed {name}", "feed", changes)

    def join(self, article_id: int, name: str, title: str, at: int) -> None:
        """Let an imported article appear in the feed of that title or address; it is made where there is none."""
        key = feed_identity(name)
        row = self._library.row(
            """
            SELECT id FROM feed WHERE removed_at IS NULL AND (own_title = ? OR title = ? OR url_key = ?) ORDER BY id
            """,
            (name, name, key),
        )
        feed_id = (
            row[0]
            if row
            else self._library.insert("INSERT INTO feed (own_title, added_at) VALUES (?, ?)", (name, at))
        )
        self._library.run(
            """
            INSERT OR IGNORE INTO appearance (article_id, feed_id, guid, link_key, title, position, seen_at)
            SELECT ?, ?, NULL, (SELECT d.key FROM address d WHERE d.article_id = ? AND d.key NOT LIKE 'text:%'),
                ?, NULL, ?
            """,
            (article_id, feed_id, article_id, title, at),
        )


def _at(address: str, feeds: Sequence[Feed]) -> list[Feed]:
    exact, loose = feed_identity(address), identity(address)
    same = [feed for feed in feeds if feed.url and feed_identity(feed.url) == exact]
    return same or [feed for feed in feeds if feed.url and identity(feed.url) == loose]
