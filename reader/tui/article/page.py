"""An article on a screen of a size: where the reader is in it, what is marked, which related row is chosen."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from reader.frozen import replace
from reader.tui.article.block import placed
from reader.tui.article.document import Point
from reader.tui.article.draw import Drawn, LineFrame, LineMark, draw, reach
from reader.tui.article.heading import head
from reader.tui.article.hits import Hits
from reader.tui.article.text_layout import USUAL
from reader.tui.article.viewport import OVERLAP, ViewPlace, Viewport

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.core.highlights import PlacedNotes
    from reader.core.sandbox.results import PictureRaster
    from reader.model import Article, Related
    from reader.query.tree import Node
    from reader.text.quote_anchor import Span
    from reader.tui.article.block import Block
    from reader.tui.article.choose_passage import Choosing
    from reader.tui.article.document import ArticleDocument, Heading
    from reader.tui.article.heading import Edited
    from reader.tui.article.plain_positions import KeptHighlight
    from reader.tui.article.text_layout import TextLayout
    from reader.tui.article.wrap import Line
    from reader.tui.paint import Paint

SIDEWAYS = 8
"""Cells by which code and tables move at a step."""

FIRST_LOOK_S = 0.02
FIRST_LOOK_PARTS = 16
"""Seconds for which hits are looked for before the reader sees the first ones, and the parts in which they are looked
for in any case: those of an article of usual length."""

_PAINTED = 300
"""Painted lines that are remembered, some KB each: those of a few screens."""


class ArticlePage:
    """One article, of which it owns the document from then on. Its methods that move say whether anything on the screen is another than
    before.

    Until `fit` gave it a size it stands at `position` and does not move.
    """

    def __init__(
        self,
        document: ArticleDocument,
        *,
        position: int = 0,
        edited: Edited | None = None,
        fetched_by: str = "",
    ) -> None:
        self.article = document.article
        self.related: Sequence[Related] = ()
        self.row: int | None = None
        self.hits = Hits()
        self.document = document
        self.choosing: Choosing | None = None
        self._edited, self._fetched_by = edited, fetched_by
        self._own_said = ""
        if edited or fetched_by:
            self._put_head()
        self._kept: KeptHighlight | None = None
        self._own_tail: Sequence[Block] = ()
        self._related_tail: Sequence[Block] = ()
        self._view = Viewport(document)
        self._frame = LineFrame(0, 0, 0)
        self._layout = USUAL
        self._start = position
        self._passage: Span | None = None
        self._paint: Paint | None = None
        self._painted: dict[ViewPlace, Drawn] = {}

    # Size and drawing

    def fit(self, width: int, height: int, layout: TextLayout = USUAL) -> bool:
        """Take a size and a layout; the same text stays at the top."""
        now = (self._frame.pane, self._view.height, self._layout)
        if (width, height, layout) == now or width < 1 or height < 1:
            return False
        is_first = not self._frame.pane
        self._layout = layout
        self._frame = frame(width, layout)
        self._view.resize(self._frame.room, height)
        if is_first and self._start:
            self._view.show(self._view.place_of(self.document.point_of(self._start)))
        if is_first and self._passage:
            self.show_passage(self._passage)
        return self.renew()

    def renew(self) -> bool:
        """Something looks other than before: nothing painted is kept."""
        self._painted.clear()
        return True

    def free(self) -> None:
        """Let what was laid out and painted go while nobody sees it; the place in the text stays."""
        self._painted.clear()
        self.document.free()

    def drawn(self, y: int, paint: Paint) -> Drawn | None:
        """Draw a line of the screen; None for a blank one below the end."""
        if paint is not self._paint:
            self._paint = paint
            self.renew()
        place, line = self._line(y)
        if line is None:
            return None
        found = self._painted.get(place)
        if found is None:
            marks = self._marks(place.part, line)
            is_chosen = self.row is not None and line.block.row == self.row and line.kind != "gap"
            found = draw(line, self._frame, paint, marks, is_chosen=is_chosen)
            if len(self._painted) >= _PAINTED:
                self._painted.clear()
            self._painted[place] = found
        return found

    def _marks(self, part: int, line: Line) -> Sequence[LineMark]:
        marks = self.hits.marks(part, line) if self.hits.all else []
        if self._kept is None and self.choosing is None:
            return marks
        from reader.tui.article.plain_positions import over

        # A hit is seen within what is chosen, which hides the highlights below it.
        if self.choosing is not None:
            marks = over(marks, self.choosing.marks(part, line))
        return over(marks, self._kept.marks(part, line)) if self._kept is not None else marks

    def row_at(self, y: int) -> int | None:
        """The related row that a line of the screen belongs to."""
        _, line = self._line(y)
        return line.block.row if line and line.kind != "gap" else None

    def _line(self, y: int) -> tuple[ViewPlace, Line | None]:
        if not self._frame.pane:
            return ViewPlace(0, 0), None
        place = self._view.after(self._view.top, y)
        lines = self.document.lines(place.part)
        return place, lines[place.line] if place.line < len(lines) else None

    def _is_shown(self, place: ViewPlace) -> bool:
        return self._view.top <= place < self._view.after(self._view.top, self._view.height)

    # Where the reader is

    @property
    def position(self) -> int:
        """The line at the top as a character of the Markdown; 0 while it is the head's."""
        return self._view.position if self._frame.pane else self._start

    @property
    def progress(self) -> float:
        """The share of the text that was read, 0 to 1."""
        return self._view.progress if self._frame.pane else 0.0

    @cached_property
    def headings(self) -> list[Heading]:
        """The headings of the text."""
        return self.document.headings()

    @property
    def has_passed_title(self) -> bool:
        """True where the whole title is above the view."""
        if not self._frame.pane:
            return False
        lines = self.document.lines(0)
        return self._view.top >= ViewPlace(0, sum(line.block is lines[0].block for line in lines))

    # Moving

    def move(self, lines: int) -> bool:
        """By so many lines."""
        return bool(self._frame.pane) and self._settled(self._view.move(lines))

    def turn(self, pages: float) -> bool:
        """By so many pages, each of which keeps two lines of the one before."""
        whole = max(self._view.height - OVERLAP, 1)
        return self.move(max(int(abs(pages) * whole), 1) * (1 if pages > 0 else -1))

    def read_on(self) -> bool:
        """A page on; False at the end, which comes where the first related row is in view, unless one of them is chosen."""
        return not (self.row is None and self._has_first_row) and self.turn(1)

    @property
    def is_read_out(self) -> bool:
        """Nothing is left to read on to: the end of the text is in view, and so is the first related row below it."""
        return self.progress >= 1 and (not self.related or self._has_first_row)

    @property
    def _has_first_row(self) -> bool:
        """The first related row is in view, or was before: the text is over."""
        if not self._frame.pane or not self.related:
            return False
        return self._row_places(0)[-1] < self._view.after(self._view.top, self._view.height)

    def go_to(self, position: int) -> bool:
        """Put a position at the top, as far as the end lets it."""
        if not self._frame.pane:
            self._start = position
            return False
        return self._settled(self._view.show(self._view.place_of(self.document.point_of(position))))

    def to_end(self) -> bool:
        """Goes to the last line."""
        return bool(self._frame.pane) and self._settled(self._view.to_end())

    def to_tail(self) -> bool:
        """Put what stands below the text at the top."""
        place = self._view.place_of(Point(self.document.last, 0))
        return bool(self._frame.pane) and self._settled(self._view.show(place))

    def to_heading(self, *, is_next: bool) -> bool:
        """Put the next heading, or the one before the top line, at the top."""
        here = self.position
        places = [heading.position for heading in self.headings]
        later = next((place for place in places if place > here), None)
        earlier = next((place for place in reversed(places) if place < here), None)
        found = later if is_next else earlier
        return found is not None and self.go_to(found)

    def _settled(self, has_moved: bool) -> bool:
        """After a move: what was chosen and is out of view is chosen no more."""
        if has_moved:
            shown = [line.block for _, line in self._view.visible()]
            if self.row is not None and all(block.row != self.row for block in shown):
                self.row = None
            if self._frame.skip and not any(block.is_wide for block in shown):
                self._frame = self._frame._replace(skip=0)
                self.renew()
        return has_moved

    # Code and tables, sideways

    def shift(self, steps: int) -> bool:
        """Show more of the right of code and tables in view, or of their left."""
        skip = self._frame.skip
        if steps > 0:
            skip = max(min(skip + SIDEWAYS * steps, self._reach), skip)
        else:
            skip = max(skip + SIDEWAYS * steps, 0)
        if skip == self._frame.skip:
            return False
        self._frame = self._frame._replace(skip=skip)
        return self.renew()

    @property
    def has_more(self) -> bool:
        """Code or a table in view goes on beyond the right edge."""
        return bool(self._frame.pane) and self._reach > self._frame.skip

    @property
    def _reach(self) -> int:
        """The most that code and tables in view can be moved."""
        return max((reach(line, self._frame) for _, line in self._view.visible()), default=0)

    # Finding

    def find(self, words: Sequence[str] | Node) -> int:
        """Mark words; how many hits there are, all of them unless the text is very long."""
        from reader.tui.article import (
            find as finding,  # late: the reading of words is not needed to open an article
        )

        self.hits = Hits(finding.found(self.document, words, self._view.top.part))
        self.hits.look_on(FIRST_LOOK_S, FIRST_LOOK_PARTS)
        self.renew()
        return len(self.hits.all)

    def look_on(self, seconds: float) -> bool:
        """Look for more hits for so long; whether some were found."""
        return self.hits.look_on(seconds) and self.renew()

    def to_hit(self, step: int) -> bool:
        """Goes to the next hit or the one before, and scrolls to it where it is not in view."""
        if not self._frame.pane:
            return False
        hit = self.hits.step(step, self._view.point_at(self._view.top))
        if hit is None:
            return False
        place = self._view.place_of(Point(hit.part, hit.start))
        if not self._is_shown(place):
            self._settled(self._view.show(place, above=self._view.height // 3))
        return self.renew()

    # The reader's own words

    def put_own(self, own: PlacedNotes) -> bool:
        """Mark the highlights, and show them and the notes below the text; the head tells of them."""
        from reader.tui.article import tail  # late, as all that opening an article can do without
        from reader.tui.article.plain_positions import KeptHighlight, pieces

        spans = [placed.span for placed in own.highlights if placed.span]
        self._kept = KeptHighlight(
            self.document, [piece for span in spans for piece in pieces(self.document.text, span)]
        )
        self._own_tail = [*tail.outputs(own.outputs), *tail.notes(own)]
        self._own_said = tail.notes_told(own)
        self._put_head()
        return self._put_tail()

    def put_marks(self, article: Article) -> bool:
        """Show in the head whether the article is bookmarked now, and its tags."""
        if (article.bookmarked, article.tags) == (self.article.bookmarked, self.article.tags):
            return False
        self.article = replace(self.article, bookmarked=article.bookmarked, tags=article.tags)
        self._put_head()
        self._view.ends_changed()
        return self.renew()

    def _put_head(self) -> None:
        has_text = bool(self.document.source.pieces)
        shown = head(
            self.article,
            has_text=has_text,
            own=self._own_said,
            edited=self._edited,
            fetched_by=self._fetched_by,
        )
        self.document.put_head(shown)

    def _put_tail(self) -> bool:
        self.document.append(placed([*self._own_tail, *self._related_tail]))
        self._view.ends_changed()
        return self.renew()

    def put_pictures(self, found: Mapping[str, PictureRaster]) -> bool:
        """Show pictures by their addresses, in place of those before; the line at the top stays there."""
        self.document.put_pictures(found)
        if self._frame.pane:
            self._view.lines_changed()
        return self.renew()

    def show_passage(self, span: Span) -> bool:
        """Bring a passage of the plain text into view, as soon as there is one."""
        from reader.tui.article.plain_positions import find, pieces

        if not self._frame.pane:
            self._passage = span
            return False
        found = find(self.document, pieces(self.document.text, span))
        if found is None:
            return False
        place = self._view.place_of(found)
        return not self._is_shown(place) and self._settled(
            self._view.show(place, above=self._view.height // 3)
        )

    def choose(self) -> bool:
        """Begin to choose a passage: at first the sentence at the top of the screen; once more: hold its start."""
        if not self._frame.pane:
            return False
        if self.choosing is not None:
            self.choosing.hold()
            return self.renew()
        from reader.tui.article.choose_passage import Choosing

        top = self._view.point_at(self._view.top)
        self.choosing = Choosing(self.document, top)
        if self.choosing.is_empty:
            self.choosing = None
            return False
        return self._follow_choice()

    def end_choice(self) -> bool:
        """Choose no more."""
        self.choosing = None
        return self.renew()

    def move_choice(self, sentences: int = 0, words: int = 0) -> bool:
        """Another sentence, or another word at its end."""
        chosen = self.choosing
        if chosen is None:
            return False
        moved = chosen.move(sentences) if sentences else chosen.move_word(words)
        return moved and self._follow_choice()

    def _follow_choice(self) -> bool:
        """The end that moves stays in view."""
        assert self.choosing is not None
        place = self._view.place_of(self.choosing.last)
        if place < self._view.top:
            self._settled(self._view.show(place, above=OVERLAP))
        elif not self._is_shown(place):
            self._settled(self._view.show(place, above=self._view.height - 1 - OVERLAP))
        return self.renew()

    # Related rows

    @property
    def chosen(self) -> Related | None:
        """The related row that is chosen."""
        return None if self.row is None else self.related[self.row]

    def step(self, by: int) -> bool:
        """A line on or back; through the related rows, where one is chosen or the first one is in view."""
        return (self.next_row() if by > 0 else self.previous_row()) or self.move(by)

    def append(self, rows: Sequence[Related]) -> bool:
        """Show related articles below the text, in place of those before; the one that is chosen stays so."""
        from reader.tui.article import tail

        keys, chosen = [row.key for row in rows], self.chosen
        self.related = rows
        self.row = keys.index(chosen.key) if chosen is not None and chosen.key in keys else None
        self._related_tail = tail.related(rows)
        return self._put_tail()

    def next_row(self) -> bool:
        """Choose the next related row: the first one where it is in view, the others always."""
        row = 0 if self.row is None else self.row + 1
        if not self._frame.pane or row >= len(self.related):
            return False
        last = self._row_places(row)[-1]
        if not self._is_shown(last):
            if self.row is None:
                return False
            self._view.show(last, above=self._view.height - 1)
        self.row = row
        return self.renew()

    def previous_row(self) -> bool:
        """Choose the related row before; none before the first."""
        if self.row is None:
            return False
        self.row = self.row - 1 if self.row else None
        if self.row is not None:
            first = self._row_places(self.row)[0]
            if not self._is_shown(first):
                self._view.show(first)
        return self.renew()

    def _row_places(self, row: int) -> list[ViewPlace]:
        part = self.document.last
        return [
            ViewPlace(part, number)
            for number, line in enumerate(self.document.lines(part))
            if line.block.row == row and line.kind != "gap"
        ]


def frame(width: int, layout: TextLayout) -> LineFrame:
    """Place a text of a measure in the middle of a pane, a blank column at least at each side."""
    room = max(min(layout.measure, width - 2), 1)
    return LineFrame(width, max((width - room) // 2, 1), room, is_justified=layout.is_justified)
