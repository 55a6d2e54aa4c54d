"""The sections at the left: Today, Unread, Bookmarks, Continue reading; searches; feeds by folder, with live counts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from rich.cells import cell_len

from reader.frozen import dataclass, field, replace
from reader.late import pattern
from reader.text import urls
from reader.text.clean import counted, line
from reader.tui import cells
from reader.tui.widgets.row_list import RowList

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reader.model import Feed
    from reader.tui.cells import Piece
    from reader.tui.paint import Ground

LEFT_OUT = "heading:left-out"
"""The key of the line that tells how many feeds are left out."""

TITLE_LEAST = 6
"""Cells that stay of a title that another feed has, too, before what tells them apart is cut."""


ADDRESS_HOST = 40
"""The part in a hundred of the room of an address that is for its beginning."""

_JOINTS = " |&-–—:/·•,;+("
"""Signs between two parts of a name, which join nothing at its end."""

STUB = 3
"""Letters of a word at least that are worth their cells where the rest of it is cut."""

_SCHEMES = ("http://", "https://")
_WORD_END = pattern(r"(?<=[-_./])(?=.)")
"""The places between the words of a name, which keep their hyphens and the like."""


class Apart(NamedTuple):
    """What tells a feed from others of its title: its host or the end of its address, and the part that differs."""

    whole: str
    short: str


Kind = Literal["heading", "blank", "section", "search", "folder", "feed"]


@dataclass(frozen=True, slots=True)
class Section:
    """A row: `key` names it for good (`unread`, `search:3`, `feed:12`, `folder:news/world`); `query` is what it lists,
    `aside` a word before its number; `apart` tells it from others of its title, as a whole and as short as it can be;
    `is_fresh`: it found articles that its reader was notified of and has not seen."""

    key: str
    title: str
    query: str = ""
    count: int = 0
    kind: Kind = "section"
    depth: int = 0
    is_failing: bool = False
    is_folded: bool = False
    is_fresh: bool = False
    aside: str = ""
    apart: Apart | None = None
    feed_id: int | None = None
    saved_id: int | None = None

    @property
    def name(self) -> str:
        """The title, and what tells it apart."""
        return f"{self.title} · {self.apart.whole}" if self.apart else self.title


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrangement:
    """The arrangement of the feeds: the folders that are `folded`; their `order`, a name of `FEED_ORDERS`, for which `latest` has
    the last article of each; whether those without unread articles are left out, but for the sections `kept`. `repeats`
    are those of `Counts`, by folder."""

    folded: frozenset[str] = frozenset()
    order: str = "title"
    latest: Mapping[int, int] = field(default_factory=dict)
    hides_read: bool = False
    kept: frozenset[str] = frozenset()
    repeats: Mapping[str, int] = field(default_factory=dict)

    def folders(self, feeds: Sequence[Feed]) -> list[tuple[str, list[Feed]]]:
        """The folders with their feeds, in order; those of none, whose folder is "", at the end. Feeds that are equal in
        that order stay as they are given: by title."""
        found: dict[str, list[Feed]] = {}
        for feed in feeds:
            found.setdefault(feed.folder, []).append(feed)
        inside = {name: sorted(own, key=self._rank) for name, own in found.items()}
        return sorted(inside.items(), key=lambda one: (not one[0], self._rank(one[1][0]), one[0]))

    def _rank(self, feed: Feed) -> tuple[int, ...]:
        if self.order == "unread":
            return (-feed.unread if not feed.is_hidden else 1,)
        if self.order == "updated":
            return (-self.latest.get(feed.id, 0),)
        return (-_fails(feed), -feed.failures) if self.order == "failing" else ()

    def leaves_out(self, feed: Feed) -> bool:
        """Tell whether the feed is left out: nothing in it waits to be read. One that was never fetched stays."""
        if not self.hides_read or f"feed:{feed.id}" in self.kept:
            return False
        return feed.is_hidden or (not feed.unread and feed.last_tried is not None)


def arranged(
    fixed: Sequence[Section],
    feeds: Sequence[Feed],
    how: Arrangement,
    searches: Sequence[Section] = (),
) -> list[Section]:
    """All rows: the fixed sections, the saved searches, then the feeds below the folder of their first tag.

    Feeds in folded folders are left out; the folder's row counts them all the same. How many read feeds are left out
    stands at the end.
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
    for tag, inside in how.folders(feeds):
        shown = [feed for feed in inside if not how.leaves_out(feed)]
        if not tag:
            rows += map(feed_section, shown)
        elif shown or f"folder:{tag}" in how.kept:
            is_folded = tag in how.folded
            rows.append(_folder(tag, inside, how.repeats.get(tag, 0), is_folded=is_folded))
            rows += [] if is_folded else [feed_section(feed, 1) for feed in shown]
    if left_out := sum(map(how.leaves_out, feeds)):
        kind = "feed" if any(feed.is_hidden for feed in feeds) else "read feed"
        rows.append(Section(LEFT_OUT, f"{counted(left_out, kind)} hidden", kind="heading"))
    marks = told_apart(feeds)
    return [replace(row, apart=marks[row.feed_id]) if row.feed_id in marks else row for row in rows]


def told_apart(feeds: Sequence[Feed]) -> dict[int, Apart]:
    """Gives what tells feeds of one title apart, by their ids: the host; where that is the same as well, the end of the address;
    where nothing differs, a number."""
    alike: dict[str, list[Feed]] = {}
    for feed in feeds:
        alike.setdefault(line(feed.title), []).append(feed)
    marks: dict[int, Apart] = {}
    for group in alike.values():
        if len(group) < 2:
            continue
        hosts = [line((urls.host(feed.url or "") or "").removeprefix("www.")) for feed in group]
        tails = [line(urls.masked((feed.url or "").rstrip("/").rpartition("/")[2])) for feed in group]
        numbers = [str(number) for number in range(1, len(group) + 1)]
        names = next((found for found in (hosts, tails) if len({*found} - {""}) == len(group)), numbers)
        short = _differing(names)
        marks |= {
            feed.id: Apart(*pair) for feed, pair in zip(group, zip(names, short, strict=True), strict=True)
        }
    return marks


def _differing(names: Sequence[str]) -> list[str]:
    """The names without the parts after a dot that all of them end with, as `news` and `sport` of `news.pier.example` and
    `sport.pier.example`, and without the words that all of them begin with: `…news` of `ranchero-news`."""
    parts = [name.split(".") for name in names]
    while all(len(part) > 1 for part in parts) and len({part[-1] for part in parts}) == 1:
        parts = [part[:-1] for part in parts]
    short = [".".join(part) for part in parts]
    words = [_WORD_END.split(name) for name in short]
    alike = 0
    while all(len(found) > alike + 1 for found in words) and len({found[alike] for found in words}) == 1:
        alike += 1
    return ["…" + "".join(found[alike:]) for found in words] if alike else short


def named(section: Section, room: int) -> str:
    """The title of a section in so many cells. Of one that others have, too, what tells it apart is seen; of an address,
    which stands for a title until the feed is fetched, the beginning and the end."""
    name = line(section.name)
    if cell_len(name) <= room:
        return name
    if section.apart is None:
        return _address(name, room) if name.startswith(_SCHEMES) else _cut(name, room)
    mark = f" · {section.apart.short}"
    if section.title.startswith(_SCHEMES):
        return _address(line(section.title), room)
    title = _cut(line(section.title), max(room - cell_len(mark), TITLE_LEAST))
    return cells.fit(title + mark, room, at_word=False)


def _cut(name: str, room: int) -> str:
    """A name in so many cells, as many letters as fit, but no stub of a word, nor a sign that joined it to what is cut."""
    shown = cells.fit(name, room, at_word=False)
    if shown == name:
        return name
    kept = shown.removesuffix("…")
    before, _, stub = kept.rpartition(" ")
    is_stub = before and len(stub) < STUB and name[len(kept) :][:1] != " "
    return (before if is_stub else kept).rstrip(_JOINTS) + "…"


def _address(address: str, room: int) -> str:
    """An address without its scheme in so many cells; what is left out is in its middle, so that hosts as well as the
    feeds of one host are told apart."""
    shown = address.partition("://")[2].removeprefix("www.")
    if cell_len(shown) <= room:
        return shown
    before = room * ADDRESS_HOST // 100
    return cells.fit(shown, before, at_word=False) + cells.cut_before(shown, room - before + 1).removeprefix(
        "…"
    )


def _wanted(section: Section) -> int:
    """The cells of a row: bar, sign, title, `!`, `●`, number, and the gaps between them."""
    number = len(f"{section.count:,}") + 1 if section.count else 0
    sign = 2 if section.kind == "folder" else 2 * section.depth
    return 1 + sign + cell_len(line(section.name)) + 2 * (section.is_failing + section.is_fresh) + number + 3


def _folder(tag: str, inside: Sequence[Feed], repeats: int, *, is_folded: bool) -> Section:
    return Section(
        f"folder:{tag}",
        tag,
        query=f'tag:"{tag}"',
        count=sum(feed.unread for feed in inside if not feed.is_hidden) - repeats,
        kind="folder",
        is_folded=is_folded,
    )


def _fails(feed: Feed) -> bool:
    return feed.state in ("failing", "gone")


def feed_section(feed: Feed, depth: int = 0) -> Section:
    """The section of a feed."""
    return Section(
        f"feed:{feed.id}",
        feed.title,
        count=feed.unread,
        kind="feed",
        depth=depth,
        is_failing=_fails(feed),
        aside="hidden" if feed.is_hidden else "paused" if feed.is_paused else "",
        feed_id=feed.id,
    )


class SectionList(RowList):
    """The sections; the cursor keeps to its section while counts and feeds change."""

    KEY_CONTEXT = "sections"

    def __init__(self, *, id: str | None = None) -> None:  # noqa: A002 - Textual's name
        super().__init__(id=id)
        self.sections: Sequence[Section] = ()
        self.shown: str = ""
        self._widest = 0

    def put(self, sections: Sequence[Section]) -> None:
        """Show these rows."""
        key = self.current.key if self.current else self.shown
        self.sections = sections
        named = (row for row in sections if not row.title.startswith(_SCHEMES))
        self._widest = max(self._widest, *map(_wanted, named), 0)
        keys = [section.key for section in sections]
        if key in keys:
            self.cursor = keys.index(key)
        elif not self.is_choice(self.cursor):
            self.cursor = next((index for index in range(len(sections)) if self.is_choice(index)), 0)
        self.lay_out()

    def show(self, key: str) -> None:
        """Mark the section whose articles are listed, and put the cursor on it."""
        if key != self.shown:
            self.shown = key
            self.refresh()
        self.move_to(key)

    def move_to(self, key: str) -> None:
        """Put the cursor on a section; what is listed stays."""
        for index, section in enumerate(self.sections):
            if section.key == key:
                self.go_to(index, tell=False)

    @property
    def wanted_width(self) -> int:
        """Cells in which every row is whole, and was so far: columns do not move as counts change. An address, which stands
        for the title of a new feed, is not remembered."""
        return max(self._widest, *map(_wanted, self.sections), 0)

    @property
    def current(self) -> Section | None:
        """The section under the cursor."""
        return self.sections[self.cursor] if self.cursor < len(self.sections) else None

    @property
    def count(self) -> int:
        """The number of rows."""
        return len(self.sections)

    def mark_of(self, index: int) -> str:
        """A section whose articles are not listed is tinted only while keys move there."""
        return super().mark_of(index) if self.has_focus or self.sections[index].key == self.shown else ""

    def is_choice(self, index: int) -> bool:
        """Headings and blank lines are none."""
        return 0 <= index < len(self.sections) and self.sections[index].kind not in ("heading", "blank")

    def line(self, index: int, number: int, width: int, ground: Ground) -> list[Piece]:
        """A section: its sign, title and unread count."""
        section = self.sections[index]
        ink, dim = self.paint.style("ink", on=ground), self.paint.style("dim", on=ground)
        if section.kind in ("heading", "blank"):
            is_lit = self.has_focus and section.key != LEFT_OUT
            return [(line(section.title), self.paint.style("accent", bold=True) if is_lit else dim)]
        is_shown = section.key == self.shown
        sign = ("▸ " if section.is_folded else "▾ ") if section.kind == "folder" else "  " * section.depth
        end = " ".join(filter(None, (section.aside, f"{section.count:,}" if section.count else "")))
        end_style = self.paint.style("accent" if is_shown else "dim", on=ground)
        fails, fresh = " !" if section.is_failing else "", " ●" if section.is_fresh else ""
        signs = len(fails) + len(fresh)
        title = named(section, width - cell_len(sign) - signs - len(end) - 3)
        style = (
            self.paint.style("ink", bold=True, on=ground)
            if is_shown
            else dim
            if section.is_failing or section.aside
            else ink
        )
        marks = [(fails, self.paint.style("bad", on=ground)), (fresh, self.paint.style("accent", on=ground))]
        return cells.ends([(sign, dim), (title, style), *marks], (end, end_style), width, ink)
