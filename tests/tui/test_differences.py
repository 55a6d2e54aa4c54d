from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from rich.color import ColorSystem
from rich.console import Console
from rich.style import Style
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.geometry import Region
from textual.strip import Strip

from reader.tui.cells import strip
from reader.tui.differences import Differences, Update
from reader.tui.terminal_pen import Abilities
from tests.support.bidi import unmarked
from tests.support.emulator import Emulator, as_rich

if TYPE_CHECKING:
    from collections.abc import Iterator

CONSOLE = Console(color_system="truecolor", force_terminal=True)
INK = Style(color="#211f1b", bgcolor="#f8f4ea")
STYLES = (
    INK,
    Style(color="#686256", bgcolor="#f8f4ea"),
    Style(color="#211f1b", bgcolor="#e8e0cc", bold=True),
    Style(color="#a3312a", bgcolor="#f8f4ea", underline=True, italic=True),
    Style(color="default", bgcolor="default", dim=True),
    Style(color="red", reverse=True),
    Style.null(),
)
TEXTS = (
    "", "Ferry Halcyon runs aground", "Council counts 1,204 votes", "  two   words", "─" * 12, "2h", "│ ▌ ●",
    "新聞が届いた", "新間を届けた 8h", "e\u0301te\u0301 cafe\u0301", "👩\u200d👩\u200d👧 family", "🇫🇷🇩🇪 flags", "❤\ufe0f love ☎\ufe0f", "हिन्दी समाचार",
    "שלום עולם", "مرحبا بالعالم", "ภาษาไทยนี้", "👍🏽 well", "a\u0300", "\u0301", "한국어 x 뉴스",
)  # fmt: skip


class Screen:
    """Rows of panes, as the compositor hands them over."""

    def __init__(self, columns: int, rows: int, cut: int) -> None:
        self.columns, self.rows = columns, rows
        self.cuts = (0, cut, columns) if 0 < cut < columns else (0, columns)
        blank = [Strip.blank(end - start, INK) for start, end in self.panes]
        self.strips = [list(blank) for _ in range(rows)]

    @property
    def size(self) -> tuple[int, int]:
        return self.columns, self.rows

    @property
    def panes(self) -> list[tuple[int, int]]:
        return list(zip(self.cuts, self.cuts[1:], strict=False))

    def write(self, y: int, pane: int, text: int, style: int, tail: int, indent: int = 1) -> int:
        y, pane = y % self.rows, pane % len(self.panes)
        start, end = self.panes[pane]
        pieces = [(" " * indent, STYLES[tail]), (TEXTS[text], STYLES[style])]
        self.strips[y][pane] = strip(pieces, end - start, STYLES[tail])
        return y

    def scroll(self, pane: int, by: int) -> None:
        pane %= len(self.panes)
        column = [row[pane] for row in self.strips]
        shifted = column[by:] + column[:by]
        for row, one in zip(self.strips, shifted, strict=True):
            row[pane] = one

    def whole(self) -> LayoutUpdate:
        return LayoutUpdate([list(row) for row in self.strips], Region(0, 0, self.columns, self.rows))

    def part(self, y: int) -> ChopsUpdate:
        chops = [dict(zip(self.cuts, row, strict=False)) for row in self.strips]
        return ChopsUpdate(chops, [(y, 0, self.columns)], [list(self.cuts[1:])] * self.rows)


def painted(update: LayoutUpdate, emulator: Emulator) -> Emulator:
    """The screen as Textual itself would paint it."""
    emulator.feed(unmarked(update.render_segments(CONSOLE)))
    return emulator


def fed(differences: Differences, update: LayoutUpdate | ChopsUpdate, emulator: Emulator) -> str:
    text = Update(differences, update, ColorSystem.TRUECOLOR).render_segments(CONSOLE)
    emulator.feed(text)
    assert emulator.unknown == []
    assert emulator.look == Emulator(1, 1).look, "a look is left behind"
    return text


def by_itself(text: str) -> Iterator[tuple[str, int]]:
    """A terminal that joins nothing, and gives each emoji, and each mark of India, a cell."""
    for char, _ in as_rich(text):
        for one in char:
            width = next((wide for _, wide in as_rich(one)), 0)
            yield one, 1 if ord(one) > 0xFFFF or "\u0900" <= one < "\u0980" else width


numbers = st.integers(0, 40)
steps = st.one_of(
    st.tuples(st.just("write"), numbers, numbers, st.integers(0, len(TEXTS) - 1), st.integers(0, len(STYLES) - 1), st.integers(0, len(STYLES) - 1), st.integers(0, 16)),
    st.tuples(st.just("part"), numbers, numbers, st.integers(0, len(TEXTS) - 1), st.integers(0, len(STYLES) - 1), st.integers(0, len(STYLES) - 1), st.integers(0, 16)),
    st.tuples(st.just("fill"), numbers, numbers),
    st.tuples(st.just("scroll"), numbers, st.integers(-4, 4)),
    st.tuples(st.just("overlay"), numbers, numbers),
    st.tuples(st.just("size"), st.integers(1, 60), st.integers(1, 14), numbers),
    st.just(("forget",)),
)  # fmt: skip


@pytest.mark.parametrize(
    "abilities", [Abilities(), Abilities(erases=False), Abilities(erases=False, scrolls=False)]
)
@pytest.mark.parametrize("measure", [as_rich, by_itself])
@given(st.lists(steps, max_size=12), st.booleans())
@example(steps=[("write", 0, 1, 19, 0, 0, 0)], tears=False)
@settings(max_examples=20, deadline=None)
def test_the_terminal_shows_what_a_full_paint_would(
    abilities: Abilities, measure: object, steps: list[Any], tears: bool
) -> None:
    screen = Screen(50, 12, 14)

    def terminal() -> Emulator:
        return Emulator(screen.columns, screen.rows, erases=abilities.erases, measure=measure, tears=tears)  # type: ignore[arg-type]

    shown, differences = terminal(), Differences(abilities)
    fed(differences, screen.whole(), shown)
    for name, *told in steps:
        update: LayoutUpdate | ChopsUpdate | None = None
        if name in ("write", "part"):
            y = screen.write(*told)
            update = screen.part(y) if name == "part" else None
        elif name == "fill":
            for y in range(screen.rows):
                screen.write(
                    y, told[0], (y * 7 + told[1]) % len(TEXTS), (y + told[0]) % 4, 0, 1 + told[1] % 14
                )
        elif name == "scroll":
            screen.scroll(*told)
        elif name == "overlay":
            y, x = told[0] % screen.rows, told[1] % screen.columns
            row = Strip.join(screen.strips[y])
            over = strip([("A dialog 新", STYLES[2])], min(12, screen.columns - x), STYLES[2])
            whole = Strip.join([row.crop(0, x), over, row.crop(x + over.cell_length)])
            screen.strips[y] = list(whole.divide(screen.cuts[1:]))
        elif name == "size":
            screen = Screen(*told)
            if screen.size == differences.size:
                differences.forget()  # as the app does: it was another size for a moment
            shown = terminal()
        else:
            differences.forget()
            shown = terminal()
        fed(differences, update or screen.whole(), shown)
        fresh = terminal()
        fed(Differences(abilities), screen.whole(), fresh)
        if measure is as_rich:
            textual = painted(screen.whole(), terminal())
            assert fresh.shown == textual.shown
        assert shown.shown == fresh.shown


@given(st.integers(0, 20), st.integers(0, 40), st.integers(0, 3), st.integers(0, 3), st.booleans())
@example(indent=11, blank=12, style=0, ground=0, tears=True)
@settings(max_examples=60, deadline=None)
def test_what_stands_on_half_a_wide_letter_has_its_ground(
    indent: int, blank: int, style: int, ground: int, tears: bool
) -> None:
    screen = Screen(50, 2, 0)
    shown, differences = Emulator(50, 2, tears=tears), Differences(Abilities())
    for pieces in (
        [("x" * indent, INK), ("新聞が届いた" * 2, INK)],
        [(" " * blank, STYLES[ground]), ("│", STYLES[style])],
    ):
        screen.strips[1] = [strip(pieces, 50, INK)]
        fed(differences, screen.whole(), shown)
    assert shown.shown == painted(screen.whole(), Emulator(50, 2)).shown


@pytest.mark.parametrize("is_whole", [True, False])
def test_letters_from_the_right_are_sent_in_the_order_in_which_they_are_seen(is_whole: bool) -> None:
    found, emulator, screen = Differences(Abilities()), Emulator(24, 2), Screen(24, 2, 12)
    found.reorders = True
    fed(found, screen.whole(), emulator)
    screen.strips[0][0] = strip([(" ", INK), ("אבג", INK)], 12, INK)
    screen.strips[0][1] = strip([(" ", INK), ("lock דה", INK)], 12, INK)
    fed(found, screen.whole() if is_whole else screen.part(0), emulator)
    assert "".join(cell.char for cell in emulator.cells[0]) == " גבא         lock הד    "
    assert [found.written_at(x, 0) for x in (0, 1, 2, 3, 18, 19)] == [0, 3, 2, 1, 19, 18]
    found.reorders = False
    assert found.written_at(1, 0) == 1
