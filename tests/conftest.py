"""Fixtures of every test."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.server import Server, running

if TYPE_CHECKING:
    from collections.abc import Iterator


@pytest.fixture
def server() -> Iterator[Server]:
    """A programmable server on 127.0.0.1."""
    with running() as found:
        yield found
