from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.tui.dialogs.order import OrderScreen
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from reader.core.lists import ListOrder

ORDERS: list[tuple[ListOrder, str]] = [
    ("date", "Newest first"),
    ("oldest", "Oldest first"),
    ("longest", "Longest first"),
]


@pytest.mark.parametrize(
    ("now", "keys", "chosen"),
    [
        ("date", ("enter",), "date"),
        ("oldest", ("enter",), "oldest"),
        ("oldest", ("j", "enter"), "longest"),
        ("longest", ("k", "k", "enter"), "date"),
        ("longest", ("j", "escape"), None),
        ("relevance", ("enter",), "date"),
    ],
)
async def test_the_cursor_begins_at_the_order_in_force(
    now: ListOrder, keys: tuple[str, ...], chosen: str
) -> None:
    app, answers = Harness(), list[str | None]()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(OrderScreen("Order of the list", ORDERS, now), answers.append)
        await pilot.pause()
        assert "Order of the list" in text(app)
        assert text(app).count("✓") == (now != "relevance")
        await pilot.press(*keys)
        await pilot.pause()
        assert answers == [chosen]
