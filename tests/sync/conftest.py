"""What the tests of servers share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import real_miniflux

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.real_miniflux import RealMiniflux


@pytest.fixture(scope="session")
def miniflux() -> Iterator[RealMiniflux]:
    """The real server, once for all tests of a process."""
    if missing := real_miniflux.missing():
        pytest.skip(f"not installed: {' '.join(missing)}")
    with real_miniflux.running() as found:
        yield found
