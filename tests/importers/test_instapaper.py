"""The list that Instapaper exports."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reader.importers import csv_rows, instapaper
from reader.importers.items import ImportedArticle
from reader.model import Excerpt

if TYPE_CHECKING:
    from reader.model import Draft


INSTAPAPER = "URL,Title,Selection,Folder,Timestamp\n"
SAVED = datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


def from_instapaper(row: str, head: str = INSTAPAPER) -> Draft:
    (found,) = csv_rows.articles((head + row).splitlines(keepends=True), instapaper.read)
    assert isinstance(found, ImportedArticle)
    return found.draft


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
    assert (found.title, found.excerpts, found.saved) == ("Lamp", (Excerpt("It burns"),), SAVED)


@pytest.mark.parametrize(
    ("cell", "tags"),
    [('"[""sea"",""by night""]"', ("sea", "by night")), ("[]", ()), ("sea", ()), ("{", ()), ("[1]", ())],
)
def test_instapapers_tags_are_a_json_list(cell: str, tags: tuple[str, ...]) -> None:
    head = "URL,Title,Selection,Folder,Timestamp,Tags\n"
    assert from_instapaper(f"https://pier.example/1,Lamp,,Unread,1,{cell}\n", head).tags == tags
