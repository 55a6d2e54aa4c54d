"""`undo`: the last changes of marks, tags and subscriptions are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.papers import OG_ARTICLE, SENTENCES, item, page, rss

if TYPE_CHECKING:
    from tests.support.server import Server
    from tests.support.shell import Shell


def test_one_command_is_one_step(harbour: Shell) -> None:
    before = harbour("list", "--json").out
    harbour("mark", "read", "--query", "gas")
    answer = harbour("undo")
    assert (answer.code, answer.out) == (0, "2 articles are unread again\n")
    assert harbour("list", "--json").out == before


def test_several_steps_go_back_in_order(harbour: Shell) -> None:
    before = harbour("list", "--json").out
    harbour("mark", "bookmark", "2")
    harbour("tag", "2", "+oil")
    steps = harbour.rows("undo", "2")
    assert [list(step) for step in steps] == [["undo"], ["undo"]]
    assert "tagged" in steps[0]["undo"]
    assert "bookmarked" in steps[1]["undo"]
    assert harbour("list", "--json").out == before


def test_a_removed_feed_comes_back(shell: Shell, server: Server) -> None:
    shell("add", server.text("/feed", rss("The Pier", item("Lamp lit", server.url("/1"))), "text/xml"))
    shell("feeds", "remove", "pier")
    assert shell("feeds").code == 1
    assert "The Pier" in shell("undo").out
    assert [feed["title"] for feed in shell.rows("feeds")] == ["The Pier"]


def test_with_nothing_to_take_back_it_says_so(harbour: Shell) -> None:
    answer = harbour("undo")
    assert (answer.code, answer.out, answer.err) == (1, "", "nothing to undo\n")


def test_what_was_added_is_undone_in_one_step_with_its_tags(shell: Shell, server: Server) -> None:
    feed = server.text("/feed", rss("The Pier", item("Lamp lit", server.url("/1"))), "text/xml")
    shell("add", feed, "--tag", "sea")
    assert shell("undo").out == "unsubscribed from “The Pier”; its articles stay\n"
    assert shell("feeds").code == 1
    assert [row["title"] for row in shell.rows("list")] == ["Lamp lit"]
    assert "The Pier" in shell("redo").out
    assert [(row["title"], row["tags"]) for row in shell.rows("feeds")] == [("The Pier", ["sea"])]
    url = server.text("/lamp", page("Stairs swept", *SENTENCES[:6], head=OG_ARTICLE))
    shell("add", url, "--tag", "sea")
    assert shell("undo").out == "“Stairs swept” is removed from the library\n"
    assert [row["title"] for row in shell.rows("list")] == ["Lamp lit"]
    assert shell("search", "title:stairs").code == 1


def test_what_was_added_twice_is_undone_once(shell: Shell, server: Server) -> None:
    url = server.text("/lamp", page("Stairs swept", *SENTENCES[:6], head=OG_ARTICLE))
    shell("add", url)
    shell("add", url)
    shell("undo")
    assert shell("undo").err == "nothing to undo\n"
