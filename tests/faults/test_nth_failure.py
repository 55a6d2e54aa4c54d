"""The n-th change of the file system fails, for n = 1 … until the operation passes: the way SQLite tests itself.

What SQLite does below its own statements is not reached from here, but from `test_disk`.
"""

from __future__ import annotations

import builtins
import errno
import gc
import io
import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from reader.core.sandbox.process import ChildProcess
from tests.faults import plain, proof
from tests.support import near
from tests.support.remotes import MemoryServer, serve

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.shell import Answer, Shell

MOST = 400
"""Changes that no operation here comes near: one that still fails there never passes."""

CALLS = ("open", "fsync", "replace", "rename", "unlink", "remove", "mkdir", "link")
ERRORS = (errno.ENOSPC, errno.EIO, errno.EACCES)


class Disk:
    """The file system below a folder, which fails at the `at`-th change."""

    def __init__(self, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self._folder = str(folder)
        self.at, self.error, self.done = 0, 0, 0
        for name in CALLS:
            patch.setattr(os, name, self._failing(getattr(os, name), is_open=name == "open"))
        for module in (builtins, io):
            patch.setattr(module, "open", self._failing(open, is_open=True))

    def _failing(self, call: Callable[..., Any], *, is_open: bool) -> Callable[..., Any]:
        def failing(*given: Any, **named: Any) -> Any:
            how = given[1] if len(given) > 1 else named.get("mode", "r")
            reads = (
                how & (os.O_WRONLY | os.O_RDWR | os.O_CREAT) == 0 if isinstance(how, int) else "r" in str(how)
            )
            if self.at and not (is_open and reads) and self._is_ours(given[0]):
                self.done += 1
                if self.done == self.at:
                    raise OSError(self.error, os.strerror(self.error), str(given[0]))
            return call(*given, **named)

        return failing

    def _is_ours(self, what: object) -> bool:
        if isinstance(what, int):  # a file that is synced, or opened by its number
            try:
                what = Path(f"/proc/self/fd/{what}").readlink()
            except OSError:
                return False
        return str(what).startswith(self._folder) and not str(what).endswith(("broadsheet.log", "crash.txt"))


@pytest.fixture
def one(shell: Shell) -> Shell:
    """A library with two articles, a note, an index, and an export of the first."""
    shell.article("Lamp lit", "A quiet lamp on the pier.")
    shell.article("Stairs", "Worn stairs at the pier.")
    assert shell("note", "1", "Ask about the lamp").code == 0
    assert shell("search", "pier").code == 0
    assert shell("export", "1", "--to", str(shell.folder / "notes")).code == 0
    assert shell("backup", str(shell.folder / "kept.db")).code == 0
    return shell


MORE = "".join(f'{{"title": "New {n}", "text": "Of the new {n} at the pier."}}\n' for n in range(3))

OPERATIONS: dict[str, tuple[str, ...]] = {
    "export": ("export", "", "--to", "{}/notes"),
    "export anew": ("export", "2", "--to", "{}/far/notes"),
    "book": ("export", "", "--as", "epub", "--to", "{}/a.epub", "--again"),
    "backup": ("backup", "{}/second.db"),
    "restore": ("restore", "{}/kept.db"),
    "import": ("import", "{}/more.jsonl"),
    "index": ("reindex",),
    "search": ("search", "pier"),
    "opml": ("opml", "--output", "{}/feeds.opml"),
    "salvage": ("doctor", "--salvage", "{}/salvaged.db"),
    "mark": ("mark", "bookmark", "2"),
    "sync": ("sync",),
}

ONCE = {"salvage"}
"""Refused a second time: what they make is there."""


@pytest.mark.filterwarnings("ignore::ResourceWarning")
@pytest.mark.parametrize("error", ERRORS, ids=errno.errorcode.get)
@pytest.mark.parametrize("name", OPERATIONS)
def test_nothing_is_lost_whichever_change_fails(
    one: Shell, monkeypatch: pytest.MonkeyPatch, name: str, error: int
) -> None:
    monkeypatch.setattr(
        "reader.config.paths._temporary", set
    )  # the index lies in the cache, as it does for everybody
    one.file("more.jsonl", MORE)
    if name == "sync":
        synced(one, monkeypatch)
    argv = [word.format(one.folder) for word in OPERATIONS[name]]
    for at in range(1, MOST):
        with monkeypatch.context() as patch:
            disk = Disk(one.folder, patch)
            disk.at, disk.error = at, error
            answer = one(*argv)
        if disk.done < at or (name in ONCE and answer.code == 0):
            assert answer.code == 0, answer.err
            assert at > 1 or name == "mark", "nothing was failed"
            break
        is_told(answer)
        holds(one)
    else:
        raise AssertionError("it never passes")
    holds(one)
    gc.collect()  # where it fails Whoosh leaves files open


def synced(one: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    """An account with marks to send, and new entries at its server."""
    server = MemoryServer()
    server.article(title="Pier a")
    serve(server, monkeypatch)
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setenv("SYNC_PASSWORD", "s3cret")
    line = ("sync", "add", "https://memory.example", "--user", "ann", "--password", "env:SYNC_PASSWORD")
    assert one(*line).code == 0
    assert one("mark", "read", "3").code == 0
    for title in ("Pier b", "Pier c"):
        server.article(title=title)


def is_told(answer: Answer) -> None:
    plain.is_clean(answer)
    assert answer.code in (0, 3, 4)
    if answer.code:
        assert 1 <= len(answer.err.splitlines()) <= 5, answer.err


def holds(one: Shell) -> None:
    titles = {row["title"] for row in one.rows("list", "--limit", "0")}
    assert titles >= {"Lamp lit", "Stairs"}
    assert [row["text"] for row in one.rows("note", "1")] == ["Ask about the lamp"]
    assert {row["title"] for row in one.rows("search", "pier")} == titles
    proof.is_sound(one)
    left = [path.name for path in one.folder.rglob("*") if path.name.endswith((".tmp", ".part", ".new"))]
    assert left + [path.name for path in one.folder.glob("*.coming*")] == []
    for note in one.folder.rglob("*.md"):
        assert note.read_text("utf-8").startswith("---\n")
