"""What an explanation tells: where each field came from, and what was left out."""

from __future__ import annotations

from pathlib import Path

import pytest

from reader.explanation import Explanation, Finding, Said
from reader.extract.page import page
from reader.model import SiteRules

NEWS = (Path(__file__).parent.parent / "data" / "pages" / "news.html").read_bytes()
URL = "https://quay.example/2024/bridge"


def told(body: bytes = NEWS, rules: SiteRules | None = None) -> Explanation:
    found = page(body, URL, rules=rules, explain=True).explanation
    assert found is not None
    return found


def field(name: str, explanation: Explanation) -> Finding:
    return next(found for found in explanation.fields if found.field == name)


def test_nothing_is_told_unless_asked() -> None:
    assert page(NEWS, URL).explanation is None


def test_the_article_is_the_same_with_and_without() -> None:
    assert page(NEWS, URL, explain=True).draft == page(NEWS, URL).draft


@pytest.mark.parametrize(
    ("name", "value", "source"),
    [
        ("title", "Harbour bridge opens after nine years", "h1"),
        ("authors", "Mira Olden; Tom Vance", "meta author"),
        ("agency", "NDP", "meta author"),
        ("publication", "The Quay Courier", "meta og:site_name"),
        ("day", "2024-05-03", "meta date of publication"),
        ("language", "en", "html lang"),
        ("section", None, None),
    ],
)
def test_each_field_names_its_place(name: str, value: str | None, source: str | None) -> None:
    found = field(name, told())
    assert (found.value, found.source) == (value, source)


def test_the_other_places_of_a_field_are_told() -> None:
    assert (
        Said("title of the document", "Harbour bridge opens after nine years - The Quay Courier")
        in field("title", told()).others
    )


def test_every_field_agrees_with_the_article() -> None:
    draft, explanation = page(NEWS, URL).draft, told()
    assert field("title", explanation).value == draft.title
    assert field("authors", explanation).value == "; ".join(draft.authors)
    assert field("day", explanation).value == draft.day


def test_what_was_left_out_has_its_reason() -> None:
    reasons = {row.text.split()[0]: row.reason for row in told().dropped}
    assert reasons["News"] == "a box of links (nav)"
    assert reasons["Comments"] == "comments (“comments”)"
    assert reasons["Our"] == "a box called “newsletter”"
    assert reasons["Harbour"] == "repeats the title"


def test_the_way_the_text_was_chosen_is_named() -> None:
    assert told().how.startswith("the extractor's choice")
    assert told(b"<html><body><nav>B</nav></body></html>").how.startswith("all running text")


RULES = SiteRules(
    name="sites/quay.example.toml",
    keep=("article p",),
    drop=("[class*=newsletter]",),
    author=(".byline__author",),
    date=("time",),
    title=("title",),
)


def test_a_site_file_is_named_with_what_it_gave() -> None:
    explanation = told(rules=RULES)
    assert explanation.site_file == "sites/quay.example.toml"
    assert explanation.how == "everything the site file keeps"
    authors = field("authors", explanation)
    assert (authors.value, authors.source) == ("Mira Olden; Tom Vance", "site file sites/quay.example.toml")
    assert authors.others[0] == Said("meta author", "Mira Olden; Tom Vance")
    assert "dropped by the site file" in {row.reason for row in explanation.dropped}


def test_selectors_that_find_nothing_are_named() -> None:
    assert told(rules=SiteRules(name="x", drop=(".gone", "nav"))).notes == ("drop: .gone",)
