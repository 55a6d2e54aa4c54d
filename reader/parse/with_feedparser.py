"""The patient second reader: feedparser, for whatever the first one refuses or would lose."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import feedparser

from reader import log
from reader.errors import ParseError
from reader.parse.raw import FILES_LIMIT, RawEnclosure, RawEntry, RawFeed
from reader.parse.with_fastfeedparser import format_of, language, title_kind, ttl

if TYPE_CHECKING:
    from reader.parse.tag_walk import EntryTags, FeedOutline


def read(text: str, outline: FeedOutline, url: str | None) -> RawFeed:
    """The feed. ParseError where feedparser itself fails.

    It always gets a stream, never bytes or a str, which it would open or fetch where they name a file or an address.
    It may resolve relative addresses (xml:base is why a feed comes here), but not sanitise: that is extraction's door.
    """
    try:
        found = feedparser.parse(
            BytesIO(text.encode()),
            response_headers={
                "content-type": "application/xml; charset=utf-8",
                "content-location": url or "",
            },
            sanitize_html=False,
            resolve_relative_uris="xml:base" in text,
        )
    except Exception as error:  # feedparser raises whatever its parts raise
        log.exception("reading a feed with feedparser", about=url)
        raise ParseError(f"cannot be read as a feed ({type(error).__name__})") from error
    kind = format_of(outline)
    head = found.feed
    same = len(found.entries) == len(outline.items)
    items = outline.items if same else [None] * len(found.entries)
    return RawFeed(
        format=kind,
        title=head.get("title") or outline.head.values.get("plain title", ""),
        title_kind=title_kind((head.get("title_detail") or {}).get("type"), kind),
        url=outline.head.self_url,
        site_url=head.get("link"),
        description=head.get("subtitle") or "",
        lang=head.get("language") or language(outline),
        ttl=ttl(outline.head),
        authors=_authors(head),
        entries=tuple(_entry(entry, item, kind) for entry, item in zip(found.entries, items, strict=True)),
    )


def _entry(entry: Any, marks: EntryTags | None, kind: str) -> RawEntry:
    content = [part for part in entry.get("content") or () if part.get("value")]
    bodies = [part["value"] for part in content]
    summary = entry.get("summary") or ""
    # It copies a content into an absent summary.
    if summary in bodies or (marks and marks.has_content and not marks.has_summary):
        summary = ""
    if marks and not marks.has_content:  # it calls whatever is a second summary (itunes:summary) a content
        summary, bodies = max([summary, *bodies], key=len), []
    if marks and "full text" in marks.values:
        bodies.append(marks.values["full text"])
    return RawEntry(
        title=entry.get("title") or (marks.values.get("plain title", "") if marks else ""),
        title_kind=title_kind((entry.get("title_detail") or {}).get("type"), kind),
        guid=marks.guid if marks else entry.get("id"),
        link=entry.get("link") or _alternate(entry),
        authors=marks.names if marks and marks.names else _authors(entry),
        published=_date(entry, marks, "published"),
        updated=_date(entry, marks, "updated"),
        bodies=tuple(bodies),
        body_is_text=bool(content) and all(part.get("type") == "text/plain" for part in content),
        summary=summary,
        lang=marks.lang if marks else None,
        categories=tuple(tag.get("label") or tag.get("term") or "" for tag in entry.get("tags") or ()),
        enclosures=marks.files if marks else _enclosures(entry),
        duration=marks.values.get("duration", "") if marks else entry.get("itunes_duration") or "",
        pictures=tuple(marks.pictures) if marks else (),
    )


def _enclosures(entry: Any) -> tuple[RawEnclosure, ...]:
    return tuple(
        RawEnclosure(part.get("href") or "", part.get("type") or "", part.get("length") or "")
        for part in (entry.get("enclosures") or ())[:FILES_LIMIT]
    )


def _alternate(entry: Any) -> str | None:
    # Its "link" is only ever a page; an entry may be a document of another kind.
    hrefs = (link.get("href") for link in entry.get("links") or () if link.get("rel") == "alternate")
    return next(filter(None, hrefs), None)


def _date(entry: Any, marks: EntryTags | None, name: str) -> str | None:
    # `get` of its dictionary, asked for "updated", answers "published" and warns; that of `dict` does not.
    return marks.values.get(name) if marks else dict.get(entry, name)


def _authors(node: Any) -> tuple[str, ...]:
    names = tuple(author["name"] for author in node.get("authors") or () if author.get("name"))
    return names or ((node["author"],) if node.get("author") else ())
