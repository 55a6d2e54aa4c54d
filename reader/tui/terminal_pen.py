"""Writes rows of cells to the terminal, with as few codes as it understands."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, NamedTuple

from reader.tui.terminal_rows import PLAIN, Row, change, is_agreed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.tui.terminal_rows import Look, Looks

BRIDGED = 4
"""Equal cells between two differences that are written again: as many bytes as a move over them takes."""

MOST = 0.7
"""Share of a stretch that must differ for all of it to be written, without a look at each cell."""

ERASED = 10
"""Blanks within a row from which on erasing them, and a move over them, take fewer bytes."""

_FULL = (
    "xterm",
    "rxvt",
    "alacritty",
    "foot",
    "wezterm",
    "ghostty",
    "kitty",
    "konsole",
    "tmux",
    "linux",
    "contour",
)
"""Names of terminals (`TERM`) that scroll a region and erase in the colour of the ground. The `tmux` of old could not."""


class Abilities(NamedTuple):
    """What a terminal takes besides colours and a cursor that can be put anywhere."""

    erases: bool = True
    """Blanks that it makes have the ground that is set (terminfo's `bce`), to the end of a row (EL) or so many (ECH)."""

    scrolls: bool = True
    """It deletes and inserts rows (DL, IL) within margins (DECSTBM)."""

    @classmethod
    def of(cls, environ: Mapping[str, str]) -> Abilities:
        """The abilities of the terminal that the environment names. One that is not known has none; `screen` scrolls, but
        makes blanks in its own colour unless it is tmux under that name."""
        name = environ.get("TERM", "")
        if any(known in name for known in _FULL):
            return cls()
        is_screen = name.startswith("screen")
        return cls(erases=is_screen and environ.get("TERM_PROGRAM") == "tmux", scrolls=is_screen)


class Pen:
    """Writes cells: knows where the cursor stands, as far as it does, and which look is set."""

    def __init__(self, abilities: Abilities, looks: Looks, width: int) -> None:
        self._abilities, self._looks, self._width = abilities, looks, width
        self._out: list[str] = []
        self._look = PLAIN
        self._y, self._x = -1, -1  # -1: not known

    def text(self) -> str:
        """All that was written. The look at its end is the terminal's own."""
        self._wear(PLAIN)
        return "".join(self._out)

    def scroll(self, top: int, bottom: int, up: int) -> None:
        """Have the terminal move rows; what takes their place is to be written."""
        code = f"\x1b[{up}M" if up > 0 else f"\x1b[{-up}L"
        self._out.append(f"\x1b[{top + 1};{bottom + 1}r\x1b[{top + 1}H{code}\x1b[r")

    def row(self, y: int, before: Row, after: Row) -> None:
        """Write what differs. A row with letters that terminals give different cells is emptied and written whole, so that
        nothing is left of what stood there, and nothing hangs on where the cursor has come to."""
        if not (before.is_known and before.is_agreed and after.is_agreed):
            before = self._emptied(y, after)
        if not (unlike := after.unlike(before)):
            return
        end, erased = self._tail(after) if after.chars[unlike[-1]] == " " else (self._width, None)
        at_end = bisect_left(unlike, end)
        if erased is None or len(unlike) - at_end < BRIDGED:
            self._runs(y, before, after, unlike)
            return
        self._runs(y, before, after, unlike[:at_end])
        self._move(y, unlike[at_end])
        self._blank(erased)
        self._out.append("\x1b[K")

    def _emptied(self, y: int, after: Row) -> Row:
        ground = after.looks[-1].blank if self._abilities.erases else PLAIN
        ground = PLAIN if ground.attributes else ground
        self._move(y, 0)
        self._blank(ground)
        self._out.append("\x1b[K")
        return Row.of(self._width, ground)

    def _tail(self, row: Row) -> tuple[int, Look | None]:
        """The first of the blanks at the end of a row that can be erased, and their look; None where none can be."""
        look, at = row.looks[-1].blank, self._width
        if look.attributes or not (self._abilities.erases or look is PLAIN):
            return at, None
        while at and row.chars[at - 1] == " " and row.looks[at - 1].blank is look:
            at -= 1
        return at, look

    def _runs(self, y: int, before: Row, row: Row, unlike: Sequence[int]) -> None:
        """Write the cells at these columns, and those between them where that is shorter than a move."""
        if not unlike:
            return
        start = last = unlike[0]
        if row.is_known and len(unlike) > (unlike[-1] - start) * MOST:
            self._run(y, before, row, start, unlike[-1] + 1)
            return
        looks, bridged = row.looks, BRIDGED + 1 if row.is_known else 1
        for at in unlike:
            if at > last + 1 and (at - last > bridged or looks[at] is not looks[last]):
                self._run(y, before, row, start, last + 1)
                start = at
            last = at
        self._run(y, before, row, start, last + 1)

    def _run(self, y: int, before: Row, row: Row, start: int, end: int) -> None:
        # The second cell of a wide character is empty, as that of the one before it was: the cursor stands behind it.
        while end < len(row.chars) and not row.chars[end]:
            end += 1
        while start < end:
            look, stop = row.looks[start], start + 1
            while stop < end and row.looks[stop] is look:
                stop += 1
            text = "".join(row.chars[start:stop])
            self._move(y, start)
            if text.isspace():
                self._spaces(look, text, is_cut=stop < self._width and not before.chars[stop])
            elif row.is_agreed:
                self._wear(look)
                self._put(text, stop)
            else:
                self._wear(look)
                self._words(y, row, start, stop)
            start = stop

    def _spaces(self, look: Look, text: str, *, is_cut: bool) -> None:
        """Blanks; `is_cut`: the last one takes the first cell of a wide character. Where that is erased, tmux keeps the
        second one, and when something is written there, it makes the first one blank in the terminal's own colour."""
        self._blank(look)
        if len(text) >= ERASED and not is_cut and self._abilities.erases and not look.blank.attributes:
            self._out.append(f"\x1b[{len(text)}X")
        else:
            self._put(text, self._x + len(text))

    def _words(self, y: int, row: Row, start: int, stop: int) -> None:
        """Write cells after some of which the cursor may stand elsewhere: it is put right at the next blank."""
        while start < stop:
            end = start + 1
            while end < stop and row.chars[end] != " ":
                end += 1
            self._move(y, start)
            self._put("".join(row.chars[start:end]), end)
            if not all(char == "" or is_agreed(char) for char in row.chars[start:end]):
                self._x = -1
            start = end

    def _put(self, text: str, end: int) -> None:
        self._out.append(text)
        self._x = end if end < self._width else -1  # in the last column it stays

    def _wear(self, look: Look) -> None:
        self._out.append(change(self._look, look))
        self._look = look

    def _blank(self, look: Look) -> None:
        """Set a look in which a blank looks as it does in this one, with the shortest code."""
        if self._look.blank is not look.blank:
            self._wear(look if look.blank.attributes else self._looks.on(self._look, look.ground))

    def _move(self, y: int, x: int) -> None:
        if (self._y, self._x) == (y, x):
            return
        if self._y == y and 0 <= self._x < x:
            by = x - self._x
            self._out.append("\x1b[C" if by == 1 else f"\x1b[{by}C")
        elif y and self._y == y - 1 and not x:
            self._out.append("\r\n")
        else:
            self._out.append(f"\x1b[{y + 1};{x + 1}H" if x else f"\x1b[{y + 1}H")
        self._y, self._x = y, x
