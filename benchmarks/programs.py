"""Runs programs side by side, measures their cost from outside and prints a table that compares them."""

from __future__ import annotations

import contextlib
import ctypes
import os
import resource
import select
import shutil
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from benchmarks.corpus import CHECKOUT

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable, Collection, Mapping, Sequence

NEWSBOAT = "newsboat"
ANALYSED = "newsboat, analysed"
LINGER_S = 60.0
"""Time limit for processes that a command leaves behind."""


class Version(NamedTuple):
    """A checkout of broadsheet, driven only through its command line."""

    name: str
    command: str


def takes_versions(parser: argparse.ArgumentParser) -> None:
    """Adds --against."""
    parser.add_argument(
        "--against",
        metavar="CHECKOUT",
        type=Path,
        default=os.environ.get("BROADSHEET_AGAINST"),
        help="another checkout with its own .venv, measured in turn with this one (else BROADSHEET_AGAINST)",
    )


def versions(against: Path | str | None) -> list[Version]:
    """Returns this checkout and the other one; exits where a .venv would run the code of some other checkout."""
    if shutil.which("newsboat") is None:
        sys.exit("newsboat is missing: apt-get install newsboat")
    found = [_version("broadsheet", CHECKOUT)]
    if against:
        found.append(_version("against", Path(against).resolve()))
    return found


def _version(name: str, checkout: Path) -> Version:
    scripts = checkout / ".venv" / "bin"
    probe = (str(scripts / "python"), "-c", "import reader; print(reader.__file__)")
    try:
        place = subprocess.run(probe, cwd="/", check=True, capture_output=True, text=True).stdout.strip()
    except (OSError, subprocess.CalledProcessError):
        sys.exit(f"{checkout} has no .venv with broadsheet in it")
    if not Path(place).is_relative_to(checkout):
        sys.exit(f"the .venv of {checkout} runs the code of {place}")
    git = ("git", "-C", str(checkout), "describe", "--always", "--dirty")
    revision = subprocess.run(git, check=False, capture_output=True, text=True).stdout.strip()
    return Version(f"{name} {revision}".strip(), str(scripts / "broadsheet"))


def environ(room: Path) -> dict[str, str]:
    """Returns the environment that keeps all files of broadsheet and newsboat in a folder."""
    return {
        "BROADSHEET_LIBRARY": str(room / "library.db"),
        "BROADSHEET_CONFIG_DIR": str(room / "config"),
        "BROADSHEET_CACHE_DIR": str(room / "cache"),
        "HOME": str(room),
        "PYTHONDONTWRITEBYTECODE": "",
    }


def run(version: Version, room: Path, *arguments: str) -> str:
    """Runs a command of broadsheet, unmeasured, and returns its output."""
    command = (version.command, *arguments)
    done = subprocess.run(
        command, env={**os.environ, **environ(room)}, check=False, capture_output=True, text=True
    )
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)} ended with {done.returncode}: {done.stderr}")
    return done.stdout


def newsboat(room: Path) -> tuple[str, ...]:
    """Returns the command line of newsboat for its files in a folder."""
    return (
        "newsboat",
        "-u",
        str(room / "urls"),
        "-c",
        str(room / "cache.db"),
        "-C",
        str(room / "config.newsboat"),
    )


def tree(pid: int) -> list[int]:
    """Returns a process and its descendants."""
    below = []
    with contextlib.suppress(OSError, ValueError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            below += map(int, (task / "children").read_text("ascii").split())
    return [pid, *(each for child in below for each in tree(child))]


def memory(pids: Sequence[int]) -> float:
    """Returns the megabytes that processes hold together: PSS, which counts shared pages once, or else RSS."""
    return sum(map(_held, pids)) / 2**20


def _held(pid: int) -> int:
    with contextlib.suppress(OSError):
        for line in Path(f"/proc/{pid}/smaps_rollup").read_text("ascii").splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    with contextlib.suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text("ascii").split()[1]) * os.sysconf("SC_PAGE_SIZE")
    return 0


def processor(pids: Sequence[int]) -> float:
    """Returns the CPU seconds of all live threads of some processes."""
    total = 0
    for pid in pids:
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{pid}/task").iterdir():
                with contextlib.suppress(OSError, ValueError):
                    total += int((task / "schedstat").read_text("ascii").split()[0])
    return total / 1e9


class Cost(NamedTuple):
    """Cost of a command with its children: wall and CPU seconds, and peak memory in megabytes."""

    wall: float
    cpu: float
    memory: float
    started: float
    """On the clock of file times."""

    def figures(self) -> dict[str, float]:
        """Returns the figures by their row of the table; a run too short to sample has no memory."""
        found = {"wall, s": self.wall, "CPU, s": self.cpu}
        return found | {"memory, MB": self.memory} if self.memory else found


def measured(
    command: Sequence[str],
    environment: Mapping[str, str],
    watch: Callable[[float], None] = lambda _: None,
    limit: float = 3_600.0,
    code: int = 0,
) -> Cost:
    """Runs a command and waits until all of its processes have ended. `watch` is called with the elapsed seconds, at
    most 50 times a second. The command is killed at `limit` seconds and must otherwise end with `code`.

    CPU is the rusage of the ended children. Memory is sampled at intervals of a twentieth of the elapsed time, so that
    sampling does not slow the command down.
    """
    ctypes.CDLL(None).prctl(36, 1)  # PR_SET_CHILD_SUBREAPER: orphans become our children
    others = set(tree(os.getpid()))
    before, highest, look_at = _children_cpu(), 0.0, 0.0
    started, began = time.time(), time.perf_counter()
    process = subprocess.Popen(
        command,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    ends = os.pidfd_open(process.pid)
    while not select.select([ends], [], [], 0.02)[0]:
        so_far = time.perf_counter() - began
        watch(so_far)
        if so_far >= look_at:
            highest = max(highest, memory(tree(process.pid)))
            look_at = so_far * 1.05
        if so_far > limit:
            process.kill()
    os.close(ends)
    ended = process.wait()
    _await_all(others)
    wall = time.perf_counter() - began
    if ended != code and wall < limit:
        raise RuntimeError(f"{' '.join(command)} ended with {ended}")
    return Cost(wall, _children_cpu() - before, highest, started)


def _await_all(others: Collection[int]) -> None:
    """Waits until this process has no descendants but the others."""
    end = time.perf_counter() + LINGER_S
    while left := set(tree(os.getpid())).difference(others):
        for pid in left:
            with contextlib.suppress(ChildProcessError):
                os.waitpid(pid, os.WNOHANG)
        if time.perf_counter() > end:
            raise RuntimeError(f"processes {left} were left behind and do not end")
        time.sleep(0.005)


def _children_cpu() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


class Table:
    """Collects a figure per row, program and round, and compares the first program with each other one."""

    def __init__(self, programs: Sequence[str]) -> None:
        self.programs = programs
        self.rows: dict[str, dict[str, list[float]]] = {}

    def add(self, row: str, program: str, value: float) -> None:
        """Adds the figure of one round."""
        self.rows.setdefault(row, {}).setdefault(program, []).append(value)

    def print(self, title: str) -> None:
        """Prints medians with minimum and maximum, and ratios."""
        first, *others = self.programs
        heads = [title, first, *(head for other in others for head in (other, "ratio"))]
        print(f"\n| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
        for row, figures in self.rows.items():
            cells = [row, spread(figures.get(first, []))]
            for other in others:
                cells += [
                    spread(figures.get(other, [])),
                    compared(figures.get(first, []), figures.get(other, [])),
                ]
            print(f"| {' | '.join(cells)} |", flush=True)


def spread(values: Sequence[float]) -> str:
    """Formats values as median (minimum–maximum)."""
    if not values:
        return "–"
    middle = figure(statistics.median(values))
    return middle if len(values) == 1 else f"{middle} ({figure(min(values))}–{figure(max(values))})"


def figure(value: float) -> str:
    """Formats a value with about three significant digits."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


def compared(ours: Sequence[float], theirs: Sequence[float]) -> str:
    """Returns the median of the rounds' ratios, marked "≈" where the difference is within the spread.

    It is beyond the spread if all rounds of one program are below all rounds of the other and the medians lie farther
    apart than the minimum and maximum of either.
    """
    if not ours or len(ours) != len(theirs):
        return "–"
    ratio = statistics.median(one / other for one, other in zip(ours, theirs, strict=True))
    gap = abs(statistics.median(ours) - statistics.median(theirs))
    is_beyond = gap > max(max(ours) - min(ours), max(theirs) - min(theirs)) and (
        max(ours) < min(theirs) or max(theirs) < min(ours)
    )
    return f"{'' if is_beyond and len(ours) > 1 else '≈ '}{ratio:.2f}"
