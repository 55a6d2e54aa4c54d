from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from rich.cells import cell_len
from rich.color import ColorSystem

from reader.model import Article, Snippet
from reader.tui.cells import strip
from reader.tui.paint import Paint
from reader.tui.terminal_rows import Looks
from reader.tui.terminal_rows import Row as TerminalRow
from reader.tui.visual_rows import seen
from reader.tui.widgets.article_columns import ColumnNeeds, row_height
from reader.tui.widgets.article_row import Row, RowPainter
from tests.support.screen import THEMES

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.tui.cells import Piece

LOOKS = Looks(ColorSystem.TRUECOLOR)
NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
ARTICLE = Article(id=1, uid="a" * 16, title="One", fetched=NOW, publication="The Pier", words=460)
PAINT = Paint(THEMES["newsprint"])
ACCENT, BOLD, DIM, INK = (
    PAINT.style("accent"),
    PAINT.style("ink", bold=True),
    PAINT.style("dim"),
    PAINT.style("ink"),
)


def painter(width: int = 50, **flags: object) -> RowPainter:
    return replace(RowPainter(PAINT, width, "paper", NOW), **flags)  # type: ignore[arg-type]


def row(**fields: object) -> Row:
    return Row(replace(ARTICLE, **fields))  # type: ignore[arg-type]


def text(pieces: list[Piece]) -> str:
    return "".join(text for text, _ in pieces)


def meta(shown: Row, width: int = 51) -> str:
    return text(painter(width).line(shown, 1))


@pytest.mark.parametrize(
    ("dense", "snippets", "height"), [(True, False, 1), (True, True, 2), (False, False, 3), (False, True, 4)]
)
def test_a_row_has_its_lines_and_one_more_for_a_snippet(*, dense: bool, snippets: bool, height: int) -> None:
    assert row_height(dense=dense, snippets=snippets) == height


LONG = "The harbour light is lit again after a night of wind"


@pytest.mark.parametrize(
    ("title", "lines"),
    [
        ("One", ["● One                           now", "  The Pier · 2 min read", ""]),
        (LONG, ["● The harbour light is lit      now", "  again after a night…   The Pier", ""]),
        (LONG[:44].strip(), ["● The harbour light is lit      now", "  again after a night   The Pier", ""]),
    ],
)
def test_a_long_title_goes_on_before_the_facts(title: str, lines: list[str]) -> None:
    drawn = painter(36)
    said = [text(drawn.line(row(title=title), number)) for number in range(3)]
    assert [one.rstrip() for one in said] == lines
    assert drawn.drawn(row(title=title)) == 2
    assert drawn.line(row(title=LONG, read=True), 1)[1][1] == DIM
    assert drawn.line(row(title=LONG), 1)[1][1] == BOLD


def test_a_title_whose_first_line_alone_is_in_view_is_cut_there() -> None:
    drawn = painter(36, is_cut=True)
    assert text(drawn.line(row(title=LONG), 0)).startswith("● The harbour light is lit…")
    assert drawn.drawn(row(title=LONG)) == 2


@pytest.mark.parametrize(
    ("dense", "snippets", "lines"), [(True, False, 1), (True, True, 2), (False, False, 2), (False, True, 3)]
)
def test_the_lines_that_are_drawn_end_above_the_blank_ones(
    *, dense: bool, snippets: bool, lines: int
) -> None:
    assert painter(dense=dense, snippets=snippets).drawn(row()) == lines


@pytest.mark.parametrize(
    ("dense", "snippets", "lines"),
    [
        (True, False, ["● One"]),
        (True, True, ["● One", "  words"]),
        (False, False, ["● One", "  The Pier", ""]),
        (False, True, ["● One", "  The Pier", "  words", ""]),
    ],
)
def test_each_line_of_a_row_has_its_part(*, dense: bool, snippets: bool, lines: list[str]) -> None:
    shown = replace(row(), snippet=Snippet("words", ()))
    drawn = painter(dense=dense, snippets=snippets)
    for number, start in enumerate(lines):
        said = text(drawn.line(shown, number))
        assert said.startswith(start)
        assert bool(said) == bool(start)


def test_an_unread_title_is_bold_after_a_dot_and_the_age_ends_the_line() -> None:
    pieces = painter(30).line(row(fetched=NOW - timedelta(hours=2)), 0)
    assert pieces == [("● ", ACCENT), ("One", BOLD), (" " * 22, INK), ("2h", DIM)]


def test_a_read_title_is_dim_without_a_dot() -> None:
    pieces = painter(30).line(row(read=True), 0)
    assert pieces == [("  ", ACCENT), ("One", DIM), (" " * 21, INK), ("now", DIM)]


def test_every_piece_stands_on_the_ground() -> None:
    shown = replace(row(bookmarked=True, progress=0.5), snippet=Snippet("some words", ((0, 4),)))
    on_selection, on_mark = (PAINT.style("ink", on=ground).bgcolor for ground in ("selection", "mark"))
    for dense in (False, True):
        drawn = painter(100, ground="selection", snippets=True, dense=dense)
        for number in range(3):
            for said, style in drawn.line(shown, number):
                assert style.bgcolor == (on_mark if said == "some" else on_selection)


def test_a_long_title_ends_before_the_age() -> None:
    said = text(painter(30, is_cut=True).line(row(title="x" * 50), 0))
    assert said == f"● {'x' * 21}…  now"
    assert cell_len(said) == 29


def test_a_title_has_no_backticks_around_code() -> None:
    for dense in (False, True):
        assert text(painter(dense=dense).line(row(title="Run `make` again"), 0)).startswith(
            "● Run make again "
        )


def test_a_title_is_cleaned_to_one_line() -> None:
    assert text(painter().line(row(title="One\n two"), 0)).startswith("● One two ")


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({}, "The Pier · 2 min read"),
        ({"words": 0}, "The Pier"),
        ({"words": 230}, "The Pier"),
        ({"words": 231}, "The Pier · 2 min read"),
        ({"agency": "MPA"}, "The Pier · MPA · 2 min read"),
        ({"agency": "The Pier"}, "The Pier · 2 min read"),
        ({"copies": (8, 9)}, "The Pier · 2 min read · +2 copies"),
        ({"copies": (8, 9), "unread_copies": 1}, "The Pier · 2 min read · +2 copies, 1 unread"),
        ({"unread_copies": 1}, "The Pier · 2 min read"),
        ({"progress": 0.4}, "The Pier · 2 min read   40% read"),
        ({"progress": 0.0}, "The Pier · 2 min read"),
        ({"progress": 1.0}, "The Pier · 2 min read"),
        ({"bookmarked": True}, "The Pier · 2 min read   ★"),
        ({"tags": ("a b", "c")}, "The Pier · 2 min read   #a b #c"),
        ({"bookmarked": True, "tags": ("a",)}, "The Pier · 2 min read   ★ #a"),
        ({"annotated": True}, "The Pier · 2 min read   ✎"),
        ({"annotated": True, "bookmarked": True, "tags": ("a",)}, "The Pier · 2 min read   ★ ✎ #a"),
    ],
)
def test_the_second_line_tells_the_facts(fields: dict[str, object], said: str) -> None:
    assert meta(row(**fields)) == f"  {said}"


def test_a_row_tells_the_facts_that_were_chosen_in_their_order() -> None:
    shown = row(agency="MPA", copies=(8,), progress=0.4, tags=("a",), bookmarked=True)
    facts = ("copies", "source", "progress")
    assert text(painter(51, facts=facts).line(shown, 1)) == "  +1 copy · The Pier   40% read   ★"
    wide = text(painter(60, facts=facts).line(shown, 1))
    assert wide == f"  {'+1 copy   40% read   ★':49}The Pier"
    assert text(painter(80, facts=("tags",)).line(shown, 1)) == "     ★ #a"
    assert text(painter(80, facts=()).line(row(), 1)) == "  "


def test_times_stand_for_ages_where_that_was_chosen() -> None:
    shown = row(fetched=NOW - timedelta(hours=2))
    for dense in (False, True):
        assert text(painter(80, dense=dense, is_absolute=True).line(shown, 0)).endswith(" 12:05")


def test_in_the_list_of_one_feed_authors_stand_for_its_name() -> None:
    painted = painter(80, one_source=True)
    shown = row(publication="The Pier", authors=("Ann Lee", "Bo Orr"), words=900)
    assert text(painted.line(shown, 1)) == f"  {'4 min read':62}Ann Lee, Bo Orr"
    assert text(painted.line(row(publication="The Pier"), 1)).strip() == "2 min read"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"words": 0}, "The Pier"),
        ({"words": 0, "description": "One"}, "The Pier"),
        ({"words": 0, "description": "Rain\nuntil noon."}, "Rain until noon."),
        ({"words": 0, "description": "Rain.", "authors": ("Ann Lee",)}, "Ann Lee"),
        ({"words": 0, "description": "x" * 900}, "x" * 76 + "…"),
    ],
)
def test_in_the_list_of_one_feed_no_second_line_is_empty(fields: dict[str, object], said: str) -> None:
    painted = painter(80, one_source=True)
    assert text(painted.line(row(**fields), 1)).strip() == said


def test_a_description_stands_behind_the_facts() -> None:
    shown = row(description="Rain until noon.", bookmarked=True)
    assert text(painter(80, one_source=True).line(shown, 1)) == "  2 min read · Rain until noon.   ★"
    assert text(painter(80, one_source=True, facts=("time",)).line(shown, 1)) == "  2 min read   ★"


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (80, f"{'MPA · 2 min read · +2 copies   40% read   ★ #a #bay':69}The Pier"),
        (62, f"{'MPA · +2 copies   40% read   ★ #a #bay':51}The Pier"),
        (51, "The Pier · MPA · +2 copies   40% read   ★ #a"),
        (44, "The Pier · MPA · +2 copies   40% read   ★"),
        (43, "The Pier · MPA · +2 copies   ★ #a #bay"),
        (34, "The Pier · MPA · +2 copies   ★"),
        (32, "The Pier · MPA   40% read   ★"),
        (16, "The Pier   ★"),
        (14, "The…   ★"),
    ],
)
def test_a_fact_without_room_is_left_out_the_reading_time_first(width: int, said: str) -> None:
    shown = row(agency="MPA", copies=(8, 9), progress=0.4, tags=("a", "bay"), bookmarked=True)
    assert meta(shown, width) == f"  {said}"


def test_only_a_name_is_cut() -> None:
    assert meta(row(publication="x" * 20, words=0), 14) == f"  {'x' * 10}…"
    assert meta(row(publication="x" * 20), 33) == f"  {'x' * 20}"
    assert meta(row(tags=("a-very-long-tag",)), 29) == "  The Pier · 2 min read"
    shown = row(authors=("Ann Lee", "Bo Orr"), words=900)
    assert text(painter(20, one_source=True).line(shown, 1)) == "  Ann Lee, Bo Orr"
    assert text(painter(12, one_source=True).line(row(), 1)) == "  "


def test_a_title_gives_no_room_to_a_tag_that_is_left_out() -> None:
    tagged = text(painter(36).line(row(title=LONG, tags=("a-very-long-tag",)), 1))
    assert tagged == text(painter(36).line(row(title=LONG), 1))


def both(shown: Row, width: int, *others: Row, **flags: object) -> list[str]:
    """The two lines of a row beside others, with which it shares the columns."""
    drawn = painter(width, **flags)
    drawn = replace(drawn, needs=drawn.needs.widest(map(drawn.needs_of, (shown, *others))))
    return [text(drawn.line(shown, number)).rstrip() for number in (0, 1)]


GAZETTE = {"publication": "The Harbour Gazette", "fetched": NOW - timedelta(hours=22)}


MARKED = {"bookmarked": True, "tags": ("a", "b"), "progress": 0.4, "copies": (8, 9), "unread_copies": 1}


@pytest.mark.parametrize(
    ("fields", "lines"),
    [
        (
            {"title": LONG, **GAZETTE},
            [
                "● The harbour light is lit again after a night of   22h",
                "  wind   2 min read                 The Harbour Gazette",
            ],
        ),
        (
            {"agency": "MPA"},
            [
                "● One                                               now",
                "  MPA · 2 min read                             The Pier",
            ],
        ),
        (
            {"title": LONG, **MARKED},
            [
                "● The harbour light is lit again after a night of   now",
                "  wind   +2 copies, 1 unread   40% read   ★    The Pier",
            ],
        ),
    ],
)
def test_the_source_stands_at_the_edge_of_the_second_line(
    fields: dict[str, object], lines: list[str]
) -> None:
    assert both(row(**fields), 56, row(**GAZETTE)) == lines


def test_a_narrow_row_has_its_facts_behind_the_title() -> None:
    assert both(row(title=LONG, **GAZETTE), 51)[1] == "  night of wind   The Harbour Gazette · 2 min read"
    assert both(row(title=LONG), 56, facts=("time",))[1] == "  wind   2 min read", "the source is not wanted"


def test_in_the_list_of_one_feed_its_authors_stand_at_the_edge() -> None:
    named, other = row(authors=("Ann Lee",), words=900), row(description="Rain until noon.", bookmarked=True)
    assert both(named, 56, other, one_source=True) == [
        "● One                                               now",
        "  4 min read                                    Ann Lee",
    ]
    assert both(other, 56, named, one_source=True)[1] == "  2 min read · Rain until noon.   ★"
    assert both(other, 56, one_source=True)[1] == "  2 min read · Rain until noon.   ★", "nobody is named"


def dense(shown: Row, width: int, *others: Row, **flags: object) -> list[Piece]:
    """A dense row beside others, with which it shares the columns."""
    drawn = painter(width, dense=True, **flags)
    return replace(drawn, needs=drawn.needs.widest(map(drawn.needs_of, (shown, *others)))).line(shown, 0)


def test_a_row_needs_the_cells_of_its_title_its_source_and_its_age() -> None:
    drawn = painter(80, dense=True)
    shown = row(title="Run `make`", publication="港新聞", fetched=NOW - timedelta(minutes=12))
    assert drawn.needs_of(shown) == ColumnNeeds(8, 6, 3)
    old = row(fetched=datetime(2025, 2, 4, tzinfo=UTC))
    for width in (80, 40):
        assert painter(width, dense=True).needs_of(old) == ColumnNeeds(3, 8, 8), (
            "day, month and year everywhere"
        )
    absolute = painter(80, dense=True, is_absolute=True)
    assert [absolute.needs_of(one).age for one in (shown, old)] == [5, 8]


def test_rows_need_what_the_longest_of_each_kind_needs() -> None:
    assert ColumnNeeds(5, 9, 2).widest([ColumnNeeds(7, 1, 2), ColumnNeeds(1, 1, 3)]) == ColumnNeeds(7, 9, 3)
    assert ColumnNeeds(5, 9, 2).widest([]) == ColumnNeeds(5, 9, 2)


@pytest.mark.parametrize(
    ("needs", "width", "cells"),
    [
        (ColumnNeeds(200, 40, 2), 80, 16),
        (ColumnNeeds(200, 40, 2), 100, 20),
        (ColumnNeeds(200, 19, 2), 100, 19),
        (ColumnNeeds(42, 40, 2), 80, 28),
        (ColumnNeeds(42, 40, 5), 80, 25),
        (ColumnNeeds(0, 40, 2), 80, 40),
    ],
)
def test_a_source_has_its_share_of_the_row_and_what_short_titles_leave(
    needs: ColumnNeeds, width: int, cells: int
) -> None:
    assert needs.source_cells(width) == cells


@pytest.mark.parametrize(
    ("width", "flags", "room"),
    [
        (61, {}, 0),
        (62, {}, 12),
        (66, {}, 13),
        (71, {}, 14),
        (72, {}, 14),
        (80, {}, 16),
        (120, {}, 24),
        (120, {"one_source": True}, 0),
    ],
)
def test_a_dense_row_has_a_column_for_the_source(width: int, flags: dict[str, bool], room: int) -> None:
    pieces = dense(row(publication="x" * 40, title="y" * 200), width, **flags)
    said = text(pieces)
    source, age = (f"{'x' * (room - 1)}…  " if room else ""), "now"
    assert said == f"● {'y' * (width - len(source) - 9)}…  {source}{age}"
    assert cell_len(said) == width - 1
    assert pieces[4] == (source.strip(), DIM)


def test_nothing_is_cut_where_a_dense_row_has_room_for_all() -> None:
    shown = row(title="y" * 46, publication="x" * 23)
    assert text(dense(shown, 80)) == f"● {'y' * 46}   {'x' * 23}  now"
    longer = text(dense(row(title="y" * 80, publication="x" * 24), 80))
    assert longer == f"● {'y' * 53}…  {'x' * 15}…  now", "the source has its share"


def test_a_source_that_is_cut_is_cut_at_its_article_first() -> None:
    for name, said in (
        ("The Harbour Gazette", "Harbour Gazette"),
        ("The Very Long Harbour Gazette", "Very Long Harbo…"),
    ):
        shown = row(title="y" * 80, publication=name)
        assert text(dense(shown, 80)).split("…  ", 1)[1].startswith(said)


def test_a_dense_title_fills_its_column() -> None:
    title = "Living Without the Ferry: Nine Cows, One Piano and a Neighbourhood of Strangers"
    assert text(dense(row(title=title), 66)).startswith("● Living Without the Ferry: Nine Cows, One Piano…")
    assert "One Piano and…" in text(dense(row(title=title), 70))


def test_dense_rows_share_their_columns() -> None:
    old = row(title="Two", publication="The Harbour Gazette", fetched=datetime(2025, 2, 4, tzinfo=UTC))
    assert text(dense(row(), 80, old)) == f"● One{' ' * 45}The Pier{' ' * 18}now"
    assert text(dense(old, 80, row())) == f"● Two{' ' * 45}The Harbour Gazette  4 Feb 25"
    assert text(dense(row(title="y" * 99), 54, old)) == f"● {'y' * 40}…       now"


def test_a_dense_row_has_its_star_before_the_source() -> None:
    assert dense(row(bookmarked=True), 80) == [
        ("● ", ACCENT),
        ("One", BOLD),
        (" " * 59, INK),
        ("★ ", ACCENT),
        ("The Pier", DIM),
        ("  ", INK),
        ("now", DIM),
    ]
    cut = text(dense(row(bookmarked=True, title="y" * 99), 80))
    assert cut == f"● {'y' * 60}… ★ The Pier  now"
    assert text(dense(row(bookmarked=True, title="y" * 99), 50)) == f"● {'y' * 40}… ★ now"


@pytest.mark.parametrize(
    ("fields", "sign"),
    [
        ({}, ""),
        ({"annotated": True}, "✎ "),
        ({"bookmarked": True}, "★ "),
        ({"bookmarked": True, "annotated": True}, "★✎ "),
    ],
)
def test_a_dense_row_shows_a_star_and_a_note(fields: dict[str, object], sign: str) -> None:
    assert dense(row(**fields), 80)[3] == (sign, ACCENT)


def test_a_narrow_dense_row_keeps_its_columns_apart() -> None:
    assert dense(row(title="yy", bookmarked=True), 9)[2][0] == " "


def test_the_hits_of_a_snippet_are_marked() -> None:
    hit = PAINT.style("ink", on="mark")
    found = Snippet("the ferry ran to the ferry", ((4, 9), (21, 26)))
    pieces = painter(50, snippets=True).line(replace(row(), snippet=found), 2)
    assert pieces == [
        ("  ", INK),
        ("the ", INK),
        ("ferry", hit),
        (" ran to the ", INK),
        ("ferry", hit),
    ]


def test_a_snippet_is_cut_at_the_end_of_the_line() -> None:
    found = replace(row(), snippet=Snippet("x" * 40, ()))
    assert text(painter(20, snippets=True).line(found, 2)) == f"  {'x' * 16}…"
    words = replace(row(), snippet=Snippet("the ferry ran aground", ((4, 9), (14, 21))))
    assert text(painter(20, snippets=True).line(words, 2)) == "  the ferry ran…", "at a word"
    within = replace(row(), snippet=Snippet("aground" * 4, ((0, 28),)))
    assert painter(20, snippets=True).line(within, 2)[-1] == ("…", INK), "no hit is what was cut"


FERRY = "Ferry ran aground at Brannock Head on Tuesday night, all 214 people on board rescued"


@pytest.mark.parametrize(
    ("word", "flags", "lacks", "line"),
    [
        ("rescued", {"dense": True}, [], "  … night, all 214 people on board rescued"),
        ("Tuesday", {"dense": True}, [], "  … Tuesday night, all 214 people on board…"),
        ("rescued", {}, [], "  … rescued"),
        ("rescued", {"dense": True}, ["gale"], "  … people on board rescued     missing: gale"),
        ("aground", {"dense": True}, [], "  The gate was open."),
        ("night", {}, [], "  The gate was open."),
    ],
)
def test_a_hit_of_the_title_that_is_cut_off_stands_in_the_place_of_a_snippet_without_any(
    word: str, flags: dict[str, object], lacks: list[str], line: str
) -> None:
    at = FERRY.index(word)
    shown = replace(
        row(title=FERRY), snippet=Snippet("The gate was open."), hits=((at, at + len(word)),), lacks=lacks
    )
    drawn = painter(46, snippets=True, facts=(), **flags)
    pieces = drawn.line(shown, drawn.drawn(shown) - 1)
    assert text(pieces).rstrip() == line
    if word in line:
        assert (word, PAINT.style("ink", on="mark")) in pieces


def test_a_title_without_spaces_shows_its_hit_below() -> None:
    title = "港の連絡船が砂州に乗り上げ、乗客二百十四人が無事に救助された。"
    shown = replace(row(title=title), snippet=Snippet("門は開いていた。"), hits=((26, 28),))
    assert text(painter(40, dense=True, snippets=True).line(shown, 1)) == f"  … {title[26:]}"


def test_a_row_without_a_snippet_has_a_blank_line_for_it() -> None:
    assert painter(snippets=True).line(row(), 2) == []
    assert painter(snippets=True, dense=True).line(row(), 1) == []


def test_a_snippet_without_a_hit_is_dim() -> None:
    for hits, style in ((), DIM), (((0, 3),), INK):
        shown = replace(row(), snippet=Snippet("The gate was open.", hits))
        assert painter(80, snippets=True).line(shown, 2)[-1][1] == style


def test_words_that_the_article_lacks_end_the_line_of_its_snippet() -> None:
    found = replace(row(), snippet=Snippet("x" * 60, ()), lacks=("gale", "barrage"))
    pieces = painter(80, snippets=True).line(found, 2)
    assert pieces[-1] == ("missing: gale, barrage", DIM)
    assert text(pieces).startswith(f"  {'x' * 52}…  missing:")
    assert cell_len(text(pieces)) == 79
    short = painter(80, snippets=True).line(replace(found, snippet=Snippet("x", ())), 2)
    assert (short[-1], cell_len(text(short))) == (pieces[-1], 79), "at the end of the line there, too"
    having = painter(80, snippets=True).line(replace(found, lacks=(), tells_all=True), 2)
    assert (having[-1], cell_len(text(having))) == (("all words", DIM), 79), "what has all says so there"
    many = replace(found, lacks=("barrage",) * 9)
    assert painter(80, snippets=True).line(many, 2)[-1][0] == "missing: barrage, barrage +7"
    long = replace(found, lacks=("barrages" * 9, "gale"))
    said = painter(80, snippets=True).line(long, 2)[-1][0]
    assert said.endswith("… +1")
    assert cell_len(said) <= 28


@pytest.mark.parametrize(
    ("before", "lacks", "line"),
    [
        (5, (), "  word word word word word ferry at the pier"),
        (5, ("barrage",), "  … word word word word ferry…   missing: barrage"),
        (3, ("barrage",), "  word word word ferry at the…   missing: barrage"),
        (5, ("gale", "barrage"), "  … word word word word ferry…   missing: gale +1"),
    ],
)
def test_the_hit_of_a_snippet_is_in_view_beside_the_words_that_are_missing(
    before: int, lacks: Sequence[str], line: str
) -> None:
    said = f"{'word ' * before}ferry at the pier"
    hit = (5 * before, 5 * before + len("ferry"))
    pieces = painter(50, snippets=True).line(row_of(said, hit, lacks), 2)
    assert ("ferry", PAINT.style("ink", on="mark")) in pieces
    assert text(pieces).rstrip() == line


def test_a_hit_that_no_word_before_it_leaves_room_for_begins_the_line() -> None:
    said = "word " + "e" * 60
    pieces = painter(40, snippets=True).line(row_of(said, (5, 65), ("gale",)), 2)
    assert text(pieces).startswith("  … eeeeeee")


def row_of(said: str, hit: tuple[int, int], lacks: Sequence[str]) -> Row:
    return replace(row(), snippet=Snippet(said, (hit,)), lacks=lacks)


ARABIC = "عبارة في الميناء"


def test_a_title_from_right_to_left_ends_at_the_right_of_its_column() -> None:
    shown = row(title=ARABIC)
    assert text(painter(40).line(shown, 0)).endswith(f" {ARABIC}  now")
    assert text(dense(shown, 60)).index(ARABIC) > 20
    several = " ".join([ARABIC] * 3)
    first, rest = (text(painter(44).line(row(title=several), number)) for number in (0, 1))
    assert cell_len(first.removesuffix("now").rstrip()) >= 30
    assert rest.rstrip().endswith("الميناء")
    assert cell_len(rest) == 44 - 1 - len("now") - 2, "both lines have one edge"


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({}, "חזמ   ?«גבא»"),
        ({"title": f"{'אבג ' * 8}«דה» {'אבג ' * 8}"}, f"חזמ   …{'גבא ' * 5}«הד»"),
        ({"publication": "The Pier"}, "The Pier   ?«גבא»"),
        ({"bookmarked": True}, "חזמ   ★   ?«גבא»"),
    ],
)
def test_the_second_line_of_such_a_title_is_read_from_the_right(fields: dict[str, object], line: str) -> None:
    shown = row(**{"title": f"{'אבג ' * 8}«אבג»?", "publication": "מזח", "words": 0, **fields})
    drawn = strip(painter(42).line(shown, 1), 42, INK)
    found = "".join(seen(TerminalRow.of_strip(drawn, LOOKS)).row.chars)
    assert found.strip() == line


@pytest.mark.parametrize("words", [2, 30])
def test_the_star_of_such_a_title_stands_a_cell_from_it_in_a_dense_row(words: int) -> None:
    shown = row(title="אבג " * words, bookmarked=True)
    pieces = dense(shown, 70)
    found = "".join(seen(TerminalRow.of_strip(strip(pieces, 70, INK), LOOKS)).row.chars)
    assert re.search(r"גבא {1,2}★ The Pier", found)


def test_a_mark_stands_apart_from_the_second_line_of_such_a_title() -> None:
    shown = row(title=" ".join([ARABIC] * 3), bookmarked=True)
    assert text(painter(44, facts=()).line(shown, 1)).strip().startswith("★   ")


def test_such_rows_have_one_edge_whatever_their_ages_are() -> None:
    shown = [row(title=ARABIC, published=NOW - timedelta(days=days)) for days in (0, 40)]
    needs = ColumnNeeds().widest(painter(60).needs_of(one) for one in shown)
    drawn = [text(replace(painter(60), needs=needs).line(one, 0)) for one in shown]
    assert len({one.index(ARABIC) for one in drawn}) == 1


def test_all_lines_of_such_a_row_end_where_its_title_does() -> None:
    found = Snippet("العبارة في الميناء منذ الأمس", ((0, 7),))
    shown = replace(row(title=ARABIC, publication="بريد المرافئ", bookmarked=True), snippet=found)
    drawn = [text(painter(60, snippets=True).line(shown, number)) for number in (0, 1, 2)]
    edges = {cell_len(one.removesuffix("now").rstrip()) for one in drawn}
    assert edges == {60 - 1 - len("now") - 2}
    assert drawn[1].strip() == "2 min read · بريد المرافئ   ★"
    lacking = text(painter(60, snippets=True).line(replace(shown, lacks=("gale",)), 2))
    assert lacking.startswith("  missing: gale  "), "what it lacks is at the other side"
    assert cell_len(lacking) in edges


def test_a_dense_row_from_right_to_left_has_its_source_at_the_right_of_its_column() -> None:
    other = row(publication="The Harbour Gazette")
    said = text(dense(row(title=ARABIC, publication="بريد"), 80, other))
    assert said.endswith(f"{ARABIC}{' ' * (2 + 19 - 4)}بريد  now")


def test_a_title_without_spaces_goes_on_in_the_second_line_as_it_is() -> None:
    title = "港の連絡船が砂州に乗り上げ、乗客二百十四人が無事に救助された。港湾長は方針を示した"
    drawn = painter(50, facts=())
    first, rest = (text(drawn.line(row(title=title), number)).strip() for number in (0, 1))
    assert first.removeprefix("● ").removesuffix("now").strip() + rest == title


HIT = PAINT.style("ink", bold=True, on="mark")


def test_the_words_of_a_search_are_marked_in_a_title() -> None:
    shown = replace(row(title="Ferry runs to the ferry"), hits=((0, 5), (18, 23)))
    pieces = painter(50).line(shown, 0)
    assert pieces[1:4] == [("Ferry", HIT), (" runs to the ", BOLD), ("ferry", HIT)]
    assert dense(shown, 50)[1:4] == pieces[1:4]


def test_hits_follow_a_title_into_its_second_line_and_end_with_it() -> None:
    shown = replace(row(title="The ferry runs to another ferry"), hits=((4, 9), (26, 31)))
    drawn = painter(26, facts=())
    assert drawn.line(shown, 0)[1:4] == [("The ", BOLD), ("ferry", HIT), (" runs to", BOLD)]
    assert drawn.line(shown, 1)[1:3] == [("another ", BOLD), ("ferry", HIT)]
    cut = painter(20, is_cut=True).line(shown, 0)
    assert text(cut[1:4]).startswith("The ferry")
    assert [style for _, style in cut[1:4]] == [BOLD, HIT, BOLD]
