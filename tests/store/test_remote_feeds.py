"""Feeds that servers fetch: joined, changed, gone, moved and back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.errors import UsageError
from reader.model import RemoteFeed, Subscription
from reader.store.accounts import AccountGiven
from reader.store.remote_entries import NewEntry
from tests.store.making import LATER, NOW, save

if TYPE_CHECKING:
    from reader.model import Feed
    from reader.store.library import Library

THERE = RemoteFeed(remote_id="7", title="Seven", url="https://seven.example/rss", folder="news")


@pytest.fixture
def account(library: Library) -> int:
    return library.accounts.add(
        AccountGiven(
            name="x",
            interface="miniflux",
            url="https://x.example",
            user="a",
            login="ann",
            secret="env:X",
            server="M",
        ),
        NOW,
    ).id


def feed(library: Library) -> Feed:
    (found,) = library.feeds.all()
    return found


def test_a_new_feed_comes_with_its_folder_and_server(library: Library, account: int) -> None:
    assert library.remote_feeds.listed(account, [THERE], NOW) == ([], [], [])
    found = feed(library)
    assert (found.title, found.url, found.tags, found.state) == ("Seven", THERE.url, ("news",), "ok")
    assert (found.account, found.server, found.next_at) == ("x", "M at x.example", None)


def test_a_folder_that_changes_there_leaves_other_tags_and_the_readers_title(
    library: Library, account: int
) -> None:
    library.remote_feeds.listed(account, [THERE], NOW)
    library.feeds.set_tags(1, ["news", "mine"], NOW)
    library.feeds.rename(1, "My own", NOW)
    library.remote_feeds.listed(account, [replace(THERE, folder="sea/boats", title="New")], NOW)
    assert (feed(library).title, feed(library).tags) == ("My own", ("mine", "sea/boats"))
    library.feeds.set_tags(1, ["mine"], NOW)
    library.remote_feeds.listed(account, [replace(THERE, folder="sea/boats", title="Newer")], NOW)
    assert feed(library).tags == ("mine",)


def test_a_folder_cannot_hide_a_feed(library: Library, account: int) -> None:
    library.remote_feeds.listed(account, [replace(THERE, folder="Hidden")], NOW)
    assert feed(library).tags == ()


def test_what_the_server_cannot_fetch_is_failing(library: Library, account: int) -> None:
    library.remote_feeds.listed(account, [replace(THERE, error="HTTP 404")], NOW)
    assert (feed(library).state, feed(library).outcome) == ("failing", "HTTP 404")
    library.remote_feeds.listed(account, [THERE], NOW)
    assert (feed(library).state, feed(library).outcome) == ("ok", None)


def test_one_that_is_subscribed_there_under_another_id_stays_the_same_feed(
    library: Library, account: int
) -> None:
    library.remote_feeds.listed(account, [THERE], NOW)
    assert library.remote_feeds.listed(account, [replace(THERE, remote_id="8")], NOW) == ([], [], [])
    assert library.remote_feeds.ids(account) == {"8": 1}


def test_a_feed_of_two_accounts_is_two_feeds(library: Library, account: int) -> None:
    library.accounts.add(
        AccountGiven(
            name="y",
            interface="miniflux",
            url="https://y.example",
            user="a",
            login="ann",
            secret="env:X",
            server="M",
        ),
        NOW,
    )
    library.remote_feeds.listed(account, [THERE], NOW)
    library.remote_feeds.listed(2, [THERE], NOW)
    assert sorted(found.account or "" for found in library.feeds.all()) == ["x", "y"]
    library.remote_feeds.listed(2, [THERE], NOW)
    assert len(library.feeds.all()) == 2


def test_one_that_is_gone_there_can_be_subscribed_to_here(library: Library, account: int) -> None:
    library.remote_feeds.listed(account, [THERE], NOW)
    assert library.remote_feeds.listed(account, [], NOW)[:2] == ([], ["Seven"])
    found, is_new = library.feeds.add(Subscription(url=THERE.url or ""), LATER)
    assert (is_new, found.account) == (True, None)
    assert library.remote_feeds.listed(account, [], NOW) == ([], [], [])
    assert len(library.feeds.all()) == 1


def test_a_feed_moves_to_the_server_and_back(library: Library, account: int) -> None:
    library.feeds.add(Subscription(url=THERE.url or ""), NOW)
    library.remote_feeds.adopt(1, account, THERE, NOW)
    assert feed(library).account == "x"
    article = save(library, 1, text_origin="feed")
    with library.transaction():
        library.remote_entries.add(
            account, [NewEntry(5, 1, article, read=False, starred=False, labels={})], 0
        )
    library.marks.read([article], NOW)
    library.remote_feeds.release(1)
    library.remote_feeds.forget(1)
    assert (feed(library).account, feed(library).state) == (None, "new")
    assert library.outbox.waiting(account, 10) == []


def test_a_feed_that_moves_there_is_found_by_its_new_address(library: Library, account: int) -> None:
    library.remote_feeds.listed(account, [THERE], NOW)
    library.remote_feeds.listed(account, [replace(THERE, url="https://new.example/rss")], NOW)
    found, is_new = library.feeds.add(Subscription(url="https://new.example/rss"), NOW)
    assert (found.id, is_new) == (1, False)


def test_one_that_the_server_had_under_another_address_is_one_feed_when_it_is_adopted(
    library: Library, account: int
) -> None:
    library.remote_feeds.listed(account, [THERE], NOW)
    library.feeds.add(Subscription(url="https://alias.example/rss"), NOW)
    library.remote_feeds.adopt(2, account, THERE, NOW)
    assert (feed(library).id, feed(library).account) == (2, "x")
    assert library.remote_feeds.listed(account, [THERE], NOW) == ([], [], [])


def test_what_a_server_fetches_is_neither_removed_nor_paused_here(library: Library, account: int) -> None:
    library.remote_feeds.listed(account, [THERE], NOW)
    with pytest.raises(UsageError, match=r"M at x\.example fetches this feed: it cannot be removed here"):
        library.feeds.remove(1, NOW)
    with pytest.raises(UsageError, match="interval cannot be set here"):
        library.feeds.set(1, "interval", "never", NOW)
    library.feeds.set(1, "interval", None, NOW)
    library.feeds.set(1, "keep", "90 days", NOW)


def moves(library: Library) -> list[tuple[str, str]]:
    return [(move.folder, move.wanted) for move in library.remote_feeds.moves(1)]


def test_a_feed_in_another_folder_waits_until_the_server_lists_it_there(
    library: Library, account: int
) -> None:
    library.remote_feeds.listed(account, [THERE], NOW)
    assert moves(library) == []
    library.feeds.set_tags(1, ["mine", "news"], NOW)
    assert moves(library) == [], "it has its folder, and a tag besides"
    library.feeds.set_tags(1, ["hidden", "mine"], NOW)
    assert moves(library) == [("news", "mine")]
    assert library.accounts.get(account).unsent == 1
    library.undo.undo(1, NOW)
    assert moves(library) == []
    library.undo.redo(1, NOW)
    library.remote_feeds.moving(1, "mine")
    library.feeds.set_tags(1, ["news"], NOW)
    assert moves(library) == [("news", "news")], "nobody knows whether the server has moved it"
    library.remote_feeds.moving(1, "news")
    assert library.remote_feeds.listed(account, [THERE], NOW).unmoved == []
    assert (moves(library), feed(library).tags) == ([], ("news",))


def test_a_feed_that_the_server_does_not_move_is_told_once(library: Library, account: int) -> None:
    library.remote_feeds.listed(account, [THERE], NOW)
    library.feeds.set_tags(1, ["mine"], NOW)
    library.remote_feeds.moving(1, "mine")
    assert library.remote_feeds.listed(account, [THERE], NOW).unmoved == ["Seven"]
    assert (moves(library), feed(library).tags) == ([], ("mine",))
    assert library.remote_feeds.listed(account, [THERE], NOW).unmoved == []
    library.feeds.set_tags(1, ["other"], NOW)
    assert moves(library) == [("news", "other")]


def test_where_both_move_a_feed_it_goes_where_the_reader_put_it(library: Library, account: int) -> None:
    library.remote_feeds.listed(account, [THERE], NOW)
    library.feeds.set_tags(1, ["mine"], NOW)
    library.remote_feeds.listed(account, [replace(THERE, folder="sea")], NOW)
    assert (moves(library), feed(library).tags) == ([("sea", "mine")], ("mine",))


def test_the_servers_spelling_of_a_folder_stands(library: Library, account: int) -> None:
    library.remote_feeds.listed(account, [THERE], NOW)
    library.feeds.set_tags(1, ["sea"], NOW)
    library.remote_feeds.moving(1, "sea")
    library.remote_feeds.listed(account, [replace(THERE, folder="Sea")], NOW)
    assert (moves(library), feed(library).tags) == ([], ("Sea",))


def test_a_feed_that_is_fetched_from_here_again_moves_nowhere(library: Library, account: int) -> None:
    library.remote_feeds.listed(account, [THERE], NOW)
    library.feeds.set_tags(1, ["mine"], NOW)
    library.remote_feeds.moving(1, "mine")
    library.remote_feeds.release(1)
    assert moves(library) == []
