from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support import household
from tests.support.household import FEEDS, UNREAD

if TYPE_CHECKING:
    from pathlib import Path

    from tests.tui.conftest import Open

SIZES = [(60, 20), (80, 24), (120, 36), (200, 50)]


async def test_it_starts_in_the_unread_list_on_its_first_row(reader: Open) -> None:
    async with reader() as screen:
        assert screen.focus == "list"
        assert screen.news.rows.cursor == 0
        assert screen.head.split()[:3] == ["broadsheet", "Unread", str(len(UNREAD))]
        assert screen.listed[:20] == UNREAD[:20]


@pytest.mark.parametrize("size", SIZES)
async def test_list_and_keys_are_there_in_every_width(reader: Open, size: tuple[int, int]) -> None:
    async with reader(size=size) as screen:
        assert screen.focus == "list"
        assert "Ferry Halcyon Runs" in screen.text
        assert screen.foot.endswith("? all keys")
        assert "Unread, newest first" in screen.text


@pytest.mark.parametrize("size", SIZES)
async def test_no_line_is_wider_than_the_screen(reader: Open, size: tuple[int, int]) -> None:
    async with reader(size=size) as screen:
        strips = screen.app.screen._compositor.render_strips(screen.app.screen.size)
        assert {strip.cell_length for strip in strips} == {size[0]}


async def test_sections_show_counts_and_failing_feeds(reader: Open) -> None:
    async with reader() as screen:
        sections = [" ".join(line.partition("│")[0].split()) for line in screen.lines]
        for row in (f"Unread {len(UNREAD)}", "Today 7", "Bookmarks 2", "Odd Lots ! 5", "▾ news 10"):
            assert row in sections
        assert "1 failing" in screen.head


async def test_an_empty_library_has_a_welcome(reader: Open, room: Path) -> None:
    household.places(room).library.unlink()
    async with reader(size=(80, 24)) as screen:
        assert "a add" in screen.foot
        assert "q quits" in screen.text


async def test_the_density_follows_the_height_until_one_chooses(reader: Open) -> None:
    async with reader(size=(120, 24)) as screen:
        found = [screen.news.rows.dense]
        await screen.resize(120, 40)
        found.append(screen.news.rows.dense)
        await screen.press("Z")
        found.append(screen.news.rows.dense)
        await screen.resize(120, 50)
        found.append(screen.news.rows.dense)
        assert found == [True, False, True, True]


async def test_the_feeds_are_listed_below_the_folder_of_their_first_tag(reader: Open) -> None:
    async with reader(size=(120, 36)) as screen:
        titles = [section.title for section in screen.news.sections.sections if section.kind == "feed"]
        assert sorted(titles) == sorted(FEEDS)
