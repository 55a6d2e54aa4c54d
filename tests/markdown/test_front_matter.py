from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.markdown.front_matter import read


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ("a: plain words", "plain words"),
        ("a: plain # comment", "plain"),
        ("a: no#comment", "no#comment"),
        ('a: "q\\"uo\\te\\u00e9" # comment', 'q"uo\teé'),
        ("a: 'it''s'", "it's"),
        ("a: https://x.example/?a=b", "https://x.example/?a=b"),
        ("a:", ""),
        ("a: null", ""),
        ("a: [x, 'y z', \"w\"]", ["x", "y z", "w"]),
        ("a:\n  - x\n  - 'y'\n  -\n", ["x", "y"]),
        ("a:\n- x", ["x"]),
        ("a: |\n  one\n  two", "one\ntwo"),
        ("a: >\n  one\n  two", "one two"),
        ("a: one\n  two", "one two"),
        ('"a": x', "x"),
        ("A: x", "x"),
        ('a: "\\x41\\e\\ b"', "A b"),
        ('a: "open', '"open'),
    ],
)
def test_values_are_read(line: str, value: str | list[str]) -> None:
    keys, body = read(f"---\n{line}\nz: end\n---\nBody")
    assert (keys["a"], keys["z"], body) == (value, "end", "Body")


@pytest.mark.parametrize(
    "text", ["", "Text", "--- a rule\n---\n", "---\nnever: closed\n", " ---\na: b\n---\n"]
)
def test_text_without_front_matter_is_body(text: str) -> None:
    assert read(text) == ({}, text)


def test_windows_line_ends_and_a_byte_order_mark_do_not_matter() -> None:
    assert read("\ufeff---\r\na: b\r\n---\r\nBody\r\n") == ({"a": "b"}, "Body\n")


def test_front_matter_is_read_up_to_a_bound() -> None:
    text = "---\n" + "a: b\n" * 20_000 + "---\nBody"
    assert read(text) == ({}, text)


@settings(max_examples=80)
@given(st.text(st.characters(exclude_characters="\r", exclude_categories=["Cs"]), max_size=40))
def test_what_json_quotes_comes_back(text: str) -> None:
    assert read(f"---\na: {json.dumps(text, ensure_ascii=False)}\n---\n")[0]["a"] == text


@settings(max_examples=80)
@given(st.text(st.sampled_from("ab:-[]{}\"'\\#|>&*!\n ,~"), max_size=80))
def test_nothing_raises(text: str) -> None:
    read(f"---\n{text}\n---\nBody")
