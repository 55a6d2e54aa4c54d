"""Saved searches and rules are kept, changed, undone; what rules do to articles is one step of undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import NothingFound, UsageError
from tests.store.making import NOW

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
    with pytest.raises(UsageError, match="already") as raised:
        library.saved.add("  ÓNE ", "gas", NOW)
    hint = "choose another name, or rename that one"
    assert (raised.value.subject, raised.value.hint) == ("One", hint)
    with pytest.raises(UsageError, match="already"):
        library.saved.change(2, NOW, name="one")
    assert library.saved.change(1, NOW, name="ONE").name == "ONE"


def test_a_search_needs_a_name(library: Library) -> None:
    with pytest.raises(UsageError, match="name") as raised:
        library.saved.add("\x1b \n", "gas", NOW)
    assert raised.value.hint == "enter a word or two"


@pytest.mark.usefixtures("three")
def test_one_is_found_by_name_number_or_part_of_its_name(library: Library) -> None:
    assert [library.saved.find(text).name for text in ("two", "3", "hre")] == ["Two", "Three", "Three"]
    with pytest.raises(UsageError, match="2 saved searches match: 1 One, 2 Two"):
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


def test_numbers_of_what_went_are_not_given_again(library: Library, three: list[int]) -> None:
    library.saved.remove(three[2], NOW)
    assert library.saved.add("Four", "x", NOW).id == three[2] + 1
    library.rules.remove(library.rules.add("mute", NOW, query="a").id, NOW)
    assert library.rules.add("mute", NOW, query="b").id == 2
    with pytest.raises(NothingFound):
        library.rules.remove(1, NOW)
