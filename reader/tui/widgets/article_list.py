"""The list of articles: calm or dense, over a snapshot of ids, its rows asked for as they come into view."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from rich.cells import cell_len
from textual.actions import SkipAction
from textual.message import Message

from reader.config.setting_values import FACTS
from reader.tui import cells
from reader.tui.record import Record
from reader.tui.widgets.article_columns import ColumnNeeds, row_height
from reader.tui.widgets.article_row import RowPainter
from reader.tui.widgets.row_cache import RowCache
from reader.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import datetime

    from textual.geometry import Region
    from textual.strip import Strip

    from reader.config.actions import Context
    from reader.model import Article
    from reader.tui.cells import Piece
    from reader.tui.paint import Ground
    from reader.tui.widgets.article_row import Row


SNIPPET_MORE, SNIPPET_LEAST = 8, 40
"""Characters that a snippet has beyond the cells of the list, and at least."""

DRAWN_KEPT = 200
"""Lines that are kept as they were drawn, some KB each: those of a high terminal, and some more."""

BAR_SELECTED, BAR_SELECTED_CURSOR = "┃", "█"
"""The signs at the left of selected rows: the cursor's is one of them."""


class Selectable(Protocol):
    """A list with a cursor, for its selection."""

    cursor: int

    @property
    def ids(self) -> Sequence[int]:
        """The ids of its rows."""

    def refresh(self) -> object:
        """Redraw the rows."""


class Selection:
    """Several rows of a list: from the anchor, where the selection began, to the cursor, both of them too; once they are
    picked one by one, those that are in it then, wherever the cursor goes."""

    def __init__(self, rows: Selectable) -> None:
        self._rows = rows
        self._anchor: int | None = None
        self._picked: set[int] | None = None

    @property
    def is_on(self) -> bool:
        """Rows are being selected, be it none as yet."""
        return self._anchor is not None or self._picked is not None

    @property
    def places(self) -> Collection[int]:
        """The places of the selected rows."""
        if self._anchor is None:
            return self._picked or ()
        first, last = sorted((self._anchor, self._rows.cursor))
        return range(first, last + 1)

    @property
    def ids(self) -> Sequence[int]:
        """The ids of the selected rows, in the list's order."""
        places = self.places
        if isinstance(places, range):
            return self._rows.ids[places.start : places.stop]
        return [self._rows.ids[place] for place in sorted(places)]

    def begin(self) -> None:
        """Select the cursor's row; moving selects more."""
        self._anchor = self._rows.cursor
        self._rows.refresh()

    @property
    def offer(self) -> str:
        """Names in a word the effect of `pick` at the cursor."""
        if self._anchor is not None:
            return "keep"
        return "take out" if self._rows.cursor in self.places else "add"

    def pick(self) -> None:
        """Keep the rows that moving has selected, and pick one by one from now on: add the cursor's row, or take it
        out."""
        self._picked = {*self.places} if self._anchor is not None else {*self.places} ^ {self._rows.cursor}
        self._anchor = None
        self._rows.refresh()

    def end(self) -> None:
        """Select no row any more."""
        if self.is_on:
            self._anchor = self._picked = None
            self._rows.refresh()

    def keep_in(self, ids: Sequence[int]) -> None:
        """Leave anchor and rows on their articles while the list still has its old ids; end where the new ones lack them."""
        if self._anchor is not None:
            held = self._rows.ids[self._anchor]
            self._anchor = ids.index(held) if held in ids else None
        elif self._picked:
            kept = {*self.ids}
            self._picked = {place for place, id_ in enumerate(ids) if id_ in kept} or None


class ArticleList(RowList):
    """Articles in the order of `ids`. What was removed or came in changes nothing until `open` or `renew`.

    `is_placed`: a person has put the cursor where it is, or done something to its row. While the library has no articles
    `KEY_CONTEXT` is `unfilled`."""

    KEY_CONTEXT: Context | None = "list"

    class Held(Message):
        """A row was to be opened while rows are selected."""

    class Wanted(Record, Message):
        """The rows of these articles came into view and are not here yet."""

        ids: tuple[int, ...]

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.cache = RowCache(lambda ids: self.post_message(self.Wanted(ids)))
        self.selection = Selection(self)
        self.dense = False
        self._most: int | None = None
        self.is_placed = False
        self._is_faded = False
        self.snippets = False
        self.one_source = False
        self.facts: Sequence[str] = FACTS
        self.is_absolute = False
        self.is_steered = False
        self._divided: tuple[int, str] | None = None
        self.empty = ""
        self.now: datetime | None = None
        self._needs = ColumnNeeds()
        self._measured: Sequence[Row] = ()
        self._measured_as: object = None
        self._snippets_for = 0  # characters of the snippets that are here
        self._strips: dict[tuple[int, int, str, Ground], tuple[Row, RowPainter, Strip]] = {}

    # What is in it

    @property
    def ids(self) -> Sequence[int]:
        """The ids of its articles, in their order."""
        return self.cache.ids

    def say_empty(self, text: str) -> None:
        """Show a text in place of the rows while there are none."""
        if text != self.empty:
            self.empty = text
            self.refresh()

    def fade(self) -> None:
        """Draw the rows dim, until others are shown: they are not what was asked for last."""
        if not self._is_faded:
            self._is_faded = True
            self.refresh()

    def open(
        self,
        ids: Sequence[int],
        now: datetime,
        *,
        at: int | None = None,
        snippets: bool = False,
        rows: Iterable[Row] = (),
    ) -> None:
        """Show these articles, the cursor on the article `at`, else on the first; `rows` are those known already."""
        self.selection.end()
        self._is_faded = False
        self.cache.reset(ids, rows, snippets=snippets)
        self.now, self.snippets = now, snippets
        self._needs, self._measured, self._snippets_for = ColumnNeeds(), (), self.snippet_length
        self.cursor = ids.index(at) if at is not None and at in ids else 0
        self.is_placed = self.cursor > 0
        self.scroll_to(y=0, animate=False, immediate=True)
        self.lay_out()

    def divide(self, divided: tuple[int, str] | None) -> None:
        """Draw a line above this article that says what it and all below are; None for no line. It stands on the blank line
        between two rows, which dense ones lack."""
        if divided != self._divided:
            self._divided = divided
            self.refresh()

    def _heads_next(self, index: int, number: int) -> bool:
        """Tell whether that line is line `number` of a row."""
        if self._divided is None or self.dense or number != self.tall - 1:
            return False
        return index + 1 < self.count and self.ids[index + 1] == self._divided[0]

    def renew(self, ids: Sequence[int], now: datetime, *, stays_on_top: bool = False) -> None:
        """Other ids for the same list: the cursor stays on its article, at its place on the screen; with `stays_on_top`
        on the first one, whichever that is now."""
        keep = self.current_id if not stays_on_top else None
        offset = self.top_of(self.cursor) - self.scroll_offset.y
        self.selection.keep_in(ids)
        self.cache.ids, self.now = ids, now
        at = 0 if stays_on_top else min(self.cursor, max(len(ids) - 1, 0))
        self.cursor = ids.index(keep) if keep is not None and keep in ids else at
        self.measure()
        self.scroll_to(y=max(self.top_of(self.cursor) - offset, 0), animate=False, immediate=True)
        self.refresh()

    def put(self, rows: Iterable[Row]) -> None:
        """Rows that were asked for, or that changed: they are drawn in place."""
        self.cache.put(rows, self.cursor)
        self.refresh()

    def update(self, article: Article) -> None:
        """The article's marks changed: its row is redrawn where it stands."""
        if self.cache.update(article):
            self.refresh()

    def in_view(self) -> tuple[int, ...]:
        """The ids of the rows on the screen."""
        first = self.scroll_offset.y // self.tall
        return tuple(self.ids[first : first + self.size.height // self.tall + 1])

    @property
    def current_id(self) -> int | None:
        """The id of the article under the cursor."""
        return self.ids[self.cursor] if self.cursor < len(self.ids) else None

    @property
    def current(self) -> Article | None:
        """The article under the cursor, where its row is known."""
        found = self.cache.row(self.cursor)
        return found.article if found else None

    def take_room(self, lines: int | None, most: int | None = None) -> None:
        """Be so many lines high, with more rows `most` lines, since something stands below; None: as high as there is room."""
        self._most = most
        self.styles.height = "1fr" if lines is None else lines

    # The cursor and the selection

    def action_move_down(self, times: int = 1) -> None:
        """The next row; below the last one may be something else."""
        if not self.move(times):
            raise SkipAction

    def action_move_up(self, times: int = 1) -> None:
        """The previous row; above the first one may be something else."""
        if not self.move(-times):
            raise SkipAction

    def go_to(self, index: int, *, tell: bool = True) -> None:
        """Put the cursor on a row; while rows are selected, up to there."""
        self.is_placed = True
        super().go_to(index, tell=tell)
        if self.selection.is_on:
            self.refresh()

    def mark_of(self, index: int) -> str:
        """The cursor's bar; while rows are selected, a line beside them all, which is thick at the cursor's."""
        if index not in self.selection.places:
            return super().mark_of(index)
        return BAR_SELECTED_CURSOR if index == self.cursor else BAR_SELECTED

    def is_tinted(self, index: int) -> bool:
        """While rows are selected only they are, not the cursor's where it is none of them."""
        return not self.selection.is_on or index in self.selection.places

    def action_open(self) -> None:
        """Open the row under the cursor, unless rows are selected: they would be selected no longer."""
        if self.selection.is_on:
            self.post_message(self.Held())
        else:
            super().action_open()

    def action_choose(self) -> None:
        """Open the row; while rows are selected, pick it, and go on to the next."""
        if self.selection.is_on:
            self.selection.pick()
            self.move(1)
        else:
            self.action_open()

    def clicked(self) -> None:
        """A click opens the row; while rows are selected it moves the cursor only."""
        if not self.selection.is_on:
            self.action_open()

    @property
    def has_keys(self) -> bool:
        """Keys move this cursor: its own, or those of the search bar above it."""
        return self.has_focus or (self.is_steered and not isinstance(self.screen.focused, ArticleList))

    def set_dense(self, dense: bool) -> None:
        """One line a row, or two and a blank one; the cursor stays in view."""
        if dense != self.dense:
            self.dense = dense
            self.lay_out()

    # Where rows are: all are of one height

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.ids)

    @property
    def tall(self) -> int:
        """Lines of each row."""
        return row_height(dense=self.dense, snippets=self.snippets)

    def in_a_screen(self, *, snippets: bool) -> int:
        """Return the number of rows in view at most, the cut one included; of a hidden list, those that it may have."""
        height = self._most or self.size.height or self.app.size.height
        return height // row_height(dense=self.dense, snippets=snippets) + 1

    @property
    def snippet_length(self) -> int:
        """Characters of a snippet: some more than its line has room for, which ends at a word, as the snippet does. A hidden
        list may become as wide as the screen."""
        return max((self.size.width or self.app.size.width) + SNIPPET_MORE, SNIPPET_LEAST)

    def on_resize(self) -> None:
        """Snippets that were cut for a narrower list are asked for anew."""
        super().on_resize()
        if self.snippets and self.snippet_length > self._snippets_for:
            self._snippets_for = self.snippet_length
            self.read_again()

    def read_again(self) -> None:
        """Ask for the rows in view anew, which stay until they come, and for others once they are seen."""
        first = self.scroll_offset.y // self.tall
        self.cache.renew(first, first + self.size.height // self.tall)

    def height_of(self, index: int) -> int:
        """Lines of a row."""
        return self.tall

    def drawn_of(self, index: int) -> int:
        """Lines of a row without the blank one below it."""
        row = self.cache.row(index)
        return self._painter(self.size.width - 1, "paper").drawn(row) if row else self.tall - (not self.dense)

    @property
    def blank_end(self) -> int:
        """The last row stands at the bottom of the view."""
        return int(not self.dense)

    def tops(self) -> Sequence[int]:
        """Return the first line of each row, and at the end the number of all lines: without counting them."""
        return range(0, self.tall * self.count + 1, self.tall)

    def _is_cut(self, index: int) -> bool:
        """Tell whether only the first line of the row is in view, at the foot: its title then has that one."""
        return index * self.tall == self.scroll_offset.y + self.size.height - 1

    def reveal(self) -> None:
        """Scroll the cursor's row into view, and prefetch the rows around it; those of a search not before somebody goes
        down in it."""
        super().reveal()
        if self.count and not (self.snippets and not self.cursor):
            first = self.scroll_offset.y // self.tall
            self.cache.prefetch(first, first + self.size.height // self.tall)

    # Drawing

    def render_lines(self, crop: Region) -> list[Strip]:
        """Lines of the list. Rows share columns, and an edge for what runs from right to left, as the rows need that were in
        view since it was opened: they never shrink while one scrolls, and so hardly ever move."""
        if self.count:
            top, painter = self.scroll_offset.y, self._painter(self.size.width - 1, "paper")
            places = range(top // self.tall, (top + self.size.height - 1) // self.tall + 1)
            rows = [row for place in places if (row := self.cache.row(place))]
            told = self.now, self.dense, self.one_source, self.facts, self.is_absolute
            known = {*map(id, self._measured)} if self._measured_as == told else set()
            if new := [row for row in rows if id(row) not in known]:
                self._needs = self._needs.widest(map(painter.needs_of, new))
            self._measured, self._measured_as = rows, told
        return super().render_lines(crop)

    def render_line(self, y: int) -> Strip:
        """A line of the list; of an empty one the sentence that says why."""
        if self.count or not self.empty:
            drawn = super().render_line(y)
            return cells.faded(drawn, self.paint.style("dim")) if self._is_faded else drawn
        room = max(self.size.width - 4, 10)
        said = [part for said in self.empty.split("\n") for part in cells.wrapped(said, room) or [""]]
        dim = self.paint.style("dim")
        pieces = [("   ", dim), (said[y], dim)] if y < len(said) else []
        return cells.strip(pieces, self.size.width, self.paint.style("ink"))

    def drawn(self, index: int, number: int, bar: str, ground: Ground) -> Strip:
        """Draw a line of an article's row, or take it as it was drawn: when the list scrolls, most have only moved."""
        if self._heads_next(index, number):
            return super().drawn(index, number, bar, ground)
        key, row, painter = (
            (index, number, bar, ground),
            self.cache.row(index),
            self._painter(self.size.width - 1, ground, is_cut=self._is_cut(index)),
        )
        if (known := self._strips.get(key)) and known[0] is row and known[1] == painter:
            return known[2]
        strip = super().drawn(index, number, bar, ground)
        if row is not None:
            if len(self._strips) >= DRAWN_KEPT:
                self._strips.clear()
            self._strips[key] = row, painter, strip
        return strip

    def line(self, index: int, number: int, width: int, ground: Ground) -> list[Piece]:
        """A line of an article's row; blank while the row is asked for."""
        if self._divided and self._heads_next(index, number):
            said = f"  {cells.fit(self._divided[1], width - 4)} "
            rule = "─" * (width - cell_len(said) - 1)
            return [(said, self.paint.style("dim", on=ground)), (rule, self.paint.style("rule", on=ground))]
        row = self.cache.row(index)
        if row is None:
            self.cache.request(index)
            return []
        return self._painter(width, ground, is_cut=self._is_cut(index)).line(row, number)

    def _painter(self, width: int, ground: Ground, *, is_cut: bool = False) -> RowPainter:
        assert self.now is not None  # rows come with it
        return RowPainter(
            self.paint, width, ground, self.now,
            dense=self.dense, snippets=self.snippets, one_source=self.one_source, is_cut=is_cut,
            facts=self.facts, is_absolute=self.is_absolute, needs=self._needs,
        )  # fmt: skip
