"""Writes one setting into the config file, and leaves everything else in it as the user wrote it, comments too."""

from __future__ import annotations

import json
import os
import re
import shutil
from typing import TYPE_CHECKING

from reader.config import toml_file
from reader.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

Written = str | int | bool | list[str]
"""What a setting can be in the file."""

LONGEST = 100
"""Lines that a value has at most."""

_COMMENT = re.compile(r"[^#]*?([ \t]+#.*)")
"""A comment behind a value that holds no #."""


def keep(path: Path, name: str, value: Written | None) -> None:
    """Set a setting, or take it out of the file (None: its default stands again). `name` may have one dot.

    The file is replaced whole or not at all, and only where nothing but that setting changes. Raises `ConfigError` where
    that cannot be done.
    """
    line = f"{name} = {toml(value)}" if value is not None else f"take out: {name}"
    path = path.resolve()  # a link to the file stays a link
    file = toml_file.read(path)
    if file.problem:
        raise ConfigError(f"the config file {file.problem}", subject=str(path), hint="mend it first")
    try:
        text = path.read_text("utf-8-sig") if path.exists() else ""
        wanted = _with(file.tree, name, value)
        found = next((one for one in _changed(text, name, value) if _tree(one) == wanted), None)
        if found is None:
            raise ConfigError(
                "the setting could not be changed by itself", subject=str(path), hint=f"write it: {line}"
            )
        _replace(path, found)
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigError(
            f"the setting could not be kept ({error})", subject=str(path), hint=f"write into it: {line}"
        ) from error


def toml(value: Written) -> str:
    """A value as TOML writes it."""
    return json.dumps(value, ensure_ascii=False)  # the same for strings, numbers, flags and lists of them


def _changed(text: str, name: str, value: Written | None) -> Iterator[str]:
    """The text with the setting changed, in ways of which the first that gives the right tree is taken."""
    lines = text.splitlines(keepends=True)
    table, _, key = name.rpartition(".")
    at = toml_file.line_of_name(text, name)
    if at is not None:
        start = at - 1
        written = re.match(r"[ \t]*[^=]*=[ \t]*", lines[start])
        begun = written[0] if written and written[0].strip() else f"{name} = "
        comment = _COMMENT.match(lines[start][len(begun) :].rstrip("\r\n"))
        for end in range(start + 1, min(start + LONGEST, len(lines)) + 1):
            for behind in dict.fromkeys((comment[1] if comment else "", "")):
                new = [] if value is None else [f"{begun}{toml(value)}{behind}\n"]
                yield "".join([*lines[:start], *new, *lines[end:]])
    elif value is None:
        yield text
    elif table and (header := toml_file.line_of_name(text, table)) is not None:
        yield "".join([*lines[:header], f"{key} = {toml(value)}\n", *lines[header:]])
    yield f"{name} = {toml(value)}\n{text}" if value is not None else text


def _with(tree: object, name: str, value: Written | None) -> object:
    """The tree as it is to be."""
    changed = json.loads(json.dumps(tree, default=str))
    table, _, key = name.rpartition(".")
    below = changed.setdefault(table, {}) if table else changed
    if isinstance(below, dict):
        below.pop(key, None)
        if value is not None:
            below[key] = value
    return _without_empty(changed)


def _tree(text: str) -> object:
    tree = toml_file.tree(text)
    return None if tree is None else _without_empty(json.loads(json.dumps(tree, default=str)))


def _without_empty(tree: dict[str, object]) -> dict[str, object]:
    return {key: value for key, value in tree.items() if value != {}}


def _replace(path: Path, text: str) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    temporary = path.with_name(f".{path.name}.{os.getpid()}.tmp")
    try:
        temporary.write_text(text, "utf-8")
        if path.exists():
            shutil.copymode(path, temporary)
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
