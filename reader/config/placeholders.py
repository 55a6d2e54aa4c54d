"""Checks the places of placeholders in a user's command: never where text of a publisher could run as a command."""

from __future__ import annotations

import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Sequence

PLACEHOLDER = pattern(r"\{([a-z_]+)\}")

_FOREIGN = pattern(r"\{(?:title|url|enclosure|feed|author)\}")
"""Those that a publisher wrote."""

_FREE = pattern(r"\{(?:title|feed|author|summary|name|query)\}")
"""Those that can be any text; the last three hold words of the user's own, or of a file that was imported."""

_SHELL_BEHIND = pattern(r"(auto)?ssh|rsh|mosh|g?make|eval|parallel|runuser|screen|su|tmux|watch")
"""Programs that join their arguments for a shell, or look for commands in them."""

_INTERPRETER = pattern(
    r"(ba|da|z|fi|k|mk|c|tc|a|pw)?sh|python[\d.]*|perl|ruby|node|php|lua|[gmn]?awk|sed|tclsh|expect|osascript"
)
"""Programs whose first argument that is no option is a program's text, or the file that has it."""

_ITS_TEXT = pattern(r"-\w*[ceEpr]\w*|--(?:eval|command|print|run)")
"""Options of an interpreter, before a program's text."""

_ANY_TEXT = pattern(r"-\w{0,2}[ceS]|--(?:eval|cmd|command|execute|run|split-string)")
"""Options of any program, before what may be a program's text."""

_NOT_THERE = 'a title could run commands there; use "$BROADSHEET_TITLE" or "$BROADSHEET_URL" instead of the placeholder'
_NOT_AMONG = (
    "next to other words it could run commands; make it an argument of its own, "
    'or use "$BROADSHEET_TITLE" or "$BROADSHEET_URL" with sh -c'
)
_NOT_BEHIND = "could pass it to a shell, where a title could run commands; use sh -c to send it as input"


def misplaced(words: Sequence[str]) -> str:
    """The reason why a placeholder cannot stand where it does; empty where all can."""
    shell_behind = ""
    interprets = is_program = is_perhaps = False
    for word in words:
        if shell_behind and (_FOREIGN.search(word) or _FREE.search(word)):
            return f"{shell_behind} {_NOT_BEHIND}"
        if _FOREIGN.search(word) and re.search(r"\s", word):
            return _NOT_AMONG
        option, _, text = word.partition("=") if word.startswith(("-", "+")) else ("", "", word)
        is_program = is_program or (interprets and bool(_ITS_TEXT.fullmatch(option)))
        is_perhaps = is_perhaps or bool(_ANY_TEXT.fullmatch(option))
        at_risk = option + text * is_perhaps
        if _FREE.search(at_risk) or (is_program and PLACEHOLDER.search(text)):
            return _NOT_THERE
        if not option:
            is_program = is_perhaps = False
        name = PurePath(word).name
        shell_behind = shell_behind or (name if _SHELL_BEHIND.fullmatch(name) else "")
        if not interprets and _INTERPRETER.fullmatch(name):
            interprets = is_program = True
    return ""
