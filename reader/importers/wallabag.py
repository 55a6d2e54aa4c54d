"""wallabag's export, a JSON array, each article with its text as HTML; version 1 had other names for the flags.

By its source, github.com/wallabag/wallabag: what `src/Entity/Entry.php`, `Annotation.php` and `Tag.php` put into the group
`export_all`. An annotation is `{text, quote, ranges}`: what was written, on which words; either may be empty.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.importers.items import page
from reader.model import Excerpt

if TYPE_CHECKING:
    from reader.importers.file_kind import FileHead
    from reader.importers.items import ImportedArticle, LeftOut
    from reader.importers.json_objects import Fields

_FAILED = ("wallabag can't retrieve contents for this article", "Unable to retrieve readable content")
"""Messages that wallabag stores in place of a text that it did not get."""

_FAILED_LENGTH = 1_000


def detect(head: FileHead) -> bool:
    """The flags of version 2 or 1; or, where the first text leaves nothing else of its object in the head, its first
    keys in the order of the alphabet: annotations, content, created_at."""
    known = ({"is_archived"}, {"is_read", "is_fav"}, {"annotations", "content"})
    return any(head.keys >= keys for keys in known)


def read(place: str, found: Fields) -> ImportedArticle | LeftOut:
    """One article. Archived is read, starred is bookmarked."""
    html = found.text("content")
    if any(words in html[:_FAILED_LENGTH] for words in _FAILED):
        html = ""
    saved = found.moment("created_at")
    return page(
        place,
        found.text("url", "given_url"),
        found.text("title"),
        html=html,
        saved=saved.moment if saved else None,
        read=found.flag("is_archived", "is_read"),
        bookmarked=found.flag("is_starred", "is_fav"),
        tags=_tags(found),
        authors=found.names("published_by"),
        published=found.moment("published_at"),
        lang=found.text("language"),
        excerpts=[Excerpt(one.text("quote"), one.text("text")) for one in found.each("annotations")],
    )


def _tags(found: Fields) -> list[str]:
    """A list; in version 1 a text with commas."""
    return [tag for name in found.names("tags") for tag in name.split(",")]
