"""The n-th change of the disk fails, below SQLite and Python, for n = 1 … until the operation passes."""

from __future__ import annotations

import errno
import os
import signal
from typing import TYPE_CHECKING

import pytest

from tests.faults.disk import Kind, Mode
from tests.faults.operations import OPERATIONS, goes_on, holds, is_told

if TYPE_CHECKING:
    from tests.faults.operations import Shelf

EVERY = bool(os.environ.get("BROADSHEET_EVERY_CHANGE"))
"""Each change fails in each way (`make disk-faults`); else each one of the first in one of the ways, in turn, and some of
the rest."""

AT_ONCE = 4
"""Changes that fail in one way."""

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


def spread(changes: int, way: int) -> list[int]:
    """The changes that fail in the way of that number: all, or a few, which no two ways share before there are many."""
    if EVERY or changes <= AT_ONCE:
        return list(range(1, changes + 1))
    return [1 + int((part + way / len(WAYS)) * changes / AT_ONCE) for part in range(AT_ONCE)]


@pytest.mark.parametrize("name", OPERATIONS)
@pytest.mark.parametrize("way", WAYS)
def test_whichever_change_fails(shelf: Shelf, way: str, name: str) -> None:
    error, mode, kinds = WAYS[way]
    counted = shelf.counted(name)
    failures = 0
    for at in spread(counted.changes[kinds], [*WAYS].index(way)):
        shelf.lay_out()
        shelf.disk.fail(shelf.folder, at, error, mode, kinds)
        answer, *_ = shelf.do(OPERATIONS[name].line)
        shelf.disk.rest()
        failures += shelf.disk.failed
        try:
            if way in SIGNALS:
                assert "Traceback" not in answer.err
                assert answer.code in (*INTERRUPTED, -error), answer.err
            else:
                is_told(answer, shelf.folder)
            holds(shelf, name, answer, counted.before, counted.after)
            goes_on(shelf, name, counted.after)
        except AssertionError as fault:
            raise AssertionError(f"change {at} of {counted.changes[kinds]}: {answer}") from fault
    assert failures or (way, name) in NOT_DONE, "nothing was failed"
