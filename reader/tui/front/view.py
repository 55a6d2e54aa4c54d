"""The base of the parts of the front page, the protocols that they are handed (the screen and the app), background work,
and signals between parts."""

from __future__ import annotations

from functools import partial, wraps
from typing import TYPE_CHECKING, Any, Concatenate, Generic, ParamSpec, Protocol, TypeVar

from textual.actions import SkipAction

from reader.config.keys import shown
from reader.tui.front.state import STOCKING
from reader.tui.record import Record

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from datetime import datetime

    from rich.console import Console
    from textual.screen import Screen
    from textual.timer import Timer
    from textual.widget import Widget
    from textual.worker import Worker

    from reader.config.settings import Settings
    from reader.config.user_commands import UserCommand
    from reader.core.session import LibraryPaths
    from reader.errors import BroadsheetError
    from reader.model import Article, Related, Subscription
    from reader.tui.front.layout import Layout
    from reader.tui.front.state import State
    from reader.tui.keys.dispatch import Dispatcher
    from reader.tui.library_threads import LibraryThreads
    from reader.tui.paint import Paint
    from reader.tui.widgets.archive_section import ArchiveSection
    from reader.tui.widgets.article_list import ArticleList
    from reader.tui.widgets.article_view import ArticleView
    from reader.tui.widgets.head_line import ListTitle
    from reader.tui.widgets.related_panel import RelatedPanel
    from reader.tui.widgets.search_bar import SearchBar
    from reader.tui.widgets.section_list import SectionList
    from reader.tui.worker_client import WorkerClient

NO_ARTICLE = "Select an article first"

UNDO = "u to undo"
"""Ends a message about a change that can be undone."""

T = TypeVar("T")
P = ParamSpec("P")


class FrontView(Protocol):
    """The screen: its widgets, where the keys are, and what is said on it. `bar` is the search bar above the list,
    `find_bar` the one above the article, to find in it."""

    sections: SectionList
    rows: ArticleList
    article: ArticleView
    related: RelatedPanel
    list_title: ListTitle
    bar: SearchBar
    find_bar: SearchBar

    @property
    def is_current(self) -> bool:
        """True while no dialog lies over the screen."""

    @property
    def layout_name(self) -> Layout:
        """The layout of the terminal's width."""

    @property
    def width(self) -> int:
        """Columns of the terminal."""

    @property
    def height(self) -> int:
        """Rows of the terminal."""

    @property
    def focused(self) -> Widget | None:
        """The widget that has the keys."""

    @property
    def over(self) -> Article | None:
        """The article under the cursor of a dialog of articles that lies over the screen; None where none does."""

    @property
    def action_targets(self) -> Sequence[object]:
        """The parts, in the order in which they are asked for an action."""

    @property
    def target(self) -> Article | None:
        """The article that a key means: that one; else in the related panel the one under its cursor, else the open one while
        reading, else the one under the list's cursor. None where there is none, or where its row is not read yet: then
        `target_id` tells which it is."""

    @property
    def target_id(self) -> int | None:
        """The id of the article that a key means."""

    @property
    def lacked(self) -> Related | None:
        """The related article under the cursor of its panel that the library lacks: no key means another one instead."""

    def add_archive(self) -> ArchiveSection:
        """Put the archive's section below the list."""

    def enter(self, pane: Widget) -> None:
        """Put the keys into a pane, or a field in it."""

    def head(self) -> None:
        """Bring the head line up to date."""

    def foot(self) -> None:
        """Bring the foot line up to date, where no key does it."""

    def place(self) -> None:
        """Show the panes that belong to the width and to what one is doing."""

    def recount(self) -> object:
        """The library has changed: count the sections again, in the background."""

    def tell(self, text: str, *, is_error: bool = False) -> None:
        """Show a line that goes away by itself."""

    def untell(self, text: str) -> None:
        """Take a line away that was told, where it still stands."""

    def fail(self, error: BroadsheetError) -> None:
        """Tell an error and what to do about it."""

    def start(
        self, work: Callable[[], Coroutine[Any, Any, T]], *, group: str, exclusive: bool = False
    ) -> Worker[T | None]:
        """Do work in the background. A `BroadsheetError` ends it and is shown; `exclusive` ends what runs of the group."""

    def cancel(self, group: str) -> None:
        """End the background work of a group."""

    def set_timer(self, delay: float, callback: Callable[[], object]) -> Timer:
        """Call something once, after some seconds."""

    def set_interval(self, interval: float, callback: Callable[[], object]) -> Timer:
        """Call something every so many seconds."""

    def call_after_refresh(self, callback: Callable[[], object]) -> bool:
        """Call something once the screen is drawn."""

    def on_screen(self, words: Sequence[str], environ: Mapping[str, str]) -> int:
        """Give a program the terminal until it ends; its exit code. Raises `UsageError`."""


class FrontApp(Protocol):
    """The app: settings, library and worker, dialogs, the way out."""

    places: LibraryPaths
    library: LibraryThreads
    worker: WorkerClient
    dialog_worker: WorkerClient
    paint: Paint
    console: Console
    dispatcher: Dispatcher
    now: Callable[[], datetime]
    demo_feeds: Sequence[Subscription]
    stocked: Callable[[], None]

    @property
    def settings(self) -> Settings:
        """The settings in force."""

    @property
    def commands(self) -> Sequence[UserCommand]:
        """The user's own commands."""

    @property
    def offers_undo(self) -> bool:
        """True while a message is shown that ends with `UNDO`."""

    @property
    def has_keys_ahead(self) -> bool:
        """True while keys wait that were pressed after the one that is being handled."""

    def end_told_before(self) -> None:
        """Take away the messages that stood before the last key or click."""

    @property
    def is_demo(self) -> bool:
        """True on the demo newsstand, whose library is gone afterwards."""

    async def push_screen_wait(self, screen: Screen[T]) -> T:
        """Open a dialog and wait for its answer. Only from work in the background."""

    def push_screen(self, screen: Screen[T]) -> object:
        """Open a dialog that answers nothing."""

    def copy_to_clipboard(self, text: str) -> None:
        """Put a text into the terminal's clipboard."""

    def bell(self) -> None:
        """Ring the terminal's bell."""

    def drop_keys(self) -> None:
        """Forget the keys that wait for what is not coming."""

    def settle(self) -> None:
        """The first list is painted: what was put off until then can begin."""

    def keep_choice(self, name: str, value: str | bool) -> None:
        """Go by a setting at once, and write it afterwards."""

    def leave(self) -> None:
        """End the reader."""

    def to_demo(self) -> None:
        """Make room for the demo newsstand."""


class FrontPart(Record):
    """A part of the front page: the screen that it is on, the page's state, and the app. Its methods `action_x` do the
    action x."""

    view: FrontView
    state: State
    app: FrontApp


def untargeted(part: FrontPart) -> str:
    """Says why a key means no article of the library: that it lacks the one under the cursor, or that there is none."""
    row = part.view.lacked
    if row is None:
        return STOCKING if part.state.is_unstocked else NO_ARTICLE
    keys = part.app.dispatcher.bindings.keys("open", "related") if row.article or row.url else ()
    return "Not in your library" + (
        f" · {shown(keys[0])} {'opens' if row.article else 'fetches'} it" if keys else ""
    )


S = TypeVar("S", bound=FrontPart)

Found = TypeVar("Found", covariant=True)


def background(
    *, group: str, exclusive: bool = False
) -> Callable[
    [Callable[Concatenate[S, P], Coroutine[Any, Any, T]]], Callable[Concatenate[S, P], Worker[T | None]]
]:
    """Make a part's coroutine method one that is started in the background, by `FrontView.start`."""

    def decorate(
        method: Callable[Concatenate[S, P], Coroutine[Any, Any, T]],
    ) -> Callable[Concatenate[S, P], Worker[T | None]]:
        @wraps(method)
        def begin(self: S, /, *args: P.args, **how: P.kwargs) -> Worker[T | None]:
            return self.view.start(partial(method, self, *args, **how), group=group, exclusive=exclusive)

        return begin

    return decorate


class MakeAction(Protocol[Found]):
    """Makes a part's coroutine method, which takes what was found, an action."""

    def __call__(self, method: Callable[[S, Found], Coroutine[Any, Any, object]], /) -> Callable[[S], None]:
        """The action."""


def with_found(
    find: Callable[[Any], T | None],
    *,
    group: str,
    otherwise: str | Callable[[Any], str] = "",
    skips: bool = False,
) -> MakeAction[T]:
    """Make a part's coroutine method an action on what `find` finds of the part when the key is pressed. Where that is
    nothing, `otherwise` is shown; with `skips` the action is left to the parts that are asked later."""

    def decorate(method: Callable[[S, T], Coroutine[Any, Any, object]]) -> Callable[[S], None]:
        @wraps(method)
        def act(self: S) -> None:
            if found := find(self):
                self.view.start(partial(method, self, found), group=group)
            elif skips:
                raise SkipAction
            elif otherwise:
                self.view.tell(otherwise if isinstance(otherwise, str) else otherwise(self))

        return act

    return decorate


def with_target(
    *, group: str
) -> Callable[
    [Callable[Concatenate[S, Article, P], Coroutine[Any, Any, object]]], Callable[Concatenate[S, P], None]
]:
    """Make a part's coroutine method an action on the article that the key means; its row is read first where a key comes
    before it."""

    def decorate(
        method: Callable[Concatenate[S, Article, P], Coroutine[Any, Any, object]],
    ) -> Callable[Concatenate[S, P], None]:
        async def read_first(self: S, id_: int, *args: P.args, **how: P.kwargs) -> None:
            for article in await self.app.library.ask(lambda session: session.library.articles.many([id_])):
                await method(self, article, *args, **how)

        @wraps(method)
        def act(self: S, /, *args: P.args, **how: P.kwargs) -> None:
            if (article := self.view.target) is not None:
                self.view.start(partial(method, self, article, *args, **how), group=group)
            elif (id_ := self.view.target_id) is not None:
                self.view.start(partial(read_first, self, id_, *args, **how), group=group)
            else:
                self.view.tell(untargeted(self))

        return act

    return decorate


class Signal(Generic[P]):
    """Something that a part says has happened, to parts that it does not know. The screen connects them."""

    def __init__(self) -> None:
        self._listeners: tuple[Callable[P, object], ...] = ()

    def connect(self, *listeners: Callable[P, object]) -> None:
        """Call these, in this order, whenever it happens."""
        self._listeners += listeners

    def __call__(self, *args: P.args, **how: P.kwargs) -> None:
        """It has happened."""
        for listener in self._listeners:
            listener(*args, **how)
