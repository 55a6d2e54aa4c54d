"""A browser that keeps what it is asked to open."""

from __future__ import annotations

from typing import TYPE_CHECKING
from unittest.mock import Mock

from reader.tui import external_programs

if TYPE_CHECKING:
    import pytest


def fake(monkeypatch: pytest.MonkeyPatch, *, code: int = 0) -> list[str]:
    """Put it in the place of the system's; the addresses that it gets from now on. It ends with that exit code."""
    opened: list[str] = []

    def open_url(url: str, _: object = None) -> Mock:
        opened.append(url)
        return Mock(args=["lynx", url], wait=Mock(return_value=code))

    monkeypatch.setattr(external_programs, "open_url", open_url)
    return opened
