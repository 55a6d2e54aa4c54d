"""`redo`: what was taken back is done again, until something else is done."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.shell import Shell


def test_undo_and_redo_are_each_others_inverse(harbour: Shell) -> None:
    harbour("mark", "bookmark", "2")
    harbour("tag", "2", "4", "+oil")
    done = harbour("list", "--json").out
    harbour("undo", "2")
    answer = harbour("redo", "2")
    assert answer.code == 0
    assert [line.partition(":")[0] for line in answer.out.splitlines()] == ["redone", "redone"]
    assert harbour("list", "--json").out == done


def test_a_new_change_ends_what_can_be_done_again(harbour: Shell) -> None:
    harbour("mark", "bookmark", "2")
    harbour("undo")
    harbour("mark", "read", "2")
    answer = harbour("redo")
    assert (answer.code, answer.out, answer.err) == (1, "", "nothing to redo\n")
    assert [row["bookmarked"] for row in harbour.rows("show", "2")] == [False]
