"""`saved` and `rules`: kept, listed, changed, tried out."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.support.papers import item, rss

if TYPE_CHECKING:
    from tests.support.server import Server
    from tests.support.shell import Shell

SAVED = ["id", "name", "query", "keeps", "notify", "archive", "unread", "rules"]
MARK = '      ^ add one, or write "and" to search for the word itself'
RULE = ["id", "query", "action", "tag", "saved", "enabled", "readable", "hits"]


@pytest.fixture
def two(harbour: Shell) -> Shell:
    """Two saved searches; the first also tags."""
    assert harbour("saved", "add", "Energy", "gas", "-ferry", "--do", "tag:power").code == 0
    assert harbour("saved", "add", "At sea", "ferry OR boats").code == 0
    return harbour


def test_saved_searches_are_listed_with_their_unread_articles_and_their_rules(two: Shell) -> None:
    assert two("saved").out.splitlines() == [
        "   1  Energy  2 unread · tag:power",
        "      gas -ferry",
        "   2  At sea  0 unread",
        "      ferry OR boats",
    ]
    assert two("saved", "list").out == two("saved").out
    rows = two.rows("saved")
    assert [list(row) for row in rows] == [SAVED] * 2
    assert rows[0] == {
        "id": 1, "name": "Energy", "query": "gas -ferry", "keeps": False, "notify": False, "archive": False, "unread": 2, "rules": [1],
    }  # fmt: skip


def test_a_saved_search_gives_its_query_to_other_commands(two: Shell) -> None:
    query = two("saved", "show", "energy").out
    assert query == "gas -ferry\n"
    assert [row["id"] for row in two.rows("list", query.strip())] == [2, 1]


def test_one_may_keep_what_it_finds(two: Shell) -> None:
    assert two("saved", "keep", "at", "sea").out.splitlines()[0] == "   2  At sea  0 unread · kept"
    assert [row["keeps"] for row in two.rows("saved")] == [False, True]
    assert two("undo").out == "what “At sea” finds is no longer kept\n"
    assert [row["keeps"] for row in two.rows("saved")] == [False, False]
    two("redo")
    two("saved", "remove", "At sea")
    two("undo")
    assert [row["keeps"] for row in two.rows("saved")] == [False, True]
    assert two.rows("saved", "unkeep", "2")[0]["keeps"] is False


def test_one_may_notify_of_new_articles(two: Shell) -> None:
    assert two("saved", "notify", "at", "sea").out.splitlines()[0] == "   2  At sea  0 unread · notifies"
    assert [row["notify"] for row in two.rows("saved")] == [False, True]
    assert two("undo").out == "notifications of “At sea” are off again\n"
    assert [row["notify"] for row in two.rows("saved")] == [False, False]
    two("redo")
    two("saved", "remove", "At sea")
    two("undo")
    assert [row["notify"] for row in two.rows("saved")] == [False, True]
    assert two.rows("saved", "unnotify", "2")[0]["notify"] is False
    added = two("saved", "add", "Gas", "gas", "--notify", "--do", "tag:gas")
    assert added.out.splitlines()[0] == "   3  Gas  2 unread · notifies · tag:gas"
    assert two("undo").out == "search “Gas” removed\n"


def test_they_are_renamed_changed_moved_removed_and_brought_back(two: Shell) -> None:
    assert two.rows("saved", "rename", "sea", "The", "sea")[0]["name"] == "The sea"
    assert two.rows("saved", "change", "2", "boats")[0]["query"] == "boats"
    two("saved", "move", "2", "1")
    assert [row["name"] for row in two.rows("saved")] == ["The sea", "Energy"]
    assert two("saved", "remove", "energy").out == "removed Energy\n"
    assert two("rules").code == 1
    assert two("undo").out == "the search “Energy” is back\n"
    assert two.rows("saved")[1]["rules"] == [1]


def test_without_any_the_list_says_how_to_begin(shell: Shell) -> None:
    shell.article("One", "text")
    answer = shell("saved")
    assert (answer.code, answer.out) == (1, "")
    assert "broadsheet saved add NAME QUERY" in answer.err


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("saved", "add", "x", "gas AND"), 2, "AND needs a word after it"),
        (("saved", "change", "1", "tilte:x"), 2, "title"),
        (("saved", "add", "ENERGY", "x"), 2, "a saved search of this name already exists"),
        (("saved", "add", "x", "y", "--do", "tagg:z"), 2, "did you mean tag:NAME?"),
        (("saved", "add", "x", "y", "--do", "tag"), 2, "not an action of a rule"),
        (("saved", "rename", "1", "x", "--notify"), 2, "broadsheet saved notify NAME"),
        (("saved", "notify"), 2, "needs more arguments"),
        (("saved", "notify", "nowhere"), 1, "no saved search has this name or number"),
        (("saved", "remove", "nowhere"), 1, "no saved search has this name or number"),
        (("saved", "remove", "e"), 2, "2 saved searches match"),
        (("saved", "move", "1", "0"), 2, "numbers from 1"),
        (("saved", "ad", "x", "y"), 2, "there is no action “ad”"),
        (("saved", "rename", "1"), 2, "needs more arguments"),
        (("saved", "list", "x"), 2, "takes no arguments"),
        (("rules", "add", "mute", "(gas"), 2, "never closed"),
        (("rules", "add", "delete", "gas"), 2, "use mute, read, bookmark or tag:NAME"),
        (("rules", "add", "mute"), 2, "a rule needs a query"),
        (("rules", "add", "mute", "gas", "--saved", "energy"), 2, "a rule needs a query"),
        (("rules", "add", "tag:POWER", "--saved", "energy"), 2, "this rule already exists"),
        (("rules", "add", "mute", "--saved", "nowhere"), 1, "no saved search"),
        (("rules", "remove", "7"), 1, "no rule has this number"),
        (("rules", "off", "gas"), 2, "identified by their number"),
        (("rules", "test", "gas AND"), 2, "AND needs a word after it"),
    ],
)
def test_mistakes_are_told_and_change_nothing(
    two: Shell, words: tuple[str, ...], code: int, said: str
) -> None:
    before = two.rows("saved"), two.rows("rules")
    answer = two(*words)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert (two.rows("saved"), two.rows("rules")) == before


def test_the_place_of_a_mistake_is_marked(two: Shell) -> None:
    assert two("saved", "add", "x", "gas AND").err.splitlines()[1:] == ["  gas AND", MARK]


def test_rules_are_listed_switched_and_removed(two: Shell) -> None:
    two("rules", "add", "mute", "title:bottle")
    two("rules", "off", "2")
    assert two("rules").out.splitlines() == [
        "   1  tag:power  gas -ferry (the saved search Energy)",
        "      matched 0 articles",
        "   2  mute  title:bottle",
        "      matched 0 articles · off",
    ]
    rows = two.rows("rules", "on", "2")
    assert [list(row) for row in rows] == [RULE]
    assert rows[0]["enabled"]
    assert two("rules", "remove", "2").out == "removed rule 2; what it did stays\n"
    assert [row["id"] for row in two.rows("rules")] == [1]


def test_what_was_removed_is_told_as_it_was(two: Shell) -> None:
    two.rows("rules", "add", "mute", "title:bottle")
    with closing(sqlite3.connect(two.library)) as library, library:
        library.execute("UPDATE rule SET query = 'gas AND' WHERE id = 2")
    (rule,) = two.rows("rules", "remove", "2")
    assert (rule["removed"]["query"], rule["removed"]["readable"]) == ("gas AND", False)
    (saved,) = two.rows("saved", "remove", "energy")
    assert (saved["removed"]["unread"], saved["removed"]["rules"]) == (2, [1])


def test_a_rule_may_belong_to_a_saved_search(two: Shell) -> None:
    (row,) = two.rows("rules", "add", "bookmark", "--saved", "sea")
    assert (row["query"], row["saved"]) == ("ferry OR boats", "At sea")


def test_a_test_shows_what_a_rule_would_find_and_changes_nothing(two: Shell) -> None:
    answer = two("rules", "test", "gas", "--limit", "1")
    assert answer.out.splitlines() == ["2 ●  2026-02-03  Oil and gas get cheaper — Dunes"]
    assert answer.err == "would match 2 of the articles in the library · 1 shown (--limit 0 shows all)\n"
    assert [row["id"] for row in two.rows("rules", "test", "1")] == [2, 1]
    assert two("rules", "test", "zebra").code == 1
    assert two("undo").out == "search “At sea” removed\n"


def test_a_refresh_says_what_the_rules_did_and_undo_takes_it_back(shell: Shell, server: Server) -> None:
    url = server.text(
        "/feed", rss("The Pier", item("Stars of the week", "https://pier.example/1", "Luck.")), "text/xml"
    )
    shell("import", shell.file("feeds.opml", f'<opml><body><outline xmlUrl="{url}"/></body></opml>'))
    shell("rules", "add", "mute", "title:stars")
    assert shell("refresh").err.splitlines()[-1] == "Checked 1 feed: 1 new. Rules: 1 muted"
    assert shell("list").code == 1
    assert shell("search", "luck").err == "nothing found; 1 muted article: add is:muted to see them\n"
    assert shell.rows("list", "is:muted")[0]["muted"]
    assert shell.rows("rules", "list")[0]["hits"] == 1
    assert [row["id"] for row in shell.rows("rules", "test", "1")] == [1]
    assert shell("undo").out == "rules undone: 1 no longer muted\n"
    assert len(shell.rows("list")) == 1


def test_a_search_asks_the_archive_as_well_until_it_is_told_not_to(two: Shell) -> None:
    assert two("saved", "archive", "sea").out.splitlines()[0] == "   2  At sea  0 unread · asks the archive"
    assert [row["archive"] for row in two.rows("saved")] == [False, True]
    assert two.rows("saved", "unarchive", "2")[0]["archive"] is False
    assert two.rows("saved", "add", "Gas", "gas", "--archive")[0]["archive"] is True
    refused = two("saved", "change", "Gas", "oil", "--archive")
    assert "--archive works with saved add only" in refused.err
