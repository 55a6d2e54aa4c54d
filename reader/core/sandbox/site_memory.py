"""Remembers the sites whose pages are read loosely first, since that gave more before.

A small file in the cache: losing it costs a second extraction of a page.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from typing import TYPE_CHECKING

from reader.text import urls

if TYPE_CHECKING:
    from pathlib import Path

SITES_LIMIT = 2_000
"""Sites that are remembered: the latest ones."""

_SIZE_LIMIT = 1_000_000


class SiteMemory:
    """The hosts in a file, which is read at the first question and written by `keep` if anything has changed."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._hosts: dict[str, None] | None = None
        self._is_changed = False

    def is_loose(self, url: str | None) -> bool:
        """Tells whether the pages of an address's site are read loosely first."""
        return bool(url) and urls.host(url or "") in self._known()

    def learn(self, url: str | None, *, was_loose: bool) -> None:
        """Learns from a page how its site is read best."""
        host = urls.host(url) if url else None
        if not host or was_loose == (host in self._known()):
            return
        self._is_changed = True
        if was_loose:
            self._known()[host] = None
        else:
            del self._known()[host]

    def keep(self) -> None:
        """Writes the file; a cache that cannot be written is not missed."""
        if not self._is_changed:
            return
        self._is_changed = False
        coming = self._path.with_name(f"{self._path.name}.{os.getpid()}")
        with suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            coming.write_text(json.dumps(list(self._known())[-SITES_LIMIT:]), "utf-8")
            coming.replace(self._path)

    def _known(self) -> dict[str, None]:
        if self._hosts is None:
            self._hosts = dict.fromkeys(self._read())
        return self._hosts

    def _read(self) -> list[str]:
        try:
            with self._path.open("rb") as file:
                found = json.loads(file.read(_SIZE_LIMIT))
        except (OSError, ValueError, RecursionError):
            return []
        return [host for host in found if isinstance(host, str)] if isinstance(found, list) else []
