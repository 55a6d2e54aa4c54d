"""What can follow on a command line: from the commands, and from a library that is neither made, changed nor waited for."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from reader.cli import complete
from reader.cli.complete import FILES
from reader.cli.registry import COMMANDS
from reader.query.fields import FIELDS

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shell import Shell


def offered(shell: Shell, *words: str) -> list[str]:
    """What can stand in the place of the last word."""
    answer = shell("_complete", "words", *words)
    assert (answer.code, answer.err) == (0, "")
    return [row.partition("\t")[0] if row != FILES else FILES for row in answer.out.splitlines()]


def test_the_first_word_is_a_command(shell: Shell) -> None:
    assert offered(shell, "") == [command.name for command in COMMANDS]
    assert offered(shell, "--library", "x.db", "") == [command.name for command in COMMANDS]
    assert "--library" in offered(shell, "--")


@pytest.mark.parametrize(
    ("words", "some"),
    [
        (("list", "--so"), ["--sort", "--json", "--help"]),
        (("list", "--sort", ""), ["date", "oldest"]),
        (
            (
                "list",
                "--sort=",
            ),
            ["--sort=date"],
        ),
        (("list", ""), [f"{row.name}:" for row in FIELDS]),
        (("list", "-fe"), ["-feed:"]),
        (("list", "--", "fe"), ["feed:"]),
        (("list", "is:un"), ["is:unread"]),
        (("list", "--json", "ha"), ["has:"]),
        (("export", "is:un"), ["is:unread"]),
        (("mark", ""), ["read", "unmute"]),
        (("mark", "read", "--query", "is:un"), ["is:unread"]),
        (("mark", "read", "--query=is:un"), ["--query=is:unread"]),
        (("story", ""), ["split", "join"]),
        (("feeds", ""), ["list", "rename"]),
        (("feeds", "set", "x", ""), ["interval=", "header."]),
        (("rules", "add", ""), ["mute", "tag:"]),
        (("rules", "add", "mute", "is:un"), ["is:unread"]),
        (("saved", "add", "x", "is:un"), ["is:unread"]),
        (("saved", "add", "--do", ""), ["mute", "tag:"]),
        (("config", ""), ["show", "path", "check"]),
        (("help", ""), ["query", "json", "undo"]),
        (("completion", ""), ["bash", "zsh", "fish"]),
        (("list", "--json="), ["--json=id", "--json=title"]),
        (("list", "--json=id,"), ["--json=id,title"]),
        (("config", "--json="), ["--json=export.folder"]),
    ],
)
def test_what_needs_no_library_is_offered_without_one(
    words: tuple[str, ...], some: list[str], shell: Shell
) -> None:
    found = offered(shell, *words)
    assert set(some) <= set(found)
    assert FILES not in found
    assert not shell.library.exists()


@pytest.mark.parametrize(
    "words",
    [
        ("mark", "read", ""),
        ("show", ""),
        ("tag", ""),
        ("undo", ""),
        ("stats", ""),
        ("list", "--limit", ""),
        ("list", "--format", ""),
        ("help", "query", ""),
        ("config", "show", ""),
        ("feeds", "rename", ""),
        ("feeds", "nothing", ""),
        ("nothing", ""),
        ("list", "feed:"),
        ("list", "is:unread"),
        ("list", '"a phrase'),
        ("list", "--nothing="),
    ],
)
def test_where_nothing_is_known_nothing_is_offered(words: tuple[str, ...], shell: Shell) -> None:
    assert offered(shell, *words) == []


@pytest.mark.parametrize(
    "words",
    [
        ("import", ""),
        ("add", "x"),
        ("backup", ""),
        ("export", "--to", ""),
        ("--library", ""),
        ("list", "--library=/"),
    ],
)
def test_files_belong_where_the_help_says_so(words: tuple[str, ...], shell: Shell) -> None:
    assert offered(shell, *words) == [FILES]


def test_names_come_from_the_library(harbour: Shell) -> None:
    harbour("saved", "add", 'Gas & "oil"', "gas")
    harbour("feeds", "rename", "Dunes", "Dunes & 'Dykes'")
    assert offered(harbour, "feeds", "rename", "") == ["Dunes & 'Dykes'", "The Pier"]
    assert offered(harbour, "refresh", "The Pier", "") == ["Dunes & 'Dykes'", "The Pier"]
    assert offered(harbour, "saved", "show", "") == ['Gas & "oil"']
    assert offered(harbour, "rules", "add", "--saved", "") == ['Gas & "oil"']
    assert set(offered(harbour, "list", "tag:")) == {"tag:energy/gas", "tag:news", "tag:sea"}
    assert set(offered(harbour, "list", "#e")) == {"#energy/gas"}
    assert offered(harbour, "list", "feed:") == ["feed:\"Dunes & 'Dykes'\"", 'feed:"The Pier"']
    assert offered(harbour, "list", "feed:Pi") == ["feed:Pier"]
    assert offered(harbour, "list", "gas author:A") == ["gas author:Ann"]
    assert set(offered(harbour, "list", "lang:")) == {"lang:en", "lang:ru"}
    assert set(offered(harbour, "tag", "1", "+")) == {"+energy/gas", "+news", "+sea"}
    assert {"-sea", "--json"} <= set(offered(harbour, "tag", "1", "-"))
    assert "tag:sea" in offered(harbour, "rules", "add", "")


def test_a_title_that_two_feeds_have_is_offered_by_their_numbers(harbour: Shell) -> None:
    harbour("feeds", "rename", "Dunes", "the pier")
    assert sorted(offered(harbour, "feeds", "remove", "")) == ["1", "2"]


def test_rules_are_offered_by_number_and_told_in_words(harbour: Shell) -> None:
    harbour("rules", "add", "mute", "gas -oil")
    assert harbour("_complete", "words", "rules", "off", "").out == "1\tmute gas -oil\n"


def test_the_library_named_in_the_line_is_the_one(harbour: Shell, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    for before, after in (((other,), ()), ((), ("--library", other))):
        words = [*(word for path in before for word in ("--library", path)), "list", *after, "tag:"]
        assert offered(harbour, *words) == []
    assert not (tmp_path / "other.db").exists()


def test_a_library_that_is_held_is_not_waited_for(harbour: Shell) -> None:
    with closing(sqlite3.connect(harbour.library, isolation_level=None)) as other:
        other.execute("PRAGMA locking_mode = EXCLUSIVE")
        other.execute("PRAGMA journal_mode = DELETE")
        other.execute("BEGIN EXCLUSIVE")
        other.execute("CREATE TABLE held (x)")
        harbour("_complete", "words", "list", "tag:")
        assert offered(harbour, "list", "is:un") == ["is:unread"]
        other.execute("ROLLBACK")


@pytest.mark.parametrize("body", [b"", b"no library at all" * 20, b"SQLite format 3\0" + bytes(200)])
def test_what_is_no_library_has_no_names(body: bytes, shell: Shell) -> None:
    shell.file("library.db", body)
    assert offered(shell, "list", "tag:") == []
    assert shell.library.read_bytes() == body
    assert [path.name for path in shell.folder.glob("library*")] == ["library.db"]


@pytest.mark.parametrize("argv", [(), ("bash",), ("bash", "x"), ("nothing", "list")])
def test_a_call_that_makes_no_sense_is_silent(argv: tuple[str, ...], shell: Shell) -> None:
    answer = shell("_complete", *argv)
    assert (answer.code, answer.err) == (0, "")


def test_a_fault_of_ours_is_logged_and_silent(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(_: object) -> None:
        raise RuntimeError("made to fail")

    monkeypatch.setattr(complete, "choices", broken)
    assert offered(shell, "list", "") == []
    assert "completing a line" in (shell.folder / "cache" / "broadsheet.log").read_text()


def test_no_control_character_is_offered(shell: Shell) -> None:
    shell.article("Quay", "A quiet quay.", feeds=["The \x1b[31m\tPier\x9b2J"], tags=["a\x1b[2Jb"])
    for words in (("feeds", "rename", ""), ("list", "tag:"), ("list", "feed:")):
        out = shell("_complete", "words", *words).out
        assert out.count("\n") == 1
        assert not {char for char in out if (ord(char) < 32 and char not in "\n\t") or 127 <= ord(char) < 160}


@pytest.mark.parametrize(
    ("typed", "put"),
    [
        ("broadsheet ex", ["extract", "export"]),
        ("broadsheet list is:unr", ["unread"]),
        ("broadsheet list 'is:unr", ["is:unread"]),
        ("broadsheet list --json=id,ti", ["id,title"]),
        ("broadsheet feeds rename Mos", [r"Moscow\ \"Times\"\'s"]),
        ("broadsheet feeds rename 'Mos", ["Moscow \"Times\"'\\''s"]),
        ('broadsheet feeds rename "Moscow ', [r"Moscow \"Times\"" + "'s"]),
        (r"broadsheet feeds rename Moscow\ ", [r"Moscow\ \"Times\"\'s"]),
        ("broadsheet list feed:", [r"\"Moscow\ Times\ \'s\""]),
        ("broadsheet import x", [FILES]),
    ],
)
def test_bash_gets_what_stands_behind_its_last_break(typed: str, put: list[str], shell: Shell) -> None:
    shell.article("Quay", "A quiet quay.", feeds=['Moscow "Times"\'s'])
    out = shell("_complete", "bash", " \t\n\"'><=;|&(:", typed).out
    assert out.splitlines() == put
