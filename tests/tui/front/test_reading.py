from __future__ import annotations

import asyncio
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING
from unittest.mock import AsyncMock, Mock, call

import pytest

from reader.config.settings import Settings
from reader.core import related as core_related
from reader.core import search
from reader.core.session import Session
from reader.errors import LibraryLocked
from reader.model import Draft, Subscription
from reader.store.articles.new_entries import Arrival
from reader.tui.article.heading import Edited
from reader.tui.article.text_layout import TextLayout
from reader.tui.front import reading
from reader.tui.front import related as related_part
from reader.tui.front.reading import ReadingPart
from reader.tui.front.related import RelatedPart
from reader.tui.wording import clock
from tests.support import household
from tests.support.articles import article, related
from tests.support.fake_front import FakeApp, FakeLibrary, FakeList, FakeView, state
from tests.support.household import UNREAD

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from reader.model import Article
    from tests.tui.conftest import Open

READ_AFTER = Settings.read_after
TUG, LONG = "What the Tug Needs", 6


async def test_a_message_ends_where_another_article_is_opened_and_not_before(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "b", "j")
        assert screen.said_untitled == "Bookmarked · u to undo"
        await screen.press("J")
        assert (screen.opened, screen.said) == (UNREAD[1], "")
        await screen.press("b")
        assert screen.said_untitled == "Bookmark removed · u to undo"
        await screen.press("q")
        assert screen.said == "", "it goes with the pane as well"


async def test_a_message_of_the_key_itself_stays(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "K")
        assert screen.said == "This is the first article in the list"
        await screen.press("D")
        assert screen.said_untitled == "Removed · u to undo"


async def test_a_message_ends_where_a_click_opens_another_article(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("b")
        await screen.pilot.click("#list", offset=(10, 4))
        await screen.settle()
        assert (screen.opened, screen.said) == (UNREAD[1], "")


async def test_an_open_article_is_read_after_a_while(reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Settings, "read_after", property(lambda _: 0.001))
    async with reader() as screen:
        await screen.press("enter")
        await screen.until(lambda: screen.stored(UNREAD[0]).read)


async def test_it_is_read_at_the_first_scroll_and_not_before(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter")
        assert not screen.stored(TUG).read
        await screen.press("j")
        assert screen.stored(TUG).read


async def test_leaving_at_once_leaves_it_unread(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "q")
        assert not screen.stored(UNREAD[0]).read


async def test_what_was_read_stays_in_its_place_until_the_list_is_left(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "j", "q")
        assert screen.listed[2] == TUG
        assert screen.title == TUG
        assert "  What the Tug Needs" in screen.text
        await screen.press("tab", "j", "k", "enter")
        assert TUG not in screen.listed


async def test_space_reads_through_and_on_to_the_next_unread(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "j", "m", "k", "space")
        assert screen.opened == TUG
        for _ in range(40):
            if screen.opened != TUG:
                break
            await screen.press("space")
        assert screen.opened == UNREAD[4]
        assert screen.stored(TUG).read
        assert screen.news.article.progress >= 0
        assert "5 of 25" in screen.head


async def test_space_at_the_end_of_the_last_unread_says_so(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("G", "enter", "G", "space")
        assert screen.opened == UNREAD[-1]
        assert "No more unread" in screen.said


async def test_n_and_p_go_by_unread_in_list_and_article(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "m", "k", "n")
        assert screen.title == TUG
        await screen.press("p")
        assert screen.title == UNREAD[0]
        await screen.press("enter", "n")
        assert screen.opened == TUG
        await screen.press("n")
        assert screen.opened == UNREAD[3]
        await screen.press("p")
        assert screen.opened == TUG


async def test_n_at_the_end_of_an_article_counts_it_as_read_and_before_it_does_not(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter")
        assert (screen.opened, screen.news.article.progress) == (UNREAD[0], 1)
        assert not screen.stored(UNREAD[0]).read
        await screen.press("n")
        await screen.until(lambda: screen.stored(UNREAD[0]).read)
        await screen.press("n")
        assert (screen.opened, screen.news.article.progress < 1) == (TUG, True)
        await screen.press("n")
        assert not screen.stored(TUG).read
        await screen.press("p", "G", "m", "n")
        assert not screen.stored(TUG).read, "it was taken back by hand"


async def test_capital_j_and_k_go_by_the_list(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "J", "J")
        assert screen.opened == TUG
        assert "3 of 25" in screen.head
        await screen.press("K")
        assert screen.opened == UNREAD[1]
        await screen.press("K", "K")
        assert "first article" in screen.said
        await screen.press("q")
        assert screen.title == UNREAD[0]


async def test_brackets_go_back_and_forth_among_what_was_opened(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "J", "J", "[", "[")
        assert screen.opened == UNREAD[0]
        await screen.press("[")
        assert "Nothing to go back to" in screen.said
        await screen.press("]", "]")
        assert screen.opened == TUG
        await screen.press("]")
        assert "Nothing to go forward to" in screen.said


@pytest.mark.parametrize("key", ["h", "q", "escape"])
@pytest.mark.parametrize("size", [(60, 20), (120, 36), (200, 50)])
async def test_back_leads_out_of_the_article_and_then_out(
    reader: Open, key: str, size: tuple[int, int]
) -> None:
    async with reader(size=size) as screen:
        await screen.press("j", "enter", key)
        assert screen.focus == "list"
        assert screen.title == UNREAD[1]
        await screen.pilot.press(key)
        await screen.pilot.pause()
        assert screen.app.return_code == (0 if key == "q" else None)
        assert screen.said == ("q quits" if key == "escape" else "")
        assert screen.focus == ("sections" if key == "h" else "list")


async def test_q_ends_what_is_open_before_it_leaves(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "tab", "q")
        assert screen.focus == "article"
        await screen.press("q")
        assert screen.focus == "list"
        await screen.press("V", "q")
        assert not screen.news.rows.selection.is_on
        await screen.press("tab", "q")
        assert screen.focus == "list"
        assert screen.app.return_code is None


async def test_back_from_the_related_panel_is_the_text_and_then_the_list(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "tab")
        assert screen.focus == "related"
        await screen.press("h")
        assert screen.focus == "article"
        await screen.press("h")
        assert screen.focus == "list"


async def test_the_place_is_kept_when_one_comes_back(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press(*"jjjjjj", "enter", "space", "space", "space")
        position = screen.news.article.position
        assert position > 0
        await screen.press("q", "enter")
        assert screen.news.article.position == position
        await screen.press("q", "tab", "j", "j", "enter")
        assert screen.listed[0] == UNREAD[LONG]


async def test_the_place_is_kept_when_one_quits_within_the_article(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press(*"jjjjjj", "enter", "space", "space")
        position = screen.news.article.position
        await screen.pilot.press("Q")
    async with reader(size=(80, 24)) as screen:
        await screen.press("tab", "j", "j", "enter")
        assert screen.title == UNREAD[LONG]
        await screen.press("enter")
        assert screen.news.article.position == position


async def test_headings_are_gone_to(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("j", "j", "enter", "}")
        assert "What was said" in screen.lines[2]
        await screen.press("}")
        assert "What was done" in screen.lines[2]
        await screen.press("{")
        assert "What was said" in screen.lines[2]


async def test_the_head_says_how_far_one_is(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("j", "j", "enter")
        assert screen.head.startswith(" ‹ Unread")
        assert "min left" in screen.head
        await screen.press("G")
        assert "100%" in screen.head


# The part alone


class Alone:
    """The part on a library of three articles, with a list of them and a screen that keeps what it is told."""

    def __init__(self, session: Session, room: Path) -> None:
        self.ids = [household.add(session, f"Number {number}", f"Text {number}.") for number in (1, 2, 3)]
        self.session = session
        feed, _ = session.library.feeds.add(Subscription(url="https://a.example/feed"), household.NOW)
        self.feed_id = feed.id
        self.rows = FakeList(*self.ids)
        self.state = state(*self.ids)
        self.view = FakeView(self.state, self.rows)
        self.app = FakeApp(room, session=session)
        self.index, self.listing = AsyncMock(), Mock(to_unread=AsyncMock(return_value=True))
        beside = RelatedPart(self.view.view, self.state, self.app.app, self.index)
        self.part = ReadingPart(self.view.view, self.state, self.app.app, self.listing, beside)
        self.shown, self.was_read = Mock(), Mock()
        self.part.shown.connect(self.shown)
        self.part.was_read.connect(self.was_read)

    @property
    def library(self) -> FakeLibrary:
        assert self.app.library is not None
        return self.app.library

    @property
    def open_title(self) -> str | None:
        return self.state.open_article.title if self.state.open_article else None

    def stored(self, number: int) -> Article:
        found = self.session.library.articles.get(self.ids[number - 1])
        assert found is not None
        return found

    async def read(self, *numbers: int) -> None:
        for number in numbers:
            self.part.read_article(self.ids[number - 1])
            await self.view.settle()

    def scroll(self, position: int, progress: float) -> None:
        self.view.article.position, self.view.article.progress = position, progress
        self.part.moved()


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Alone]:
    monkeypatch.setattr(core_related, "related", lambda session, article: (related(7),))
    monkeypatch.setattr(search, "count", lambda session, source: 1_234)
    monkeypatch.setattr(reading, "AHEAD_S", 0)
    monkeypatch.setattr(related_part, "HASTE_S", 0)
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path)


async def test_an_article_that_is_opened_has_its_pane_the_keys_and_its_related_ones(alone: Alone) -> None:
    alone.state.stays_unread = alone.ids[1]
    await alone.read(2)
    (shown,) = alone.view.article.show.call_args.args
    assert (shown.article.title, shown.source.markdown) == ("Number 2", "Text 2.")
    assert alone.view.article.show.call_args.kwargs["position"] == 0
    assert alone.view.article.show.call_args.kwargs["own"] is alone.part.own_words
    assert alone.open_title == "Number 2"
    assert alone.state.is_reading
    assert not alone.state.stays_unread
    assert alone.view.entered == [alone.view.article]
    assert alone.shown.call_count == 1
    assert alone.view.related.waiting.call_count == 1
    assert alone.view.related.put.call_args == call(
        (related(7),), household.NOW, total=1_234, is_comparing=False
    )
    assert alone.state.related == (related(7),)
    assert alone.view.heads == alone.view.feet == 2
    assert alone.view.placings == 0
    assert sorted(alone.view.started) == [("ahead", True), ("open", True), ("related", True)]
    assert "find" in alone.library.lanes
    assert alone.index.done.await_count == 1


async def test_an_edited_article_says_when_and_by_which_key(alone: Alone) -> None:
    await alone.read(1)
    assert alone.view.article.show.call_args.kwargs.get("edited") is None
    household.add(alone.session, "Number 1", "Another text.")
    await alone.read(1)
    said = f"edited {clock(household.NOW - timedelta(minutes=30), household.NOW)}"
    assert alone.view.article.show.call_args.kwargs["edited"] == Edited(said, "w")
    assert ("w", "edited") not in alone.part.hints()
    alone.state.at = "text"
    assert ("w", "edited") in alone.part.hints()


async def test_the_key_that_fetches_a_page_is_told_where_the_feed_has_only_a_title(
    reader: Open, room: Path
) -> None:
    with Session(household.places(room)) as session:
        entry = Draft(
            title="A headline", url="https://a.example/1", text_origin="feed", text_state="none",
            reason="The feed has only the title.", published=household.NOW,
        )  # fmt: skip
        session.library.articles.save(entry, now=household.NOW)
    async with reader() as screen:
        await screen.press("g", "g", "enter")
        assert "The feed has only the title · x fetches the page" in screen.text.replace("\u00a0", " ")
        await screen.press("b")
        assert "x fetches the page" in screen.text, "also once the head has another mark"
        assert "x full text   o browser   b bookmark" in screen.foot
        assert "highlight" not in screen.foot, "there is nothing to highlight"
        assert not screen.app.can("highlight")
        await screen.press("J")
        assert screen.app.can("highlight"), "the next one has a text"


async def test_the_hints_follow_the_article(alone: Alone) -> None:
    await alone.read(1)
    alone.state.at = "text"
    assert alone.part.hints() == (("T", "story"),)
    alone.view.article.has_more = True
    assert alone.part.hints() == (("→", "more"), ("T", "story"))
    alone.state.related = (related(7, group="background"),)
    alone.part._is_edited = True
    assert alone.part.hints() == (("→", "more"), ("w", "edited"))
    short = article(text_origin="feed", text_state="teaser", url="https://a.example/1")
    for open_article, said in (
        (short, [("x", "full text")]),
        (replace(short, text_state="full"), []),
        (replace(short, text_origin="page"), []),
        (replace(short, url=None), []),
    ):
        alone.state.open_article = open_article
        assert alone.part.hints() == (*said, ("→", "more"), ("w", "edited"))
    alone.state.is_unrelated = True
    assert alone.part.hints() == (("→", "more"), ("w", "edited"), ("Tab", ""))
    alone.state.at = "related"
    assert alone.part.hints() == ()
    alone.state.at, alone.state.is_reading = "text", False
    assert alone.part.hints() == ()


async def test_the_hints_of_every_article_keep_their_places(alone: Alone) -> None:
    await alone.read(1)
    alone.state.at = "text"
    assert alone.part.foot_hints() == (("Space", "down"), ("h", "back"), ("Tab", "panes"), ("T", "story"))
    alone.part._before, alone.part._is_edited = [1], True
    assert alone.part.foot_hints()[:5] == (
        ("Space", "down"),
        ("h", "to the list"),
        ("Tab", "panes"),
        ("w", "edited"),
        ("T", "story"),
    )
    alone.state.is_unrelated = True
    assert ("Tab", "panes") not in alone.part.foot_hints()
    alone.view.article.is_read_out = True
    assert alone.part.foot_hints()[0] == ("Space", "next unread")


async def test_the_cursor_stays_on_the_row_from_which_one_went_to_a_related_article(alone: Alone) -> None:
    await alone.read(1)
    await alone.read(3)
    assert (alone.open_title, alone.rows.cursor) == ("Number 3", 0)
    alone.part.leave_article()
    assert alone.rows.current_id == alone.ids[0]


async def test_an_article_opens_where_it_was_left(alone: Alone) -> None:
    alone.session.library.marks.keep_place(alone.ids[0], 77, 0.5, household.NOW)
    await alone.read(1)
    assert alone.view.article.show.call_args.kwargs["position"] == 77


@pytest.mark.parametrize(("at", "is_reading"), [("middle", False), ("text", True), ("related", True)])
async def test_an_article_that_is_gone_is_told(alone: Alone, at: str, is_reading: bool) -> None:
    alone.state.at = at  # type: ignore[assignment]
    alone.part.read_article(4711)
    await alone.view.settle()
    assert alone.view.said == [("This article is no longer in the library", True)]
    assert alone.state.is_reading is is_reading
    assert alone.state.open_article is None
    assert alone.view.article.show.call_count == 0


async def test_an_article_that_cannot_be_read_leaves_the_list_as_it_is(alone: Alone) -> None:
    alone.library.ask = AsyncMock(side_effect=LibraryLocked("locked"))  # type: ignore[method-assign]
    alone.part.read_article(alone.ids[0])
    with pytest.raises(LibraryLocked):
        await alone.view.settle()
    assert not alone.state.is_reading


async def test_the_next_article_is_read_ahead_and_shown_without_a_question(alone: Alone) -> None:
    await alone.read(1)
    assert alone.part.ahead is not None
    assert alone.part.ahead.article.title == "Number 2"
    alone.part.ahead = replace(alone.part.ahead, place=5)
    alone.rows.cursor = 1
    await alone.read(2)
    assert alone.view.article.show.call_args.kwargs["position"] == 5
    assert alone.part.ahead.article.title == "Number 3"
    await alone.read(1)
    assert alone.open_title == "Number 1", "another article than the one that was read ahead"
    alone.rows.cursor = 2
    await alone.read(3)
    assert alone.part.ahead is None, "the list has no next one"


async def test_nothing_is_read_ahead_in_the_list(alone: Alone) -> None:
    alone.part.ahead = Mock()
    alone.part.read_ahead()
    await alone.view.settle()
    assert alone.part.ahead is None


async def test_an_article_beside_the_list_takes_no_keys_and_no_mark(alone: Alone) -> None:
    alone.view.layout_name = "wide"
    alone.rows.cursor = 1
    alone.part.follow_cursor()
    (timer,) = alone.view.timers
    assert timer.seconds == reading.FOLLOWS_S
    timer.callback()
    await alone.view.settle()
    assert alone.open_title == "Number 2"
    assert not alone.state.is_reading
    assert alone.view.entered == []
    timer.callback()
    assert alone.view.started.count(("open", True)) == 1, "it is open"
    alone.part.follow_cursor()
    assert timer.is_stopped
    await alone.read(1)
    assert alone.view.timers[1].is_stopped
    alone.part.follow_cursor()
    assert len(alone.view.timers) == 2, "while reading the article stays"


async def test_an_article_on_its_way_to_its_pane_is_shown_anew_too(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    may_answer, ask = asyncio.Event(), alone.app.library.ask  # type: ignore[union-attr]

    async def slow(work: Callable[[Session], object], lane: str = "read") -> object:
        answer = await ask(work, lane)
        await may_answer.wait()
        return answer

    monkeypatch.setattr(alone.app.library, "ask", slow)
    alone.view.layout_name = "wide"
    alone.part.follow_cursor()
    alone.view.timers[0].callback()
    await asyncio.sleep(0)
    assert alone.view.article.show.call_count == 0
    alone.part.show_anew(1)
    alone.part.show_anew(2)
    may_answer.set()
    await alone.view.settle()
    assert alone.open_title == "Number 1"
    assert alone.view.article.show.call_count == 2, "one of them with the text of before"


@pytest.mark.parametrize(
    ("layout", "is_reading", "times"), [("narrow", False, 0), ("medium", True, 1), ("wide", False, 1)]
)
async def test_a_text_that_comes_after_its_article_was_opened_is_shown(
    alone: Alone, layout: str, is_reading: bool, times: int
) -> None:
    draft = Draft(title="Late", markdown="Here at last.", text="Here at last.", text_origin="feed")
    come = Arrival(draft=draft, guid="late", position=0, hash=None)
    listed = replace(come, draft=replace(draft, markdown="", text="", text_state="pending", reason="to come"))
    arrivals = alone.session.library.arrivals
    (id_,) = arrivals.announce(alone.feed_id, [listed], household.NOW)
    assert id_ is not None
    alone.part.read_article(id_)
    await alone.view.settle()
    alone.view.layout_name, alone.state.is_reading = layout, is_reading
    shown, entered = alone.view.article.show, list(alone.view.entered)
    alone.part.look_for_text()
    await alone.view.settle()
    assert shown.call_count == 1, "it is still to come"
    arrivals.fill(alone.feed_id, [(id_, come)], household.NOW)
    for _ in range(2):
        alone.part.look_for_text()
        await alone.view.settle()
    assert shown.call_count == 1 + times
    assert shown.call_args.args[0].source.markdown == ("Here at last." if times else "")
    assert alone.view.entered == entered, "the keys stay where they are"


@pytest.mark.parametrize(("layout", "is_reading", "times"), [("narrow", False, 0), ("medium", True, 1)])
async def test_only_an_article_that_is_seen_is_shown_anew(
    alone: Alone, layout: str, is_reading: bool, times: int
) -> None:
    alone.view.layout_name = layout
    await alone.read(1)
    alone.state.is_reading = is_reading
    shown = alone.view.article.show.call_count
    alone.part.show_anew(1)
    await alone.view.settle()
    assert alone.view.article.show.call_count == shown + times


@pytest.mark.parametrize("layout", ["narrow", "medium"])
def test_only_the_wide_layout_has_room_beside_the_list(alone: Alone, layout: str) -> None:
    alone.view.layout_name = layout
    alone.part.follow_cursor()
    assert alone.view.timers == []


async def test_an_empty_list_has_no_article_beside_it(alone: Alone) -> None:
    alone.view.layout_name = "wide"
    await alone.read(1)
    alone.state.is_reading = False
    alone.rows.ids = ()
    alone.part.follow_cursor()
    alone.view.timers[-1].callback()
    assert alone.open_title is None
    assert alone.view.article.clear.call_args == call()
    assert alone.view.cancelled == ["open", "related"]
    assert alone.view.related.clear.call_count == 1


async def test_the_time_after_which_an_article_is_read_begins_once(alone: Alone) -> None:
    alone.part.entered()
    assert alone.view.timers == []
    await alone.read(1)
    alone.part.entered()
    alone.part.entered()
    (timer,) = alone.view.timers
    assert timer.seconds == 3600.0
    timer.callback()
    alone.was_read.assert_called_once_with(alone.stored(1))
    alone.state.is_reading = False
    alone.part.entered()
    assert timer.is_stopped
    alone.state.is_reading = True
    alone.part.entered()
    assert len(alone.view.timers) == 2, "it begins anew"
    await alone.read(2)
    assert alone.view.timers[1].is_stopped
    alone.view.timers[1].callback()
    assert alone.was_read.call_count == 1, "another one is open"


@pytest.mark.parametrize(("setting", "seconds"), [("at once", 0.001), ("30 s", 30), ("by hand", None)])
async def test_when_an_article_counts_as_read_is_set(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, setting: str, seconds: float | None
) -> None:
    monkeypatch.setattr(Settings, "read_after", READ_AFTER)
    alone.app.settings = replace(alone.app.settings, reading_mark_read=setting)
    await alone.read(1)
    alone.part.entered()
    assert [timer.seconds for timer in alone.view.timers] == ([] if seconds is None else [seconds])
    alone.view.article.read_on.return_value = False
    alone.part.action_read_on()
    assert alone.was_read.call_count == (seconds is not None)


@pytest.mark.parametrize("why", ["read", "by hand"])
async def test_what_was_read_or_marked_by_hand_does_not_count_again(alone: Alone, why: str) -> None:
    if why == "read":
        alone.session.library.marks.read([alone.ids[0]], household.NOW)
    await alone.read(1)
    if why == "by hand":
        alone.state.stays_unread = alone.ids[0]
    alone.scroll(3, 0.1)
    assert alone.was_read.call_count == 0


async def test_lines_that_come_above_are_no_scroll_and_a_scroll_before_them_counts(alone: Alone) -> None:
    await alone.read(1)

    def change(progress: float) -> None:
        alone.view.article.progress = progress

    alone.part.in_place(lambda: change(0.4))
    alone.part.moved()
    assert alone.was_read.call_count == 0
    assert alone.view.timers == []
    change(0.5)
    alone.part.in_place(lambda: change(0.3))
    alone.part.moved()
    assert alone.was_read.call_count == 1


async def test_a_scroll_counts_and_its_place_is_kept_after_a_rest(alone: Alone) -> None:
    await alone.read(1)
    heads = alone.view.heads
    alone.part.moved()
    assert (alone.view.timers, alone.view.heads) == ([], heads + 1), "drawn, not scrolled"
    alone.scroll(12, 0.25)
    alone.scroll(20, 0.5)
    assert alone.was_read.call_args_list == [call(alone.stored(1))] * 2
    assert [(timer.seconds, timer.is_stopped) for timer in alone.view.timers] == [
        (reading.PLACE_S, True),
        (reading.PLACE_S, False),
    ]
    alone.view.timers[1].callback()
    assert alone.session.library.marks.place(alone.ids[0]) == 20
    assert alone.stored(1).progress == 0.5
    assert alone.library.lanes.count("post") == 1
    alone.part.keep_place()
    assert alone.library.lanes.count("post") == 1, "kept already"


async def test_another_size_is_no_scroll(alone: Alone) -> None:
    await alone.read(1)
    alone.view.article.size = (60, 24)
    alone.scroll(12, 0.25)
    assert alone.view.timers == []
    assert alone.was_read.call_count == 0


async def test_an_article_beside_the_list_is_not_read_by_scrolling(alone: Alone) -> None:
    await alone.read(1)
    alone.state.is_reading = False
    alone.scroll(12, 0.25)
    assert alone.view.timers == []
    assert alone.was_read.call_count == 0


async def test_the_place_is_kept_before_another_article_opens(alone: Alone) -> None:
    await alone.read(1)
    alone.scroll(12, 0.25)
    await alone.read(2)
    assert alone.session.library.marks.place(alone.ids[0]) == 12
    assert alone.session.library.marks.place(alone.ids[1]) == 0


async def test_a_place_that_is_not_written_yet_is_gone_to_all_the_same(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[object] = []
    monkeypatch.setattr(alone.app.library, "post", written.append)
    await alone.read(1)
    alone.scroll(12, 0.25)
    await alone.read(2)
    await alone.read(1)
    assert len(written) == 1
    assert alone.session.library.marks.place(alone.ids[0]) == 0
    assert alone.view.article.show.call_args.kwargs["position"] == 12


async def test_the_next_article_is_not_read_beside_one_that_opens(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reading, "AHEAD_S", 0)
    await alone.read(1)
    alone.part._opening = alone.ids[1]
    alone.part.read_ahead()
    await alone.view.settle()
    assert alone.part.ahead is None
    alone.part._opening = None
    alone.part.read_ahead()
    await alone.view.settle()
    assert alone.part.ahead is not None


async def test_another_layout_of_the_text_is_no_scrolling(alone: Alone) -> None:
    await alone.read(1)
    alone.view.article.position, alone.view.article.text_layout = 40, TextLayout(50)
    alone.part.moved()
    assert alone.part._keep is None


async def test_the_way_back_and_forth(alone: Alone) -> None:
    await alone.read(1, 2, 2, 3)
    alone.state.at = "text"
    assert ("[", "article before") in alone.part.hints()
    for act, title in (("earlier", "Number 2"), ("earlier", "Number 1"), ("later", "Number 2")):
        getattr(alone.part, f"action_{act}")()
        await alone.view.settle()
        assert alone.open_title == title
    await alone.read(1)
    alone.part.action_later()
    assert alone.view.words == ["Nothing to go forward to"], "another way begins at what is opened"
    alone.part.leave_article()
    alone.part.action_earlier()
    assert alone.view.words[1:] == ["Nothing to go back to"]


async def test_an_article_beside_the_list_is_no_place_to_go_back_to(alone: Alone) -> None:
    await alone.read(1)
    alone.state.is_reading = False
    await alone.read(2)
    alone.part.action_earlier()
    assert alone.view.words == ["Nothing to go back to"]
    await alone.read(3)
    alone.state.open_article = None
    alone.part.action_earlier()
    assert alone.view.words == ["Nothing to go back to"] * 2


async def test_leaving_an_article(alone: Alone) -> None:
    await alone.read(1)
    alone.part.entered()
    alone.scroll(9, 0.1)
    alone.state.is_zoomed = True
    heads = alone.view.heads
    alone.part.leave_article()
    assert alone.session.library.marks.place(alone.ids[0]) == 9
    assert all(timer.is_stopped for timer in alone.view.timers)
    assert (alone.state.is_reading, alone.state.is_zoomed) == (False, False)
    assert alone.view.cancelled == ["open"]
    assert alone.view.entered[-1] is alone.rows
    assert (alone.view.counted, alone.view.heads) == (1, heads + 1)


async def test_reading_on_is_a_page_and_then_the_next_unread(alone: Alone) -> None:
    await alone.read(1)
    alone.view.article.read_on.return_value = True
    alone.part.action_read_on()
    assert alone.was_read.call_count == 0
    alone.view.article.read_on.return_value = False
    alone.rows.cursor = 1
    alone.part.action_read_on()
    await alone.view.settle()
    alone.was_read.assert_called_once_with(alone.stored(1))
    alone.listing.to_unread.assert_awaited_once_with(1)
    assert alone.open_title == "Number 2"
    assert ("unread", True) in alone.view.started


@pytest.mark.parametrize(("is_reading", "is_there"), [(False, True), (True, False)])
async def test_the_next_unread_is_opened_only_where_there_is_one_and_one_reads(
    alone: Alone, is_reading: bool, is_there: bool
) -> None:
    await alone.read(1)
    alone.state.is_reading = is_reading
    alone.rows.cursor = 1
    alone.listing.to_unread.return_value = is_there
    alone.part.read_unread(-1)
    await alone.view.settle()
    alone.listing.to_unread.assert_awaited_once_with(-1)
    assert alone.open_title == "Number 1"


async def test_the_next_and_the_previous_article_of_the_list(alone: Alone) -> None:
    for act, title in (("next", "Number 2"), ("next", "Number 3"), ("previous", "Number 2")):
        getattr(alone.part, f"action_{act}_article")()
        await alone.view.settle()
        assert alone.open_title == title
    assert alone.view.said == []
    alone.rows.cursor = 2
    alone.part.action_next_article()
    alone.rows.cursor = 0
    alone.part.action_previous_article()
    assert alone.view.words == [
        "This is the last article in the list",
        "This is the first article in the list",
    ]


# Keys that are meant for what is to come


async def test_an_article_is_awaited_from_the_key_that_opens_it_until_it_is_there(alone: Alone) -> None:
    found = [alone.part.is_opening]
    alone.part.read_article(alone.ids[0])
    found.append(alone.part.is_opening)
    await alone.view.settle()
    found.append(alone.part.is_opening)
    alone.part.read_article(alone.ids[1])
    alone.part.leave_article()
    found.append(alone.part.is_opening)
    assert found == [False, True, False, False]


async def test_an_article_that_is_gone_is_awaited_no_longer(alone: Alone) -> None:
    alone.part.read_article(999)
    await alone.view.settle()
    assert not alone.part.is_opening


@pytest.mark.parametrize("fails", [False, True])
async def test_the_next_unread_article_is_awaited_while_it_is_looked_for(alone: Alone, fails: bool) -> None:
    alone.listing.is_seeking = False
    alone.listing.to_unread.side_effect = LibraryLocked("locked") if fails else None
    alone.part.read_unread(1)
    assert alone.listing.is_seeking
    with pytest.raises(LibraryLocked) if fails else nullcontext():
        await alone.view.settle()
    assert not alone.listing.is_seeking
