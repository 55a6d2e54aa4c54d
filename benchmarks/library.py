"""Measures how the library fares when it grows: python -m benchmarks.library [--counts 10000,100000,1000000]

Needs BROADSHEET_DATA. The libraries are those of `benchmarks.bulk_library`, built once into BROADSHEET_BENCH_DIR; nothing is
indexed meanwhile. The sizes take turns in each round, each on a copy; a figure is the least of the rounds, in milliseconds
of CPU and, in brackets, by the clock:

- commands: whole ones, from the start to the exit of the last process; marks and what undoes them also in microseconds of CPU
  for each article that was marked;
- the screen in a pseudo-terminal of 120x36: a start until the newest title, the feeds and the counts are painted, beside the
  smallest app on Textual (`benchmarks.bare`); keys, CPU of all threads until the program is idle where a key has more to do
  than to paint.
"""

from __future__ import annotations

import argparse
import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks import bare, bulk_library, corpus, programs, ui_library
from benchmarks.presses import Program
from benchmarks.ui import CURSOR, PAGE_DOWN, SIZE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from benchmarks.programs import Version

FILTERS = (
    "is:unread", "is:read", "is:bookmarked", "is:tagged", "feed:007", "feed:world", "tag:own7", "date:2025-06-15",
    "date:2025-06", "older:2020-01-01", "lang:ru", "site:paper3.example", "has:note", "words:>55", "is:unread feed:007",
    "feed:world is:bookmarked",
)  # fmt: skip
ORDERS = ("date", "oldest", "longest")
KEYS = 12
"""Presses of a key that moves the cursor; the least of them counts."""

STARTS = 3
LIMIT_S = 120.0
"""Time limit of a start and of marks."""


class Figure(NamedTuple):
    """Seconds of CPU and by the clock."""

    cpu: float
    wall: float


class Figures:
    """The least of each figure, by what was measured and by size."""

    def __init__(self, counts: Sequence[int]) -> None:
        self._counts = counts
        self._least: dict[str, dict[int, Figure]] = {}
        self._marked: dict[str, dict[int, int]] = {}

    def add(self, what: str, count: int, figure: Figure, marked: int = 0) -> None:
        """Takes a figure; `marked` are the articles that share it."""
        before = self._least.setdefault(what, {}).get(count, figure)
        self._least[what][count] = Figure(*map(min, before, figure))
        if marked:
            self._marked.setdefault(what, {})[count] = marked

    def print(self) -> None:
        """Prints a table with the largest size divided by the one before it, as CPU and by the clock."""
        heads = ["ms of CPU (by the clock)", *(f"{count:,} articles" for count in self._counts), "ratio"]
        print(f"\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
        for what, least in self._least.items():
            cells = [self._cell(what, count, least) for count in self._counts]
            print(f"| {what} | {' | '.join(cells)} | {self._ratio(least)} |")

    def _cell(self, what: str, count: int, least: dict[int, Figure]) -> str:
        if count not in least:
            return "–"
        cpu, wall = (programs.figure(seconds * 1_000) for seconds in least[count])
        marked = self._marked.get(what, {}).get(count)
        return f"{cpu} ({wall})" + (f"; {least[count].cpu / marked * 1e6:.1f} µs each" if marked else "")

    def _ratio(self, least: dict[int, Figure]) -> str:
        last = [least[count] for count in self._counts[-2:] if count in least]
        if len(last) < 2:
            return "–"
        return "{:.2f} ({:.2f})".format(*(after / before for before, after in zip(*last, strict=True)))


def command(version: Version, room: Path, *arguments: str) -> Figure:
    """Measures a whole command."""
    cost = programs.measured((version.command, *arguments), programs.environ(room))
    return Figure(cost.cpu, cost.wall)


def asked() -> Iterator[tuple[str, ...]]:
    """Yields the commands that only read."""
    yield ("--version",)
    yield ("count", "")
    yield ("list",)
    for query in FILTERS:
        yield ("count", query)
    for order in ORDERS:
        for query in ("", *FILTERS):
            yield ("list", "--sort", order, query)
    yield ("feeds",)
    yield ("stats",)


def marks(figures: Figures, version: Version, room: Path, count: int) -> None:
    """Measures what marks everything, and its undoing."""
    unread = int(programs.run(version, room, "count", "is:unread"))
    for what in (("mark", "read", "--query", ""), ("undo",)):
        figures.add(" ".join(what), count, command(version, room, *what), unread)


def start(version: Version, room: Path) -> Figure:
    """Measures a start of the screen."""
    with Program((version.command,), programs.environ(room), SIZE) as program:
        wall = program.until(*painted(version, room), limit=LIMIT_S)
        return Figure(program.processor(), wall)


def bare_start(version: Version, room: Path) -> Figure:
    """Measures a start of the smallest app on Textual."""
    python = str(Path(version.command).with_name("python"))
    with Program((python, bare.__file__), programs.environ(room), SIZE) as program:
        wall = program.until(bare.LINE)
        return Figure(program.processor(), wall)


def painted(version: Version, room: Path) -> tuple[str, ...]:
    """Returns texts that complete the first paint: the number of unread articles, and the first feed."""
    first = ui_library.FOLDERS.index(min(ui_library.FOLDERS))
    return f"{int(programs.run(version, room, 'count', 'is:unread')):,}", ui_library.feed_title(first)


def screen(figures: Figures, version: Version, room: Path, count: int) -> None:
    """Measures keys."""
    texts = painted(version, room)
    with Program((version.command,), programs.environ(room), SIZE) as program:
        program.until(*texts, limit=LIMIT_S)
        program.idle()
        figures.add("memory after the start, MB", count, Figure(*[program.memory() / 1_000] * 2))

        def moved(what: str, keys: Sequence[str]) -> None:
            for key in keys:
                press = program.step(key, CURSOR)
                figures.add(what, count, Figure(press.cpu, press.seconds))

        def whole(what: str, act: Callable[[], float], marked: int = 0) -> None:
            before = program.processor()
            wall = act()
            program.idle()
            figures.add(what, count, Figure(program.processor() - before, wall), marked)

        moved("`j`", ["j"] * KEYS)
        moved("page down", [PAGE_DOWN] * KEYS)
        moved("`n`", ["n"] * KEYS)
        for _ in range(3):
            moved("`G`", ["G"])
            moved("`gg`", ["gg"])
        unread = int(texts[0].replace(",", ""))
        whole("`A`", lambda: done(program, "A", "as read"), unread)
        whole("`u`", lambda: done(program, "u", "unread again"), unread)
        whole("`>`: the list of a feed", lambda: program.press(">").seconds)


def done(program: Program, key: str, told: str) -> float:
    """Presses a key; returns the seconds until a message tells that it is done."""
    since = time.perf_counter()
    program.send(key)
    return program.until(told, since=since, limit=LIMIT_S)


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--counts", default="10000,100000,1000000", help="sizes, rising, parted by commas")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--screen", action="store_true", help="only the screen")
    options = parser.parse_args()
    corpus.folder()
    version = programs.versions(None)[0]
    counts = [int(count) for count in options.counts.split(",")]
    rooms = {count: bulk_library.build(count, version) for count in counts}
    figures = Figures(counts)
    with contextlib.ExitStack() as stack:
        stack.callback(figures.print)  # also what was measured until something failed
        copies = {count: stack.enter_context(ui_library.copied(room)) for count, room in rooms.items()}
        for _ in range(options.rounds):
            for what in () if options.screen else asked():
                for count, room in copies.items():
                    figures.add(" ".join(what), count, command(version, room, *what))
            for count, room in copies.items():
                if not options.screen:
                    marks(figures, version, room, count)
                for _ in range(STARTS):
                    figures.add("start of the screen", count, start(version, room))
                    figures.add("start of the smallest app", count, bare_start(version, room))
                screen(figures, version, room, count)


if __name__ == "__main__":
    main()
