"""Which program wrote it."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pytest

from reader.importers.file_kind import SNIFFED, FileHead
from reader.importers.items import FeedList, ImportedArticle
from reader.importers.registry import IMPORTERS, detected, listed

if TYPE_CHECKING:
    from pathlib import Path


def program(body: bytes, name: str = "export") -> str | None:
    importer = detected(FileHead(body, name))
    return importer.name if importer else None


PINBOARD = [{"href": "https://pier.example/1", "description": "Lamp", "extended": "", "toread": "no"}]
WALLABAG = [{"is_archived": 0, "is_starred": 0, "url": "https://pier.example/1", "content": "x"}]
OMNIVORE = [{"id": "1", "slug": "lamp", "title": "Lamp", "savedAt": "2024-01-01", "readingProgress": 0}]


@pytest.mark.parametrize(
    ("head", "name"),
    [
        ("title,url,time_added,tags,status\r\n", "pocket"),
        ('\ufeff"title","url","time_added","cursor","tags","status"\n', "pocket"),
        ("URL,Title,Selection,Folder,Timestamp\n", "instapaper"),
        ("URL,Title,Selection,Folder,Timestamp,Tags\n", "instapaper"),
        (json.dumps(PINBOARD, indent=1), "pinboard"),
        (json.dumps(WALLABAG), "wallabag"),
        (json.dumps([{"title": "a", "is_read": "0", "is_fav": "0", "content": "x"}]), "wallabag"),
        (json.dumps(OMNIVORE), "omnivore"),
        ("https://pier.example/feed sea\n", "newsboat-urls"),
        ("SQLite format 3\0" + "\0" * 84, "newsboat-cache"),
        ('<?xml version="1.0"?><opml version="2.0"/>', "opml"),
        ('{"title": "Lamp", "text": "It burns."}', "articles"),
        (json.dumps([{"annotations": [], "content": "x"}]), "wallabag"),
        (json.dumps([{"readingProgress": 0, "savedAt": "2024-01-01"}]), "omnivore"),
        (json.dumps([{"href": "x", "extended": ""}]), "pinboard"),
    ],
)
def test_each_export_is_known_by_its_beginning(head: str, name: str) -> None:
    assert program(head.encode()) == name


@pytest.mark.parametrize(
    "head",
    [
        "",
        "[]",
        "[1, 2]",
        '[{"title": "Lamp", "url": "https://pier.example/1"}]',
        "name,email\n",
        "---\ntitle: Lamp\n---\nIt burns.",
        "Lamp lit\n\nhttps://pier.example/1\n",
        "\xff\xfe\0\0",
    ],
)
def test_everything_else_is_none_of_them(head: str) -> None:
    assert program(head.encode("latin-1")) is None


def test_a_beginning_that_is_cut_suffices() -> None:
    first = {"annotations": [], "content": "x" * 70_000, "is_archived": 0}
    assert program(json.dumps([first]).encode()[:65_536]) == "wallabag"
    lines = "".join(f"https://pier.example/{number} sea\n" for number in range(5_000))
    assert program(lines.encode()[:65_536]) == "newsboat-urls"


def test_of_a_long_file_the_beginning_is_looked_at() -> None:
    key = json.dumps([{"title": "x" * SNIFFED, "href": "x", "toread": "no"}])
    assert program(key.encode()) is None
    line = f"https://pier.example/{'1' * 70} sea\n"
    assert program(f"{line * 9}Lamp".encode()) is None  # the whole file
    assert program(f"{line * 11}Lamp".encode()) == "newsboat-urls"  # perhaps a line that was cut


def test_columns_of_a_list_and_keys_of_an_array_are_not_taken_for_each_other() -> None:
    assert program(b'["url","time_added","status"]') is None
    assert program(b'{"href": 1, "toread": 2}\n') == "articles"


def test_each_name_is_there_once() -> None:
    names = [importer.name for importer in IMPORTERS]
    assert len(names) == len(set(names))


def test_formats_of_one_kind_are_listed_together() -> None:
    assert listed() == [
        "OPML",
        "newsboat's urls and cache.db",
        "Pocket, Instapaper, Raindrop and Readwise (CSV)",
        "Pinboard, wallabag, Omnivore and FreshRSS (JSON)",
        "bookmarks of browsers (HTML)",
        "JSON Lines (one article object per line; title and text or markdown are required)",
    ]


@dataclass
class Held:
    """A file in memory."""

    body: str
    path: Path

    def whole(self) -> bytes:
        return self.body.encode()

    def text(self) -> io.StringIO:
        return io.StringIO(self.body)

    def beside(self, name: str, limit: int) -> str:
        return ""

    def lines(self) -> Iterator[str]:
        return iter(self.body.splitlines(keepends=True))


@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("title,url,time_added,tags,status\nLamp,https://pier.example/1,1,,unread\n", "pocket"),
        ("URL,Title,Selection,Folder,Timestamp\nhttps://pier.example/1,Lamp,,,1\n", "instapaper"),
        (json.dumps([{"href": "https://pier.example/1", "description": "Lamp", "toread": "no"}]), "pinboard"),
        (json.dumps([{"is_archived": 0, "url": "https://pier.example/1", "title": "Lamp"}]), "wallabag"),
        (
            json.dumps([{"slug": "l", "savedAt": "", "url": "https://pier.example/1", "title": "Lamp"}]),
            "omnivore",
        ),
        ('{"title": "Lamp", "text": "x", "url": "https://pier.example/1"}', "articles"),
    ],
)
def test_each_format_is_read_by_its_own_reader(body: str, name: str, tmp_path: Path) -> None:
    importer = detected(FileHead(body.encode(), "export"))
    assert importer is not None
    assert importer.name == name
    found = importer.read(Held(body, tmp_path / "export"))
    assert isinstance(found, Iterator)
    (one,) = found
    assert isinstance(one, ImportedArticle)
    assert (one.draft.title, one.draft.url) == ("Lamp", "https://pier.example/1")


def test_lists_of_feeds_are_read_whole(tmp_path: Path) -> None:
    for body in ('<opml><outline xmlUrl="https://pier.example/f"/></opml>', "https://pier.example/f\n"):
        importer = detected(FileHead(body.encode(), "export"))
        assert importer is not None
        found = importer.read(Held(body, tmp_path))
        assert isinstance(found, FeedList)
        assert [feed.url for feed in found.subscriptions] == ["https://pier.example/f"]
