"""Draws the row of an article in a list: title and facts below each other, or both on one line, and a search's snippet."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.config.setting_values import FACTS
from reader.frozen import dataclass
from reader.model import Snippet
from reader.text import agencies
from reader.text.clean import counted, line
from reader.tui import cells
from reader.tui.widgets.article_columns import GAP, ColumnNeeds
from reader.tui.wording import age, bare, short_name, source, when

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from rich.style import Style

    from reader.config.themes import Role
    from reader.model import Article
    from reader.tui.cells import Piece
    from reader.tui.paint import Ground, Paint

ROOMY = 62
"""Cells from which on a dense row has room for a name beside the title."""

LACKS_SHARE = 0.35
"""The part of a snippet's line that the words may take which the article lacks."""

ALL_WORDS = "all words"
"""Stands in their place where the article has all words and others of the list do not."""


@dataclass(frozen=True, slots=True)
class Row:
    """An article in a list; a search's has a snippet, names the words of the query that it lacks or `tells_all`: that it has
    all, and marks those of its title: `hits` are [start, end) in the title as it is shown."""

    article: Article
    snippet: Snippet | None = None
    lacks: Sequence[str] = ()
    hits: Sequence[tuple[int, int]] = ()
    tells_all: bool = False


FACTS_SHARE = 0.36
"""The part of the second line that a long title leaves to the first fact at most, and to the marks: the source and a star are
seen whatever the title."""

NAMED_FROM = 52
"""Cells of a row from which on the source stands at the right edge of the second line."""

BETWEEN = 3
"""Blank cells between facts and marks."""

REST_ROOM = 4
"""Cells for … and a blank before the rest of a title or a snippet, and as many behind its hit."""

FACTS_IN_WORDS = frozenset({"source", "agency", "time", "copies"})
"""The facts that stand in one text, as the setting names them; the others stand behind that."""

Said = tuple[str, str]
"""A fact or a mark: the setting's name of it, `signs`, or the tag itself, and what a row says."""

DESCRIPTION_LIMIT = 300
"""Characters of a description that a line can have room for."""

READ_MINUTES = 2
"""Reading times below this are not worth a word: all short items would say the same."""


@dataclass(frozen=True, slots=True)
class RowPainter:
    """Draws lines `width` cells wide on a ground. Ages are as of `now`; `one_source` leaves out the name that all rows
    share, in place of which rows that are not dense have their authors or the beginning of the description; `is_cut`: only the
    row's first line is in view, so that its title has that one; `facts` are those of `config.settings`; `is_absolute`: times
    and dates in place of ages; `needs` are those of all rows that share their columns and edges."""

    paint: Paint
    width: int
    ground: Ground
    now: datetime
    dense: bool = False
    snippets: bool = False
    one_source: bool = False
    is_cut: bool = False
    facts: Sequence[str] = FACTS
    is_absolute: bool = False
    needs: ColumnNeeds = ColumnNeeds()

    def needs_of(self, row: Row) -> ColumnNeeds:
        """The widths that a row needs of the columns of the dense list."""
        title, named = shown_title(row.article), self._named(row)
        return ColumnNeeds(cell_len(title), cell_len(named), cell_len(self._when(row)))

    def _named(self, row: Row) -> str:
        """The name that stands in the column of sources; in the list of one feed the authors' in rows that are not dense."""
        if self.dense:
            return source(row.article)
        if "source" not in self.facts:
            return ""
        return line(", ".join(row.article.authors)) if self.one_source else source(row.article)

    def _short_name(self, row: Row, room: int) -> str:
        return short_name(self._named(row), room)

    def _beside_second(self, row: Row) -> str:
        """The name at the right edge of the second line, below the age; "" where it is told with the other facts: in narrow rows, and
        in those that run from right to left, whose lines have one edge."""
        if self.dense or self.width < NAMED_FROM or _is_mirrored(row):
            return ""
        return self._short_name(row, int(self.width * FACTS_SHARE))

    def _when(self, row: Row) -> str:
        return age(when(row.article, self.now), self.now, is_absolute=self.is_absolute)

    def line(self, row: Row, number: int) -> list[Piece]:
        """Make line `number` of a row; those below its last one are blank."""
        lines = [self._dense] if self.dense else [self._first, self._second]
        lines += [self._snippet] if self.snippets else []
        return lines[number](row) if number < len(lines) else []

    def drawn(self, row: Row) -> int:
        """The lines of a row above its blank ones."""
        return self.snippets + (1 if self.dense else 2)

    def _style(self, role: Role) -> Style:
        return self.paint.style(role, on=self.ground)

    def _head(self, article: Article) -> Piece:
        return ("  " if article.read else "● ", self._style("accent"))

    def _first(self, row: Row) -> list[Piece]:
        """The first line: the beginning of the title, and the age at the edge."""
        drawn = self._sided(row, [("  ", self._style("ink")), *self._marked(row, self._title(row)[0])])
        pieces = [self._head(row.article), *drawn[1:]]
        return cells.ends(pieces, (self._when(row), self._style("dim")), self.width, self._style("ink"))

    def _beside(self, row: Row) -> int:
        """Cells that the age takes of the first line, and of each line that runs from right to left: such rows have one
        edge at the right, where the longest of their ages begins."""
        own = cell_len(self._when(row))
        return max(own, self.needs.age if _is_mirrored(row) else 0) + GAP

    def _room(self, row: Row) -> int:
        """Cells of a line below the first, without its indent and the edge."""
        return self.width - 3 - (self._beside(row) if _is_mirrored(row) and not self.dense else 0)

    def _sided(self, row: Row, pieces: list[Piece]) -> list[Piece]:
        """A line of the row on the side of its title's script; the indent, its first piece, stays at the left."""
        blank = self._room(row) - cells.cells_of(pieces[1:]) if _is_mirrored(row) else 0
        return [pieces[0], (" " * blank, self._style("ink")), *pieces[1:]] if blank > 0 else pieces

    def _title(self, row: Row) -> Sequence[str]:
        """The one or two lines of the title."""
        title, room = shown_title(row.article), self.width - self._beside(row) - 3
        if self.is_cut:
            return (cells.fit(title, room),)
        if self._beside_second(row):
            left = self._left_of_name(row)
            own = cells.cells_of(self._within(self._marks(row.article), int(left * FACTS_SHARE))[1])
            return _in_two(title, cell_len(title), room, left - own)
        share = int(self.width * FACTS_SHARE)
        first = min(cell_len(next((said for _, said in self._facts(row)), "")), share)
        beside = first + cells.cells_of(self._within(self._marks(row.article), share)[1])
        second = self._room(row) - (beside + BETWEEN if beside else 0)
        return _in_two(title, cell_len(title), room, second)

    def _left_of_name(self, row: Row) -> int:
        """Cells of the second line before the name at its edge."""
        return self.width - 3 - cell_len(self._beside_second(row)) - GAP

    def _second_with_name(self, row: Row) -> list[Piece]:
        """The second line with the source at its edge: before that the rest of a long title, or the beginning of the description, then
        the other facts and the reader's own marks."""
        ink, dim = self._style("ink"), self._style("dim")
        facts = [fact for fact in self._facts(row) if fact[0] != "source"]
        first, *more = self._title(row)
        rest = self._marked(row, more[0], len(first)) if more else []
        room = self._left_of_name(row) - (cells.cells_of(rest) + BETWEEN if rest else 0)
        text, marks = self._within([*facts, *self._marks(row.article)], room)
        text = text if rest else self._described(row, text, room - cells.cells_of(marks))
        own: list[Piece] = [*([(text, dim)] if text else []), *marks]
        if own and not text:
            own[0] = (own[0][0].lstrip(" "), own[0][1])
        left = [*rest, *([(" " * BETWEEN, ink)] if rest and own else []), *own]
        return cells.ends([("  ", ink), *left], (self._beside_second(row), dim), self.width, ink)

    def _second(self, row: Row) -> list[Piece]:
        """The second line: the rest of a long title, and the facts behind it, which stand alone below a short one."""
        if self._beside_second(row):
            return self._second_with_name(row)
        ink, room = self._style("ink"), self._room(row)
        first, *more = self._title(row)
        rest = self._marked(row, more[0], len(first)) if more else []
        room -= cells.cells_of(rest) + BETWEEN if rest else 0
        from_right = _is_mirrored(row) and bool(rest or not self._description(row))
        every = [*self._facts(row), *self._marks(row.article)]
        text, marks = self._within(every, room, from_right=from_right)
        left = room - cells.cells_of(marks)
        text = text if rest else self._described(row, text, left)
        facts: list[Piece] = [*([(text, self._style("dim"))] if text else []), *marks]
        if rest and facts and _is_mirrored(row):
            facts[0] = (facts[0][0].lstrip(" "), facts[0][1])
            pieces = [*facts, (" " * BETWEEN, ink), *rest]
        elif rest and facts:
            pieces = [*rest, (" " * BETWEEN if text else "", ink), *facts]
        else:
            pieces = rest or facts
        return self._sided(row, [("  ", ink), *pieces])

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

    def _facts(self, row: Row) -> list[Said]:
        """Gives what is told of an article in words, in the order of the setting."""
        article = row.article
        also = f"+{counted(len(article.copies), 'copy')}" if article.copies else ""
        if also and article.unread_copies:
            also += f", {article.unread_copies:,} unread"
        facts = {
            "source": line(", ".join(article.authors)) if self.one_source else source(article),
            "agency": agencies.beside(article.agency, (*article.authors, source(article))),
            "time": f"{article.minutes:,} min read" if article.minutes >= READ_MINUTES else "",
            "copies": also,
        }
        found = [(name, said) for name in self.facts if (said := facts.get(name))]
        is_bare = not found and "source" in self.facts and not self._description(row)
        return [("source", source(article))] if is_bare else found

    def _within(
        self, every: Sequence[Said], room: int, *, from_right: bool = False
    ) -> tuple[str, list[Piece]]:
        """The facts in one text, and the marks behind them; each is left out that has no room as a whole beside those before it,
        and the reading time before all others. A name is cut where it must be, and signs always stay. `from_right`: the first
        one stands at the right."""
        kept = frozenset({"source", "signs"})
        for name in sorted((name for name, _ in every), key=lambda name: name == "time"):
            text, marks = self._kept(every, kept | {name}, from_right=from_right)
            if cell_len(text) + cells.cells_of(marks) <= room:
                kept |= {name}
        text, marks = self._kept(every, kept, from_right=from_right)
        return cells.fit(text, room - cells.cells_of(marks)), marks

    def _kept(
        self, every: Sequence[Said], kept: Collection[str], *, from_right: bool
    ) -> tuple[str, list[Piece]]:
        """Those of the facts in one text, and those of the marks with the blanks before them."""
        found = [(name, said) for name, said in every if name in kept]
        facts = [said for name, said in found if name in FACTS_IN_WORDS]
        text = cells.dotted(reversed(facts) if from_right else facts)
        own = " ".join(said for name, said in found if name == "signs" or name.startswith("#"))
        gap, accent = " " * BETWEEN, self._style("accent")
        marks = [(f"{gap}{said}", self._style("dim")) for name, said in found if name == "progress"]
        return text, [*marks, (f"{gap}{own}", accent)] if own else marks

    def _description(self, row: Row) -> str:
        """The beginning of the description, where all rows share their source and nobody is named; empty otherwise."""
        article = row.article
        if not self.one_source or article.authors or "source" not in self.facts:
            return ""
        said = line(article.description or "", DESCRIPTION_LIMIT)
        return "" if said == shown_title(article) else said

    def _described(self, row: Row, text: str, room: int) -> str:
        """The facts with the beginning of the description behind them, as far as there is room."""
        said = self._description(row)
        return cells.fit(cells.dotted(filter(None, (text, said))), room) if said else text

    def _marks(self, article: Article) -> list[Said]:
        """The reader's own doings with the article, as the setting has it: how far it is read, its signs, its tags."""
        progress = article.progress if "progress" in self.facts else None
        tags = [f"#{line(tag)}" for tag in article.tags] if "tags" in self.facts else []
        own = " ".join(sign for sign, is_there in signs(article) if is_there)
        return [
            *([("progress", f"{progress:.0%} read")] if progress and 0 < progress < 1 else []),
            *([("signs", own)] if own else []),
            *((tag, tag) for tag in tags),
        ]

    def _dense_title(self, row: Row) -> tuple[str, int, int]:
        """The title as a dense row has it, the cells of the source's column, and where the title's ends."""
        article = row.article
        # Where all are of one feed, or there is no room for both, the title has the place of its name.
        has_source = not self.one_source and self.width >= ROOMY
        source_cells = self.needs.source_cells(self.width) if has_source else 0
        end = self.width - 1 - self.needs.age - (GAP + source_cells if has_source else 0) - GAP
        room = end - cell_len(self._head(article)[0]) - max(cell_len(_dense_sign(article)) - 1, 0)
        return cells.fit(shown_title(article), room, at_word=False), source_cells, end

    def _dense(self, row: Row) -> list[Piece]:
        article = row.article
        dim, ink = self._style("dim"), self._style("ink")
        sign = _dense_sign(article)
        title, source_cells, title_end = self._dense_title(row)
        head = self._head(article)
        named = self._short_name(row, source_cells)
        blank = max(title_end + GAP - cell_len(head[0] + title + sign), 1)
        before = max(blank - GAP, 0) if _is_mirrored(row) else 0
        inset = source_cells - cell_len(named) if _is_mirrored(row) else 0
        left = [
            head,
            *([(" " * before, ink)] if before else []),
            *self._marked(row, title),
            ((cells.parted(title) if sign else "") + " " * (blank - before), ink),
            *([(" " * inset, ink)] if inset else []),
            (sign, self._style("accent")),
            (named, dim),
        ]
        aged = self._when(row)
        left.append((" " * (self.width - 1 - cells.cells_of(left) - cell_len(aged)), ink))
        return [*left, (aged, dim)]

    def _snippet(self, row: Row) -> list[Piece]:
        if row.snippet is None:
            return []
        ink, hit = self._style("ink"), self.paint.style("ink", on="mark")
        lacks = _lacking(row.lacks, int(self.width * LACKS_SHARE)) if row.lacks else ALL_WORDS * row.tells_all
        room = self._room(row) - (cell_len(lacks) + GAP if lacks else 0)
        snippet = _with_hit(row.snippet, room) if row.snippet.hits else self._rest(row, room) or row.snippet
        text = cells.fit(snippet.text, room)
        pieces: list[Piece] = []
        at = 0
        shown = len(text) - (text != snippet.text)
        for start, end in snippet.hits:
            pieces += [(text[at : min(start, shown)], ink), (text[start : min(end, shown)], hit)]
            at = min(end, shown)
        pieces.append((text[at:], ink if snippet.hits else self._style("dim")))
        pieces = [piece for piece in pieces if piece[0]]
        if lacks:
            blank = (" " * (room - cell_len(text) + GAP), ink)
            said = (lacks, self._style("dim"))
            pieces = [said, blank, *pieces] if _is_mirrored(row) else [*pieces, blank, said]
        return self._sided(row, [("  ", ink), *pieces])

    def _rest(self, row: Row, room: int) -> Snippet | None:
        """The title from the word where it is cut, or a later one with which its hit has room; None where a hit shows."""
        title = shown_title(row.article)
        parts = (self._dense_title(row)[0],) if self.dense else self._title(row)
        at = len(title) - len(title.removeprefix(parts[0]).lstrip()) if len(parts) > 1 else 0
        shown = at + len(parts[-1].removesuffix("…"))
        if not row.hits or row.hits[0][1] <= shown:
            return None
        first = title.rfind(" ", 0, min(row.hits[0][0], shown) + 1) + 1
        return _from_word(title, row.hits, first, room)


def _with_hit(snippet: Snippet, room: int) -> Snippet:
    """The snippet, from a later word on where its first hit has no room: that is what it is there to show."""
    end = snippet.hits[0][1]
    rest = len("…") if end < len(snippet.text) else 0
    if cell_len(snippet.text[:end]) + rest <= room:
        return snippet
    return _from_word(snippet.text, snippet.hits, 0, room)


def _from_word(text: str, hits: Sequence[tuple[int, int]], first: int, room: int) -> Snippet:
    """The text from the word at `first` on, or from a later one with which its first hit has room."""
    start, end = hits[0]
    words = [first, *(space + 1 for space in range(first, start) if text[space] == " ")]
    at = next((word for word in words if cell_len(text[word:end]) + REST_ROOM <= room), start)
    lead = "… " if at else ""
    return Snippet(
        f"{lead}{text[at:]}", tuple((start - at + len(lead), end - at + len(lead)) for start, end in hits)
    )


def _lacking(words: Sequence[str], width: int) -> str:
    """`missing: gale, barrage`; where there is no room for all, how many more: `missing: gale +2`."""
    for shown in range(len(words), 0, -1):
        said = f"missing: {', '.join(words[:shown])}"
        more = f" +{len(words) - shown}" if shown < len(words) else ""
        if shown == 1 or cell_len(said + more) <= width:
            return cells.fit(said, width - len(more)) + more
    return ""


def _is_mirrored(row: Row) -> bool:
    """Tell whether the row stands at the right, where the script of its title begins: then all of its lines do, as the head
    of the article does, and in a dense row its cells of text, each in its column."""
    return cells.align(row.article.title) == "right"


def _dense_sign(article: Article) -> str:
    """The signs of a dense row with a blank behind them; empty where there are none."""
    sign = "".join(sign for sign, is_there in signs(article) if is_there)
    return sign and f"{sign} "


def shown_title(article: Article) -> str:
    """The title as a row shows it."""
    return bare(line(article.title))


@lru_cache(maxsize=200)
def _in_two(title: str, length: int, room: int, second: int) -> Sequence[str]:
    """A title in one or two lines, kept for a screen's rows, since each line of a row asks for it. `length` is its own, in
    cells: it changes once the terminal has told how wide marks are. `second` is the room of the second line."""
    pieces = cells.wrapped(title, room) if length > room else []
    if len(pieces) < 2:
        return (cells.fit(title, room),)
    return (pieces[0], cells.fit(title[len(pieces[0]) :].lstrip(), second))


def signs(article: Article) -> tuple[tuple[str, bool], ...]:
    """The signs of what the reader did with an article, each with whether it holds."""
    return ("★", article.bookmarked), ("✎", article.annotated)
