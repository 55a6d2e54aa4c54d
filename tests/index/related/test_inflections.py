"""Two inflections of one name, and which form is nearest to a nominative."""

from __future__ import annotations

import pytest

from reader.index.related.inflections import are_forms_of_one, distance


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("Прага", "Праге", True),
        ("Kowalski", "Kowalskiego", True),
        ("Praha", "Prahy", True),
        ("Трамп", "Трампом", True),
        ("Москва", "Мосул", False),
        ("Tarn", "Tarnopolskie", False),
        ("Он", "Она", False),
    ],
)
def test_forms_of_one_word_are_alike_but_for_their_endings(one: str, other: str, expected: bool) -> None:
    assert are_forms_of_one(one, other) is expected
    assert are_forms_of_one(other, one) is expected


@pytest.mark.parametrize(
    "forms",
    [
        ("Трамп", "Трампа", "Трампом"),
        ("Прага", "Праги", "Прагой"),
        ("Kowalski", "Kowalskiego"),
        ("Warszawa", "Warszawy"),
        ("Najwyższý", "Najwyższego"),
        ("Путин", "Путину"),
    ],
)
def test_the_nominative_comes_first(forms: tuple[str, ...]) -> None:
    assert min(reversed(forms), key=distance) == forms[0]
