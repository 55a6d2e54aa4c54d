"""The lists that Pocket and Instapaper export."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.importers import instapaper, pocket
from reader.importers.imported_article import PENDING, ImportedArticle, Left
from reader.model import Draft
from tests.support import cputime

POCKET = "title,url,time_added,tags,status\n"
INSTAPAPER = "URL,Title,Selection,Folder,Timestamp\n"
SAVED = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def from_pocket(row: str) -> Draft:
    (found,) = pocket.read((POCKET + row).splitlines(keepends=True))
    assert isinstance(found, ImportedArticle)
    return found.draft


def from_instapaper(row: str, head: str = INSTAPAPER) -> Draft:
    (found,) = instapaper.read((head + row).splitlines(keepends=True))
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


@pytest.mark.parametrize(("status", "read"), [("unread", False), ("archive", True), ("", False)])
def test_what_was_archived_in_pocket_is_read(status: str, read: bool) -> None:
    assert from_pocket(f"Lamp,https://pier.example/1,1,,{status}\n").read is read


def test_without_a_title_the_address_is_the_title() -> None:
    assert from_pocket(",https://pier.example/1,1,,unread\n").title == "https://pier.example/1"


def test_columns_are_known_by_their_names() -> None:
    rows = ["\ufeffURL,Status,Extra,Title\n", "https://pier.example/1,archive,x,Lamp\n"]
    (found,) = pocket.read(rows)
    assert isinstance(found, ImportedArticle)
    assert (found.draft.title, found.draft.read) == ("Lamp", True)


@pytest.mark.parametrize(
    ("folder", "read", "bookmarked", "tags"),
    [
        ("Unread", False, False, ()),
        ("Archive", True, False, ()),
        ("Starred", False, True, ()),
        ("Recipes", False, False, ("Recipes",)),
    ],
)
def test_instapapers_folders_are_marks_or_tags(
    folder: str, read: bool, bookmarked: bool, tags: tuple[str, ...]
) -> None:
    found = from_instapaper(f"https://pier.example/1,Lamp,It burns,{folder},1700000000\n")
    assert (found.read, found.bookmarked, found.tags) == (read, bookmarked, tags)
    assert (found.title, found.description, found.saved) == ("Lamp", "It burns", SAVED)


@pytest.mark.parametrize(
    ("cell", "tags"),
    [('"[""sea"",""by night""]"', ("sea", "by night")), ("[]", ()), ("sea", ()), ("{", ()), ("[1]", ())],
)
def test_instapapers_tags_are_a_json_list(cell: str, tags: tuple[str, ...]) -> None:
    head = "URL,Title,Selection,Folder,Timestamp,Tags\n"
    assert from_instapaper(f"https://pier.example/1,Lamp,,Unread,1,{cell}\n", head).tags == tags


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
    (found,) = pocket.read([POCKET, row])
    assert isinstance(found, Left)
    assert str(found) == words


def test_a_cell_without_end_costs_what_it_swallows_and_no_more() -> None:
    good = "Lamp,https://pier.example/1,1,,unread\n"
    rows = [POCKET, good, 'Lamp,"' + "x" * 140_000 + "\n", good]
    found = list(pocket.read(rows))
    assert [isinstance(one, Left) for one in found] == [False, True, False]
    assert str(found[1]) == "line 3: not CSV: a cell has no end"


def test_empty_rows_are_passed_over() -> None:
    assert list(pocket.read([POCKET, "\n", ",,,,\n"])) == []
    assert list(pocket.read([])) == []


def test_nothing_that_a_terminal_acts_on_comes_in() -> None:
    found = from_pocket("\x1b[2JLamp\u202e,https://pier.example/\x1b1,1,s\x1be\u202ea,unread\n")
    assert not set(f"{found}") & {"\x1b", "\u202e"}


def test_a_row_of_very_many_cells_is_read_in_time() -> None:
    rows = [POCKET, "," * 2_000_000 + "\n", "Lamp,https://pier.example/1," + "|" * 100_000 + "\n"]
    with cputime.within(2):
        list(pocket.read(rows))


@settings(max_examples=60)
@given(st.lists(st.text(st.sampled_from('a,"\n\r|\0:/h'), max_size=30), max_size=5))
def test_any_rows_are_read(rows: list[str]) -> None:
    for found in pocket.read([POCKET, *rows]):
        assert isinstance(found, Left) or found.draft.url
