"""While one types a query its fields, feeds and tags are completed."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.tui.conftest import Open


async def test_a_field_is_shown_dimmed_and_tab_takes_it(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("ferry is:un")
        assert "/ ferry is:unread" in screen.text.replace("  ", " ")
        assert screen.news.state.listing.source != "ferry is:unread"
        await screen.press("tab")
        assert screen.is_typing
        assert screen.news.bar.field.value == "ferry is:unread"
        assert screen.news.state.listing.source == "ferry is:unread"


async def test_the_right_arrow_takes_a_feed_and_a_tag(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("feed:gaz")
        await screen.press("right")
        assert screen.news.bar.field.value == "feed:gazette"
        await screen.type(" #tu")
        await screen.press("right")
        assert screen.news.bar.field.value == "feed:gazette #tu"
        await screen.type(" #sea")
        await screen.press("right")
        assert screen.news.bar.field.value == "feed:gazette #tu #sea/tugs"


async def test_tab_leads_on_where_nothing_is_to_be_completed(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("/")
        await screen.type("ferry")
        await screen.press("tab")
        assert not screen.is_typing


async def test_filters_and_finds_are_not_completed(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("f")
        await screen.type("is:un")
        assert "is:unread" not in screen.text
        await screen.press("escape", "enter", "/")
        await screen.type("is:un")
        assert "is:unread" not in screen.text
