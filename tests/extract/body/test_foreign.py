from __future__ import annotations

import lxml.html
import pytest

from reader.extract.body.foreign import foreign
from reader.extract.html.weights import Weights

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."
TEXT = f"<p>{LONG}</p>" * 4
OWN = f"<article class=own><h1>Bridge opens</h1>{TEXT}</article>"
BASE = "https://quay.example/bridge"


def found(body: str, base: str | None = BASE) -> list[str]:
    root = lxml.html.document_fromstring(f"<html><body><main>{body}</main></body></html>")
    return [str(box.get("class") or box.tag) for box, _ in foreign(root, Weights(root), "Bridge opens", base)]


@pytest.mark.parametrize(
    "after",
    [
        f"<article class=next><h1>Ferry stays</h1>{TEXT}</article>",
        f"<article class=next><h2><a href='/ferry'>Ferry stays</a></h2>{TEXT}</article>",
        f"<article class=next><h2>Ferry stays</h2><time>1 May</time>{TEXT}</article>",
    ],
)
def test_the_next_article_of_an_endless_page_is_another(after: str) -> None:
    assert found(OWN + after) == ["next"]


def test_boxes_alike_are_other_articles_only_if_they_are_signed() -> None:
    own, other = (
        f"<div class=story><h1>{title}</h1>{{}}{TEXT}</div>" for title in ("Bridge opens", "Ferry stays")
    )
    assert found(own.format("") + other.format("<p class=byline>By Ann Lee</p>")) == ["story"]
    assert found(own.format("") + other.format("")) == []


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Bridge opens</h1><article><h2>14:05 First bus</h2><time>14:05</time>{TEXT}</article>" * 1,
        f"<article><h1>Bridge opens</h1><p>x</p></article><article><h1>How it went</h1>{TEXT}</article>",
        f"<article>{TEXT}</article><article><h1>Bridge opens</h1>{TEXT}</article>",
    ],
    ids=["live", "text in the second", "before the headline"],
)
def test_parts_of_the_article_are_none(body: str) -> None:
    assert found(body) == []


CARD = "<div class=card><h3><a href='{}'>Another story of the day</a></h3><p>" + LONG + "</p></div>"


def cards(count: int, address: str = "/other/{}") -> str:
    return "".join(CARD.format(address.format(number)) for number in range(count))


def test_a_row_of_teasers_behind_the_text_is_none_of_it() -> None:
    assert found(OWN + f"<section>{cards(3)}</section>") == ["card"] * 3
    assert found(OWN + f"<section>{cards(2)}</section>") == []
    flat = "".join(f"<h3><a href='/{number}'>Another story</a></h3><p>{LONG}</p>" for number in range(3))
    assert found(f"<h1>Bridge opens</h1>{TEXT}{flat}") == ["h3", "p"] * 3


def test_a_text_of_links_with_comments_is_a_text() -> None:
    assert found(f"<h1>Bridge opens</h1><p>{LONG}</p><section>{cards(6)}</section>") == []
    assert found(OWN + f"<section>{cards(3, 'https://elsewhere.example/{}')}</section>") == []
    assert found(OWN + f"<section>{cards(3, '#{}')}</section>") == []
    assert found(OWN + f"<section>{cards(3)}</section>", "https://quay.example/") == []


def test_data_about_the_publisher_is_no_text() -> None:
    data = "<div class=data itemprop=publisher itemscope><span itemprop=name>The Quay</span></div>"
    assert found(OWN.replace("</article>", f"{data}</article>")) == ["data"]
