"""Paths of the library, settings, caches and exports. Nothing is created, and the environment is read on each call.

Variables that are set but empty count as unset.
"""

from __future__ import annotations

import contextlib
import os
import re
from pathlib import Path
from typing import Literal

from reader.errors import UsageError

APP = "broadsheet"


def library(option: str | None = None) -> Path:
    """The library's file: `--library`, else BROADSHEET_LIBRARY, else `broadsheet/library.db` in the data folder."""
    chosen = option or os.environ.get("BROADSHEET_LIBRARY")
    return _absolute(chosen) if chosen else _home("XDG_DATA_HOME", "data") / "library.db"


def cache() -> Path:
    """The folder for what can be made again: BROADSHEET_CACHE_DIR, else `broadsheet` in the cache folder."""
    chosen = os.environ.get("BROADSHEET_CACHE_DIR")
    return _absolute(chosen) if chosen else _home("XDG_CACHE_HOME", "cache")


def index(library_path: Path, library_id: str) -> Path:
    """The index's folder, `index/<id>` in the cache; beside the library (`library.db.index/<id>`) where that is
    temporary, so that both go together. The id keeps a new library from the index of one that was there before."""
    # The id comes out of a file that anyone may have made.
    name = re.sub(r"[^A-Za-z0-9_-]", "_", library_id)[:64] or "_"
    return _derived(library_path, "index") / name


def pictures(library_path: Path) -> Path:
    """The folder of the pictures that were shown: `pictures` in the cache; beside a temporary library, as the index."""
    return _derived(library_path, "pictures")


def _derived(library_path: Path, what: str) -> Path:
    place = os.path.realpath(library_path)
    if any(place.startswith(folder + os.sep) for folder in _temporary()):
        return library_path.with_name(f"{library_path.name}.{what}")
    return cache() / what


def config_folder() -> Path:
    """The folder of the user's own files: BROADSHEET_CONFIG_DIR, else `broadsheet` in the config folder."""
    chosen = os.environ.get("BROADSHEET_CONFIG_DIR")
    return _absolute(chosen) if chosen else _home("XDG_CONFIG_HOME", "config")


def documents() -> Path:
    """The default folder of exports: `broadsheet` in the user's folder for documents."""
    chosen = os.environ.get("XDG_DOCUMENTS_DIR", "")
    if Path(chosen).is_absolute():
        return Path(chosen) / APP
    import platformdirs

    return platformdirs.user_documents_path() / APP


def _absolute(text: str) -> Path:
    path = Path(text)
    with contextlib.suppress(RuntimeError):  # no such user: then the name begins with ~ indeed
        path = path.expanduser()
    return path.absolute()


def _home(variable: str, kind: Literal["data", "cache", "config"]) -> Path:
    """Our folder in one of the user's; XDG says that a relative value is to be ignored."""
    chosen = os.environ.get(variable, "")
    if Path(chosen).is_absolute():
        return Path(chosen) / APP
    import platformdirs

    own = platformdirs.PlatformDirs(APP, appauthor=False)
    try:
        return Path(getattr(own, f"user_{kind}_path"))
    except RuntimeError:
        raise UsageError(
            "the home folder is unknown",
            hint="set HOME, or BROADSHEET_LIBRARY, BROADSHEET_CACHE_DIR and BROADSHEET_CONFIG_DIR",
        ) from None


def _temporary() -> set[str]:
    """The system's temporary folders; `tempfile.gettempdir` would try them by writing."""
    named = [os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP")]
    return {os.path.realpath(folder) for folder in [*named, *_POSIX_TEMPORARY] if folder and folder != os.sep}


_POSIX_TEMPORARY = ("/tmp", "/var/tmp")  # noqa: S108 - compared with only
