from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html
import pytest

from reader.explanation import Said
from reader.extract.metadata import plain_fields
from reader.extract.metadata.page_tags import PageTags, gather
from reader.extract.metadata.plain_fields import first, language

if TYPE_CHECKING:
    from reader.extract.metadata.structured_data import Node

BASE = "https://lamp.example/a/b"


def tags(head: str, attributes: str = "") -> PageTags:
    return gather(
        lxml.html.document_fromstring(f"<html {attributes}><head>{head}</head><body>x</body></html>")
    )


@pytest.mark.parametrize(
    ("tag", "wanted"),
    [
        ("en", "en"),
        ("PT_br", "pt-BR"),
        ("zh-Hans-CN", "zh-CN"),
        ("en-US.UTF-8", "en-US"),
        ("de-x", "de"),
        ("english", None),
        ("", None),
        (None, None),
    ],
)
def test_a_language_is_two_or_three_letters_and_perhaps_a_region(tag: str | None, wanted: str | None) -> None:
    assert language(tag) == wanted


def test_each_place_of_the_publication_is_told_best_first_and_addresses_are_none() -> None:
    found = tags(
        "<meta property=og:site_name content='The &amp;amp; Lamp'><meta name=application-name content='https://lamp.example'>"
    )
    nodes: list[Node] = [{"@type": "WebSite", "name": "Lamp"}, {"publisher": {"name": "Lamp House"}}]
    assert list(plain_fields.publication(found, nodes, nodes)) == [
        Said("meta og:site_name", "The & Lamp"),
        Said("JSON-LD publisher", "Lamp House"),
        Said("JSON-LD WebSite", "Lamp"),
    ]


def test_the_language_of_the_document_comes_before_the_others() -> None:
    found = tags("<meta property=og:locale content=fr_FR>", "lang=de-AT")
    assert [one.value for one in plain_fields.lang(found, [{"inLanguage": "it"}])] == ["de-AT", "it", "fr-FR"]


def test_addresses_are_made_absolute_and_tidy() -> None:
    found = tags(
        "<link rel='x canonical' href='/c?utm_source=y'><meta property=og:url content=d><meta property=og:image content=e.jpg>"
    )
    assert [one.value for one in plain_fields.canonical(found, BASE)] == [
        "https://lamp.example/c",
        "https://lamp.example/a/d",
    ]
    assert (
        first(plain_fields.picture(found, [{"image": {"url": "/f.jpg"}}], BASE))
        == "https://lamp.example/a/e.jpg"
    )


def test_descriptions_and_sections() -> None:
    found = tags("<meta name=description content=' a  b '><meta property=article:section content=c>")
    assert first(plain_fields.description(found, [])) == "a b"
    assert [one.value for one in plain_fields.section(found, [{"articleSection": "d"}])] == ["d", "c"]
    assert first(plain_fields.section(tags(""), [])) is None
