"""The command line as a test uses it: in this process, on a library of its own."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from reader.cli.main import main

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


@dataclass(frozen=True)
class Answer:
    """What a command gave."""

    code: int
    out: str
    err: str

    @property
    def rows(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


@dataclass(frozen=True)
class Shell:
    """Runs commands on `library`; `folder` is the test's own."""

    folder: Path
    capsys: pytest.CaptureFixture[str]

    @property
    def library(self) -> Path:
        return self.folder / "library.db"

    def __call__(self, *argv: str) -> Answer:
        """The command as given; the library is the environment's."""
        self.capsys.readouterr()
        code = main(list(argv))
        said = self.capsys.readouterr()
        return Answer(code, said.out, said.err)

    def rows(self, *argv: str) -> list[dict[str, Any]]:
        """The JSON objects of a command that must succeed."""
        answer = self(*argv, "--json")
        assert answer.code == 0, answer.err
        return answer.rows

    def file(self, name: str, text: str | bytes) -> str:
        """A file of the test's own; its path."""
        path = self.folder / name
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return str(path)

    def article(self, title: str, text: str, **fields: object) -> int:
        """An article brought in by import; its id."""
        before = (
            {row["id"] for row in self("list", "--json", "--limit", "0").rows}
            if self.library.exists()
            else set()
        )
        line = json.dumps({"title": title, "text": text, **fields})
        assert self("import", self.file("one.jsonl", line + "\n")).code == 0
        (new,) = {row["id"] for row in self.rows("list", "--limit", "0")} - before
        return int(new)
