"""A thin text on a page that holds more is read once more, loosely, and the fuller reading stands."""

from __future__ import annotations

from unittest.mock import patch

import pytest

from reader.extract.body import assemble
from reader.extract.body.assemble import FULLER, THIN, ArticleBody, PageFacts, read_body
from reader.extract.explain import ExtractionTrace
from reader.extract.html import tree
from reader.extract.metadata.evidence import Metadata
from reader.extract.page import Page, page
from reader.model import Content

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


def body(length: int, *, present: int = 9_999, is_chosen: bool = True) -> ArticleBody:
    return ArticleBody(Content(text="x" * length), ExtractionTrace(), is_chosen=is_chosen, present=present)


@pytest.mark.parametrize(
    ("first", "second", "is_second"),
    [
        (body(100), body(100 * FULLER), True),
        (body(100), body(100 * FULLER - 1), False),
        (body(100), body(100 * FULLER, is_chosen=False), False),
        (body(100, present=100 * FULLER), body(100 * FULLER), True),
        (body(100, present=100 * FULLER - 1), body(100 * FULLER), False),
        (body(THIN - 1), body(THIN * FULLER), True),
        (body(THIN), body(THIN * FULLER), False),
        (body(0, present=FULLER), body(FULLER), True),
        (body(0, present=FULLER), body(FULLER - 1), False),
    ],
)
def test_the_second_reading_is_taken_where_it_was_chosen_and_is_much_fuller(
    first: ArticleBody, second: ArticleBody, is_second: bool
) -> None:
    facts = PageFacts(None, Metadata())
    with patch.object(assemble, "reading", side_effect=[first, second]):
        found = read_body("<p>x</p>", tree.parse("<p>x</p>"), facts)
    assert found is (second if is_second else first)


@pytest.mark.parametrize("loosely_first", [False, True])
def test_the_second_reading_is_the_other_way_on_a_fresh_tree(loosely_first: bool) -> None:
    root = tree.parse("<p>x</p>")
    with patch.object(assemble, "reading", side_effect=[body(9), body(9)]) as tried:
        read_body("<p>x</p>", root, PageFacts(None, Metadata()), loosely_first=loosely_first, explain=True)
    assert [call.kwargs for call in tried.call_args_list] == [
        {"loosely": loosely_first, "explain": True},
        {"loosely": not loosely_first, "explain": True},
    ]
    assert tried.call_args_list[0].args[0] is root
    assert tried.call_args_list[1].args[0] is not root


def test_nothing_is_noted_that_nobody_asked_for() -> None:
    html = f"<body><div class=promo>x</div><p>{SENTENCES[0]}</p></body>"
    for explain in (False, True):
        found = assemble.reading(tree.parse(html), PageFacts(None, Metadata()), explain=explain)
        assert bool(found.trace.dropped) is explain
        assert not found.was_loose
