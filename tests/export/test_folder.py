"""The folder of one export run."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.errors import FileError
from reader.export import folder as export_folder
from reader.export.folder import Folder
from reader.export.markdown_file import MarkdownFile
from reader.export.names import Naming
from tests.export.articles import ARTICLE

if TYPE_CHECKING:
    from pathlib import Path

UID = "abcdefghijklmn23"
HEAD = f'---\ntitle: "Lamp"\nbroadsheet: "{UID}"\n---\n'


def opened(path: Path) -> Folder:
    return Folder(path, MarkdownFile())


def test_a_file_is_found_wherever_it_was_moved(tmp_path: Path) -> None:
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "moved.md").write_text(HEAD.replace("\n", "\r\n"))
    assert opened(tmp_path).find(UID) == tmp_path / "b" / "c" / "moved.md"
    assert opened(tmp_path).find("zzzzzzzzzzzzzz23") is None


@pytest.mark.parametrize("name", ["a.new.md", "a.new-2.md", ".a.md", ".trash/a.md", "a.txt", "link.md"])
def test_other_files_are_not_taken_for_the_articles(name: str, tmp_path: Path) -> None:
    (tmp_path / "out" / name).parent.mkdir(parents=True)
    (tmp_path / "else").write_text(HEAD)
    if name == "link.md":
        (tmp_path / "out" / name).symlink_to(tmp_path / "else")
    else:
        (tmp_path / "out" / name).write_text(HEAD)
    assert opened(tmp_path / "out").find(UID) is None


def test_heads_are_read_of_so_many_files_and_so_far(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a.md", "b.md"):
        (tmp_path / name).write_text("note")
    (tmp_path / "c.md").write_text(HEAD)
    monkeypatch.setattr(export_folder, "FILES_LIMIT", 2)
    assert opened(tmp_path).find(UID) is None
    monkeypatch.setattr(export_folder, "FILES_LIMIT", 3)
    assert opened(tmp_path).find(UID) is not None
    monkeypatch.setattr(export_folder, "HEAD_BYTES", len(HEAD) - 10)
    assert opened(tmp_path).find(UID) is None


def test_a_new_name_is_free_also_for_file_systems_that_know_no_case(tmp_path: Path) -> None:
    (tmp_path / "2024-05-06-LAMP.md").write_text("")
    folder = opened(tmp_path)
    lamps = [replace(ARTICLE, title="Lamp", uid=letter * 16) for letter in "abc"]
    assert folder.place(lamps[0], Naming()).name == "2024-05-06-lamp-2.md"
    assert folder.place(lamps[1], Naming()).name == "2024-05-06-lamp-3.md"
    assert folder.place(lamps[0], Naming()).name == "2024-05-06-lamp-2.md", (
        "it is this article's from then on"
    )
    assert folder.place(lamps[2], Naming(folder="new")) == tmp_path / "new" / "2024-05-06-lamp.md"


def test_no_note_is_called_as_the_index_is(tmp_path: Path) -> None:
    article = replace(ARTICLE, title="Index")
    assert opened(tmp_path).place(article, Naming("{title}")).name == "index-2.md"


def test_no_place_is_outside(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "link").symlink_to(tmp_path)
    folder = opened(tmp_path / "out")
    assert folder.relative(folder.at("a/b.md")) == "a/b.md"
    for way in ("link/a.md", "../a.md"):
        with pytest.raises(FileError, match="leads out of the export folder"):
            folder.at(way)


def test_what_a_killed_run_left_goes_with_the_first_look_though_nothing_is_written(tmp_path: Path) -> None:
    left = tmp_path / ".broadsheet-1.tmp"
    left.touch()
    os.utime(left, (1_700_000_000, 1_700_000_000))
    folder = opened(tmp_path)
    folder.at("a.md")
    assert not left.exists()
    left.touch()
    os.utime(left, (1_700_000_000, 1_700_000_000))
    folder.at("b.md")
    assert left.exists(), "a folder is looked through once"


def test_the_names_of_what_was_written_are_synced_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[Path] = []
    monkeypatch.setattr("reader.durable.sync_folder", synced.append)
    folder = opened(tmp_path)
    (tmp_path / "below").mkdir()
    for name in ("a.md", "b.md", "below/c.md"):
        folder.write(tmp_path / name, "text")
    folder.sync()
    folder.sync()
    assert sorted(synced) == [tmp_path, tmp_path / "below"]


def test_a_folder_that_cannot_be_synced_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_: Path) -> None:
        raise OSError(5, "Input/output error")

    folder = opened(tmp_path)
    folder.write(tmp_path / "a.md", "text")
    monkeypatch.setattr("reader.durable.sync_folder", fail)
    with pytest.raises(FileError, match="cannot be written: input/output error") as raised:
        folder.sync()
    assert raised.value.hint.startswith("check the disk")
