"""How the command line behaves whatever the command: help, mistakes, exit codes, clean output."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.cli.commands import feeds, mark
from reader.cli.parser import ALSO_CALLED, parse
from reader.cli.registry import BY_NAME, COMMANDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shell import Shell


@pytest.mark.parametrize("command", [command.name for command in COMMANDS])
def test_every_command_has_help(command: str, shell: Shell) -> None:
    answer = shell(command, "--help")
    assert answer.code == 0
    assert f"usage: broadsheet {command}" in answer.out


def test_help_names_every_command(shell: Shell) -> None:
    assert all(f"  {command.name} " in shell("--help").out for command in COMMANDS)


def test_what_shells_ask_for_is_in_no_help(shell: Shell) -> None:
    assert "_complete" not in shell("--help").out
    assert "_complete" not in shell("complete").err


def test_an_unknown_command_names_the_nearest(shell: Shell) -> None:
    answer = shell("serach", "gas")
    assert (answer.code, answer.out) == (2, "")
    assert "did you mean search?" in answer.err


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("reload-all", "refresh"),
        ("subscribe", "add"),
        ("unsubscribe", "feeds remove"),
        ("delete", "remove"),
        ("star", "mark bookmark"),
        ("unread", "mark unread"),
        ("catchup", "mark read --query is:unread"),
        ("import-opml", "import"),
        ("export-opml", "opml"),
        ("settings", "config"),
    ],
)
def test_a_command_of_another_reader_names_the_one_here(given: str, meant: str, shell: Shell) -> None:
    answer = shell(given)
    assert (answer.code, answer.out) == (2, "")
    assert f"did you mean {meant}?" in answer.err


@pytest.mark.parametrize("meant", sorted(set(ALSO_CALLED.values())))
def test_what_is_meant_by_another_name_can_be_called(meant: str) -> None:
    name, _, words = meant.partition(" ")
    assert name in BY_NAME
    if words:
        command, args = parse(meant.split())
        assert command.name == name
        assert getattr(args, "how", "read") in mark.DONE
        assert getattr(args, "action", "list") in feeds.ACTIONS


def test_no_command_has_the_name_of_another() -> None:
    assert not set(ALSO_CALLED) & set(BY_NAME)


def test_an_unknown_option_names_the_nearest(shell: Shell) -> None:
    answer = shell("list", "--limt", "3")
    assert answer.code == 2
    assert "did you mean --limit?" in answer.err


def test_options_stand_before_or_after_the_command(shell: Shell, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    shell("--library", other, "import", shell.file("a.jsonl", '{"title": "Quay", "text": "A quiet quay."}\n'))
    assert (
        shell("--json", "--library", other, "list").rows == shell("list", "--library", other, "--json").rows
    )
    assert len(shell("list", "--library", other, "--json").rows) == 1


def test_a_single_dash_word_belongs_to_the_query(shell: Shell) -> None:
    shell.article("Oil and gas", "Both of them.")
    shell.article("Only gas", "One of them.")
    assert [row["title"] for row in shell.rows("search", "gas", "-oil")] == ["Only gas"]


def test_what_follows_two_dashes_is_no_option(shell: Shell) -> None:
    shell.article("A title", "with --json in its text")
    assert (
        shell("list", "--", "--json").code == 2
    )  # a word without letters before it is a mistake of the query


def test_a_missing_library_is_said_with_the_next_step(shell: Shell) -> None:
    answer = shell("list")
    assert answer.code == 1
    assert "broadsheet add" in answer.err
    assert not shell.library.exists()


@pytest.mark.parametrize(
    ("query", "place"),
    [("titel:x", 0), ('gas "oil', 4), ("(gas", 0), ("gas OR", 4), ("is:unred", 3)],
)
def test_a_bad_query_shows_its_place(query: str, place: int, shell: Shell) -> None:
    shell.article("A title", "text")
    answer = shell("search", query)
    assert answer.code == 2
    said, shown, mark = answer.err.splitlines()[:3]
    assert said.startswith("broadsheet: ")
    assert shown == f"  {query}"
    assert mark.index("^") == 2 + place


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("empty.html", b"", "empty"),
        ("binary.txt", bytes(range(256)) * 20, "binary"),
        (
            "list.opml",
            b'<opml version="2.0"><body><outline xmlUrl="http://a.example/f"/></body></opml>',
            "import",
        ),
    ],
)
def test_a_file_without_an_article_is_refused_in_words(
    name: str, body: bytes, words: str, shell: Shell
) -> None:
    answer = shell("add", shell.file(name, body))
    assert answer.code in (2, 3)
    assert words in answer.err
    assert len(answer.err.splitlines()) <= 2


def test_an_unreadable_file_is_refused_in_words(shell: Shell, tmp_path: Path) -> None:
    answer = shell("add", str(tmp_path / "nothing.html"))
    assert answer.code == 3
    assert "no such file" in answer.err


def test_no_control_character_leaves(shell: Shell) -> None:
    shell.article(
        "A [/] \x1b]0;owned\x07 \x9b31m title \u202e[bold]x", "text \x1b[2J here", authors=["\x1b[31mEve"]
    )
    for argv in (["list"], ["search", "text"], ["show", "1"], ["list", "--json"], ["show", "1", "--json"]):
        answer = shell(*argv)
        assert answer.code == 0
        assert "[/]" in answer.out
        assert not {c for c in answer.out + answer.err if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160}
        assert "\u202e" not in answer.out


def test_a_fault_of_ours_is_one_message_and_a_report(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("made to fail")

    monkeypatch.setattr("reader.core.search.listing", broken)
    shell.file("library.db", b"")
    shell.library.unlink()
    shell("import", shell.file("a.jsonl", '{"title": "Quay", "text": "A quiet quay."}\n'))
    answer = shell("list")
    assert answer.code == 3
    assert "made to fail" in answer.err
    assert "Traceback" not in answer.err
    assert "made to fail" in (shell.folder / "cache" / "crash.txt").read_text()
    told = (shell.folder / "cache" / "broadsheet.log").read_text()
    assert "] doing what was asked\n  RuntimeError\n" in told
    assert "made to fail" not in told


def test_debugging_says_where_an_error_comes_from(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BROADSHEET_DEBUG", "")
    assert "reader/cli/" not in shell("show", "1").err
    assert not (shell.folder / "cache" / "broadsheet.log").exists()
    answer = shell("show", "1", "--debug")
    assert answer.code == 1
    assert "  NothingFound: there is no library yet\n" in answer.err
    assert "reader/core/session.py" in answer.err
    assert "there is no library yet" in answer.err.splitlines()[-2]
    assert "NothingFound" in (shell.folder / "cache" / "broadsheet.log").read_text()
    assert "reader/cli/" not in shell("count", "--debug").out


def test_an_interrupt_is_130(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupted(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("reader.core.search.listing", interrupted)
    shell("import", shell.file("a.jsonl", '{"title": "Quay", "text": "A quiet quay."}\n'))
    assert shell("list").code == 130


def test_a_terminal_that_lacks_our_quotes_gets_straight_ones() -> None:
    said = "there is no command “nope” 新"
    assert said.encode("latin-1", "cells") == b'there is no command "nope" ??'
