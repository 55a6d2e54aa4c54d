"""`story` and `list --stories`."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from tests.core.clusters.test_clustering import BREAD
from tests.core.test_related import DAM, DAM_AGAIN

if TYPE_CHECKING:
    from tests.support.shell import Shell


def line(title: str, text: str, hour: int, publication: str) -> str:
    return json.dumps(
        {
            "title": title,
            "text": text,
            "published": f"2026-03-02T{hour:02}:00:00Z",
            "publication": publication,
        }
    )


@pytest.fixture
def flood(shell: Shell) -> Shell:
    """Two reports of a flood, the later one first, and one about bread."""
    lines = [
        line("Brenik sleeps in schools", DAM_AGAIN, 11, "Courier"),
        line("Orsava dam breaks", DAM, 9, "Gazette"),
        line("Rye is back", BREAD, 10, "Gazette"),
    ]
    assert shell("import", shell.file("flood.jsonl", "\n".join(lines))).code == 0
    return shell


def brief(rows: list[dict[str, Any]]) -> list[tuple[int, int, int]]:
    return [(row["id"], row["story"]["articles"], row["story"]["sources"]) for row in rows]


def test_a_story_is_its_reports_in_the_order_of_time(flood: Shell) -> None:
    rows = flood.rows("story", "1")
    assert [(row["id"], row["first"]) for row in rows] == [(2, True), (1, False)]
    assert rows[0]["copies"] == []
    assert flood.rows("story", "2") == rows


def test_a_lone_article_is_a_story_of_one(flood: Shell) -> None:
    assert [(row["id"], row["first"]) for row in flood.rows("story", "3")] == [(3, True)]


def test_the_text_form_says_how_many_and_which_was_first(flood: Shell) -> None:
    lines = flood("story", "1").out.splitlines()
    assert lines[0] == "2 reports from 2 sources"
    assert "Orsava dam breaks" in lines[1]
    assert lines[2].strip() == "the first report"


def test_a_list_of_stories_has_the_first_report_of_each(flood: Shell) -> None:
    rows = flood.rows("list", "--stories")
    assert brief(rows) == [(2, 2, 2), (3, 1, 1)]
    assert len({row["story"]["id"] for row in rows}) == 2


def test_a_list_of_stories_takes_queries_orders_and_limits(flood: Shell) -> None:
    assert brief(flood.rows("list", "--stories", "title:brenik")) == [(2, 2, 2)]
    assert brief(flood.rows("list", "--stories", "--sort", "oldest", "--limit", "1")) == [(2, 2, 2)]
    assert "1 of 2 shown" in flood("list", "--stories", "--limit", "1").err
    assert flood("list", "--stories", "title:nothing").code == 1


def test_split_and_join_are_undone(flood: Shell) -> None:
    assert flood.rows("story", "split", "1") == [{"matched": 1, "changed": 1}]
    assert brief(flood.rows("list", "--stories")) == [(1, 1, 1), (3, 1, 1), (2, 1, 1)]
    assert flood.rows("story", "join", "1", "2", "3") == [{"matched": 3, "changed": 2}]
    assert brief(flood.rows("list", "--stories")) == [(2, 3, 2)]
    flood("undo", "2")
    assert brief(flood.rows("list", "--stories")) == [(2, 2, 2), (3, 1, 1)]


def test_a_split_stays_when_more_comes_in(flood: Shell) -> None:
    flood("story", "split", "1")
    flood("import", flood.file("more.jsonl", line("Dam gone", f"{DAM} Rain goes on.", 12, "Wire")))
    assert [row["id"] for row in flood.rows("story", "2")] == [2, 4]
    assert [row["id"] for row in flood.rows("story", "1")] == [1]


@pytest.mark.parametrize("words", [("split",), ("join", "1"), ("1", "2"), ("join", "1", "99")])
def test_wrong_words_say_what_is_missing(flood: Shell, words: tuple[str, ...]) -> None:
    result = flood("story", *words)
    assert result.code in (1, 2)
    assert result.err
