"""Draws the row of an article in a list: title and facts on two lines, or both on one, and a search's snippet."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.config.setting_values import FACTS
from reader.frozen import dataclass
from reader.text.clean import line
from reader.tui import cells
from reader.tui.article.block import align
from reader.tui.wording import age, bare, source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from rich.style import Style

    from reader.config.themes import Role
    from reader.model import Article, Snippet
    from reader.tui.cells import Piece
    from reader.tui.paint import Ground, Paint

ROOMY, AMPLE = 56, 72
"""Cells from which on a dense row has room for a name beside the title: for a part of it, and for the most of it."""

SCANT_SHARE, SOURCE_SHARE = 0.2, 0.3
"""The parts of a dense row that a long source may take from a long title, below `AMPLE` cells and from there on; where
titles are short, it may take more."""

LACKS_SHARE = 0.35
"""The part of a snippet's line that the words may take which the article lacks."""


@dataclass(frozen=True, slots=True)
class Row:
    """An article in a list; a search's has a snippet, names the words of the query that it lacks, and marks those of its
    title: `hits` are [start, end) in the title as it is shown."""

    article: Article
    snippet: Snippet | None = None
    lacks: Sequence[str] = ()
    hits: Sequence[tuple[int, int]] = ()


@dataclass(frozen=True, slots=True)
class ColumnNeeds:
    """Cells of the longest title, source and age of some dense rows, which share their lines by them."""

    title: int = 0
    source: int = 0
    age: int = 0

    def widest(self, others: Iterable[ColumnNeeds]) -> ColumnNeeds:
        """Return what these rows and the others need together."""
        every = [self, *others]
        return ColumnNeeds(
            max(one.title for one in every), max(one.source for one in every), max(one.age for one in every)
        )

    def source_cells(self, width: int) -> int:
        """Cells of the column of sources: as many as the longest needs, unless titles need them more."""
        left = width - self.age - self.title - _BESIDE_TITLE - 2 * GAP
        share = SOURCE_SHARE if width >= AMPLE else SCANT_SHARE
        return min(self.source, max(int(width * share), left))


GAP = 2
"""Blank cells between two columns of a dense row; a sign stands in that before the source, a cell from the title."""

_BESIDE_TITLE = 4
"""Cells of a dense row for the dot with its gap, for a sign's distance from the title, and at the right edge."""

FACTS_LEAST = 14
"""Cells beside the rest of a title from which on its facts are shown, cut as they may be."""

READ_MINUTES = 2
"""Reading times below this are not worth a word: all short items would say the same."""


def row_height(*, dense: bool, snippets: bool, close: bool = False) -> int:
    """Return the lines of a row: one if dense, else two and a blank one, which `close` rows do without. A snippet takes
    one more."""
    return (1 if dense else 2 if close else 3) + snippets


@dataclass(frozen=True, slots=True)
class RowPainter:
    """Draws lines `width` cells wide on a ground. Ages are as of `now`; `one_source` leaves out the name that all rows
    share, in place of which rows of two lines have their authors; `title_lines` is how many lines a title that is not
    dense may take, the facts standing beside its rest; `facts` are those of `config.settings`; `is_absolute`: times and dates in place of ages; `needs` are
    those of all dense rows that share their columns."""

    paint: Paint
    width: int
    ground: Ground
    now: datetime
    dense: bool = False
    snippets: bool = False
    one_source: bool = False
    title_lines: int = 1
    facts: Sequence[str] = FACTS
    is_absolute: bool = False
    needs: ColumnNeeds = ColumnNeeds()

    def needs_of(self, row: Row) -> ColumnNeeds:
        """The widths that a row needs of the columns of the dense list."""
        title, named = shown_title(row.article), source(row.article)
        return ColumnNeeds(cell_len(title), cell_len(named), cell_len(self._when(row)))

    def _when(self, row: Row) -> str:
        return age(row.article.sorted_by, self.now, is_short=self.dense, is_absolute=self.is_absolute)

    def line(self, row: Row, number: int) -> list[Piece]:
        """Make line `number` of a row; those below its last one are blank."""
        lines = [self._dense] if self.dense else [self._title, self._rest]
        lines += [self._snippet] if self.snippets else []
        return lines[number](row) if number < len(lines) else []

    def drawn(self, row: Row) -> int:
        """The lines of a row above its blank ones."""
        return self.snippets + (1 if self.dense else 2)

    def _style(self, role: Role) -> Style:
        return self.paint.style(role, on=self.ground)

    def _head(self, article: Article) -> Piece:
        return ("  " if article.read else "● ", self._style("accent"))

    def _title(self, row: Row) -> list[Piece]:
        when, title = self._when(row), self._title_pieces(row)[0]
        ink = self._style("ink")
        before = self.width - cell_len(when) - 5 - cell_len(title) if _is_mirrored(row) else 0
        pad = [(" " * before, ink)] if before else []
        pieces = [self._head(row.article), *pad, *self._marked(row, title)]
        return cells.ends(pieces, (when, self._style("dim")), self.width, ink)

    def _title_pieces(self, row: Row) -> Sequence[str]:
        title, beside = shown_title(row.article), len(self._when(row)) + 2
        room = self.width - beside - 3
        return (
            _in_two(title, cell_len(title), room, beside)
            if self.title_lines > 1
            else (cells.fit(title, room),)
        )

    def _rest(self, row: Row) -> list[Piece]:
        """The second line: the rest of a long title, and the facts as far as there is room beside it."""
        pieces = self._title_pieces(row)
        if len(pieces) < 2:
            return self._meta(row)
        first, second = pieces
        title = [("  ", self._style("ink")), *self._marked(row, second, len(first))]
        used = cell_len(second) + GAP
        facts = self._meta(row, self.width - used) if self.width - used > FACTS_LEAST else []
        if not _is_mirrored(row):
            return [*title, *facts]
        blank = self.width - 1 - cell_len("".join(text for text, _ in (*title, *facts)))
        return [*facts, (" " * max(blank, 1), self._style("ink")), *title]

    def _marked(self, row: Row, text: str, at: int = 0) -> list[Piece]:
        """A part of a title with its hits; it begins at `at` or behind the space there."""
        style = self._title_style(row.article)
        if not row.hits:
            return [(text, style)]
        at += shown_title(row.article)[at : at + 1] == " "
        end = at + len(text.removesuffix("…"))
        hits = [(max(start, at), min(stop, end)) for start, stop in row.hits if start < end and stop > at]
        pieces: list[Piece] = []
        done = at
        for start, stop in hits:
            pieces += [(text[done - at : start - at], style)] if start > done else []
            pieces.append((text[start - at : stop - at], self.paint.style("ink", bold=True, on="mark")))
            done = stop
        return [*pieces, (text[done - at :], style)] if text[done - at :] else pieces

    def _title_style(self, article: Article) -> Style:
        return self._style("dim") if article.read else self.paint.style("ink", bold=True, on=self.ground)

    def _meta(self, row: Row, width: int = 0) -> list[Piece]:
        """The facts in so many cells; 0 for the whole line."""
        article, width = row.article, width or self.width
        also = f"also in {len(article.copies)}" if article.copies else ""
        if also and article.unread_copies:
            also += f", {article.unread_copies} unread"
        facts = {
            "source": line(", ".join(article.authors)) if self.one_source else source(article),
            "agency": article.agency if article.agency != source(article) else "",
            "time": f"{article.minutes} min read" if article.minutes >= READ_MINUTES else "",
            "copies": also,
        }
        text = " · ".join(fact for name in self.facts if (fact := facts.get(name)))
        dim = self._style("dim")
        pieces: list[Piece] = [("  ", dim), (cells.fit(text, width - 3), dim)]
        if article.progress and 0 < article.progress < 1 and "progress" in self.facts:
            pieces.append((f"   {article.progress:.0%} read", dim))
        pieces += self._marks(article, with_tags="tags" in self.facts)
        # What stands at the end is longer than the line at times; the facts alone fit.
        return cells.cut(pieces, width - 1, ("…", dim)) if len(pieces) > 2 else pieces

    def _marks(self, article: Article, *, with_tags: bool) -> list[Piece]:
        signs = [sign for sign, is_there in _signs(article) if is_there]
        signs += [f"#{line(tag)}" for tag in article.tags] if with_tags else []
        return [(f"   {' '.join(signs)}", self._style("accent"))] if signs else []

    def _dense(self, row: Row) -> list[Piece]:
        article = row.article
        dim, ink = self._style("dim"), self._style("ink")
        sign = next((f"{sign} " for sign, is_there in _signs(article) if is_there), "")
        # Where all are of one feed, or there is no room for both, the title has the place of its name.
        has_source = not self.one_source and self.width >= ROOMY
        source_cells = self.needs.source_cells(self.width) if has_source else 0
        title_end = self.width - 1 - self.needs.age - (GAP + source_cells if has_source else 0) - GAP
        head = self._head(article)
        title = cells.fit(shown_title(article), title_end - cell_len(head[0]) - bool(sign))
        blank = max(title_end + GAP - cell_len(head[0] + title + sign), 1)
        before = max(blank - GAP, 0) if _is_mirrored(row) else 0
        left = [
            head,
            *([(" " * before, ink)] if before else []),
            *self._marked(row, title),
            (" " * (blank - before), ink),
            (sign, self._style("accent")),
            (cells.fit(source(article), source_cells), dim),
        ]
        when = self._when(row)
        left.append((" " * (self.width - 1 - cell_len("".join(text for text, _ in left) + when)), ink))
        return [*left, (when, dim)]

    def _snippet(self, row: Row) -> list[Piece]:
        if row.snippet is None:
            return []
        ink, hit = self._style("ink"), self.paint.style("ink", on="mark")
        pieces: list[Piece] = [("  ", ink)]
        at = 0
        for start, end in row.snippet.hits:
            pieces += [(row.snippet.text[at:start], ink), (row.snippet.text[start:end], hit)]
            at = end
        pieces.append((row.snippet.text[at:], ink))
        if not row.lacks:
            return cells.cut(pieces, self.width - 1, ("…", ink))
        lacks = cells.fit(f"  missing: {', '.join(row.lacks)}", int(self.width * LACKS_SHARE))
        room = self.width - 1 - cell_len(lacks)
        shown = cells.cut(pieces, room, ("…", ink))
        blank = room - cell_len("".join(text for text, _ in shown))
        return [*shown, (" " * blank, ink), (lacks, self._style("dim"))]


def _is_mirrored(row: Row) -> bool:
    """Tell whether the title stands at the right of its column, as a script does that runs from right to left."""
    return align(row.article.title) == "right"


def shown_title(article: Article) -> str:
    """The title as a row shows it."""
    return bare(line(article.title))


@lru_cache(maxsize=200)
def _in_two(title: str, length: int, room: int, more: int) -> Sequence[str]:
    """A title in one or two lines, kept for a screen's rows, since each line of a row asks for it. `length` is its own, in
    cells: it changes once the terminal has told how wide marks are. The second line has `more` room than the first."""
    pieces = cells.wrapped(title, room) if length > room else []
    if len(pieces) < 2:
        return (cells.fit(title, room),)
    return (pieces[0], cells.fit(" ".join(pieces[1:]), room + more))


def _signs(article: Article) -> tuple[tuple[str, bool], ...]:
    """The signs of what the reader did with an article, each with whether it holds; a dense row has room for one."""
    return ("★", article.bookmarked), ("✎", article.annotated)
