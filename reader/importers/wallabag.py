"""Which articles are in wallabag's export? A JSON array, each with its text as HTML; version 1 named its flags otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.importers.imported_article import page

if TYPE_CHECKING:
    from reader.importers.imported_article import ImportedArticle, Left
    from reader.importers.json_fields import Fields

_FAILED = ("wallabag can't retrieve contents for this article", "Unable to retrieve readable content")
"""What wallabag writes in place of a text that it did not get."""

_FAILED_LENGTH = 1_000


def read(place: str, found: Fields) -> ImportedArticle | Left:
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
    )


def _tags(found: Fields) -> list[str]:
    """A list; in version 1 a text with commas."""
    return [tag for name in found.names("tags") for tag in name.split(",")]
