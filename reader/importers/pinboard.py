"""Pinboard's export, a JSON array; `description` is the title, `extended` what was written on it.

The fields are those of its API, https://pinboard.in/api#posts_all, as https://pinboard.in/export/format:json gives them.
Its export as HTML is one of bookmarks (`netscape`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.importers.items import page

if TYPE_CHECKING:
    from reader.importers.file_kind import FileHead
    from reader.importers.items import ImportedArticle, LeftOut
    from reader.importers.json_objects import Fields


def detect(head: FileHead) -> bool:
    """The keys that no other array of addresses has."""
    return head.keys >= {"href", "toread"} or head.keys >= {"href", "extended"}


def read(place: str, found: Fields) -> ImportedArticle | LeftOut:
    """One bookmark: bookmarked here, too, and read unless it was marked to be read. Tags are parted by spaces."""
    saved = found.moment("time")
    return page(
        place,
        found.text("href"),
        found.text("description"),
        saved=saved.moment if saved else None,
        read=not found.flag("toread"),
        bookmarked=True,
        tags=found.text("tags").split(),
        notes=[found.text("extended")],
    )
