"""The fast first reader: fastfeedparser, with what it drops given back from the outline.

Compared with feedparser over the sample feeds, field by field:
- titles, links, guids, bodies, media: the same words, ten times as fast; kept;
- dates: turned into UTC, guessed, and copied between fields; the outline's own words are taken instead;
- authors: the first only; the outline has all;
- categories: none of some formats; they are not shown and may be missing;
- files: their addresses and types only; the outline has size and duration;
- titles with tags in them, XHTML, xml:base, Atom bodies that are base64: read by feedparser only, so such feeds are
  not read here (`is_for_patient`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import fastfeedparser

from reader import log
from reader.late import pattern
from reader.parse.raw import RawEntry, RawFeed, TitleKind

if TYPE_CHECKING:
    from reader.parse.tag_walk import EntryTags, FeedOutline

_FOR_PATIENT = pattern(
    r"xml:base\s*=|type\s*=\s*[\"'](xhtml|application/xhtml\+xml)|mode\s*=\s*[\"'](base64|xml)"
)
_PATIENT_SIGNS = ("xml:base", "xhtml", "base64", "purl.org/atom", "mode=")
_SECONDS = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}


def is_for_patient(text: str, outline: FeedOutline) -> bool:
    """Tells whether the feed has something that fastfeedparser is known to lose."""
    return (
        outline.head.has_bare_markup
        or any(item.has_bare_markup for item in outline.items)
        or (any(sign in text for sign in _PATIENT_SIGNS) and bool(_FOR_PATIENT.search(text)))
    )


def read(text: str, outline: FeedOutline) -> RawFeed | None:
    """The feed, or None where fastfeedparser refuses it or finds other entries than the outline."""
    try:
        found = fastfeedparser.parse(text.encode())
    except Exception:  # noqa: BLE001 - it raises whatever its readers raise; feedparser then has its turn
        log.debug("reading a feed with fastfeedparser", about=outline.head.self_url)
        return None
    if len(found["entries"]) != len(outline.items) or any(map(_has_lost, found["entries"], outline.items)):
        return None
    kind = format_of(outline)
    head = found["feed"]
    # It finds no head where RSS has a default namespace.
    if outline.head.values.get("title") and not head.get("title"):
        return None
    return RawFeed(
        format=kind,
        title=head.get("title") or outline.head.values.get("plain title", ""),
        title_kind=title_kind(outline.head.title_type, kind),
        url=outline.head.self_url,
        site_url=head.get("link"),
        description=head.get("subtitle") or "",
        lang=language(outline),
        ttl=ttl(outline.head),
        authors=outline.head.names,
        entries=tuple(
            _entry(entry, marks, kind) for entry, marks in zip(found["entries"], outline.items, strict=True)
        ),
    )


def _has_lost(entry: Any, marks: EntryTags) -> bool:
    """Tells whether the entry lacks what its tags show: it reads no content in RDF, no Atom link of RSS without a rel."""
    return (marks.has_content and not entry.get("content")) or (marks.has_link and not entry.get("link"))


def _entry(entry: Any, marks: EntryTags, kind: str) -> RawEntry:
    content = [part for part in entry.get("content") or () if part.get("value")]
    media = entry.get("media_content") or ()
    # Where there is no content it copies the description there, where there is no description the content's beginning.
    bodies = tuple(part["value"] for part in content) if marks.has_content else ()
    summary = entry.get("description") or "" if marks.has_summary or not bodies else ""
    if not bodies:  # it drops the podcast's own, which may be the longer one
        summary = max(summary, marks.values.get("podcast summary", ""), key=len)
    if not bodies and not summary:  # video feeds tell what a film is about only here
        bodies = tuple(part["description"] for part in media if part.get("description"))
    return RawEntry(
        title=entry.get("title") or marks.values.get("plain title", ""),
        title_kind=title_kind(marks.title_type, kind),
        guid=marks.guid,
        link=entry.get("link"),
        authors=marks.names,
        published=marks.values.get("published"),
        updated=marks.values.get("updated"),
        bodies=(*bodies, marks.values["full text"]) if "full text" in marks.values else bodies,
        body_is_text=bool(content) and content[0].get("type") in ("text", "text/plain"),
        summary=summary,
        lang=marks.lang,
        categories=tuple(tag.get("label") or tag["term"] for tag in entry.get("tags") or ()),
        enclosures=marks.files,
        duration=marks.values.get("duration", ""),
        pictures=tuple(marks.pictures),
    )


def format_of(outline: FeedOutline) -> str:
    """Names the format: `rss-2.0`, `rdf-1.0`, `atom-1.0` …; a version that is not said as `?`."""
    if outline.root == "feed":
        xmlns = [value for key, value in outline.attributes.items() if key.startswith("xmlns")]
        if "http://www.w3.org/2005/Atom" in xmlns:
            return "atom-1.0"
        return "atom-0.3" if "http://purl.org/atom/ns#" in xmlns else "atom-?"
    if outline.root == "rdf":
        return "rdf-1.0"
    return f"rss-{outline.attributes.get('version', '').strip()[:10] or '?'}"


def title_kind(said: str | None, kind: str) -> TitleKind:
    """RSS leaves open what a title is; Atom says it, and means plain text where it does not."""
    if not kind.startswith("atom"):
        return "unsaid"
    return "html" if said in ("html", "text/html", "application/xhtml+xml") else "text"


def language(outline: FeedOutline) -> str | None:
    """The language of the feed as it says it."""
    return (
        outline.head.values.get("language")
        or outline.attributes.get("xml:lang")
        or outline.head.attributes.get("xml:lang")
    )


def ttl(head: EntryTags) -> int | None:
    """Seconds that the feed asks to be left alone: `ttl` in minutes, or sy:updatePeriod by sy:updateFrequency."""
    minutes = head.values.get("ttl", "")
    if minutes.isdecimal() and 0 < len(minutes) < 8:
        return int(minutes) * 60 or None
    period = _SECONDS.get(head.values.get("period", "").lower())
    times = head.values.get("frequency", "1")
    if period is None or not times.isdecimal() or not 0 < len(times) < 6:
        return None
    return period // max(int(times), 1) or None
