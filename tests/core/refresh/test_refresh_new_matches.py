"""Saved searches that notify are tried on what a refresh brings: each article is told once, whatever comes between."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core import saved_searches
from reader.core.add import add
from reader.core.events import NewMatches, Notice
from reader.core.refresh import run
from reader.core.sandbox.pool import SandboxPool
from reader.errors import LibraryError
from reader.query import evaluate
from reader.query.evaluate import Subject
from reader.store.user_state.saved_searches import SavedSearches
from tests.core.conftest import NOW
from tests.core.refresh.test_apply_rules import LAMP, STAIRS, Killed, feed, kill, rule
from tests.support.papers import SENTENCES, item, page

if TYPE_CHECKING:
    from reader.core.events import Event
    from reader.model import Document
    from tests.core.conftest import Room
    from tests.support.server import Server

QUAY = item("Quay painted", "https://pier.example/3")


def notifying(room: Room, name: str, query: str) -> int:
    return saved_searches.save(room.session, name, query, notify=True).id


def found(room: Room) -> list[str]:
    """What the last refresh told."""
    return [f"{event}: {', '.join(event.titles)}" for event in room.events if isinstance(event, NewMatches)]


def fresh(room: Room) -> list[str]:
    """The searches with a mark."""
    return [saved.name for saved in room.session.library.saved.all() if saved.is_fresh]


def test_what_came_in_is_told_of_each_search_that_finds_it(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", feed(LAMP, STAIRS)))
    notifying(room, "Light", "oil")
    notifying(room, "Pier", "feed:pier is:unread newer:1w words:>1 -rust")
    notifying(room, "Sea", "title:ferry")
    saved_searches.save(room.session, "Silent", "oil")
    summary = room.refresh()
    assert found(room) == ["Light: 1 new article: Lamp lit", "Pier: 2 new articles: Lamp lit, Stairs swept"]
    assert summary.found == tuple(event for event in room.events if isinstance(event, NewMatches))
    assert summary.found[0] == NewMatches(saved=1, name="Light", query="oil", count=1, titles=("Lamp lit",))
    assert str(summary) == "Checked 1 feed: 2 new. Light: 1 new article · Pier: 2 new articles"
    assert fresh(room) == ["Light", "Pier"]


def test_an_article_is_told_once(room: Room, server: Server) -> None:
    changed = LAMP.replace("Oil burns", "Oil glows")
    room.subscribe(server.on("/feed", feed(LAMP), feed(LAMP), feed(changed), feed(changed, STAIRS)))
    notifying(room, "Pier", "pier")
    told = []
    for _ in range(4):
        room.refresh()
        told += found(room)
    assert told == ["Pier: 1 new article: Lamp lit", "Pier: 1 new article: Stairs swept"]


def test_what_was_there_before_is_not_told(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", feed(LAMP), feed(LAMP, STAIRS)))
    notifying(room, "Lamps", "title:lamp")
    room.refresh()
    notifying(room, "Pier", "pier")
    room.refresh()
    assert found(room) == ["Pier: 1 new article: Stairs swept"]


def test_what_a_subscription_by_hand_brings_is_not_told_and_what_it_brings_later_is(
    room: Room, server: Server
) -> None:
    notifying(room, "Pier", "pier")
    add.add(room.session, server.on("/feed", feed(LAMP), feed(LAMP, STAIRS)))
    assert fresh(room) == []
    room.refresh()
    assert found(room) == ["Pier: 1 new article: Stairs swept"]


def test_what_a_rule_mutes_is_not_told_even_to_a_search_for_it(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", feed(LAMP, STAIRS)))
    rule(room, "mute", "title:lamp")
    rule(room, "tag:dry", "title:stairs")
    notifying(room, "Muted", "is:muted OR title:lamp")
    notifying(room, "Dry", "tag:dry")
    room.refresh()
    assert found(room) == ["Dry: 1 new article: Stairs swept"]


def test_a_kill_before_the_texts_are_read_loses_nothing(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.subscribe(server.on("/feed", feed(LAMP, STAIRS)))
    notifying(room, "Pigeons", "pigeons")
    notifying(room, "Lamps", "title:lamp")
    with monkeypatch.context() as patch:
        patch.setattr(SandboxPool, "entries", kill)
        with pytest.raises(Killed):
            room.refresh()
    run.run(room.session, [], listen=room.events.append)
    assert found(room) == []  # their texts are still to be read
    room.refresh()
    assert found(room) == [
        "Pigeons: 2 new articles: Lamp lit, Stairs swept",
        "Lamps: 1 new article: Lamp lit",
    ]
    room.refresh()
    assert found(room) == []


def test_what_its_feed_has_dropped_meanwhile_is_told_without_its_text(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.subscribe(server.on("/feed", feed(LAMP), feed(STAIRS)))
    notifying(room, "Lamps", "title:lamp")
    with monkeypatch.context() as patch:
        patch.setattr(SandboxPool, "entries", kill)
        with pytest.raises(Killed):
            room.refresh()
    room.refresh()
    assert found(room) == ["Lamps: 1 new article: Lamp lit"]


def test_a_feed_that_was_left_meanwhile_holds_nothing_up(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.subscribe(server.on("/feed", feed(LAMP)))
    notifying(room, "Lamps", "title:lamp")
    with monkeypatch.context() as patch:
        patch.setattr(SandboxPool, "entries", kill)
        with pytest.raises(Killed):
            room.refresh()
    room.session.library.feeds.remove(1, NOW)
    assert room.refresh().found[0].titles == ("Lamp lit",)


def test_a_kill_once_it_is_kept_costs_the_notification_but_not_the_mark(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", feed(LAMP)))
    notifying(room, "Pier", "pier")

    def killed(event: Event) -> None:
        if isinstance(event, NewMatches):
            raise Killed

    with pytest.raises(Killed):
        run.run(room.session, listen=killed)
    assert fresh(room) == ["Pier"]
    room.refresh()
    assert (found(room), fresh(room)) == ([], ["Pier"])


def test_articles_wait_for_the_next_refresh_where_they_could_not_be_judged(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.subscribe(server.on("/feed", feed(LAMP)))
    notifying(room, "Pier", "pier")

    def full(*_: object) -> None:
        raise LibraryError("the disk is full")

    with monkeypatch.context() as patch:
        patch.setattr(SavedSearches, "judged", full)
        room.refresh()
    notice = Notice("Saved searches were not run on new articles: the disk is full")
    assert (found(room), notice in room.events) == ([], True)
    assert room.session.index.count == 1
    room.refresh()
    assert found(room) == ["Pier: 1 new article: Lamp lit"]


def test_a_page_that_comes_later_is_tried_by_the_searches_that_did_not_find_it(
    room: Room, server: Server
) -> None:
    url = server.text("/lamp", page("Lamp lit", *SENTENCES))
    room.subscribe(server.on("/feed", feed(item("Lamp lit", url, "The lamp burns again …"))))
    room.session.library.feeds.set(1, "full_text", "always", NOW)
    notifying(room, "Pigeons", "pigeons")
    notifying(room, "Lamps", "lamp")
    room.refresh(full_text=False)
    assert found(room) == ["Lamps: 1 new article: Lamp lit"]
    room.refresh(full_text=False)
    assert found(room) == []
    room.forward(hours=2)
    room.refresh(due=True)
    assert found(room) == ["Pigeons: 1 new article: Lamp lit"]
    room.refresh()
    assert found(room) == []


def test_a_query_that_is_no_longer_valid_is_told_and_the_others_are_tried(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", feed(LAMP)))
    notifying(room, "Old", "lamp")
    notifying(room, "Pier", "pier")
    room.session.library.database.run("UPDATE saved_search SET query = 'gas AND' WHERE id = 1")
    room.refresh()
    assert found(room) == ["Pier: 1 new article: Lamp lit"]
    (notice,) = [event.text for event in room.events if isinstance(event, Notice)]
    assert notice.startswith(
        "Old: not run on new articles, because its query is invalid: AND needs a word after it"
    )
    assert notice.endswith("; to correct the query: broadsheet saved change 1 QUERY")
    room.refresh()
    assert room.events[-1] != Notice(notice)  # nothing new, nothing to try


def test_only_what_is_new_is_read_for_it(room: Room, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    room.subscribe(server.on("/feed", feed(LAMP, STAIRS), feed(LAMP, STAIRS, QUAY)))
    room.refresh()
    notifying(room, "Pier", "pier")
    judged: list[str] = []

    class Noting(Subject):
        def __init__(self, document: Document) -> None:
            judged.append(document.article.title)
            super().__init__(document)

    monkeypatch.setattr(evaluate, "Subject", Noting)
    for _ in range(2):
        room.refresh()
    assert judged == ["Quay painted"]
