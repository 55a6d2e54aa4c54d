from __future__ import annotations

import pytest

from reader.extract.metadata.normalize import key, likeness, plain, units


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Tolls &amp;amp;amp; fees", "Tolls & fees"),
        ("Tolls &amp;amp;amp;amp; fees", "Tolls &amp; fees"),
        (" A <b>bold</b>\n step ", "A bold step"),
        ("1 < 2", "1 < 2"),
        ("In\u00advisible\u200b\ufeff", "Invisible"),
        ("Install \u00b6", "Install"),
        ("<br>", None),
        ("", None),
        (None, None),
    ],
)
def test_a_headline_is_made_plain(text: str | None, shown: str | None) -> None:
    assert plain(text) == shown


def test_a_reference_of_endless_digits_is_harmless() -> None:
    assert plain("&#" + "1" * 100_000 + ";") is not None


def test_keys_fold_case_forms_and_signs() -> None:
    assert key(" Tolls: \u201cUP\u201d, by \uff15\u2009% ") == "tolls up by 5"
    assert key("Stra\u00dfe") == key("STRASSE")
    assert key(None) == ""


def test_units_are_words_and_single_characters() -> None:
    assert units("Two tolls two") == {"two", "tolls"}
    assert units("\u6a4b\u304c ABC") == {"\u6a4b", "\u304c", "abc"}


def test_likeness_is_the_share_of_common_words_with_the_most_like() -> None:
    assert likeness("a b c", ["x", "b c d", None, ""]) == 0.5
    assert likeness("a b", ["B A"]) == 1.0
    assert likeness("a", []) == likeness(None, ["a"]) == 0.0
