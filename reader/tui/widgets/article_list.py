"""The list of articles: calm or dense, over a snapshot of ids, its rows asked for as they come into view."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.cells import cell_len
from textual.geometry import Size
from textual.message import Message

from reader.text.clean import line
from reader.tui import cells
from reader.tui.widgets.row_list import RowList
from reader.tui.wording import age, source

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from rich.style import Style
    from textual.strip import Strip

    from reader.model import Article, Snippet
    from reader.tui.cells import Piece
    from reader.tui.paint import Ground

AHEAD = 40
"""Rows that are known above and below the view: some screens of scrolling."""

BLOCK = 60
"""Rows that are asked for at once."""

AHEAD_SNIPPETS, BLOCK_SNIPPETS = 12, 20
"""The same for rows with a snippet, which take ten times as long, while somebody types."""

KEPT = 2_000
"""Rows kept; when there are more, those far from the view go."""

SELECTED = "┃"
"""At the left of rows that are selected."""

ROOMY = 72
"""Cells from which on a dense row has room for a name beside the title."""

SOURCE_CELLS = 22
"""The column of sources in the dense list, at most."""


@dataclass(frozen=True, slots=True)
class Row:
    """An article in a list; a search's has a snippet."""

    article: Article
    snippet: Snippet | None = None
    edited: bool = False


class ArticleList(RowList):
    """Articles in the order of `ids`. What was removed or came in changes nothing until `open` or `renew`."""

    KEY_CONTEXT = "list"

    class Wanted(Message):
        """These rows came into view and are not here yet."""

        def __init__(self, rows: ArticleList, ids: tuple[int, ...]) -> None:
            super().__init__()
            self.rows = rows
            self.ids = ids

        @property
        def control(self) -> ArticleList:
            """The list, for `@on` with a selector."""
            return self.rows

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.ids: Sequence[int] = ()
        self.dense = False
        self.snippets = False
        self.one_source = False
        self.is_steered = False
        self.empty = ""
        self.now: datetime | None = None
        self._rows: dict[int, Row] = {}
        self._asked: set[int] = set()
        self._anchor: int | None = None

    # What is in it

    def say_empty(self, text: str) -> None:
        """Show a text in place of the rows while there are none."""
        if text != self.empty:
            self.empty = text
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
        self.ids, self.now, self.snippets = ids, now, snippets
        self._anchor = None
        self._rows = {row.article.id: row for row in rows}
        self._asked.clear()
        self.cursor = ids.index(at) if at is not None and at in ids else 0
        self.scroll_to(y=0, animate=False, immediate=True)
        self.measure()
        self.reveal()
        self.refresh()

    def renew(self, ids: Sequence[int], now: datetime) -> None:
        """Other ids for the same list: the cursor stays on its article, at its place on the screen."""
        keep = self.current_id
        held = self.ids[self._anchor] if self._anchor is not None else None
        offset = self.top_of(self.cursor) - self.scroll_offset.y
        self.ids, self.now = ids, now
        self.cursor = (
            ids.index(keep) if keep is not None and keep in ids else min(self.cursor, max(len(ids) - 1, 0))
        )
        self._anchor = ids.index(held) if held is not None and held in ids else None
        self.measure()
        self.scroll_to(y=max(self.top_of(self.cursor) - offset, 0), animate=False, immediate=True)
        self.refresh()

    def put(self, rows: Iterable[Row]) -> None:
        """Rows that were asked for, or that changed: they are drawn in place."""
        for row in rows:
            self._rows[row.article.id] = row
        self._asked.difference_update(self._rows)
        if len(self._rows) > KEPT:
            self._forget_far()
        self.refresh()

    def update(self, article: Article) -> None:
        """The article's marks changed: its row is drawn anew where it stands."""
        if (row := self._rows.get(article.id)) is not None:
            self._rows[article.id] = Row(article, row.snippet, row.edited)
            self.refresh()

    def row(self, index: int) -> Row | None:
        """The row at a place, where it is known already."""
        return self._rows.get(self.ids[index]) if 0 <= index < len(self.ids) else None

    def unread_beside(self, step: int) -> int | None:
        """The place of the next unread article after (`step` 1) or before (-1) the cursor, as far as rows are known."""
        at = self.cursor + step
        while (row := self.row(at)) is not None and row.article.read:
            at += step
        return at if row is not None else None

    def in_view(self) -> tuple[int, ...]:
        """The ids of the rows on the screen."""
        first = self.scroll_offset.y // self.tall
        return tuple(self.ids[first : first + self.size.height // self.tall + 1])

    def known_ids(self) -> list[int]:
        """The ids of the rows that are here."""
        return list(self._rows)

    @property
    def current_id(self) -> int | None:
        """The id of the article under the cursor."""
        return self.ids[self.cursor] if self.cursor < len(self.ids) else None

    @property
    def current(self) -> Article | None:
        """The article under the cursor, where its row is known."""
        found = self.row(self.cursor)
        return found.article if found else None

    # Several rows at once

    @property
    def is_selecting(self) -> bool:
        """Rows are being selected."""
        return self._anchor is not None

    @property
    def selected(self) -> Sequence[int]:
        """The ids of the rows between the one where the selection began and the cursor, both of them too."""
        if self._anchor is None:
            return ()
        first, last = sorted((self._anchor, self.cursor))
        return self.ids[first : last + 1]

    def begin_selection(self) -> None:
        """The cursor's row is selected, and moving selects more."""
        self._anchor = self.cursor
        self.refresh()

    def end_selection(self) -> None:
        """No row is selected any more."""
        if self._anchor is not None:
            self._anchor = None
            self.refresh()

    def go_to(self, index: int, *, tell: bool = True) -> None:
        """Put the cursor on a row; while rows are selected, up to there."""
        super().go_to(index, tell=tell)
        if self._anchor is not None:
            self.refresh()

    def is_marked(self, index: int) -> bool:
        """The cursor's row, or those that are selected."""
        if self._anchor is None:
            return super().is_marked(index)
        return self._anchor <= index <= self.cursor or self.cursor <= index <= self._anchor

    def bar_of(self, index: int) -> str:
        """The cursor is seen among the selected rows."""
        return super().bar_of(index) if index == self.cursor else SELECTED

    def _forget_far(self) -> None:
        near = set(self.ids[max(self.cursor - KEPT // 4, 0) : self.cursor + KEPT // 4])
        self._rows = {id_: row for id_, row in self._rows.items() if id_ in near}

    @property
    def has_keys(self) -> bool:
        """Keys move this cursor: its own, or those of the search bar above it."""
        return self.has_focus or self.is_steered

    def set_dense(self, dense: bool) -> None:
        """One line a row, or two and a blank one; the cursor stays in view."""
        self.dense = dense
        self.measure()
        self.reveal()
        self.refresh()

    # Where rows are: all are of one height

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.ids)

    @property
    def tall(self) -> int:
        """Lines of each row."""
        return self._tall(snippets=self.snippets)

    def _tall(self, *, snippets: bool) -> int:
        return 1 + snippets if self.dense else 3 + snippets

    def in_a_screen(self, *, snippets: bool) -> int:
        """Return the number of rows in view at most, the cut one included."""
        return self.size.height // self._tall(snippets=snippets) + 1

    @property
    def snippet_length(self) -> int:
        """Characters of a snippet that have room in its line."""
        return max(self.size.width - 6, 40)

    def height_of(self, index: int) -> int:
        """Lines of a row."""
        del index
        return self.tall

    def drawn_of(self, index: int) -> int:
        """Lines of a row without the blank one below it."""
        del index
        return self.tall if self.dense else self.tall - 1

    def top_of(self, index: int) -> int:
        """The first line of a row."""
        return index * self.tall

    def at_line(self, y: int) -> tuple[int, int] | None:
        """The row and the line within it that stand at a line of the list."""
        return divmod(y, self.tall) if 0 <= y < self.tall * self.count else None

    def measure(self) -> None:
        """Take the heights anew."""
        self._total = self.tall * self.count
        self.virtual_size = Size(self.size.width, self._total)

    def reveal(self) -> None:
        """Scroll so far that the cursor's row, and a row beside it, are in view."""
        if not self.count:
            return
        top = self.top_of(max(self.cursor - 1, 0))
        bottom = self.top_of(min(self.cursor + 1, self.count - 1)) + self.tall
        view, height = self.scroll_offset.y, max(self.size.height, 1)
        if top < view:
            self.scroll_to(y=top, animate=False, immediate=True)
        elif bottom > view + height:
            self.scroll_to(y=min(bottom - height, self.top_of(self.cursor)), animate=False, immediate=True)
        self._look_ahead()

    # Drawing

    def render_line(self, y: int) -> Strip:
        """A line of the list; of an empty one the sentence that says why."""
        if self.count or not self.empty:
            return super().render_line(y)
        said = cells.wrapped(self.empty, max(self.size.width - 4, 10))
        dim = self.paint.style("dim")
        pieces = [("   ", dim), (said[y], dim)] if y < len(said) else []
        return cells.strip(pieces, self.size.width, self.paint.style("ink"))

    def line(self, index: int, number: int, width: int, ground: Ground) -> list[Piece]:
        """A line of an article's row; blank while the row is asked for."""
        row = self.row(index)
        if row is None:
            self._ask(index)
            return []
        if self.dense:
            return self._dense(row, width, ground) if number == 0 else self._snippet(row, width, ground)
        if number == 0:
            return self._title(row, width, ground)
        if number == 1:
            return self._meta(row, width, ground)
        return self._snippet(row, width, ground) if self.snippets and number == 2 else []

    def _look_ahead(self) -> None:
        """Ask for the rows that come next in both directions, before they are seen; of a search not before somebody goes
        down in it."""
        if self.snippets and not self.cursor:
            return
        ahead = AHEAD_SNIPPETS if self.snippets else AHEAD
        first = self.scroll_offset.y // self.tall
        for index in (first - ahead, first + self.size.height // self.tall + ahead):
            at = min(max(index, 0), self.count - 1)
            if self.row(at) is None:
                self._ask(at)

    def _ask(self, index: int) -> None:
        # Whole blocks: the rows beside this one ask for the same, and so for nothing more.
        size = BLOCK_SNIPPETS if self.snippets else BLOCK
        start = index - index % size
        block = self.ids[start : start + size]
        wanted = tuple(id_ for id_ in block if id_ not in self._rows and id_ not in self._asked)
        if wanted:
            self._asked.update(wanted)
            self.post_message(self.Wanted(self, wanted))

    def _head(self, row: Row, ground: Ground) -> Piece:
        return ("● " if not row.article.read else "  ", self.paint.style("accent", on=ground))

    def _title(self, row: Row, width: int, ground: Ground) -> list[Piece]:
        article = row.article
        when = self._age(article)
        title = cells.fit(line(article.title), width - len(when) - 5)
        pieces = [self._head(row, ground), (title, self._title_style(article, ground))]
        return cells.ends(
            pieces, (when, self.paint.style("dim", on=ground)), width, self.paint.style("ink", on=ground)
        )

    def _title_style(self, article: Article, ground: Ground) -> Style:
        return (
            self.paint.style("dim", on=ground)
            if article.read
            else self.paint.style("ink", bold=True, on=ground)
        )

    def _age(self, article: Article) -> str:
        return age(article.sorted_by, self.now) if self.now is not None else ""

    def _meta(self, row: Row, width: int, ground: Ground) -> list[Piece]:
        article = row.article
        agency = article.agency if article.agency != source(article) else None
        also = f"also in {len(article.copies)}" if article.copies else None
        if also and article.unread_copies:
            also += f", {article.unread_copies} unread"
        facts = [source(article), agency, f"{article.minutes} min" if article.words else None, also]
        text = " · ".join(fact for fact in facts if fact)
        dim = self.paint.style("dim", on=ground)
        pieces: list[Piece] = [("  ", dim), (cells.fit(text, width - 3), dim)]
        if article.progress and 0 < article.progress < 1:
            pieces.append((f"   {article.progress:.0%} read".replace("%", " %"), dim))
        if row.edited:
            pieces.append(("   edited", dim))
        pieces += self._marks(article, ground)
        # What stands at the end is longer than the line at times; the facts alone fit.
        return cells.cut(pieces, width - 1, ("…", dim)) if len(pieces) > 2 else pieces

    def _marks(self, article: Article, ground: Ground) -> list[Piece]:
        signs = ["★"] if article.bookmarked else []
        signs += [f"#{line(tag)}" for tag in article.tags]
        return [(f"   {' '.join(signs)}", self.paint.style("accent", on=ground))] if signs else []

    def _dense(self, row: Row, width: int, ground: Ground) -> list[Piece]:
        article = row.article
        when = self._age(article)
        # Where all are of one feed, or there is no room for both, the title has the place of its name.
        room = 0 if self.one_source or width < ROOMY else min(SOURCE_CELLS, width // 4)
        name_at = width - room - 12
        title = cells.fit(line(article.title), name_at - 5)
        dim, ink = self.paint.style("dim", on=ground), self.paint.style("ink", on=ground)
        left: list[Piece] = [self._head(row, ground), (title, self._title_style(article, ground))]
        used = sum(cell_len(text) for text, _ in left)
        left += [
            (" " * max(name_at - 2 - used, 1), ink),
            ("★ " if article.bookmarked else "  ", self.paint.style("accent", on=ground)),
            (cells.fit(source(article), room) if room else "", dim),
        ]
        return cells.ends(left, (when, dim), width, ink)

    def _snippet(self, row: Row, width: int, ground: Ground) -> list[Piece]:
        if row.snippet is None:
            return []
        ink, hit = self.paint.style("ink", on=ground), self.paint.style("ink", on="mark")
        pieces: list[Piece] = [("  ", ink)]
        at = 0
        for start, end in row.snippet.hits:
            pieces += [(row.snippet.text[at:start], ink), (row.snippet.text[start:end], hit)]
            at = end
        pieces.append((row.snippet.text[at:], ink))
        return cells.cut(pieces, width - 1, ("…", ink))
