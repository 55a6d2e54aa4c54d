"""A terminal in memory: what it shows after the codes that the reader writes, and no others."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

from rich.cells import split_graphemes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_CODE = re.compile(r"\x1b\[(?P<given>[0-9;?<>=$]*)(?P<end>[A-Za-z])|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")
_OTHER = re.compile(
    r"\x1b[()][A-Z0-9]|\x1b[P_^X].*?\x1b\\|\x1b[0-9=>cDEHMNOZ<]|[\x00-\x09\x0b\x0c\x0e-\x1a\x7f]", re.DOTALL
)
_UNFINISHED = re.compile(r"\x1b(?:[\[(][0-9;?<>=$]*|\][^\x07\x1b]*\x1b?|[P_^X](?:(?!\x1b\\).)*)?$", re.DOTALL)
_ON = {
    1: "bold",
    2: "dim",
    3: "italic",
    4: "underline",
    5: "blink",
    7: "reverse",
    8: "conceal",
    9: "strike",
    53: "overline",
}
_OFF = {
    22: ("bold", "dim"),
    23: ("italic",),
    24: ("underline",),
    25: ("blink",),
    27: ("reverse",),
    28: ("conceal",),
    29: ("strike",),
    55: ("overline",),
}
_SEEN = frozenset(("underline", "reverse", "strike", "overline"))


class Look(NamedTuple):
    """What SGR has set."""

    attributes: frozenset[str] = frozenset()
    ink: str = "39"
    ground: str = "49"


class Cell(NamedTuple):
    """A cell; the second one of a wide character is empty."""

    char: str = " "
    look: Look = Look()

    @property
    def seen(self) -> Cell:
        """The cell without what nobody sees on a blank, or on one with a mark that has lost its letter."""
        if self.char[:1] == " " and not self.look.attributes & _SEEN:
            return Cell(self.char, Look(ground=self.look.ground))
        return self


def as_rich(text: str) -> Iterator[tuple[str, int]]:
    """Characters and their cells as Rich, and so Textual, counts them."""
    for start, end, cells in split_graphemes(text)[0]:
        yield text[start:end], cells


class Emulator:
    """So many columns and rows. `erases`: blanks that it makes have the ground that is set. `measure` parts a text into
    characters with their cells: terminals differ in that. `tears`: where one cell of a wide character is erased, the
    other one stays until something is written on either, as in tmux."""

    def __init__(
        self,
        columns: int,
        rows: int,
        *,
        erases: bool = True,
        measure: Callable[[str], Iterator[tuple[str, int]]] = as_rich,
        tears: bool = True,
        full_of: str = "?",
    ) -> None:
        self.columns, self.rows = columns, rows
        self._erases, self._measure, self._tears = erases, measure, tears
        self.cells = [[Cell(full_of)] * columns for _ in range(rows)]
        self.look = Look()
        self.x = self.y = 0
        self.unknown: list[str] = []
        """Codes that it does not know."""
        self._margins = (0, rows - 1)

    @property
    def shown(self) -> list[list[Cell]]:
        """The cells, as they are seen."""
        return [[cell.seen for cell in row] for row in self.cells]

    @property
    def lines(self) -> list[str]:
        """The text."""
        return ["".join(cell.char for cell in row) for row in self.cells]

    def feed(self, text: str) -> None:
        """Take what is written. A text without any code between must come whole."""
        at = 0
        for code in _CODE.finditer(text):
            self._text(text[at : code.start()])
            if code["end"]:
                self._act(code["end"], code["given"])
            at = code.end()
        self._text(text[at:])

    def _text(self, text: str) -> None:
        for part in re.split(r"([\r\n])", text):
            if part == "\r":
                self.x = 0
            elif part == "\n":
                assert self.y < self.rows - 1, "the screen would scroll"
                self.y += 1
            else:
                for char, cells in self._measure(part):
                    self._put(char, cells)

    def _put(self, char: str, cells: int) -> None:
        if not cells:
            before = self.cells[self.y][max(self.x - 1, 0)]
            self._set(max(self.x - 1, 0), before._replace(char=before.char + char))
            return
        self.x = min(self.x, self.columns - cells)
        for at in range(self.x, self.x + cells):
            self._part(at)
        self._set(self.x, Cell(char, self.look))
        for at in range(self.x + 1, self.x + cells):
            self._set(at, Cell("", self.look))
        self.x = min(self.x + cells, self.columns - 1) if self.x + cells < self.columns else self.columns

    def _set(self, x: int, cell: Cell) -> None:
        self.cells[self.y][x] = cell

    def _part(self, x: int) -> None:
        """What is left of a wide character of which a cell is taken is blank, in the terminal's own colour."""
        row = self.cells[self.y]
        first = x
        while first and row[first].char == "":
            first -= 1
        if first != x:
            for at in range(first, x):
                row[at] = Cell()
        at = x + 1
        while at < self.columns and row[at].char == "":
            row[at] = Cell()
            at += 1

    def _act(self, end: str, given: str) -> None:
        if given[:1] in {"?", "<", ">", "="}:
            return  # modes
        numbers = [int(one or 0) for one in given.split(";")]
        count = max(numbers[0], 1)
        row = self.cells[self.y]
        if end == "m":
            self._sgr(numbers)
        elif end == "H":
            self.y, self.x = count - 1, (max(numbers[1], 1) if len(numbers) > 1 else 1) - 1
        elif end == "C":
            assert self.x < self.columns, "a move from the last column"
            self.x = min(self.x + count, self.columns - 1)
        elif end == "K" and not numbers[0]:
            self._erase(self.x, self.columns)
        elif end == "X":
            self._erase(self.x, min(self.x + count, self.columns))
        elif end == "r":
            self._margins = (numbers[0] - 1, numbers[1] - 1) if len(numbers) > 1 else (0, self.rows - 1)
            self.y = self.x = 0
        elif end in "LM":
            top, bottom = self.y, self._margins[1]
            assert self._margins[0] <= top <= bottom
            for _ in range(count):
                blank = [self._blank] * self.columns
                if end == "M":
                    self.cells[top : bottom + 1] = [*self.cells[top + 1 : bottom + 1], blank]
                else:
                    self.cells[top : bottom + 1] = [blank, *self.cells[top:bottom]]
        else:
            self.unknown.append(f"{given}{end}")
        del row

    @property
    def _blank(self) -> Cell:
        return Cell(" ", Look(ground=self.look.ground) if self._erases else Look())

    def _erase(self, start: int, end: int) -> None:
        if start < end and not self._tears:
            self._part(start)
            self._part(end - 1)
        for at in range(start, end):
            self._set(at, self._blank)

    def _sgr(self, numbers: list[int]) -> None:
        left = iter(numbers)
        for number in left:
            attributes, ink, ground = self.look
            if number == 0:
                attributes, ink, ground = Look()
            elif number in _ON:
                attributes |= {_ON[number]}
            elif number in _OFF:
                attributes -= set(_OFF[number])
            elif number in {38, 48}:
                kind = next(left)
                colour = f"{number};{kind};" + ";".join(str(next(left)) for _ in range(3 if kind == 2 else 1))
                ink, ground = (colour, ground) if number == 38 else (ink, colour)
            elif 30 <= number <= 39 or 90 <= number <= 97:
                ink = str(number)
            elif 40 <= number <= 49 or 100 <= number <= 107:
                ground = str(number)
            else:
                self.unknown.append(f"{number}m")
            self.look = Look(attributes, ink, ground)


class LiveEmulator(Emulator):
    """A terminal that follows what a running program writes, of whatever kind: what it does not know it passes over."""

    def __init__(self, columns: int, rows: int) -> None:
        super().__init__(columns, rows, full_of=" ")
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._read = 0
        self._left = ""

    def follow(self, output: bytes | bytearray) -> None:
        """Take what came since; a code that has not come whole waits."""
        text = self._left + self._decoder.decode(bytes(output[self._read :]))
        self._read = len(output)
        end = match.start() if (match := _UNFINISHED.search(text)) else len(text)
        self._left = text[end:]
        self.feed(_OTHER.sub("", text[:end]))

    def resize(self, columns: int, rows: int) -> None:
        """Have another size; what is shown is painted anew."""
        self.columns, self.rows = columns, rows
        self.cells = [[Cell()] * columns for _ in range(rows)]
        self._margins = (0, rows - 1)
        self.x = self.y = 0

    def _text(self, text: str) -> None:
        for part in re.split(r"([\r\n])", text):
            if part == "\n" and self.y >= self.rows - 1:
                self.cells = [*self.cells[1:], [Cell()] * self.columns]
            else:
                super()._text(part)

    def _put(self, char: str, cells: int) -> None:
        if self.x >= self.columns:
            self.x = 0
            self._text("\n")
        super()._put(char, cells)

    def _act(self, end: str, given: str) -> None:
        if end in "hl" and given in {"?1049", "?47"}:
            self.resize(self.columns, self.rows)
        elif given[:1].isdigit() or not given:
            number = max(int(given.partition(";")[0] or 0), 1)
            if end == "J":
                self.cells = [[Cell()] * self.columns for _ in range(self.rows)]
            elif end in "AB":
                self.y = min(max(self.y + (number if end == "B" else -number), 0), self.rows - 1)
            elif end in "DG":
                self.x = max(self.x - number, 0) if end == "D" else min(number, self.columns) - 1
            elif end == "K":
                self._erase(0 if given in {"1", "2"} else min(self.x, self.columns), self.columns)
            elif end in "mHXrLMC":
                self.x = min(self.x, self.columns - 1) if end in "CX" else self.x
                super()._act(end, given)
                self.y, self.x = min(self.y, self.rows - 1), min(self.x, self.columns)
