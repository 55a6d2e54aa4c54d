"""Builds a library of any number of articles by script, in minutes where an import takes hours: rows of the store's own tables.

Short articles of `WORDS` words, each of pieces of two paragraphs of the corpus under a title of the corpus, from 200 feeds in six
folders, spread evenly over the ten years before `NEWEST` (`UNDATED_SHARE` of them have no date). They are listed, filtered,
counted and marked as others are, but nothing is made of their words: the index is empty and counts as complete, and there
are neither stories nor the gists and clues by which copies are found; the copies that there are stand in their table.
"""

from __future__ import annotations

import itertools
import random
import shutil
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from benchmarks import corpus, programs
from benchmarks.ui_library import FOLDERS, feed_title, folder
from reader.model import UNDATED, Draft, Subscription
from reader.store.articles import texts
from reader.store.articles.save_article import INTO, facts_of, new_uid, shown_of
from reader.store.library import Library
from reader.store.sql_values import id_list, micros
from reader.text.urls import identity

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from benchmarks.programs import Version
    from reader.store.database import Database

NEWEST = datetime(2026, 1, 1, tzinfo=UTC)
YEARS = timedelta(days=3_650)
FEEDS, TAGS = 200, 40
WORDS = (40, 60)
READ, BOOKMARKED, TAGGED, NOTED = 0.1, 0.01, 0.05, 0.001
COPIED, IN_TWO, UNDATED_SHARE, MUTED, REMOVED = 0.02, 0.01, 0.005, 0.002, 0.002
"""Shares of the articles, by dice; a copy has the text and the title of the article before it; `IN_TWO`
are in two feeds."""

BATCH = 5_000
"""Articles in one transaction."""


def build(count: int, version: Version) -> Path:
    """Returns the folder with a library of so many articles, which is kept for later runs."""
    room = folder() / f"bulk-{count}"
    if not (room / "done").exists():
        shutil.rmtree(room, ignore_errors=True)
        (room / "config").mkdir(parents=True)
        (room / "config" / "config.toml").write_text("[refresh]\nevery = 0\n", "utf-8")
        Library.open(room / "library.db").close()
        programs.run(version, room, "reindex")  # of nothing: what comes in below is no news to it
        with Library.open(room / "library.db") as library, library.in_haste():
            _fill(library, count)
            library.upkeep.tell_planner()
        (room / "done").touch()
    return room


def _fill(library: Library, count: int) -> None:
    for number in range(FEEDS):
        address, tags = f"https://paper{number}.example/feed", (FOLDERS[number % len(FOLDERS)],)
        library.feeds.add(Subscription(url=address, title=feed_title(number), tags=tags), NEWEST - YEARS)
    feeds = [feed.id for feed in sorted(library.feeds.all(), key=lambda feed: feed.title)]
    dice = random.Random(17)
    drafts = enumerate(_drafts(count, dice), 1)
    while batch := list(itertools.islice(drafts, BATCH)):
        with library.transaction():
            _write(library.database, batch, feeds)
            _mark(library.database, [number for number, _ in batch], dice)


def _drafts(count: int, dice: random.Random) -> Iterator[tuple[Draft, int]]:
    """Yields articles, the oldest first, each with the number of its feed."""
    sources = [
        (document.article.title, document.article.lang or "und", words)
        for document in corpus.documents()
        for paragraph in document.body.split("\n")
        if len(words := paragraph.split()) > WORDS[0]
    ]
    title, lang, text = "", "", ""
    for number in range(count):
        if dice.random() >= COPIED or not number:
            title, lang, words = dice.choice(sources)
            others = dice.choice(sources)[2]
            text = f"{_piece(words, dice)} {_piece(others, dice)}"
        when = NEWEST - YEARS * (1 - number / count) if dice.random() >= UNDATED_SHARE else None
        paper = dice.randrange(FEEDS)
        draft = Draft(
            title=title,
            url=f"https://paper{paper}.example/{number}",
            lang=lang,
            published=when,
            day=when.date().isoformat() if when else None,
            markdown=text,
            text=text,
            text_origin="feed",
        )
        yield draft, paper


def _piece(words: list[str], dice: random.Random) -> str:
    length = dice.randint(*WORDS) // 2
    first = dice.randrange(len(words) - length + 1)
    return " ".join(words[first : first + length])


def _write(database: Database, batch: list[tuple[int, tuple[Draft, int]]], feeds: list[int]) -> None:
    """Writes articles: the triggers make their marks and counts."""
    seen = {number: micros(draft.published or NEWEST) for number, (draft, _) in batch}
    keys = {number: identity(draft.url or "") for number, (draft, _) in batch}
    hashes = {number: shown_of(draft).text_hash for number, (draft, _) in batch}
    database.insert_each(
        INTO, ((n, new_uid(seen[n]), seen[n], *facts_of(draft), *shown_of(draft)) for n, (draft, _) in batch)
    )
    database.insert_each(
        f"INSERT INTO text (article_id, origin, {', '.join(texts.COLUMNS)})",
        ((n, "feed", *texts.columns_of(draft, texts.draft_hash(draft))) for n, (draft, _) in batch),
    )
    database.insert_each("INSERT INTO address (key, article_id)", ((key, n) for n, key in keys.items()))
    database.insert_each(
        "INSERT INTO appearance (article_id, feed_id, guid, link_key, title, position, seen_at, entry_hash)",
        (
            (n, feeds[place % FEEDS], keys[n], keys[n], draft.title, 0, seen[n], texts.digest(str(n)))
            for n, (draft, paper) in batch
            for place in ((paper, paper + 1) if n % round(1 / IN_TWO) == 0 else (paper,))
        ),
    )
    pairs = [(n - 1, n) for n in hashes if n - 1 in hashes and hashes[n - 1] == hashes[n] is not None]
    firsts: dict[int, int] = {}
    for before, number in pairs:
        firsts[number] = firsts.setdefault(before, before)
    database.insert_each("INSERT INTO copy (article_id, first_id)", firsts.items())


def _mark(database: Database, numbers: list[int], dice: random.Random) -> None:
    """Gives articles what the reader does to them."""

    def some(share: float) -> list[int]:
        return [number for number in numbers if dice.random() < share]

    at = micros(NEWEST)
    for share, changed, values in (
        (READ, "read_at = ?, read_changed = ?", (at, at)),
        (BOOKMARKED, "bookmarked_at = ?, bookmarked_changed = ?", (at, at)),
        (MUTED, "muted_at = ?", (at,)),
        (REMOVED, "removed_at = ?", (at,)),
    ):
        database.run(
            f"UPDATE mark SET {changed} WHERE article_id IN (SELECT value FROM json_each(?))",
            (*values, id_list(some(share))),
        )
    database.run(
        """
        UPDATE mark SET sorted_at = ? WHERE article_id IN (
            SELECT id FROM article WHERE id BETWEEN ? AND ? AND published IS NULL)
        """,
        (micros(UNDATED), numbers[0], numbers[-1]),
    )
    tagged = ((number, f"own{dice.randrange(TAGS)}") for number in some(TAGGED))
    database.insert_each(
        "INSERT INTO tag (article_id, key, name, present, changed_at)",
        ((number, tag, tag, 1, at) for number, tag in tagged),
    )
    database.insert_each(
        "INSERT INTO note (article_id, text, changed_at)", ((number, "A note.", at) for number in some(NOTED))
    )
