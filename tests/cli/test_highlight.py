"""`highlight`: passages of the text, which outlive its edits."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.shell import Shell


def test_a_passage_is_highlighted_as_it_stands_in_the_text(harbour: Shell) -> None:
    answer = harbour("highlight", "1", "will   cross the sound.")
    assert answer.out == "highlighted: will cross the sound.\n"
    assert harbour.rows("show", "1")[0]["highlights"] == ["will cross the sound."]
    assert [row["id"] for row in harbour.rows("list", "has:highlight")] == [1]


def test_highlights_are_listed_in_the_order_of_the_text(harbour: Shell) -> None:
    harbour("highlight", "1", "Divers have begun")
    harbour("highlight", "1", "The gas line")
    assert harbour("highlight", "1").out == "2  The gas line\n1  Divers have begun\n"


def test_highlights_are_objects_for_scripts(harbour: Shell) -> None:
    (row,) = harbour.rows("highlight", "1", "the sound.")
    assert row.pop("changed").endswith("Z")
    assert row == {
        "article": 1,
        "highlight": 1,
        "quote": "the sound.",
        "before": "The gas line will cross ",
        "after": " Divers have begun to lay it.",
        "in_text": True,
    }


def test_a_highlight_is_taken_away_and_undone(harbour: Shell) -> None:
    harbour("highlight", "1", "the sound")
    assert harbour("highlight", "1", "--remove", "1").code == 0
    assert harbour("highlight", "1").code == 1
    harbour("undo")
    assert len(harbour.rows("highlight", "1")) == 1


def test_an_edit_around_it_keeps_it_and_a_lost_one_is_told(harbour: Shell) -> None:
    harbour("highlight", "1", "will cross the sound.")
    harbour("highlight", "1", "Divers have begun to lay it.")
    edited = {
        "title": "Gas line to the island",
        "url": "https://pier.example/gas",
        "text": "After a delay the new gas line will cross the sound.\n\nNobody has begun.",
    }
    assert harbour("import", harbour.file("edited.jsonl", json.dumps(edited))).code == 0
    rows = harbour.rows("highlight", "1")
    assert [(row["highlight"], row["in_text"]) for row in rows] == [(1, True), (2, False)]
    assert "(no longer in the text)" in harbour("highlight", "1").out


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["1"], 1, "no highlights"),
        (["1", "not said"], 1, "these words do not occur in the article"),
        (["1", " "], 2, "no words to highlight"),
        (["1", "--remove", "4"], 1, "there is no highlight 4"),
        (["1", "--remove", "4", "x"], 2, "takes no text"),
        (["99", "x"], 1, "no such article"),
    ],
)
def test_wrong_use_is_told(argv: list[str], code: int, words: str, harbour: Shell) -> None:
    answer = harbour("highlight", *argv)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.err


def test_the_same_passage_twice_is_told(harbour: Shell) -> None:
    harbour("highlight", "1", "the sound")
    assert "already highlighted" in harbour("highlight", "1", "the sound").err
