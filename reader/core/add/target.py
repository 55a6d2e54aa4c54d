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

_WITH_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*://|feed:", re.IGNORECASE)


def address(name: str) -> str | None:
    """The address that a name is, or None where it names a file, there or not, or nothing.

    A file that is there wins over a host (`news.example`), and so does a bare file name (`page.md`). Raises
    `UsageError` for an address of another scheme than http and https.
    """
    if is_file(name):
        return None
    found = urls.typed(name)
    if found is None and _WITH_SCHEME.match(name.strip()):
        if re.match("https?://", name.strip(), re.IGNORECASE):
            raise UsageError("not a valid address", subject=name, hint="check its host and port")
        raise UsageError("only http and https addresses can be fetched", subject=name)
    return found


def each(text: str) -> list[str]:
    """The addresses and files that a text names, a line each; of a line of addresses every one. Blank lines and those that
    begin with `#` name none."""
    found: list[str] = []
    for row in map(str.strip, text.splitlines()):
        words = row.split()
        if len(words) > 1 and all(_WITH_SCHEME.match(word) for word in words):
            found += words
        elif row and not row.startswith("#"):
            found.append(row)
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
