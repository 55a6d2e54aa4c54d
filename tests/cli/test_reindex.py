"""`reindex`: the search index, built anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.support.shell import Shell

QUERIES = ("gas", "ferry", "катер", '"gas line"', "author:keel", "boat*")


def test_the_index_built_anew_answers_as_the_grown_one_did(harbour: Shell) -> None:
    before = [harbour("search", query, "--json").out for query in QUERIES]
    answer = harbour("reindex")
    assert (answer.code, answer.out) == (0, "6 articles indexed\n")
    assert [harbour("search", query, "--json").out for query in QUERIES] == before
    assert harbour.rows("reindex") == [{"articles": 6}]
