"""Measures the shared archive on a real PostgreSQL of its own, beside the local index with the same articles:
python -m benchmarks.archive [--count 500000]

Articles are those of `benchmarks.growth`, over 24 months; the queries are the mix of `benchmarks.search`. Wall time, since the
server is another process: read the ratios.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import random
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import corpus
from benchmarks.search import mix
from reader.archive import connection
from reader.archive.postgres import PostgresArchive
from reader.archive.protocol import COUNTED
from reader.index.index import Index
from reader.model import Draft
from reader.query.tree import Text
from tests.support import real_postgres

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.model import Document
    from reader.query.tree import Node, Sort

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=730)
BATCH, BEST, FIRST = 1_000, 50, 10
SERVER = (
    "fsync=on",
    "synchronous_commit=on",
    "full_page_writes=on",
    "shared_buffers=512MB",
    "work_mem=32MB",
    "max_wal_size=4GB",
)
COMMON = (
    "of the",
    "in the",
    "to the",
    "on the",
    "said the",
    "and the",
    "for the",
    "it is",
    "that he",
    "of the government",
)


def dated(count: int) -> Iterator[Document]:
    """The articles, each at a time and an address of its own."""
    chance = random.Random(11)
    for document in corpus.grown(count):
        when = NOW - SPAN * chance.random()
        url = f"https://paper{document.article.id % 400}.example/{document.article.id}"
        yield replace(document, article=replace(document.article, published=when, fetched=NOW, url=url))


def draft(document: Document) -> Draft:
    """An article as a writer brings it."""
    article = document.article
    return Draft(
        title=article.title,
        url=article.url,
        published=article.published,
        lang=article.lang,
        text=document.body,
        text_state="full",
    )


def load(address: str, batch: list[Draft]) -> int:
    """Files a batch, in a process of its own."""

    async def put() -> int:
        async with PostgresArchive(connection.read(address)) as archive:
            return (await archive.put(batch, NOW)).new

    return asyncio.run(put())


def number(url: str | None) -> int:
    """The number of an article, by its address."""
    return int((url or "").rpartition("/")[2])


def shown(times: list[float]) -> str:
    """The middle one, the twentieth from above, and the worst, in milliseconds."""
    rising = sorted(times)
    p95 = rising[min(int(len(rising) * 0.95), len(rising) - 1)]
    return f"p50 {statistics.median(rising) * 1000:8.1f}   p95 {p95 * 1000:8.1f}   worst {rising[-1] * 1000:8.1f}"


async def measure(
    archive: PostgresArchive, index: Index, times: dict[int, datetime], sample: list[Document]
) -> None:
    """Asks both the whole mix."""

    async def ask(tree: Node, order: Sort) -> tuple[list[int], int, float]:
        start = time.perf_counter()
        page = await archive.search(tree, order=order, limit=BEST, deadline=600, now=NOW)
        return [number(hit.article.url) for hit in page.hits], page.count, time.perf_counter() - start

    queries = mix(sample)
    local: list[float] = []
    newest: dict[str, list[float]] = {}
    ranked: dict[str, list[float]] = {}
    shares: dict[str, list[float]] = {}
    same = 0
    for kind, trees in queries.items():
        for tree in trees:
            start = time.perf_counter()
            best = [hit.id for hit in index.search(tree, limit=BEST, now=NOW)]
            local.append(time.perf_counter() - start)
            ids = index.ids(tree)
            expected = sorted(ids, key=times.__getitem__, reverse=True)[:BEST]
            found, count, taken = await ask(tree, "date")
            newest.setdefault(kind, []).append(taken)
            same += found == expected and count == min(len(ids), COUNTED)
            found, _, taken = await ask(tree, "relevance")
            ranked.setdefault(kind, []).append(taken)
            if best:
                shares.setdefault(kind, []).append(
                    len({*best[:FIRST]} & {*found[:FIRST]}) / len(best[:FIRST])
                )
    total = sum(map(len, queries.values()))
    print(f"matches are the index's in {same} of {total} queries")
    print(f"{'local index, ranked':26} {shown(local)}")
    for name, of in (("newest first", newest), ("ranked", ranked)):
        for kind, seconds in of.items():
            overlap = f"   first ten {statistics.mean(shares[kind]):.2f}" if name == "ranked" else ""
            print(f"{f'{name}, {kind}':26} {shown(seconds)}{overlap}")
        print(f"{f'{name}, all':26} {shown([one for each in of.values() for one in each])}")
    print(f"first ten, all: {statistics.mean(itertools.chain.from_iterable(shares.values())):.3f}")
    phrases = [(await ask(Text("any", words, phrase=True), "date"))[2] for words in COMMON * 3]
    print(f"{'phrases of common words':26} {shown(phrases)}")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=500_000)
    count = arguments.parse_args().count
    with tempfile.TemporaryDirectory() as temporary, real_postgres.running(*SERVER) as server:
        address = server.address("postgres", "postgres")

        async def init() -> None:
            async with PostgresArchive(connection.read(address)) as archive:
                await archive.init(NOW)

        asyncio.run(init())
        documents = list(dated(count))
        times = {document.article.id: document.article.published or NOW for document in documents}
        batches = [list(map(draft, documents[at : at + BATCH])) for at in range(0, count, BATCH)]
        start = time.perf_counter()
        with ProcessPoolExecutor(2) as pool:
            filed = sum(pool.map(load, [address] * len(batches), batches))
        taken = time.perf_counter() - start
        server.sql("VACUUM ANALYZE")
        print(f"{filed:,} articles filed by two processes in {taken:.0f} s: {filed / taken:,.0f} a second")
        size = int(server.sql("SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"))
        words = int(server.sql("SELECT pg_total_relation_size('broadsheet.term')"))
        print(f"{size / filed / 1000:.1f} KB an article, and {words / 1e6:.0f} MB of counts of words")
        with Index(Path(temporary) / "index") as index:
            for at in range(0, count, 4_000):
                index.write(documents[at : at + 4_000], [], at + 1)
            index.merge_small()

            async def asked() -> None:
                async with PostgresArchive(connection.read(address)) as archive:
                    await measure(archive, index, times, documents[:3_000])

            asyncio.run(asked())


if __name__ == "__main__":
    main()
