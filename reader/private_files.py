"""Makes the program's own folders and files so that only their owner may read them: they hold what somebody reads."""

from __future__ import annotations

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING

from reader import durable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def make_folder(folder: Path) -> None:
    """Make a folder and those above it that are missing; one that is there keeps its mode. Raises OSError."""
    durable.make_folder(folder, 0o700)


@contextmanager
def only_owner() -> Iterator[None]:
    """Files that this process makes within, whoever makes them, are their owner's alone. Not for two threads at once."""
    before = os.umask(0o077)
    try:
        yield
    finally:
        os.umask(before)
