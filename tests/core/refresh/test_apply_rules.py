"""Rules act on articles as they come in, once on each, and all that one refresh did is undone as one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reader.core import saved_searches, search
from reader.core.add import add
from reader.core.imports import import_file
from reader.core.refresh import apply_rules
from reader.core.sandbox.pool import SandboxPool
from reader.query.parse import parse
from tests.core.conftest import NOW
from tests.support.papers import OG_ARTICLE, PROSE, SENTENCES, item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from pathlib import Path

    from reader.model import Article
    from reader.store.user_state.rules import Rule
    from tests.core.conftest import Room
    from tests.support.server import Server

LAMP = item("Lamp lit", "https://pier.example/1", "Oil burns in the lamp. " + PROSE)
STAIRS = item("Stairs swept", "https://pier.example/2")


def feed(*items: str) -> Route:
    return Route(body=rss("The Pier", *items).encode())


def rule(room: Room, does: str, query: str) -> Rule:
    return saved_searches.make_rule(room.session, saved_searches.rule_action(does), query=query)


def state(article: Article) -> str:
    """The title, then what is on the article."""
    marks = {"muted": article.muted, "read": article.read, "bookmarked": article.bookmarked}
    words = [article.title, *(name for name, is_on in marks.items() if is_on)]
    return " ".join([*words, *(f"#{tag}" for tag in article.tags)])


def states(room: Room) -> list[str]:
    return sorted(map(state, room.articles()))


def test_each_action_is_done_to_what_its_query_finds(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", feed(LAMP, STAIRS)))
    for does, query in (("mute", "title:swept"), ("read", "oil"), ("bookmark", "feed:pier -swept"), ("tag:sea", "pier")):  # fmt: skip
        rule(room, does, query)
    summary = room.refresh()
    assert states(room) == ["Lamp lit read bookmarked #sea", "Stairs swept muted #sea"]
    assert summary.ruled == "Rules: 1 muted, 1 marked read, 1 bookmarked, 2 tagged"
    assert str(summary) == f"Checked 1 feed: 2 new. {summary.ruled}"


def test_one_step_takes_back_what_the_rules_of_one_refresh_did_to_all_feeds(
    room: Room, server: Server
) -> None:
    room.subscribe(server.on("/a", feed(LAMP)), server.on("/b", Route(body=rss("Quay", STAIRS).encode())))
    rule(room, "tag:sea", "lamp OR stairs")
    rule(room, "mute", "title:lamp")
    room.refresh()
    assert states(room) == ["Lamp lit muted #sea", "Stairs swept #sea"]
    assert room.session.library.undo.undo(1, NOW) == ["applied rules (1 muted, 2 tagged)"]
    assert states(room) == ["Lamp lit", "Stairs swept"]
    room.session.library.undo.redo(1, NOW)
    assert states(room) == ["Lamp lit muted #sea", "Stairs swept #sea"]


def test_what_the_reader_took_back_stays_so_at_the_next_refresh(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", feed(LAMP), feed(LAMP.replace("Oil burns", "Oil glows"), STAIRS)))
    rule(room, "mute", "oil OR stairs")
    room.refresh()
    room.session.library.undo.undo(1, NOW)
    room.refresh()
    assert states(room) == ["Lamp lit", "Stairs swept muted"]


def test_rules_do_not_touch_what_was_there_before(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", feed(LAMP), feed(LAMP, STAIRS)))
    room.refresh()
    rule(room, "bookmark", "lamp OR stairs")
    room.refresh()
    assert states(room) == ["Lamp lit", "Stairs swept bookmarked"]


class Killed(BaseException):
    """The end of the process, as far as a test can have it."""


async def kill(*_: Any, **__: Any) -> None:
    raise Killed


def test_what_needs_no_text_is_done_at_once_and_what_needs_it_even_after_a_kill(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.subscribe(server.on("/feed", feed(LAMP, STAIRS)))
    rule(room, "mute", "title:lamp")
    rule(room, "tag:dry", "feed:pier -oil")
    rule(room, "tag:pigeon", "pigeons")
    with monkeypatch.context() as patch:
        patch.setattr(SandboxPool, "entries", kill)
        with pytest.raises(Killed):
            room.refresh()
    assert states(room) == ["Lamp lit muted", "Stairs swept"]
    room.refresh()
    assert states(room) == ["Lamp lit muted", "Stairs swept #dry #pigeon"]


def test_a_whole_text_that_comes_later_is_tried_by_the_rules_that_did_not_match(
    room: Room, server: Server
) -> None:
    url = server.text("/lamp", page("Lamp lit", *SENTENCES))
    entry = item("Lamp lit", url, "The lamp burns again …")
    room.subscribe(server.on("/feed", feed(entry)))
    room.session.library.feeds.set(1, "full_text", "always", NOW)
    rule(room, "tag:pigeon", "pigeons")
    rule(room, "bookmark", "lamp")
    room.refresh(full_text=False)
    assert states(room) == ["Lamp lit bookmarked"]
    room.session.library.undo.undo(1, NOW)
    room.forward(hours=2)
    room.refresh(due=True)
    assert states(room) == ["Lamp lit #pigeon"]


def test_a_new_subscription_meets_the_rules_and_a_page_added_by_hand_only_the_gentle_ones(
    room: Room, server: Server
) -> None:
    for does in ("mute", "read", "bookmark", "tag:sea"):
        rule(room, does, "lighthouse")
    add.add(room.session, server.on("/feed", feed(STAIRS)))
    assert states(room) == ["Stairs swept muted read bookmarked #sea"]
    url = server.text("/lamp", page("Lamp lit", *SENTENCES, "A boat waits below it.", head=OG_ARTICLE))
    add.add(room.session, url)
    assert states(room)[0] == "Lamp lit bookmarked #sea"
    room.session.library.undo.undo(1, NOW)
    add.add(room.session, url)
    assert states(room)[0] == "Lamp lit"


def test_an_archive_meets_no_rules(room: Room, tmp_path: Path) -> None:
    rule(room, "mute", "")
    archive = tmp_path / "kept.jsonl"
    archive.write_text('{"title": "Lamp lit", "text": "Oil burns."}\n')
    import_file.import_file(room.session, archive)
    assert states(room) == ["Lamp lit"]


def test_rules_that_rest_or_cannot_be_read_do_nothing(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", feed(LAMP)))
    library = room.session.library
    library.rules.switch(rule(room, "mute", "lamp").id, NOW, on=False)
    library.rules.add("read", NOW, query="gas AND")
    rule(room, "tag:sea", "lamp")
    room.refresh()
    assert states(room) == ["Lamp lit #sea"]
    assert [found.hits for found in library.rules.all()] == [0, 0, 1]


def test_a_search_that_is_changed_changes_what_its_rules_find(room: Room, server: Server) -> None:
    saved = saved_searches.save(room.session, "Lamps", "nothing", [saved_searches.rule_action("#lamp")])
    saved_searches.change(room.session, saved.id, query="title:lamp")
    room.subscribe(server.on("/feed", feed(LAMP, STAIRS)))
    room.refresh()
    assert states(room) == ["Lamp lit #lamp", "Stairs swept"]


def test_without_rules_a_refresh_asks_for_them_once(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    room.subscribe(server.on("/a", feed(LAMP)), server.on("/b", Route(body=rss("Quay", STAIRS).encode())))
    asked: list[str] = []
    rules = room.session.library.rules

    def watch(name: str) -> None:
        real = getattr(rules, name)

        def told(*given: Any) -> Any:
            asked.append(name)
            return real(*given)

        monkeypatch.setattr(rules, name, told)

    for name in ("all", "tried", "apply"):
        watch(name)
    room.refresh()
    assert asked == ["all"]


def test_what_a_rule_would_have_hit_is_told_and_nothing_is_done(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", feed(LAMP, STAIRS)))
    rule(room, "mute", "title:lamp")
    room.refresh()
    found = search.listing(room.session, "pigeons", limit=1, with_muted=True)
    assert (found.total, len(found.found)) == (2, 1)
    assert states(room) == ["Lamp lit muted", "Stairs swept"]


@pytest.mark.parametrize(
    ("query", "waits"),
    [
        ("gas pipeline", False),
        ("title:gas OR feed:x", False),
        ("gas -feed:x", False),
        ("gas -(feed:x OR site:a.example)", False),
        ("gas -oil", True),
        ("gas NOT title:oil", True),
        ("words:<100", True),
        ("minutes:>2", True),
        ("is:failed", True),
        ("-is:full", True),
        ("has:video", True),
        ("newer:2w lang:ru tag:x", False),
    ],
)
def test_a_query_waits_for_the_text_that_could_turn_it(query: str, *, waits: bool) -> None:
    assert apply_rules.waits_for_text(parse(query, NOW).tree) is waits
