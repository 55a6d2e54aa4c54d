"""Files that are no library, or no whole one, disks that are full, folders that may not be written."""

from __future__ import annotations

import os
import resource
import signal
import sqlite3
import sys
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING

import pytest

from tests.faults import plain, proof
from tests.support import processes
from tests.support.rights import as_nobody, read_only

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.support.shell import Shell

READING = (
    ["list"],
    ["search", "lamp"],
    ["show", "1"],
    ["count", ""],
    ["stats"],
    ["feeds"],
    ["doctor"],
    ["opml"],
)
WRITING = (["mark", "read", "1"], ["tag", "1", "+a"], ["undo"], ["reindex"])


@pytest.fixture
def one(shell: Shell) -> Shell:
    """A library with one article, closed: all of it is in its file."""
    shell.article("Lamp lit", "A quiet lamp on the pier.")
    return shell


def sql(statement: str, path: Path) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute(statement)
        database.commit()


def other_program(path: Path) -> None:
    path.unlink()
    sql("CREATE TABLE bookmarks (url TEXT)", path)


def flipped(path: Path) -> None:
    data = bytearray(path.read_bytes())
    data[4_096::97] = bytes(byte ^ 0x5A for byte in data[4_096::97])
    path.write_bytes(data)


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def into_nothing(path: Path) -> None:
    path.unlink()
    path.symlink_to(path.with_name("nowhere") / "at" / "all")


def into_itself(path: Path) -> None:
    path.unlink()
    path.symlink_to(path)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "newer": (partial(sql, "PRAGMA user_version = 999"), "newer broadsheet"),
    "another program's": (other_program, "another program"),
    "a text": (lambda path: path.write_text("Dear diary\n" * 50), "not a library"),
    "a short text": (lambda path: path.write_text("hi"), "not a library"),
    "cut after a page": (lambda path: os.truncate(path, 5_000), "damaged"),
    "cut in half": (lambda path: os.truncate(path, path.stat().st_size // 2), "damaged"),
    "flipped bytes": (flipped, "damaged"),
    "a folder": (folder, "Is a directory"),
}


@pytest.mark.parametrize("name", DAMAGE)
def test_a_file_that_is_no_library_is_named_and_left_as_it_is(one: Shell, name: str) -> None:
    damage, words = DAMAGE[name]
    damage(one.library)
    before = one.library.read_bytes() if one.library.is_file() else None
    more = one.file("more.jsonl", '{"title": "Stairs swept", "text": "Worn stairs."}\n')
    for argv in (*READING, *WRITING, ["import", more]):
        answer = one(*argv)
        plain.is_told(answer, 4, words)
        assert str(one.library) in answer.err
    assert (one.library.read_bytes() if one.library.is_file() else None) == before


def test_what_does_not_need_the_damaged_part_goes_on(one: Shell) -> None:
    sql("DROP TABLE text", one.library)
    assert [row["title"] for row in one.rows("list")] == ["Lamp lit"]
    assert one("mark", "read", "1").code == 0
    for argv in (["show", "1"], ["doctor"]):
        plain.is_told(one(*argv), 4, "no such table")


@pytest.mark.parametrize("damage", [into_nothing, into_itself])
def test_a_link_that_leads_nowhere_is_no_library_and_becomes_none(
    one: Shell, damage: Callable[[Path], None]
) -> None:
    damage(one.library)
    for argv in READING:
        answer = one(*argv)
        plain.is_told(answer, answer.code, str(one.library))
        assert answer.code in (1, 4)
    plain.is_told(one("import", one.file("a.jsonl", '{"title": "A", "text": "B"}')), 4, str(one.library))
    assert one.library.is_symlink()


def test_a_new_library_at_an_old_ones_place_finds_its_own_articles_only(one: Shell) -> None:
    one.library.unlink()
    one.article("Stairs swept", "Worn stairs.")
    assert one("search", "lamp").code == 1
    assert [row["title"] for row in one.rows("search", "stairs")] == ["Stairs swept"]
    proof.is_sound(one)


def test_a_backup_never_takes_the_place_of_what_is_no_backup(one: Shell) -> None:
    os.mkfifo(one.folder / "pipe")
    for target, words in (
        (one.library, "the library itself"),
        (one.folder / "pipe", "not a regular file"),
        (one.folder, "not a regular file"),
    ):
        plain.is_told(one("backup", str(target)), 4, words)
    assert (one.folder / "pipe").is_fifo()
    plain.is_told(one("backup", ""), 4, "not a regular file")
    plain.is_told(one("backup", "/nowhere/at/all.db"), 4, "cannot be written")
    plain.is_told(one("restore", "x" * 5_000), 3, "no such file")
    plain.is_told(one("restore", one.file("a.txt", "Dear diary")), 4, "not a library")
    plain.is_told(one("restore", str(one.library)), 4, "the library itself")
    proof.is_sound(one)


def test_two_backups_put_back_at_once_overwrite_nothing(one: Shell) -> None:
    assert one("backup", str(one.folder / "b.db")).code == 0
    for _ in range(3):
        assert one("restore", str(one.folder / "b.db")).code == 0
    assert len(list(one.folder.glob("library.replaced-*.db"))) == 3


def test_a_library_that_was_put_back_is_searched_as_it_is(one: Shell) -> None:
    old = one.library.read_bytes()
    one.article("Stairs swept", "Worn stairs.")
    one.library.write_bytes(old)
    assert one("search", "stairs").code == 1
    assert len(one.rows("search", "lamp")) == 1
    proof.is_sound(one)


def small(size: int) -> None:
    """No file may grow beyond so many bytes: the nearest to a full disk that needs no rights."""
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@pytest.mark.parametrize("size", [0, 20_000, 100_000, 180_000])
def test_an_import_that_finds_no_room_leaves_nothing_half_done(
    shell: Shell, words: list[str], lines: str, size: int
) -> None:
    file = shell.file("a.jsonl", lines)
    ended = processes.command("import", file, before=partial(small, size))
    plain.is_told(ended, 4, "disk")
    assert shell("count", "").out in ("0\n", "200\n")
    assert shell("import", file).code == 0
    proof.is_whole(shell, words)


@pytest.mark.parametrize("argv", READING[:-2])
def test_reading_goes_on_without_any_room(one: Shell, argv: list[str]) -> None:
    before = one(*argv)
    ended = processes.command(*argv, before=partial(small, 0))
    assert (ended.code, ended.out, ended.err) == (before.code, before.out, before.err)


@pytest.mark.parametrize(
    "argv", [*WRITING, ["export", "1", "--to", "{}/out"], ["opml", "--output", "{}/a.opml"]]
)
def test_what_needs_room_says_so_in_two_lines(one: Shell, argv: list[str]) -> None:
    ended = processes.command(*(word.format(one.folder) for word in argv), before=partial(small, 0))
    plain.is_clean(ended)
    assert ended.code in (3, 4)
    assert 1 <= len(ended.err.splitlines()) <= 3
    assert not list(one.folder.glob("out/*")) + list(one.folder.glob("*.opml"))
    assert one("show", "1", "--json").rows[0]["read"] is False
    proof.is_sound(one)


def test_a_library_that_may_only_be_read_is_read(one: Shell) -> None:
    for argv in (*READING, *WRITING):
        one(*argv)  # loads what the commands load: somebody else may not read our modules
    before = [one(*argv) for argv in READING]
    index = one.library.with_name(f"{one.library.name}.index")
    for path in (index, *index.rglob("*")):  # which is its owner's alone: here somebody else stands for them
        path.chmod(0o755 if path.is_dir() else 0o644)
    with read_only(one.library), as_nobody():
        assert [one(*argv) for argv in READING] == before
        for argv in WRITING:
            plain.is_told(one(*argv), 4, "ermission")


@pytest.mark.skipif(sys.platform != "linux", reason="needs /proc, where nobody can make a file")
def test_an_index_that_cannot_be_written_is_said(one: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.config.paths._temporary", set)
    monkeypatch.setenv("BROADSHEET_CACHE_DIR", "/proc/none")
    answer = one("search", "lamp")
    assert (answer.code, [row.split()[1:] for row in answer.out.splitlines()][:1]) != (0, [])
    assert "searching without an index, which is slower (the search index cannot be written" in answer.err
    assert [row["title"] for row in one.rows("search", "lamp -stairs", "--quiet")] == ["Lamp lit"]
    assert one.rows("list", "lamp OR nothing", "--sort", "relevance")[0]["title"] == "Lamp lit"
    assert one("search", "nothing").code == 1
    assert one("list").code == 0
    plain.is_told(one("reindex"), 4, "BROADSHEET_CACHE_DIR")
