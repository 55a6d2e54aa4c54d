"""The line that bash is to complete, as words without their quotes, and a word written again in the quotes that are open.

bash hands over the line as it was typed; zsh and fish hand over words.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Line(NamedTuple):
    """A line up to the cursor. The last of `words` is being typed, "" where none is begun; its first `kept` characters
    stay, since readline puts in only what stands behind the last quote or break. `quote` is the one that is open, or ""."""

    words: list[str]
    kept: int
    quote: str


def read(line: str, breaks: str) -> Line:
    """The words of a line; `breaks` is COMP_WORDBREAKS. Raises nothing: an open quote or a last backslash is unfinished."""
    words: list[str] = []
    word: str | None = None
    quote, kept, at = "", 0, 0
    while at < len(line):
        char, following = line[at], line[at + 1 : at + 2]
        at += 1
        if not quote and char.isspace():
            if word is not None:
                words.append(word)
            word, kept = None, 0
            continue
        word = word or ""
        if char == quote or (not quote and char in "'\""):
            quote, kept = ("" if quote else char), len(word)
        elif char == "\\" and following and (not quote or (quote == '"' and following in '"\\$`')):
            word += following
            at += 1
        else:
            word += char
            if not quote and char in breaks:
                kept = len(word)
    return Line([*words, word or ""], kept, quote)


def written(text: str, quote: str) -> str:
    """The text as it is typed within this open quote, or without any."""
    if quote == "'":
        return text.replace("'", "'\\''")
    return re.sub(r'(["\\$`])' if quote else r"([^\w./:=,@%+-])", r"\\\1", text)
