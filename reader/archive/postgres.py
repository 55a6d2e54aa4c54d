"""The archive on PostgreSQL: what `protocol.Archive` asks for, composed of the modules beside this one."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Self

from reader.archive import (
    arrivals,
    condition,
    marking,
    ordered,
    planning,
    queue,
    ranking,
    reading,
    upkeep,
    writing,
)
from reader.archive.condition import Lookups
from reader.archive.connection import Address, ArchiveServer
from reader.archive.protocol import COUNTED, WORK_S, Arrived, Hit, Page, Put
from reader.query.tree import mentions
from reader.query.tree import texts as words_of

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Collection, Sequence
    from datetime import datetime

    from reader.archive.condition import Condition
    from reader.archive.planning import LexemeFrequencies, Months
    from reader.archive.protocol import CheckFinding, FeedTry, LeasedFeed, Mark, Place, State
    from reader.archive.writing import Filing
    from reader.model import Draft, Subscription
    from reader.query.tree import Node, Sort


class PostgresArchive:
    """The archive at an address. Use it within one event loop, and close it there."""

    def __init__(self, address: Address) -> None:
        self.address = address
        self._reads = ArchiveServer(address, writes=False)
        self._writes = ArchiveServer(address, writes=True, prepare=writing.prepare)
        self._is_known = False
        self._codes: frozenset[str] = frozenset()
        self._months: Months | None = None
        self._noted = writing.NOTED

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()

    async def close(self) -> None:
        """Ends all connections."""
        await self._reads.close()
        await self._writes.close()

    async def init(self, now: datetime) -> tuple[int, int]:
        """Makes the tables, or brings them to this program's version; the versions before and after."""
        async with self._writes.connection(WORK_S) as connection:
            return await upkeep.migrate(connection, self.address.place, now)

    async def search(
        self,
        tree: Node,
        *,
        order: Sort,
        limit: int,
        before: Place | None = None,
        deadline: float,
        now: datetime,
    ) -> Page:
        """The articles that match; ordered by relevance only where there are words to go by."""
        async with self._reading(deadline) as connection:
            known, frequencies = await self._known(connection, tree)
            asked = condition.condition(tree, known, frequencies)
            if asked.sql == "false":
                return Page(())
            least = planning.least(asked.patterns[0], frequencies) if _is_words(tree) else 0
            if order == "relevance" and any(True for _ in words_of(tree)):
                return await _ranked(
                    connection,
                    tree,
                    asked,
                    known,
                    frequencies,
                    await self._months_of(connection),
                    least,
                    limit,
                    now,
                )
            by = "date" if order == "relevance" else order
            return await ordered.page(
                connection, asked, by, limit, before, least, frequencies, await self._months_of(connection)
            )

    async def arrived(self, tree: Node, since: int | None, *, deadline: float) -> Arrived:
        """The articles that match among those that came since."""
        async with self._reading(deadline) as connection:
            if since is None:
                return Arrived((), await arrivals.now(connection))
            asked = condition.condition(tree, *await self._known(connection, tree))
            return await arrivals.arrived(connection, asked, since)

    async def texts(self, places: Sequence[Place], *, deadline: float = WORK_S) -> list[Draft]:
        """The articles with their texts."""
        async with self._reading(deadline) as connection:
            return await reading.texts(connection, places)

    async def named(self, name: str, *, deadline: float = WORK_S) -> Place | None:
        """The place of the article whose uid begins so, or that has that address."""
        async with self._reading(deadline) as connection:
            return await reading.named(connection, name)

    async def put(self, drafts: Sequence[Draft], now: datetime) -> Put:
        """Files articles, in batches of a transaction each."""
        done = Put()
        for start in range(0, len(drafts), writing.BATCH):
            done += await self.put_filings(writing.filings(drafts[start : start + writing.BATCH], now))
        return done

    async def put_filings(self, batch: Sequence[Filing]) -> Put:
        """Files a batch that is analysed already."""
        async with self._writing() as connection:
            done = await writing.put(connection, batch)
            await self._fold(connection, batch)
            return done

    async def _fold(self, connection: Any, batch: Sequence[Filing]) -> None:
        """Adds up the differences that lie there, if they are many: looks before the first batch, and after many articles."""
        self._noted += sum(len(one.words.names) for one in batch)
        if self._noted >= writing.NOTED:
            self._noted = 0
            await writing.fold(connection)

    async def mark(self, marks: Sequence[Mark]) -> None:
        """Sets marks for this reader alone, and takes others back."""
        async with self._writing() as connection:
            await marking.mark(connection, marks)

    async def state(self) -> State:
        """Reports the state of the archive."""
        async with self._reading(WORK_S) as connection:
            return await upkeep.state(connection)

    async def check(self) -> list[CheckFinding]:
        """Looks for contradictions in what the archive holds."""
        async with self._reading(WORK_S) as connection:
            return await upkeep.check(connection)

    async def reindex(self, progress: Callable[[int, int], None]) -> int:
        """Makes the words anew of all articles that have those of other rules; how many there were."""
        async with self._writing() as connection:
            return await upkeep.reindex(connection, progress)

    async def subscribe(self, subscriptions: Sequence[Subscription]) -> int:
        """Adds feeds for the workers to fetch; how many are new."""
        async with self._writing() as connection:
            return await queue.subscribe(connection, subscriptions)

    async def lease(self) -> LeasedFeed | None:
        """The feed that has been due for longest, for this worker alone; None where there is none. A worker runs for weeks:
        the tables may be newer than itself by now."""
        self._is_known = False
        async with self._writing() as connection:
            return await queue.lease(connection)

    async def give_back(self, leased: LeasedFeed) -> None:
        """Lets another worker have the feed at once."""
        async with self._writing() as connection:
            await queue.give_back(connection, leased)

    async def done(self, leased: LeasedFeed, tried: FeedTry, drafts: Sequence[Draft], now: datetime) -> Put:
        """Files what came of a feed, and when it is due again, all or nothing."""
        filings = writing.filings(drafts, now)
        async with self._writing() as connection:
            filed = await queue.done(connection, leased, tried, filings)
            await self._fold(connection, filings)
            return filed

    async def whole(self, addresses: Collection[str]) -> frozenset[str]:
        """Those of the addresses whose pages need no fetching: what is there is whole, or the page was tried."""
        async with self._writing() as connection:
            return await queue.whole(connection, addresses)

    async def turn(self, host: str, pause: float) -> float:
        """Takes the next turn at a host; the seconds until it comes."""
        async with self._writing() as connection:
            return await queue.turn(connection, host, pause)

    @asynccontextmanager
    async def _reading(self, deadline: float) -> AsyncIterator[Any]:
        async with self._reads.connection(deadline) as connection:
            await self._refuse_unknown(connection)
            yield connection

    @asynccontextmanager
    async def _writing(self) -> AsyncIterator[Any]:
        async with self._writes.connection(WORK_S) as connection:
            await self._refuse_unknown(connection)
            yield connection

    async def _known(self, connection: Any, tree: Node) -> tuple[Lookups, LexemeFrequencies]:
        """Asks what a query is translated by. The stemmers are those of the last search, unless there are others by now."""
        feeds: dict[int, str] = {}
        if mentions(tree, "feed"):
            rows = await connection.fetch("SELECT id, title FROM feed")
            feeds = {row["id"]: row["title"] for row in rows}
        while True:
            counted = ranking.counted(tree, self._codes)
            found = await planning.frequencies(connection, [*condition.patterns(tree, self._codes), *counted])
            if found.codes == self._codes:
                return Lookups(self._codes, feeds), found
            self._codes = found.codes

    async def _months_of(self, connection: Any) -> Months:
        """The months, which are asked for once: old ones only make a search slower."""
        if self._months is None:
            self._months = await planning.months(connection)
        return self._months

    async def _refuse_unknown(self, connection: Any) -> None:
        if not self._is_known:
            upkeep.refuse_newer(await upkeep.version(connection), self.address.place)
            self._is_known = True


def _is_words(tree: Node) -> bool:
    """Tells whether a query holds words only: then one pattern is all of it."""
    return condition.pattern(tree, frozenset()) is not None


async def _ranked(
    connection: Any,
    tree: Node,
    asked: Condition,
    known: Lookups,
    frequencies: LexemeFrequencies,
    months: Months,
    least: int,
    limit: int,
    now: datetime,
) -> Page:
    """The best, and how many match: counted where that was not seen by the way and is not read off the places of words."""
    best, matching = await ranking.ranked(connection, tree, asked, known, frequencies, months, limit, now)
    is_open = matching is None and least <= COUNTED and not asked.is_by_place
    counted = (
        reading.CountedQuery(f"SELECT FROM article a WHERE {asked.sql} LIMIT {COUNTED + 1}", asked.values)
        if is_open
        else None
    )
    rows, count = await reading.rows(connection, [place for place, _ in best], counted)
    found = {row.place: row for row in rows}
    hits = tuple(Hit(found[place], score) for place, score in best if place in found)
    if matching is None and asked.is_by_place and least <= COUNTED:
        return Page(hits, len(hits), is_counted=False)
    return Page(hits, *ordered.told(count if matching is None else matching, least, limit, limit))
