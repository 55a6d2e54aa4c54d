"""Measures refreshes beside newsboat and another checkout: python -m benchmarks.refresh [--feeds 50,500] [--rounds 3]

Whole commands are timed, from their start to the exit of their last process, on feeds that a separate process serves on
loopback (`feedserver`), one host per feed. The programs take turns; every other round runs them in reverse order:

- first: the libraries are empty;
- a tenth changed: one feed in ten has three new entries. An unmeasured pass comes before it, because newsboat stores a
  feed's ETag only from the second fetch on;
- unchanged: 304s only.

After each run the server is asked how many whole feeds and 304s it sent; a wrong number ends the benchmark. For
broadsheet two more times are given: "last title listed", when the library has the last new article, and "searchable",
when the index was last written. After each run a search must find all articles. newsboat runs with 16 threads, once with
its cache as it leaves it and once with ANALYZE before each run. `--hostile` measures silent, slow and failing hosts.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import programs
from benchmarks.feedserver import FRESH, WORD, Server, changed
from benchmarks.programs import ANALYSED, NEWSBOAT, Table, Version

if TYPE_CHECKING:
    from collections.abc import Sequence

ENTRIES = 30
THREADS = 16
TIMEOUT_S = 30
SILENT, SLOW, FAILING = 10, 5, 10
PATIENCE_S = 120.0
SOME_FAILED = 3
NEWEST = "SELECT coalesce(max(id), 0) FROM article"
"""Ids are consecutive, so this counts the articles without a scan."""


class Broadsheet:
    """A library subscribed to the feeds."""

    def __init__(self, room: Path, urls: Sequence[str], version: Version) -> None:
        self.room, self.version, self.known = room, version, 0
        room.mkdir()
        outlines = (
            f'<outline type="rss" text="Paper {at:03}" xmlUrl="{url}"/>' for at, url in enumerate(urls)
        )
        feeds = room / "feeds.opml"
        feeds.write_text(f'<opml version="2.0"><body>{"".join(outlines)}</body></opml>', "utf-8")
        programs.run(version, room, "import", str(feeds))

    def refresh(self, articles: int, code: int = 0) -> dict[str, float]:
        """Returns the figures of a run that must end with this code and leave this many articles to be found."""
        listed = 0.0
        with contextlib.closing(
            sqlite3.connect(f"file:{self.room / 'library.db'}?mode=ro", uri=True)
        ) as beside:

            def watch(so_far: float) -> None:
                nonlocal listed
                if not listed and beside.execute(NEWEST).fetchone()[0] >= articles:
                    listed = so_far

            # Without whole texts: the others fetch no pages, and the server has none.
            command = (self.version.command, "refresh", "--quiet", "--no-full-text")
            cost = programs.measured(command, programs.environ(self.room), watch, code=code)
        expect("articles found", int(programs.run(self.version, self.room, "count", WORD)), articles)
        figures = cost.figures()
        if articles > self.known:
            # Files next to the index's own folder are written by later steps.
            written = max(path.stat().st_mtime for path in self.room.glob("library.db.index/*/*"))
            figures |= {"last title listed, s": listed, "searchable, s": written - cost.started}
        self.known = articles
        return figures


class Newsboat:
    """A newsboat cache subscribed to the feeds."""

    def __init__(self, room: Path, urls: Sequence[str], *, is_analysed: bool = False) -> None:
        self.room, self.is_analysed = room, is_analysed
        room.mkdir(exist_ok=True)
        (room / "urls").write_text("".join(f"{url}\n" for url in urls), "utf-8")
        (room / "config.newsboat").write_text(
            f"reload-threads {THREADS}\ndownload-timeout {TIMEOUT_S}\ndownload-retries 1\nmax-items 0\n",
            "utf-8",
        )

    def refresh(self, articles: int, limit: float = 3_600.0) -> dict[str, float]:
        """Returns the figures of a run that must leave this many articles in the cache."""
        if self.is_analysed:
            self._cache("ANALYZE")
        command = (*programs.newsboat(self.room), "-x", "reload")
        cost = programs.measured(command, programs.environ(self.room), limit=limit)
        expect("articles in newsboat's cache", self._cache("SELECT count(*) FROM rss_item"), articles)
        return cost.figures()

    def _cache(self, sql: str) -> object:
        with contextlib.closing(sqlite3.connect(self.room / "cache.db")) as cache:
            return (cache.execute(sql).fetchone() or (None,))[0]


def expect(what: str, found: object, wanted: object) -> None:
    """Ends the benchmark if a run did something else than it should."""
    if found != wanted:
        raise RuntimeError(f"{what}: {found}, not {wanted}")


def measure(versions: Sequence[Version], feeds: int, rounds: int, latency: int) -> None:
    """Measures all passes of all programs and prints the table."""
    table = Table([*(version.name for version in versions), NEWSBOAT, ANALYSED])
    with Server(feeds, ENTRIES, latency) as server:
        urls = [server.url(number) for number in range(feeds)]
        for number in range(rounds):
            with tempfile.TemporaryDirectory(prefix="bench-refresh-") as room:
                one_round(table, versions, Path(room), server, urls, is_turned=number % 2 == 1)
    table.print(f"{feeds} feeds of {ENTRIES}, {latency} ms an answer")


def one_round(
    table: Table, versions: Sequence[Version], room: Path, server: Server, urls: list[str], *, is_turned: bool
) -> None:
    """Runs each pass with all programs and checks what the server has sent."""
    readers: dict[str, Broadsheet | Newsboat] = {
        version.name: Broadsheet(room / str(at), urls, version) for at, version in enumerate(versions)
    }
    readers[NEWSBOAT] = Newsboat(room / "newsboat", urls)

    def each(name: str | None, articles: int, answers: tuple[int, int] | None) -> None:
        for program in reversed(readers) if is_turned else readers:
            server.answers()
            figures = readers[program].refresh(articles)
            if answers:
                expect(f"answers to {program} (whole, 304, other)", server.answers(), (*answers, 0))
            for what, value in figures.items() if name else ():
                table.add(f"{name}: {what}", program, value)

    feeds, fresh = len(urls), changed(len(urls))
    server.publish(0)
    each("first", feeds * ENTRIES, (feeds, 0))
    each(None, feeds * ENTRIES, None)
    shutil.copytree(room / "newsboat", room / "analysed")
    readers[ANALYSED] = Newsboat(room / "analysed", urls, is_analysed=True)
    server.publish(1)
    each("a tenth changed", feeds * ENTRIES + fresh * FRESH, (fresh, feeds - fresh))
    each("unchanged", feeds * ENTRIES + fresh * FRESH, (0, feeds))


def hostile(versions: Sequence[Version], feeds: int) -> None:
    """Measures how long bad hosts hold up the articles of the others."""
    kinds = ["silent"] * SILENT + ["slow"] * SLOW + ["failing"] * FAILING
    kinds += ["feed"] * (feeds - len(kinds))
    articles = kinds.count("feed") * ENTRIES
    with Server(feeds, ENTRIES) as server, tempfile.TemporaryDirectory(prefix="bench-refresh-") as room:
        urls = [server.url(number, kind) for number, kind in enumerate(kinds)]
        table = Table([*(version.name for version in versions), NEWSBOAT])
        for at, version in enumerate(versions):
            library = Broadsheet(Path(room, str(at)), urls, version)
            for what, value in library.refresh(articles, code=SOME_FAILED).items():
                table.add(what, version.name, value)
        newsboat = Newsboat(Path(room, "newsboat"), urls)
        table.add("wall, s", NEWSBOAT, newsboat.refresh(articles, limit=PATIENCE_S)["wall, s"])
    table.print(
        f"{SILENT} silent, {SLOW} slow, {FAILING} failing of {feeds} (newsboat: {PATIENCE_S:.0f} s at most)"
    )


def warm(version: Version) -> None:
    """Writes bytecode and fills the page cache, so that the first round is like the others."""
    with Server(2, 2) as server, tempfile.TemporaryDirectory(prefix="bench-refresh-") as room:
        Broadsheet(Path(room, "library"), [server.url(0), server.url(1)], version).refresh(4)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--feeds", default="50,500", help="numbers of feeds (50,500)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--latency", type=int, default=0, metavar="MS", help="of each answer (0)")
    parser.add_argument("--hostile", action="store_true", help="some hosts do not answer as they should")
    programs.takes_versions(parser)
    options = parser.parse_args()
    versions = programs.versions(options.against)
    for version in versions:
        warm(version)
    run = functools.partial(measure, rounds=options.rounds, latency=options.latency)
    for feeds in map(int, options.feeds.split(",")):
        (hostile if options.hostile else run)(versions, feeds)


if __name__ == "__main__":
    main()
