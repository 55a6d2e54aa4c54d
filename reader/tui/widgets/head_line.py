"""The head line of a screen with its rule, and the title line of a list."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Region
from textual.widget import Widget

from reader.frozen import dataclass
from reader.text.clean import counted, line
from reader.tui.cells import cells_of, ends, fit, parted, strip
from reader.tui.paint import paint_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from textual.strip import Strip

    from reader.tui.cells import Piece

NAME = "broadsheet"
GAP = 3
"""Blank columns between two parts."""


WHOLE = 10_000
"""Cells in which nothing is cut."""

NAME_LEAST = 10
"""Cells that stay for the name, or for what one goes back to, before the place in the list goes."""

TITLE_LEAST = 12
"""Cells of the title of an article at least, where it is longer: the words for what runs give way to as many."""


@dataclass(frozen=True, slots=True)
class HeadState:
    """The parts of the line; empty ones are left out.

    On the left: `back` (while reading, what one goes back to) or the name; `where`; `note` ("1 of 214", or
    "0 · 12 just read", of which the first part stays where it is narrow); `title`, that of the article once it
    is no longer seen.
    On the right: `running`, `failing`, `aside` ("5 related"), `end` (the clock, or "37% · 2 min left").
    """

    where: str = ""
    note: str = ""
    title: str = ""
    back: str = ""
    running: str = ""
    failing: str = ""
    aside: str = ""
    end: str = ""


class HeadLine(Widget):
    """Two lines: what `show` was given, and a rule. Where it is narrow, the right side gives way first, and of that the
    words for what runs: a mark of it stays."""

    DEFAULT_CSS = """
    HeadLine { dock: top; height: 2; background: $paper; }
    """

    def __init__(self, head: HeadState | None = None) -> None:
        super().__init__()
        self._head = head or HeadState()
        self._over: Callable[[], tuple[int, int]] = lambda: (0, 0)

    def put_mark(self, over: Callable[[], tuple[int, int]]) -> None:
        """Double the rule over the pane that has the keys: its first column and its cells, as they are when drawn; no
        cells for none."""
        self._over = over

    def mark(self) -> None:
        """The keys went into another pane, or that has another width."""
        self.refresh(Region(0, 1, self.size.width, 1))

    def show(self, head: HeadState) -> None:
        """Say this from now on."""
        if head != self._head:
            self._head = head
            self.refresh()

    def render_line(self, y: int) -> Strip:
        """The words, or the rule."""
        paint, cells = paint_of(self), self.size.width
        ground = paint.style("ink")
        if y:
            at, wide = self._over()
            rule, marked = paint.style("rule"), paint.style("accent", bold=True)
            pieces = [("─" * at, rule), ("═" * wide, marked), ("─" * max(cells - at - wide, 0), rule)]
            return strip(pieces, cells, ground)
        right, room, wanted = self._right(0, ""), 0, cells_of(self._left(WHOLE, is_short=True))
        for running in _shorter(self._head.running):
            right = self._right(cells * 2 // 3, running)
            room = cells - 2 - cells_of(right) - (GAP if right else 0)
            if wanted <= room and running in [said for said, _ in right] + [""]:
                break
        left = self._left(room)
        gap = cells - 2 - cells_of(left) - cells_of(right)
        return strip([(" ", ground), *left, (" " * max(gap, 0), ground), *right], cells, ground)

    def _left(self, room: int, *, is_short: bool = False) -> list[Piece]:
        """The parts as they fit. `is_short`: of the note the first part only, of the title its least."""
        head, paint = self._head, paint_of(self)
        ink = paint.style("ink")
        first = (
            (f"‹ {head.back}", paint.style("accent"))
            if head.back
            else (NAME, paint.style("accent", bold=True))
        )
        notes = [head.note.split(" · ")[0]] if is_short else [head.note, head.note.split(" · ")[0]]
        place = cell_len(notes[-1]) + GAP + 1 if head.note else 0
        pieces = [(fit(first[0], max(room - place, min(room, NAME_LEAST))), first[1])]
        room -= cells_of(pieces) + GAP
        least = fit(head.title, TITLE_LEAST, at_word=False)
        title = least if is_short else head.title
        beside = cell_len(title) + GAP if title else 0
        fitting = [note for note in notes if cell_len(note) < room]
        note = next((note for note in fitting if cell_len(note) + beside < room), (fitting or [""])[-1])
        where = fit(head.where, room - (cell_len(note) + 1 if note else 0)) if room > GAP else ""
        if where or note:
            pieces.append((" " * GAP, ink))
        if where:
            pieces.append((where, paint.style("ink", bold=True)))
        if note:
            pieces.append((f"{parted(where)} {note}" if where else note, paint.style("dim")))
            room -= cell_len(note) + GAP
        if least and room >= cell_len(least):
            pieces += [(" " * GAP, ink), (fit(title, room), ink)]
        return pieces

    def _right(self, room: int, running: str) -> list[Piece]:
        """The parts that fit: the end first of all, then what fails, what is aside, what runs."""
        head, paint = self._head, paint_of(self)
        parts = [
            (running, paint.style("dim")),
            (head.failing, paint.style("bad")),
            (head.aside, paint.style("accent")),
            (head.end, paint.style("dim")),
        ]
        kept: set[int] = set()
        for at in (3, 1, 2, 0):
            need = cell_len(parts[at][0]) + (GAP if kept else 0)
            if parts[at][0] and need <= room:
                kept.add(at)
                room -= need
        pieces: list[Piece] = []
        for at in sorted(kept):
            if pieces:
                pieces.append((" " * GAP, paint.style("ink")))
            pieces.append(parts[at])
        return pieces


def _shorter(running: str) -> Sequence[str]:
    """`↻ 15/200 fetching full text · 60 feeds checked · 214 new`, without the last part, without both, `↻ 15/200`, `↻`: the words for
    what runs, whole and ever shorter."""
    parts = running.split(" · ")
    words = parts[0].split(" ")
    counted = [" ".join(words[:2])] if len(words) > 2 and words[1][:1].isdecimal() else []
    wholes = [" · ".join(parts[:number]) for number in range(len(parts), 0, -1)]
    return list(dict.fromkeys([*wholes, *counted, words[0]]))


class ListTitle(Widget):
    """`Unread, newest first … 214 · 3 copies folded`, and a blank line."""

    DEFAULT_CSS = """
    ListTitle { height: 2; background: $paper; }
    """

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._title, self._order, self._count, self._folded, self._came = "", "", "", "", ""
        self._has_keys = False

    def light(self, *, has_keys: bool) -> None:
        """Show whether the list below has the keys."""
        if has_keys != self._has_keys:
            self._has_keys = has_keys
            self.refresh()

    def show(
        self, title: str, order: str, count: int | None, *, folded: int = 0, came: int = 0, read: int = 0
    ) -> None:
        """Say what the list shows: how many articles, how many copies among them have no row of their own, how many came in
        above the cursor, and how many more are in it that were read just now."""
        self._title, self._order = line(title), order
        self._count = "" if count is None else f"{count:,}"
        self._folded = f" · {counted(folded, 'copy')} folded" if folded else ""
        self._folded = f" · {read:,} just read{self._folded}" if read else self._folded
        self._came = f"   ↑ {came:,} new" if came else ""
        self.refresh()

    def render_line(self, y: int) -> Strip:
        """The line, or the blank one below it."""
        paint = paint_of(self)
        width, ink, dim = self.size.width, paint.style("ink"), paint.style("dim")
        if y:
            return strip((), width, ink)
        order = f", {self._order}" if self._order else ""
        room = width - cell_len(order + self._came) - len(self._count) - 4
        count = self._count
        if cell_len(self._title) + len(self._folded) <= room:
            count, room = count + self._folded, room - len(self._folded)
        title = fit(self._title, room)
        left = [
            (" ", ink),
            (title, paint.style("accent", bold=True) if self._has_keys else ink),
            (f"{parted(title)}{order}", dim),
            (self._came, paint.style("accent")),
        ]
        return strip(ends(left, (count, dim), width, ink), width, ink)
