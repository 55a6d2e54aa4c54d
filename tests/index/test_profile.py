"""The profile of an article: its words with their weights, names, numbers, days and runs."""

from __future__ import annotations

from math import log

import pytest

from reader.index.names import Part
from reader.index.profile import HEAD, READ, profile, shingles
from reader.text.tokens import stems

LONG = "Rain fell. Fish swam. Ice broke. Snow fell, snow fell."


def test_words_weigh_by_their_count_and_more_in_the_first_three_sentences_and_in_the_title() -> None:
    words = profile("Heavy snow", LONG).words

    assert words["rain"] == words["fish"] == words["ice"] == pytest.approx(1.5)
    assert words["fell"] == pytest.approx(1 + log(3) + 0.5)
    assert words["snow"] == pytest.approx(1 + log(3) + 1)
    assert words["heavi"] == pytest.approx(2)
    assert profile("", LONG).words["snow"] == pytest.approx(1 + log(2))


def test_the_sequence_is_that_of_the_body_and_the_title_is_apart() -> None:
    seen = profile("Heavy snow", "Fish swam.")

    assert seen.sequence == ("fish", "swam")
    assert seen.title == {"heavi", "snow"}


def test_runs_of_four_words_are_shingles() -> None:
    assert profile("t", "one two three four five").shingles == {
        ("one", "two", "three", "four"),
        ("two", "three", "four", "five"),
    }
    assert profile("t", "one two three four").shingles == {("one", "two", "three", "four")}
    assert profile("t", "one two").shingles == {("one", "two")}
    assert profile("t", "").shingles == {()}


def test_shingles_alone_are_those_of_the_profile() -> None:
    for lang in (None, "de", "en"):
        text = "Die Fähre lief auf eine Sandbank, und der Kapitän sagte nicht viel dazu. E-mail."
        assert shingles("Fähre", text, lang) == profile("Fähre", text, lang).shingles
    long = "word " * READ
    assert shingles("t", long) == profile("t", long).shingles


def test_function_words_are_told_apart_and_are_no_part_of_the_title() -> None:
    seen = profile("The snow of it", "They gave us what they had, and it was all that they had for us.")

    assert {"the", "of", "it", "us", "they"} <= seen.function
    assert seen.title == {"snow"}
    assert seen.function <= seen.words.keys()


def test_an_acronym_is_no_function_word_though_it_is_spelt_as_one() -> None:
    body = "They gave the US what they had, and it was all that they had. So I said, and I went."
    seen = profile("", body)

    assert "us" not in seen.function
    assert "us" in seen.names
    assert "i" in seen.function
    assert "us" in profile("", body.replace("US", "Us")).function


def test_names_are_counted_whole_and_in_pairs() -> None:
    seen = profile("", "They met Irena Kolt Brenik and asked Irena Kolt again.")

    assert dict(seen.names) == {"irena": 2, "kolt": 2, "brenik": 1, "irena kolt": 2, "kolt brenik": 1}
    assert seen.cased


def test_names_of_a_title_count_only_where_most_of_its_words_are_small() -> None:
    assert "orsava" in profile("Dam breaks in Orsava", "nothing.").names
    assert "orsava" not in profile("Dam Breaks At Orsava Now", "nothing.").names


def test_a_script_without_capitals_shows_no_names() -> None:
    seen = profile("大学新闻", "北京大学发布报告。")
    assert (dict(seen.names), seen.cased, seen.letters) == ({}, False, frozenset())


def test_numbers_are_words_that_begin_with_a_digit() -> None:
    assert profile("214 fled", "at 3 by a76, 1,000 of them").numbers == {"214", "3", "1000"}


@pytest.mark.parametrize(("title", "body"), [("เกยตื้น", "x"), ("x", "เกยตื้น")])
def test_thai_pairs_have_runs_of_four_letters_beside_them(title: str, body: str) -> None:
    seen = profile(title, body)
    pairs, fours = {"เก", "กย", "ยต", "ตื", "ื้", "้น"}, {"เกยต", "กยตื", "ยตื้", "ตื้น"}

    assert seen.letters == pairs & seen.letters >= {"เก", "กย", "ยต", "ตื"}
    assert fours <= seen.words.keys()
    assert "x" not in seen.letters
    assert (seen.title & fours == fours) is (title != "x")
    assert not seen.title & seen.letters


def test_thai_runs_end_where_the_word_ends() -> None:
    seen = profile("", "เกยต กยตอ")
    assert {stem for stem in seen.words if len(stem) > 2} == {"เกยต", "กยตอ"}
    assert not [stem for stem in profile("", "北京大学发布 abcd").words if len(stem) > 2 and stem != "abcd"]


def test_only_the_beginning_of_a_body_is_read() -> None:
    body = "x" + " " * (READ - 4) + "snowfall"

    assert READ == 20_000
    assert profile("", body).sequence == ("x", "sno")


@pytest.mark.parametrize(("end", "named"), [(HEAD, True), (HEAD + 1, False)])
def test_days_are_those_of_the_head(end: int, named: bool) -> None:
    assert HEAD == 900
    assert bool(profile("", " " * (end - len("March")) + "March 5").days.dates) is named


def test_days_of_title_and_body_both_count() -> None:
    seen = profile("Dam broke on March 5", "It rained on Monday.")
    assert (seen.days.dates, seen.days.weekdays) == (frozenset({31 + 29 + 4}), frozenset({0}))


def test_profiles_of_some_articles_are_remembered() -> None:
    assert profile("Snow", LONG) is profile("Snow", LONG)
    assert profile.cache_info().maxsize == 128


def test_every_stem_of_title_and_body_has_a_weight() -> None:
    assert profile("Heavy snow", LONG).words.keys() == {*stems("Heavy snow"), *stems(LONG)}
    assert Part.of(LONG).lead(3) == 6


POLISH = "W Łodzi nie było już premiera Morawieckiego, ale jak mówi się w mieście, są tam jego ludzie i będą z nim."


@pytest.mark.parametrize("named", ["pl", "pl-PL", "en", None])
def test_an_article_is_stemmed_by_its_own_language(named: str | None) -> None:
    seen = profile("Rozmowy", POLISH, named)
    assert seen.lang == "pl"
    assert {"lodz", "morawieck", "rozm"} <= seen.words.keys()
    assert seen.names["morawieck"] == 1
    assert {*stems("nie było już ale jak się są", "pl")} <= seen.function
    assert "lodz" not in seen.function


def test_a_short_article_is_stemmed_by_the_language_that_is_named() -> None:
    assert profile("", "Kaczyńskiego", "pl").words.keys() == {"kaczynsk"}
    assert profile("", "Kaczyńskiego").lang is None


def test_joined_terms_are_no_words_of_a_profile() -> None:
    assert profile("", "front-line").sequence == ("front", "line")
