from __future__ import annotations

import pytest

from reader.extract.metadata.site_name import is_site, shown_by, site_keys, without_site

SITES = site_keys(["The Daily Lamp", "lamp.example"])


@pytest.mark.parametrize("name", ["the daily lamp", "Daily Lamp", "TheDailyLamp", "Lamp.Example"])
def test_a_site_is_known_by_its_names(name: str) -> None:
    assert is_site(name, SITES)


@pytest.mark.parametrize("name", ["Lamp", "Daily", "The Daily Lamp Post", ""])
def test_other_names_are_no_site(name: str) -> None:
    assert not is_site(name, SITES)


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("Tolls rise | The Daily Lamp", "Tolls rise"),
        ("Tolls rise - Daily Lamp", "Tolls rise"),
        ("Daily Lamp: Tolls rise", "Tolls rise"),
        ("Tolls rise \u2013 Region \u2013 Daily Lamp", "Tolls rise \u2013 Region"),
        ("Prison break-in", "Prison break-in"),
        ("The Daily Lamp", "The Daily Lamp"),
        ("Tolls rise | Other Paper", "Tolls rise | Other Paper"),
    ],
)
def test_a_sites_name_is_cut_off_at_either_end(form: str, wanted: str) -> None:
    assert without_site(form, (), SITES, guess=False) == wanted


@pytest.mark.parametrize(
    ("form", "wanted"),
    [
        ("Tolls rise in autumn | Other Paper", "Tolls rise in autumn"),
        ("Tolls | A name of five long words", "Tolls | A name of five long words"),
        ("Tolls rise in autumn - Other Paper", "Tolls rise in autumn - Other Paper"),
        (
            "\u901a\u884c\u6599\u304c\u4e0a\u304c\u308b - \u6e2f\u65b0\u805e",
            "\u901a\u884c\u6599\u304c\u4e0a\u304c\u308b",
        ),
        (
            "\u901a\u884c\u6599\u304c\u4e0a\u304c\u308b - \u6e2f\u30fb\u65b0\u805e",
            "\u901a\u884c\u6599\u304c\u4e0a\u304c\u308b",
        ),
    ],
)
def test_a_short_end_after_a_bar_or_that_is_called_a_newspaper_is_guessed(form: str, wanted: str) -> None:
    assert without_site(form, (), SITES, guess=True) == wanted


def test_another_form_that_is_the_beginning_up_to_a_separator_is_taken() -> None:
    assert without_site("Tolls rise - Other Paper", ["Tolls rise"], (), guess=False) == "Tolls rise"
    assert without_site("Tolls rise again", ["Tolls rise"], (), guess=False) == "Tolls rise again"
    assert without_site("Tolls - Paper", ["Tolls"], (), guess=False) == "Tolls - Paper"  # too short to tell


def test_the_documents_title_shows_the_sites_name() -> None:
    assert shown_by("Tolls rise - Region - Other Paper", ["Tolls rise"]) == {"other paper"}
    assert shown_by("Tolls rise - a name of six long words", ["Tolls rise"]) == frozenset()
    assert shown_by("Tolls rise", ["Tolls rise"]) == shown_by(None, ["x"]) == frozenset()
