"""Saved searches and rules are kept, changed, undone; what rules do to articles is one step of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import NothingFound, UsageError
from reader.store.user_state.rules import Applied
from tests.store.making import LATER, LONG, NOW, save, table

if TYPE_CHECKING:
    from reader.model import Article
    from reader.store.library import Library


def names(library: Library) -> list[str]:
    return [saved.name for saved in library.saved.all()]


def article(library: Library, number: int) -> Article:
    found = library.articles.get(number)
    assert found is not None
    return found


@pytest.fixture
def three(library: Library) -> list[int]:
    return [library.saved.add(name, f"title:{name}", NOW).id for name in ("One", "Two", "Three")]


def test_searches_keep_the_order_in_which_they_were_saved(library: Library, three: list[int]) -> None:
    assert names(library) == ["One", "Two", "Three"]
    assert library.saved.get(three[1]).query == "title:Two"


@pytest.mark.parametrize(("place", "order"), [(1, "Three One Two"), (2, "One Three Two"), (99, "One Two Three")])  # fmt: skip
def test_one_moves_to_a_place(library: Library, three: list[int], place: int, order: str) -> None:
    library.saved.move(three[2], place, NOW)
    assert " ".join(names(library)) == order


@pytest.mark.usefixtures("three")
def test_a_name_is_taken_whatever_its_case_and_accents(library: Library) -> None:
    with pytest.raises(UsageError, match="already"):
        library.saved.add("  ÓNE ", "gas", NOW)
    with pytest.raises(UsageError, match="already"):
        library.saved.change(2, NOW, name="one")
    assert library.saved.change(1, NOW, name="ONE").name == "ONE"


def test_a_search_needs_a_name(library: Library) -> None:
    with pytest.raises(UsageError, match="name"):
        library.saved.add("\x1b \n", "gas", NOW)


@pytest.mark.usefixtures("three")
def test_one_is_found_by_name_number_or_part_of_its_name(library: Library) -> None:
    assert [library.saved.find(text).name for text in ("two", "3", "hre")] == ["Two", "Three", "Three"]
    with pytest.raises(UsageError, match="2 saved searches fit: 1 One, 2 Two"):
        library.saved.find("o")
    with pytest.raises(NothingFound, match="no saved search"):
        library.saved.find("four")


def test_every_change_is_undone_and_done_again(library: Library, three: list[int]) -> None:
    library.rules.add("tag", NOW, saved_id=three[0], tag="x")
    states = [(library.saved.all(), library.rules.all())]
    for change in (
        lambda: library.saved.change(three[0], NOW, name="First", query="gas"),
        lambda: library.saved.move(three[0], 3, NOW),
        lambda: library.rules.switch(1, NOW, on=False),
        lambda: library.saved.remove(three[0], NOW),
        lambda: library.saved.add("One", "again", NOW),
    ):
        change()
        states.append((library.saved.all(), library.rules.all()))
    for before in reversed(states[:-1]):
        assert len(library.undo.undo(1, NOW)) == 1
        assert (library.saved.all(), library.rules.all()) == before
    for after in states[1:]:
        library.undo.redo(1, NOW)
        assert (library.saved.all(), library.rules.all()) == after


def test_a_search_goes_with_its_rules_and_they_say_whose_they_are(library: Library, three: list[int]) -> None:
    own = library.rules.add("mute", NOW, query="ads")
    bound = library.rules.add("tag", NOW, saved_id=three[0], tag="#gas/")
    assert (own.query, own.saved, own.does) == ("ads", None, "mute")
    assert (bound.query, bound.saved, bound.does) == ("title:One", "One", "tag:gas")
    library.saved.change(three[0], NOW, query="gas")
    assert library.rules.get(bound.id).query == "gas"
    library.saved.remove(three[0], NOW)
    assert library.rules.all() == [own]


def test_no_rule_is_made_twice(library: Library) -> None:
    library.rules.add("tag", NOW, query="gas", tag="Énergie")
    library.rules.add("tag", NOW, query="gas", tag="other")
    with pytest.raises(UsageError, match="already"):
        library.rules.add("tag", NOW, query="gas", tag="energie")
    with pytest.raises(UsageError, match="no tag"):
        library.rules.add("tag", NOW, query="gas", tag="#")


def test_numbers_of_what_went_are_not_given_again(library: Library, three: list[int]) -> None:
    library.saved.remove(three[2], NOW)
    assert library.saved.add("Four", "x", NOW).id == three[2] + 1
    library.rules.remove(library.rules.add("mute", NOW, query="a").id, NOW)
    assert library.rules.add("mute", NOW, query="b").id == 2
    with pytest.raises(NothingFound):
        library.rules.remove(1, NOW)


def test_what_rules_do_is_one_step_however_many_parts_it_has(library: Library) -> None:
    ids = [save(library, number) for number in range(4)]
    mute, read, mark, tag = (
        library.rules.add("mute", NOW, query="a"),
        library.rules.add("read", NOW, query="b"),
        library.rules.add("bookmark", NOW, query="c"),
        library.rules.add("tag", NOW, query="d", tag="x"),
    )
    done = library.rules.apply([(ids[0], mute), (ids[1], read)], NOW)
    library.marks.bookmark([ids[3]], NOW)
    done = library.rules.apply([(ids[1], tag), (ids[2], mark), (ids[2], tag)], LATER, done)
    assert str(done) == "by rules: 1 muted, 1 marked read, 1 bookmarked, 2 tagged"
    assert article(library, ids[0]).muted
    assert article(library, ids[1]).read
    assert article(library, ids[1]).tags == ("x",)
    assert article(library, ids[2]).bookmarked
    assert [rule.hits for rule in library.rules.all()] == [1, 1, 1, 2]
    assert library.undo.undo(2, NOW) == ["bookmarked “Story 3”", str(done)]
    assert not any(
        found.muted or found.read or found.bookmarked or found.tags for found in library.articles.many(ids)
    )
    library.undo.redo(1, NOW)
    assert [found.tags for found in library.articles.many(ids)] == [(), ("x",), ("x",), ()]


def test_what_follows_an_undone_part_is_a_step_of_its_own(library: Library) -> None:
    ids = [save(library, number) for number in range(2)]
    mute = library.rules.add("mute", NOW, query="a")
    done = library.rules.apply([(ids[0], mute)], NOW)
    library.undo.undo(1, NOW)
    again = library.rules.apply([(ids[1], mute)], NOW, done)
    assert isinstance(done, Applied)
    assert isinstance(again, Applied)
    assert again.operation != done.operation
    assert [found.muted for found in library.articles.many(ids)] == [False, True]


def test_rules_remember_whom_they_were_applied_to_and_change_nothing_that_is_so(library: Library) -> None:
    ids = [save(library, number, text=LONG) for number in range(2)]
    read = library.rules.add("read", NOW, query="a")
    library.marks.read(ids, NOW)
    marks = table(library, "mark")
    assert library.rules.apply([(ids[0], read)], LATER) == Applied(None, {})
    assert table(library, "mark") == marks
    assert library.rules.tried(ids) == {(ids[0], read.id)}


def test_a_rule_that_marks_read_reads_copies_too(library: Library) -> None:
    ids = [save(library, number, text=LONG) for number in range(2)]
    library.rules.apply([(ids[0], library.rules.add("read", NOW, query="a"))], NOW)
    assert [found.read for found in library.articles.many(ids)] == [True, True]
