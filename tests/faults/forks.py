"""A process that has loaded the program and does each job in a fork of itself: a start costs milliseconds, not a third of
a second. A job is one line of JSON on stdin, its answer one on stdout; the library of `disk.c` is loaded under it.

A job is a list of command lines; a fork does them one after the other and ends as the program would. Parsing and
extraction happen in the fork, too (`tests.support.near`).
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import select
import signal
import subprocess
import sys
import tempfile
import traceback
from contextlib import suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tests.support.processes import PATIENCE, PYTHON, ROOT, Ended, environment
from tests.support.rights import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Forks:
    """The process, as a test has it."""

    def __init__(self, env: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [*PYTHON, "-m", "tests.faults.forks"],
            env=environment({**env, "PYTHONPATH": str(ROOT)}),
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def do(self, *lines: Sequence[str], env: Mapping[str, str], **more: object) -> list[Ended]:
        """Do a job; the end of each command line: fewer than there were, where one did not come back. `more` is in
        `_arrange`."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps({"lines": lines, "env": dict(env), **more}).encode() + b"\n")
        stdin.flush()
        if not select.select([stdout], [], [], PATIENCE)[0]:
            os.killpg(self._process.pid, signal.SIGKILL)
            raise AssertionError("the job does not come to an end")
        line = stdout.readline()
        assert line, "the process with the forks has ended"
        return [Ended(*one) for one in json.loads(line)]

    def close(self) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.close()
        self._process.stdout.close()
        self._process.wait(PATIENCE)


def main() -> None:
    """Serve jobs until stdin is closed."""
    jobs, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    _load()
    for line in jobs:
        answers.write(json.dumps(_done(json.loads(line))) + "\n")
        answers.flush()


def _load() -> None:
    from reader.config import paths
    from reader.core.sandbox.process import ChildProcess
    from tests.support import near

    ChildProcess.ask = near.ask  # type: ignore[method-assign, assignment]
    ChildProcess.start = near.start  # type: ignore[method-assign, assignment]
    # The index lies in the cache, as it does for everybody whose library is not below a folder for temporary files.
    paths._temporary = set


def _done(job: dict[str, Any]) -> list[tuple[int, str, str]]:
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as modules:
        pid = os.fork()
        if not pid:
            _work(job, told, modules)
        _, status = os.waitpid(pid, 0)
        _learn(modules)
        told.seek(0)
        found: list[tuple[int, str, str]] = [tuple(json.loads(line)) for line in told]
        if status:
            found.append((os.waitstatus_to_exitcode(status), "", ""))
        return found


def _learn(modules: IO[bytes]) -> None:
    """Load what a fork had to load, so that the next one need not."""
    modules.seek(0)
    names = modules.read().decode().split()
    for name in names:
        with suppress(ImportError):
            importlib.import_module(name)
    if names:
        gc.collect()
        gc.freeze()  # else the first collection in a fork copies every page


def _work(job: dict[str, Any], told: IO[bytes], modules: IO[bytes]) -> None:
    """Do a job's command lines, then end without coming back."""
    code, errors, known = 99, os.dup(2), set(sys.modules)
    try:
        os.environ.update(job["env"])
        signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background has it ignored
        _arrange(job)
        for argv in job["lines"]:
            told.write(json.dumps(_one(argv)).encode() + b"\n")
            told.flush()
        modules.write(" ".join(name for name in sys.modules if name not in known).encode())
        modules.flush()
        code = 0
    except BaseException:  # noqa: BLE001 - a fork never runs on in its parent's code, whatever happens
        os.dup2(errors, 2)
        traceback.print_exc()
    os._exit(code)


def _arrange(job: dict[str, Any]) -> None:
    """What a job asks for: `wait` (seconds for another process), `is_far` (the library lies on another machine),
    `is_nobody` (it is somebody else's), `moved` (the library that is taken away once it is open) and `by` (what comes in
    its place)."""
    from reader.core import indexing
    from reader.core.refresh import run
    from reader.store import library, library_file

    if wait := job.get("wait"):
        library.Library.open.__func__.__kwdefaults__["busy"] = wait  # type: ignore[attr-defined]
        run.LOCK_WAIT_S = indexing.WAIT_S = indexing.FOLLOW_WAIT_S = wait
    if job.get("is_far"):
        library_file.is_on_network = lambda path: True
    if place := job.get("moved"):
        _move_when_open(Path(place), job.get("by"))
    if job.get("is_nobody") and os.getuid() == 0:
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def _move_when_open(place: Path, by: str | None) -> None:
    from reader.store.database import Database

    opened = Database.__init__

    def moved(database: Database, path: Path, **more: Any) -> None:
        opened(database, path, **more)
        if path == place:
            if by:
                Path(by).replace(place)
            else:
                place.unlink(missing_ok=True)

    Database.__init__ = moved  # type: ignore[method-assign, assignment]


def _one(argv: Sequence[str]) -> tuple[int, str, str]:
    """Run a command line with its output in files; the code, and what was said."""
    from reader.cli.main import main as broadsheet

    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        os.dup2(out.fileno(), 1)
        os.dup2(err.fileno(), 2)
        code = OWN[argv[0]](*argv[1:]) if argv[0] in OWN else broadsheet(list(argv))
        sys.stdout.flush()
        sys.stderr.flush()
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode("utf-8", "surrogateescape"))
        return code, texts[0], texts[1]


def _set(name: str, value: str) -> int:
    """Keep a setting as the screen does."""
    from reader.cli.main import INTERRUPTED
    from reader.cli.output import Output
    from reader.config import paths, save_setting
    from reader.errors import BroadsheetError

    try:
        save_setting.keep(paths.config_folder() / "config.toml", name, value)
    except BroadsheetError as error:
        Output(json=False, quiet=False).fail(error)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    return 0


def _keys(said_in: str, *notes: str) -> int:
    """Note something again and again in one session, as the screen does; say of each that it is done."""
    from reader.core.session import LibraryPaths, Session
    from tests.faults.disk import say

    with Session(LibraryPaths.found(), create=False) as session:
        for number, text in enumerate(notes, 1):
            session.library.own_words.write(1, text, session.now())
            say(Path(said_in), number)
    return 0


def _hastily(said_in: str, *notes: str) -> int:
    """Note something as a refresh writes; say that it is done when the haste has ended."""
    from reader.core.session import LibraryPaths, Session
    from tests.faults.disk import say

    with Session(LibraryPaths.found(), create=False) as session:
        with session.library.in_haste():
            for text in notes:
                session.library.own_words.write(1, text, session.now())
        say(Path(said_in), len(notes))
    return 0


def _hastily_beside_a_reader(said_in: str, *notes: str) -> int:
    """The same while another one reads what was there before."""
    from reader.core.session import LibraryPaths, Session

    with Session(LibraryPaths.found(), create=False) as other:
        other.library.database.run("BEGIN")
        other.library.database.rows("SELECT count(*) FROM note")
        _hastily(said_in, *notes)
        other.library.database.run("ROLLBACK")
    return 0


OWN: dict[str, Callable[..., int]] = {
    "settings": _set,
    "keys": _keys,
    "hastily": _hastily,
    "hastily beside a reader": _hastily_beside_a_reader,
}
"""What the screen does, and the shell has no command for."""


if __name__ == "__main__":
    main()
