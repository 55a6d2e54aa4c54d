"""Addresses: typed, made absolute, cleaned, compared, shown."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.text import urls
from reader.text.urls import URL_LIMIT

NEVER, ALWAYS = re.compile(r"(?!)"), re.compile("")

ADDRESS = st.from_regex(
    r"https?://(www\.|[a-z0-9-]{0,5}\.)?[a-zA-Z0-9.-]{0,8}[a-z](:[0-9]{1,5})?(/[\w./~!$&'()*+,;=:@%?#\" -]{0,20})?"
    r"(#a?)?(\?(utm_[a-z]=?)?|\?[&=+a%2f;#\n]{0,5}(&utm_id=[&?#%b]{0,3})?)?",
    fullmatch=True,
)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://pier.example/feed", "https://pier.example/feed"),
        ("  HTTP://Pier.example  ", "http://pier.example"),
        ("pier.example/feed", "https://pier.example/feed"),
        ("pier.example:8443/feed", "https://pier.example:8443/feed"),
        ("feed:pier.example/feed", "https://pier.example/feed"),
        ("feed://pier.example/feed", "https://pier.example/feed"),
        ("feed:http://pier.example/feed", "http://pier.example/feed"),
        ("feed://http://pier.example/feed", "http://pier.example/feed"),
        ("localhost:8000/feed", "http://localhost:8000/feed"),
        ("127.0.0.1:8000/feed", "http://127.0.0.1:8000/feed"),
        ("[::1]:8000/feed", "http://[::1]:8000/feed"),
        ("пристань.рф/лента", "https://xn--80apqffhh6f.xn--p1ai/лента"),
    ],
)
def test_an_address_is_understood(typed: str, address: str) -> None:
    assert urls.typed(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "pier",
        "12",
        "3.14",
        "v1.2",
        "a b.example",
        "feed:",
        "mailto:ann@pier.example",
        "ftp://pier.example",
        "//x",
    ],
)
def test_what_is_no_address_is_none(typed: str) -> None:
    assert urls.typed(typed) is None


@settings(max_examples=500)
@given(ADDRESS, st.sampled_from([None, "https://paper.example/a/feed?b"]))
def test_an_address_is_the_same_by_both_ways(url: str, base: str | None) -> None:
    def read() -> list[str | None]:
        return [
            urls.absolute(url, base),
            urls.tidy(url, base),
            urls.without_tracking(url),
            urls.identity(url),
            urls.host(url),
        ]

    short = read()
    with pytest.MonkeyPatch.context() as patch:
        for name, rule in (("_USUAL", NEVER), ("_SAFE", NEVER), ("_NEEDS_READING", ALWAYS)):
            patch.setattr(urls, name, rule)
        assert short == read()


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("../b?c#d", "https://pier.example/b?c#d"),
        ("//Sea.example/x", "https://sea.example/x"),
        (" htt\nps://pier.example/\ta ", "https://pier.example/a"),
        ("https://pier.example:443/", "https://pier.example/"),
        ("http://pier.example:443/", "http://pier.example:443/"),
        ('https://pier.example/a b"<c>?d e#f g', "https://pier.example/a%20b%22%3Cc%3E?d%20e#f%20g"),
        ("https://me:se cret@pier.example/", "https://me:se%20cret@pier.example/"),
        ("https://[::1]:8443/", "https://[::1]:8443/"),
        ("javascript:alert(1)", None),
        ("mailto:a@b.example", None),
        ("https://pier.example:port/", None),
        ("https://[bad/", None),
        ("https://\ud80a.example/\ud80a", "https://%3F.example/%3F"),
        ("", None),
    ],
)
def test_a_reference_is_made_absolute_and_safe_or_is_none(href: str, address: str | None) -> None:
    assert urls.absolute(href, "https://pier.example/a/b") == (address if href else None)


def test_an_address_has_a_longest_length() -> None:
    longest = "https://pier.example/" + "a" * (URL_LIMIT - 21)
    assert urls.absolute(longest) == longest
    assert urls.is_http(longest)
    for read in (urls.absolute, urls.identity, urls.host):
        assert read(longest + "a") is None
    assert not urls.is_http(longest + "a")


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://pier.example/a?utm_source=x&id=1&fbclid=y", "https://pier.example/a?id=1"),
        ("https://pier.example/a?id=&b=2", "https://pier.example/a?id=&b=2"),
        ("https://pier.example/a?xutm_source=1", "https://pier.example/a?xutm_source=1"),
        ("https://pier.example/a?UTM_Source=1#part", "https://pier.example/a#part"),
        ("no address?utm_source=1", "no address?utm_source=1"),
    ],
)
def test_parameters_that_count_clicks_go_and_others_stay(url: str, clean: str) -> None:
    assert urls.without_tracking(url) == clean


@pytest.mark.parametrize(
    "other",
    [
        "http://pier.example/a?c=2&b=1",
        "https://www.pier.example/a/?b=1&c=2",
        "https://PIER.example:443/a?b=1&c=2#part",
        "https://me:pw@pier.example/a?b=1&utm_medium=x&c=2",
    ],
)
def test_addresses_of_one_page_have_one_key(other: str) -> None:
    key = "https://pier.example/a?b=1&c=2"
    assert urls.identity(other) == key
    assert urls.identity(key) == key


def test_other_pages_have_other_keys_and_other_schemes_have_none() -> None:
    assert urls.identity("https://pier.example/a") != urls.identity("https://pier.example/A")
    assert urls.identity("https://pier.example:8443/a") == "https://pier.example:8443/a"
    assert urls.identity("https://pier.example/") == "https://pier.example"
    assert urls.identity("ftp://pier.example/a") is None


def test_the_key_of_a_feed_folds_no_more_than_scheme_host_and_fragment() -> None:
    assert (
        urls.feed_identity("HTTP://WWW.Pier.example:80/Feed/?b=1&a=2#x")
        == "http://www.pier.example/Feed/?b=1&a=2"
    )
    assert urls.feed_identity("ftp://pier.example") is None


@pytest.mark.parametrize(
    ("one", "other", "are_same"),
    [
        ("https://pier.example/a", "http://www.pier.example/b", True),
        ("https://m.pier.example/", "https://pier.example/", True),
        ("https://news.pier.example/", "https://pier.example/", True),
        ("https://pier.example/", "https://news.pier.example:8443/", True),
        ("https://pier.example/", "https://apier.example/", False),
        ("https://a.pier.example/", "https://b.pier.example/", False),
        ("no address", "no address", False),
    ],
)
def test_a_site_is_a_host_with_those_below_it(one: str, other: str, are_same: bool) -> None:
    assert urls.same_site(one, other) is are_same


def test_secrets_are_not_shown() -> None:
    assert urls.masked("https://me:secret@pier.example/a:b@c") == "https://me:***@pier.example/a:b@c"
    assert urls.masked("https://me:se@cret@pier.example/") == "https://me:***@pier.example/"
    assert urls.masked("https://token@pier.example/") == "https://***@pier.example/"
    assert urls.without_credentials("https://me:secret@pier.example/a@b") == "https://pier.example/a@b"
    assert urls.host("https://me:secret@www.Pier.example:8443/") == "pier.example:8443"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("http://me:secret@pier.example/feed: HTTP 401", "http://me:***@pier.example/feed: HTTP 401"),
        ("HTTPS://secret@pier.example", "HTTPS://***@pier.example"),
        ("http://:secret@pier.example", "http://***@pier.example"),
        (
            "see http://a:secret@b.example and http://secret@c.example",
            "see http://a:***@b.example and http://***@c.example",
        ),
        ("me:secret@pier.example/feed is no file", "me:***@pier.example/feed is no file"),
        ("“http://me:se:cr@et@pier.example”", "“http://me:***@pier.example”"),
        ("write to ann@pier.example", "write to ann@pier.example"),
        (
            "http://pier.example/@ann and http://pier.example/?to=a@b.c",
            "http://pier.example/@ann and http://pier.example/?to=a@b.c",
        ),
        ("12:30 today", "12:30 today"),
    ],
)
def test_a_message_shows_no_secret(text: str, shown: str) -> None:
    assert urls.masked(text) == shown


@pytest.mark.parametrize("odd", ["\u202e", "\u2066", "\u061c", "\ufeff", "\u2028", "\ud800"])
def test_signs_that_turn_the_reading_direction_are_encoded(odd: str) -> None:
    for url in (
        f"http://pier.example/{odd}x",
        f"http://pier.example/?a={odd}x",
        f"http://pier.example/#{odd}x",
    ):
        found = urls.absolute(url)
        assert found is not None
        assert odd not in found
        assert "%" in found
        assert urls.absolute(found) == found
