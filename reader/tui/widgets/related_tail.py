"""The related articles below a text, where the screen is too narrow for a panel beside it."""

from __future__ import annotations

from dataclasses import replace
from itertools import groupby
from typing import TYPE_CHECKING

from reader.tui.article import inline
from reader.tui.article.block import ACCENT, DIM, INK, RULE, Block, Look, written
from reader.tui.wording import MONTHS, absent, heading, source

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Related

_GROUP = Look("dim", bold=True)


def tail(rows: Sequence[Related]) -> list[Block]:
    """The rows under the headings of their groups; each line of a row knows the row's number. Empty for none."""
    if not rows:
        return []
    found = [_block("─" * 24, RULE, gap=True), _block("RELATED", DIM)]
    for group, numbered in groupby(enumerate(rows), key=lambda entry: entry[1].group):
        entries = list(numbered)
        found.append(_block(heading(group, [row for _, row in entries]), _GROUP, gap=True))
        for place, (number, row) in enumerate(entries):
            found += _row(row, number, gap=place > 0)
    at = 0
    placed = []
    for block in found:
        placed.append(replace(block, start=at))
        at += len(block.text) + 1
    return placed


def _row(row: Related, number: int, *, gap: bool) -> list[Block]:
    article = row.article
    title = (article.title if article else row.title or row.url) or ""
    lines = [_block(title, DIM if article and article.read else INK, row=number, gap=gap)]
    if article is None:
        return [*lines, _block(absent(row), DIM, row=number)]
    when = article.sorted_by.astimezone()
    lines.append(
        _block(f"{when.day} {MONTHS[when.month - 1]} {when.year} · {source(article)}", DIM, row=number)
    )
    if row.group != "linked":
        lines.append(_block(" · ".join(row.why), ACCENT, row=number))
    return lines


def _block(text: str, look: Look, *, row: int | None = None, gap: bool = False) -> Block:
    shown, runs = written(text.replace("\n", " "), look)
    return Block(shown, runs, gap=() if gap else None, align=inline.align(shown), row=row)
