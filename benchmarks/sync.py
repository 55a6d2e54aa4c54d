"""Measures syncs with the real Miniflux: python -m benchmarks.sync [--feeds 500] [--entries 100]

The entries are put into Miniflux's database, each 350 words by their own dice, the common ones far more often. Whole commands are timed: the first sync,
until everything is listed, and until every text is read; the same stopped by Ctrl-C and by kill -9, and resumed; and syncs
with nothing new, with one mark to send, and with one to receive. Memory is the peak of all processes together (PSS), CPU the
rusage of the command and its children; a relay counts the requests. How busy the machine is (load of one minute) is given.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import select
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import programs
from benchmarks.corpus import CHECKOUT
from tests.support import real_miniflux
from tests.support.relay import Relay, relay

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tests.support.real_miniflux import RealMiniflux

USER, PASSWORD = "ann", "lighthouse-9"
COMMAND = str(CHECKOUT / ".venv" / "bin" / "broadsheet")
SYNC = ("sync", "--no-full-text", "--quiet")
QUIET_ROUNDS = 5


@dataclass
class Room:
    """A library in a folder. `listed` counts its articles, `left` the texts that are still to be read."""

    folder: Path
    way: Relay

    def count(self, sql: str) -> int:
        library = self.folder / "library.db"
        if not library.exists():
            return 0
        with contextlib.closing(sqlite3.connect(f"file:{library}?mode=ro", uri=True)) as beside:
            try:
                return int(beside.execute(sql).fetchone()[0])
            except sqlite3.OperationalError:  # no table yet
                return 0

    def listed(self) -> int:
        return self.count("SELECT coalesce(max(id), 0) FROM article")

    def left(self) -> int:
        return self.count("SELECT count(*) FROM remote_entry WHERE digest IS NULL")

    def add(self) -> tuple[str, ...]:
        return (
            "sync", "add", self.way.url, "--name", "home", "--user", USER, "--password", "env:SYNC_PASSWORD", "--no-full-text",
        )  # fmt: skip


@dataclass
class Run:
    """What a command cost. `marks` are seconds at which something was reached."""

    wall: float
    cpu: float
    memory: float
    requests: int
    code: int
    listed: float = 0.0

    def __str__(self) -> str:
        listed = f"{self.listed:.1f}" if self.listed else ""
        memory = f"{self.memory:.0f}" if self.memory else ""
        return f"{listed} | {self.wall:.2f} | {self.cpu:.2f} | {memory} | {self.requests:,}"


def run(
    room: Room,
    arguments: Sequence[str],
    *,
    until: int = 0,
    ends: Callable[[], signal.Signals | None] | None = None,
) -> Run:
    """Runs a command. `until`: articles at which everything is listed; `ends`: a signal that it is sent then."""
    asked, began, highest, look_at, listed = room.way.asked, time.perf_counter(), 0.0, 0.0, 0.0
    process = subprocess.Popen(
        (COMMAND, *arguments),
        env={**os.environ, **programs.environ(room.folder), "SYNC_PASSWORD": PASSWORD, "NO_PROXY": "*"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    over = os.pidfd_open(process.pid)
    while not select.select([over], [], [], 0.05)[0]:
        so_far = time.perf_counter() - began
        if so_far >= look_at:
            highest = max(highest, programs.memory(programs.tree(process.pid)))
            look_at = so_far * 1.03
        if until and not listed and room.listed() >= until:
            listed = so_far
        if ends and (number := ends()):
            ends = None
            process.send_signal(number)
    os.close(over)
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    wall = time.perf_counter() - began
    return Run(
        wall, usage.ru_utime + usage.ru_stime, highest, room.way.asked - asked, process.returncode, listed
    )


def fill(server: RealMiniflux, feeds: int, entries: int) -> int:
    """Puts feeds with entries into the database; returns the user's number."""
    user = server.user(USER, PASSWORD)
    server.sql(
        f"""
        INSERT INTO categories (user_id, title) SELECT {user}, 'Folder ' || n FROM generate_series(1, 20) AS n;
        INSERT INTO feeds (user_id, category_id, title, feed_url, site_url)
            SELECT {user}, (SELECT id FROM categories WHERE user_id = {user} AND title = 'Folder ' || 1 + n % 20),
                'Paper ' || n, 'https://paper-' || n || '.example/feed', 'https://paper-' || n || '.example/'
            FROM generate_series(1, {feeds}) AS n;
        INSERT INTO entries (user_id, feed_id, hash, published_at, created_at, changed_at, title, url, author, content)
            SELECT {user}, f.id, md5(f.id || '-' || n), moment, moment, moment,
                'Report ' || n || ' of ' || f.title || ' on ' || substr(md5(f.id || 'a' || n), 1, 6),
                f.site_url || n, 'Ann Keel',
                (SELECT '<p>' || string_agg(
                    to_hex((20000 * power(abs(hashtext(i || ' ' || f.id || ' ' || n)) / 2147483648.0, 4))::int),
                    ' ') || '</p>'
                FROM generate_series(1, 350) AS i WHERE n > 0)
            FROM feeds f, generate_series(1, {entries}) AS n,
                LATERAL (SELECT now() - interval '1 hour' - interval '1 second' * ((n * 7919 + f.id * 31) % 2000000) AS moment) AS t
            WHERE f.user_id = {user};
        ANALYZE;
        """
    )
    return user


def first(room: Room, total: int) -> None:
    """The first sync in one piece."""
    done = run(room, room.add(), until=total)
    expect("the first sync", done.code, 0)
    expect("articles", room.listed(), total)
    row(f"first sync, {total:,} entries", done)


def resumed(room: Room, total: int) -> None:
    """The first sync stopped twice and resumed."""

    def at(share: float, number: signal.Signals) -> Callable[[], signal.Signals | None]:
        return lambda: number if room.listed() >= total * share else None

    row("stopped by Ctrl-C at a third", run(room, room.add(), ends=at(0.33, signal.SIGINT)))
    row("resumed, killed at two thirds", run(room, SYNC, ends=at(0.66, signal.SIGKILL)))
    done = run(room, SYNC, until=total)
    expect("the resumed sync", done.code, 0)
    expect("articles", room.listed(), total)
    expect("entries", room.count("SELECT count(DISTINCT article_id) FROM remote_entry"), total)
    row("resumed to its end", done)


def quiet(room: Room, server: RealMiniflux, user: int) -> None:
    """Small syncs of a large library; the best of some rounds."""
    for name, before in (
        ("nothing new", lambda _: None),
        ("one mark to send", lambda number: run(room, ("mark", "read", str(number + 1)))),
        (
            "one mark to receive",
            lambda number: server.sql(
                f"""
                UPDATE entries SET starred = NOT starred, changed_at = now()
                WHERE id = (SELECT min(id) + {number} FROM entries WHERE user_id = {user})
                """
            ),
        ),
    ):
        rounds = []
        for number in range(QUIET_ROUNDS):
            before(number)
            rounds.append(run(room, SYNC))
        expect("left", room.left(), 0)
        row(name, min(rounds, key=lambda one: one.cpu))


def row(name: str, done: Run) -> None:
    """Prints a row of the table."""
    sys.stdout.write(f"| {name} | {done} |\n")
    sys.stdout.flush()


def expect(what: str, found: int, wanted: int) -> None:
    """Ends the benchmark if a sync did something else than it should."""
    if found != wanted:
        raise RuntimeError(f"{what}: {found}, not {wanted}")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.sync", description=__doc__)
    parser.add_argument("--feeds", type=int, default=500)
    parser.add_argument("--entries", type=int, default=100, help="entries of each feed")
    parser.add_argument("--no-resume", action="store_true", help="leave out the first sync that is stopped")
    options = parser.parse_args()
    if missing := real_miniflux.missing():
        sys.exit(f"not installed: {' '.join(missing)}")
    # A shell's background job ignores Ctrl-C, and what it starts would, too.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    folder = Path(tempfile.mkdtemp(prefix="broadsheet-sync-"))
    total = options.feeds * options.entries
    try:
        with real_miniflux.running() as server, relay(int(server.url.rpartition(":")[2])) as way:
            user = fill(server, options.feeds, options.entries)
            sys.stdout.write(f"load {os.getloadavg()[0]:.1f} of {os.cpu_count()} cores\n\n")
            sys.stdout.write(
                "| | listed, s | wall, s | CPU, s | memory, MB | requests |\n|---|---|---|---|---|---|\n"
            )
            rooms = [Room(folder / name, way) for name in ("first", "resumed")]
            for room in rooms:
                room.folder.mkdir()
            first(rooms[0], total)
            quiet(rooms[0], server, user)
            if not options.no_resume:
                resumed(rooms[1], total)
            sys.stdout.write(f"\nload {os.getloadavg()[0]:.1f}\n")
    finally:
        shutil.rmtree(folder)
    return 0


if __name__ == "__main__":
    sys.exit(main())
