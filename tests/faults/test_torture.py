"""The program is killed at random moments of all it does, by a fixed seed; `make torture` kills it far more often."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest

from tests.faults import torture

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are watched as Linux lets one")

KILLS = 60


def test_nothing_that_was_acknowledged_is_lost(tmp_path: Path) -> None:
    with torture.tortured(tmp_path, seed=1) as tortured:
        report = tortured.run(KILLS)
    assert report.findings == []
    assert report.kills == KILLS
    assert report.at_work > KILLS * 0.5
