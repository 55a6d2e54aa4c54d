from __future__ import annotations

import dataclasses
import json
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.export.markdown_file import front_matter
from reader.markdown.front_matter import BRACKETS_LIMIT, ITEMS_LIMIT, KEYS_LIMIT, LIMIT, read
from reader.text.clean import line
from tests.export.articles import ARTICLE

LINES = st.text(st.characters(exclude_categories=["Cs"]), max_size=40).map(line)


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
        ("a: 2026-02-04", "2026-02-04"),
        ("a: 2026-02-04 09:19:00", "2026-02-04 09:19:00"),
        ("a: 1.10", "1.10"),
        ("a: 0x10", "0x10"),
        ("a: yes", "yes"),
        ("a: ~", ""),
        ("a: '~'", "~"),
        ("a: [x, null]", ["x"]),
        ("a: []", []),
        ("a: Cost: 5", "Cost: 5"),
        ("a: *Star* rises # x", "*Star* rises"),
        ("a: &co opens", "&co opens"),
        ("a: !!python/name:os.system x", "!!python/name:os.system x"),
        ("a: @handle", "@handle"),
        ("a: - x", "- x"),
        ("a: {x: y}", "{x: y}"),
        ("a:\n  - x: y\n  - &c z\n  -", ["x: y", "&c z"]),
        ("a:\n  - [[Jane Roe]]", ["Jane Roe"]),
        ("a: [[x], y]", ["x", "y"]),
        ("a: [x", "[x"),
        ('a: "one\n  two"', "one two"),
        ("a: |\n  one\n    two\n\n", "one\n  two"),
        ('a: "\\ud83d\\ude00"', "\U0001f600"),
        ('a: ["\\ud83d\\ude00"]', ["\U0001f600"]),
        ('a: "\\UFFFFFFFF"', '"\\UFFFFFFFF"'),
        ("a: x\x7fy", "x\x7fy"),
        ("a: one\n\ttwo", "one two"),
        ("a: x\nno key\n", "x"),
        ("a : x", "x"),
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


def test_aliases_are_text_so_that_nothing_grows() -> None:
    bomb = "a: &a [x, x]\n" + "".join(f"b{n}: [*a, *a]\n" for n in range(3)) + "c:\n  - &d [y]\n  - *d\n"
    keys, _ = read(f"---\n{bomb}---\n")
    assert keys == {"a": ["x", "x"], **{f"b{n}": "[*a, *a]" for n in range(3)}, "c": ["&d [y]", "*d"]}


def test_keys_items_and_brackets_are_read_up_to_a_bound() -> None:
    keys, _ = read("---\n" + "".join(f"k{n}: x\n" for n in range(KEYS_LIMIT + 9)) + "---\n")
    assert list(keys) == [f"k{n}" for n in range(KEYS_LIMIT)]
    for items in ("".join(f"  - {n}\n" for n in range(ITEMS_LIMIT + 9)), "  - {\n" * (ITEMS_LIMIT + 9)):
        assert len(read(f"---\na:\n{items}---\n")[0]["a"]) == ITEMS_LIMIT
    nested = "[" * BRACKETS_LIMIT + "x" + "]" * BRACKETS_LIMIT
    assert read(f"---\na: {nested}\nb: [{nested}]\n---\n")[0] == {"a": ["x"], "b": f"[{nested}]"}


def test_front_matter_of_the_longest_length_is_read() -> None:
    head = "---\na: {}\n---\n"
    word = "x" * (LIMIT - len(head) + 2)
    assert read(head.format(word) + "Body") == ({"a": word}, "Body")


@pytest.mark.parametrize(
    "unit", ["[", "{", "- ", "? ", "a: ", '"', "\n  - ", "[a,", "&a ", "*a ", "!", "\\", " #"]
)
def test_no_value_takes_long(unit: str) -> None:
    before = time.process_time()
    read(f"---\na: {unit * (60_000 // len(unit))}\n---\n")
    assert time.process_time() - before < 10


@settings(max_examples=80, deadline=None)
@given(LINES.filter(bool), st.lists(LINES.filter(bool), min_size=1, max_size=3), LINES)
def test_what_export_writes_is_read_back(title: str, names: list[str], description: str) -> None:
    article = dataclasses.replace(ARTICLE, title=title, authors=tuple(names), description=description)
    keys, body = read(front_matter(article) + "Body")
    assert (keys["title"], keys["author"], keys.get("description", "")) == (title, names, description)
    assert (keys["published"], keys["created"], body) == ("2024-05-06", "2024-05-07", "Body")
