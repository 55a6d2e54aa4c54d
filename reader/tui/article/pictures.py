"""Draws pictures in half-blocks: a cell shows two pixels, the upper one as the sign, the lower one as its ground."""

from __future__ import annotations

from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from rich.color import Color
from rich.segment import Segment
from rich.style import Style

from reader.core.sandbox.results import CHANNELS, fitted
from reader.frozen import replace
from reader.tui.article import wrap
from reader.tui.article.wrap import Line, PictureRow

if TYPE_CHECKING:
    from collections.abc import Iterator

    from reader.core.sandbox.results import PictureRaster
    from reader.tui.article.block import Block

_UPPER = "▀"

KEPT = 64
"""Pictures of a size that are remembered."""

COLOURS = 8_192
"""Pairs of colours whose styles are remembered: those of some seven pictures."""


def lines(block: Block, raster: PictureRaster, room: int, most: int) -> list[Line]:
    """The lines of a block with its picture in place of what stands in for it: the gap, at most so many rows, the caption.

    Without a caption there is no line of text.
    """
    columns = max(room - wrap.prefix_width(block.rest, room), 1)
    found = [Line(block, 0, 0, "gap")] if block.gap is not None else []
    found += [Line(block, 0, 0, "picture", row) for row in rows(raster, columns, most)]
    caption = _caption(block)
    return [*found, *wrap.lines(caption, room)] if caption.text else found


def _caption(block: Block) -> Block:
    """The block's text after what stands in for the picture, at the same place among the texts of its piece."""
    cut = block.picture.length if block.picture else 0
    runs = (run._replace(start=max(run.start - cut, 0), end=run.end - cut) for run in block.runs)
    return replace(
        block,
        text=block.text[cut:],
        runs=tuple(run for run in runs if run.end > 0),
        start=block.start + cut,
        first=block.rest,
        gap=None,
    )


@lru_cache(maxsize=KEPT)
def rows(raster: PictureRaster, columns: int, most: int) -> tuple[PictureRow, ...]:
    """The picture in so many columns and at most so many rows of cells."""
    width, height = fitted(raster.width, raster.height, columns, most)
    pixels = (
        raster.pixels if (width, height) == (raster.width, raster.height) else _shrunk(raster, width, height)
    )
    size = width * CHANNELS
    lines = [pixels[at : at + size] for at in range(0, size * height, size)]
    return tuple(PictureRow(upper, lower) for upper, lower in zip(lines[::2], lines[1::2], strict=True))


def _shrunk(raster: PictureRaster, width: int, height: int) -> bytes:
    """The pixels of a smaller picture, each the mean of those in its place: some 4,000 at most are looked at."""
    across = [_span(x, width, raster.width) for x in range(width)]
    found = bytearray()
    for y in range(height):
        first, last = _span(y, height, raster.height)
        for left, right in across:
            count = (last - first) * (right - left)
            for channel in range(CHANNELS):
                total = sum(
                    sum(
                        raster.pixels[
                            (row * raster.width + left) * CHANNELS + channel : (row * raster.width + right)
                            * CHANNELS : CHANNELS
                        ]
                    )
                    for row in range(first, last)
                )
                found.append(total // count)
    return bytes(found)


def _span(number: int, size: int, of: int) -> tuple[int, int]:
    """The pixels [first, last) of the larger row that one of the smaller row stands for."""
    first = number * of // size
    return first, max((number + 1) * of // size, first + 1)


def segments(row: PictureRow) -> Iterator[Segment]:
    """The row as it is drawn: neighbours of the same colours as one."""
    for (upper, lower), same in groupby(zip(_colours(row.upper), _colours(row.lower), strict=True)):
        yield Segment(_UPPER * len(list(same)), _style(upper, lower))


def _colours(pixels: bytes) -> list[bytes]:
    return [pixels[at : at + CHANNELS] for at in range(0, len(pixels), CHANNELS)]


@lru_cache(maxsize=COLOURS)
def _style(upper: bytes, lower: bytes) -> Style:
    return Style(color=Color.from_rgb(*upper), bgcolor=Color.from_rgb(*lower))
