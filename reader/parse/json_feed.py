"""JSON Feed 1.0 and 1.1, read by ourselves: it is plain JSON, and real ones hold values of every wrong type.

fastfeedparser reads the same, but raises on a wrong type, keeps one author and copies text bodies into summaries.
"""

from __future__ import annotations

import json
from typing import Any

from reader.errors import ParseError
from reader.parse.raw import FILES_LIMIT, RawEnclosure, RawEntry, RawFeed


def read(text: str) -> RawFeed:
    """The feed. ParseError where it is no JSON, or JSON of another kind. A value of a wrong type counts as missing."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ParseError("not a feed: it starts like JSON, but is not valid JSON") from error
    version = _text(found, "version")
    if not isinstance(found, dict) or "jsonfeed.org/version/" not in version:
        raise ParseError("not a feed: JSON of another kind")
    return RawFeed(
        format=f"json-feed-{version.rpartition('/')[2]}",
        title=_text(found, "title"),
        title_kind="json",
        url=_text(found, "feed_url") or None,
        site_url=_text(found, "home_page_url") or None,
        description=_text(found, "description"),
        lang=_text(found, "language") or None,
        authors=_authors(found),
        entries=tuple(_entry(item) for item in _list(found, "items") if isinstance(item, dict)),
    )


def _entry(item: dict[str, Any]) -> RawEntry:
    html, text = _text(item, "content_html"), _text(item, "content_text")
    pictures = tuple(found for key in ("image", "banner_image") if (found := _text(item, key)))
    return RawEntry(
        title=_text(item, "title"),
        title_kind="json",
        # The format wants a string but lets a number stand for one.
        guid=_text(item, "id") or _number(item, "id") or None,
        link=_text(item, "url") or _text(item, "external_url") or None,
        authors=_authors(item),
        published=_text(item, "date_published") or None,
        updated=_text(item, "date_modified") or None,
        bodies=(html or text,) if html or text else (),
        body_is_text=not html,
        summary=_text(item, "summary"),
        lang=_text(item, "language") or None,
        categories=tuple(tag for tag in _list(item, "tags") if isinstance(tag, str)),
        enclosures=tuple(
            RawEnclosure(
                _text(part, "url"),
                _text(part, "mime_type"),
                _number(part, "size_in_bytes"),
                _number(part, "duration_in_seconds"),
            )
            for part in _list(item, "attachments")[:FILES_LIMIT]
            if _text(part, "url")
        ),
        pictures=pictures,
    )


def _authors(node: dict[str, Any]) -> tuple[str, ...]:
    several = [name for author in _list(node, "authors") if (name := _text(author, "name"))]
    return tuple(several or filter(None, [_text(node.get("author"), "name")]))


def _number(node: dict[str, Any], key: str) -> str:
    value = node.get(key)
    return str(value) if isinstance(value, int | float) and not isinstance(value, bool) else ""


def _list(node: dict[str, Any], key: str) -> list[Any]:
    value = node.get(key)
    return value if isinstance(value, list) else []


def _text(node: object, key: str) -> str:
    value = node.get(key) if isinstance(node, dict) else None
    return value if isinstance(value, str) else ""
