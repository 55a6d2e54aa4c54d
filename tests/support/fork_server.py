"""A process that has loaded the program and does each job in a fork of itself: a start costs milliseconds, not a third of a
second. A job is one line of JSON on its stdin, the answer one on its stdout."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import traceback
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Self

from tests.support.processes import PATIENCE, PYTHON, environment

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

BROKEN = 99
"""The exit code of a fork whose work raised."""


class ForkServer:
    """The process, as a test has it. `module` has a function `main`, which ends in `serve`."""

    def __init__(self, module: str, folder: Path, env: Mapping[str, str | None]) -> None:
        self._process = subprocess.Popen(
            [*PYTHON, "-c", f"from {module} import main; main()"],
            cwd=folder,
            env=environment(env),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            start_new_session=True,
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        with suppress(BrokenPipeError):
            self._process.stdin.close()
        self._process.wait(PATIENCE)
        self._process.stdout.close()

    def ask(self, job: Mapping[str, Any]) -> Any:
        """The answer to a job."""
        stdin, stdout = self._process.stdin, self._process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(json.dumps(job).encode() + b"\n")
        stdin.flush()
        if not select.select([stdout], [], [], 2 * PATIENCE)[0]:  # a job has patience of its own
            os.killpg(self._process.pid, signal.SIGKILL)
            raise AssertionError("the job does not come to an end")
        line = stdout.readline()
        assert line, "the process with the forks has ended"
        return json.loads(line)


def serve(load: Callable[[], None], do: Callable[[Any], Any]) -> None:
    """Load what jobs need, then do them until stdin is closed; the process itself."""
    jobs, answers = os.fdopen(os.dup(0)), os.fdopen(os.dup(1), "w")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)
    load()
    for line in jobs:
        print(json.dumps(do(json.loads(line))), file=answers, flush=True)


def fork(work: Callable[[], int]) -> int:
    """Do work in a fork; the number of the process, which ends with the code that the work returns."""
    if pid := os.fork():
        return pid
    code, errors = BROKEN, os.dup(2)
    try:
        code = work()
    except BaseException:  # noqa: BLE001 - a fork never runs on in its parent's code, whatever happens
        os.dup2(errors, 2)
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)
