"""Facts in two columns, a label and a text; long ones run on over several lines."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.config.themes import Role
from reader.frozen import dataclass
from reader.text.clean import line
from reader.tui.cells import fit, strip, wrapped
from reader.tui.paint import paint_of
from reader.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

LABEL_CELLS = 16
"""The column of labels, at most."""

TEXT_LIMIT = 4_000
"""Characters of a fact that are shown: an address can be as long."""


@dataclass(frozen=True, slots=True)
class Fact:
    """A line: what it is and what is so. One without a label goes on with the fact above it."""

    label: str
    text: str
    role: Role = "ink"


class FactList(LineView[tuple[str, str, Role]]):
    """Facts to be read, line by line: a label, a text and its role."""

    def __init__(self, facts: Sequence[Fact] = (), *, spare: int = 7) -> None:
        super().__init__(spare=spare)
        self._facts = facts

    def put(self, facts: Sequence[Fact]) -> None:
        """Show these."""
        self._facts = facts
        self.renew()

    def _column(self, width: int) -> int:
        longest = max((cell_len(fact.label) for fact in self._facts), default=0)
        return min(longest, LABEL_CELLS, width // 3) + 2

    def laid(self, width: int) -> Sequence[tuple[str, str, Role]]:
        """A label stands before the first line of its text."""
        room = max(width - self._column(width) - 2, 10)
        lines: list[tuple[str, str, Role]] = []
        for fact in self._facts:
            parts = wrapped(line(fact.text, TEXT_LIMIT), room) or [""]
            lines += [(fact.label if not at else "", part, fact.role) for at, part in enumerate(parts)]
        return lines

    def drawn(self, line: tuple[str, str, Role]) -> Strip:
        """Label and text, one blank column at both ends."""
        label, text, role = line
        paint, cells = paint_of(self), self.size.width
        column = self._column(cells)
        short = fit(label, column - 2)
        pieces = [
            (f" {short}" + " " * (column - cell_len(short)), paint.style("dim")),
            (text, paint.style(role)),
        ]
        return strip(pieces, cells, paint.style("ink"))
