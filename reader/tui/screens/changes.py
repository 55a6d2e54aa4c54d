"""What changed in an edited article? Its earlier texts by time, each compared with the present one."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar

from textual.binding import Binding
from textual.widgets import Static

from reader.base.comparing import compare, counted
from reader.base.dialect import plain as plain_text
from reader.base.text import counted as numbered
from reader.tui.ages import clock
from reader.tui.lines.comparison import blocks
from reader.tui.plain import plain
from reader.tui.screens.sheet import Sheet
from reader.tui.widgets.comparison_view import ComparisonView

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.base.comparing import Paragraph
    from reader.model import Article, Revision

LISTED = 5
"""Earlier texts that are listed at a time."""


class ChangesScreen(Sheet[None]):
    """`earlier` are the texts before each edit, the first first; `markdown` is the present one."""

    OWN_HINTS: ClassVar[tuple[tuple[str, str], ...]] = (("j k", "scroll"), ("← →", "earlier, later text"))
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "other(-1)", show=False),
        Binding("right", "other(1)", show=False),
    ]
    DEFAULT_CSS = """
    ChangesScreen #texts { height: auto; padding: 0 1; color: $dim; }
    """

    def __init__(self, article: Article, markdown: str, earlier: Sequence[Revision], now: datetime) -> None:
        super().__init__()
        self._article = article
        self._present = _paragraphs(article.title, markdown)
        self._earlier = earlier
        self._now = now
        self._at = len(earlier) - 1
        if len(earlier) == 1:
            self.own_hints = self.OWN_HINTS[:1]

    def body(self) -> ComposeResult:
        """Of what, the texts, the comparison."""
        yield Static(plain(f"What changed in {self._article.title}"), classes="heading one-line")
        yield Static(id="texts")
        yield ComparisonView(spare=6 + min(len(self._earlier), LISTED))

    def on_mount(self) -> None:
        """The last edit first."""
        self._show()
        self.query_one(ComparisonView).focus()

    def action_other(self, step: int) -> None:
        """An earlier text, or a later one."""
        self._at = max(min(self._at + step, len(self._earlier) - 1), 0)
        self._show()

    def _show(self) -> None:
        revision = self._earlier[self._at]
        found = compare(_paragraphs(revision.title, revision.markdown), self._present)
        first = max(min(self._at - LISTED // 2, len(self._earlier) - LISTED), 0)
        rows = [self._row(number, found) for number in range(first, len(self._earlier))[:LISTED]]
        self.query_one("#texts", Static).update(plain("\n".join(rows)))
        self.query_one(ComparisonView).put(blocks(found))

    def _row(self, number: int, found: Sequence[Paragraph]) -> str:
        until = clock(self._earlier[number].replaced, self._now)
        since = (
            "as it came in" if not number else f"from {clock(self._earlier[number - 1].replaced, self._now)}"
        )
        text = f"text {number + 1}, {since}, until {until}"
        if number != self._at:
            return f"  {text}"
        came, went = counted(found)
        return f"▸ {text}; since then {numbered(came, 'word')} came, {went:,} went"


def _paragraphs(title: str, markdown: str) -> list[str]:
    return [title, *(part for part in plain_text(markdown).split("\n\n") if part.strip())]
