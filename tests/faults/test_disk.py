"""The n-th change of the disk fails, below SQLite and Python, for n = 1 … until the operation passes."""

from __future__ import annotations

import errno
import os
import platform
import signal
from typing import TYPE_CHECKING

import pytest

from tests.faults.disk import Kind, Mode, compiled
from tests.faults.operations import OPERATIONS, goes_on, holds, is_told
from tests.support import processes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.faults.operations import Shelf

EVERY = bool(os.environ.get("BROADSHEET_EVERY_CHANGE"))
"""Each change fails in each way (`make disk-faults`); else another one in each way."""

AT_ONCE = 1
"""Changes of an operation that fail in one way."""

GOES_ON = 4
"""One in so many is then used on: the index, the next try, what is left."""

WAYS: dict[str, tuple[int, Mode, Kind]] = {
    "ENOSPC": (errno.ENOSPC, Mode.ONCE, Kind.ANY),
    "EIO": (errno.EIO, Mode.ONCE, Kind.ANY),
    "EACCES": (errno.EACCES, Mode.ONCE, Kind.ANY),
    "EINTR": (errno.EINTR, Mode.ONCE, Kind.ANY),
    "full": (errno.ENOSPC, Mode.FROM_THEN_ON, Kind.ANY),
    "dead": (errno.EIO, Mode.FROM_THEN_ON, Kind.ANY),
    "kill": (signal.SIGKILL, Mode.SIGNAL, Kind.ANY),
    "terminate": (signal.SIGTERM, Mode.SIGNAL, Kind.ANY),
    "interrupt": (signal.SIGINT, Mode.SIGNAL, Kind.ANY),
    "short": (0, Mode.HALF, Kind.WRITE),
    "fsync": (errno.EIO, Mode.ONCE, Kind.SYNC),
    "rename": (errno.EIO, Mode.ONCE, Kind.RENAME),
    "unlink": (errno.EIO, Mode.ONCE, Kind.UNLINK),
    "open": (errno.EMFILE, Mode.ONCE, Kind.OPEN),
}
"""The error or signal, whether it stays, and what it happens to. `short`: half of the bytes are written."""

SIGNALS = ("kill", "terminate", "interrupt")
NOT_DONE = {("rename", "mark"), ("rename", "note"), ("rename", "undo"), ("unlink", "settings")}
"""An operation that makes no such change."""

INTERRUPTED = (130, 0)
"""Ctrl-C ends a command, or comes when it is done."""


def spread(changes: int, way: str, name: str) -> list[int]:
    """The changes that fail: all, or some, at other places for each way and operation."""
    if EVERY or changes <= AT_ONCE:
        return list(range(1, changes + 1))
    place = (5 * [*WAYS].index(way) + 3 * [*OPERATIONS].index(name)) % len(WAYS) / len(WAYS)
    return [1 + int((part + place) * changes / AT_ONCE) for part in range(AT_ONCE)]


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("way", WAYS)
def test_whichever_change_fails(shelf: Shelf, way: str, name: str) -> None:
    error, mode, kinds = WAYS[way]
    counted = shelf.counted(name)
    failures = 0
    for at in spread(counted.changes[kinds], way, name):
        shelf.lay_out()
        shelf.disk.fail(shelf.folder, at, error, mode, kinds)
        answer, *_ = shelf.do(OPERATIONS[name].line)
        shelf.disk.rest()
        failures += shelf.disk.failed > 0
        try:
            if way in SIGNALS:
                assert "Traceback" not in answer.err
                assert answer.code in (*INTERRUPTED, -error), answer.err
            else:
                is_told(answer, shelf.folder)
            holds(shelf, name, answer, counted.before, counted.after)
            if failures % GOES_ON == 1:
                goes_on(shelf, name, counted.after)
        except AssertionError as fault:
            raise AssertionError(f"change {at} of {counted.changes[kinds]}: {answer}") from fault
    assert failures or (way, name) in NOT_DONE, "nothing was failed"


def test_a_refresh_whose_children_are_processes_of_their_own_finds_no_room(shelf: Shelf) -> None:
    counted = shelf.counted("refresh")
    shelf.lay_out()
    shelf.disk.fail(shelf.folder, 20, errno.ENOSPC, Mode.FROM_THEN_ON)
    answer = processes.command("refresh", env={**shelf.disk.environment, **shelf.env})
    shelf.disk.rest()
    assert shelf.disk.failed
    assert answer.code == 4
    is_told(answer, shelf.folder)
    holds(shelf, "refresh", answer, counted.before, counted.after)


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="needs Linux with glibc")
def test_only_the_gate_insists_on_a_compiler(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("shutil.which", lambda _: None)
    monkeypatch.delenv("CI", raising=False)
    with pytest.raises(pytest.skip.Exception, match="apt-get install gcc"):
        compiled(tmp_path)
    monkeypatch.setenv("CI", "true")
    with pytest.raises(AssertionError, match="apt-get install gcc"):
        compiled(tmp_path)
