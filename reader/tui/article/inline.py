"""Builds running text: emphasis, code, links with their numbers, pictures within a sentence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.text.clean import line
from reader.tui.article.block import ACCENT, DIM, INK, Look, Writing

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from markdown_it.token import Token

    Numbers = Callable[[str], int]
    """The number of a link by its address as written, 0 where it has none."""

_BLANKS = re.compile(r"[ \t\n]+")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")


def write(children: Sequence[Token], numbers: Numbers, base: Look = INK) -> Writing:
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
            _code(writing, token.content, look, number)
        case "image":
            writing.add(f"▒ {alt(token) or 'picture'}", look._replace(role="dim"), number)
        case "footnote_ref":
            writing.add(raised(str(token.meta["label"])), DIM)


def add_number(writing: Writing, number: int) -> None:
    """The number of a link after its text, on the same line with its end; nothing for 0."""
    if number:
        writing.add("\u00a0" if writing.length else "", INK)
        writing.add(f"[{number}]", ACCENT, number)


def _code(writing: Writing, text: str, look: Look, number: int) -> None:
    # Terminals have one typeface: the marks themselves say that it is code, in every theme.
    writing.add("`", look._replace(role="dim"), number)
    writing.add(_BLANKS.sub(" ", text), look, number)
    writing.add("`", look._replace(role="dim"), number)


def alt(image: Token) -> str:
    """The words in place of a picture."""
    return line("".join(child.content for child in image.children or ()))


def raised(label: str) -> str:
    """The mark of a footnote: its number raised, another label in brackets."""
    return label.translate(_RAISED) if label.isascii() and label.isdecimal() else f"[{label}]"
