"""The front page: its widgets and panes, its state, and its parts.

The screen composes, lays out and focuses; what happens is in its parts (`parts.py`). `ways_back` is what Esc goes back from.
"""

from __future__ import annotations

from functools import partial, partialmethod
from typing import TYPE_CHECKING, Any, TypeVar

from textual import on
from textual.containers import Container
from textual.screen import Screen
from textual.worker import Worker

from reader.config.actions import BACK
from reader.config.keys import shown
from reader.core import lists
from reader.errors import BroadsheetError
from reader.text.clean import told
from reader.text.urls import masked
from reader.tui import external_programs, toast
from reader.tui.article.text_layout import TextLayout
from reader.tui.compositor import Compositor
from reader.tui.front.head import head_of
from reader.tui.front.layout import (
    Layout,
    Panes,
    dress,
    layout_of,
    pane_of,
    pane_order,
    pane_widths,
    shown_panes,
)
from reader.tui.front.parts import Parts
from reader.tui.front.state import PANES, UNREAD, Listing, PaneName, State
from reader.tui.sure_timers import set_timer
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.foot_line import FootLine
from reader.tui.widgets.head_line import HeadLine, ListTitle
from reader.tui.widgets.related_panel import RelatedPanel
from reader.tui.widgets.row_list import RowList
from reader.tui.widgets.search_bar import SearchBar
from reader.tui.widgets.section_list import SectionList
from reader.tui.wording import use_clock

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence

    from textual.app import ComposeResult
    from textual.events import ScreenResume
    from textual.widget import Widget

    from reader.config.settings import Settings
    from reader.core.events import Event
    from reader.model import Article, Related
    from reader.tui.front.view import FrontApp
    from reader.tui.keys.app_base import AppBase
    from reader.tui.widgets.archive_section import ArchiveSection

T = TypeVar("T")

SETTLE_S = 0.1
"""Seconds from the first list until what nobody sees yet is made: the paint goes out first. Keys wait for it."""

TICK_S = 20.0
"""Seconds between two looks at the clock."""


OTHERS_S = 2.0
"""Seconds between two looks at what other processes have changed in the library: one statement."""


class FrontScreen(Screen[None]):
    """The front page of the reader."""

    set_timer = set_timer

    app: AppBase
    AUTO_FOCUS = ""

    def __init__(self, reader: FrontApp) -> None:
        super().__init__()
        self._compositor = Compositor()
        # Nothing handles Worker.StateChanged; it would be nine messages for an article opened.
        self.disable_messages(Worker.StateChanged)
        self.sections = SectionList(id="sections")
        self.bar = SearchBar(id="search-bar")
        self.list_title = ListTitle(id="list-title")
        self.rows = ArticleList(id="list")
        self.find_bar = SearchBar(id="find-bar")
        self.article = ArticleView(id="article")
        self.related = RelatedPanel(id="related")
        self._head, self._foot = HeadLine(), FootLine()
        self.state = State(Listing(UNREAD, sort=lists.ORDERS[reader.settings.list_order]))
        self.parts = Parts.of(self, self.state, reader)
        self._reader = reader
        self._panes = Panes()
        self._head.put_mark(lambda: self._panes.over(self.state, self.layout_name))
        self.parts.sections.counted.connect(self._refit)
        self.heed(reader.settings)

    def compose(self) -> ComposeResult:
        """Head, four panes, foot; dressed beforehand, so that each is styled once."""
        dress(self, self.state, self.layout_name, self.article.text_layout.measure)
        yield self._head
        with self._panes:
            yield self.sections
            with Container(id="middle"):
                yield from (self.list_title, self.rows)
            with Container(id="text"):
                yield self.article
            yield self.related
        yield self._foot

    async def on_mount(self) -> None:
        """The first list and its counts; then what happens by itself."""
        self.place()
        self.enter(self.rows)
        await self.parts.sections.open_front()
        self.call_after_refresh(self.set_timer, SETTLE_S, self._settle)
        self.set_interval(TICK_S, self.head)
        self.set_interval(OTHERS_S, self.parts.marks.look_for_others)
        self.parts.jobs.begin()

    async def _settle(self) -> None:
        """The first list is painted: what nobody sees yet comes now."""
        middle, text = self.list_title.parent, self.article.parent
        if isinstance(middle, Container) and isinstance(text, Container):
            await middle.mount(self.bar, before=self.list_title)
            await text.mount(self.find_bar, before=self.article)
        if isinstance(self.focused, RowList):
            self.focused.point()  # Textual's fields take the terminal's cursor as they are mounted
        self._reader.settle()

    def on_screen_resume(self, event: ScreenResume) -> None:
        """As it first comes up its widgets have just been styled."""
        event.refresh_styles = event.refresh_styles and self.stack_updates > 0

    def heed(self, settings: Settings) -> None:
        """Show lists and articles as the settings have them."""
        self.rows.facts, self.rows.is_absolute = settings.list_facts, settings.list_dates == "absolute"
        use_clock(settings.clock)
        self.rows.refresh()
        self.article.put_layout(TextLayout(settings.reading_measure, settings.reading_justify))
        self.state.has_panel = settings.reading_related == "shown"

    # Panes

    @property
    def layout_name(self) -> Layout:
        """The layout of the terminal's width."""
        return layout_of(self.app.size.width, self.article.text_layout.measure)

    @property
    def is_settling(self) -> bool:
        """True while keys would act on rows or an article that are about to be replaced: they wait (`KeyQueue`)."""
        parts = self.parts
        is_filling = parts.list.is_filling and self.state.at in ("middle", "text")
        is_opening = parts.reading.is_opening or parts.list.is_seeking or not self.find_bar.is_mounted
        return parts.searching.is_settling or is_filling or is_opening

    @property
    def width(self) -> int:
        """Columns of the terminal."""
        return self.app.size.width

    @property
    def height(self) -> int:
        """Rows of the terminal."""
        return self.app.size.height

    def on_resize(self) -> None:
        """Another width may have other panes, of which the head line tells."""
        self.place()
        self.head()

    def place(self) -> None:
        """Show the panes that belong to the width and to what one is doing; the keys stay in one that is shown."""
        layout, state = self.layout_name, self.state
        self.parts.list.apply_density()
        dress(self, state, layout, self.article.text_layout.measure)
        visible = shown_panes(state, layout)
        for pane, widget in self._panes.by_name().items():
            widget.display = pane in visible
        self._refit()
        self._head.mark()
        # Tab was faster than the answer that nothing is related.
        has_none = self.focused is self.related and "related" not in pane_order(state, layout)
        if self.focused is None or has_none or pane_of(self.focused) not in visible:
            self.set_focus(self.article if "text" in visible and self.state.is_reading else self.rows)
        self.parts.related.placed()
        self.parts.reading.follow_cursor()
        self.parts.archive_search.fit()

    def add_archive(self) -> ArchiveSection:
        """Put the archive's section below the list."""
        from reader.tui.widgets.archive_section import ArchiveSection

        section = ArchiveSection(self.rows)
        self.query_one("#middle").mount(section)
        return section

    def _refit(self, *_: object) -> None:
        """The panes have other widths: the sections have other titles or numbers."""
        measure, layout, state = self.article.text_layout.measure, self.layout_name, self.state
        wanted, has_panel = self.sections.wanted_width, state.has_panel
        widths = pane_widths(self.width, layout, wanted, measure, panel=has_panel)
        if self._panes.fit(layout, widths):
            self.call_after_refresh(self._head.mark)

    def _turn(self, step: int) -> None:
        if self.parts.archive_search.turn(step) or (step > 0 and self.parts.searching.widen()):
            return
        order = pane_order(self.state, self.layout_name)
        if step > 0 and len(order) == 1 and self.state.is_unrelated:
            self.tell(self.related.message)
        at = order.index(self.state.at) if self.state.at in order else 0
        widgets: tuple[Widget, ...] = (self.sections, self.rows, self.article, self.related)
        focusable = dict(zip(PANES, widgets, strict=True))
        to = order[(at + step) % len(order)]
        is_leaving = (self.state.at, to, self.layout_name) == ("sections", "middle", "narrow")
        under = self.sections.current
        if is_leaving and under is not None and under.key != self.sections.shown:
            self._list_section(self.sections.cursor)  # as it is listed at once where there is room for both
        self.enter(focusable[to])

    action_next_pane = partialmethod(_turn, 1)
    """Focus the next pane."""

    action_previous_pane = partialmethod(_turn, -1)
    """Focus the previous pane."""

    def action_zoom(self) -> None:
        """The article only, or all panes again."""
        self.state.is_zoomed = not self.state.is_zoomed
        self.place()

    def enter(self, pane: Widget) -> None:
        """Put the keys into a pane, or a field in it, which is shown where it was a Tab away."""
        self._entered(pane_of(pane))
        self.place()
        self.set_focus(pane)  # at once: what is typed ahead goes there

    def on_descendant_focus(self) -> None:
        """A click can put the keys elsewhere, too."""
        # What the event tells may be over already: what is focused now counts.
        if self.focused is not None and (at := pane_of(self.focused)) != self.state.at:
            self._entered(at)
            self.place()

    def _entered(self, at: PaneName) -> None:
        """The keys are in this pane. In the wide layout reading is having them in the article or beside it."""
        state = self.state
        if at != state.at:
            self._reader.end_told_before()  # it was of the pane that the keys have left
        state.at = at
        if self.layout_name == "wide" and not state.is_zoomed:
            state.is_reading = at in ("text", "related") and state.has_text
        self.list_title.light(has_keys=at == "middle")
        self.parts.related.entered()
        self.parts.reading.entered()
        self.parts.searching.entered()
        self.parts.targets.entered()

    # Actions

    @property
    def action_targets(self) -> Sequence[object]:
        """The parts, which are asked for an action after the screen itself, in this order."""
        return self.parts.in_order()

    @property
    def over(self) -> Article | None:
        """The article under the cursor of a dialog of articles that lies over the screen; None where none does."""
        article: Article | None = getattr(self.app.screen, "current_article", None)
        return article

    @property
    def target(self) -> Article | None:
        """The article that a key means: that of the dialog above; the open one while reading, or the related one under the
        cursor; else the one under the list's."""
        if self.over is not None:
            return self.over
        if not self.state.is_reading:
            return self.rows.current
        return self.related.current if self.state.at == "related" else self.state.open_article

    @property
    def lacked(self) -> Related | None:
        """The related article under the cursor that the library lacks."""
        return self.related.lacked if self.state.is_reading and self.state.at == "related" else None

    @property
    def target_id(self) -> int | None:
        """The id of that article."""
        if not self.state.is_reading and self.over is None:
            return self.rows.current_id
        return self.target.id if self.target else None

    def ways_back(self) -> Sequence[tuple[bool, Callable[[], object]]]:
        """The steps back, innermost first, each with whether it can be made now; the first that can is the one."""
        state, parts = self.state, self.parts
        return (
            (parts.story.is_waiting, parts.story.stop_waiting),
            (parts.targets.is_selecting, parts.targets.end),
            (parts.finding.is_finding, parts.finding.end),
            (parts.searching.can_restore, parts.searching.restore),
            (state.is_reading and state.unkept is not None, parts.archive_reading.leave),
            (state.is_reading and state.at == "related", partial(self.enter, self.article)),
            (state.is_reading, parts.reading.leave_article),
            (state.at != "middle", partial(self.enter, self.rows)),
        )

    def _step_back(self) -> bool:
        """Go one step back; False at the front page itself."""
        if step := next((step for is_there, step in self.ways_back() if is_there), None):
            step()
        return step is not None

    def action_back(self) -> None:
        """One step back. From the list only the key that leaves goes on to the end: Esc is pressed by habit."""
        if not self._step_back() and (keys := self.app.dispatcher.bindings.keys("leave", "list")):
            self.tell(f"{shown(keys[0])} {'leaves the demo' if self._reader.is_demo else 'quits'}")

    def action_out(self) -> None:
        """One step back; out of the list to the sections."""
        if not self._step_back():
            self.enter(self.sections)

    def action_leave(self) -> None:
        """One step back; out of the list to the program's end."""
        if not self._step_back():
            self._reader.leave()

    @property
    def labels(self) -> Mapping[str, str]:
        """The foot line's words for the key that leaves, where they are not `quit`."""
        if any(is_there for is_there, _ in self.ways_back()):
            return {"leave": BACK}
        return {"leave": "leave the demo"} if self._reader.is_demo else {}

    @property
    def lacks(self) -> frozenset[str]:
        """The actions that neither the foot line nor the palette offers now."""
        return self.parts.reading.lacks

    @property
    def own_hints(self) -> Sequence[tuple[str, str]]:
        """Hints for the foot line in the middle of something: selecting, choosing a passage, typing; else what an article has
        more of."""
        parts = self.parts
        typing = (*parts.finding.hints(), *parts.searching.hints(), *parts.saved_searches.hints())
        inside = parts.targets.hints() or parts.notes.hints() or typing
        return inside or parts.list.hints() or parts.reading.foot_hints()

    # Work in the background, and what is said of it

    def start(
        self, work: Callable[[], Coroutine[Any, Any, T]], *, group: str, exclusive: bool = False
    ) -> Worker[T | None]:
        """Do work in the background. A `BroadsheetError` ends it and is shown; `exclusive` ends what runs of the group."""
        # Without a description Textual writes out the work for one: the part, its state, and each id that is listed.
        return self.run_worker(partial(self._told, work), group=group, description=group, exclusive=exclusive)

    async def _told(self, work: Callable[[], Coroutine[Any, Any, T]]) -> T | None:
        try:
            return await work()
        except BroadsheetError as error:
            self.fail(error)
            return None

    def cancel(self, group: str) -> None:
        """End the background work of a group."""
        self.workers.cancel_group(self, group)

    def tell(self, text: str, *, is_error: bool = False) -> None:
        """Show a line that goes away by itself; no secret of an address is in it."""
        toast.show(self.app, masked(text), "bad" if is_error else "good")

    def untell(self, text: str) -> None:
        """Take a line away that was told, where it still stands."""
        toast.end(self.app, {masked(text)})

    def fail(self, error: BroadsheetError) -> None:
        """Tell an error and what to do about it."""
        self.tell(told(str(error), error.hint), is_error=True)

    def recount(self) -> object:
        """The library has changed: count the sections again, in the background."""
        return self.parts.sections.recount()

    def on_screen(self, words: Sequence[str], environ: Mapping[str, str]) -> int:
        """Give a program the terminal until it ends; its exit code. Raises `UsageError`."""
        return external_programs.on_screen(self.app, words, environ)

    def hear(self, event: Event) -> None:
        """An event of the worker. A dialog that is open hears it too: it may show the work."""
        self.parts.jobs.hear(event)
        self.parts.programs.hear(event)
        if self.app.screen is not self:
            from reader.tui.dialogs.base import Dialog  # late: it is loaded after the first list

            if isinstance(self.app.screen, Dialog):
                self.app.screen.hear(event)

    def foot(self) -> None:
        """The foot line as things are."""
        self._foot.post_message(FootLine.Asked())

    def head(self) -> None:
        """The head line as things are."""
        self._head.show(head_of(self.state, self.parts, self._reader, self))

    # What the widgets tell

    @on(SectionList.Opened, "#sections")
    def _section_opened(self, event: SectionList.Opened) -> None:
        event.stop()
        self.parts.list.open_section(self.sections.sections[event.index])
        self.enter(self.rows)

    def _list_section(self, index: int) -> None:
        self.parts.list.show_section(self.sections.sections[index])

    @on(SectionList.Highlighted, "#sections")
    def _section_highlighted(self, event: SectionList.Highlighted) -> None:
        event.stop()
        if self.layout_name != "narrow" and not self.state.is_reading and self.state.at == "sections":
            self._list_section(event.index)

    @on(ArticleList.Opened, "#list")
    def _row_opened(self, event: ArticleList.Opened) -> None:
        event.stop()
        self.parts.reading.read_article(self.rows.ids[event.index])

    @on(ArticleList.Opened, "#archive-list")
    def _archive_row_opened(self, event: ArticleList.Opened) -> None:
        event.stop()
        self.parts.archive_reading.read(event.index)

    @on(ArticleList.Highlighted, "#list")
    def _row_highlighted(self, event: ArticleList.Highlighted) -> None:
        event.stop()
        self.parts.list.cursor_moved()
        self.parts.reading.follow_cursor()

    @on(ArticleList.Held)
    def _row_held(self, event: ArticleList.Held) -> None:
        event.stop()
        self.parts.targets.held()

    @on(ArticleList.Wanted)
    def _rows_wanted(self, event: ArticleList.Wanted) -> None:
        event.stop()
        self.parts.list.fetch_rows(event.ids)

    @on(ArticleView.Moved)
    def _article_moved(self, event: ArticleView.Moved) -> None:
        event.stop()
        self.parts.reading.moved()

    @on(ArticleView.RelatedOpened)
    def _row_below_opened(self, event: ArticleView.RelatedOpened) -> None:
        event.stop()
        self.parts.related.open(event.related)

    @on(RelatedPanel.Opened, "#related")
    def _related_opened(self, event: RelatedPanel.Opened) -> None:
        event.stop()
        if (archived := self.related.archived_at(event.index)) is not None:
            self.parts.archive_reading.read_related(archived)
        else:
            self.parts.related.open(self.related.related_at(event.index))

    @on(ArticleView.LinkPressed)
    def _link_pressed(self, event: ArticleView.LinkPressed) -> None:
        event.stop()
        self.parts.outgoing.action_open_link(event.number)

    @on(ArticleView.PassageChosen)
    def _passage_chosen(self, event: ArticleView.PassageChosen) -> None:
        event.stop()
        self.parts.notes.passage_chosen(event.span)

    @on(ArticleView.HitsFound)
    def _hits_found(self, event: ArticleView.HitsFound) -> None:
        event.stop()
        self.parts.finding.found_more(event.hits)

    @on(SearchBar.Typed)
    def _typed(self, event: SearchBar.Typed) -> None:
        event.stop()
        searched = partial(self.parts.searching.typed, purpose=event.purpose)
        (self.parts.finding.typed if event.purpose == "find" else searched)(event.text)

    @on(SearchBar.Offered)
    def _offered(self, event: SearchBar.Offered) -> None:
        event.stop()
        self.foot()

    @on(SearchBar.HelpWanted)
    def _help_wanted(self, event: SearchBar.HelpWanted) -> None:
        event.stop()
        self.parts.searching.show_query_help()

    @on(SearchBar.Entered)
    def _submitted(self, event: SearchBar.Entered) -> None:
        event.stop()
        (self.parts.finding if event.purpose == "find" else self.parts.searching).submitted()
