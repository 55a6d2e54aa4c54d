"""Values of settings."""

from __future__ import annotations

import pytest

from reader.config.setting_values import Kept, kept


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("all", Kept()),
        (" all ", Kept()),
        ("1 day", Kept(days=1)),
        ("90 days", Kept(days=90)),
        ("36500 days", Kept(days=36_500)),
        ("1 article", Kept(newest=1)),
        ("999999 articles", Kept(newest=999_999)),
    ],
)
def test_what_is_kept_is_all_or_a_number_of_days_or_articles(text: str, found: Kept) -> None:
    assert kept(text) == found
    assert kept(str(found)) == found


@pytest.mark.parametrize(
    "text", ["", "none", "90", "days", "0 days", "-1 days", "36501 days", "1.5 days", "0 articles", "90 weeks",
             "1000000 articles", "9 9 days", "² days", "99999999999 days"]
)  # fmt: skip
def test_nothing_else_says_what_is_kept(text: str) -> None:
    assert kept(text) is None
