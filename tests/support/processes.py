"""The program as processes of its own: commands, and the worker, to be watched, killed and measured."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import tempfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

PATIENCE = 300.0
"""Seconds that a test waits for what must come. Only a fault makes it wait so long: a busy machine is no fault."""

ROOT = Path(__file__).parents[2]
RUN = "import sys; from reader.cli.main import main; sys.exit(main())"
PYTHON = (sys.executable, "-P")
"""As the installed script: the folder that one happens to be in is no place to import from."""

KILLED = """
import os, signal, sys
at, small = int(sys.argv.pop(1)), int(sys.argv.pop(1))
done = 0
def count(event, args):
    global done
    if event == "open":
        changes = any(c in (args[1] or "") for c in "wax+") or bool(args[2] & (os.O_WRONLY | os.O_RDWR))
    else:
        changes = event in ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link")
    done += changes
    if changes and done == at:
        os.kill(os.getpid(), signal.SIGKILL)
import reader.core.indexing, reader.index.segments.write, reader.core.imports.batches
if small:
    reader.core.indexing.BATCH = reader.index.segments.write.BUILT_AT_ONCE = reader.core.imports.batches.BATCH = small
from reader.cli.main import main
sys.addaudithook(count)
code = main()
print(done, file=sys.stderr)
sys.exit(code)
"""
"""A command that kills itself in front of its n-th change of the file system: a file opened for writing, renamed or
removed, a folder made. It tells how many there were if it lives. `small` is the size of the batches of its work."""


@dataclass(frozen=True)
class Ended:
    """How a command ended. `out` and `err` are UTF-8, odd bytes as surrogates."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


def environment(more: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """The test's environment with the checkout to import from; None takes a variable away."""
    found: dict[str, str | None] = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONDONTWRITEBYTECODE": "1"}
    found.update(more or {})
    return {name: value for name, value in found.items() if value is not None}


def command(
    *argv: str | bytes,
    env: Mapping[str, str | None] | None = None,
    stdin: bytes = b"",
    before: Callable[[], None] | None = None,
    folder: Path | None = None,
    code: str = RUN,
) -> Ended:
    """A command from its start to its end in a folder; `before` runs in the new process in front of it."""
    ended = subprocess.run(
        [*PYTHON, "-c", code, *argv],
        cwd=folder,
        env=environment(env),
        input=stdin,
        capture_output=True,
        preexec_fn=before,
        check=False,
        timeout=PATIENCE,
    )
    out, err = (said.decode("utf-8", "surrogateescape") for said in (ended.stdout, ended.stderr))
    return Ended(ended.returncode, out, err)


class Cost(NamedTuple):
    """What a command and its children took: bytes of memory at most, each page counted once, and seconds of processors."""

    memory: int
    seconds: float


def measured(*argv: str, code: str = RUN) -> tuple[Ended, Cost]:
    """A command, and what it took (Linux)."""
    with (
        tempfile.TemporaryFile() as out,
        tempfile.TemporaryFile() as err,
        subprocess.Popen(
            [*PYTHON, "-c", code, *argv],
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
        ) as process,
    ):
        most = 0
        while not is_gone(process.pid, 0.03):
            most = max(most, sum(map(_memory, [process.pid, *children(process.pid)])))
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        return Ended(process.returncode, _text(out), _text(err)), Cost(most, usage.ru_utime + usage.ru_stime)


def _text(file: IO[bytes]) -> str:
    file.seek(0)
    return file.read().decode("utf-8", "surrogateescape")


def _memory(pid: int) -> int:
    try:
        rows = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0  # it has just ended
    return sum(int(row.split()[1]) * 1024 for row in rows if row.startswith("Pss:"))


def changes(*argv: str, small: int = 0) -> int:
    """How many changes of the file system a command makes from its start to its end."""
    ended = command("0", str(small), *argv, code=KILLED)
    assert ended.code == 0, ended.err
    return int(ended.err.split()[-1])


def killed(at: int, *argv: str, small: int = 0) -> None:
    """The command, killed by SIGKILL in front of its change of that number; it must come so far."""
    ended = command(str(at), str(small), *argv, code=KILLED)
    assert ended.code == -signal.SIGKILL, ended.err


class Process:
    """A running process that tells its events line by line."""

    def __init__(self, *command: str) -> None:
        self._popen = subprocess.Popen(
            [*PYTHON, *command],
            env=environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
        )
        self.pid = self._popen.pid

    def do(self, **job: object) -> None:
        """Hand it a job."""
        assert self._popen.stdin is not None
        self._popen.stdin.write(json.dumps(job).encode() + b"\n")
        self._popen.stdin.flush()

    def event(self, wanted: str) -> dict[str, Any]:
        """The next event of that name; those before it are passed over."""
        while True:
            found = self.next_event()
            if found["event"] == wanted:
                return found

    def next_event(self) -> dict[str, Any]:
        """The next event of any name."""
        assert self._popen.stdout is not None
        if not (line := self._popen.stdout.readline()):
            raise AssertionError(f"it ended ({self._popen.wait()}) without the event that is waited for")
        found: dict[str, Any] = json.loads(line)
        return found

    def ended(self) -> int:
        """Wait for its end, whatever it tells before; the exit code."""
        assert self._popen.stdout is not None
        self._popen.stdout.read()
        return self._popen.wait(PATIENCE)

    def close(self) -> int:
        """Close its stdin and wait for its end; the exit code."""
        assert self._popen.stdin is not None
        self._popen.stdin.close()
        return self._popen.wait(PATIENCE)

    def kill(self) -> None:
        """kill -9, and wait until it is gone."""
        self._popen.kill()
        self._popen.wait()
        for pipe in (self._popen.stdin, self._popen.stdout):
            assert pipe is not None
            with suppress(BrokenPipeError):
                pipe.close()


@contextmanager
def worker(library: Path, code: str | None = None) -> Iterator[Process]:
    """The worker process of a library, or what `code` starts in its place; killed when the test is over."""
    process = Process(
        *(("-c", code) if code else ("-m", "reader.core.worker.worker")), "--library", str(library)
    )
    try:
        yield process
    finally:
        process.kill()


def children(pid: int) -> list[int]:
    """The processes that a process has started, and theirs (Linux)."""
    parents: dict[int, int] = {}
    for place in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            parents[int(place.parent.name)] = int(place.read_text().rpartition(")")[2].split()[1])
    found = [child for child, parent in parents.items() if parent == pid]
    return found + [further for child in found for further in children(child)]


def is_at_work(pid: int) -> bool:
    """Whether a thread of a process runs, or would if it had a processor (Linux; False elsewhere)."""
    for place in Path(f"/proc/{pid}/task").glob("*/stat"):
        with suppress(OSError):  # the thread has just ended
            if place.read_text().rpartition(")")[2].split()[0] in "RD":
                return True
    return False


def is_gone(pid: int, patience: float = PATIENCE) -> bool:
    """Whether a process, whoever started it, is gone after so many seconds at most (Linux)."""
    try:
        process = os.pidfd_open(pid)
    except ProcessLookupError:
        return True
    try:
        return bool(select.select([process], [], [], patience)[0])
    finally:
        os.close(process)
