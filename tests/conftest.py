"""Fixtures of every test."""

from __future__ import annotations

import os
from itertools import count
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

from reader.core.sandbox.limits import Limits
from reader.core.sandbox.pool import SandboxPool
from reader.demo.newsstand import Newsstand
from tests.support import real_postgres
from tests.support.processes import PATIENCE
from tests.support.server import Server, running
from tests.support.shell import Shell

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.real_postgres import RealPostgres

_databases = count(1)

# A commit is tried on examples that stay the same; `make hunt` looks for new ones.
settings.register_profile(
    "hunt", parent=settings(), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.register_profile("gate", parent=settings.get_profile("hunt"), derandomize=True)
settings.load_profile("gate")


def pytest_xdist_auto_num_workers() -> int:
    """Two workers more than cores: many tests wait for a server or a child."""
    return (os.cpu_count() or 1) + 2


@pytest.fixture
def server() -> Iterator[Server]:
    """A programmable server on 127.0.0.1."""
    with running() as found:
        yield found


@pytest.fixture(scope="session")
def postgres() -> Iterator[RealPostgres]:
    """A real server that all tests of one process share."""
    if real_postgres.is_missing():
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    with real_postgres.running() as server:
        yield server


@pytest.fixture
def database(postgres: RealPostgres) -> str:
    """The name of an empty database there."""
    name = f"news{next(_databases)}"
    postgres.sql(f"CREATE DATABASE {name}")
    return name


@pytest.fixture(autouse=True)
def _own_places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No test reads or writes the places of whoever runs it."""
    monkeypatch.setenv("BROADSHEET_LIBRARY", str(tmp_path / "library.db"))
    monkeypatch.setenv("BROADSHEET_CACHE_DIR", str(tmp_path / "cache"))
    monkeypatch.setenv("BROADSHEET_CONFIG_DIR", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path / "home"))


@pytest.fixture(autouse=True)
def _patient_children(monkeypatch: pytest.MonkeyPatch) -> None:
    """No item is given up because the machine is busy; a test of the limits sets its own."""
    defaults = SandboxPool.__init__.__kwdefaults__
    assert defaults is not None
    patient = Limits(feed=PATIENCE, entries=PATIENCE, page=PATIENCE)
    monkeypatch.setitem(defaults, "limits", patient)


@pytest.fixture
def shell(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Shell:
    """The command line, on a library of the test's own."""
    return Shell(tmp_path, capsys)


@pytest.fixture(scope="session")
def newsstand() -> Iterator[Newsstand]:
    """The demo's own newsstand on loopback."""
    with Newsstand() as found:
        yield found
