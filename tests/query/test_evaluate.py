"""The reference that answers a query."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Article, Document
from reader.query.evaluate import ArticleWords, Subject, matches
from reader.query.parse import parse
from reader.text import tokens

if TYPE_CHECKING:
    from collections.abc import Iterator

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)
ARTICLE = Article(
    id=1,
    uid="a" * 16,
    title="Gas flows again",
    fetched=datetime(2026, 7, 30, tzinfo=UTC),
    url="https://news.example.com/2026/07/gas-flows-a76257",
    authors=("Ann Lee", "Béla Tóth"),
    agency="AFP",
    feeds=("Example World",),
    published=datetime(2026, 7, 20, 9, tzinfo=UTC),
    lang="en-US",
    words=500,
    text_state="full",
    read=True,
    tags=("energy/gas",),
)
DOCUMENT = Document(
    article=ARTICLE,
    body="The pipelines were opened at noon.\n\n北京大学 reported nothing.",
    feed_paths=("Example World", "news/world"),
    own=("Ask the ministry twice", "opened at noon"),
    has=frozenset({"note", "picture"}),
)


def finds(source: str, document: Document = DOCUMENT) -> bool:
    return matches(parse(source, NOW), document)


@pytest.mark.parametrize(
    "source",
    [
        "",
        "gas",
        "GAS flow",
        "pipeline",
        '"pipelines were opened"',
        "pipeline noon gas afp",
        "ministry",
        '"ask the ministry"',
        "gas minist*",
        "oil OR gas",
        "-oil",
        "gas -oil",
        "pipe*",
        "title:gas",
        'title:"gas flow"',
        "author:bela",
        'author:"ann lee"',
        "author:afp",
        "url:a76257",
        "京大",
        '"北京大学"',
        "feed:world",
        'feed:"example world"',
        "feed:news",
        "tag:energy",
        "tag:Energy/Gas",
        "tag:news/world",
        "#news",
        "site:example.com",
        "site:news.example.com",
        "lang:en",
        "lang:en-us",
        "is:read",
        "is:tagged",
        "is:full",
        "has:note",
        "has:(video OR picture)",
        "newer:2026-07-20",
        "older:2026-07-21",
        "date:2026-07-20",
        "date:2026-06..2026-07",
        "words:500",
        "words:>499",
        "minutes:3",
        "NOT (oil OR coal)",
    ],
)
def test_these_find_the_article(source: str) -> None:
    assert finds(source)


@pytest.mark.parametrize(
    "source",
    [
        "oil",
        "gas oil",
        "-gas",
        '"opened pipelines"',
        '"again the"',
        "title:pipeline",
        "author:gas",
        "url:again",
        "title:pipe*",
        "ipelin*",
        "feed:mosc",
        "feed:worlds",
        "tag:gas",
        "tag:ener",
        'tag:"example world"',
        "site:ample.com",
        "site:other.example.com",
        "lang:en-gb OR lang:de",
        "is:unread",
        "is:bookmarked",
        "is:failed",
        "is:edited",
        "is:muted",
        "has:video",
        "newer:2026-07-21",
        "older:2026-07-20",
        "date:2026-07-21",
        "words:<500",
        "words:501..",
        "minutes:<3",
        "NOT (oil OR gas)",
    ],
)
def test_these_do_not(source: str) -> None:
    assert not finds(source)


POLISH = "Rozmowy w Łodzi premiera Morawieckiego i prezydenta nie były łatwe, ale już są za nami, jak mówi się w tym mieście."


@pytest.mark.parametrize(
    ("body", "lang", "source"),
    [
        (POLISH, "pl", "rozmowa"),
        (POLISH, "pl", '"premier morawiecki"'),
        (POLISH, "pl", "title:warszawa lodz"),
        (POLISH, "pl", "prezydentem Łódź"),
        (POLISH, "pl", "morawiec*"),
        (POLISH, "en", "rozmowa"),
        (POLISH, None, "rozmowa warszawa"),
        ("Front-line workers met", "en", "frontline"),
        ("Front-line workers met", "en", "front-line"),
        ("Front-line workers met", "en", "frontl*"),
        ("Front-line workers met", "en", '"front line workers"'),
        ("Frontline workers met", "en", "front-line"),
        ("Frontline workers met", "en", '"front-line workers"'),
        ("Frontline workers met", "en", "front-l*"),
        ("Front line workers met", "en", "front-line"),
        ("The colour of women", "en", "color woman"),
        ("Встреча Медведева", "ru", "медведев"),
    ],
)
def test_words_are_compared_in_the_language_of_the_article(body: str, lang: str | None, source: str) -> None:
    article = replace(ARTICLE, title="W Warszawie", lang=lang)
    assert finds(source, replace(DOCUMENT, article=article, body=body))


@pytest.mark.parametrize(
    ("body", "lang", "source"),
    [
        ("Rozmowy", "en", "rozmowa"),
        ("Front line workers met", "en", "frontline"),
        ("Front and line", "en", "front-line"),
        ("Front-line workers met", "en", '"front workers"'),
        ("Front-line workers met", "en", "linefront"),
        (POLISH, "pl", '"morawiecki premier"'),
    ],
)
def test_words_of_another_language_or_order_are_not_found(body: str, lang: str, source: str) -> None:
    article = replace(ARTICLE, title="Notes", lang=lang)
    assert not finds(source, replace(DOCUMENT, article=article, body=body, own=()))


_WORDS = st.sampled_from(
    [
        "rozmowy",
        "Łódź",
        "łodzi",
        "front-line",
        "frontline",
        "line",
        "U.S.",
        "żak",
        "żaków",
        "zakow",
        "Медведев",
        "медведева",
        "12",
    ]
)


@given(st.lists(_WORDS, min_size=1, max_size=6), _WORDS, st.sampled_from(["pl", "ru", "en", None]))
def test_a_text_holds_a_word_that_matches_one_of_its_terms(
    texts: list[str], asked: str, lang: str | None
) -> None:
    text = " ".join(texts)
    ways = tokens.wanted(asked)
    expected = any(
        all(any(word.matches(term) and term.position == start + at for term in terms) for at, word in enumerate(way.words))
        for terms in [list(tokens.terms(text, lang))]
        for way in ways
        for start in range(len(terms))
    )  # fmt: skip
    assert any(ArticleWords(text, lang).hold(way.words) for way in ways) is expected


def test_a_note_is_compared_in_its_own_language() -> None:
    assert finds("rozmowa", replace(DOCUMENT, own=(POLISH,)))
    assert not finds("rozmowa", replace(DOCUMENT, own=("rozmowy",)))


def test_a_kept_output_is_part_of_the_text_and_read_in_its_own_language() -> None:
    kept = replace(DOCUMENT, outputs=(POLISH, "The verdict"))
    assert finds("rozmowa verdict", kept)
    assert finds('"the verdict"', kept)
    assert not finds('"verdict the"', kept)
    assert not finds("title:verdict", kept)


def test_a_muted_article_is_found_only_by_a_query_that_speaks_of_muted_ones() -> None:
    muted = replace(DOCUMENT, article=replace(ARTICLE, muted=True))
    assert not finds("", muted)
    assert not finds("gas", muted)
    assert finds("gas is:muted", muted)
    assert not finds("gas -is:muted", muted)


def test_an_article_without_a_date_goes_by_when_it_came_in() -> None:
    undated = replace(DOCUMENT, article=replace(ARTICLE, published=None))
    assert finds("date:2026-07-30", undated)


@pytest.mark.parametrize("source", ["older:2026-01-01", "newer:1971", "date:..2026", "date:2026-07-30"])
def test_an_article_of_any_age_is_found_by_no_date(source: str) -> None:
    ageless = replace(DOCUMENT, article=replace(ARTICLE, published=None, undated=True))
    assert not finds(source, ageless)
    assert finds(f"-{source}", ageless)


def test_an_edited_article_has_revisions() -> None:
    assert finds("is:edited", replace(DOCUMENT, revisions=1))


def test_a_feeds_title_is_no_tag_even_where_one_of_its_tags_has_the_same_name() -> None:
    assert finds('tag:"example world"', replace(DOCUMENT, feed_paths=("Example World", "Example World")))


_QUERIES = st.sampled_from(
    ["gas", "oil", "title:flows", "is:read", "has:video", "words:>400", "newer:2w", "lang:en"]
)


@given(_QUERIES, _QUERIES)
@settings(max_examples=64)
def test_and_or_and_not_are_boolean(one: str, other: str) -> None:
    assert finds(f"{one} {other}") == (finds(one) and finds(other))
    assert finds(f"{one} OR {other}") == (finds(one) or finds(other))
    assert finds(f"-({one} {other})") == finds(f"-{one} OR -{other}")
    assert finds(f"-{one}") != finds(one)


def test_many_queries_read_each_field_once_and_only_what_they_ask_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    read: list[str] = []
    real = tokens.terms

    def watched(text: str, lang: str | None = None) -> Iterator[tokens.Term]:
        read.append(text)
        return real(text, lang)

    queries = [parse(f"title:word{number}*", NOW) for number in range(20)]
    queries += [parse(f'"gas flow{number}" -oil{number}', NOW) for number in range(20)]
    fields = [ARTICLE.title, DOCUMENT.body, ARTICLE.url, "\n".join((*ARTICLE.authors, ARTICLE.agency or ""))]
    subject = Subject(DOCUMENT)
    monkeypatch.setattr(tokens, "terms", watched)
    assert not any(subject.matches(query) for query in queries[:20])
    assert [text for text in read if text in fields] == fields[:1]
    assert not any(subject.matches(query) for query in queries[20:])
    assert sorted(text for text in read if text in fields) == sorted(map(str, fields))


@pytest.mark.parametrize(("words", "body"), [("паромы", "Паром стоит"), ("музея", "Музей закрыт")])
def test_a_word_finds_its_dictionary_form_that_is_stemmed_further(words: str, body: str) -> None:
    article = replace(ARTICLE, title="", lang="ru", authors=(), agency=None)
    assert finds(words, Document(article=article, body=body))
    assert not finds(words, Document(article=article, body="Парк открыт"))
