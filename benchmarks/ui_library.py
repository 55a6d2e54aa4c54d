"""Builds the libraries of the screen's benchmark: the same articles for broadsheet and newsboat."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import shutil
import sqlite3
import subprocess
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import corpus, programs
from benchmarks.feedserver import host

if TYPE_CHECKING:
    from collections.abc import Iterator

    from benchmarks.programs import Version

FOLDERS = ("world", "markets", "science", "sport", "culture", "local")
PORT = 48_119
"""The feeds' port, which is part of their addresses in the libraries."""

NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
EVERY = timedelta(minutes=20)
LONG = 100_000
"""Words of the newest article."""


def folder() -> Path:
    """Returns the folder that keeps the libraries between runs."""
    named = os.environ.get("BROADSHEET_BENCH_DIR")
    return Path(named) if named else Path(tempfile.gettempdir()) / "broadsheet-bench"


def feeds(count: int) -> int:
    """Returns the number of feeds of a library: each has at least 100 articles."""
    return min(200, max(count // 100, 1))


def feed_title(number: int) -> str:
    """Returns the title of a feed."""
    return f"Paper {number:03}"


def long_title() -> str:
    """Returns the title of the newest article."""
    return f"An article of {LONG:,} words"


def build(count: int, version: Version) -> Path:
    """Returns the folder with both libraries and builds them if they are missing: 100,000 articles take 20 minutes of
    CPU."""
    room = folder() / f"ui-{count}"
    if not (room / "done").exists():
        shutil.rmtree(room, ignore_errors=True)
        (room / "config").mkdir(parents=True)
        (room / "config" / "config.toml").write_text("[refresh]\nevery = 0\n", "utf-8")
        rows = list(_rows(count))
        _broadsheet(room, rows, version)
        _newsboat(room, rows)
        (room / "done").touch()
    return room


@contextlib.contextmanager
def copied(room: Path) -> Iterator[Path]:
    """Makes a temporary copy of both."""
    with tempfile.TemporaryDirectory(dir=folder(), prefix="run-") as place:
        yield Path(shutil.copytree(room, place, dirs_exist_ok=True))


def _rows(count: int) -> Iterator[dict[str, Any]]:
    """Yields articles, newest first: a long one, then the corpus grown to the count."""
    words = (word for document in corpus.grown(2_000, seed=2) for word in document.body.split())
    for number, document in enumerate(corpus.grown(count)):
        paper = number % feeds(count)
        yield {
            "title": document.article.title if number else long_title(),
            "url": f"https://paper{paper}.example/{number}",
            "text": document.body if number else _paragraphs(words),
            "published": (NEWEST - EVERY * number).isoformat(),
            "lang": document.article.lang,
            "feeds": [feed_title(paper)],
        }


def _paragraphs(words: Iterator[str]) -> str:
    taken = itertools.islice(words, LONG)
    return "\n\n".join(iter(lambda: " ".join(itertools.islice(taken, 60)), ""))


def _subscriptions(count: int) -> Iterator[tuple[str, str, str]]:
    """Yields title, address and folder of each feed."""
    for number in range(feeds(count)):
        yield feed_title(number), f"http://{host(number)}:{PORT}/feed", FOLDERS[number % len(FOLDERS)]


def _broadsheet(room: Path, rows: list[dict[str, Any]], version: Version) -> None:
    """Builds broadsheet's library with `broadsheet import`."""
    outlines = "".join(
        f'<outline text="{tag}"><outline type="rss" text="{title}" xmlUrl="{url}"/></outline>'
        for title, url, tag in _subscriptions(len(rows))
    )
    opml, lines = room / "feeds.opml", room / "articles.jsonl"
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', "utf-8")
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    programs.run(version, room, "import", str(opml), str(lines))
    lines.unlink()


def _newsboat(room: Path, rows: list[dict[str, Any]]) -> None:
    """Fills the tables that newsboat has created, and analyses them, which speeds it up."""
    subscriptions = list(_subscriptions(len(rows)))
    urls = (f'{url} {tag} "~{title}"\n' for title, url, tag in subscriptions)
    (room / "urls").write_text("".join(urls), "utf-8")
    (room / "config.newsboat").write_text("auto-reload no\nbind-key j down\nbind-key k up\n", "utf-8")
    subprocess.run((*programs.newsboat(room), "-x", "print-unread"), check=True, stdout=subprocess.DEVNULL)
    addresses = {title: url for title, url, _ in subscriptions}
    with contextlib.closing(sqlite3.connect(room / "cache.db")) as cache, cache:
        cache.executemany(
            "INSERT OR REPLACE INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
            [(url, url, title) for title, url, _ in subscriptions],
        )
        cache.executemany(
            "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)"
            " VALUES (?, ?, '', ?, ?, ?, ?, 1)",
            [
                (
                    row["url"],
                    row["title"],
                    row["url"],
                    addresses[row["feeds"][0]],
                    int(datetime.fromisoformat(row["published"]).timestamp()),
                    "".join(f"<p>{part}</p>" for part in row["text"].split("\n") if part),
                )
                for row in rows
            ],
        )
        cache.execute("ANALYZE")
