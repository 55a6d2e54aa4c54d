"""Choosing a passage by keys: sentence by sentence, its ends word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.late import pattern
from reader.text.quote_anchor import Span, WordPositions
from reader.tui.article.document import Point
from reader.tui.article.plain_positions import NEAR, in_line, words_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.tui.article.block import Block
    from reader.tui.article.document import ArticleDocument
    from reader.tui.article.draw import LineMark
    from reader.tui.article.wrap import Line

_END = pattern(r"(?<!\b\w)[.!?…]+[\"'”’»)\]]*(?=\s+[^\s\W_a-zа-яё]|\s+[^\w\s])|[。！？][」』”]*|\n")
_LOOSE = ",;:–—-"
"""Signs after a word that end no sentence."""


class Sentence(NamedTuple):
    """Characters [start, end) of a part's texts."""

    part: int
    start: int
    end: int


class Choosing:
    """The passage that is being chosen, in the text of an article. At first one sentence, which moves; once it is
    held, its end moves. Only what stands in the plain text can be chosen."""

    def __init__(self, document: ArticleDocument, top: Point) -> None:
        self._document = document
        self._plain = WordPositions(document.text)
        self._sentences: dict[int, list[Sentence]] = {}
        self.is_held = False
        first = self._from(top)
        self.is_empty = first is None
        self._first = self._last = first or Sentence(0, 0, 0)
        self._starts = Point(self._first.part, self._first.start)
        self._ends = Point(self._last.part, self._last.end)

    @property
    def last(self) -> Point:
        """The end of it that moves: its last character once it is held, else its first."""
        return Point(self._ends.part, max(self._ends.offset - 1, 0)) if self.is_held else self._starts

    # Moving

    def hold(self) -> None:
        """From here on: the start stays."""
        self.is_held = True

    def move(self, step: int) -> bool:
        """By a sentence; False where it cannot move."""
        if not self.is_held:
            there = self._after(self._first) if step > 0 else self._before(self._first)
        elif step > 0:
            there = self._last if self._ends.offset < self._last.end else self._after(self._last)
        else:
            there = self._before(self._last)
            there = there if there and Point(there.part, there.end) > self._starts else None
        if there is None:
            return False
        self._last = there
        self._ends = Point(there.part, there.end)
        if not self.is_held:
            self._first = there
            self._starts = Point(there.part, there.start)
        return True

    def move_word(self, step: int) -> bool:
        """The start by a word; once it is held, the end."""
        sentence = self._last if self.is_held else self._first
        words = list(self._words(sentence))
        if self.is_held:
            low = self._starts.offset if self._starts.part == sentence.part else -1
            ends = [*(word.end for word in words[:-1] if word.start >= low), sentence.end]
            beyond = [
                end for end in ends if (end > self._ends.offset if step > 0 else end < self._ends.offset)
            ]
            if not beyond:
                return self.move(step)
            self._ends = Point(sentence.part, beyond[0] if step > 0 else beyond[-1])
            return True
        starts = [word.start for word in words]
        starts = [at for at in starts if (at > self._starts.offset if step > 0 else at < self._starts.offset)]
        if not starts:
            return False
        self._starts = Point(sentence.part, starts[0] if step > 0 else starts[-1])
        return True

    def _words(self, sentence: Sentence) -> Iterator[Span]:
        for block in self._document.blocks(sentence.part):
            for start, end in words_of(block).spans:
                if sentence.start <= block.start + start and block.start + end <= sentence.end:
                    yield Span(block.start + start, block.start + end)

    # Sentences

    def _of(self, part: int) -> list[Sentence]:
        found = self._sentences.get(part)
        if found is None:
            blocks = self._document.blocks(part) if self._document.piece(part) else ()
            found = self._sentences[part] = [
                sentence for block in blocks if self._is_text(block) for sentence in _sentences(part, block)
            ]
        return found

    def _is_text(self, block: Block) -> bool:
        return words_of(block).words in self._plain

    def _from(self, top: Point) -> Sentence | None:
        """The first sentence that begins there or below, else the last one."""
        for part in range(top.part, self._document.last):
            for sentence in self._of(part):
                if (part, sentence.start) >= top:
                    return sentence
        return self._before(Sentence(self._document.last, 0, 0))

    def _after(self, here: Sentence) -> Sentence | None:
        for part in range(here.part, self._document.last):
            for sentence in self._of(part):
                if sentence > here:
                    return sentence
        return None

    def _before(self, here: Sentence) -> Sentence | None:
        for part in range(min(here.part, self._document.last - 1), 0, -1):
            for sentence in reversed(self._of(part)):
                if sentence < here:
                    return sentence
        return None

    # What is chosen

    def marks(self, part: int, line: Line) -> list[LineMark]:
        """Mark the part of the passage that is in a line."""
        if not self._starts.part <= part <= self._ends.part:
            return []
        start = self._starts.offset if part == self._starts.part else 0
        end = self._ends.offset if part == self._ends.part else line.block.start + len(line.block.text)
        return in_line([Span(start, end)], line, "chosen", is_current=True)

    @property
    def span(self) -> Span | None:
        """It as characters of the plain text; None where it does not stand there."""
        before, words, after = self._chosen()
        known = self._plain
        for lead, tail in ((before, after), (before, []), ([], after), ([], [])):
            at = next(known.places([*lead, *words, *tail]), None)
            if words and at is not None:
                return _with_signs(known.text, known.span(at + len(lead), len(words)))
        return None

    def _chosen(self) -> tuple[list[str], list[str], list[str]]:
        """Its words, and some before and after them in the same blocks."""
        before: list[str] = []
        words: list[str] = []
        after: list[str] = []
        for part in range(self._starts.part, self._ends.part + 1):
            for block in self._document.blocks(part):
                known = words_of(block)
                places = [Point(part, block.start + start) for start, _ in known.spans]
                low = sum(place < self._starts for place in places)
                high = sum(place < self._ends for place in places)
                if low < high and self._is_text(block):
                    before = before if words else known.words[max(low - NEAR, 0) : low]
                    words += known.words[low:high]
                    after = known.words[high : high + NEAR]
        return before, words, after


def _sentences(part: int, block: Block) -> list[Sentence]:
    ends = [match.end() for match in _END.finditer(block.text)]
    found: list[Sentence] = []
    start = 0
    for end in (*ends, len(block.text)):
        piece = block.text[start:end]
        if any(char.isalnum() for char in piece):
            low = start + len(piece) - len(piece.lstrip())
            found.append(Sentence(part, block.start + low, block.start + start + len(piece.rstrip())))
        start = end
    return found


def _with_signs(text: str, span: Span) -> Span:
    """Widens it by the signs that stand at its words, so that a sentence keeps its full stop and its quotation marks."""
    start, end = span
    while start > 0 and not text[start - 1].isspace() and not text[start - 1].isalnum():
        start -= 1
    while end < len(text) and not text[end].isspace() and not text[end].isalnum():
        end += 1
    while end > span.end and text[end - 1] in _LOOSE:
        end -= 1
    return Span(start, end)
