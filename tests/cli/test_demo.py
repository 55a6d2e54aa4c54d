"""`demo`: the whole way in text, without touching what is the reader's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.shell import Shell


def test_the_demo_prints_the_way_and_leaves_nothing(shell: Shell) -> None:
    answer = shell("demo")
    assert (answer.code, answer.err) == (0, "")
    assert len(answer.out.splitlines()) >= 25
    assert not shell.library.exists()
    assert list(shell.folder.iterdir()) == []
