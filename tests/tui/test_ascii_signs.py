"""Signs for terminals that have no others."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from reader.tui.ascii_signs import SIGNS, are_needed

SOURCES = Path(__file__).parents[2] / "reader" / "tui"


def test_each_stands_in_one_cell_for_one_cell() -> None:
    assert all(len(sign) == 1 and sign.isascii() for sign in SIGNS.values())
    assert "●▌ Ferry … ─┼ │".translate(SIGNS) == "*| Ferry ~ -+ |"
    assert "═─".translate(SIGNS) == "=-"
    assert "Köln 本 “é”".translate(SIGNS) == 'Köln 本 "é"'


def test_every_sign_of_the_screen_has_one() -> None:
    drawn = set(re.findall(r"[\u2010-\u27ff]", "".join(path.read_text() for path in SOURCES.rglob("*.py"))))
    read_only = set("⁰⁴⁵⁶⁷⁸⁹€‥‰")  # looked for in texts
    assert drawn - set(map(chr, SIGNS)) <= read_only


@pytest.mark.parametrize(
    ("environ", "needed"),
    [
        ({"LANG": "C"}, True),
        ({"LANG": "POSIX"}, True),
        ({"LANG": "C", "LC_CTYPE": "C.UTF-8"}, True),
        ({"LANG": "C", "LC_CTYPE": "en_US.UTF-8"}, False),
        ({"LANG": "en_US.UTF-8", "LC_CTYPE": "C"}, False),
        ({"LANG": "en_US.UTF-8", "LC_ALL": "C"}, True),
        ({"LANG": "C", "LC_ALL": "de_DE.UTF-8"}, False),
        ({"LANG": "C.UTF-8"}, False),
        ({}, False),
    ],
)
def test_plain_c_needs_them(environ: dict[str, str], needed: bool) -> None:
    assert are_needed(environ) is needed


@pytest.mark.parametrize(("encoding", "needed"), [("utf-8", False), ("UTF-8", False), ("iso8859-1", True)])
def test_another_encoding_has_no_signs_of_ours(encoding: str, needed: bool) -> None:
    assert are_needed({"LANG": "de_DE.UTF-8"}, encoding) is needed
