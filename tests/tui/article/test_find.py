from __future__ import annotations

from datetime import UTC, datetime

import pytest

from reader.query import parse
from reader.text.tokens import terms
from reader.tui.article import find
from reader.tui.article.document import ArticleDocument
from tests.support.articles import EVERYTHING, article, content, prose

NOW = datetime(2026, 10, 6, tzinfo=UTC)


def marked(
    markdown: str, words: list[str] | str, title: str = "A title", lang: str | None = None
) -> list[str]:
    """What is marked, in reading order; a `str` is a query."""
    document = ArticleDocument(article(title=title, lang=lang), content(markdown))
    document.resize(72)
    found = []
    for hits in (
        find.hits(document, find.wants(parse.parse(words, NOW).tree), 0)
        if isinstance(words, str)
        else find.typed(document, words, 0)
    ):
        for hit in hits:
            text = "\n".join(block.text for block in document.blocks(hit.part))
            found.append(text[hit.start : hit.end])
    return found


@pytest.mark.parametrize(
    ("text", "words", "hits"),
    [
        ("Turbines turn a turbine", ["turbine"], ["Turbines", "turbine"]),
        ("Turbines turn a turbine", ["turb"], ["Turbines", "turbine"]),
        ("A pipe, of gas", ["gas", "pip"], ["pipe", "gas"]),
        ("The gas pipe, a pipe of gas", ["gas", "pip"], ["gas", "pipe", "pipe", "gas"]),
        ("The gas pipes, a pipe of gas", ["gas", "pipe"], ["gas pipes"]),
        ("A storm or a gale", ["storm", "OR", "gale"], ["storm", "gale"]),
        ("A storm or a gale", ["OR"], ["or"]),
        ("Happy, happier, happiness", ["happy"], ["Happy", "happiness"]),
        ("Газета и газеты", ["газета"], ["Газета", "газеты"]),
        ("Ёлка и елка", ["елка"], ["Ёлка", "елка"]),
        ("Café, CAFE", ["cafe"], ["Café", "CAFE"]),
        ("The U.S. and us", ["u.s."], ["U.S.", "us"]),
        ("1,000 or 1000, not 21000", ["1000"], ["1,000", "1000"]),
        ("水門が開いた", ["水門"], ["水門"]),
        ("H₂O is `h2o`", ["H2O"], ["H₂O", "h2o"]),
        ("E = mc², T<sub>max</sub>", ["mc2"], ["mc²"]),
        ("Tₘₐₓ of m³", ["tmax", "m3"], ["Tₘₐₓ", "m³"]),
        ("北京大学は北京にある", ["北京大学"], ["北京大学"]),
        ("سَلام سلام", ["سلام"], ["سَلام", "سلام"]),
        ("gasoline megas", ["gas"], ["gasoline"]),
        ("nothing", ["gas"], []),
        ("", ["gas"], []),
        ("gas", [], []),
        ("gas", [""], []),
        ("gas", ["-"], []),
    ],
)
def test_words_are_found_by_their_stems_and_as_they_are_typed(
    text: str, words: list[str], hits: list[str]
) -> None:
    assert marked(text, words) == hits


@pytest.mark.parametrize(
    ("asked", "hits"),
    [
        ('"gas pipe"', ["gas pipes"]),
        ("gas OR oil", ["gas", "gas", "Oil"]),
        ("gas -oil is:read", ["gas", "gas"]),
        ("pip*", ["pipes", "pipe"]),
        ("title:oil", []),
        ("title:tides", ["Tide"]),
        ("author:ida", ["Ida"]),
        ("tide", ["Tide"]),
        ("url:gas", []),
        ("is:unread", []),
        ("", []),
    ],
)
def test_a_query_marks_what_search_found_by_it(asked: str, hits: list[str]) -> None:
    assert marked("The gas pipes. A pipe of gas. Oil.", asked, title="The Tide") == hits


def test_hits_are_marked_across_emphasis_and_in_every_kind_of_block() -> None:
    assert marked("the **gas** *pipe*", '"gas pipe"') == ["gas pipe"]
    assert marked(EVERYTHING, ["keeper"]) == ["keeper"] * 4
    assert marked(EVERYTHING, ["drawer"]) == ["drawer"]
    assert marked(EVERYTHING, ["tonnes"]) == ["tonnes"]


@pytest.mark.parametrize(
    ("text", "lang", "words", "hits"),
    [
        ("Rozmowy premiera Morawieckiego w Łodzi", "pl", ["rozmowa", "Morawiecki", "lodz"], ["Rozmowy", "Morawieckiego", "Łodzi"]),
        ("Rozmowy premiera", "pl", "rozmowa", ["Rozmowy"]),
        ("Rozmowy premiera", "en", "rozmowa", []),
        ("The front-lines, a frontline, the front line", "en", "frontline", ["front-lines", "frontline"]),
        ("The front-lines, a frontline", "en", "front-line", ["front-lines", "frontline"]),
        ("On *front*-lines", "en", "frontl*", ["front-lines"]),
        ("Women in grey", "en", "woman gray", ["Women", "grey"]),
        ("У Медведева", "ru", "медведев", ["Медведева"]),
        ("وخريطة الخريطة وبالخريطة", "ar", ["خريطة"], ["وخريطة", "الخريطة", "وبالخريطة"]),
        ("והמפה ומפה המפה", "he", ["מפה"], ["והמפה", "ומפה", "המפה"]),
        ("フェリーとカリー", "ja", ["フェリー"], ["フェリー"]),
    ],
)  # fmt: skip
def test_words_are_found_as_the_articles_language_has_them(
    text: str, lang: str, words: list[str] | str, hits: list[str]
) -> None:
    assert marked(text, words, lang=lang) == hits


def test_words_of_addresses_are_not_hits() -> None:
    assert marked("[words](https://example.org/gas)", ["gas"]) == []


def test_the_search_begins_where_the_reader_is() -> None:
    document = ArticleDocument(article(), content(prose(10_000)))
    document.resize(72)
    asked = find.each(["crane"])
    parts = [hits[0].part for hits in find.hits(document, asked, 20) if hits]
    assert parts[0] == 20
    assert parts[-1] == 19
    assert sorted(parts) == list(range(1, document.last))


def test_a_word_that_is_nowhere_costs_no_reading() -> None:
    document = ArticleDocument(article(), content(prose(10_000)))
    document.resize(72)
    assert not any(find.hits(document, find.each(["zeppelin"]), 0))
    assert document.built == 0


def test_whatever_word_a_text_has_is_found_in_it() -> None:
    document = ArticleDocument(article(), content(EVERYTHING))
    shown = "\n".join(block.text for part in range(1, document.last) for block in document.blocks(part))
    words = {shown[term.start : term.end] for term in terms(shown)}
    assert len(words) > 200
    ours = {"5", "Oct"}  # a day as we write it: the text has it in figures
    assert [word for word in words - ours if not marked(EVERYTHING, [word])] == []
