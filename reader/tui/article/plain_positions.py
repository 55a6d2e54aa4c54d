"""Finds passages of the plain text on the page, which shows more: numbers of links, marks of footnotes."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.text.quote_anchor import Span, WordPositions, word_spans
from reader.tui.article.block import ACCENT, DIM
from reader.tui.article.document import Point
from reader.tui.article.draw import LineMark

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from reader.tui.article.block import Block, TextRun
    from reader.tui.article.document import ArticleDocument
    from reader.tui.article.wrap import Line
    from reader.tui.paint import Ground

NEAR = 8
"""Words on each side by which a piece of a passage is known on the page."""


class PlainPiece(NamedTuple):
    """The part of a passage that stands in one line of the plain text: `words` are its own and those around it, of which
    `count` from number `first` on are its own; `opening` and `closing` are its signs before the first and after the
    last of these."""

    words: tuple[str, ...]
    first: int
    length: int
    opening: str
    closing: str


def words_of(block: Block) -> WordPositions:
    """The words of a block, without what the plain text does not have."""
    spans = word_spans(block.text)
    added = [run for run in block.runs if _is_added(run, block.text)]
    if added:
        spans = [span for span in spans if not any(run.start <= span[0] < run.end for run in added)]
    return WordPositions(block.text, spans)


def _is_added(run: TextRun, text: str) -> bool:
    """Tell whether it is the number of a link or the mark of a footnote."""
    return (run.number > 0 and run.look == ACCENT) or (run.look == DIM and text.startswith("[", run.start))


def pieces(text: str, span: Span) -> list[PlainPiece]:
    """A passage of the plain text line by line, as the page has it."""
    found: list[PlainPiece] = []
    at = text.rfind("\n", 0, span.start) + 1
    while at < span.end:
        end = text.find("\n", at)
        end = len(text) if end < 0 else end
        found += _piece(text[at:end], span.start - at, span.end - at)
        at = end + 1
    return found


def _piece(text: str, start: int, end: int) -> list[PlainPiece]:
    words = WordPositions(text)
    own = [number for number, word in enumerate(words.spans) if word[1] > start and word[0] < end]
    if not own:
        return []
    low, high = max(own[0] - NEAR, 0), own[-1] + 1 + NEAR
    opening = text[max(start, 0) : words.spans[own[0]][0]].lstrip()
    closing = text[words.spans[own[-1]][1] : end].rstrip()
    return [PlainPiece(tuple(words.words[low:high]), own[0] - low, len(own), opening, closing)]


def find(document: ArticleDocument, wanted: Sequence[PlainPiece]) -> Point | None:
    """Find the start of the first piece; only parts that hold its longest word are read."""
    for piece in wanted[:1]:
        longest = max(piece.words[piece.first : piece.first + piece.length], key=len)
        flat = document.source.markdown.casefold()
        for part, source in enumerate(document.source.pieces, 1):
            if longest in flat[source.start : source.end] or len(flat) != len(document.source.markdown):
                spans = sorted(_spans(document, part, [piece]))
                if spans:
                    return Point(part, spans[0].start)
    return None


class KeptHighlight:
    """Passages that are marked on the page; a part is looked through when it is drawn."""

    def __init__(self, document: ArticleDocument, found: Sequence[PlainPiece]) -> None:
        self._document = document
        self._pieces = found
        self._parts: dict[int, list[Span]] = {}

    def marks(self, part: int, line: Line) -> list[LineMark]:
        """Mark the passages in a line, in characters of its block."""
        found = self._parts.get(part)
        if found is None:
            found = self._parts[part] = _joined(sorted(_spans(self._document, part, self._pieces)))
        return in_line(found, line, "highlight")


def _spans(document: ArticleDocument, part: int, wanted: Sequence[PlainPiece]) -> Iterator[Span]:
    """Find the pieces in a part of the text."""
    if document.piece(part) is None:
        return
    for block in document.blocks(part):
        words = words_of(block)
        for piece in wanted:
            for at in words.places(piece.words):
                start, end = words.span(at + piece.first, piece.length)
                start -= len(piece.opening) if block.text.endswith(piece.opening, 0, start) else 0
                end += len(piece.closing) if block.text.startswith(piece.closing, end) else 0
                yield Span(block.start + start, block.start + end)


def _joined(spans: Sequence[Span]) -> list[Span]:
    found: list[Span] = []
    for span in spans:
        if found and span.start <= found[-1].end:
            found[-1] = Span(found[-1].start, max(span.end, found[-1].end))
        else:
            found.append(span)
    return found


def in_line(spans: Sequence[Span], line: Line, on: Ground, *, is_current: bool = False) -> list[LineMark]:
    """Spans of a part as marks of a line."""
    start = line.block.start
    return [
        LineMark(span.start - start, span.end - start, is_current, on)
        for span in spans
        if span.end > start + line.start and span.start < start + line.end
    ]


def over(above: Sequence[LineMark], below: Sequence[LineMark]) -> list[LineMark]:
    """Marks of which those above hide what is below them; each of the two in order and apart."""
    found = list(above)
    for mark in below:
        at = mark.start
        for hiding in above:
            if hiding.end <= at or hiding.start >= mark.end:
                continue
            if hiding.start > at:
                found.append(mark._replace(start=at, end=hiding.start))
            at = hiding.end
        if at < mark.end:
            found.append(mark._replace(start=at))
    return sorted(found)
