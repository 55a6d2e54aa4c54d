from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.style import Style

from reader.tui.plain import plain, segment

HOSTILE = [
    "[/]",
    "[b]bold[/b]",
    "[link=file:///etc/passwd]x[/link]",
    "\x1b]0;owned\x07",
    "\x9b31m",
    "a\u202eb",
    "$text",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_content_holds_the_text_without_markup_or_controls(text: str) -> None:
    made = plain(text)
    assert not made.spans
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 or char == "\u202e" for char in made.plain)
    assert [char for char in text if char.isalnum()] == [char for char in made.plain if char.isalnum()]


def test_brackets_stand_as_written() -> None:
    assert plain("[/] [b]x[/b]").plain == "[/] [b]x[/b]"


def test_line_breaks_stay_in_content_and_become_spaces_in_a_segment() -> None:
    assert plain("a\r\nb").plain == "a\nb"
    assert segment("a\nb\tc", Style()).text == "a b c"


def test_spaces_at_the_ends_of_a_segment_stay() -> None:
    assert segment("  Über uns ", Style()).text == "  Über uns "
    assert segment("   ", Style()).text == "   "


def test_columns_that_spaces_make_stay_in_a_segment() -> None:
    assert segment("Größe    5  m", Style()).text == "Größe    5  m"


@given(st.text(max_size=40))
@settings(max_examples=100)
def test_a_segment_is_one_line_that_no_terminal_acts_on(text: str) -> None:
    made = segment(text, Style()).text
    assert not any(ord(char) < 32 or 0x7F <= ord(char) < 0xA0 for char in made)
    assert segment(made, Style()).text == made
