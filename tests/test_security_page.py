"""The page on security names files and tests that are there, and its table what they hold."""

from __future__ import annotations

import re
from pathlib import Path

from tests.faults import test_disk, test_power_cut, test_situations
from tests.faults.operations import OPERATIONS

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


HELD = {
    "D": {(way, name) for way in test_disk.WAYS for name in OPERATIONS} - test_disk.NOT_DONE,
    "P": {(lost, name) for lost in test_power_cut.LOST for name in OPERATIONS},
    "S": {(situation, name) for situation in test_situations.SITUATIONS for name in test_situations.ALL},
    "M": {(taken, name) for taken in test_situations.TAKEN for name in test_situations.ALL},
    "1": test_disk.NOT_DONE,
}
"""Label of the table of faults → the cells that its test holds."""


def test_the_table_of_faults_says_what_is_held() -> None:
    page = (ROOT / "docs" / "security.md").read_text("utf-8").partition("## Faults by operations")[2]
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if "|" in line
    ]
    assert set(HELD) == {row[0] for row in rows if len(row) == 2 and len(row[0]) == 1}
    head, _, *faults = [row for row in rows if len(row) > 3]
    names = head[2:]
    assert set(names) == test_situations.ALL
    cells = [((row[1], name), label) for row in faults for name, label in zip(names, row[2:], strict=True)]
    assert [(cell, label) for cell, label in cells if cell not in HELD[label]] == []
    assert len({row[1] for row in faults}) == len(faults) >= 20
    assert sum(label == "1" for _, label in cells) <= len(cells) / 10
