"""Articles as lines for people: one line a row, cut to the terminal's width, whole in a pipe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.base.text import line, shorten, width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.cli.output import Output
    from reader.model import Article, Snippet


def article(row: Article, out: Output, id_width: int = 5) -> None:
    """`  12 ●★ 2022-02-04  Title — Source`: unread and bookmarked by their signs, the rest by place."""
    marks = ("●" if not row.read else " ") + ("★" if row.bookmarked else " ")
    day = row.day or row.sorted_by.astimezone().date().isoformat()
    source = row.publication or (row.feeds[0] if row.feeds else "")
    head = f"{row.id:>{id_width}} {marks} {day}  "
    title = line(row.title)
    tail = f" — {line(source)}" if source else ""
    if out.columns is not None:
        tail = shorten(tail, max(out.columns // 3, 12)) if tail else ""
        title = shorten(title, out.columns - width(head) - width(tail))
    styled = title if row.read else out.bold(title)
    out.styled(f"{head}{styled}{out.dim(tail)}")


def id_width(rows: Sequence[Article]) -> int:
    """Columns that the ids need."""
    return max((len(str(row.id)) for row in rows), default=1)


def snippet(piece: Snippet, out: Output, indent: int) -> None:
    """The piece of text below its row, hits marked where the terminal can."""
    if not piece.text:
        return
    marked: list[str] = []
    at = 0
    for start, end in piece.hits:
        marked += [line_part(piece.text[at:start]), out.accent(line_part(piece.text[start:end]))]
        at = end
    marked.append(line_part(piece.text[at:]))
    out.styled(f"{' ' * indent}{''.join(marked)}")


def line_part(text: str) -> str:
    """A part of a line: line breaks as spaces, nothing that a terminal acts on."""
    cleaned = line(text)
    return f"{' ' if text[:1].isspace() else ''}{cleaned}{' ' if cleaned and text[-1:].isspace() else ''}"
