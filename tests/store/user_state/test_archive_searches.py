"""How far saved searches have asked an archive, and what they found."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from tests.store.making import NOW

if TYPE_CHECKING:
    from reader.store.library import Library

A, B = UUID(int=1), UUID(int=2)


def test_each_archive_is_asked_from_its_own_place(library: Library) -> None:
    asked = library.archive_searches
    assert asked.since(1, "here") is None
    assert asked.found(1, "here", 7, [A]) == [A]
    assert asked.found(1, "here", 9, [A, B]) == [B]
    assert (asked.since(1, "here"), asked.since(1, "there"), asked.since(2, "here")) == (9, None, None)


def test_what_is_found_is_fresh_until_it_is_seen(library: Library) -> None:
    number = library.saved.add("Herons", "heron", NOW).id
    library.saved.notify(number, NOW, on=True)
    library.archive_searches.found(number, "here", 7, [A])
    assert not library.saved.get(number).is_fresh
    library.saved.ask_archive(number, NOW, on=True)
    assert library.saved.get(number).is_fresh
    library.saved.seen(number)
    assert not library.saved.get(number).is_fresh
    assert library.archive_searches.found(number, "here", 8, [A]) == []


def test_searches_that_no_longer_ask_are_forgotten(library: Library) -> None:
    for number in (1, 2):
        library.archive_searches.found(number, "here", 7, [A])
    library.archive_searches.forget_others([2])
    assert library.archive_searches.since(1, "here") is None
    assert library.archive_searches.found(2, "here", 8, [A]) == []
    library.archive_searches.forget_others([])
    assert library.archive_searches.since(2, "here") is None


def test_to_ask_the_archive_is_undone(library: Library) -> None:
    number = library.saved.add("Herons", "heron", NOW).id
    library.saved.ask_archive(number, NOW, on=True)
    assert library.undo.undo(1, NOW) == ["let “Herons” also ask the archive"]
    assert not library.saved.get(number).archive
    library.undo.redo(1, NOW)
    library.saved.remove(number, NOW)
    library.undo.undo(1, NOW)
    assert library.saved.get(number).archive
