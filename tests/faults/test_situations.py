"""Each operation in each bad situation: it goes on, or it says what is wrong and leaves everything as it was."""

from __future__ import annotations

import os
import shutil
import sqlite3
from contextlib import closing, contextmanager, nullcontext
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from tests.faults import plain
from tests.faults.operations import OPERATIONS, contents
from tests.support.rights import read_only

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from tests.faults.operations import Shelf

ALL = frozenset(OPERATIONS) - {"undo", "opml", "salvage"}
"""The operations of the table in docs/security.md."""

YEAR_S = 366 * 86_400


def library_of(name: str, shelf: Shelf) -> Path:
    """The library that an operation changes."""
    return shelf.folder / ("old.db" if name == "migration" else "library.db")


@contextmanager
def locked(library: Path) -> Iterator[None]:
    with closing(sqlite3.connect(library, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        yield


@contextmanager
def only_read(library: Path) -> Iterator[None]:
    """Nobody may write anything that lies with it, and everybody may read it."""
    folder = library.parent
    for path in folder.rglob("*"):
        path.chmod(0o555 if path.is_dir() else 0o444)
    with read_only(library):
        try:
            yield
        finally:
            for path in (folder, *folder.rglob("*")):
                path.chmod(0o700 if path.is_dir() else 0o600)


def damaged_page(library: Path) -> None:
    """The first page of the table of articles holds something else."""
    with closing(sqlite3.connect(library)) as database:
        (page,) = database.execute("SELECT rootpage FROM sqlite_schema WHERE name = 'article'").fetchone()
        (size,) = database.execute("PRAGMA page_size").fetchone()
    with library.open("r+b") as file:
        file.seek((page - 1) * size)
        file.write(b"\x5a" * size)


def cut_in_half(library: Path) -> None:
    os.truncate(library, library.stat().st_size // 2)


def diary(library: Path) -> None:
    library.write_text("Dear diary\n" * 50)


def newer(library: Path) -> None:
    with closing(sqlite3.connect(library)) as database:
        database.execute("PRAGMA user_version = 999")


def with_backup(library: Path) -> None:
    shutil.copy(library, library.with_name(f"{library.stem}.backup-20260101T120000.db"))


def emptied(library: Path) -> None:
    with_backup(library)
    library.write_bytes(b"")


def gone(library: Path) -> None:
    with_backup(library)
    library.unlink()


def index_of(library: Path) -> Path:
    (folder,) = (path for path in (library.parent / "cache" / "index").iterdir() if path.is_dir())
    return folder


def lost_index(library: Path) -> None:
    shutil.rmtree(library.parent / "cache")


def damaged_index(library: Path) -> None:
    for path in index_of(library).iterdir():
        if path.suffix in (".trm", ".pst", ".col"):
            path.write_bytes(bytes(byte ^ 0x5A for byte in path.read_bytes()))


def no_cache(library: Path) -> None:
    shutil.rmtree(library.parent / "cache")
    (library.parent / "cache").write_text("a file where a folder should be")


@dataclass(frozen=True)
class Situation:
    """`make` brings it about for a library, before the operation or around it; operations that are in `goes_on` work
    all the same, the others say `words`; those in `is_done` say so after the rest is done. `is_damage`: the library
    cannot be read, and must stay as it is. `job`: what differs in the process."""

    make: Callable[[Path], AbstractContextManager[None] | None]
    words: tuple[str, ...] = ()
    goes_on: frozenset[str] = ALL
    is_done: frozenset[str] = frozenset()
    is_damage: bool = False
    clock: int = 0
    job: dict[str, object] = field(default_factory=dict)


def nothing(_: Path) -> None: ...


SITUATIONS: dict[str, Situation] = {
    "locked": Situation(
        locked,
        ("another process is writing",),
        frozenset({"search", "backup", "restore", "settings"}),
        job={"wait": 0.01},
    ),
    "read-only": Situation(only_read, ("ermission",), frozenset({"search"}), job={"is_nobody": True}),
    "damaged page": Situation(
        damaged_page, ("is damaged",), frozenset({"restore", "settings"}), is_damage=True
    ),
    "truncated": Situation(
        cut_in_half,
        ("is damaged",),
        frozenset({"restore", "settings"}),
        is_damage=True,
    ),
    "no library": Situation(
        diary,
        ("not a library",),
        frozenset({"restore", "settings"}),
        is_damage=True,
    ),
    "newer": Situation(newer, ("a newer broadsheet",), frozenset({"restore", "settings"}), is_damage=True),
    "emptied": Situation(
        emptied, ("its contents are lost",), frozenset({"restore", "settings"}), is_damage=True
    ),
    "gone": Situation(gone, ("is beside it",), frozenset({"restore", "settings"}), is_damage=True),
    "lost index": Situation(lost_index),
    "damaged index": Situation(damaged_index),
    "no cache": Situation(
        no_cache,
        ("index cannot be written",),
        ALL - {"index", "refresh", "import"},
        is_done=frozenset({"refresh", "import"}),
    ),
    "clock back": Situation(nothing, clock=-YEAR_S),
    "clock ahead": Situation(nothing, clock=10 * YEAR_S),
}


def bytes_of(library: Path) -> bytes | None:
    return library.read_bytes() if library.exists() else None


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize("situation", SITUATIONS)
def test_it_goes_on_or_says_why_not(shelf: Shelf, situation: str, name: str) -> None:
    now = SITUATIONS[situation]
    counted = shelf.counted(name)
    shelf.lay_out()
    library = library_of(name, shelf)
    with now.make(library) or nullcontext():
        # Not of one that is locked: to close it would give the lock back.
        before = bytes_of(library) if now.is_damage else b""
        shelf.disk.set_clock(now.clock)
        (answer,) = shelf.do(OPERATIONS[name].line, **now.job)
        shelf.disk.rest()
    plain.is_clean(answer)
    if name in now.goes_on:
        assert answer.code == 0, answer.err
    else:
        assert answer.code in (3, 4) or (name, answer.code) == ("settings", 2), answer
        assert any(words in answer.err for words in now.words), answer.err
        assert 1 <= len(answer.err.splitlines()) <= 4, answer.err
    if now.is_damage and name not in now.goes_on:
        assert bytes_of(library) == before or (situation, name) == ("damaged page", "migration")
        library.unlink(missing_ok=True)
        shutil.copy(shelf.template / library.name, library)
    if now.is_damage and name == "settings":
        shutil.copy(shelf.template / library.name, library)
    wanted = counted.after if name in now.goes_on | now.is_done else counted.before
    found = shelf.facts()
    if name == "export" and name not in now.goes_on:
        assert counted.before & counted.after <= found <= counted.before | counted.after
    else:
        assert found == wanted, "\n".join(sorted(wanted ^ found))


TAKEN = ("deleted", "replaced")


@pytest.mark.parametrize("name", sorted(ALL))
@pytest.mark.parametrize("how", TAKEN)
def test_a_library_that_is_taken_away_while_it_is_open_is_not_written(
    shelf: Shelf, how: str, name: str
) -> None:
    counted = shelf.counted(name)
    shelf.lay_out()
    library = library_of(name, shelf)
    taken = shelf.folder / ("kept.db" if name == "restore" else library.name)
    place = shelf.folder / "other.db"
    shutil.copy(shelf.folder / "kept.db", place)
    kept = contents(place)
    (answer,) = shelf.do(
        OPERATIONS[name].line, moved=str(taken), by=str(place) if how == "replaced" else None
    )
    plain.is_clean(answer)
    if name in ("settings", "restore", "search", "backup"):
        assert answer.code == 0, answer.err
    else:
        assert answer.code == 4, answer
        assert "moved, deleted or replaced" in answer.err
    if how == "replaced" and name != "settings":
        assert contents(taken) == kept
    elif name != "settings":
        assert not taken.exists()
    if name == "backup":
        assert shelf.facts() >= {fact for fact in counted.after if fact.startswith("second.db")}
    if name == "restore":
        assert contents(library) == kept
