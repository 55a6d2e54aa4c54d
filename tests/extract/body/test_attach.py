"""Pictures, embeds and related links stand beside the texts that they belong to."""

from __future__ import annotations

from typing import TYPE_CHECKING

import lxml.html

from reader.extract.body.attach import attached
from reader.extract.page import extract
from reader.extract.pieces import pieces

if TYPE_CHECKING:
    from reader.model import Draft

URL = "https://quay.example/2024/bridge"
LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."
OTHER = "It cost twice what was planned, as the auditors found last year, and nobody at the ceremony spoke of the sum."
LEAD = "After nine years of work and two of waiting the bridge over the sound is open to all."
FIGURE = "<figure><img src='/a.jpg' alt='{0}'><figcaption>A boat. Photo: Ana Reyes</figcaption></figure>"


def article(body: str, title: str = "Bridge opens") -> Draft:
    html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{body}</article></body></html>"
    return extract(html.encode(), URL)


def test_a_figure_between_standfirst_and_text_leads_the_text() -> None:
    lines = "<div>Jump to the map</div>{0}<div>Listen</div>"
    found = article(f"<p class='lead'>{LEAD}</p>{lines.format(FIGURE.format(''))}<p>{LONG}</p><p>{OTHER}</p>")
    assert [(one.caption, one.credit) for one in found.pictures] == [("A boat.", "Ana Reyes")]
    assert found.text.startswith(LEAD)


def test_a_paragraph_that_says_what_the_picture_shows_is_its_caption() -> None:
    found = article(
        f"<p>{LONG}</p><img src='/a.jpg' alt='A boat at dawn'><p>A boat at dawn</p><p>{OTHER}</p>"
    )
    assert [(one.alt, one.caption) for one in found.pictures] == [(None, "A boat at dawn")]
    assert found.text.count("A boat at dawn") <= 1
    assert "\n\nA boat at dawn\n" not in found.markdown


def test_a_picture_does_not_repeat_the_headline() -> None:
    found = article(f"<p>{LONG}</p><img src='/a.jpg' alt='Bridge opens'><p>{OTHER}</p>")
    assert [one.alt for one in found.pictures] == [None]


def test_the_picture_of_a_teaser_between_paragraphs_is_left_out() -> None:
    picture = "<div><a href='{0}'><img src='https://quay.example/t.jpg'></a></div>"
    teaser = f"<div>{picture}<h3><a href='/tolls'>Tolls</a></h3></div>"
    for href, wanted in (("/tolls", set()), ("/t.jpg", {1})):
        html = f"<html><body><p>{LONG}</p>{teaser.format(href)}<p>{OTHER}</p></body></html>"
        found = pieces(lxml.html.document_fromstring(html), None)
        assert attached(found, frozenset({0, 4}), -1) == wanted


def test_a_figure_at_the_end_stands_in_a_box_beside_that_of_the_last_text() -> None:
    texts = "".join(f"<div class='part'><p>{text}</p></div>" for text in (LONG, OTHER))
    found = article(f"{texts}<div class='part'>{FIGURE.format('')}</div>")
    assert [one.caption for one in found.pictures] == ["A boat."]
