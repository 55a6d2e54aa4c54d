"""Uses the reader over a slow line, and measures how long it takes until each key is painted: python -m benchmarks.slow_line

Needs BROADSHEET_DATA. The program runs in a pseudo-terminal of 120x36 that takes no more than --bytes a second (50,000):
what does not fit waits in the system's buffer, and then in the program. A day of reading: opening articles, scrolling, holding
a key, searching letter by letter, refreshing. Printed are the bytes of each step and the seconds to the end of its paint.
"""

from __future__ import annotations

import argparse
import time
from typing import TYPE_CHECKING

from benchmarks import corpus, programs, ui_library
from benchmarks.feedserver import Server
from benchmarks.presses import Program

if TYPE_CHECKING:
    from collections.abc import Iterator

SIZE, LARGER = (120, 36), (200, 50)
NEW = 200
"""Articles that the refresh brings."""

HELD, REPEAT_S = 40, 1 / 30
"""Presses of a key that is held, and seconds between two of them."""


class SlowProgram(Program):
    """A program whose output comes at so many bytes a second."""

    rate = 50_000.0
    _free_at = 0.0
    received = 0

    def _read(self, wait: float) -> bytes:
        now = time.perf_counter()
        if self._free_at > now:
            time.sleep(min(self._free_at - now, max(wait, 0.0)))
            if self._free_at > time.perf_counter():
                return b""
        chunk = super()._read(wait)
        self._free_at = time.perf_counter() + len(chunk) / self.rate
        self.received += len(chunk)
        return chunk


def day(program: SlowProgram) -> Iterator[tuple[str, float, int]]:
    """Yields what was done, the seconds until all of it was painted, and its bytes."""

    def did(what: str, keys: str, *texts: str) -> tuple[str, float, int]:
        before = program.received
        took = program.press(keys, *texts).seconds
        return what, took, program.received - before

    for _ in range(4):
        yield did("a row down", "j")
    yield did("a page down", "\x1b[6~")
    program.send("\x1bOH")  # the first article is a long one
    program.rest(1.0)
    yield did("open an article", "\r")
    program.rest(2.5)
    yield did("read on", " ")
    for _ in range(3):
        yield did("a line down", "j")
    yield did("back", "q")
    before, start = program.received, time.perf_counter()
    for _ in range(HELD):
        program.send("j")
        program.rest(REPEAT_S)
    program.press("k")
    yield f"`j` held, {HELD} times", time.perf_counter() - start - HELD * REPEAT_S, program.received - before
    yield did("begin a search", "/")
    for letter in "government":
        yield did(f"type {letter}", letter)
        program.rest(0.3)
    yield did("leave the search", "\x1b")
    yield did("all keys", "?")
    yield did("leave them", "\x1b")
    before, start = program.received, time.perf_counter()
    program.send("R")
    program.rest(1.0)
    slowest = max(program.press(key).seconds for key in "jkjkjkjkjk")
    program.idle()
    yield f"refresh {NEW} articles; the slowest key meanwhile", slowest, program.received - before
    before = program.received
    took = program.resize(LARGER).seconds
    yield "resize to {}x{}".format(*LARGER), took, program.received - before
    before = program.received
    program.rest(60.0)
    yield "a minute of nothing", 0.0, program.received - before


def main() -> None:
    """Measure a day with and without `slow_line`."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--bytes", type=float, default=SlowProgram.rate, help="bytes a second (50,000)")
    options = parser.parse_args()
    corpus.folder()
    SlowProgram.rate = options.bytes
    version = programs.versions(None)[0]
    room = ui_library.build(1_000, version)
    for given in ("", 'slow_line = true\ncolours = "256"\n'):
        print(f"\n| {' '.join(given.split()) or 'as it is'} | s | bytes |\n| --- | --- | --- |")
        with ui_library.copied(room) as place:
            (place / "config" / "config.toml").write_text(f"{given}[refresh]\nevery = 0\n", "utf-8")
            feeds = ui_library.feeds(1_000)
            with (
                Server(feeds, NEW // feeds, port=ui_library.PORT),
                SlowProgram((version.command,), programs.environ(place), SIZE) as program,
            ):
                program.until(ui_library.feed_title(4))
                program.idle()
                for what, seconds, sent in day(program):
                    print(f"| {what} | {seconds:.2f} | {sent:,} |", flush=True)


if __name__ == "__main__":
    main()
