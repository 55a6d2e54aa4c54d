"""Fixtures of every test."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.server import Server, running


@pytest.fixture
def server() -> Iterator[Server]:
    """A programmable server on 127.0.0.1."""
    with running() as found:
        yield found
