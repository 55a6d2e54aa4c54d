"""What a key acts on: the open article, the row under the cursor, or several rows at once."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from reader.tui import toast
from reader.tui.front.targets import ACTS, TargetsPart
from reader.tui.front.view import NO_ARTICLE
from tests.support.articles import article
from tests.support.fake_front import FakeApp, FakeList, FakeView, state
from tests.support.household import MADE, UNREAD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Open

FIRST = UNREAD[:3]


def bars(lines: list[str]) -> list[str]:
    return [re.split("[┃█]", line)[1].strip() for line in lines if re.search("[┃█]", line)]


async def test_moving_extends_what_is_selected_and_the_foot_line_counts(reader: Open) -> None:
    async with reader(size=(90, 24)) as screen:
        await screen.press("g", "g", "j", "V")
        assert screen.foot.strip().startswith("1 selected   Esc end   Space keep   m read   b bookmark")
        await screen.press("j", "j")
        assert screen.foot.strip().startswith("3 selected")
        assert len(bars(screen.lines)) == 3
        assert sum("█" in line for line in screen.lines) == 1
        await screen.press("k", "k", "k")
        assert screen.foot.strip().startswith("2 selected")
        assert list(screen.news.rows.selection.ids) == list(screen.news.rows.ids[0:2])
        await screen.press("G")
        assert screen.foot.strip().startswith(f"{len(UNREAD) - 1} selected")


async def test_what_was_told_before_does_not_cover_its_keys(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("b")
        assert screen.said_untitled == "Bookmarked · u to undo"
        await screen.press("V")
        assert not screen.app._notifications
        assert screen.foot.strip().startswith("1 selected   Esc end")
        await screen.press("m", "V")
        assert screen.app._notifications, "the end of a mode takes nothing away"


@pytest.mark.parametrize("key", ["escape", "V"])
async def test_it_ends_by_itself_and_changes_nothing(reader: Open, key: str) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "V", "j", key)
        assert "selected" not in screen.foot
        assert screen.app.is_running
        assert screen.title == UNREAD[1]
        await screen.press("m")
        assert [screen.stored(title).read for title in FIRST] == [False, True, False]


@pytest.mark.parametrize(
    ("key", "said", "field"),
    [
        ("m", "3 articles marked as read · u to undo", "read"),
        ("A", "3 articles marked as read · u to undo", "read"),
        ("b", "2 articles bookmarked · u to undo", "bookmarked"),
    ],
)
async def test_a_mark_is_on_all_of_them_and_one_step_of_undo(
    reader: Open, key: str, said: str, field: str
) -> None:
    async with reader() as screen:
        before = [getattr(screen.stored(title), field) for title in FIRST]
        await screen.press("g", "g", "V", "j", "j", key)
        assert screen.said == said
        assert screen.foot.strip().startswith("3 selected")
        assert [getattr(screen.stored(title), field) for title in FIRST] == [True] * 3
        assert not getattr(screen.stored(UNREAD[3]), field)
        await screen.press("u")
        assert [getattr(screen.stored(title), field) for title in FIRST] == before


async def test_where_all_have_the_mark_it_is_taken_from_them(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "V", "j", "m", "m")
        assert screen.said == "2 articles marked as unread · u to undo"
        await screen.press("b", "b")
        assert screen.said == "Bookmark removed from 2 articles · u to undo"


async def test_tags_go_to_all_of_them(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "V", "j", "j", "t")
        await screen.type("tides")
        await screen.press("enter")
        assert ["tides" in screen.stored(title).tags for title in FIRST] == [True] * 3
        await screen.press("u")
        assert ["tides" in screen.stored(title).tags for title in FIRST] == [False] * 3


async def test_all_of_them_are_exported(reader: Open, room: Path) -> None:
    folder = room / "notes"
    async with reader(config=f'export.folder = "{folder}"') as screen:
        await screen.press("g", "g", "V", "j", "j", "e")
        assert screen.said == toast.with_path("3 articles exported", folder, screen.news.width)
        assert len(list(folder.iterdir())) == 3


async def test_one_selection_serves_several_keys_until_it_is_ended(reader: Open, room: Path) -> None:
    folder = room / "notes"
    async with reader(config=f'export.folder = "{folder}"') as screen:
        await screen.press("g", "g", "V", "j", "j", "t")
        await screen.type("tides")
        await screen.press("enter", "b", "e")
        assert ["tides" in screen.stored(title).tags for title in FIRST] == [True] * 3
        assert [screen.stored(title).bookmarked for title in FIRST] == [True] * 3
        assert len(list(folder.iterdir())) == 3
        assert len(screen.news.rows.selection.ids) == 3
        await screen.press("escape")
        assert "selected" not in screen.foot
        assert screen.title == FIRST[2]


async def test_all_of_them_are_removed_and_come_back(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "j", "V", "k", "D")
        assert screen.said == "2 articles removed from the library · u to undo"
        assert screen.listed[0] == UNREAD[2]
        assert screen.title == UNREAD[2]
        assert "selected" not in screen.foot
        await screen.press("u")
        assert screen.listed[:3] == FIRST


async def test_another_list_or_pane_ends_it_and_the_foot_line_follows(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "V", "j", "v")
        assert not screen.news.rows.selection.is_on
        await screen.press("V", "tab")
        assert not screen.news.rows.selection.is_on


async def test_the_foot_line_forgets_a_selection_with_its_list(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "V", "j", "j", ">")
        assert not screen.news.rows.selection.is_on
        assert "selected" not in screen.foot
        await screen.press("V", "j", "f", "escape")
        assert "selected" not in screen.foot


@pytest.mark.parametrize("width", [80, 200])
async def test_space_picks_single_rows_and_the_foot_line_has_only_what_acts_on_them(
    reader: Open, width: int
) -> None:
    async with reader(size=(width, 24)) as screen:
        await screen.press("g", "g", "V", "space", "j", "space", "j", "space")
        ids = screen.news.rows.ids
        assert list(screen.news.rows.selection.ids) == [ids[0], ids[2], ids[4]]
        assert screen.opened is None
        hints = screen.foot.split("   ")
        assert [hint.strip() for hint in hints[:4]] == ["3 selected", "Esc end", "Space add", "m read"]
        assert not {"Enter read", "n next unread", "a add", "R refresh"} & {hint.strip() for hint in hints}
        assert "? keys" in screen.foot
        await screen.press("m")
        titles = [UNREAD[at] for at in range(5)]
        assert [screen.stored(title).read for title in titles] == [True, False, True, False, True]
        await screen.press("q")
        assert "selected" not in screen.foot
        assert screen.app.is_running


@pytest.mark.parametrize("key", ["enter", "l"])
async def test_a_selection_is_not_lost_to_an_article(reader: Open, key: str) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "V", "j", key)
        assert screen.opened is None
        assert screen.said == "Esc ends the selection first"
        assert len(screen.news.rows.selection.ids) == 2


async def test_space_keeps_what_moving_has_selected_and_then_picks_row_by_row(reader: Open) -> None:
    async with reader() as screen:
        rows = screen.news.rows
        await screen.press("g", "g", "V", "space")
        assert list(rows.selection.ids) == [rows.ids[0]], "the row that V has selected stays"
        assert rows.cursor == 1
        assert "Space add" in screen.foot
        await screen.press("space", "space")
        assert list(rows.selection.ids) == list(rows.ids[:3])
        await screen.press("k")
        assert "Space take out" in screen.foot
        await screen.press("space")
        assert list(rows.selection.ids) == list(rows.ids[:2])


async def test_where_no_row_is_picked_no_key_acts(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "V", "space", "k", "space")
        assert screen.foot.strip().startswith("0 selected")
        for key in ("m", "A", "D"):
            await screen.press(key)
            assert screen.said == NO_ARTICLE
        assert not any(screen.stored(title).read for title in FIRST)


async def test_what_is_read_already_is_told_of_a_selection_too(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("g", "g", "V", "j", "j", "j", "m", "A")
        assert screen.said == "The selected articles are already read"


async def test_what_comes_in_meanwhile_moves_nothing_that_is_selected(reader: Open, room: Path) -> None:
    from reader.core.session import Session
    from tests.support import household

    async with reader() as screen:
        await screen.press("g", "g", "j", "V", "j")
        chosen = list(screen.news.rows.selection.ids)
        with Session(household.places(room)) as session:
            household.add(session, "Just in", "Its text.", published=household.NOW)
        await screen.news.parts.list.refill()
        await screen.settle()
        assert len(screen.listed) == len(UNREAD) + 1
        assert list(screen.news.rows.selection.ids) == chosen
        assert len(MADE) > len(chosen)


def part(room: Path, *ids: int) -> tuple[TargetsPart, FakeView]:
    view = FakeView(found := state(*ids), FakeList(*ids))
    return TargetsPart(view.view, found, FakeApp(room).app), view


def test_a_key_means_the_row_under_the_cursor(tmp_path: Path) -> None:
    targets, _ = part(tmp_path, 4, 5)
    found = targets.targets()
    assert found is not None
    assert (list(found.ids), found.one and found.one.id) == ([4], 4)


def test_a_key_means_the_open_article_while_reading(tmp_path: Path) -> None:
    view = FakeView(reading := state(4), FakeList(4))
    reading.open_article, reading.is_reading = article(id=9), True
    found = TargetsPart(view.view, reading, FakeApp(tmp_path).app).targets()
    assert found is not None
    assert list(found.ids) == [9]


def test_a_selection_is_taken_and_stays(tmp_path: Path) -> None:
    targets, view = part(tmp_path, 4, 5)
    assert targets.selected() is None
    targets.action_select()
    assert targets.is_selecting
    found = targets.targets()
    assert found is not None
    assert (list(found.ids), found.one) == ([4], None)
    assert view.rows.selection.is_on


def test_an_empty_list_has_nothing_to_select_or_to_act_on(tmp_path: Path) -> None:
    targets, view = part(tmp_path)
    targets.action_select()
    assert not view.rows.selection.is_on
    assert targets.targets() is None


def test_the_foot_line_names_what_can_be_done_with_a_selection(tmp_path: Path) -> None:
    targets, view = part(tmp_path, 4)
    assert targets.hints() == ()
    targets.action_select()
    assert targets.hints() == ()  # the keys are elsewhere
    view.focused = view.rows
    keys = ["1", "Esc", "Space", "m", "b", "t", "e", "D"]
    found = targets.hints()
    assert [*found[: len(keys)]] == list(zip(keys, ["selected", *ACTS.values()], strict=True))
    assert ("Enter", "") in found, "the keys that would end it are left out"
    assert not {"j k", "?"} & dict(found).keys()


@pytest.mark.parametrize(("at", "is_selecting"), [("middle", True), ("sections", False), ("text", False)])
def test_a_selection_ends_in_another_pane(tmp_path: Path, at: str, is_selecting: bool) -> None:
    view = FakeView(found := state(4), FakeList(4))
    targets = TargetsPart(view.view, found, FakeApp(tmp_path).app)
    targets.action_select()
    found.at = at  # type: ignore[assignment]
    targets.entered()
    assert view.rows.selection.is_on == is_selecting
