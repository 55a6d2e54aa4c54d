from __future__ import annotations

import asyncio
import threading
from dataclasses import replace
from typing import TYPE_CHECKING
from unittest.mock import AsyncMock, Mock, call

import pytest

from reader.core import related as core_related
from reader.core.events import AddDone, JobDone
from reader.core.session import Session
from reader.errors import LibraryError
from reader.store.clusters import Groups
from reader.tui.front import related as related_part
from reader.tui.front.related import RelatedPart
from reader.tui.worker_client import WorkerClient
from tests.support import household
from tests.support.articles import article, related
from tests.support.fake_front import FakeApp, FakeView, state
from tests.support.household import UNREAD
from tests.support.processes import PATIENCE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.model import Article
    from tests.support.driver import Driver
    from tests.tui.conftest import Open

FERRY, ASHORE, TUG = UNREAD[:3]


async def test_related_articles_come_with_group_source_and_reason(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter")
        assert "RELATED" in screen.lines[2]
        assert "Same story" in screen.text
        assert ASHORE in screen.text
        assert "3h · Der Morgen" in screen.text


async def test_the_text_does_not_move_when_they_come(reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    related, gate = core_related.related, threading.Event()

    def slow(*args: object, **more: object) -> object:
        gate.wait(PATIENCE)
        return related(*args, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(core_related, "related", slow)
    async with reader() as screen:
        await screen.pilot.press("enter")
        for _ in range(20):
            await screen.pilot.pause()
        before = [line[:80] for line in screen.lines[2:-1]]
        assert "Ferry Halcyon Runs Aground" in before[0]
        assert ASHORE not in screen.text
        gate.set()
        await screen.settle()
        assert ASHORE in screen.text
        assert [line[:80] for line in screen.lines[2:-1]] == before


async def test_moving_on_drops_what_was_looked_for(reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    related, gate, asked = core_related.related, threading.Event(), []

    def slow(session: object, article: object, **more: object) -> object:
        asked.append(article)
        gate.wait(PATIENCE)
        return related(session, article, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(core_related, "related", slow)
    async with reader() as screen:
        await screen.pilot.press("enter")
        for _ in range(6):
            for _ in range(5):
                await screen.pilot.pause()
            await screen.pilot.press("J")
        for _ in range(5):
            await screen.pilot.pause()
        gate.set()
        await screen.settle()
        assert len(asked) <= 3
        assert screen.opened == UNREAD[6]


async def test_enter_opens_a_related_article_and_bracket_goes_back(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "tab")
        assert screen.focus == "related"
        await screen.press("enter")
        assert screen.opened == ASHORE
        assert screen.focus == "article"
        await screen.press("[")
        assert screen.opened == FERRY
        await screen.press("]")
        assert screen.opened == ASHORE


async def test_what_the_article_links_to_stands_first(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter")
        panel = "\n".join(line[84:] for line in screen.lines)
        assert panel.index("Linked in the article") < panel.index(ASHORE)
        assert "The Tides of October" in panel
        assert "not in your library" in panel


async def test_where_nothing_is_related_the_key_says_so(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "j", "enter", "tab")
        assert screen.said == "Nothing related yet in your 29 articles"
        assert screen.focus == "article"


async def test_tab_before_it_is_known_that_nothing_is_related_does_not_lose_the_keys(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "j", "enter")
        front = screen.news
        front.state.is_unrelated = False  # as it is until the answer comes
        front.place()
        front.enter(front.related)
        await screen.settle()
        assert screen.focus == "related"
        front.state.is_unrelated = True
        front.place()
        await screen.settle()
        assert screen.focus == "article"
        assert front.state.at == "text"


async def test_what_is_related_is_asked_again_once_more_has_come(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter")
        front, shown = screen.news, screen.news.related.count
        front.state.related = ()
        front.related.put((), screen.app.now(), total=0)
        await front.parts.jobs.list_news()
        await screen.settle()
        assert front.related.count == shown


async def test_the_text_stays_in_its_place_from_article_to_article(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "tab", "J", "J")
        region = screen.news.article.region
        assert "Tab panes" in screen.foot
        assert "RELATED" in screen.text
        await screen.press("J")
        assert screen.opened == UNREAD[3]
        assert screen.focus == "article"
        assert "Nothing related yet in your 29" in screen.text
        assert screen.news.related.is_on_screen
        assert "Tab" not in screen.foot
        assert screen.news.article.region == region
        await screen.press("K")
        assert "RELATED" in screen.text
        assert screen.news.article.region == region


async def test_in_the_wide_layout_the_panel_stays_and_says_that_there_is_nothing(reader: Open) -> None:
    async with reader(size=(200, 50)) as screen:
        await screen.press("j", "j", "j")
        await screen.until(lambda: "Nothing related yet" in screen.text)
        region = screen.news.article.region
        await screen.press("enter")
        assert "Nothing related yet" in screen.text
        assert screen.news.article.region == region
        await screen.press("tab")
        assert screen.focus == "sections", "there is nothing to go to in it"
        assert "Nothing related yet" in screen.text
        assert screen.news.article.region == region


async def test_without_an_article_the_panel_is_blank(reader: Open) -> None:
    async with reader(size=(200, 50)) as screen:
        assert "RELATED" in screen.text
        await screen.press("/")
        await screen.type("nowhere-to-be-found")
        await screen.press("enter")
        await screen.settle()
        assert "Nothing found" in screen.text
        assert "RELATED" not in screen.text
        await screen.press("escape")
        await screen.settle()
        assert "RELATED" in screen.text


async def test_in_the_medium_layout_an_article_has_the_room_beside_them_with_them_and_without(
    reader: Open,
) -> None:
    async with reader(size=(140, 36)) as screen:
        await screen.press("enter")
        region = screen.news.article.region
        assert (region.x, region.right) == (0, 95)
        assert screen.news.related.is_on_screen
        await screen.press("q", "j", "j", "j", "enter")
        await screen.until(lambda: screen.news.state.is_unrelated)
        assert screen.news.article.region == region
        await screen.press("z")
        assert screen.news.article.region.width == 140


async def test_without_room_beside_the_text_they_are_a_tab_away(reader: Open) -> None:
    async with reader(size=(160, 40)) as screen:
        await screen.press("enter")
        region = screen.news.article.region
        assert region.width >= 74
        assert not screen.news.related.display
        assert "related" in screen.head
        await screen.press("tab")
        assert (screen.news.article.is_on_screen, screen.focus) == (False, "related")
        assert screen.news.related.region.x == region.x - 1
        await screen.press("escape")
        assert screen.focus == "article"
        assert screen.news.article.region == region
        await screen.press("tab", "tab")
        assert screen.focus == "sections"


async def test_the_head_counts_them_only_where_they_are_out_of_sight(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("enter")
        assert "related" in screen.head
        await screen.resize(120, 36)
        assert "RELATED" in screen.text
        assert "related" not in screen.head
        await screen.resize(160, 40)
        assert "related" in screen.head


async def test_a_click_into_the_wide_article_is_reading_and_lays_the_panes_out(reader: Open) -> None:
    async with reader(size=(200, 50)) as screen:
        await screen.press("j", "j", "j")
        await screen.until(lambda: "Nothing related yet" in screen.text)
        await screen.pilot.click("#article", offset=(10, 10))
        await screen.settle()
        assert screen.news.state.is_reading
        assert "RELATED" in screen.text, "the panel stays and says that there is nothing"


async def test_the_foot_tells_what_more_there_is_to_see(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter")
        assert screen.foot.startswith(" Space next unread   h back   Tab panes   T story")
        await screen.press("tab")
        assert screen.foot.startswith(" j k move")
        await screen.press("q", "q", "j", "j", "j", "enter")
        assert screen.foot.startswith(" Space")


async def test_narrow_articles_end_with_their_related_rows(reader: Open) -> None:
    async with reader(size=(60, 20)) as screen:
        await screen.press("enter", "G")
        assert ASHORE in screen.text
        await screen.press("j", "enter")
        assert screen.opened == ASHORE
        await screen.press("[")
        assert screen.opened == FERRY


async def test_the_related_rows_below_the_text_follow_the_width(reader: Open) -> None:
    async with reader(size=(120, 36)) as screen:
        await screen.press("enter", "G")
        text = "\n".join(line[:80] for line in screen.lines)
        assert ASHORE not in text
        await screen.resize(60, 30)
        await screen.press("G")
        assert ASHORE in screen.text
        await screen.resize(120, 36)
        assert ASHORE not in "\n".join(line[:80] for line in screen.lines)


async def test_back_from_the_narrow_related_panel_is_the_article(reader: Open) -> None:
    async with reader(size=(60, 20)) as screen:
        await screen.press("enter", "tab")
        assert screen.focus == "related"
        await screen.press("h")
        assert screen.focus == "article"
        await screen.press("h")
        assert screen.focus == "list"


async def beside(screen: Driver) -> str:
    """From the list into the panel of the first article; the title under its cursor."""
    await screen.press("enter", "tab")
    assert screen.focus == "related"
    row = screen.news.related.current
    assert row is not None
    assert row.title == ASHORE != screen.opened
    return row.title


async def test_in_the_panel_an_article_is_removed_and_comes_back(reader: Open) -> None:
    async with reader() as screen:
        title = await beside(screen)
        await screen.press("D")
        assert screen.said_untitled == "Removed · u to undo"
        assert screen.opened == FERRY
        assert title not in "\n".join(line[84:] for line in screen.lines)
        assert screen.news.related.current is None or screen.news.related.current.title != title
        await screen.press("u")
        assert title in "\n".join(line[84:] for line in screen.lines)
        assert screen.stored(title).id in screen.news.rows.ids
        assert screen.news.rows.current_id == screen.stored(FERRY).id, "the list is still at what is read"


async def test_in_the_panel_an_article_is_muted_and_heard_again(reader: Open) -> None:
    async with reader() as screen:
        title = await beside(screen)
        await screen.app.perform("mute")
        await screen.settle()
        assert screen.said_untitled == "Muted · u to undo"
        assert screen.opened == FERRY
        assert title not in "\n".join(line[84:] for line in screen.lines)
        await screen.press("u")
        assert title in "\n".join(line[84:] for line in screen.lines)


async def test_in_the_panel_an_article_gets_tags_and_a_note(reader: Open) -> None:
    async with reader() as screen:
        title = await beside(screen)
        await screen.press("t", "x", "enter")
        assert screen.said == "Tagged #x · u to undo"
        assert screen.stored(title).tags == ("x",)
        await screen.press("N", "y", "ctrl+s")
        assert screen.said == "Note saved · u to undo"
        assert not screen.stored(FERRY).tags
        assert screen.focus == "related"


async def test_in_the_panel_an_article_is_exported_and_its_address_copied(reader: Open) -> None:
    async with reader() as screen:
        title = await beside(screen)
        await screen.press("e")
        assert screen.said.startswith("Exported")
        await screen.press("y")
        assert screen.said == "Address copied"
        assert screen.app.clipboard == screen.stored(title).url


async def test_a_key_of_the_text_alone_says_in_the_panel_where_it_works(reader: Open) -> None:
    async with reader() as screen:
        await beside(screen)
        await screen.press("H")
        assert screen.said == "H: only in the sidebar (hide feed) and the article (highlight)"


async def test_a_row_that_the_library_lacks_says_so_and_has_its_address(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "tab", "j")
        assert screen.news.related.lacked is not None
        for key in ("b", "D", "t", "N", "T", "i"):
            await screen.press(key)
            assert screen.said == "Not in your library · Enter fetches it", key
        await screen.press("y")
        assert screen.said == "Address copied"
        assert screen.app.clipboard == screen.news.related.lacked.url


async def test_r_in_the_panel_fetches_the_row_again_and_leaves_what_is_read(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    async def do(office: WorkerClient, job: str, **arguments: object) -> JobDone:
        del office
        asked.append((job, arguments))
        return JobDone(
            job=job, summary="", result=AddDone(kind="article", id=7, title="Ashore", outcome="updated")
        )

    async with reader() as screen:
        title = await beside(screen)
        monkeypatch.setattr(WorkerClient, "do", do)
        await screen.press("r")
        await screen.jobs()
        assert ("add", {"target": screen.stored(title).url, "wanted": "article"}) in asked
        assert screen.opened == FERRY
        assert screen.said == "Updated “Ashore”"


async def test_rows_that_are_shown_stay_while_others_come(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader() as screen:
        title = await beside(screen)
        front, before = screen.news, screen.news.state.related
        new = replace(before[0], article=screen.stored(UNREAD[5]), group="background")
        monkeypatch.setattr(core_related, "related", lambda session, article: (new,))
        await front.parts.jobs.list_news()
        await screen.settle()
        assert front.state.related == (*before, new)
        assert front.related.current is not None
        assert front.related.current.title == title
        assert front.related.is_on_screen


async def test_what_would_move_the_cursor_comes_once_the_keys_have_left(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reader() as screen:
        front = screen.news
        await screen.press("enter")
        (shown, *_) = front.state.related
        shown = replace(shown, group="background")
        new = replace(shown, article=screen.stored(UNREAD[5]), group="story")
        front.parts.related.rows.clear()
        monkeypatch.setattr(core_related, "related", lambda session, article: (shown,))
        await front.parts.jobs.list_news()
        await screen.press("tab")
        monkeypatch.setattr(core_related, "related", lambda session, article: (new, shown))
        await front.parts.jobs.list_news()
        await screen.settle()
        assert front.state.related == (shown,)
        await screen.press("shift+tab")
        assert [*front.state.related] == [new, shown]


async def test_while_articles_are_compared_the_panel_says_so(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Groups, "is_waiting", lambda groups: True)
    async with reader() as screen:
        await screen.press("enter")
        assert "still comparing" not in screen.text
        monkeypatch.setattr(type(screen.app.worker), "is_busy", property(lambda _: True))
        await screen.news.parts.jobs.list_news()
        await screen.settle()
        assert "still comparing" not in screen.text, "others wait, this one does not"
        monkeypatch.setattr(Groups, "waits", lambda groups, id_: id_ == screen.stored(FERRY).id)
        await screen.news.parts.jobs.list_news()
        await screen.settle()
        assert "· still comparing" in screen.text
        assert ASHORE in screen.text
        monkeypatch.undo()
        await screen.news.parts.jobs.list_news()
        await screen.settle()
        assert "still comparing" not in screen.text


async def test_the_foot_and_the_help_tell_the_way_back_from_the_way_out(reader: Open) -> None:
    async with reader() as screen:
        await beside(screen)
        await screen.press("enter")
        assert "h to the list" in screen.foot
        assert "[ article before" in screen.foot
        await screen.press("alt+left")
        assert screen.opened == FERRY
        assert "article before" not in screen.foot
        await screen.press("alt+right")
        assert screen.opened == ASHORE
        await screen.press("?")
        assert "back to the list" in screen.text


# The part alone


class Alone:
    """The part on a library of three articles, which the test opens, and a screen that keeps what it is told."""

    def __init__(self, session: Session, room: Path) -> None:
        self.ids = [household.add(session, f"Number {number}", f"Text {number}.") for number in (1, 2, 3)]
        self.session = session
        self.state = state(*self.ids)
        self.view = FakeView(self.state)
        self.index = AsyncMock()
        self.part = RelatedPart(self.view.view, self.state, FakeApp(room, session=session).app, self.index)
        self.opened, self.page_wanted = Mock(), Mock()
        self.part.opened.connect(self.opened)
        self.part.page_wanted.connect(self.page_wanted)

    def stored(self, number: int) -> Article:
        found = self.session.library.articles.get(self.ids[number - 1])
        assert found is not None
        return found

    async def read(self, *numbers: int) -> None:
        for number in numbers:
            self.part.forget()
            self.state.open_article, self.state.is_reading = self.stored(number), True
            self.part.text_shown()
            self.part.relate(self.state.open_article)
            await self.view.settle()


@pytest.fixture
def alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Alone]:
    monkeypatch.setattr(core_related, "related", lambda session, article: (related(7),))
    monkeypatch.setattr(related_part, "HASTE_S", 0)
    with Session(household.places(tmp_path), clock=lambda: household.NOW) as session:
        yield Alone(session, tmp_path)


async def test_the_panes_are_laid_out_anew_where_nothing_is_related_or_something_again(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(core_related, "related", lambda session, article: ())
    await alone.read(1, 2)
    assert (alone.state.is_unrelated, alone.view.placings) == (True, 1)
    monkeypatch.setattr(core_related, "related", lambda session, article: (related(7),))
    await alone.read(3)
    assert (alone.state.is_unrelated, alone.view.placings) == (False, 2)


@pytest.mark.parametrize(("between", "waits"), [(0.75, True), (1.0, False)])
async def test_related_articles_wait_while_one_goes_on_in_haste(
    alone: Alone, monkeypatch: pytest.MonkeyPatch, between: float, waits: bool
) -> None:
    slept: list[bool] = []

    async def sleep(seconds: float) -> None:
        if seconds == 0.4:
            slept.append(True)

    monkeypatch.setattr(related_part, "HASTE_S", 1.0)
    monkeypatch.setattr(related_part, "RELATES_S", 0.4)
    clock = iter((100.0, 100.0 + between))
    monkeypatch.setattr(related_part, "monotonic", lambda: next(clock))
    monkeypatch.setattr(related_part, "asyncio", Mock(sleep=sleep, Event=asyncio.Event))
    await alone.read(1)
    assert slept == [], "nobody is in haste who opens the first"
    await alone.read(2)
    assert bool(slept) is waits


async def test_related_articles_that_come_too_late_are_not_shown(alone: Alone) -> None:
    async def left() -> None:
        alone.state.open_article = article(id=99)

    alone.index.done = left
    await alone.read(1)
    assert alone.view.related.put.call_count == 0
    assert alone.state.related == ()


async def test_the_narrow_layout_has_the_related_articles_below_the_text(alone: Alone) -> None:
    alone.view.layout_name = "narrow"
    await alone.read(1)
    assert alone.view.article.append_related.call_args_list == [call((related(7),))]
    alone.part.placed()
    assert alone.view.article.append_related.call_count == 1
    alone.view.layout_name = "medium"
    alone.part.placed()
    assert alone.view.article.append_related.call_args == call(())


@pytest.mark.parametrize("is_late", [True, False])
async def test_an_article_that_the_index_lacks_is_told_of_until_it_has_it(
    alone: Alone, is_late: bool
) -> None:
    alone.index.is_late.return_value = is_late
    await alone.read(1)
    assert alone.view.related.look_later.call_count == is_late
    assert alone.view.related.put.call_count == 1


async def test_an_empty_panel_says_after_a_while_that_something_is_looked_for(
    alone: Alone, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = asyncio.Event()
    alone.view.related.look.side_effect = said.set
    alone.index.is_late.return_value = False
    alone.index.done = said.wait
    monkeypatch.setattr(related_part, "LOOKS_S", 0)
    await alone.read(1)
    assert [name for name, *_ in alone.view.related.mock_calls] == ["waiting", "look", "put"]
    alone.index.done = lambda: asyncio.sleep(0.001)
    alone.part.relate(alone.stored(1), is_again=True)
    await alone.view.settle()
    assert alone.view.related.look.call_count == 1, "what stands there is enough"


async def test_what_could_not_be_looked_for_is_not_looked_for_any_longer(alone: Alone) -> None:
    alone.index.is_late.return_value = False
    alone.index.done.side_effect = LibraryError("the disk is full")
    with pytest.raises(LibraryError):
        await alone.read(1)
    await asyncio.sleep(0)
    assert [name for name, *_ in alone.view.related.mock_calls] == ["waiting", "waiting"]


async def test_a_text_that_is_shown_anew_has_its_related_articles_below_it_again(alone: Alone) -> None:
    alone.view.layout_name = "narrow"
    await alone.read(1)
    alone.part.text_shown()
    assert alone.view.article.append_related.call_args_list == [call((related(7),))] * 2


async def test_without_their_panel_related_articles_stand_below_the_text(alone: Alone) -> None:
    alone.state.has_panel = False
    await alone.read(1)
    assert alone.view.article.append_related.call_args_list == [call((related(7),))]


async def test_a_related_article_is_opened_or_its_page_wanted(alone: Alone) -> None:
    alone.part.open(None)
    alone.part.open(related(1, article=None, url=None))
    assert alone.view.started == []
    alone.part.open(related(1, article=None, url="https://a.example/"))
    alone.page_wanted.assert_called_once_with("https://a.example/")
    alone.part.open(related(1, article=alone.stored(3), url="https://b.example/"))
    alone.opened.assert_called_once_with(alone.ids[2])
    assert alone.page_wanted.call_count == 1
