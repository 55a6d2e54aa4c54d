"""The values that readers of feeds hand on: strings as given, before any cleaning."""

from __future__ import annotations

from typing import Literal, NamedTuple

from reader.frozen import dataclass

TitleKind = Literal["text", "json", "html", "unsaid"]
"""`text` shows as written; `json` too, but nobody has decoded its references; `html` is markup; `unsaid` is RSS, which
leaves it open."""


MAILS = "application/x-broadsheet-mails"
"""The media type of mails that were packed into one body."""

FILES_LIMIT = 50
"""Files of an entry that are taken."""


class RawEnclosure(NamedTuple):
    """A file that comes with an entry; its size in bytes and its duration are the publisher's own words."""

    url: str
    type: str = ""
    size: str = ""
    duration: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RawEntry:
    """An entry as given. Addresses may be relative; `bodies` are full texts, `summary` is a shorter one; dates are the
    publisher's own words; `duration` is that of the entry's sound or film."""

    title: str = ""
    title_kind: TitleKind = "unsaid"
    guid: str | None = None
    link: str | None = None
    authors: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    bodies: tuple[str, ...] = ()
    body_is_text: bool = False
    summary: str = ""
    lang: str | None = None
    categories: tuple[str, ...] = ()
    enclosures: tuple[RawEnclosure, ...] = ()
    duration: str = ""
    pictures: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RawFeed:
    """A feed as given. `ttl` is in seconds."""

    format: str
    title: str = ""
    title_kind: TitleKind = "unsaid"
    url: str | None = None
    site_url: str | None = None
    description: str = ""
    lang: str | None = None
    ttl: int | None = None
    authors: tuple[str, ...] = ()
    entries: tuple[RawEntry, ...] = ()
