from __future__ import annotations

import lxml.html
import pytest

from reader.extract.metadata.authors.printed_bylines import (
    GROUP,
    byline_elements,
    byline_runs,
    is_author_link,
    is_labelled,
    of_element,
)
from reader.extract.metadata.headline_region import Headline, headline, runs
from reader.extract.metadata.page_tags import PageTags, gather

SITES = ("The Daily Lamp",)


def located(body: str) -> tuple[PageTags, Headline]:
    tags = gather(lxml.html.document_fromstring(f"<html><body>{body}</body></html>"))
    return tags, headline(tags.headings[0])


def marked(body: str, reach: int = 100) -> list[str]:
    tags, around = located(body)
    return list(byline_elements(tags, around, SITES, reach=reach).authors)


def near(body: str) -> list[str]:
    tags, around = located(body)
    return list(byline_runs(runs(tags, around), SITES).authors)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<h1>x</h1><p class=byline>By Ann Lee and Bo Chen</p>", ["Ann Lee", "Bo Chen"]),
        (
            "<p class=byline>By Cy Poe</p>" + "<br>" * GROUP + "<h1>x</h1><p class=byline>By Ann Lee</p>",
            ["Ann Lee"],
        ),
        ("<p class=byline>By Dee Fox</p><p class=byline>By Cy Poe</p><h1>x</h1>", ["Dee Fox", "Cy Poe"]),
        ("<h1>x</h1><aside><p class=byline>By Ann Lee</p></aside>", []),
        ("<h1>x</h1><p class=byline>The Daily Lamp</p>", []),
        ("<h1>x</h1>" + "<br>" * 100 + "<p class=byline>By Ann Lee</p>", []),
        ("<h1>x</h1>" + "<br>" * 99 + "<p class=byline>By Ann Lee</p>", ["Ann Lee"]),
        (
            "<h1>x</h1><p class=byline>By Ann Lee</p>" + "<br>" * GROUP + "<p class=byline>By Cy Poe</p>",
            ["Ann Lee"],
        ),
        (
            "<h1>x</h1><p class=byline>By Ann Lee</p>"
            + "<br>" * (GROUP - 1)
            + "<p class=byline>By Cy Poe</p>",
            ["Ann Lee", "Cy Poe"],
        ),
    ],
)
def test_marked_elements_near_the_headline_name_the_authors(body: str, wanted: list[str]) -> None:
    assert marked(body) == wanted


@pytest.mark.parametrize(
    ("html", "wanted"),
    [
        ("<p><a href=/author/ann>Ann</a> at sea</p>", ["Ann"]),
        ("<p><a href=/author/x>Ann</a></p>", []),
        ("<p><a rel=author href=/x>Ann</a></p>", ["Ann"]),
        ("<p><a href=/team/ann-lee>Ann Lee</a>, <a href=/topic/sea>Sea Trade</a></p>", ["Ann Lee"]),
        ("<p><b>Ann Lee</b><i>Editor</i><b>Cy Poe</b></p>", ["Ann Lee"]),
        ("<p><b>Ann Lee</b>|<b>Cy Poe</b></p>", ["Ann Lee"]),
        ("<p><b>Ann Lee</b> | Palma de Mallorca | 08/01/2014</p>", ["Ann Lee"]),
        ("<p><b>Ann Lee</b> <i class='byline-location'>Port Ellen</i></p>", ["Ann Lee"]),
        ("<p><b>Ann Lee</b> <i>New York City</i></p>", ["Ann Lee"]),
        ("<p>San Francisco</p>", []),
        ("<p>Edited by Ann Lee</p>", []),
        (f"<p>Ann Lee {'x ' * 130}</p>", []),
    ],
)
def test_one_element_gives_the_names_of_its_links_parts_or_text(html: str, wanted: list[str]) -> None:
    assert list(of_element(lxml.html.fragment_fromstring(html), SITES).authors) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        ("<h1>x</h1><p>By Ann Lee</p>", ["Ann Lee"]),
        ("<h1>x</h1><b>By</b> <i>Ann Lee</i>, <i>Bo Chen</i> <i>Cy Poe</i>", ["Ann Lee", "Bo Chen"]),
        ("<h1>x</h1><p>Ann Lee</p><p>3 May 2024</p>", ["Ann Lee"]),
        ("<h1>x</h1><p>Ann Lee</p><p>She left.</p>", []),
        ("<h1>x</h1><p>Ann Lee left the sea behind</p><p>3 May 2024</p>", []),
        ("<h1>x</h1><p><a href=/sea>Sea Trade</a></p><p>3 May 2024</p>", []),
        ("<h1>x</h1><p><a href=/author/1>Ann Lee</a></p>", ["Ann Lee"]),
        (f"<h1>x</h1><p>By Ann Lee {'x' * 120}</p>", []),
    ],
)
def test_text_near_the_headline_names_authors_by_a_label_a_link_or_a_date(
    body: str, wanted: list[str]
) -> None:
    assert near(body) == wanted


@pytest.mark.parametrize(
    ("href", "answer"),
    [
        ("/author/ann", True),
        ("/autoren/ann.html", True),
        ("/@ann", True),
        ("/authority/x", False),
        ("/topic/ann", False),
    ],
)
def test_a_link_to_an_author_is_known_by_its_address(href: str, answer: bool) -> None:
    assert is_author_link(lxml.html.fragment_fromstring(f"<a href='{href}'>x</a>")) is answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [("By Ann Lee", True), ("Von Ann Lee und Bo Chen", True), ("By the sea", False), ("Ann Lee", False)],
)
def test_a_labelled_byline_is_a_label_and_names(text: str, answer: bool) -> None:
    assert is_labelled(text) is answer
