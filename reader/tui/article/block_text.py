"""Builds the text of a block from its tokens: running text with its looks and numbered links, and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import unquote

from rich.cells import cell_len

from reader.late import pattern
from reader.text import urls
from reader.text.clean import line
from reader.tui.article.block import ACCENT, CODE, DIM, INK, RULE, Look, Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

    Numbers = Callable[[str], int]
    """The number of a link by its address as written, 0 where it has none."""

_BLANKS = pattern(r"[ \t\n]+")
_FIGURES = pattern(r"[+−-]?[\d.,\s%°$€£¥:/–-]*\d[\d.,\s%°$€£¥:/–-]*[^\W\d_]{0,3}")
"""Figures, with a unit of up to three letters."""

_WORD = pattern(r"(?<![^\W_])[^\W\d_]{4,}(?![^\W_]*\d[^\W_]*[^\W\d_])")
"""A word in the name of a file; keys, in which letters stand among figures, have none."""

NAME_MOST = 40
"""Cells of the name of a file that stands for its picture."""

_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def inline(children: Sequence[Token], numbers: Numbers, base: Look = INK) -> Writing:
    """The text of inline tokens; `base` is how it looks where nothing else is said."""
    writing = Writing()
    depth = {"strong": 0, "em": 0, "s": 0}
    open_links: list[int] = []
    for token in children:
        number = open_links[-1] if open_links else 0
        look = base._replace(
            bold=base.bold or depth["strong"] > 0,
            italic=base.italic or depth["em"] > 0,
            strike=depth["s"] > 0,
            underline=number > 0,
        )
        kind = token.type.partition("_")[0]
        if kind in depth:
            depth[kind] += token.nesting
        elif token.type == "link_open":
            open_links.append(numbers(str(token.attrs["href"])))
        elif token.type == "link_close" and open_links:
            open_links.pop()
            add_number(writing, number)
        else:
            _leaf(writing, token, look, number)
    return writing


def _leaf(writing: Writing, token: Token, look: Look, number: int) -> None:
    match token.type:
        case "text":
            writing.add(_BLANKS.sub(" ", token.content), look, number)
        case "softbreak":
            writing.add(" ", look, number)
        case "hardbreak":
            writing.add("\n", look, number)
        case "code_inline":
            writing.add(_BLANKS.sub(" ", token.content), look._replace(on=CODE.on), number)
        case "image":
            writing.add(f"▒ {alt(token) or 'picture'}", look._replace(role="dim"), number)
        case "footnote_ref":
            writing.add(raised(str(token.meta["label"])), DIM)


def add_number(writing: Writing, number: int) -> None:
    """The number of a link after its text, on the same line with its end; nothing for 0."""
    if number:
        writing.add("\u00a0" if writing.length else "", INK)
        writing.add(f"[{number}]", ACCENT, number)


def alt(image: Token) -> str:
    """The words in place of a picture."""
    return line("".join(child.content for child in image.children or ()))


def file_name(url: str) -> str:
    """The name of a picture's file that nothing else is known of; where that is no word or is long, the host."""
    parts = urls.split(url)
    name = line(unquote(parts.path.rpartition("/")[2])) if parts else ""
    is_word = _WORD.search(name.rpartition(".")[0]) and cell_len(name) <= NAME_MOST
    return name if is_word else urls.host(url) or ""


def raised(label: str) -> str:
    """The mark of a footnote: its number raised, another label in brackets."""
    return label.translate(_RAISED) if label.isascii() and label.isdecimal() else f"[{label}]"


# Tables: columns side by side, a rule under the head, no boxes


def table(tokens: Sequence[Token], numbers: Numbers) -> Writing:
    """The tokens within a table as rows of one text; columns of figures stand at their right edge."""
    rows: list[list[Writing]] = []
    aligned: dict[int, str] = {}
    is_head = False
    for place, token in enumerate(tokens):
        if token.type == "tr_open":
            rows.append([])
        elif token.type in ("th_open", "td_open"):
            is_head = token.type == "th_open"
            if style := str(token.attrs.get("style") or ""):
                aligned[len(rows[-1])] = style.removeprefix("text-align:")
            children = tokens[place + 1].children or ()
            rows[-1].append(_flat(inline(children, numbers, INK._replace(bold=is_head))))
    columns = max(map(len, rows), default=0)
    room = [max((cell_len(row[n].text) for row in rows if n < len(row)), default=0) for n in range(columns)]
    sides = [aligned.get(n) or ("right" if _is_figures(rows[1:], n) else "left") for n in range(columns)]
    writing = Writing()
    for number, row in enumerate(rows):
        if number:
            writing.add("\n")
        _table_row(writing, row, room, sides)
        if number == 0:
            writing.add("\n")
            writing.add("─" * (sum(room) + 2 * (columns - 1)), RULE)
    return writing


def _flat(cell: Writing) -> Writing:
    """The cell in one line."""
    cell.parts = [part.replace("\n", " ") for part in cell.parts]
    return cell


def _is_figures(rows: Sequence[Sequence[Writing]], column: int) -> bool:
    cells = [row[column].text for row in rows if column < len(row) and row[column].text]
    return bool(cells) and all(_FIGURES.fullmatch(cell) for cell in cells)


def _table_row(writing: Writing, row: Sequence[Writing], room: Sequence[int], sides: Sequence[str]) -> None:
    for n, cell in enumerate(row):
        free = room[n] - cell_len(cell.text)
        before = {"right": free, "center": free // 2}.get(sides[n], 0)
        writing.add(" " * (before + (2 if n else 0)))
        text = cell.text
        for run in cell.runs:
            writing.add(text[run.start : run.end], run.look, run.number)
        if n + 1 < len(row):
            writing.add(" " * (free - before))
