"""Numbers the links of an article. A scan finds them without a parser, so that their numbers never change."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from reader.late import pattern
from reader.markdown.blocks import LINKS_LIMIT
from reader.markdown.dialect import plain
from reader.text import urls
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.token import Token

    from reader.tui.article.pieces import MarkdownSource

_LINK = pattern(
    r"(?<!\\)(!?)\[((?:[^\[\]\\\n`]|\\.)*)\]\(((?:[^\s()\\<>]|\\.|\((?:[^\s()\\<>]|\\.)*\))+)\)"
    r"|(?<!\\)<(https?://[^\s<>]*)>",
    re.IGNORECASE,
)
_CODE = pattern(r"(?<![`\\])(`+)(?!`)(?:(?!\n\n)[\s\S])*?(?<!`)\1(?!`)")

_WITHIN = pattern(r"\n[ \t]*(?:>|[-*+] |\d+[.)] )")
"""The start of a quotation or an item below other text."""


class NumberedLink(NamedTuple):
    """A link of the text; an address has one number however often the text links to it."""

    number: int
    title: str
    url: str


class FoundLink(NamedTuple):
    """A link as the scan found it: its address as the parser gives it, and its words as Markdown."""

    href: str
    label: str


class Links:
    """The links of an article, numbered in reading order; at most `LINKS_LIMIT`."""

    def __init__(self, source: MarkdownSource) -> None:
        self._labels: dict[str, str] = {}
        self._numbers: dict[str, int] = {}
        seen: set[str] = set()
        for found in scan(source):
            if len(seen) == LINKS_LIMIT:
                break
            if found.href not in seen:
                seen.add(found.href)
                if url := urls.tidy(found.href):
                    self._labels.setdefault(url, found.label)
        self._by_url = {url: number for number, url in enumerate(self._labels, 1)}

    def number(self, href: str) -> int:
        """The number of an address as it is written in the text; 0 where it is not one to open."""
        number = self._numbers.get(href)
        if number is None:
            number = self._numbers[href] = self._by_url.get(urls.tidy(href) or "", 0)
        return number

    def all(self) -> list[NumberedLink]:
        """All of them; the host is the title of a link without words."""
        return [
            NumberedLink(number, line(plain(label)) or urls.host(url) or url, url)
            for number, (url, label) in enumerate(self._labels.items(), 1)
        ]


PARSED = 100
"""Pieces that are parsed at most, because the scan cannot be sure of them."""


def scan(source: MarkdownSource) -> Iterator[FoundLink]:
    """The links of the text in order; where the scan cannot be sure, the piece is parsed."""
    left = PARSED
    for piece in source.pieces:
        text = source.markdown[piece.start : piece.end]
        if piece.is_raw or text.startswith(("```", "~~~")):
            continue
        if "](" in text or "<http" in text or "<HTTP" in text or (source.has_references and "[" in text):
            bare = _CODE.sub("", text) if "`" in text else text
            matches = list(_LINK.finditer(bare))
            is_sure = bare.count("](") == sum(1 for match in matches if not match[4])
            # Code that runs over lines may end where a quotation or a list does: only the parser knows.
            is_sure = is_sure and not any(_WITHIN.search(code[0]) for code in _CODE.finditer(text))
            if left > 0 and (source.has_references or not is_sure):
                left -= 1
                yield from _parsed(source.tokens(piece))
            else:
                yield from _scanned(bare, matches)


def _scanned(text: str, matches: Iterable[re.Match[str]]) -> Iterator[FoundLink]:
    for match in matches:
        if match[4]:
            yield FoundLink(match[4], match[4])
        elif not match[1]:
            yield FoundLink(_unescaped(match[3]), _words(text, match))


def _words(text: str, match: re.Match[str]) -> str:
    """The words of a link; those of an embed's last line are the whole line: a date alone says too little."""
    start = text.rfind("\n", 0, match.start()) + 1
    head = text[start : match.start()].lstrip("> ")
    return f"{head.removeprefix('— ')}{match[2]}" if head.startswith("— ") else match[2]


def _unescaped(href: str) -> str:
    if "\\" not in href and "&" not in href:
        return href
    from markdown_it.common.utils import unescapeAll

    return unescapeAll(href)


def _parsed(tokens: Sequence[Token]) -> Iterator[FoundLink]:
    for token in tokens:
        open_links: list[tuple[str, list[str]]] = []
        for child in token.children or ():
            if child.type == "link_open":
                open_links.append((str(child.attrs["href"]), []))
            elif child.type == "link_close" and open_links:
                href, words = open_links.pop()
                yield FoundLink(href, "".join(words))
            elif open_links and child.type in ("text", "code_inline"):
                open_links[-1][1].append(child.content)
