"""The database: statements, transactions, journal and errors, each told in words."""

from __future__ import annotations

import asyncio
import sqlite3
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import pytest

from reader.errors import LibraryDamaged, LibraryError, LibraryLocked
from reader.store import database as database_module
from reader.store import library_file
from reader.store.database import Database, translate
from reader.store.library import Library
from tests.store.making import save

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


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
        return library.database.rows("PRAGMA synchronous") == [(3,)]

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


# Statements


def test_rows_come_as_tuples_by_name_or_as_one_column(library: Library) -> None:
    database, sql = library.database, "SELECT 1 AS one, 'b' AS two UNION SELECT 2, 'a' ORDER BY 1"
    assert database.rows(sql) == [(1, "b"), (2, "a")]
    assert database.named_rows(sql) == [{"one": 1, "two": "b"}, {"one": 2, "two": "a"}]
    assert database.row(sql) == (1, "b")
    assert database.row("SELECT 1 WHERE ?", (0,)) is None
    assert database.column("SELECT ? UNION SELECT 3 ORDER BY 1 DESC", (2,)) == [3, 2]


def test_changes_say_how_many_rows_and_which_number(library: Library) -> None:
    database = library.database
    assert database.insert("INSERT INTO story (id) VALUES (?)", (7,)) == 7
    assert database.insert("INSERT INTO story DEFAULT VALUES") == 8
    assert database.run("UPDATE story SET id = id + ?", (10,)) == 2
    database.run_each("DELETE FROM story WHERE id = ?", iter([(17,), (99,)]))
    assert database.column("SELECT id FROM story") == [18]


@pytest.mark.parametrize("count", [0, 1, 100, 101, 250])
def test_rows_are_inserted_a_hundred_at_a_time(library: Library, count: int) -> None:
    seen: list[str] = []
    library.database._connection.set_trace_callback(seen.append)
    library.database.insert_each("INSERT INTO meta (key, value)", ((f"k{n}", f"v{n}") for n in range(count)))
    library.database._connection.set_trace_callback(None)
    assert len(seen) == -(-count // 100)
    rows = library.database.rows("SELECT key, value FROM meta WHERE key LIKE 'k%'")
    assert sorted(rows) == sorted((f"k{n}", f"v{n}") for n in range(count))


def test_the_file_is_guarded_as_promised(library: Library) -> None:
    asked = ("foreign_keys", "trusted_schema", "synchronous", "journal_size_limit")
    assert [library.database.column(f"PRAGMA {name}") for name in asked] == [
        [1],
        [0],
        [3],
        [64 * 1024 * 1024],
    ]
    with pytest.raises(LibraryError, match="FOREIGN KEY"):
        library.database.run("INSERT INTO note (article_id, text, changed_at) VALUES (99, '', 0)")


def test_in_haste_more_of_the_log_is_moved_at_once(library: Library) -> None:
    asked = ("wal_autocheckpoint", "temp_store", "synchronous")
    with library.in_haste():
        assert [library.database.column(f"PRAGMA {name}") for name in asked] == [[8_000], [2], [1]]
    assert [library.database.column(f"PRAGMA {name}") for name in asked] == [[1_000], [0], [3]]


# Transactions


def test_another_process_sees_a_change_when_the_whole_is_done(path: Path, library: Library) -> None:
    with Library.open(path) as other:
        with library.transaction():
            with library.transaction():
                save(library)
            assert other.articles.many([1]) == []
        assert len(other.articles.many([1])) == 1


def test_a_second_writer_waits_from_the_beginning(path: Path, library: Library) -> None:
    with Library.open(path, busy=0.01) as other, library.transaction():
        with pytest.raises(LibraryLocked, match="another process"), other.transaction():
            pytest.fail("two are within a transaction")
        assert other.articles.many([1]) == []


async def test_no_other_task_uses_a_library_within_a_transaction_of_ours(library: Library) -> None:
    entered, leave = asyncio.Event(), asyncio.Event()

    async def ours() -> None:
        with library.transaction():
            save(library)
            entered.set()
            await leave.wait()
            save(library, 2)

    task = asyncio.create_task(ours())
    await entered.wait()
    for use in (library.marks.begun, lambda _: save(library, 3), lambda _: library.database.run_each("", [])):
        with pytest.raises(AssertionError, match="another task"):
            use(1)
    leave.set()
    await task
    assert [article.title for article in library.articles.many([1, 2, 3])] == ["Story 1", "Story 2"]


def test_two_libraries_may_each_be_within_a_transaction(library: Library, tmp_path: Path) -> None:
    with Library.open(tmp_path / "other.db") as other, library.transaction():
        with other.transaction():
            save(other)
            save(library)
        save(library, 2)
    assert len(library.articles.many([1, 2])) == 2


# Opening and errors


def test_a_file_that_cannot_be_written_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(path) as library:
        save(library)
    monkeypatch.setattr(library_file, "is_writable", lambda _: False)
    database = Database(path)
    assert database.refusal is not None
    assert database.column("SELECT title FROM article") == ["Story 1"]
    with pytest.raises(LibraryError, match="no permission to write"), database.transaction():
        pytest.fail("it was begun")
    with pytest.raises(LibraryError, match="no permission to write"):
        database.run("DELETE FROM article")
    database.close()


def test_where_sqlite_cannot_make_its_files_the_library_is_taken_as_unchanging(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(path) as library:
        save(library)
    tried: list[str] = []
    connected = database_module._connected

    def failing(where: Path, mode: str, busy: float) -> sqlite3.Connection:
        tried.append(mode)
        if len(tried) == 1:
            raise LibraryError("the library cannot be opened")
        return connected(where, mode, busy)

    monkeypatch.setattr(database_module, "_connected", failing)
    database = Database(path)
    assert tried == ["mode=rw", "immutable=1"]
    assert str(database.refusal) == "the library cannot be opened"
    assert database.column("SELECT title FROM article") == ["Story 1"]
    database.close()
    tried.clear()
    monkeypatch.setattr(library_file, "has_log", lambda _: True)
    with pytest.raises(LibraryError, match="cannot be opened"):
        Database(path)
    assert tried == ["mode=rw"]


def test_a_busy_library_keeps_its_journal_until_the_next_start(
    path: Path, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(library)
    monkeypatch.setattr(library_file, "is_on_network", lambda _: True)
    with Library.open(path, busy=0.01) as other:
        assert other.database.journal == "wal"


@pytest.mark.parametrize(
    ("code", "kind", "words", "hint"),
    [
        (sqlite3.SQLITE_BUSY, LibraryLocked, "another process", "try again"),
        (sqlite3.SQLITE_LOCKED, LibraryLocked, "another process", "try again"),
        (sqlite3.SQLITE_BUSY_SNAPSHOT, LibraryLocked, "another process", "try again"),
        (sqlite3.SQLITE_READONLY, LibraryError, "no permission", "writable"),
        (sqlite3.SQLITE_PERM, LibraryError, "no permission", "writable"),
        (sqlite3.SQLITE_AUTH, LibraryError, "no permission", "writable"),
        (sqlite3.SQLITE_READONLY_DBMOVED, LibraryError, "moved, deleted or replaced", "start it again"),
        (sqlite3.SQLITE_FULL, LibraryError, "disk is full", "free some space"),
        (sqlite3.SQLITE_CORRUPT, LibraryDamaged, "damaged (what)", "restore FILE"),
        (sqlite3.SQLITE_NOTADB, LibraryDamaged, "damaged (what)", "restore FILE"),
        (sqlite3.SQLITE_CANTOPEN, LibraryError, "cannot be opened", "can be read and written"),
        (sqlite3.SQLITE_IOERR_READ, LibraryError, "disk failed (what)", "check the disk"),
        (sqlite3.SQLITE_MISUSE, LibraryError, "cannot be used (what)", "restore FILE"),
        (None, LibraryError, "cannot be used (what)", "restore FILE"),
    ],
)
def test_each_error_of_sqlite_is_told_in_words_with_the_next_step(
    tmp_path: Path, code: int | None, kind: type[LibraryError], words: str, hint: str
) -> None:
    error = sqlite3.OperationalError("what")
    if code is not None:
        error.sqlite_errorcode = code
    told = translate(error, tmp_path / "library.db")
    assert type(told) is kind
    assert words in told.message
    assert hint in told.hint
    assert told.subject == str(tmp_path / "library.db")


def test_a_copy_is_the_library_at_this_moment(library: Library, tmp_path: Path) -> None:
    save(library)
    (tmp_path / "copy.db").touch()
    library.database.copy_into(tmp_path / "copy.db")
    save(library, 2)
    with Library.open(tmp_path / "copy.db") as copy:
        assert len(copy.articles.many([1, 2])) == 1


def test_a_connection_remembers_the_statements_of_a_session(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library.open(path).close()
    given: list[dict[str, Any]] = []
    genuine = sqlite3.connect

    def connect(database: str, **named: Any) -> Any:
        given.append(named)
        return genuine(database, **named)

    monkeypatch.setattr(sqlite3, "connect", connect)
    Database(path, busy=1.5).close()
    assert given == [{"uri": True, "timeout": 1.5, "isolation_level": None, "cached_statements": 256}]
