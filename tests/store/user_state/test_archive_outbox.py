"""What a shared archive has yet to be given."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING
from uuid import UUID

from reader.store.user_state.archive_outbox import EVERY, LONGEST, ArchiveMark, Waiting
from tests.store.making import NOW, save

if TYPE_CHECKING:
    from reader.store.library import Library

HERE, THERE = "postgresql://anna@one.example/news", "postgresql://anna@two.example/news"


def mark(number: int, *, minutes: int = 0) -> ArchiveMark:
    return ArchiveMark(NOW, UUID(int=number), "read", NOW + timedelta(minutes=minutes))


def test_articles_wait_once_until_they_are_pushed(library: Library) -> None:
    box, ids = library.archive_outbox, [save(library, number) for number in (1, 2, 3)]
    box.push(HERE, ids)
    box.push(HERE, ids[:1])
    assert box.articles(HERE, 2) == ids[:2]
    assert box.waiting(HERE) == Waiting(3, 0)
    box.pushed(HERE, ids[:2])
    assert box.articles(HERE, 2) == ids[2:]


def test_a_mark_waits_as_it_was_first_made(library: Library) -> None:
    box = library.archive_outbox
    box.mark(HERE, [mark(1), mark(2), mark(1, minutes=5)])
    assert box.marks(HERE, 9) == [mark(1), mark(2)]
    box.marked(HERE, [mark(1)])
    assert box.marks(HERE, 9) == [mark(2)]


def test_of_a_mark_the_last_wish_waits(library: Library) -> None:
    box = library.archive_outbox
    box.mark(HERE, [mark(1), mark(2)])
    back = mark(1)._replace(kind="unread")
    box.mark(HERE, [back])
    box.marked(HERE, [mark(1)])
    assert box.marks(HERE, 9) == [back, mark(2)]
    box.mark(HERE, [mark(1)])
    assert box.marks(HERE, 9) == [mark(1), mark(2)]


def test_nothing_goes_to_another_archive(library: Library) -> None:
    box = library.archive_outbox
    box.push(HERE, [save(library)])
    box.mark(HERE, [mark(1)])
    assert (box.articles(THERE, 9), box.marks(THERE, 9)) == ([], [])
    box.marked(THERE, [mark(1)])
    box.pushed(THERE, [1])
    assert box.waiting(HERE) == Waiting(1, 1)


def test_what_waits_is_due_at_once_and_later_after_each_failure(library: Library) -> None:
    box = library.archive_outbox
    assert not box.is_due(NOW)
    box.mark(HERE, [mark(1)])
    assert box.is_due(NOW)
    pauses = [box.tried(NOW, is_well=False) - NOW for _ in range(9)]
    assert pauses[:3] == [EVERY, 2 * EVERY, 4 * EVERY]
    assert pauses[-1] == LONGEST
    assert not box.is_due(NOW)
    assert box.is_due(None)
    assert box.is_due(NOW + LONGEST)
    assert box.tried(NOW, is_well=True) == NOW + EVERY
