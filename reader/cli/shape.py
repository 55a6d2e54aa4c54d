"""Shapes what is printed of each object: all of it, the fields that were named, or a template that they fill in."""

from __future__ import annotations

import difflib
import json
from typing import TYPE_CHECKING, Any

from reader.cli import json_forms
from reader.errors import UsageError
from reader.late import pattern
from reader.text.clean import line, meant

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_VALUE_LENGTH = 50_000_000
"""Characters of a value: more than the text of any article has."""

_PIECE = pattern(r"\{\{|\}\}|\{(?P<name>[^{}]*)\}|\\(?P<escape>[tn\\])|(?P<stray>[{}])")
_ESCAPES = {"t": "\t", "n": "\n", "\\": "\\"}


class OutputTemplate:
    """Text with the names of fields in braces. Raises `UsageError` for a brace without its other."""

    def __init__(self, source: str) -> None:
        self._pieces: list[tuple[str, str | None]] = []
        at = 0
        for piece in _PIECE.finditer(source):
            if piece["stray"]:
                raise UsageError(
                    f"an unmatched brace at character {piece.start() + 1}",
                    subject=f"--format {line(source, 200)}",
                    hint="write fields in braces, as in {title}, and a plain brace as {{ or }}",
                )
            literal = _ESCAPES[piece["escape"]] if piece["escape"] else piece[0][0]
            self._pieces.append((source[at : piece.start()], None))
            self._pieces.append(("", piece["name"]) if piece["name"] is not None else (literal, None))
            at = piece.end()
        self._pieces.append((source[at:], None))

    @property
    def names(self) -> list[str]:
        """The fields that it has a place for."""
        return [name for _, name in self._pieces if name is not None]

    def filled(self, value: Mapping[str, Any]) -> str:
        """The template with the values of one object, each as one clean line."""
        return "".join(text if name is None else _told(value.get(name)) for text, name in self._pieces)


def _told(value: object) -> str:
    """A value as one line: nothing for what is unknown, a list joined by commas, JSON for an object."""
    if value is None:
        return ""
    if isinstance(value, str):
        return line(value, _VALUE_LENGTH)
    if isinstance(value, list) and value and not isinstance(value[0], list):
        return ", ".join(_told(item) for item in value)
    return "" if value == [] else line(json.dumps(value, ensure_ascii=False), _VALUE_LENGTH)


def chosen(command: str, text: str) -> tuple[str, ...]:
    """The fields that `--json=id,title` names. Raises `UsageError` for one that the command does not have."""
    named = tuple(dict.fromkeys(name.strip() for name in text.split(",")))
    check(command, named)
    return named


def template(command: str, source: str) -> OutputTemplate:
    """The template of `--format`. Raises `UsageError` for a field that the command does not have."""
    read = OutputTemplate(source)
    check(command, read.names)
    return read


def check(command: str, named: Sequence[str]) -> None:
    """Raise `UsageError` for the first name that is no field of what the command prints, with all that are."""
    known = json_forms.names(command)
    if not known:
        raise UsageError(f"{command} prints no objects, so it has no fields", hint="see broadsheet help json")
    for name in named:
        if name not in known:
            said = f"{command} has no field “{line(name, 60)}”" if name else "a field without a name"
            near = difflib.get_close_matches(name, known, 1)
            raise UsageError(said, hint=meant(near, f"fields: {', '.join(known)}"))
