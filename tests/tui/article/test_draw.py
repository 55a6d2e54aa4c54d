from __future__ import annotations

from reader.core.sandbox.results import PictureRaster
from reader.tui.article.block import DIM, INK, Block, Look, StandIn, StyledSpan, Writing, written
from reader.tui.article.draw import LineFrame, LineMark, draw, reach, style
from reader.tui.article.pictures import lines as picture_lines
from reader.tui.article.wrap import lines
from reader.tui.paint import Paint
from tests.support.bidi import unmarked
from tests.support.screen import THEMES

PAINT = Paint(THEMES["newsprint"])
FRAME = LineFrame(20, 2, 16)


def block(text: str, **fields: object) -> Block:
    made = written(text)
    return Block(made.text, tuple(made.runs), gap=None, **fields)  # type: ignore[arg-type]


def shown(made: Block, frame: LineFrame = FRAME, number: int = 0, *marks: LineMark) -> str:
    return unmarked(draw(lines(made, frame.room)[number], frame, PAINT, marks).strip.text)


def test_a_line_is_as_wide_as_the_pane_and_has_its_margin() -> None:
    assert shown(block("A quiet harbour")) == "  A quiet harbour   "


def test_text_that_runs_from_the_right_stands_there_and_a_rule_in_the_middle() -> None:
    assert shown(block("שלום", align="right")) == " " * 14 + "שלום\u200e  "
    assert shown(block("* * *", align="centre")) == " " * 7 + "* * *" + " " * 8


def test_signs_of_text_from_the_right_stand_at_its_right_on_every_line() -> None:
    spans = (
        (StyledSpan("  ▎ ", DIM), StyledSpan("1. ", DIM)),
        (StyledSpan("  ▎ ", DIM), StyledSpan("   ", DIM)),
    )
    text = written("שלום שלום שלום")
    made = Block(text.text, tuple(text.runs), *spans, spans[1][:1], align="right", is_mirrored=True)
    assert [shown(made, number=number) for number in (0, 1, 2)] == [
        " " * 14 + " ▕    ",
        "  שלום שלום 1. ▕  \u200e  ",
        " " * 7 + "שלום    ▕  \u200e  ",
    ]


def test_what_stands_before_the_first_line_and_the_others() -> None:
    made = block("one two three four", first=(StyledSpan("1. ", DIM),), rest=(StyledSpan(" │ ", DIM),))
    assert [shown(made, number=number).strip() for number in (0, 1)] == ["1. one two three", "│ four"]


def test_a_row_of_code_goes_on_to_the_right_of_the_measure_and_is_cut_with_a_sign() -> None:
    made = block("0123456789abcdefghijklmnop", is_wide=True)
    line = lines(made, FRAME.room)[0]
    assert shown(made) == "  0123456789abcdef… "
    assert reach(line, FRAME) == 26 - 17
    assert shown(made, FRAME._replace(skip=8)) == "  …9abcdefghijklmn… "
    assert shown(made, FRAME._replace(skip=9)) == "  …abcdefghijklmnop "
    assert reach(lines(block("text"), 16)[0], FRAME) == 0


def test_the_rule_of_a_wide_table_goes_to_the_edge() -> None:
    made = block("Gate  and a long head\n─────────────────────\nx", is_wide=True)
    assert shown(made, number=1) == "  " + "─" * 17 + " "
    assert shown(made, FRAME._replace(skip=4), number=1) == "  " + "─" * 17 + " "
    assert shown(made, number=0) == "  Gate  and a long… "


def test_a_wide_character_that_is_cut_leaves_a_blank() -> None:
    made = block("水門が開いた水門が開いた", is_wide=True)
    assert shown(made, FRAME._replace(skip=2)).startswith("  … が開")
    assert shown(made, FRAME._replace(skip=3)).startswith("  …が開")


def test_marks_lie_on_their_own_ground_and_the_current_one_is_bold() -> None:
    made = block("one two three")
    drawn = draw(
        lines(made, 16)[0], FRAME, PAINT, [LineMark(0, 3), LineMark(4, 7, is_current=True, on="selection")]
    )
    looks = {segment.text: segment.style for segment in drawn.strip}
    assert looks["one"] == style(Look(on="mark"), PAINT)
    assert looks["two"] == style(Look(on="selection", bold=True, underline=True), PAINT)
    assert looks[" three"] == style(INK, PAINT)


def test_links_are_known_by_their_cells() -> None:
    writing = Writing()
    writing.add("水門 ", INK)
    writing.add("lock", INK, 3)
    made = Block(writing.text, tuple(writing.runs), gap=None)
    assert draw(lines(made, 16)[0], FRAME, PAINT).links == ((7, 11, 3),)


def test_a_chosen_row_has_a_bar_and_a_tint_as_wide_as_the_measure() -> None:
    drawn = draw(lines(block("Related"), 16)[0], FRAME, PAINT, is_chosen=True)
    tinted = "".join(
        segment.text
        for segment in drawn.strip
        if segment.style and segment.style.bgcolor == style(Look(on="selection"), PAINT).bgcolor
    )
    assert drawn.strip.text.startswith(" ▌Related")
    assert len(tinted) == 1 + FRAME.room


def test_struck_text_is_struck() -> None:
    assert style(Look(strike=True), PAINT).strike
    assert not style(INK, PAINT).strike


# Justified text

EVEN = FRAME._replace(is_justified=True)


def prose(text: str, **fields: object) -> Block:
    return block(text, is_prose=True, **fields)


def test_both_edges_of_justified_prose_are_even_but_for_its_last_line() -> None:
    made = prose("one two three four five")
    assert shown(made) == "  one two three     "
    assert [shown(made, EVEN, number) for number in (0, 1)] == [
        "  one   two  three  ",
        "  four five         ",
    ]
    assert shown(block("one two three four five"), EVEN) == "  one two three     "


def test_justified_text_keeps_to_the_room_beside_its_bullet() -> None:
    made = prose("one two four five", first=(StyledSpan("• ", DIM),), rest=(StyledSpan("  ", DIM),))
    assert shown(made, EVEN) == "  • one  two  four  "


def test_justified_text_from_the_right_has_even_edges_too() -> None:
    made = prose("שלום שלום שלום שלום", align="right", is_mirrored=True)
    assert shown(made, EVEN) == "  שלום  שלום  שלום\u200e  "
    assert shown(made, EVEN, 1) == " " * 14 + "שלום\u200e  "


def test_links_and_marks_of_a_justified_line_stay_on_their_words() -> None:
    writing = Writing()
    writing.add("one ")
    writing.add("two three", INK, 7)
    writing.add(" four five")
    made = Block(writing.text, tuple(writing.runs), gap=None, is_prose=True)
    drawn = draw(lines(made, 16)[0], EVEN, PAINT, [LineMark(8, 13)])
    assert drawn.strip.text == "  one   two  three  "
    assert drawn.links == ((8, 13, 7), (13, 18, 7))
    ground = PAINT.style("ink", on="mark").bgcolor
    assert [one.text for one in drawn.strip if one.style and one.style.bgcolor == ground] == ["three"]


def test_a_row_of_a_picture_begins_where_its_caption_does_and_fills_the_pane() -> None:
    raster = PictureRaster(4, 2, bytes(range(24)))
    bar, room = (StyledSpan("▎ ▒ ", DIM),), (StyledSpan("▎   ", DIM),)
    for is_mirrored, text in ((False, "  ▎   ▀▀▀▀          "), (True, " " * 10 + "▀▀▀▀" + " " * 6)):
        made = block("picture", first=bar, rest=room, picture=StandIn("u", 7), is_mirrored=is_mirrored)
        (row,) = picture_lines(made, raster, 16, 20)
        drawn = draw(row, FRAME, PAINT)
        assert drawn.strip.text == text
        assert drawn.links == ()
        styles = [segment.style for segment in drawn.strip if "▀" in segment.text]
        assert str(styles[0]) == "#000102 on #0c0d0e"
