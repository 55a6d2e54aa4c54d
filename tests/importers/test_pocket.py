"""The list that Pocket exported."""

from __future__ import annotations

import io
import json
from datetime import UTC, datetime

import pytest

from reader.importers import csv_rows, pocket
from reader.importers.file_kind import FileHead
from reader.importers.items import PENDING, ImportedArticle, LeftOut
from reader.importers.json_objects import Fields
from reader.model import Draft, Excerpt

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
    assert isinstance(found, LeftOut)
    assert str(found) == words


def test_nothing_that_a_terminal_acts_on_comes_in() -> None:
    found = from_pocket("\x1b[2JLamp\u202e,https://pier.example/\x1b1,1,s\x1be\u202ea,unread\n")
    assert not set(f"{found}") & {"\x1b", "\u202e"}


# Highlights, collections, and the page of earlier years


def test_pockets_highlights() -> None:
    given = {
        "url": "https://pier.example/1",
        "title": "Lamp",
        "highlights": [
            {"quote": "It burns.", "created_at": 1700000100},
            {"quote": "Nobody came.", "created_at": 1700000000},
            {"quote": 7},
        ],
    }
    found = pocket.read_highlights("item 1", Fields(given))
    assert isinstance(found, ImportedArticle)
    assert (found.draft.title, found.draft.saved) == ("Lamp", SAVED)
    assert found.draft.excerpts == (
        Excerpt("It burns.", "", SAVED.replace(minute=15, second=0)),
        Excerpt("Nobody came.", "", SAVED),
    )
    assert pocket.detect_highlights(FileHead(json.dumps([given]).encode(), "a"))


def collection(*items: object) -> str:
    given = {
        "slug": "best",
        "title": "Best",
        "description": "What I like",
        "createdAt": "2023-11-14T22:13:20.000Z",
    }
    return json.dumps({**given, "items": list(items)})


def test_pockets_collections() -> None:
    one = {"url": "https://pier.example/1", "title": "Lamp", "excerpt": "Of a lamp", "note": "Again"}
    text = collection({"url": "x"}, one, {**one, "note": None})
    assert pocket.detect_collection(FileHead(text.encode(), "a"))
    left, first, second = pocket.read_collection(io.StringIO(text).read)
    assert str(left) == "item 1: not a web address (x)"
    assert isinstance(first, ImportedArticle)
    assert isinstance(second, ImportedArticle)
    draft = first.draft
    assert (draft.tags, draft.description, draft.saved) == (("Best",), "Of a lamp", SAVED)
    assert (draft.notes, second.draft.notes) == (("Again", "Best: What I like"), ())


def test_what_is_written_on_an_empty_collection_is_named() -> None:
    (left,) = pocket.read_collection(io.StringIO(collection()).read)
    assert str(left) == "description: a collection without articles (What I like)"


PAGE = """<!DOCTYPE html>
<html><head><meta charset="UTF-8"><title>Pocket Export</title></head><body>
<h1>Unread</h1>
<ul>
<li><a href="https://pier.example/1?a=1&amp;b=2" time_added="1700000000" tags="sea,by night">Lamp &amp; stairs</a></li>
<li><a href="ftp://pier.example/2" time_added="1" tags="">Bad</a></li>
</ul>
<h1>Read Archive</h1>
<ul><li><a time_added="1" href="https://pier.example/3">Three</a></li></ul></body></html>
"""


@pytest.mark.parametrize("page", [PAGE, PAGE.replace("\n", ""), PAGE.replace("<h1>", "<ul><h1>")])
def test_pockets_page(page: str) -> None:
    assert pocket.detect_page(FileHead(page.encode(), "a"))
    first, bad, third = pocket.read_page(page.splitlines(keepends=True))
    assert isinstance(first, ImportedArticle)
    assert isinstance(third, ImportedArticle)
    draft = first.draft
    assert (draft.title, draft.url) == ("Lamp & stairs", "https://pier.example/1?a=1&b=2")
    assert (draft.tags, draft.saved, draft.read) == (("sea", "by night"), SAVED, False)
    assert str(bad) == "item 2: not a web address (ftp://pier.example/2)"
    assert (third.draft.title, third.draft.read) == ("Three", True)


def test_other_pages_and_objects_are_not_pockets() -> None:
    for text in (
        "<title>Pocket</title>",
        "<title>Export</title>",
        '[{"url": 1, "highlights": []}]',
        '{"slug": 1}',
    ):
        head = FileHead(text.encode(), "a")
        assert not pocket.detect_page(head)
        assert not pocket.detect_highlights(head)
        assert not pocket.detect_collection(head)
