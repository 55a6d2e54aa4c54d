"""Writes pieces as our Markdown: blocks, lists and quotations around them, tables, code with its language."""

from __future__ import annotations

import re
from itertools import groupby
from typing import TYPE_CHECKING

from reader.extract.pieces import caption_of
from reader.late import pattern
from reader.markdown import dialect
from reader.model import Embed, Picture, RelatedLink
from reader.text.clean import BODY_LIMIT, clean

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from lxml.html import HtmlElement

    from reader.extract.html.inline import Inline
    from reader.extract.pieces import Frame, Piece

ROWS_LIMIT = 2_000

_ONLY_RULE = pattern(r"(?:[_*=~–—-] ?){3,40}")
_ONLY_BOLD = pattern(r"\*\*((?:[^*\\]|\\.)+)\*\*|\*((?:[^*\\]|\\.)+)\*")
_LANGUAGE = pattern(
    r"(?:^|\s)(?:(?:language|lang|highlight-source|highlight|prettyprint\s+lang|sourceCode)[-\s:]+|brush:\s*)([A-Za-z][\w+#.-]{0,20})(?![\w+#.-])"
)
_GUTTER = pattern(
    r"(?:^|\s)(?:lineno|linenos|linenumber|line-number|gutter|hljs-ln-n|hljs-ln-numbers|copy|copy-button)(?:\s|$)"
)
_CODE_LINE = pattern(r"(?:^|[\s-])line(?:\s|$)")
_NO_LANGUAGE = frozenset(
    {"none", "plain", "plaintext", "text", "txt", "numbers", "highlight", "code", "source", "default"}
)


def write(pieces: Iterable[Piece], inline: Inline) -> str:
    """The pieces as Markdown, at most `BODY_LIMIT` characters, cut between blocks."""
    blocks: list[tuple[tuple[Frame, ...], str]] = []
    length = 0
    for piece in pieces:
        markdown = clean(block(piece, inline))
        length += len(markdown)
        if length > BODY_LIMIT:
            break
        if markdown:
            blocks.append((piece.frames, markdown))
    while blocks and blocks[-1][1] == "---":
        blocks.pop()
    while blocks and blocks[0][1] == "---":
        blocks.pop(0)
    return _together(blocks, 0)


def block(piece: Piece, inline: Inline) -> str:
    """One piece as Markdown, without what frames it; empty where nothing shows."""
    value = piece.value
    if isinstance(value, Picture):
        return dialect.picture(value)
    if isinstance(value, Embed):
        return dialect.embed(value)
    if isinstance(value, RelatedLink):
        return dialect.related(value)
    match piece.kind:
        case "heading":
            return "---" if _ONLY_RULE.fullmatch(piece.text) else _heading(piece, inline)
        case "code":
            text = code_text(piece.holder)
            return dialect.code(text, code_language(piece.holder)) if text else ""
        case "table":
            return _table(piece.holder, inline)
        case "rule":
            return "---"
        case "term":
            return "\n\n".join(p if "**" in p else f"**{p}**" for p in inline.paragraphs(piece.parts))
        case _:
            return "\n\n".join(inline.paragraphs(piece.parts))


def _heading(piece: Piece, inline: Inline) -> str:
    """A heading; level 1 is the title's, so that those of the text begin at 2."""
    text = inline.line(piece.parts)
    if found := _ONLY_BOLD.fullmatch(text):
        text = found[1] or found[2]
    text = re.sub(r"(^|\s)(#+)$", r"\1\\\2", text)
    return f"{'#' * min(max(piece.level, 2), 6)} {text}" if text else ""


def code_text(pre: HtmlElement) -> str:
    """The text of a block of code, lines and indents kept, line numbers and buttons left out."""
    parts: list[str] = []
    _collect(pre, parts)
    text = "".join(parts).replace("\r\n", "\n").replace("\xa0", " ")
    return re.sub(r"\A(?:[ \t]*\n)+", "", text).rstrip()


def code_language(pre: HtmlElement) -> str | None:
    """The language that the block or the element right within or around it names."""
    parent = pre.getparent()
    near = [pre, *pre.iterchildren("code"), *([parent] if parent is not None else [])]
    for element in near:
        stated = element.get("data-lang") or element.get("data-language")
        found = _LANGUAGE.search(element.get("class") or "")
        name = (stated or (found[1] if found else "")).lower()
        if name and name not in _NO_LANGUAGE:
            return name
    return None


def _collect(element: HtmlElement, parts: list[str]) -> None:
    if element.text:
        parts.append(element.text)
    for child in element:
        if child.tag == "br":
            parts.append("\n")
        elif (
            isinstance(child.tag, str)
            and child.tag not in ("button", "script", "style")
            and not _GUTTER.search(child.get("class") or "")
        ):
            if child.tag in ("div", "p", "li", "tr") and parts and not parts[-1].endswith("\n"):
                parts.append("\n")
            _collect(child, parts)
            if _ends_line(child) and parts and not parts[-1].endswith("\n"):
                parts.append("\n")
        if child.tail:
            parts.append(child.tail)


def _ends_line(element: HtmlElement) -> bool:
    """Tells whether an element is a line that only a style sheet parts from the next one."""
    return (
        element.tag == "span"
        and bool(_CODE_LINE.search(element.get("class") or ""))
        and not (element.tail or "").startswith("\n")
        and (element.getnext() is not None or bool(element.tail))
    )


def _table(table: HtmlElement, inline: Inline) -> str:
    """A table below its caption, a paragraph in italics."""
    rows = _rows(table, inline)
    if not any(map(any, rows)):
        return ""
    caption = caption_of(table)
    said = inline.italic(_content(caption)) if caption is not None else ""
    return "\n\n".join(part for part in (said, dialect.table(rows)) if part)


def _rows(table: HtmlElement, inline: Inline) -> list[list[str]]:
    rows: list[list[str]] = []
    for row in table.iter("tr"):
        cells = [inline.line(_content(cell)) for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            rows.append(cells)
        if len(rows) == ROWS_LIMIT:
            break
    return rows


def _content(cell: HtmlElement) -> list[str | HtmlElement]:
    return [cell.text or "", *(part for child in cell for part in (child, child.tail or ""))]


def _together(blocks: Sequence[tuple[tuple[Frame, ...], str]], depth: int) -> str:
    """Blocks put together: those within the same quotation or list item under its mark, blank lines between."""
    out: list[str] = []
    previous: Frame | None = None
    for frame, group in groupby(blocks, key=lambda entry: entry[0][depth] if len(entry[0]) > depth else None):
        inner = list(group)
        if frame is None:
            out.append("\n\n".join(markdown for _, markdown in inner))
        elif frame.kind == "quote":
            out.append(dialect.quote(_together(inner, depth + 1)))
        else:
            item = _item(frame, _together(inner, depth + 1))
            # Items of one paragraph stand close together, and a list close to the line of the item that it is in.
            is_first_within_item = len(out) == 1 and previous is None and depth > 0
            if (is_first_within_item or _is_same_list(previous, frame)) and "\n\n" not in out[-1] + item:
                out[-1] += "\n" + item
            else:
                out.append(item)
        previous = frame
    return "\n\n".join(out)


def _item(frame: Frame, markdown: str) -> str:
    indent = " " * (4 if frame.kind == "note" else len(frame.mark))
    first, *rest = markdown.split("\n")
    return "\n".join([frame.mark + first, *(indent + line if line else "" for line in rest)])


def _is_same_list(previous: Frame | None, frame: Frame) -> bool:
    return (
        previous is not None
        and previous.kind == frame.kind == "item"
        and previous.mark[:1].isdecimal() == frame.mark[:1].isdecimal()
    )
