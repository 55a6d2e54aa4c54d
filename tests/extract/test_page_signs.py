"""What is measured on a page by which its kind is told."""

from __future__ import annotations

from reader.extract.html import tree
from reader.extract.metadata.page_tags import gather
from reader.extract.page_signs import Reading, Signs, types_of

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."
URL = "https://quay.example/town"


def signs(body: str, head: str = "", url: str | None = URL) -> Signs:
    root = tree.parse(f"<html><head>{head}</head><body>{body}</body></html>")
    read = Reading(
        text="",
        words=0,
        title="",
        url=url,
        says_article=False,
        state="full",
        lack=None,
        pictures=0,
        clues=gather(root),
        nodes=(),
    )
    return Signs(read=read, types=types_of(read), tree=lambda: root)


def card(number: int, href: str = "/{}") -> str:
    return f"<li><h3><a href='{href.format(number)}'>Bridge number {number}</a></h3><p>{LONG}</p></li>"


def test_running_text_is_counted_by_the_place_that_holds_it() -> None:
    found = signs(f"<main><p>{LONG}</p><p>{LONG}</p></main><aside><p>{LONG}</p></aside>")
    assert (found.prose, found.main) == (3 * len(LONG), 2 * len(LONG))


def test_cards_are_linked_headings_with_a_box_each() -> None:
    found = signs(f"<ul>{''.join(map(card, range(4)))}</ul>")
    assert (found.cards, found.in_cards) == (4, 4 * len(LONG))


def test_headings_that_lead_to_themselves_or_away_are_no_cards() -> None:
    assert signs("".join(card(n, "#part-{}") for n in range(4))).cards == 0
    assert signs("".join(card(n, "https://other.example/{}") for n in range(4))).cards == 0


def test_a_heading_that_stands_alone_has_no_box() -> None:
    alone = f"<main><h3><a href='/part'>A part of the bridge</a></h3><p>{LONG}</p></main>"
    found = signs(f"{alone}<ul>{''.join(map(card, range(4)))}</ul>")
    assert (found.cards, found.in_cards) == (5, 4 * len(LONG))


def test_links_buttons_and_fields_are_seen() -> None:
    found = signs(
        "<a href='/'>Town</a><p>Four</p><button>Accept all</button><input type=password><video></video>"
    )
    assert 0.2 < found.linked < 0.4
    assert "Accept all" in found.buttons
    assert (found.has_password, found.has_player) == (True, True)


def test_types_are_those_of_metas_and_marked_elements() -> None:
    head = '<meta property="og:type" content="Product">'
    found = signs('<div itemscope itemtype="https://schema.org/QAPage"></div>', head)
    assert found.types == {"product", "qapage"}
    assert found.products


def test_the_front_page_is_the_address_of_the_site() -> None:
    assert signs("", url="https://quay.example/").is_front
    assert not signs("", url="https://quay.example/?id=7").is_front
    assert not signs("", url=None).is_front
