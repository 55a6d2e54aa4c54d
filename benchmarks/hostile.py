"""Measures how the screen answers while hostile files are worked on: python -m benchmarks.hostile [NAME …] [--repeat 2]

Each file of a set that is made here is served on loopback and worked on by a reader of its own in a pseudo-terminal of
120x36, as a person would have it: a page is added with `a`, a feed that is subscribed to is refreshed with `r`, a list
is imported. Meanwhile a key is pressed every `EVERY_S` seconds:

- key: the longest wait from a key to its paint: a letter typed into the dialog's field, else `j` and `k`;
- loop: the longest time for which the screen's loop did not come round, by a task on it, also where no key can be timed;
- memory: that of all processes together, shared pages counted once (PSS), at its peak less that before.

What became of the file is read from the library. A file that passes a bar is repeated, and all rounds are printed.
"""

from __future__ import annotations

import argparse
import gzip
import itertools
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import programs
from benchmarks.presses import Program
from tests.support.hostile import bomb
from tests.support.papers import SENTENCES, item, rss
from tests.support.server import Route, Server, running

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

EVERY_S = 0.15
BAR_KEY_MS, BAR_MB = 100.0, 300.0
REST_S = 3.0
"""A file is done with when the other processes have used no processor for so long, and something came of it …"""

SETTLE_S = 5.0
"""Seconds between the first list and the file: what a start still does is done."""

LONGEST_S = 150.0
"""… or after so many seconds."""

LETTERS = "жщюэфяъы"
"""None of them stands anywhere else on the screen."""

CURSOR = "▌"
HONEST = 60

READER = """
import asyncio, os, sys, time
place, longest = os.environ["BROADSHEET_BENCH_LOOP"], 0.0
async def beat():
    global longest
    file = open(place, "w")
    while True:
        before = time.perf_counter()
        await asyncio.sleep(0.01)
        gap = time.perf_counter() - before - 0.01
        if os.path.exists(place + ".reset"):
            os.unlink(place + ".reset")
            longest = gap = 0.0
        if gap >= longest:
            longest = gap
            file.seek(0), file.write(f"{longest:.6f}"), file.flush()
run = asyncio.Runner.run
async def beating(work):
    task = asyncio.create_task(beat())
    try:
        return await work
    finally:
        task.cancel()
asyncio.Runner.run = lambda self, work, **more: run(self, beating(work), **more)
from reader.cli.main import main
sys.exit(main())
"""
"""The reader, with a task on its loop that writes down the longest time in which it did not come round."""


class File(NamedTuple):
    """A hostile file: how it is worked on (page, feed, list), and what is served or lies there."""

    kind: str
    make: Callable[[], Route]


def _html(body: str = "", head: str = "") -> Route:
    prose = "".join(f"<p>{number}. {text}</p>" for number in range(12) for text in SENTENCES)
    text = (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>Lamp lit</title>{head}</head>"
        f"<body><article><h1>Lamp lit</h1>{prose}{body}</article></body></html>"
    )
    return Route(body=text.encode(), headers=(("Content-Type", "text/html"),))


def _xml(text: str | bytes, *more: tuple[str, str]) -> Route:
    body = text if isinstance(text, bytes) else text.encode("utf-8", "surrogatepass")
    return Route(body=body, headers=(("Content-Type", "application/rss+xml"), *more))


def _feed(*items: str, head: str = "", encoding: str = "utf-8") -> str:
    lamp = item("Lamp lit", "https://pier.example/lamp")
    return rss("The Pier", lamp, *items).replace(
        '<?xml version="1.0"?>', f'<?xml version="1.0" encoding="{encoding}"?>{head}'
    )


def _entities() -> str:
    rows = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    return f"<!DOCTYPE rss [<!ENTITY a0 'aaaaaaaaaa'>{rows}]>"


def _json_ld(times: int) -> Route:
    trap = '{"@type":"NewsArticle","headline":"' + 'a\\"' * times
    return _html(head=f'<script type="application/ld+json">{trap}</script>')


def _entry(more: str = "", body: str = "x") -> str:
    return f"<item><title>Stairs</title><guid>stairs</guid><description>{body}</description>{more}</item>"


def _attributes() -> str:
    return " ".join(f'a{n}="x"' for n in range(20_000))


def _outlines(rows: str) -> Route:
    return Route(body=f'<opml version="2.0"><body>{rows}</body></opml>'.encode())


def _many(number: int) -> str:
    return _feed(*(f"<item><title>Stairs {n}</title><guid>{n}</guid></item>" for n in range(number)))


COLSPAN = "<table>" + "<tr><td colspan='1000000000'>x</td></tr>" * 300 + "</table>"

FILES: dict[str, File] = {
    "feed: entity bomb": File("feed", lambda: _xml(_feed(_entry(body="&a11;"), head=_entities()))),
    "feed: 100,000 items": File("feed", lambda: _xml(_many(100_000))),
    "feed: a title of 10 MB": File("feed", lambda: _xml(_feed(f"<item><title>{'x ' * 5_000_000}</title></item>"))),
    "feed: 100,000 levels": File("feed", lambda: _xml(_feed("<item>" + "<a>" * 100_000 + "</a>" * 100_000 + "</item>"))),
    "feed: 20,000 attributes": File(
        "feed", lambda: _xml(_feed(f"<item {_attributes()}><title>x</title></item>"))
    ),
    "feed: an author of 12 kB": File("feed", lambda: _xml(_feed(_entry(f"<author>{'a.' * 6_000}</author>")))),
    "feed: an author of 12 kB and a sign": File("feed", lambda: _xml(_feed(_entry(f"<author>{'a.' * 6_000}@</author>")))),
    "feed: encoding punycode": File("feed", lambda: _xml(_feed(encoding="punycode"))),
    "feed: says UTF-16, is UTF-8": File("feed", lambda: _xml(_feed(encoding="utf-16"))),
    "feed: odd bytes": File("feed", lambda: _xml(_feed(_entry(body="\udcff\udc80")).encode("utf-8", "surrogatepass"))),
    "feed: 300 tables of colspan 10^9": File("feed", lambda: _xml(_feed(_entry(body=f"<![CDATA[{COLSPAN}]]>") * 20))),
    "feed: 50,000 nested div": File("feed", lambda: _xml(_feed(_entry(body=f"<![CDATA[{'<div>' * 50_000}x]]>")))),
    "feed: gzip bomb": File("feed", lambda: Route(body=bomb(1_000), headers=(("Content-Encoding", "gzip"),))),
    "feed: gzip of gzip": File(
        "feed", lambda: Route(body=bomb(500, layers=2), headers=(("Content-Encoding", "gzip"),))
    ),
    "page: JSON-LD of 8,000 traps": File("page", lambda: _json_ld(8_000)),
    "page: JSON-LD of 60,000 traps": File("page", lambda: _json_ld(60_000)),
    "page: 60,000 nested svg": File("page", lambda: _html("<svg>" * 60_000)),
    "page: 60,000 nested div": File("page", lambda: _html("<div>" * 60_000 + "x")),
    "page: 20,000 nested tables": File("page", lambda: _html("<table><tr><td>" * 20_000)),
    "page: colspan 10^9": File("page", lambda: _html(COLSPAN)),
    "page: 15 MB": File("page", lambda: _html(f"<p>{'The lamp of the pier is lit again. ' * 20}</p>" * 20_500)),
    "page: a style of 20 kB": File("page", lambda: _html(f'<p style="{"a:b;" * 5_000}">x</p>')),
    "page: an ESC as &#27;": File("page", lambda: _html("<p>&#27;[2J&#x9b;31m&#x202e;&#7;</p>")),
    "page: one word of 2 MB": File("page", lambda: _html(f"<p>{'x' * 2_000_000}</p>")),
    "page: 50,000 links": File(
        "page", lambda: _html("".join(f'<p>Of the <a href="/{n}">lamp {n}</a> at the pier.</p>' for n in range(50_000)))
    ),
    "page: 100,000 combining marks": File("page", lambda: _html(f"<p>Z{chr(0x301) * 100_000}</p>")),
    "page: gzip bomb": File("page", lambda: Route(body=bomb(1_000), headers=(("Content-Encoding", "gzip"),))),
    "list: entity bomb": File(
        "list",
        lambda: Route(
            body=f'{_entities()}<opml version="2.0"><body><outline text="&a11;" xmlUrl="https://a.example/f"/></body></opml>'.encode()
        ),
    ),
    "list: 100,000 levels": File("list", lambda: _outlines('<outline text="a">' * 100_000)),
    "list: 30,000 feeds": File(
        "list", lambda: _outlines("".join(f'<outline text="F {n}" xmlUrl="https://f{n}.example/f"/>' for n in range(30_000)))
    ),
    "list: gzip bomb": File("list", lambda: Route(body=gzip.compress(bytes(2**20) * 500))),
}  # fmt: skip


class Row(NamedTuple):
    """What a round gave."""

    state: str
    key_ms: float
    loop_ms: float
    memory: float
    seconds: float
    load: float


class Round:
    """One reader with one file."""

    def __init__(self, room: Path, server: Server) -> None:
        self._room = room
        self._server = server
        self._longest = 0.0
        self._peak = 0.0

    def run(self, name: str, file: File | None) -> Row:
        """Works on a file (None: on nothing, for as long as a file takes); what came of it."""
        environment = programs.environ(self._room)
        environment["BROADSHEET_BENCH_LOOP"] = str(self._room / "loop")
        url = self._prepared(name, file)
        command = (sys.executable, "-P", "-c", READER)
        environment["PYTHONPATH"] = str(Path.cwd())
        with Program(command, environment, (120, 36)) as program:
            program.until(f"Honest {HONEST - 1}", limit=120.0)
            program.rest(SETTLE_S)
            before = self._peak = program.memory()
            (self._room / "loop.reset").touch()
            began = time.perf_counter()
            if file is None:
                self._keys(program, lambda: time.perf_counter() - began > 8)
            elif file.kind == "feed":
                program.send("r")
                self._keys(program, self._quiet(program))
            else:
                program.press("a" if file.kind == "page" else "I")
                program.press(url[:-1])
                program.send(f"{url[-1]}\r")
                self._type(program, self._quiet(program))
            seconds = time.perf_counter() - began
            loop = float((self._room / "loop").read_text() or 0)
            state = self._state(file, url)
        return Row(
            state, self._longest * 1_000, loop * 1_000, self._peak - before, seconds, os.getloadavg()[0]
        )

    def _prepared(self, name: str, file: File | None) -> str:
        if file is None:
            return ""
        number = list(FILES).index(name)
        route = file.make()
        if file.kind == "list":
            path = self._room / f"list{number}.opml"
            path.write_bytes(route.body)
            return str(path)
        url = self._server.on(f"/{number}", route)
        if file.kind == "feed":
            with closing(sqlite3.connect(self._room / "library.db")) as library, library:
                library.execute(
                    "INSERT INTO feed (url, url_key, own_title, added_at) VALUES (?, ?, 'Hostile', 1)",
                    (url, url),
                )
        return url

    def _quiet(self, program: Program) -> Callable[[], bool]:
        """Tells whether the other processes have used no processor for a while."""
        began = last = time.perf_counter()
        used = 0.0

        def is_done() -> bool:
            nonlocal last, used
            now, others = time.perf_counter(), programs.tree(program.pid)[1:]
            so_far = programs.processor(others)
            if abs(so_far - used) > 0.004:
                used, last = so_far, now
            return (now - last > REST_S and bool(others)) or now - began > LONGEST_S

        return is_done

    def _keys(self, program: Program, is_done: Callable[[], bool]) -> None:
        """Goes up and down in the list."""
        for key in itertools.cycle("jk"):
            if is_done():
                return
            self._note(program, program.press(key, CURSOR).seconds)
            program.rest(EVERY_S)

    def _type(self, program: Program, is_done: Callable[[], bool]) -> None:
        """Types into the field of a dialog while it is open, then goes up and down in what has opened."""
        for letter in itertools.cycle(LETTERS):
            if is_done():
                return
            try:
                self._note(program, program.echo(letter, 2.0, letter))
            except TimeoutError:
                break
            program.rest(EVERY_S)
        for key in itertools.cycle("jk"):
            if is_done():
                return
            with suppress(TimeoutError):
                self._note(program, program.echo(key, 1.0))
            program.rest(EVERY_S)

    def _note(self, program: Program, seconds: float) -> None:
        self._longest = max(self._longest, seconds)
        self._peak = max(self._peak, program.memory())

    def _state(self, file: File | None, url: str) -> str:
        if file is None:
            return ""
        with closing(sqlite3.connect(self._room / "library.db")) as library:
            if file.kind == "feed":
                outcome, state, number = library.execute(
                    "SELECT outcome, state, (SELECT count(*) FROM appearance) FROM feed WHERE own_title = 'Hostile'"
                ).fetchone()
                return f"{state}: {outcome}; {number:,} articles"
            if file.kind == "page":
                row = library.execute(
                    "SELECT text_state, reason, words FROM article WHERE title NOT LIKE 'Honest %'"
                ).fetchone()
                return (
                    f"{row[0]}: {row[2]:,} words {row[1] or ''}".strip()
                    if row
                    else f"refused: {self._reason(url)}"
                )
            (number,) = library.execute("SELECT count(*) FROM feed").fetchone()
            return f"{number:,} feeds"

    def _reason(self, url: str) -> str:
        """Why a page was not taken, as the command line says it: what is typed takes the dialog's message away."""
        scripts = Path(sys.executable).parent
        done = subprocess.run(
            (str(scripts / "broadsheet"), "add", url),
            env={**os.environ, **programs.environ(self._room)},
            check=False,
            capture_output=True,
            text=True,
        )
        return done.stderr.split("\n")[0].rpartition(": ")[2]


def _words(number: int) -> str:
    """Words that no other article has: articles of the same words are one."""
    chance = random.Random(number)
    return " ".join("".join(chance.choices("abdegiklmnoprstu", k=6)) for _ in range(80))


def build(room: Path) -> None:
    """A library of honest articles with its index, and a key for imports."""
    (room / "config").mkdir(parents=True)
    (room / "config" / "config.toml").write_text('[refresh]\nevery = 0\n[keys]\nimport_feeds = ["I"]\n')
    rows = (
        {
            "title": f"Honest {n}",
            "url": f"https://pier.example/h{n}",
            "text": f"{_words(n)} {SENTENCES[n % 8]}",
        }
        for n in range(HONEST)
    )
    (room / "a.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    version = programs.Version("broadsheet", str(Path(sys.executable).with_name("broadsheet")))
    programs.run(version, room, "import", str(room / "a.jsonl"))


def rounds(names: Sequence[str], repeat: int) -> Iterator[tuple[str, list[Row]]]:
    """The baseline and each file; one that passes a bar is repeated."""
    with tempfile.TemporaryDirectory(prefix="broadsheet-hostile-") as folder, running() as server:
        made = Path(folder) / "made"
        build(made)
        for name in ("nothing hostile", *names):
            found: list[Row] = []
            while len(found) <= repeat and (not found or passes(found[-1])):
                room = Path(shutil.copytree(made, Path(folder) / "room"))
                found.append(Round(room, server).run(name, FILES.get(name)))
                shutil.rmtree(room)
                if name not in FILES:
                    break
            yield name, found


def passes(row: Row) -> bool:
    """Whether a bar is passed."""
    return row.key_ms > BAR_KEY_MS or row.memory > BAR_MB


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("name", nargs="*", help="parts of names (all files)")
    parser.add_argument("--repeat", type=int, default=2, help="rounds more for a file that passes a bar (2)")
    options = parser.parse_args()
    names = [name for name in FILES if not options.name or any(part in name for part in options.name)]
    print("| file | what became of it | key, ms | loop, ms | memory, MB | s | load |")
    print("| --- | --- | --- | --- | --- | --- | --- |")
    for name, found in rounds(names, options.repeat):
        keys, loops, memories, seconds, loads = (
            " / ".join(f"{value:.{digits}f}" for value in values)
            for digits, values in zip(
                (0, 0, 0, 0, 1), list(zip(*(row[1:] for row in found), strict=True)), strict=True
            )
        )
        print(
            f"| {name} | {found[-1].state} | {keys} | {loops} | {memories} | {seconds} | {loads} |",
            flush=True,
        )


if __name__ == "__main__":
    main()
