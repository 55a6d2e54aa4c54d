"""What changed, as blocks: signs tell what colours tell as well."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.text.clean import counted
from reader.tui.article import inline
from reader.tui.article.block import DIM, INK, Block, Look, StyledSpan, Writing, placed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.text.diff import Kind, Paragraph

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
    return _made(writing, span, span)


def _left_out(number: int) -> list[Block]:
    if not number:
        return []
    writing = Writing()
    writing.add(f"· · ·  {counted(number, 'paragraph')} as before", DIM)
    return [_made(writing, (StyledSpan("  ", DIM),), (StyledSpan("  ", DIM),))]


def _made(writing: Writing, first: tuple[StyledSpan, ...], rest: tuple[StyledSpan, ...]) -> Block:
    text = writing.text
    return Block(text, tuple(writing.runs), first, rest, align=inline.align(text))
