"""Lists of addresses in HTML, piece by piece."""

from __future__ import annotations

import re

import pytest

from reader.importers import html_tags

START = re.compile("<li")


def test_pieces_begin_where_an_item_does_and_lose_nothing() -> None:
    lines = ["head\n", "<li>one\n", "more <li>two", "<li>three\n", "tail"]
    found = list(html_tags.pieces(lines, START))
    assert found == ["head\n", "<li>one\nmore ", "<li>two", "<li>three\ntail"]


def test_a_long_item_comes_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(html_tags, "PIECE_LIMIT", 10)
    assert list(html_tags.pieces(["<li>12345\n", "67\n", "8\n"], START)) == ["", "<li>12345\n67\n", "8\n"]


@pytest.mark.parametrize(
    ("tag", "expected", "rest"),
    [
        (
            ' href="a&amp;b" TAGS=\'x "y"\' bare=1 flag>text',
            {"href": "a&b", "tags": 'x "y"', "bare": "1", "flag": ""},
            "text",
        ),
        (' a="1" a="2"/>x', {"a": "1"}, "x"),
        (' = "x" b=2>y', {"x": "", "b": "2"}, "y"),
        (' a="never closed>', {"a": "", "never": "", "closed": ""}, ""),
        (" a=1", {"a": "1"}, ""),
    ],
)
def test_attributes(tag: str, expected: dict[str, str], rest: str) -> None:
    found, end = html_tags.attributes(f"<a{tag}", 2)
    assert (found, f"<a{tag}"[end:]) == (expected, rest)


def test_words_have_no_tags_and_their_references_decoded_once() -> None:
    given = " A <b>lamp</b> &amp;lt;3<br>burns<BR/>&lt;b&gt; <!-- not this --> 1 < 2 "
    assert html_tags.words(given) == "A lamp &lt;3\nburns\n<b>  1 < 2"


@pytest.mark.parametrize(
    "hostile",
    [
        '"' * 300_000,
        "a " * 200_000,
        'x="1"' + " " * 300_000,
        "/ " * 200_000,
        "=" * 300_000,
        " a" + " " * 300_000,
    ],
)
def test_hostile_attributes_are_walked_over_once(hostile: str) -> None:
    _, end = html_tags.attributes(f"<a {hostile}", 2)
    assert end == len(hostile) + 3
