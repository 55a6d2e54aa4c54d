"""Which program wrote this file? By its first bytes, for what `import` takes besides OPML and JSON Lines."""

from __future__ import annotations

import re
from typing import Literal

from reader.importers import newsboat_urls
from reader.text.encodings import decode

Program = Literal[
    "newsboat-cache", "newsboat-urls", "pocket", "instapaper", "pinboard", "wallabag", "omnivore"
]

_KEYS = re.compile(r'"(\w{1,40})"\s*:')
_CSV: dict[Program, frozenset[str]] = {
    "pocket": frozenset(("url", "time_added", "status")),
    "instapaper": frozenset(("url", "title", "folder", "timestamp")),
}
_JSON: dict[Program, tuple[frozenset[str], ...]] = {
    # What a text of 64 kB leaves of an object whose keys are sorted suffices, too: annotations, content, created_at.
    "wallabag": (
        frozenset(("is_archived",)),
        frozenset(("is_read", "is_fav")),
        frozenset(("annotations", "content")),
    ),
    "omnivore": (frozenset(("slug", "savedAt")), frozenset(("readingProgress", "savedAt"))),
    "pinboard": (frozenset(("href", "toread")), frozenset(("href", "extended"))),
}


def program(head: bytes) -> Program | None:
    """The program whose export begins like this, unpacked; 64 kB tell. None for everything else."""
    if head.startswith(b"SQLite format 3\0"):
        return "newsboat-cache"
    text = decode(head, None, []).lstrip("\ufeff \t\r\n")
    if text.startswith("["):
        keys = frozenset(_KEYS.findall(text))
        return next((name for name, sets in _JSON.items() if any(some <= keys for some in sets)), None)
    columns = frozenset(cell.strip(' "\r').lower() for cell in text.partition("\n")[0][:1_000].split(","))
    for name, needed in _CSV.items():
        if needed <= columns:
            return name
    # The last of the lines that were read may be cut.
    whole = text if len(head) < 1_000 else text.rpartition("\n")[0] or text
    return "newsboat-urls" if newsboat_urls.looks_so(whole) else None
