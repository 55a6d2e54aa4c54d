"""What every answer to a person must be: few lines, no traceback, nothing that a terminal acts on."""

from __future__ import annotations

import re
from typing import Protocol

ACTED_ON = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff]"
)

HOSTILE = "\x1b[31mred\x1b]0;owned\x07\x1b]52;c;eA==\x07\x1b]8;;file:///x\x07 \x9b2J\x90q\x9c \u202e\u2066 [/] [link=file:///x]y"
"""Whatever a terminal or a markup reader acts on, in one text; `[/] [link=file:///x]y` is what honestly stays of it."""


class Said(Protocol):
    @property
    def code(self) -> int: ...
    @property
    def out(self) -> str: ...
    @property
    def err(self) -> str: ...


def is_clean(answer: Said) -> None:
    """Neither a traceback nor anything that a terminal acts on."""
    assert "Traceback" not in answer.out + answer.err
    assert "unexpected error:" not in answer.err
    assert not ACTED_ON.findall(answer.out + answer.err)


def is_told(answer: Said, code: int, words: str, lines: int = 2) -> None:
    """The command failed with this code, in a message with these words and at most so many lines."""
    is_clean(answer)
    assert answer.code == code, answer.err
    assert words in answer.err
    assert 1 <= len(answer.err.splitlines()) <= lines, answer.err
