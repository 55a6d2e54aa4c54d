"""Which program wrote it."""

from __future__ import annotations

import json

import pytest

from reader.importers.registry import program

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
        '{"title": "Lamp", "text": "It burns."}',
        "name,email\n",
        '<?xml version="1.0"?><opml version="2.0"/>',
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
