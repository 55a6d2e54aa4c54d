"""Measures the shape of a text that was read: its paragraphs, their order, lists, tables, links and headings.

What is true is the page's own: the elements, by a second HTML parser, whose words stand in the known body. Bags of words
do not see an article that comes as one paragraph.

    paragraphs   share of true paragraphs that come as paragraphs of their own
    order        share of neighbours among them that come in the page's order
    lists tables headings   share of list items, cells and subheadings that come as such
    links        share of links within true paragraphs that come with their words and their address
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import urljoin

import lxml.html
from selectolax.lexbor import LexborHTMLParser

from reader.markdown.blocks import nodes, parser
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from lxml.html import HtmlElement
    from markdown_it.token import Token

LONG = 8
"""Words from which a paragraph counts, and a list item from half of them."""

FEW = 3
"""Paragraphs below which those of other elements are taken: a page may write its text in boxes alone."""

_UNSPACED = "\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3\uf900-\ufaff\u0e00-\u0e7f"
_TOKEN = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_APART = frozenset(("figcaption", "blockquote", "nav", "footer", "li", "td", "th"))
_SILENT = frozenset(("script", "style", "noscript", "template", "svg", "button", "iframe", "sup", "rt", "rp"))
_BOXES = ("div", "td", "section", "article", "dd", "center", "font")


def tokens(text: str | None) -> list[str]:
    """Words in lower case; single characters for Han, kana, Hangul and Thai."""
    return _TOKEN.findall(unicodedata.normalize("NFKC", text or "").lower())


def shape(page: str, url: str | None, body: str, markdown: str) -> dict[str, float]:
    """The measures of one page, those alone that have something to count. `body` is the true text."""
    root = lxml.html.document_fromstring(LexborHTMLParser(page).html or "<p>")
    got = _Blocks(markdown)
    whole = f" {_key(body)} "
    parts = list(_paragraphs(root.iter("p"), whole))
    if len(parts) < FEW:
        boxes = (box for box in root.iter(*_BOXES) if box.find("div") is None and box.find("p") is None)
        parts = list(_paragraphs(boxes, whole))
    wanted = list(dict.fromkeys(part for part, _ in parts))
    found: dict[str, float] = {}
    if wanted:
        found["paragraphs"] = sum(part in got.texts for part in wanted) / len(wanted)
        places = [got.texts[part] for part in wanted if part in got.texts]
        if len(places) > 1:
            found["order"] = sum(one < other for one, other in pairwise(places)) / (len(places) - 1)
    true = {p for _, p in parts}
    given = {
        "lists": (list(_items(root, whole)), got.items),
        "tables": (list(_cells(root, whole)), got.cells),
        "headings": (list(_headings(root, whole, true)), got.headings),
        "links": ([link for p in true for link in _links(p, url)], got.links),
    }
    return found | {
        key: sum(one in kept for one in all_) / len(all_) for key, (all_, kept) in given.items() if all_
    }


class _Blocks:
    """The keys of a Markdown text's paragraphs, with their places, of its list items, cells, headings and links."""

    def __init__(self, markdown: str) -> None:
        self.texts: dict[str, int] = {}
        self.items: set[str] = set()
        self.cells: set[str] = set()
        self.headings: set[str] = set()
        self.links: set[tuple[str, str]] = set()
        self._read(parser().parse(markdown), None)

    def _read(self, tokens_: Sequence[Token], within: str | None) -> None:
        for opener, inner in nodes(tokens_):
            if opener.type in ("paragraph_open", "heading_open", "td_open", "th_open"):
                self._inline(opener.type, inner[0], within)
            else:
                self._read(inner, "item" if opener.type == "list_item_open" else within)

    def _inline(self, kind: str, token: Token, within: str | None) -> None:
        text, links = "", []
        for child in token.children or ():
            if child.type == "link_open":
                links.append((str(child.attrs["href"]), len(text)))
            elif child.type == "link_close" and links:
                href, start = links.pop()
                self.links.add((_key(text[start:]), _address(href, None)))
            elif child.type.endswith("break"):
                text += "\n"
            elif child.type != "image":
                text += child.content
        keys = {_key(text), *map(_key, text.split("\n"))}
        for key in keys:
            self.texts.setdefault(key, len(self.texts))
        if kind == "heading_open":
            self.headings |= keys
        elif kind in ("td_open", "th_open"):
            self.cells |= keys
        if within == "item":
            self.items |= keys


def _key(text: str) -> str:
    return " ".join(tokens(text.replace("\xad", "")))


def _paragraphs(elements: Iterable[HtmlElement], whole: str) -> Iterator[tuple[str, HtmlElement]]:
    """The keys of the elements' texts that are running text of the answer, none of them but a link."""
    for element in elements:
        if not _APART.intersection(above.tag for above in element.iterancestors()) and not _is_link(element):
            for key in _parts(element):
                if len(key.split()) >= LONG and f" {key} " in whole:
                    yield key, element


def _is_link(element: HtmlElement) -> bool:
    linked = "".join("".join(map(str, link.itertext())) for link in element.iter("a"))
    return len(linked) * 5 > 4 * len("".join(map(str, element.itertext())).strip())


def _parts(p: HtmlElement) -> list[str]:
    """The keys of a paragraph's texts, which two line breaks part as well."""
    return [_key(part) for part in re.split(r"\n\s*\n", "".join(_runs(p)))]


def _runs(element: HtmlElement) -> Iterator[str]:
    yield re.sub(r"\s+", " ", element.text or "")
    for child in element:
        if child.tag == "br":
            yield "\n"
        elif child.tag not in _SILENT and "hidden" not in child.attrib:
            yield from _runs(child)
        yield re.sub(r"\s+", " ", child.tail or "")


def _items(root: HtmlElement, whole: str) -> Iterator[str]:
    for item in root.iter("li"):
        if item.find(".//li") is None and item.find(".//p") is None and item.find(".//div") is None:
            key = _key("".join(_runs(item)))
            if not _is_link(item) and len(key.split()) >= LONG // 2 and f" {key} " in whole:
                yield key


def _cells(root: HtmlElement, whole: str) -> Iterator[str]:
    for table in root.iter("table"):
        if table.find(".//table") is not None or table.get("role") in ("presentation", "none"):
            continue
        rows = [
            [_key("".join(_runs(cell))) for cell in row if cell.tag in ("td", "th")]
            for row in table.iter("tr")
        ]
        cells = [cell for row in rows for cell in row if cell]
        inside = [cell for cell in cells if f" {cell} " in whole]
        if len(rows) > 1 and max(map(len, rows)) > 1 and max(map(len, cells), default=0) < 400:
            yield from inside if len(inside) * 4 > len(cells) * 3 else ()


def _headings(root: HtmlElement, whole: str, true: set[HtmlElement]) -> Iterator[str]:
    """Subheadings whose words the answer has, or that stand with true paragraphs, two of them before and behind."""
    beside = {p.getparent() for p in true}
    for heading in root.iter("h2", "h3", "h4", "h5", "h6"):
        key = _key("".join(_runs(heading)))
        if not key or heading.getparent() not in beside:
            continue
        is_between = any(p in true for p in heading.itersiblings("p")) and any(
            p in true for p in heading.itersiblings("p", preceding=True)
        )
        if f" {key} " in whole and is_between:
            yield key


def _links(p: HtmlElement, base: str | None) -> Iterator[tuple[str, str]]:
    for link in p.iter("a"):
        href, key = (link.get("href") or "").strip(), _key("".join(_runs(link)))
        address = _address(href, base)
        if key and not href.startswith("#") and address.startswith("http"):
            yield key, address


def _address(href: str, base: str | None) -> str:
    try:
        whole = urljoin(base, href) if base else href
    except ValueError:
        return ""
    return urls.identity(whole) or whole
