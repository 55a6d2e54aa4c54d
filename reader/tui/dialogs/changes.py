"""The dialog of an edited article: its earlier texts by time, each compared with the present one.

Signs tell what colours tell as well.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import work
from textual.widgets import Static

from reader.markdown.dialect import plain as plain_text
from reader.text.clean import counted as numbered
from reader.text.diff import compare, counted
from reader.tui.article.block import DIM, INK, Block, Look, StyledSpan, Writing, placed, written
from reader.tui.cells import plain
from reader.tui.dialogs.base import Dialog
from reader.tui.widgets.block_view import BlockView
from reader.tui.wording import clock

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence
    from datetime import datetime

    from textual.app import ComposeResult
    from textual.binding import BindingType

    from reader.model import Article, Revision
    from reader.text.diff import Kind, Paragraph
    from reader.tui.widgets.foot_line import Hints

LISTED = 5
"""Earlier texts that are listed at a time."""

SLOW_S = 0.1
"""Seconds that a comparison may take without a word of it."""

ADDED = Look("good", underline=True)
REMOVED = Look("bad", strike=True)
_SIGNS = {
    "same": (" ", DIM),
    "added": ("+", Look("good", bold=True)),
    "removed": ("-", Look("bad", bold=True)),
    "changed": ("~", Look("warn", bold=True)),
}
_WITHIN: dict[Kind, tuple[str, str, Look]] = {
    "same": ("", "", INK),
    "added": ("{+", "+}", ADDED),
    "removed": ("[-", "-]", REMOVED),
}
AROUND = 1
"""Paragraphs that stayed which are shown before and after a change."""


class Comparison(NamedTuple):
    """A comparison to be shown, and how many words came and went."""

    blocks: Sequence[Block]
    came: int
    went: int


def compared(article: Article, markdown: str, before: Revision, is_over: Callable[[], bool]) -> Comparison:
    """Compare an earlier text with `markdown`, the present one. It can take seconds, and is given up once `is_over` says
    that nobody wants it any more."""
    found = compare(_paragraphs(before.title, before.markdown), _paragraphs(article.title, markdown), is_over)
    return Comparison(blocks(found), *counted(found))


class ChangesScreen(Dialog[None]):
    """`earlier` are the texts before each edit, the first first; `compare` tells what changed since one of them, or None
    where it cannot."""

    OWN_HINTS: ClassVar[Hints] = (("j k", "scroll"), ("← →", "earlier, later version"))
    BINDINGS: ClassVar[list[BindingType]] = [("left", "other(-1)"), ("right", "other(1)")]

    def __init__(
        self,
        article: Article,
        earlier: Sequence[Revision],
        compare: Callable[[Revision], Awaitable[Comparison | None]],
        now: datetime,
    ) -> None:
        super().__init__()
        self._article = article
        self._earlier = earlier
        self._compare = compare
        self._now = now
        self._at = len(earlier) - 1
        if len(earlier) == 1:
            self.own_hints = self.OWN_HINTS[:1]

    def body(self) -> ComposeResult:
        """Yields the title, the texts and the comparison."""
        yield Static(plain(f"What changed in {self._article.title}"), classes="heading one-line")
        yield Static(id="texts", classes="said")
        yield BlockView(spare=5 + min(len(self._earlier), LISTED))

    def on_mount(self) -> None:
        """The last edit first."""
        self._show()
        self.query_one(BlockView).focus()

    def action_other(self, step: int) -> None:
        """An earlier text, or a later one."""
        self._at = max(min(self._at + step, len(self._earlier) - 1), 0)
        self._show()

    @work(exclusive=True, group="compare")
    async def _show(self) -> None:
        self._list("")
        slow = self.set_timer(SLOW_S, self._tell_slow)
        try:
            found = await self._compare(self._earlier[self._at])
        finally:
            slow.stop()
        if found is not None:
            self._list(f"; since then {numbered(found.came, 'word')} added, {found.went:,} removed")
            self.query_one(BlockView).put(found.blocks)

    def _tell_slow(self) -> None:
        self._list("; comparing …")
        self.query_one(BlockView).put(())

    def _list(self, said: str) -> None:
        """The earlier texts, with what is said of the one that is compared."""
        first = max(min(self._at - LISTED // 2, len(self._earlier) - LISTED), 0)
        rows = [self._row(number, said) for number in range(first, len(self._earlier))[:LISTED]]
        self.query_one("#texts", Static).update(plain("\n".join(rows)))

    def _row(self, number: int, said: str) -> str:
        until = clock(self._earlier[number].replaced, self._now)
        if number:
            text = f"Version {number + 1}, {clock(self._earlier[number - 1].replaced, self._now)} to {until}"
        else:
            text = f"First version, until {until}"
        return f"▸ {text}{said}" if number == self._at else f"  {text}"


def _paragraphs(title: str, markdown: str) -> list[str]:
    return [title, *(part for part in plain_text(markdown).split("\n\n") if part.strip())]


# A comparison as blocks


def blocks(paragraphs: Sequence[Paragraph]) -> list[Block]:
    """Paragraphs that came after `+`, those that went after `-`, changed ones after `~` with `{+came+}` and `[-went-]`
    in them; of those that stayed only the neighbours of a change."""
    near = {
        number + step
        for number, paragraph in enumerate(paragraphs)
        if paragraph.kind != "same"
        for step in range(-AROUND, AROUND + 1)
    }
    found: list[Block] = []
    left_out = 0
    for number, paragraph in enumerate(paragraphs):
        if number not in near:
            left_out += 1
            continue
        found += _left_out(left_out)
        left_out = 0
        found.append(_block(paragraph))
    return placed([*found, *_left_out(left_out)])


def _block(paragraph: Paragraph) -> Block:
    kind = paragraph.kind
    writing = Writing()
    for piece in paragraph.pieces:
        before, after, look = _WITHIN[piece.kind]
        if kind == "changed":
            bold = Look(look.role, bold=True)
            writing.add(before, bold)
            writing.add(piece.text, look)
            writing.add(after, bold)
        else:
            writing.add(piece.text, DIM if kind == "same" else look)
    sign, colour = _SIGNS[kind]
    span = (StyledSpan(f"{sign} ", colour),)
    return writing.block(span, span)


def _left_out(number: int) -> list[Block]:
    if not number:
        return []
    span = (StyledSpan("  ", DIM),)
    return [written(f"· · ·  {numbered(number, 'paragraph')} unchanged", DIM).block(span, span)]
