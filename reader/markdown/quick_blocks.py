"""Reads the plain text of simple blocks of our Markdown without a parser: what feeds are mostly made of.

A block is what stands between blank lines. Those read here are paragraphs, headings, tight lists and quotations of text
with links and emphasis whose marks cannot be taken in another way, and pictures. The result is that of `blocks.contents`, some twenty
times as fast.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

_CHAR = r"(?:[^\\`*_~\[\]<&!\r\x00\n]|!(?!\[)|\\[!-/:-@\[-`{-~]|<(?![A-Za-z/!?])|&(?!\#?\w+;))"
_OPENED = r"(?:^|(?<=[ (\n]))"
_CLOSED = r"(?:(?<=[^\W_])|(?<=[.,:;!?])(?=[ \n]|$))"
_ADDRESS = r"https?://(?:[^\s()<>\\&\x00-\x20\x7f]|&(?!\#?\w+;))+"
_INLINE = re.compile(
    rf"(?P<text>{_CHAR}++)"
    rf"|{_OPENED}(?P<mark>\*\*?)(?=[^\W_])(?P<strong>{_CHAR}++){_CLOSED}(?P=mark)(?!\*)"
    rf"|\[(?P<title>{_CHAR}*+)\]\((?P<href>{_ADDRESS})\)"
    r"|(?P<hard>\\\n) *"
    r"|(?P<soft>\n) *"
)
_STARTS_A_BLOCK = re.compile(r"(?m)^(?:[ \t#>+=|:(-]|\d{1,9}[.)]|\*+(?:[ \t]|$))|[ ]{2}$")
_HEADING = re.compile(r"#{1,6} +(?=\S)([^\n]*[^\s#])")
_ITEM = re.compile(r"- (?=[^\s#>+=|:(*-])(?!\d{1,9}[.)])")
_CAPTION = re.compile(r"\*[^\n]*\)\s*\Z")
_PICTURE = re.compile(
    rf"!\[(?P<alt>{_CHAR}*+)\]\((?P<href>{_ADDRESS})\)"
    rf"(?:\n(?:\*(?=[^\W_])(?P<caption>{_CHAR}++)(?<=\S)\*(?=\Z| \())?(?:(?<=\n)|(?<=\*) ?)(?:\((?P<credit>[^\W_][^\\`*_~\[\]<&!()\n]*)\))?)?"
)
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_APART = re.compile(r"```|~~~|\[\^|\]:|\t|\r")
"""Signs of what reaches over blank lines: code, footnotes, definitions."""

_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")
_CONTINUED = re.compile(r"[ \t]|[-+*][ \t\n]|\d{1,9}[.)]")
"""How a block begins that may be of one list with its neighbour."""

_LISTED = re.compile(r"(?m)^(?:[-+*][ \t]|\d{1,9}[.)])")
"""A line of a block with which a list may begin there."""


def apart(markdown: str) -> list[str] | None:
    """The blocks of Markdown of which none reaches into another; None where it takes a parser to say."""
    if _APART.search(markdown):
        return None
    blocks = [block for block in _BLANK_LINES.split(markdown.strip("\n")) if block]
    before = False
    for block in blocks:
        is_listed = _CONTINUED.match(block) is not None
        if is_listed and (before or block[0] in " \t"):
            return None
        before = is_listed or _LISTED.search(block) is not None
    return blocks


class QuickPicture(NamedTuple):
    """A picture, its address as it is written, with what is said below it."""

    href: str
    alt: str
    caption: str | None
    credit: str | None


def picture(block: str) -> QuickPicture | None:
    """The picture that a block is, with a plain caption and credit below it or none; None for one that is not so simple."""
    found = _PICTURE.fullmatch(block)
    if found is None or found[0].endswith("\n"):
        return None
    alt, href, caption, credit = found.group("alt", "href", "caption", "credit")
    return QuickPicture(
        href, _unescaped(alt).strip(), caption and _unescaped(caption).strip(), credit and credit.strip()
    )


def text(block: str, link: Callable[[str, str], None]) -> str | None:
    """The plain text of a block, `link` hears the address and the words of each link in it; None for one that is not
    simple, of which nothing was told."""
    links: list[tuple[str, str]] = []
    found = _block(block, links)
    if found is not None:
        for href, title in links:
            link(href, title)
    return found


def _block(block: str, links: list[tuple[str, str]]) -> str | None:
    if block.startswith("#"):
        heading = _HEADING.fullmatch(block)
        return _line(heading[1], links) if heading else None
    if block.startswith("- "):
        return _items(block.split("\n"), links)
    if block.startswith("> "):
        return _quoted(block.split("\n"), links)
    if _STARTS_A_BLOCK.search(block) or block.startswith("**Related:") or _CAPTION.match(block):
        return None
    return _line(block, links)


def _quoted(lines: list[str], links: list[tuple[str, str]]) -> str | None:
    """The paragraphs of a quotation; None where one of them may tell whose post it is."""
    if not all(line.startswith("> ") or line == ">" for line in lines):
        return None
    texts: list[str] = []
    for block in _BLANK_LINES.split("\n".join([line[2:] for line in lines]).strip("\n")):
        if block.startswith(("—", "#", "- ", "> ")) or (found := _block(block, links)) is None:
            return None
        texts.append(found)
    return "\n\n".join(filter(None, texts))


def _items(lines: list[str], links: list[tuple[str, str]]) -> str | None:
    texts: list[str] = []
    for line in lines:
        if not _ITEM.match(line) or line.endswith("  ") or (text := _line(line[2:], links)) is None:
            return None
        texts.append(text)
    return "\n".join(texts)


def _line(markdown: str, links: list[tuple[str, str]]) -> str | None:
    """Inline Markdown as text; None where something else acts in it."""
    parts: list[str] = []
    at = 0
    while at < len(markdown):
        found = _INLINE.match(markdown, at)
        if found is None:
            return None
        at = found.end()
        match found.lastgroup:
            case "text":
                parts.append(_unescaped(found["text"]))
            case "strong":
                parts.append(_unescaped(found["strong"]))
            case "href":
                title = _unescaped(found["title"])
                if title.endswith(" "):
                    return None
                links.append((found["href"], title))
                parts.append(title)
            case "hard":
                parts.append("\n")
            case _:
                if parts:
                    parts[-1] = parts[-1].rstrip(" ")
                parts.append(" ")
    return "".join(parts).strip()


def _unescaped(text: str) -> str:
    return _ESCAPED.sub(r"\1", text) if "\\" in text else text
