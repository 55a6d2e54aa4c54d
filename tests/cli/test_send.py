"""`send`: a program of the config file gets the articles, and each end is told."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shell import Shell

PROGRAM = "import sys; print('took', *sys.argv[1:]); sys.exit('2' in sys.argv[1:])"


@pytest.fixture
def sender(shell: Shell, tmp_path: Path) -> Shell:
    """A library of two articles, with programs in the config file."""
    (tmp_path / "save.py").write_text(PROGRAM)
    (tmp_path / "config").mkdir()
    run = f'"{sys.executable}", "{tmp_path}/save.py"'
    (tmp_path / "config" / "config.toml").write_text(
        f'[send]\nsave = [{run}, "{{id}}"]\nbook = {{ run = [{run}, "{{title}}", "{{file}}"], as = "epub" }}\n'
        'lost = ["/nowhere/at-all", "{id}"]\n'
    )
    for title in ("Lamp lit", "Ferry aground"):
        shell.article(title, f"{title} at the pier.")
    return shell


def test_each_article_is_told_and_what_failed_is_exit_3(sender: Shell) -> None:
    name = sys.executable.rpartition("/")[2]
    answer = sender("send", "save", "1", "2")
    assert (answer.code, answer.out) == (3, "sent: Lamp lit\nfailed: Ferry aground\n")
    assert answer.err == f"  {name}: took 1\n  {name} failed (1): took 2\n1 article sent to save, 1 failed\n"
    assert sender("send", "save", "lamp").code == 0


def test_a_file_of_all_is_one_run(sender: Shell) -> None:
    answer = sender("send", "book", "")
    assert answer.code == 0
    assert answer.err.endswith("2 articles sent to book\n")
    assert answer.out.startswith("sent: broadsheet 2")


def test_json_has_a_row_a_run(sender: Shell) -> None:
    rows = sender("send", "save", "1", "2", "--json").rows
    assert [list(row) for row in rows] == [["program", "ids", "outcome", "code", "message"]] * 2
    assert [(row["ids"], row["outcome"], row["code"]) for row in rows] == [
        ([1], "sent", 0),
        ([2], "failed", 1),
    ]


@pytest.mark.parametrize(
    ("argv", "code", "said"),
    [
        (["save"], 2, "nothing to send"),
        (["save", "unicorn"], 1, "unicorn: nothing to send"),
        (["svae", "1"], 2, "there is no program “svae” in the table [send]\n  did you mean save?"),
        (["kindle", "1"], 2, "use one of: save, book, lost"),
        (["lost", "1"], 2, "no such program\n  check lost in [send] of config.toml"),
    ],
)
def test_what_cannot_be_sent_is_said(argv: list[str], code: int, said: str, sender: Shell) -> None:
    answer = sender("send", *argv)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err


def test_without_programs_the_page_that_says_how_is_named(shell: Shell) -> None:
    shell.article("Lamp lit", "It burns.")
    assert "see broadsheet help send" in shell("send", "kindle", "1").err


def test_a_program_with_a_mistake_is_told_by_check_and_when_it_is_named(
    sender: Shell, tmp_path: Path
) -> None:
    with (tmp_path / "config" / "config.toml").open("a") as file:
        file.write('bad = { run = ["save"], as = "epub" }\n')
    assert "it gets a file: add the argument {file}" in sender("config", "check").err
    assert sender("config", "check").code == 2
    answer = sender("send", "bad", "1")
    assert answer.code == 2
    assert "it gets a file: add the argument {file}" in answer.err
    assert sender("send", "save", "1").code == 0
