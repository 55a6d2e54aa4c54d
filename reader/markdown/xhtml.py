"""Writes our Markdown as XHTML: well-formed, nothing in it acts, addresses are of the web or of mail only."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit, urlunsplit

from reader.markdown.blocks import embedded, nodes, paragraphs, parser, special
from reader.model import Picture, RelatedLink
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.token import Token

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 allows in no document, not even as a reference."""

_ENTITIES = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;"})
_MAIL = re.compile(r"mailto:[^\s<>\"@:/?#]{1,64}@[^\s<>\"@:/?#]{1,255}", re.IGNORECASE)
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_LANGUAGE = re.compile(r"[\w+#.-]+")
_DIR = ' dir="auto"'
"""Each block runs as its first letter does: an article quotes others, and EPUB's styles may say nothing of direction."""
_TAGS = {"em": "em", "strong": "strong", "s": "del"}
_SIDES = {"text-align:left": "left", "text-align:center": "centre", "text-align:right": "right"}


def fragment(markdown: str, *, prefix: str = "", deeper: int = 0, is_epub: bool = False) -> str:
    """The blocks of the Markdown as elements that can stand in a body; "" for nothing.

    Headings begin at h2, `deeper` levels below that. `prefix` begins each id, so that several fragments can share a file.
    `is_epub` names footnotes in the vocabulary of EPUB, whose readers show them at their place. Pictures are links
    with their captions. Elements have the classes `picture`, `related`, `embed`, `footnote`, `left`, `centre`, `right`.
    """
    if (plain := paragraphs(markdown)) is not None:
        return "\n".join(f"<p{_DIR}>{escaped(text)}</p>" for text in plain)
    tokens = parser().parse(markdown)
    defined = {str(token.meta["label"]) for token in tokens if token.type == "footnote_reference_open"}
    return "\n".join(_Writer(prefix, deeper, is_epub, defined).blocks(tokens))


def escaped(text: str) -> str:
    """Plain text for an element or an attribute in double quotes."""
    return _NO_XML.sub("", text).translate(_ENTITIES)


def link(text: str, href: str | None) -> str:
    """A link of plain text; the text alone where the address is not one of the web or of mail."""
    address = target(href) if href else None
    return f'<a href="{escaped(address)}">{escaped(text)}</a>' if address else escaped(text)


def target(href: str) -> str | None:
    """An address as an attribute has it, in ASCII and without credentials; None where it is not of the web or of mail."""
    if _MAIL.fullmatch(href):
        return quote(href, safe="%:@!$&'*+=~-._")
    found = urls.absolute(urls.without_credentials(href))
    if found is None:
        return None
    parts = urlsplit(found)
    path, query, rest = (
        _STRAY_PERCENT.sub("%25", quote(part, safe="%/:@!$&'()*+,;=~-._?", errors="replace"))
        for part in (parts.path, parts.query, parts.fragment)
    )
    return urlunsplit((parts.scheme, parts.netloc, path, query, rest))


@dataclass(slots=True)
class _Writer:
    """Writes one fragment. `defined` are the labels of footnotes that have a text; their numbers go by first mention."""

    prefix: str
    deeper: int
    is_epub: bool
    defined: set[str]
    numbers: dict[str, int] = field(default_factory=dict)
    mentions: dict[str, int] = field(default_factory=dict)
    written: set[str] = field(default_factory=set)

    def blocks(self, tokens: Sequence[Token]) -> list[str]:
        """The elements of tokens of one level."""
        return [text for opener, inner in nodes(tokens) if (text := self._block(opener, inner))]

    def _block(self, opener: Token, inner: Sequence[Token]) -> str:
        match opener.type:
            case "paragraph_open":
                return self._paragraph(opener, inner[0])
            case "heading_open":
                level = min(max(int(opener.tag[1:]), 2) + self.deeper, 6)
                return f"<h{level}{_DIR}>{self._inline(inner[0])}</h{level}>"
            case "fence" | "code_block":
                return self._code(opener)
            case "blockquote_open":
                kind = ' class="embed"' if embedded(inner) else ""
                return self._around(f"blockquote{kind}", inner)
            case "ordered_list_open":
                start = opener.attrs.get("start")
                return self._around("ol" if start is None else f'ol start="{int(start)}"', inner)
            case (
                "bullet_list_open" | "list_item_open" | "table_open" | "thead_open" | "tbody_open" | "tr_open"
            ):
                return self._around(opener.tag, inner)
            case "th_open" | "td_open":
                side = _SIDES.get(str(opener.attrs.get("style", "")))
                kind = f' class="{side}"' if side else ""
                return f"<{opener.tag}{_DIR}{kind}>{self._inline(inner[0])}</{opener.tag}>"
            case "footnote_reference_open":
                return self._footnote(str(opener.meta["label"]), inner)
            case "hr":
                return "<hr/>"
            case _:
                return "\n".join(self.blocks(inner))

    def _around(self, tag: str, inner: Sequence[Token]) -> str:
        within = "\n".join(self.blocks(inner))
        return f"<{tag}>{within}</{tag.partition(' ')[0]}>"

    def _paragraph(self, opener: Token, token: Token) -> str:
        found = special(token)
        if isinstance(found, Picture):
            return _picture(found)
        if opener.hidden:  # an item of a tight list
            return self._inline(token)
        kind = ' class="related"' if isinstance(found, RelatedLink) else ""
        return f"<p{_DIR}{kind}>{self._inline(token)}</p>"

    def _code(self, token: Token) -> str:
        known = _LANGUAGE.match(token.info.strip())
        kind = f' class="language-{escaped(known[0])}"' if known else ""
        return f'<pre dir="ltr"><code{kind}>{escaped(token.content)}</code></pre>'

    def _number(self, label: str) -> int:
        return self.numbers.setdefault(label, len(self.numbers) + 1)

    def _footnote(self, label: str, inner: Sequence[Token]) -> str:
        """A footnote where it is defined; one that is defined again has no id, since the first has it."""
        number, is_first = self._number(label), label not in self.written
        self.written.add(label)
        id_ = f' id="{self.prefix}fn{number}"' if is_first else ""
        kind = ' epub:type="footnote"' if self.is_epub else ""
        mark = escaped(label)
        if is_first and self.mentions.get(label):
            mark = f'<a href="#{self.prefix}fnref{number}-1" role="doc-backlink">{mark}</a>'
        within = "\n".join(self.blocks(inner))
        return f'<aside class="footnote" role="doc-footnote"{kind}{id_}><p>{mark}</p>\n{within}</aside>'

    def _inline(self, token: Token) -> str:
        parts: list[str] = []
        is_linked = False  # no link is within another: the parser sees to that
        for child in token.children or ():
            match child.type:
                case "link_open":
                    address = target(str(child.attrs["href"]))
                    is_linked = address is not None
                    parts.append(f'<a href="{escaped(address)}">' if address else "")
                case "link_close":
                    parts.append("</a>" if is_linked else "")
                    is_linked = False
                case "image":
                    parts.append(_image(child, is_linked=is_linked))
                case "footnote_ref":
                    parts.append(self._mention(str(child.meta["label"])))
                case _:
                    parts.append(_text(child))
        return "".join(parts)

    def _mention(self, label: str) -> str:
        if label not in self.defined:
            return f"<sup>{escaped(label)}</sup>"
        number, mention = self._number(label), self.mentions.get(label, 0) + 1
        self.mentions[label] = mention
        kind = ' epub:type="noteref"' if self.is_epub else ""
        return (
            f'<sup><a href="#{self.prefix}fn{number}" id="{self.prefix}fnref{number}-{mention}" role="doc-noteref"{kind}>'
            f"{escaped(label)}</a></sup>"
        )


def _text(token: Token) -> str:
    """A piece of text, or the beginning or end of emphasis."""
    name, _, end = token.type.rpartition("_")
    if name in _TAGS:
        return f"<{_TAGS[name]}>" if end == "open" else f"</{_TAGS[name]}>"
    match token.type:
        case "softbreak":
            return "\n"
        case "hardbreak":
            return "<br/>\n"
        case "code_inline":
            return f"<code>{escaped(token.content)}</code>"
        case _:
            is_address = "://" in token.content and "@" in token.content
            return escaped(urls.masked(token.content) if is_address else token.content)


def _image(token: Token, *, is_linked: bool) -> str:
    alt = "".join(child.content for child in token.children or ())
    words = f"[{alt or 'Picture'}]"
    return escaped(words) if is_linked else link(words, str(token.attrs["src"]))


def _picture(picture: Picture) -> str:
    """A link in the place of a picture, with its caption."""
    words = f"Picture: {picture.alt}" if picture.alt and picture.alt != picture.caption else "Picture"
    shown = f"<p>{link(words, picture.url)}</p>" if picture.url else ""
    credit = f"({picture.credit})" if picture.credit else ""
    below = " ".join(escaped(part) for part in (picture.caption, credit) if part)
    caption = f"<figcaption{_DIR}>{below}</figcaption>" if below else ""
    return f'<figure class="picture">{shown}{caption}</figure>'
