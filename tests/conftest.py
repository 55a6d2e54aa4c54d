"""Fixtures of every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.demo.newsstand import Newsstand
from tests.support.server import Server, running
from tests.support.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def server() -> Iterator[Server]:
    """A programmable server on 127.0.0.1."""
    with running() as found:
        yield found


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the places of whoever runs it."""
    monkeypatch.setenv("BROADSHEET_LIBRARY", str(tmp_path / "library.db"))
    monkeypatch.setenv("BROADSHEET_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("BROADSHEET_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command line, on a library of the test's own."""
    return Shell(tmp_path, capsys)


@pytest.fixture(scope="session")
def newsstand() -> Iterator[Newsstand]:
    """The demo's own newsstand on loopback."""
    with Newsstand() as found:
        yield found
