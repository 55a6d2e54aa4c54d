"""Our Markdown read back: its plain text, and the pictures, embeds, links and related articles in it.

Raw HTML is not part of the dialect and shows as written; links of any scheme keep their text, only http and https
addresses are given back.
"""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from reader.markdown import quick_blocks
from reader.markdown.embed_credit import attributed, source
from reader.markdown.escape import is_credit
from reader.model import Content, Link, Picture, RelatedLink
from reader.text import urls
from reader.text.clean import clean

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

    from reader.model import Embed

MAX_NESTING = 60
"""Levels of quotes and lists that are read; deeper text is dropped, so that no input can exhaust the stack."""

_PLAIN_TEXT = re.compile(
    r"(?:[^\\`*_\[\]<&~\r\x00]|\\[!-/:-@\[-`{-~]|<(?![A-Za-z/!?])|&(?!\#?\w+;))*"  # nothing inline acts
)
_PERHAPS_BLOCK = re.compile(r"(?m)^(?:[ \t#>+=|:(-]|\d{1,9}[.)])|[ ]{2}$")
_ESCAPED = re.compile(r"\\([!-/:-@\[-`{-~])")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n)+")

LINKS_LIMIT = 1_000
"""Links of a text that are listed apart from it, and numbered on the screen: an article has hundreds at most, and each
holds its opening for 30 µs. The text itself keeps all."""


@dataclass(slots=True)
class _Found:
    """The pictures, embeds and links of the text, in its order; `between_cells` stands between the cells of a row."""

    pictures: list[Picture] = field(default_factory=list)
    embeds: list[Embed] = field(default_factory=list)
    links: dict[str, Link] = field(default_factory=dict)
    related: list[RelatedLink] = field(default_factory=list)
    between_cells: str = " "

    def link(self, href: str, title: str) -> None:
        """Take a link of running text; the first of an address counts."""
        if len(self.links) < LINKS_LIMIT and (url := urls.tidy(href)):
            self.links.setdefault(url, Link(url, title.strip() or None))

    def picture(self, href: str, alt: str, caption: str | None, credit: str | None) -> None:
        """Take a picture with what is said below it, if anything is left of it without its address."""
        url = urls.tidy(href)
        if url or caption or credit:
            self.pictures.append(Picture(url, alt or None, caption, credit))


def plain(markdown: str) -> str:
    """The plain body: blocks parted by blank lines, list items and table rows one a line, code as it is.

    Embeds are in it as "text, blank line, — author (@handle), date". Captions, credits, related links, addresses of
    links, texts in place of pictures and marks of footnotes are not.
    """
    found = paragraphs(markdown)
    return contents(markdown).text if found is None else "\n\n".join(found)


def paragraphs(markdown: str) -> list[str] | None:
    """The plain paragraphs of Markdown that is nothing else; None where it takes a parser to say.

    Most of the text of news: the same result as `contents` has, a hundred times as fast.
    """
    if not _PLAIN_TEXT.fullmatch(markdown) or _PERHAPS_BLOCK.search(markdown):
        return None
    text = _ESCAPED.sub(r"\1", markdown) if "\\" in markdown else markdown
    parts = (part.strip() for part in _BLANK_LINES.split(text))
    return [re.sub(r" *\n", " ", part) for part in parts if part]


def readable(content: Content) -> str:
    """The text of `searchable` as a person reads it: the cells of a row are set apart, and what stands beside the text is
    set off from it and named."""
    has_table = "| --- |" in content.markdown
    parts = [_cells_apart(content.markdown) if has_table else content.text or plain(content.markdown)]
    for picture in content.pictures:
        words = f"{picture.caption or ''} ({picture.credit})" if picture.credit else picture.caption or ""
        parts += [f"Picture: {words.strip()}"] if words else []
    return "\n\n· ".join(part for part in parts if part)


def _cells_apart(markdown: str) -> str:
    return clean("\n\n".join(_texts(parser().parse(markdown), _Found(between_cells=" | "))))


def contents(markdown: str) -> Content:
    """All that the text says and refers to; `links` are those of running text, each address once.

    A picture is an image with its caption and credit below, or, without an address, a paragraph `*caption* (credit)`
    or `(credit)` that `is_credit` takes for one. An italic paragraph without a credit is text.
    """
    found = _Found()
    text = clean("\n\n".join(_blocks(markdown, found)))
    return Content(
        markdown=markdown,
        text=text,
        pictures=tuple(found.pictures),
        embeds=tuple(found.embeds),
        links=tuple(found.links.values()),
        related=tuple(found.related),
    )


def _blocks(markdown: str, found: _Found) -> list[str]:
    """The plain text of each block; a parser is asked only for those that take one."""
    blocks = quick_blocks.apart(markdown)
    if blocks is None:
        return _texts(parser().parse(markdown), found)
    texts: list[str] = []
    for block in blocks:
        if block.startswith("![") and (shown := quick_blocks.picture(block)):
            found.picture(*shown)
            continue
        text = quick_blocks.text(block, found.link)
        texts += _texts(parser().parse(block), found) if text is None else [text] if text else []
    return texts


@functools.cache
def parser() -> MarkdownIt:
    """The one parser of the dialect; footnotes come where they are defined."""
    from markdown_it import MarkdownIt
    from mdit_py_plugins.footnote import footnote_plugin

    made = MarkdownIt("commonmark", {"html": False, "maxNesting": MAX_NESTING})
    made.enable(["table", "strikethrough"]).use(footnote_plugin, inline=False, move_to_end=False)
    # Addresses are judged by our own rule when they are given back, and given back as they were written.
    made.validateLink = lambda url: True  # type: ignore[method-assign]
    made.normalizeLink = lambda url: url  # type: ignore[method-assign]
    return made


def _texts(tokens: Sequence[Token], found: _Found) -> list[str]:
    """The plain text of each block that has one."""
    texts: list[str] = []
    for opener, inner in nodes(tokens):
        match opener.type:
            case "paragraph_open":
                text = _paragraph(inner[0], found)
            case "heading_open" | "th_open" | "td_open":
                text = _inline(inner[0].children or (), found)
            case "fence" | "code_block":
                text = opener.content.strip("\n")
            case "blockquote_open":
                text = _quotation(inner, found)
            case "tr_open":
                text = found.between_cells.join(_texts(inner, found))
            case "bullet_list_open" | "ordered_list_open":
                text = "\n".join(_texts(inner, found))
            case "table_open":
                text = f"{found.between_cells.rstrip()}\n".join(_texts(inner, found))
            case _:  # list items, table parts, footnotes: what they hold stands for itself
                texts += _texts(inner, found)
                continue
        if text:
            texts.append(text)
    return texts


def nodes(tokens: Sequence[Token]) -> Iterator[tuple[Token, Sequence[Token]]]:
    """Each block of this level with the tokens between its opening and its end."""
    depth = start = 0
    for place, token in enumerate(tokens):
        if depth == 0:
            start = place
        depth += token.nesting
        if depth == 0:
            yield tokens[start], tokens[start + 1 : place]


def _inline(children: Sequence[Token], found: _Found) -> str:
    parts: list[str] = []
    open_links: list[tuple[str, int]] = []
    for token in children:
        match token.type:
            case "text" | "code_inline":
                parts.append(token.content)
            case "softbreak":
                parts.append(" ")
            case "hardbreak":
                parts.append("\n")
            case "image":
                _add_picture(token, found)
            case "link_open":
                open_links.append((str(token.attrs["href"]), len(parts)))
            case "link_close":
                href, start = open_links.pop()
                found.link(href, "".join(parts[start:]))
    return "".join(parts).strip()


def _add_picture(image: Token, found: _Found, caption: str | None = None, credit: str | None = None) -> None:
    found.picture(str(image.attrs["src"]), _inline(image.children or (), _Found()), caption, credit)


def special(paragraph: Token) -> Picture | RelatedLink | None:
    """The picture or related link that a paragraph is, by its inline token; None for text."""
    found = _Found()
    if _paragraph(paragraph, found) or len(found.pictures) > 1:
        return None
    if found.related:
        return found.related[0]
    return found.pictures[0] if found.pictures else None


def _paragraph(token: Token, found: _Found) -> str:
    """The text of a paragraph, or "" where it is a picture or a related link."""
    children = token.children or []
    if token.content.startswith("**Related:** "):
        links = _Found()
        if title := _inline(children[3:], links):
            found.related.append(RelatedLink(title, next(iter(links.links), None)))
        return ""
    if children and children[0].type == "image":
        below = children[2:] if len(children) > 1 and children[1].type.endswith("break") else children[1:]
        if (words := _caption(below)) is not None:
            _add_picture(children[0], found, *words)
            return ""
    elif (
        (words := _caption(children))
        and words[1]
        and is_credit(f"({words[1]})")
        and r"\(" not in token.content
    ):
        found.pictures.append(Picture(caption=words[0], credit=words[1]))
        return ""
    return _inline(children, found)


def _caption(children: Sequence[Token]) -> tuple[str | None, str | None] | None:
    """Caption and credit of a line that is `*caption* (credit)`, either of them, or nothing; else None."""
    caption = None
    if children and children[0].type == "em_open":
        end = next(i for i, token in enumerate(children) if token.type == "em_close" and token.level == 0)
        caption = _inline(children[1:end], _Found())
        children = children[end + 1 :]
    if any(token.type != "text" for token in children):
        return None
    rest = "".join(token.content for token in children).strip()
    if rest and not (rest.startswith("(") and rest.endswith(")") and len(rest) > 2):
        return None
    return caption, rest[1:-1].strip() or None


def _quotation(inner: Sequence[Token], found: _Found) -> str:
    """The text of a block quote; with its source in a line of its own where it is an embed."""
    if embed := embedded(inner):
        text = "\n\n".join(_texts(inner[:-3], found))
        found.embeds.append(replace(embed, text=text or None))
        return "\n\n".join(part for part in (text, source(embed)) if part)
    return "\n\n".join(_texts(inner, found))


def embedded(inner: Sequence[Token]) -> Embed | None:
    """The embed that a block quote of these tokens is, without its text: its last paragraph is its source.

    None for a quotation.
    """
    last = inner[-2] if inner and inner[-1].type == "paragraph_close" else None
    if last is None or not last.content.startswith("—") or last.level != inner[0].level + 1:
        return None
    link = _Found()
    words = _inline(last.children or (), link)
    return attributed("", words, next(iter(link.links.values()), None))
