"""Measures the shared archive on a real PostgreSQL of its own, beside the local index with the same articles:
python -m benchmarks.archive [--count 500000] [--keep FOLDER]

Articles are those of `benchmarks.growth`, over 24 months; the queries are the mix of `benchmarks.search`. Time by the
clock, and CPU of both processes: read the ratios. With a folder to keep, what is in it already is not filed again, and the
next run goes on from there.
"""

from __future__ import annotations

import argparse
import asyncio
import itertools
import os
import random
import shutil
import statistics
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

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
    from collections.abc import Iterable, Iterator

    from reader.archive.protocol import Page
    from reader.model import Document
    from reader.query.tree import Node, Sort

NOW = datetime(2026, 1, 1, tzinfo=UTC)
SPAN = timedelta(days=730)
SEED = 11
PIECE, BATCH, BEST, FIRST = 20_000, 1_000, 50, 10
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


def moment(chance: random.Random) -> datetime:
    """When the next article was published."""
    return NOW - SPAN * chance.random()


def dated(count: int) -> Iterator[Document]:
    """The articles, each at a time and an address of its own."""
    chance = random.Random(SEED)
    for document in corpus.grown(count):
        when = moment(chance)
        url = f"https://paper{document.article.id % 400}.example/{document.article.id}"
        yield replace(document, article=replace(document.article, published=when, fetched=NOW, url=url))


def facts(document: Document) -> tuple[Any, ...]:
    """An article as it is handed to the process that files it."""
    article = document.article
    return article.title, article.url, article.published, article.lang, document.body


def parts(piece: list[Document], size: int) -> Iterator[list[Document]]:
    """The piece in parts of that size."""
    return (piece[at : at + size] for at in range(0, len(piece), size))


def load(address: str, batch: list[tuple[Any, ...]]) -> tuple[int, float]:
    """Files a batch, in a process of its own; how many are new, and the seconds of CPU it took here."""

    async def put() -> int:
        async with PostgresArchive(connection.read(address)) as archive:
            return (await archive.put(drafts, NOW)).new

    start = time.process_time()
    drafts = [
        Draft(title=title, url=url, published=published, lang=lang, text=text, text_state="full")
        for title, url, published, lang, text in batch
    ]
    return asyncio.run(put()), time.process_time() - start


def server_cpu(server: real_postgres.RealPostgres) -> float:
    """The seconds of CPU that the server took with all its processes that have ended."""
    fields = Path(f"/proc/{server.process.pid}/stat").read_text().rpartition(")")[2].split()
    return sum(map(int, fields[11:15])) / os.sysconf("SC_CLK_TCK")


def write(index: Index, piece: list[Document]) -> float:
    """Writes a piece to the local index; the seconds of CPU it took."""
    start = time.process_time()
    for part in parts(piece, 4_000):
        index.write(part, [], part[-1].article.id)
    return time.process_time() - start


def build(server: real_postgres.RealPostgres, index: Index, room: Path, count: int) -> None:
    """Files articles until there are so many, in pieces that are told as they are done. The first piece is filed as in
    everyday use; for the others the server's index of words is left out and made at the end, and the local index is
    written meanwhile."""
    left_out = room / "index.sql"
    address = server.address("postgres", "postgres")
    told = room / "filed"
    done = int(told.read_text()) if told.exists() else 0
    documents = itertools.islice(dated(count), done, None) if done < count else iter(())
    made = 0
    with ProcessPoolExecutor(2) as pool:
        for number in itertools.count():
            piece = list(itertools.islice(documents, PIECE))
            if not piece:
                break
            if number and not left_out.exists():
                made_by = server.sql("SELECT pg_get_indexdef('broadsheet.article_tsv'::regclass)")
                left_out.write_text(made_by.replace(" ON ONLY ", " ON "))
                server.sql("DROP INDEX broadsheet.article_tsv")
            batches = [list(map(facts, part)) for part in parts(piece, BATCH)]
            start, begun = time.perf_counter(), server_cpu(server)
            filed = pool.map(load, [address] * len(batches), batches)
            written = write(index, piece) if number else 0.0
            made, seconds = map(sum, zip(*filed, strict=True))
            taken, served = time.perf_counter() - start, server_cpu(server) - begun
            written = written or write(index, piece)
            done += len(piece)
            told.write_text(str(done))
            print(
                f"{done:,} filed by two processes{', without the index of words' if left_out.exists() else ''}: {made / taken:,.0f} a second;"
                f" CPU ms an article: writers {seconds / made * 1000:.2f}, server {served / made * 1000:.2f},"
                f" local index {written / made * 1000:.2f}",
                flush=True,
            )
    if left_out.exists():
        start = time.perf_counter()
        server.sql(f"SET maintenance_work_mem = '1GB'; {left_out.read_text()}")
        left_out.unlink()
        print(f"the index of words made in {time.perf_counter() - start:,.0f} s", flush=True)
    if made:
        index.merge_small()
        server.sql("VACUUM ANALYZE")


def number(url: str | None) -> int:
    """The number of an article, by its address."""
    return int((url or "").rpartition("/")[2])


class Taken(NamedTuple):
    """The seconds that a query took: by the clock, and of CPU, the server's with them."""

    wall: float
    cpu: float


def shown(taken: list[Taken]) -> str:
    """The middle one, the twentieth from above, and the worst, in milliseconds: by the clock, and of CPU."""

    def three(times: Iterable[float]) -> str:
        rising = sorted(times)
        p95 = rising[min(int(len(rising) * 0.95), len(rising) - 1)]
        return f"{statistics.median(rising) * 1000:8.1f} {p95 * 1000:8.1f} {rising[-1] * 1000:8.1f}"

    return f"{three(one.wall for one in taken)}   CPU {three(one.cpu for one in taken)}"


async def measure(
    archive: PostgresArchive, index: Index, times: dict[int, datetime], sample: list[Document]
) -> None:
    """Asks both the whole mix."""
    async with archive._reads.connection(60) as one:
        process = await one.fetchval("SELECT pg_backend_pid()")

    def now() -> Taken:
        own = int(Path(f"/proc/{process}/schedstat").read_text().split()[0]) / 1e9
        return Taken(time.perf_counter(), time.process_time() + own)

    def since(start: Taken) -> Taken:
        end = now()
        return Taken(end.wall - start.wall, end.cpu - start.cpu)

    async def ask(tree: Node, order: Sort) -> tuple[list[int], Page, Taken]:
        start = now()
        page = await archive.search(tree, order=order, limit=BEST, deadline=600, now=NOW)
        return [number(hit.article.url) for hit in page.hits], page, since(start)

    queries = mix(sample)
    local: list[Taken] = []
    newest: dict[str, list[Taken]] = {}
    ranked: dict[str, list[Taken]] = {}
    shares: dict[str, list[float]] = {}
    same = uncounted = 0
    for kind, trees in queries.items():
        for tree in trees:
            start = now()
            best = [hit.id for hit in index.search(tree, limit=BEST, now=NOW)]
            local.append(since(start))
            ids = index.ids(tree)
            expected = sorted(ids, key=times.__getitem__, reverse=True)[:BEST]
            found, page, taken = await ask(tree, "date")
            newest.setdefault(kind, []).append(taken)
            is_right = page.count == len(ids) if page.is_counted else page.count <= len(ids)
            same += found == expected and is_right
            uncounted += not page.is_counted and page.count < COUNTED
            found, _, taken = await ask(tree, "relevance")
            ranked.setdefault(kind, []).append(taken)
            if best:
                shares.setdefault(kind, []).append(
                    len({*best[:FIRST]} & {*found[:FIRST]}) / len(best[:FIRST])
                )
    total = sum(map(len, queries.values()))
    print(
        f"matches are the index's in {same} of {total} queries; in {uncounted} fewer than {COUNTED:,} were counted"
    )
    print(f"{'milliseconds':26} {'p50':>8} {'p95':>8} {'worst':>8}")
    print(f"{'local index, ranked':26} {shown(local)}")
    for name, of in (("newest first", newest), ("ranked", ranked)):
        for kind, seconds in of.items():
            overlap = f"   first ten {statistics.mean(shares[kind]):.2f}" if name == "ranked" else ""
            print(f"{f'{name}, {kind}':26} {shown(seconds)}{overlap}")
        print(f"{f'{name}, all':26} {shown([one for each in of.values() for one in each])}")
    print(f"first ten, all: {statistics.mean(itertools.chain.from_iterable(shares.values())):.3f}")
    phrases = [(await ask(Text("any", words, phrase=True), "date"))[2] for words in COMMON * 3]
    print(f"{'phrases of common words':26} {shown(phrases)}")


@contextmanager
def cluster(kept: Path | None) -> Iterator[tuple[Path, real_postgres.RealPostgres]]:
    """A folder, and a server with its data in it."""
    with ExitStack() as stack:
        room = kept or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        if kept is None:
            yield room, stack.enter_context(real_postgres.running(*SERVER))
            return
        data = kept / "server" / "data"
        if not data.exists():
            data.parent.mkdir(parents=True)
            if user := real_postgres.owner():
                shutil.chown(data.parent, user)
            real_postgres.initdb(data)
        yield room, stack.enter_context(real_postgres.running(*SERVER, data=data))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=500_000)
    arguments.add_argument("--keep", type=Path, help="build in this folder, or use what is there")
    options = arguments.parse_args()
    count: int = options.count
    with cluster(options.keep) as (room, server), Index(room / "index") as index:

        async def init() -> None:
            async with PostgresArchive(connection.read(server.address("postgres", "postgres"))) as archive:
                await archive.init(NOW)

        asyncio.run(init())
        build(server, index, room, count)
        size = int(server.sql("SELECT sum(pg_total_relation_size(inhrelid)) FROM pg_inherits"))
        words = int(server.sql("SELECT pg_total_relation_size('broadsheet.term')"))
        print(
            f"{count:,} articles: {size / count / 1000:.1f} KB an article, and {words / 1e6:.0f} MB of counts of words"
        )
        chance = random.Random(SEED)
        first = [document.article.id for document in corpus.grown(min(count, len(corpus.documents())))]
        times = {number: moment(chance) for number in (*first, *range(len(first) + 1, count + 1))}

        async def asked() -> None:
            async with PostgresArchive(connection.read(server.address("postgres", "postgres"))) as archive:
                await measure(archive, index, times, list(corpus.grown(3_000)))

        asyncio.run(asked())


if __name__ == "__main__":
    main()
