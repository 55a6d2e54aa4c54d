"""The list that Raindrop exports."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.importers import csv_rows, raindrop
from reader.importers.file_kind import FileHead
from reader.importers.items import ImportedArticle, LeftOut
from reader.model import Excerpt

HEAD = "id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n"


def read(row: str) -> ImportedArticle | LeftOut:
    (found,) = csv_rows.articles((HEAD + row).splitlines(keepends=True), raindrop.read)
    return found


def test_an_article_with_all_that_it_has() -> None:
    found = read(
        '7,Lamp,"Ask the pilot.\nTwice.",It burns &amp; burns,https://pier.example/1,Sea / Boats,"lamps, by night",'
        '2023-01-15T10:30:00.000Z,https://pier.example/p.jpg,"Highlight:It burns\nall night\nNote:Who knows\n'
        'Highlight:nobody came",true\n'
    )
    assert isinstance(found, ImportedArticle)
    draft = found.draft
    assert (draft.title, draft.url, draft.description) == (
        "Lamp",
        "https://pier.example/1",
        "It burns & burns",
    )
    assert draft.tags == ("Sea/Boats", "lamps", "by night")
    assert (draft.read, draft.bookmarked) == (False, True)
    assert draft.saved == datetime(2023, 1, 15, 10, 30, tzinfo=UTC)
    assert draft.notes == ("Ask the pilot.\nTwice.",)
    assert draft.excerpts == (Excerpt("It burns\nall night", "Who knows"), Excerpt("nobody came"))


def test_what_is_in_no_folder_has_no_tag_of_it() -> None:
    found = read("7,Lamp,,,https://pier.example/1,Unsorted,,1700000000,,,false\n")
    assert isinstance(found, ImportedArticle)
    assert (found.draft.tags, found.draft.bookmarked) == ((), False)
    assert found.draft.saved == datetime(2023, 11, 14, 22, 13, 20, tzinfo=UTC)


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("plain words", [Excerpt("plain words")]),
        ("Note:alone", [Excerpt("", "alone")]),
        ("Highlight:a\nNote:b\nNote:c", [Excerpt("a", "b"), Excerpt("", "c")]),
    ],
)
def test_no_word_of_a_cell_is_lost(cell: str, expected: list[Excerpt]) -> None:
    found = read(f'7,Lamp,,,https://pier.example/1,,,,,"{cell}",\n')
    assert isinstance(found, ImportedArticle)
    assert list(found.draft.excerpts) == expected


def test_the_columns_tell() -> None:
    assert raindrop.detect(FileHead(HEAD.encode(), "a"))
    assert not raindrop.detect(FileHead(b"URL,Title,Selection,Folder,Timestamp\n", "a"))
