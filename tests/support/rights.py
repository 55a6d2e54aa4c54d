"""Folders and files that may be read and not written, also where the tests run as root."""

from __future__ import annotations

import os
import stat
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

NOBODY = 65534


@contextmanager
def as_nobody() -> Iterator[None]:
    """Root may write everywhere: be somebody else for a while."""
    if os.getuid() != 0:
        yield
        return
    os.setresuid(NOBODY, NOBODY, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)


@contextmanager
def read_only(path: Path) -> Iterator[None]:
    """The file and its folder may be read and not written, by anybody. The folders above can be passed, and stay so: other
    tests, in other processes, stand in them as well."""
    path.chmod(0o444)
    for folder in path.parent.parents:
        mode = folder.stat().st_mode
        if folder.stat().st_uid == os.getuid() and mode & 0o555 != 0o555:
            folder.chmod(stat.S_IMODE(mode) | 0o555)
    mode = stat.S_IMODE(path.parent.stat().st_mode)
    path.parent.chmod(0o555)
    try:
        yield
    finally:
        path.parent.chmod(mode)
