"""Miniflux by its own interface: REST, version 1 (miniflux.app/docs/api.html; read against the sources of 2.2.6 and 2.3.3).

It tells what changed since a moment of its own clock, so that a run with nothing new costs one or two small requests.
"""

from __future__ import annotations

import base64
from bisect import bisect_right
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from reader.errors import FetchError
from reader.frozen import replace
from reader.sync import answers
from reader.sync.answers import Server, number, rows, text
from reader.sync.miniflux_json import FIRST_FOLDER, Cursor, read_cursor, read_entry, read_feed, seconds
from reader.sync.remote import (
    Capabilities,
    Changed,
    RemoteEntry,
    Request,
    Standing,
)
from reader.text import urls
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Collection, Sequence

    from reader.model import RemoteFeed
    from reader.sync.remote import Answer, Change, Method, Send

PAGE = 1_000
"""Entries in one answer: about 6 MB of usual ones."""

OVERLAP = 60.0
"""Seconds that a change may take on the server from the moment which it bears until others can see it."""

LOGIN_HINT = (
    "use your Miniflux user name and password, or a token without a user name: "
    "Miniflux makes one under Settings → API Keys"
)

Query: TypeAlias = tuple[tuple[str, str], ...]

_KEPT: Query = (("status", "read"), ("status", "unread"))
"""Without those that the server has removed: they bear no time of their removal, and are no news."""

_TOO_LARGE = "too large"
_PASSED_OVER = 20
"""Entries in a row, each too large to be sent, that are passed over."""


class _Page(NamedTuple):
    entries: tuple[RemoteEntry, ...]
    last: int
    """The highest id in it, those that make no entry among them; 0 where it is empty."""
    is_final: bool
    left: int
    """Entries from here to the end, this page's among them."""


class Miniflux:
    """A `Remote`. Without a user the secret is a token."""

    BATCH: int = 250

    def __init__(self, send: Send, *, name: str, user: str, secret: str) -> None:
        basic = base64.b64encode(f"{user}:{secret}".encode()).decode()
        self._server = Server(send=send, name=name, secrets=(secret, basic), login_hint=LOGIN_HINT)
        self._headers = (("Authorization", f"Basic {basic}"),) if user else (("X-Auth-Token", secret),)

    async def probe(self) -> Capabilities:
        """Logs in and finds out what the server can do."""
        user = text(await self._found("/v1/me"), "username")
        if not user:
            raise self._server.strange()
        told = await self._ask("GET", "/v1/version", taken=(404,))  # since 2.0.49
        version = text(self._server.read(told), "version") if told.status == 200 else ""
        return Capabilities(
            name="Miniflux",
            version=line(version, 40),
            user=line(user, 200),
            lacks=("tags stay on this machine: Miniflux does not support them",),
        )

    async def feeds(self) -> list[RemoteFeed]:
        """Gives all feeds."""
        found = await self._found("/v1/feeds")
        if not isinstance(found, list):
            raise self._server.strange()
        return [feed for one in found if (feed := read_feed(one)) is not None]

    async def changes(self, cursor: str) -> AsyncIterator[Changed]:
        """Gives what is new since the cursor. A pass that was interrupted is ended first, then a new one is made: it has
        what changed since the other began. An entry may come again; one too large to be sent is passed over."""
        at = read_cursor(cursor)
        if at.after is not None:
            async for part in self._passed(at):
                yield part
                at = read_cursor(part.cursor)
        at = await self._begun(at)
        if at.until <= at.since:
            yield Changed(cursor=at.ended().written())
            return
        async for part in self._passed(at):
            yield part

    async def standing(self) -> Standing | None:
        """None: `changes` tells."""
        return None

    async def contents(self, ids: Sequence[int]) -> list[RemoteEntry]:
        """Gives these entries. Several cannot be named: lists of whatever follows an id are asked for, longer while they hold
        mostly what is wanted, shorter while they do not."""
        wanted = sorted({one for one in ids if one > 0})
        known, found = frozenset(wanted), list[RemoteEntry]()
        at, size = 0, len(wanted)
        while at < len(wanted):
            first, last = wanted[at], wanted[-1]
            query = (("after_entry_id", str(first - 1)), ("before_entry_id", str(last + 1)), ("order", "id"))
            try:
                page = await self._page(query, size)
            except FetchError as error:
                if error.word != _TOO_LARGE:
                    raise
                at += size == 1
                size = max(size // 4, 1)
                continue
            hits = [one for one in page.entries if one.state.remote_id in known]
            found += hits
            if page.is_final or page.last < first:
                break
            at = bisect_right(wanted, page.last)
            size = min(size * 2, PAGE) if 2 * len(hits) >= len(page.entries) else max(size // 2, 1)
        return found

    async def push(self, change: Change) -> Collection[int]:
        """Makes a change; gives all ids: those that the server does not know need not be sent again either."""
        if change.mark == "label":
            raise self._server.error("Miniflux does not support tags of your own", word="no labels")
        if change.mark == "starred":
            for remote_id in change.ids:
                await self._star(remote_id, on=change.on)
        elif change.ids:
            await self._mark_read(change.ids, on=change.on)
        return change.ids

    async def subscribe(self, url: str, *, title: str = "", folder: str = "") -> RemoteFeed:
        """Lets the server fetch a feed; one that it has already is given as it is."""
        wanted: dict[str, object] = {"feed_url": url}
        if folder and folder != FIRST_FOLDER:
            wanted["category_id"] = await self._folder(folder)
        made = await self._ask("POST", "/v1/feeds", content=wanted, taken=(400, 500))
        if made.status >= 400:
            key = urls.feed_identity(url)
            for feed in await self.feeds():
                if feed.url and urls.feed_identity(feed.url) == key:
                    return feed
            raise self._server.not_subscribed(url, made)
        feed_id = number(self._server.read(made), "feed_id")
        if feed_id is None:
            raise self._server.strange()
        if title:
            await self._ask("PUT", f"/v1/feeds/{feed_id}", content={"title": title})
        found = read_feed(await self._found(f"/v1/feeds/{feed_id}"))
        if found is None:
            raise self._server.strange()
        return found

    async def move(self, remote_id: str, *, folder: str, before: str) -> None:
        """Puts a feed in a folder; without one it is in the first, as in Miniflux each feed is in some."""
        del before
        if remote_id.isdecimal() and remote_id.isascii():
            wanted = {"category_id": await self._folder(folder or FIRST_FOLDER)}
            await self._ask("PUT", f"/v1/feeds/{remote_id}", content=wanted, taken=(404,))

    async def unsubscribe(self, remote_id: str) -> None:
        """Lets the server fetch a feed no longer; one that is unknown there is no error."""
        if remote_id.isdecimal() and remote_id.isascii():
            await self._ask("DELETE", f"/v1/feeds/{remote_id}", taken=(404,))

    async def _begun(self, at: Cursor) -> Cursor:
        """A new pass after the one that ended at `at`."""
        answer = await self._first((("order", "changed_at"), ("direction", "desc")))
        newest = rows(self._server.read(answer), "entries")
        if newest is None:
            raise self._server.strange()
        until = seconds(text(newest[0], "changed_at")) if newest else 0.0
        clock = answers.server_time(answer)
        now = clock.timestamp() if clock else 0.0
        # A change from the future was made by a clock that was wrong: those that follow bear earlier times. The header
        # has whole seconds.
        until = min(until, now + 1) if now else until
        seen = at.seen if until == at.until and at.seen else now
        is_settled = bool(now) and now - seen >= OVERLAP
        before = max(int(until - OVERLAP), 0)
        return Cursor(
            # A newest change older than the one before: entries are gone, or the clock was set back.
            since=at.since if until >= at.until else min(at.since, before),
            after=0,
            until=until,
            seen=seen,
            next=int(until) + 1 if is_settled else before,
        )

    async def _passed(self, at: Cursor) -> AsyncIterator[Changed]:
        """The parts of a pass, from where it stands to its end."""
        size = PAGE
        while True:
            after = at.after or 0
            query: Query = (("order", "id"), ("direction", "asc"), ("after_entry_id", str(after)))
            query += (("changed_after", str(at.since)),) if at.since > 0 else ()
            try:
                page = await self._page(query, size)
            except FetchError as error:
                if error.word != _TOO_LARGE:
                    raise
                if size > 1:
                    size = max(size // 4, 1)
                    continue
                page = await self._passed_over(query)
            if page.last <= after or page.is_final:
                at = replace(at, done=at.done + len(page.entries))
                yield Changed(entries=page.entries, cursor=at.ended().written(), done=at.done, total=at.done)
                return
            # Slowly: what was too large before is so again, and each time many bytes come for nothing.
            size, total = min(size + size // 4 + 1, PAGE), at.done + page.left
            at = replace(at, after=page.last, done=at.done + len(page.entries))
            yield Changed(entries=page.entries, cursor=at.written(), done=at.done, total=total)

    async def _page(self, query: Query, limit: int) -> _Page:
        return self._read(await self._found("/v1/entries", (*_KEPT, *query, ("limit", str(limit)))), limit)

    def _read(self, answer: Any, limit: int) -> _Page:
        given = rows(answer, "entries")
        if given is None:
            raise self._server.strange()
        last = max((number(one, "id") or 0 for one in given), default=0)
        left = max(number(answer, "total") or 0, len(given))
        made = tuple(found for one in given[:limit] if (found := read_entry(one)) is not None)
        return _Page(made, last, is_final=left <= len(given), left=left)

    async def _first(self, query: Query) -> Answer:
        """The first entry of a list that is not too large to be sent."""
        for place in range(_PASSED_OVER + 1):
            one = (*_KEPT, *query, ("limit", "1"), ("offset", str(place)))
            try:
                return await self._ask("GET", "/v1/entries", query=one)
            except FetchError as error:
                if error.word != _TOO_LARGE:
                    raise
        raise self._server.error("sends entries that are too large to be read", word=_TOO_LARGE)

    async def _passed_over(self, query: Query) -> _Page:
        """A page of none, up to the next entry that is not too large."""
        page = self._read(self._server.read(await self._first(query)), 1)
        return _Page((), max(page.last - 1, 0), is_final=not page.last, left=page.left)

    async def _mark_read(self, ids: Sequence[int], *, on: bool) -> None:
        status = "read" if on else "unread"
        wanted = {"entry_ids": list(ids), "status": status}
        answer = await self._ask("PUT", "/v1/entries", content=wanted, taken=(500,))
        if answer.status != 500:
            return
        # 2.2 says so where it knows none of the ids; where it knows some, something else is wrong.
        known = [one.state.remote_id for one in await self.contents(ids)]
        if known:
            await self._ask("PUT", "/v1/entries", content={"entry_ids": known, "status": status})

    async def _star(self, remote_id: int, *, on: bool) -> None:
        """The server can only toggle: it is asked first, and a lost answer is not asked for again."""
        path = f"/v1/entries/{remote_id}"
        told = await self._ask("GET", path, taken=(404,))
        if told.status == 404:
            return
        there = self._server.read(told)
        if not isinstance(there, dict) or not isinstance(there.get("starred"), bool):
            raise self._server.strange()
        if there["starred"] != on:
            await self._ask("PUT", f"{path}/bookmark", taken=(404,), is_safe=False)

    async def _folder(self, title: str) -> int:
        found = await self._found("/v1/categories")
        for one in found if isinstance(found, list) else []:
            if text(one, "title") == title and (known := number(one, "id")) is not None:
                return known
        made = self._server.read(await self._ask("POST", "/v1/categories", content={"title": title}))
        category = number(made, "id")
        if category is None:
            raise self._server.strange()
        return category

    async def _found(self, path: str, query: Query = ()) -> Any:
        return self._server.read(await self._ask("GET", path, query=query))

    async def _ask(
        self,
        method: Method,
        path: str,
        *,
        query: Query = (),
        content: object = None,
        taken: tuple[int, ...] = (),
        is_safe: bool = True,
    ) -> Answer:
        request = Request(
            method=method, path=path, query=query, json=content, headers=self._headers, safe=is_safe
        )
        return await self._server.ask(request, *taken)
