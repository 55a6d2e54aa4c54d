"""Parses and extracts in a few child processes, so that a hostile feed or page costs its own item and nothing else.

What talks to the children is loaded with the first item: most refreshes have none.
"""

from __future__ import annotations

import asyncio
import json
import os
from collections import deque
from contextlib import asynccontextmanager, suppress
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Generic, TypeVar

from reader import private_files
from reader.config import paths
from reader.core.sandbox.limits import BATCH_CHARS, BATCH_ENTRIES, Limits
from reader.errors import ExtractError, ParseError, UsageError
from reader.frozen import replace
from reader.model import Content, Draft, ParsedFeed
from reader.text import clean, urls

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable, Iterator, Mapping

    from reader.config.site_rules import Sites
    from reader.core.sandbox.process import ChildProcess, Job
    from reader.core.sandbox.results import FeedRead, PageResult, PictureRaster
    from reader.model import Entry, SiteRules
    from reader.parse.mail import MailList

T = TypeVar("T")

QUEUE, PAGES = 8, 2
"""Jobs that wait for a child from which on another one is started, and pages that do: a start takes as much CPU as a dozen
feeds or two pages."""

PATIENCE_S = 3.0
"""Seconds that a job waits from which on another child is started: what the first is at may take its whole limit."""

SITES_LIMIT = 2_000
"""Sites that are remembered: the latest ones."""

_SITES_SIZE_LIMIT = 1_000_000


class SandboxPool:
    """At most `count` child processes, started at first need, killed on leaving; an async context manager.

    `tasks` is the package of their tasks. Every failure is a ParseError (feeds) or an ExtractError (pages, files,
    pictures).
    """

    def __init__(
        self, count: int = 2, *, limits: Limits | None = None, tasks: str = "reader.core.sandbox.tasks"
    ) -> None:
        self.limits = limits or Limits()
        self._tasks = tasks
        self._spare = count
        self._all: list[ChildProcess] = []
        self._idle: Checkout[ChildProcess] = Checkout()

    async def __aenter__(self) -> SandboxPool:
        return self

    async def __aexit__(self, *_: object) -> None:
        if "memory" in self.__dict__:
            self.memory.keep()
        await asyncio.gather(*(child.close() for child in self._all))

    async def start(self, items: int) -> None:
        """Starts as many of them now as so many items need, which are sure to come; the first job tells of one that does
        not start."""
        called: list[ChildProcess] = []
        while self._spare and len(self._all) * QUEUE < items:
            called.append(self._call_in())
        await asyncio.gather(*(child.start() for child in called))

    async def feed(self, body: bytes, url: str | None, content_type: str | None = None) -> FeedRead:
        """Parses a feed and reads its entries. An entry that cannot be read keeps its summary and says so."""
        from reader.core.sandbox.results import FeedRead

        feed = await self.parsed(body, url, content_type)
        drafts = await self.entries(feed, url)
        return FeedRead(
            feed=replace(feed, entries=tuple(replace(e, html="") for e in feed.entries)), drafts=drafts
        )

    async def parsed(self, body: bytes, url: str | None, content_type: str | None = None) -> ParsedFeed:
        """Parses a feed, or a page by the reader's own rules for its lists; its entries keep their HTML as given. Raises
        ParseError; `is_crash` tells of which kind."""
        arguments = {"url": url, "content_type": content_type}
        if (rules := self.sites.rules(url)) is not None and rules.item:
            arguments["rules"] = _as_json(rules)
        job = _job("feed", arguments, body, self.limits.feed)
        return (await self._read(ParsedFeed, ParseError, job, urls.masked(url or "")))[0]

    async def mail_lists(self, body: bytes, subject: str) -> tuple[MailList, ...]:
        """Tells which lists and senders packed mails are from. Raises ParseError."""
        from reader.parse.mail import MailList

        job = _job("mail", {}, body, self.limits.feed)
        return (await self._read(tuple[MailList, ...], ParseError, job, subject))[0]

    async def entries(
        self, feed: ParsedFeed, url: str | None = None, *, in_spare_time: bool = False
    ) -> tuple[Draft, ...]:
        """Reads the entries of a feed that was got from `url`: one draft each, in order. Never raises for what one holds.

        Entries are read in batches. A batch that fails is retried entry by entry, so that one that hangs is found and
        costs itself alone: it keeps its summary. After `Limits.losses` of these, or after `Limits.entries` seconds of
        computing, the rest is not tried. `in_spare_time`: whatever else waits for a child is served first."""
        spent, losses = 0.0, 0
        found: list[Draft] = []
        waiting = list(batches(feed.entries))[::-1]
        while waiting:
            batch = waiting.pop()
            if losses >= self.limits.losses or spent > self.limits.entries:
                found += [
                    _unread(entry, feed, "was skipped, because other entries took too long")
                    for entry in batch
                ]
                continue
            try:
                drafts, seconds = await self._batch(
                    replace(feed, entries=batch), url, in_spare_time=in_spare_time
                )
                found += drafts
                spent += seconds
            except ParseError as error:
                spent += self.limits.feed
                if len(batch) > 1:
                    waiting += [(entry,) for entry in reversed(batch)]
                else:
                    losses += 1
                    found.append(_unread(batch[0], feed, error.message))
        return tuple(found)

    async def _batch(
        self, feed: ParsedFeed, url: str | None, *, in_spare_time: bool
    ) -> tuple[tuple[Draft, ...], float]:
        def job() -> Job:  # made when a child is free: until then a batch need not stand in memory twice
            from reader.core.sandbox.framing import encode

            return _job("entries", {"url": url}, encode(feed), self.limits.feed)

        return await self._read(tuple[Draft, ...], ParseError, job, "", in_spare_time=in_spare_time)

    async def page(
        self,
        body: bytes,
        url: str | None,
        charset: str | None = None,
        media_type: str | None = None,
        *,
        explain: bool = False,
    ) -> PageResult:
        """Extracts the article of an address by the reader's own rules for its site; `charset` and `media_type` are what
        the server said."""
        arguments = {"url": url, "charset": charset, "media_type": media_type}
        return await self._page(body, url, arguments, urls.masked(url or ""), explain=explain)

    async def file(
        self,
        body: bytes,
        name: str,
        names: Mapping[str, str] | None = None,
        *,
        url: str | None = None,
        explain: bool = False,
    ) -> PageResult:
        """Extracts the article in a .txt, .md or .html file, told apart by content first, by name second; `url` is the
        address that it came from, where that is known.

        `names` are those that the reader chose for the properties of exported files: name → ours.
        """
        name = clean.line(name)
        said = " ".join(f"{own}={ours}" for own, ours in (names or {}).items())
        return await self._page(body, url, {"url": url, "name": name, "names": said}, name, explain=explain)

    async def _page(
        self, body: bytes, url: str | None, arguments: dict[str, str | None], subject: str, *, explain: bool
    ) -> PageResult:
        if (rules := self.sites.rules(url)) is not None:
            arguments["rules"] = _as_json(rules)
        if self.memory.is_loose(url):
            arguments["loosely"] = "yes"
        if explain:
            arguments["explain"] = "yes"
        from reader.core.sandbox.results import PageResult

        job = _job("page", arguments, body, self.limits.page)
        page, _ = await self._read(PageResult, ExtractError, job, subject, queue=PAGES)
        self.memory.learn(url, was_loose=page.was_loose)
        return page

    async def picture(self, body: bytes, url: str) -> PictureRaster:
        """Draws a picture small: PNG, JPEG, GIF or WebP, of an animation the first frame."""
        from reader.core.sandbox.results import PictureRaster

        job = _job("picture", {"url": url}, body, self.limits.picture)
        return (await self._read(PictureRaster, ExtractError, job, urls.masked(url)))[0]

    async def _read(
        self,
        kind: type[T],
        failure: type[ParseError | ExtractError],
        job: Job | Callable[[], Job],
        subject: str,
        *,
        queue: int = QUEUE,
        in_spare_time: bool = False,
    ) -> tuple[T, float]:
        """The value that a child made, and the seconds of computing that it took."""
        from reader.core.sandbox.framing import decode
        from reader.core.sandbox.process import Lost

        try:
            async with self._free(queue, in_spare_time=in_spare_time) as child:
                answer, result = await child.ask(job() if callable(job) else job)
            if not answer.error:
                return decode(kind, result), answer.seconds
        except Lost as lost:
            raise failure(str(lost), subject=subject) from lost
        except ValueError as error:
            raise failure("could not be read: the parser failed", subject=subject) from error
        message = clean.line(answer.message)
        if answer.error == "broken":
            raise failure(f"could not be read ({message})", subject=subject)
        raise failure(message, subject=clean.line(answer.subject) or subject, hint=clean.line(answer.hint))

    @cached_property
    def sites(self) -> Sites:
        """The reader's own rules for sites."""
        # Imported late: a refresh without a page needs none.
        from reader.config.site_rules import Sites

        return Sites(_place(paths.config_folder))

    @cached_property
    def memory(self) -> SiteMemory:
        """The sites whose pages are read loosely first."""
        return SiteMemory(_place(paths.cache) / "sites.json")

    @asynccontextmanager
    async def _free(self, queue: int, *, in_spare_time: bool) -> AsyncIterator[ChildProcess]:
        child = await self._next(queue, in_spare_time=in_spare_time)
        try:
            yield child
        finally:
            self._idle.give(child)

    async def _next(self, queue: int, *, in_spare_time: bool) -> ChildProcess:
        """Waits for a child that is free; calls in another one where so many wait, or it takes long."""
        while self._spare:
            if not self._all or self._idle.waiting >= queue:
                self._call_in()
            with suppress(TimeoutError):
                async with asyncio.timeout(PATIENCE_S):
                    return await self._idle.take(last=in_spare_time)
            if self._spare:
                self._call_in()
        return await self._idle.take(last=in_spare_time)

    def _call_in(self) -> ChildProcess:
        from reader.core.sandbox.process import ChildProcess

        child = ChildProcess(self._tasks, memory=self.limits.memory, items=self.limits.items)
        self._spare -= 1
        self._all.append(child)
        self._idle.give(child)
        return child


class Checkout(Generic[T]):
    """Things that are taken and given back: first come, first served, those who take `last` after all others.

    A waiter can be cancelled at any moment: what was handed to it already goes to the next.
    """

    def __init__(self, things: Iterable[T] = ()) -> None:
        self._idle = list(things)[::-1]
        self._queues: tuple[deque[asyncio.Future[T]], deque[asyncio.Future[T]]] = (deque(), deque())

    @property
    def waiting(self) -> int:
        """The number of those who wait."""
        return sum(not waiter.done() for queue in self._queues for waiter in queue)

    async def take(self, *, last: bool = False) -> T:
        """Waits for one of the things."""
        if self._idle:
            return self._idle.pop()
        mine: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._queues[last].append(mine)
        try:
            return await mine
        except asyncio.CancelledError:
            if mine.done() and not mine.cancelled():
                self.give(mine.result())
            raise

    def give(self, thing: T) -> None:
        """Gives one back."""
        for queue in self._queues:
            while queue:
                waiting = queue.popleft()
                if not waiting.done():
                    waiting.set_result(thing)
                    return
        self._idle.append(thing)


def batches(entries: Iterable[Entry]) -> Iterator[tuple[Entry, ...]]:
    """Splits entries into batches: all in order, none twice, no batch empty."""
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        if batch and (len(batch) == BATCH_ENTRIES or size + len(entry.html) > BATCH_CHARS):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(entry)
        size += len(entry.html)
    if batch:
        yield tuple(batch)


def _job(task: str, arguments: dict[str, str | None], body: bytes, seconds: float) -> Job:
    from reader.core.sandbox.process import Job

    return Job(task, arguments, body, seconds)


def _as_json(rules: SiteRules) -> str:
    from reader.core.sandbox.framing import encode

    return encode(rules).decode()


def _unread(entry: Entry, feed: ParsedFeed, why: str) -> Draft:
    from reader.core.sandbox.entry_draft import from_entry

    return replace(from_entry(entry, feed, Content()), text_state="failed", reason=f"The feed's text {why}.")


def _place(find: Callable[[], Path]) -> Path:
    try:
        return find()
    except UsageError:  # there is no home folder, so that nothing of the reader's own is there, either
        return Path(os.devnull)


def is_crash(error: ParseError | ExtractError) -> bool:
    """Tells whether the bytes ended the process that read them: it hung, ran out of memory or died."""
    from reader.core.sandbox.process import Lost

    return isinstance(error.__cause__, Lost) and error.__cause__.by_item


class SiteMemory:
    """The hosts whose pages are read loosely first, since that gave more before.

    A small file in the cache, read at the first question and written by `keep` if anything has changed: losing it costs
    a second extraction of a page.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._is_changed = False

    def is_loose(self, url: str | None) -> bool:
        """Tells whether the pages of an address's site are read loosely first."""
        return bool(url) and urls.host(url or "") in self._hosts

    def learn(self, url: str | None, *, was_loose: bool) -> None:
        """Learns from a page how its site is read best."""
        host = urls.host(url) if url else None
        if not host or was_loose == (host in self._hosts):
            return
        self._is_changed = True
        if was_loose:
            self._hosts[host] = None
        else:
            del self._hosts[host]

    def keep(self) -> None:
        """Writes the file; a cache that cannot be written is not missed."""
        if not self._is_changed:
            return
        self._is_changed = False
        with suppress(OSError):
            private_files.write(self._path, json.dumps(list(self._hosts)[-SITES_LIMIT:]))

    @cached_property
    def _hosts(self) -> dict[str, None]:
        return dict.fromkeys(self._read())

    def _read(self) -> list[str]:
        try:
            with self._path.open("rb") as file:
                found = json.loads(file.read(_SITES_SIZE_LIMIT))
        except (OSError, ValueError, RecursionError):
            return []
        return [host for host in found if isinstance(host, str)] if isinstance(found, list) else []
