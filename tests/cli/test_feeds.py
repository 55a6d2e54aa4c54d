"""`feeds`: the subscriptions, listed and changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.papers import item, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from tests.cli.conftest import Clock
    from tests.support.server import Server
    from tests.support.shell import Shell


@pytest.fixture
def two(shell: Shell, server: Server, clock: Clock) -> Shell:
    """A library with two feeds; the second fails from its second request on."""
    shell(
        "add",
        server.text("/pier", rss("The Pier", item("Lamp lit", server.url("/1"), "A lamp.")), "text/xml"),
    )
    dunes = rss(
        "Dunes Daily", item("Sand", server.url("/2"), "Sand."), item("Wind", server.url("/3"), "Wind.")
    ).encode()
    shell("add", server.on("/dunes", Route(body=dunes), Route(status=500)), "--tag", "news/coast")
    clock.forward(minutes=5)
    return shell


def test_each_feed_tells_its_state_and_when_it_is_asked_again(two: Shell, server: Server) -> None:
    two("mark", "read", "--query", "feed:pier")
    assert two("feeds").out.splitlines() == [
        "   2  Dunes Daily #news/coast",
        "      2 articles, 2 unread · ok: 2 entries, checked 5 min ago",
        "      next check 13:00 (checked every 60 min)",
        f"      {server.url('/dunes')}",
        "   1  The Pier",
        "      1 article, 0 unread · ok: 1 entry, checked 5 min ago",
        "      next check 13:00 (checked every 60 min)",
        f"      {server.url('/pier')}",
    ]
    assert two("feeds", "list").out == two("feeds").out


def test_failing_lists_only_those_that_fail(two: Shell) -> None:
    answer = two("feeds", "--failing")
    assert (answer.code, answer.out, answer.err) == (1, "", "no feed is failing\n")
    two("refresh")
    (row,) = two.rows("feeds", "--failing")
    assert (row["title"], row["state"], row["failures"]) == ("Dunes Daily", "failing", 1)
    assert row["last_tried"] > row["last_success"]


def test_a_new_title_stays_after_a_refresh_and_an_empty_one_takes_it_back(two: Shell) -> None:
    assert two.rows("feeds", "rename", "pier", "My", "pier")[0]["title"] == "My pier"
    two("refresh", "1")
    assert two.rows("list", "feed:my")[0]["feeds"] == ["My pier"]
    assert two.rows("feeds", "rename", "1", "")[0]["title"] == "The Pier"


def test_tags_are_given_and_taken_and_reach_the_articles(two: Shell) -> None:
    assert two.rows("feeds", "tag", "dunes", "+sea", "-news/coast", "+#wind")[0]["tags"] == ["sea", "wind"]
    assert {row["title"] for row in two.rows("list", "tag:sea")} == {"Sand", "Wind"}


def test_a_removed_feed_leaves_its_articles(two: Shell) -> None:
    assert two("feeds", "remove", "The", "Pier").out == "unsubscribed from The Pier; its articles stay\n"
    assert [row["title"] for row in two.rows("feeds")] == ["Dunes Daily"]
    assert len(two.rows("list")) == 3
    assert list(two.rows("feeds", "remove", "2")[0]) == ["removed"]


def test_several_are_removed_together_and_undone_as_one(two: Shell) -> None:
    answer = two("feeds", "remove", "pier", "2", "1")
    assert answer.out.splitlines() == [
        "unsubscribed from The Pier; its articles stay",
        "unsubscribed from Dunes Daily; its articles stay",
    ]
    assert two("feeds").code == 1
    assert "2 feeds are back" in two("undo").out
    assert len(two.rows("feeds")) == 2


def test_those_that_fail_are_removed_together(two: Shell) -> None:
    two("refresh")
    assert two("feeds", "remove", "--failing").out == "unsubscribed from Dunes Daily; its articles stay\n"
    assert [row["title"] for row in two.rows("feeds")] == ["The Pier"]
    assert len(two.rows("list")) == 3


@pytest.mark.parametrize("name", ["2", "dunes", "Dunes Daily", "address"])
def test_number_address_and_part_of_the_title_name_a_feed(name: str, two: Shell, server: Server) -> None:
    name = server.url("/dunes") if name == "address" else name
    assert two.rows("feeds", "tag", name, "+x")[0]["id"] == 2


def test_a_part_that_fits_several_lists_them(two: Shell) -> None:
    two("feeds", "rename", "1", "Daily Pier")
    answer = two("feeds", "remove", "daily")
    assert answer.code == 2
    assert "1 Daily Pier, 2 Dunes Daily" in answer.err


@pytest.mark.parametrize(
    ("argv", "code"),
    [
        (["rename", "1"], 2),
        (["tag", "1"], 2),
        (["set", "1"], 2),
        (["set", "1", "interval"], 2),
        (["tag", "1", "+"], 2),
        (["remove"], 2),
        (["remove", "1", "7"], 1),
        (["remove", "1", "--failing"], 2),
        (["remove", "--failing"], 1),
        (["remove", "mountains"], 1),
        (["list", "pier"], 2),
        (["wash", "1"], 2),
    ],
)
def test_wrong_use_changes_nothing(argv: list[str], code: int, two: Shell) -> None:
    before = two("feeds", "--json").out
    assert two("feeds", *argv).code == code
    assert two("feeds", "--json").out == before


def test_without_feeds_the_next_step_is_said(harbour: Shell) -> None:
    for feed in harbour.rows("feeds"):
        harbour("feeds", "remove", str(feed["id"]))
    answer = harbour("feeds")
    assert (answer.code, answer.err) == (1, "no feeds yet: broadsheet add ADDRESS\n")


def test_a_feed_that_came_by_import_has_no_address_and_is_never_asked(harbour: Shell) -> None:
    assert [row["url"] for row in harbour.rows("feeds")] == [None, None]
    listed = harbour("feeds").out
    assert "imported without an address, never refreshed" in listed
    assert "not refreshed yet" not in listed
    assert "No feeds to check" in harbour("refresh").err


def test_settings_are_shown_taken_back_and_wrong_ones_change_nothing(two: Shell) -> None:
    answer = two("feeds", "set", "pier", "interval=90", "header.Authorization=env:PIER")
    assert "      header.authorization=env:PIER · interval=90" in answer.out.splitlines()
    assert two("feeds", "set", "pier", "full_text=never", "interval=1").code == 2
    assert "full_text" not in two("feeds").out
    assert "interval" not in two("feeds", "set", "pier", "interval=", "header.authorization=").out
    answer = two("feeds", "set", "pier", "header.Authorization=Bearer secret")
    assert (answer.code, "secret" in answer.err) == (2, False)


def test_a_setting_takes_effect_at_the_next_refresh(two: Shell, server: Server) -> None:
    two("feeds", "set", "pier", "interval=45")
    two("refresh", "--due")
    assert server.count("/pier") == 2
    assert "next check 12:50 (checked every 45 min)" in two("feeds").out


def test_a_feed_that_was_never_fetched_is_listed_with_its_address_once(shell: Shell, server: Server) -> None:
    server.on("/never", Route(status=503))
    shell("add", address := server.url("/never"), "--feed")
    assert shell("feeds").out.count(address) == 1
