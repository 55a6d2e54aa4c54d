"""Words that carry grammar."""

from __future__ import annotations

from collections import Counter

import pytest

from reader.index.function_words import function_words
from reader.text.tokens import stems


def filling(text: str) -> frozenset[str]:
    return function_words(Counter(stems(text)))


@pytest.mark.parametrize(
    ("text", "function", "others"),
    [
        ("Die Fähre war für die Insel eine Brücke", "die war für eine", "fähre insel brücke"),
        ("The men die in a war of their own", "the in a of their", "die war men"),
        ("Le bateau est dans le port et sa coque est fendue", "le est dans et sa", "bateau port coque"),
        ("El barco que salió de la isla no ha llegado", "el que de la no ha", "barco isla"),
        ("Паром не вышел в море, но его ждут на острове", "не в но его на", "паром море острове"),
        ("جنحت العبارة في الليل على حاجز من الرمل", "في على من", "العبارة الليل حاجز الرمل"),
        ("המעבורת של האי היא על שרטון", "של היא על", "המעבורת שרטון"),
    ],
)
def test_a_texts_own_language_decides(text: str, function: str, others: str) -> None:
    found = filling(text)
    assert set(stems(function)) <= found
    assert not set(stems(others)) & found


def test_words_are_listed_as_the_texts_language_stems_them() -> None:
    text = "Rozmowy nie były łatwe, ale jego ludzie są już tam i będą z nim"
    found = function_words(Counter(stems(text, "pl")), "pl")
    assert set(stems("nie były ale jego są już będą", "pl")) <= found
    assert not set(stems("Rozmowy łatwe", "pl")) & found


def test_in_scripts_without_spaces_endings_and_particles_fill() -> None:
    found = filling("フェリーが座礁した。渡輪在港口擱淺了。")
    assert {"した", "在港"} <= found
    assert not {"フェ", "リー", "座礁", "港口"} & found


@pytest.mark.parametrize("text", ["", "Halcyon", "die"])
def test_a_text_too_short_to_have_a_language_has_none(text: str) -> None:
    assert filling(text) == frozenset()


def test_two_different_words_of_a_language_make_a_text_be_in_it() -> None:
    assert filling("der Halcyon und") == {"der", "und"}
    assert filling("und Halcyon und") == frozenset()


@pytest.mark.parametrize(
    ("stem", "fills"),
    [("甲", True), ("ก", True), ("座礁", False), ("した", True), ("é", False), ("x", False)],
)
def test_a_lone_character_of_a_script_without_spaces_fills(stem: str, fills: bool) -> None:
    assert (function_words({stem: 1}) == {stem}) is fills


def test_a_word_that_counts_more_decides_between_languages() -> None:
    once = {"und": 1, "ist": 1, "of": 1, "the": 1}

    assert function_words({**once, "und": 9}) == {"und", "ist"}
    assert function_words({**once, "the": 9}) == {"of", "the"}
