"""Tells addresses from files in what a person types."""

from __future__ import annotations

import re
from contextlib import suppress
from pathlib import Path

from reader.errors import UsageError
from reader.text import urls

_FILE_NAME = re.compile(
    r"[^/]*\.(html?|xhtml|md|markdown|txt|xml|rss|atom|rdf|opml|jsonl?|ndjson|gz|pdf)", re.IGNORECASE
)


def address(name: str) -> str | None:
    """The address that a name is, or None where it names a file, there or not, or nothing.

    A file that is there wins over a host (`news.example`), and so does a bare file name (`page.md`). Raises
    `UsageError` for an address of another scheme than http and https.
    """
    if is_file(name):
        return None
    found = urls.typed(name)
    if found is None and re.match(r"[a-z][a-z0-9+.-]*://|feed:", name.strip(), re.IGNORECASE):
        if re.match("https?://", name.strip(), re.IGNORECASE):
            raise UsageError("not a valid address", subject=name, hint="check its host and port")
        raise UsageError("only http and https addresses can be fetched", subject=name)
    return found


def is_file(name: str) -> bool:
    """True where a name is meant as a file: it looks like a path, or a file of that name is there."""
    if not name.strip() or "://" in name:
        return False
    if name == "-" or name.startswith(("/", "./", "../", "~")) or _FILE_NAME.fullmatch(name):
        return True
    with suppress(OSError, ValueError):  # too long for a name, or with a zero byte in it
        return Path(name).exists()
    return False


def path(name: str) -> Path:
    """The path that a name is, `~` resolved."""
    with suppress(RuntimeError):  # no such user: then the name begins with ~ indeed
        return Path(name).expanduser()
    return Path(name)
