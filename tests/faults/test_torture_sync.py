"""Two libraries and the real Miniflux agree after random changes on all sides; `make torture-sync` makes far more of them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults import torture_sync
from tests.support import real_miniflux

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched as Linux lets one")

ROUNDS = 20


def test_all_agree_in_the_end(tmp_path: Path) -> None:
    if missing := real_miniflux.missing():
        pytest.skip(f"not installed: {' '.join(missing)}")
    with torture_sync.tortured(tmp_path, seed=1) as tortured:
        report = tortured.run(ROUNDS)
    assert report.findings == []
    assert report.rounds == ROUNDS
    assert report.kills >= ROUNDS / 2
    assert report.failed
