"""The panes of the front page: which are there in which width, and what the screen knows."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar, get_args

from textual.containers import Container, Horizontal
from textual.screen import Screen
from textual.worker import Worker

from reader.core import indexing
from reader.errors import BroadsheetError
from reader.query.tree import Everything, Node
from reader.tui import toast
from reader.tui.front.pane_borders import Borders
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.foot_line import FootLine
from reader.tui.widgets.head_line import HeadLine, ListTitle
from reader.tui.widgets.related_panel import RelatedPanel
from reader.tui.widgets.search_bar import SearchBar
from reader.tui.widgets.section_list import Section, SectionList

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Sequence

    from textual import events
    from textual.app import ComposeResult
    from textual.widget import Widget

    from reader.core.events import JobDone
    from reader.core.session import Session
    from reader.model import Article
    from reader.query.tree import Sort
    from reader.tui.app import Reader
    from reader.tui.library_threads import Lane

T = TypeVar("T")
Layout = Literal["narrow", "medium", "wide"]
PaneName = Literal["sections", "middle", "text", "related"]
PANES: tuple[PaneName, ...] = get_args(PaneName)

MEDIUM = 100
WIDE = 160
"""Columns from which on two, and all, panes stand side by side."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What the list shows: a section, or a search. `source` is the search's query; `is_filtered`: of
    a section it shows some titles only; `came` counts what came in above the cursor since it was opened. `order` is the one that
    a saved search asks for itself."""

    section: Section
    source: str = ""
    sort: Sort = "date"
    tree: Node = Everything()  # noqa: RUF009 - frozen, like this
    ids: Sequence[int] = ()
    is_filtered: bool = False
    came: int = 0
    order: Sort | None = None

    @property
    def is_search(self) -> bool:
        """Whether a person searched for it."""
        return bool(self.source)

    @property
    def is_of_one_feed(self) -> bool:
        """Whether every row would name the same source."""
        return self.section.kind == "feed" and not self.is_search


class Newsroom(Screen[None]):
    """The front page's panes. What happens in them is in the screens built on this one."""

    app: Reader
    AUTO_FOCUS = ""

    def __init__(self, unread: Section) -> None:
        super().__init__()
        # Nobody here listens to what each piece of work tells of itself, which is nine messages for an article opened.
        self.disable_messages(Worker.StateChanged)
        self.unread = unread
        self.listing = Listing(unread)
        self.shows_all = False
        self.is_reading = False
        self.is_zoomed = False
        self._indexing: asyncio.Task[JobDone] | None = None
        self.open_article: Article | None = None
        self.at: PaneName = "middle"
        self._borders = Borders()

    def compose(self) -> ComposeResult:
        """Head, four panes, foot."""
        yield HeadLine()
        with Horizontal(id="panes"):
            yield SectionList(id="sections")
            with Container(id="middle"):
                yield SearchBar(id="search-bar")
                yield ListTitle(id="list-title")
                yield ArticleList(id="list")
            with Container(id="text"):
                yield SearchBar(id="find-bar")
                yield ArticleView(id="article")
            yield RelatedPanel(id="related")
        yield FootLine()

    # Panes

    @property
    def sections(self) -> SectionList:
        """The pane of sections."""
        return self.query_one("#sections", SectionList)

    @property
    def rows(self) -> ArticleList:
        """The list of articles."""
        return self.query_one("#list", ArticleList)

    @property
    def article(self) -> ArticleView:
        """The article."""
        return self.query_one("#article", ArticleView)

    @property
    def related(self) -> RelatedPanel:
        """The related articles."""
        return self.query_one("#related", RelatedPanel)

    @property
    def list_title(self) -> ListTitle:
        """The line above the list."""
        return self.query_one(ListTitle)

    @property
    def bar(self) -> SearchBar:
        """The search bar above the list."""
        return self.query_one("#search-bar", SearchBar)

    @property
    def find_bar(self) -> SearchBar:
        """The bar above the article, to find in it."""
        return self.query_one("#find-bar", SearchBar)

    @property
    def layout_name(self) -> Layout:
        """Which of the three widths this is."""
        width = self.app.size.width
        return "narrow" if width < MEDIUM else "medium" if width < WIDE else "wide"

    def on_resize(self, event: events.Resize) -> None:
        """Another width may have other panes."""
        del event
        self.place()

    def place(self) -> None:
        """Show the panes that belong to the width and to what one is doing; the keys stay in one that is shown."""
        shown = self._panes()
        layout = self.layout_name
        for name in ("narrow", "medium", "wide"):
            self.set_class(name == layout, f"-{name}")
        self.set_class(self.is_reading, "-reading")
        panes = self._named()
        for name, widget in panes.items():
            widget.display = name in shown
        self._borders.apply(panes, layout)
        if self.focused is None or self._holder(self.focused) not in shown:
            self.set_focus(self.article if "text" in shown and self.is_reading else self.rows)

    def on_mouse_down(self, event: events.MouseDown) -> None:
        """A border between panes is taken hold of."""
        if self._borders.grab(self._named(), event.screen_x):
            event.stop()
            self.query_one("#panes").capture_mouse()

    def on_mouse_move(self, event: events.MouseMove) -> None:
        """A border that is held goes along."""
        if self._borders.is_held:
            self._borders.drag(self._named(), event.screen_x)

    def on_mouse_up(self) -> None:
        """A border that was held stays where it is."""
        self._borders.release()
        self.query_one("#panes").release_mouse()

    def _named(self) -> dict[str, Widget]:
        return {name: self.query_one(f"#{name}") for name in ("sections", "middle", "text", "related")}

    def _panes(self) -> set[str]:
        if self.is_zoomed and self.is_reading:
            return {"text"}
        if self.layout_name == "wide":
            return {"sections", "middle", "text", "related"}
        if self.layout_name == "medium":
            return {"text", "related"} if self.is_reading else {"sections", "middle"}
        if self.is_reading:
            return {"related"} if self.at == "related" else {"text"}
        return {"sections"} if self.at == "sections" else {"middle"}

    def focus_order(self) -> list[Widget]:
        """Panes in the order that Tab goes: all that the width and the work have, shown or a Tab away."""
        if self.is_zoomed and self.is_reading:
            return [self.article]
        if self.layout_name == "wide":
            return [self.sections, self.rows, self.article, self.related]
        return [self.article, self.related] if self.is_reading else [self.sections, self.rows]

    def action_next_pane(self) -> None:
        """Focus the next pane."""
        self._turn(1)

    def action_previous_pane(self) -> None:
        """Focus the previous pane."""
        self._turn(-1)

    def _turn(self, step: int) -> None:
        order = self.focus_order()
        at = next((at for at, pane in enumerate(order) if self._holder(pane) == self.at), 0)
        self.enter(order[(at + step) % len(order)])

    def enter(self, pane: Widget) -> None:
        """Put the keys into a pane, or a field in it, which is shown where it was a Tab away."""
        self._arrive(self._holder(pane))
        self.place()
        self.set_focus(pane)  # at once: what is typed ahead goes there

    def on_descendant_focus(self) -> None:
        """A click can put the keys elsewhere, too."""
        # What the event tells may be over already: what is focused now counts.
        if self.focused is not None and (at := self._holder(self.focused)) != self.at:
            self._arrive(at)

    def _arrive(self, at: PaneName) -> None:
        """The keys are in this pane. In the wide layout reading is having them in the article or beside it."""
        self.at = at
        if self.layout_name == "wide" and not self.is_zoomed:
            self.is_reading = at in ("text", "related") and self.open_article is not None
        self.arrived()

    def arrived(self) -> None:
        """The keys went into a pane; what is built on this counts the time in an article."""

    def _holder(self, widget: Widget) -> PaneName:
        """The pane that a widget is in."""
        ids = {one.id for one in widget.ancestors_with_self}
        return next((name for name in PANES if name in ids), "middle")

    # The desk

    async def ask(self, work: Callable[[Session], T], lane: Lane = "read") -> T | None:
        """What the library answers; an error is told to the person, and gives None."""
        return await self.answered(self.app.desk.ask(work, lane))

    async def index_ready(self) -> None:
        """Wait until the index holds what the library holds: the worker writes it, so that no key waits for that.

        While the worker is busy with something else, the index answers as it is.
        """
        if not self.app.office.is_busy and await self.ask(indexing.is_behind, "find"):
            self._index()
        if self._indexing is not None:
            await asyncio.shield(self._indexing)

    def _index(self) -> None:
        if self._indexing is None:
            self._indexing = asyncio.create_task(self.app.office.do("index"))
            self._indexing.add_done_callback(self._indexed)

    def _indexed(self, _: asyncio.Task[JobDone]) -> None:
        self._indexing = None

    async def answered(self, question: Awaitable[T]) -> T | None:
        """The answer to what the library was asked; an error is told to the person, and gives None."""
        try:
            return await question
        except BroadsheetError as error:
            self.tell(f"{error}. {error.hint}".rstrip(". ") if error.hint else str(error), is_error=True)
            return None

    def tell(self, text: str, *, is_error: bool = False) -> None:
        """A line that goes away by itself."""
        toast.show(self.app, text, "bad" if is_error else "good")

    def list_as(self, listing: Listing, **changes: object) -> None:
        """Remember what the list shows."""
        self.listing = replace(listing, **changes)  # type: ignore[arg-type]
