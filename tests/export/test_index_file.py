"""The list of the notes in an export folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.export import index_file
from reader.export.folder import Folder
from reader.export.index_file import IndexedNote
from reader.export.markdown_file import MarkdownFile
from reader.export.presets import PRESETS

if TYPE_CHECKING:
    from pathlib import Path


def notes(folder: Path) -> list[IndexedNote]:
    return [
        IndexedNote(folder / "b.md", "2024-05-06", "Tolls *rise*"),
        IndexedNote(folder / "deep" / "a b.md", "2024-05-07", "Lamp"),
        IndexedNote(folder / "a.md", "2024-05-06", "lamp"),
    ]


def written(folder: Path, preset: str = "plain", some: int = 3) -> str:
    return index_file.write(Folder(folder, MarkdownFile()), notes(folder)[:some], PRESETS[preset])


def body(folder: Path) -> str:
    return (folder / "index.md").read_text().split("-->\n\n", 1)[1]


@pytest.mark.parametrize(
    ("preset", "text"),
    [
        ("plain", "## 2024-05-07\n\n- [Lamp](deep/a%20b.md)\n\n## 2024-05-06\n\n- [lamp](a.md)\n- [Tolls \\*rise\\*](b.md)\n"),
        ("obsidian", "## 2024-05-07\n\n- [[deep/a b|Lamp]]\n\n## 2024-05-06\n\n- [[a|lamp]]\n- [Tolls \\*rise\\*](b.md)\n"),
        ("logseq", "- ## 2024-05-07\n\t- [Lamp]([[a b]])\n- ## 2024-05-06\n\t- [lamp]([[a]])\n\t- [Tolls \\*rise\\*]([[b]])\n"),
    ],
)  # fmt: skip
def test_notes_are_listed_by_day_the_newest_first(preset: str, text: str, tmp_path: Path) -> None:
    assert written(tmp_path, preset) == "written"
    assert body(tmp_path) == text


def test_the_same_notes_in_any_order_touch_no_file(tmp_path: Path) -> None:
    written(tmp_path)
    before = (tmp_path / "index.md").stat()
    found = index_file.write(Folder(tmp_path, MarkdownFile()), notes(tmp_path)[::-1], PRESETS["plain"])
    after = (tmp_path / "index.md").stat()
    assert (found, before.st_ino, before.st_mtime_ns) == ("unchanged", after.st_ino, after.st_mtime_ns)
    (tmp_path / "index.md").write_bytes((tmp_path / "index.md").read_bytes().replace(b"\n", b"\r\n"))
    assert written(tmp_path) == "unchanged", "line ends are no edit"
    assert written(tmp_path, some=1) == "written"
    assert body(tmp_path) == "## 2024-05-06\n\n- [Tolls \\*rise\\*](b.md)\n"


@pytest.mark.parametrize("own", ["mine", "<!-- broadsheet index 0123456789abcdef: x -->\n\nmine", ""])
def test_an_index_of_the_readers_stays(own: str, tmp_path: Path) -> None:
    (tmp_path / "index.md").write_text(own)
    assert written(tmp_path) == ("edited" if own else "written")
    assert not own or (tmp_path / "index.md").read_text() == own


def test_an_edited_index_stays(tmp_path: Path) -> None:
    written(tmp_path)
    text = (tmp_path / "index.md").read_text().replace("Lamp", "My lamp")
    (tmp_path / "index.md").write_text(text)
    assert (written(tmp_path), (tmp_path / "index.md").read_text()) == ("edited", text)
    (tmp_path / "index.md").write_bytes(b"\xff")
    assert written(tmp_path) == "edited"


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    (tmp_path / "else").write_text("")
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "index.md").symlink_to(tmp_path / "else")
    assert written(tmp_path / "out") == "edited"
    assert (tmp_path / "else").read_text() == ""
