"""HTML: one page that holds all and fetches nothing."""

from __future__ import annotations

import base64
import hashlib
import io
import re

from lxml import etree, html

from reader.export.html_file import HtmlFile
from tests.export.book import BOOK, DAY, Pairs, hostile


def written(articles: Pairs = BOOK) -> str:
    file = io.BytesIO()
    HtmlFile().write(file, articles, DAY)
    return file.getvalue().decode()


def test_the_contents_lead_to_each_article_by_day() -> None:
    page = html.document_fromstring(written())
    assert page.xpath("//nav//a/@href") == ["#a1", "#a2", "#a3"]
    assert page.xpath("//article/@id") == ["a1", "a2", "a3"]
    assert page.xpath("//nav/h2/text()") == ["2024-05-06", "2024-05-07"]
    assert page.xpath("//article[@dir='rtl']/@lang") == ["fa"]
    assert page.xpath("//title/text()") == ["broadsheet 2026-11-29"]


def test_one_article_has_no_contents_and_names_the_page() -> None:
    page = html.document_fromstring(written(BOOK[:1]))
    assert page.xpath("//nav") == []
    assert page.xpath("//title/text()") == ["Two Mayors Meet as Tolls Rise"]


def test_the_policy_allows_the_style_and_nothing_else() -> None:
    page = written()
    style = re.search("<style>(.*)</style>", page, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert f"content=\"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'" in page
    assert "url(" not in style[1]
    assert "@import" not in style[1]


def test_hostile_articles_stay_text_in_a_page_that_is_xml_as_well() -> None:
    page = written([*BOOK, *hostile(40)])
    for tree in (
        etree.fromstring(page.removeprefix("<!DOCTYPE html>").encode()),
        html.document_fromstring(page),
    ):
        found = {
            str(element.tag).rpartition("}")[2] for element in tree.iter() if isinstance(element.tag, str)
        }
        assert not found & {"script", "img", "iframe", "object", "form", "link", "base"}
        ids = [str(id_) for id_ in tree.xpath("//@id")]
        assert len({*ids}) == len(ids)
        assert {str(href)[1:] for href in tree.xpath("//@href") if str(href).startswith("#")} <= {*ids}
        assert not [name for name in tree.xpath("//@*") if str(name).startswith("javascript")]
    assert page.count("<article ") == 43


def test_the_same_articles_are_the_same_bytes() -> None:
    assert written() == written(iter(BOOK))
