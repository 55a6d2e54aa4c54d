"""`note`: written on an article, printed, changed, taken away, found by search, kept by export and import."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.support.shell import Shell


def texts(shell: Shell, number: str = "1") -> list[str]:
    return [row["text"] for row in shell.rows("note", number)]


def test_a_note_is_written_and_printed(harbour: Shell) -> None:
    assert harbour("note", "1", "Ask", "the divers").out == "added a note to “Gas line to the island”\n"
    harbour("note", "1", "Two\nlines")
    assert harbour("note", "1").out == "1  Ask the divers\n2  Two\n   lines\n"
    assert harbour.rows("show", "1")[0]["notes"] == ["Ask the divers", "Two\nlines"]
    assert harbour("show", "1").out.endswith("## Notes\n\n- Ask the divers\n- Two\\\n  lines\n")


def test_a_note_is_read_from_the_input(harbour: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("From\na pipe\n"))
    assert harbour("note", "1", "-").code == 0
    assert texts(harbour) == ["From\na pipe"]


def test_a_longer_text_than_a_note_holds_is_told_and_not_cut(
    harbour: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = SimpleNamespace(read=lambda characters: "x" * characters)
    monkeypatch.setattr("sys.stdin", endless)
    for text in ("-", "tide " * 20_001):
        ended = harbour("note", "1", text)
        assert ended.code == 2
        assert "a note holds no more than 100,000 characters" in ended.err
    assert harbour("note", "1").code == 1


def test_notes_are_objects_for_scripts(harbour: Shell) -> None:
    (row,) = harbour.rows("note", "1", "Ask the divers")
    assert list(row) == ["article", "note", "text", "changed"]
    assert (row["article"], row["note"], row["text"]) == (1, 1, "Ask the divers")


def test_a_note_is_changed_taken_away_and_undone(harbour: Shell) -> None:
    harbour("note", "1", "Ask")
    assert harbour("note", "1", "--change", "1", "Asked").out == "note changed\n"
    assert texts(harbour) == ["Asked"]
    assert harbour("note", "1", "--remove", "1").code == 0
    assert harbour("note", "1").code == 1
    assert "the note on “Gas line to the island” is back" in harbour("undo").out
    harbour("undo")
    assert texts(harbour) == ["Ask"]


def test_search_finds_what_only_a_note_says(harbour: Shell) -> None:
    harbour("note", "1", "Call the notary about the deed")
    (row,) = harbour.rows("search", "notaries divers")
    assert row["id"] == 1
    (row,) = harbour.rows("search", "notary -oil")
    assert [row["snippet"][slice(*hit)] for hit in row["hits"]] == ["notary"]
    assert [row["id"] for row in harbour.rows("list", "has:note")] == [1]
    assert harbour("search", "divers -notary").code == 1
    assert harbour("search", "title:notary").code == 1


@pytest.mark.parametrize(
    ("argv", "code", "words"),
    [
        (["1"], 1, "no notes"),
        (["99", "x"], 1, "no such article"),
        (["1", " "], 2, "the note is empty"),
        (["1", "--remove", "4"], 1, "there is no note 4"),
        (["1", "--change", "4", "x"], 1, "there is no note 4"),
        (["1", "--remove", "4", "x"], 2, "takes no text"),
    ],
)
def test_wrong_use_is_told(argv: list[str], code: int, words: str, harbour: Shell) -> None:
    answer = harbour("note", *argv)
    assert (answer.code, answer.out) == (code, "")
    assert words in answer.err


@pytest.mark.parametrize("way", ["folder", "lines"])
def test_notes_and_highlights_go_into_a_second_library(harbour: Shell, way: str) -> None:
    harbour("note", "1", "Ask the divers\n\n- and *their* doctor")
    harbour("note", "1", "Again")
    harbour("highlight", "1", "cross the sound. Divers")
    (before,) = harbour.rows("show", "1")
    if way == "folder":
        source = str(harbour.folder / "out")
        harbour("export", "1", "--to", source)
    else:
        source = harbour.file("out.jsonl", harbour("show", "1", "--json").out)
    second = ("--library", str(harbour.folder / "second.db"))
    for _ in range(2):
        assert harbour("import", source, *second).code == 0
        (after,) = harbour.rows("show", before["uid"], *second)
        assert (after["notes"], after["text"]) == (before["notes"], before["text"])
        assert after["highlights"] == before["highlights"] == ["cross the sound.\n\nDivers"]
    assert [row["in_text"] for row in harbour.rows("highlight", before["uid"], *second)] == [True]


def test_a_reimport_of_ones_own_export_adds_nothing(harbour: Shell) -> None:
    harbour("note", "1", "Ask")
    harbour("highlight", "1", "the sound")
    harbour("export", "1", "--to", str(harbour.folder / "out"))
    assert harbour("import", str(harbour.folder / "out")).code == 0
    assert texts(harbour) == ["Ask"]
    assert len(harbour.rows("highlight", "1")) == 1
