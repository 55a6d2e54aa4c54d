"""The values that children hand back: a feed with its articles, a page, or a picture."""

from __future__ import annotations

from reader.explanation import Explanation  # noqa: TC001 - answers are decoded by these annotations
from reader.frozen import dataclass
from reader.model import Draft, Link, ParsedFeed  # noqa: TC001 - answers are decoded by these annotations


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRead:
    """A feed, and one draft for each of `feed.entries`, in the same order; the entries' own HTML is left out."""

    feed: ParsedFeed
    drafts: tuple[Draft, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageResult:
    """A page: its article, the feeds that it announces, best first, whether it calls itself an article, and the address
    of the page that goes on with it. `explanation` is there where it was asked for; `was_loose` says that rather too
    much was read than too little, `has_items` that it is a list by the reader's rules for its site.
    """

    draft: Draft
    feeds: tuple[Link, ...] = ()
    is_article: bool = False
    following: str | None = None
    explanation: Explanation | None = None
    was_loose: bool = False
    has_items: bool = False


PICTURE_COLUMNS, PICTURE_ROWS = 100, 20
"""Cells of the largest picture: as wide as the widest measure, and low enough to leave room for text."""

CHANNELS = 3
"""Bytes of a pixel: red, green and blue."""


@dataclass(frozen=True, slots=True)
class PictureRaster:
    """A picture drawn small: `pixels` are red, green and blue of each, row by row from the top. `height` is even, since a
    cell shows two pixels, one above the other. Raises ValueError for more than the largest picture, or
    other sizes than it says."""

    width: int
    height: int
    pixels: bytes

    def __post_init__(self) -> None:
        fits = 0 < self.width <= PICTURE_COLUMNS and 0 < self.height <= 2 * PICTURE_ROWS
        if not fits or self.height % 2 or len(self.pixels) != self.width * self.height * CHANNELS:
            raise ValueError("not a picture of ours")


def fitted(
    width: int, height: int, columns: int = PICTURE_COLUMNS, rows: int = PICTURE_ROWS
) -> tuple[int, int]:
    """The size of a picture in so many columns and rows, as pixels of which a cell shows two. Its shape stays, as far as
    whole cells let it; nothing is enlarged."""
    scale = min(columns / width, 2 * rows / height, 1.0)
    return max(round(width * scale), 1), 2 * max(round(height * scale / 2), 1)
