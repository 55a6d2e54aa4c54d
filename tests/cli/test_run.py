"""`run`: own commands on articles, their outputs kept, printed, exported and forgotten."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import pytest

from reader.config import paths
from tests.cli.test_fields import OUTPUT, RUN

if TYPE_CHECKING:
    from tests.support.shell import Shell

COUNTS = "import sys; print(len(sys.stdin.read().split()), 'zeppelins')"
FAILS = (
    "import os, sys; sys.exit(os.environ['BROADSHEET_TITLE'] if int(os.environ['BROADSHEET_ID']) % 2 else 0)"
)


@pytest.fixture
def commands(harbour: Shell) -> Shell:
    """The library, and two commands that keep what they print."""
    rows = {"X": ("Summary", COUNTS), "U": ("Odd", FAILS)}
    text = "\n".join(
        f'"{key}" = {{run = {json.dumps([sys.executable, "-c", code])}, keep = "{name}"}}'
        for key, (name, code) in rows.items()
    )
    folder = paths.config_folder()
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "config.toml").write_text(f"[commands]\n{text}\n", "utf-8")
    return harbour


def test_what_a_command_prints_is_kept_found_and_shown(commands: Shell) -> None:
    answer = commands("run", "summary", "1")
    assert (answer.code, answer.out) == (0, "kept “Summary” with “Gas line to the island”\n")
    assert [row["id"] for row in commands.rows("search", "zeppelin")] == [1]
    assert [row["id"] for row in commands.rows("list", "has:output")] == [1]
    (output,) = commands.rows("show", "1")[0]["outputs"]
    assert list(output) == OUTPUT
    assert (output["name"], output["is_cut"]) == ("Summary", False)
    assert output["markdown"].endswith(" zeppelins")
    assert "\n\n## Summary\n\n*Output of python" in commands("show", "1").out
    assert "\n\n## Summary\n\n*Output of python" in commands("export", "1", "--to", "-").out


def test_a_query_runs_it_on_each_article(commands: Shell) -> None:
    answer = commands("run", "SUMMARY", "is:bookmarked", "-has:output")
    assert answer.out.count("kept “Summary”") == 2
    assert commands("run", "SUMMARY", "is:bookmarked", "-has:output").code == 1
    rows = commands.rows("run", "summary", "1", "5")
    assert [list(row) for row in rows] == [RUN, RUN]
    assert [(row["article"], row["name"], row["error"]) for row in rows] == [
        (1, "Summary", None),
        (5, "Summary", None),
    ]


def test_a_failure_on_one_article_holds_no_other(commands: Shell) -> None:
    answer = commands("run", "odd", "1", "2")
    assert (answer.code, answer.out) == (3, "")
    assert "Gas line to the island: nothing was kept: python" in answer.err
    assert "failed (1): Gas line to the island" in answer.err
    assert "printed nothing" in answer.err
    assert answer.err.endswith("2 of 2 articles failed\n")
    alone = commands("run", "odd", "1")
    assert alone.code == 3
    assert alone.err.startswith("broadsheet: Odd: nothing was kept: python")
    failed, _ = commands("run", "odd", "1", "2", "--json").rows
    assert list(failed) == RUN
    assert (failed["article"], failed["name"], failed["markdown"]) == (1, "Odd", None)
    assert failed["error"].startswith("nothing was kept")


def test_an_unknown_name_tells_those_there_are(commands: Shell, shell: Shell) -> None:
    answer = commands("run", "sumary", "1")
    assert answer.code == 2
    assert "no command keeps its output as “sumary”\n  use one of: Summary, Odd" in answer.err
    (paths.config_folder() / "config.toml").unlink()
    assert "to write one: broadsheet help commands" in shell("run", "summary", "1").err


def test_a_mistake_in_the_only_command_is_told(commands: Shell) -> None:
    (paths.config_folder() / "config.toml").write_text('[commands]\n"X" = {run = ["a"], keep = "Notes"}\n')
    assert "a heading of broadsheet's own" in commands("run", "notes", "1").err


def test_an_output_is_forgotten_and_comes_back(commands: Shell) -> None:
    commands("run", "summary", "1", "2")
    answer = commands("run", "--forget", "summary", "1")
    assert answer.out == "1 output removed; broadsheet undo restores it\n"
    assert [row["id"] for row in commands.rows("list", "has:output")] == [2]
    assert commands("run", "--forget", "summary", "1").code == 1
    commands("undo")
    assert commands.rows("run", "--forget", "summary", "") == [{"matched": 6, "changed": 2}]


def test_an_exported_output_is_no_part_of_the_text_that_is_imported(commands: Shell) -> None:
    commands("run", "summary", "1")
    before = commands.rows("show", "1")[0]
    commands("export", "1", "--to", str(commands.folder / "notes"))
    assert commands("import", str(commands.folder / "notes")).code == 0
    assert commands.rows("show", "1")[0] == before
