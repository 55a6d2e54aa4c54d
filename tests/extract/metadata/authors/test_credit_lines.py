from __future__ import annotations

import lxml.html
import pytest

from reader.extract.metadata.authors.credit_lines import agency, body_paragraphs, closing_byline
from reader.extract.metadata.headline_region import headline
from reader.extract.metadata.page_tags import gather, words

SITES = ("The Daily Lamp", "Reuters Lamp")
TEXT = "<p>It was a long day at sea for all who had come to see the bridge that was opened.</p>"


def closing(body: str) -> list[str]:
    tags = gather(lxml.html.document_fromstring(f"<html><body><h1>x</h1>{body}</body></html>"))
    return list(closing_byline(tags, headline(tags.headings[0]), SITES).authors)


def named(body: str) -> str | None:
    tags = gather(lxml.html.document_fromstring(f"<html><body><h1>x</h1>{body}</body></html>"))
    return agency(tags, headline(tags.headings[0]), SITES)


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"{TEXT}<p>（责编：王小明、李华）</p>", ["王小明", "李华"]),
        (f"{TEXT}<i>This post was written by Ann Lee.</i>", ["Ann Lee"]),
        (f"<div>{TEXT * 3}<p>Ann Lee</p></div>", ["Ann Lee"]),
        (f"<div>{TEXT * 2}<p>Ann Lee</p></div>", []),
        (f"<div>{TEXT * 3}<p>Ann Lee</p><p> </p></div>", ["Ann Lee"]),
        (f"<div>{TEXT * 3}<p>Ann Lee was there</p></div>", []),
        (f"<div>{TEXT}<p>x ©AFP/Ann Lee</p></div>", ["Ann Lee"]),
        (f"<div>{TEXT}<p>© Ann Lee</p></div>", []),
    ],
)
def test_credits_and_a_lone_name_at_the_end_are_bylines(body: str, wanted: list[str]) -> None:
    assert closing(body) == wanted


@pytest.mark.parametrize(
    ("body", "wanted"),
    [
        (f"<p>BRANNOCK (dpa) - {'The bridge was opened by the mayor. ' * 3}</p>", "dpa"),
        (f"{TEXT}<p>It ended late. (AFP)</p>", "AFP"),
        (f"{TEXT}<p>It ended late. © Reuters</p>", "Reuters"),
        (f"{TEXT}<p>Quelle: dpa</p>", "dpa"),
        (f"{TEXT}<p>It ended late. (Other House)</p>", None),
        (f"{TEXT}<p>It was said (AFP) and done.</p>", None),
    ],
)
def test_the_agency_is_named_in_the_dateline_or_at_the_very_end(body: str, wanted: str | None) -> None:
    assert named(body) == wanted


def test_the_text_is_where_most_paragraphs_after_the_headline_are() -> None:
    body = "<div><p>0</p><p>0</p></div><h1>x</h1><div><p>a</p></div><div><p>b</p><p>c</p></div>"
    tags = gather(lxml.html.document_fromstring(f"<html><body>{body}</body></html>"))
    assert [words(one) for one in body_paragraphs(tags, headline(tags.headings[0]))] == ["b", "c"]
