"""The programs that articles are sent to, as the config file has them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.config import send_programs, settings
from reader.config.send_programs import SendProgram

DOCS = Path(__file__).parents[2] / "docs" / "send.md"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_without_a_file_there_are_none(file: Path) -> None:
    assert send_programs.load(file) == ({}, ())


def test_a_list_runs_for_each_article_and_a_table_may_say_otherwise(file: Path) -> None:
    file.write_text(
        '[send]\nwallabag = ["wallabag", "add", "{url}"]\n'
        'kindle = { run = ["mutt", "-s", "{title}", "-a", "{file}", "--", "me@a.example"], as = "epub" }\n'
        'own = { run = ["sh", "-c", \'cp "$BROADSHEET_FILE" ~/a\'], as = "html" }\n'
        'plain = { run = ["save", "{file}"] }\n'
    )
    programs, notices = send_programs.load(file)
    assert notices == ()
    assert programs["wallabag"] == SendProgram("wallabag", ("wallabag", "add", "{url}"), "markdown")
    assert {name: (one.form, one.takes_all) for name, one in programs.items()} == {
        "wallabag": ("markdown", False),
        "kindle": ("epub", True),
        "own": ("html", True),
        "plain": ("markdown", False),
    }
    assert settings.load(file)[1] == ()


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ('"a b" = ["save"]', "a name has at most 40 letters"),
        ('x = "save {url}"', "a command must be a list of strings"),
        ("x = []", "a command must be a list of strings"),
        ("x = {}", "a command must be a list of strings"),
        ('x = { run = ["save", "{file}"], to = "epub" }', 'or { run = ["program", "argument"], as = "epub" }'),
        ('x = { run = ["save", "{file}"], as = "pdf" }', "as must be one of markdown, epub, html, csl-json"),
        ('x = { run = ["save", "{file}"], as = ["epub"] }', "as must be one of"),
        ('x = { run = ["save", "{url}", "{file}"], as = "epub" }', "unknown placeholder {url}; use one of {file} {title}"),
        ('x = { run = ["save"], as = "epub" }', 'with as = "epub" it gets a file: add the argument {file}'),
        ('x = ["sh", "-c", "save {title}"]', "next to other words it could run commands"),
        ('x = ["ssh", "desk", "{url}"]', "could pass it to a shell"),
        ('x = ["{file}"]', "the program itself cannot be a placeholder"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_left_out(file: Path, written: str, said: str) -> None:
    file.write_text(f'[send]\ngood = ["save", "{{url}}"]\n{written}\n')
    programs, (notice,) = send_programs.load(file)
    assert [*programs] == ["good"]
    assert notice.startswith(f"{file}, line 3: send program “")
    assert said in notice


def test_what_is_no_table_is_told(file: Path) -> None:
    file.write_text('send = ["save"]\n')
    programs, (notice,) = send_programs.load(file)
    assert not programs
    assert "line 1: send must be a table" in notice


def test_the_recipes_of_the_manual_have_no_mistake(file: Path) -> None:
    recipes = re.findall(r"(?s)```toml\n(.*?)```", DOCS.read_text("utf-8"))
    assert len(recipes) >= 5
    for recipe in recipes:
        file.write_text(recipe)
        programs, notices = send_programs.load(file)
        assert programs
        assert not notices
