"""`config`: the settings, where things live, and whether the file is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.config import themes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shell import Shell


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """The config file, in a folder that is there."""
    (tmp_path / "config").mkdir()
    return tmp_path / "config" / "config.toml"


def test_show_lists_every_setting_with_its_value(shell: Shell, config: Path) -> None:
    config.write_text("[export]\nby_publication = true\n")
    (row,) = shell.rows("config")
    assert row["export.by_publication"] == "true"
    assert row["export.folder"] == "not set"
    lines = shell("config", "show").out.splitlines()
    assert len(lines) == len(row)
    assert len({line.index(line.split(maxsplit=1)[1]) for line in lines}) == 1


def test_path_tells_where_things_live(shell: Shell, tmp_path: Path) -> None:
    (row,) = shell.rows("config", "path")
    assert row["library"] == str(tmp_path / "library.db")
    assert row["config"] == str(tmp_path / "config" / "config.toml")
    assert row["cache"] == str(tmp_path / "cache")
    (other,) = shell.rows("config", "path", "--library", str(tmp_path / "other.db"))
    assert other["library"] == str(tmp_path / "other.db")


def test_check_is_content_without_a_file_and_with_a_right_one(shell: Shell, config: Path) -> None:
    assert shell("config", "check").code == 0
    config.write_text("[refresh]\nevery = 30\n")
    assert shell("config", "check").code == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[refresh]\nevery = 'often'\n", "refresh.every"),
        ("[refresh]\nevry = 30\n", "refresh.every"),
        ("[refresh\n", "line 1"),
        ("[commands]\n'j' = ['mpv']\n", "line 2: command for “j”: j is down"),
    ],
)
def test_check_says_what_is_wrong_and_nothing_stops(
    text: str, words: str, shell: Shell, config: Path
) -> None:
    config.write_text(text)
    answer = shell("config", "check")
    assert (answer.code, answer.out) == (2, "")
    assert words in answer.err
    assert str(config) in answer.err
    assert shell("config", "show").code == 0
    shell.article("Lamp", "It burns.")
    assert shell("list").code == 0


def test_nothing_is_made_by_looking(shell: Shell, tmp_path: Path) -> None:
    for argv in (["config"], ["config", "path"], ["config", "check"]):
        shell(*argv)
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_action_is_exit_2(shell: Shell) -> None:
    assert shell("config", "wash").code == 2


def test_check_covers_themes_of_ones_own(shell: Shell, config: Path) -> None:
    folder = config.parent / "themes"
    folder.mkdir()
    sepia = (themes.shipped_folder() / "sepia.toml").read_text("utf-8")
    (folder / "bay.toml").write_text(sepia.replace("sepia", "bay"), "utf-8")
    answer = shell("config", "check")
    assert (answer.code, "1 theme of your own: no mistakes" in answer.err) == (0, True)
    (folder / "bad.toml").write_text('[colours]\nink = "blueish"\n')
    (folder / "worse.toml").write_text("[colours\n")
    answer = shell("config", "check")
    assert answer.code == 2
    assert "bad.toml" in answer.err
    assert "blueish" in answer.err
    assert "worse.toml" in answer.err


def test_check_tells_of_a_theme_that_is_not_there(shell: Shell, config: Path) -> None:
    config.write_text('theme = "bay"\n')
    answer = shell("config", "check")
    assert answer.code == 2
    assert f"{config}: there is no theme “bay”; use one of newsprint, lamplight" in answer.err
