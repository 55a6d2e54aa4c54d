"""Panes as wide as the reader wants them: a border between two is dragged with the mouse."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from textual.widget import Widget

LEAST = 12
"""Cells that a pane keeps at least."""

ARTICLE = 40
"""Cells that stay for the pane that takes what the others leave."""

SIZED: Mapping[str, tuple[str, int]] = {
    "middle": ("sections", 1),
    "text": ("middle", 1),
    "related": ("related", -1),
}
"""By the pane whose left border is dragged: the pane that it sizes, and whether that grows to the right or to the left."""


class Borders:
    """The widths that were chosen, by pane; they hold while the reader is open, in every layout with several panes."""

    def __init__(self) -> None:
        self._chosen: dict[str, int] = {}
        self._held: str | None = None

    def grab(self, panes: Mapping[str, Widget], x: int) -> bool:
        """Whether there is a border in this column of the screen, which is held from now on."""
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
        """Whether the mouse moves a border."""
        return self._held is not None

    def drag(self, panes: Mapping[str, Widget], x: int) -> None:
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

    def apply(self, panes: Mapping[str, Widget], layout: str) -> None:
        """Give the panes the widths that were chosen; one that takes what the others leave keeps that."""
        for name, width in self._chosen.items():
            if layout == "wide" or (layout == "medium" and name != "middle"):
                panes[name].styles.width = width
            else:
                panes[name].styles.clear_rule("width")
