from __future__ import annotations

from pathlib import Path

import pytest
from rich.color import Color, ColorSystem
from rich.style import Style
from textual.color import Color as TextualColor

from reader.config import themes
from reader.config.themes import ROLES, Theme, shipped_names
from reader.tui.paint import SIXTEEN, Paint, in_sixteen, textual_theme, usual
from tests.support.contrast import contrast


def theme(name: str) -> Theme:
    return themes.load(Path("/nowhere"))[0][name]


def test_a_role_has_its_colour_on_paper() -> None:
    style = Paint(theme("newsprint")).style("dim")
    assert style.color == Color.parse("#686256")
    assert style.bgcolor == Color.parse("#f8f4ea")


def test_the_ground_is_the_selection_where_asked() -> None:
    assert Paint(theme("lamplight")).style("accent", on="selection").bgcolor == Color.parse("#332e28")


def test_on_mark_everything_is_ink() -> None:
    assert Paint(theme("newsprint")).style("accent", on="mark").color == Color.parse("#211f1b")


def test_a_highlight_is_half_way_from_the_mark_to_the_paper_in_ink() -> None:
    style = Paint(theme("newsprint")).style("accent", bold=True, on="highlight")
    assert style.bgcolor == Color.parse("#f6e6b3")
    assert style.color == Color.parse("#211f1b")
    assert (style.bold, style.underline) == (True, None)


@pytest.mark.parametrize("name", shipped_names())
def test_a_highlight_is_no_hit_and_no_link(name: str) -> None:
    paint = Paint(theme(name))
    others = [
        paint.style("ink"),
        paint.style("ink", underline=True),
        paint.style("ink", on="selection"),
        paint.style("ink", on="code"),
        paint.style("ink", on="mark"),
        paint.style("ink", bold=True, underline=True, on="mark"),
    ]
    assert paint.style("ink", on="highlight") not in others


def test_each_style_is_made_once() -> None:
    paint = Paint(theme("newsprint"))
    assert paint.style("ink", bold=True) is paint.style("ink", bold=True)
    assert paint.style("ink", bold=True) is not paint.style("ink")


def test_weight_and_slope_are_what_is_asked() -> None:
    style = Paint(theme("newsprint")).style("ink", bold=True, italic=True, underline=True)
    assert (style.bold, style.italic, style.underline) == (True, True, True)
    assert Paint(theme("newsprint")).style("ink").bold is None


def test_the_terminals_own_colours_stay_the_terminals() -> None:
    paint = Paint(theme("ansi"))
    assert paint.style("ink").color == Color.parse("default")
    assert paint.style("bad").color == Color.parse("red")


def test_its_grey_is_its_own_ink_and_faint_where_that_is_seen() -> None:
    paint = Paint(theme("ansi"))
    assert paint.style("dim") == Style(color="default", bgcolor="default", dim=True)
    assert not paint.style("dim", on="selection").dim


@pytest.mark.parametrize("on", ["selection", "mark"])
def test_on_a_tint_of_the_terminals_the_ink_is_black(on: str) -> None:
    paint = Paint(theme("ansi"))
    style = paint.style("dim", on="selection" if on == "selection" else "mark")
    assert style.color == Color.parse("black")


def test_without_colours_roles_and_grounds_are_told_apart_by_their_look() -> None:
    paint = Paint(theme("plain"))
    looks = {role: paint.style(role) for role in ROLES}
    assert {style.color for style in looks.values()} == {Color.parse("default")}
    assert looks["accent"].bold
    assert looks["dim"].dim
    assert looks["ink"] == Style(color="default", bgcolor="default")
    assert paint.style("dim", on="selection").reverse
    assert not paint.style("dim", on="selection").dim
    assert paint.style("ink", on="mark").underline


def test_code_within_a_line_is_on_the_tint_of_a_selection() -> None:
    paint = Paint(theme("sepia"))
    assert paint.style("accent", bold=True, on="code") == paint.style("accent", bold=True, on="selection")


def test_where_that_tint_is_the_terminals_own_code_slopes_in_the_accent() -> None:
    paint = Paint(theme("ansi"))
    assert paint.style("ink", underline=True, on="code") == paint.style("accent", italic=True, underline=True)
    assert paint.style("dim", on="code") == paint.style("dim", italic=True)


@pytest.mark.parametrize("name", shipped_names())
def test_every_variable_of_the_textual_theme_can_be_read(name: str) -> None:
    made = textual_theme(theme(name))
    colours = made.to_color_system().generate() | made.variables
    for role in ROLES:
        TextualColor.parse(colours[role])
    assert made.ansi == (name in ("ansi", "plain"))


@pytest.mark.parametrize(
    ("color_system", "name"),
    [("truecolor", "newsprint"), ("256", "newsprint"), ("standard", "ansi"), (None, "ansi")],
)
def test_poor_terminals_get_their_own_colours(color_system: str | None, name: str) -> None:
    assert usual(color_system) == name


def test_a_dark_terminal_gets_a_dark_theme_where_it_has_the_colours() -> None:
    assert usual("truecolor", "lamplight") == "lamplight"
    assert usual("standard", "lamplight") == "ansi"


@pytest.mark.parametrize("name", shipped_names())
def test_what_is_being_chosen_stands_out_more_than_a_selected_row(name: str) -> None:
    paint = Paint(theme(name))
    chosen, row = paint.style("dim", on="chosen"), paint.style("ink", on="selection")
    assert chosen not in (paint.style("ink", on="mark"), paint.style("ink", on="highlight"))
    if paint.theme.uses_terminal:
        assert chosen == row, "colours of the terminal's own cannot be mixed"
    else:
        colours, ground = paint.theme.colours, chosen.bgcolor
        assert ground is not None
        hexadecimal = ground.get_truecolor().hex
        assert contrast(hexadecimal, colours["paper"]) > contrast(colours["selection"], colours["paper"])
        assert contrast(hexadecimal, colours["ink"]) >= 4.5


def test_a_terminal_of_sixteen_colours_shows_these_as_they_are() -> None:
    shown = [Color.parse(colour).downgrade(ColorSystem.STANDARD).number for colour in SIXTEEN]
    assert shown == [*range(16)]


COLOURED = [name for name in shipped_names() if not theme(name).uses_terminal]


@pytest.mark.parametrize("name", COLOURED)
def test_in_sixteen_colours_accent_selection_and_marks_stay_apart(name: str) -> None:
    colours = in_sixteen(theme(name)).colours
    assert len({colours[role] for role in ("paper", "ink", "dim", "accent")}) == 4
    assert len({colours[role] for role in ("paper", "selection", "mark")}) == 3
    assert len({colours[role] for role in ("ink", "dim", "good", "bad")}) == 4
    for role in ("ink", "dim", "accent", "good", "bad"):
        assert contrast(colours[role], colours["paper"]) > 3
    assert contrast(colours["ink"], colours["selection"]) > 4.5
    assert contrast(colours["ink"], colours["mark"]) > 4.5


def test_in_sixteen_colours_hues_stay() -> None:
    assert in_sixteen(theme("newsprint")).colours["accent"] == "#aa0000"
    assert in_sixteen(theme("lamplight")).colours["accent"] == "#ffff55"


@pytest.mark.parametrize("name", COLOURED)
def test_in_sixteen_colours_a_highlight_is_told_by_its_look(name: str) -> None:
    style = Paint(in_sixteen(theme(name))).style("ink", on="highlight")
    assert (style.italic, style.underline) == (True, True), "nothing is between the mark and the paper"


@pytest.mark.parametrize("name", ["ansi", "plain"])
def test_the_terminals_own_colours_are_among_the_sixteen(name: str) -> None:
    assert in_sixteen(theme(name)) == theme(name)
