"""How fast are many feeds refreshed, beside newsboat on the same server in the same run?

    python benchmarks/refresh.py [--feeds 500] [--rounds 3] [--only first,latency,hostile,memory]

Whole processes on loopback: a server of its own (`feedserver`) gives generated feeds of 30 entries, each on a host of
its own. `first` and `latency` (100 ms an answer) are a first fetch and a second one, of which every answer is a 304.
"listed" is the time from the start of `broadsheet refresh` until the library, asked from outside, lists all
15,000 articles (all 304: until the last feed's row is printed); then it still reads their texts and indexes them. newsboat
reloads with 16 threads. Figures are medians of the rounds, in which the two take turns.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import shutil
import socket
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.feedserver import host

if TYPE_CHECKING:
    from collections.abc import Iterator

ENTRIES = 30
LATENCY_MS = 100
SILENT, SLOW, FAILING = 10, 5, 10
TIMEOUT_S = 30
THREADS = 16
PATIENCE_S = 120
BROADSHEET = (sys.executable, "-m", "reader")


class Run(NamedTuple):
    """Seconds until all articles were listed, until the last row of a feed, of an honest one, and until the end."""

    listed: float
    last: float
    honest: float
    all: float


@contextlib.contextmanager
def serving(feeds: int, latency: int) -> Iterator[int]:
    """The server in a process of its own; gives its port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = (
        sys.executable,
        "-m",
        "benchmarks.feedserver",
        str(port),
        str(feeds),
        str(ENTRIES),
        str(latency),
    )
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdin
        assert process.stdout
        process.stdout.readline()
        try:
            yield port
        finally:
            process.stdin.close()


def addresses(feeds: int, port: int, *, hostile: bool) -> list[str]:
    """The feeds' addresses; with `hostile` the first 25 never answer, drip or fail."""
    kinds = ["silent"] * SILENT + ["slow"] * SLOW + ["failing"] * FAILING if hostile else []
    return [
        f"http://{host(number)}:{port}/{kinds[number] if number < len(kinds) else 'feed'}"
        for number in range(feeds)
    ]


def environment(room: Path) -> dict[str, str]:
    """Nothing is left outside the room."""
    return {
        **os.environ,
        "BROADSHEET_CACHE_DIR": str(room / "cache"),
        "BROADSHEET_CONFIG_DIR": str(room / "config"),
    }


def subscribed(room: Path, urls: list[str]) -> Path:
    """A library that has imported the addresses."""
    outlines = "".join(f'<outline type="rss" text="Paper {n}" xmlUrl="{url}"/>' for n, url in enumerate(urls))
    (room / "feeds.opml").write_text(f'<opml version="2.0"><head/><body>{outlines}</body></opml>', "utf-8")
    library = room / "library.db"
    subprocess.run(
        (*BROADSHEET, "import", str(room / "feeds.opml"), "--library", str(library)),
        check=True, env=environment(room), capture_output=True,
    )  # fmt: skip
    return library


def refreshed(room: Path, library: Path, *, articles: int) -> Run:
    """One run of `broadsheet refresh`, watched from outside: the library is asked until it lists so many articles."""
    rows: list[tuple[float, bytes]] = []
    began = time.perf_counter()
    command = (*BROADSHEET, "refresh", "--json", "--library", str(library))
    env = {**environment(room), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=env) as process:
        assert process.stdout
        lines = process.stdout
        reading = threading.Thread(
            target=lambda: rows.extend((time.perf_counter() - began, row) for row in lines)
        )
        reading.start()
        listed = 0.0
        with contextlib.closing(sqlite3.connect(f"file:{library}?mode=ro", uri=True)) as beside:
            while not listed and process.poll() is None:
                time.sleep(0.02)
                # Quick, so that whoever watches takes nothing from what is watched: ids are given one after another.
                (newest,) = beside.execute("SELECT coalesce(max(article_id), 0) FROM mark").fetchone()
                is_whole = newest >= articles and count(library, LISTED) == articles
                listed = time.perf_counter() - began if is_whole else 0.0
        reading.join()
    assert count(library, LISTED) == articles
    honest = [at for at, row in rows if b"/feed" in row]
    return Run(listed, rows[-1][0], max(honest), time.perf_counter() - began)


LISTED = "SELECT count(*) FROM mark WHERE removed_at IS NULL"


def count(database: Path, sql: str) -> int:
    """The number that a statement gives, asked from beside."""
    with contextlib.closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as held:
        (number,) = held.execute(sql).fetchone()
    return int(number)


def newsboat(room: Path, urls: list[str]) -> float:
    """One reload; the cache stays in the room. `PATIENCE_S` where it is not done by then: a drip never ends for it."""
    (room / "urls").write_text("".join(f"{url}\n" for url in urls), "utf-8")
    (room / "config.newsboat").write_text(
        f"reload-threads {THREADS}\ndownload-timeout {TIMEOUT_S}\ndownload-retries 1\nmax-items 0\n", "utf-8"
    )
    began = time.perf_counter()
    with contextlib.suppress(subprocess.TimeoutExpired):
        subprocess.run(
            ("newsboat", "-c", str(room / "cache.db"), "-u", str(room / "urls"), "-C", str(room / "config.newsboat"),
             "-x", "reload"),
            check=True, env={**os.environ, "HOME": str(room)}, capture_output=True, timeout=PATIENCE_S,
        )  # fmt: skip
    taken = time.perf_counter() - began
    assert count(room / "cache.db", "SELECT count(*) FROM rss_item")
    return taken


@contextlib.contextmanager
def rooms() -> Iterator[Path]:
    """A folder for a run, on a disk."""
    with tempfile.TemporaryDirectory(prefix="bench-refresh-") as name:
        yield Path(name)


def told(name: str, ours: list[float], whole: list[float], theirs: list[float], most: float) -> None:
    """One line: medians, the median of the pairs' ratios, the target."""
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    print(
        f"{name:24} listed {statistics.median(ours):6.2f} s (with texts and index {statistics.median(whole):6.2f} s); "
        f"newsboat {statistics.median(theirs):6.2f} s; listed / newsboat {ratio:.2f} (≤ {most:g})",
        flush=True,
    )


def first(feeds: int, rounds: int, latency: int) -> None:
    """The first fetch, and the second, where nothing has changed."""
    ours, theirs, again, again_theirs = [], [], [], []
    with serving(feeds, latency) as port:
        urls = addresses(feeds, port, hostile=False)
        for _ in range(rounds):
            with rooms() as room:
                library = subscribed(room, urls)
                ours.append(refreshed(room, library, articles=feeds * ENTRIES))
                theirs.append(newsboat(room, urls))
                again.append(refreshed(room, library, articles=feeds * ENTRIES))
                again_theirs.append(newsboat(room, urls))
    told(f"first fetch, {latency} ms", [run.listed for run in ours], [run.all for run in ours], theirs, 0.4)
    told(f"all 304, {latency} ms", [run.last for run in again], [run.all for run in again], again_theirs, 0.1)


def hostile(feeds: int) -> None:
    """Some hosts are silent, slow or failing: what do they cost, and are others late?"""
    with serving(feeds, 0) as port, rooms() as room:
        urls = addresses(feeds, port, hostile=True)
        library = subscribed(room, urls)
        good = feeds - SILENT - SLOW - FAILING
        run = refreshed(room, library, articles=good * ENTRIES)
        taken = newsboat(room, urls)
    print(
        f"{SILENT} silent, {SLOW} slow, {FAILING} failing hosts: honest ones listed {run.listed:.2f} s, their last row "
        f"{run.honest:.2f} s, all feeds {run.last:.2f} s (≤ {TIMEOUT_S + 3}); newsboat {'not done after ' * (taken >= PATIENCE_S)}{taken:.0f} s",
        flush=True,
    )


def memory(feeds: int) -> None:
    """The most that the command and its children held at once."""
    with serving(feeds, 0) as port, rooms() as room:
        library = subscribed(room, addresses(feeds, port, hostile=False))
        command = (*BROADSHEET, "refresh", "--quiet", "--library", str(library))
        peaks = {"stored": 0.0, "all": 0.0}
        with subprocess.Popen(command, env=environment(room), stdout=subprocess.PIPE) as process:
            assert process.stdout
            reading = threading.Thread(target=process.stdout.read)
            reading.start()
            while process.poll() is None:
                held, is_fetching = _held(process.pid)
                for part in ("stored", "all") if is_fetching else ("all",):
                    peaks[part] = max(peaks[part], held)
                time.sleep(0.05)
            reading.join()
    print(
        f"peak memory, children included: {peaks['stored']:.0f} MB while fetching, {peaks['all']:.0f} MB with the index (≤ 200)"
    )


def _held(pid: int) -> tuple[float, bool]:
    """Megabytes in RAM of a process with its children, and whether it has any."""
    pids = [pid]
    with contextlib.suppress(OSError):
        pids += map(int, Path(f"/proc/{pid}/task/{pid}/children").read_text().split())
    total = 0
    for each in pids:
        with contextlib.suppress(OSError, ValueError, IndexError):
            total += int(Path(f"/proc/{each}/statm").read_text().split()[1])
    return total * os.sysconf("SC_PAGE_SIZE") / 2**20, len(pids) > 1


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--feeds", type=int, default=500)
    arguments.add_argument("--rounds", type=int, default=3)
    arguments.add_argument("--only", default="first,latency,hostile,memory")
    options = arguments.parse_args()
    if shutil.which("newsboat") is None:
        sys.exit("newsboat is missing: apt-get install newsboat")
    parts = options.only.split(",")
    if "first" in parts:
        first(options.feeds, options.rounds, 0)
    if "latency" in parts:
        first(options.feeds, options.rounds, LATENCY_MS)
    if "hostile" in parts:
        hostile(options.feeds)
    if "memory" in parts:
        memory(options.feeds)


if __name__ == "__main__":
    main()
