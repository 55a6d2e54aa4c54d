"""Writes the reader's highlights and notes below an article's Markdown, and reads them back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.markdown import dialect

if TYPE_CHECKING:
    from collections.abc import Sequence

HIGHLIGHTS = re.compile(r"(?:>.*\n*)+")
NOTES = re.compile(r"(?:(?:- |  ).*\n*)+")
"""The shapes of the two sections, by which one of the article's own is told from ours."""

_CALLOUT = "> [!quote]"
_CALLOUT_HEAD = re.compile(r"\A\[![^\]\n]+\][^\n]*\n(?=[^\n])")
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
    return section("Notes", ["\n".join(_note(words) for words in texts if words.strip())])


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
