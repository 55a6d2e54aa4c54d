"""`demo`: the whole way in text, without touching what is the reader's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.shell import Shell


def test_the_demo_prints_the_way_and_leaves_nothing(shell: Shell) -> None:
    answer = shell("demo")
    assert (answer.code, answer.err) == (0, "")
    assert len(answer.out.splitlines()) >= 25
    assert not shell.library.exists()
    assert list(shell.folder.iterdir()) == []


@pytest.mark.parametrize("words", [("demo", "--library", "my.db"), ("--library", "my.db", "demo", "--json")])
def test_a_library_that_is_named_is_refused(shell: Shell, words: tuple[str, ...]) -> None:
    answer = shell(*words)
    assert (answer.code, answer.out) == (2, "")
    assert (
        answer.err
        == "broadsheet: the demo always uses a temporary library of its own\n  to start it: broadsheet demo\n"
    )
