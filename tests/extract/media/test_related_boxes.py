from __future__ import annotations

import lxml.html
import pytest

from reader.extract.media import related_boxes
from reader.model import RelatedLink

LINK = '<a href="/tolls?utm_source=x">Who will pay the tolls</a>'
FOUND = (RelatedLink("Who will pay the tolls", "https://quay.example/tolls"),)


def read(html: str) -> tuple[RelatedLink, ...]:
    return related_boxes.read(lxml.html.fragment_fromstring(html), "https://quay.example/")


@pytest.mark.parametrize(
    "html",
    [
        f'<aside class="related-article"><span>news</span>{LINK}</aside>',
        '<aside class="related"><a href="/tolls" title="Who will pay the tolls"><h3>Who will pay the tolls</h3><span>Read more</span></a></aside>',
        f"<p>Read also: {LINK}</p>",
        f"<p><strong>READ MORE</strong> {LINK}</p>",
        f"<p>Lesen Sie auch: {LINK}</p>",
        f"<p>Читайте также: {LINK}</p>",
        f"<p>À lire aussi : {LINK}</p>",
        f"<p>Baca juga: {LINK}</p>",
        f"<p>Διαβάστε επίσης: {LINK}</p>",
        f"<p>İlgili haber: {LINK}</p>",
        '<p>Read also: <a href="/tolls">Who will pay the tolls <span>(opens in a new window)</span></a></p>',
        '<div class="related"><a href="/tolls"><span class="kicker">Traffic</span><span class="hed">Who will pay the tolls</span><span class="byline">By Ann Lee</span></a></div>',
        '<div class="related"><a href="/tolls">Who will pay <b>the tolls</b><span class="box__date">3 May</span></a></div>',
        f"<div><p>Related</p><div><h4>{LINK}</h4><p>Two crowns a crossing.</p></div></div>",
    ],
)
def test_boxes_and_lines_that_point_elsewhere(html: str) -> None:
    assert read(html) == FOUND


@pytest.mark.parametrize(
    "html",
    [
        f"<p>Read {LINK} before you cross, said the mayor, since it tells all that there is to say.</p>",
        f"<p>{LINK}</p>",
        f"<p>More on the tolls was said by the mayor in {LINK} at the end of a long day.</p>",
        '<aside class="related">'
        + "".join(f'<a href="/{n}">Story number {n} of many</a>' for n in range(9))
        + "</aside>",
        '<aside class="related"><a href="javascript:x()">Who will pay the tolls</a></aside>',
        '<aside class="related"><p>' + "A box with a text of its own. " * 20 + f"</p>{LINK}</aside>",
        '<p>Read also: <a href="/login">Log in</a></p>',
        '<div class="related"><a href="/jobs/12-captain">Captain wanted for the ferry</a></div>',
        '<div class="related"><a href="/author/ann-lee">Ann Lee, our reporter</a></div>',
    ],
)
def test_sentences_lists_and_texts_do_not(html: str) -> None:
    assert read(html) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Read more:",
        "Advertisement",
        "WERBUNG",
        "Story continues below",
        "Читайте также",
        "Next",
        "« Previous",
        "Show all",
        "6 min read",
        "（1/3ページ）",
        "印刷する",
    ],
)
def test_lone_labels_are_calls(text: str) -> None:
    assert related_boxes.is_call(text)


@pytest.mark.parametrize(
    "text",
    ["Read my lips.", "Advertisement is an art", "Related events followed", "Next day", "4/5", "Page one"],
)
def test_sentences_are_no_calls(text: str) -> None:
    assert not related_boxes.is_call(text)


CARD = "<div><div><a href='/tolls'><img src='/a.jpg'></a></div><a href='/tolls'>{0}</a><time>14:40</time>{1}</div>"
HEADING = "<h3>Who will pay the tolls</h3>"


def card(html: str) -> RelatedLink | None:
    return related_boxes.card(lxml.html.fragment_fromstring(html), "https://quay.example/")


def test_a_picture_with_a_headline_that_lead_to_one_article_are_a_card() -> None:
    assert card(CARD.format(HEADING, "")) == FOUND[0]
    assert card(CARD.format("<p class='card__title'>Who will pay the tolls</p>", "")) == FOUND[0]


@pytest.mark.parametrize(
    "html",
    [
        CARD.format(HEADING, "<a href='/other'>More</a>"),
        CARD.format(f"<div class='title'>{'<p class=title>Who will pay the tolls</p>' * 3}</div>", ""),
        CARD.format(HEADING, "<p>Two crowns a crossing, said the harbour master, and nobody asked.</p>"),
        CARD.format("<span>Who will pay the tolls</span>", ""),
        CARD.format(HEADING, "").replace("/tolls", "/a.jpg"),
        CARD.format(HEADING, "").replace("/tolls", "https://other.example/"),
        CARD.format(HEADING, "").replace("<img src='/a.jpg'>", ""),
        CARD.format(HEADING, "").replace("h3", "h2"),
    ],
)
def test_what_is_no_card(html: str) -> None:
    assert card(html) is None
