"""Conflicts that wait for the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.export import conflicts
from reader.export.folder import Folder
from reader.export.markdown_file import MarkdownFile

if TYPE_CHECKING:
    from pathlib import Path

HEAD = '---\nbroadsheet: "abcdefghijklmn23"\n---\n\n'


def found(folder: Path) -> list[conflicts.OpenConflict]:
    return conflicts.found(Folder(folder, MarkdownFile()))


def test_both_sides_are_shown_with_a_little_around(tmp_path: Path) -> None:
    mine, other = tmp_path / "a.md", tmp_path / "a.new.md"
    mine.write_bytes(f"{HEAD}1\n2\n3\nmine\n4\n5\n6\n".replace("\n", "\r\n").encode())
    other.write_text(f"{HEAD}1\n2\n3\ntheirs\n4\n5\n6\n")
    diff = ("--- a.md (yours)", "+++ a.new.md (the article's)", " 2", " 3", "-mine", "+theirs", " 4", " 5")
    assert found(tmp_path) == [conflicts.OpenConflict(mine, other, diff)]


def test_a_note_that_moved_away_is_found_by_its_uid(tmp_path: Path) -> None:
    (tmp_path / "deep").mkdir()
    mine, other = tmp_path / "deep" / "b.md", tmp_path / "a.new-2.md"
    mine.write_text(f"{HEAD}same\n")
    other.write_text(f"{HEAD}same\n")
    assert found(tmp_path) == [conflicts.OpenConflict(mine, other, ())]
    mine.unlink()
    assert found(tmp_path) == [conflicts.OpenConflict(None, other, ())]


def test_files_that_are_not_ours_and_no_texts(tmp_path: Path) -> None:
    (tmp_path / "x.new.md").write_text("of somebody else")
    assert found(tmp_path) == []
    (tmp_path / "a.new.md").write_text(HEAD)
    (tmp_path / "a.md").write_bytes(b"\xff")
    assert found(tmp_path)[0].diff == ("not a text file, so it cannot be shown",)


def test_a_difference_in_the_first_line_is_shown(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HEAD + "mine\n1\n2\n3\n")
    (tmp_path / "a.new.md").write_text(HEAD + "1\n2\n3\n")
    assert found(tmp_path)[0].diff[2:] == ("-mine", " 1", " 2")


def test_of_properties_values_are_compared_and_not_their_form(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(
        "---\nrating: 5\ntitle: A\ntags: [b, a]\nbroadsheet: abcdefghijklmn23\n---\nx\n"
    )
    head = (
        '---\ntitle: "A"\nagency: "AFP"\ntags:\n  - "a"\n  - "b"\nbroadsheet: "abcdefghijklmn23"\n---\n\nx\n'
    )
    (tmp_path / "a.new.md").write_text(head)
    assert found(tmp_path)[0].diff[2:] == ("+agency: AFP",)
    (tmp_path / "a.new.md").write_text(head.replace('"a"', '"c"').replace('agency: "AFP"\n', ""))
    assert found(tmp_path)[0].diff[2:] == ("-tags: a, b", "+tags: b, c")


def test_what_is_far_apart_is_parted(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text(HEAD + "mine\n1\n2\n3\n4\n5\n6\nyours\n")
    (tmp_path / "a.new.md").write_text(HEAD + "M\n1\n2\n3\n4\n5\n6\nY\n")
    assert found(tmp_path)[0].diff[2:] == (
        "-mine", "+M", " 1", " 2", "…", " 5", " 6", "-yours", "+Y"
    )  # fmt: skip
