from __future__ import annotations

import pytest

from reader.text.mail import without_mail


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("ann@pier.example (Ann Lee)", "Ann Lee"),
        ("Ann Lee <ann@pier.example>", "Ann Lee"),
        ("ann@pier.example", ""),
        ("mailto:ann@pier.example", ""),
        ("Ann Lee", "Ann Lee"),
        ("Ann @ the Pier", "Ann @ the Pier"),
    ],
)
def test_a_name_stands_without_its_mail_address(given: str, name: str) -> None:
    assert without_mail(given) == name
