"""Screens held against files: `UPDATE_SCREENS=1 pytest tests/tui/test_*screens.py tests/tui/test_states.py` writes them
anew, to be looked at line by line before they are committed."""

from __future__ import annotations

import os
from pathlib import Path

FOLDER = Path(__file__).parents[1] / "golden" / "tui"
UPDATES = bool(os.environ.get("UPDATE_SCREENS"))

SIZES = {"80x24": (80, 24), "120x36": (120, 36), "200x50": (200, 50)}


def held(name: str, found: str) -> None:
    """The screen is as the file of that name says."""
    file = FOLDER / f"{name}.txt"
    if UPDATES:
        FOLDER.mkdir(parents=True, exist_ok=True)
        file.write_text(found, "utf-8")
    assert found == file.read_text("utf-8")
