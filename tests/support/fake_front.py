"""The front page without a terminal: what a part is handed, in memory."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import Mock

from reader.config import keys
from reader.config.settings import defaults
from reader.core.session import LibraryPaths
from reader.tui.article.text_layout import USUAL
from reader.tui.front.state import UNREAD, Listing, State
from reader.tui.keys.dispatch import Dispatcher
from reader.tui.widgets.article_list import Selection
from reader.tui.widgets.article_view import ArticleView
from reader.tui.widgets.head_line import ListTitle
from reader.tui.widgets.related_panel import RelatedPanel
from reader.tui.widgets.search_bar import SearchBar
from reader.tui.widgets.section_list import SectionList
from tests.support import household
from tests.support.articles import article

if TYPE_CHECKING:
    from collections.abc import Callable, Coroutine, Mapping, Sequence
    from pathlib import Path

    from reader.core.events import JobDone
    from reader.core.sandbox.results import PictureRaster
    from reader.core.session import Session
    from reader.errors import BroadsheetError
    from reader.model import Article, Related, Subscription
    from reader.tui.front.view import FrontApp, FrontView


class FakeTimer:
    """A timer that runs down when the test says so."""

    def __init__(self, seconds: float, callback: Callable[[], object]) -> None:
        self.seconds = seconds
        self.callback = callback
        self.is_stopped = False

    def stop(self) -> None:
        self.is_stopped = True


class FakeList:
    """The list widget: ids, a cursor, a selection, and what it was told."""

    def __init__(self, *ids: int) -> None:
        self.ids: Sequence[int] = ids
        self.cursor = 0
        self.is_placed = False
        self.selection = Selection(self)
        self.empty = ""
        self.emptied: list[str] = []
        self.dense = False
        self.is_steered = False
        self.is_read = True
        """False while the rows are not read from the library."""

        self.cache, self.update, self.fade = Mock(), Mock(), Mock()
        self.told: list[bool] = []
        """Of each `go_to`, whether the move is to be told."""

    @property
    def count(self) -> int:
        return len(self.ids)

    @property
    def current_id(self) -> int | None:
        return self.ids[self.cursor] if self.ids else None

    @property
    def current(self) -> Article | None:
        return article(id=self.current_id) if self.is_read and self.current_id is not None else None

    def in_view(self) -> tuple[int, ...]:
        return tuple(self.ids)

    def say_empty(self, text: str) -> None:
        self.empty = text
        self.emptied.append(text)

    def set_dense(self, dense: bool) -> None:
        self.dense = dense

    def move(self, step: int) -> bool:
        if not 0 <= self.cursor + step < len(self.ids):
            return False
        self.cursor += step
        return True

    def go_to(self, index: int, *, tell: bool = True) -> None:
        self.cursor = index
        self.told.append(tell)

    def in_a_screen(self, *, snippets: bool) -> int:
        return 7 if snippets else 14

    @property
    def snippet_length(self) -> int:
        return 55

    def refresh(self) -> None:
        """Nothing is drawn."""


class FakeView:
    """The screen: keeps what it was told. Background work runs as tasks; `settle` waits for them."""

    def __init__(self, state: State, rows: FakeList | None = None) -> None:
        self._state = state
        self.rows = rows or FakeList()
        self.focused: object = None
        self.over: Article | None = None
        self.action_targets: Sequence[object] = ()
        self.layout_name = "medium"
        self.width, self.height = 120, 40
        self.said: list[tuple[str, bool]] = []
        self.started: list[tuple[str, bool]] = []
        self.counted = 0
        self.heads = self.feet = self.placings = 0
        self.timers: list[FakeTimer] = []
        self.entered: list[object] = []
        self.cancelled: list[str] = []
        self.article = Mock(
            spec=ArticleView,
            size=(80, 24),
            text_layout=USUAL,
            position=0,
            progress=0.0,
            hit=(0, 0),
            is_choosing=False,
            has_more=False,
            is_read_out=False,
        )
        self.related = Mock(spec=RelatedPanel, has_archived=False)
        self.sections = Mock(spec=SectionList, sections=())
        self.list_title = Mock(spec=ListTitle, display=True)
        self.bar = Mock(spec=SearchBar, display=False, purpose="search", offer="")
        self.find_bar = Mock(spec=SearchBar, display=False)
        for bar in (self.bar, self.find_bar):  # each mock is of a class of its own
            type(bar).has_keys = property(lambda bar: self.focused is bar.field)
        self.programs: list[list[str]] = []
        self._tasks: list[asyncio.Task[Any]] = []

    lacked: Related | None = None

    @property
    def target(self) -> Article | None:
        return self._state.open_article if self._state.is_reading else self.rows.current

    @property
    def target_id(self) -> int | None:
        target = self.target
        return target.id if target else None if self._state.is_reading else self.rows.current_id

    @property
    def words(self) -> list[str]:
        return [text for text, _ in self.said]

    def tell(self, text: str, *, is_error: bool = False) -> None:
        self.said.append((text, is_error))

    def untell(self, text: str) -> None:
        self.said = [one for one in self.said if one[0] != text]

    def fail(self, error: BroadsheetError) -> None:
        self.tell(str(error), is_error=True)

    def enter(self, pane: object) -> None:
        self.entered.append(pane)

    def cancel(self, group: str) -> None:
        self.cancelled.append(group)

    def head(self) -> None:
        self.heads += 1

    def foot(self) -> None:
        self.feet += 1

    def place(self) -> None:
        self.placings += 1

    def call_after_refresh(self, callback: Callable[[], object]) -> bool:
        callback()
        return True

    def recount(self) -> None:
        self.counted += 1

    def start(
        self, work: Callable[[], Coroutine[Any, Any, object]], *, group: str, exclusive: bool = False
    ) -> object:
        self.started.append((group, exclusive))
        self._tasks.append(asyncio.create_task(work()))
        return self._tasks[-1]

    async def settle(self) -> None:
        while self._tasks:
            await self._tasks.pop(0)

    def set_timer(self, delay: float, callback: Callable[[], object]) -> FakeTimer:
        self.timers.append(FakeTimer(delay, callback))
        return self.timers[-1]

    set_interval = set_timer

    def on_screen(self, words: Sequence[str], environ: Mapping[str, str]) -> int:
        del environ
        self.programs.append(list(words))
        return 0

    @property
    def view(self) -> FrontView:
        """It, as a part takes it."""
        return cast("FrontView", self)


class FakeWorker:
    """The worker: each job ends with the next of the `answers`; `at_work` is called while one goes on."""

    def __init__(self, *answers: JobDone) -> None:
        self.answers = list(answers)
        self.asked: list[dict[str, Any]] = []
        self.is_busy = False
        self.at_work: Callable[[], None] = lambda: None

    async def do(self, job: str, **arguments: Any) -> JobDone:
        self.asked.append({"job": job, **arguments})
        self.at_work()
        return self.answers.pop(0)


class FakeLibrary:
    """The library's threads: one session answers at once; the lanes that were asked are kept."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.lanes: list[str] = []

    async def ask(self, work: Callable[[Session], object], lane: str = "read") -> object:
        self.lanes.append(lane)
        return work(self.session)

    def post(self, work: Callable[[Session], object]) -> None:
        self.lanes.append("post")
        work(self.session)


class FakePictures:
    """The loader of pictures: those that it has come at once."""

    def __init__(self) -> None:
        self.failed: dict[str, str] = {}
        self.there: dict[str, PictureRaster] = {}
        self.lacking = self.error = ""
        self.asked: list[int] = []

    def lack(self, app: object) -> str:
        del app
        return self.lacking

    async def load(self, article_id: int, put: Callable[[Mapping[str, PictureRaster]], object]) -> str:
        self.asked.append(article_id)
        put(self.there)
        return self.error


class FakeApp:
    """The app: the newest settings, a worker, and a library where a test has a session."""

    def __init__(
        self,
        room: Path,
        worker: FakeWorker | None = None,
        session: Session | None = None,
        **settings: Any,
    ) -> None:
        self.settings = replace(defaults(), **{"refresh_every": 0, **settings})
        self.commands = ()
        self.places = LibraryPaths(room / "library.db", room / "cache", room / "config")
        self.worker = worker or FakeWorker()
        self.dialog_worker = FakeWorker()
        self.library = FakeLibrary(session) if session else None
        self.dispatcher = Dispatcher(keys.bindings({})[0])
        self.is_demo = False
        self.offers_undo = False
        self.has_keys_ahead = False
        self.demo_feeds: Sequence[Subscription] = ()
        self.copied: list[str] = []
        self.chosen: list[tuple[str, str | bool]] = []
        self.stockings = 0
        self.dialogs: list[Any] = []
        self.answers: list[object] = []
        """What the next dialogs answer; None where there is nothing left."""

        self.push_screen = Mock()
        self.bell = Mock()
        self.drop_keys = Mock()
        self.end_told_before = Mock()

    async def push_screen_wait(self, dialog: object) -> object:
        self.dialogs.append(dialog)
        return self.answers.pop(0) if self.answers else None

    def stocked(self) -> None:
        self.stockings += 1

    def now(self) -> object:
        return household.NOW

    def keep_choice(self, name: str, value: str | bool) -> None:
        self.chosen.append((name, value))
        changed: dict[str, Any] = {name.replace(".", "_"): value}
        self.settings = replace(self.settings, **changed)

    def copy_to_clipboard(self, text: str) -> None:
        self.copied.append(text)

    @property
    def app(self) -> FrontApp:
        """It, as a part takes it."""
        return cast("FrontApp", self)


def state(*ids: int) -> State:
    """A state that lists these articles as unread ones."""
    return State(Listing(UNREAD, ids=ids))
