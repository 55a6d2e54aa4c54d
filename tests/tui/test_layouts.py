from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.household import UNREAD

if TYPE_CHECKING:
    from tests.support.driver import Driver
    from tests.tui.conftest import Open

NARROW, MEDIUM, WIDE = (60, 20), (120, 36), (200, 50)
PANES = ("sections", "middle", "text", "related")


def shown(screen: Driver) -> list[str]:
    news = screen.news
    return [name for name in PANES if news.query_one(f"#{name}").display]


@pytest.mark.parametrize(
    ("size", "browsing", "reading"),
    [
        (NARROW, ["middle"], ["text"]),
        (MEDIUM, ["sections", "middle"], ["text", "related"]),
        (WIDE, list(PANES), list(PANES)),
    ],
)
async def test_each_width_has_its_panes(
    reader: Open, size: tuple[int, int], browsing: list[str], reading: list[str]
) -> None:
    async with reader(size=size) as screen:
        assert shown(screen) == browsing
        await screen.press("enter")
        assert shown(screen) == reading
        assert screen.focus == "article"
        await screen.press("q")
        assert shown(screen) == browsing
        assert screen.focus == "list"


@pytest.mark.parametrize("keys", [(), ("tab",), ("enter",), ("enter", "tab"), ("/", "f", "e", "r")])
async def test_another_width_keeps_the_keys_where_they_were(reader: Open, keys: tuple[str, ...]) -> None:
    async with reader(size=MEDIUM) as screen:
        await screen.press(*keys)
        focus = screen.focus
        for size in (NARROW, WIDE, NARROW, MEDIUM, (100, 10), (20, 5), (160, 40), MEDIUM):
            await screen.resize(*size)
            assert screen.focus == focus, size
            assert any(line.strip() for line in screen.lines[2:-1]), size
            assert screen.app.focused is not None
            assert screen.app.focused.is_on_screen


async def test_the_wide_article_follows_the_cursor_without_marking_read(reader: Open) -> None:
    async with reader(size=WIDE) as screen:
        await screen.until(lambda: screen.news.state.open_article)
        assert screen.news.state.open_article is not None
        assert screen.news.state.open_article.title == UNREAD[0]
        await screen.press("j", "j")
        await screen.until(
            lambda: screen.news.state.open_article and screen.news.state.open_article.title == UNREAD[2]
        )
        assert screen.focus == "list"
        assert not screen.stored(UNREAD[2]).read
        await screen.press("enter")
        assert screen.focus == "article"
        assert screen.opened == UNREAD[2]


async def test_the_wide_article_is_there_after_another_width_and_goes_with_an_empty_list(
    reader: Open,
) -> None:
    async with reader(size=MEDIUM) as screen:
        assert screen.news.state.open_article is None
        await screen.resize(*WIDE)
        await screen.until(lambda: screen.news.state.open_article)
        await screen.press("/")
        await screen.type("zebra")
        await screen.until(lambda: screen.news.state.open_article is None)
        assert "Ferry" not in screen.text
        await screen.press("escape")
        await screen.until(lambda: screen.news.state.open_article)


async def test_tab_goes_round_all_four_panes_of_the_wide_layout(reader: Open) -> None:
    async with reader(size=WIDE) as screen:
        await screen.until(lambda: screen.news.state.open_article)
        found = []
        for _ in range(5):
            found.append(screen.focus)
            await screen.press("tab")
        assert found == ["list", "article", "related", "sections", "list"]


async def test_tab_goes_from_a_section_to_its_articles_where_only_one_pane_is_shown(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("tab", "j", "j", "tab")
        listing = screen.news.state.listing
        assert (listing.section.key, screen.focus) == ("continue", "list")
        await screen.press("tab", "tab")
        assert screen.news.state.listing is listing, "the cursor was not moved"


async def test_entering_the_wide_article_by_tab_is_reading(reader: Open) -> None:
    async with reader(size=WIDE) as screen:
        await screen.until(lambda: screen.news.state.open_article)
        await screen.press("j", "j")
        await screen.until(
            lambda: screen.news.state.open_article and screen.news.state.open_article.title == UNREAD[2]
        )
        await screen.press("tab", "j")
        assert screen.stored(UNREAD[2]).read
        await screen.press("q")
        assert screen.focus == "list"
        assert screen.app.is_running


async def test_zoom_leaves_the_article_only(reader: Open) -> None:
    for size in (MEDIUM, WIDE):
        async with reader(size=size) as screen:
            await screen.press("enter", "z")
            assert shown(screen) == ["text"]
            assert not [line for line in screen.lines[2:-1] if "│" in line], size
            await screen.press("tab")
            assert screen.focus == "article"
            await screen.press("z")
            assert "related" in shown(screen)
            await screen.press("z", "q")
            assert "middle" in shown(screen)
            assert screen.focus == "list"


async def test_the_narrow_related_panel_is_a_tab_away(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("enter")
        assert "related" in screen.head
        await screen.press("tab")
        assert shown(screen) == ["related"]
        assert "Coastguard Brings" in screen.text
        await screen.press("tab")
        assert shown(screen) == ["text"]
