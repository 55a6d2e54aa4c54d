"""One setting written into a file that is the user's own."""

from __future__ import annotations

import tomllib
from typing import TYPE_CHECKING

import pytest

from reader.config.save_setting import keep
from reader.errors import ConfigError

if TYPE_CHECKING:
    from pathlib import Path


def test_a_new_file_is_made_with_its_folder(tmp_path: Path) -> None:
    keep(tmp_path / "config" / "config.toml", "theme", "sepia")
    assert tomllib.loads((tmp_path / "config" / "config.toml").read_text()) == {"theme": "sepia"}


@pytest.mark.parametrize(
    ("name", "value", "before", "after"),
    [
        ("theme", "sepia", "# mine\nrefresh.every = 30\n", 'theme = "sepia"\n# mine\nrefresh.every = 30\n'),
        (
            "theme",
            "sepia",
            '# mine\ntheme = "x" # why\n[keys]\nopen = ["l"]\n',
            '# mine\ntheme = "sepia" # why\n[keys]\nopen = ["l"]\n',
        ),
        (
            "export.properties",
            {"published": "date"},
            "export.index = true\n",
            'export.index = true\nexport.properties = { published = "date" }\n',
        ),
        ("theme", "sepia", '[other]\ntheme = "stays"\n', 'theme = "sepia"\n[other]\ntheme = "stays"\n'),
        ("theme", "a#b", "theme = 'x#y'\n", 'theme = "a#b"\n'),
        ("theme", None, 'a = 1\ntheme = "x" # why\nb = 2\n', "a = 1\nb = 2\n"),
        ("theme", None, "# nothing\n", "# nothing\n"),
        ("refresh.every", 30, "", "refresh.every = 30\n"),
        ("refresh.every", 30, "[refresh]  # mine\n", "[refresh]  # mine\nevery = 30\n"),
        (
            "refresh.every",
            30,
            "[refresh]\n  every = 5\t# slow\nx = 1\n",
            "[refresh]\n  every = 30\t# slow\nx = 1\n",
        ),
        ("refresh.every", 30, "refresh . every = 5\n[a]\n", "refresh . every = 30\n[a]\n"),
        ("refresh.every", 30, "[a]\nx = 1\n", "refresh.every = 30\n[a]\nx = 1\n"),
        ("refresh.every", None, "[refresh]\nevery = 5", "[refresh]\n"),
        ("refresh.every", 30, "refresh = { every = 5 } # mine\n", "refresh = { every = 30 } # mine\n"),
        (
            "export.by_publication",
            True,
            "[export]\nby_publication = false\n",
            "[export]\nby_publication = true\n",
        ),
        (
            "after_refresh",
            ["a", 'b"{new}'],
            'after_refresh = [ # run\n  "x",\n  "y",\n]\ntheme = "z"\n',
            'after_refresh = ["a", "b\\"{new}"] # run\ntheme = "z"\n',
        ),
    ],
)
def test_everything_else_stays_as_it_was(
    name: str, value: str | int | list[str] | None, before: str, after: str, tmp_path: Path
) -> None:
    path = tmp_path / "config.toml"
    path.write_text(before)
    keep(path, name, value)
    assert path.read_text() == after
    assert [file.name for file in tmp_path.iterdir()] == ["config.toml"]


@pytest.mark.parametrize(
    ("name", "before", "said"),
    [
        ("refresh.every", "refresh = 5\n", "could not be changed automatically"),
        ("theme", 'a = """\ntheme = \'x\'\n"""\ntheme = [\n', "is not valid TOML"),
    ],
)
def test_what_could_harm_the_rest_is_left_alone(name: str, before: str, said: str, tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(before)
    with pytest.raises(ConfigError, match=said):
        keep(path, name, 3)
    assert path.read_text() == before


def test_text_that_looks_like_the_setting_is_not_it(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text('a = """\ntheme = \'x\'\n"""\n')
    keep(path, "theme", "sepia")
    assert tomllib.loads(path.read_text()) == {"a": "theme = 'x'\n", "theme": "sepia"}


def test_a_link_stays_a_link_and_the_file_keeps_its_mode(tmp_path: Path) -> None:
    own = tmp_path / "dotfiles.toml"
    own.write_text("# mine\n")
    own.chmod(0o600)
    (tmp_path / "config.toml").symlink_to(own)
    keep(tmp_path / "config.toml", "theme", "sepia")
    assert (tmp_path / "config.toml").is_symlink()
    assert own.read_text() == 'theme = "sepia"\n# mine\n'
    assert own.stat().st_mode & 0o777 == 0o600


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    (tmp_path / "config").write_text("a file where a folder should be")
    with pytest.raises(ConfigError, match="cannot be read"):
        keep(tmp_path / "config" / "config.toml", "theme", "sepia")
