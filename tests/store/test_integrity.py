"""Proofs of the library, and its backups."""

from __future__ import annotations

import stat
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryError
from reader.store import backups
from reader.store.library import Library
from tests.store.making import NOW, raw, save

if TYPE_CHECKING:
    from pathlib import Path


def test_a_sound_library_has_no_findings(library: Library) -> None:
    save(library)
    assert library.sound.check() == []


def test_a_text_that_is_not_as_it_was_saved_is_named(library: Library) -> None:
    for number in range(3):
        save(library, number)
    library.database.run(
        "UPDATE text SET markdown = replace(markdown, 'story', 'stony') WHERE article_id = 2"
    )
    assert library.sound.check() == ["article 2: its text (page) differs from what was saved"]


def test_bytes_that_are_no_text_any_more_are_named(library: Library) -> None:
    save(library)
    library.database.run("UPDATE text SET markdown = CAST(x'ff00fe' AS TEXT)")
    assert library.sound.check() == ["article 1: its text (page) differs from what was saved"]


def test_what_points_to_nothing_is_named(path: Path, library: Library) -> None:
    save(library)
    raw(
        path,
        "INSERT INTO note (article_id, text, changed_at) VALUES (99, '', 0)",
        "INSERT INTO change (article_id, gone) VALUES (98, 0)",
    )
    assert library.sound.check() == [
        "table note, row 1: refers to a missing article",
        "change 2: there is no article 98",
    ]


def test_many_findings_of_a_kind_are_counted(library: Library) -> None:
    for number in range(25):
        save(library, number)
    library.database.run("UPDATE text SET markdown = ''")
    found = library.sound.check()
    assert len(found) == 21
    assert found[-1] == "… and 5 more like these"


def test_damage_is_a_finding_and_no_failure(path: Path) -> None:
    with Library.open(path) as library:
        for number in range(60):
            save(library, number)
        (root,) = library.database.rows("SELECT rootpage FROM sqlite_schema WHERE name = 'text'")[0]
    content = bytearray(path.read_bytes())
    content[(root - 1) * 4096 : root * 4096] = b"\xa5" * 4096
    path.write_bytes(content)
    with Library.open(path) as library:
        assert any("damaged" in finding for finding in library.sound.check())


def test_a_backup_holds_everything_and_is_the_owners_alone(library: Library, tmp_path: Path) -> None:
    save(library)
    target = tmp_path / "copy.db"
    library.sound.backup(target)
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert sorted(entry.name for entry in tmp_path.iterdir()) == ["copy.db", "shelf"]
    with Library.open(target) as copy:
        assert copy.id == library.id
        assert copy.articles.many([1]) == library.articles.many([1])
        assert copy.sound.check() == []


def test_a_backup_that_cannot_be_written_leaves_nothing(library: Library, tmp_path: Path) -> None:
    with pytest.raises(LibraryError) as caught:
        library.sound.backup(tmp_path / "missing" / "copy.db")
    assert caught.value.hint
    assert [entry.name for entry in tmp_path.iterdir()] == ["shelf"]


def test_a_backup_is_made_once_a_week_and_three_are_kept(library: Library) -> None:
    made = [library.sound.backup_weekly(NOW + timedelta(days=day)) for day in range(0, 36, 3)]
    paths = [path for path in made if path]
    assert [path.name for path in paths] == [
        "library.backup-20260301T123015.db",
        "library.backup-20260310T123015.db",
        "library.backup-20260319T123015.db",
        "library.backup-20260328T123015.db",
    ]
    kept = [paths[3].name, f"{paths[2].name}.gz", f"{paths[1].name}.gz"]
    assert [path.name for path in backups.existing(library.path)] == kept


def test_a_clock_that_was_far_ahead_does_not_end_all_backups(library: Library) -> None:
    library.sound.backup_weekly(NOW + timedelta(days=4_000))
    assert library.sound.backup_weekly(NOW) is not None


@pytest.mark.parametrize("days", [7, -7])
def test_a_backup_is_due_when_the_last_is_a_week_old_to_the_microsecond(library: Library, days: int) -> None:
    assert library.sound.backup_weekly(NOW) is not None
    just = timedelta(microseconds=1) * (1 if days > 0 else -1)
    assert library.sound.backup_weekly(NOW + timedelta(days=days) - just) is None
    assert library.sound.backup_weekly(NOW + timedelta(days=days)) is not None


@pytest.mark.parametrize(("count", "lines"), [(20, 20), (21, 21)])
def test_twenty_findings_of_a_kind_are_named_without_a_count(
    library: Library, count: int, lines: int
) -> None:
    for number in range(count):
        save(library, number)
    library.database.run("UPDATE text SET markdown = ''")
    found = library.sound.check()

    assert len(found) == lines
    assert ("… and 1 more like these" in found) is (count == 21)
    assert not any("and 0 more" in finding for finding in found)
