from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.markdown import dialect
from reader.markdown.escape import CREDIT_LIMIT, block_safe, escape, inline, is_credit, paragraph


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("ab 1.)#*_~`<>[]()!&;:-+=|\\^/x"), max_size=30))
def test_escaped_text_shows_as_it_was(text: str) -> None:
    words = " ".join(text.split())
    assert dialect.plain(escape(text)) == words
    if words:
        assert dialect.plain(f"{paragraph(escape(text))}\n\n(b)\n\n[a]") == f"{words}\n\n(b)\n\n[a]"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("5 * 6 = 30, a_b, ~3", "5 * 6 = 30, a_b, ~3"),
        ("*a* _b_ ~~c~~", "\\*a\\* \\_b\\_ \\~\\~c\\~\\~"),
        ("`x` <b> &amp; & 1 < 2", "\\`x\\` \\<b> \\&amp; & 1 < 2"),
        ("[a] [b](c) [^1]", "[a] [b\\](c) \\[^1\\]"),
        ("a\\*b", "a\\\\\\*b"),
        ("a\n\tb", "a b"),
    ],
)
def test_a_backslash_stands_only_where_markdown_would_act(text: str, written: str) -> None:
    assert escape(text) == written


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("# a", "\\# a"),
        ("#a", "#a"),
        ("- a", "\\- a"),
        ("-a", "-a"),
        ("> a", "\\> a"),
        ("1. a", "1\\. a"),
        ("1.5 a", "1.5 a"),
        ("1234567890. a", "1234567890. a"),
        ("---", "\\---"),
        ("===", "\\==="),
        ("~~~ a", "\\~~~ a"),
    ],
)
def test_a_line_begins_no_block(text: str, written: str) -> None:
    assert block_safe(text) == written


def test_brackets_are_escaped_within_links_alone() -> None:
    assert (inline("[a]"), inline("[a]", brackets=True)) == ("[a\\]", "\\[a\\]")


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("(Ann Lee / NDP)", True),
        ("(Photo: Ann (NDP))", True),
        ("(\u5199\u771f)", True),
        ("(see below)", False),
        ("(It rained.)", False),
        ("(Ann; Bo)", False),
        ("(12)", False),
        ("(Ann) Lee", False),
        ("(A" + "a" * (CREDIT_LIMIT - 3) + ")", True),
        ("(A" + "a" * (CREDIT_LIMIT - 2) + ")", False),
    ],
)
def test_a_credit_is_a_bracket_that_is_no_sentence(text: str, answer: bool) -> None:
    assert is_credit(text) is answer
    assert escape(text).startswith("\\(") is answer


def test_a_paragraph_reads_back_as_no_picture() -> None:
    assert paragraph(" wow![a](b) ") == "wow\\![a](b)"
    assert paragraph("*a* (Ann Lee)") == "*a* \\(Ann Lee)"
    assert paragraph("a\n\n- b") == "a\n\\- b"


def test_a_bracket_at_the_end_of_a_paragraph_needs_no_backslash() -> None:
    assert dialect.from_text("A lamp [...]\n\n(Ann) a [b]") == "A lamp [...]\n\n(Ann) a [b]"
    assert paragraph(escape("a\\]")) == "a\\\\]"
