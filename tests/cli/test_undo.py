"""`undo`: the last changes of marks, tags and subscriptions are taken back."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.support.papers import item, rss

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
