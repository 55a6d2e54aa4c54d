"""Snippets: the right piece of the text, its hits at the right places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.index.snippets import snippet
from reader.model import Snippet
from reader.query.tree import And, Everything, Filter, Node, Not, Or, Text

FILLER = "The committee met again on the matter and nothing much was said about it. "


def any_of(*words: str) -> Node:
    return And(tuple(Text("any", word) for word in words)) if len(words) > 1 else Text("any", words[0])


def hits(found: Snippet) -> list[str]:
    return [found.text[start:end] for start, end in found.hits]


@pytest.mark.parametrize(
    ("body", "tree", "expected"),
    [
        ("Talk and talks.", any_of("talking"), ["Talk", "talks"]),
        ("He was happy; happiness matters, happily.", any_of("happy"), ["happy", "happiness"]),
        ("The café’s owner, a naïve man", any_of("cafe", "naive"), ["café", "naïve"]),
        ("Объёмы поставок и объемов добычи", any_of("объемам"), ["Объёмы", "объемов"]),
        ("أُضيئت المنارة مع أنها منارة قديمة", any_of("منارة"), ["المنارة", "منارة"]),
        ("它是北京大学的报告", any_of("京大学"), ["京大学"]),
        ("Costs 1,000 dollars", any_of("1000"), ["1,000"]),
        ("In the U.S. and us", any_of("US"), ["U.S.", "us"]),
        ("trade war, then war on trade", Text("any", "trade war", phrase=True), ["trade war"]),
        ("put, Putin, output", Text("any", "put", prefix=True), ["put", "Putin"]),
        ("gas but not oil", And((Text("any", "gas"), Not(Text("any", "oil")))), ["gas"]),
        ("gas or oil", Or((Text("any", "gas"), Text("any", "oil"))), ["gas", "oil"]),
        ("gas", And((Text("any", "gas"), Filter("is", "unread"))), ["gas"]),
        ("gas", Text("title", "gas"), []),
        ("Straße İstanbul gas", any_of("gas", "strasse"), ["Straße", "gas"]),
        ("", any_of("gas"), []),
    ],
)
def test_hits_are_the_words_as_they_stand(body: str, tree: Node, expected: list[str]) -> None:
    assert hits(snippet(body, tree)) == expected


def test_without_a_hit_it_is_the_beginning() -> None:
    found = snippet(FILLER * 9, Everything(), length=40)
    assert found == Snippet("The committee met again on the matter …")


def test_a_short_text_is_shown_whole() -> None:
    assert snippet("One line.\n\nAnother  line.", any_of("another")).text == "One line. Another line."


def test_a_window_begins_at_a_sentence_and_ends_at_a_word() -> None:
    body = FILLER * 5 + "A gas leak was found. " + FILLER * 5
    text = snippet(body, any_of("gas"), length=120).text
    assert text.startswith("… A gas leak was found. The committee")
    assert text.endswith(" …")
    assert len(text) <= 130


def test_the_densest_window_wins() -> None:
    body = "Gas here. " + FILLER * 9 + "Gas and oil and coal here. " + FILLER * 3
    assert hits(snippet(body, any_of("gas", "oil", "coal"), length=120)) == ["Gas", "oil", "coal"]


def test_words_far_apart_give_two_windows() -> None:
    body = FILLER * 3 + "The gas leak. " + FILLER * 9 + "An oil well. " + FILLER
    found = snippet(body, any_of("oil", "gas"))
    assert hits(found) == ["gas", "oil"]
    assert found.text.count("…") == 3


@settings(max_examples=100)
@given(
    st.lists(
        st.sampled_from(["gas", "Öl", "北京", "don't", "U.S.", "\n\n", ". ", "x" * 50, "и"]), max_size=60
    ),
    st.sampled_from(
        [any_of("gas", "ol"), any_of("北京"), any_of("us", "dont"), Text("any", "x", prefix=True)]
    ),
    st.integers(20, 300),
)
def test_snippets_are_bounded_and_their_hits_in_order(parts: list[str], tree: Node, length: int) -> None:
    found = snippet(" ".join(parts), tree, length=length)
    assert len(found.text) <= length + 60
    assert "\n" not in found.text
    assert all(a[1] <= b[0] for a, b in zip(found.hits, found.hits[1:], strict=False))
    assert all(0 <= start < end <= len(found.text) for start, end in found.hits)
