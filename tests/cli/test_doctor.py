"""`doctor`: is the library sound, and is the index the library's?"""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from reader.config import paths

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shell import Shell

SOUND = "the library and its index are intact: 6 articles\n"


def test_a_sound_library_is_said_to_be_sound(harbour: Shell) -> None:
    answer = harbour("doctor")
    assert (answer.code, answer.out) == (0, SOUND)
    assert harbour.rows("doctor") == [{"library": [], "index": [], "articles": 6, "repaired": False}]


def test_the_log_of_failures_is_named_where_there_is_one(harbour: Shell) -> None:
    file = harbour.folder / "cache" / "broadsheet.log"
    file.parent.mkdir(exist_ok=True)
    file.touch()
    answer = harbour("doctor")
    assert answer.out == SOUND
    assert answer.err.endswith(f"\nunexpected errors are logged in {file}\n")
    assert harbour("doctor", "--quiet").err == ""


def test_a_deleted_index_is_found_and_repaired(harbour: Shell) -> None:
    shutil.rmtree(harbour.folder / "library.db.index")
    answer = harbour("doctor")
    assert (answer.code, answer.out) == (3, "the index is missing\n")
    assert "broadsheet doctor --repair" in answer.err
    repaired = harbour("doctor", "--repair")
    assert (repaired.code, repaired.out) == (0, "the index is missing\nthe index was rebuilt\n")
    assert harbour("doctor").out == SOUND


def test_a_damaged_index_is_found_and_repaired(harbour: Shell) -> None:
    files = [path for path in (harbour.folder / "library.db.index").rglob("*") if path.is_file()]
    for path in files:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    assert harbour("doctor").code == 3
    assert harbour("doctor", "--repair").code == 0
    assert [row["title"] for row in harbour.rows("search", "divers")] == ["Gas line to the island"]


def test_a_text_that_is_not_what_was_saved_is_found(harbour: Shell) -> None:
    with closing(sqlite3.connect(harbour.library, isolation_level=None)) as connection:
        connection.execute("UPDATE text SET markdown = 'Something else.' WHERE article_id = 2")
    answer = harbour("doctor")
    assert answer.code == 4
    assert "intact" not in answer.out
    assert answer.out.strip()


def test_a_file_that_is_no_library_is_exit_4_and_left_alone(shell: Shell) -> None:
    shell.file("library.db", "not a library at all, but somebody's text\n" * 50)
    before = shell.library.read_bytes()
    for argv in (["doctor"], ["list"], ["add", "https://pier.example/"], ["mark", "read", "1"]):
        answer = shell(*argv)
        assert (answer.code, answer.out) == (4, "")
        assert str(shell.library) in answer.err
    assert shell.library.read_bytes() == before


def test_what_can_be_read_of_a_damaged_library_is_saved_and_takes_its_place(
    shell: Shell, tmp_path: Path
) -> None:
    for number in range(3):
        shell.article(f"Lamp {number}", "A quiet lamp on the pier.")
    with closing(sqlite3.connect(shell.library)) as library:
        library.execute("UPDATE text SET markdown = 'other' WHERE article_id = 2")
        library.commit()
    answer = shell("doctor")
    assert answer.code == 4
    assert "save what can be read with broadsheet doctor --salvage NEW.db" in answer.err
    new = tmp_path / "new.db"
    answer = shell("doctor", "--salvage", str(new))
    assert answer.code == 3
    assert answer.out == f"3 articles saved in {new}\nlost: the text of article 2, “Lamp 1”\n"
    assert f"broadsheet restore {new}" in answer.err
    (row,) = shell("doctor", "--salvage", str(tmp_path / "second.db"), "--json").rows
    assert (row["articles"], row["lost"]) == (3, ["the text of article 2, “Lamp 1”"])
    assert shell("restore", str(new)).code == 0
    assert shell("doctor", "--repair").code == 0
    assert len(shell.rows("search", "quiet")) == 2


def test_there_must_be_something_to_salvage_and_a_place_for_it(shell: Shell, tmp_path: Path) -> None:
    answer = shell("doctor", "--salvage", str(tmp_path / "new.db"))
    assert (answer.code, "no such file" in answer.err) == (3, True)
    shell.article("Lamp", "A quiet lamp.")
    answer = shell("doctor", "--salvage", str(shell.library))
    assert (answer.code, "this file already exists" in answer.err) == (4, True)


LETTERS = "Arabic and Hebrew letters"


@pytest.mark.parametrize(
    ("config", "term", "said", "other"),
    [
        ("", "xterm-256color", f"{LETTERS} are left to this terminal, which is not known to put them in order", "broadsheet"),
        ("", "mlterm", f"this terminal puts {LETTERS} in order itself", "broadsheet"),
        ("", "foot", f"broadsheet puts {LETTERS} in order, as this terminal does not", "terminal"),
        ('bidi = "broadsheet"', "mlterm", f'broadsheet puts {LETTERS} in order (bidi = "broadsheet")', "terminal"),
        ('bidi = "terminal"', "foot", f'{LETTERS} are left to this terminal (bidi = "terminal")', "broadsheet"),
    ],
)  # fmt: skip
def test_who_orders_letters_is_said_and_how_to_change_it(
    harbour: Shell, monkeypatch: pytest.MonkeyPatch, config: str, term: str, said: str, other: str
) -> None:
    for name in (
        "VTE_VERSION",
        "KONSOLE_VERSION",
        "MLTERM",
        "TERM_SESSION_ID",
        "TERM_PROGRAM",
        "XTERM_VERSION",
    ):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", term)
    file = paths.config_folder() / "config.toml"
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(config)
    assert harbour("doctor").err == f'{said}; if words appear backwards: bidi = "{other}" in {file}\n'
    assert harbour("doctor", "--json").err == ""
