"""The panel of related articles: in groups, each with its source, its time and its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.frozen import dataclass, replace
from reader.text.clean import counted, line
from reader.tui import cells
from reader.tui.widgets.row_list import RowList
from reader.tui.wording import SHORT_HEADINGS, absent, age, bare, heading, short_name, source, when

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from textual.strip import Strip

    from reader.config.themes import Role
    from reader.model import Article, Related
    from reader.tui.cells import Piece
    from reader.tui.paint import Ground

TITLE_LINES = 3
"""Lines of a title at most, unless all rows have room in the view with longer ones."""


NAME_LEAST = 16
"""Cells of the name of a source beside its age, if it is not shorter."""


@dataclass(frozen=True, slots=True)
class PanelLine:
    """A line of the panel as it is drawn."""

    text: str
    role: Role = "ink"
    is_bold: bool = False
    is_italic: bool = False


@dataclass(frozen=True, slots=True)
class PanelBlock:
    """Rows of the list: a heading or sentence (no choice), or a related article, at the right where its title is of a script
    that runs from right to left; of one in the archive its place among those."""

    lines: tuple[PanelLine, ...]
    related: Related | None = None
    archived: int | None = None
    is_mirrored: bool = False


class RelatedPanel(RowList):
    """Related articles of the article that is open. The heading stands even while they are looked for; `message` is said
    where there are none. Without an article the panel is blank."""

    KEY_CONTEXT = "related"

    MARKS_UNFOCUSED = False

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self._found: Sequence[Related] = ()
        self._archived: Sequence[Related] = ()
        self._silent = ""
        self._is_comparing = self._has_article = False
        self.message = ""
        self._now: datetime | None = None
        self._rows: list[PanelBlock] = []

    def put(self, found: Sequence[Related], now: datetime, *, total: int, is_comparing: bool = False) -> None:
        """Show what was found; where it is nothing, a sentence says in how many articles. `is_comparing`: others may yet come.
        The cursor stays on its article, or in its place where that is gone."""
        row, cursor, was_first = self.row, self.cursor, self.cursor == self._first_choice()
        self._found, self._now, self._is_comparing, self._has_article = found, now, is_comparing, True
        searched = "" if is_comparing else f" in your {counted(total, 'article')}"
        self.message = "" if found else f"Nothing related yet{searched}"
        self.measure()
        if row is None or (was_first and not self.has_focus):
            self.cursor = self._first_choice()
        else:
            choices = [*filter(self.is_choice, range(self.count))]
            same = (at for at in choices if (other := self.related_at(at)) and other.key == row.key)
            near = (at for at in choices if at >= cursor)
            self.cursor = next(same, next(near, choices[-1] if choices else 0))
            if self.has_focus:
                self.reveal()
        self.refresh()

    def put_archive(self, found: Sequence[Related], silent: str) -> None:
        """Show below what the archive has beside it, or say why that is silent; the cursor stays."""
        self._archived, self._silent = found, silent
        cursor = self.cursor
        self.measure()
        self.cursor = cursor if self.is_choice(cursor) else self._first_choice()
        self.refresh()

    def waiting(self) -> None:
        """An article was opened: what stood here was another's."""
        self._begin(has_article=True)

    def clear(self) -> None:
        """No article is open."""
        self._begin(has_article=False)

    def _begin(self, *, has_article: bool) -> None:
        is_other, self._has_article = self._has_article != has_article, has_article
        if is_other or self._found or self.message or self._archived or self._silent:
            self._found, self.message, self._is_comparing = (), "", False
            self._archived, self._silent = (), ""
            self.cursor = 0
            self.scroll_to(y=0, animate=False, immediate=True)
            self.measure()
            self.refresh()

    def look(self) -> None:
        """Say that the answer is not there yet, unless it is said why."""
        self.say(self.message or "Looking …")

    def look_later(self) -> None:
        """Say that the index lacks articles: what is related to this one is known after that."""
        self.say("Articles are still being indexed")

    def say(self, message: str) -> None:
        """Say below the heading why nothing stands here."""
        self.message, self._has_article = message, True
        self.measure()
        self.refresh()

    def related_at(self, index: int) -> Related | None:
        """The related article of a row."""
        return self._rows[index].related if 0 <= index < len(self._rows) else None

    @property
    def row(self) -> Related | None:
        """The related article under the cursor."""
        return self.related_at(self.cursor)

    @property
    def has_archived(self) -> bool:
        """True where the archive has something beside the library's."""
        return bool(self._archived)

    @property
    def current(self) -> Article | None:
        """The article under the cursor, where the library has it."""
        return self.row.article if self.row and self.archived_at(self.cursor) is None else None

    @property
    def lacked(self) -> Related | None:
        """The row under the cursor, where the library lacks its article."""
        return self.row if self.current is None else None

    def update(self, article: Article) -> None:
        """An article has changed: its row shows it."""
        if any(row.article and row.article.id == article.id for row in self._found):
            self._found = [
                replace(row, article=article) if row.article and row.article.id == article.id else row
                for row in self._found
            ]
            self.measure()
            self.refresh()

    def archived_at(self, index: int) -> int | None:
        """The place among the archive's of the related article of a row."""
        return self._rows[index].archived if 0 <= index < len(self._rows) else None

    def _first_choice(self) -> int:
        return next((index for index in range(self.count) if self.is_choice(index)), 0)

    def on_resize(self) -> None:
        """Lines follow the width: they can be others where they are as many as before."""
        before = self._rows
        super().on_resize()
        if self._rows != before:
            self.refresh()

    def measure(self) -> None:
        """Rewrap everything for the width, titles whole where there is room for all rows."""
        width = max(self.size.width - 2, 10)
        for most in (max(self.size.height, TITLE_LINES), TITLE_LINES):
            self._rows = list(self._laid_out(width, most))
            if sum(len(row.lines) for row in self._rows) - 1 <= self.size.height:  # the last one is blank
                break
        super().measure()

    def _laid_out(self, width: int, title_lines: int) -> Iterator[PanelBlock]:
        if not self._has_article:
            return
        number = f" {len(self._found)}" if self._found else ""
        said = f"RELATED{number}{' · still comparing' if self._is_comparing else ''}"
        yield PanelBlock((PanelLine(cells.fit(said, width), "dim"), PanelLine("")))
        if self.message:
            yield PanelBlock(tuple(PanelLine(text, "dim") for text in cells.wrapped(self.message, width)))
        group = None
        for related in self._found:
            if related.group != group:
                group = related.group
                said = heading(group, [row for row in self._found if row.group == group])
                shown = said if cell_len(said) <= width else cells.fit(SHORT_HEADINGS[group], width)
                yield PanelBlock((PanelLine(shown, "dim", is_bold=True),))
            lines = *self._lines(related, width, title_lines), PanelLine("")
            yield PanelBlock(lines, related, is_mirrored=cells.align(lines[0].text) == "right")
        if self._archived or self._silent:
            above = [PanelLine("")] if self.message else []
            silent = [PanelLine(text, "warn") for text in cells.wrapped(self._silent, width) if text]
            yield PanelBlock((*above, PanelLine("Archive", "dim", is_bold=True), *silent))
        for at, related in enumerate(self._archived):
            lines = *self._lines(related, width, title_lines), PanelLine("")
            yield PanelBlock(lines, related, at, cells.align(lines[0].text) == "right")

    def _lines(self, related: Related, width: int, title_lines: int) -> Iterator[PanelLine]:
        article = related.article
        title = bare(line((article.title if article else related.title) or ""))
        pieces = cells.wrapped(title, width)
        if len(pieces) > title_lines:
            pieces = [*pieces[: title_lines - 1], cells.fit(" ".join(pieces[title_lines - 1 :]), width)]
        is_new = article is not None and not article.read
        role: Role = "dim" if article is not None and article.read else "ink"
        yield from (PanelLine(piece, role, is_bold=is_new) for piece in pieces)
        if article is None:
            yield PanelLine(cells.fit(absent(related), width), "dim")
            return
        came = age(when(article, self._now), self._now) if self._now is not None else ""
        star = " ★" if article.bookmarked else ""
        room = width - len(star)
        said = facts(source(article), came, room, is_mirrored=cells.align(title) == "right")
        yield PanelLine(said + star, "dim")
        if related.group != "linked":
            yield PanelLine(reasons(related.why, width), "dim", is_italic=True)

    def height_of(self, index: int) -> int:
        """Lines of a row."""
        return len(self._rows[index].lines)

    def drawn_of(self, index: int) -> int:
        """Lines of a row without the blank one below it."""
        return self.height_of(index) - 1

    def is_choice(self, index: int) -> bool:
        """Only related articles are."""
        return self.related_at(index) is not None

    @property
    def first_hidden(self) -> int:
        """The first article below that the view has no room for, or the heading above it; the count of rows where there is
        none. Only the reason is ever left out, but for the cursor's article: the last line of the view tells how many follow."""
        bottom = self.scroll_offset.y + self.size.height
        if self._tops[-1] - 1 <= bottom:
            return self.count
        choices = [*filter(self.is_choice, range(self.count))]
        for index in choices:
            end = self.top_of(index) + self._least_of(index)
            if end > bottom - (index != choices[-1]) and not self._is_held(index):
                return index if self.is_choice(index - 1) else index - 1
        return self.count

    def _is_held(self, index: int) -> bool:
        """Tell whether a row is shown as far as there is room: the cursor's, or one that begins above the view."""
        return bool(self.mark_of(index)) or self.top_of(index) <= self.scroll_offset.y

    def _least_of(self, index: int) -> int:
        """The lines of a row that must have room: all but its reason and the blank one."""
        drawn = self._rows[index].lines[: self.drawn_of(index)]
        return len(drawn) - bool(drawn and drawn[-1].is_italic)

    def at_line(self, y: int) -> tuple[int, int] | None:
        """The row and the line within it at a line of the panel; None also where the row has no room in the view."""
        place = super().at_line(y)
        return place if place is None or place[0] < self.first_hidden else None

    def render_line(self, y: int) -> Strip:
        """A line of the panel; below the last row that has room, how many more there are."""
        hidden = self._left_below() if y == self.size.height - 1 else 0
        if not hidden:
            return super().render_line(y)
        dim = self.paint.style("dim")
        return cells.strip(
            [(" ", dim), (f"{hidden} more below", dim)], self.size.width, self.paint.style("ink")
        )

    def _left_below(self) -> int:
        """The number of articles below the view; 0 where its last line belongs to one that is in it."""
        place = self.at_line(self.scroll_offset.y + self.size.height - 1)
        lines_of = self.drawn_of if place and self._is_held(place[0]) else self._least_of
        is_free = place is None or place[1] >= lines_of(place[0])
        return sum(map(self.is_choice, range(self.first_hidden, self.count))) if is_free else 0

    def line(self, index: int, number: int, width: int, ground: Ground) -> list[Piece]:
        """A line of a block, on the side of its title's script, as in the list."""
        block = self._rows[index]
        drawn = block.lines[number]
        if not index and not number and self.has_focus:
            drawn = replace(drawn, role="accent", is_bold=True)
        look = self.paint.style(drawn.role, bold=drawn.is_bold, italic=drawn.is_italic, on=ground)
        blank = width - 1 - cell_len(drawn.text) if block.is_mirrored else 0
        return [(" " * blank, look), (drawn.text, look)] if blank > 0 else [(drawn.text, look)]


def facts(name: str, came: str, room: int, *, is_mirrored: bool = False) -> str:
    """A source and its age; without the age where the name would be cut for it so far that it says little."""
    beside = room - cell_len(f"{came} · ")
    short = short_name(name, beside)
    if cell_len(short) < min(cell_len(name.removeprefix("The ")), NAME_LEAST):
        return short_name(name, room)
    return cells.dotted([short, came] if is_mirrored else [came, short])


def reasons(why: Sequence[str], width: int) -> str:
    """Gives as many reasons as fit whole; the first one always, cut where it must be."""
    return cells.fitting(map(line, why), width)
