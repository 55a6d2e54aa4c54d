"""Foreign text is cleaned so that a terminal acts on nothing of it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.text.clean import (
    BODY_LIMIT,
    COMBINING_LIMIT,
    TITLE_LIMIT,
    capital,
    clean,
    count_words,
    counted,
    line,
    optional_line,
    sentences,
    size,
    them,
    told,
)


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("\x1b[31mred\x07\x9b0m", "[31mred0m"),
        ("a\x00b\x7fc\x80d", "abcd"),
        (
            "one\r\ntwo\rthree\u2028four\u2029five\x85six\x0bseven\x0ceight",
            "one\ntwo\nthree\nfour\nfive\nsix\nseven\neight",
        ),
        ("a\tb\nc", "a\tb\nc"),
        ("\u202eevil\u202c \u2066x\u2069 \u061c", "evil x "),
        ("\ufeffa\U000e0041b\ud800c", "abc"),
        ("e\u0301", "\u00e9"),
        (
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u200e\u200f \U0001f468\u200d\U0001f469",
            "\u0646\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645 \u200e\u200f \U0001f468\u200d\U0001f469",
        ),
    ],
)
def test_what_a_terminal_acts_on_goes_and_what_writing_needs_stays(raw: str, shown: str) -> None:
    assert clean(raw) == shown


@given(st.text(st.characters(), max_size=60))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert all(char in "\n\t" or unicodedata.category(char) not in ("Cc", "Cs", "Zl", "Zp") for char in once)


@given(st.text("a\u0316\u0338\u20dd\u0b41\u00e9 \n", max_size=40))
def test_marks_do_not_pile_up(text: str) -> None:
    run = 0
    for char in clean(text):
        run = run + 1 if unicodedata.combining(char) or unicodedata.category(char) == "Me" else 0
        assert run <= COMBINING_LIMIT


def test_as_many_marks_as_honest_writing_has_are_kept() -> None:
    marks = "\u0316\u0317\u0318\u0319"
    assert clean("x" + marks) == "x" + marks
    assert clean("x" + marks + "\u0339y") == "x" + marks + "y"
    assert clean("x" + "\u20dd" * 9) == "x" + "\u20dd" * 4


@pytest.mark.parametrize("letter", ["a", "\u00e9", "\n"])
def test_a_text_has_a_longest_length(letter: str) -> None:
    assert clean(letter * 9, limit=4) == letter * 4
    assert clean(letter * 4, limit=4) == letter * 4
    assert len(clean(letter * (BODY_LIMIT + 1))) == BODY_LIMIT


def test_a_line_is_one_line_without_white_space_at_its_ends() -> None:
    assert line(" \u00a0a\r\n\tb\u2003 c\x1b ") == "a b c"
    assert line("a" * TITLE_LIMIT + "b") == "a" * TITLE_LIMIT
    assert line("ab cd", 3) == "ab"


def test_an_optional_line_is_none_where_nothing_is_left() -> None:
    assert (optional_line(" a "), optional_line(" \x07 "), optional_line(None), optional_line(5)) == (
        "a",
        None,
        None,
        None,
    )
    assert optional_line("abc", 2) == "ab"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        ("one two", 2),
        ("don't stop-gap 3.5", 3),
        ("a_b", 2),
        ("-- ...", 0),
        ("\u5317\u4eac\u5927", 2),
        ("x\u5317\u4eac", 2),
    ],
)
def test_words_are_counted_for_reading_time(text: str, count: int) -> None:
    assert count_words(text) == count


def test_numbers_are_written_with_their_nouns() -> None:
    assert [counted(number, "article") for number in (0, 1, 2, 1204)] == [
        "0 articles",
        "1 article",
        "2 articles",
        "1,204 articles",
    ]
    assert (counted(1, "entry"), counted(2, "entry")) == ("1 entry", "2 entries")
    assert [them(number) for number in (0, 1, 2)] == ["them", "it", "them"]
    assert [size(number) for number in (0, 99_999, 100_000, 1_234_567_890)] == [
        "0 bytes",
        "99,999 bytes",
        "0.1 MB",
        "1,234.6 MB",
    ]
    assert (capital("the BBC said"), capital("")) == ("The BBC said", "")


@pytest.mark.parametrize(
    "text",
    [
        "https://example.org: no such host",
        "/home/ann: no such file",
        "sort:date lists them",
        "broadsheet is closed",
    ],
)
def test_what_is_typed_just_so_keeps_its_small_letter(text: str) -> None:
    assert capital(text) == text


def test_an_error_with_its_hint_is_told_in_sentences_and_alone_without_a_full_stop() -> None:
    assert told("the disk is full", "free some space") == "The disk is full. Free some space."
    assert told("mpv: no such program", "set another") == "mpv: no such program. Set another."
    assert told("the disk is full", None) == told("the disk is full", "") == "The disk is full"


def test_texts_become_sentences() -> None:
    assert (
        sentences("it is gone", "", " try again. ", "why?", "Wait …") == "It is gone. Try again. Why? Wait …"
    )
    assert sentences() == sentences("") == ""


@given(st.text(alphabet="ab 1'.-_,\n", max_size=30))
def test_words_are_counted_alike_in_ascii_and_beyond(text: str) -> None:
    assert count_words(f"{text} é") == count_words(text) + 1
