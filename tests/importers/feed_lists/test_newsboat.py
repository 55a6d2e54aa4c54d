"""newsboat's `cache.db`: read whole, never written, whatever is wrong with it."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from reader.errors import FileError, ParseError
from reader.importers.feed_lists import newsboat
from reader.model import Link
from tests.support import cputime
from tests.support.newsboat import FEED, OLD_SCHEMA, SCHEMA, cache, item

if TYPE_CHECKING:
    from pathlib import Path

    from reader.importers.feed_lists.newsboat import Batch


def batches(path: Path) -> list[Batch]:
    with newsboat.opened(path) as found:
        return list(found.batches())


def titles(path: Path) -> list[str]:
    return [entry.title for batch in batches(path) for entry in batch.feed.entries]


def test_an_article_comes_with_all_that_newsboat_knows(tmp_path: Path) -> None:
    row = item(1, enclosure_url="https://pier.example/1.mp3", flags="As", unread=0)
    (batch,) = batches(cache(tmp_path / "cache.db", row))
    (entry,), (mark,) = batch.feed.entries, batch.marks
    assert (batch.url, batch.feed.url, batch.feed.title) == (FEED, FEED, "The Pier")
    assert (entry.title, entry.guid, entry.url) == ("Lamp 1", "guid-1", "https://pier.example/1")
    assert (entry.authors, entry.html) == (("Ann Keel",), "<p>Lamp <b>1</b> burns.</p>")
    assert entry.published == datetime(2026, 3, 2, 8, 0, 1, tzinfo=UTC)
    assert entry.enclosures == (Link("https://pier.example/1.mp3", role="enclosure"),)
    assert mark == (True, ("flag/capital-a", "flag/s"))


def test_unread_without_flags_is_no_mark(tmp_path: Path) -> None:
    (batch,) = batches(cache(tmp_path / "cache.db", item(1)))
    assert batch.marks == ((False, ()),)


def test_deleted_articles_are_counted_and_not_given(tmp_path: Path) -> None:
    path = cache(tmp_path / "cache.db", item(1), item(2, deleted=1))
    with newsboat.opened(path) as found:
        assert (found.count, found.deleted) == (1, 1)
    assert titles(path) == ["Lamp 1"]


def test_a_cache_of_the_first_versions_is_read(tmp_path: Path) -> None:
    path = cache(tmp_path / "cache.db", item(1), schema=OLD_SCHEMA)
    with newsboat.opened(path) as found:
        assert (found.count, found.deleted) == (1, 0)
    assert titles(path) == ["Lamp 1"]


def test_feeds_that_are_programs_have_no_address(tmp_path: Path) -> None:
    path = cache(tmp_path / "cache.db", item(1, feedurl="exec:run"), feeds=[("exec:run", "", "Mine")])
    (batch,) = batches(path)
    assert (batch.url, batch.feed.url, batch.feed.title) == ("exec:run", None, "Mine")


def test_articles_of_a_feed_that_is_not_listed_are_read(tmp_path: Path) -> None:
    (batch,) = batches(cache(tmp_path / "cache.db", item(1), feeds=[]))
    assert (batch.feed.url, batch.feed.title) == (FEED, "")


def test_large_caches_come_in_batches_in_order(tmp_path: Path) -> None:
    count = newsboat.BATCH * 2 + 1
    path = cache(tmp_path / "cache.db", *(item(number) for number in range(count)))
    assert titles(path) == [f"Lamp {number}" for number in range(count)]
    assert [len(batch.marks) for batch in batches(path)] == [newsboat.BATCH, newsboat.BATCH, 1]


@pytest.mark.parametrize("column", ["content", "title", "flags"])
def test_batches_are_bounded_by_their_texts(column: str, tmp_path: Path) -> None:
    large = "x" * (newsboat.BATCH_CHARS // 2 + 1)
    path = cache(tmp_path / "cache.db", *(item(number, **{column: large}) for number in range(3)))
    assert [len(batch.marks) for batch in batches(path)] == [2, 1]


def test_newsboat_can_write_while_it_is_read(tmp_path: Path) -> None:
    path = cache(tmp_path / "cache.db", *(item(number) for number in range(newsboat.BATCH + 1)))
    with newsboat.opened(path) as found:
        reading = found.batches()
        next(reading)
        with closing(sqlite3.connect(path, timeout=0)) as other:
            other.execute("UPDATE rss_item SET unread = 0")
            other.commit()
        (last,) = reading
    assert last.marks == ((True, ()),)


def test_a_cache_that_newsboat_holds_is_read_from_a_copy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(newsboat, "_PATIENCE_S", 0.01)
    path = cache(tmp_path / "cache.db", item(1))
    with closing(sqlite3.connect(path)) as other:
        other.execute("BEGIN EXCLUSIVE")
        assert titles(path) == ["Lamp 1"]


def test_a_cache_whose_writer_was_killed_is_read_as_it_was_before(tmp_path: Path) -> None:
    path = cache(tmp_path / "cache.db", *(item(number) for number in range(300)))
    left = tmp_path / "left"
    left.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute(
            "PRAGMA cache_size = 1"
        )  # changed pages go to the file before the end of the transaction
        other.execute("BEGIN")
        other.execute("UPDATE rss_item SET title = title || ' changed'")
        for end in ("", "-journal"):
            (left / f"cache.db{end}").write_bytes((tmp_path / f"cache.db{end}").read_bytes())
        other.rollback()
    assert b"changed" in (left / "cache.db").read_bytes()
    assert titles(left / "cache.db")[0] == "Lamp 0"
    assert (left / "cache.db-journal").exists()


def test_nothing_is_written(tmp_path: Path) -> None:
    path = cache(tmp_path / "cache.db", item(1))
    before = path.read_bytes()
    path.chmod(0o400)
    titles(path)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["cache.db"]


def test_a_name_may_hold_what_addresses_may_not(tmp_path: Path) -> None:
    assert titles(cache(tmp_path / "my cache?mode=rwc#1%20é.db", item(1))) == ["Lamp 1"]


@pytest.mark.parametrize(
    "schema",
    [
        "CREATE TABLE moz_places (id INTEGER);",
        "CREATE TABLE rss_feed (rssurl, url, title); CREATE TABLE rss_item (id INTEGER PRIMARY KEY, guid);",
        "CREATE TABLE rss_feed (rssurl, url, title);"
        "CREATE VIEW rss_item AS SELECT 1 AS id, '' AS guid, '' AS title, '' AS author, '' AS url, '' AS feedurl, "
        "0 AS pubDate, hex(zeroblob(9000000)) AS content, 1 AS unread;",
    ],
)
def test_another_programs_database_is_refused(schema: str, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "cache.db")) as connection:
        connection.executescript(schema)
    with pytest.raises(ParseError, match="newsboat's cache"):
        titles(tmp_path / "cache.db")


def test_a_damaged_cache_is_said_to_be_so(tmp_path: Path) -> None:
    path = cache(tmp_path / "cache.db", *(item(number) for number in range(300)))
    body = bytearray(path.read_bytes())
    body[4096 * 4 : 4096 * 8] = b"\xff" * 4096 * 4
    path.write_bytes(body)
    with pytest.raises(FileError, match="cannot be read"):
        titles(path)


def test_a_cut_cache_is_said_to_be_so(tmp_path: Path) -> None:
    path = cache(tmp_path / "cache.db", *(item(number) for number in range(300)))
    path.write_bytes(path.read_bytes()[:20_000])
    with pytest.raises(FileError, match="cannot be read"):
        titles(path)


@pytest.mark.parametrize(
    "changes",
    [
        {"title": b"\xff\x1b[2J\xff", "content": b"\0\xff"},
        {"pubDate": 10**18, "url": "javascript:alert(1)", "author": "\x1b[2J"},
        {"pubDate": "soon", "flags": "!§4\x1b", "unread": "x"},
        {"guid": "", "title": "", "url": "", "content": "", "author": ""},
    ],
)
def test_odd_values_are_cleaned_or_left_out(changes: dict[str, Any], tmp_path: Path) -> None:
    (batch,) = batches(cache(tmp_path / "cache.db", item(1, **changes)))
    (entry,) = batch.feed.entries
    assert "\x1b" not in f"{entry}{batch.marks}"
    assert entry.url in (None, "https://pier.example/1")


def test_a_value_without_end_stops_it_in_time(tmp_path: Path) -> None:
    schema = SCHEMA.replace(
        "title VARCHAR(1024) NOT NULL, author", "title AS (hex(zeroblob(20000000))), author"
    )
    row = {key: value for key, value in item(1).items() if key != "title"}
    path = cache(tmp_path / "cache.db", row, schema=schema)
    with cputime.within(5), pytest.raises((FileError, ParseError)):
        titles(path)
