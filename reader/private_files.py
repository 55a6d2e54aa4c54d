"""Makes the program's own folders and files so that only their owner may read them: they hold what somebody reads."""

from __future__ import annotations

import os
import stat
import time
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_LEFT_S = 60.0
"""Seconds after which a temporary file has lost its writer: writing takes milliseconds."""


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing; one that is there keeps its mode. Raises OSError."""
    if not folder.is_dir():
        make_folder(folder.parent)
        folder.mkdir(mode=0o700, exist_ok=True)


@contextmanager
def only_owner() -> Iterator[None]:
    """Files that this process makes within, whoever makes them, are their owner's alone. Not for two threads at once."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)


def write(path: Path, text: str) -> None:
    """Make or replace a file, whole or not at all; one that is there keeps its mode. Raises OSError.

    What killed writers of it have left is taken away.
    """
    make_folder(path.parent)
    for left in path.parent.iterdir():
        with suppress(OSError):
            is_ours = left.name.startswith(f".{path.name}.") and left.name.endswith(".tmp")
            if is_ours and abs(time.time() - left.stat().st_mtime) > _LEFT_S:
                left.unlink()
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        with only_owner():
            temporary.write_text(text, "utf-8")
        if path.exists():
            temporary.chmod(stat.S_IMODE(path.stat().st_mode))
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
