"""Which feeds does a subscription list hold, and how is one written? OPML 1.0 and 2.0, well-formed or not."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from reader.errors import ParseError
from reader.importers.opml_scan import is_list, outlines
from reader.model import Subscription
from reader.text import urls
from reader.text.clean import clean, line, optional_line
from reader.text.encodings import decode, unpack

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

DEPTH_LIMIT = 8
"""Folders within folders that become a path tag; feeds further in get the tag of the eighth."""

_FEED_TYPES = frozenset(("rss", "atom", "rdf", "rss1", "rss2", "atom1"))


class OpmlResult(NamedTuple):
    """The feeds, each address once, and in words what was left out: `exec:fetch-news (not a web address)`."""

    subscriptions: tuple[Subscription, ...]
    skipped: tuple[str, ...]


def read(body: bytes) -> OpmlResult:
    """The feeds of a subscription list; folders become path tags, an address met again adds its folder as a tag.

    What is no web address (`exec:`, `filter:`, `|command`, `file:`) and what includes other lists is skipped and named,
    never run or fetched. ParseError for what is no such list; a list without feeds is one.
    """
    text = decode(unpack(body, []), None, [])
    if not is_list(text):
        raise ParseError("not a subscription list: it has no outlines", hint="OPML files begin with <opml>")
    found: dict[str, Subscription] = {}
    skipped: list[str] = []
    for outline in outlines(text):
        address = _address(outline.attributes)
        if address is None:
            continue
        url = urls.typed(address)
        if outline.attributes.get("type", "").lower() == "include":
            skipped.append(f"{_named(address)} (another list, which is not fetched)")
        elif url is None:
            skipped.append(f"{_named(address)} (not a web address)")
        else:
            _add(found, outline.attributes, url, path_tag(outline.folders))
    return OpmlResult(tuple(found.values()), tuple(skipped))


def _address(attributes: Mapping[str, str]) -> str | None:
    kind = attributes.get("type", "").lower()
    address = attributes.get("xmlurl", "").strip()
    if not address and (kind in _FEED_TYPES or kind == "include"):
        address = attributes.get("url", "").strip()
    return address or None


def _add(found: dict[str, Subscription], attributes: Mapping[str, str], url: str, folder: str | None) -> None:
    title = optional_line(attributes.get("text")) or optional_line(attributes.get("title"))
    site = urls.absolute(attributes.get("htmlurl", ""))
    tags = [
        tag
        for part in attributes.get("category", "")[:2_000].split(",")
        if (tag := path_tag(part.split("/")))
    ]
    tags = [folder, *tags] if folder else tags
    key = urls.feed_identity(url) or url
    known = found.get(key) or Subscription(url=url)
    found[key] = Subscription(
        url=known.url,
        title=known.title
        or (title if title and title not in (url, attributes.get("xmlurl", "").strip()) else None),
        site_url=known.site_url or site,
        tags=tuple(dict.fromkeys((*known.tags, *tags))),
    )


def _named(address: str) -> str:
    return line(urls.shown(address), 200)


def path_tag(folders: Iterable[str]) -> str | None:
    """`news/world` for the folders News and World as they are written; None where there are none."""
    names = [name for folder in folders for part in folder.split("/") if (name := line(part, 100))]
    return "/".join(names[:DEPTH_LIMIT]) or None


def write(feeds: Sequence[Subscription], title: str) -> str:
    """The list as OPML 2.0; a feed stands in the folder of each of its tags, one without a tag at the top.

    Reading it back gives the same feeds, titles, sites and tags.
    """
    lines = ['<?xml version="1.0" encoding="UTF-8"?>', '<opml version="2.0">']
    lines += [f"  <head>\n    <title>{_quoted(title)}</title>\n  </head>", "  <body>"]
    placed = sorted(
        (
            (tuple((tag or "").split("/")) if tag else (), number)
            for number, feed in enumerate(feeds)
            for tag in feed.tags or ("",)
        )
    )
    open_folders: tuple[str, ...] = ()
    for folders, number in placed:
        lines += _moved(open_folders, folders)
        open_folders = folders
        lines.append(f"{_indent(len(folders))}{_outline(feeds[number])}")
    lines += _moved(open_folders, ())
    return "\n".join([*lines, "  </body>", "</opml>", ""])


def _moved(before: tuple[str, ...], after: tuple[str, ...]) -> list[str]:
    """The closing and opening tags that lead from one folder to the next."""
    shared = 0
    while shared < min(len(before), len(after)) and before[shared] == after[shared]:
        shared += 1
    closing = [f"{_indent(depth)}</outline>" for depth in reversed(range(shared, len(before)))]
    opening = [
        f'{_indent(depth)}<outline text="{_quoted(after[depth])}">' for depth in range(shared, len(after))
    ]
    return closing + opening


def _outline(feed: Subscription) -> str:
    name = _quoted(feed.title or feed.url)
    site = f' htmlUrl="{_quoted(feed.site_url)}"' if feed.site_url else ""
    return f'<outline type="rss" text="{name}" title="{name}" xmlUrl="{_quoted(feed.url)}"{site}/>'


def _quoted(text: str) -> str:
    return escape(clean(text), {'"': "&quot;", "\n": " ", "\t": " "})


def _indent(depth: int) -> str:
    return "  " * (depth + 2)
