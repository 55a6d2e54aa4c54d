"""Takes in what a server has: marks that were changed there, and new entries, which are listed without their texts.

Each part is one transaction with the cursor that leads on from it, so that a kill loses nothing and doubles nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.events import Notice, Progress
from reader.core.sandbox.entry_draft import listed
from reader.core.sync import pull_feeds
from reader.model import ParsedFeed
from reader.store.articles.new_entries import Arrival
from reader.store.remote_entries import NewEntry, SettledEntry, label_key, label_names
from reader.store.sql_values import micros
from reader.sync import decide
from reader.text.clean import counted

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from reader.core.events import Listener
    from reader.core.refresh.apply_rules import RuleSet
    from reader.core.session import Session
    from reader.model import Draft, Feed
    from reader.store.accounts import Account
    from reader.store.remote_entries import EntryThere
    from reader.sync.remote import Remote, RemoteEntry, RemoteState

HELD_CHARS = 4_000_000
"""Characters of HTML that are kept in memory until they are read: a thousand entries or two, 4 to 16 MB. What does not fit
is asked for again."""


class HeldContents:
    """Entries whose contents are still to be read, the newest, within `HELD_CHARS`."""

    def __init__(self) -> None:
        self._held: dict[int, RemoteEntry] = {}
        self._chars = 0

    def hold(self, entries: Iterable[RemoteEntry]) -> None:
        """Holds entries; the oldest ones go where there is no room."""
        for entry in entries:
            self.take(entry.state.remote_id)
            self._held[entry.state.remote_id] = entry
            self._chars += len(entry.entry.html)
        while self._chars > HELD_CHARS:
            self.take(next(iter(self._held)))

    def take(self, remote_id: int) -> RemoteEntry | None:
        """Gives an entry and holds it no longer; None where it is not held."""
        if (entry := self._held.pop(remote_id, None)) is not None:
            self._chars -= len(entry.entry.html)
        return entry


class Pull:
    """One pull of an account. `new` counts the articles that came, `changed` the marks that were set here."""

    def __init__(
        self, session: Session, account: Account, remote: Remote, rules: RuleSet, listen: Listener
    ) -> None:
        self._session = session
        self._account = account
        self._remote = remote
        self._rules = rules
        self._listen = listen
        self._feeds: dict[str, int] = {}
        self._published: dict[int, tuple[str, str | None]] = {}
        self._subscribed: dict[int, Feed] = {}
        self._labels: dict[str, str] = {}
        self._unlisted: set[str] = set()
        self._stray = 0
        self.held = HeldContents()
        self.new = 0
        self.changed = 0

    @property
    def is_first(self) -> bool:
        """True where nothing of the account was ever read: what it has is no news."""
        return self._account.succeeded is None

    async def entries(self) -> None:
        """Takes in all that has changed since the last pull. Raises FetchError."""
        self._know_feeds()
        async for part in self._remote.changes(self._account.cursor):
            await self._learn_feeds(part.entries)
            with self._session.library.transaction():
                self.take(part.entries)
                self._session.library.accounts.keep_cursor(self._account.id, part.cursor)
            if part.total:
                self._listen(Progress("syncing", part.done, part.total))
        standing = await self._remote.standing()
        if standing is not None:
            bases = self._session.library.remote_entries.bases(self._account.id)
            if self._account.has_labels:
                self._labels |= label_names(standing.labelled)
            found = decide.compare(
                {number: decide.Base(*base) for number, base in bases.items()}, standing, label_key
            )
            del bases
            with self._session.library.transaction():
                self._settle(found.told)
            await self._fetch(found.new, total=len(found.new))
            await self._fetch(found.asked, may_be_gone=True)
        if self._stray:
            self._listen(
                Notice(
                    f"{self._account.name}: {counted(self._stray, 'entry')} left out: the server does not list their feeds"
                )
            )

    async def _fetch(self, ids: Sequence[int], *, total: int = 0, may_be_gone: bool = False) -> None:
        for start in range(0, len(ids), self._remote.BATCH):
            some = ids[start : start + self._remote.BATCH]
            entries = await self._remote.contents(some)
            await self._learn_feeds(entries)
            with self._session.library.transaction():
                self.take(entries)
                if may_be_gone:
                    missing = set(some) - {entry.state.remote_id for entry in entries}
                    self._session.library.remote_entries.gone(self._account.id, missing)
            if total:
                self._listen(Progress("syncing", start + len(some), total))

    def _know_feeds(self) -> None:
        self._feeds = self._session.library.remote_feeds.ids(self._account.id)
        self._published = self._session.library.remote_feeds.published(self._account.id)
        self._subscribed = {feed.id: feed for feed in self._session.library.feeds.all()}

    async def _learn_feeds(self, entries: Sequence[RemoteEntry]) -> None:
        """Asks for the feeds again where an entry is of one that was subscribed to a moment ago."""
        if {entry.feed_id for entry in entries} - self._feeds.keys() - self._unlisted:
            await pull_feeds.pull(self._session, self._account, self._remote, self._listen)
            self._know_feeds()
            self._unlisted |= {entry.feed_id for entry in entries} - self._feeds.keys()

    def known_feed(self, feed_id: int) -> Feed | None:
        """Gives a feed of the account; None for one that is unsubscribed."""
        return self._subscribed.get(feed_id)

    def feed(self, feed_id: int) -> ParsedFeed:
        """Gives what entries of a feed take from it."""
        title, url = self._published.get(feed_id, ("", None))
        return ParsedFeed(title=title, url=url)

    def take(self, entries: Sequence[RemoteEntry]) -> None:
        """Takes in some entries with their marks, within a transaction of the caller's."""
        by_id = {entry.state.remote_id: entry for entry in entries}
        known = self._session.library.remote_entries.known(self._account.id, by_id)
        self._settle({number: self._marks(by_id[number].state) for number in known}, known)
        edited = [
            by_id[number]
            for number, there in known.items()
            if there.digest not in (None, digest(by_id[number])) and there.article_id is not None
        ]
        self._session.library.remote_entries.edited(
            self._account.id, [entry.state.remote_id for entry in edited]
        )
        unread = [by_id[number] for number, there in known.items() if there.digest is None]
        new = [entry for number, entry in by_id.items() if number not in known]
        self.held.hold([*unread, *edited, *self._list(new)])

    def _settle(
        self, told: Mapping[int, decide.EntryMarks], known: Mapping[int, EntryThere] | None = None
    ) -> None:
        """Brings together the marks here and those that the server has."""
        entries = self._session.library.remote_entries
        known = entries.known(self._account.id, told) if known is None else known
        settled = []
        for number, server in told.items():
            there = known[number]
            base = decide.Base(there.read, there.starred, there.labels, there.unsure, there.is_gone)
            if decide.is_settled(base, server):
                continue
            local = decide.EntryMarks(there.is_read, there.is_bookmarked, there.tags)
            marks = decide.merged(base, local, server)
            settled.append(
                SettledEntry(
                    number, there.article_id, server.read, server.starred,
                    None if server.labels is None else {key: self._labels.get(key, key) for key in server.labels},
                    marks.read, marks.starred, marks.labels or frozenset(),
                )
            )  # fmt: skip
            self.changed += marks != local and there.article_id is not None
        if settled:
            entries.settle(self._account.id, settled, micros(self._session.now()))

    def _marks(self, state: RemoteState) -> decide.EntryMarks:
        if state.labels is None or not self._account.has_labels:
            return decide.EntryMarks(state.is_read, state.is_starred)
        names = label_names(state.labels)
        self._labels |= names
        return decide.EntryMarks(state.is_read, state.is_starred, frozenset(names))

    def _list(self, entries: Sequence[RemoteEntry]) -> list[RemoteEntry]:
        """Lists entries that are unknown here; returns those that are kept."""
        kept = [entry for entry in entries if entry.feed_id in self._feeds]
        self._stray += len(entries) - len(kept)
        if not kept:
            return []
        library, now = self._session.library, self._session.now()
        feeds = [self._feeds[entry.feed_id] for entry in kept]
        arrivals = [
            (feed_id, arrival(listed(entry.entry, self.feed(feed_id)), entry, position))
            for position, (feed_id, entry) in enumerate(zip(feeds, kept, strict=True))
        ]
        ids = library.arrivals.announce_all(arrivals, now)
        library.remote_entries.add(
            self._account.id,
            [
                NewEntry(
                    entry.state.remote_id, feed_id, article_id, entry.state.is_read, entry.state.is_starred,
                    label_names(entry.state.labels) if self._account.has_labels else {},
                )
                for entry, feed_id, article_id in zip(kept, feeds, ids, strict=True)
            ],
            micros(now),
        )  # fmt: skip
        made = [number for number in ids if number is not None]
        if self.is_first:
            library.arrivals.put_last(made)
        else:
            library.saved.queue(
                [n for n, e in zip(ids, kept, strict=True) if n is not None and not e.state.is_read]
            )
        self._rules.listed(made)
        self.new += len(made)
        return kept


def arrival(draft: Draft, entry: RemoteEntry, position: int) -> Arrival:
    """Gives an entry as the library takes entries of feeds in.

    Without its guid: that is the server's own, and would tell it from the entry that the feed itself gave under another.
    """
    return Arrival(draft=draft, guid=None, position=position, hash=digest(entry) or None)


def digest(entry: RemoteEntry) -> bytes:
    """Gives what proves all that an entry gives; empty where the server gives nothing of the kind."""
    return bytes.fromhex(entry.entry.digest or "")
