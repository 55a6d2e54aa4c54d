"""`help`: the pages of the manual; what is packaged is what the index lists; links lead somewhere."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING
from unittest.mock import Mock, patch

import pytest

from reader.cli.commands import help as command
from reader.core import manual

if TYPE_CHECKING:
    from tests.support.shell import Shell

ROOT = Path(__file__).parents[2]
LINK = re.compile(r"\]\((?!https?://)([^)#\s]*)(?:#([^)\s]*))?\)")


def test_without_a_topic_the_index_comes_and_every_page_of_it_can_be_shown(shell: Shell) -> None:
    index = shell("help")
    assert index.code == 0
    assert "  page       tells you\n" in index.out
    pages = [topic.name for topic in manual.topics()]
    assert {"tour", "reading", "query", "export", "migrating", "cli"} <= set(pages)
    for page in pages:
        assert re.search(rf"^  {page}  ", index.out, re.MULTILINE), page
        answer = shell("help", page)
        assert (answer.code, answer.err) == (0, ""), page
        title = manual.page(page).partition("\n")[0]
        assert answer.out.startswith(f"  {title.removeprefix('# ')}\n"), page


def test_a_page_is_laid_out_for_reading(shell: Shell) -> None:
    said = shell("help", "export").out
    assert "```" not in said
    assert "`" not in said
    assert "](" not in said
    assert "\n    broadsheet export --bookmarks  " in said
    assert re.search(r"^  edited +changed in the same +your lines stay; the +beside$", said, re.MULTILINE)
    assert "  • broadsheet help migrating\n" in said.partition("  See also\n\n")[2]
    assert "Options of the command: broadsheet export --help" in said
    text = [line for line in said.splitlines() if not line.startswith("    broadsheet ")]
    assert max(map(len, text)) <= 74
    assert all(line == line.rstrip() for line in said.splitlines())


def test_notes_for_editors_are_not_shown(shell: Shell) -> None:
    assert "<!--" in manual.page("cli")
    assert "<!--" not in shell("help", "cli").out


def test_a_command_without_a_page_shows_its_own_help(shell: Shell) -> None:
    assert shell("help", "stats").out == shell("stats", "--help").out


def test_a_name_is_taken_as_people_write_it(shell: Shell) -> None:
    assert shell("help", "Query.md").out == shell("help", "query").out


@pytest.mark.parametrize(
    ("word", "page"), [("article", "reading"), ("Start", "tour"), ("shortcuts", "keys"), ("theme", "themes")]
)
def test_a_page_is_found_under_other_words(shell: Shell, word: str, page: str) -> None:
    assert shell("help", word).out == shell("help", page).out


@pytest.mark.parametrize(
    ("given", "near"),
    [("exprot", "did you mean export? To"), ("../README", "to"), ("README/../cli", "to"), ("%s", "to")],
)
def test_an_unknown_page_is_named_with_the_nearest(shell: Shell, given: str, near: str) -> None:
    answer = shell("help", given)
    assert (answer.code, answer.out) == (2, "")
    assert answer.err == f"broadsheet: there is no page “{given}”\n  {near} list all pages: broadsheet help\n"


def test_as_json_a_page_is_its_markdown(shell: Shell) -> None:
    (row,) = shell.rows("help", "themes")
    assert row["topic"] == "themes"
    assert row["markdown"].startswith("# Themes\n")


def test_the_wheel_holds_the_index_and_the_pages_that_it_lists() -> None:
    built = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["hatch"]["build"]["targets"][
        "wheel"
    ]
    packed = {name: where for name, where in built["force-include"].items() if name.startswith("docs/")}
    assert packed == {
        f"docs/{name}.md": f"reader/docs/{name}.md"
        for name in (manual.INDEX, *(topic.name for topic in manual.topics()))
    }


def test_every_page_is_in_the_index() -> None:
    index = manual.page(manual.INDEX)
    assert {page.stem for page in (ROOT / "docs").glob("*.md")} - {manual.INDEX} == {
        *re.findall(r"\]\(([\w-]+)\.md\)", index)
    }


PAGES = sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_to_files_and_headings_that_are_there(page: Path) -> None:
    for place, heading in LINK.findall(page.read_text("utf-8")):
        target = page.parent / place if place else page
        assert target.exists(), place
        if heading:
            titles = re.findall(r"^#+ (.*)$", target.read_text("utf-8"), re.MULTILINE)
            assert heading in {re.sub(r"[^\w -]", "", title).lower().replace(" ", "-") for title in titles}, (
                heading
            )


def test_every_picture_is_shown_with_a_caption() -> None:
    tour = manual.page("tour")
    shown = re.findall(r"!\[([^\]]+)\]\(pictures/([\w-]+\.svg)\)\n\n\*([^*\n]+)\*\n", tour)
    assert {name for _, name, _ in shown} == {file.name for file in (ROOT / "docs" / "pictures").iterdir()}


@pytest.mark.parametrize(("rows", "pages"), [(9, ["Some text"]), (50, [])])
def test_what_does_not_fit_the_terminal_goes_to_the_pager(
    rows: int, pages: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = tmp_path / "kept"
    (tmp_path / "pager.py").write_text(f"import sys; open({str(kept)!r}, 'w').write(sys.stdin.read())")
    monkeypatch.setenv("PAGER", f"'{sys.executable}' '{tmp_path}/pager.py'")
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((80, rows)))
    out = Mock(columns=80)
    command._show(["Some text"] * 12, out)
    assert kept.exists() == bool(pages)
    assert out.styled.call_count == (0 if pages else 12)
    if pages:
        assert kept.read_text() == "Some text\n" * 12


@pytest.mark.parametrize("pager", ["no-such-program-at-all", "'"])
def test_without_a_pager_all_of_it_is_printed(pager: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", pager)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((80, 5)))
    out = Mock(columns=80)
    command._show(["Some text"] * 12, out)
    assert out.styled.call_count == 12


@pytest.mark.parametrize("pager", ["", " "])
def test_a_pager_that_is_set_to_nothing_is_less(pager: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PAGER", pager)
    monkeypatch.setattr(shutil, "get_terminal_size", lambda: os.terminal_size((80, 5)))
    with patch("subprocess.Popen") as started:
        command._show(["Some text"] * 12, Mock(columns=80))
    assert started.call_args.args == (["less"],)
