"""A page or a fragment as a flat row of pieces in reading order: paragraphs, headings, code, tables, pictures, embeds.

Everything after works on this row: the choice of what belongs to the article, and the writing of Markdown.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING, Literal

from reader.extract.html import tree
from reader.extract.html.inline import BLOCKS, DROPPED, letter
from reader.extract.media import embeds, pictures, related_boxes
from reader.late import pattern

if TYPE_CHECKING:
    from lxml.html import HtmlElement

    from reader.model import Embed, Picture, RelatedLink

Kind = Literal["text", "term", "heading", "code", "table", "rule", "picture", "embed", "related"]

FRAMES_LIMIT = 8
"""Levels of lists and quotations that are kept."""

ATTACHMENTS_LIMIT = 1_000
"""Pictures and embeds of a page that are read."""

_MEDIA = embeds.MEDIA | pictures.MEDIA
_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_CELL_LIMIT = 600
_GUTTERS = pattern(r"(^|\s)(linenos|lineno|gutter|blob-num|line-number)(\s|$)")


@dataclass(eq=False, slots=True)
class Frame:
    """A quotation, list item or footnote around pieces. `mark` is what stands before an item or a footnote."""

    kind: Literal["quote", "item", "note"]
    mark: str = ""


@dataclass(eq=False, slots=True)
class Piece:
    """`holder` is the element it stands in. `at_tail`: its text begins behind that child of the holder, else with it.

    `parts` are its inline content; `value` what it is where it is no text.
    """

    kind: Kind
    holder: HtmlElement
    frames: tuple[Frame, ...] = ()
    parts: list[str | HtmlElement] = field(default_factory=list)
    behind: HtmlElement | None = None
    level: int = 0
    value: Picture | Embed | RelatedLink | None = None
    _text: str | None = None

    @property
    def text(self) -> str:
        """Its inline content as plain text, white space folded."""
        if self._text is None:
            words = (part if isinstance(part, str) else tree.text_of(part) for part in self.parts)
            self._text = " ".join("".join(words).split())
        return self._text

    def begin_with(self, before: Piece) -> None:
        """Puts the content of another piece before its own, a space between them."""
        self.parts = [*before.parts, "" if f"{self.parts[0]}"[:1].isspace() else " ", *self.parts]
        self._text = None

    @property
    def note(self) -> str | None:
        """The label of the footnote that it is part of."""
        outermost = self.frames[0] if self.frames else None
        return outermost.mark[2:-3] if outermost is not None and outermost.kind == "note" else None


def pieces(root: HtmlElement, base: str | None, notes: dict[HtmlElement, str] | None = None) -> list[Piece]:
    """The pieces under `root`. `notes` gives the label of each element that is the text of a footnote."""
    walk = _Walk(root, base, notes or {})
    walk.block(root, "text", ())
    return walk.found


class _Walk:
    def __init__(self, root: HtmlElement, base: str | None, notes: dict[HtmlElement, str]) -> None:
        self.found: list[Piece] = []
        self._base = base
        self._notes = notes
        self._with_blocks = _ancestors(root, BLOCKS)
        self._with_links = _ancestors(root, frozenset({"a"}))
        self._with_media = _ancestors(root, _MEDIA)
        self._captions = {caption_of(table) for table in root.iter("table") if is_data(table)}
        self._held: list[Piece] = []
        self._level = 0
        self._attachments = 0

    def block(self, element: HtmlElement, kind: Kind, frames: tuple[Frame, ...]) -> None:
        """The pieces of an element's content: runs of inline content, and blocks between them."""
        run = Piece(kind, element, frames, level=self._level)
        if element.text:
            run.parts.append(element.text)
        for child in element:
            tag = child.tag
            if not isinstance(tag, str):
                pass
            elif (tag in DROPPED and tag not in embeds.MEDIA) or _is_within_sentence(run, child):
                if (attached := self._attached(child, frames)) is not None:
                    self._held.append(attached)
            elif self._is_inline(child, tag):
                run.parts.append(child)
                if child in self._with_media:
                    self._media(child, frames, bool(run.parts[:-1]))
            else:
                self._flush(run)
                self._child(child, tag, kind, frames)
                run = Piece(kind, element, frames, behind=child, level=self._level)
            if child.tail:
                run.parts.append(child.tail)
        self._flush(run)

    def _is_inline(self, child: HtmlElement, tag: str) -> bool:
        if tag == "img":
            return bool(letter(child))
        return tag not in BLOCKS and tag not in _MEDIA and child not in self._with_blocks

    def _flush(self, run: Piece) -> None:
        for part in run.parts:
            if not isinstance(part, str) or not part.isspace():
                self.found.append(run)
                break
        if self._held:
            self.found.extend(self._held)
            self._held = []

    def _media(self, element: HtmlElement, frames: tuple[Frame, ...], is_within_text: bool) -> None:
        """Pictures and embeds deep in inline content: before the run they begin, else behind it."""
        for found in element.iter(*_MEDIA):
            is_letter = found.tag == "img" and letter(found)
            if not is_letter and (piece := self._attached(found, frames)) is not None:
                (self._held if is_within_text else self.found).append(piece)

    def _attached(self, element: HtmlElement, frames: tuple[Frame, ...]) -> Piece | None:
        if self._attachments >= ATTACHMENTS_LIMIT:
            return None
        if (embed := embeds.read(element, self._base)) is not None:
            self._attachments += 1
            return Piece("embed", element, frames, value=embed)
        is_picture = element.tag in pictures.MEDIA or (
            element in self._with_media and element.tag not in embeds.MEDIA
        )
        if is_picture and (picture := pictures.read(element, self._base)) is not None:
            self._attachments += 1
            return Piece("picture", element, frames, value=picture)
        return None

    def _child(self, child: HtmlElement, tag: str, kind: Kind, frames: tuple[Frame, ...]) -> None:
        if tag in _HEADINGS:
            self._level = _HEADINGS[tag]
            self.block(child, "heading", frames)
            self._level = 0
        elif tag in _CONTAINERS and (attached := self._attached(child, frames)) is not None:
            self.found.append(attached)
        elif (
            tag in _CONTAINERS
            and (tag == "a" or child in self._with_links)
            and (links := related_boxes.read(child, self._base))
        ):
            self.found.extend(Piece("related", child, frames, value=link) for link in links)
        elif (
            tag in _CARDS
            and child in self._with_media
            and (tag == "a" or child in self._with_links)
            and (shown := related_boxes.card(child, self._base)) is not None
        ):
            self.found.append(Piece("related", child, frames, value=shown))
        elif tag in _MEDIA or "hidden" in child.attrib or child in self._captions:
            return
        elif tag == "blockquote":
            self.block(child, "text", _framed(frames, Frame("quote")))
        elif tag in ("ul", "ol", "menu", "dir") and child.find("li") is not None:
            self._list(child, tag, kind, frames)
        elif tag == "pre":
            self.found.append(Piece("code", child, frames))
        elif tag == "table" and is_data(child):
            self.found.append(Piece("table", child, frames))
        elif tag == "hr":
            self.found.append(Piece("rule", child, frames))
        else:
            self._plain(child, tag, kind, frames)

    def _plain(self, child: HtmlElement, tag: str, kind: Kind, frames: tuple[Frame, ...]) -> None:
        if tag == "td" and _GUTTERS.search(child.get("class") or ""):
            return
        if (label := self._notes.get(child)) is not None:
            self.block(child, "text", (Frame("note", f"[^{label}]: "),))
        else:
            self.block(child, "term" if tag in ("dt", "summary") else kind, frames)

    def _list(self, element: HtmlElement, tag: str, kind: Kind, frames: tuple[Frame, ...]) -> None:
        start = element.get("start") or "1"
        number = int(start) if start.isascii() and start.isdecimal() and len(start) < 8 else 1
        for child in element:
            if child.tag == "li" and child not in self._notes:
                mark = f"{number}. " if tag == "ol" else "- "
                number += 1
                self.block(child, kind, _framed(frames, Frame("item", mark)))
            elif isinstance(child.tag, str):
                self._child(child, child.tag, kind, frames)


def _is_within_sentence(run: Piece, child: HtmlElement) -> bool:
    """Tells whether a picture stands between two parts of a sentence, and not between two paragraphs."""
    if child.tag not in pictures.MEDIA or not (child.tail or "").strip() or letter(child):
        return False
    before = run.parts[-1] if run.parts else ""
    return bool(before.strip()) if isinstance(before, str) else before.tag != "br"


_CARDS = frozenset(("div", "aside", "section", "a", "article", "li", "ul"))
# What may be a picture with its caption, an embed or a box of related articles; paragraphs too hold such links.
_CONTAINERS = frozenset((
    "figure", "blockquote", "div", "aside", "p", "section", "ul", "table", "dl", "a", "article", "li",
    "center",
)) | _MEDIA  # fmt: skip


def _framed(frames: tuple[Frame, ...], frame: Frame) -> tuple[Frame, ...]:
    return frames if len(frames) >= FRAMES_LIMIT else (*frames, frame)


def _ancestors(root: HtmlElement, tags: frozenset[str]) -> set[HtmlElement]:
    """All elements that hold one of the tags, at any depth."""
    found: set[HtmlElement] = set()
    for element in root.iter(*tags):
        for above in element.iterancestors():
            if above in found:
                break
            found.add(above)
    return found


def caption_of(table: HtmlElement) -> HtmlElement | None:
    """The caption of a table: its own, else that of the figure around it, if that has no other table."""
    own = table.find("caption")
    figure = next(table.iterancestors("figure"), None) if own is None else None
    if figure is not None and len(list(islice(figure.iter("table"), 2))) == 1:
        own = next(figure.iter("figcaption"), None)
    return own if own is not None and "hidden" not in own.attrib else None


def is_data(table: HtmlElement) -> bool:
    """Tells whether a table is one to read in rows and columns, and no scaffold of a page."""
    if table.get("role") in ("presentation", "none"):
        return False
    if next(table.iter("h1", "h2", "pre", "iframe", "blockquote", "form"), None) is not None:
        return False
    if table.find(".//table") is not None:
        return False
    rows = [row for row in table.iter("tr") if len(row)]
    if len(rows) < 2 or max(len(row.findall("td")) + len(row.findall("th")) for row in rows) < 2:
        return False
    cells = [tree.text_of(cell).strip() for row in rows for cell in row]
    filled = [cell for cell in cells if cell]
    return len(filled) >= 3 and max(map(len, filled)) <= _CELL_LIMIT
