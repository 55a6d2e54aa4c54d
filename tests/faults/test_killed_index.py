"""Writing the index is killed at many moments: search finds everything afterwards, and nothing is left behind."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from reader.core.session import LibraryPaths, Session
from tests.faults import proof
from tests.support import processes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shell import Shell

PARTS = (0.0, 0.25, 0.5, 0.7, 0.85, 1.0)
"""How far the work has come when it is killed, from its first change of the file system to its last."""


MORE = [f"stair{n}y" for n in range(40)]


def index_of(library: Path) -> Path:
    with Session(LibraryPaths.found(str(library))) as session:
        return session.index.folder


def kill(part: float, *argv: str, total: int, small: int) -> None:
    processes.killed(1 + round(part * (total - 1)), *argv, small=small)


def is_whole_and_tidy(shell: Shell, words: list[str]) -> None:
    index = index_of(shell.library)
    proof.is_whole(shell, words)
    # A commit takes away what a killed one left, and a second rebuild what a killed rebuild left.
    assert shell("reindex").code == 0
    left = {path.name for path in index.parent.iterdir()}
    assert left - {f"{index.name}.groups"} == {index.name, f"{index.name}.lock"}
    assert not [path.name for path in index.iterdir() if ".tmp" in path.name]


@pytest.fixture(scope="session")
def more(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Further articles as JSON Lines, one for each word of `MORE`."""
    file = tmp_path_factory.mktemp("more") / "more.jsonl"
    file.write_text("".join(f'{{"title": "{word}", "text": "On the {word}."}}\n' for word in MORE))
    return file


@pytest.fixture(scope="session")
def operations(made: Path, more: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, int]:
    """How many changes of the file system there are: of a rebuild without an index, of one over it, of commits."""

    def counted(*argv: str, small: int, index: bool = True) -> int:
        library = shutil.copytree(made, tmp_path_factory.mktemp("counted") / "copy") / "library.db"
        if not index:
            shutil.rmtree(index_of(library))
        return processes.changes("--library", str(library), *argv, small=small)

    return {
        "over": counted("reindex", small=50),
        "new": counted("reindex", small=50, index=False),
        "commits": counted("import", str(more), small=10),
    }


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize("index", ["new", "over"])
def test_a_killed_rebuild_costs_nothing(
    full: Shell, words: list[str], operations: dict[str, int], index: str, part: float
) -> None:
    if index == "new":
        shutil.rmtree(index_of(full.library))
    kill(part, "reindex", total=operations[index], small=50)
    is_whole_and_tidy(full, words)


@pytest.mark.parametrize("part", PARTS)
def test_a_killed_commit_costs_nothing(
    full: Shell, words: list[str], more: Path, operations: dict[str, int], part: float
) -> None:
    kill(part, "import", str(more), total=operations["commits"], small=10)
    assert full("import", str(more)).code == 0
    is_whole_and_tidy(full, words + MORE)


@pytest.mark.parametrize("events", [1, 2])
def test_the_worker_is_killed_while_it_builds_the_index(full: Shell, words: list[str], events: int) -> None:
    with processes.worker(full.library) as worker:
        worker.do(job="reindex")
        for _ in range(events):
            worker.event("progress")
    is_whole_and_tidy(full, words)
