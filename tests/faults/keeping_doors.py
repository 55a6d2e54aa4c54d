"""Two doors of the fuzzer for what readers bring along: files of other programs, and exported notes that they edited."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

from reader.core.imports.stream import Stream
from reader.errors import ParseError
from reader.export import hand_edits, merge_file
from reader.importers import registry
from reader.importers.file_kind import FileHead
from reader.importers.items import FeedList, ImportedArticle, LeftOut

if TYPE_CHECKING:
    from collections.abc import Iterator

IMPORTED: dict[str, bytes] = {
    "pocket.csv": b"title,url,time_added,tags,status\nLamp,https://a.example/1,1700000000,sea|lamp,archive\n",
    "instapaper.csv": b"URL,Title,Selection,Folder,Timestamp,Tags\nhttps://a.example/1,Lamp,A line,Unread,1700000000,\"[\"\"sea\"\"]\"\n",
    "raindrop.csv": b"id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n1,Lamp,Mine,An,https://a.example/1,Sea / Lamps,\"a, b\",2024-01-02T03:04:05Z,,Highlight:A line,true\n",
    "readwise.csv": b"Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\nLamp,https://a.example/1,x1,\"['a']\",2024-01-02 03:04:05+00:00,0.5,archive,True\n",
    "highlights.csv": b"Highlight,Book Title,Book Author,Amazon Book ID,Note,Color,Tags,Location Type,Location,Highlighted at,Document tags\nA line,Lamp,Ida Quay,,Mine,,,page,1,2024-01-02 03:04:05+00:00,\n",
    "pinboard.json": b'[{"href":"https://a.example/1","description":"Lamp","extended":"Mine","time":"2024-01-02T03:04:05Z","shared":"no","toread":"yes","tags":"a b"}]',
    "wallabag.json": b'[{"is_archived":1,"is_starred":0,"tags":["a"],"id":1,"title":"Lamp","url":"https://a.example/1","content":"<p>Text</p>","created_at":"2024-01-02T03:04:05+00:00","annotations":[{"text":"Mine","quote":"Text"}]}]',
    "metadata_0.json": b'[{"id":"1","slug":"lamp","title":"Lamp","url":"https://a.example/1","state":"Archived","readingProgress":50,"labels":["a"],"savedAt":"2024-01-02T03:04:05Z"}]',
    "starred.json": b'{"id":"user/-/state/com.google/starred","items":[{"id":"x","title":"Lamp","published":1700000000,"canonical":[{"href":"https://a.example/1"}],"origin":{"streamId":"feed/https://a.example/f","title":"Pier"},"summary":{"content":"<p>Text</p>"},"categories":["user/-/label/a"]}]}',
    "bookmarks.html": b'<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<TITLE>Bookmarks</TITLE>\n<DL><p>\n<DT><H3>Sea</H3>\n<DL><p>\n<DT><A HREF="https://a.example/1" ADD_DATE="1700000000" TAGS="a,b">Lamp</A>\n<DD>Mine\n</DL><p>\n</DL><p>\n',
    "ril_export.html": b'<!DOCTYPE html>\n<html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>\n<li><a href="https://a.example/1" time_added="1700000000" tags="a,b">Lamp</a></li>\n</ul></body></html>\n',
    "articles.jsonl": b'{"title": "Lamp", "text": "Text.", "url": "https://a.example/1", "tags": ["a"], "published": "2024-01-02"}\n',
}  # fmt: skip
"""A file of each program, by the name that it gives it."""

WRITTEN = """\
---
title: "Lamp lit"
source: "https://a.example/1"
author:
  - "Ida Quay"
published: 2026-02-03
tags:
  - "clippings"
  - "sea"
broadsheet: "k5x2ewd3q7mzr4ta"
---

The lamp was lit at dusk.

It burned all night.

## Highlights

> burned all night

## Notes

- Ask about the oil
"""

NEWER = (
    WRITTEN.replace("at dusk", "before dusk").replace('  - "sea"\n', '  - "sea"\n  - "lamps"\n')
    + "- And the wick\n"
)


def imported(data: bytes) -> list[object]:
    """What the file is told to be by its content, whatever its name, and all that is read from it."""
    found: list[object] = []
    for name in ("file.csv", "file.json", "file.html", "file"):
        importer = registry.detected(FileHead(data[:65_536], name))
        if importer is None or importer.name == "newsboat-cache":
            continue
        items = importer.read(Stream(Path(name), io.BytesIO(data), lambda _name, _limit: ""))
        found += [items] if isinstance(items, FeedList) else list(_articles(items))
    return found


def _articles(items: object) -> Iterator[object]:
    for item in items:  # type: ignore[attr-defined]
        assert isinstance(item, ImportedArticle | LeftOut), item
        yield item.draft if isinstance(item, ImportedArticle) else str(item)


def edited(data: bytes) -> object:
    """A note with these bytes as the reader's: no line of theirs is lost in a merge, and merging again changes nothing."""
    hand = data.decode("utf-8", "replace")
    found = hand_edits.found(hand, WRITTEN, always="clippings")
    ours, theirs = hand_edits.fitted(NEWER, WRITTEN, hand)
    merged = merge_file.merge(WRITTEN, theirs, ours)
    was, left = _own(hand), merged.text.replace("\r\n", "\n").split("\n")
    lost = [line for line in was if line.strip() not in {one.strip() for one in left}]
    assert not lost or merged.conflicts or merged.refused, lost
    if not merged.conflicts and not merged.refused:
        again = merge_file.merge(NEWER, merged.text, NEWER)
        assert again.text == merged.text
    return found


def _own(hand: str) -> list[str]:
    """The lines of a text below its properties that we never wrote."""
    ours = {line.strip() for line in (*WRITTEN.split("\n"), *NEWER.split("\n"))}
    body = hand.replace("\r\n", "\n").split("\n")
    fence = next((at for at, line in enumerate(body[1:], 1) if line.rstrip() in ("---", "...")), 0)
    return [line for line in body[fence + 1 :] if line.strip() and line.strip() not in ours]


ERRORS = (ParseError,)
