"""`restore`: a backup takes the library's place, while no refresh is under way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core.local_files import is_file
from reader.core.session import local_now
from reader.errors import FileError
from reader.store import library as store_library
from reader.store.lock import Lock

if TYPE_CHECKING:
    from pathlib import Path


def restore(library: Path, backup: Path) -> Path | None:
    """Put the backup in place; where what stood there is now. Raises `FileError`, `LibraryError`, `LibraryLocked`."""
    if not is_file(backup):
        raise FileError("no such file", subject=str(backup), hint="backups lie beside the library")
    library.parent.mkdir(parents=True, exist_ok=True)
    with Lock(library.with_name(f"{library.name}.refresh"), "restoring a backup"):
        return store_library.restore(library, backup, local_now())
