"""`count`: a bare number."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.shell import Shell


@pytest.mark.parametrize(
    ("query", "number"),
    [([], 4), ([""], 6), (["gas"], 2), (["gas", "-oil"], 1), (["unicorn"], 0), (["is:read"], 2)],
)
def test_it_counts_what_matches_and_unread_ones_by_default(
    query: list[str], number: int, harbour: Shell
) -> None:
    answer = harbour("count", *query)
    assert (answer.code, answer.out, answer.err) == (0, f"{number}\n", "")
    assert harbour.rows("count", *query) == [{"count": number}]


def test_a_name_that_nothing_has_is_told_beside_the_number(harbour: Shell) -> None:
    answer = harbour("count", "feed:nosuch")
    assert (answer.code, answer.out) == (0, "0\n")
    assert answer.err == "no feed or folder is called “nosuch”\n"
    assert harbour("count", "feed:nosuch", "--quiet").err == ""
