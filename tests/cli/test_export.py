"""`export`: Markdown files that can be written again and again and keep what the reader changed."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from reader.demo.newsstand import Newsstand
    from tests.support.shell import Shell

GAS = "2026-02-01-gas-line-to-the-island.md"


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """The folder to export to."""
    return tmp_path / "notes"


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


def test_the_front_matter_has_its_keys_in_their_order(
    shell: Shell, newsstand: Newsstand, notes: Path
) -> None:
    url = newsstand.page_url("gazette", "ferry-aground")
    shell("add", url, "--tag", "sea")
    shell("export", "1", "--to", str(notes))
    uid, day = (shell.rows("show", "1")[0][key] for key in ("uid", "fetched"))
    (path,) = notes.iterdir()
    head, _, body = path.read_text("utf-8").removeprefix("---\n").partition("---\n")
    assert head.splitlines() == [
        'title: "Ferry Halcyon Runs Aground Off Brannock Head With 214 Aboard"',
        f'source: "{url}"',
        "author:",
        '  - "Maud Ferris"',
        '  - "Ilya Renko"',
        'agency: "CWS"',
        'publication: "The Harbour Gazette"',
        "published: 2026-10-14",
        f"created: {day[:10]}",
        'description: "The evening ferry from Tarn Island struck the sandbank at Brannock Head; everyone aboard '
        'was brought ashore."',
        "tags:",
        '  - "clippings"',
        '  - "sea"',
        f'broadsheet: "{uid}"',
    ]
    assert "*The Halcyon on the Brannock sandbank at first light* (Odile Marchetti / Coastwise)" in body
    assert "> — Вера Солнцева (@vera_solntse), [2026-10-13](" in body
    assert "## Three hours in the dark" in body
    assert "**Related:** [Council Delays Vote on Tidal Barrage After Night of Protest](" in body


def test_each_file_is_named_and_again_nothing_is_touched(harbour: Shell, notes: Path) -> None:
    answer = harbour("export", "gas", "--to", str(notes))
    assert answer.code == 0
    assert sorted(answer.out.splitlines()) == [f"new: {notes}/{name}" for name in files(notes)]
    assert answer.err == f"exported to {notes}: 2 new\n"
    before = {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in notes.iterdir()}
    again = harbour("export", "gas", "--to", str(notes))
    assert (again.out, again.err) == ("", f"exported to {notes}: 2 unchanged\n")
    assert {path: (path.stat().st_mtime_ns, path.stat().st_ino) for path in notes.iterdir()} == before


def test_what_only_we_changed_is_replaced(harbour: Shell, notes: Path) -> None:
    harbour("export", "1", "--to", str(notes))
    harbour("tag", "1", "+sea")
    assert harbour("export", "1", "--to", str(notes)).out == f"updated: {notes}/{GAS}\n"
    assert '  - "sea"\n' in (notes / GAS).read_text("utf-8")


def test_a_file_that_the_reader_changed_stays_as_it_is(harbour: Shell, notes: Path) -> None:
    harbour("export", "1", "--to", str(notes))
    mine = (notes / GAS).read_text("utf-8") + "\nMy own thought.\n"
    (notes / GAS).write_text(mine, "utf-8")
    assert harbour("export", "1", "--to", str(notes)).out.startswith("kept: ")
    assert files(notes) == [GAS]


def test_what_both_changed_is_merged_and_told(harbour: Shell, notes: Path) -> None:
    harbour("export", "1", "--to", str(notes))
    mine = (notes / GAS).read_text("utf-8") + "\nMy own thought.\n"
    (notes / GAS).write_text(mine, "utf-8")
    harbour("tag", "1", "+sea")
    answer = harbour("export", "1", "--to", str(notes))
    assert (answer.code, answer.out) == (0, f"merged: {notes}/{GAS}\n")
    assert (notes / GAS).read_text("utf-8") == mine.replace('gas"\nbroad', 'gas"\n  - "sea"\nbroad')
    assert files(notes) == [GAS]


def test_open_conflicts_are_shown_until_the_other_version_goes(harbour: Shell, notes: Path) -> None:
    assert harbour("export", "--resolve", "--to", str(notes)).err == f"no open conflicts in {notes}\n"
    harbour("note", "1", "Ask the harbour master.")
    harbour("export", "1", "--to", str(notes))
    text = (notes / GAS).read_text("utf-8")
    (notes / GAS).write_text(text.replace("harbour master", "mayor"), "utf-8")
    harbour("undo")
    harbour("note", "1", "Ask the harbour office.")
    other = notes / GAS.replace(".md", ".new.md")
    answer = harbour("export", "1", "--to", str(notes))
    assert (answer.code, answer.out) == (0, f"beside: {other}\n")
    assert f"changed the same lines of {GAS}" in answer.err
    shown = harbour("export", "--resolve", "--to", str(notes))
    assert shown.code == 0
    assert shown.out.splitlines()[0] == str(other)
    assert "  -- Ask the mayor." in shown.out.splitlines()
    assert "  +- Ask the harbour office." in shown.out.splitlines()
    assert f"1 open conflict in {notes}" in shown.err
    (row,) = harbour.rows("export", "--resolve", "--to", str(notes))
    assert (row["note"], row["beside"]) == (str(notes / GAS), str(other))
    other.unlink()
    assert harbour("export", "1", "--to", str(notes)).out.startswith("kept: ")
    assert harbour("export", "--resolve", "--to", str(notes)).out == ""


def test_resolve_takes_no_articles(harbour: Shell) -> None:
    assert harbour("export", "--resolve", "gas").code == 2


def test_a_moved_file_is_found_again(harbour: Shell, notes: Path) -> None:
    harbour("export", "1", "--to", str(notes))
    (notes / "read").mkdir()
    (notes / GAS).rename(notes / "read" / "mine.md")
    harbour("tag", "1", "+sea")
    assert harbour("export", "1", "--to", str(notes)).out == f"updated: {notes}/read/mine.md\n"
    assert files(notes) == ["read"]


def test_a_deleted_file_is_made_again_only_when_asked(harbour: Shell, notes: Path) -> None:
    harbour("export", "1", "--to", str(notes))
    (notes / GAS).unlink()
    assert "--again" in harbour("export", "1", "--to", str(notes)).err
    assert files(notes) == []
    harbour("export", "1", "--to", str(notes), "--again")
    assert files(notes) == [GAS]


def test_a_dry_run_says_what_would_happen_and_writes_nothing(harbour: Shell, notes: Path) -> None:
    answer = harbour("export", "gas", "--to", str(notes), "--dry-run")
    assert answer.out.count("new: ") == 2
    assert answer.err == f"would export to {notes}: 2 new (dry run: nothing was written)\n"
    assert not notes.exists()
    harbour("export", "1", "--to", str(notes))
    harbour("tag", "1", "+sea")
    before = (notes / GAS).read_bytes()
    assert harbour("export", "1", "--to", str(notes), "--dry-run").out.startswith("updated: ")
    assert (notes / GAS).read_bytes() == before


def test_one_article_goes_to_standard_output(harbour: Shell, notes: Path) -> None:
    harbour("export", "1", "--to", str(notes))
    assert harbour("export", "1", "--to", "-").out == (notes / GAS).read_text("utf-8")


def test_a_lone_number_or_uid_is_an_article_and_all_else_a_query(harbour: Shell, notes: Path) -> None:
    harbour.article("Lot 1", "One lamp.")
    uid = harbour.rows("show", "4")[0]["uid"]
    harbour("export", "1", uid, "--to", str(notes))
    assert files(notes) == [GAS, "2026-03-02-ferry-on-the-sandbank.md"]
    harbour("export", "lot 1", "--to", str(notes))
    assert len(files(notes)) == 3


@pytest.mark.parametrize(
    ("argv", "number"),
    [
        ([""], 6),
        (["--bookmarks"], 2),
        (["--bookmarks", "gas"], 1),
        (["is:unread -gas"], 2),
        (["gas", "-oil"], 1),
    ],
)
def test_query_and_bookmarks_choose(argv: list[str], number: int, harbour: Shell, notes: Path) -> None:
    harbour("export", *argv, "--to", str(notes))
    assert len(files(notes)) == number


@pytest.mark.parametrize(("argv", "code"), [([], 2), (["99"], 1), (["unicorn"], 1), (["tilte:x"], 2)])
def test_nothing_to_export_is_said(argv: list[str], code: int, harbour: Shell, notes: Path) -> None:
    answer = harbour("export", *argv, "--to", str(notes))
    assert (answer.code, answer.out) == (code, "")
    assert answer.err
    assert not notes.exists()


def test_json_has_a_row_a_file(harbour: Shell, notes: Path) -> None:
    (row,) = harbour.rows("export", "1", "--to", str(notes))
    assert row == {"id": 1, "path": str(notes / GAS), "outcome": "new", "message": None}
    assert [row["outcome"] for row in harbour.rows("export", "1", "--to", str(notes))] == ["unchanged"]


def test_without_a_folder_the_setting_then_the_documents_folder_is_taken(
    harbour: Shell, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_DOCUMENTS_DIR", str(tmp_path / "documents"))
    assert harbour("export", "1").err == f"exported to {tmp_path}/documents/broadsheet: 1 new\n"
    config = Path(os.environ["BROADSHEET_CONFIG_DIR"])
    config.mkdir()
    (config / "config.toml").write_text(f'[export]\nfolder = "{tmp_path}/mine"\n')
    assert harbour("export", "1").err == f"exported to {tmp_path}/mine: 1 new\n"


def test_a_folder_that_cannot_be_used_is_exit_3(harbour: Shell, notes: Path) -> None:
    notes.write_text("a file")
    answer = harbour("export", "gas", "--to", str(notes))
    assert answer.code == 3
    assert "file stands where a folder is needed" in answer.err or "cannot be" in answer.err
    assert notes.read_text() == "a file"


@pytest.mark.parametrize(("form", "suffix"), [("epub", "epub"), ("html", "html"), ("csl-json", "json")])
def test_as_writes_one_file_of_all(form: str, suffix: str, harbour: Shell, notes: Path) -> None:
    path = notes / f"a.{suffix}"
    answer = harbour("export", "gas", "--as", form, "--to", str(path))
    assert (answer.code, answer.out, answer.err) == (0, f"{path}\n", f"2 articles in {path}\n")
    assert files(notes) == [f"a.{suffix}"]
    again = harbour("export", "gas", "--as", form, "--to", str(path))
    assert (again.code, again.out) == (3, "")
    assert "this file already exists\n  to replace it, add --again" in again.err
    (row,) = harbour.rows("export", "1", "--as", form, "--to", str(path), "--again")
    assert row == {"path": str(path), "format": form, "articles": 1, "failed": []}


def test_as_in_a_folder_finds_a_name_and_a_dry_run_writes_nothing(harbour: Shell, notes: Path) -> None:
    answer = harbour("export", "1", "--as", "html", "--to", f"{notes}/", "--dry-run")
    assert answer.out == f"{notes}/{GAS.replace('.md', '.html')}\n"
    assert answer.err.endswith("(dry run: nothing was written)\n")
    assert not notes.exists()


def test_as_gives_text_to_standard_output_and_no_book(harbour: Shell) -> None:
    answer = harbour("export", "gas", "--as", "csl-json", "--to", "-")
    assert (answer.code, answer.err, len(json.loads(answer.out))) == (0, "", 2)
    assert harbour("export", "1", "--as", "html", "--to", "-").out.startswith("<!DOCTYPE html>\n")
    for more in (["epub"], ["html", "--dry-run"]):
        answer = harbour("export", "1", "--to", "-", "--as", *more)
        assert (answer.code, answer.out) == (2, "")
        assert "give a file: --to FILE" in answer.err


def test_as_goes_with_no_conflicts_and_with_formats_that_are_there(harbour: Shell) -> None:
    assert harbour("export", "--resolve", "--as", "epub").code == 2
    answer = harbour("export", "1", "--as", "pdf")
    assert answer.code == 2
    assert "csl-json" in answer.err
