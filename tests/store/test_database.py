"""The library's file: made, opened, refused, told in words."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryDamaged, LibraryError, LibraryTooNew
from reader.store import library_file
from reader.store.library import Library
from reader.store.schema import APPLICATION_ID, MIGRATIONS
from tests.store.making import NOW, raw, save

if TYPE_CHECKING:
    from collections.abc import Iterable


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {entry.name: entry.read_bytes() for entry in folder.iterdir()}


def test_a_new_library_and_what_sqlite_puts_beside_it_are_the_owners_alone(path: Path) -> None:
    old = os.umask(0)
    try:
        with Library.open(path) as library:
            save(library)
            assert {mode(entry) for entry in path.parent.iterdir()} == {0o600}
            assert (path.parent / "library.db-wal").exists()
    finally:
        os.umask(old)
    assert mode(path.parent) == 0o700


def test_a_folder_that_was_there_keeps_its_mode(tmp_path: Path) -> None:
    tmp_path.chmod(0o755)
    Library.open(tmp_path / "library.db").close()
    assert mode(tmp_path) == 0o755


def test_the_file_says_whose_it_is_and_its_version(path: Path) -> None:
    Library.open(path).close()
    header = path.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == len(MIGRATIONS)


def test_every_table_is_strict(library: Library) -> None:
    loose = library.database.rows(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
    )
    assert loose == []


def test_the_id_stays_and_is_another_for_each_library(path: Path, tmp_path: Path) -> None:
    with Library.open(path) as one, Library.open(tmp_path / "other.db") as other:
        first = one.id
        assert first != other.id
    with Library.open(path) as again:
        assert again.id == first


def test_what_was_saved_is_there_after_closing(path: Path) -> None:
    with Library.open(path) as library:
        number = save(library)
    with Library.open(path) as library:
        article = library.articles.get(number)
        assert article is not None
        assert article.title == "Story 1"


def test_without_create_a_missing_library_is_said_and_not_made(path: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        Library.open(path, create=False)
    assert caught.value.subject == str(path)
    assert caught.value.hint
    assert not path.parent.exists()


def test_a_newer_library_is_refused_and_untouched(path: Path) -> None:
    Library.open(path).close()
    raw(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = bytes_of(path.parent)
    with pytest.raises(LibraryTooNew, match="newer broadsheet"):
        Library.open(path)
    assert bytes_of(path.parent) == before


@pytest.mark.parametrize(
    "content",
    [b"not a database at all", b"SQLite format 3\0 cut", b"\0" * 4096],
    ids=["text", "cut", "zeros"],
)
def test_what_is_no_database_is_refused_and_untouched(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(LibraryDamaged) as caught:
        Library.open(path)
    assert "restore" in caught.value.hint
    assert bytes_of(path.parent) == {path.name: content}


def test_another_programs_database_is_refused_and_untouched(path: Path) -> None:
    path.parent.mkdir()
    raw(path, "PRAGMA journal_mode = WAL", "CREATE TABLE theirs (x)", "INSERT INTO theirs VALUES (1)")
    before = bytes_of(path.parent)
    with pytest.raises(LibraryError, match="another program"):
        Library.open(path)
    assert bytes_of(path.parent) == before


def test_a_folder_in_place_of_the_library_is_told_in_words(tmp_path: Path) -> None:
    with pytest.raises(LibraryError, match="cannot be read"):
        Library.open(tmp_path)


def test_a_place_where_nothing_can_be_made_is_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(LibraryError) as caught:
        Library.open(tmp_path / "file" / "library.db")
    assert "--library" in caught.value.hint


def test_an_empty_file_becomes_a_library(path: Path) -> None:
    path.parent.mkdir()
    path.touch()
    with Library.open(path) as library:
        assert library.sound.check() == []


def test_an_emptied_library_with_a_backup_is_not_made_anew(path: Path) -> None:
    with Library.open(path) as library:
        backup = library.sound.backup_weekly(NOW)
    path.write_bytes(b"")
    with pytest.raises(LibraryDamaged) as caught:
        Library.open(path)
    assert str(backup) in caught.value.hint
    assert path.read_bytes() == b""


def test_a_damaged_page_is_told_as_damage(path: Path) -> None:
    with Library.open(path) as library:
        for number in range(50):
            save(library, number)
    content = bytearray(path.read_bytes())
    content[4096 : len(content) // 2] = b"\xa5" * (len(content) // 2 - 4096)
    path.write_bytes(content)
    with pytest.raises(LibraryDamaged) as caught:  # noqa: SIM117 - opening may succeed, reading must not
        with Library.open(path) as library:
            library.articles.many(range(50))
    assert "restore" in caught.value.hint


def test_an_old_sqlite_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(LibraryError, match=r"3\.37"):
        Library.open(path)
    assert not path.exists()


def test_a_library_that_was_replaced_while_open_takes_no_more_changes(path: Path, library: Library) -> None:
    save(library)
    path.rename(path.with_name("elsewhere.db"))
    with pytest.raises(LibraryError, match="moved, deleted or replaced"):
        save(library, 2)


@pytest.mark.parametrize("name", ["a?b#c%20d.db", "naïve ü 新聞.db"])
def test_a_path_may_hold_any_character(tmp_path: Path, name: str) -> None:
    with Library.open(tmp_path / name) as library:
        save(library)
    assert (tmp_path / name).exists()


def test_on_a_network_disk_the_journal_is_deleted(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(path) as library:
        assert library.database.journal == "wal"
    monkeypatch.setattr(library_file, "is_on_network", lambda _: True)
    with Library.open(path) as library:
        assert library.database.journal == "delete"
        save(library)


@pytest.mark.parametrize(
    ("mounts", "is_network"),
    [
        ("/dev/sda / ext4 rw 0 0\n", False),
        ("/dev/sda / ext4 rw 0 0\nbox:/x {} nfs4 rw 0 0\n", True),
        ("box:/x / nfs rw 0 0\n/dev/sda {} ext4 rw 0 0\n", False),
        ("/dev/sda / ext4 rw 0 0\nx@y:/ {} fuse.sshfs rw 0 0\n", True),
    ],
)
def test_a_network_disk_is_known_by_its_mount(
    path: Path, monkeypatch: pytest.MonkeyPatch, mounts: str, *, is_network: bool
) -> None:
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: mounts.format(path.parent.resolve()))
    assert library_file.is_on_network(path) is is_network


def test_a_full_disk_loses_the_new_and_keeps_the_old(path: Path, library: Library) -> None:
    save(library)
    library.database.run("PRAGMA max_page_count = 1")
    with pytest.raises(LibraryError, match="disk is full"):
        save_all(library, range(2, 200), text="long " * 2_000)
    assert [article.id for article in library.articles.many(range(200))] == [1]
    assert library.sound.check() == []


def save_all(library: Library, numbers: Iterable[int], **changes: str) -> None:
    with library.transaction():
        for number in numbers:
            assert save(library, number, **changes)


def test_a_failure_within_undoes_the_whole(library: Library) -> None:
    with pytest.raises(ZeroDivisionError):
        save_all(library, (number // (3 - number) for number in range(9)))
    assert library.articles.many(range(9)) == []


def test_a_failure_that_is_caught_undoes_its_part_only(library: Library) -> None:
    with library.transaction():
        save(library, 20)
        with pytest.raises(ZeroDivisionError):
            save_all(library, (number // (3 - number) for number in range(9)))
    assert [article.title for article in library.articles.many(range(9))] == ["Story 20"]


def test_haste_ends_where_it_was_asked_for(path: Path, library: Library) -> None:
    def waits_for_the_disk() -> bool:
        return library.database.rows("PRAGMA synchronous") == [(2,)]

    before = library.database.rows("PRAGMA wal_autocheckpoint")
    assert waits_for_the_disk()
    with suppress(KeyError), library.in_haste():
        assert not waits_for_the_disk()
        save(library, 1)
        raise KeyError
    assert waits_for_the_disk()
    assert library.database.rows("PRAGMA wal_autocheckpoint") == before
    with Library.open(path) as other:
        assert other.articles.get(1) is not None


def test_opening_loads_no_heavy_module(path: Path) -> None:
    Library.open(path).close()
    code = (
        "import sys; from pathlib import Path; from reader.store.library import Library\n"
        "from reader.query.tree import Everything\n"
        f"with Library.open(Path({str(path)!r})) as library: library.queries.page(Everything(), limit=9)\n"
        "print(*{'hashlib', 'lxml', 'markdown_it', 'Stemmer', 'snowballstemmer'} & sys.modules.keys())"
    )
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout.split() == []


def test_closing_leaves_one_file(path: Path) -> None:
    with Library.open(path) as library:
        save(library)
    assert [entry.name for entry in path.parent.iterdir()] == ["library.db"]


def test_a_new_library_is_made_with_no_statement_left_half_done(path: Path) -> None:
    Library.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
