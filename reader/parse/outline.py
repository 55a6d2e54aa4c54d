"""What does a feed say that fastfeedparser drops? Its head, and each entry's dates, kind of title and authors.

fastfeedparser turns dates into UTC (so the day in the publisher's zone is lost), copies a missing date from another
field, keeps one author, no `type` of a title, no ttl. A walk over the tags alone gives them back: it does not build a
tree, skips CDATA and comments whole, takes text that is not well-formed, and its time is linear.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import unescape

_TOKEN = re.compile(
    r"<!\[CDATA\[.*?(?:\]\]>|\Z)|<!--.*?(?:-->|\Z)|<(/?)([A-Za-z_][\w.:-]{0,100})((?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*)>",
    re.DOTALL,
)
_ATTRIBUTE = re.compile(r"([\w:.-]{1,100})\s*=\s*(?:\"([^\"]*)\"|'([^']*)')")
_PLAIN = re.compile(r"http://(www\.w3\.org/2005/Atom|purl\.org/(atom/ns#|rss/1\.0/))")
_CDATA = re.compile(r"<!\[CDATA\[(.*?)(?:\]\]>|\Z)", re.DOTALL)
_VALUE_LIMIT = 2_000

_ITEMS = frozenset(("item", "entry"))
_DATES = {
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
}
_HEAD_VALUES = frozenset(("ttl", "sy:updateperiod", "sy:updatefrequency", "language", "dc:language"))


@dataclass(slots=True)
class Marks:
    """What the tags of the head, or of one entry, say. Values are as given; the first of a name counts."""

    attributes: dict[str, str] = field(default_factory=dict)
    values: dict[str, str] = field(default_factory=dict)
    authors: list[str] = field(default_factory=list)
    title_type: str | None = None
    title_has_tags: bool = False
    self_url: str | None = None


@dataclass(slots=True)
class Outline:
    """The root's name and attributes, the head, and the entries in file order."""

    root: str = ""
    attributes: dict[str, str] = field(default_factory=dict)
    head: Marks = field(default_factory=Marks)
    items: list[Marks] = field(default_factory=list)


class _Walk:
    """State of the walk: where we are (`marks`), and what to leave out (`skip`: a source or an image of the feed)."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.outline = Outline()
        self.marks = self.outline.head
        self.plain = {"atom", "rss"}  # prefixes that may be left out; these two also where nobody bound them
        self.skip = ""
        self.in_author = False
        self.open: tuple[str, int] | None = None
        self.in_title = False

    def run(self) -> Outline:
        for token in _TOKEN.finditer(self.text):
            if token[2]:
                name = token[2].lower()
                prefix, _, local = name.partition(":")
                if local and prefix in self.plain:
                    name = local
                if token[1]:
                    self.closed(name, token.start())
                else:
                    self.opened(name, token[3], token.end())
        return self.outline

    def opened(self, name: str, rest: str, end: int) -> None:
        if not self.outline.root:
            found = attributes(rest)
            self.outline.root, self.outline.attributes = name.rpartition(":")[2], found
            self.plain |= {
                key[6:] for key, uri in found.items() if key.startswith("xmlns:") and _PLAIN.match(uri)
            }
            return
        if self.skip:
            return
        if self.in_title:
            self.marks.title_has_tags = True
        self.open = None if rest.endswith("/") else (name, end)
        if name in _ITEMS:
            self.marks = Marks(attributes=attributes(rest))
            self.outline.items.append(self.marks)
        elif name in ("source", "image", "textinput") and self.open:
            self.skip = name
        elif name == "title" and self.open:
            self.in_title = True
            if self.marks.title_type is None:
                self.marks.title_type = attributes(rest).get("type", "")
        elif name == "author":
            self.in_author = self.open is not None
        elif name in ("channel", "feed"):
            self.marks.attributes |= attributes(rest)
        elif name == "link" and self.marks is self.outline.head and self.marks.self_url is None:
            found = attributes(rest)
            if found.get("rel") == "self":
                self.marks.self_url = found.get("href")

    def closed(self, name: str, start: int) -> None:
        if self.skip:
            if name == self.skip:
                self.skip = ""
            return
        opened, self.open = self.open, None
        if name == "title":
            self.in_title = False
        if opened and opened[0] == name:
            self.read(name, self.text[opened[1] : min(start, opened[1] + _VALUE_LIMIT)])
        if name == "author":
            self.in_author = False
        elif name in _ITEMS:
            self.marks = self.outline.head

    def read(self, name: str, raw: str) -> None:
        if name in ("dc:creator", "author") or (name == "name" and self.in_author):
            self.marks.authors.append(value(raw))
        elif name in ("guid", "id"):
            self.marks.values.setdefault("guid", value(raw))
        elif name in _DATES:
            self.marks.values.setdefault(_DATES[name], value(raw))
        elif self.marks is self.outline.head and name in _HEAD_VALUES:
            self.marks.values.setdefault(name.removeprefix("dc:"), value(raw))


def outline(text: str) -> Outline:
    """The outline of a feed in XML; an empty root where there is no tag at all."""
    return _Walk(text).run()


def attributes(rest: str) -> dict[str, str]:
    """The attributes of a tag, names in lower case."""
    return {
        found[1].lower(): unescape(found[2] or found[3] or "") for found in _ATTRIBUTE.finditer(rest[:20_000])
    }


def value(raw: str) -> str:
    """The text of an element without tags in it: CDATA opened, references decoded once."""
    out: list[str] = []
    end = 0
    for part in _CDATA.finditer(raw):
        out += [unescape(raw[end : part.start()]), part[1]]
        end = part.end()
    return "".join([*out, unescape(raw[end:])]).strip()
