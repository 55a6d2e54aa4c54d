"""Reads a page's JSON-LD blocks: nodes, their types and values.

Hostile or broken blocks are common: sizes are bounded, and a block that is no JSON is mended in linear time.
"""

from __future__ import annotations

import html
import json
from typing import TYPE_CHECKING, Any, TypeAlias

from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Node: TypeAlias = dict[str, Any]

BLOCK_LIMIT = 500_000
"""Characters of a JSON-LD block that is read; a longer one is passed over."""

BLOCKS_LIMIT = 50
"""JSON-LD blocks of a page that are read."""

NODES_LIMIT = 5_000
"""Nodes of a page that are looked at: lists of products run into the thousands."""

_ARTICLE = pattern(r"(?:Article|Posting|Report|BlogPost)$")
_BELOW = frozenset((
    "review", "reviews", "itemReviewed", "itemListElement", "comment", "comments", "citation", "mentions",
    "about", "isBasedOn", "hasPart", "video", "image", "recipeInstructions", "publisher", "author",
    "creator", "isPartOf", "suggestedAnswer", "acceptedAnswer", "liveBlogUpdate", "offers",
))  # fmt: skip
"""Properties whose values are about something else than the page."""


def nodes(blocks: Iterable[str]) -> list[Node]:
    """The nodes about the page itself, in order, references by @id put in; nothing for blocks that cannot be read."""
    found: list[Node] = []
    known: dict[str, Node] = {}
    for number, block in enumerate(blocks):
        if number == BLOCKS_LIMIT or len(found) >= NODES_LIMIT:
            break
        for value in _load(block):
            _walk(value, found, known)
    return [_resolved(node, known) for node in found]


def is_article(node: Node) -> bool:
    """Tells whether its type is a kind of article or post."""
    return any(_ARTICLE.search(name) for name in types(node))


def is_plain_article(node: Node) -> bool:
    """Tells whether it says "Article" and nothing finer, as much as site builders write on any page."""
    return types(node) == ["Article"]


def types(node: Node) -> list[str]:
    """Its types, without the vocabulary's address."""
    return [name.rsplit("/", 1)[-1].rsplit(":", 1)[-1] for name in strings(node.get("@type"))]


def strings(value: object) -> list[str]:
    """The strings of a value that may be a string, a number or a list of them."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, list):
        return [text for text in value if isinstance(text, str)]
    return []


def headline(node: Node) -> str | None:
    """The headline of a node, or its name."""
    return text(node.get("headline")) or text(node.get("name"))


def text(value: object) -> str | None:
    """The first string of a value: itself, its `name`, its `@value`, or that of its first part."""
    found = _first_string(value, "name", "@value", "headline")
    return found if found and found.strip() else None


def address(value: object) -> str | None:
    """The first address of a value: itself, its `url`, `contentUrl` or `@id`."""
    return _first_string(value, "url", "contentUrl", "@id")


def _first_string(value: object, *keys: str) -> str | None:
    """The string that a value is, or that its first part or the first of the keys leads to."""
    for _ in range(4):
        if isinstance(value, list):
            value = value[0] if value else None
        elif isinstance(value, dict):
            value = next(filter(None, map(value.get, keys)), None)
        else:
            break
    return value if isinstance(value, str) else None


def _walk(value: object, found: list[Node], known: dict[str, Node]) -> None:
    waiting: list[tuple[object, bool]] = [(value, True)]
    steps = 0
    while waiting and steps < NODES_LIMIT * 4:
        steps += 1
        item, about_page = waiting.pop()
        if isinstance(item, list):
            waiting.extend((part, about_page) for part in reversed(item))
        elif isinstance(item, dict):
            name = item.get("@id")
            if isinstance(name, str) and len(item) > 1:
                known.setdefault(name, item)
            if about_page and "@type" in item and len(found) < NODES_LIMIT:
                found.append(item)
            below = ((key, part) for key, part in reversed(item.items()) if isinstance(part, (dict, list)))
            waiting.extend((part, about_page and key not in _BELOW) for key, part in below)


def _resolved(node: Node, known: dict[str, Node]) -> Node:
    """The node with its authors, publisher and image in place of references to them."""
    return {key: _look_up(value, known) if key in _REFERRED else value for key, value in node.items()}


_REFERRED = frozenset(("author", "creator", "publisher", "image", "isPartOf"))


def _look_up(value: object, known: dict[str, Node]) -> object:
    if isinstance(value, list):
        return [_look_up(part, known) for part in value[:100] if not isinstance(part, list)]
    if isinstance(value, dict) and isinstance(name := value.get("@id"), str) and not value.get("name"):
        return known.get(name, value)
    return value


def _load(block: str) -> list[object]:
    if len(block) > BLOCK_LIMIT:
        return []
    raw = _unwrapped(block)
    for mend in (str, html.unescape, _mended, lambda text: _mended(html.unescape(text))):
        try:
            return [_DECODER.decode(mend(raw))]
        except (ValueError, RecursionError):
            continue
    return list(_pieces(_mended(raw)))


_DECODER = json.JSONDecoder(strict=False)


def _unwrapped(block: str) -> str:
    """The block without the comment and CDATA marks that old templates put around scripts."""
    raw = block.strip().strip(";").strip()
    for head in ("<!--", "//<![CDATA[", "// <![CDATA[", "/*<![CDATA[*/", "/* <![CDATA[ */", "<![CDATA["):
        raw = raw.removeprefix(head).lstrip()
    for tail in ("-->", "//]]>", "// ]]>", "/*]]>*/", "/* ]]> */", "]]>", "//"):
        raw = raw.removesuffix(tail).rstrip()
    return raw.rstrip(";")


def _pieces(raw: str) -> Iterator[object]:
    """The values of a block that holds several, one after the other."""
    start = 0
    for _ in range(BLOCKS_LIMIT):
        start = next((at for at in range(start, len(raw)) if raw[at] in "{["), len(raw))
        try:
            value, start = _DECODER.raw_decode(raw, start)
        except (ValueError, RecursionError):
            return
        yield value


_MARKS = pattern(r'["\\,]')
_AFTER_STRING = pattern(r"\s*(?:[:}\]]|$|,\s*(?:[\"\[{}\]\d-]|true|false|null|$))")
_AFTER_COMMA = pattern(r"\s*(?:[}\],]|$)")


def _mended(raw: str) -> str:
    """JSON with stray backslashes doubled, quotation marks inside strings escaped, commas without a follower dropped.

    One pass from mark to mark; what lies between two marks is looked at at most twice.
    """
    out: list[str] = []
    inside = False
    done = 0
    for match in _MARKS.finditer(raw):
        at = match.start()
        if at < done:
            continue
        out.append(raw[done:at])
        done = at + 1
        mark = match[0]
        if mark == "\\" and inside:
            follower = raw[at + 1 : at + 2]
            if (follower and follower in '"\\/bfnrt') or (follower == "u" and _HEX.match(raw, at + 2)):
                out.append(mark + follower)
                done = at + 2
            else:
                out.append("\\\\")
        elif mark == '"':
            if inside and not _AFTER_STRING.match(raw, at + 1):
                out.append('\\"')
            else:
                inside = not inside
                out.append(mark)
        elif mark == "," and not inside and _AFTER_COMMA.match(raw, at + 1):
            continue
        else:
            out.append(mark)
    out.append(raw[done:])
    return "".join(out)


_HEX = pattern(r"[0-9a-fA-F]{4}")
