from __future__ import annotations

import pytest

from reader.config.actions import CONTEXTS, TITLES, Context
from reader.config.keys import Bindings, shown
from reader.tui.dialogs.help import Help, ordered
from tests.support.screen import Harness, text


async def test_the_place_one_came_from_stands_first() -> None:
    app = Harness()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Help(Bindings({}), "article"))
        await pilot.pause()
        lines = text(app).splitlines()
        assert "IN THE ARTICLE" in lines[3]
        assert "1–9  # n Enter            open the link of that number" in text(app)
        assert lines[-1] == " ↓ ↑ move   Esc back"


async def test_typing_searches_keys_and_words() -> None:
    app = Harness()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Help(Bindings({}), "list"))
        await pilot.press(*"undo")
        shown_now = text(app)
        assert "undo the last change" in shown_now
        assert "bookmark" not in shown_now
        await pilot.press(*" zz")
        assert "no key for “undo zz”".upper() in text(app).upper()


async def test_arrows_move_through_the_keys_and_escape_ends() -> None:
    app = Harness()
    async with app.run_test(size=(80, 12)) as pilot:
        await app.push_screen(Help(Bindings({}), "list"))
        await pilot.press(*["down"] * 12)
        assert "IN THE LIST" not in text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, Help)


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_place_is_in_it_once_whatever_it_was_opened_from(context: Context) -> None:
    assert ordered(context)[0] == context
    assert sorted(ordered(context)) == sorted(TITLES)


async def test_every_key_is_in_it() -> None:
    app = Harness()
    async with app.run_test(size=(80, 200)):
        await app.push_screen(Help(Bindings({}), "front"))
        lines = text(app)
        for context in CONTEXTS:
            for row in Bindings({}).rows(context):
                if context in row.action.contexts and row.keys:
                    assert "  ".join(shown(key) for key in row.keys) in lines
                    assert row.action.help[:40] in lines


async def test_the_help_key_opens_it_once() -> None:
    app = Harness()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("?")
        assert isinstance(app.screen, Help)
        await pilot.press("f1")
        assert len(app.screen_stack) == 2
