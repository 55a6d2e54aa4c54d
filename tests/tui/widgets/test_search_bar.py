from __future__ import annotations

import pytest
from textual import on
from textual.actions import SkipAction

from reader.query.complete import Known
from reader.tui.widgets.search_bar import Completion, SearchBar
from tests.support.screen import Harness, text


class Shown(Harness):
    def __init__(self) -> None:
        self.bar = SearchBar()
        self.told: list[SearchBar.Typed | SearchBar.Entered] = []
        super().__init__(self.bar)

    @on(SearchBar.Typed)
    @on(SearchBar.Entered)
    def _keep(self, event: SearchBar.Typed | SearchBar.Entered) -> None:
        self.told.append(event)


async def test_it_is_hidden_until_it_is_opened_with_a_text_to_type_over() -> None:
    app = Shown()
    async with app.run_test(size=(40, 6)) as pilot:
        assert text(app).strip() == ""
        app.bar.open("filter", "ferry")
        app.bar.field.focus()
        app.bar.say("3 titles")
        await pilot.pause()
        assert text(app).splitlines()[:2] == [" f ferry", " 3 titles"]
        assert app.told == []
        await pilot.press("t", "enter")
        assert app.told == [SearchBar.Typed("t", "filter"), SearchBar.Entered("filter")]
        app.bar.close()
        await pilot.pause()
        assert text(app).strip() == ""


async def test_what_is_wrong_is_said_in_its_colour_and_opening_anew_clears_it() -> None:
    app = Shown()
    async with app.run_test(size=(40, 6)) as pilot:
        app.bar.open("search")
        app.bar.say("[/] is odd", is_wrong=True)
        await pilot.pause()
        assert "[/] is odd" in text(app)
        assert app.bar.query_one("#said").has_class("-wrong")
        app.bar.open("search")
        assert not app.bar.query_one("#said").has_class("-wrong")


async def test_only_a_search_is_completed() -> None:
    app = Shown()
    async with app.run_test(size=(40, 6)):
        completion = Completion(app.bar)
        app.bar.known = Known()
        app.bar.open("search")
        assert await completion.get_suggestion("autho") == "author:"
        app.bar.open("find")
        assert await completion.get_suggestion("autho") is None


async def test_without_a_completion_the_key_goes_on() -> None:
    app = Shown()
    async with app.run_test(size=(40, 6)):
        app.bar.open("search")
        with pytest.raises(SkipAction):
            app.bar.action_next_pane()
