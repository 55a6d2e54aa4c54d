"""The library is made, opened, brought to this version, and restored from a backup."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryDamaged, LibraryError, LibraryTooNew
from reader.store import backups, library_file, migrations
from reader.store.database import Database
from reader.store.library import Library, _migrate
from reader.store.migrations import MIGRATIONS
from reader.store.schema import APPLICATION_ID
from tests.store.making import NOW, raw, save

if TYPE_CHECKING:
    from pathlib import Path


def use(monkeypatch: pytest.MonkeyPatch, *more: tuple[str, ...]) -> None:
    """Let the program know further migrations."""
    monkeypatch.setattr(migrations, "MIGRATIONS", (*MIGRATIONS, *more))


def tables(library: Library) -> list[tuple[str, str]]:
    return library.database.rows("SELECT name, sql FROM sqlite_schema ORDER BY name")


def test_a_migration_keeps_what_was_there_and_makes_a_backup_first(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(path) as library:
        save(library)
    use(monkeypatch, ("ALTER TABLE article ADD COLUMN mood TEXT", "UPDATE article SET mood = 'calm'"))
    with Library.open(path) as library:
        assert library.database.rows("SELECT title, mood FROM article") == [("Story 1", "calm")]
        assert library.database.version() == len(MIGRATIONS) + 1
    assert int.from_bytes(path.read_bytes()[60:64], "big") == len(MIGRATIONS) + 1
    (backup,) = backups.existing(path)
    monkeypatch.undo()
    with Library.open(backup) as old:
        assert [article.title for article in old.articles.many([1])] == ["Story 1"]


def test_a_migration_that_fails_leaves_the_version_before_it_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(path) as library:
        save(library)
        before = tables(library)
    use(
        monkeypatch,
        ("CREATE TABLE first (x) ",),
        ("CREATE TABLE second (x)", "INSERT INTO nowhere VALUES (1)"),
    )
    with pytest.raises(LibraryError):
        Library.open(path)
    use(monkeypatch, ("CREATE TABLE first (x) ",))
    with Library.open(path) as library:
        assert library.database.version() == len(MIGRATIONS) + 1
        assert {name for name, _ in tables(library)} == {name for name, _ in before} | {"first"}
        assert library.articles.get(1) is not None


def test_an_old_library_that_cannot_be_written_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    Library.open(path).close()
    use(monkeypatch, ("CREATE TABLE more (x)",))
    monkeypatch.setattr(library_file, "is_writable", lambda _: False)
    with pytest.raises(LibraryError, match="no permission"):
        Library.open(path)


def test_the_file_says_whose_it_is_and_its_version(path: Path) -> None:
    Library.open(path).close()
    header = path.read_bytes()[:100]
    assert int.from_bytes(header[68:72], "big") == APPLICATION_ID
    assert int.from_bytes(header[60:64], "big") == len(MIGRATIONS)


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


def test_an_old_sqlite_is_refused(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 0))
    with pytest.raises(LibraryError, match=r"3\.37"):
        Library.open(path)
    assert not path.exists()


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


def test_a_library_waits_for_others_as_long_as_it_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    waits: list[float] = []
    whole = Database.__init__

    def make(database: Database, path: Path, *, busy: float = -1.0) -> None:
        waits.append(busy)
        whole(database, path, busy=busy)

    monkeypatch.setattr(Database, "__init__", make)
    Library.open(path, busy=0.25).close()
    assert waits == [0.25]


def test_a_library_of_a_newer_program_is_refused_and_left_as_it_is(library: Library, path: Path) -> None:
    library.close()
    raw(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    with pytest.raises(LibraryTooNew):
        Library.open(path)
    assert backups.existing(path) == []
    with closing(Database(path)) as database, pytest.raises(LibraryTooNew):  # since the program looked at it
        _migrate(database, lambda *_: None)
    assert backups.existing(path) == []


def test_a_new_library_has_no_backup_and_an_old_one_only_where_it_changes(path: Path) -> None:
    for _ in range(2):
        Library.open(path).close()
    assert backups.existing(path) == []


def test_an_old_library_that_holds_nothing_is_changed_too(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(migrations, "MIGRATIONS", MIGRATIONS[:1])
    Library.open(path).close()
    monkeypatch.undo()
    with Library.open(path) as library:
        assert library.database.version() == len(MIGRATIONS)
        assert library.sound.check() == []
    assert len(backups.existing(path)) == 1


def test_what_can_only_be_read_says_so(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Library.open(path) as library:
        save(library)
        assert library.refusal is None
    monkeypatch.setattr(library_file, "is_writable", lambda _: False)
    with Library.open(path) as library:
        assert library.refusal is not None
        assert [article.title for article in library.articles.many([1])] == ["Story 1"]
        with pytest.raises(LibraryError, match="no permission"):
            save(library, 2)


def test_leaving_closes_it(path: Path) -> None:
    with Library.open(path) as library:
        pass
    with pytest.raises(LibraryError):
        library.articles.many([1])


def test_a_version_that_came_while_this_one_waited_is_refused(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    Library.open(path).close()
    raw(path, f"PRAGMA user_version = {len(MIGRATIONS) - 1}")

    def meanwhile(*_: object) -> None:
        raw(path, f"PRAGMA user_version = {len(MIGRATIONS) + 1}")

    monkeypatch.setattr(backups, "make", meanwhile)
    with pytest.raises(LibraryTooNew):
        Library.open(path)


def test_the_version_stands_in_the_file_itself_while_the_library_is_open(path: Path) -> None:
    with Library.open(path):
        assert int.from_bytes(path.read_bytes()[60:64], "big") == len(MIGRATIONS)


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("articles", "Articles"), ("arrivals", "Arrivals"), ("feeds", "Feeds"), ("jobs", "PageQueue"), ("marks", "Marks"),
        ("tags", "Tags"), ("own_words", "NotesAndHighlights"), ("changes", "Changes"), ("groups", "Groups"),
        ("stories", "Stories"), ("undo", "Undo"), ("queries", "Queries"), ("saved", "SavedSearches"), ("rules", "Rules"),
        ("exports", "Exports"), ("sound", "Sound"),
    ],
)  # fmt: skip
def test_each_part_is_made_once_and_works_on_the_librarys_database(
    library: Library, name: str, kind: str
) -> None:
    part = getattr(library, name)

    assert type(part).__name__ == kind
    assert part._database is library.database
    assert getattr(library, name) is part


def test_the_first_sqlite_with_strict_tables_is_new_enough(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 36, 99))
    with pytest.raises(LibraryError, match="too old"):
        Library.open(path)
    monkeypatch.setattr(sqlite3, "sqlite_version_info", (3, 37, 0))
    Library.open(path).close()


def test_a_file_that_came_while_one_was_made_is_looked_at(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def other(there: Path) -> None:
        there.parent.mkdir()
        there.write_bytes(b"not a library")

    monkeypatch.setattr(library_file, "make", other)
    with pytest.raises(LibraryDamaged, match="not a library"):
        Library.open(path)


def test_a_library_is_peeked_at_without_a_change_beside_those_who_write(path: Path) -> None:
    with Library.open(path) as library:
        save(library)
    before = {file.name: file.read_bytes() for file in path.parent.iterdir()}
    with _peeked(path) as glance:
        assert [article.title for article in glance.articles.many([1])] == ["Story 1"]
        with pytest.raises(LibraryError):
            glance.marks.read([1], now=NOW)
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == before
    with Library.open(path) as library:
        library.marks.read([1], now=NOW)
        before = {path.name: path.read_bytes()}
        with library.transaction():
            library.marks.bookmark([1], now=NOW)
            with _peeked(path) as glance:
                (found,) = glance.articles.many([1])
        assert (found.read, found.bookmarked) == (True, False)
        assert library_file.has_log(path)
        assert before == {path.name: path.read_bytes()}


def test_no_library_is_made_or_converted_by_a_glance(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert Library.peek(path) is None
    assert not path.exists()
    Library.open(path).close()
    use(monkeypatch, ("ALTER TABLE article ADD COLUMN mood TEXT",))
    assert Library.peek(path) is None
    monkeypatch.undo()
    path.write_text("no library at all, and longer than the header of one would have to be: " * 3)
    with pytest.raises(LibraryDamaged):
        Library.peek(path)


def _peeked(path: Path) -> Library:
    found = Library.peek(path)
    assert found is not None
    return found
