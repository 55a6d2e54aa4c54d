"""Text and Markdown files as articles: print views of pages, clipped notes, our own exports."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import PurePath
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from reader.dates import iso
from reader.extract.files.print_view import View, read_view
from reader.extract.metadata.authors.bylines import people
from reader.late import pattern
from reader.markdown import dialect, front_matter, note_sections, pandoc_text
from reader.model import UNTITLED, Draft, RelatedLink, text_fields
from reader.text import urls
from reader.text.clean import TITLE_LIMIT, clean, line

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reader.markdown.front_matter import Value
    from reader.model import TextState

NO_NAMES: Mapping[str, str] = MappingProxyType({})

_FIRST_HEADING = pattern(r"\A\s*# +(?P<title>[^\n]+?)[ #]*(?:\n|\Z)")
# What our export writes below the body; each has its shape, so that a section of the article's own is left alone.
_ADDED = (
    ("Related", pattern(r"(?:- .*\n*)+")),
    ("Notes", note_sections.NOTES),
    ("Highlights", note_sections.HIGHLIGHTS),
)
_ADDRESS = r"[^\s)]*(?:\\\)[^\s)]*)*"
_RELATED = pattern(
    r"- (?:(?:"
    r"\[\[[^\[\]|\n]+\|(?P<alias>[^\[\]|\n]+)\]\]"  # a note, in Obsidian's way
    rf"|\[(?P<title>(?:[^\]\\]|\\.)*)\]\((?:\[\[[^\[\]\n]+\]\]|(?P<url>{_ADDRESS}))\)"
    rf")(?: \(\[(?:[^\]\\]|\\.)*\]\((?P<web>{_ADDRESS})\)\))?(?=\n|\Z)"
    r"|(?P<text>.+))"
)


def text_file(text: str, name: str) -> Draft:
    """A text file: in the shape of a print view (headline, "By …", date, credit, text with "Embed:" and
    "Related article:", "Original url:"), or plain text under its headline or file name."""
    view: View = read_view(clean(text))
    byline = people(view.byline)
    content = replace(dialect.contents(view.markdown), embeds=view.embeds)
    state, reason = _state(content.text)
    return Draft(
        title=view.title or _title_of(name),
        url=view.url,
        authors=byline.authors,
        agency=byline.agency,
        published=view.stamp.moment if view.stamp else None,
        day=view.stamp.day if view.stamp else None,
        **text_fields(content),
        text_origin="file",
        text_state=state,
        reason=reason,
    )


def markdown_file(text: str, name: str, names: Mapping[str, str] = NO_NAMES) -> Draft:
    """A Markdown file, with the properties that our export and clippers write, or without.

    `names` are those that the reader chose for properties of ours: name → ours.
    """
    keys, body = front_matter.read(text)
    chosen = {written.lower(): ours for written, ours in names.items()}
    keys = {chosen.get(key, key): value for key, value in keys.items()}
    if "broadsheet" in keys and "keywords" in keys:  # pandoc's names: to it each value is Markdown
        keys = {key: _unescaped(value) for key, value in keys.items()}
    body = clean(body).strip("\n")
    body, added = _without_added(body) if "broadsheet" in keys else (body, _Added())
    title, body = _headed(line(_one(keys, "title", "headline")), body)
    content = dialect.contents(body)
    published = iso.stamp(_one(keys, "published", "date", "date_published", "published_at"))
    saved = iso.stamp(_one(keys, "created", "saved", "date_saved", "clipped"))
    addresses = (urls.tidy(_one(keys, key)) for key in ("source", "url", "link", "canonical"))
    authors = map(_person, _many(keys, "author", "authors", "by"))
    tags = (line(tag.lstrip("#")) for tag in _many(keys, "tags", "tag", "keywords"))
    further = tuple(link for link in added.related if link not in content.related)
    state, reason = _state(content.text)
    return Draft(
        title=title or _title_of(name),
        url=next(filter(None, addresses), None),
        authors=tuple(filter(None, authors)),
        agency=_optional(keys, "agency"),
        publication=_optional(keys, "publication", "site", "publisher", "website"),
        published=published.moment if published else None,
        day=published.day if published else None,
        lang=_optional(keys, "lang", "language", limit=20),
        description=_optional(keys, "description", "summary", "excerpt", "abstract"),
        **text_fields(replace(content, related=content.related + further)),
        text_origin="file",
        text_state=state,
        reason=reason,
        uid=_optional(keys, "broadsheet", limit=100),
        tags=tuple(tag for tag in tags if tag and tag != "clippings"),
        saved=saved.moment if saved else None,
        notes=added.notes,
        highlights=added.highlights,
    )


def _unescaped(value: Value) -> Value:
    return [*map(pandoc_text.unescape, value)] if isinstance(value, list) else pandoc_text.unescape(value)


def _headed(title: str, body: str) -> tuple[str, str]:
    """The title, and the body without the heading that gives it or says it again."""
    if (heading := _FIRST_HEADING.match(body)) is not None:
        headline = line(dialect.plain(heading["title"]))
        if not title or headline.casefold() == title.casefold():
            return title or headline, body[heading.end() :].lstrip("\n")
    return title, body


def _state(text: str) -> tuple[TextState, str | None]:
    return ("full", None) if text else ("none", "The file contains no text")


def _title_of(name: str) -> str:
    return line(re.sub(r"[-_]+", " ", PurePath(name).stem)) or UNTITLED


def _one(keys: dict[str, Value], *names: str) -> str:
    """The first of the keys that says something; of a list its first value."""
    for name in names:
        value = keys.get(name)
        found = value[0] if isinstance(value, list) and value else value
        if isinstance(found, str) and found.strip():
            return clean(found)
    return ""


def _optional(keys: dict[str, Value], *names: str, limit: int = TITLE_LIMIT) -> str | None:
    return line(_one(keys, *names), limit) or None


def _many(keys: dict[str, Value], *names: str) -> list[str]:
    value = next((keys[name] for name in names if keys.get(name)), [])
    return [clean(one) for one in ([value] if isinstance(value, str) else value)]


def _person(name: str) -> str:
    """An author's name; clippers write it as a link to a note: [[Jane Roe]]."""
    return line(re.sub(r"^\[\[(?:[^\]|]*\|)?|\]\]$", "", name.strip()))


class _Added(NamedTuple):
    """The sections that our export put below the body."""

    related: tuple[RelatedLink, ...] = ()
    notes: tuple[str, ...] = ()
    highlights: tuple[str, ...] = ()


def _without_added(body: str) -> tuple[str, _Added]:
    """The body without the sections that our export put below it, and what these hold."""
    sections: dict[str, str] = {}
    for title, shape in _ADDED:
        head, mark, section = body.rpartition(f"## {title}\n")
        if mark and (not head or head.endswith("\n")) and shape.fullmatch(section.strip("\n") + "\n"):
            body, sections[title] = head.rstrip("\n"), section
    found = map(_related, _RELATED.finditer(sections.get("Related", "")))
    body = note_sections.without_outputs(body)
    return body, _Added(
        related=tuple(link for link in found if link),
        notes=note_sections.read_notes(sections.get("Notes", "")),
        highlights=note_sections.read_highlights(sections.get("Highlights", "")),
    )


def _related(match: re.Match[str]) -> RelatedLink | None:
    title = match["alias"] or line(dialect.plain(match["title"] or match["text"] or ""))
    return RelatedLink(title, urls.tidy(match["web"] or match["url"] or "")) if title else None
