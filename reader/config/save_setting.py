"""Writes one setting into the config file and leaves everything else as the user wrote it, comments too.

By tomlkit, which changes a value in place; reading needs no more than Python's tomllib (`config.toml_file`).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from reader import private_files
from reader.config import toml_file
from reader.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path

    from tomlkit import TOMLDocument
    from tomlkit.items import Item

Written = str | int | bool | list[str] | dict[str, str]
"""What a setting can be in the file."""


def keep(path: Path, name: str, value: Written | None) -> None:
    """Sets a setting, or takes it out of the file (None: its default counts again). `name` may have one dot.

    The file is replaced whole or not at all. Raises `ConfigError` where it cannot be read or written, or where
    something that is no table stands in the way.
    """
    path = path.resolve()  # a link to the file stays a link
    file = toml_file.read(path)
    if file.problem:
        raise ConfigError(f"the config file {file.problem}", subject=str(path), hint="fix it first")
    line = f"{name} = {toml(value)}" if value is not None else f"remove the line {name}"
    try:
        text = path.read_text("utf-8-sig") if path.exists() else ""
        private_files.write(path, _changed(text, name, value))
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise ConfigError(
            f"the setting could not be saved ({reason})", subject=str(path), hint=f"change it by hand: {line}"
        ) from error
    except (ValueError, TypeError, KeyError) as error:  # tomlkit's own errors are among these
        raise ConfigError(
            "the setting could not be changed automatically",
            subject=str(path),
            hint=f"change it by hand: {line}",
        ) from error


def toml(value: Written) -> str:
    """A value as TOML writes it, on one line."""
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{name} = {toml(one)}" for name, one in value.items()) + " }"
    return json.dumps(value, ensure_ascii=False)  # the same for strings, numbers, flags and lists of them


def _changed(text: str, name: str, value: Written | None) -> str:
    import tomlkit

    document = tomlkit.parse(text)
    table, _, key = name.rpartition(".")
    if table and table in document:
        below = document[table]
        if not isinstance(below, dict):
            raise TypeError(f"{table} is not a table")
    elif table and value is not None:
        return f"{name} = {toml(value)}\n{text}"
    else:
        below = document
    if value is None:
        below.pop(key, None)
    elif key in below:
        below[key] = _with_comment(tomlkit.value(toml(value)), below[key])
    elif below is document:
        return f"{name} = {toml(value)}\n{text}"  # first, where no table has begun
    else:
        below[key] = tomlkit.value(toml(value))
    return _checked(document)


def _with_comment(new: Item, old: Item) -> Item:
    """Keeps a comment that stood on the first line of a list; one behind the value tomlkit keeps by itself."""
    if isinstance(old, list):
        first = old.as_string().partition("\n")[0]
        if first.lstrip("[ \t").startswith("#"):
            new.comment(first.partition("#")[2].strip())
    return new


def _checked(document: TOMLDocument) -> str:
    text = document.as_string()
    if toml_file.tree(text) is None:
        raise ValueError("the changed file is not TOML")
    return text
