"""Actions with their keys, as rows: for the palette and the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.config.keys import Binding, shown
from reader.text.fold import fold
from reader.tui.cells import fit
from reader.tui.widgets.grouped_list import GroupedList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.tui.cells import Piece
    from reader.tui.paint import Ground

KEY_COLUMN = 26
"""Cells that keys take where they stand on the left."""

LABEL_COLUMN = 20


class ActionList(GroupedList[Binding]):
    """Bindings; `keys_first`: keys left, else right."""

    def __init__(self, *, keys_first: bool = False) -> None:
        super().__init__()
        self._keys_first = keys_first

    def choice(self, row: Binding, width: int, ground: Ground) -> list[Piece]:
        """An action with its keys."""
        keys = "  ".join(shown(key) for key in row.keys)
        accent = self.paint.style("accent", bold=True, on=ground)
        ink, dim = self.paint.style("ink", on=ground), self.paint.style("dim", on=ground)
        if self._keys_first:
            room = min(KEY_COLUMN, width // 3)
            return [(_column(keys, room), accent), (fit(row.action.help, width - room - 1), ink)]
        label = _column(row.action.label, LABEL_COLUMN)
        room = width - LABEL_COLUMN - cell_len(keys) - 2
        said = fit(row.action.help, room) if row.action.help != row.action.label else ""
        return [(label, ink), (said, dim), (" " * max(room - cell_len(said) + 1, 1), ink), (keys, accent)]


def matching(rows: Sequence[Binding], words: str) -> list[Binding]:
    """Those that hold every word in label, help, name or keys; where the label begins with them, first."""
    wanted = fold(words).split()
    found = [row for row in rows if all(word in _searched(row) for word in wanted)]
    start = " ".join(wanted)
    return sorted(found, key=lambda row: not fold(row.action.label).startswith(start))


def _searched(row: Binding) -> str:
    keys = " ".join(shown(key) for key in row.keys)
    return fold(f"{row.action.label} {row.action.help} {row.action.id} {keys}")


def _column(text: str, cells: int) -> str:
    short = fit(text, cells - 1)
    return short + " " * (cells - cell_len(short))
