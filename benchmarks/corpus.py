"""The news texts under $BROADSHEET_DATA/corpus as the library's documents; nothing of them is kept."""

from __future__ import annotations

import gzip
import itertools
import json
import os
import random
import re
import sys
import zlib
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reader.model import Article, Document
from reader.text.clean import clean, line

if TYPE_CHECKING:
    from collections.abc import Iterator

FILES = ("reuters-1", "reuters-2", "slavic", "bbc", "wikinews-ru")
CHECKOUT = Path(__file__).parents[1]
NAME = re.compile(r"(?<=[a-z,] )[A-Z][a-z]{2,}")
RENAMED, SHARED_BY = 20, 5
"""Per cent of the capitalised words that are changed, and documents that share what they are changed to."""

SYLLABLES = [first + second for first in "bdfgklmn" for second in ("a", "er", "in", "o")]

COLLECTIONS = frozenset(("ECB+", "BSNLP"))
"""Sources of rows that are sets of texts and no papers: which paper printed these is unknown."""

FETCHED = datetime(2026, 1, 1, tzinfo=UTC)


def folder() -> Path:
    """The folder of the texts; ends the program where it is not set."""
    if not (place := os.environ.get("BROADSHEET_DATA")):
        sys.exit("set BROADSHEET_DATA to the folder that holds corpus/")
    return Path(place) / "corpus"


def rows(name: str) -> list[dict[str, Any]]:
    """The rows of one file."""
    with gzip.open(folder() / f"{name}.jsonl.gz", "rt", encoding="utf-8") as lines:
        return [json.loads(text) for text in lines]


def document(row: dict[str, Any], number: int) -> Document:
    """A row as a document of the library."""
    when = datetime.fromisoformat(row["date"]).replace(tzinfo=UTC) if row.get("date") else None
    article = Article(
        id=number,
        uid=str(row["id"]),
        title=line(row["title"] or ""),
        publication=None if row.get("source") in COLLECTIONS else row.get("source"),
        lang=row.get("lang"),
        url=row.get("url"),
        published=when,
        day=when.date().isoformat() if when else None,
        fetched=FETCHED,
    )
    return Document(article=article, body=clean(row["text"]))


def documents() -> list[Document]:
    """All texts without the labelled stories, numbered from 1."""
    every = itertools.chain.from_iterable(rows(name) for name in FILES)
    return [document(row, number) for number, row in enumerate(every, 1)]


def renamed(text: str, number: int) -> str:
    """The text with a part of its capitalised words changed, always the same for one number."""

    def change(match: re.Match[str]) -> str:
        word = match[0]
        mark = zlib.crc32(word.encode(), number)
        return word + SYLLABLES[mark % 32] + SYLLABLES[mark // 32 % 32] if mark % 100 < RENAMED else word

    return NAME.sub(change, text)


def numbered(document: Document, number: int) -> Document:
    """The document with another number."""
    return replace(document, article=replace(document.article, id=number, uid=f"numbered-{number}"))


def grown(count: int, seed: int = 1) -> Iterator[Document]:
    """As many documents as asked for: the texts themselves in random order, then paragraphs of theirs, mixed anew
    within one language, with some names changed to made-up ones: a library's vocabulary grows as long as it does."""
    shuffled = random.Random(seed)
    texts = documents()
    shuffled.shuffle(texts)
    yield from texts[:count]
    if count <= len(texts):
        return
    by_language: dict[str | None, list[Document]] = {}
    for text in texts:
        by_language.setdefault(text.article.lang, []).append(text)
    for number in range(len(texts) + 1, count + 1):
        one = shuffled.choice(texts)
        others = shuffled.sample(by_language[one.article.lang], 3)
        parts = [part for text in (one, *others) for part in text.body.split("\n") if part]
        shuffled.shuffle(parts)
        parts = [renamed(part, number // SHARED_BY) for part in parts]
        article = Article(
            id=number, uid=f"mixed-{number}", title=one.article.title, lang=one.article.lang, fetched=FETCHED
        )
        yield Document(article=article, body="\n".join(parts[: max(len(parts) // 3, 3)]))
