"""The library that the screen is measured with: 100,000 articles in 200 feeds, for broadsheet and for newsboat."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import corpus
from reader.core import indexing, lists
from reader.core.imports import import_file
from reader.core.session import LibraryPaths, Session
from reader.errors import QueryError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

FEEDS = 200
FOLDERS = ("world", "markets", "science", "sport", "culture", "local")
PORT = 48_119
"""Where the feeds are served while a refresh is measured: their addresses are in the library."""

NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
EVERY = timedelta(minutes=20)
LONG = (1_000, 100_000)
"""Words of the two newest articles, which are opened."""


def folder() -> Path:
    """Where it is kept from one run to the next."""
    named = os.environ.get("BROADSHEET_BENCH_DIR")
    return Path(named) if named else Path(tempfile.gettempdir()) / "broadsheet-bench"


def places(room: Path) -> LibraryPaths:
    """The places of a library in a folder."""
    return LibraryPaths(room / "library.db", room / "cache", room / "config")


def feed_url(number: int) -> str:
    """The address of a feed."""
    return f"http://127.0.0.1:{PORT}/{number}.xml"


def feed_title(number: int) -> str:
    """The title of a feed."""
    return f"Paper {number:03}"


def build(count: int, *, with_newsboat: bool = True) -> Path:
    """The folder with the library, and newsboat's of the same articles, made where there is none yet: some minutes."""
    room = folder() / str(count)
    if (room / "done").exists():
        with Session(places(room)) as session:  # an older version's library is brought up to this one's
            indexing.catch_up(session)
        return room
    if room.exists():
        shutil.rmtree(room)
    for sub in ("config", "cache", "newsboat"):
        (room / sub).mkdir(parents=True)
    (room / "config" / "config.toml").write_text("[refresh]\nevery = 0\n", "utf-8")
    rows = list(_rows(count))
    _import(room, rows)
    if with_newsboat:
        _newsboat(room / "newsboat", rows)
    (room / "done").touch()
    return room


@contextlib.contextmanager
def copied(room: Path) -> Iterator[Path]:
    """A copy of the library with its index, which may be changed, for a while."""
    with tempfile.TemporaryDirectory(dir=folder(), prefix="run-") as place:
        copy = Path(place)
        for name in ("library.db", "config", "cache", "library.db.index"):
            source = room / name
            if source.is_dir():
                shutil.copytree(source, copy / name)
            else:
                shutil.copyfile(source, copy / name)
        yield copy


def answers(room: Path, queries: Sequence[str]) -> dict[str, list[tuple[str, ...]]]:
    """For each letter of each query what the screen shows once what is typed so far has been found: the count and the
    first title; nothing where that does not tell it from what was there before."""
    shown: dict[str, list[tuple[str, ...]]] = {}
    with Session(places(room), writes_index=False) as session:
        for query in queries:
            before, shown[query] = "", []
            for end in range(1, len(query) + 1):
                try:
                    shelf = lists.search(session, query[:end])
                except QueryError:
                    shown[query].append(())
                    continue
                told = f"{shelf.total:,} found"
                titles = [article.title[:20] for article in session.library.articles.many(shelf.ids[:1])]
                shown[query].append((told, *titles) if shelf.total and told != before else ())
                before = told
    return shown


def environ(room: Path) -> dict[str, str]:
    """What leads broadsheet to a library."""
    return {
        "BROADSHEET_LIBRARY": str(room / "library.db"),
        "BROADSHEET_CONFIG_DIR": str(room / "config"),
        "BROADSHEET_CACHE_DIR": str(room / "cache"),
    }


def _rows(count: int) -> Iterator[dict[str, object]]:
    """Article objects, newest first: two long ones, then the corpus grown to the count."""
    texts = corpus.grown(count)
    words = (word for document in corpus.grown(2_000, seed=2) for word in document.body.split())
    for number, document in enumerate(texts):
        at = NEWEST - EVERY * number
        title, body = document.article.title, document.body
        if number < len(LONG):
            title, body = f"An article of {LONG[number]:,} words", _paragraphs(words, LONG[number])
        paper = random.Random(number).randrange(FEEDS)
        yield {
            "title": title,
            "url": f"https://paper{paper}.example/{number}",
            "text": body,
            "published": at.isoformat(),
            "lang": document.article.lang,
            "feeds": [feed_title(paper)],
        }


def _paragraphs(words: Iterator[str], count: int) -> str:
    taken = iter(list(itertools.islice(words, count)))
    parts = iter(lambda: " ".join(itertools.islice(taken, 60)), "")
    return "\n\n".join(parts)


def _import(room: Path, rows: list[dict[str, object]]) -> None:
    outlines = "".join(
        f'<outline text="{tag}">'
        + "".join(
            f'<outline type="rss" text="{feed_title(n)}" xmlUrl="{feed_url(n)}"/>'
            for n in range(FEEDS)
            if FOLDERS[n % len(FOLDERS)] == tag
        )
        + "</outline>"
        for tag in FOLDERS
    )
    opml, lines = room / "feeds.opml", room / "articles.jsonl"
    opml.write_text(f'<opml version="2.0"><body>{outlines}</body></opml>', "utf-8")
    lines.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    with Session(places(room)) as session:
        for path in (opml, lines):
            print(import_file.import_file(session, path, lambda _: None), file=sys.stderr)
    lines.unlink()


def _newsboat(room: Path, rows: list[dict[str, object]]) -> None:
    """The same articles in the tables that newsboat itself makes, analysed, which speeds it up."""
    urls = [f'{feed_url(n)} {FOLDERS[n % len(FOLDERS)]} "~{feed_title(n)}"\n' for n in range(FEEDS)]
    (room / "urls").write_text("".join(urls), "utf-8")
    (room / "config").write_text("auto-reload no\n", "utf-8")
    subprocess.run([*newsboat(room), "-x", "print-unread"], check=True, stdout=subprocess.DEVNULL)
    library = sqlite3.connect(room / "cache.db", isolation_level=None)
    library.execute("BEGIN")
    library.executemany(
        "INSERT OR REPLACE INTO rss_feed (rssurl, url, title) VALUES (?, ?, ?)",
        [(feed_url(n), feed_url(n), feed_title(n)) for n in range(FEEDS)],
    )
    addresses = {feed_title(n): feed_url(n) for n in range(FEEDS)}
    library.executemany(
        "INSERT INTO rss_item (guid, title, author, url, feedurl, pubDate, content, unread)"
        " VALUES (?, ?, '', ?, ?, ?, ?, 1)",
        [
            (
                row["url"],
                row["title"],
                row["url"],
                addresses[row["feeds"][0]],  # type: ignore[index]
                int(datetime.fromisoformat(str(row["published"])).timestamp()),
                "".join(f"<p>{part}</p>" for part in str(row["text"]).split("\n") if part),
            )
            for row in rows
        ],
    )
    library.execute("COMMIT")
    library.execute("ANALYZE")
    library.close()


def newsboat(room: Path) -> list[str]:
    """The command of newsboat on its library there."""
    return [
        "newsboat",
        f"--url-file={room / 'urls'}",
        f"--cache-file={room / 'cache.db'}",
        f"--config-file={room / 'config'}",
    ]
