"""What the reader's own commands printed: one output for each article and name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import NothingFound, UsageError
from reader.model import KeptOutput
from reader.query.tree import Filter
from reader.store.user_state.outputs import OUTPUT_LIMIT
from tests.store.making import LATER, NOW, draft, save

if TYPE_CHECKING:
    from reader.store.library import Library

SUMMARY = KeptOutput("Summary", "brief", "**Short.**", NOW)


def test_an_output_is_kept_with_its_article(library: Library) -> None:
    number, other = save(library, 1), save(library, 2)
    assert library.outputs.keep(number, SUMMARY) == SUMMARY
    assert library.outputs.of(number) == [SUMMARY]
    assert library.outputs.of(other) == []
    assert library.articles.content(number).outputs == (SUMMARY,)
    assert library.queries.ids(Filter("has", "output")) == [number]


def test_outputs_of_several_names_stand_by_name(library: Library) -> None:
    number = save(library)
    for name in ("Übersetzung", "Summary", "translation"):
        library.outputs.keep(number, KeptOutput(name, "p", name, NOW))
    assert [one.name for one in library.outputs.of(number)] == ["Summary", "translation", "Übersetzung"]
    assert library.outputs.names([number, 99]) == {number: ["Summary", "translation", "Übersetzung"]}


def test_one_of_the_same_name_takes_its_place_whatever_the_case(library: Library) -> None:
    number = save(library)
    library.outputs.keep(number, SUMMARY)
    newer = KeptOutput("SUMMARY", "longer", "Longer.", LATER, is_cut=True)
    library.outputs.keep(number, newer)
    assert library.outputs.of(number) == [newer]
    assert library.undo.undo(1, LATER) == ["kept “SUMMARY” with “Story 1”"]
    assert library.outputs.of(number) == [SUMMARY]
    library.undo.undo(1, LATER)
    assert library.outputs.of(number) == []
    library.undo.redo(2, LATER)
    assert library.outputs.of(number) == [newer]


def test_one_that_was_removed_comes_back_by_undo(library: Library) -> None:
    number = save(library)
    library.outputs.keep(number, SUMMARY)
    library.outputs.forget(number, " summary ", LATER)
    assert library.outputs.of(number) == []
    with pytest.raises(NothingFound, match="no output is kept as “summary”"):
        library.outputs.forget(number, "summary", LATER)
    assert library.undo.undo(1, LATER) == ["removed “Summary” from “Story 1”"]
    assert library.outputs.of(number) == [SUMMARY]


@pytest.mark.parametrize("written", ["", " \n\t", "\x00\x1b", "\u202e"])
def test_an_output_of_which_nothing_is_left_takes_nothings_place(library: Library, written: str) -> None:
    number = save(library)
    library.outputs.keep(number, SUMMARY)
    with pytest.raises(UsageError, match="there is no output to keep"):
        library.outputs.keep(number, KeptOutput("Summary", "brief", written, NOW))
    assert library.outputs.of(number) == [SUMMARY]


def test_it_is_cleaned_and_bounded(library: Library) -> None:
    number = save(library)
    library.outputs.keep(number, KeptOutput("A\nb\x1b", "p\x07", "\x1b[31mred\r\n\u202eok", NOW))
    assert library.outputs.of(number) == [KeptOutput("A b", "p", "[31mred\nok", NOW)]
    library.outputs.keep(number, KeptOutput("A b", "p", "x" * (OUTPUT_LIMIT + 1), NOW))
    assert library.outputs.of(number) == [KeptOutput("A b", "p", "x" * OUTPUT_LIMIT, NOW, is_cut=True)]


def test_the_index_hears_of_each_change(library: Library) -> None:
    number = save(library)
    seen = library.changes.newest()
    for change in (
        lambda: library.outputs.keep(number, SUMMARY),
        lambda: library.outputs.forget(number, "Summary", NOW),
        lambda: library.undo.undo(1, NOW),
        lambda: library.undo.redo(1, NOW),
    ):
        change()
        assert [(one.article_id, one.gone) for one in library.changes.since(seen, 9)] == [(number, False)]
        seen = library.changes.newest()


def test_a_new_text_of_the_article_leaves_it_as_it_is(library: Library) -> None:
    number = save(library)
    library.outputs.keep(number, SUMMARY)
    library.articles.save(draft(1, text="Another text.", markdown="Another text."), now=LATER)
    assert library.articles.content(number).outputs == (SUMMARY,)
    assert [one.outputs for one in library.articles.documents([number])] == [("Short.",)]
