"""Stems by language and script."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text import stemming
from reader.text.fold import fold
from reader.text.stemming import (
    CODES,
    NONE,
    OWN,
    SNOWBALL,
    before_stemming,
    both,
    is_cyrillic,
    keeps_first_letters,
    lowered,
    stem,
    stemmers,
)


@pytest.mark.parametrize(
    ("word", "code", "expected"),
    [
        ("running", "e", "run"),
        ("harbours", "e", "harbor"),
        ("boats", "e", "boat"),
        ("ferry", "e", "ferri"),
        ("ferries", "e", "ferri"),
        ("ferris", "e", "ferris"),
        ("crisis", "e", "crisis"),
        ("crises", "e", "crisis"),
        ("taxis", "e", "taxi"),
        ("taxiing", "e", "taxi"),
        ("safari", "e", "safaris"),
        ("safaris", "e", "safaris"),
        ("movies", "e", "movi"),
        ("movie", "e", "movi"),
        ("гаваней", "R", "гаван"),
        ("والمنارة", "A", "منار"),
        ("منارات", "A", "منار"),
        ("והמגדל", "H", "מגדל"),
        ("ערים", "H", "ערים"),
        ("λιμάνια", "g", "λιμαν"),
        ("häuser", "d", "haus"),
        ("kaczyńskiego", "P", "kaczynsk"),
        ("is", "e", "is"),
        ("ins", "e", "in"),
        ("covid19", "e", "covid19"),
        ("häuser", NONE, "hauser"),
    ],
)
def test_a_word_has_the_stem_of_its_stemmer(word: str, code: str, expected: str) -> None:
    assert stem(word, code) == expected


@pytest.mark.parametrize(
    ("lang", "exact", "code"),
    [
        ("en", "word", "e"),
        (None, "word", "e"),
        ("cy", "gair", "e"),
        ("ru", "word", "e"),
        ("pl", "slowo", "P"),
        ("pl-PL", "slowo", "P"),
        ("pl_PL", "slowo", "P"),
        ("PL", "slowo", "P"),
        ("pl", "слово", "R"),
        (None, "слово", "R"),
        ("uk", "слово", "U"),
        ("sr", "слово", "S"),
        ("sr", "slovo", "S"),
        ("hr", "slovo", "S"),
        ("de", "λογος", "g"),
        ("fa", "کلمه", "I"),
        ("ar", "كلمة", "A"),
        (None, "كلمة", "A"),
        ("he", "מילה", "H"),
        ("yi", "װאָרט", "Y"),
        ("hi", "शब्द", "D"),
        ("ne", "शब्द", "N"),
        ("ta", "சொல்", "T"),
        ("hy", "բառ", "M"),
        ("vi", "người", "e"),
        ("vi", "ặnh", "e"),
        ("ja", "言葉", NONE),
        ("th", "คำคำ", NONE),
        ("pl", "na", NONE),
        ("pl", "2026", NONE),
        ("pl", "f16s", NONE),
        ("pl", "c++", "P"),
    ],
)
def test_language_and_script_choose_the_stemmer(lang: str | None, exact: str, code: str) -> None:
    assert stemmers(lang).code(exact) == code


def test_a_code_is_one_character_and_means_one_stemmer() -> None:
    assert all(len(code) == 1 for code in CODES)
    assert len(set(CODES)) == len(CODES) == 1 + len(SNOWBALL) + len(OWN)


@pytest.mark.parametrize(
    ("word", "code", "capital", "expected"),
    [
        ("łodzi", "P", True, ("lodz", "")),
        ("žáků", "c", False, ("zak", "")),
        ("медведев", "R", True, ("медведев", "медвед")),
        ("медведев", "R", False, ("медвед", "")),
        ("медведева", "R", True, ("медведев", "")),
        ("городов", "R", False, ("город", "")),
        ("городов", "R", True, ("городов", "город")),
        ("львов", "R", True, ("львов", "")),
        ("café", "e", False, ("cafe", "")),
        ("żak", NONE, False, ("zak", "")),
    ],
)
def test_a_second_stem_serves_who_types_no_diacritics_and_surnames(
    word: str, code: str, *, capital: bool, expected: tuple[str, str]
) -> None:
    assert both(word, fold(word), code, capital=capital) == expected


def test_arabic_and_hebrew_words_keep_three_letters() -> None:
    assert [stem(word, "A") for word in ("وال", "الم", "ها")] == ["وال", "الم", "ها"]
    assert stem("והר", "H") == "והר"


@pytest.mark.parametrize(
    ("word", "expected"),
    [("ABC", "abc"), ("E\u0301cole", "école"), ("за\u0301мок", "замок"), ("İzmir", "izmir"), ("ﬁn", "fin")],
)
def test_a_word_is_lowered_and_composed(word: str, expected: str) -> None:
    assert lowered(word) == expected


@given(
    st.text(st.characters(categories=("Lu", "Ll", "Lo", "Mn")), min_size=1, max_size=12),
    st.sampled_from(CODES),
)
def test_a_stem_is_folded_and_never_empty(word: str, code: str) -> None:
    found = stem(lowered(word), code)
    assert found == fold(found)
    assert bool(found) == bool(fold(lowered(word)))


@pytest.mark.parametrize(
    ("char", "expected"), [("я", True), ("Ѐ", True), ("ԯ", True), ("\u03ff", False), ("\u0530", False)]
)
def test_letters_between_greek_and_armenian_are_cyrillic(char: str, *, expected: bool) -> None:
    assert is_cyrillic(char) is expected


@settings(max_examples=400)
@given(
    st.sampled_from(sorted(stemming._KEEP_FIRST_LETTERS)),
    st.text(
        st.sampled_from("abcdefghijklmnopqrstuvwxyzäöüßéèàáščćžőñãßłńобаийеёютнсвъіїє"),
        min_size=1,
        max_size=9,
    ),
    st.sampled_from(
        ["", "oestrogen", "aesthetic", "oeso", "geese", "men", "iser", "ого", "ость", "ening", "zione"]
    ),
)
def test_stems_keep_the_first_letters_of_words(code: str, letters: str, end: str) -> None:
    for word in (letters + end, end + letters):
        if word:
            assert fold(word)[0] in before_stemming(stem(word, code)[0])


def test_which_stems_keep_first_letters_depends_on_language_and_script() -> None:
    assert keeps_first_letters("harbour", "en")
    assert keeps_first_letters("гавань", "ru")
    assert not keeps_first_letters("pelabuhan", "id")
    assert not keeps_first_letters("منارة", "en")
