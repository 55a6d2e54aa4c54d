"""One setting written into a file that is the user's own."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from reader.config.keeping import keep
from reader.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_file_is_made_with_its_folder(tmp_path: Path) -> None:
    keep(tmp_path / "config" / "config.toml", "theme", "sepia")
    assert tomllib.loads((tmp_path / "config" / "config.toml").read_text()) == {"theme": "sepia"}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("# mine\nrefresh.every = 30\n", 'theme = "sepia"\n# mine\nrefresh.every = 30\n'),
        (
            '# mine\ntheme = "x" # why\n[keys]\nopen = ["l"]\n',
            '# mine\ntheme = "sepia"\n[keys]\nopen = ["l"]\n',
        ),
        ('[other]\ntheme = "stays"\n', 'theme = "sepia"\n[other]\ntheme = "stays"\n'),
    ],
)
def test_everything_else_stays_as_it_was(before: str, after: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(before)
    keep(path, "theme", "sepia")
    assert path.read_text() == after
    assert [file.name for file in tmp_path.iterdir()] == ["config.toml"]


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where a folder should be")
    with pytest.raises(ConfigError, match="could not be kept"):
        keep(tmp_path / "config" / "config.toml", "theme", "sepia")
