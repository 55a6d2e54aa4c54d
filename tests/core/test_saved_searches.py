"""Saved searches and rules as they are typed, changed and counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.core import indexing, saved_searches, search
from reader.core.events import silent
from reader.core.saved_searches import RuleAction, rule_action
from reader.errors import NothingFound, QueryError, UsageError
from reader.model import Draft
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.events import Event
    from reader.core.session import Session


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Session]:
    with session(tmp_path) as opened:
        for number in range(3):
            draft = Draft(title=f"Ferry {number}", text=f"It sails at {number}.", read=number == 2)
            opened.library.articles.save(draft, now=NOW)
        indexing.catch_up(opened)
        yield opened


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("mute", RuleAction("mute")),
        ("read", RuleAction("read")),
        ("bookmark", RuleAction("bookmark")),
        ("tag:sea/north", RuleAction("tag", "sea/north")),
        ("#sea", RuleAction("tag", "sea")),
    ],
)
def test_what_a_rule_does_is_a_word(text: str, expected: RuleAction) -> None:
    assert rule_action(text) == expected


@pytest.mark.parametrize("text", ["", "tag", "tag:", "tag: /#", "#", "mute:sea", "delete", "Mute"])
def test_anything_else_is_nothing_that_a_rule_does(text: str) -> None:
    with pytest.raises(UsageError, match="not an action of a rule"):
        rule_action(text)


def test_a_tag_that_is_added_to_a_search_is_its_own(library: Session) -> None:
    saved = saved_searches.save(library, "Ferry", "ferry", [rule_action("tag:sea")])
    does = [rule_action("#sea"), rule_action("tag:north"), rule_action("read")]
    saved_searches.settle(library, saved.id, "Ferry", "ferry", does)
    rules = library.library.rules.all()
    assert {(rule.does, rule.saved) for rule in rules} == {
        ("tag:sea", "Ferry"),
        ("tag:north", "Ferry"),
        ("read", "Ferry"),
    }
    assert rules[0].id == 1, "what stays is the same rule"


def test_a_near_word_is_offered() -> None:
    for text, hint in (
        ("mut", "did you mean mute? "),
        ("tga:x", "did you mean tag:NAME? "),
        ("xyz", "use "),
    ):
        with pytest.raises(UsageError) as raised:
            rule_action(text)
        assert (raised.value.hint or "").startswith(hint)


def test_a_search_is_saved_with_its_rules_as_one_step(library: Session) -> None:
    saved = saved_searches.save(library, "Ferry", "ferry", [RuleAction("mute"), RuleAction("tag", "sea")])
    assert list(saved_searches.rule_actions(library, saved)) == [RuleAction("mute"), RuleAction("tag", "sea")]
    library.library.undo.undo(1, now=NOW)
    assert (list(library.library.saved.all()), list(library.library.rules.all())) == ([], [])


def test_settling_leaves_the_rules_that_are_named_and_no_others(library: Session) -> None:
    saved = saved_searches.settle(library, None, "Ferry", "ferry", [RuleAction("mute"), RuleAction("read")])
    kept = saved_searches.rule_actions(library, saved)[RuleAction("read")]
    other = saved_searches.save(library, "Other", "gas", [RuleAction("mute")])
    changed = saved_searches.settle(
        library, saved.id, "Boats", "boat", [RuleAction("read"), RuleAction("bookmark")]
    )
    assert (changed.id, changed.name, changed.query) == (saved.id, "Boats", "boat")
    rules = saved_searches.rule_actions(library, changed)
    assert set(rules) == {RuleAction("read"), RuleAction("bookmark")}
    assert rules[RuleAction("read")].id == kept.id
    assert list(saved_searches.rule_actions(library, other)) == [RuleAction("mute")]
    library.library.undo.undo(2, now=NOW)
    assert [one.name for one in library.library.saved.all()] == ["Ferry"]


def test_queries_are_read_before_they_are_kept(library: Session) -> None:
    saved = saved_searches.save(library, "Ferry", "ferry")
    for change in (
        lambda: saved_searches.save(library, "Bad", "AND"),
        lambda: saved_searches.change(library, saved.id, query="AND"),
        lambda: saved_searches.make_rule(library, RuleAction("mute"), query="AND"),
    ):
        with pytest.raises(QueryError):
            change()
    assert [one.query for one in library.library.saved.all()] == ["ferry"]
    assert saved_searches.change(library, saved.id, name="Boats").query == "ferry"
    assert saved_searches.is_readable(library, "ferry") is True
    assert saved_searches.is_readable(library, "AND") is False


def test_rules_of_a_query_or_of_a_saved_search(library: Session) -> None:
    saved_searches.save(library, "Ferry", "ferry")
    rule = saved_searches.make_rule(library, RuleAction("tag", "sea"), query="gas")
    assert (rule.action, rule.tag, rule.query, rule.saved) == ("tag", "sea", "gas", None)
    rule = saved_searches.make_rule(library, RuleAction("tag", "boat"), saved="fer")
    assert (rule.action, rule.tag, rule.saved) == ("tag", "boat", "Ferry")
    with pytest.raises(NothingFound):
        saved_searches.make_rule(library, RuleAction("mute"), saved="Zebra")


def test_unread_articles_are_counted(library: Session) -> None:
    first = saved_searches.save(library, "Ferry", "ferry")
    second = saved_searches.save(library, "One", "sails 1")
    counts = saved_searches.unread(library, [first, second])
    assert counts == {first.id: 2, second.id: 1}


def test_counts_follow_the_library(library: Session) -> None:
    saved = saved_searches.save(library, "Ferry", "ferry")
    assert saved_searches.unread_count(library, saved) == 2
    library.library.marks.read([1], now=NOW)
    assert saved_searches.unread_count(library, saved) == 1
    library.library.articles.save(Draft(title="Ferry again", text="It sails."), now=NOW)
    assert saved_searches.unread_count(library, saved) == 2


def test_a_query_that_cannot_be_read_any_more_has_no_count(library: Session) -> None:
    saved = saved_searches.save(library, "Ferry", "ferry")
    broken = replace(saved, query="AND")
    assert saved_searches.unread(library, [broken]) == {saved.id: None}


def test_a_rule_is_made_edited_and_kept_where_it_stays_the_same(library: Session) -> None:
    def rules() -> list[tuple[int, str, str]]:
        return [(rule.id, rule.query, rule.does) for rule in library.library.rules.all()]

    mute, sea = RuleAction("mute"), RuleAction("tag", "sea")
    saved_searches.settle_rule(library, None, "gas", [mute, sea])
    assert rules() == [(1, "gas", "mute"), (2, "gas", "tag:sea")]
    saved_searches.settle_rule(library, 2, "gas", [sea, RuleAction("read")])
    assert rules() == [(1, "gas", "mute"), (2, "gas", "tag:sea"), (3, "gas", "read")], "it stays itself"
    saved_searches.settle_rule(library, 2, "oil", [sea])
    assert rules() == [(1, "gas", "mute"), (3, "gas", "read"), (4, "oil", "tag:sea")]
    library.library.undo.undo(1, NOW)
    assert rules() == [(1, "gas", "mute"), (2, "gas", "tag:sea"), (3, "gas", "read")], "one step"
    saved_searches.settle_rule(library, 2, "gas", [RuleAction("tag", "coast")])
    assert [does for _, _, does in rules()] == ["mute", "read", "tag:coast"]


@pytest.mark.parametrize(
    ("query", "does", "error", "words"),
    [
        (" ", [RuleAction("mute")], UsageError, "needs a query"),
        ("gas", [], UsageError, "needs something to do"),
        ("gas AND", [RuleAction("mute")], QueryError, "AND needs a word after it"),
        ("coal", [RuleAction("read"), RuleAction("read")], UsageError, "this rule already exists"),
    ],
)
def test_a_rule_that_cannot_be_kept_changes_nothing(
    library: Session, query: str, does: list[RuleAction], error: type[Exception], words: str
) -> None:
    saved_searches.settle_rule(library, None, "gas", [RuleAction("read")])
    before = library.library.rules.all()
    for number in (None, before[0].id):
        with pytest.raises(error, match=words):
            saved_searches.settle_rule(library, number, query, does)
        assert library.library.rules.all() == before


@pytest.mark.parametrize(
    ("word", "field"), [("mute", "muted"), ("read", "read"), ("bookmark", "bookmarked"), ("tag:sea", "tags")]
)
def test_what_a_rule_does_is_done_to_articles_that_are_there(library: Session, word: str, field: str) -> None:
    saved_searches.apply(library, [1], [rule_action(word)])
    one, two = library.library.articles.many([1, 2])
    assert getattr(one, field) == (("sea",) if field == "tags" else True)
    assert not getattr(two, field)


def test_all_that_a_rule_does_is_undone_as_one(library: Session) -> None:
    before = library.library.articles.many([1, 2])
    saved_searches.apply(library, [1, 2], [rule_action("mute"), rule_action("tag:sea")])
    assert library.library.articles.many([1, 2]) != before
    assert len(library.library.undo.undo(9, NOW)) == 1
    assert library.library.articles.many([1, 2]) == before


# New articles


def arrive(session: Session, *titles: str) -> None:
    ids = [session.library.articles.save(Draft(title=title, text=title), now=NOW).id for title in titles]
    session.library.saved.queue(ids)


def test_a_search_is_saved_with_its_notifications_as_one_step(library: Session) -> None:
    saved = saved_searches.save(library, "Ferry", "ferry", [RuleAction("mute")], notify=True)
    assert saved.notify
    assert not saved_searches.save(library, "Silent", "ferry").notify
    assert library.library.undo.undo(2, NOW) == ["saved the search “Silent”", "saved the search “Ferry”"]
    assert library.library.saved.all() == []


@pytest.mark.parametrize("before", [False, True])
@pytest.mark.parametrize("after", [False, True])
def test_one_is_settled_with_or_without_notifications(library: Session, before: bool, after: bool) -> None:
    saved = saved_searches.save(library, "Ferry", "ferry", notify=before)
    assert saved_searches.settle(library, saved.id, "Boats", "boat", [], notify=after).notify is after
    library.library.undo.undo(1, NOW)
    assert library.library.saved.all() == [saved]
    assert saved_searches.settle(library, None, "New", "new", [], notify=after).notify is after


def test_the_newest_titles_are_told_within_bounds(library: Session) -> None:
    saved = saved_searches.save(library, "Ferry", "ferry", notify=True)
    arrive(library, *(f"Ferry {n} {'x' * 200}" for n in range(5)), "Quay")
    events: list[Event] = []
    (found,) = saved_searches.new_matches(library, events.append)
    assert events == [found]
    assert (found.saved, found.name, found.query, found.count) == (saved.id, "Ferry", "ferry", 5)
    assert found.titles == tuple(f"Ferry {n} {'x' * 92}" for n in (4, 3, 2))
    assert saved_searches.new_matches(library, events.append) == []


def test_articles_that_nobody_looks_for_any_more_leave_the_queue(library: Session) -> None:
    saved = saved_searches.save(library, "Ferry", "ferry", notify=True)
    arrive(library, "Ferry 9")
    library.library.saved.notify(saved.id, NOW, on=False)
    assert saved_searches.new_matches(library, silent) == []
    assert library.library.saved.queued() == []


def test_what_was_typed_is_what_is_kept(library: Session) -> None:
    for title, text in (("Roofs", "The weathercock turned."), ("Skies", "The weather turned.")):
        library.library.articles.save(Draft(title=title, text=text), now=NOW)
    assert search.rank(library, "weather", is_typed=True).tally.found == 2
    assert saved_searches.as_seen(library, "weather") == ("weather", "")
    assert saved_searches.as_seen(library, "sails") == ("sails", "")
    assert saved_searches.as_seen(library, "weathe") == ("weathe*", "“weathe*” instead of “weathe”"), (
        "as it was typed it finds nothing"
    )
    assert saved_searches.as_seen(library, "ferry weather").query == "ferry weather"
    library.library.articles.save(Draft(title="フェリーが座礁", text="調査が始まった。"), now=NOW)
    kept = saved_searches.as_seen(library, "座礁調査")
    assert kept == ("座礁 調査", "“座礁” and “調査” instead of “座礁調査”")
    assert search.count(library, kept.query) == 1
    with pytest.raises(QueryError):
        saved_searches.as_seen(library, "(weather")


@pytest.mark.parametrize(
    ("typed", "query", "corrected"),
    [
        ("fery sails", "ferry sails", "“ferry” instead of “fery”"),
        ("sails fery", "sails ferry", "“ferry” instead of “fery”"),
        ("fery sai", "ferry sai*", "“ferry” instead of “fery” and “sai*” instead of “sai”"),
        ("itsails ferry is:unread", '"it sails" ferry is:unread', "“it sails” instead of “itsails”"),
        ("ferry zebra", "ferry zebra", ""),
        ("ferry", "ferry", ""),
    ],
)
def test_what_is_kept_has_the_words_that_were_found(
    library: Session, typed: str, query: str, corrected: str
) -> None:
    assert saved_searches.as_seen(library, typed) == (query, corrected)
    assert search.search(library, query).total
