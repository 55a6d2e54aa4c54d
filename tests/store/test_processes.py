"""Several processes with one library, and one that is killed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.errors import LibraryLocked
from reader.store import backups, library_file
from reader.store.library import Library
from tests.store.making import save

if TYPE_CHECKING:
    from collections.abc import Callable


def test_a_second_writer_waits_and_then_is_told(path: Path, library: Library) -> None:
    with (
        library.transaction(),
        Library.open(path, busy=0.01) as other,
        pytest.raises(LibraryLocked) as caught,
    ):
        save(other)
    assert caught.value.hint


def test_reading_goes_on_while_another_process_writes(path: Path, library: Library) -> None:
    save(library)
    with library.transaction():
        save(library, 2)
        with Library.open(path, busy=0.01) as other:
            assert [article.id for article in other.articles.many(range(9))] == [1]


def test_another_process_sees_what_was_committed(path: Path, library: Library) -> None:
    with Library.open(path) as other:
        save(library)
        assert other.articles.get(1) is not None


def peek(path: Path) -> None:
    with Library.peek(path) or pytest.fail("it is there"):
        pass


@pytest.mark.parametrize(
    "look",
    [
        lambda path: Library.open(path).close(),
        peek,
        library_file.examine,
        library_file.is_empty,
        library_file.is_older,
        backups.refuse_emptied,
    ],
)
def test_looking_at_a_library_that_is_open_leaves_its_log_to_it(
    path: Path, library: Library, look: Callable[[Path], object]
) -> None:
    save(library)
    log = path.with_name(f"{path.name}-wal")
    number = log.stat().st_ino
    look(path)
    _run(_MAKER, path, 2)  # the last one that ends removes the log
    assert log.stat().st_ino == number, "the other process took itself for the last one"
    save(library, 3)
    _run(_MAKER, path, 4)
    assert [article.id for article in library.articles.many(range(9))] == [1, 2, 3, 4]


def test_a_file_that_was_looked_at_is_closed_with_the_last_connection(path: Path) -> None:
    def opened() -> int:
        return sum(one.resolve() == path.resolve() for one in Path("/proc/self/fd").iterdir())

    with Library.open(path), Library.open(path):
        library_file.examine(path)
        library_file.examine(path)
        assert opened() <= 4, "one for each connection, one that was looked at, one that SQLite keeps"
    assert opened() == 0


def _run(program: str, path: Path, number: int) -> None:
    subprocess.run([sys.executable, "-c", program, str(path), str(number)], check=True)


_MAKER = """
import sys
from pathlib import Path
from reader.store.library import Library
from tests.store.making import save
with Library.open(Path(sys.argv[1])) as library:
    save(library, int(sys.argv[2]))
"""


def test_processes_that_make_the_library_at_once_all_succeed(path: Path) -> None:
    makers = [
        subprocess.Popen([sys.executable, "-c", _MAKER, str(path), str(number)], stderr=subprocess.PIPE)
        for number in range(3)
    ]
    assert [maker.communicate()[1] for maker in makers] == [b""] * 3
    with Library.open(path) as library:
        assert len(library.articles.many(range(9))) == 3
        assert library.database.journal == "wal"


_WRITER = """
import sys
from pathlib import Path
from reader.store.library import Library
from tests.store.making import NOW, save
library = Library.open(Path(sys.argv[1]))
number = 0
while True:
    number += 1
    library.marks.read([save(library, number)], NOW)
    print(number, flush=True)
"""


def test_what_was_said_to_be_done_is_there_after_a_kill(path: Path) -> None:
    writer = subprocess.Popen(
        [sys.executable, "-c", _WRITER, str(path)], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    assert writer.stdout is not None
    said = [writer.stdout.readline() for _ in range(20)]
    writer.kill()
    said += writer.stdout.readlines()
    writer.wait()
    writer.stdout.close()
    promised = {int(line) for line in said if line.endswith(b"\n")}
    with Library.open(path) as library:
        kept = {article.id for article in library.articles.many(range(10_000)) if article.read}
        assert kept >= promised
        assert library.sound.check() == []
