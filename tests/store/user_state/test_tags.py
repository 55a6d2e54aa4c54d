"""The reader's own tags: given, taken, counted, imported."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import UsageError
from reader.store.user_state.tags import tag_name
from tests.store.making import LATER, NOW, save, table

if TYPE_CHECKING:
    from reader.model import Article
    from reader.store.library import Library


@pytest.fixture
def ids(library: Library) -> list[int]:
    return [save(library, number) for number in range(3)]


def article(library: Library, number: int) -> Article:
    found = library.articles.get(number)
    assert found is not None
    return found


def test_tags_are_given_and_taken(library: Library, ids: list[int]) -> None:
    assert library.tags.change(ids[:2], ["#Russia", "news/world/"], [], NOW) == 2
    assert library.tags.change(ids, ["russia"], ["NEWS/world"], NOW) == 3
    assert [found.tags for found in library.articles.many(ids)] == [("Russia",), ("Russia",), ("russia",)]
    assert library.tags.all() == [("Russia", 3)]


def test_a_tag_both_given_and_taken_is_given(library: Library, ids: list[int]) -> None:
    library.tags.change(ids[:1], ["a"], ["a"], NOW)
    assert article(library, ids[0]).tags == ("a",)


@pytest.mark.parametrize("tag", ["", "#", " / ", "\n"])
def test_a_tag_of_which_nothing_is_left_is_refused(library: Library, ids: list[int], tag: str) -> None:
    with pytest.raises(UsageError) as raised:
        library.tags.change(ids, [tag], [], NOW)
    hint = "use words such as russia or news/world"
    assert (raised.value.subject, raised.value.hint) == (tag, hint)


def test_only_what_changes_is_an_operation(library: Library, ids: list[int]) -> None:
    assert library.tags.change(ids[:1], ["a"], [], NOW) == 1
    assert library.tags.change(ids[:2], ["a", "b"], ["c"], LATER) == 2
    assert library.tags.change(ids[:2], ["b", "a"], [], LATER) == 0
    assert library.undo.undo(9, LATER) == ["tagged 2 articles +a +b", "tagged “Story 0” +a"], "c was on none"
    assert library.tags.all() == []


def test_a_tag_that_was_taken_keeps_its_name_and_the_time(library: Library, ids: list[int]) -> None:
    library.tags.change(ids[:1], ["Élan"], [], NOW)
    library.tags.change(ids[:1], [], ["elan"], LATER)
    ((article_id, key, name, present, changed),) = table(library, "tag")
    assert (article_id, key, name, present) == (ids[0], "elan", "Élan", 0)
    library.tags.change(ids[:1], ["elan"], [], NOW)
    assert changed - table(library, "tag")[0][4] == 3_600_000_000


def test_removed_articles_take_no_tags_and_are_not_counted(library: Library, ids: list[int]) -> None:
    library.tags.change(ids, ["b", "a"], [], NOW)
    library.marks.remove(ids[:1], NOW)
    assert library.tags.change(ids[:1], ["c"], [], NOW) == 0
    assert library.tags.all() == [("a", 2), ("b", 2)]


def test_imported_tags_leave_those_that_are_there(library: Library, ids: list[int]) -> None:
    library.tags.change(ids[:1], ["Sea"], [], NOW)
    library.tags.put(ids[0], ["#sea", "#", "Land/"], 7)
    assert article(library, ids[0]).tags == ("Land", "Sea")
    assert table(library, "tag")[0][4] == 7


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("#Russia", "Russia"),
        (" news/world/ ", "news/world"),
        ("##a", "a"),
        ("a\nb", "a b"),
        ("x" * 101, "x" * 100),
    ],
)
def test_a_tag_is_kept_without_its_signs(text: str, name: str) -> None:
    assert tag_name(text) == name
