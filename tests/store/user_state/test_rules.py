"""Rules are kept and undone; what they do to articles is one operation."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.errors import NothingFound, UsageError
from reader.store.user_state.rules import Applied, Rule
from tests.store.making import LATER, LONG, NOW, save, table

if TYPE_CHECKING:
    from reader.model import Article
    from reader.store.library import Library


def article(library: Library, number: int) -> Article:
    found = library.articles.get(number)
    assert found is not None
    return found


def test_a_rule_applies_from_the_moment_that_it_is_made() -> None:
    rule = Rule(id=1, query="gas", action="mute")
    assert (rule.enabled, rule.hits, rule.tag, rule.saved, rule.does) == (True, 0, None, None, "mute")


def test_no_rule_is_made_twice(library: Library) -> None:
    library.rules.add("tag", NOW, query="gas", tag="Énergie")
    library.rules.add("tag", NOW, query="gas", tag="other")
    with pytest.raises(UsageError, match="already"):
        library.rules.add("tag", NOW, query="gas", tag="energie")
    with pytest.raises(UsageError, match="not a tag"):
        library.rules.add("tag", NOW, query="gas", tag="#")


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
    assert str(done) == "Rules: 1 muted, 1 marked read, 1 bookmarked, 2 tagged"
    assert article(library, ids[0]).muted
    assert article(library, ids[1]).read
    assert article(library, ids[1]).tags == ("x",)
    assert article(library, ids[2]).bookmarked
    assert [rule.hits for rule in library.rules.all()] == [1, 1, 1, 2]
    assert library.undo.undo(2, NOW) == [
        "bookmarked “Story 3”",
        "applied rules (1 muted, 1 marked read, 1 bookmarked, 2 tagged)",
    ]
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


def test_rules_are_made_switched_and_removed_and_each_is_undone(library: Library) -> None:
    one = library.rules.add("mute", NOW, query="ads")
    two = library.rules.add("tag", NOW, query="gas", tag="gas")
    assert (one.id, one.enabled, one.hits, two.id, two.does) == (1, True, 0, 2, "tag:gas")
    assert not library.rules.switch(1, NOW, on=False).enabled
    assert library.rules.switch(1, NOW, on=False) == library.rules.get(1)
    library.rules.remove(2, NOW)
    assert [rule.id for rule in library.rules.all()] == [1]
    assert library.undo.undo(9, NOW) == [
        "removed rule 2",
        "turned rule 1 off",
        "added rule 2",
        "added rule 1",
    ]
    library.undo.redo(2, NOW)
    assert library.rules.switch(2, NOW, on=False).does == "tag:gas"
    assert library.rules.switch(2, NOW, on=True) == two
    assert library.undo.undo(1, NOW) == ["turned rule 2 on"]
    with pytest.raises(NothingFound):
        library.rules.switch(9, NOW, on=True)


def test_a_rule_of_a_search_and_one_of_the_same_words_are_two(library: Library) -> None:
    search = library.saved.add("Gas", "gas", NOW)
    library.rules.add("mute", NOW, query="gas")
    library.rules.add("mute", NOW, saved_id=search.id)
    library.rules.add("read", NOW, query="gas")
    with pytest.raises(UsageError, match="already") as raised:
        library.rules.add("mute", NOW, saved_id=search.id)
    assert raised.value.subject == "rule 2"
    assert [rule.saved for rule in library.rules.all()] == [None, "Gas", None]


def test_removed_articles_and_tags_that_stand_are_left_alone(library: Library) -> None:
    ids = [save(library, number) for number in range(3)]
    tag, mark = (
        library.rules.add("tag", NOW, query="a", tag="Sea"),
        library.rules.add("bookmark", NOW, query="a"),
    )
    library.tags.change(ids[:2], ["sea"], [], NOW)
    library.tags.change(ids[1:2], [], ["sea"], NOW)
    library.marks.remove(ids[2:], NOW)
    done = library.rules.apply([(ids[0], tag), (ids[1], tag), (ids[2], mark)], LATER)
    assert done is not None
    assert str(done) == "Rules: 1 tagged"
    assert [found.tags for found in library.articles.many(ids)] == [("sea",), ("Sea",)]
    assert library.rules.apply([], LATER) is None
    assert library.rules.apply([], LATER, done) is done


def test_the_rules_that_met_an_article_are_known_by_it(library: Library) -> None:
    ids = [save(library, number) for number in range(2)]
    one, two = library.rules.add("mute", NOW, query="a"), library.rules.add("read", NOW, query="b")
    library.rules.apply([(ids[0], one), (ids[0], two), (ids[1], two)], NOW)
    assert [rule.id for rule in library.rules.met(ids[0])] == [one.id, two.id]
    assert library.rules.tried(ids[1:]) == {(ids[1], two.id)}
    library.rules.remove(two.id, NOW)
    assert [rule.id for rule in library.rules.met(ids[1])] == []
