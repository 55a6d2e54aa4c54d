"""Locks a job that only one process may do at a time, by an advisory lock on a file."""

from __future__ import annotations

import fcntl
import os
import time
from contextlib import suppress
from typing import TYPE_CHECKING, Self

from reader.errors import LibraryLocked
from reader.store.library_file import file_errors

if TYPE_CHECKING:
    from pathlib import Path

_PAUSE = 0.05
"""Seconds between two tries: the holder's end is noticed before a person notices the wait."""


class Lock:
    """An advisory lock on the file at `path`. The system frees it when its process ends, however it ends.

    The file names the holder: its process id and its `purpose` ("refresh"). As a context manager it does not wait.
    """

    def __init__(self, path: Path, purpose: str) -> None:
        self.path = path
        self.purpose = purpose
        self._file: int | None = None

    def acquire(self, wait: float = 0.0) -> None:
        """Takes the lock, trying for `wait` seconds. Raises LibraryLocked, which names the holder."""
        deadline = time.monotonic() + wait
        with file_errors("the lock file cannot be written", self.path, "check the permissions of its folder"):
            file = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        try:
            while not _take(file):
                self._refuse_late(deadline, file)
                time.sleep(_PAUSE)
            with suppress(OSError):  # held all the same: on a full disk without a name
                os.ftruncate(file, 0)
                os.pwrite(file, f"{os.getpid()} {self.purpose}\n".encode(), 0)
        except BaseException:
            os.close(file)
            raise
        self._file = file

    def _refuse_late(self, deadline: float, file: int) -> None:
        if time.monotonic() < deadline:
            return
        pid, _, purpose = os.pread(file, 200, 0).decode(errors="replace").strip().partition(" ")
        who = f"process {pid} ({purpose})" if pid.isdecimal() else "another process"
        raise LibraryLocked(
            f"{who} is using the library",
            subject=str(self.path),
            hint="wait until it has finished, then try again",
            is_job=True,
        )

    def release(self) -> None:
        """Gives the lock back; nothing happens where it is not held."""
        if self._file is not None:
            file, self._file = self._file, None
            with suppress(OSError):  # the name of who held it may stay: nobody holds it
                os.ftruncate(file, 0)
            os.close(file)

    def __enter__(self) -> Self:
        if self._file is None:
            self.acquire()
        return self

    def __exit__(self, *_: object) -> None:
        self.release()


def _take(file: int) -> bool:
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
