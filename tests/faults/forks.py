"""Command lines in forks of a process under which the library of `disk.c` is loaded, so that its disk can fail.

A job is a list of command lines; a fork does them one after the other and ends as the program would. Parsing and
extraction happen in the fork, too (`tests.support.near`).
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import signal
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from tests.support import near
from tests.support.fork_server import ForkServer, fork, serve
from tests.support.processes import ROOT, Ended
from tests.support.rights import NOBODY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


class Forks(ForkServer):
    """The process, as a test has it."""

    def __init__(self, env: Mapping[str, str]) -> None:
        super().__init__("tests.faults.forks", ROOT, {**env, "PYTHONPATH": str(ROOT)})

    def do(self, *lines: Sequence[str], env: Mapping[str, str], **more: object) -> list[Ended]:
        """Do a job; the end of each command line: fewer than there were, where one did not come back. `more` is in
        `_arrange`."""
        return [Ended(*one) for one in self.ask({"lines": lines, "env": dict(env), **more})]


def main() -> None:
    """The process itself."""
    serve(_load, _done)


def _load() -> None:
    from reader.config import paths

    near.install()
    # The index lies in the cache, as it does for everybody whose library is not below a folder for temporary files.
    paths._temporary = set


def _done(job: dict[str, Any]) -> list[tuple[int, str, str]]:
    with tempfile.TemporaryFile() as told, tempfile.TemporaryFile() as modules:
        _, status = os.waitpid(fork(partial(_work, job, told, modules)), 0)
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


def _work(job: dict[str, Any], told: IO[bytes], modules: IO[bytes]) -> int:
    """Do a job's command lines."""
    known = set(sys.modules)
    os.environ.update(job["env"])
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell in the background has it ignored
    _arrange(job)
    for argv in job["lines"]:
        told.write(json.dumps(_one(argv)).encode() + b"\n")
        told.flush()
    modules.write(" ".join(name for name in sys.modules if name not in known).encode())
    modules.flush()
    return 0


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
