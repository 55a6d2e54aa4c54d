"""What must hold of a library after any fault: every article once, each found, library and index sound."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core import search
from reader.core.session import LibraryPaths, Session

if TYPE_CHECKING:
    from collections.abc import Collection

    from tests.support.shell import Shell


def is_whole(shell: Shell, words: Collection[str]) -> None:
    """The library holds one article for each word, which stands in its text and in no other's, and nothing else."""
    ids = {row["id"] for row in shell.rows("list", "--limit", "0")}
    assert len(ids) == len(words)
    with Session(LibraryPaths.found(str(shell.library)), create=False) as session:
        found = [search.search(session, word, limit=2).found for word in words]
    assert all(len(rows) == 1 for rows in found)
    assert {rows[0].article.id for rows in found} == ids
    is_sound(shell)


def is_sound(shell: Shell) -> None:
    answer = shell("doctor")
    assert answer.code == 0, answer.out
    assert "intact" in answer.out
