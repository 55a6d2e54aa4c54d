"""rel=next leads to the next page of an article, and to no other article."""

from __future__ import annotations

import pytest

from reader.extract.completeness import is_next
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
