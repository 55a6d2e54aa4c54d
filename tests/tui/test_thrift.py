"""What the speed of the screen rests on, counted: modules, statements, rows drawn, bytes written. Times are measured by
`make bench-ui`."""

from __future__ import annotations

import asyncio
import gc
import os
import statistics
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual.app import App

from reader.config import themes
from reader.core import lists
from reader.core.session import Session
from reader.model import Article
from reader.store.database import Database
from reader.tui import terminal as setting
from reader.tui.front import searching
from reader.tui.front.list import ListPart
from reader.tui.front.search_line import SearchLine
from reader.tui.front.state import State
from reader.tui.keys.app_base import AppBase
from reader.tui.paint import Paint, textual_theme
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_row import Row
from reader.tui.widgets.row_cache import BLOCK, BLOCK_SNIPPETS
from reader.tui.widgets.section_list import SectionList
from tests.support import household
from tests.support.household import NOW, UNREAD
from tests.support.processes import PATIENCE, command
from tests.support.pseudoterminal import terminal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.app import ComposeResult
    from textual.screen import Screen

    from tests.tui.conftest import Open

ALLOWED = {"platformdirs", "reader", "rich", "textual", "typing_extensions"}
"""All that is not Python's own and may be loaded before the first list."""

HEAVY = {
    "reader.index", "reader.text.tokens", "reader.markdown.blocks", "reader.query.complete", "reader.core.indexing",
    "reader.tui.article.document", "reader.tui.article.page", "reader.tui.dialogs.base", "reader.tui.dialogs.welcome",
    "textual.command", "textual.widgets._input", "textual.widgets._option_list", "textual.widgets._text_area",
    "textual.widgets._tree", "argparse",
}  # fmt: skip
"""What would take a millisecond of the start or more, and is not seen in the first list."""

START = (
    f"HEAVY = {HEAVY}"
    + """
import asyncio, sys
started = {"sitecustomize"}  # the system's, where there is one
import reader.cli.main
from reader.tui import start, terminal; terminal.prepare(); start.require_textual()
from reader.core.session import LibraryPaths
from reader.tui.app import Reader
from reader.tui.front.list import ListPart
loaded, put = set(), ListPart.put
def counted(*given, **named):
    put(*given, **named)
    loaded.update(sys.modules)
    widgets.append(len(app.front.query("*")))
ListPart.put = counted
widgets = []
async def main():
    global app
    app = Reader(LibraryPaths.found())
    async with app.run_test(size=(120, 36)) as pilot:
        while not loaded:
            await pilot.pause()
        assert app.front.rows.count
        late = HEAVY & loaded
        few = widgets[0] <= 14
        print(*{name.partition(".")[0] for name in loaded} - set(sys.stdlib_module_names) - started, *late, *(() if few else ("widgets", *widgets)))
asyncio.run(main())
"""
)


def test_the_first_list_is_there_before_anything_heavy_is_loaded(room: Path) -> None:
    with Session(household.places(room), clock=lambda: NOW) as session:
        session.library.saved.add("Ferries", "ferry", NOW)  # it is counted later
    loaded = {name for name in command(code=START).out.split() if not name.startswith("_")}
    assert loaded == ALLOWED


def test_the_first_list_takes_few_statements_of_one_row_each(
    room: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def one(library: Database, sql: str, values: Sequence[object] = ()) -> object:
        asked.append(sql)
        return row(library, sql, values)  # type: ignore[arg-type]

    def some(library: Database, sql: str, values: Sequence[object] = ()) -> list[tuple[object, ...]]:
        asked.append(sql)
        found = rows(library, sql, values)  # type: ignore[arg-type]
        assert len(found) < 2, sql
        return found

    with Session(household.places(room), clock=lambda: NOW) as session:
        row, rows = Database.row, Database.rows
        monkeypatch.setattr(Database, "row", one)
        monkeypatch.setattr(Database, "rows", some)
        front = lists.front(session)
    assert [article.title for article in front.rows] == UNREAD
    assert len(asked) <= 17  # three of them read the one row of totals


async def test_the_start_asks_the_library_once(reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[object] = []
    counted: list[bool] = []
    make, count = Session.__init__, lists.counts

    def opening(self: Session, *places: object, **how: object) -> None:
        opened.append(self)
        make(self, *places, **how)  # type: ignore[arg-type]

    def counting(session: Session, *, at_once: bool = False) -> lists.Counts:
        counted.append(at_once)
        return count(session, at_once=at_once)

    monkeypatch.setattr(Session, "__init__", opening)
    monkeypatch.setattr(lists, "counts", counting)
    async with reader() as screen:
        assert screen.listed[:3] == UNREAD[:3]
        assert len(opened) == 1
        assert counted == [True], "what takes as long as a list is counted later"


async def test_no_work_in_the_background_is_written_out(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[State] = []

    def write(state: State) -> str:
        written.append(state)
        return ""

    monkeypatch.setattr(State, "__repr__", write)
    async with reader() as screen:
        await screen.press("j", "m", "enter", "J", "escape")
        assert written == [], "the state holds the number of each article that is listed"


@pytest.fixture
def drawn(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The rows of which lines were drawn."""
    rows: list[int] = []
    line = ArticleList.line

    def counted(self: ArticleList, index: int, *rest: object) -> object:
        rows.append(index)
        return line(self, index, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(ArticleList, "line", counted)
    return rows


async def test_a_step_draws_the_two_rows_that_it_concerns(reader: Open, drawn: list[int]) -> None:
    async with reader() as screen:
        drawn.clear()
        await screen.press("j")
        assert set(drawn) == {0, 1}
        assert len(drawn) <= 2 * screen.news.rows.tall


async def test_a_letter_that_finds_the_same_draws_no_row_and_no_section(
    reader: Open, drawn: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    line, sections = SectionList.line, list[int]()

    def counted(rows: SectionList, index: int, *given: object) -> object:
        sections.append(index)
        return line(rows, index, *given)  # type: ignore[arg-type]

    monkeypatch.setattr(SectionList, "line", counted)
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcy")
        before = screen.listed
        drawn.clear()
        sections.clear()
        await screen.type("o")
        assert screen.listed == before
        assert (drawn, sections) == ([], [])
        await screen.type("zz")
        assert screen.listed != before
        assert sections == []


async def test_a_step_that_scrolls_draws_what_is_seen_once(reader: Open, drawn: list[int]) -> None:
    async with reader(size=(120, 20)) as screen:
        rows = screen.news.rows
        while not rows.scroll_offset.y:
            drawn.clear()
            await screen.press("j")
        assert len(drawn) <= rows.size.height


@pytest.mark.usefixtures("room")
def test_a_step_writes_some_hundred_bytes() -> None:
    with terminal() as found:
        at = found.until("Ferry Halcyon")
        sizes = []
        for key in (b"j", b"k") * 4:
            found.press(key)
            before, at = at, found.until("▌", at)
            sizes.append(at - before)
        assert statistics.median(sizes) < 700, sizes


@pytest.mark.usefixtures("room")
def test_a_list_that_scrolls_and_an_article_take_few_bytes() -> None:
    with terminal(size=(120, 16)) as found:
        found.quiet(found.until("Ferry Halcyon"))
        sizes = {}
        for name, keys in (("down", b"j" * 8), ("scrolled", b"j"), ("article", b"\r")):
            at = len(found.output)
            found.press(keys)
            found.quiet(at)
            sizes[name] = len(found.output) - at
        assert sizes["scrolled"] < 1_800, sizes
        assert sizes["article"] < 10_000, sizes


@pytest.mark.usefixtures("room")
def test_what_is_shown_already_is_written_again_only_if_one_asks_for_it() -> None:
    with terminal() as found:
        at = found.until("Ferry Halcyon")
        found.quiet(at)
        at = len(found.output)
        found.press(b"k")  # the first row is under the cursor
        found.quiet(at, patience=0.3)
        assert len(found.output) == at
        found.press(b"\x0c")
        found.until("Ferry Halcyon", at)


async def test_a_step_paints_once(reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    painted: list[object] = []
    display = AppBase._display

    def counted(self: AppBase, screen: Screen[object], update: object) -> None:
        if update is not None:
            painted.append(update)
        display(self, screen, update)

    monkeypatch.setattr(AppBase, "_display", counted)
    async with reader() as screen:
        await screen.press("j")  # by now Textual's own screen below, which paints once, is done
        for key in ("j", "j", "k"):
            painted.clear()
            await screen.press(key)
            assert len(painted) == 1


class Long(App[None]):
    """A list of many articles, none of which is known."""

    def __init__(self) -> None:
        super().__init__()
        theme = themes.load(Path("none"))[0]["newsprint"]
        self.paint = Paint(theme)
        self.register_theme(textual_theme(theme))
        self.theme = theme.name
        self.wanted: list[tuple[int, ...]] = []

    def compose(self) -> ComposeResult:
        yield ArticleList(id="list")

    def on_article_list_wanted(self, event: ArticleList.Wanted) -> None:
        self.wanted.append(event.ids)
        self.query_one(ArticleList).put(
            Row(replace(ARTICLE, id=id_, title=f"Story {id_}")) for id_ in event.ids
        )


ARTICLE = Article(id=1, uid="a" * 16, title="", fetched=NOW)


async def test_rows_are_asked_for_once_in_blocks_and_before_they_are_seen() -> None:
    app = Long()
    async with app.run_test(size=(80, 30)) as pilot:
        rows = app.query_one(ArticleList)
        rows.open(range(1, 10_001), NOW)
        await pilot.pause()
        for _ in range(30):
            rows.page(1)
            assert all(rows.cache.row(index) for index in range(rows.cursor, rows.cursor + 5))
            await pilot.pause()
        seen = rows.cursor
    asked = [id_ for ids in app.wanted for id_ in ids]
    assert len(asked) == len(set(asked))
    assert len(app.wanted) <= (seen + 100) // BLOCK + 1


async def test_rows_of_a_search_below_the_view_wait_until_somebody_goes_down() -> None:
    app = Long()
    async with app.run_test(size=(80, 30)) as pilot:
        rows = app.query_one(ArticleList)
        known = [Row(replace(ARTICLE, id=id_)) for id_ in range(1, rows.in_a_screen(snippets=True) + 1)]
        rows.open(range(1, 10_001), NOW, snippets=True, rows=known)
        await pilot.pause()
        assert app.wanted == []
        rows.move(1)
        await pilot.pause()
        assert len(app.wanted) == 1
        assert len(app.wanted[0]) <= BLOCK_SNIPPETS


async def test_a_search_brings_the_rows_in_view_and_no_guess_at_what_was_meant(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    fetched: list[object] = []
    rows, guess = ListPart.fetch_rows, lists.suggestion

    def fetching(self: ListPart, ids: tuple[int, ...]) -> object:
        fetched.append(ids)
        return rows(self, ids)

    def guessing(*what: object) -> object:
        fetched.append(what)
        return guess(*what)  # type: ignore[arg-type]

    monkeypatch.setattr(ListPart, "fetch_rows", fetching)
    monkeypatch.setattr(lists, "suggestion", guessing)
    monkeypatch.setattr(searching, "SUGGESTS_S", PATIENCE)  # letters may be slow to come
    monkeypatch.setattr(SearchLine, "may_offer", lambda *what: False)  # it asks after that time
    async with reader() as screen:
        await screen.press("/")
        await screen.type("halcyon")
        assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
        assert all(screen.news.rows.cache.row(at) for at in range(2))
        assert fetched == []


async def test_the_next_unread_article_is_known_without_asking(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[object] = []
    monkeypatch.setattr(lists, "unread_beside", lambda *what: asked.append(what))
    async with reader() as screen:
        await screen.press("m", "n", "p")
        assert screen.news.rows.cursor == 1
        assert len(asked) == 1  # none before: only the library can say so


async def test_the_next_article_is_read_ahead_and_anew_after_a_change(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader() as screen:
        await screen.press("enter")
        ahead = screen.news.parts.reading.ahead
        assert ahead is not None
        assert ahead.article.title == UNREAD[1]
        await screen.app.library.ask(
            lambda session: session.library.marks.bookmark([ahead.article.id], NOW), "write"
        )
        screen.news.recount()
        await screen.settle()
        await screen.press("J")
        assert screen.news.state.open_article is not None
        assert screen.news.state.open_article.title == UNREAD[1]
        assert screen.news.state.open_article.bookmarked


async def test_garbage_that_was_not_collected_during_the_start_is_from_the_first_list_on(
    reader: Open,
) -> None:
    gc.disable()
    try:
        async with reader():
            while not gc.isenabled():  # noqa: ASYNC110 - nothing tells of it
                await asyncio.sleep(0.01)
    finally:
        gc.enable()
        gc.unfreeze()


def test_frames_follow_each_other_quickly_unless_the_user_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.delenv("TEXTUAL_FPS", raising=False)
    setting.prepare()
    assert 1000 / int(os.environ["TEXTUAL_FPS"]) <= 4
    monkeypatch.setenv("TEXTUAL_FPS", "30")
    setting.prepare()
    assert os.environ["TEXTUAL_FPS"] == "30"
