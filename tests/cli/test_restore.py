"""A backup is written and brought back; articles are removed and come back by undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shell import Shell


def titles(shell: Shell) -> list[str]:
    return sorted(row["title"] for row in shell.rows("list"))


def test_a_backup_comes_back_and_is_found_by_search(shell: Shell, tmp_path: Path) -> None:
    shell.article("First tide", "The harbour was quiet.")
    assert shell("backup", str(tmp_path / "b.db")).code == 0
    shell.article("Second tide", "The harbour was loud.")
    assert len(shell.rows("search", "harbour")) == 2
    answer = shell("restore", str(tmp_path / "b.db"))
    assert answer.code == 0
    assert "the previous library is" in answer.err
    assert titles(shell) == ["First tide"]
    assert [row["title"] for row in shell.rows("search", "harbour")] == ["First tide"]
    assert shell("doctor").code == 0


def test_a_backup_that_is_not_there_is_said(shell: Shell, tmp_path: Path) -> None:
    answer = shell("restore", str(tmp_path / "nothing.db"))
    assert answer.code == 3
    assert "no such file" in answer.err


def test_removed_articles_are_hidden_until_undone(shell: Shell) -> None:
    first = shell.article("First tide", "The harbour was quiet.")
    shell.article("Second tide", "The harbour was loud.")
    assert shell("remove", str(first)).out == "1 article removed; broadsheet undo restores it\n"
    assert titles(shell) == ["Second tide"]
    assert len(shell.rows("search", "harbour")) == 1
    assert shell("undo").code == 0
    assert len(shell.rows("search", "harbour")) == 2


@pytest.mark.parametrize(
    "argv", [("add", "http://127.0.0.1:9/feed"), ("list",), ("saved", "add", "a", "is:read")]
)
def test_no_library_is_begun_beside_the_copies_of_one_that_is_gone(
    shell: Shell, argv: tuple[str, ...]
) -> None:
    shell.article("First tide", "The harbour was quiet.")
    kept = shell.library.with_name("library.backup-20260301T133015.db")
    shell.library.rename(kept)
    answer = shell(*argv)
    assert answer.code == 4
    assert f"the library is missing, but {kept.name} is beside it" in answer.err
    assert not shell.library.exists()
    assert shell("restore", str(kept)).code == 0
    assert titles(shell) == ["First tide"]
