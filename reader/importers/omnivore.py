"""Omnivore's export, a folder: `metadata_*.json`, and the articles' texts in `content/SLUG.html`."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.importers.items import page

if TYPE_CHECKING:
    from pathlib import Path

    from reader.importers.file_kind import FileHead
    from reader.importers.items import ImportedArticle, Left
    from reader.importers.json_objects import Fields

TEXT_LIMIT = 5_000_000
"""Bytes of a text that are read."""

_METADATA = re.compile(r"metadata_\w{1,40}\.json")
_SLUG = re.compile(r"[^/\\\0.][^/\\\0]{0,240}")


def is_metadata(name: str) -> bool:
    """True for the name of a file that lists articles."""
    return _METADATA.fullmatch(name) is not None


def detect(head: FileHead) -> bool:
    """The keys that no other array of addresses has."""
    return head.keys >= {"slug", "savedAt"} or head.keys >= {"readingProgress", "savedAt"}


def read(place: str, found: Fields, folder: Path) -> ImportedArticle | Left:
    """One article; its text is in the object, or in `folder`, where it has one. Archived and read to the end is read."""
    saved = found.moment("savedAt")
    author = found.text("author")
    return page(
        place,
        found.text("url"),
        found.text("title"),
        html=found.text("content") or _content(folder, found.text("slug")),
        saved=saved.moment if saved else None,
        read=found.text("state").lower() == "archived" or found.number("readingProgress") >= 100,
        tags=found.names("labels"),
        authors=[author] if author else [],
        published=found.moment("publishedAt"),
        description=found.text("description"),
    )


def _content(folder: Path, slug: str) -> str:
    """The text of the file; "" where there is none. A slug that leads elsewhere, or a link, is none."""
    texts = folder / "content"
    file = texts / f"{slug}.html"
    try:
        if not _SLUG.fullmatch(slug) or texts.is_symlink() or file.is_symlink() or not file.is_file():
            return ""
        with file.open("rb") as opened:
            return opened.read(TEXT_LIMIT).decode("utf-8", "replace")
    except OSError:  # a name that is too long, no permission: the article comes without its text, and says so
        return ""
