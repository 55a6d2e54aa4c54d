"""The pages that are made from tables: as they are in the folder, and a man page that roff reads without a word."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from reader.cli import docs
from reader.cli.registry import COMMANDS

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", docs.pages())
def test_a_page_is_the_one_that_the_table_makes(name: str) -> None:
    assert (DOCS / name).read_text("utf-8") == docs.pages()[name]


def test_the_check_names_what_is_not_up_to_date(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert docs.main([str(tmp_path)]) == 0
    assert docs.main([str(tmp_path), "--check"]) == 0
    (tmp_path / "keys.md").write_text("old")
    (tmp_path / "cli.md").unlink()
    assert docs.main([str(tmp_path), "--check"]) == 1
    said = capsys.readouterr().err
    assert f"{tmp_path / 'cli.md'}, {tmp_path / 'keys.md'}" in said
    assert "broadsheet.1" not in said


def test_the_man_page_has_every_command_with_its_arguments() -> None:
    page = docs.pages()["broadsheet.1"]
    for command in COMMANDS:
        assert f"\n.SS {command.name}\n{command.help[0].upper()}" in page
    assert "\n.TP\n\\fB\\-\\-tag T\\fR\n" in page
    assert "\n.TP\n\\fB130\\fR\ninterrupted\n" in page
    for section in ("NAME", "SYNOPSIS", "DESCRIPTION", "EXIT STATUS", "ENVIRONMENT", "FILES", "SEE ALSO"):
        assert f"\n.SH {section}\n" in page


def test_nothing_in_the_man_page_is_taken_for_a_request() -> None:
    assert docs._roff(".TH 'a' -b\n\\x `…`") == "\\&.TH \\(aqa\\(aq \\-b\n\\ex \\(ga\\[u2026]\\(ga"
    page = docs.pages()["broadsheet.1"]
    assert page.isascii()
    requests = {word for word in re.findall(r"^\.(\S+)", page, re.MULTILINE) if not word.startswith('\\"')}
    assert requests == {"TH", "SH", "SS", "TP", "PP", "B", "BR", "br", "EX", "EE"}


def test_roff_reads_the_man_page_without_a_warning() -> None:
    groff = shutil.which("groff")
    if groff is None:
        pytest.skip("no groff here")
    read = subprocess.run(
        [groff, "-man", "-ww", "-Tutf8", str(DOCS / "broadsheet.1")],
        capture_output=True,
        text=True,
        check=True,
    )
    assert read.stderr == ""
    assert "URL|FILE…" in read.stdout
