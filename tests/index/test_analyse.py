"""The words of an article by field, and the numbers beside them."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from reader.index.analyse import EPOCH, FORMAT, GAP, Analysed, analysed
from reader.text.tokens import pieces, terms
from tests.index.articles import document

if TYPE_CHECKING:
    from reader.index.analyse import WordField

FULL = document(
    7,
    "herons fish",
    title="Running herons",
    authors=("Ann Lee", "Bo"),
    agency="AFP",
    url="https://harbour.example/x",
)
GERMAN = (
    "Die Häuser am Hafen wurden in der Nacht von einem Sturm beschädigt, und der Bürgermeister sagte am Morgen, dass "
    "die Stadt nicht wisse, wie lange es dauern werde, bis alle wieder in ihren Häusern wohnen."
)


def found(**changes: Any) -> Analysed:
    return analysed(replace(FULL, article=replace(FULL.article, **changes)))


def words(article: Analysed, field: WordField) -> dict[str, list[int]]:
    """Places in the field by exact form."""
    places: dict[str, list[int]] = {}
    for name, run, start in article.words:
        for position, forms in run if name == field else ():
            for _, exact, _, _, step, *_ in forms:
                places.setdefault(exact, []).append(start + position + step)
    return {form: sorted(at) for form, at in places.items()}


def test_words_stand_in_the_order_of_the_parts_with_gaps_that_no_phrase_reaches_over() -> None:
    assert words(found(), "text") == {
        "running": [0], "herons": [1, 102], "fish": [103],
        "ann": [204], "lee": [205], "bo": [206], "afp": [207],
        "https": [308], "harbour": [309], "example": [310], "x": [311],
    }  # fmt: skip
    assert GAP == 100


def test_kept_outputs_stand_last_each_with_its_gap_in_its_own_language() -> None:
    kept = analysed(replace(FULL, outputs=("A verdict", GERMAN)))
    at = words(kept, "text")
    assert (at["verdict"], at["die"][0]) == ([413], 514)
    assert "verdict" not in words(kept, "title")
    stemmers = {
        form[5] for name, run, _ in kept.words if name == "text" for *_, forms in run for form in forms
    }
    assert stemmers > {form[5] for name, run, _ in found().words for *_, forms in run for form in forms}


def test_an_empty_part_leaves_its_gap() -> None:
    assert words(found(title=""), "text")["herons"] == [100]
    assert words(analysed(document(1, "", title="heron", url="x")), "text") == {"heron": [0], "x": [301]}


def test_each_short_field_has_its_words_from_the_start_and_the_body_has_none() -> None:
    article = found()

    assert words(article, "title") == {"running": [0], "herons": [1]}
    assert words(article, "author") == {"ann": [0], "lee": [1], "bo": [2], "afp": [3]}
    assert words(article, "url") == {"https": [0], "harbour": [1], "example": [2], "x": [3]}
    assert {field for field, _, _ in article.words} == {"text", "title", "author", "url"}
    assert len(article.words) == 7


def test_authors_without_an_agency_and_articles_without_an_address_are_fine() -> None:
    article = found(agency=None, url=None, authors=())
    assert (words(article, "author"), words(article, "url")) == ({}, {})
    assert words(found(agency=None, authors=("Bo",)), "author") == {"bo": [0]}


def test_a_word_that_comes_again_is_kept_at_each_place() -> None:
    assert words(analysed(document(1, "a heron, a heron")), "text")["heron"] == [102, 104]


def test_a_word_has_its_stem_its_form_and_its_stemmer() -> None:
    (run,) = (run for field, run, _ in found().words if field == "title")
    assert list(run) == pieces("Running herons", "en")
    assert [forms[0][0] for _, forms in run] == ["run", "heron"]


def test_a_joined_word_stands_where_the_first_of_its_words_does_and_is_no_word_more() -> None:
    article = analysed(document(1, "An e-mail came", title="", url="x"))
    plain = analysed(document(1, "An e mail came", title="", url="x"))

    assert words(article, "text")["email"] == words(article, "text")["e"] == [101]
    assert {form: at for form, at in words(article, "text").items() if form != "email"} == words(
        plain, "text"
    )
    assert article.size == plain.size == 5


def test_a_joined_word_at_the_end_of_a_part_leaves_the_gap_as_it_is() -> None:
    article = analysed(document(1, "body", title="The e-mail"))
    assert words(article, "text")["body"] == [103]


@pytest.mark.parametrize("lang", [None, "de"])
def test_all_parts_are_stemmed_by_the_language_of_the_text(lang: str | None) -> None:
    german = document(1, GERMAN, title="Häuser", authors=("Häuser",), url="https://x.example/häuser")
    article = analysed(replace(german, article=replace(german.article, lang=lang)))
    expected = {(term.stem, term.stemmer) for term in terms("Häuser", "de")}

    for field, run, _ in article.words:
        houses = {(form[0], form[5]) for _, forms in run for form in forms if form[1].startswith("hauser")}
        assert houses == (expected if field != "text" or houses else set())
    assert expected != {(term.stem, term.stemmer) for term in terms("Häuser", "en")}


def test_id_day_and_size_are_numbers() -> None:
    article = found(published=datetime(2026, 3, 1, 23, 59, tzinfo=UTC))
    assert (article.id, article.day, article.size) == (7, 20_513, 12)
    assert datetime(1970, 1, 1, tzinfo=UTC).toordinal() == EPOCH
    assert FORMAT == 4


@pytest.mark.parametrize(("year", "day"), [(1969, 0), (1970, 0), (1971, 365)])
def test_days_count_from_1970_and_none_is_before(year: int, day: int) -> None:
    assert found(published=datetime(year, 1, 1, tzinfo=UTC)).day == day
