"""A thin text on a page that holds more is read once more, loosely, and the fuller reading stands."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from reader.extract.body import assemble
from reader.extract.page import Page, page

URL = "https://quay.example/2024/bridge"
SENTENCES = [
    f"In year {word} of the work the ground gave way once more, and the engineers drew their plans anew by the light of lamps."
    for word in (
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
    )
]
OPENING = "How a plan for four years became a work for nine, told by those who stood on it in every weather."


def read(*, kind: str = "promo", loosely_first: bool = False, explain: bool = False) -> Page:
    boxes = "".join(f'<div class="{kind}"><p>{sentence}</p></div>' for sentence in SENTENCES)
    html = f"<html><body><article><h1>Bridge</h1><p>{OPENING}</p>{boxes}</article></body></html>"
    return page(html.encode(), URL, loosely_first=loosely_first, explain=explain)


def test_an_article_in_boxes_that_are_called_junk_is_read_loosely() -> None:
    found = read()
    assert found.was_loose
    assert all(sentence in found.draft.text for sentence in SENTENCES)
    assert found.draft.text_state == "full"


def test_comments_are_no_text_however_loosely_a_page_is_read() -> None:
    found = read(kind="comment")
    assert not found.was_loose
    assert found.draft.text == OPENING


def test_an_explanation_says_that_it_was_read_loosely() -> None:
    explanation = read(explain=True).explanation
    assert explanation is not None
    assert explanation.how.endswith(", read loosely")
    assert "promo" not in str(explanation.dropped)


def test_the_way_that_worked_is_tried_first_and_alone() -> None:
    with patch.object(assemble, "reading", wraps=assemble.reading) as tried:
        assert read(loosely_first=True).was_loose
    assert tried.call_count == 1


@pytest.mark.parametrize("loosely_first", [False, True])
def test_a_whole_text_is_read_once(loosely_first: bool) -> None:
    with patch.object(assemble, "reading", wraps=assemble.reading) as tried:
        assert len(read(kind="x", loosely_first=loosely_first).draft.text) > 1_000
    assert tried.call_count == 1


@pytest.mark.parametrize(
    ("kind", "end"), [("promo", ""), ("related-stories", "</article>"), ("newsletter", "</article>")]
)
def test_teasers_beside_a_short_notice_are_no_text_of_it(kind: str, end: str) -> None:
    notice = "The slipway is closed on Monday for repairs. Boats can be put into the water at the northern mole instead, free of charge, from six in the morning."
    teasers = "".join(f'<div class="{kind}"><p>{sentence}</p></div>' for sentence in SENTENCES)
    rest = f"{teasers}{end}" if end else f"</article>{teasers}"
    html = f"<html><body><article><h1>Slipway closed</h1><p>{notice}</p>{rest}</body></html>"
    found = page(html.encode(), URL)
    assert (found.was_loose, found.draft.text) == (False, notice)
