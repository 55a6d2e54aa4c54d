"""Libraries that are made once and then copied: what is killed must have something to lose."""

from __future__ import annotations

import json
import shutil
from typing import TYPE_CHECKING

import pytest

from tests.faults.disk import Disk, compiled
from tests.faults.forks import Forks
from tests.faults.operations import Shelf
from tests.support import processes
from tests.support.server import running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.shell import Shell

COUNT = 200


@pytest.fixture(scope="session")
def words() -> list[str]:
    """One word for each article of `full` that stands in no other."""
    return [f"lamp{n:03}x" for n in range(COUNT)]


@pytest.fixture(scope="session")
def lines(words: list[str]) -> str:
    """The articles of `full` as JSON Lines."""
    rows = (
        {"title": f"The {word}", "text": f"Of the {word} and the pier, and of its stairs."} for word in words
    )
    return "".join(json.dumps(row) + "\n" for row in rows)


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory, lines: str) -> Path:
    """A folder with a library of many articles and its index."""
    folder = tmp_path_factory.mktemp("made")
    (folder / "a.jsonl").write_text(lines)
    places = {"BROADSHEET_LIBRARY": str(folder / "library.db"), "BROADSHEET_CACHE_DIR": str(folder / "cache")}
    ended = processes.command("import", str(folder / "a.jsonl"), env=places)
    assert ended.code == 0, ended.err
    return folder


@pytest.fixture
def full(shell: Shell, made: Path) -> Shell:
    """A library of many articles with its index, the test's own."""
    shutil.copytree(made, shell.folder, dirs_exist_ok=True)
    return shell


@pytest.fixture(scope="session")
def shelf(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shelf]:
    """A library with all that belongs to it, and a process that works on it in forks, above a disk that can fail."""
    room = tmp_path_factory.mktemp("shelf").resolve()
    disk = Disk(room, compiled(room))
    with running() as server, Forks(disk.environment) as forks:
        yield Shelf.made(room, forks, disk, server)
