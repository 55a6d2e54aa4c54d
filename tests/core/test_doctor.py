"""Whether library and index are sound, and a backup that takes the library's place."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import doctor, indexing
from reader.errors import FileError, LibraryLocked
from reader.index.segments import manifest
from reader.model import Draft
from reader.store import restore as store_restore
from reader.store.lock import Lock
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.session import Session


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    """Two articles in the index, of which one is muted."""
    with session(tmp_path) as opened:
        for title in ("A lamp", "A ferry"):
            opened.library.articles.save(Draft(title=title, text=title), now=NOW)
        opened.library.marks.mute([2], now=NOW)
        indexing.catch_up(opened)
        yield opened


def test_what_is_sound_has_no_findings(library: Session) -> None:
    report = doctor.examine(library)
    assert (report.articles, report.library, report.index, report.repaired) == (2, (), (), False)
    assert doctor.examine(library, repair=True).repaired is False


def test_what_the_index_lacks_is_told_and_repaired(library: Session) -> None:
    library.library.articles.save(Draft(title="A pier", text="A pier"), now=NOW)
    report = doctor.examine(library)
    assert report.index == (
        "1 change of the library not yet in the index",
        "1 article missing from the index",
    )
    report = doctor.examine(library, repair=True)
    assert (len(report.index), report.repaired) == (2, True)
    assert doctor.examine(library).index == ()


def test_what_only_the_index_has_is_told(library: Session) -> None:
    library.library.marks.remove([1], now=NOW)
    assert doctor.examine(library).index == (
        "1 change of the library not yet in the index",
        "1 article in the index but not in the library",
    )


def test_a_commit_that_no_manifest_knows_and_that_lacks_a_file_is_damage_and_repaired(
    library: Session,
) -> None:
    folder = library.index.folder
    known, before = (folder / manifest.NAME).read_bytes(), {*folder.iterdir()}
    library.library.articles.save(Draft(title="A pier", text="A pier"), now=NOW)
    indexing.write_changes(library)
    (folder / manifest.NAME).write_bytes(known)  # as a kill right after the commit leaves it
    (new,) = (path for path in {*folder.iterdir()} - before if path.suffix == ".pst")
    new.unlink()
    library.index.close()
    assert doctor.examine(library).index == ("the index is damaged",)
    report = doctor.examine(library, repair=True)
    assert (report.index, report.repaired) == (("the index is damaged",), True)
    assert doctor.examine(library).index == ()


def test_an_index_is_needed_only_where_there_is_something_in_it(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        assert doctor.examine(opened).index == ()
        opened.library.articles.save(Draft(title="A lamp", text="A lamp"), now=NOW)
        (finding,) = doctor.examine(opened).index
        assert finding.startswith("the index is ")


def test_a_backup_takes_the_librarys_place_and_the_other_is_put_aside(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        path = opened.places.library
        opened.library.articles.save(Draft(title="A lamp", text="A lamp"), now=NOW)
        opened.library.sound.backup(tmp_path / "backup.db")
        opened.library.articles.save(Draft(title="A ferry", text="A ferry"), now=NOW)
    aside = doctor.restore(path, tmp_path / "backup.db")
    assert aside is not None
    assert aside.exists()
    with session(tmp_path) as opened:
        assert doctor.examine(opened).articles == 1
    for folder in ("new", "far/new"):
        assert doctor.restore(tmp_path / folder / "library.db", tmp_path / "backup.db") is None
        assert (tmp_path / folder / "library.db").exists()


def test_an_index_that_followed_the_library_before_is_not_taken_for_one_that_follows_the_backup(
    tmp_path: Path,
) -> None:
    with session(tmp_path) as opened:
        path = opened.places.library
        opened.library.articles.save(Draft(title="A lamp", text="A lamp"), now=NOW)
        opened.library.sound.backup(tmp_path / "backup.db")
        opened.library.articles.save(Draft(title="A ferry", text="A ferry"), now=NOW)
        indexing.write_changes(opened)
        former = opened.index.folder
    former.with_name(f"{former.name}.new-").mkdir()
    doctor.restore(path, tmp_path / "backup.db")
    with session(tmp_path) as opened:
        # As many changes as the other library has had, so that their numbers are the same.
        opened.library.articles.save(Draft(title="A heron", text="A heron"), now=NOW)
        assert opened.library.former_ids() == [former.name]
        indexing.write_changes(opened)
        assert doctor.examine(opened).index == ()
        assert opened.library.former_ids() == []
        left = {folder.name for folder in former.parent.iterdir()}
        assert left == {opened.index.folder.name, f"{opened.index.folder.name}.lock"}


def test_no_refresh_begins_while_a_backup_is_restored(
    library: Session, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    library.library.sound.backup(tmp_path / "backup.db")
    path = library.places.library

    def restore(*what: object) -> None:
        assert what[:2] == (path, tmp_path / "backup.db")
        with pytest.raises(LibraryLocked, match=r"\(restoring a backup\)"):
            Lock(path.with_name("library.db.refresh"), "a refresh").acquire()

    monkeypatch.setattr(store_restore, "restore", restore)
    assert doctor.restore(path, tmp_path / "backup.db") is None


def test_rebuilding_the_index_tells_how_far_it_is(library: Session) -> None:
    told: list[Event] = []
    doctor.examine(library, repair=True, listen=told.append)
    assert told == [], "nothing is to be done"
    library.library.articles.save(Draft(title="A pier", text="A pier"), now=NOW)
    doctor.examine(library, listen=told.append)
    assert told == [], "nobody asked for it"
    doctor.examine(library, repair=True, listen=told.append)
    assert told


def test_nothing_is_restored_without_a_backup_or_during_a_refresh(tmp_path: Path) -> None:
    with session(tmp_path) as opened:
        path = opened.places.library
        opened.library.sound.backup(tmp_path / "backup.db")
    with pytest.raises(FileError, match="no such file") as raised:
        doctor.restore(path, tmp_path)
    assert (raised.value.subject, raised.value.hint) == (str(tmp_path), "backups are beside the library")
    with Lock(path.with_name("library.db.refresh"), "a refresh"), pytest.raises(LibraryLocked):
        doctor.restore(path, tmp_path / "backup.db")
