"""The list that Pocket exported."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.importers import csv_rows, pocket
from reader.importers.items import PENDING, ImportedArticle, Left
from reader.model import Draft

POCKET = "title,url,time_added,tags,status\n"
SAVED = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def from_pocket(row: str) -> Draft:
    (found,) = csv_rows.articles((POCKET + row).splitlines(keepends=True), pocket.read)
    assert isinstance(found, ImportedArticle)
    return found.draft


def test_pocket_gives_address_title_tags_and_day() -> None:
    assert from_pocket(
        '"Lamps, lit",https://pier.example/1?utm_source=x,1700000000,sea|by night,unread\n'
    ) == Draft(
        title="Lamps, lit",
        url="https://pier.example/1",
        text_origin="file",
        text_state="pending",
        reason=PENDING,
        tags=("sea", "by night"),
        saved=SAVED,
    )


@pytest.mark.parametrize(
    ("status", "read"),
    [("unread", False), ("archive", True), ("archived", True), ("Read ", True), ("", False)],
)
def test_what_was_archived_in_pocket_is_read(status: str, read: bool) -> None:
    assert from_pocket(f"Lamp,https://pier.example/1,1,,{status}\n").read is read


def test_without_a_title_the_address_is_the_title() -> None:
    assert from_pocket(",https://pier.example/1,1,,unread\n").title == "https://pier.example/1"


def test_columns_are_known_by_their_names() -> None:
    rows = ["\ufeffURL,Status,Extra,Title\n", "https://pier.example/1,archive,x,Lamp\n"]
    (found,) = csv_rows.articles(rows, pocket.read)
    assert isinstance(found, ImportedArticle)
    assert (found.draft.title, found.draft.read) == ("Lamp", True)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("Lamp,file:///etc/passwd,1,,unread\n", "line 2: not a web address (file:///etc/passwd)"),
        ("Lamp,javascript:alert(1),1,,unread\n", "line 2: not a web address (javascript:alert(1))"),
        ("Lamp,,1,,unread\n", "line 2: no address"),
        ("Lamp\n", "line 2: no address"),
    ],
)
def test_a_row_without_a_web_address_is_named(row: str, words: str) -> None:
    (found,) = csv_rows.articles([POCKET, row], pocket.read)
    assert isinstance(found, Left)
    assert str(found) == words


def test_nothing_that_a_terminal_acts_on_comes_in() -> None:
    found = from_pocket("\x1b[2JLamp\u202e,https://pier.example/\x1b1,1,s\x1be\u202ea,unread\n")
    assert not set(f"{found}") & {"\x1b", "\u202e"}
