from __future__ import annotations

import pytest
from rich.color import ColorSystem
from rich.style import Style
from textual.strip import Strip

from reader.tui.cells import strip
from reader.tui.terminal_rows import PLAIN, UNKNOWN, Look, Looks, Row, change

INK = Style(color="#211f1b", bgcolor="#f8f4ea")
LOOKS = Looks(ColorSystem.TRUECOLOR)


def row(*pieces: tuple[str, Style], width: int = 12) -> Row:
    return Row.of_strip(strip(pieces, width, INK), LOOKS)


def look(**how: object) -> Look:
    return LOOKS.of(Style(**how))  # type: ignore[arg-type]


def test_equal_styles_have_one_look() -> None:
    assert LOOKS.of(Style(color="#211f1b", bgcolor="#f8f4ea")) is LOOKS.of(INK)
    assert LOOKS.of(None) is LOOKS.of(Style.null()) is PLAIN


def test_blanks_look_alike_whatever_is_written_on_their_ground() -> None:
    bold = Style(color="#ff0000", bgcolor="#f8f4ea", bold=True)
    assert row(("a", INK), ("   ", bold)).unlike(row(("a", INK), ("   ", INK))) == []
    lined = Style(color="#ff0000", bgcolor="#f8f4ea", underline=True)
    assert row(("a", INK), ("   ", lined)).unlike(row(("a", INK), ("   ", INK))) == [1, 2, 3]


def test_a_wide_character_takes_two_cells_and_a_mark_none() -> None:
    assert row(("新x q\u0301", INK)).chars[:6] == ["新", "", "x", " ", "q\u0301", " "]


@pytest.mark.parametrize(
    ("text", "found"),
    [("Ferry", True), ("新聞", True), ("Обед", True), ("│▌●", True), ("שלום", True)]
    + [(text, False) for text in ("q\u0301", "👍", "❤\ufe0f", "हिन्दी", "👩\u200d👧")],
)
def test_terminals_agree_on_letters_but_not_on_marks_and_emoji(text: str, found: bool) -> None:
    assert row((text, INK)).is_agreed is found


def test_what_was_never_written_is_no_difference() -> None:
    part = Row.unknown(6)
    part.put(2, row(("ab", INK), width=2), 2)
    assert not part.is_known
    assert part.chars == [UNKNOWN] * 2 + ["a", "b"] + [UNKNOWN] * 2
    assert part.unlike(Row.of(6, PLAIN)) == [2, 3]
    part.put(0, row(width=2), 2)
    part.put(4, row(width=2), 2)
    assert part.is_known


def test_half_of_a_wide_character_is_blank() -> None:
    whole = row(("新新新", INK), width=6)
    whole.put(1, row(("ab", INK), width=2), 2)
    assert whole.chars == [" ", "a", "b", " ", "新", ""]


def test_a_part_of_another_width_is_left_out() -> None:
    whole = row(("abcdef", INK), width=6)
    whole.put(2, row(("xyz", INK), width=3), 2)
    assert "".join(whole.chars) == "abcdef"


def test_a_row_is_filled_or_cut() -> None:
    found = Row.of_strip(Strip.blank(3, INK), LOOKS)
    found.fit(5)
    assert (len(found.chars), found.looks[4]) == (5, PLAIN)
    found.fit(2)
    assert len(found.looks) == 2


def test_a_change_names_what_differs_only() -> None:
    ink, bold = look(color="#010203", bgcolor="#040506"), look(color="#010203", bgcolor="#040506", bold=True)
    assert change(ink, ink) == ""
    assert change(ink, bold) == "\x1b[1m"
    assert change(bold, ink) == "\x1b[22m"
    assert change(ink, look(color="#070809", bgcolor="#040506")) == "\x1b[38;2;7;8;9m"
    assert change(bold, PLAIN) == "\x1b[m"


def test_bold_and_dim_are_switched_off_by_one_code() -> None:
    both = look(color="red", bold=True, dim=True)
    assert change(both, look(color="red", dim=True)) == "\x1b[22;2m"


def test_fewer_colours_take_fewer_bytes() -> None:
    found = Looks(ColorSystem.EIGHT_BIT).of(INK)
    assert found.ground.startswith("48;5;")


def test_the_mark_that_parts_texts_is_on_the_cell_before_it_and_all_terminals_agree_on_it() -> None:
    found = row(("דה", INK), ("  ", INK), width=4)
    assert found.chars == ["\u2067ד", "ה\u2069\u200e", " ", " "]
    assert found.is_agreed
    assert not row(("ה\u05b0", INK), width=1).is_agreed
