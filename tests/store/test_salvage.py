"""A damaged library gives what can be read of it, and names what is lost."""

from __future__ import annotations

import random
import sqlite3
from contextlib import closing, suppress
from typing import TYPE_CHECKING, Any
from unittest import mock

import pytest

from reader.errors import LibraryDamaged, LibraryError
from reader.model import KeptOutput, Picture, Subscription
from reader.store import salvage as salvages
from reader.store.library import Library
from reader.store.salvage import Salvage, salvage
from tests.store.making import LONG, NOW, draft, raw, save

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 4096
MANY = 300


def fill(library: Library, count: int = MANY) -> None:
    """Articles with all that can belong to one."""
    feed = library.feeds.add(Subscription(url="https://paper.example/f", title="Paper", tags=("a/b",)), NOW)[
        0
    ]
    with library.transaction():
        for number in range(1, count + 1):
            given = draft(number, text=f"{number} {LONG}", pictures=(Picture(caption=f"caption {number}"),))
            library.articles.save(given, now=NOW, feed_id=feed.id, guid=f"g{number}")
        library.marks.read(range(1, count + 1, 2), NOW)
        library.marks.bookmark([1, count], NOW)
        library.tags.change([2, count], ["kept"], [], NOW)
        for number in (3, count):
            library.own_words.write(number, f"note {number}", NOW)
            library.outputs.keep(number, KeptOutput("Summary", "brief", f"output {number}", NOW))
        library.saved.add("Unread", "is:unread", NOW)


def everything(path: Path) -> dict[str, list[object]]:
    """What a reader would miss."""
    with Library.open(path, create=False) as library:
        ids = [int(number) for number in library.database.column("SELECT id FROM article ORDER BY id")]
        return {
            "articles": list(library.articles.many(ids)),
            "texts": list(library.articles.contents(ids).items()),
            "notes": [note.text for number in ids for note in library.own_words.notes(number)],
            "outputs": [output.markdown for number in ids for output in library.outputs.of(number)],
            "feeds": [(feed.url, feed.title, feed.tags, feed.articles) for feed in library.feeds.all()],
            "saved": [(one.name, one.query) for one in library.saved.all()],
        }


def pages_of(path: Path, name: str) -> list[int]:
    """The numbers, from 1, of the leaf pages of a table or index."""
    with closing(sqlite3.connect(path)) as connection:
        root = connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
    data = path.read_bytes()
    waiting, leaves = [int(root)], []
    while waiting:
        number = waiting.pop()
        start = (number - 1) * PAGE
        head = start + (100 if number == 1 else 0)
        kind, cells = data[head], int.from_bytes(data[head + 3 : head + 5], "big")
        if kind in (10, 13):
            leaves.append(number)
            continue
        waiting.append(int.from_bytes(data[head + 8 : head + 12], "big"))
        for cell in range(cells):
            at = start + int.from_bytes(data[head + 12 + 2 * cell : head + 14 + 2 * cell], "big")
            waiting.append(int.from_bytes(data[at : at + 4], "big"))
    return sorted(leaves)


def spoil(path: Path, *numbers: int) -> None:
    data = bytearray(path.read_bytes())
    for number in numbers:
        data[(number - 1) * PAGE : number * PAGE] = random.Random(number).randbytes(PAGE)
    path.write_bytes(data)


@pytest.fixture
def old(path: Path) -> Path:
    """A closed library, the whole of it in its file."""
    with Library.open(path) as library:
        fill(library)
        library.database.rows("PRAGMA wal_checkpoint(TRUNCATE)")
    return path


def test_a_sound_library_is_copied_whole(old: Path, tmp_path: Path) -> None:
    told: list[str] = []
    assert salvage(old, tmp_path / "new.db", told.append) == Salvage(MANY, ())
    assert everything(tmp_path / "new.db") == everything(old)
    assert told[0] == "feed"
    assert "article" in told
    with Library.open(old) as before, Library.open(tmp_path / "new.db") as after:
        assert after.sound.check() == []
        assert before.id != after.id


def test_what_is_on_a_damaged_page_of_articles_is_lost_and_named_and_nothing_else(
    old: Path, tmp_path: Path
) -> None:
    before = everything(old)
    (_, middle, *_) = pages_of(old, "article")
    spoil(old, middle)
    found = salvage(old, tmp_path / "new.db")
    after = everything(tmp_path / "new.db")
    lost = [article for article in before["articles"] if article not in after["articles"]]
    assert 0 < len(lost) < MANY / 4
    assert found.articles == len(after["articles"]) == MANY - len(lost)
    named = [what for what in found.lost if what.startswith("article ")]
    assert named == [f"article {article.id}" for article in lost][: len(named)]  # type: ignore[attr-defined]
    assert len(named) == min(len(lost), salvages.NAMED)
    assert after["feeds"][0][:3] == before["feeds"][0][:3]  # type: ignore[index]
    assert after["saved"] == before["saved"]


def test_a_damaged_page_of_texts_costs_those_texts(old: Path, tmp_path: Path) -> None:
    spoil(old, pages_of(old, "text")[1])
    found = salvage(old, tmp_path / "new.db")
    assert found.articles == MANY
    assert found.lost
    assert all(what.startswith("the text of article ") for what in found.lost)
    assert "“Story " in found.lost[0]
    with Library.open(tmp_path / "new.db") as library:
        assert library.sound.check() == []


def test_a_text_that_was_changed_in_place_is_not_taken_for_the_one_that_was_saved(
    old: Path, tmp_path: Path
) -> None:
    raw(old, "UPDATE text SET markdown = 'other' WHERE article_id = 7")
    found = salvage(old, tmp_path / "new.db")
    assert found == Salvage(MANY, ("the text of article 7, “Story 7”",))


@pytest.mark.parametrize(
    "name", ["mark", "tag", "appearance", "picture", "note", "address", "feed", "saved_search"]
)
def test_damage_of_any_table_leaves_the_articles(old: Path, tmp_path: Path, name: str) -> None:
    spoil(old, pages_of(old, name)[-1])
    found = salvage(old, tmp_path / "new.db")
    assert found.articles == MANY
    assert f"part of the table {name}" in found.lost
    with Library.open(tmp_path / "new.db") as library:
        assert library.sound.check() == []
        assert save(library, MANY + 1)


def test_random_damage_ends_in_a_sound_library_or_in_words(old: Path, tmp_path: Path) -> None:
    whole = old.read_bytes()
    counts = []
    for seed in range(30):
        chance = random.Random(seed)
        pages = [chance.randrange(2, len(whole) // PAGE) for _ in range(chance.choice((1, 3, 9)))]
        old.write_bytes(whole)
        spoil(old, *pages)
        new = tmp_path / f"{seed}.db"
        with suppress(LibraryDamaged):  # nothing can be read
            counts.append(salvage(old, new).articles)
        if not new.exists():
            continue
        with Library.open(new) as library:
            assert library.sound.check() == []
    assert len(counts) > 20
    assert sum(counts) / len(counts) > MANY * 0.6


def test_where_nothing_can_be_read_that_is_said_and_nothing_is_made(old: Path, tmp_path: Path) -> None:
    spoil(old, 1)
    with pytest.raises(LibraryDamaged, match="nothing can be read") as caught:
        salvage(old, tmp_path / "new.db")
    assert "restore FILE" in caught.value.hint
    assert not (tmp_path / "new.db").exists()


def test_a_file_that_is_there_is_not_overwritten(old: Path, tmp_path: Path) -> None:
    (tmp_path / "new.db").write_text("mine")
    with pytest.raises(LibraryError, match="this file already exists"):
        salvage(old, tmp_path / "new.db")
    assert (tmp_path / "new.db").read_text() == "mine"


def test_a_full_disk_is_no_loss_of_the_damaged_library(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> bool:
        raise LibraryError("the disk is full") from sqlite3.OperationalError("full")

    with Library.open(tmp_path / "probe.db") as probe:
        monkeypatch.setattr(type(probe.database), "run_each", full)
        run = type(probe.database).run

        def some(database: object, sql: str, values: tuple[object, ...] = ()) -> int:
            return int(full()) if "INTO article " in sql else run(database, sql, values)  # type: ignore[arg-type]

        monkeypatch.setattr(type(probe.database), "run", some)
        with pytest.raises(LibraryError, match="the disk is full"):
            salvage(old, tmp_path / "new.db")
    assert not list(tmp_path.glob("new.db*"))


def test_what_a_killed_salvage_left_is_not_in_the_way(old: Path, tmp_path: Path) -> None:
    for ending in ("", "-wal", "-shm"):
        (tmp_path / f"new.db.part{ending}").write_text("half")
    assert salvage(old, tmp_path / "new.db").articles == MANY
    assert [path.name for path in tmp_path.glob("new.db*")] == ["new.db"]


def test_a_library_for_whose_log_there_is_no_room_is_not_called_damaged(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    connect = sqlite3.connect

    def without_room(place: str, **more: Any) -> sqlite3.Connection:
        if "mode=ro" in place:
            raise_ = sqlite3.OperationalError("unable to open database file")
            raise_.sqlite_errorcode = sqlite3.SQLITE_CANTOPEN
            found = mock.Mock(spec=sqlite3.Connection)
            found.execute.side_effect = raise_
            return found
        opened: sqlite3.Connection = connect(place, **more)
        return opened

    monkeypatch.setattr("reader.store.salvage.sqlite3.connect", without_room)
    old.with_name(f"{old.name}-wal").write_text("a log that waits")
    with pytest.raises(LibraryError, match="cannot be opened"):
        salvage(old, tmp_path / "new.db")
    old.with_name(f"{old.name}-wal").unlink()
    assert salvage(old, tmp_path / "new.db").articles == MANY


class Killed(BaseException):
    """Ends what runs, as a kill does: nothing catches it."""


def test_a_part_of_what_can_be_saved_never_looks_like_the_whole(
    old: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def kill(table: str) -> None:
        if table == "article":
            raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(salvages, "_remove", lambda _: None)  # a kill leaves all as it is
        with pytest.raises(Killed):
            salvage(old, tmp_path / "new.db", kill)
    assert not (tmp_path / "new.db").exists()
    assert (tmp_path / "new.db.part").exists()
    assert salvage(old, tmp_path / "new.db") == Salvage(MANY, ())
    assert [path.name for path in tmp_path.glob("new.db*")] == ["new.db"]
