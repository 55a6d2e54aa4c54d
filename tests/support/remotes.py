"""A server that keeps feeds, in memory, behind the protocol: with pruning, lost answers, and other clients."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from reader.core.sync import remotes
from reader.errors import FetchError
from reader.model import Entry, RemoteFeed
from reader.sync.remote import (
    Capabilities,
    Changed,
    RemoteEntry,
    RemoteState,
    Standing,
)

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Sequence

    import pytest

    from reader.fetch.client import Client
    from reader.store.accounts import Account
    from reader.sync.remote import Change, Remote

NOON = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@dataclass
class Kept:
    """An entry as the server keeps it; `changed` is the number of the last change of it."""

    entry: RemoteEntry
    changed: int = 0

    @property
    def state(self) -> RemoteState:
        return self.entry.state


@dataclass
class MemoryServer:
    """What a server has. `tells_changes`: it names what has changed since a cursor; else it lists what is unread and
    starred. `before` is called with the name of each request before it is served, `after` before it is answered: what
    they raise is what the client meets, so that `after` loses an answer. Without `moves` feeds stay in their folders. `recent` bounds the newest ids it lists."""

    tells_changes: bool = True
    has_labels: bool = False
    moves: bool = True
    part: int = 3
    recent: int = 1_000_000
    feeds: dict[str, RemoteFeed] = field(default_factory=dict)
    entries: dict[int, Kept] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    before: Callable[[str], None] = lambda name: None
    after: Callable[[str], None] = lambda name: None
    number: int = 0
    next_id: int = 1_000

    def feed(self, remote_id: str = "7", **changes: str) -> RemoteFeed:
        """Subscribes to a feed, or changes it."""
        known = self.feeds.get(remote_id) or RemoteFeed(
            remote_id=remote_id, title=f"Feed {remote_id}", url=f"https://feed{remote_id}.example/rss"
        )
        self.feeds[remote_id] = replace(known, **changes)
        return self.feeds[remote_id]

    def article(
        self,
        feed_id: str = "7",
        *,
        remote_id: int | None = None,
        read: bool = False,
        starred: bool = False,
        labels: Collection[str] = (),
        **changes: Any,
    ) -> int:
        """A new entry, like no other; its id."""
        if feed_id not in self.feeds:
            self.feed(feed_id)
        number = self.next_id if remote_id is None else remote_id
        self.next_id = max(self.next_id, number) + 1
        given: dict[str, Any] = {
            "title": f"Story {number}",
            "url": f"https://paper.example/{number}",
            "html": f"<p>The text of story {number}. {'Words and more words. ' * 40}</p>",
            "published": NOON + timedelta(minutes=number % 100_000),
            **changes,
        }
        state = RemoteState(
            remote_id=number,
            is_read=read,
            is_starred=starred,
            labels=frozenset(labels) if self.has_labels else None,
        )
        self._keep(number, RemoteEntry(feed_id=feed_id, entry=digested(Entry(**given)), state=state))
        return number

    def edit(self, remote_id: int, **changes: Any) -> None:
        """The publisher changes an entry."""
        kept = self.entries[remote_id].entry
        self._keep(remote_id, replace(kept, entry=digested(replace(kept.entry, **changes))))

    def mark(self, remote_id: int, **marks: Any) -> None:
        """Another client marks an entry."""
        kept = self.entries[remote_id].entry
        self._keep(remote_id, replace(kept, state=replace(kept.state, **marks)))

    def prune(self, *ids: int) -> None:
        """Drops entries for good."""
        for number in ids:
            self.entries.pop(number, None)

    def _keep(self, number: int, entry: RemoteEntry) -> None:
        self.number += 1
        self.entries[number] = Kept(entry, self.number)

    def client(self, batch: int = 4) -> MemoryRemote:
        """A client of it, as the session opens one."""
        return MemoryRemote(self, batch)


class MemoryRemote:
    """The protocol, served from memory."""

    def __init__(self, server: MemoryServer, batch: int) -> None:
        self._server = server
        self.BATCH = batch

    def _ask(self, name: str) -> None:
        self._server.asked.append(name)
        self._server.before(name)

    async def probe(self) -> Capabilities:
        self._ask("probe")
        lacks = () if self._server.has_labels else ("tags stay here: it has no labels for entries",)
        return Capabilities(
            name="Memory", version="1", user="ann", has_labels=self._server.has_labels, lacks=lacks
        )

    async def feeds(self) -> list[RemoteFeed]:
        self._ask("feeds")
        self._server.after("feeds")
        return list(self._server.feeds.values())

    async def changes(self, cursor: str) -> AsyncIterator[Changed]:
        if not self._server.tells_changes:
            return
        last = int(cursor or 0)
        while True:
            self._ask("changes")
            waiting = sorted(
                (kept for kept in self._server.entries.values() if kept.changed > last),
                key=lambda kept: kept.changed,
            )
            if not waiting:
                return
            part = waiting[: self._server.part]
            last = part[-1].changed
            self._server.after("changes")
            yield Changed(entries=tuple(kept.entry for kept in part), cursor=str(last))

    async def standing(self) -> Standing | None:
        if self._server.tells_changes:
            return None
        self._ask("standing")
        states = [kept.state for kept in self._server.entries.values()]
        labels = {label for state in states for label in state.labels or ()}
        self._server.after("standing")
        return Standing(
            unread=frozenset(state.remote_id for state in states if not state.is_read),
            starred=frozenset(state.remote_id for state in states if state.is_starred),
            labelled={
                label: frozenset(state.remote_id for state in states if label in (state.labels or ()))
                for label in labels
            },
            recent=frozenset(sorted(self._server.entries, reverse=True)[: self._server.recent]),
        )

    async def contents(self, ids: Sequence[int]) -> list[RemoteEntry]:
        assert len(ids) <= self.BATCH
        self._ask("contents")
        self._server.after("contents")
        return [self._server.entries[number].entry for number in ids if number in self._server.entries]

    async def push(self, change: Change) -> Collection[int]:
        assert 0 < len(change.ids) <= self.BATCH
        self._ask("push")
        for number in change.ids:
            if number not in self._server.entries:
                continue
            labels = self._server.entries[number].state.labels or frozenset()
            if change.mark == "label":
                labels = labels | {change.label} if change.on else labels - {change.label}
                self._server.mark(number, labels=labels)
            else:
                name = {"read": "is_read", "starred": "is_starred"}[change.mark]
                self._server.mark(number, **{name: change.on})
        self._server.after("push")
        return change.ids

    async def subscribe(self, url: str, *, title: str = "", folder: str = "") -> RemoteFeed:
        self._ask("subscribe")
        for feed in self._server.feeds.values():
            if feed.url == url:
                return feed
        number = str(100 + len(self._server.feeds))
        found = self._server.feed(number, url=url, title=title or url, folder=folder)
        self._server.after("subscribe")
        return found

    async def move(self, remote_id: str, *, folder: str, before: str) -> None:
        self._ask("move")
        if remote_id in self._server.feeds and self._server.moves:
            self._server.feed(remote_id, folder=folder)
        self._server.after("move")

    async def unsubscribe(self, remote_id: str) -> None:
        self._ask("unsubscribe")
        self._server.feeds.pop(remote_id, None)
        self._server.prune(
            *[number for number, kept in self._server.entries.items() if kept.entry.feed_id == remote_id]
        )
        self._server.after("unsubscribe")


def serve(server: MemoryServer, monkeypatch: pytest.MonkeyPatch, password: str = "s3cret") -> None:
    """Lets every address lead to this server, for who has the password."""

    async def find(client: Client, url: str, user: str, given: str) -> remotes.FoundServer:
        remote = await open_remote(client, None, given)
        return remotes.FoundServer("miniflux", url, user, await remote.probe())

    async def open_remote(client: Client, account: Account | None, given: str) -> Remote:
        if given != password:
            raise FetchError("wrong password", subject="memory.example", hint="check it", word="refused")
        return server.client()

    monkeypatch.setattr(remotes, "find", find)
    monkeypatch.setattr(remotes, "open_remote", open_remote)


def digested(entry: Entry) -> Entry:
    """The entry with the digest of all that it gives."""
    bare = replace(entry, digest=None)
    return replace(bare, digest=hashlib.sha256(repr(bare).encode()).hexdigest())


def away() -> FetchError:
    """The error of a server that is not reached."""
    return FetchError(
        "no answer within 30 s", subject="memory.example", hint="try again later", word="too slow"
    )
