"""Saved searches and rules are kept, changed, undone; what rules do to articles is one step of undo."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.errors import NothingFound, UsageError
from reader.store.user_state.saved_searches import SavedSearch
from tests.store.making import NOW, save, table

if TYPE_CHECKING:
    from reader.model import Article, Feed
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
        lambda: library.saved.notify(three[0], NOW, on=True),
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


# New articles, and the searches that notify


@pytest.fixture
def gas(library: Library) -> int:
    """A search that notifies."""
    found = library.saved.add("Gas", "gas", NOW).id
    library.saved.notify(found, NOW, on=True)
    return found


def test_notifications_are_turned_on_and_off_in_words(library: Library, gas: int) -> None:
    assert library.saved.get(gas).notify
    library.saved.notify(gas, NOW, on=True)
    library.saved.notify(gas, NOW, on=False)
    assert not library.saved.get(gas).notify
    told = ["turned off notifications of “Gas”", "turned on notifications of “Gas”", "saved the search “Gas”"]
    assert library.undo.undo(3, NOW) == told
    with pytest.raises(NothingFound):
        library.saved.notify(gas, NOW, on=True)


def test_a_change_of_name_leaves_the_rest_as_it_is(library: Library, gas: int) -> None:
    library.saved.keep(gas, NOW, on=True)
    assert library.saved.change(gas, NOW, name="LNG") == SavedSearch(
        gas, "LNG", "gas", keeps=True, notify=True
    )


def test_a_removed_search_comes_back_with_its_notifications(library: Library, gas: int) -> None:
    library.saved.remove(gas, NOW)
    assert not library.saved.all()
    library.undo.undo(1, NOW)
    assert library.saved.get(gas).notify


def test_nothing_is_queued_while_no_search_notifies(library: Library, three: list[int]) -> None:
    one = save(library)
    library.saved.queue([one])
    assert library.saved.queued() == []
    library.saved.notify(three[1], NOW, on=True)
    library.saved.queue([])
    library.saved.queue([one, one])
    assert library.saved.queued() == [one]


@pytest.mark.usefixtures("gas")
def test_the_newest_is_judged_first_and_none_that_is_muted_or_removed(library: Library) -> None:
    ids = [
        save(library, n, published=NOW + timedelta(hours=hours)) for n, hours in enumerate((1, 3, 2, 4, 5))
    ]
    library.marks.mute([ids[3]], NOW)
    library.marks.remove([ids[4]], NOW)
    library.saved.queue(ids)
    assert library.saved.queued() == [ids[1], ids[2], ids[0]]
    library.saved.judged([], [])
    assert sorted(library.database.column("SELECT article_id FROM match_queue")) == ids[:3]


def test_what_was_found_is_fresh_until_it_is_seen(library: Library, gas: int) -> None:
    one, two = save(library, 1), save(library, 2)
    library.saved.queue([one, two])
    assert not library.saved.get(gas).is_fresh
    library.saved.judged([one, two], [(one, gas)])
    assert library.saved.get(gas).is_fresh
    assert library.saved.queued() == []
    library.saved.seen(gas + 1)
    assert library.saved.get(gas).is_fresh
    library.saved.seen(gas)
    assert not library.saved.get(gas).is_fresh
    library.saved.judged([], [])
    assert table(library, "new_match") == []  # nothing is kept for ever


def test_each_search_has_its_own_mark_and_none_without_notifications(library: Library, gas: int) -> None:
    sea = library.saved.add("Sea", "sea", NOW).id
    library.saved.notify(sea, NOW, on=True)
    one = save(library)
    library.saved.queue([one])
    library.saved.judged([one], [(one, gas), (one, sea)])
    library.saved.seen(gas)
    assert [saved.is_fresh for saved in library.saved.all()] == [False, True]
    library.saved.notify(sea, NOW, on=False)
    assert not library.saved.get(sea).is_fresh
    library.saved.notify(sea, NOW, on=True)
    assert not library.saved.get(sea).is_fresh


def test_an_article_whose_page_is_to_come_is_judged_once_more_when_it_is_there(
    library: Library, gas: int
) -> None:
    one = save(library)
    library.jobs.add([(one, "https://paper.example/1")], NOW)
    library.saved.queue([one])
    assert library.saved.queued() == [one]
    library.saved.judged([one], [(one, gas)])
    assert library.saved.queued() == []
    library.saved.seen(gas)
    library.saved.judged([], [])
    assert library.saved.told([one]) == {(one, gas)}  # still known, so that it is not told again
    library.jobs.done(one)
    assert library.saved.queued() == [one]
    library.saved.judged([one], [])
    assert (library.saved.queued(), library.saved.told([one])) == ([], set())


def test_a_page_that_is_given_up_keeps_no_article_waiting(library: Library, gas: int) -> None:
    del gas
    one = save(library)
    library.jobs.add([(one, "https://paper.example/1")], NOW)
    library.saved.queue([one])
    library.saved.judged([one], [])
    library.jobs.failed(one, "gone", None)
    assert library.saved.queued() == [one]


def test_a_page_that_is_not_to_be_fetched_keeps_no_article_waiting(
    library: Library, feed: Feed, gas: int
) -> None:
    one = save(library)
    library.jobs.add([(one, "https://paper.example/1")], NOW, feed_id=feed.id)
    library.feeds.set(feed.id, "full_text", "never", NOW)
    library.saved.queue([one])
    library.saved.judged([one], [(one, gas)])
    assert table(library, "match_queue") == []


def test_what_waits_in_the_queue_is_old_to_a_search_that_notifies_from_now_on(
    library: Library, gas: int
) -> None:
    sea = library.saved.add("Sea", "sea", NOW).id
    one = save(library)
    library.saved.queue([one])
    library.saved.notify(sea, NOW, on=True)
    assert library.saved.told([one]) == {(one, sea)}
    assert [saved.is_fresh for saved in library.saved.all()] == [False, False]
    library.saved.notify(gas, NOW, on=False)
    assert library.saved.told([one]) == {(one, sea)}
