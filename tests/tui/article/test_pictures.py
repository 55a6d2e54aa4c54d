"""Pictures in half-blocks."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.core.sandbox.results import PictureRaster
from reader.tui.article import pictures
from reader.tui.article.block import DIM, INK, Block, StandIn, StyledSpan, TextRun, written
from reader.tui.article.wrap import PictureRow

if TYPE_CHECKING:
    from reader.tui.article.wrap import Line

URL = "https://pier.example/tug.png"


def raster(width: int, height: int) -> PictureRaster:
    """A picture in which each pixel says where it is."""
    pixels = (bytes((x, y, 9)) for y in range(height) for x in range(width))
    return PictureRaster(width, height, b"".join(pixels))


def block(text: str = "picture · The tug", cut: int = 10) -> Block:
    made = written(text, DIM).block((StyledSpan("▒ ", DIM),), (StyledSpan("  ", DIM),))
    return replace(made, picture=StandIn(URL, cut), start=30)


def kinds(found: list[Line]) -> list[str]:
    return [line.kind for line in found]


def test_a_picture_stands_between_the_gap_and_its_caption() -> None:
    found = pictures.lines(block(), raster(60, 40), 72, 20)
    assert kinds(found) == ["gap", *["picture"] * 20, "first"]
    caption = found[-1]
    assert caption.block.text[caption.start : caption.end] == "The tug"
    assert caption.block.first == (StyledSpan("  ", DIM),), "no sign stands for what is shown"
    assert (caption.block.start, caption.block.runs) == (40, (TextRun(0, 7, DIM),))
    assert {(line.start, line.end, line.block.start) for line in found[:-1]} == {(0, 0, 30)}


def test_a_picture_without_a_caption_has_no_line_of_text() -> None:
    found = pictures.lines(replace(block("picture", 7), gap=None), raster(60, 40), 72, 20)
    assert kinds(found) == ["picture"] * 20


def test_a_credit_alone_and_a_link_are_kept() -> None:
    credit = pictures.lines(block("Photo: Ann", 0), raster(20, 10), 72, 20)[-1]
    assert credit.block.text == "Photo: Ann"
    made = written("picture · The tug", DIM)
    made.add(" [3]", INK, 3)
    linked = replace(made.block(), picture=StandIn(URL, 10))
    assert pictures.lines(linked, raster(20, 10), 72, 20)[-1].block.runs == (
        TextRun(0, 7, DIM),
        TextRun(7, 11, INK, 3),
    )


@pytest.mark.parametrize(
    ("room", "most", "size"),
    [
        (72, 20, (60, 20)),
        (62, 20, (60, 20)),
        (61, 20, (59, 20)),
        (32, 20, (30, 10)),
        (72, 5, (15, 5)),
        (1, 20, (1, 1)),
    ],
)
def test_it_fits_into_the_measure_beside_what_stands_before_its_lines(
    room: int, most: int, size: tuple[int, int]
) -> None:
    found = [line.row for line in pictures.lines(block(), raster(60, 40), room, most) if line.row]
    assert (found[0].width, len(found)) == size
    assert {row.width for row in found} == {size[0]}


def test_a_cell_has_one_pixel_above_the_other() -> None:
    first, second = pictures.rows(raster(2, 4), 10, 10)
    assert first == (bytes((0, 0, 9, 1, 0, 9)), bytes((0, 1, 9, 1, 1, 9)))
    assert second == (bytes((0, 2, 9, 1, 2, 9)), bytes((0, 3, 9, 1, 3, 9)))


def test_a_smaller_picture_has_the_mean_of_the_pixels_in_each_place() -> None:
    pixels = [0, 100, 40, 60, 20, 80, 100, 200] * 2
    wide = PictureRaster(8, 2, bytes(value for pixel in pixels for value in (pixel, 255, 0)))
    (row,) = pictures.rows(wide, 4, 10)
    assert row.upper == bytes((50, 255, 0, 50, 255, 0, 50, 255, 0, 150, 255, 0))
    assert row.lower == row.upper
    checks = PictureRaster(4, 4, bytes(v for y in range(4) for x in range(4) for v in (200 * (y % 2), 0, x)))
    (row,) = pictures.rows(checks, 2, 10)
    assert (row.upper, row.lower) == (bytes((100, 0, 0, 100, 0, 2)),) * 2


def test_a_size_is_made_once() -> None:
    one = raster(50, 20)
    assert pictures.rows(one, 30, 20) is pictures.rows(raster(50, 20), 30, 20)
    assert pictures.rows(one, 30, 20) is not pictures.rows(one, 31, 20)


def test_neighbours_of_the_same_colours_are_drawn_as_one() -> None:
    red, blue = b"\xff\0\0", b"\0\0\xff"
    row = PictureRow(red * 3 + blue, blue * 2 + red * 2)
    found = list(pictures.segments(row))
    assert [segment.text for segment in found] == ["▀▀", "▀", "▀"]
    styles = [segment.style for segment in found]
    assert all(style and style.color and style.bgcolor for style in styles)
    assert [str(style) for style in styles] == [
        "#ff0000 on #0000ff",
        "#ff0000 on #ff0000",
        "#0000ff on #ff0000",
    ]
