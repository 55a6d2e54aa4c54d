"""Blocks of an article before they have lines: one flat text each, how its parts look, and what stands before it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

from reader.text.clean import clean
from reader.tui.cells import align

if TYPE_CHECKING:
    from collections.abc import Iterable

    from reader.config.themes import Role
    from reader.tui.cells import Align
    from reader.tui.paint import Ground


class Look(NamedTuple):
    """The style of a piece of text, by role."""

    role: Role = "ink"
    bold: bool = False
    italic: bool = False
    underline: bool = False
    strike: bool = False
    on: Ground = "paper"


class StyledSpan(NamedTuple):
    """Text that stands before a block's own: a bar, a number, a bullet, or room."""

    text: str
    look: Look


class TextRun(NamedTuple):
    """Characters [start, end) of a block's text; `number` is the link that they open, 0 for none."""

    start: int
    end: int
    look: Look
    number: int = 0


class StandIn(NamedTuple):
    """The text that stands for a picture where it is not shown: so many characters of a block's text, from its start on; `url` is
    the picture's address."""

    url: str
    length: int


Spans = tuple[StyledSpan, ...]

INK = Look()
CODE = Look(on="code")
DIM = Look("dim")
ACCENT = Look("accent")
RULE = Look("rule")


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading, item, code block, table …: what is wrapped or, if `is_wide`, drawn row by row.

    In `text` a line break is one, and nothing in it acts on a terminal. `runs` cover it in order. `first` stands
    before its first line, `rest`, as wide, before the others; `gap` is what the blank line above shows, None for no
    blank line. `start` is where its text begins among the texts of its piece; `level` that of a heading, else 0;
    `row` the number of the related row that it belongs to. `is_prose`: its lines may be justified. `is_mirrored`: what
    stands before a line stands at its right, where a script that runs from right to left begins. `picture` is what the
    block stands for, or is the caption of.
    """

    text: str
    runs: tuple[TextRun, ...]
    first: Spans = ()
    rest: Spans = ()
    gap: Spans | None = ()
    start: int = 0
    level: int = 0
    is_wide: bool = False
    align: Align = "left"
    row: int | None = None
    is_mirrored: bool = False
    is_prose: bool = False
    picture: StandIn | None = None


@dataclass(slots=True)
class Writing:
    """A block's text under way: pieces are added with their looks."""

    parts: list[str] = field(default_factory=list)
    runs: list[TextRun] = field(default_factory=list)
    length: int = 0

    def add(self, text: str, look: Look = INK, number: int = 0) -> None:
        """More text, cleaned; a line break in it is one, a soft hyphen is dropped."""
        text = clean(text).replace("\u00ad", "").replace("\t", " ")
        if not text:
            return
        self.parts.append(text)
        end = self.length + len(text)
        last = self.runs[-1] if self.runs else None
        if last is not None and last.look == look and last.number == number:
            self.runs[-1] = last._replace(end=end)
        else:
            self.runs.append(TextRun(self.length, end, look, number))
        self.length = end

    @property
    def text(self) -> str:
        """The text that was added so far."""
        return "".join(self.parts)

    def block(
        self, first: Spans = (), rest: Spans = (), gap: Spans | None = (), *, row: int | None = None
    ) -> Block:
        """The text as a block, on the side where its script begins."""
        text = self.text
        side = align(text)
        return Block(
            text, tuple(self.runs), first, rest, gap, align=side, row=row, is_mirrored=side == "right"
        )


def written(text: str, look: Look = INK) -> Writing:
    """A text of one look, cleaned."""
    writing = Writing()
    writing.add(text, look)
    return writing


def placed(blocks: Iterable[Block]) -> list[Block]:
    """The blocks of a part, each knowing where its text begins among theirs."""
    found: list[Block] = []
    at = 0
    for block in blocks:
        found.append(replace(block, start=at))
        at += len(block.text) + 1
    return found
