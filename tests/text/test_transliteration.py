"""One name in two scripts."""

from __future__ import annotations

import pytest

from reader.text.fold import fold
from reader.text.transliteration import first_letters, may_be_one, needed_letters, possible_letters, script_of


@pytest.mark.parametrize(
    ("latin", "other"),
    [
        ("Putin", "Путин"),
        ("Putin", "بوتين"),
        ("Halcyon", "Халкион"),
        ("Halcyon", "هالسيون"),
        ("Trump", "Трамп"),
        ("Trump", "ترامب"),
        ("Macron", "Макрон"),
        ("Macron", "ماكرون"),
        ("Zelensky", "Зеленский"),
        ("Zelenskyy", "Зеленський"),
        ("Zelensky", "زيلينسكي"),
        ("Obama", "أوباما"),
        ("Merkel", "Меркель"),
        ("Khrushchev", "Хрущёв"),
        ("Johnson", "Джонсон"),
        ("Poroszenko", "Порошенко"),
        ("Żeleński", "Желенский"),
        ("Lukašenko", "Лукашенко"),
        ("Siergiej", "Сергей"),
        ("Johnson", "Джонсън"),
        ("Mitsotakis", "Μητσοτάκης"),
        ("Papandreou", "Παπανδρέου"),
        ("Tsipras", "Τσίπρας"),
    ],
)
def test_a_name_is_known_in_another_script(latin: str, other: str) -> None:
    one, two = fold(latin), fold(other)
    assert may_be_one(one, two)
    assert two[0] in first_letters(one)
    assert one[0] in first_letters(two)
    assert set(needed_letters(two)) <= {*one} <= {*possible_letters(two)}
    assert {*two} <= {*possible_letters(one)}


@pytest.mark.parametrize(
    ("latin", "other"),
    [
        ("Putin", "Путина"),
        ("Putins", "Путин"),
        ("Martin", "Мартина"),
        ("Angola", "Ангела"),
        ("Melanie", "Милане"),
        ("Keefe", "Киеве"),
        ("Rayner", "Райънеър"),
        ("Soraya", "سوريا"),
        ("Wenger", "ونجار"),
        ("Vienna", "Вена"),
        ("Santa", "センター"),
        ("Kiev", "Киев"),
        ("Putin", "Putin"),
        ("Путин", "بوتين"),
    ],
)
def test_other_and_short_names_are_none(latin: str, other: str) -> None:
    assert not may_be_one(fold(latin), fold(other))


def test_a_script_is_told_by_its_letters() -> None:
    assert script_of("путин") == script_of("зеленський") != ""
    assert len({script_of(word) for word in ("путин", "بوتين", "μητσοτακης")}) == 3
    assert script_of("putin") == script_of("プーチン") == script_of("普京") == script_of("") == ""
    assert (
        first_letters("プーチン")
        == first_letters("")
        == needed_letters("putin")
        == possible_letters("プーチン")
        == ""
    )
