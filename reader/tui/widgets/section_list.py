"""The sections at the left: Today, Unread, Bookmarks, Continue reading; searches; feeds by folder, with live counts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from rich.cells import cell_len

from reader.text.clean import line
from reader.tui import cells
from reader.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Feed
    from reader.tui.cells import Piece
    from reader.tui.paint import Ground

Kind = Literal["heading", "blank", "section", "search", "folder", "feed"]


@dataclass(frozen=True, slots=True)
class Section:
    """A row: `key` names it for good (`unread`, `search:3`, `feed:12`, `folder:news/world`); `query` is what it lists."""

    key: str
    title: str
    query: str = ""
    count: int = 0
    kind: Kind = "section"
    depth: int = 0
    is_failing: bool = False
    is_folded: bool = False
    feed_id: int | None = None
    saved_id: int | None = None


def arranged(
    fixed: Sequence[Section],
    feeds: Sequence[Feed],
    folded: frozenset[str],
    searches: Sequence[Section] = (),
) -> list[Section]:
    """All rows: the fixed sections, the saved searches, then the feeds below the folder of their first tag, in the order
    of their titles.

    Feeds in folders in `folded` are left out; the folder's row counts them all the same.
    """
    rows = [Section("heading:sections", "SECTIONS", kind="heading"), *fixed]
    if searches:
        rows += [
            Section("blank:searches", "", kind="blank"),
            Section("heading:searches", "SEARCHES", kind="heading"),
            *searches,
        ]
    if not feeds:
        return rows
    rows += [Section("blank:feeds", "", kind="blank"), Section("heading:feeds", "FEEDS", kind="heading")]
    folders: dict[str, list[Feed]] = {}
    for feed in feeds:
        folders.setdefault(feed.tags[0] if feed.tags else "", []).append(feed)
    for tag in sorted(name for name in folders if name):
        inside = folders[tag]
        is_folded = tag in folded
        rows.append(
            Section(
                f"folder:{tag}",
                tag,
                query=f'tag:"{tag}"',
                count=sum(feed.unread for feed in inside),
                kind="folder",
                is_folded=is_folded,
            )
        )
        rows += [] if is_folded else [_of(feed, 1) for feed in inside]
    return rows + [_of(feed, 0) for feed in folders.get("", [])]


def _wanted(section: Section) -> int:
    """The cells of a row: bar, sign, title, `!`, number, and the gaps between them."""
    number = len(f"{section.count:,}") + 1 if section.count else 0
    sign = 2 if section.kind == "folder" else 2 * section.depth
    return 1 + sign + cell_len(line(section.title)) + 2 * section.is_failing + number + 3


def _of(feed: Feed, depth: int) -> Section:
    return Section(
        f"feed:{feed.id}",
        feed.title,
        count=feed.unread,
        kind="feed",
        depth=depth,
        is_failing=feed.state in ("failing", "gone"),
        feed_id=feed.id,
    )


class SectionList(RowList):
    """The sections; the cursor keeps to its section while counts and feeds change."""

    KEY_CONTEXT = "sections"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.sections: Sequence[Section] = ()
        self.shown: str = ""

    def put(self, sections: Sequence[Section]) -> None:
        """Show these rows."""
        key = self.current.key if self.current else self.shown
        self.sections = sections
        keys = [section.key for section in sections]
        if key in keys:
            self.cursor = keys.index(key)
        elif not self.is_choice(self.cursor):
            self.cursor = next((index for index in range(len(sections)) if self.is_choice(index)), 0)
        self.lay_out()

    def show(self, key: str) -> None:
        """Mark the section whose articles are listed, and put the cursor on it."""
        self.shown = key
        for index, section in enumerate(self.sections):
            if section.key == key:
                self.go_to(index, tell=False)
        self.refresh()

    @property
    def wanted_width(self) -> int:
        """Cells in which every row is whole."""
        return max((_wanted(section) for section in self.sections), default=0)

    @property
    def current(self) -> Section | None:
        """The section under the cursor."""
        return self.sections[self.cursor] if self.cursor < len(self.sections) else None

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.sections)

    def is_marked(self, index: int) -> bool:
        """A section whose articles are not listed is tinted only while keys move there."""
        return super().is_marked(index) and (self.has_focus or self.sections[index].key == self.shown)

    def is_choice(self, index: int) -> bool:
        """Headings and blank lines are none."""
        return 0 <= index < len(self.sections) and self.sections[index].kind not in ("heading", "blank")

    def line(self, index: int, number: int, width: int, ground: Ground) -> list[Piece]:
        """A section: its sign, title and unread count."""
        section = self.sections[index]
        ink, dim = self.paint.style("ink", on=ground), self.paint.style("dim", on=ground)
        if section.kind in ("heading", "blank"):
            return [(line(section.title), dim)]
        is_shown = section.key == self.shown
        sign = ("▸ " if section.is_folded else "▾ ") if section.kind == "folder" else "  " * section.depth
        end = f"{section.count:,}" if section.count else ""
        end_style = self.paint.style("accent" if is_shown else "dim", on=ground)
        fails = " !" if section.is_failing else ""
        title = cells.fit(line(section.title), width - cell_len(sign) - len(fails) - len(end) - 3)
        style = (
            self.paint.style("ink", bold=True, on=ground) if is_shown else dim if section.is_failing else ink
        )
        bad = self.paint.style("bad", on=ground)
        return cells.ends([(sign, dim), (title, style), (fails, bad)], (end, end_style), width, ink)
