"""The disk below the program: one that fails at a chosen change (`disk.c`), and what a power cut leaves of one.

Nothing above knows of it: SQLite, numpy, mmap and Python itself get their errors from the same place as always.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import platform
import random
import shutil
import struct
import subprocess
from dataclasses import dataclass, field
from enum import IntEnum, IntFlag
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

SOURCE = Path(__file__).with_name("disk.c")
VARIABLE = "BROADSHEET_DISK"
"""Names the file that the library of `disk.c` maps."""

NEEDED = "a C compiler (apt-get install gcc libc6-dev)"

_STATE = struct.Struct("<iiiiqqqq8q1024s1024s")
_COUNTED_AT = struct.calcsize("<iiiiq")
_COUNTED = struct.Struct("<qqq8q")
_HEAD = struct.Struct("<IIIIQQq")


class Mode(IntEnum):
    """Which changes fail: none, one, that one and all after it, or the half of one write; or a signal comes before it."""

    NEVER = 0
    ONCE = 1
    FROM_THEN_ON = 2
    HALF = 3
    SIGNAL = 4


class Kind(IntFlag):
    """What a change is."""

    OPEN = 1
    WRITE = 2
    TRUNCATE = 4
    SYNC = 8
    RENAME = 16
    UNLINK = 32
    LINK = 64
    MKDIR = 128
    ANY = 255


def compiled(folder: Path) -> Path:
    """The library, compiled once a session. Skips the test where that cannot be done; a machine of the gate can."""
    if platform.libc_ver()[0] != "glibc":
        pytest.skip("needs Linux with glibc")
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if compiler is None:
        assert not os.environ.get("CI"), f"without {NEEDED} no failing disk is tested"
        pytest.skip(f"needs {NEEDED}")
    library = folder / "disk.so"
    options = ["-shared", "-fPIC", "-O1", "-Wall", "-Wextra", "-Wno-parentheses", "-U_FORTIFY_SOURCE"]
    done = subprocess.run(
        [compiler, *options, "-o", library, SOURCE], check=False, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return library


class Disk:
    """The state that `disk.c` shares with the test: what is to fail, and what was counted."""

    def __init__(self, folder: Path, library: Path) -> None:
        """Make it; `folder` is for its files and not watched."""
        self._place = folder / "state"
        self.journal = folder / "journal"
        self._place.write_bytes(bytes(_STATE.size))
        with self._place.open("r+b") as file:
            self._memory = mmap.mmap(file.fileno(), _STATE.size)
        self.environment = {"LD_PRELOAD": str(library), VARIABLE: str(self._place)}

    def fail(self, folder: Path, at: int, error: int, mode: Mode = Mode.ONCE, kinds: Kind = Kind.ANY) -> None:
        """The `at`-th change below the folder fails, counted from now on; 0 none does, and they are counted. `error` is
        the system's number, or that of the signal."""
        self._set(folder, mode, error, kinds, at)

    def watch(self, folder: Path) -> None:
        """Write the journal of what is changed below the folder, from now on."""
        self.journal.unlink(missing_ok=True)
        self._set(folder, Mode.NEVER, 0, Kind.ANY, 0, is_journal=True)

    def set_clock(self, seconds: int) -> None:
        """The clock of the program is so much ahead."""
        self._set(Path(), Mode.NEVER, 0, Kind.ANY, 0, clock=seconds)

    def rest(self) -> None:
        """Nothing fails any more, and nothing is counted; what was counted stays to be read."""
        counted = self._counted()
        self._set(Path(), Mode.NEVER, 0, Kind.ANY, 0)
        _COUNTED.pack_into(self._memory, _COUNTED_AT, *counted)

    def _set(
        self,
        folder: Path,
        mode: Mode,
        error: int,
        kinds: Kind,
        at: int,
        *,
        is_journal: bool = False,
        clock: int = 0,
    ) -> None:
        place = os.fsencode(folder) if folder != Path() else b""
        values = (mode, error, kinds, is_journal, at, 0, 0, clock, *[0] * 8, place, os.fsencode(self.journal))
        self._memory[:] = _STATE.pack(*values)

    @property
    def failed(self) -> int:
        """Changes that were made to fail."""
        return self._counted()[1]

    def done(self, kinds: Kind = Kind.ANY) -> int:
        """The changes of these kinds."""
        of_kind = self._counted()[3:]
        return sum(count for at, count in enumerate(of_kind) if kinds & 1 << at)

    def _counted(self) -> tuple[int, ...]:
        return _COUNTED.unpack_from(self._memory, _COUNTED_AT)

    def say(self, number: int) -> None:
        """Write into the journal that the program has said something to be done."""
        say(self.journal, number)

    def records(self) -> list[Record]:
        """The journal."""
        data = self.journal.read_bytes()
        found, at = [], 0
        while at < len(data):
            letter, first, second, _, place, other, number = _HEAD.unpack_from(data, at)
            at += _HEAD.size
            parts = data[at : at + first], data[at + first : at + first + second]
            at += first + second
            found.append(Record(chr(letter), place, other, number, *parts))
        return found


def say(journal: Path, number: int) -> None:
    """Write into the journal that the program has said something to be done."""
    with journal.open("ab") as file:
        file.write(_HEAD.pack(ord("M"), 0, 0, 0, 0, 0, number))


@dataclass(frozen=True, slots=True)
class Record:
    """A change as the journal has it; what a field holds depends on the letter (`disk.c`)."""

    letter: str
    place: int
    other: int
    number: int
    first: bytes
    second: bytes


@dataclass
class File:
    """A file: its bytes, those that are on the disk for certain, and the changes since."""

    now: bytearray = field(default_factory=bytearray)
    safe: bytes = b""
    waiting: list[tuple[int, bytes | None]] = field(default_factory=list)

    def change(self, at: int, data: bytes | None) -> None:
        """Bytes that are written at an offset; None: cut or stretched to it."""
        _apply(self.now, at, data)
        self.waiting.append((at, data))

    def sync(self) -> None:
        self.safe = bytes(self.now)
        self.waiting.clear()

    def left(self, chance: random.Random | None) -> bytes:
        """What a power cut leaves: what was synced, and by chance some of what was not."""
        data = bytearray(self.safe)
        for at, written in self.waiting if chance else ():
            if chance and chance.random() < 0.5:
                _apply(data, at, written)
        return bytes(data)


def _apply(data: bytearray, at: int, written: bytes | None) -> None:
    if len(data) < at:
        data.extend(bytes(at - len(data)))
    if written is None:
        del data[at:]
    else:
        data[at : at + len(written)] = written


@dataclass
class Folder:
    """A folder: its names, those that are on the disk for certain, and the changes since."""

    now: dict[bytes, File | Folder] = field(default_factory=dict)
    safe: dict[bytes, File | Folder] = field(default_factory=dict)
    waiting: list[dict[bytes, File | Folder | None]] = field(default_factory=list)

    def name(self, names: dict[bytes, File | Folder | None]) -> None:
        """Names that are given, or taken away (None), in one step."""
        _rename(self.now, names)
        self.waiting.append(names)

    def sync(self) -> None:
        self.safe = dict(self.now)
        self.waiting.clear()

    def left(self, chance: random.Random | None) -> dict[bytes, File | Folder]:
        """The names that a power cut leaves: those that were synced, and by chance some of the next ones, in order."""
        names = dict(self.safe)
        for change in self.waiting[: chance.randint(0, len(self.waiting))] if chance else ():
            _rename(names, change)
        return names


def _rename(names: dict[bytes, File | Folder], change: dict[bytes, File | Folder | None]) -> None:
    for name, node in change.items():
        if node is None:
            names.pop(name, None)
        else:
            names[name] = node


class Lost(IntEnum):
    """What a power cut takes: bytes that were not synced, names as well, or by chance some of either."""

    DATA = 0
    NAMES = 1
    SOME = 2


Tree = dict[str, bytes | None]
"""Path below the folder → bytes; None for a folder."""


class Replay:
    """The disk as it was at each point of a journal, and as a power cut there would have left it."""

    def __init__(self, folder: Path) -> None:
        """Read the folder as it is before the journal begins: all of it is on the disk for certain."""
        self._nodes: dict[int, File | Folder] = {}
        self._root = self._read(folder)

    def _read(self, folder: Path) -> Folder:
        found = Folder()
        for path in folder.iterdir():
            if path.is_dir():
                node: File | Folder = self._read(path)
            else:
                known = self._nodes.get(path.stat().st_ino)
                data = path.read_bytes()
                node = known or File(bytearray(data), data)
                self._nodes[path.stat().st_ino] = node
            found.now[os.fsencode(path.name)] = node
        found.sync()
        self._nodes[folder.stat().st_ino] = found
        return found

    def step(self, record: Record) -> None:
        """Make one change."""
        match record.letter:
            case "C":
                self._nodes[record.other] = file = File()
                self._folder(record.place).name({record.first: file})
            case "D":
                self._nodes[record.other] = folder = Folder()
                self._folder(record.place).name({record.first: folder})
            case "W":
                self._file(record.place).change(record.number, record.first)
            case "T":
                self._file(record.place).change(record.number, None)
            case "S":
                self._nodes[record.place].sync()
            case "U":
                self._folder(record.place).name({record.first: None})
            case "L":
                self._folder(record.number).name({record.second: self._nodes[record.other]})
            case "R":
                old, new = self._folder(record.place), self._folder(record.other)
                node = old.now[record.first]
                if old is new:
                    old.name({record.first: None, record.second: node})
                else:
                    new.name({record.second: node})
                    old.name({record.first: None})

    def _file(self, inode: int) -> File:
        node = self._nodes[inode]
        assert isinstance(node, File)
        return node

    def _folder(self, inode: int) -> Folder:
        node = self._nodes[inode]
        assert isinstance(node, Folder)
        return node

    def after(self, lost: Lost, seed: int) -> Tree:
        """What a power cut at this point leaves."""
        chance = random.Random(seed) if lost is Lost.SOME else None
        return dict(_tree(self._root, "", lost, chance))


def _tree(
    folder: Folder, above: str, lost: Lost, chance: random.Random | None
) -> Iterator[tuple[str, bytes | None]]:
    names = folder.now if lost is Lost.DATA else folder.left(chance)
    for name, node in sorted(names.items()):
        path = above + os.fsdecode(name)
        if isinstance(node, Folder):
            yield path, None
            yield from _tree(node, f"{path}/", lost, chance)
        elif not path.endswith("-shm"):  # memory that processes share: SQLite makes it anew
            yield path, node.left(chance)


def digest(tree: Tree) -> bytes:
    """Names two trees alike where they are."""
    found = hashlib.blake2b(digest_size=16)
    for path, data in tree.items():
        found.update(os.fsencode(path) + (b"\0f" if data is not None else b"\0d"))
        found.update(data or b"")
    return found.digest()


def build(tree: Tree, folder: Path) -> None:
    """Lay the tree into a new folder."""
    folder.mkdir()
    for path, data in tree.items():
        if data is None:
            (folder / path).mkdir()
        else:
            (folder / path).write_bytes(data)
