from __future__ import annotations

import re

from hypothesis import given, settings
from hypothesis import strategies as st

from reader.markdown import dialect
from reader.tui.article import pieces as parting
from reader.tui.article.pieces import MarkdownPiece, pieces
from tests.support.articles import EVERYTHING, prose

LONG = "word " * 250
BLOCKS = st.sampled_from(
    [
        LONG,
        f"- item\n\n  more of it\n- {LONG}",
        f"1. {LONG}\n\n2. second",
        f"```\ncode\n\n\nmore {LONG}\n```",
        f"~~~\n```\n\n{LONG}\n~~~",
        f"> {LONG}\n>\n> > inner",
        "# Heading",
        f"    indented\n\n    code {LONG}",
        "| a | b |\n| --- | --- |\n| 1 | 2 |",
        f"- - {LONG}\n\n    deep",
        "Text\nof two lines",
    ]
)


def texts(markdown: str) -> list[str]:
    return [markdown[piece.start : piece.end] for piece in pieces(markdown)]


def test_a_short_text_is_one_piece() -> None:
    assert pieces("\n\nA\n\nB\n") == [MarkdownPiece(2, 7)]


def test_a_blank_text_has_no_pieces() -> None:
    assert pieces("") == pieces("\n\n  \n") == []


def test_paragraphs_are_gathered_until_they_fill_a_piece() -> None:
    found = texts(prose(2_000))
    assert len(found) > 5
    assert all(parting.SIZE <= len(text) < 2 * parting.SIZE for text in found[:-1])


def test_code_is_never_parted() -> None:
    code = "```\n" + "a = 1\n\n" * 2_000 + "```"
    assert texts(f"{LONG}\n\n{code}\n\n{LONG}") == [LONG, code, LONG]


def test_what_belongs_to_an_item_or_a_footnote_stays_with_it() -> None:
    for text in (f"- {LONG}\n\n  {LONG}", f"[^1]: {LONG}\n\n    {LONG}"):
        assert texts(text) == [text]


def test_items_parted_by_blank_lines_stay_together_in_a_list_of_usual_length() -> None:
    text = f"1. {LONG}\n\n2. {LONG}"
    assert texts(text) == [text]


def test_a_long_list_is_parted_between_items_without_a_blank_line() -> None:
    found = pieces("- an item of the list\n" * 1_000)
    assert len(found) > 5
    assert not found[0].is_close
    assert all(piece.is_close for piece in found[1:])


def test_what_would_take_too_long_to_read_shows_as_written() -> None:
    for text in ("*a_ " * 10_000, "[" * 1_000, "x" * 50_000):
        found = pieces(text)
        assert all(piece.is_raw and piece.end - piece.start <= parting.RAW_SIZE for piece in found)
        assert "".join(text[piece.start : piece.end] for piece in found) == text


def test_a_long_table_is_read() -> None:
    assert not pieces("| a | b |\n| - | - |\n" + "| 12 | text of a cell |\n" * 1_500)[0].is_raw


@given(st.lists(BLOCKS, min_size=1, max_size=8))
@settings(max_examples=60)
def test_pieces_read_one_by_one_say_what_the_whole_says(blocks: list[str]) -> None:
    markdown = "\n\n".join(blocks)
    apart = "\n\n".join(dialect.plain(text) for text in texts(markdown))
    assert re.sub(r"\n+", "\n", apart) == re.sub(r"\n+", "\n", dialect.plain(markdown))


@given(st.text(alphabet="a `~\n-*>[]|1.", max_size=400))
@settings(max_examples=200)
def test_only_blank_lines_are_left_out(markdown: str) -> None:
    assert re.sub(r"\s", "", "".join(texts(markdown))) == re.sub(r"\s", "", markdown)


def test_the_article_with_everything_is_parted() -> None:
    assert len(pieces(EVERYTHING)) > 1
