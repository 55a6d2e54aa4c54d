from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest

from reader.extract.metadata.authors import authors
from reader.extract.metadata.headline_region import headline, runs
from reader.extract.metadata.page_tags import gather

if TYPE_CHECKING:
    from reader.extract.metadata.authors.bylines import Byline
    from reader.extract.metadata.structured_data import Node

SITES = ("The Daily Lamp", "Ben Nadel")
META = "<meta name=author content='Meta Moe'>"
MARKED = "<p class=byline>By Mara Byl</p>"
NEAR = "<p>By Nea Rune</p>"
ARTICLE: Node = {"@type": "NewsArticle", "author": {"name": "Ada Data"}}
PAGE: Node = {"@type": "WebPage", "author": "Pia Page"}


def chosen(head: str = "", body: str = "", nodes: tuple[Node, ...] = ()) -> Byline:
    tags = gather(
        lxml.html.document_fromstring(f"<html><head>{head}</head><body><h1>x</h1>{body}</body></html>")
    )
    around = headline(tags.headings[0])
    return authors.choose(tags, nodes, around, runs(tags, around), SITES)


@pytest.mark.parametrize(
    ("head", "body", "nodes", "wanted"),
    [
        (META, MARKED + NEAR, (ARTICLE, PAGE), "Ada Data"),
        (META, MARKED + NEAR, (PAGE,), "Meta Moe"),
        ("", MARKED + NEAR, (PAGE,), "Mara Byl"),
        ("", NEAR, (PAGE,), "Nea Rune"),
        ("", "", (PAGE,), "Pia Page"),
        ("", "<br>" * authors.CLOSE + MARKED, (), "Mara Byl"),
        ("", "<br>" * authors.FAR + MARKED, (), ""),
        ("<meta name=author content='Gear Team'>", "", (), "Gear Team"),
        ("<meta name=author content='Ben Nadel'>", "", (), "Ben Nadel"),
        ("<meta name=author content='The Daily Lamp'>", "", (), ""),
        (
            "<meta name=citation_author content='Doe, Jane'><meta name=citation_author content='Poe, Cy'>",
            "",
            (),
            "Jane Doe; Cy Poe",
        ),
    ],
)
def test_steps_are_believed_in_order(head: str, body: str, nodes: tuple[Node, ...], wanted: str) -> None:
    assert "; ".join(chosen(head, body, nodes).authors) == wanted


def test_a_byline_with_all_names_of_the_metas_and_others_is_taken_instead() -> None:
    fuller = "<p class=byline>By Meta Moe and Mara Byl</p>"
    assert chosen(META, fuller).authors == ("Meta Moe", "Mara Byl")
    assert chosen(META, MARKED).authors == ("Meta Moe",)
    assert chosen(META, fuller, (ARTICLE,)).authors == ("Ada Data",)


def test_the_agency_comes_from_the_first_step_that_names_one() -> None:
    found = chosen(META, "<p class=byline>By Mara Byl for AFP</p>", (ARTICLE,))
    assert (found.authors, found.agency) == (("Ada Data",), "AFP")
    closing = (
        "<div><p>It was a long day at sea for all who came to see the bridge.</p><p>Late. (dpa)</p></div>"
    )
    assert chosen(META, closing).agency == "dpa"


def test_who_is_printed_is_the_author_where_the_data_name_but_an_agency() -> None:
    reuters: Node = {"@type": "NewsArticle", "author": {"name": "Reuters"}}
    found = chosen("", MARKED, (reuters,))
    assert (found.authors, found.agency) == (("Mara Byl",), "Reuters")
    assert chosen("", "<p class=byline>dpa</p>", (reuters,)).authors == ("Reuters",)
    assert chosen("", "", (reuters,)).authors == ("Reuters",)


@pytest.mark.parametrize("name", ["Agencies", "Staff and agencies", "Agencias", "BERLIN", "Buenos Aires"])
def test_words_for_agencies_and_places_name_nobody(name: str) -> None:
    found = chosen(f"<meta name=author content='{name}'>")
    assert (found.authors, found.agency) == ((), None)


def test_each_place_is_told_in_that_order() -> None:
    tags = gather(
        lxml.html.document_fromstring(
            f"<html><head>{META}</head><body><h1>x</h1>{MARKED}{NEAR}</body></html>"
        )
    )
    around = headline(tags.headings[0])
    told = authors.said(tags, [ARTICLE, PAGE], around, runs(tags, around), SITES)
    assert [(source, found.authors[:1]) for source, found in told if found.authors] == [
        ("JSON-LD author", ("Ada Data",)),
        ("meta author", ("Meta Moe",)),
        ("byline near the headline", ("Mara Byl",)),
        ("text near the headline", ("Mara Byl",)),
        ("JSON-LD author of the page", ("Ada Data",)),
        ("byline farther off", ("Mara Byl",)),
    ]


@pytest.mark.parametrize(
    ("node", "wanted"),
    [
        (
            {"author": ["A", {"name": ["B", "C"]}, {"givenName": "D", "familyName": "E"}, 5], "creator": "F"},
            ["A", "B", "C", "D E"],
        ),
        ({"author": [], "creator": "F"}, ["F"]),
        ({"author": {"name": " "}}, []),
        ({}, []),
    ],
)
def test_names_are_read_from_every_form_of_an_author(node: Node, wanted: list[str]) -> None:
    assert list(authors.author_names(node)) == wanted


def test_authors_are_kept_up_to_a_bound() -> None:
    many: Node = {
        "@type": "Article",
        "author": [{"name": f"Ann Lee{chr(97 + n // 26)}{chr(97 + n % 26)}"} for n in range(40)],
    }
    assert len(chosen(nodes=(many,)).authors) == authors.AUTHORS_LIMIT
