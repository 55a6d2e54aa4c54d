"""A page without a feed is read as one by a person's rules."""

from __future__ import annotations

import pytest

from reader.errors import ParseError
from reader.extract import page_list
from reader.model import SiteRules

URL = "https://quay.example/notices"
RULES = SiteRules(
    name="sites/quay.example.toml", item=("li",), item_title=("b",), item_link=("a.go",), item_day=("time",)
)
PAGE = """<html lang="en"><head><title>Notices of the harbour</title></head><body><ul>
<li><a href="/tag">Tag</a> <time datetime="2026-11-02">2 Nov</time> <a class="go" href="/2?utm_source=x"><b>Fish of the week</b> is herring</a></li>
<li><a class="go" href="/1"><b>The hall is closed</b></a></li>
<li><a class="go" href="/1"><b>The same again</b></a></li>
<li>No link</li></ul></body></html>"""


def test_each_item_is_an_entry_with_title_link_and_day() -> None:
    feed = page_list.read(PAGE.encode(), URL, RULES)
    assert (feed.title, feed.url, feed.lang, feed.format) == ("Notices of the harbour", URL, "en", "page")
    assert [(one.title, one.url, one.guid, one.day) for one in feed.entries] == [
        ("Fish of the week", "https://quay.example/2", "https://quay.example/2", "2026-11-02"),
        ("The hall is closed", "https://quay.example/1", "https://quay.example/1", None),
    ]


def test_without_more_rules_the_first_link_and_its_words_stand_for_an_item() -> None:
    feed = page_list.read(PAGE.encode(), URL, SiteRules(name="x", item=("li",)))
    assert [(one.title, one.url) for one in feed.entries] == [
        ("Tag", "https://quay.example/tag"),
        ("The hall is closed", "https://quay.example/1"),
    ]


def test_the_servers_encoding_is_gone_by() -> None:
    body = PAGE.replace("Fish of the week", "Рыба недели").encode("koi8-r")
    feed = page_list.read(body, URL, RULES, "text/html; charset=koi8-r")
    assert feed.entries[0].title == "Рыба недели"


def test_a_page_on_which_nothing_is_found_says_which_rules_failed() -> None:
    with pytest.raises(ParseError) as caught:
        page_list.read(b"<html><body><p>x</p></body></html>", URL, RULES)
    assert str(caught.value) == f"{URL}: sites/quay.example.toml finds no item with a link on this page"
    assert caught.value.hint == "to try other selectors: broadsheet preview ADDRESS"


def test_items_are_bounded() -> None:
    rows = "".join(f'<li><a href="/{n}">Notice {n}</a></li>' for n in range(page_list.ITEMS_LIMIT + 5))
    feed = page_list.read(f"<ul>{rows}</ul>".encode(), URL, SiteRules(name="x", item=("li",)))
    assert len(feed.entries) == page_list.ITEMS_LIMIT
