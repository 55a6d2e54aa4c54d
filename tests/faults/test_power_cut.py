"""The power fails at any moment: what was not synced is lost, what was said to be done is there all the same.

The disk is built from the journal of `disk.c`, as it is after a cut at each point: without the bytes that were not synced;
without the names, too, whose folder was not; and with some of both, by chance.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from tests.faults import disk, plain
from tests.faults.disk import Lost, Replay
from tests.faults.operations import OPERATIONS, contents, goes_on, holds
from tests.support.processes import Ended

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.faults.disk import Record, Tree
    from tests.faults.operations import Shelf

EVERY = bool(os.environ.get("BROADSHEET_EVERY_CHANGE"))
"""Each point, and three chances at each (`make disk-faults`); else some points."""

POINTS = 5
"""Points of an operation at which the power is cut."""

KEYS = {"one": "Stairs are worn", "two": "And the rail is loose"}
"""What is noted in one session that stays open, as the screen has it: name of what is said to be done → note."""

LOST = {"data": Lost.DATA, "names": Lost.NAMES, "some": Lost.SOME}

HASTILY = {"wal": "hastily beside a reader", "delete": "hastily"}
"""Without a write-ahead log nobody reads while another one writes."""

FAILED = Ended(1, "", "the power was cut")


def cuts(replay: Replay, records: list[Record], lost: Lost) -> Iterator[tuple[int, int, Tree]]:
    """The number of what was said to be done last, the point, and what a cut there leaves; what was there before is passed
    over."""
    said, seen = 0, set[tuple[bytes, int]]()
    chances = (3 if EVERY else 1) if lost is Lost.SOME else 1
    chosen = {round(part * (len(records) - 1) / POINTS) for part in range(POINTS + 1)}
    for point, record in enumerate(records):
        replay.step(record)
        if record.letter == "M":
            said = record.number
        if not EVERY and point not in chosen and record.letter not in "MRL":
            continue
        for chance in range(chances):
            tree = replay.after(lost, seed=point * chances + chance)
            name = disk.digest(tree), said
            if name not in seen:
                seen.add(name)
                yield said, point, tree


def recorded(shelf: Shelf, line: tuple[str, ...], **more: object) -> tuple[Replay, list[Record]]:
    shelf.lay_out()
    replay = Replay(shelf.folder)
    shelf.disk.watch(shelf.folder)
    (answer,) = shelf.do(line, **more)
    shelf.disk.say(len(KEYS) + 1)
    shelf.disk.rest()
    assert answer.code == 0, answer.err
    return replay, shelf.disk.records()


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("name", OPERATIONS)
def test_whenever_the_power_fails(shelf: Shelf, name: str, lost: str) -> None:
    counted = shelf.counted(name)
    number = 0
    for number, (said, point, tree) in enumerate(cuts(*recorded(shelf, OPERATIONS[name].line), LOST[lost])):
        shelf.power_up(tree)
        try:
            if number % 2 == 0:  # else the program never sees what SQLite has not mended yet
                (answer,) = shelf.do(("list", "--json"))
                plain.is_clean(answer)
                assert answer.code == 0, answer.err
            holds(shelf, name, Ended(0, "", "") if said else FAILED, counted.before, counted.after)
            if number % 4 == 0 or said:
                goes_on(shelf, name, counted.after)
        except AssertionError as fault:
            raise AssertionError(
                f"point {point}, {'said to be done' if said else 'before it was done'}"
            ) from fault
    assert number or name == "undo"


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_what_is_done_in_a_session_that_stays_open_is_on_the_disk_at_once(
    shelf: Shelf, journal: str, lost: str
) -> None:
    """`delete` is how SQLite keeps a library that lies on another machine."""
    line = ("keys", str(shelf.disk.journal), *KEYS.values())
    replay, records = recorded(shelf, line, is_far=journal == "delete")
    assert [record.number for record in records if record.letter == "M"] == [1, 2, 3]
    for said, point, tree in cuts(replay, records, LOST[lost]):
        shelf.power_up(tree)
        found = shelf.facts()
        missing = [note for note in [*KEYS.values()][:said] if f"library.db: note {note}" not in found]
        assert not missing, point


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize("journal", ["wal", "delete"])
def test_what_was_written_in_haste_is_on_the_disk_when_the_haste_ends(
    shelf: Shelf, journal: str, lost: str
) -> None:
    line = (HASTILY[journal], str(shelf.disk.journal), *KEYS.values())
    replay, records = recorded(shelf, line, is_far=journal == "delete")
    assert [record.number for record in records if record.letter == "M"] == [2, 3]
    for said, point, tree in cuts(replay, records, LOST[lost]):
        shelf.power_up(tree)
        missing = {f"library.db: note {note}" for note in KEYS.values()} - shelf.facts() if said else None
        assert not missing, point


@pytest.mark.parametrize("lost", LOST)
@pytest.mark.parametrize(
    ("line", "made"),
    [
        (("import", "{}/more.jsonl", "--library", "{}/new/shelf/library.db"), "new/shelf/library.db"),
        (("export", "1", "--to", "{}/new/notes"), "new/notes"),
        (("export", "1", "--as", "epub", "--to", "{}/new/a.epub"), "new/a.epub"),
        (("backup", "{}/new.db"), "new.db"),
    ],
    ids=["library", "notes", "book", "backup"],
)
def test_folders_that_are_made_are_on_the_disk_as_well(
    shelf: Shelf, line: tuple[str, ...], made: str, lost: str
) -> None:
    for said, _, tree in cuts(*recorded(shelf, line), LOST[lost]):
        if said:
            shelf.power_up(tree)
            assert (shelf.folder / made).exists()
    if made.endswith("library.db"):
        assert {f"“New {n}” Of the new {n} at the pier." for n in range(3)} <= contents(shelf.folder / made)
