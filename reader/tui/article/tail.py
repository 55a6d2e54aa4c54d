"""Blocks below a text: kept outputs, the reader's notes and highlights, and related articles where no panel beside it has room.

The line of the head that tells of them is made here, too.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from reader.dates.iso import SYSTEM_ZONE, shown
from reader.frozen import replace
from reader.text.clean import counted
from reader.tui.article.block import ACCENT, DIM, INK, RULE, Block, Look, StyledSpan, written
from reader.tui.article.build import piece_blocks
from reader.tui.article.pieces import MarkdownSource
from reader.tui.cells import align
from reader.tui.wording import MONTHS, absent, bare, heading, source

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from reader.core.highlights import PlacedNotes
    from reader.model import KeptOutput, Related
    from reader.tui.article.block import Spans

SIGN = "✎"

SHOWN = 20_000
"""Characters of an output that are shown, some 400 lines: all that stands below a text is laid out when it is opened."""

NEW = Look(bold=True)
REASON = Look("dim", italic=True)
_GROUP = Look("dim", bold=True)


def notes_told(own: PlacedNotes) -> str:
    """`✎ 2 notes · 1 highlight · 1 output`: how many there are, since all of them stand below the text; empty for none."""
    kinds = ((own.notes, "note"), (own.highlights, "highlight"), (own.outputs, "output"))
    parts = [counted(len(found), noun) for found, noun in kinds if found]
    return f"{SIGN} {' · '.join(parts)}" if parts else ""


def outputs(kept: Sequence[KeptOutput]) -> list[Block]:
    """Each output as its Markdown, under its name, the program that printed it and the day; their links open nothing."""
    found = [_block("─" * 24, RULE, gap=True)] if kept else []
    for number, one in enumerate(kept):
        facts = (one.name.upper(), one.program, _day(one.made), "its end was cut off" if one.is_cut else "")
        found.append(_block(" · ".join(fact for fact in facts if fact), DIM, gap=number > 0))
        source = MarkdownSource(one.markdown)
        for piece in source.pieces:
            if piece.end > SHOWN and piece.start:
                found.append(_block("… the rest is in the exported file", DIM, gap=True))
                break
            blocks = piece_blocks(source, piece, lambda href: 0, "left")
            found += [replace(block, level=0, picture=None) for block in blocks]
    return found


def notes(own: PlacedNotes) -> list[Block]:
    """Notes under their heading, then highlights under theirs; empty for none."""
    if not (own.notes or own.highlights):
        return []
    found = [written("─" * 24, RULE).block()]
    if own.notes:
        found.append(written("NOTES", DIM).block(gap=None))
        for note in own.notes:
            found += _paragraphs(note.text, (StyledSpan(f"{SIGN} ", ACCENT),), (StyledSpan("  ", INK),))
    if own.highlights:
        found.append(written("HIGHLIGHTS", DIM).block(gap=() if own.notes else None))
        for placed in own.highlights:
            bar = (StyledSpan("▎ ", ACCENT if placed.span else RULE),)
            found += _paragraphs(placed.highlight.passage.quote, bar, bar)
            if placed.span is None:
                found.append(written("no longer in the text", DIM).block(bar, bar, None))
    return found


def _paragraphs(text: str, first: Spans, rest: Spans) -> list[Block]:
    one, *others = text.split("\n\n")
    below = (written(part).block(rest, rest, rest) for part in others)
    return [written(one).block(first, rest), *below]


def related(rows: Sequence[Related]) -> list[Block]:
    """The rows under the headings of their groups; each line of a row knows the row's number. Empty for none."""
    if not rows:
        return []
    found = [_block("─" * 24, RULE, gap=True), _block("RELATED", DIM)]
    for group, numbered in groupby(enumerate(rows), key=lambda entry: entry[1].group):
        entries = list(numbered)
        found.append(_block(heading(group, [row for _, row in entries]), _GROUP, gap=True))
        for place, (number, row) in enumerate(entries):
            found += _related_row(row, number, gap=place > 0)
    return found


def _related_row(row: Related, number: int, *, gap: bool) -> list[Block]:
    article = row.article
    title = bare((article.title if article else row.title or row.url) or "")
    look = INK if article is None else DIM if article.read else NEW
    lines = [_block(title, look, row=number, gap=gap)]
    if article is None:
        return [*lines, _block(absent(row), DIM, row=number)]
    side = align(title)  # the whole row's, as in the list
    moment = shown(article.sorted_by, article.day, SYSTEM_ZONE)
    day = moment.astimezone(SYSTEM_ZONE).date().isoformat() if side == "right" else _day(moment)
    facts = ("" if article.undated else day, source(article))
    lines.append(_block(" · ".join(fact for fact in facts if fact), DIM, row=number))
    if row.group != "linked":
        lines.append(_block(" · ".join(row.why), REASON, row=number))
    return [replace(line, align=side, is_mirrored=side == "right") for line in lines]


def _day(moment: datetime) -> str:
    local = moment.astimezone(SYSTEM_ZONE)
    return f"{local.day} {MONTHS[local.month - 1]} {local.year}"


def _block(text: str, look: Look, *, row: int | None = None, gap: bool = False) -> Block:
    return written(text.replace("\n", " "), look).block(gap=() if gap else None, row=row)
