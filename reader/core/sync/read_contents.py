"""Reads the contents of entries that were listed without them, the newest first.

A kill loses nothing: what was not read is known by its missing digest, and the next run asks for it again.
"""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from reader.core.events import Progress
from reader.core.refresh import save_entries
from reader.core.sync.pull_entries import arrival, digest
from reader.frozen import replace
from reader.model import Draft
from reader.store.remote_entries import SettledEntry
from reader.store.sql_values import micros
from reader.sync import decide

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.core.events import Listener
    from reader.core.refresh.apply_rules import RuleSet
    from reader.core.refresh.fetch_feed import FetchContext
    from reader.core.session import Session
    from reader.core.sync.pull_entries import Pull
    from reader.store.accounts import Account
    from reader.store.remote_entries import EntryThere
    from reader.sync.remote import Remote, RemoteEntry

AT_ONCE = 200
"""Entries whose contents are read between two commits: some seconds of work."""


class ContentsReader:
    """Reads what waits of one account. `new` counts articles that only their text showed to be new, `updated` those whose
    text has changed."""

    def __init__(
        self,
        session: Session,
        account: Account,
        remote: Remote,
        context: FetchContext,
        rules: RuleSet,
        pull: Pull,
        listen: Listener,
    ) -> None:
        self._session = session
        self._account = account
        self._remote = remote
        self._context = context
        self._rules = rules
        self._pull = pull
        self._listen = listen
        self.new = 0
        self.updated = 0

    async def all(self) -> None:
        """Reads all that waits. Raises FetchError."""
        entries = self._session.library.remote_entries
        total = self._session.library.accounts.get(self._account.id).texts_left
        below: int | None = None
        done = 0
        while waiting := entries.unread_contents(self._account.id, below, AT_ONCE):
            await self._read(waiting)
            below, done = waiting[-1].remote_id, done + len(waiting)
            self._listen(Progress("parsing", min(done, total), total))

    async def _read(self, waiting: Sequence[EntryThere]) -> None:
        came = await self._contents([there.remote_id for there in waiting])
        by_feed: dict[int, list[EntryThere]] = {}
        for there in waiting:
            if there.remote_id in came:
                by_feed.setdefault(there.feed_id, []).append(there)
        drafts = await asyncio.gather(
            *(self._drafts(feed_id, [came[t.remote_id] for t in group]) for feed_id, group in by_feed.items())
        )
        with self._session.library.transaction():
            self._lost([there for there in waiting if there.remote_id not in came])
            for (feed_id, group), texts in zip(by_feed.items(), drafts, strict=True):
                self._keep(feed_id, group, [came[there.remote_id] for there in group], texts)

    async def _contents(self, ids: Sequence[int]) -> dict[int, RemoteEntry]:
        """Gives entries by their ids: those that are held, and the rest from the server."""
        came = {number: entry for number in ids if (entry := self._pull.held.take(number)) is not None}
        missing = [number for number in ids if number not in came]
        for start in range(0, len(missing), self._remote.BATCH):
            entries = await self._remote.contents(missing[start : start + self._remote.BATCH])
            came |= {entry.state.remote_id: entry for entry in entries}
        return came

    async def _drafts(self, feed_id: int, entries: Sequence[RemoteEntry]) -> tuple[Draft, ...]:
        feed = replace(self._pull.feed(feed_id), entries=tuple(entry.entry for entry in entries))
        with self._context.back_pressure.of(sum(len(entry.html) for entry in feed.entries)):
            return await self._context.children.entries(feed, feed.url, in_spare_time=True)

    def _keep(
        self,
        feed_id: int,
        group: Sequence[EntryThere],
        entries: Sequence[RemoteEntry],
        drafts: Sequence[Draft],
    ) -> None:
        """Saves the contents of entries of one feed, as those of feeds that are fetched from here."""
        library, now = self._session.library, self._session.now()
        known = [
            (t, e, d) for t, e, d in zip(group, entries, drafts, strict=True) if t.article_id is not None
        ]
        others = [(t, e, d) for t, e, d in zip(group, entries, drafts, strict=True) if t.article_id is None]
        first = self._pending([there for there, _, _ in known])
        library.arrivals.fill(
            feed_id,
            [
                (t.article_id, arrival(d, e, n))
                for n, (t, e, d) in enumerate(known)
                if t.article_id is not None
            ],
            now,
        )
        self.updated += sum(t.article_id not in first for t, _, _ in known)
        came = [(t.article_id, d) for t, _, d in known if t.article_id in first and t.article_id is not None]
        came += self._told_apart(feed_id, others)
        library.remote_entries.was_read(
            self._account.id, [(t.remote_id, digest(e)) for t, e in zip(group, entries, strict=True)]
        )
        self._rules.came([number for number, _ in came])
        if came and (feed := self._pull.known_feed(feed_id)) is not None:
            save_entries.queue_pages(self._session, feed, feed_id, came)

    def _pending(self, group: Sequence[EntryThere]) -> set[int]:
        ids = [there.article_id for there in group if there.article_id is not None]
        return {a.id for a in self._session.library.articles.many(ids) if a.text_state == "pending"}

    def _told_apart(
        self, feed_id: int, others: Sequence[tuple[EntryThere, RemoteEntry, Draft]]
    ) -> list[tuple[int, Draft]]:
        """Saves entries that only their text can tell from what is here; gives the articles that are new."""
        if not others:
            return []
        library, now = self._session.library, self._session.now()
        # No two entries of a server are one entry of a feed.
        library.articles.begin(feed_id, now, library.remote_entries.articles_in(self._account.id, feed_id))
        made: list[tuple[int, Draft]] = []
        for place, (there, entry, draft) in enumerate(others):
            arrived = arrival(draft, entry, place)
            saved = library.articles.save(
                draft, now=now, feed_id=feed_id, position=place, entry_hash=arrived.hash
            )
            if saved.outcome == "new" or saved.first_text:
                made.append((saved.id, draft))
            self._meet(library.remote_entries.found(self._account.id, there.remote_id, saved.id))
            self.new += saved.outcome == "new"
            self.updated += saved.outcome == "updated"
        return made

    def _meet(self, there: EntryThere) -> None:
        """Gives an article that was here the marks that the server has, beside its own."""
        server = decide.EntryMarks(bool(there.read), bool(there.starred), there.labels)
        marks = decide.met(decide.EntryMarks(there.is_read, there.is_bookmarked, there.tags), server)
        self._session.library.remote_entries.settle(
            self._account.id,
            [
                SettledEntry(
                    there.remote_id, there.article_id, server.read, server.starred, None,
                    marks.read, marks.starred, there.tags,
                )
            ],
            micros(self._session.now()),
        )  # fmt: skip

    def _lost(self, group: Sequence[EntryThere]) -> None:
        """Notes of entries that the server dropped before they were read that their text will not come."""
        entries, articles = self._session.library.remote_entries, self._session.library.articles
        ids = [there.article_id for there in group if there.article_id is not None]
        for article in articles.many(ids):
            if article.text_state == "pending":
                lost = Draft(
                    title=article.title,
                    url=article.url,
                    text_origin="feed",
                    text_state="failed",
                    reason=f"{self._account.place} dropped it before its text was read.",
                )
                articles.save(lost, now=self._session.now(), article_id=article.id)
        entries.gone(self._account.id, [there.remote_id for there in group])
