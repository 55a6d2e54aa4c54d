"""Markdown files in a folder."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from reader.importers import markdown_folder
from reader.importers.items import LeftOut

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def found(folder: Path) -> list[str]:
    return [
        str(one) if isinstance(one, LeftOut) else one.relative_to(folder).as_posix()
        for one in markdown_folder.files(folder)
    ]


def write(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("text")


def test_markdown_is_found_at_any_depth_in_order(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a.markdown", "C.MD", "deep/er/x.md", "picture.png", "notes.txt")
    assert found(tmp_path) == ["C.MD", "a.markdown", "b.md", "deep/er/x.md"]


def test_what_begins_with_a_dot_is_passed_over(tmp_path: Path) -> None:
    write(tmp_path, "a.md", ".hidden.md", ".obsidian/x.md", ".trash/y.md")
    assert found(tmp_path) == ["a.md"]


def test_the_other_version_of_a_file_is_no_article_of_its_own(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "a.new.md", "a.new-2.md", "b.new.md")
    assert found(tmp_path) == [
        "a.md",
        "a.new-2.md: the other version of a.md",
        "a.new.md: the other version of a.md",
        "b.new.md",
    ]


def test_the_list_of_exported_notes_is_no_article(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "index.md").write_text("<!-- broadsheet index 0123456789abcdef: x -->\n\n- a\n")
    (tmp_path / "mine" / "index.md").write_text("My own.")
    assert found(tmp_path) == ["mine/index.md"]


def test_links_are_not_followed(tmp_path: Path) -> None:
    inside, outside = tmp_path / "in", tmp_path / "out"
    write(tmp_path, "in/a.md", "out/secret.md")
    (inside / "link.md").symlink_to(outside / "secret.md")
    (inside / "gone.md").symlink_to(outside / "nothing.md")
    (inside / "folder").symlink_to(outside)
    (inside / "loop").symlink_to(inside)
    assert found(inside) == [
        "a.md",
        "gone.md: a link, which is not followed",
        "link.md: a link, which is not followed",
    ]


def test_what_is_no_file_is_said_to_be_none(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    (tmp_path / "folder.md").mkdir()
    write(tmp_path, "folder.md/x.md")
    assert found(tmp_path) == ["pipe.md: not a file", "folder.md/x.md"]


def test_a_folder_that_is_too_large_is_said_to_be_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(markdown_folder, "FILES_LIMIT", 2)
    write(tmp_path, "a.md", "b.md", "c.md")
    assert found(tmp_path) == ["a.md", "b.md", ".: skipped: more than 2 files"]


def test_a_name_of_any_bytes_is_taken(tmp_path: Path) -> None:
    (tmp_path / os.fsdecode(b"\xff\x1b[2J.md")).write_text("text")
    assert len(found(tmp_path)) == 1
