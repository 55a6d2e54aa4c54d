"""Rows of cells as a terminal holds them, made from the strips that Textual's compositor hands over."""

from __future__ import annotations

from functools import lru_cache
from itertools import compress
from operator import is_not, ne, or_
from typing import TYPE_CHECKING
from unicodedata import category

from rich.cells import split_graphemes

from reader.text.bidi import RUNS_BACK
from reader.tui.cells import LEFT_TO_RIGHT, RIGHT_FROM, RIGHT_TO, is_simple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.color import ColorSystem
    from rich.style import Style
    from textual.strip import Strip

UNKNOWN = "\0"
"""Stands for a cell of which nobody knows what the terminal shows there."""

LOOKS_KEPT = 4_096
"""Styles and looks that are remembered; a picture can have as many as it has cells."""

_CODES = (
    ("bold", "1", "22"),
    ("dim", "2", "22"),
    ("italic", "3", "23"),
    ("underline", "4", "24"),
    ("underline2", "21", "24"),
    ("blink", "5", "25"),
    ("blink2", "6", "25"),
    ("reverse", "7", "27"),
    ("conceal", "8", "28"),
    ("strike", "9", "29"),
    ("overline", "53", "55"),
)
"""Attributes of Rich's styles with the codes (SGR, ECMA-48) that switch them on and off."""

_ON_BLANKS = frozenset(("underline", "underline2", "reverse", "strike", "overline"))
"""Attributes that are seen on a blank."""


class Look:
    """How a cell looks: attributes and both colours. Each exists once, so that looks are compared as objects; `blank` is
    that of a blank which looks like a blank in this."""

    __slots__ = ("attributes", "blank", "ground", "ink")

    def __init__(self, attributes: frozenset[str], ink: str, ground: str) -> None:
        self.attributes, self.ink, self.ground = attributes, ink, ground
        self.blank: Look = self


PLAIN = Look(frozenset(), "39", "49")
"""What the terminal starts with, and is left with after each frame: other programs write, too."""


class Looks:
    """The looks of Rich's styles, in at most as many colours as `system` has."""

    def __init__(self, system: ColorSystem) -> None:
        self.system = system
        self._of: dict[int, tuple[Style, Look]] = {}
        self._all: dict[tuple[frozenset[str], str, str], Look] = {}

    def of(self, style: Style | None) -> Look:
        """The look of a style; None is the terminal's own."""
        if style is None:
            return PLAIN
        found = self._of.get(id(style))  # the hash of a style takes longer than all else here
        if found is not None:
            return found[1]
        if len(self._of) >= LOOKS_KEPT:
            self._of.clear()
            self._all.clear()
        look = self._made(style)
        self._of[id(style)] = style, look
        return look

    def _made(self, style: Style) -> Look:
        attributes = frozenset(name for name, _, _ in _CODES if getattr(style, name))
        ink, ground = style.color, style.bgcolor
        return self._one(
            attributes,
            ";".join(ink.downgrade(self.system).get_ansi_codes()) if ink else "39",
            ";".join(ground.downgrade(self.system).get_ansi_codes(foreground=False)) if ground else "49",
        )

    def on(self, look: Look, ground: str) -> Look:
        """The look on another ground, without what is seen on a blank."""
        return self._one(look.attributes - _ON_BLANKS, look.ink, ground)

    def _one(self, attributes: frozenset[str], ink: str, ground: str) -> Look:
        if not attributes and (ink, ground) == ("39", "49"):
            return PLAIN
        found = self._all.get((attributes, ink, ground))
        if found is None:
            found = self._all[attributes, ink, ground] = Look(attributes, ink, ground)
            if not attributes & _ON_BLANKS:
                found.blank = self._one(frozenset(), "39", ground)
        return found


@lru_cache(maxsize=1_024)
def change(before: Look, after: Look) -> str:
    """The code that leads from one look to another, with what differs only."""
    if before is after:
        return ""
    if after is PLAIN:
        return "\x1b[m"
    codes = list[str]()
    gone = {off for name, _, off in _CODES if name in before.attributes - after.attributes}
    codes += sorted(gone)
    codes += [
        on
        for name, on, off in _CODES
        if name in after.attributes and (off in gone or name not in before.attributes)
    ]
    codes += [after.ink] if after.ink != before.ink else []
    codes += [after.ground] if after.ground != before.ground else []
    return f"\x1b[{';'.join(codes)}m"


_NO_CELLS = str.maketrans("", "", f"{LEFT_TO_RIGHT}{RIGHT_FROM}{RIGHT_TO}")


@lru_cache(maxsize=2_048)
def is_agreed(char: str) -> bool:
    """Tell whether all terminals give what stands in a cell as many cells as Rich does: most letters, and those of Chinese,
    Japanese and Korean. They differ in marks, in emoji, and in what joins; the mark that parts texts has no cells in any of
    them (Markus Kuhn's `wcwidth`, which they go by, and the console of Linux)."""
    char = char.translate(_NO_CELLS) or " "
    if len(char) > 1:
        return False
    code = ord(char)
    is_east_asian = 0x2E80 <= code <= 0xA4CF or 0xAC00 <= code <= 0xD7A3 or 0xFF01 <= code <= 0xFFE6
    return (
        code < 0x10000
        and category(char)[0] not in "MC"
        and (is_simple(char) or is_east_asian or code < 0x2300)
    )


class Row:
    """A row of cells. The first cell of a wide character holds it, the next one is empty. `is_agreed`: no terminal gives
    any of its characters other cells than we do. `is_known`: what it shows is known in all cells. `has_order`: letters are
    seen in another order than they are written in. `cuts` are the columns where the parts of it begin and end."""

    __slots__ = ("chars", "cuts", "has_order", "is_agreed", "is_known", "looks")

    def __init__(self, chars: list[str], looks: list[Look]) -> None:
        self.chars, self.looks = chars, looks
        self.is_agreed = self.is_known = True
        self.has_order = False
        self.cuts: Sequence[int] = ()

    @classmethod
    def of(cls, width: int, look: Look) -> Row:
        """A blank row."""
        return cls([" "] * width, [look] * width)

    @classmethod
    def unknown(cls, width: int) -> Row:
        """A row of which nobody knows what it shows."""
        row = cls([UNKNOWN] * width, [PLAIN] * width)
        row.is_known = False
        return row

    @classmethod
    def of_strip(cls, strip: Strip, looks: Looks) -> Row:
        """The cells of a strip."""
        row = cls([], [])
        chars, worn, look_of = row.chars, row.looks, looks.of
        before = ""  # a mark that stands before the first letter
        for text, style, _ in strip:
            look = look_of(style)
            if text.isspace():
                look = look.blank
            if not text.isascii() and (RIGHT_FROM in text or RUNS_BACK.search(text)):
                row.has_order = True
            if text.isascii() or is_simple(text):
                chars += text
                worn += [look] * len(text)
                continue
            for start, end, cells in split_graphemes(text)[0]:
                cluster = text[start:end]
                row.is_agreed &= is_agreed(cluster)
                if cells:
                    chars += [before + cluster, *[""] * (cells - 1)]
                    worn += [look] * cells
                    before = ""
                elif cluster == RIGHT_FROM and not chars:
                    before = cluster
                elif chars:  # a mark at the start of a piece is the last one's
                    chars[-1 if chars[-1] else -2] += cluster
        return row

    def add(self, part: Row) -> None:
        """Append cells."""
        self.chars += part.chars
        self.looks += part.looks
        self.is_agreed &= part.is_agreed
        self.has_order |= part.has_order

    def fit(self, width: int) -> None:
        """Give the row so many cells."""
        lacking = width - len(self.chars)
        if lacking > 0:
            self.chars += " " * lacking
            self.looks += [PLAIN] * lacking
        elif lacking:
            del self.chars[width:], self.looks[width:]

    def put(self, at: int, part: Row, width: int) -> None:
        """Put cells in the place of as many others, where they fit. Of a wide character that loses a cell, the other is
        blank."""
        end = at + width
        if len(part.chars) != width:
            return
        if self.chars[at] == "":
            self.chars[at - 1] = " "
        if end < len(self.chars) and self.chars[end] == "":
            self.chars[end] = " "
        self.chars[at:end], self.looks[at:end] = part.chars, part.looks
        self.is_agreed &= part.is_agreed
        self.has_order |= part.has_order
        self.is_known = self.is_known or UNKNOWN not in self.chars

    def copy(self) -> Row:
        """A row that can be changed."""
        row = Row(self.chars.copy(), self.looks.copy())
        row.is_agreed, row.is_known, row.cuts = self.is_agreed, self.is_known, self.cuts
        row.has_order = self.has_order
        return row

    def is_same(self, other: Row) -> bool:
        """Tell whether the cells are the same."""
        return self is other or (self.chars == other.chars and self.looks == other.looks)

    def unlike(self, other: Row) -> list[int]:
        """The columns in which it differs from another row."""
        chars = map(ne, self.chars, other.chars)
        if self.looks != other.looks:
            chars = map(or_, chars, map(is_not, self.looks, other.looks))
        found = list(compress(range(len(self.chars)), chars))
        return found if self.is_known else [at for at in found if self.chars[at] != UNKNOWN]
