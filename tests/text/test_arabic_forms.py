from __future__ import annotations

import unicodedata

import pytest

from reader.text.arabic_forms import joined, lams


def names(text: str) -> str:
    """The forms of the letters by their first letters, `-` for what has none."""
    found = []
    for drawn in joined(list(text)):
        form = unicodedata.decomposition(drawn[0]).partition(" ")[0]
        found.append(form[1] if form.startswith("<") else "-")
    return "".join(found)


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("بيت", "imf"),
        ("باب", "ifi"),
        ("دار", "iii"),
        ("ب ب", "i-i"),
        ("سلام", "imfi"),
        ("پنج", "imf"),
        ("بـب", "i-f"),
        ("bب1", "-i-"),
        ("אב", "--"),
        ("ءب", "ii"),
        ("", ""),
    ],
)
def test_a_letter_has_the_form_that_its_neighbours_give_it(text: str, forms: str) -> None:
    assert names(text) == forms


def test_marks_and_joiners_stay_with_their_letters() -> None:
    assert joined(["ب\u064e", "ب"]) == ["\ufe91\u064e", "\ufe90"]
    assert joined(["ب\u200c", "ب"]) == ["\ufe8f\u200c", "\ufe8f"]
    assert joined(["ب\u200d", " "]) == ["\ufe91\u200d", " "]


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("لا", "\ufefb"),
        ("بلا", "\ufe91\ufefc"),
        ("دلا", "\ufea9\ufefb"),
        ("لأن", "\ufef7\ufee5"),
        ("الإسلام", "\ufe8d\ufef9\ufeb3\ufefc\ufee1"),
        ("بلآ", "\ufe91\ufef6"),
        ("ال", "\ufe8d\ufedd"),
    ],
)
def test_lam_and_alif_are_one_letter(text: str, drawn: str) -> None:
    found = joined(list(text), lams(list(text)))
    assert "".join(found) == drawn
    assert len(found) == len(text), "each has its place, the alif an empty one"


def test_lam_and_alif_stay_apart_where_a_sign_says_so_and_keep_their_marks() -> None:
    assert lams(["ل\u200c", "ا"]) == lams(["ل", " ", "ا"]) == []
    assert joined(["ل\u064e", "ا\u064b"], [0]) == ["\ufefb\u064e\u064b", ""]
