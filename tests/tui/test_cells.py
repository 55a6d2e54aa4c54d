from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.style import Style

from reader.text.clean import clean
from reader.text.width import width
from reader.tui.cells import align, cut, dotted, ends, fit, is_simple, plain, segment, strip, window, wrapped
from tests.support.bidi import displayed

WORDS = st.sampled_from(
    [
        "gas", "the", "well-known", "Schleusentor", "Шлюз", "открыт", "水門", "が開いた。", "「さぎ」", "ネット", "سفينة", "שלום",
        "👩‍👩‍👧‍👦", "🇩🇪🇫🇷", "👍🏽", "e\u0301\u0323", "3.5", "a—b", "…", "[1]", "ที่นี่", "한국어", "x" * 50, "ab\u200bcd",
    ]
)  # fmt: skip
TEXTS = st.lists(WORDS | st.text(max_size=5), max_size=30).map(lambda words: clean(" ".join(words)))

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


@given(TEXTS, st.integers(1, 40), st.integers(0, 60))
@settings(max_examples=200)
def test_a_window_shows_at_most_its_cells_and_loses_nothing_in_between(
    text: str, room: int, skip: int
) -> None:
    row = text.replace("\n", " ")
    start, end, lead = window(row, skip, room)
    assert lead in (0, 1, 2, 3)
    assert cell_len(row[start:end]) <= room


@pytest.mark.parametrize("text", ["abc", "Überfluß", "Шлюз открыт", "“quoted” – 3 €", "→ ▒ ─"])
def test_usual_text_is_measured_by_its_length(text: str) -> None:
    assert is_simple(text)
    assert cell_len(text) == len(text)


def test_simple_characters_take_one_cell_each() -> None:
    simple = [chr(code) for code in range(0x20, 0x3000) if is_simple(chr(code))]
    assert len(simple) > 1_000
    assert all(cell_len(char) == 1 for char in simple)


@pytest.mark.parametrize(
    ("text", "room", "shown"),
    [
        ("A quiet harbour", 15, "A quiet harbour"),
        ("A quiet harbour", 14, "A quiet…"),
        ("A quiet harbour", 11, "A quiet…"),
        ("水門", 1, "…"),
        ("Harbourmasters", 6, "Harbo…"),
        ("One, two, three, four", 16, "One, two…"),
        ("The well-known harbour", 12, "The well-kn…"),
        ("水門が開いた", 6, "水門…"),
        ("水門が開いた", 7, "水門が…"),
        ("x\u0323\u0302q\u0323z", 2, "x\u0323\u0302…"),
        ("👩‍👩‍👧‍👦👩‍👩‍👧‍👦", 9, "👩‍👩‍👧‍👦…"),
        ("ab", 1, "…"),
        ("ab", 0, ""),
        ("", 0, ""),
    ],
)
def test_a_text_is_fitted_at_a_word_that_is_near(text: str, room: int, shown: str) -> None:
    assert fit(text, room) == shown


@given(TEXTS, st.integers(0, 40))
@settings(max_examples=300)
def test_no_fitted_text_is_wider_than_its_room(text: str, room: int) -> None:
    shown = fit(text, room)
    assert max(cell_len(shown), width(shown)) <= room


def test_no_full_stop_stands_before_the_sign_of_a_cut() -> None:
    assert fit("links.shore.example", 7, at_word=False) == "links…"
    assert fit("It rains. It pours.", 10) == "It rains…"
    assert fit("It rains.…", 10) == "It rains.…", "nothing is cut"


def test_a_text_that_is_cut_behind_a_sign_of_a_cut_has_one() -> None:
    assert fit("Read more… of it all", 12) == "Read more…"


@given(TEXTS, st.integers(2, 40))
@settings(max_examples=200)
def test_no_wrapped_line_is_wider_than_its_room(text: str, room: int) -> None:
    assert all(cell_len(line) <= room for line in wrapped(text, room))


def test_lines_break_at_spaces_and_within_a_word_that_is_longer_than_a_line() -> None:
    assert wrapped("a quiet harbour", 7) == ["a quiet", "harbour"]
    assert wrapped("a quiet harbour", 6) == ["a", "quiet", "harbou", "r"]
    assert wrapped("", 5) == []


def test_no_line_begins_with_a_comma_or_ends_with_an_opening_quote() -> None:
    assert wrapped("海図は九か月前、座礁", 14) == ["海図は九か月", "前、座礁"]
    assert wrapped("調査委の報告「海図は古い」", 14) == ["調査委の報告", "「海図は古い」"]
    assert wrapped("、、、、、", 4) == ["、", "、", "、", "、、"]


INK, DIM = Style(bold=True), Style(dim=True)


def test_a_strip_is_as_wide_as_its_room() -> None:
    assert strip([("harbour", INK)], 4, DIM).text == "harb"
    filled = strip([("水", INK), ("", INK)], 4, DIM)
    assert [(one.text, one.style) for one in filled] == [("水", INK), ("  ", DIM)]
    assert strip([], 3, DIM).text == "   "


@pytest.mark.parametrize(
    "pieces", [["\u0301 accent"], ["\u0301", "\u200d", " accent"], ["\u0301\u0323", "", " accent"]]
)
def test_a_mark_that_no_letter_stands_before_joins_nothing_in_another_pane(pieces: list[str]) -> None:
    made = strip([(text, Style()) for text in pieces], 9, Style())
    assert (made.text, made.cell_length) == (" accent  ", 9)


def test_the_right_end_stands_one_cell_before_the_edge() -> None:
    assert strip(ends([("left", INK)], ("end", DIM), 12, DIM), 12, DIM).text == "left    end "
    assert [text for text, _ in ends([("left", INK)], ("end", DIM), 4, DIM)] == ["left", " ", "end"]


def test_pieces_that_are_too_long_end_with_the_mark() -> None:
    pieces = [("one\n", INK), ("two", INK)]
    assert cut(pieces, 7, ("…", DIM)) == [("one ", INK), ("two", INK)]
    assert cut(pieces, 6, ("…", DIM)) == [("one ", INK), ("t", INK), ("…", DIM)]


def test_pieces_of_which_one_was_cut_before_end_with_one_mark() -> None:
    pieces = [("first…", INK), ("   #tag", INK)]
    assert cut(pieces, 6, ("…", DIM)) == [("first", INK), ("…", DIM)]
    assert cut(pieces, 7, ("…", DIM)) == [("first…", INK)]
    assert cut(pieces, 9, ("…", DIM)) == [("first…", INK)]
    assert cut(pieces, 11, ("…", DIM)) == [("first…", INK), ("   #", INK), ("…", DIM)]


HEBREW, OTHER = "אבג דה", "וזח"


@pytest.mark.parametrize(
    ("pieces", "shown"),
    [
        ([HEBREW, "    ", "4"], "הד גבא    4"),
        ([HEBREW, "  ", OTHER, "  ", "2h"], "הד גבא  חזו  2h"),
        ([OTHER, "   #" + OTHER, "  ", "│"], "חזו   #חזו  │"),
        ([HEBREW[:3], HEBREW[3:], "  ", "1"], "הד גבא  1"),
        (["Gazette", "  ", "2"], "Gazette  2"),
    ],
)
def test_columns_from_right_to_left_keep_their_places_on_a_terminal_with_bidi(
    pieces: list[str], shown: str
) -> None:
    line = strip([(piece, INK) for piece in pieces], 30, DIM)
    assert line.cell_length == 30
    assert displayed(line.text).rstrip() == shown
    assert displayed("".join(pieces)) != shown or "Gazette" in pieces, "it would not without the marks"


@pytest.mark.parametrize("text", ["\u05be\u05be", "\u200f \u05c3", "\u060d\ufd3e", "\u0600", " \u200f\u05b0"])
def test_signs_and_marks_without_a_word_are_drawn(text: str) -> None:
    assert strip([("  ", INK), (text, INK), ("  ", INK), ("1", INK)], 12, DIM).cell_length == 12


def test_two_panes_from_right_to_left_keep_theirs() -> None:
    for is_prose in (False, True):
        panes = [strip([(text, INK)], 8, DIM, is_prose=is_prose).text for text in (HEBREW, OTHER)]
        assert displayed("│ ".join(panes)).rstrip() == "הד גבא  │ חזו"


def test_prose_is_one_text_whatever_its_spaces_are() -> None:
    pieces = [(OTHER, INK), ("   ", INK), (OTHER, INK)]
    assert strip(pieces, 12, DIM, is_prose=True).text == f"{OTHER}   {OTHER}\u200e   "


def test_facts_from_right_to_left_stand_apart() -> None:
    assert dotted(["The Pier", "2 min read"]) == "The Pier · 2 min read"
    assert displayed(dotted([OTHER, "2 min read"])) == "חזו · 2 min read"
    assert displayed(dotted([OTHER, HEBREW])) == "חזו · הד גבא"
    assert dotted([]) == ""


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("lock", "left"),
        ("12 שלום", "right"),
        ("Lock שלום", "left"),
        ("“سفينة”", "right"),
        ("123 – 4", "left"),
        (" " * 199 + "ש", "right"),
        (" " * 200 + "ש", "left"),
    ],
)
def test_the_first_letter_says_which_way_a_text_runs(text: str, side: str) -> None:
    assert align(text) == side


def test_letters_that_run_from_right_to_left_have_no_italics() -> None:
    slanted = Style(italic=True, bold=True)
    ferry, hello, _ = strip([("ferry ", slanted), ("שלום", slanted)], 12, Style())
    assert ferry.style is not None
    assert hello.style is not None
    assert (ferry.style.italic, hello.style.italic, hello.style.bold) == (True, False, True)
