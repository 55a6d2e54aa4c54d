"""What keeps a library small: texts stand once, those of removed articles go, free pages go back to the disk."""

from __future__ import annotations

import shutil
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from reader.errors import LibraryError
from reader.model import KeptOutput
from reader.query.tree import Everything
from reader.store import upkeep
from reader.store.library import Library
from tests.store.making import LATER, NOW, draft, save

if TYPE_CHECKING:
    from pathlib import Path


def texts(library: Library) -> list[tuple[Any, ...]]:
    return library.database.rows("SELECT article_id, plain, stands_once, body FROM text ORDER BY article_id")


def as_before(library: Library) -> None:
    """The texts as an earlier version kept them."""
    library.database.run("UPDATE text SET plain = body, stands_once = 0")
    library.database.run("INSERT INTO meta SELECT 'texts_twice', max(rowid) FROM text")


def test_a_text_whose_markdown_is_plain_stands_once(library: Library) -> None:
    save(library, 1, text="Plain.", markdown="Plain.")
    save(library, 2, text="Bold.", markdown="**Bold.**")
    save(library, 3, text="", markdown="")
    assert texts(library) == [(1, "", 1, "Plain."), (2, "Bold.", 0, "Bold."), (3, "", 0, "")]
    assert [library.articles.content(number).text for number in (1, 2, 3)] == ["Plain.", "Bold.", ""]
    assert library.sound.check() == []


def test_texts_of_an_earlier_version_come_to_it_in_batches(
    library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upkeep, "TEXTS_AT_ONCE", 2)
    for number in range(1, 6):
        save(library, number, **({"text": "Bold.", "markdown": "**Bold.**"} if number == 3 else {}))
    after = texts(library)
    as_before(library)
    left = [library.upkeep.texts_to_look_at()]
    while left[-1]:
        left.append(library.upkeep.keep_once())
        assert library.sound.check() == []
    assert left == [5, 3, 1, 0]
    assert texts(library) == after
    assert library.upkeep.keep_once() == 0


def test_the_text_of_a_removed_article_goes_and_nothing_brings_it_back(library: Library) -> None:
    gone, kept = save(library, 1, description="A word on it."), save(library, 2)
    library.marks.remove([gone], NOW)
    assert list(library.upkeep.drop_texts(NOW)) == []  # not before that time
    assert list(library.upkeep.drop_texts(LATER)) == [1]
    assert [number for number, *_ in texts(library)] == [kept]
    assert library.undo.undo(1, LATER) == []
    assert library.articles.save(draft(1), now=LATER).outcome == "same"
    assert library.articles.many([gone]) == []
    assert library.sound.check() == []


def test_the_readers_own_words_on_it_stay(library: Library) -> None:
    gone = save(library)
    library.own_words.write(gone, "My own.", NOW)
    library.marks.remove([gone], NOW)
    assert list(library.upkeep.drop_texts(LATER)) == [1]
    assert [note.text for note in library.own_words.notes(gone)] == ["My own."]


def test_what_programs_made_of_its_text_goes_with_it(library: Library) -> None:
    gone, kept = save(library, 1), save(library, 2)
    for number in (gone, kept):
        library.outputs.keep(number, KeptOutput("Summary", "brief", "Short.", NOW))
    library.marks.remove([gone], NOW)
    assert list(library.upkeep.drop_texts(LATER)) == [1]
    assert [len(library.outputs.of(number)) for number in (gone, kept)] == [0, 1]


def test_an_operation_that_removed_several_brings_back_those_that_have_their_text(library: Library) -> None:
    first, second = save(library, 1), save(library, 2)
    library.marks.remove([first, second], NOW)
    library.database.run("UPDATE mark SET removed_at = removed_at + 5 WHERE article_id = ?", (second,))
    assert list(library.upkeep.drop_texts(NOW + timedelta(microseconds=1))) == [1]
    assert library.undo.undo(1, LATER) == ["removed 2 articles"]
    assert [article.id for article in library.articles.many([first, second])] == [second]


def test_many_go_step_by_step(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "TEXTS_AT_ONCE", 2)
    ids = [save(library, number) for number in range(5)]
    library.marks.remove(ids, NOW)
    assert list(library.upkeep.drop_texts(LATER)) == [2, 2, 1]


def fill(library: Library) -> None:
    with library.transaction():
        for number in range(300):
            save(library, number, text=f"{number} " * 2_000, markdown=f"{number} " * 2_000)
    library.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def empty(library: Library) -> None:
    library.marks.remove(library.queries.ids(Everything()), NOW)
    assert sum(library.upkeep.drop_texts(LATER)) == 300


def test_free_pages_go_back_to_the_disk(library: Library, path: Path) -> None:
    fill(library)
    full = path.stat().st_size
    empty(library)
    assert library.upkeep.sizes().free > full / 2
    freed = library.upkeep.give_back()
    library.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    assert freed > full / 2
    assert path.stat().st_size == library.upkeep.sizes().file < full / 2
    assert library.upkeep.sizes().free == 0
    assert library.sound.check() == []


@pytest.fixture
def older(path: Path) -> Library:
    """A library that gives no page back by itself."""
    with Library.open(path) as library:
        library.database.run("PRAGMA auto_vacuum = NONE")
        library.database.run("VACUUM")
    return Library.open(path)


def test_one_of_an_earlier_version_is_written_anew_once(older: Library, path: Path) -> None:
    with older as library:
        fill(library)
        assert library.upkeep.give_back() == 0  # nothing is free
        full = path.stat().st_size
        empty(library)
        assert library.upkeep.give_back() == 0  # new articles will take so little
        assert library.upkeep.give_back(all_of_it=True) > full / 2
        assert path.stat().st_size < full / 2
        assert library.database.value("PRAGMA auto_vacuum") == 2
        assert library.sound.check() == []


def test_that_needs_room_on_the_disk(older: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    with older as library:
        save(library)
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=2**20))
        with pytest.raises(
            LibraryError, match=r"not enough space to rewrite the library: it needs 1\d MB"
        ) as caught:
            library.upkeep.give_back(all_of_it=True)
        assert caught.value.hint == "free some space, then try again"
        assert library.database.value("PRAGMA auto_vacuum") == 0


def test_no_page_is_moved_while_texts_are_counted_off_by_their_row(older: Library) -> None:
    with older as library:
        save(library)
        as_before(library)
        assert library.upkeep.give_back(all_of_it=True) == 0
        assert library.database.value("PRAGMA auto_vacuum") == 0


def test_it_is_due_once_a_day_also_after_a_clock_was_far_ahead(library: Library) -> None:
    day = timedelta(days=1)
    just = timedelta(microseconds=1)
    assert library.upkeep.is_waiting(NOW)
    assert library.upkeep.is_due(NOW)
    for later, is_time in ((day - just, False), (900 * day, True), (day, True)):
        assert library.upkeep.is_waiting(NOW + later) is is_time
        assert library.upkeep.is_due(NOW + later) is is_time


def test_the_planner_is_told(library: Library) -> None:
    for number in range(30):
        save(library, number)
    library.upkeep.tell_planner()
    assert library.sound.check() == []
