"""A real PostgreSQL of the tests' own, on this machine only."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import tempfile
import threading
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

QUICK = (
    "fsync=off",
    "synchronous_commit=off",
    "full_page_writes=off",
    "shared_buffers=64MB",
    "max_connections=60",
)


def program(name: str) -> str | None:
    """The path of a program of PostgreSQL, or of another."""
    # Debian keeps the programs of PostgreSQL out of the path, a folder for each version.
    beside = sorted(Path("/usr/lib/postgresql").glob(f"*/bin/{name}"))
    return shutil.which(name) or (str(beside[-1]) if beside else None)


def is_missing() -> bool:
    """True where there is no server to start."""
    return program("initdb") is None or program("postgres") is None


def free_port() -> int:
    """A port that nobody listens on."""
    with socket.socket() as tried:
        tried.bind(("127.0.0.1", 0))
        return int(tried.getsockname()[1])


def owner() -> str | None:
    """Who runs PostgreSQL, which refuses to run as root; None: whoever runs the tests."""
    return "postgres" if os.geteuid() == 0 else None


@contextmanager
def process(
    command: list[str], log: Path, environ: dict[str, str] | None = None, user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A program that runs, and is ended."""
    with (
        log.open("ab") as out,
        subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=subprocess.STDOUT,
            env=environ,
            cwd="/",
            user=user,
        ) as running,
    ):
        try:
            yield running
        finally:
            running.terminate()
            running.wait()


def wait(running: subprocess.Popen[bytes], is_there: object, log: Path) -> None:
    """Waits until it is there, as long as the program runs."""
    assert callable(is_there)
    pause = threading.Event()
    for _ in range(int(PATIENCE / 0.05)):
        if is_there():
            return
        assert running.poll() is None, log.read_text(errors="replace")[-2_000:]
        pause.wait(0.05)
    raise AssertionError(log.read_text(errors="replace")[-2_000:])


def run(*command: str) -> None:
    """Runs a program of PostgreSQL to its end, as who owns the server."""
    done = subprocess.run(command, capture_output=True, check=False, cwd="/", user=owner())
    assert done.returncode == 0, done.stderr.decode(errors="replace")


def folder(stack: ExitStack) -> Path:
    """A folder that the server's owner may write in: not below the tests' own, which the other user may not enter."""
    place = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bs-pg-", dir="/tmp")))
    if os.geteuid() == 0:
        shutil.chown(place, "postgres")
    place.chmod(0o755)
    return place


def initdb(data: Path) -> None:
    """Makes an empty cluster that lets everybody in."""
    run(
        program("initdb") or "", "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync",
        "--locale=C.UTF-8",
    )  # fmt: skip


@dataclass
class RealPostgres:
    """A running server. `port` is its port on 127.0.0.1."""

    port: int
    place: Path
    process: subprocess.Popen[bytes]

    def sql(self, statements: str, *, database: str = "postgres", user: str = "postgres") -> str:
        """What the statements print: rows of fields, parted by `|`."""
        command = [
            program("psql") or "", "-h", "127.0.0.1", "-p", str(self.port), "-U", user, "-qtA", "-v", "ON_ERROR_STOP=1",
            database,
        ]  # fmt: skip
        done = subprocess.run(command, input=statements, text=True, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr
        return done.stdout.strip()

    def address(self, user: str, database: str) -> str:
        """The address of a database for a person."""
        return f"postgresql://{user}@127.0.0.1:{self.port}/{database}"

    def kill(self) -> None:
        """Ends the server at once, without a farewell."""
        self.process.send_signal(signal.SIGQUIT)
        self.process.wait()

    def pause(self) -> None:
        """Stops the server and all its children, so that nobody gets an answer."""
        self._signal(signal.SIGSTOP)

    def go_on(self) -> None:
        """Lets it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, which: signal.Signals) -> None:
        for task in Path("/proc").glob("[0-9]*/stat"):
            try:
                fields = task.read_text().rpartition(")")[2].split()
            except OSError:
                continue
            if int(fields[1]) == self.process.pid:
                os.kill(int(task.parent.name), which)
        self.process.send_signal(which)


@contextmanager
def running(*options: str, data: Path | None = None, port: int = 0) -> Iterator[RealPostgres]:
    """Starts a server on a cluster of its own, or on one that is there, and stops it; 0: on a port that is free."""
    with ExitStack() as stack:
        place = data.parent if data else folder(stack)
        if data is None:
            initdb(place / "data")
        port, log = port or free_port(), place / "log"
        own = ("listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={place}")
        words = [word for one in (*QUICK, *own, *options) for word in ("-c", one)]
        command = [program("postgres") or "", "-D", str(place / "data"), *words]
        server = stack.enter_context(process(command, log, user=owner()))
        ready = program("pg_isready") or ""
        asked = [ready, "-q", "-h", "127.0.0.1", "-p", str(port)]
        wait(server, lambda: subprocess.run(asked, check=False).returncode == 0, log)
        yield RealPostgres(port, place, server)


@contextmanager
def replica(of: RealPostgres) -> Iterator[RealPostgres]:
    """A streaming replica of a server."""
    with ExitStack() as stack:
        place = folder(stack)
        run(
            program("pg_basebackup") or "", "-h", "127.0.0.1", "-p", str(of.port), "-U", "postgres", "-D",
            str(place / "data"), "-R", "-X", "stream", "--no-sync", "-c", "fast",
        )  # fmt: skip
        yield stack.enter_context(running(data=place / "data"))


@contextmanager
def small_disk(megabytes: int) -> Iterator[Path | None]:
    """A folder on a disk of that size, which the server's owner may write in; None where nobody lets us have one."""
    with ExitStack() as stack:
        place = folder(stack) / "disk"
        place.mkdir()
        mount = ["mount", "-t", "tmpfs", "-o", f"size={megabytes}m,mode=777", "tmpfs", str(place)]
        if os.geteuid() != 0 or subprocess.run(mount, capture_output=True, check=False).returncode:
            yield None
            return
        try:
            yield place
        finally:
            subprocess.run(["umount", "-l", str(place)], check=True)


def enlarge(place: Path, megabytes: int) -> None:
    """Gives the disk at that place another size."""
    subprocess.run(["mount", "-o", f"remount,size={megabytes}m", str(place)], check=True)
