"""How much of an article a page showed; rel=next leads to its next page, and to no other article."""

from __future__ import annotations

import lxml.html
import pytest

from reader.extract.completeness import PAYWALL_WORDS, TEASER_WORDS, is_next, state, without_offer
from reader.extract.page import page

URL = "https://quay.example/2024/bridge"


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (URL, f"{URL}/2"),
        (f"{URL}/", f"{URL}/2/"),
        (URL, f"{URL}/page/2"),
        (URL, f"{URL}?page=2"),
        (f"{URL}?id=7", f"{URL}?id=7&p=2"),
        (f"{URL}/2", f"{URL}/3"),
        (f"{URL}?page=9", f"{URL}?page=10"),
        (f"{URL}.html", f"{URL}-2.html"),
        (f"{URL}-2.html", f"{URL}-3.html"),
        (f"{URL}.html", f"{URL},seite-2.html"),
        (f"{URL}-1.html", f"{URL}-2.html"),
    ],
)
def test_the_next_number_is_the_next_page(own: str, other: str) -> None:
    assert is_next(own, other)


@pytest.mark.parametrize(
    ("own", "other"),
    [
        (URL, URL),
        (URL, f"{URL}/3"),
        (URL, "https://quay.example/2024/ferry"),
        (URL, "https://quay.example/2024/ferry-2"),
        (f"{URL}/2", URL),
        (f"{URL}?id=7", f"{URL}?id=8"),
        ("https://quay.example/2023/a", "https://quay.example/2024/a"),
        ("https://comic.example/123/", "https://comic.example/124/"),
        ("https://quay.example/n/12.html", "https://quay.example/n/13.html"),
        ("https://quay.example/2026/11/8/", "https://quay.example/2026/11/9/"),
    ],
)
def test_another_article_is_none(own: str, other: str) -> None:
    assert not is_next(own, other)


def following(link: str, url: str | None = URL) -> str | None:
    return page(f"<html><head>{link}</head><body><p>Text</p></body></html>".encode(), url).following


def test_links_and_anchors_may_name_it() -> None:
    assert following('<link rel="next" href="/2024/bridge/2?utm_source=x">') == f"{URL}/2"
    assert following('<body><a rel="nofollow next" href="bridge?page=2">on</a>') == f"{URL}?page=2"


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="next" href="https://other.example/2024/bridge/2">',
        '<link rel="next" href="/2024/ferry">',
        '<link rel="prev" href="/2024/bridge/2">',
        '<link rel="next" href="javascript:alert(2)">',
    ],
)
def test_other_sites_and_other_articles_are_not_followed(link: str) -> None:
    assert following(link) is None


def test_a_page_without_address_has_no_next_one() -> None:
    assert following(f'<link rel="next" href="{URL}/2">', None) is None


PLAIN = "<p>Some text.</p>"
WALL = "<div class='paywall'>Subscribe</div>"
CLOSED = "<script type='application/ld+json'>{\"isAccessibleForFree\": false}</script>"
SHELL = "<noscript>Please enable JavaScript to read this</noscript>"


@pytest.mark.parametrize(
    ("body", "words", "facts", "wanted"),
    [
        (PLAIN, 500, {}, "full"),
        (PLAIN, 0, {}, "none"),
        (SHELL, 0, {}, "script"),
        (SHELL, TEASER_WORDS, {}, "full"),
        (PLAIN + "<script></script>" * 2, TEASER_WORDS - 1, {}, "script"),
        (f"<p>{'x' * 375}</p>" + "<script></script>" * 2, TEASER_WORDS - 1, {}, "full"),
        (CLOSED, PAYWALL_WORDS - 1, {}, "paywall"),
        (CLOSED, PAYWALL_WORDS, {}, "full"),
        (WALL, 2 * TEASER_WORDS - 1, {}, "paywall"),
        (WALL, 2 * TEASER_WORDS, {}, "full"),
        (PLAIN, TEASER_WORDS - 1, {"is_article": True}, "teaser"),
        (PLAIN, TEASER_WORDS - 1, {}, "full"),
        (PLAIN, TEASER_WORDS, {"is_article": True}, "full"),
        (PLAIN, 500, {"is_chosen": False}, "part"),
        (PLAIN, 500, {"is_cut": True}, "part"),
        (PLAIN, 500, {"goes_on": True}, "part"),
    ],
)
def test_the_state_of_a_text_and_its_reason(
    body: str, words: int, facts: dict[str, bool], wanted: str
) -> None:
    root = lxml.html.document_fromstring(f"<html><body>{body}</body></html>")
    known = {"is_article": False, "is_chosen": True, "is_cut": False, "goes_on": False, **facts}
    found, reason = state(root, "Some text.", words, **known)
    assert found == wanted
    assert (reason is None) is (wanted == "full")


@pytest.mark.parametrize(
    ("end", "wanted"),
    [
        ("Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.", "part"),
        ("Dieser Artikel ist exklusiv für Abonnenten", "part"),
        ("この記事は有料会員限定です。残り1,024文字", "part"),
        ("Subscribe to continue reading", "part"),
        ("The subscribers of the harbour radio continue to read the tables.", "full"),
    ],
)
def test_a_text_whose_end_says_that_the_rest_is_for_subscribers_is_a_part(end: str, wanted: str) -> None:
    root = lxml.html.document_fromstring("<p>Some text.</p>")
    known = {"is_article": True, "is_chosen": True, "is_cut": False, "goes_on": False}
    assert state(root, f"Some text.\n\n{end}", 500, **known)[0] == wanted
    assert state(root, f"{end}\n\n{'Some text. ' * 90}", 500, **known)[0] == "full"


def test_the_line_that_offers_the_rest_is_no_text() -> None:
    offer = "**Il vous reste 57.09% de cet article à lire. La suite est réservée aux abonnés.**"
    assert without_offer(f"One.\n\nTwo.\n\n{offer}") == "One.\n\nTwo."
    assert without_offer("One.\n\nTwo.") == "One.\n\nTwo."
    assert without_offer(offer) == offer
