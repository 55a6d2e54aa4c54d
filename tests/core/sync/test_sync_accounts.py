"""A sync: what comes in, what goes out, and what happens where it is cut short."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.core.events import Notice
from reader.core.sync import pull_entries
from reader.errors import FetchError
from reader.model import Draft, Subscription
from tests.support.remotes import away

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.core.sync.conftest import Desk
    from tests.support.remotes import MemoryServer


@pytest.fixture(params=[True, False], ids=["changes", "standing"], autouse=True)
def _kind(request: pytest.FixtureRequest, memory: MemoryServer) -> None:
    memory.tells_changes = request.param


def test_a_first_sync_brings_feeds_folders_articles_and_marks(desk: Desk, memory: MemoryServer) -> None:
    memory.feed("7", title="The Pier", folder="news/sea")
    first, second = memory.article(), memory.article(read=True, starred=True)
    done = desk.sync()
    assert (done.error, done.new, done.outcome) == (None, 2, "2 new")
    (feed,) = desk.session.library.feeds.all()
    assert (feed.title, feed.tags, feed.account) == ("The Pier", ("news/sea",), "memory")
    assert feed.server == "Memory at memory.example"
    assert (feed.articles, feed.unread, feed.state) == (2, 1, "ok")
    assert desk.marks() == {first: (False, False, frozenset()), second: (True, True, frozenset())}
    assert desk.article(first).text_state == "full"
    assert desk.unsent() == []


def test_a_sync_with_nothing_new_asks_a_few_times(desk: Desk, memory: MemoryServer) -> None:
    for _ in range(20):
        memory.article()
    desk.sync()
    memory.asked.clear()
    assert desk.sync().outcome == "nothing new"
    assert len(memory.asked) <= 3


def test_marks_go_out_and_come_in(desk: Desk, memory: MemoryServer) -> None:
    ids = [memory.article() for _ in range(12)]
    desk.sync()
    library = desk.session.library
    library.marks.read([desk.article(number).id for number in ids[:6]], desk.now)
    library.marks.bookmark([desk.article(ids[0]).id], desk.now)
    memory.mark(ids[7], is_read=True)
    memory.mark(ids[8], is_starred=True)
    assert len(desk.unsent()) == 7
    done = desk.sync()
    assert (done.sent, done.changed, done.outcome) == (7, 2, "2 marks received, 7 marks sent")
    assert [memory.entries[n].state.is_read for n in ids] == [True] * 6 + [False, True] + [False] * 4
    assert memory.entries[ids[0]].state.is_starred
    assert desk.article(ids[7]).read
    assert desk.article(ids[8]).bookmarked
    assert desk.unsent() == []
    assert desk.sync().outcome == "nothing new"


def test_what_was_undone_is_not_sent(desk: Desk, memory: MemoryServer) -> None:
    number = memory.article()
    desk.sync()
    desk.session.library.marks.read([desk.article(number).id], desk.now)
    desk.session.library.undo.undo(1, desk.now)
    assert desk.unsent() == []
    assert desk.sync().sent == 0


def test_an_undo_after_a_lost_answer_reaches_the_server(desk: Desk, memory: MemoryServer) -> None:
    number = memory.article()
    desk.sync()
    desk.session.library.marks.read([desk.article(number).id], desk.now)

    def lost(name: str) -> None:
        if name == "push":
            raise away()

    memory.after = lost
    assert desk.sync().error is not None
    assert memory.entries[number].state.is_read
    memory.after = lambda name: None
    desk.session.library.undo.undo(1, desk.now)
    assert desk.sync().error is None
    assert not memory.entries[number].state.is_read
    assert not desk.article(number).read


def test_marks_of_a_sync_are_not_for_undo(desk: Desk, memory: MemoryServer) -> None:
    number = memory.article()
    desk.sync()
    memory.mark(number, is_read=True)
    desk.sync()
    assert desk.article(number).read
    assert desk.session.library.undo.undo(1, desk.now) == []


def test_what_a_server_dropped_stays_as_it_is_and_is_asked_for_once(desk: Desk, memory: MemoryServer) -> None:
    ids = [memory.article() for _ in range(3)]
    desk.sync()
    desk.session.library.marks.bookmark([desk.article(ids[1]).id], desk.now)
    memory.prune(*ids[:2])
    desk.sync()
    memory.asked.clear()
    assert desk.sync().outcome == "nothing new"
    assert "contents" not in memory.asked
    assert desk.marks()[ids[0]] == (False, False, frozenset())
    assert desk.marks()[ids[1]] == (False, True, frozenset())


def test_an_article_that_is_removed_here_stays_so_and_unread_there(desk: Desk, memory: MemoryServer) -> None:
    number = memory.article()
    desk.sync()
    desk.session.library.marks.remove([desk.article(number).id], desk.now)
    memory.edit(number, title="Another title")
    desk.sync()
    assert desk.articles() == {}
    assert not memory.entries[number].state.is_read
    assert desk.unsent() == []


def test_an_edit_comes_in_as_one(desk: Desk, memory: MemoryServer) -> None:
    number = memory.article()
    desk.sync()
    if not memory.tells_changes:
        pytest.skip("such a server does not tell of edits")
    memory.edit(number, html="<p>Another text. " + "Other words are here now. " * 30 + "</p>")
    done = desk.sync()
    assert (done.new, done.updated) == (0, 1)
    assert desk.session.library.articles.content(desk.article(number).id).text.startswith("Another text.")
    assert desk.session.library.articles.earlier(desk.article(number).id)


def test_an_article_that_is_known_is_joined_with_the_marks_of_both(desk: Desk, memory: MemoryServer) -> None:
    library = desk.session.library
    known = library.articles.save(
        Draft(title="Story 1000", url="https://paper.example/1000", text="x", markdown="x"), now=desk.now
    ).id
    library.marks.read([known], desk.now)
    number = memory.article(starred=True)
    assert desk.sync().new == 0
    assert desk.marks() == {number: (True, True, frozenset())}
    assert memory.entries[number].state.is_read


def test_entries_of_a_feed_that_was_fetched_from_here_are_joined_by_their_addresses(
    desk: Desk, memory: MemoryServer
) -> None:
    library = desk.session.library
    feed, _ = library.feeds.add(Subscription(url="https://feed7.example/rss"), desk.now)
    for number, title in ((1, "Story 1"), (2, "Story 2")):
        library.articles.save(
            Draft(
                title=title, url=f"https://paper.example/{number}", text="x", markdown="x", text_origin="feed"
            ),
            now=desk.now,
            feed_id=feed.id,
            guid=f"tag:{number}",
        )
    memory.article(title="Story 1", url="https://paper.example/1", guid="other")
    memory.article(title="Story 20", url="https://paper.example/2", guid="another")
    assert desk.sync().new == 0
    assert desk.articles().keys() == {"Story 1", "Story 20"}


def test_a_feed_that_both_have_is_the_servers_with_all_its_articles(desk: Desk, memory: MemoryServer) -> None:
    feed, _ = desk.session.library.feeds.add(
        Subscription(url="https://feed7.example/rss", title="Mine", tags=("own",)), desk.now
    )
    memory.feed("7", folder="news")
    memory.article()
    desk.sync()
    (now,) = desk.session.library.feeds.all()
    assert (now.id, now.title, now.account, now.tags) == (feed.id, "Mine", "memory", ("news", "own"))
    assert Notice("Memory at memory.example fetches from now on: Mine", is_news=True) in desk.events


def test_a_feed_that_vanishes_is_unsubscribed_and_its_articles_stay(desk: Desk, memory: MemoryServer) -> None:
    number, other = memory.article("7"), memory.article("8")
    desk.sync()
    memory.feeds.pop("7")
    memory.prune(number)
    desk.sync()
    assert [feed.title for feed in desk.session.library.feeds.all()] == ["Feed 8"]
    assert desk.marks().keys() == {number, other}
    assert any("no longer has Feed 7" in event.text for event in desk.events if isinstance(event, Notice))
    memory.feed("7")
    desk.sync()
    assert len(desk.session.library.feeds.all()) == 2


def test_a_server_that_lists_no_feeds_at_all_ends_no_subscription(desk: Desk, memory: MemoryServer) -> None:
    memory.article()
    desk.sync()
    feeds, memory.feeds = memory.feeds, {}
    desk.sync()
    memory.feeds = feeds
    assert len(desk.session.library.feeds.all()) == 1


def test_labels_are_tags_where_the_server_has_them(desks: Callable[..., Desk], memory: MemoryServer) -> None:
    memory.has_labels = True
    number, other = memory.article(labels=("Sea/Rescue",)), memory.article()
    one, two = desks("one"), desks("two")
    for desk in (one, two):
        desk.sync()
    assert one.marks()[number][2] == {"Sea/Rescue"}
    tags = one.session.library.tags
    tags.change([one.article(number).id], ["later"], ["sea/rescue"], one.now)
    tags.change([two.article(other).id], ["Two"], [], two.now)
    for desk in (one, two, one):
        desk.sync()
    assert one.marks() == two.marks()
    for entry, tag in ((number, "later"), (other, "Two")):
        assert one.marks()[entry][2] == memory.entries[entry].state.labels == frozenset({tag})


def test_tags_stay_here_where_the_server_has_no_labels(desk: Desk, memory: MemoryServer) -> None:
    number = memory.article()
    desk.sync()
    desk.session.library.tags.change([desk.article(number).id], ["mine"], [], desk.now)
    assert desk.unsent() == []
    memory.mark(number, is_read=True)
    desk.sync()
    assert desk.marks()[number] == (True, False, frozenset({"mine"}))


def test_a_failure_is_told_and_kept_with_the_next_try(desk: Desk, memory: MemoryServer) -> None:
    def refuse(name: str) -> None:
        raise away()

    memory.before = refuse
    done = desk.sync()
    assert done.error == "too slow: no answer within 30 s"
    assert desk.account.outcome == done.error
    assert desk.account.failures == 1
    assert desk.account.succeeded is None


@pytest.mark.parametrize("at", range(1, 14))
def test_a_run_that_ends_at_any_request_is_gone_on_with(desk: Desk, memory: MemoryServer, at: int) -> None:
    ids = [memory.article(str(7 + n % 3), read=n % 2 == 0) for n in range(11)]
    count = 0

    def cut(name: str) -> None:
        nonlocal count
        count += 1
        if count == at:
            raise away()

    memory.after = cut
    desk.sync()
    desk.sync()
    assert desk.marks() == {number: (n % 2 == 0, False, frozenset()) for n, number in enumerate(ids)}
    assert {article.text_state for article in desk.articles().values()} == {"full"}
    assert sum(feed.unread for feed in desk.session.library.feeds.all()) == 5


def test_what_was_dropped_before_it_was_read_says_so(
    desk: Desk, memory: MemoryServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = memory.article()

    def cut(name: str) -> None:
        if name == "contents" and memory.tells_changes:
            raise away()

    memory.after = cut
    monkeypatch.setattr(pull_entries, "HELD_CHARS", 0)
    desk.sync()
    memory.after = lambda name: None
    memory.prune(number)
    desk.sync()
    if memory.tells_changes:
        assert desk.article(number).text_state == "failed"
        assert desk.article(number).reason == "Memory at memory.example dropped it before its text was read."
    assert desk.account.texts_left == 0


def test_two_entries_of_one_article_end_alike(desks: Callable[..., Desk], memory: MemoryServer) -> None:
    first = memory.article("7", title="Story 1", url="https://paper.example/one")
    second = memory.article("8", title="Story 1", url="https://paper.example/one", read=True)
    one, two = desks("one"), desks("two")
    one.sync()
    two.sync()
    assert one.marks() == {1: (True, False, frozenset())} == two.marks()
    assert memory.entries[first].state.is_read
    memory.mark(second, is_read=False)
    one.sync()
    two.sync()
    assert one.marks() == {1: (False, False, frozenset())} == two.marks()
    assert not memory.entries[first].state.is_read


def test_a_feed_moves_to_another_folder_on_both_sides(desk: Desk) -> None:
    desk.server.feed("7", folder="news")
    desk.server.article()
    desk.sync()
    feeds, (feed,) = desk.session.library.feeds, desk.session.library.feeds.all()
    feeds.set_tags(feed.id, ["sea"], desk.now)
    assert (desk.account.unsent, desk.sync().outcome) == (1, "1 feed moved")
    assert (desk.server.feeds["7"].folder, desk.account.unsent) == ("sea", 0)
    assert desk.sync().outcome == "nothing new"
    desk.server.feed("7", folder="land")
    desk.sync()
    assert feeds.get(feed.id).tags == ("land",)


def test_a_move_whose_answer_was_lost_is_sent_as_it_is_by_then(desk: Desk) -> None:
    desk.server.feed("7", folder="news")
    desk.server.article()
    desk.sync()
    feeds, (feed,) = desk.session.library.feeds, desk.session.library.feeds.all()
    feeds.set_tags(feed.id, ["sea"], desk.now)
    desk.server.after = lost("move")
    assert desk.sync().error
    desk.server.after = lambda name: None
    assert desk.server.feeds["7"].folder == "sea"
    desk.session.library.undo.undo(1, desk.now)
    desk.sync()
    assert (desk.server.feeds["7"].folder, feeds.get(feed.id).tags, desk.account.unsent) == (
        "news",
        ("news",),
        0,
    )


def test_a_server_that_moves_no_feeds_is_told_of_once(desk: Desk) -> None:
    desk.server.moves = False
    desk.server.feed("7", folder="news")
    desk.server.article()
    desk.sync()
    feeds, (feed,) = desk.session.library.feeds, desk.session.library.feeds.all()
    feeds.set_tags(feed.id, ["sea"], desk.now)
    desk.sync()
    told = [event.text for event in desk.events if isinstance(event, Notice)]
    assert told == ["Memory at memory.example was asked to move Feed 7 to another folder, and did not"]
    desk.sync()
    assert not [event for event in desk.events if isinstance(event, Notice)]
    assert (feeds.get(feed.id).tags, desk.account.unsent) == (("sea",), 0)


def test_a_move_that_is_refused_does_not_end_the_sync(desk: Desk) -> None:
    def refuse(name: str) -> None:
        if name == "move":
            raise FetchError("has no room for folders", subject="memory", status=400)

    desk.server.feed("7", folder="news")
    desk.server.article()
    desk.sync()
    (feed,) = desk.session.library.feeds.all()
    desk.session.library.feeds.set_tags(feed.id, ["sea"], desk.now)
    desk.server.before = refuse
    assert desk.sync().error is None
    (told,) = [event.text for event in desk.events if isinstance(event, Notice)]
    assert told == "Memory at memory.example does not move Feed 7 to another folder: has no room for folders"
    assert desk.account.unsent == 0


def lost(request: str) -> Callable[[str], None]:
    """Loses the answer to a request of this name."""

    def lose(name: str) -> None:
        if name == request:
            raise away()

    return lose
