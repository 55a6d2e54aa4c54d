"""Where the archive is, in the config file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.config import settings
from reader.config.archive_place import ArchivePlace, keep, load

if TYPE_CHECKING:
    from pathlib import Path

PLACE = ArchivePlace("postgresql://anna@a.example/news", "env:NEWS")


def test_without_a_table_there_is_no_archive(tmp_path: Path) -> None:
    assert load(tmp_path / "config.toml") == (None, ())


def test_what_is_kept_is_read_back_and_no_setting(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("# mine\n[refresh]\nevery = 30\n")
    for place in (PLACE, ArchivePlace("service:news")):
        keep(file, place)
        assert load(file) == (place, ())
    assert "# mine" in file.read_text()
    assert settings.load(file)[1] == ()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('archive = "news"', "archive must be a table"),
        ("[archive]\nuser = 'anna'", "archive must be a table"),
        ("[archive]\naddress = 3", "archive.address must be a text"),
        ("[archive]\naddress = 'x'\npasword = 'env:X'", "unknown setting “archive.pasword”"),
    ],
)
def test_mistakes_are_told_and_the_archive_is_not_used(text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text(text)
    place, notices = load(file)
    assert place is None
    assert len(notices) == 1
    assert words in notices[0]
