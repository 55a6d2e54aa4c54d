"""What the screen itself does: one way back, one place that tells errors, the head line, the order of panes."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast
from unittest.mock import Mock, call

import pytest
from textual.geometry import Size

from reader.config import keys
from reader.config.settings import defaults
from reader.core.events import Progress
from reader.errors import LibraryLocked, NothingFound
from reader.model import Subscription
from reader.tui import external_programs, toast
from reader.tui.article.text_layout import USUAL
from reader.tui.dialogs.base import Dialog
from reader.tui.front.screen import FrontScreen
from reader.tui.front.state import Listing
from reader.tui.keys.dispatch import Dispatcher
from reader.tui.widgets.head_line import HeadState
from reader.tui.widgets.section_list import Section
from tests.support import household
from tests.support.articles import article, related
from tests.support.household import UNREAD
from tests.tui.front.conftest import said

if TYPE_CHECKING:
    from reader.tui.front.layout import Layout
    from reader.tui.front.state import PaneName
    from tests.support.driver import Driver
    from tests.tui.conftest import Open


async def test_an_error_of_background_work_is_told_with_its_hint_and_ends_it(reader: Open) -> None:
    done: list[str] = []

    async def fails() -> None:
        raise LibraryLocked("it is held", subject="library.db", hint="try again")

    async def fails_without_a_hint() -> None:
        done.append("begun")
        raise NothingFound("it is gone")

    async with reader() as screen:
        screen.news.start(fails, group="marks")
        await screen.settle()
        assert said(screen) == ["library.db: it is held. Try again."]
        screen.news.start(fails_without_a_hint, group="marks")
        await screen.settle()
        assert said(screen) == ["It is gone"], "one at a time"
        assert {notice.severity for notice in screen.app._notifications} == {"error"}
        assert screen.app.is_running
    assert done == ["begun"]


async def test_exclusive_work_ends_what_runs_of_its_group(reader: Open) -> None:
    import asyncio

    done: list[int] = []

    async def work(number: int) -> None:
        await asyncio.sleep(0.01)
        done.append(number)

    async with reader() as screen:
        for number in (1, 2):
            screen.news.start(lambda number=number: work(number), group="try", exclusive=True)  # type: ignore[misc]
        screen.news.start(lambda: work(3), group="try")
        await screen.settle()
        assert sorted(done) == [2, 3]
        screen.news.start(lambda: work(4), group="try")
        screen.news.cancel("try")
        await screen.settle()
        assert 4 not in done


async def ways(screen: Driver, key: str) -> list[str]:
    """What each press of a key comes to, until the front page itself is reached."""
    found = []
    for _ in range(9):
        before = looks(screen)
        await screen.press(key)
        if looks(screen) == "sections" and before == "list":
            await screen.press("tab")  # h leads on to the sections, and there back again
            break
        if looks(screen) == before:
            break
        found.append(looks(screen))
    return found


def looks(screen: Driver) -> str:
    news = screen.news
    marks = [
        "choosing" if news.article.is_choosing else "",
        "selecting" if news.rows.selection.is_on else "",
        "finding" if news.find_bar.display else "",
        "search" if news.state.listing.is_search else "",
        "filter" if news.state.listing.is_filtered else "",
        "reading" if news.state.is_reading else "",
    ]
    return " ".join([*filter(None, marks), str(screen.focus)])


@pytest.mark.parametrize("key", ["escape", "h"])
async def test_back_ends_one_thing_after_the_other_the_innermost_first(reader: Open, key: str) -> None:
    async with reader() as screen:
        await screen.press("/", *"halcyon", "enter", "enter")
        await screen.press("/", *"ferry", "enter", "H", "h")
        assert looks(screen) == "choosing finding search reading article", "h is a word back there"
        await screen.press("escape")
        assert looks(screen) == "finding search reading article"
        assert await ways(screen, key) == [
            "search reading article",
            "search list",
            "list",
        ]
        assert screen.said == ("q quits" if key == "escape" else "")
        await screen.press("f", *"the", "enter", "V")
        assert await ways(screen, key) == ["filter list", "list"]
        await screen.press("shift+tab")
        assert await ways(screen, key) == ["list"]
        assert screen.app.return_code is None


async def test_q_goes_the_same_way_and_then_out(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/", *"halcyon", "enter", "enter", "H")
        found = []
        for _ in range(4):
            found.append(looks(screen))
            await screen.press("q")
        assert found == ["choosing search reading article", "search reading article", "search list", "list"]
    assert screen.app.return_code == 0


@pytest.mark.parametrize("size", [(60, 20), (120, 36), (200, 50)])
async def test_back_in_the_related_pane_is_the_article_first(reader: Open, size: tuple[int, int]) -> None:
    async with reader(size=size) as screen:
        await screen.press("enter", "tab")
        assert await ways(screen, "h") == ["reading article", "list"]


async def test_the_demo_says_what_the_key_leaves(reader: Open) -> None:
    async with reader(demo_feeds=(Subscription(url="https://gazette.example/feed.xml"),)) as screen:
        await screen.press("escape")
        assert "q leaves the demo" in said(screen)


async def test_the_head_line_says_where_one_is_and_what_runs(reader: Open) -> None:
    async with reader() as screen:
        assert screen.head.split() == [
            "broadsheet",
            "Unread",
            f"{len(UNREAD)}",
            *["1", "failing", "·", "!", "why", "14:05"],
        ]
        screen.news.hear(Progress("refreshing", 3, 1_500))
        await screen.pilot.pause()
        assert "↻ 3/1,500 refreshing" in screen.head
        await screen.press("j", "enter")
        assert screen.head.startswith(" ‹ Unread   2 of 25")
        assert "related" not in screen.head
        await screen.press("[")
        await screen.resize(60, 20)
        assert "‹ Unread" in screen.head


async def test_the_head_line_names_the_search_that_an_article_was_found_by(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("ferry")
        await screen.press("enter")
        found = screen.news.rows.count
        assert f"{found} found" in screen.text
        await screen.press("enter")
        assert screen.head.startswith(f" ‹ ferry   1 of {found} ")
        await screen.press("q")
        assert screen.head.split()[:3] == ["broadsheet", "Search", "1"], "the line below the field counts"


async def test_the_head_line_counts_no_titles_that_a_filter_leaves(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("f")
        await screen.type("zeppelin")
        assert screen.head.split() == ["broadsheet", "Unread", *["1", "failing", "·", "!", "why", "14:05"]]
        assert "No title here has “zeppelin”." in screen.text
        await screen.press("escape")
        assert f"Unread {len(UNREAD)}" in screen.head
        assert "No title" not in screen.text


async def test_an_open_article_that_is_not_in_the_list_has_no_place_there(reader: Open) -> None:
    async with reader() as screen:
        read = screen.stored("An Article That Was Read")
        screen.news.parts.reading.read_article(read.id)
        await screen.settle()
        assert screen.opened == "An Article That Was Read"
        assert " of 25" not in screen.head


async def test_the_keys_of_what_one_is_in_the_middle_of_come_first_in_the_foot_line(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        assert screen.foot.strip().startswith("Enter go to results   F1 query help   Ctrl-s save")
        await screen.press("escape", "f")
        assert screen.foot.strip().startswith("Enter go to list")
        assert "save" not in screen.foot
        await screen.press("escape", "enter", "/")
        assert screen.foot.strip().startswith("Enter next match")
        await screen.press("escape", "H")
        assert screen.foot.strip().startswith("Enter highlight   Esc leave   j k sentence")
        await screen.press("space")
        assert screen.foot.strip().startswith("Enter highlight   Esc leave   j k more, less")


# The screen without a terminal: parts and widgets keep what they are told


class Alone(FrontScreen):
    """The screen before it is shown, in a terminal of a width that the test sets."""

    layout_name: Any = "medium"
    height = 40
    at: Any = None
    app: Any = None

    def __init__(self) -> None:
        self.reader = Mock(
            is_demo=False,
            worker=Mock(is_busy=False),
            now=lambda: household.NOW,
            settings=defaults(),
            dispatcher=Dispatcher(keys.bindings({})[0]),
        )
        super().__init__(cast("Any", self.reader))
        self.app = Mock(screen=self, size=Size(120, 40))
        self.parts: Any = Mock()
        self.parts.list.number.side_effect = lambda: len(self.state.listing.ids)
        self.parts.sections.failing = 0
        self.parts.archive_reading.place = ""
        self.parts.archive_search.turn.return_value = self.parts.searching.widen.return_value = False
        self.parts.list.name, self.parts.list.place = "Unread", "1,001 of 1,200"
        self.sections: Any = Mock(
            id="sections", ancestors_with_self=[SimpleNamespace(id="sections")], wanted_width=28
        )
        self.rows: Any = Mock(id="list", cursor=0, current_id=1, ids=(1, 2))
        self.rows.dense = False
        self.rows.ancestors_with_self = [SimpleNamespace(id="list"), SimpleNamespace(id="middle")]
        self.article: Any = Mock(
            id="article", minutes_left=0, progress=0.0, is_choosing=False, text_layout=USUAL
        )
        self.article.ancestors_with_self = [SimpleNamespace(id="article"), SimpleNamespace(id="text")]
        self.related: Any = Mock(id="related", ancestors_with_self=[SimpleNamespace(id="related")])
        self._head: Any = Mock()
        self.state: Any = self.state
        self.shown = {name: Mock(display=False) for name in ("sections", "middle", "text", "related")}
        self._panes: Any = Mock()
        self._panes.by_name.return_value = self.shown

    @property
    def focused(self) -> Any:
        return self.at

    @focused.setter
    def focused(self, widget: object) -> None:
        self.at = widget

    def set_focus(self, widget: Any, *_: object, **__: object) -> None:
        self.at = widget

    def set_class(self, add: bool, *names: str, update: bool = True) -> Any:
        self.named = getattr(self, "named", {}) | dict.fromkeys(names, add)

    def displayed(self) -> set[str]:
        return {name for name, pane in self.shown.items() if pane.display}

    def heads(self) -> HeadState:
        self.head()
        found = self._head.show.call_args.args[0]
        assert isinstance(found, HeadState)
        return found

    def read(self, **fields: Any) -> None:
        self.state.open_article, self.state.is_reading = article(**fields), True


@pytest.fixture
def alone() -> Alone:
    return Alone()


@pytest.mark.parametrize(
    ("handler", "event", "part", "given"),
    [
        ("_section_opened", {"index": 1}, "list.open_section", ("second",)),
        ("_row_opened", {"index": 1}, "reading.read_article", (2,)),
        ("_row_highlighted", {}, "list.cursor_moved", ()),
        ("_row_highlighted", {}, "reading.follow_cursor", ()),
        ("_rows_wanted", {"ids": (3, 4)}, "list.fetch_rows", ((3, 4),)),
        ("_article_moved", {}, "reading.moved", ()),
        ("_row_below_opened", {"related": "near"}, "related.open", ("near",)),
        ("_related_opened", {"index": 2}, "related.open", ("third",)),
        ("_related_opened", {"index": 3}, "archive_reading.read_related", (0,)),
        ("_archive_row_opened", {"index": 4}, "archive_reading.read", (4,)),
        ("_link_pressed", {"number": 7}, "outgoing.action_open_link", (7,)),
        ("_passage_chosen", {"span": (1, 2)}, "notes.passage_chosen", ((1, 2),)),
        ("_hits_found", {"hits": 5}, "finding.found_more", (5,)),
        ("_typed", {"text": "a", "purpose": "find"}, "finding.typed", ("a",)),
        ("_submitted", {"purpose": "find"}, "finding.submitted", ()),
        ("_submitted", {"purpose": "filter"}, "searching.submitted", ()),
    ],
)
def test_what_a_widget_tells_goes_to_its_part_and_no_further(
    alone: Alone, handler: str, event: dict[str, Any], part: str, given: tuple[object, ...]
) -> None:
    alone.sections.sections = ["first", "second"]
    alone.related.related_at = ["first", "second", "third"].__getitem__
    alone.related.archived_at = [None, None, None, 0].__getitem__
    message = Mock(**event)
    getattr(alone, handler)(message)
    room, name = part.split(".")
    assert getattr(getattr(alone.parts, room), name).call_args_list == [call(*given)]
    assert message.stop.call_count == 1


def test_a_section_that_is_opened_gives_the_keys_to_the_list(alone: Alone) -> None:
    alone.sections.sections = ["first"]
    alone.state.at = "sections"
    alone._section_opened(Mock(index=0))
    assert alone.at is alone.rows
    assert alone.state.at == "middle"


@pytest.mark.parametrize(
    ("layout", "is_reading", "at", "shows"),
    [
        ("medium", False, "sections", 1),
        ("wide", False, "sections", 1),
        ("narrow", False, "sections", 0),
        ("medium", True, "sections", 0),
        ("medium", False, "middle", 0),
    ],
)
def test_the_list_follows_the_sections_beside_it(
    alone: Alone, layout: Layout, is_reading: bool, at: PaneName, shows: int
) -> None:
    alone.layout_name, alone.state.is_reading, alone.state.at = layout, is_reading, at
    alone.sections.sections = ["first", "second"]
    event = Mock(index=1)
    alone._section_highlighted(event)
    assert alone.parts.list.show_section.call_args_list == [call("second")] * shows
    assert event.stop.call_count == 1


@pytest.mark.parametrize(
    ("layout", "is_reading", "shown"),
    [
        ("narrow", False, {"middle"}),
        ("medium", False, {"sections", "middle"}),
        ("medium", True, {"text", "related"}),
        ("wide", True, {"sections", "middle", "text", "related"}),
    ],
)
def test_panes_are_placed_by_width_and_work(
    alone: Alone, layout: Layout, is_reading: bool, shown: set[str]
) -> None:
    alone.layout_name, alone.state.is_reading = layout, is_reading
    alone.app.size = Size(200, 50) if layout == "wide" else alone.app.size
    alone.place()
    assert alone.displayed() == shown
    assert {name for name, is_set in alone.named.items() if is_set} == {
        f"-{layout}",
        *(["-reading"] if is_reading else []),
        *(["-beneath"] if layout == "narrow" else []),
    }
    assert alone.at is (alone.article if is_reading else alone.rows)
    assert alone.parts.list.apply_density.call_count == 1
    for followed in (alone.parts.related.placed, alone.parts.reading.follow_cursor):
        assert followed.call_count == 1


def test_the_keys_stay_in_a_pane_that_is_shown(alone: Alone) -> None:
    alone.at = alone.sections
    alone.place()
    assert alone.at is alone.sections
    alone.layout_name = "narrow"
    alone.place()
    assert alone.at is alone.rows
    alone.state.is_reading = True
    alone.on_resize()
    assert alone.at is alone.article


def test_panes_that_are_placed_fit_the_terminal(alone: Alone) -> None:
    alone.place()
    assert alone._panes.fit.call_args == call("medium", {"sections": 28, "related": 38})


@pytest.mark.parametrize(
    ("at", "step", "to"),
    [
        ("sections", 1, "middle"),
        ("middle", 1, "text"),
        ("text", 1, "related"),
        ("related", 1, "sections"),
        ("sections", -1, "related"),
        ("middle", -1, "sections"),
    ],
)
def test_tab_goes_round_the_panes(alone: Alone, at: PaneName, step: int, to: PaneName) -> None:
    alone.layout_name, alone.state.at = "wide", at
    if step > 0:
        alone.action_next_pane()
    else:
        alone.action_previous_pane()
    assert alone.state.at == to


def test_tab_takes_a_name_in_other_scripts_before_it_changes_panes(alone: Alone) -> None:
    alone.layout_name, alone.state.at = "wide", "sections"
    alone.parts.searching.widen.return_value = True
    alone.action_next_pane()
    assert alone.state.at == "sections"
    alone.action_previous_pane()
    assert alone.state.at == "related", "there is one offer"


def test_tab_from_a_pane_that_is_gone_goes_on_from_the_first(alone: Alone) -> None:
    alone.state.at = "text"
    alone.action_next_pane()
    assert alone.at is alone.rows


def test_zoom_shows_the_article_alone_and_all_again(alone: Alone) -> None:
    alone.read()
    alone.action_zoom()
    assert alone.displayed() == {"text"}
    assert alone.named["-zoomed"]
    alone.action_zoom()
    assert not alone.named["-zoomed"]
    assert alone.displayed() == {"text", "related"}


@pytest.mark.parametrize(
    ("layout", "is_open", "is_zoomed", "to", "reads"),
    [
        ("wide", True, False, "article", True),
        ("wide", True, False, "related", True),
        ("wide", True, False, "rows", False),
        ("wide", False, False, "article", False),
        ("wide", True, True, "rows", True),
        ("medium", True, False, "rows", True),
    ],
)
def test_in_the_wide_layout_reading_is_having_the_keys_there(
    alone: Alone, layout: Layout, is_open: bool, is_zoomed: bool, to: str, reads: bool
) -> None:
    alone.layout_name, alone.state.is_zoomed = layout, is_zoomed
    alone.state.is_reading = to == "rows"
    if is_open:
        alone.state.open_article = article()
    alone.enter(getattr(alone, to))
    assert alone.state.is_reading is reads
    for part in (alone.parts.related, alone.parts.reading, alone.parts.searching, alone.parts.targets):
        assert part.entered.call_count == 1
    assert alone.at is getattr(alone, to)


def test_a_click_into_another_pane_takes_the_keys_there_once(alone: Alone) -> None:
    alone.on_descendant_focus()
    assert alone.parts.reading.entered.call_count == 0
    alone.at = alone.sections
    alone.on_descendant_focus()
    alone.on_descendant_focus()
    assert alone.state.at == "sections"
    assert alone.parts.reading.entered.call_count == 1


def test_a_key_means_the_open_article_while_reading(alone: Alone) -> None:
    alone.rows.current = article(id=1)
    alone.state.open_article = article(id=2)
    assert alone.target is alone.rows.current
    alone.state.is_reading = True
    assert alone.target is alone.state.open_article
    assert alone.lacked is None
    alone.state.at = "related"
    assert (alone.target, alone.lacked) == (alone.related.current, alone.related.lacked)
    alone.state.is_reading = False
    assert (alone.target, alone.lacked) == (alone.rows.current, None)
    assert alone.action_targets is alone.parts.in_order()


@pytest.fixture
def quiet(alone: Alone) -> Alone:
    """Nothing is there to go back from."""
    alone.parts.targets.is_selecting = alone.parts.story.is_waiting = False
    alone.parts.finding.is_finding = alone.parts.searching.can_restore = False
    alone.app.dispatcher.bindings.keys.return_value = ["q"]
    return alone


def test_each_step_back_is_made_when_nothing_is_within_it(quiet: Alone) -> None:
    told: list[tuple[str, bool]] = []
    quiet.tell = lambda text, *, is_error=False: told.append((text, is_error))  # type: ignore[method-assign]
    quiet.action_back()
    assert told == [("q quits", False)]
    assert quiet.app.dispatcher.bindings.keys.call_args == call("leave", "list")
    quiet.reader.is_demo = True
    quiet.action_back()
    assert told[1:] == [("q leaves the demo", False)]
    quiet.app.dispatcher.bindings.keys.return_value = []
    quiet.action_back()
    assert len(told) == 2
    quiet.state.at = "sections"
    quiet.action_back()
    assert quiet.at is quiet.rows
    steps = [
        ("reading", None, quiet.parts.reading.leave_article),
        ("beside", None, None),
        ("can_restore", quiet.parts.searching, quiet.parts.searching.restore),
        ("is_finding", quiet.parts.finding, quiet.parts.finding.end),
        ("is_selecting", quiet.parts.targets, quiet.parts.targets.end),
    ]
    for name, owner, step in steps:
        if name == "reading":
            quiet.state.is_reading = True
        elif name == "beside":
            quiet.layout_name, quiet.state.at = "narrow", "related"
        else:
            setattr(owner, name, True)
        quiet.action_back()
        if step is None:
            assert quiet.at is quiet.article
            assert quiet.state.at == "text"
        else:
            assert step.call_count == 1, name
    assert quiet.parts.reading.leave_article.call_count == 1
    quiet.at = quiet.rows
    quiet.action_back()
    assert len(told) == 2


def test_from_the_text_the_way_back_leads_out_of_the_article(quiet: Alone) -> None:
    quiet.layout_name, quiet.state.at, quiet.state.is_reading = "narrow", "text", True
    quiet.action_back()
    assert quiet.parts.reading.leave_article.call_count == 1


def test_the_foot_line_says_where_the_key_that_leaves_leads(quiet: Alone) -> None:
    assert quiet.labels == {}
    quiet.reader.is_demo = True
    assert quiet.labels == {"leave": "leave the demo"}
    quiet.parts.searching.can_restore = True
    assert quiet.labels == {"leave": "back"}


def test_leaving_ends_the_program_where_there_is_no_way_back(quiet: Alone) -> None:
    quiet.state.at = "sections"
    quiet.action_leave()
    assert quiet.reader.leave.call_count == 0
    quiet.action_leave()
    assert quiet.reader.leave.call_count == 1


def test_hints_are_of_the_innermost_thing(alone: Alone) -> None:
    alone.parts.targets.hints.return_value = alone.parts.notes.hints.return_value = ()
    alone.parts.finding.hints.return_value = ()
    alone.parts.searching.hints.return_value = (("Enter", "next"),)
    alone.parts.saved_searches.hints.return_value = (("s", "save"),)
    assert list(alone.own_hints) == [("Enter", "next"), ("s", "save")]
    alone.parts.notes.hints.return_value = (("j", "sentence"),)
    assert list(alone.own_hints) == [("j", "sentence")]
    alone.parts.targets.hints.return_value = (("V", "end"),)
    assert list(alone.own_hints) == [("V", "end")]


def test_words_go_up_in_their_mood(alone: Alone, monkeypatch: pytest.MonkeyPatch) -> None:
    shown = Mock()
    monkeypatch.setattr(toast, "show", shown)
    alone.tell("kept")
    alone.fail(LibraryLocked("held", subject="a.db", hint="try again."))
    alone.fail(NothingFound("gone."))
    assert shown.call_args_list == [
        call(alone.app, "kept", "good"),
        call(alone.app, "a.db: held. Try again.", "bad"),
        call(alone.app, "Gone.", "bad"),
    ]


def test_what_others_ask_of_the_screen_is_done_by_its_parts(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert alone.recount() is alone.parts.sections.recount()
    ran = Mock(return_value=3)
    monkeypatch.setattr(external_programs, "on_screen", ran)
    assert alone.on_screen(["vi"], {"A": "b"}) == 3
    assert ran.call_args == call(alone.app, ["vi"], {"A": "b"})


def test_an_event_is_heard_by_parts_and_an_open_dialog(alone: Alone) -> None:
    event = Progress("refreshing", 1)
    alone.hear(event)
    alone.app.screen = Mock(spec=Dialog)
    alone.hear(event)
    assert alone.parts.jobs.hear.call_args_list == [call(event)] * 2
    assert alone.parts.programs.hear.call_args_list == [call(event)] * 2
    assert alone.app.screen.hear.call_args_list == [call(event)]


def test_the_head_line_of_the_list(alone: Alone) -> None:
    alone.parts.sections.failing = 0
    alone.state.listing = Listing(Section("a", "Unread"), ids=range(1_200))
    alone.parts.list.numbers.return_value = "1,200"
    assert alone.heads() == HeadState(where="Unread", note="1,200", end="14:05")
    alone.parts.sections.failing, alone.reader.is_demo = 2, True
    alone.reader.worker.is_busy = True
    assert alone.heads() == HeadState(
        where="Demo · Unread", note="1,200", running="↻", failing="2 failing · ! why", end="14:05"
    )
    alone.app.size = Size(79, 24)
    assert alone.heads().failing == "2 failing", "narrow lines say more that is needed"
    alone.state.running = "↻ 3 indexing"
    alone.state.is_reading = True
    assert alone.heads().running == "↻ 3 indexing"
    assert alone.heads().where == "Demo · Unread", "nothing is open"
    alone.state.open_article, alone.state.is_reading = article(), False
    assert alone.heads().where == "Demo · Unread", "it stands beside the list"


def test_the_head_line_of_an_article(alone: Alone) -> None:
    alone.read(id=1)
    alone.state.listing = Listing(Section("a", "Unread"), ids=range(1_200))
    alone.article.progress = 0.256
    alone.article.passed_title = "What the Tug Needs"
    alone.state.related = [related(1), related(2)]
    assert alone.heads() == HeadState(
        back="Unread", note="1,001 of 1,200", title="What the Tug Needs", end="26%"
    )
    alone.article.passed_title = ""
    alone.article.minutes_left, alone.layout_name = 3, "narrow"
    assert alone.heads() == HeadState(
        back="Unread", note="1,001 of 1,200", aside="2 related", end="26% · 3 min left"
    )
    alone.state.related, alone.rows.current_id = (), 2
    assert alone.heads() == HeadState(back="Unread", end="26% · 3 min left")
    alone.rows.current_id = None
    assert alone.heads().note == ""


@pytest.mark.parametrize("key", ["tab", "f", ">"])
async def test_a_message_goes_with_the_pane_or_the_list_that_it_was_of(reader: Open, key: str) -> None:
    async with reader() as screen:
        await screen.press("m")
        assert screen.said_untitled == "Marked as read · u to undo"
        await screen.press(key)
        assert not screen.said


async def test_that_a_key_does_nothing_is_told_until_another_does_something(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("H")
        assert screen.said == "H: only in the sidebar (hide feed) and the article (highlight)"
        await screen.press("j")
        assert not screen.said


async def test_a_key_that_shows_the_article_only_is_named_as_such_once(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("z")
        assert screen.said == "z: only in the article (zoom)"


@pytest.mark.parametrize("key", ["ctrl+a", "ctrl+t", "left"])
@pytest.mark.parametrize("way", [(), ("tab",)])
async def test_a_key_that_does_nothing_in_a_pane_says_so(
    reader: Open, way: tuple[str, ...], key: str
) -> None:
    async with reader() as screen:
        await screen.press(*way, key)
        assert "does nothing here" in screen.said or "only in the article" in screen.said


async def test_what_cannot_be_removed_from_the_sidebar_is_told(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("tab", "g", "g", "D")
        assert screen.said == "Select a feed or a saved search first"
