"""Addresses as people type them and browsers hand them over."""

from __future__ import annotations

import pytest

from reader.text import urls


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
