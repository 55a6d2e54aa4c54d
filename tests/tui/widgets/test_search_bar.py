from __future__ import annotations

import pytest
from textual import on
from textual.actions import SkipAction
from textual.widgets import Static

from reader.query.complete import Known
from reader.query.rewrite import EditedQuery
from reader.tui.widgets.query_field import Completion
from reader.tui.widgets.search_bar import SearchBar
from tests.support.screen import Harness, text


class Shown(Harness):
    def __init__(self) -> None:
        self.bar = SearchBar()
        self.told: list[tuple[str, str] | str] = []
        super().__init__(self.bar)

    @on(SearchBar.HelpWanted)
    def _asked(self) -> None:
        self.told.append("asked")

    @on(SearchBar.Typed)
    def _keep(self, event: SearchBar.Typed) -> None:
        self.told.append((event.text, event.purpose))

    @on(SearchBar.Entered)
    def _keep_end(self, event: SearchBar.Entered) -> None:
        self.told.append(event.purpose)


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
        assert app.told == [("t", "filter"), "filter"]
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


@pytest.mark.parametrize(
    ("query", "position", "width", "lines"),
    [
        ("gas AND", 4, 40, ["       ^ It is wrong."]),
        ("新聞 AND", 3, 40, ["        ^ It is wrong."]),
        ("gas AND", 4, 19, ["       ^", " It is wrong."]),
    ],
)
async def test_a_mark_stands_below_the_place(query: str, position: int, width: int, lines: list[str]) -> None:
    app = Shown()
    async with app.run_test(size=(width, 6)) as pilot:
        app.bar.open("search", query)
        await pilot.pause()
        app.bar.point(position, "It is wrong.")
        await pilot.pause()
        assert text(app).splitlines()[1 : 1 + len(lines)] == lines
        assert app.bar.query_one("#said").has_class("-wrong")


async def test_a_text_is_written_as_if_it_had_been_typed_with_a_part_selected() -> None:
    app = Shown()
    async with app.run_test(size=(40, 6)) as pilot:
        app.bar.open("search", "gas")
        app.bar.field.focus()
        app.bar.field.write(EditedQuery("gas title:xi", 10, 12))
        await pilot.pause()
        assert app.told == [("gas title:xi", "search")]
        await pilot.press("a", "b")
        assert app.bar.field.value == "gas title:ab"


async def test_a_question_mark_alone_asks_and_leaves_the_text() -> None:
    app = Shown()
    async with app.run_test(size=(40, 6)) as pilot:
        app.bar.open("search", "gas")
        app.bar.field.focus()
        await pilot.press("question_mark")
        assert app.told == ["asked"]
        assert app.bar.field.value == "gas"
        await pilot.press("end", "question_mark")
        assert app.told[1:] == [("gas?", "search")]
        await pilot.press("home", "delete", "delete", "delete")
        assert app.bar.field.value == "?"
        app.bar.open("filter")
        await pilot.press("question_mark")
        assert app.told[-1] == ("?", "filter")


async def test_only_a_search_is_completed() -> None:
    app = Shown()
    async with app.run_test(size=(40, 6)):
        completion = Completion(app.bar.field)
        app.bar.field.known = Known()
        app.bar.open("search")
        assert await completion.get_suggestion("autho") == "author:"
        app.bar.open("find")
        assert await completion.get_suggestion("autho") is None


async def test_without_a_completion_the_key_goes_on() -> None:
    app = Shown()
    async with app.run_test(size=(40, 6)):
        app.bar.open("search")
        with pytest.raises(SkipAction):
            app.bar.field.action_next_pane()


async def test_what_has_no_room_in_one_line_is_left_out_of_the_count() -> None:
    app = Shown()
    async with app.run_test(size=(40, 6)) as pilot:
        app.bar.open("search")
        await pilot.pause()
        app.bar.say("12 found · 3 unread · best match first · 5 listed", "12 found · 3 unread", "12 found")
        for width, said in (
            (40, "12 found · 3 unread"),
            (20, "12 found"),
            (60, "12 found · 3 unread · best match first · 5 listed"),
        ):
            await pilot.resize_terminal(width, 6)
            await pilot.pause()
            assert text(app).splitlines()[1].strip() == said
            assert text(app).splitlines()[2].strip() == ""
        app.bar.say("a line without any room here: " + "x" * 30, "one that wraps: " + "y" * 60)
        await pilot.pause()
        assert "one that wraps" in text(app)


async def test_another_line_in_place_of_a_line_has_nothing_laid_out_anew(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    update, laid_out = Static.update, list[bool]()

    def counted(static: Static, content: str, *, layout: bool = True) -> None:
        laid_out.append(layout)
        update(static, content, layout=layout)

    app = Shown()
    async with app.run_test(size=(40, 8)) as pilot:
        app.bar.open("search")
        await pilot.pause()
        app.bar.say("12 found")
        monkeypatch.setattr(Static, "update", counted)
        for said, is_laid_out in (("8 found", False), ("a word " * 10, True), ("7 found", True)):
            app.bar.say(said)
            assert laid_out[-1] is is_laid_out
            await pilot.pause()
        assert text(app).splitlines()[1:3] == [" 7 found", ""]
