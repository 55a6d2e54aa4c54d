"""Writes the reader's highlights and notes, and the outputs of their own commands, below an article's Markdown, and reads
the first two back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.markdown import dialect
from reader.markdown.blocks import parser

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import KeptOutput

HIGHLIGHTS = re.compile(r"(?:>.*\n*)+")
NOTES = re.compile(r"(?:(?:- |  ).*\n*)+")
"""The shapes of the two sections, by which one of the article's own is told from ours."""

_CALLOUT = "> [!quote]"
_CALLOUT_HEAD = re.compile(r"\A\[![^\]\n]+\][^\n]*\n(?=[^\n])")
_CUT = "; its end was cut off"
_OUTPUT = re.compile(
    rf"(?m)^## [^\n]+\n\n\*Output of [^\n]*, \d{{4}}-\d\d-\d\d(?:{_CUT})?\*(?:\n(?!\#{{1,2}}[ \t])[^\n]*)*\n?"
)
_ITEM = re.compile(r"(?m)^- ")
_QUOTES = re.compile(r"\n[ \t]*\n(?=>)")
_PARAGRAPH = re.compile(r"\s*\n\s*\n\s*")


def section(title: str, blocks: Sequence[str]) -> str:
    """A heading of the second level with blocks below it; empty without any."""
    kept = [block for block in blocks if block]
    return "\n\n".join([dialect.heading(2, title), *kept]) if kept else ""


def highlights(quotes: Sequence[str], *, is_callout: bool = False) -> str:
    """`## Highlights` with a block quote for each passage, or a callout of Obsidian's; empty for none."""
    blocks = (dialect.quote(dialect.from_text(words)) for words in quotes)
    return section(
        "Highlights", [f"{_CALLOUT}\n{block}" if is_callout and block else block for block in blocks]
    )


def without_callout(quote: str) -> str:
    """A quotation, its `>` taken off, without the line that makes it a callout: `[!quote]- Title`."""
    return _CALLOUT_HEAD.sub("", quote, count=1)


def notes(texts: Sequence[str]) -> str:
    """`## Notes` with an item of a list for each note; empty for none."""
    return section("Notes", [items(texts)])


def items(texts: Sequence[str]) -> str:
    """A list with an item for each note; empty for none."""
    return "\n".join(_note(words) for words in texts if words.strip())


def _note(words: str) -> str:
    """A note as an item of a list; its lines stay lines, its paragraphs paragraphs."""
    paragraphs = (part.split("\n") for part in _PARAGRAPH.split(words.strip()))
    parts = ([dialect.escape(line.strip()) for line in lines] for lines in paragraphs)
    return "- " + "\n\n  ".join("\\\n  ".join(line for line in part if line) for part in parts)


def read_highlights(markdown: str) -> tuple[str, ...]:
    """The passages of a section, its heading taken off."""
    parts = _QUOTES.split(markdown.strip())
    quotes = (without_callout(re.sub(r"(?m)^> ?", "", part)) for part in parts)
    return tuple(text for quote in quotes if (text := dialect.plain(quote).strip()))


def read_notes(markdown: str) -> tuple[str, ...]:
    """The notes of a section, its heading taken off."""
    items = (re.sub(r"(?m)^ {2}", "", part) for part in _ITEM.split(markdown.strip()))
    return tuple(text for item in items if (text := dialect.plain(item).strip()))


def outputs(kept: Sequence[KeptOutput]) -> str:
    """A section for each output: a heading of the second level with its name, a line with the program and the day in UTC,
    and the output. Its own headings stand two levels deeper, so that none ends the section; an open fence is closed."""
    return "\n\n".join(section(one.name, [_origin(one), _within(one.markdown)]) for one in kept)


def _origin(output: KeptOutput) -> str:
    cut = _CUT if output.is_cut else ""
    return f"*Output of {dialect.escape(output.program)}, {output.made:%Y-%m-%d}{cut}*"


def _within(markdown: str) -> str:
    lines: list[str | None] = list(markdown.split("\n"))
    tokens = parser().parse(markdown)
    for at, token in enumerate(tokens):
        if token.level or token.map is None:
            continue
        first, end = token.map
        if token.type == "heading_open":
            mark = "#" * min(int(token.tag[1:]) + 2, 6)
            lines[first] = f"{mark} {' '.join(tokens[at + 1].content.split())}"
            lines[first + 1 : end] = [None] * (end - first - 1)
        elif token.type == "fence":
            # Set in by one, it has no line of code that looks like a heading of ours.
            code = [
                f"{token.markup}{token.info}",
                *token.content.removesuffix("\n").split("\n"),
                token.markup,
            ]
            lines[first] = "\n".join(f" {line}" for line in code)
            lines[first + 1 : end] = [None] * (end - first - 1)
    return "\n".join(line for line in lines if line is not None).strip("\n")


def without_outputs(markdown: str) -> str:
    """The Markdown without the sections that `outputs` wrote."""
    return _OUTPUT.sub("", markdown).rstrip("\n") if "*Output of " in markdown else markdown
