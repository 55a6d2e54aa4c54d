from __future__ import annotations

import gzip
import socket
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.parse.feed import parse
from tests.parse.rss import URL, atom, entry, item, only, rss
from tests.support import cputime

if TYPE_CHECKING:
    from pathlib import Path

ODD_REFERENCES = ["&#99999999999999999999;", "&#x110000;", "&#xD800;", "&#0;", "&#27;", "&#x9b;"]


@pytest.mark.parametrize("reference", ODD_REFERENCES)
@pytest.mark.parametrize("base", ["", "https://press.example/"])
def test_references_to_no_character_cost_nothing_else(reference: str, base: str) -> None:
    root = {"xml_base": base} if base else {}
    found = entry(
        f"<title>Fer{reference}ry</title><summary><![CDATA[<a href='x{reference}'>sa{reference}ils</a>]]></summary>",
        **root,
    )

    assert found.title.replace("›", "") == "Ferry"
    assert "\x1b" not in found.html
    assert "sails" in found.html.replace("›", "")


@pytest.mark.parametrize(
    "encoding", ["undefined", "punycode", "utf-7", "unicode_escape", "hex", "a\0b", "bogus"]
)
def test_an_encoding_that_is_none_is_left_aside(encoding: str) -> None:
    body = rss("<item><title>+ABs- Fähre</title></item>").replace(
        b'encoding="utf-8"', f'encoding="{encoding}"'.encode()
    )

    assert only(parse(body, URL)).title == "+ABs- Fähre"


@pytest.mark.parametrize(
    ("declared", "written"),
    [
        ("iso-8859-1", "cp1252"),
        ("windows-1251", "cp1251"),
        ("koi8-r", "koi8-r"),
        ("shift_jis", "cp932"),
        ("euc-kr", "cp949"),
        ("gb2312", "gb18030"),
        ("iso-2022-jp", "iso-2022-jp"),
        ("utf-8", "utf-8"),
        ("iso-8859-1", "utf-8"),
        ("utf-16", "utf-16"),
        ("utf-16", "utf-16-le"),
        ("utf-32", "utf-32"),
    ],
)
def test_text_comes_out_of_any_encoding(declared: str, written: str) -> None:
    word = {
        "cp1251": "Паром",
        "koi8-r": "Паром",
        "cp932": "港の船",
        "iso-2022-jp": "港の船",
        "cp949": "여객선",
        "gb18030": "渡轮",
    }
    title = word.get(written, "Fähre – “neu”")
    body = f'<?xml version="1.0" encoding="{declared}"?><rss><channel><item><title>{title}</title></item></channel></rss>'

    assert only(parse(body.encode(written), URL)).title == title


def test_the_server_is_asked_where_the_feed_says_nothing() -> None:
    body = "<rss><channel><item><title>Паром</title></item></channel></rss>".encode("cp1251")

    assert only(parse(body, URL, content_type="text/xml; charset=windows-1251")).title == "Паром"


def test_a_few_broken_bytes_do_not_spoil_utf_8() -> None:
    body = rss(f"<item><title>{'Паром ' * 20}</title></item>").replace("м".encode(), b"\xd0", 1)
    feed = parse(body, URL)

    assert "Паром Паром" in only(feed).title
    assert feed.notes == ("1 broken characters",)


def test_a_feed_that_is_not_well_formed_gives_its_entries() -> None:
    body = rss(
        "<item><title>Fish & chips</title><link>https://harbour.example/?a=1&b=2</link></item>"
        "<item><title>Caf&eacute;</title><description>a < b<br></description></item>"
    ).replace(b"</channel></rss>", b"")
    feed = parse(body, URL)

    assert [found.title for found in feed.entries] == ["Fish & chips", "Café"]
    assert feed.entries[0].url == "https://harbour.example/?a=1&b=2"


def test_words_before_the_feed_are_left_out_and_it_says_so() -> None:
    feed = parse(b"<br />\n<b>Warning</b>: out of date\n" + rss("<item><title>Ferry</title></item>"), URL)

    assert only(feed).title == "Ferry"
    assert feed.notes == ("text before the first tag left out",)


def test_a_packed_feed_that_was_cut_short_gives_what_is_there_and_says_so() -> None:
    body = rss("".join(f"<item><title>Ferry {number}</title></item>" for number in range(300)))
    feed = parse(gzip.compress(body)[:-120], URL)

    assert len(feed.entries) > 100
    assert "too early" in feed.notes[0]


def test_control_and_bidi_characters_reach_no_field() -> None:
    evil = "A\x1b]0;x\x07B\u202eC\x9bD\u2028E"
    found = item(
        f"<title>{evil}</title><guid>{evil}</guid><dc:creator>{evil}</dc:creator><category>{evil}</category>"
        f"<description>{evil}</description>"
    )

    for text in (found.title, found.guid or "", *found.authors, *found.categories, found.html):
        assert not set(text) & set("\x1b\x07\x9b\u202e\u2028")


def test_entities_of_the_file_are_not_expanded() -> None:
    bomb = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    body = f'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">{bomb}]>'.encode() + rss(
        "<item><title>x&j;</title></item>"
    )

    assert only(parse(body, URL)).title == "x&j;"


def test_no_file_is_read_and_no_address_asked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.xml"
    secret.write_bytes(rss("<item><title>secret</title></item>"))
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("a connection was made"))
    outside = f'<!DOCTYPE rss SYSTEM "http://127.0.0.1:9/x.dtd" [<!ENTITY x SYSTEM "file://{secret}">]>'

    for body in (
        outside.encode() + rss("<item><title>&x;</title></item>"),
        outside.encode() + atom("<title>&x;</title>"),
    ):
        assert "secret" not in [found.title for found in parse(body, URL).entries]
    for name in (str(secret), "http://127.0.0.1:9/feed"):
        with pytest.raises(ParseError):
            parse(name.encode(), URL)


def test_a_title_and_a_body_have_a_limit() -> None:
    found = item(f"<title>{'x' * 5_000}</title><description>{'y' * 1_200_000}</description>")

    assert len(found.title) == 1_000
    assert len(found.html) == 1_000_000


def test_a_feed_that_unpacks_to_too_much_is_refused() -> None:
    with pytest.raises(ParseError, match="larger than 15 MiB"):
        parse(gzip.compress(b"\0" * 16 * 2**20), URL)


@pytest.mark.parametrize(
    "body",
    [
        rss(f"<item><title>x</title>{'<a>' * 20_000}"),
        rss("<item " + " ".join(f'a{n}="x"' for n in range(5_000)) + "><title>x</title></item>"),
        rss("<item><title>x</title>" + "<![CDATA[" * 50_000),
        rss("<item><title>x</title></item>" + "<!--" * 50_000),
        rss("<item><title>x</title></item>" + "<" * 50_000),
        rss("<item><title>x</title><author>" + "a." * 6_000 + "</author></item>"),
    ],
    ids=["depth", "attributes", "cdata", "comments", "brackets", "author"],
)
def test_hostile_shapes_cost_no_entry_and_no_time(body: bytes) -> None:
    with cputime.within(5):
        assert len(parse(body, URL).entries) == 1


@settings(max_examples=60)
@given(st.binary(max_size=200), st.integers(0, 900), st.integers(0, 60))
def test_any_bytes_give_a_feed_or_a_refusal(noise: bytes, at: int, cut: int) -> None:
    whole = rss("<item><title>Ferry</title><description>&lt;p&gt;sails&lt;/p&gt;</description></item>")
    at = min(at, len(whole))
    for body in (noise, whole[:at] + noise + whole[at + cut :]):
        try:
            feed = parse(body, URL)
        except ParseError:
            continue
        assert all(found.title for found in feed.entries)


def test_a_file_of_nothing_but_entries_is_refused() -> None:
    with cputime.within(10), pytest.raises(ParseError, match="too many elements"):
        parse(rss("<item/>" * 160_000), URL)
