"""The migrations: unchanged since their release, and all ways lead to one schema."""

from __future__ import annotations

import hashlib
import os
import shutil
import signal
from pathlib import Path

import pytest

from reader.model import KeptOutput, LastExport
from reader.store.library import Library
from reader.store.migrations import MIGRATIONS
from reader.store.schema import APPLICATION_ID
from reader.store.user_state.saved_searches import SavedSearch
from tests.store.making import NOW, raw, save

# A released migration never changes: libraries out there have run it. Before the first release the hash may.
RELEASED = (
    "59e9d2fa806c",
    "eff48f1302f1",
    "467e0e938c2d",
    "d663aec07aa3",
    "c6e8616219ef",
    "b85b17aaa58f",
    "09149b145630",
    "4f8bf2606b56",
    "00b33e42e1f4",
    "fca2b6408bd2",
    "a96608b389a1",
    "55bb10c14f8d",
    "d0403903c142",
    "6580f05e9a2a",
    "5756e65cc19a",
)


def tables(library: Library) -> list[tuple[str, str]]:
    return library.database.rows("SELECT name, sql FROM sqlite_schema ORDER BY name")


def test_released_migrations_are_as_they_were() -> None:
    assert [hashlib.sha256("".join(step).encode()).hexdigest()[:12] for step in MIGRATIONS] == [*RELEASED]


@pytest.mark.parametrize("version", range(len(MIGRATIONS)))
def test_every_old_version_comes_to_the_same_schema(path: Path, tmp_path: Path, version: int) -> None:
    path.parent.mkdir()
    if version:
        raw(path, *(statement for step in MIGRATIONS[:version] for statement in step))
        raw(path, f"PRAGMA user_version = {version}", f"PRAGMA application_id = {APPLICATION_ID}")
    with Library.open(path) as old, Library.open(tmp_path / "new.db") as new:
        assert tables(old) == tables(new)
        assert old.database.version() == len(MIGRATIONS)


def fingerprint(library: Library) -> list[object]:
    """What the library holds, whatever its form."""
    texts = library.database.rows("SELECT article_id, origin, markdown, body FROM text ORDER BY 1, 2")
    others = (
        "article",
        "appearance",
        "mark",
        "note",
        "highlight",
        "tag",
        "saved_search",
        "rule",
        "undo",
        "output",
    )
    texts += library.database.rows("SELECT article_id, folder, path, hash, exported_at FROM export")
    written = [library.exports.last(number, "/notes") for number in (1, 2)]
    return [
        texts,
        written,
        *(library.database.rows(f"SELECT * FROM {name} ORDER BY 1, 2") for name in others),
    ]


SEARCH = """
    INSERT INTO saved_search (id, key, name, query, position, keeps) VALUES (3, 'gas', 'Gas', 'gas', 0, 1)
"""


EXPORT = """
    INSERT INTO export (article_id, folder, path, hash, text, exported_at)
    VALUES (1, '/notes', 'a.md', 'hash', '---
title: "A title"
---

Words.
', 5)
"""


def killed(path: Path, at: int) -> bool:
    """Has another process convert the library, which is killed after so many steps; False where it came to the end."""
    child = os.fork()
    if not child:
        try:
            Library.open(
                path, converting=lambda done, _: os.kill(os.getpid(), signal.SIGKILL) if done == at else None
            ).close()
        finally:
            os._exit(0)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL


@pytest.mark.parametrize("version", [1, 5, 7, 8, 9, 10])
def test_a_kill_at_any_statement_leaves_a_library_that_opens_whole(tmp_path: Path, version: int) -> None:
    release = Path(__file__).parents[1] / "data" / "release-0.1.0" / "library.db"
    source = tmp_path / "source.db"
    if version == 5:
        shutil.copy(release, source)
    else:
        raw(source, *(statement for step in MIGRATIONS[:version] for statement in step))
        raw(source, f"PRAGMA user_version = {version}", f"PRAGMA application_id = {APPLICATION_ID}")
        raw(
            source,
            """INSERT INTO article (id, uid, title, authors, first_seen, words, text_origin, text_state)
            VALUES (1, 'aaaaaaaaaaaaaaaa', 'A title', '', 5, 0, 'page', 'full')""",
        )
        if version >= 7:
            raw(source, SEARCH, EXPORT)
    with Library.open(Path(shutil.copy(source, tmp_path / "whole.db"))) as library:
        whole = fingerprint(library)
        assert library.database.value("SELECT count(*) FROM article")
    for at in range(sum(map(len, MIGRATIONS[version:])) + 3):
        path = tmp_path / f"{at}" / "library.db"
        path.parent.mkdir()
        shutil.copy(source, path)
        was_killed = killed(path, at)
        with Library.open(path) as library:
            assert fingerprint(library) == whole
            assert library.sound.check() == []
        if not was_killed:
            break
    else:
        raise AssertionError("it never came to its end")
    assert at == sum(map(len, MIGRATIONS[version:])) + 2  # the backup, and each statement


def test_what_old_feeds_held_without_a_date_stands_last_after_the_seventh(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    raw(path, *(statement for step in MIGRATIONS[:6] for statement in step))
    raw(path, "PRAGMA user_version = 6", f"PRAGMA application_id = {APPLICATION_ID}")
    made = """INSERT INTO article (id, uid, title, authors, published, first_seen, words, text_origin, text_state)
        VALUES ({0}, 'aaaaaaaaaaaaaaa{0}', 'A title', '', {1}, {2}, 0, 'feed', 'full')"""
    feeds = "INSERT INTO feed (id, url, title, added_at) VALUES (1, 'https://pier.example/f', 'Pier', 5), (2, NULL, 'Kept', 5)"
    stood = "INSERT INTO appearance (article_id, feed_id, title, seen_at) VALUES ({0}, {1}, 'A title', {2})"
    # Article: 2 backlog without a date, 3 with one, 4 came later, 5 by hand before its feed, 6 of an import.
    raw(
        path, feeds,
        *(made.format(*row) for row in ((2, "NULL", 9), (3, 8, 9), (4, "NULL", 10), (5, "NULL", 7), (6, "NULL", 9))),
        *(stood.format(*row) for row in ((2, 1, 9), (3, 1, 9), (4, 1, 10), (5, 1, 9), (6, 2, 9))),
    )  # fmt: skip
    with Library.open(path) as library:
        found = library.articles.many([2, 3, 4, 5, 6])
        assert [article.undated for article in found] == [True, False, False, False, False]
        assert library.database.column("SELECT article_id FROM change") == [2]


def test_saved_searches_of_the_seventh_keep_what_they_have_and_notify_of_nothing(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    raw(path, *(statement for step in MIGRATIONS[:7] for statement in step), SEARCH)
    raw(path, "PRAGMA user_version = 7", f"PRAGMA application_id = {APPLICATION_ID}")
    with Library.open(path) as library:
        assert library.saved.all() == [SavedSearch(3, "Gas", "gas", keeps=True)]
        assert library.saved.queued() == []


def test_all_articles_of_the_seventh_are_grouped_again_by_new_stems(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    raw(path, *(statement for step in MIGRATIONS[:7] for statement in step))
    raw(path, "PRAGMA user_version = 7", f"PRAGMA application_id = {APPLICATION_ID}")
    made = """INSERT INTO article (id, uid, title, authors, first_seen, words, text_origin, text_state)
        VALUES ({0}, 'aaaaaaaaaaaaaaa{0}', 'A title', '', 9, 0, 'feed', 'full')"""
    raw(
        path, *(made.format(number) for number in (1, 2)), "DELETE FROM ungrouped", "INSERT INTO ungrouped VALUES (2)",
        "INSERT INTO gist (article_id, packed) VALUES (1, x'00')",
        "INSERT INTO clue (key, day, article_id) VALUES (7, 1, 1)",
        "INSERT INTO report (article_id, story_id) VALUES (1, 5)",
    )  # fmt: skip
    with Library.open(path) as library:
        assert library.groups.waiting(9) == [1, 2]
        assert library.groups.packed([1]) == {}
        assert library.database.value("SELECT count(*) FROM clue") == 0
        assert library.stories.of([1, 2]) == {1: 5}


def test_what_one_feed_printed_is_no_copy_after_the_twelfth(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    raw(path, *(statement for step in MIGRATIONS[:12] for statement in step))
    raw(path, "PRAGMA user_version = 12", f"PRAGMA application_id = {APPLICATION_ID}")
    made = """INSERT INTO article (id, uid, title, authors, first_seen, words, text_origin, text_state, text_hash)
        VALUES ({0}, 'aaaaaaaaaaaaaaa{0}', '{1}', '', 9, 50, 'feed', 'full', x'{2:02}')"""
    stands = "INSERT INTO appearance (article_id, feed_id, title, seen_at) VALUES ({}, {}, '', 1)"
    raw(
        path, "INSERT INTO feed (id, url, added_at) VALUES (1, 'https://a.example/', 1), (2, 'https://b.example/', 1)",
        *(made.format(*row) for row in ((1, "PhonoBlock", 1), (2, "BondiBlock", 1), (3, "Gas", 2), (4, "GAS", 2), (5, "Oil", 3))),
        *(stands.format(number, feed) for number, feed in ((1, 1), (2, 1), (3, 1), (4, 1), (5, 2))),
        "DELETE FROM ungrouped",
        "INSERT INTO copy (article_id, first_id) VALUES (1, 1), (2, 1), (5, 1), (3, 3), (4, 3)",
    )  # fmt: skip
    with Library.open(path) as library:
        assert library.groups.waiting(9) == [1, 2, 5]
        assert library.groups.firsts() == {3: 3, 4: 3}


def test_the_steps_of_a_conversion_are_told(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    path = tmp_path / "new.db"
    Library.open(path, converting=lambda *step: told.append(step)).close()
    assert told == []  # nothing was converted
    shutil.copy(Path(__file__).parents[1] / "data" / "release-0.1.0" / "library.db", path)
    Library.open(path, converting=lambda *step: told.append(step)).close()
    total = 1 + sum(map(len, MIGRATIONS[5:]))
    assert told == [(done, total) for done in range(total + 1)]


def test_every_table_is_strict(library: Library) -> None:
    loose = library.database.rows(
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite_%'"
    )
    assert loose == []


def test_what_exports_of_the_eighth_wrote_is_what_the_next_one_compares_with(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    raw(path, *(statement for step in MIGRATIONS[:8] for statement in step))
    raw(path, "PRAGMA user_version = 8", f"PRAGMA application_id = {APPLICATION_ID}")
    made = """INSERT INTO article (id, uid, title, authors, first_seen, words, text_origin, text_state)
        VALUES (1, 'aaaaaaaaaaaaaaaa', 'A title', '', 5, 0, 'page', 'full')"""
    raw(path, made, EXPORT)
    text = '---\ntitle: "A title"\n---\n\nWords.\n'
    with Library.open(path) as library:
        assert library.exports.last(1, "/notes") == LastExport("a.md", text)
        assert library.exports.texts(1) == [text]
        assert library.exports.taken(1, "/notes") == frozenset()
        library.exports.record(1, "/notes", LastExport("b.md", "new", "offered"), "other", NOW)
        assert library.exports.last(1, "/notes") == LastExport("b.md", "new", "offered")
        assert library.database.rows("SELECT text, hash FROM export") == [("", "other")]


def test_an_output_can_be_kept_in_a_library_of_the_ninth(tmp_path: Path) -> None:
    path = tmp_path / "library.db"
    raw(path, *(statement for step in MIGRATIONS[:9] for statement in step))
    raw(path, "PRAGMA user_version = 9", f"PRAGMA application_id = {APPLICATION_ID}")
    with Library.open(path) as library:
        number = save(library)
        library.outputs.keep(number, KeptOutput("Summary", "brief", "Short.", NOW))
    with Library.open(path) as library:
        assert library.outputs.of(number) == [KeptOutput("Summary", "brief", "Short.", NOW)]
