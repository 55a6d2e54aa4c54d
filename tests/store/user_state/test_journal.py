"""What the reader did to articles, by its time."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from reader.model import Passage
from reader.store.user_state.journal import JournalMark
from tests.store.making import NOW, save

if TYPE_CHECKING:
    from reader.store.library import Library

HOUR = timedelta(hours=1)


def test_marks_come_with_their_times_the_earliest_first(library: Library) -> None:
    one, two = save(library, 1), save(library, 2)
    library.tags.change([two], ["Sea", "gone"], [], NOW + 3 * HOUR)
    library.tags.change([two], [], ["gone"], NOW + 3 * HOUR)
    library.marks.bookmark([one, two], NOW + 2 * HOUR)
    library.marks.unbookmark([two], NOW + 2 * HOUR)
    number = library.own_words.write(one, "A note.", NOW)
    passage = library.own_words.mark(one, Passage("word1", "", ""), NOW + HOUR)
    library.own_words.rewrite(number, "Another.", NOW + 4 * HOUR)
    assert library.journal.marks() == [
        JournalMark(one, "highlight", passage or 0, "word1", NOW + HOUR),
        JournalMark(one, "bookmark", 0, "", NOW + 2 * HOUR),
        JournalMark(two, "tag", 0, "Sea", NOW + 3 * HOUR),
        JournalMark(one, "note", number, "Another.", NOW + 4 * HOUR),
    ]


def test_a_span_holds_its_start_and_not_its_end(library: Library) -> None:
    one = save(library)
    for hours in range(4):
        library.own_words.write(one, f"{hours}", NOW + hours * HOUR)
    found = [
        [mark.text for mark in library.journal.marks(*span)]
        for span in ((NOW + HOUR, NOW + 3 * HOUR), (NOW + 2 * HOUR, None), (None, NOW + HOUR), (NOW, NOW))
    ]
    assert found == [["1", "2"], ["2", "3"], ["0"], []]
