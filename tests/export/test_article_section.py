"""An article as a section of XHTML, and the rows of the table of contents."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from lxml import etree

from reader.export.article_section import days, entry, section
from reader.model import Content
from tests.export.articles import ARTICLE, CONTENT
from tests.export.book import BOOK, PERSIAN, UNKNOWN


def words(article_and_content: int) -> list[str]:
    article, content = BOOK[article_and_content]
    body = etree.fromstring(f"<body>{section(article, content)}</body>")
    return ["".join(element.itertext()) for element in body]


def test_title_byline_facts_text_and_the_readers_own_words_come_in_this_order() -> None:
    assert words(0) == [
        "Two Mayors Meet as Tolls Rise",
        "Ann Lee, Bo Chen, WIRE",
        "The Valley Post · 2024-05-06 · valley.example",
        "(Cy Drew / WIRE)",
        "The mayors of two towns met on Monday.",
        "The bridge between them costs more each year.",
        "We met. More soon.\n— Town Hall (@townhall), 2024-05-06",
        "What comes next",
        "Related: Tolls Rise Again",
        "A vote follows in June.",
        "Highlights",
        "for once",
        "Notes",
        "Ask the *mayor*.",
        "Related",
        "Tolls Rise Again",
    ]


def test_what_is_not_known_is_left_out() -> None:
    bare = replace(ARTICLE, authors=(), agency=None, publication=None, url=None, published=None, day=None)
    assert section(bare, Content(text="It burns.")) == (
        '<h1>Two Mayors Meet as Tolls Rise</h1>\n<p dir="auto">It burns.</p>'
    )


def test_without_a_text_the_description_stands_there() -> None:
    assert section(ARTICLE, Content()).endswith("<p>They met: &quot;for once&quot;.</p>")


def test_headings_go_deeper_in_a_page_of_several_articles() -> None:
    shown = section(ARTICLE, replace(CONTENT, notes=("Mine.",)), prefix="a1-", deeper=1)
    assert shown.startswith("<h2>Two Mayors")
    assert '<h3 dir="auto">What comes next</h3>' in shown
    assert '<h3 lang="en" xml:lang="en">Notes</h3>' in shown


@pytest.mark.parametrize(
    ("lang", "text", "attributes"),
    [
        ("fa", "A lamp", ' lang="fa" xml:lang="fa" dir="rtl"'),
        ("en", "چراغ", ' lang="en" xml:lang="en" dir="ltr"'),
        ("uz-Latn", "Chiroq", ' lang="uz-Latn" xml:lang="uz-Latn" dir="ltr"'),
        ("pt_BR", "A lamp", ' lang="pt-BR" xml:lang="pt-BR" dir="ltr"'),
        (None, "1. چراغ", ' dir="rtl"'),
        ("ur-Latn", "Chiragh", ' lang="ur-Latn" xml:lang="ur-Latn" dir="ltr"'),
        ('"><script>', "A lamp", ' dir="ltr"'),
    ],
)
def test_language_and_direction_are_the_articles(lang: str | None, text: str, attributes: str) -> None:
    assert entry(replace(ARTICLE, lang=lang), Content(text=text), "#a").attributes == attributes


def test_days_part_the_articles_only_where_they_are_in_order() -> None:
    one, two, three = (
        entry(replace(ARTICLE, published=published), CONTENT, f"#{at}")
        for at, published in enumerate(
            (datetime(2026, 3, 2, 1, tzinfo=UTC), datetime(2026, 3, 1, 23, tzinfo=UTC), ARTICLE.published)
        )
    )
    undated = entry(replace(ARTICLE, undated=True, published=None), CONTENT, "#u")
    assert [(day, len(rows)) for day, rows in days([one, one, two, undated])] == [
        ("2026-03-02", 2),
        ("2026-03-01", 1),
        ("No date", 1),
    ]
    assert [(day, len(rows)) for day, rows in days([one, three, one])] == [(None, 3)]
    assert [(day, len(rows)) for day, rows in days([one, one])] == [(None, 2)]
    assert [*days([])] == [(None, [])]


def test_a_row_has_a_title_whatever_the_articles_is() -> None:
    assert entry(replace(ARTICLE, title="\ufffe"), CONTENT, "#a").title == "Untitled"
    assert entry(PERSIAN, CONTENT, "#a").shown == "فانوس دریایی"
    assert entry(replace(UNKNOWN, title="A & B"), CONTENT, "#a").shown == "A &amp; B · The Valley Post"
