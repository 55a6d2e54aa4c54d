"""Keeps the subscribed feeds, their tags and settings, and the outcome of each try."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from reader.errors import NothingFound, UsageError
from reader.frozen import dataclass
from reader.model import HIDDEN, PAUSED, Feed, is_hiding
from reader.store.feed_title import feed_title
from reader.store.sql_values import by_key, id_list, micros, optional_micros, optional_moment
from reader.store.user_state.undo import RowChange, perform, perform_all
from reader.text.clean import optional_line
from reader.text.fold import fold
from reader.text.urls import feed_identity, identity, masked, typed

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from reader.model import FeedState, Subscription
    from reader.store.database import Database, Value

_NAMED = 10
"""Candidates that an ambiguous name lists."""


_VALIDATORS = ("etag", "last_modified")

_COLUMNS = {
    "id": "f.id",
    "title": "coalesce(f.own_title, f.title)",
    **{
        name: f"f.{name}"
        for name in (
            "url", "site_url", "state", "etag", "last_modified", "body_hash", "outcome", "next_at", "next_why", "failures",
            "retry_after", "ttl",
        )
    },
    "crash_hash": "f.lethal_hash",
    "crash_count": "f.lethal_times",
    "last_tried": "iif(c.id IS NULL, f.last_tried, c.tried_at)",
    "last_success": "iif(c.id IS NULL, f.last_success, c.succeeded_at)",
    "account": "c.name",
    "server": "c.server",
    "server_url": "c.url",
    "sync_error": "iif(c.failures > 0, c.outcome, NULL)",
    "articles": "coalesce(n.articles, 0)",
    "unread": "coalesce(n.unread, 0)",
}  # fmt: skip
"""Fields of a Feed, and the SQL that gives each."""

_OF_ARTICLES = ("full_text", "keep")
"""Settings that have to do with a feed's articles, whoever fetches it."""

_TIMES = ("last_tried", "last_success", "next_at", "retry_after")


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedOutcome:
    """The outcome of one try of a feed. `state` "ok" means that the server answered well, also where nothing was new.

    With `body_hash` set, a whole feed came: `etag` and `last_modified` are then kept as given, None included; without it
    each of them is kept where the answer had one, and the feed keeps the rest of what it had. `title`, `site_url` and
    `ttl` (seconds) are kept where given; `moved_to` is the address where the feed lives from now on. `crash_hash` is
    the digest of bytes that ended the process that read them.
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


class Feeds:
    """The library's feeds. Removed ones are never given; their articles stay."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, subscription: Subscription, now: datetime) -> tuple[Feed, bool]:
        """Subscribes; returns the feed, and whether it is new here. A feed that is there already only gets the tags it
        lacks.

        The subscription's title counts as the reader's own: a refresh does not replace it. A feed that was removed, or
        was only held, comes with its articles. Raises UsageError for an address that is none.
        """
        key = _key(subscription.url)
        with self._database.transaction():
            known = self._database.row(
                "SELECT id, removed_at IS NOT NULL OR url IS NULL FROM feed WHERE url_key = ?", (key,)
            )
            feed_id, created = known or (0, True)
            if not known:
                feed_id = self._database.insert(
                    "INSERT INTO feed (url, url_key, own_title, site_url, added_at) VALUES (?, ?, ?, ?, ?)",
                    (
                        subscription.url,
                        key,
                        optional_line(subscription.title),
                        subscription.site_url,
                        micros(now),
                    ),
                )
            elif created:
                self._revive(feed_id, subscription)
            self._database.run_each(
                "INSERT OR IGNORE INTO feed_tag (feed_id, tag) VALUES (?, ?)",
                [(feed_id, tag) for tag in subscription.tags],
            )
        return self.get(feed_id), bool(created)

    def added(self, feed_id: int, title: str, now: datetime) -> None:
        """Notes that the reader subscribed to the feed of that title, so that undo unsubscribes; its articles stay then."""
        at, words = micros(now), f"subscribed to “{title}”"
        with self._database.transaction():
            perform(self._database, at, words, "feed", [RowChange((feed_id,), (at,), (None,))])

    def _revive(self, feed_id: int, subscription: Subscription) -> None:
        # Without its validators, so that the next answer is a whole feed and not "not modified".
        self._database.run(
            """
            UPDATE feed SET removed_at = NULL, url = coalesce(url, ?), own_title = coalesce(?, own_title), state = 'new',
                etag = NULL, last_modified = NULL, body_hash = NULL, next_at = NULL, next_why = NULL, failures = 0,
                outcome = NULL, account_id = NULL, remote_id = NULL
            WHERE id = ?
            """,
            (subscription.url, optional_line(subscription.title), feed_id),
        )

    def hold(self, url: str, title: str | None, site_url: str | None, now: datetime) -> int:
        """Gives the number of the feed at this address, for articles that another program got from it.

        It need not be subscribed: one that is unknown is made without an address, so that it is never refreshed, and
        gets its address when somebody subscribes to it. One that is known gains the title and site that it lacks.
        Raises UsageError for an address that is none.
        """
        key = _key(url)
        with self._database.transaction():
            known: int | None = self._database.value("SELECT id FROM feed WHERE url_key = ?", (key,))
            if known is None:
                return self._database.insert(
                    "INSERT INTO feed (url_key, title, site_url, added_at) VALUES (?, ?, ?, ?)",
                    (key, optional_line(title) or masked(url), site_url, micros(now)),
                )
            self._database.run(
                "UPDATE feed SET title = coalesce(title, ?), site_url = coalesce(site_url, ?) WHERE id = ?",
                (optional_line(title), site_url, known),
            )
            return known

    def all(self) -> list[Feed]:
        """Gives all feeds by title, with the counts of their articles; muted ones are not counted."""
        return sorted(_read(self._database), key=lambda feed: (fold(feed.title), feed.id))

    def get(self, feed_id: int) -> Feed:
        """Gives the feed with this number. Raises NothingFound."""
        found = _read(self._database, "f.id = ?", (feed_id,)) if 0 < feed_id < 2**63 else []
        if not found:
            raise NothingFound(
                "no such feed", subject=str(feed_id), hint="to list all feeds: broadsheet feeds"
            )
        return found[0]

    def find(self, text: str) -> Feed:
        """Finds the feed that a person means: by number, address, or a part of the title that fits only one.

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
                subject=masked(text),
                hint="to list all feeds: broadsheet feeds",
            )
        names = ", ".join(f"{feed.id} {feed.title}" for feed in found[:_NAMED])
        more = f" and {len(found) - _NAMED:,} more" if len(found) > _NAMED else ""
        raise UsageError(
            f"{len(found):,} feeds match: {names}{more}", subject=text, hint="give the number of one"
        )

    def tried(self, feed_id: int, outcome: FeedOutcome) -> int:
        """Records a refresh; returns the id under which the feed is now: another one where it moved to an address that
        is subscribed already."""
        values: dict[str, Value] = {
            "state": outcome.state,
            "outcome": outcome.outcome,
            "failures": outcome.failures,
            "next_at": optional_micros(outcome.next_at),
            "next_why": outcome.next_why,
            "retry_after": optional_micros(outcome.retry_after),
            "last_tried": micros(outcome.tried),
        }
        if outcome.state == "ok":
            values["last_success"] = values["last_tried"]
        for name in ("title", "site_url", "ttl", "body_hash", "etag", "last_modified"):
            given = getattr(outcome, name)
            if given is not None or (outcome.body_hash is not None and name in _VALIDATORS):
                values[name] = given
        with self._database.transaction():
            if outcome.moved_to and (key := feed_identity(outcome.moved_to)):
                feed_id = self._move(feed_id, outcome.moved_to, key)
            columns = ", ".join(f"{name} = ?" for name in values)
            self._database.run(f"UPDATE feed SET {columns} WHERE id = ?", (*values.values(), feed_id))
            if outcome.crash_hash is not None:
                self._database.run(
                    """
                    UPDATE feed SET lethal_hash = ?, lethal_times = 1 + CASE lethal_hash WHEN ? THEN lethal_times ELSE 0 END
                    WHERE id = ?
                    """,
                    (outcome.crash_hash, outcome.crash_hash, feed_id),
                )
        return feed_id

    def _move(self, feed_id: int, url: str, key: str) -> int:
        other: int | None = self._database.value(
            "SELECT id FROM feed WHERE url_key = ? AND id <> ?", (key, feed_id)
        )
        if other is None:
            self._database.run("UPDATE feed SET url = ?, url_key = ? WHERE id = ?", (url, key, feed_id))
            return feed_id
        # Both addresses were subscribed: the feed that lives there takes everything over.
        for table in ("appearance", "feed_tag", "feed_setting"):
            self._database.run(
                f"UPDATE OR IGNORE {table} SET feed_id = ? WHERE feed_id = ?", (other, feed_id)
            )
        self._database.run(
            """
            UPDATE feed SET removed_at = NULL, url = coalesce(url, ?),
                own_title = coalesce(own_title, (SELECT own_title FROM feed WHERE id = ?))
            WHERE id = ?
            """,
            (url, feed_id, other),
        )
        self._database.run("DELETE FROM feed WHERE id = ?", (feed_id,))
        return other

    def rename(self, feed_id: int, title: str | None, now: datetime) -> None:
        """Gives the feed the reader's own title; None or blank: the publisher's again. Undo takes it back."""
        with self._database.transaction():
            feed, new = self.get(feed_id), optional_line(title)
            old = self._database.value("SELECT own_title FROM feed WHERE id = ?", (feed_id,))
            if new != old:
                words = f"renamed the feed “{feed.title}”"
                perform(
                    self._database, micros(now), words, "feed_title", [RowChange((feed_id,), (old,), (new,))]
                )

    def set_tags(self, feed_id: int, tags: Collection[str], now: datetime) -> None:
        """Gives the feed these tags in place of those it has. Undo takes that back."""
        with self._database.transaction():
            feed = self.get(feed_id)
            self._retag(feed, tags, f"changed the tags of the feed “{feed.title}”", now)

    def hide(self, feed_id: int, now: datetime, *, on: bool) -> None:
        """Gives the feed the tag `hidden`, or takes it away: see `Feed.is_hidden`. Undo takes that back."""
        with self._database.transaction():
            feed = self.get(feed_id)
            if feed.is_hidden != on:
                others = [tag for tag in feed.tags if not is_hiding(tag)]
                words = f"hid the feed “{feed.title}”" if on else f"showed the feed “{feed.title}” again"
                self._retag(feed, [*others, HIDDEN] if on else others, words, now)

    def _retag(self, feed: Feed, tags: Collection[str], words: str, now: datetime) -> None:
        gone = [RowChange((feed.id, tag), (), None) for tag in feed.tags if tag not in tags]
        new = [RowChange((feed.id, tag), None, ()) for tag in dict.fromkeys(tags) if tag not in feed.tags]
        if gone or new:
            perform(self._database, micros(now), words, "feed_tag", [*gone, *new])

    def hidden(self) -> list[int]:
        """Gives the numbers of the hidden feeds."""
        rows = self._database.at_once(("feed_id",), "FROM feed_tag WHERE lower(tag) = ?", (HIDDEN,))
        return [feed_id for (feed_id,) in rows]

    def first_of(self, article_ids: Collection[int]) -> dict[int, int]:
        """Gives for each article the number of the feed that it appeared in first; those in no feed are left out."""
        rows = self._database.at_once(
            ("p.article_id", "p.feed_id"),
            """
            FROM appearance p JOIN feed f ON f.id = p.feed_id
            WHERE p.article_id IN (SELECT value FROM json_each(?)) AND f.removed_at IS NULL
            ORDER BY p.seen_at DESC, f.id DESC
            """,
            (id_list(article_ids),),
        )
        return dict(rows)  # of several the last one stays

    def latest(self) -> dict[int, int]:
        """Gives for each feed the number of the last article that came in; feeds without any are left out."""
        newest = "(SELECT max(p.article_id) FROM appearance p WHERE p.feed_id = f.id)"
        rows = self._database.at_once(("f.id", newest), "FROM feed f WHERE f.removed_at IS NULL")
        return {feed_id: article_id for feed_id, article_id in rows if article_id is not None}

    def set(self, feed_id: int, key: str, value: str | None, now: datetime) -> None:
        """Keeps a setting of the feed; None takes it away. It takes effect at once: the feed is due. Undo takes it
        back."""
        with self._database.transaction():
            feed = self.get(feed_id)
            old = dict(feed.settings).get(key)
            if old == value:
                return
            if key not in _OF_ARTICLES:
                _refuse_remote([feed], f"{key} cannot be set here")
            before, after = (None if one is None else (one,) for one in (old, value))
            changes = {"feed_setting": [RowChange((feed_id, key), before, after)]}
            if feed.state != "gone":
                due = (optional_micros(feed.next_at), feed.next_why)
                changes["feed_due"] = [RowChange((feed_id,), due, (None, None))]
            words = {PAUSED: "paused"}.get((key, value or ""), "changed the settings of")
            perform_all(self._database, micros(now), f"{words} the feed “{feed.title}”", changes)

    def remove(self, feed_id: int, now: datetime) -> None:
        """Unsubscribes. The articles stay in the library; undo brings the feed back."""
        self.remove_all([feed_id], now)

    def remove_all(self, feed_ids: Sequence[int], now: datetime) -> None:
        """Unsubscribes from several at once; they are undone as one."""
        with self._database.transaction():
            feeds, at = [self.get(feed_id) for feed_id in feed_ids], micros(now)
            _refuse_remote(feeds, "it cannot be removed here")
            changes = [RowChange((feed.id,), (None,), (at,)) for feed in feeds]
            name = f"the feed “{feeds[0].title}”" if len(feeds) == 1 else f"{len(feeds):,} feeds"
            perform(self._database, at, f"removed {name}", "feed", changes)

    def join(self, article_id: int, name: str, title: str, at: int) -> None:
        """Lets an imported article appear in the feed of that title or address; it is made where there is none."""
        feed_id = self._database.value(
            """
            SELECT id FROM feed WHERE removed_at IS NULL AND (own_title = ? OR title = ? OR url_key = ?) ORDER BY id
            """,
            (name, name, feed_identity(name)),
        ) or self._database.insert("INSERT INTO feed (own_title, added_at) VALUES (?, ?)", (name, at))
        self._database.run(
            """
            INSERT OR IGNORE INTO appearance (article_id, feed_id, guid, link_key, title, position, seen_at)
            SELECT ?, ?, NULL, (SELECT d.key FROM address d WHERE d.article_id = ? AND d.key NOT LIKE 'text:%'),
                ?, NULL, ?
            """,
            (article_id, feed_id, article_id, title, at),
        )


def _refuse_remote(feeds: Sequence[Feed], why: str) -> None:
    for feed in feeds:
        if feed.account is not None:
            raise UsageError(
                f"{feed.server} fetches this feed: {why}",
                subject=feed.title,
                hint=f"change it there; to fetch it from here again: broadsheet sync adopt {feed.id} --local",
            )


def _key(url: str) -> str:
    if (key := feed_identity(url)) is None:
        raise UsageError("not an http or https address", subject=masked(url))
    return key


def _at(address: str, feeds: Sequence[Feed]) -> list[Feed]:
    exact, loose = feed_identity(address), identity(address)
    same = [feed for feed in feeds if feed.url and feed_identity(feed.url) == exact]
    return same or [feed for feed in feeds if feed.url and identity(feed.url) == loose]


def _read(database: Database, condition: str = "1", values: Sequence[Value] = ()) -> list[Feed]:
    """Gives the feeds that meet a condition on `f`; three statements, however many feeds."""
    rows = database.at_once(
        _COLUMNS.values(),
        f"""
        FROM feed f LEFT JOIN feed_count n ON n.feed_id = f.id
        LEFT JOIN account c ON c.id = f.account_id AND c.removed_at IS NULL
        WHERE f.removed_at IS NULL AND ({condition})
        """,
        values,
    )
    if not rows:
        return []
    found = [dict(zip(_COLUMNS, row, strict=True)) for row in rows]
    single = found[0]["id"] if len(found) == 1 else None
    only, bound = ("", ()) if single is None else ("WHERE feed_id = ?", (single,))
    tags = _tags(database, single)
    rows = database.at_once(("feed_id", "key", "value"), f"FROM feed_setting {only} ORDER BY key", bound)
    settings = by_key((feed_id, (key, value)) for feed_id, key, value in rows)
    for fields in found:
        number = fields["id"]
        for name in _TIMES:
            fields[name] = optional_moment(fields[name])
        fields["title"] = feed_title(fields["title"], fields["url"])
        fields["server"] = place(fields["server"], fields.pop("server_url"))
        fields["tags"] = tuple(tags.get(number, ()))
        fields["settings"] = tuple(settings.get(number, ()))
    return [Feed(**fields) for fields in found]


def place(server: str | None, url: str | None) -> str | None:
    """Names a server: "Miniflux at rss.example"; None for none."""
    return f"{server} at {urlsplit(url).netloc.rpartition('@')[2]}" if url else None


def names(database: Database) -> list[tuple[int, str, tuple[str, ...]]]:
    """Gives number, title and tags of every feed: what queries for feeds and their tags look at; two statements."""
    tags = _tags(database, None)
    return [
        (feed_id, feed_title(title, url), tuple(tags.get(feed_id, ())))
        for feed_id, title, url in database.at_once(
            ("id", "coalesce(own_title, title)", "url"), "FROM feed WHERE removed_at IS NULL"
        )
    ]


def _tags(database: Database, only: int | None) -> dict[int, list[str]]:
    where, values = ("", ()) if only is None else ("WHERE feed_id = ?", (only,))
    return by_key(database.at_once(("feed_id", "tag"), f"FROM feed_tag {where} ORDER BY tag", values))
