"""The lists that Readwise and its Reader export."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reader.importers import csv_rows, readwise
from reader.importers.file_kind import FileHead
from reader.importers.items import OWN_WORDS_LIMIT, UNADDRESSED, ImportedArticle, LeftOut
from reader.model import Draft, Excerpt

if TYPE_CHECKING:
    from collections.abc import Iterator

READER = "Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n"
HIGHLIGHTS = (
    "Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,"
    "Document tags\n"
)
AT = datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)


def document(row: str) -> Draft:
    (found,) = csv_rows.articles((READER + row).splitlines(keepends=True), readwise.read)
    assert isinstance(found, ImportedArticle)
    return found.draft


def highlights(*rows: str) -> list[ImportedArticle | LeftOut]:
    return list(readwise.read_highlights((HIGHLIGHTS + "\n".join(rows)).splitlines(keepends=True)))


@pytest.mark.parametrize(
    ("location", "seen", "progress", "read", "bookmarked", "share"),
    [
        ("new", "True", "0.41", False, False, 0.41),
        ("later", "False", "0", False, False, None),
        ("shortlist", "False", "", False, True, None),
        ("archive", "False", "0.2", True, False, 0.2),
        ("feed", "True", "0", True, False, None),
        ("feed", "False", "0", False, False, None),
        ("later", "True", "1", True, False, None),
        ("later", "True", "1.5", False, False, None),
        ("later", "True", "nan", False, False, None),
    ],
)
def test_readers_places_are_marks(
    location: str, seen: str, progress: str, read: bool, bookmarked: bool, share: float | None
) -> None:
    row = f"Lamp,https://pier.example/1,01x,[],2024-01-02 03:04:05+00:00,{progress},{location},{seen}\n"
    draft = document(row)
    assert (draft.read, draft.bookmarked, draft.progress, draft.saved) == (read, bookmarked, share, AT)


@pytest.mark.parametrize(
    ("cell", "tags"),
    [
        ("['sea', 'by night']", ("sea", "by night")),
        ("""[""it's"", 'a \\\\ b', 'o\\'clock']""", ("it's", "a \\ b", "o'clock")),
        ("sea, boats", ("sea", "boats")),
        ("[]", ()),
        ("[__import__('os')]", ("os",)),
        ("['never closed", ()),
    ],
)
def test_tags_are_read_and_never_evaluated(cell: str, tags: tuple[str, ...]) -> None:
    assert document(f'Lamp,https://pier.example/1,01x,"{cell}",,0,new,True\n').tags == tags


def test_highlights_of_one_article_come_together() -> None:
    found = highlights(
        '"It burns, all night.",Lamp,"Ann Keel, Bo Reed",B0,"Ask\nhim.",yellow,"sea, .h1",page,3,2024-01-02 03:04:05+00:00,coast',
        'Nobody came.,Lamp,"Ann Keel, Bo Reed",,,,boats,page,4,2024-01-03 03:04:05+00:00,coast',
        "Swept.,Stairs,,,,,,,,,",
    )
    (lamp, stairs) = [item for item in found if isinstance(item, ImportedArticle)]
    assert (lamp.draft.title, lamp.draft.authors, lamp.draft.url) == ("Lamp", ("Ann Keel", "Bo Reed"), None)
    assert (lamp.draft.text_state, lamp.draft.reason, lamp.draft.saved) == ("none", UNADDRESSED, AT)
    assert lamp.draft.tags == ("sea", ".h1", "coast", "boats")
    assert lamp.draft.excerpts == (
        Excerpt("It burns, all night.", "Ask\nhim.", AT),
        Excerpt("Nobody came.", "", AT.replace(day=3)),
    )
    assert [one.quote for one in stairs.draft.excerpts] == ["Swept."]


def test_very_many_highlights_of_one_article_come_in_parts() -> None:
    found = highlights(*(f"words {n},Lamp,,,,,,,,," for n in range(OWN_WORDS_LIMIT + 5)))
    sizes = [len(item.draft.excerpts) for item in found if isinstance(item, ImportedArticle)]
    assert (len(sizes) > 1, sum(sizes)) == (True, OWN_WORDS_LIMIT + 5)


def test_a_row_without_words_is_left_and_one_without_a_title_is_not() -> None:
    first, second = highlights(",Lamp,,,,yellow,,,,,", "Words,,,,,,,,,,")
    assert str(first) == "line 2: neither a highlight nor a note (Lamp)"
    assert isinstance(second, ImportedArticle)
    assert second.draft.title == readwise.UNTITLED_BOOK


def test_the_columns_tell_the_two_apart() -> None:
    reader, words = FileHead(READER.encode(), "a"), FileHead(HIGHLIGHTS.encode(), "a")
    assert (readwise.detect(reader), readwise.detect_highlights(reader)) == (True, False)
    assert (readwise.detect(words), readwise.detect_highlights(words)) == (False, True)


def test_what_came_before_a_file_breaks_off_is_kept() -> None:
    def lines() -> Iterator[str]:
        yield HIGHLIGHTS
        yield "Words,Lamp,,,,,,,,,\n"
        raise EOFError("broken")

    found = readwise.read_highlights(lines())
    first = next(found)
    assert isinstance(first, ImportedArticle)
    assert first.draft.title == "Lamp"
    with pytest.raises(EOFError):
        next(found)
