"""The library's file: made, refused, told in words."""

from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from reader.errors import LibraryDamaged, LibraryError, LibraryGone, LibraryTooNew
from reader.store import library_file
from reader.store.library import Library
from reader.store.migrations import MIGRATIONS
from reader.store.schema import APPLICATION_ID
from tests.store.making import raw, save


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


def test_a_folder_that_another_process_made_meanwhile_is_no_error(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path.parent.mkdir(exist_ok=True)
    answers = iter([False])  # only at the first look there is none
    monkeypatch.setattr(type(path), "is_dir", lambda _: next(answers, True))
    library_file.make(path)
    assert path.exists()


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


def header(version: int, owner: int = APPLICATION_ID) -> bytes:
    return (
        b"SQLite format 3\0"
        + bytes(44)
        + version.to_bytes(4, "big")
        + bytes(4)
        + owner.to_bytes(4, "big")
        + bytes(28)
    )


def test_a_file_is_known_by_its_first_hundred_bytes(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    for content in (b"", header(0), header(len(MIGRATIONS)), header(1) + b"more"):
        path.write_bytes(content)
        library_file.examine(path)
    for version in (len(MIGRATIONS) + 1, 1 << 24, 1 << 31):
        path.write_bytes(header(version))
        with pytest.raises(LibraryTooNew, match=f"its version is {version},"):
            library_file.examine(path)
    path.write_bytes(header(1, APPLICATION_ID + 1))
    with pytest.raises(LibraryError, match="another program"):
        library_file.examine(path)
    path.write_bytes(header(1)[:99])
    with pytest.raises(LibraryDamaged):
        library_file.examine(path)


@pytest.mark.parametrize(
    ("mounts", "is_network"),
    [
        ("box:/x / nfs rw 0 0\n", True),
        ("/dev/sda / ext4 rw 0 0\nbox:/x {}-other nfs rw 0 0\n", False),
        ("/dev/sda / ext4 rw 0 0\nbox:/x {}/library.db cifs rw 0 0\n", True),
        ("/dev/sda / ext4 rw 0 0\nx {} fuse.other rw 0 0\n", False),
        ("/dev/sda {} ext4 rw 0 0\nbox:/x {} nfs rw 0 0\n", True),
    ],
)
def test_the_innermost_mount_counts(
    path: Path, monkeypatch: pytest.MonkeyPatch, mounts: str, *, is_network: bool
) -> None:
    folder = path.parent.resolve()
    monkeypatch.setattr(Path, "read_text", lambda *_, **__: mounts.format(folder, folder))
    assert library_file.is_on_network(path) is is_network


def test_what_lies_there_and_beside_it_is_told(path: Path, library: Library, tmp_path: Path) -> None:
    save(library)
    assert library_file.has_log(path)
    assert library_file.is_there(path)
    library.close()
    assert library_file.has_log(path) is False
    assert library_file.is_there(tmp_path / "nothing") is False
    assert library_file.is_there(path / "below a file")
    before = path.read_bytes()
    library_file.make(path)
    assert path.read_bytes() == before


def test_all_folders_on_the_way_are_made_for_the_owner_alone(tmp_path: Path) -> None:
    old = os.umask(0)
    try:
        library_file.make(tmp_path / "a" / "b" / "library.db")
    finally:
        os.umask(old)
    assert mode(tmp_path / "a") == mode(tmp_path / "a" / "b") == 0o700
    assert mode(tmp_path / "a" / "b" / "library.db") == 0o600


def test_an_empty_log_or_none_is_no_log(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    assert library_file.has_log(path) is False
    path.with_name("library.db-wal").touch()
    assert library_file.has_log(path) is False


def test_mounts_are_read_whatever_bytes_their_names_have(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    given: list[dict[str, str]] = []

    def read_text(_: Path, **named: str) -> str:
        given.append(named)
        return "/dev/sda / ext4 rw 0 0\n"

    monkeypatch.setattr(Path, "read_text", read_text)
    assert library_file.is_on_network(path) is False
    assert given == [{"encoding": "utf-8", "errors": "replace"}]


@pytest.mark.parametrize(
    "left",
    [
        "library.coming.db",
        "library.coming-20260301T133015.db",
        "library.replaced-20260301T133015-2.db",
        "library.backup-20260301T133015.db",
    ],
)
def test_a_library_that_is_gone_is_told_by_what_lies_beside_it(path: Path, left: str) -> None:
    path.parent.mkdir()
    (path.parent / left).touch()
    with pytest.raises(LibraryGone, match=f"the library is missing, but {left} is beside it") as caught:
        library_file.refuse_gone(path)
    assert f"to restore it: broadsheet restore {path.with_name(left)}" in caught.value.hint


def test_the_newest_copy_is_named(path: Path) -> None:
    path.parent.mkdir()
    for name in (
        "library.replaced-20260301T0.db",
        "library.backup-20260302T0.db",
        "library.backup-20260228T0.db",
    ):
        (path.parent / name).touch()
    with pytest.raises(LibraryGone, match="backup-20260302T0"):
        library_file.refuse_gone(path)


@pytest.mark.parametrize(
    "other",
    ["library.txt", "other.backup-20260301T1.db", "library.backup-20260301T1.db.part", "library.db-wal"],
)
def test_other_files_say_nothing_of_a_library(path: Path, other: str) -> None:
    library_file.refuse_gone(path)
    path.parent.mkdir()
    (path.parent / other).touch()
    library_file.refuse_gone(path)


def test_a_library_that_is_there_is_not_gone(path: Path) -> None:
    Library.open(path).close()
    (path.parent / "library.backup-20260301T133015.db").touch()
    library_file.refuse_gone(path)


def test_a_file_without_any_table_is_a_library_that_is_still_to_be_made(path: Path) -> None:
    path.parent.mkdir()
    raw(path, "PRAGMA auto_vacuum = INCREMENTAL", "PRAGMA user_version = 0")
    assert path.stat().st_size
    library_file.examine(path)
    assert library_file.is_empty(path)
    Library.open(path).close()
    assert not library_file.is_empty(path)
    foreign = path.with_name("foreign.db")
    raw(foreign, "CREATE TABLE theirs (x)")
    assert not library_file.is_empty(foreign)
    with pytest.raises(LibraryError, match="another program's database"):
        library_file.examine(foreign)
    raw(foreign, "DROP TABLE theirs", "PRAGMA application_id = 7")
    with pytest.raises(LibraryError, match="another program's database"):
        library_file.examine(foreign)
