"""Our Markdown: how an article is written in it, block by block, and read back.

The dialect is CommonMark with GFM tables, strikethrough and footnotes, without raw HTML; addresses are absolute http
or https. Blocks are parted by one blank line. The caption of a table is a paragraph in italics above it. Pictures,
embeds and related links have a form of their own, which `contents` reads back; each writer says which.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.markdown import embed_credit
from reader.markdown.blocks import contents as contents
from reader.markdown.blocks import plain as plain
from reader.markdown.blocks import readable as readable
from reader.markdown.escape import escape as escape
from reader.markdown.escape import inline
from reader.markdown.escape import paragraph as paragraph
from reader.markdown.searchable import searchable as searchable
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Embed, Picture, RelatedLink

_PARAGRAPHS = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")
_LANGUAGE = re.compile(r"[\w+#.-]+")


def link(text: str, url: str) -> str:
    """`[text](url)`; the text alone where the address is not http or https; the host where there is no text."""
    address = target(url)
    label = _folded(text)
    if address is None:
        return escape(label)
    return f"[{inline(label or urls.host(url) or 'link', brackets=True)}]({address})"


def target(url: str) -> str | None:
    """An address as it stands within the round brackets of a link, without credentials; None where not http(s)."""
    found = urls.tidy(urls.without_credentials(url))
    if found is None:
        return None
    found = re.sub(r"&(?=#?\w+;)", r"\\&", found)
    return found if _is_balanced(found) else re.sub(r"([()])", r"\\\1", found)


def _is_balanced(url: str) -> bool:
    depth = 0
    for bracket in re.findall(r"[()]", url):
        depth += 1 if bracket == "(" else -1
        if depth < 0:
            return False
    return depth == 0


def picture(p: Picture) -> str:
    """`![alt](url)` and on the next line `*caption* (credit)`; parts that are not known are left out.

    Empty where neither address, caption nor credit is known.
    """
    address = target(p.url) if p.url else None
    alt = inline(_folded(p.alt or ""), brackets=True)
    caption = inline(_folded(p.caption or ""))
    credit = inline(_folded(p.credit or ""))
    below = " ".join(
        part for part in (f"*{caption}*" if caption else "", f"({credit})" if credit else "") if part
    )
    return "\n".join(part for part in (f"![{alt}]({address})" if address else "", below) if part)


def embed(e: Embed) -> str:
    """A block quote of its text, the last line `— author (@handle), [date](url)`; unknown parts are left out.

    The date stands as the page prints it where that and a handle are known, so that it reads back.
    With an address and no date, the host is the text of the link, or `Video on host` where nothing else tells what it is. An embed without handle, date and address reads
    back as a quotation.
    """
    source = ", ".join(part for part in (_person(e), _dated(e)) if part)
    text = from_text(e.text or "")
    return quote("\n\n".join(part for part in (text, f"— {source}" if source else "") if part))


def _person(e: Embed) -> str:
    handle = f"({inline(_folded(e.handle))})" if e.handle else ""
    return " ".join(part for part in (inline(_folded(e.author or "")), handle) if part)


def _dated(e: Embed) -> str:
    date = (e.date_words if e.handle else None) or e.date or ""
    if not e.url or not urls.is_http(e.url):
        return inline(date)
    is_bare = not (date or e.author or e.handle)
    return link(embed_credit.label(e, urls.host(e.url) or "") if is_bare else date, e.url)


def related(r: RelatedLink) -> str:
    """The paragraph `**Related:** [title](url)`, or `**Related:** title` where the address is not known."""
    return f"**Related:** {link(r.title, r.url) if r.url else inline(_folded(r.title))}"


def code(text: str, lang: str | None = None) -> str:
    """A fenced block, its fence longer than any run of backticks in the text."""
    text = text.strip("\n")
    fence = "`" * max(3, 1 + max(map(len, re.findall(r"`+", text)), default=0))
    known = _LANGUAGE.match(lang or "")
    return f"{fence}{known[0] if known else ''}\n{text}\n{fence}"


def table(rows: Sequence[Sequence[str]]) -> str:
    """A GFM table of cells that are inline Markdown already; the first row is its head. Empty without cells."""
    columns = max(map(len, rows), default=0)
    if not columns:
        return ""
    head = [*rows[0], *[""] * (columns - len(rows[0]))]
    return "\n".join([_row(head), _row(["---"] * columns), *(_row(row) for row in rows[1:] if row)])


def _row(cells: Sequence[str]) -> str:
    # A table takes the backslash before a bar away before anything else is read, so that each bar gets one more.
    return f"| {' | '.join(_folded(cell).replace('|', chr(92) + '|') for cell in cells)} |"


def quote(markdown: str) -> str:
    """Blocks as a block quote; empty for none."""
    return "\n".join(f"> {line}" if line else ">" for line in markdown.split("\n")) if markdown else ""


def heading(level: int, text: str) -> str:
    """A heading of plain text, level 1 to 6 (others are brought into that range); empty without text."""
    shown = inline(_folded(text))
    shown = re.sub(r"(^|\s)(#+)$", r"\1\\\2", shown)  # a row of # at the end would be taken off
    return f"{'#' * min(max(level, 1), 6)} {shown}" if shown else ""


def from_text(text: str) -> str:
    """Plain paragraphs, parted by blank lines, as Markdown; line breaks within a paragraph become spaces."""
    return "\n\n".join(
        escaped for part in _PARAGRAPHS.split(text.strip()) if (escaped := paragraph(escape(part.strip())))
    )


def _folded(text: str) -> str:
    return re.sub(r"[ \t\n\r\f\v]+", " ", text).strip(" ")
