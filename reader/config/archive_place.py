"""Reads where the shared archive is from the table `[archive]` of the config file."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.config import save_setting, toml_file

if TYPE_CHECKING:
    from pathlib import Path

_LENGTH = 1_000
_KEYS = ("address", "password")


class ArchivePlace(NamedTuple):
    """`address` has no password in it; `password` says where that is found (`core.secrets`), None: none is needed."""

    address: str
    password: str | None = None


def load(path: Path) -> tuple[ArchivePlace | None, tuple[str, ...]]:
    """The place that the file names, and one line for each mistake; with one, there is no place."""
    file = toml_file.read(path)
    given = file.tree.get("archive")
    if given is None:
        return None, ()
    if not isinstance(given, dict) or "address" not in given:
        said = 'archive must be a table: [archive], then address = "postgresql://anna@archive.example/news"'
        return None, (toml_file.notice(path, file.lines.get("archive"), said),)
    for name, value in given.items():
        fits = isinstance(value, str) and 0 < len(value) <= _LENGTH and value.isprintable()
        if name not in _KEYS or not fits:
            at = toml_file.line_of(file, "archive", name)
            said = f"archive.{name} must be a text" if name in _KEYS else f"unknown setting “archive.{name}”"
            return None, (toml_file.notice(path, at, f"{said}; the archive is not used"),)
    return ArchivePlace(given["address"], given.get("password")), ()


def keep(path: Path, place: ArchivePlace) -> None:
    """Writes the place into the file. Raises `ConfigError`."""
    for name, value in place._asdict().items():
        save_setting.keep(path, f"archive.{name}", value)
