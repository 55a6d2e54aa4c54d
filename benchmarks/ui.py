"""How fast is the screen with 100,000 articles, beside newsboat on the same ones? python benchmarks/ui.py [--count N]

Needs newsboat (`apt-get install newsboat`) and BROADSHEET_DATA; the libraries are built once, some minutes, into
BROADSHEET_BENCH_DIR (default: a folder of the system's temporary one). Both programs run in a pseudo-terminal of 120x36
and are measured from outside: from the process's start, or the key, to the byte that completes the paint.
"less waiting" is the same without the time in which the thread that paints was ready while others had the processors:
on a machine that does nothing else the two are equal. "CPU" is what that thread itself used until then.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks import ui_feeds, ui_library
from benchmarks.presses import Program, processor, resident

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OURS = [sys.executable, "-m", "reader"]
CURSOR = "▌"
ORIGIN = " file "
"""Stands above each article of the library that is measured."""

KEYS = {"j": "j", "k": "k", "n": "n", "page down": "\x1b[6~"}
FRAME_MS, PAGE_MS, BUSY_MS = 16.0, 33.0, 33.0
OPENS_MS = {1_000: 50.0, 100_000: 150.0}
SEARCHED = 20_000
"""Articles of the library that is searched while one types."""

QUERIES = ("government", "oil price", "world cup", "правительство", '"interest rates"', "author:smith bank")
RESULTS_MS = 100.0
MEMORY_MB = {"with the list on screen": 90.0, "after search, reading and a refresh": 180.0}


HEAD = """\
| key to paint, ms | n | median | p95 | less waiting: median | p95 | CPU: p95 | limit |
| --- | --- | --- | --- | --- | --- | --- | --- |"""


class Taken(NamedTuple):
    """Seconds of one press: as it was, less the wait for a processor, and of the processor."""

    wall: float
    own: float
    cpu: float


def say(name: str, taken: list[Taken], limit: float) -> None:
    """One line of figures in milliseconds."""
    wall, own, cpu = (sorted(seconds * 1000 for seconds in column) for column in zip(*taken, strict=True))
    last = max(int(len(taken) * 0.95) - (len(taken) * 95 % 100 == 0), 0)
    verdict = "" if own[last] <= limit else "  ABOVE"
    print(
        f"| {name} | {len(taken)} | {statistics.median(wall):.1f} | {wall[last]:.1f} | {statistics.median(own):.1f}"
        f" | {own[last]:.1f} | {cpu[last]:.1f} | {limit:.0f} |{verdict}",
        flush=True,
    )


def press(program: Program, key: str, *texts: str) -> Taken:
    """Press a key and wait for its paint."""
    before = processor(program.pid)
    wall = program.press(key, *texts)
    ran, waited = (now - then for now, then in zip(processor(program.pid), before, strict=True))
    return Taken(wall, max(wall - waited, 0.0), ran)


def rest(program: Program, seconds: float) -> None:
    """Let the screen be for a while; its cursor may blink, its clock tick."""
    end = time.perf_counter() + seconds
    while (left := end - time.perf_counter()) > 0:
        program.settle(min(left, 0.02))
        time.sleep(min(max(end - time.perf_counter(), 0.0), 0.02))


def starts(environ: dict[str, str], room: Path, count: int, runs: int) -> None:
    """Both programs in turn, each until its first list with counts stands."""
    ours, theirs = [], []
    for _ in range(runs):
        with Program(OURS, environ) as program:
            ours.append(program.until(f"{count:,}", "An article of 1,000 words", "Paper 004"))
        with Program(ui_library.newsboat(room / "newsboat"), {}) as program:
            theirs.append(program.until("Paper 000", "Paper 030", "/"))
    a, b = statistics.median(ours), statistics.median(theirs)
    print("| start to the first list with counts | median | fastest |\n| --- | --- | --- |")
    print(f"| broadsheet | {a:.2f} s | {min(ours):.2f} s |\n| newsboat | {b:.2f} s | {min(theirs):.2f} s |")
    print(f"| ratio (at most 1.0) | {a / b:.2f} | {min(ours) / min(theirs):.2f} |\n", flush=True)


def keys(program: Program, suffix: str, presses: int, limit: Callable[[str], float]) -> None:
    """The keys of the list."""
    for name, key in KEYS.items():
        say(f"`{name}`{suffix}", [press(program, key, CURSOR) for _ in range(presses)], limit(name))


def articles_on(program: Program, presses: int) -> Iterator[Taken]:
    """`J` from the article under the cursor on, as a person presses it, three times a second. Ends in the list."""
    press(program, "\r", ORIGIN)
    rest(program, 1.5)
    for _ in range(presses):
        yield press(program, "J", ORIGIN)
        rest(program, 0.3)
    program.press("q", CURSOR)


def opens(program: Program) -> None:
    """The two long articles, the newest of all, some times each."""
    for at, (words, limit) in enumerate(OPENS_MS.items()):
        taken = []
        for _ in range(5):
            program.press("g")
            program.press("g")
            for _ in range(at):
                program.press("j", CURSOR)
            taken.append(press(program, "\r", ORIGIN))
            rest(program, 1.0)
            program.press("q", CURSOR)
        say(f"an article of {words:,} words opens", taken, limit)


def memory(program: Program, when: str) -> str:
    """A row: what the screen's process holds, and what its worker's processes do."""
    worker = sum(resident(pid) for pid in program.children())
    return (
        f"| {when} | {program.resident() / 1e6:.0f} MB | {worker / 1e6:.0f} MB | {MEMORY_MB[when]:.0f} MB |"
    )


def main() -> None:
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("--count", type=int, default=100_000)
    arguments.add_argument("--runs", type=int, default=7, help="starts of each program")
    arguments.add_argument("--presses", type=int, default=60)
    options = arguments.parse_args()
    if shutil.which("newsboat") is None:
        sys.exit("newsboat is not installed: apt-get install newsboat")
    room = ui_library.build(options.count)
    print(f"{options.count:,} articles in {ui_library.FEEDS} feeds, 120x36, load {os.getloadavg()[0]:.1f}\n")
    small = ui_library.build(SEARCHED, with_newsboat=False)
    with ui_library.copied(room) as copy:
        measure(ui_library.environ(copy), room, options.count, options.runs, options.presses)
    with ui_library.copied(small) as copy:
        type_ahead(ui_library.environ(copy), copy)


def measure(environ: dict[str, str], room: Path, count: int, runs: int, presses: int) -> None:
    """All figures, in the order in which a person meets them."""
    starts(environ, room, count, runs)
    with Program(OURS, environ) as program, ui_feeds.served(ui_library.PORT):
        program.until(f"{count:,}", "Paper 004")
        rest(program, 1.0)
        held = [memory(program, "with the list on screen")]
        print(HEAD)
        keys(program, "", presses, lambda name: PAGE_MS if name == "page down" else FRAME_MS)
        opens(program)
        say("`J`", list(articles_on(program, presses)), FRAME_MS)
        searches(program)
        program.press("R", "↻")
        keys(program, " while feeds are refreshed", presses, lambda _: BUSY_MS)
        say("`J` while feeds are refreshed", list(articles_on(program, presses // 3)), BUSY_MS)
        program.until("indexing", limit=600)
        keys(program, " while the index is written", presses, lambda _: BUSY_MS)
        say("`J` while the index is written", list(articles_on(program, presses // 3)), BUSY_MS)
        program.until("feeds asked", limit=600)
        rest(program, 1.0)
        held.append(memory(program, "after search, reading and a refresh"))
    print("\n| resident memory | screen | its worker | limit |\n| --- | --- | --- | --- |")
    print("\n".join(held))


def searches(program: Program) -> None:
    """Two searches, letter by letter, each left with Esc."""
    for query in ("government", "oil price"):
        typed = []
        program.press("/")
        for letter in query:
            typed.append(press(program, letter, letter))
            rest(program, 0.15)
        say(f"a letter of “{query}”", typed, BUSY_MS)
        rest(program, 1.5)
        program.press("\x1b", CURSOR)
        rest(program, 0.5)


def type_ahead(environ: dict[str, str], room: Path) -> None:
    """From each letter of some queries to their results, and each letter as people type who type fast."""
    answers = ui_library.answers(room, QUERIES)
    with Program(OURS, environ) as program:
        program.until(f"{SEARCHED:,}", "Paper 004")
        rest(program, 1.0)
        results, echoes = [], []
        for query in QUERIES:
            program.press("/")
            rest(program, 0.3)
            for letter, shown in zip(query, answers[query], strict=True):
                if shown:
                    results.append(press(program, letter, *shown))
                else:
                    program.press(letter)
                rest(program, 0.4)
            program.press("\x1b", CURSOR)
            rest(program, 0.5)
            program.press("/")
            for letter in query:
                echoes.append(press(program, letter, letter))
                rest(program, 0.1)
            rest(program, 0.5)
            program.press("\x1b", CURSOR)
            rest(program, 0.5)
    print(f"\nIn a library of {SEARCHED:,} articles:\n\n{HEAD}")
    say("a letter to its results", results, RESULTS_MS)
    say("a letter to itself, ten a second", echoes, BUSY_MS)


if __name__ == "__main__":
    main()
