"""Gives back what fastfeedparser drops: the head of a feed, and each entry's dates, kind of title, authors and files.

fastfeedparser turns dates into UTC (so the day in the publisher's zone is lost), copies a missing date from another
field, keeps one author, no `type` of a title, no ttl, of a file no more than its address. A walk over the tags alone
gives them back: it does not build a tree, skips CDATA and comments whole, takes text that is not well-formed, and its
time is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

from reader.errors import ParseError
from reader.late import pattern
from reader.parse.raw import FILES_LIMIT, RawEnclosure
from reader.text.clean import BODY_LIMIT

TOKEN = pattern(
    r"<!\[CDATA\[[^\]]*+(?:\](?!\]>)[^\]]*+)*+(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)"
    r"|<(/?)([A-Za-z_][\w.:-]{0,100})((?:[^<>\"']++|\"[^\"<]*+\"|'[^'<]*+')*+)>",
    re.DOTALL,
)
_ATTRIBUTE = pattern(r"([\w:.-]{1,100})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PLAIN = pattern(r"http://(www\.w3\.org/2005/Atom|purl\.org/(atom/ns#|rss/1\.0/))$")
_CDATA = pattern(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
TAGS_LIMIT = 2_000_000
ITEMS_LIMIT = 150_000
"""Tags and entries of a file; a file of more is refused before a parser makes ten times its size of it in memory."""

_VALUE_LIMIT = 2_000
_TAG_LIMIT = 20_000

ITEMS = frozenset(("item", "entry"))
_ELSEWHERE = frozenset(("source", "image", "textinput"))
_CONTENT = frozenset(("content:encoded", "content", "body", "xhtml:body"))
_SUMMARY = frozenset(("description", "summary"))
_MARKUP = frozenset(("title", "description", "summary", "content:encoded", "content"))
_PICTURES = frozenset(("media:content", "media:thumbnail", "itunes:image"))
_TRANSCRIPT = "podcast:transcript"
_ADDRESSES = _PICTURES | {"link", "enclosure", _TRANSCRIPT}
_READABLE = ("text/html", "text/plain", "text/vtt", "application/srt", "application/x-subrip")
"""Types of a transcript, those for people first; of several the first is taken."""

_LONG = frozenset(("itunes:summary", "yandex:full-text"))
_VALUES = {
    "guid": "guid",
    "id": "guid",
    "title": "title",
    "dc:title": "plain title",
    "pubdate": "published",
    "published": "published",
    "issued": "published",
    "dcterms:issued": "published",
    "dcterms:created": "published",
    "date": "published",
    "dc:date": "published",
    "updated": "updated",
    "modified": "updated",
    "lastbuilddate": "updated",
    "dcterms:modified": "updated",
    "language": "language",
    "dc:language": "language",
    "ttl": "ttl",
    "sy:updateperiod": "period",
    "sy:updatefrequency": "frequency",
    "itunes:author": "podcast author",
    "itunes:duration": "duration",
    "itunes:summary": "podcast summary",
    "yandex:full-text": "full text",
}


@dataclass(slots=True)
class EntryTags:
    """The values of the tags of the head, or of one entry. Values are as given; the first of a name counts."""

    attributes: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    pictures: list[str] = field(default_factory=list)
    enclosures: tuple[RawEnclosure, ...] = ()
    media: RawEnclosure | None = None
    transcript: RawEnclosure | None = None
    title_type: str | None = None
    self_url: str | None = None
    has_content: bool = False
    has_summary: bool = False
    has_link: bool = False
    has_bare_markup: bool = False

    @property
    def guid(self) -> str | None:
        """The identity that the entry gives itself."""
        return self.values.get("guid") or self.attributes.get("rdf:about")

    @property
    def files(self) -> tuple[RawEnclosure, ...]:
        """The files that come with the entry. Of the sizes in which `media:content` offers a film the first is taken,
        and only where there is no enclosure, which is the same film once more. A transcript comes last."""
        files = self.enclosures or ((self.media,) if self.media else ())
        return (*files, self.transcript) if self.transcript else files

    @property
    def lang(self) -> str | None:
        """The language of the entry itself, of its content, or of its title."""
        return self.attributes.get("xml:lang") or self.values.get("language")

    @property
    def names(self) -> tuple[str, ...]:
        """The authors; podcasts name theirs in a tag of their own, often beside an author that is a mail address."""
        podcast = self.values.get("podcast author")
        return tuple(self.authors) if podcast is None else (*self.authors, podcast)


@dataclass(slots=True)
class FeedOutline:
    """The root's name and attributes, the head, and the entries in file order."""

    root: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    head: EntryTags = field(default_factory=EntryTags)
    items: list[EntryTags] = field(default_factory=list)


def outline(text: str) -> FeedOutline:
    """The outline of a feed in XML; an empty root where there is no tag at all. ParseError above the two limits."""
    walk = _Walk(text)
    items, number = walk.outline.items, 0
    for token in TOKEN.finditer(text):
        slash, tag, rest = token.groups()
        if not tag:
            continue
        number += 1
        if number > TAGS_LIMIT or len(items) > ITEMS_LIMIT:
            raise ParseError("too many elements for a feed")
        if slash:
            walk.closed(walk.name(tag), token.start())
        else:
            walk.opened(walk.name(tag), rest, token.end())
    return walk.outline


class _Walk:
    """The state of the walk: whose `marks` it fills, which element it `skip`s, which one it `open`ed last and where."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.outline = FeedOutline()
        self.marks = self.outline.head
        self.plain = {"atom", "rss"}  # prefixes that say nothing; these two also where nobody bound them
        self.skip = ""
        self.markup = ""
        self.in_author = False
        self.open = ("", 0)

    def name(self, tag: str) -> str:
        tag = tag.lower()
        prefix, _, local = tag.partition(":")
        return local if local and prefix in self.plain else tag

    def opened(self, name: str, rest: str, end: int) -> None:
        if not self.outline.root:
            found = attributes(rest)
            self.outline.root, self.outline.attributes = name.rpartition(":")[2], found
            bound = ((key[6:], uri) for key, uri in found.items() if key.startswith("xmlns:"))
            self.plain.update(prefix for prefix, uri in bound if _PLAIN.match(uri))
        elif not self.skip:
            self.marks.has_bare_markup |= bool(self.markup)
            is_empty = rest.endswith("/")
            if name in ITEMS:
                self.marks = EntryTags(attributes=attributes(rest))
                self.outline.items.append(self.marks)
            elif name in ("channel", "feed"):
                self.marks.attributes |= attributes(rest)
            elif name in _ADDRESSES:
                self.address(name, attributes(rest))
            elif not is_empty:
                self.started(name, rest)
            self.open = ("", 0) if is_empty else (name, end)

    def started(self, name: str, rest: str) -> None:
        self.skip = name if name in _ELSEWHERE else ""
        self.markup = name if name in _MARKUP else self.markup
        self.in_author |= name == "author"
        self.marks.has_content |= name in _CONTENT
        self.marks.has_summary |= name in _SUMMARY
        if name in _MARKUP and "xml:lang" in rest and (lang := attributes(rest).get("xml:lang")):
            self.marks.values.setdefault("language", lang)
        if name == "title" and self.marks.title_type is None:
            self.marks.title_type = attributes(rest).get("type", "")

    def address(self, name: str, found: dict[str, str]) -> None:
        relation = found.get("rel", "alternate")
        if name == "enclosure" or (name == "link" and relation == "enclosure"):
            self.marks.enclosures += (_enclosure(found),) * (len(self.marks.enclosures) < FILES_LIMIT)
        elif name == _TRANSCRIPT:
            self.marks.transcript = _better(self.marks.transcript, _enclosure(found))
        elif name != "link":
            if found.get("medium", "image") == "image" and found.get("type", "image").startswith("image"):
                self.marks.pictures.append(found.get("url") or found.get("href") or "")
            elif found.get("type", f"{found.get('medium')}/").startswith(("audio/", "video/")):
                self.marks.media = self.marks.media or _enclosure(found)
        if name != "link":
            return
        self.marks.has_link |= "href" in found and relation == "alternate"
        if relation == "self" and self.marks.self_url is None:
            self.marks.self_url = found.get("href")

    def closed(self, name: str, start: int) -> None:
        if self.skip:
            self.skip = "" if name == self.skip else self.skip
            return
        (opened, at), self.open = self.open, ("", 0)
        if opened == name:
            self.read(name, self.text[at : min(start, at + (BODY_LIMIT if name in _LONG else _VALUE_LIMIT))])
        if name == self.markup:
            self.markup = ""
        if name == "author":
            self.in_author = False
        elif name in ITEMS:
            self.marks = self.outline.head

    def read(self, name: str, raw: str) -> None:
        if name in ("dc:creator", "author") or (name == "name" and self.in_author):
            self.marks.authors.append(value(raw))
        elif name in _VALUES:
            self.marks.values.setdefault(_VALUES[name], value(raw))


def _better(one: RawEnclosure | None, other: RawEnclosure) -> RawEnclosure:
    """Picks of two forms of a transcript the one for people, called what it is."""
    rank = _READABLE.index(other.type) if other.type in _READABLE else len(_READABLE)
    made = RawEnclosure(other.url, f"transcript {rank}")
    return made if one is None or made.type < one.type else one


def _enclosure(found: dict[str, str]) -> RawEnclosure:
    return RawEnclosure(
        found.get("url") or found.get("href") or "",
        found.get("type", ""),
        found.get("length") or found.get("filesize", ""),
        found.get("duration", ""),
    )


def attributes(rest: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case."""
    if not rest:
        return {}
    found = _ATTRIBUTE.finditer(rest[:_TAG_LIMIT])
    return {one[1].lower(): unescape(one[2] or one[3] or "") for one in found}


def value(raw: str) -> str:
    """The text of an element without tags in it: CDATA opened, references decoded once."""
    if "&" not in raw and "<!" not in raw:
        return raw.strip()
    out: list[str] = []
    end = 0
    for part in _CDATA.finditer(raw):
        out += [unescape(raw[end : part.start()]), part[1]]
        end = part.end()
    return "".join([*out, unescape(raw[end:])]).strip()
