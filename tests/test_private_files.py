"""Folders and files of the program's own are their owner's alone."""

from __future__ import annotations

import os
import stat
from typing import TYPE_CHECKING

import pytest

from reader import private_files

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import Server
    from tests.support.shell import Shell


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_only_folders_that_are_missing_are_made(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    private_files.make_folder(tmp_path / "a" / "b")
    assert [mode(path) for path in (tmp_path, tmp_path / "a", tmp_path / "a" / "b")] == [0o755, 0o700, 0o700]
    private_files.make_folder(tmp_path / "a")


def test_a_file_in_a_folders_place_is_the_systems_error(tmp_path: Path) -> None:
    (tmp_path / "a").touch()
    with pytest.raises(OSError, match=r"exists|Not a directory"):
        private_files.make_folder(tmp_path / "a" / "b")


def test_files_made_within_are_private_and_those_after_as_ever(tmp_path: Path) -> None:
    before = os.umask(0o022)
    try:
        with private_files.only_owner():
            (tmp_path / "a").touch()
        (tmp_path / "b").touch()
    finally:
        os.umask(before)
    assert (mode(tmp_path / "a"), mode(tmp_path / "b")) == (0o600, 0o644)


def test_a_file_is_replaced_whole_and_keeps_its_mode(tmp_path: Path) -> None:
    place = tmp_path / "a" / "b.toml"
    private_files.write(place, "one")
    assert (place.read_text(), mode(place), mode(place.parent)) == ("one", 0o600, 0o700)
    place.chmod(0o640)
    private_files.write(place, "two")
    assert (place.read_text(), mode(place)) == ("two", 0o640)
    with pytest.raises(UnicodeEncodeError):
        private_files.write(place, "\ud800")
    assert place.read_text() == "two"
    assert list(place.parent.iterdir()) == [place]


def test_what_killed_writers_left_goes_and_what_is_being_written_stays(tmp_path: Path) -> None:
    names = (".broadsheet-12.tmp", ".broadsheet-13.tmp", ".b.toml.12.tmp", "b.toml.12.tmp")
    for name in names:
        (tmp_path / name).touch()
    for name in (names[0], *names[2:]):
        os.utime(tmp_path / name, (1_700_000_000, 1_700_000_000))
    private_files.write(tmp_path / "b.toml", "one")
    assert {path.name for path in tmp_path.iterdir()} == {"b.toml", *names[1:]}


def test_all_that_the_program_keeps_is_private_and_what_it_exports_is_not(
    shell: Shell, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.config.paths._temporary", set)
    before = os.umask(0o022)
    try:
        shell.article("Lamp", "A quiet lamp on the pier.")
        assert shell("search", "lamp").code == 0
        assert shell("add", server.text("/nothing", "")).code == 3
        assert shell("backup", str(shell.folder / "copies.db")).code == 0
        monkeypatch.setattr("reader.cli.commands.list.run", lambda *_: 1 / 0)
        assert "unexpected error:" in shell("list").err
        assert shell("export", "1", "--to", str(shell.folder / "notes")).code == 0
    finally:
        os.umask(before)
    own = [shell.library, shell.folder / "copies.db", *(shell.folder / "cache").rglob("*")]
    assert any(path.suffix == ".pst" for path in own)
    assert {path.name for path in own} >= {"crash.txt", "broadsheet.log", "broadsheet.json"}
    assert [path for path in own if mode(path) & 0o077] == []
    (note,) = (shell.folder / "notes").iterdir()
    assert mode(note) == 0o644
