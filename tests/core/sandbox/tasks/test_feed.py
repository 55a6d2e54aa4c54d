"""The task that parses a feed."""

from __future__ import annotations

import pytest

from reader.core.sandbox.framing import encode
from reader.core.sandbox.tasks import feed
from reader.errors import ParseError
from reader.model import Entry, SiteRules
from tests.support.papers import item, rss

URL = "https://pier.example/feed"
LAMP, STAIRS = item("Lamp lit", "/lamp", "The lamp burns."), item("Stairs swept", "/stairs")


def digests(*items: str) -> list[str | None]:
    return [
        entry.digest
        for entry in feed.run(rss("The Pier", *items).encode(), url=URL, content_type=None).entries
    ]


def test_addresses_are_made_whole_by_the_feeds_own() -> None:
    found = feed.run(rss("The Pier", LAMP).encode(), url=URL, content_type="text/xml")
    assert (found.title, found.entries[0].url) == ("The Pier", "https://pier.example/lamp")


def test_each_entry_has_a_digest_of_its_own_that_stays() -> None:
    first, second = digests(LAMP, STAIRS)
    assert first != second
    assert digests(STAIRS, LAMP) == [second, first]
    assert len(bytes.fromhex(first or "")) == 16


@pytest.mark.parametrize(
    "changed",
    [
        item("Lamp lit!", "/lamp", "The lamp burns."),
        item("Lamp lit", "/lamp2", "The lamp burns."),
        item("Lamp lit", "/lamp", "The lamp burns!"),
        item("Lamp lit", "/lamp", "The lamp burns.", day=2),
    ],
)
def test_any_change_of_an_entry_changes_its_digest(changed: str) -> None:
    assert digests(changed) != digests(LAMP)


def test_body_and_title_do_not_run_into_each_other() -> None:
    one, other = Entry(title="a", html="b"), Entry(title="ab", html="")
    assert feed._digest(one) != feed._digest(other)


def test_half_a_surrogate_pair_has_a_digest() -> None:
    assert feed._digest(Entry(title="a", html="\ud83d")) != feed._digest(Entry(title="a", html="\ud83e"))


def test_what_is_no_feed_is_refused() -> None:
    with pytest.raises(ParseError):
        feed.run(b"<html><body>Log in</body></html>", url=URL, content_type=None)


def test_a_page_is_a_feed_by_the_rules_for_its_site() -> None:
    rules = encode(SiteRules(name="pier.toml", item=("li",))).decode()
    body = b"<html><head><title>Notices</title></head><body><ul><li><a href='/1'>Lamp lit</a></li></ul></body></html>"
    found = feed.run(body, url="https://pier.example/", content_type="text/html", rules=rules)
    assert (found.title, [entry.title for entry in found.entries]) == ("Notices", ["Lamp lit"])
    assert found.entries[0].digest


def test_a_feed_stays_one_whatever_the_rules_say() -> None:
    rules = encode(SiteRules(name="pier.toml", item=("li",))).decode()
    found = feed.run(rss("The Pier").encode(), url="https://pier.example/", content_type=None, rules=rules)
    assert found.title == "The Pier"
