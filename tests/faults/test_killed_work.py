"""Imports and exports are killed: what was said to be done is done, and doing it again makes it whole."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from reader.store.library import Library
from tests.faults import proof
from tests.support import processes

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.shell import Shell

EXPORTED = ("lamp001x", "lamp002x", "lamp003x")
EXPORT = ("export", "lamp001x OR lamp002x OR lamp003x")
LONG_AGO = 1_700_000_000


@pytest.mark.parametrize("batches", [1, 3])
def test_a_killed_import_keeps_what_it_has_told_and_the_next_brings_the_rest(
    shell: Shell, words: list[str], lines: str, batches: int
) -> None:
    file = shell.file("a.jsonl", lines)
    code = (
        "import reader.core.imports.batches as keeping; keeping.BATCH = 40;"
        "from reader.core.worker.worker import main; main()"
    )
    Library.open(shell.library).close()
    with processes.worker(shell.library, code) as worker:
        worker.do(job="import", path=file)
        told = [worker.event("progress")["done"] for _ in range(batches)][-1]
    kept = int(shell("count", "").out)
    assert kept >= told == batches * 40
    assert kept % 40 == 0
    assert shell("import", file).code == 0
    proof.is_whole(shell, words)


def contents(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.iterdir()} if folder.exists() else {}


@pytest.fixture(scope="session")
def exported(made: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[str, str], int]:
    """The files as they are to be, and in how many changes of the file system they are made."""
    folder = tmp_path_factory.mktemp("exported")
    total = processes.changes("--library", str(made / "library.db"), *EXPORT, "--to", str(folder / "out"))
    return contents(folder / "out"), total


@pytest.mark.parametrize("part", [0, 0.2, 0.4, 0.5, 0.6, 0.7, 0.85, 1])
def test_a_killed_export_leaves_whole_files_and_the_next_makes_the_rest(
    full: Shell, exported: tuple[dict[str, str], int], part: float
) -> None:
    whole, total = exported
    folder = full.folder / "out"
    processes.killed(1 + round(part * (total - 1)), *EXPORT, "--to", str(folder))
    left = {name for name in contents(folder) if name.endswith(".tmp")}
    assert contents(folder).items() <= whole.items() | {(name, contents(folder)[name]) for name in left}
    assert len(left) <= 1
    for name in left:
        os.utime(folder / name, (LONG_AGO, LONG_AGO))  # one that is younger may be at work
    assert full(*EXPORT, "--to", str(folder)).code == 0
    assert contents(folder) == whole
    assert "3 unchanged" in full(*EXPORT, "--to", str(folder)).err


def test_a_killed_list_of_feeds_is_not_half_there(full: Shell) -> None:
    full(
        "import",
        full.file("a.opml", '<opml version="2.0"><body><outline xmlUrl="http://a.example/f"/></body></opml>'),
    )
    folder = full.folder / "lists"
    folder.mkdir()
    target = str(folder / "feeds.opml")
    total = processes.changes("opml", "--output", target)
    before = contents(folder)
    for at in range(1, total + 1):
        processes.killed(at, "opml", "--output", target)
        assert contents(folder)["feeds.opml"] == before["feeds.opml"]
        for path in folder.iterdir():
            os.utime(path, (LONG_AGO, LONG_AGO))
    assert full("opml", "--output", target).code == 0
    assert contents(folder) == before
