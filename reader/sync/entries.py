"""From what a server says of an entry to our own: cleaned, bounded, addresses safe, as `parse.entries` does for feeds."""

from __future__ import annotations

import re
from dataclasses import dataclass, fields, replace
from hashlib import blake2b
from html import unescape
from typing import TYPE_CHECKING, NamedTuple

from reader.model import UNTITLED, Entry, Link
from reader.text import urls
from reader.text.clean import BODY_LIMIT, clean, line, optional_line
from reader.text.file_words import file_kind, file_words
from reader.text.mail import without_mail

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

_LIST_LIMIT = 50
_TITLE_FROM_TEXT = 90
_TAG = re.compile(r"<[^<>]{0,2000}>")
_BETWEEN_NAMES = re.compile(r"\s*;\s*")
_DIGESTED = [one.name for one in fields(Entry) if one.name not in ("html", "digest")]


class File(NamedTuple):
    """A file that comes with an entry, as the server says it; `size` is in bytes."""

    url: str
    type: str = ""
    size: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """An entry in a server's words, before any cleaning. `authors` are parted by semicolons."""

    title: str
    guid: str
    url: str = ""
    authors: str = ""
    published: datetime | None = None
    day: str | None = None
    html: str = ""
    categories: Sequence[object] = ()
    files: Sequence[File] = ()


def entry(said: RawEntry) -> Entry:
    """The entry, with a digest that proves all it gives. `said.title` is plain text."""
    url = urls.tidy(said.url)
    files = tuple(_links(said.files[:_LIST_LIMIT]))
    found = Entry(
        title=line(said.title) or _beginning(said.html) or url or UNTITLED,
        guid=optional_line(said.guid, urls.URL_LIMIT),
        url=url,
        authors=_unique(without_mail(line(name, 300)) for name in _BETWEEN_NAMES.split(said.authors[:3_000])),
        published=said.published,
        day=said.day,
        html=clean(said.html, BODY_LIMIT),
        categories=_unique(line(one, 200) for one in said.categories[:_LIST_LIMIT] if isinstance(one, str)),
        enclosures=files,
        picture=next((file.url for file in files if (file.title or "").startswith("Picture")), None),
    )
    return replace(found, digest=_digest(found))


def _beginning(html: str) -> str:
    words = line(unescape(_TAG.sub(" ", html[:2_000])), _TITLE_FROM_TEXT * 4)
    if len(words) > _TITLE_FROM_TEXT:
        words = words[:_TITLE_FROM_TEXT].rsplit(" ", 1)[0].rstrip(" ,;:–—-") + "…"
    return words


def _links(files: Iterable[File]) -> Iterable[Link]:
    seen: set[str] = set()
    for file in files:
        url = urls.absolute(file.url)
        if url is None or url in seen:
            continue
        seen.add(url)
        words = file_words(file_kind(file.type, url), "", str(file.size or ""))
        yield Link(url, title=words, role="enclosure")


def _unique(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name))[:_LIST_LIMIT]


def _digest(found: Entry) -> str:
    # The body by itself, not within a repr, which would look at each of its characters.
    proof = blake2b(repr([getattr(found, name) for name in _DIGESTED]).encode(), digest_size=16)
    proof.update(found.html.encode())
    return proof.hexdigest()
