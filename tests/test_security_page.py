"""The page on security names files and tests that are there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]


def test_what_the_page_names_is_there() -> None:
    page = (ROOT / "docs" / "security.md").read_text("utf-8")
    named = re.findall(r"`((?:\w+/)*\w+\.py)(?:::(\w+))?`", page)
    assert len(named) > 20
    for file, name in named:
        folder = "tests" if Path(file).name.startswith("test_") else "reader"
        places = [
            place for place in (ROOT / folder / file, ROOT / "tests" / "faults" / file) if place.is_file()
        ]
        assert places, file
        assert f"def {name}" in places[0].read_text("utf-8")
