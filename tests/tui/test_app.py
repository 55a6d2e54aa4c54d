"""The app: the config folder as the reader goes by it: read once, written one by one, and the theme that follows from it."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from reader.errors import ConfigError
from reader.tui import app
from reader.tui.app import Preferences

if TYPE_CHECKING:
    from pathlib import Path


def written(folder: Path, text: str) -> Preferences:
    (folder / "config.toml").write_text(text, "utf-8")
    return Preferences(folder)


@pytest.fixture(autouse=True)
def _colours(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLORTERM", "truecolor")
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.setenv("FORCE_COLOR", "1")


def test_without_files_all_is_as_usual(tmp_path: Path) -> None:
    found = Preferences(tmp_path)
    assert found.file == tmp_path / "config.toml"
    assert (found.settings.theme, found.commands, found.notices) == (None, (), ())
    assert {"newsprint", "lamplight"} <= found.themes.keys()


def test_what_is_wrong_in_any_file_is_noticed(tmp_path: Path) -> None:
    (tmp_path / "themes").mkdir()
    (tmp_path / "themes" / "mine.toml").write_text("ink = 3", "utf-8")
    (tmp_path / "sites").mkdir()
    (tmp_path / "sites" / "quay.example.toml").write_text("keep = 3", "utf-8")
    found = written(tmp_path, 'nonsense = 1\n[keys]\nfly = ["B"]\n[commands]\nsay = 3\n')
    for word in ("nonsense", "fly", "say", "mine", "quay"):
        assert any(word in notice for notice in found.notices), word


def test_a_setting_that_is_kept_is_gone_by_and_written(tmp_path: Path) -> None:
    found = written(tmp_path, 'list.order = "oldest"\n')
    assert found.settings.list_order == "oldest"
    found.keep("list.order", "longest")
    assert found.settings.list_order == "longest"
    assert Preferences(tmp_path).settings.list_order == "longest"
    found.keep("list.order", None)
    assert found.settings.list_order == Preferences(tmp_path).settings.list_order == "newest"


def test_what_cannot_be_written_changes_nothing(tmp_path: Path) -> None:
    found = written(tmp_path, "")
    found.file.write_text("not toml [", "utf-8")
    with pytest.raises(ConfigError):
        found.keep("list.order", "longest")
    assert found.settings.list_order == "newest"


def test_a_choice_holds_at_once_and_is_written_apart(tmp_path: Path) -> None:
    found = written(tmp_path, "")
    found.choose("feeds.sort", "failing")
    assert (found.settings.feeds_sort, found.file.read_text()) == ("failing", "")
    found.write("feeds.sort", "unread")
    assert found.settings.feeds_sort == "failing"
    assert Preferences(tmp_path).settings.feeds_sort == "unread"


def test_the_theme_is_the_one_that_is_set_else_follows_the_terminal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert written(tmp_path, 'theme = "sepia"').theme().name == "sepia"
    assert written(tmp_path, 'theme = "gone"').theme().name == "newsprint"
    found = written(tmp_path, "")
    assert found.theme().name == "newsprint"
    found.is_dark = True
    assert found.theme().name == "lamplight"
    monkeypatch.setenv("NO_COLOR", "1")
    assert found.theme().name == "plain"
    found.settings = written(tmp_path, 'theme = "sepia"').settings
    assert found.theme().name == "sepia"


def test_own_commands_have_keys_among_all_others(tmp_path: Path) -> None:
    found = written(tmp_path, '[commands]\n"F9" = ["say", "{title}"]\n')
    assert found.notices == ()
    assert len(found.commands) == 1
    assert any("f9" in row.keys for row in found.bindings.rows("list"))


@pytest.mark.parametrize(
    ("colours", "accent"), [("standard", "#ffff55"), ("256", "#e3a857"), ("truecolor", "#e3a857")]
)
def test_a_terminal_of_sixteen_colours_gets_the_themes_in_these(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, colours: str, accent: str
) -> None:
    monkeypatch.setattr(app, "Console", lambda: SimpleNamespace(color_system=colours))
    assert written(tmp_path, 'theme = "lamplight"\n').theme().colours["accent"] == accent
