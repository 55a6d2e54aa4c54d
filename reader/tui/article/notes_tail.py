"""The reader's notes and highlights below a text, and the line of the head that tells of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.text.clean import counted
from reader.tui.article import inline
from reader.tui.article.block import ACCENT, DIM, INK, RULE, Block, StyledSpan, written

if TYPE_CHECKING:
    from reader.core.highlights import PlacedNotes
    from reader.tui.article.block import Look, Spans

SIGN = "✎"


def told(own: PlacedNotes) -> str:
    """`✎ 1 note · 2 highlights`; empty for none."""
    parts = [
        counted(len(found), noun)
        for found, noun in ((own.notes, "note"), (own.highlights, "highlight"))
        if found
    ]
    return f"{SIGN} {' · '.join(parts)}" if parts else ""


def tail(own: PlacedNotes) -> list[Block]:
    """Notes under their heading, then highlights under theirs; empty for none."""
    if not own:
        return []
    found = [_block("─" * 24, RULE, ())]
    if own.notes:
        found.append(_block("NOTES", DIM))
        for note in own.notes:
            found += _paragraphs(note.text, (StyledSpan(f"{SIGN} ", ACCENT),), (StyledSpan("  ", INK),))
    if own.highlights:
        found.append(_block("HIGHLIGHTS", DIM, () if own.notes else None))
        for placed in own.highlights:
            bar = (StyledSpan("▎ ", ACCENT if placed.span else RULE),)
            found += _paragraphs(placed.highlight.passage.quote, bar, bar)
            if placed.span is None:
                found.append(_block("not in the present text", DIM, None, bar, bar))
    return found


def _paragraphs(text: str, first: Spans, rest: Spans) -> list[Block]:
    one, *others = text.split("\n\n")
    return [_block(one, INK, (), first, rest), *(_block(part, INK, rest, rest, rest) for part in others)]


def _block(text: str, look: Look, gap: Spans | None = None, first: Spans = (), rest: Spans = ()) -> Block:
    shown, runs = written(text, look)
    return Block(shown, runs, first, rest, gap, align=inline.align(shown))
