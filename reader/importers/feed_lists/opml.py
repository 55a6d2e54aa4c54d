"""Reads and writes subscription lists: OPML 1.0 and 2.0, well-formed or not.

The scanner is our own. XML readers stop at depth 256 (libxml2 cuts in silence) or at the first mistake, and real exports
hold bare `&` and unescaped quotes in attributes. It walks over the text once, knows one element, has no depth limit,
expands no entity that a file defines, and its time is linear in the text.

Attributes of other readers, by their sources: Miniflux, github.com/miniflux/v2, `internal/reader/opml/opml.go`; Liferea,
github.com/lwindolf/liferea, `src/export.c` and `src/subscription.c`; Feeder, github.com/spacecowboy/Feeder, `OpmlWriter.kt`.
NetNewsWire, github.com/Ranchero-Software/NetNewsWire, `Feed.swift` and `Folder.swift`, writes those of the specification,
http://opml.org/spec2.opml, and no others.
"""

from __future__ import annotations

import re
from html import unescape
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from reader.errors import ParseError
from reader.importers.items import FeedList, add_feed, path_tag
from reader.model import HIDDEN, PAUSED, Subscription
from reader.text import urls
from reader.text.clean import clean, line, optional_line
from reader.text.encodings import decode, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from reader.importers.file_kind import FileHead

SEARCH = "search"
"""The type of an outline that is a saved search of ours: its `text` is the name, its `query` the query. Other readers take
it for a note, since it has no address."""

FOLDERS_LIMIT = 20
"""Folders around an outline that are named."""

_TRUE = ("true", "1")
_FULL_TEXT = ("miniflux:crawler", "feeder:fulltextbydefault", "html5extract")
"""What other readers call fetching the page of each entry."""

_NO_PLACE = {
    "filtercmd": "a program that rewrites the feed, which is never run",
    "username": "a user and password for the feed; see broadsheet feeds set, header.NAME",
    **{
        f"miniflux:{name.lower()}": f"Miniflux's {name}"
        for name in (
            "scraperRules", "rewriteRules", "urlRewriteRules", "blocklistRules", "keeplistRules", "blockFilterEntryRules",
            "keepFilterEntryRules", "proxyUrl",
        )
    },
}  # fmt: skip
"""Settings of a feed that have no place here: they are named."""

_FEED_TYPES = frozenset(("rss", "atom", "rdf", "rss1", "rss2", "atom1"))
_TAG = re.compile(
    r"<!--.*?(?:-->|\Z)|<!\[CDATA\[.*?(?:\]\]>|\Z)|<(/?)outline(?=[\s/>])|<(opml)(?=[\s>])",
    re.DOTALL | re.IGNORECASE,
)
_NAME = re.compile(r"\s*([\w:.-]{1,100})\s*=\s*")
# A quote ends a value only before the next attribute or the end of the tag: `text="The "Post" online" title=…`.
_VALUES = {
    quote: re.compile(
        rf"{quote}((?:[^{quote}<]|<(?!/?(?:outline|body|opml)\b)"
        rf"|{quote}(?!\s{{0,200}}[\w:.-]{{1,60}}\s{{0,20}}=\s{{0,20}}[\"']|\s{{0,200}}/?>)){{0,20000}}+){quote}",
        re.IGNORECASE,
    )
    for quote in "\"'"
}
_BLOCKED = re.compile(
    r"""<feeder:blocked\s{1,99}pattern=(?:"([^"<]{1,2000})"|'([^'<]{1,2000})')""", re.IGNORECASE
)
"""Words by which Feeder hides articles; its settings stand behind all outlines."""

_NAMES = frozenset(("text", "title"))
_REFERENCE = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,30});")
"""A reference in a name that was decoded: many programs encode names twice (`AT&amp;amp;T`), and nobody writes one to be
read."""

_BROKEN = "broken xmlurl"
_BROKEN_LIMIT = 20_000
_LOST = re.compile(
    r"""\sxmlurl\s{0,20}=\s{0,20}(?:["']([^"'<>\s]{1,4000})|([^"'<>\s]{1,4000}))?""", re.IGNORECASE
)
_JUNK = re.compile(r"[^\s<>/]+|/(?!>)")
_END = re.compile(r"\s*(/?)>")


def detect(head: FileHead) -> bool:
    """By an `<opml>` or `<outline>` at its beginning, else by its name."""
    return head.kind == "opml"


def read(body: bytes) -> FeedList:
    """The feeds of a subscription list; folders become path tags, an address met again adds its folder as a tag.

    What is no web address (`exec:`, `filter:`, `|command`, `file:`) and what includes other lists is skipped and named,
    never run or fetched. Saved searches that `write` wrote come back. ParseError for what is no such list; a list without
    feeds is one.
    """
    text = decode(unpack(body, []), None, [])
    if not is_list(text):
        raise ParseError("not a list of feeds: it has no outlines", hint="OPML files begin with <opml>")
    found: dict[str, Subscription] = {}
    skipped: list[str] = []
    searches: dict[str, str] = {}
    for outline in outlines(text):
        if (search := _search(outline.attributes)) is not None:
            searches.setdefault(*search)
            continue
        address = _address(outline.attributes)
        if address is None:
            if _BROKEN in outline.attributes:
                skipped.append(
                    f"{line(outline.attributes.get('text', ''), 200) or 'a feed'} (its address cannot be read)"
                )
            if outline.attributes.get("type", "").lower() == "vfolder":
                skipped.append(f"{line(outline.attributes.get('text', ''), 200)} (a search folder)")
            continue
        url = urls.typed(address)
        if outline.attributes.get("type", "").lower() == "include":
            skipped.append(f"{_named(address)} (another list, which is not fetched)")
        elif url is None:
            skipped.append(f"{_named(address)} (not a web address)")
        else:
            add_feed(found, _feed(outline.attributes, url, path_tag(outline.folders)))
            skipped += [
                f"{_named(address)} ({why})"
                for name, why in _NO_PLACE.items()
                if outline.attributes.get(name)
            ]
    skipped += [
        f"{line(unescape(words[1] or words[2]), 200)} (blocked in Feeder; see broadsheet rules add)"
        for words in _BLOCKED.finditer(text)
    ]
    return FeedList(tuple(found.values()), tuple(skipped), tuple(searches.items()))


class OpmlOutline(NamedTuple):
    """An outline; attribute names in lower case, references decoded once, `folders` the names around it."""

    attributes: Mapping[str, str]
    folders: tuple[str, ...]


def is_list(text: str) -> bool:
    """True where there is an outline or an `<opml>` at all."""
    return any(tag[2] or tag[0].startswith("<o") for tag in _TAG.finditer(text))


def outlines(text: str) -> Iterator[OpmlOutline]:
    """All outlines in file order."""
    folders: list[str] = []
    at = 0
    while tag := _TAG.search(text, at):
        at = tag.end()
        if tag[1] is None:
            continue
        if tag[1]:
            del folders[-1:]
            continue
        attributes, at, is_empty = _attributes(text, at)
        if "xmlurl" not in attributes and (lost := _lost(text, tag.end(), at)) is not None:
            attributes["xmlurl" if lost[0] else _BROKEN], at, is_empty = lost
        yield OpmlOutline(attributes, tuple(folders[:FOLDERS_LIMIT]))
        if not is_empty:
            is_folder = not attributes.get("xmlurl")
            folders.append((attributes.get("text") or attributes.get("title") or "") if is_folder else "")


def _lost(text: str, start: int, at: int) -> tuple[str, int, bool] | None:
    """The address of an outline whose other attributes are broken, where its tag ends, and whether it closes itself.

    None where it has none. An address that cannot be read is "".
    """
    following = _TAG.search(text, at)
    stop = min(following.start() if following else len(text), start + _BROKEN_LIMIT)
    found = _LOST.search(text, start, stop)
    if found is None:
        return None
    end = _END.search(text, found.end(), stop)
    return (
        unescape(found[1] or found[2] or ""),
        end.end() if end else max(at, found.end()),
        bool(end and end[1]),
    )


def _attributes(text: str, at: int) -> tuple[dict[str, str], int, bool]:
    """The attributes of a tag that starts before `at`, where it ends, and whether it closes itself."""
    found: dict[str, str] = {}
    while True:
        if end := _END.match(text, at):
            return found, end.end(), bool(end[1])
        if name := _NAME.match(text, at):
            pattern = _VALUES.get(text[name.end() : name.end() + 1])
            if pattern and (value := pattern.match(text, name.end())):
                key, written = name[1].lower(), unescape(value[1])
                found.setdefault(key, _REFERENCE.sub(_decoded, written) if key in _NAMES else written)
                at = value.end()
                continue
            at = name.end()
        junk = _JUNK.search(text, at)
        stop = text.find("<", at)
        if junk is None or (0 <= stop < junk.start()):
            return found, at, False
        at = junk.end()


def _decoded(reference: re.Match[str]) -> str:
    return unescape(reference[0])


def _search(attributes: Mapping[str, str]) -> tuple[str, str] | None:
    name, query = line(attributes.get("text", ""), 100), line(attributes.get("query", ""), 4_000)
    return (name, query) if attributes.get("type", "").lower() == SEARCH and name and query else None


def _address(attributes: Mapping[str, str]) -> str | None:
    kind = attributes.get("type", "").lower()
    address = attributes.get("xmlurl", "").strip()
    if not address and (kind in _FEED_TYPES or kind == "include"):
        address = attributes.get("url", "").strip()
    return address or None


def _feed(attributes: Mapping[str, str], url: str, folder: str | None) -> Subscription:
    title = optional_line(attributes.get("text")) or optional_line(attributes.get("title"))
    categories = attributes.get("category", "")[:2_000].split(",")
    tags = [folder, *(path_tag(part.split("/")) for part in categories)]
    if attributes.get("miniflux:hideglobally", "").lower() in _TRUE:
        tags.append(HIDDEN)
    return Subscription(
        url=url,
        title=title if title not in (url, attributes.get("xmlurl", "").strip()) else None,
        site_url=urls.absolute(attributes.get("htmlurl", "")),
        tags=tuple(tag for tag in tags if tag),
        settings=tuple(_settings(attributes)),
    )


def _settings(attributes: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """The settings of a feed: paused, an interval, full texts, and who it is that asks."""
    # Liferea: minutes; -1 is its default, and 0 or below -1 never.
    interval = attributes.get("updateinterval", "").strip()
    if attributes.get("miniflux:disabled", "").lower() in _TRUE or re.fullmatch(r"0|-[2-9]|-\d\d+", interval):
        yield PAUSED
    elif re.fullmatch(r"[1-9]\d{0,6}", interval):
        yield "interval", interval
    if any(attributes.get(name, "").lower() in _TRUE for name in _FULL_TEXT):
        yield "full_text", "always"
    if agent := line(attributes.get("miniflux:useragent", ""), 1_000):
        yield "user_agent", agent


def _named(address: str) -> str:
    return line(urls.masked(address), 200)


def write(feeds: Sequence[Subscription], title: str, searches: Iterable[tuple[str, str]] = ()) -> str:
    """The list as OPML 2.0; a feed stands in the folder of each of its tags, one without a tag at the top. Saved searches,
    given as names with their queries, follow.

    Reading it back gives the same feeds, titles, sites, tags and searches.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"  <head>\n    <title>{_quoted(title)}</title>\n  </head>", "  <body>"]
    filed = ((tag, number) for number, feed in enumerate(feeds) for tag in feed.tags or ("",))
    placed = sorted((tuple(tag.split("/")) if tag else (), number) for tag, number in filed)
    open_folders: tuple[str, ...] = ()
    for folders, number in placed:
        lines += _moved(open_folders, folders)
        open_folders = folders
        lines.append(f"{_indent(len(folders))}{_outline(feeds[number])}")
    lines += _moved(open_folders, ())
    lines += [
        f'{_indent(0)}<outline type="{SEARCH}" text="{_name(name)}" query="{_quoted(query)}"/>'
        for name, query in searches
    ]
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _moved(before: tuple[str, ...], after: tuple[str, ...]) -> list[str]:
    """The closing and opening tags that lead from one folder to the next."""
    shared = sum(1 for _ in takewhile(lambda both: both[0] == both[1], zip(before, after, strict=False)))
    closing = [f"{_indent(depth)}</outline>" for depth in reversed(range(shared, len(before)))]
    opening = [
        f'{_indent(depth)}<outline text="{_name(after[depth])}">' for depth in range(shared, len(after))
    ]
    return closing + opening


def _outline(feed: Subscription) -> str:
    name = _name(feed.title or feed.url)
    site = f' htmlUrl="{_quoted(feed.site_url)}"' if feed.site_url else ""
    return f'<outline type="rss" text="{name}" title="{name}" xmlUrl="{_quoted(feed.url)}"{site}/>'


def _name(text: str) -> str:
    """A text or title; what looks like a reference is written once more, since references in names are read twice."""
    return _quoted(_REFERENCE.sub(lambda reference: f"&amp;{reference[0][1:]}", clean(text)))


def _quoted(text: str) -> str:
    return escape(clean(text), {'"': "&quot;", "\n": " ", "\t": " "})


def _indent(depth: int) -> str:
    return "  " * (depth + 2)
