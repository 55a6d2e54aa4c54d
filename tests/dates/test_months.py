from __future__ import annotations

import pytest

from reader.dates.months import MONTHS, joined
from reader.text.fold import fold


@pytest.mark.parametrize(
    ("name", "month"),
    [
        ("January", 1),
        ("M\u00e4rz", 3),
        ("ao\u00fbt", 8),
        ("\u0434\u0435\u043a\u0430\u0431\u0440\u044f", 12),
        ("sept", 9),
        ("toukokuuta", 5),
    ],
)
def test_a_folded_name_is_its_month(name: str, month: int) -> None:
    assert MONTHS[fold(name)] == month


def test_a_croatian_month_that_is_another_in_polish_is_polish() -> None:
    assert MONTHS["listopad"] == 11


def test_names_of_two_words_are_made_one() -> None:
    spaced = {name.replace("_", " "): name for name in MONTHS if "_" in name}
    assert spaced
    assert all(joined(f"3 {two} 2024") == f"3 {one} 2024" for two, one in spaced.items())
    assert joined("3 may 2024") == "3 may 2024"
