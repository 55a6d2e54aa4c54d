"""`broadsheet archive` and `search --archive`, with a real server."""

from __future__ import annotations

import json
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reader.cli.json_objects import OBJECTS
from tests.support import real_postgres

if TYPE_CHECKING:
    from tests.support.real_postgres import RealPostgres
    from tests.support.shell import Shell

GAS: dict[str, Any] = {
    "title": "Gas line to the island",
    "text": "The gas line will cross the sound.\n\nDivers have begun to lay it.",
    "url": "https://ann:secret@pier.example/gas",
    "published": "2026-02-01T09:00:00Z",
    "authors": ["Ann Keel"],
    "feeds": ["The Pier"],
}
OIL: dict[str, Any] = {
    "title": "Oil gets cheaper",
    "text": "Oil fell, and gas with it.",
    "url": "https://dunes.example/oil",
}


@pytest.fixture
def newsroom(shell: Shell, postgres: RealPostgres, database: str) -> Shell:
    """An archive with two articles, and a library with another."""
    made = shell("archive", "init", postgres.address("postgres", database))
    assert (made.code, made.out) == (
        0,
        "made the archive; it is empty: broadsheet archive push QUERY copies articles into it\n",
    )
    lines = "\n".join(map(json.dumps, (GAS, OIL)))
    assert shell("archive", "import", shell.file("two.jsonl", lines)).out == "2 new articles in the archive\n"
    shell.article("Ferry aground", "The ferry went aground.", url="https://pier.example/ferry", tags=["sea"])
    return shell


def _address(shell: Shell) -> list[str]:
    text = Path(shell.rows("config", "path")[0]["config"]).read_text("utf-8")
    return [line.partition(" = ")[2].strip('"') for line in text.splitlines()]


def test_init_again_changes_nothing(newsroom: Shell) -> None:
    again = newsroom("archive", "init", next(iter(_address(newsroom))))
    assert again.out == "the archive is ready to use\n"
    (row,) = newsroom.rows("archive", "status")
    assert tuple(row) == tuple(field.name for field in OBJECTS["archive"])
    assert {tuple(month) for month in row["months"]} == {
        tuple(field.name for field in OBJECTS["archive month"])
    }
    assert (row["articles"], row["role"], row["feeds"]) == (2, "owner", 1)


def test_search_gives_names_rows_and_snippets(newsroom: Shell) -> None:
    rows = newsroom.rows("search", "--archive", "gas")
    assert [row["title"] for row in rows] == [GAS["title"], OIL["title"]]
    assert {tuple(row) for row in rows} == {tuple(field.name for field in OBJECTS["archived article"])}
    assert rows[0]["url"] == "https://pier.example/gas"
    assert [rows[0]["snippet"][start:end] for start, end in rows[0]["hits"]] == ["gas"]
    said = newsroom("search", "--archive", "gas", "-oil")
    assert said.out.startswith(f"{rows[0]['name']} ●  2026-02-01  Gas line to the island — The Pier\n")
    assert said.err == "1 found in the archive\n"
    nothing = newsroom("search", "--archive", "zeppelin")
    assert (nothing.code, nothing.err) == (1, "nothing found in the archive\n")


def test_push_copies_what_a_query_finds_and_nothing_twice(newsroom: Shell) -> None:
    assert newsroom("archive", "push", "ferry").out == "1 new article in the archive\n"
    assert newsroom.rows("archive", "push", "") == [{"new": 0, "improved": 0, "known": 1}]
    assert newsroom("search", "--archive", "tag:sea").code == 1
    missing = newsroom("archive", "push", "zeppelin")
    assert (missing.code, missing.err.splitlines()[0]) == (1, "broadsheet: zeppelin: nothing matches")


def test_keep_copies_into_the_library_and_bookmarks_there(newsroom: Shell) -> None:
    (row,) = newsroom.rows("search", "--archive", "line")
    kept = newsroom("archive", "keep", row["name"], "https://dunes.example/oil")
    assert kept.out == "kept 2  Gas line to the island\nkept 3  Oil gets cheaper\n"
    again = newsroom("archive", "keep", row["uid"])
    assert again.out == "already in your library: 2  Gas line to the island\n"
    assert [found["title"] for found in newsroom.rows("search", "divers")] == [GAS["title"]]
    assert [found["bookmarked"] for found in newsroom.rows("search", "--archive", "is:bookmarked")] == [
        True,
        True,
    ]
    assert newsroom("feeds").code == 1


def test_marks_are_set_in_the_archive_and_taken_back(newsroom: Shell) -> None:
    def marked(query: str) -> int:
        said = newsroom("search", "--archive", query).err.split()[0]
        return 0 if said == "nothing" else int(said)

    (row,) = newsroom.rows("search", "--archive", "line")
    both = newsroom("archive", "mark", "bookmark", row["name"], "https://dunes.example/oil")
    assert both.out == "2 articles bookmarked in the archive\n"
    assert newsroom.rows("archive", "mark", "read", row["name"]) == [{"articles": 1}]
    assert (marked("is:bookmarked"), marked("is:read")) == (2, 1)
    back = newsroom("archive", "mark", "unbookmark", row["name"])
    assert back.out == "1 article no longer bookmarked in the archive\n"
    newsroom("archive", "mark", "unread", row["name"])
    assert (marked("is:bookmarked"), marked("is:read")) == (1, 0)
    wrong = newsroom("archive", "mark", "star", row["name"])
    assert (wrong.code, "use one of: read, unread, bookmark, unbookmark" in wrong.err) == (2, True)


def test_what_cannot_be_sent_goes_with_a_refresh_once_the_server_is_back(shell: Shell) -> None:
    if real_postgres.is_missing():
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with ExitStack() as stack:
        server = stack.enter_context(real_postgres.running())
        shell("archive", "init", server.address("postgres", "postgres"))
        shell("archive", "import", shell.file("two.jsonl", "\n".join(map(json.dumps, (GAS, OIL)))))
        shell.article("Ferry aground", "The ferry went aground.", url="https://pier.example/ferry")
        server.kill()
        away = shell("archive", "push", "ferry")
        assert away.code == 4
        assert "1 article waits for the archive, and will go with a refresh once it answers" in away.err
        assert "1 article waits for the archive" in shell("archive", "status").err
        tried = shell("refresh")
        assert tried.code == 3
        assert "the archive: " in tried.err
        assert "cannot be reached" in tried.err
        stack.enter_context(real_postgres.running(data=server.place / "data", port=server.port))
        assert "Synced the archive: 1 article sent" in shell("refresh").err
        assert [row["title"] for row in shell.rows("search", "--archive", "ferry")] == ["Ferry aground"]
        assert shell.rows("archive", "push") == [{"new": 0, "improved": 0, "known": 0}]


@pytest.mark.parametrize("name", ["0" * 12, "https://pier.example/none"])
def test_keep_of_what_is_not_there_copies_nothing(name: str, newsroom: Shell) -> None:
    answer = newsroom("archive", "keep", "https://dunes.example/oil", name)
    assert answer.code == 1
    assert "no such article in the archive" in answer.err
    assert len(newsroom.rows("list")) == 1


def test_check_and_reindex_tell_what_they_did(newsroom: Shell) -> None:
    assert all(line.endswith(": yes") for line in newsroom("archive", "check").out.splitlines())
    assert newsroom.rows("archive", "reindex") == [{"articles": 0}]
    assert {tuple(row) for row in newsroom.rows("archive", "check")} == {("check", "wrong")}


OPML = """<opml version="2.0"><body>
<outline type="rss" xmlUrl="https://pier.example/feed" text="The Pier"/>
<outline type="rss" xmlUrl="https://ann:secret@dunes.example/feed" text="Dunes"/></body></opml>"""


def test_feeds_of_a_list_are_shared_unless_they_hold_a_password(newsroom: Shell) -> None:
    answer = newsroom("archive", "import", newsroom.file("feeds.opml", OPML))
    assert (answer.code, answer.out) == (3, "1 new feed in the archive, of 1 in the list\n")
    assert "dunes.example/feed: only feeds on the web without a password can be shared" in answer.err
    assert "secret" not in answer.err
    assert [(row["feeds"], row["due"]) for row in newsroom.rows("archive", "status")] == [(2, 1)]


def test_a_file_of_no_articles_is_refused(newsroom: Shell) -> None:
    answer = newsroom("archive", "import", newsroom.file("notes.txt", "Nothing to see."))
    assert answer.code == 3
    assert "no file of articles or feeds" in answer.err


@pytest.mark.parametrize(
    ("argv", "words"),
    [
        (("archive", "status"), "no archive is set"),
        (("search", "--archive", "gas"), "no archive is set"),
        (("archive", "init", "postgresql://anna:secret@a.example/x"), "the address holds a password"),
        (("archive", "init", "postgresql://anna@a.example/x", "--password", "secret"), "says where"),
        (("archive", "init"), "needs more arguments"),
        (("archive", "move"), "there is no action “move”"),
        (("archive", "status", "--password", "env:X"), "works with archive init only"),
        (("archive", "init", "postgresql://anna@127.0.0.1:1/x"), "connection refused"),
    ],
)  # fmt: skip
def test_mistakes_name_cause_and_next_step(argv: tuple[str, ...], words: str, shell: Shell) -> None:
    answer = shell(*argv)
    assert answer.code in (2, 4)
    assert words in answer.err
    assert len(answer.err.splitlines()) == 2
    assert "secret" not in answer.err


def test_without_the_extra_every_action_says_how_to_get_it(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("reader.core.archive.access.find_spec", lambda name: None)
    for argv in (("archive", "status"), ("archive", "push", "gas"), ("archive", "init", "x")):
        answer = shell(*argv)
        assert answer.code == 2
        assert "pip install 'broadsheet[archive]'" in answer.err
