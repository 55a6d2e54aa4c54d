"""What a reader of version 0.1.0 has (`tests/data/release-0.1.0`) opens, is found and goes on as it was."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.core import upkeep
from reader.core.sandbox.process import ChildProcess
from reader.core.session import LibraryPaths, Session
from reader.index.analyse import FORMAT
from reader.text.tokens import ANALYSIS
from tests.support import near
from tests.support.server import Route

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.server import Server
    from tests.support.shell import Shell

RELEASE = Path(__file__).parents[1] / "data" / "release-0.1.0"
NOTES = "/tmp/broadsheet-0.1.0/notes"
"""Where it had exported to."""

WHALE, ROPE, FERRY = (
    "A Whale in the Fishing Harbour",
    "How to Splice a Rope",
    "Ferry Runs Aground off the North Mole",
)
TITLES = {
    "Nebel bis Mittag",
    "Spring Tide on Friday",
    "Neap Tides Until Sunday",
    "The Lamp on the Mole Is Lit Again",
    "Two Tugs Wait for the Spring Tide",
    "The Pilot's House Is for Sale",
    "Туман над гаванью",
    "潮の満ち引き",
    WHALE,
    ROPE,
    FERRY,
}


@pytest.fixture
def kept(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> Shell:
    """A copy of it; children work in this process."""
    shutil.copytree(RELEASE, shell.folder, dirs_exist_ok=True)
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setattr(ChildProcess, "start", near.start)
    return shell


def titles(shell: Shell, *argv: str) -> list[str]:
    return [row["title"] for row in shell.rows(*argv)]


def number(shell: Shell, title: str) -> str:
    (row,) = (row for row in shell.rows("list", "--limit", "0") if row["title"] == title)
    return str(row["id"])


def index_files(shell: Shell) -> dict[str, bytes]:
    """The index's files but for locks."""
    (folder,) = (path for path in (shell.folder / "library.db.index").iterdir() if path.is_dir())
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.endswith("LOCK")}


def test_its_articles_are_listed_with_their_marks(kept: Shell) -> None:
    rows = {row["title"]: row for row in kept.rows("list", "--limit", "0")}
    assert set(rows) == TITLES
    assert {title for title, row in rows.items() if row["bookmarked"]} == {WHALE, ROPE}
    assert {title for title, row in rows.items() if row["read"]} == {
        FERRY,
        "The Lamp on the Mole Is Lit Again",
        "Neap Tides Until Sunday",
    }
    assert set(rows[WHALE]["tags"]) == {"whales", "sightings/this year"}
    assert titles(kept, "search", "is:muted") == ["Bakers Bake at Noon for Once"]
    assert titles(kept, "search", "tag:harbour/ships")
    assert kept("doctor").code == 0


def test_one_line_says_that_it_is_converted_and_it_is_said_once(kept: Shell) -> None:
    answer = kept("list")
    assert answer.err.splitlines()[0] == "making a backup and converting the library to this version"
    assert "converting" not in kept("list").err
    (backup,) = kept.folder.glob("library.backup-*.db")
    assert backup.stat().st_size > 0


def test_its_texts_come_to_stand_once(kept: Shell) -> None:
    before = {row["id"]: kept("show", str(row["id"])).out for row in kept.rows("list", "--limit", "0")}
    with Session(LibraryPaths.found(str(kept.library))) as session:
        assert session.library.upkeep.texts_to_look_at()
        upkeep.tidy(session)
        assert session.library.upkeep.texts_to_look_at() == 0
        assert session.library.database.value("SELECT count(*) FROM text WHERE stands_once") > 3
    assert {number: kept("show", str(number)).out for number in before} == before
    assert kept("doctor").code == 0


def test_its_texts_are_shown_whole(kept: Shell) -> None:
    shown = kept("show", number(kept, ROPE)).out
    assert "Unlay the ends" in shown
    assert "nylon" in shown
    assert "A cone of hard wood." in shown
    assert "It left with the morning tide." in kept("show", number(kept, WHALE)).out


def test_its_words_are_found_by_the_index_that_it_had(kept: Shell) -> None:
    before = index_files(kept)
    assert titles(kept, "search", "title:marigold OR fishermen") == [WHALE]
    assert titles(kept, "search", "туман") == ["Туман над гаванью"]
    assert titles(kept, "search", "Nebel OR 灯台") == ["Nebel bis Mittag", "潮の満ち引き"]
    made = json.loads(before["broadsheet.json"])
    is_same_format = (made["format"], made.get("analysis", 1)) == (FORMAT, ANALYSIS)
    assert (index_files(kept) == before) is is_same_format


def test_the_readers_own_words_are_kept(kept: Shell) -> None:
    notes = [row["text"] for row in kept.rows("note", number(kept, WHALE))]
    assert notes == ["Ask the fishermen what it sang.", "Und den Hafenmeister."]
    assert titles(kept, "search", "Hafenmeister") == [WHALE]
    assert [row["quote"] for row in kept.rows("highlight", number(kept, FERRY))] == [
        "the lamp on the mole had been dark"
    ]


def test_searches_and_rules_are_kept(kept: Shell) -> None:
    assert [(row["name"], row["query"]) for row in kept.rows("saved")] == [
        ("Ferries", "ferry OR marigold"),
        ("Fog in two languages", "Nebel OR туман"),
    ]
    assert [(row["action"], row["tag"], row["hits"]) for row in kept.rows("rules")] == [
        ("tag", "harbour/ships", 2),
        ("mute", None, 1),
        ("read", None, 1),
    ]


def test_what_was_done_can_be_undone_and_done_again(kept: Shell) -> None:
    assert "-later" in kept("redo").out
    assert "#later back on" in kept("undo").out
    assert "#later removed from" in kept("undo").out
    assert "is back in the library" in kept("undo").out
    assert "A Letter without an Address" in titles(kept, "list")


def test_a_file_that_it_had_exported_is_not_made_again(kept: Shell) -> None:
    assert not Path(NOTES).exists()
    rows = kept.rows("export", "--bookmarks", "--to", NOTES, "--dry-run")
    assert {(row["outcome"], Path(row["path"]).name) for row in rows} == {
        ("gone", "2026-11-05-a-whale-in-the-fishing-harbour.md"),
        ("gone", "2026-09-14-how-to-splice-a-rope.md"),
    }


def test_its_settings_are_read_without_complaint(kept: Shell) -> None:
    assert kept("config", "check").code == 0
    (settings,) = kept.rows("config")
    assert (settings["theme"], settings["refresh.every"]) == ("quay", "0")
    assert settings["export.by_publication"] == "true"
    page = kept.file(
        "page.html",
        "<html><body><div class='story'><p>The lamp burns.</p><p class='letter'>Order!</p></div></body>",
    )
    (row,) = kept.rows("extract", page, "--url", "http://quay.example/lamp")
    assert row["text"] == "The lamp burns."


def test_its_feeds_go_on_with_a_refresh(kept: Shell, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("http_proxy", server.url())  # so their hosts need not exist
    entry = "<item><title>{0}</title><guid>http://quay.example/{1}</guid><link>http://quay.example/{1}</link></item>"
    items = entry.format(FERRY, "ferry") + entry.format("The Ferry Sails Again", "sails")
    feed = f'<rss version="2.0"><channel><title>The Quay</title>{items}</channel></rss>'
    server.text("http://quay.example/feed.xml", feed, "text/xml")
    server.on("http://tides.example/feed.xml", Route(status=500))
    assert kept("refresh").code == 3
    rows = {row["title"]: row for row in kept.rows("feeds")}
    assert set(rows) == {"Old Lamp", "The Quay", "Tides of the Mole"}
    assert {title: row["state"] for title, row in rows.items()} == {
        "Old Lamp": "failing",
        "The Quay": "ok",
        "Tides of the Mole": "failing",
    }
    assert set(titles(kept, "list", "--limit", "0")) == {*TITLES, "The Ferry Sails Again"}
    assert titles(kept, "search", 'title:"sails again" tag:harbour/ships') == ["The Ferry Sails Again"]
    assert kept("doctor").code == 0


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def empty(_: bytes) -> bytes:
    return b""


def garbage(content: bytes) -> bytes:
    return b"\xff\x00garbage" * (len(content) // 9 + 1)


def wrong(_: bytes) -> bytes:
    return b'{"format": {}, "files": []}'


@pytest.mark.parametrize("damage", [cut, empty, garbage, wrong])
@pytest.mark.parametrize("name", ["pst", "col", "toc", "broadsheet.json"])
def test_damage_to_its_index_is_seen_and_mended(
    kept: Shell, name: str, damage: Callable[[bytes], bytes]
) -> None:
    found = titles(kept, "search", "harbour")
    assert len(found) == 3
    path = next(path for path in (kept.folder / "library.db.index").rglob("*") if path.name.endswith(name))
    path.write_bytes(damage(path.read_bytes()))
    with Session(LibraryPaths.found(str(kept.library))) as session:
        assert session.index.state() == "damaged"
    assert titles(kept, "search", "harbour") == found
    with Session(LibraryPaths.found(str(kept.library))) as session:
        assert session.index.state(thorough=True) == "ok"
    assert kept("doctor").code == 0
