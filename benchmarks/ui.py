"""Measures the screen beside newsboat and another checkout: python -m benchmarks.ui [--counts 1000,100000]

Needs newsboat and BROADSHEET_DATA. The libraries are built once into BROADSHEET_BENCH_DIR (default: a folder in the
system's temporary one). All programs have the same articles, run in a pseudo-terminal of 120x36 on copies and take turns:

- start: from the start of the process until titles, feeds and counts are painted, beside the smallest app on Textual
  (`benchmarks.bare`); --starts measures this alone;
- keys: from the key to the last byte of its paint, that is, before `QUIET_S` without output; CPU of all processes and
  bytes sent until `AFTER_S` later. newsboat shows the list of one feed. p50 and p95 are those of a round;
- a letter to its results: for each letter of some queries, until the screen shows the count and the first title that
  the command line finds for the same letters; --letters FOLDER measures these alone, in the library there (one that
  `benchmarks.panel --keep` has made, with its index in FOLDER/cache), without newsboat;
- memory: all processes together, shared pages counted once (PSS), while the program is idle.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sqlite3
import statistics
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import bare, corpus, programs, ui_library
from benchmarks.feedserver import WORD, Server
from benchmarks.presses import Press, Program
from benchmarks.programs import NEWSBOAT, Table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.programs import Version

BARE = "bare Textual"
SIZE, LARGER = (120, 36), (200, 50)
STARTS = 3
"""Starts of each program in a round."""

HOME, PAGE_DOWN, ENTER, ESCAPE = "\x1bOH", "\x1b[6~", "\r", "\x1b"
IN_VIEW, BEFORE_SCROLLING, SCROLLED = 8, 36, 20
TOPS, PAGES = 4, 2
"""Repetitions from the top, and pages down in each: newsboat's list has only 100 rows."""

OPENED, LONG_OPENED, RESIZED = 8, 3, 3
CURSOR = "▌"
QUERIES = ("government", "oil price", "правительство")
NEW = 1_200
"""New articles in a refresh."""

LATER_S = 75.0
"""A minute, in which the worker ends, and a while until it has."""

REFRESH_S = 600.0
"""Time limit of a refresh."""


class Reader(NamedTuple):
    """A program with its copy of the library."""

    name: str
    room: Path
    command: Sequence[str]
    starts_with: Sequence[str]
    """Texts that complete the first paint."""

    version: Version | None
    """None for others."""


def readers(versions: Sequence[Version], rooms: dict[str, Path], count: int) -> list[Reader]:
    """Returns all programs, each with a copy that it has already opened once."""
    titles = [ui_library.feed_title(number) for number in range(5)]
    found = []
    for version in versions:
        room = rooms[version.name]
        programs.run(version, room, "search", "--limit", "1", "government")
        texts = (f"{count:,}", ui_library.long_title(), titles[4])
        found.append(Reader(version.name, room, (version.command,), texts, version))
    room = rooms[NEWSBOAT]
    return [*found, Reader(NEWSBOAT, room, programs.newsboat(room), (titles[0], titles[4]), None)]


def bare_app(version: Version, room: Path) -> Reader:
    """Returns the smallest app on Textual, in the Python of a checkout."""
    command = (str(Path(version.command).with_name("python")), bare.__file__)
    return Reader(BARE, room, command, (bare.LINE,), None)


def start(table: Table, reader: Reader) -> None:
    """Measures a start."""
    with Program(reader.command, programs.environ(reader.room), SIZE) as program:
        table.add("start, s", reader.name, program.until(*reader.starts_with))
        table.add("start, CPU s", reader.name, program.processor())


def session(table: Table, reader: Reader) -> None:
    """Measures keys, reading, searching and a refresh in one run."""

    def add(what: str, presses: Sequence[Press], *, is_alone: bool = True) -> None:
        times = sorted(press.seconds * 1_000 for press in presses)
        table.add(f"{what}: p50 ms", reader.name, statistics.median(times))
        table.add(f"{what}: p95 ms", reader.name, times[-1 - len(times) // 20])
        if is_alone:
            cpu = statistics.mean(press.cpu for press in presses)
            table.add(f"{what}: CPU ms", reader.name, cpu * 1_000)
            table.add(f"{what}: KB", reader.name, statistics.mean(press.sent for press in presses) / 1_000)

    expected = {query: list(answers(reader, query)) for query in QUERIES} if reader.version else {}
    with Program(reader.command, programs.environ(reader.room), SIZE) as program:
        program.until(*reader.starts_with)
        program.idle()
        table.add("memory after the start, MB", reader.name, program.memory())
        if not reader.version:
            program.press(ENTER)
        keys(program, add)
        if reader.version:
            letters(program, expected, add)
        else:
            for key in ("/", *"government", ENTER, "q", "q"):  # the last one leaves the feed
                program.press(key)
        program.idle()
        table.add("memory after search and reading, MB", reader.name, program.memory())
        program.press("R")
        if reader.version:
            presses = [program.step("j", CURSOR) for _ in range(SCROLLED)]
            add("`j` while feeds are refreshed", presses, is_alone=False)
        end = time.perf_counter() + REFRESH_S
        program.idle()
        while (found := brought(reader)) != NEW:  # a busy machine can make it look idle
            if time.perf_counter() > end:
                raise RuntimeError(f"the refresh of {reader.name} brought {found} articles, not {NEW}")
            program.idle()
        table.add(f"memory after a refresh of {NEW:,} articles, MB", reader.name, program.memory())
        program.rest(LATER_S)
        table.add("memory a minute after that, MB", reader.name, program.memory())


def brought(reader: Reader) -> int:
    """Returns the number of articles that came from the server."""
    if reader.version:
        return int(programs.run(reader.version, reader.room, "count", WORD))
    with contextlib.closing(sqlite3.connect(reader.room / "cache.db")) as cache:
        (number,) = cache.execute(
            "SELECT count(*) FROM rss_item WHERE content LIKE ?", [f"%{WORD}%"]
        ).fetchone()
    return int(number)


def keys(program: Program, add: Callable[[str, Sequence[Press]], None]) -> None:
    """Measures the keys of a list whose first row is under the cursor."""

    def top(moves: int) -> None:
        program.send(HOME)  # which paints nothing where the cursor is there already
        program.rest(0.3)
        for _ in range(moves):
            program.press("j")

    in_view, pages, opened, long_opened, resized = [], [], [], [], []
    for _ in range(TOPS):
        in_view += [program.press("j") for _ in range(IN_VIEW)]
        pages += [program.press(PAGE_DOWN) for _ in range(PAGES)]
        top(0)
    add("`j` in view", in_view)
    add("page down", pages)
    for _ in range(BEFORE_SCROLLING):
        program.press("j")
    add("`j`, the list scrolls", [program.press("j") for _ in range(SCROLLED)])
    for number in range(OPENED):
        top(1 + number)
        opened.append(read(program))
    add("open an article", opened)
    for _ in range(LONG_OPENED):
        top(1)
        program.press("k")
        long_opened.append(read(program))
    add(f"open one of {ui_library.LONG:,} words", long_opened)
    for _ in range(RESIZED):
        resized.append(program.resize(LARGER))
        program.resize(SIZE)
    add("resize to {}x{}".format(*LARGER), resized)


def read(program: Program) -> Press:
    """Opens the article under the cursor, stays for a while and leaves it."""
    press = program.press(ENTER)
    program.rest(0.5)
    program.press("q")
    return press


def letters(
    program: Program, expected: dict[str, list[tuple[str, ...]]], add: Callable[[str, Sequence[Press]], None]
) -> None:
    """Types the queries; a letter that does not change the results is not measured."""
    presses = []
    for query, answered in expected.items():
        program.press("/")
        for letter, texts in zip(query, answered, strict=True):
            press = program.show(letter, *texts)
            if texts:
                presses.append(press)
            program.rest(0.4)
        program.press(ESCAPE)
        program.rest(0.5)
    add("a letter to its results", presses)


def answers(reader: Reader, query: str) -> Iterator[tuple[str, ...]]:
    """Yields for each letter the texts that its results show: the count and the first title."""
    assert reader.version
    before = 0
    for end in range(1, len(query) + 1):
        before_last, _, last = query[:end].rpartition(" ")
        typed = f"{before_last} ({last} OR {last}*)" if last else query[:end]  # the last word may go on
        number = int(programs.run(reader.version, reader.room, "count", typed))
        if number in (0, before):
            yield ()
            continue
        row = json.loads(programs.run(reader.version, reader.room, "search", "--json", "--limit", "1", typed))
        yield f"{number:,} ", row["title"][:20]
        before = number


def letters_alone(version: Version, room: Path) -> None:
    """Measures the letters in a library that is there."""
    (room / "config").mkdir(exist_ok=True)
    (room / "config" / "config.toml").write_text("[refresh]\nevery = 0\n", "utf-8")
    reader = Reader(version.name, room, (version.command,), (), version)
    expected = {query: list(answers(reader, query)) for query in QUERIES}

    def told(what: str, presses: Sequence[Press]) -> None:
        times = sorted(press.seconds * 1_000 for press in presses)
        cpu = statistics.mean(press.cpu for press in presses) * 1_000
        print(
            f"{what}, {len(times)} of them: p50 {statistics.median(times):.0f} ms,"
            f" p95 {times[-1 - len(times) // 20]:.0f} ms, CPU {cpu:.0f} ms"
        )

    with Program(reader.command, programs.environ(room), SIZE) as program:
        program.idle()
        program.press(ESCAPE)  # the welcome to a library without feeds
        program.rest(1.0)
        for again in ("first", "again"):
            letters(program, expected, lambda what, presses, again=again: told(f"{what}, {again}", presses))


def measure(versions: Sequence[Version], count: int, rounds: int, *, starts_only: bool = False) -> None:
    """Measures one size of library and prints the table."""
    room = ui_library.build(count, versions[0])
    table = Table([*(version.name for version in versions), NEWSBOAT, BARE])
    for number in range(rounds):
        with contextlib.ExitStack() as stack:
            copies = {name: stack.enter_context(ui_library.copied(room)) for name in table.programs}
            turns = readers(versions, copies, count)
            if number % 2:
                turns.reverse()
            for _ in range(STARTS):
                for reader in (*turns, bare_app(versions[0], copies[BARE])):
                    start(table, reader)
            for reader in () if starts_only else turns:
                with Server(ui_library.feeds(count), NEW // ui_library.feeds(count), port=ui_library.PORT):
                    session(table, reader)
    table.print(f"{count:,} articles")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--counts", default="1000,100000", help="numbers of articles (1000,100000)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--starts", action="store_true", help="only starts")
    parser.add_argument(
        "--letters", type=Path, help="only a letter to its results, in the library in this folder"
    )
    programs.takes_versions(parser)
    options = parser.parse_args()
    corpus.folder()  # says in a line that the texts are missing, where they are
    versions = programs.versions(options.against)
    if options.letters:
        for version in versions:
            letters_alone(version, options.letters)
        return
    for count in map(int, options.counts.split(",")):
        measure(versions, count, options.rounds, starts_only=options.starts)


if __name__ == "__main__":
    main()
