"""The panes of the front page that are shown, and their widths: by the width of the terminal, what one is doing, and the
borders that were dragged with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.widget import Widget

    from reader.tui.front.state import PaneName, State

Layout = Literal["narrow", "medium", "wide"]

MEDIUM = 100
WIDE = 160
"""Columns from which on two, and all, panes stand side by side."""

LEAST = 12
"""Cells that a pane keeps at least."""

SECTIONS = 25
"""Cells of the sections, more where their titles want it and there is room."""

_MARGINS, _RELATED = 4, 36
"""Cells beside the text of an article, and of the panel beside that."""

_LIST, _LIST_MOST = 55, 84
"""Cells of the list in the wide layout: at least, and at most."""

ARTICLE = 40
"""Cells that stay for the pane that takes what the others leave."""

SIZED: Mapping[PaneName, tuple[PaneName, int]] = {
    "middle": ("sections", 1),
    "text": ("middle", 1),
    "related": ("related", -1),
}
"""By the pane whose left border is dragged: the pane that it sizes, and whether that grows to the right or to the left."""


def layout_of(width: int) -> Layout:
    """The layout of a terminal of so many columns."""
    return "narrow" if width < MEDIUM else "medium" if width < WIDE else "wide"


def pane_widths(
    width: int, layout: Layout, wanted: int, measure: int, *, panel: bool = True
) -> dict[PaneName, int]:
    """The widths of panes that follow the terminal: the sections' as their longest row has `wanted`, within bounds, and
    in the wide layout the list's, which has what is left beside an article in its measure. `panel`: with the one
    of related articles."""
    if layout == "narrow":
        return {}
    spare = max(width - (MEDIUM if layout == "medium" else WIDE), 0)
    sections = min(max(wanted, SECTIONS), SECTIONS + spare // 4)
    if layout == "medium":
        return {"sections": sections}
    left = width - sections - (measure + _MARGINS) - _RELATED * panel
    return {"sections": sections, "middle": min(max(left, _LIST), _LIST_MOST)}


def shown_panes(state: State, layout: Layout) -> set[PaneName]:
    """The panes that are shown."""
    if layout != "narrow" or (state.is_zoomed and state.is_reading):
        return set(pane_order(state, layout))
    if state.is_reading:
        return {"related"} if state.at == "related" else {"text"}
    return {"sections"} if state.at == "sections" else {"middle"}


def pane_order(state: State, layout: Layout) -> tuple[PaneName, ...]:
    """The panes in the order that Tab goes: all that the width and the work have, shown or a Tab away."""
    if state.is_zoomed and state.is_reading:
        return ("text",)
    is_left_out = not state.has_panel or is_unneeded(state, layout)
    beside: tuple[PaneName, ...] = () if is_left_out else ("related",)
    if layout == "wide":
        return ("sections", "middle", "text", *beside)
    return ("text", *beside) if state.is_reading else ("sections", "middle")


def is_unneeded(state: State, layout: Layout) -> bool:
    """True while one reads an article without related ones: their panel would take columns to say so, unless the reader
    wants to see it. Beside an article that follows the cursor it stays, or texts would jump from row to row."""
    is_wanted = state.related_panel == "shown"
    return state.is_reading and state.is_unrelated and not is_wanted and layout != "narrow"


class Borders:
    """The widths that were chosen, by pane; they hold while the reader is open, in every layout with several panes."""

    def __init__(self) -> None:
        self._chosen: dict[PaneName, int] = {}
        self._held: PaneName | None = None

    def grab(self, panes: Mapping[PaneName, Widget], x: int) -> bool:
        """Take hold of the border in this column of the screen; False where there is none."""
        self._held = next(
            (
                name
                for name in SIZED
                if panes[name].display and panes[name].styles.border_left[0] and panes[name].region.x == x
            ),
            None,
        )
        return self.is_held

    @property
    def is_held(self) -> bool:
        """True while the mouse moves a border."""
        return self._held is not None

    def drag(self, panes: Mapping[PaneName, Widget], x: int) -> None:
        """Move the border that is held to a column, as far as there is room."""
        if self._held is None:
            return
        name, way = SIZED[self._held]
        region = panes[name].region
        wanted = x - region.x if way > 0 else region.right - x
        taker = panes["text"] if panes["text"].display else panes["middle"]
        most = region.width + max(taker.region.width - ARTICLE, 0)
        self._chosen[name] = max(min(wanted, most), LEAST)
        panes[name].styles.width = self._chosen[name]

    def release(self) -> None:
        """Let go of the border."""
        self._held = None

    def apply(
        self, panes: Mapping[PaneName, Widget], layout: Layout, usual: Mapping[PaneName, int] | None = None
    ) -> None:
        """Give the panes the widths that were chosen, else the `usual` ones; one that takes what the others leave keeps
        that."""
        chosen = {
            name: width
            for name, width in self._chosen.items()
            if layout == "wide" or (layout == "medium" and name != "middle")
        }
        widths = {**(usual or {}), **chosen}
        for name, _ in SIZED.values():
            if name in widths:
                panes[name].styles.width = widths[name]
            else:
                panes[name].styles.clear_rule("width")
