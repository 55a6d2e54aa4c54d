"""A person's rules for a site: what they keep, drop and name goes before what the page says."""

from __future__ import annotations

import pytest

from reader.extract.completeness import GOES_ON
from reader.extract.page import page
from reader.model import Draft, SiteRules

URL = "https://quay.example/2024/bridge"
FIRST = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."
SECOND = "It cost twice what was planned, as the auditors found last year, and nobody at the ceremony spoke of the sum."
PAGE = f"""<html><head><title>Quay</title><meta name="author" content="Web Desk">
<meta property="article:published_time" content="2024-05-01"></head><body>
<div class="kop">Bridge opens</div><div class="wie">Door: <b>Mira</b></div><span class="toen" title="x">3 May 2024</span>
<div class="newsletter"><p>{FIRST}</p><p class="inset">Order our letter now, it is free and comes each morning.</p>
<ul><li>one</li><li>two</li></ul></div>
<div class="x"><p>{SECOND}</p></div><a class="verder" href="/2024/bridge-rest?utm_source=a">on</a></body></html>"""


def read(**rules: tuple[str, ...]) -> Draft:
    return page(PAGE.encode(), URL, rules=SiteRules(name="sites/quay.example.toml", **rules)).draft


def test_the_text_is_what_is_kept_whatever_its_box_is_called() -> None:
    assert read(keep=(".newsletter",), drop=(".inset",)).markdown == f"{FIRST}\n\n- one\n- two"


def test_what_is_kept_comes_in_the_order_of_the_page_and_once() -> None:
    assert (
        read(keep=(".x", ".newsletter p", ".newsletter"), drop=(".inset", "ul")).text
        == f"{FIRST}\n\n{SECOND}"
    )


def test_a_list_that_is_kept_alone_stays_a_list() -> None:
    assert read(keep=("ul",)).markdown == "- one\n- two"


def test_what_is_dropped_is_out_of_a_text_that_was_chosen() -> None:
    assert SECOND not in read(drop=(".x",)).text


def test_selectors_that_find_nothing_leave_the_page_as_it_would_be() -> None:
    assert read(keep=(".gone",), drop=(".gone",), title=(".gone",), author=(".gone",), date=(".gone",)) == (
        page(PAGE.encode(), URL).draft
    )


def test_a_selector_that_can_be_read_and_not_be_followed_finds_nothing() -> None:
    found = page(
        PAGE.encode(), URL, rules=SiteRules(name="sites/a.toml", drop=("svg|rect", ".x")), explain=True
    )
    assert SECOND not in found.draft.text
    assert found.explanation is not None
    assert found.explanation.notes == ("drop: svg|rect",)


@pytest.mark.parametrize("selector", [".kop", "div.kop, h1", "body > div:first-child"])
def test_the_title_is_the_first_that_is_found(selector: str) -> None:
    assert read(title=(".gone", selector)).title == "Bridge opens"


def test_an_author_of_one_word_is_taken_for_one() -> None:
    assert read(author=(".wie b",)).authors == ("Mira",)


def test_a_date_is_read_as_printed() -> None:
    assert read(date=(".toen",)).day == "2024-05-03"


def test_the_title_is_not_said_again_in_the_text() -> None:
    assert read(title=(".kop",), keep=(".kop", ".x")).text == SECOND


def test_the_next_page_is_the_one_that_is_selected() -> None:
    found = page(PAGE.encode(), URL, rules=SiteRules(name="x", next=("a.verder",)))
    assert found.following == "https://quay.example/2024/bridge-rest"
    assert (found.draft.text_state, found.draft.reason) == ("part", GOES_ON)
