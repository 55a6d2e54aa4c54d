from __future__ import annotations

import re
from typing import TYPE_CHECKING, ClassVar

import pytest
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from reader.config.actions import ACTIONS, ALSO_CALLED, ARCHIVE, CONTEXTS, TITLES, Context
from reader.config.keys import Binding, Bindings, shown
from reader.tui.dialogs.help import ActionList, Help, Palette, matching, ordered
from tests.support.dialogs import OPEN, opened
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from collections.abc import Sequence


def more_below(lines: Sequence[str]) -> bool:
    return any(re.fullmatch(r"\d+ more below", line.strip()) for line in lines)


async def test_the_place_one_came_from_stands_first() -> None:
    app = Harness()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Help(Bindings({}), "article"))
        await pilot.pause()
        lines = text(app).splitlines()
        assert "IN THE ARTICLE" in lines[3]
        assert "Space                     page down, then the next unread article" in lines[4]
        assert "1–9  # n Enter            open the link with that number" in text(app)
        assert "related article below" not in text(app), "the rarest comes last"
        assert more_below(lines)
        assert lines[-3].strip() == "In lists and the sidebar, a number repeats a movement: 10j"
        assert lines[-1] == " Enter run   ↓ ↑ move   Esc back"


async def test_typing_searches_keys_and_words() -> None:
    app = Harness()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Help(Bindings({}), "list"))
        await pilot.press(*"undo")
        shown_now = text(app)
        assert "undo the last change" in shown_now
        assert "bookmark" not in shown_now
        await pilot.press(*" zz")
        assert "No key matches “undo zz”" in text(app)


async def test_a_place_that_goes_on_in_another_column_is_named_there() -> None:
    app = Harness()
    async with app.run_test(size=(200, 50)) as pilot:
        await app.push_screen(Help(Bindings({}), "list"))
        await pilot.pause()
        lines = text(app).splitlines()
        column = lines[3].index("(continued)") - len("EVERYWHERE ON THE FRONT PAGE ")
        assert lines[3][column:].startswith("EVERYWHERE ON THE FRONT PAGE (continued)   ")
        assert lines[4][column:].strip(), "its keys follow"
        rows = app.screen.query_one(ActionList)
        first = rows._columns[1].row
        await pilot.click(ActionList, offset=(column + 2, 0))
        assert rows.cursor == 1, "it is no row"
        await pilot.click(ActionList, offset=(column + 2, 1))
        assert rows.cursor == first


@pytest.mark.parametrize("place", ["list", "article", "sections"])
@pytest.mark.parametrize("size", [(110, 24), (120, 36)])
async def test_a_place_stays_in_its_column_where_the_whole_is_not_in_view(
    place: Context, size: tuple[int, int]
) -> None:
    app = Harness()
    async with app.run_test(size=size) as pilot:
        await app.push_screen(Help(Bindings({}), place))
        await pilot.pause()
        assert "(continued)" not in text(app)
        rows = app.screen.query_one(ActionList)
        assert len(rows._columns) == 2
        assert rows.begins_group(rows._columns[1].row)


@pytest.mark.parametrize("words", ["import", "catch up"])
async def test_what_has_no_key_is_found_with_the_way_to_it_and_done(words: str) -> None:
    async with opened(Help(Bindings({}), "list")) as dialog:
        assert "BY NAME" not in dialog.text
        await dialog.press(*words)
        found = next(at for at, line in enumerate(dialog.lines) if "BY NAME, WITHOUT A KEY" in line)
        assert "No key matches" not in dialog.text
        assert dialog.lines[found + 1].strip("▌ ").startswith(": ")
        if words == "import":
            assert ": import                  import feeds or articles" in dialog.lines[found + 1]
            await dialog.press("enter")
            assert dialog.answer == "import_feeds"


async def test_over_a_dialog_nothing_is_found_that_has_no_key() -> None:
    async with opened(Help(Bindings({}), "dialog", only={"choose"})) as dialog:
        await dialog.press(*"import")
        assert "No key matches “import”" in dialog.text


async def test_arrows_move_through_the_keys_and_escape_ends() -> None:
    app = Harness()
    async with app.run_test(size=(80, 12)) as pilot:
        await app.push_screen(Help(Bindings({}), "list"))
        await pilot.press(*["down"] * 12)
        assert "IN THE LIST" not in text(app)
        await pilot.press("escape")
        await pilot.pause()
        assert not isinstance(app.screen, Help)


@pytest.mark.parametrize(
    ("place", "words", "answer", "said"),
    [
        ("list", "add or remove a bookmark", "bookmark", ""),
        ("list", "undo the last", "undo", ""),
        ("list", "hide the feed", OPEN, "Not here: in the sidebar"),
        ("dialog", "choose the row", "choose", ""),
        ("list", "no such key at all", OPEN, ""),
    ],
)
async def test_enter_runs_a_key_that_does_something_where_help_was_opened(
    place: Context, words: str, answer: object, said: str
) -> None:
    async with opened(Help(Bindings({}), place)) as dialog:
        await dialog.type(words)
        await dialog.press("enter")
        assert dialog.answer == answer
        assert said in [one.message for one in dialog.app._notifications] or not said


async def test_over_a_dialog_it_lists_only_what_can_be_done_there() -> None:
    own = (("Ctrl-s", "save"), ("Esc", "keep as a draft"))
    help_ = Help(Bindings({}), "typing", own, only={"back", "next_pane", "quit"})
    async with opened(help_) as dialog:
        rows = [" ".join(line.strip("▌ ").split()) for line in text(dialog.app).splitlines()]
        assert "Ctrl-s save" in rows
        assert "Tab complete the word; otherwise the next pane" in rows
        assert "Ctrl-c Ctrl-q quit at once" in rows
        assert not any("back" in row for row in rows[:-1]), "Esc has another meaning there"
        assert not any("IN THE LIST" in row or "10j" in row for row in rows)


async def test_enter_on_a_key_of_the_dialog_below_goes_back_to_it() -> None:
    async with opened(Help(Bindings({}), "dialog", (("Ctrl-s", "save"),))) as dialog:
        await dialog.press("enter")
        assert dialog.answer is None


@pytest.mark.parametrize("context", CONTEXTS)
def test_every_place_is_in_it_once_whatever_it_was_opened_from(context: Context) -> None:
    assert ordered(context)[0] == context
    archive = () if context in ARCHIVE else ARCHIVE  # who has no archive never sees its places
    assert sorted(ordered(context)) == sorted(
        set(TITLES) - ({"story", "welcome", "unfilled", "choosing", *archive} - {context})
    )


async def test_what_holds_everywhere_follows_with_undo_refresh_and_settings_first() -> None:
    app = Harness()
    async with app.run_test(size=(80, 200)):
        await app.push_screen(Help(Bindings({}), "list"))
        lines = text(app).splitlines()
        at = next(number for number, line in enumerate(lines) if "EVERYWHERE" in line)
        beginning = "\n".join(lines[at : at + 14])
        for said in ("undo the last change", "refresh all feeds", "change the settings", "find an action"):
            assert said in beginning
        assert "IN THE SIDEBAR" in "\n".join(lines[at:])
        assert "ON THE WELCOME SCREEN" not in text(app)


async def test_the_sign_of_more_below_ends_with_the_list() -> None:
    app = Harness()
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(Help(Bindings({}), "list"))
        await pilot.pause()
        assert more_below(text(app).splitlines())
        await pilot.press(*["down"] * 200)
        assert not more_below(text(app).splitlines())


async def test_every_key_is_in_it() -> None:
    app = Harness()
    async with app.run_test(size=(80, 260)):
        await app.push_screen(Help(Bindings({}), "archive"))
        lines = text(app)
        for context in set(CONTEXTS) - {"story", "welcome", "unfilled", "choosing"}:
            for row in Bindings({}).rows(context):
                if context in row.action.contexts and row.keys:
                    assert "  ".join(shown(key) for key in row.keys) in lines
                    assert row.action.help[:40] in lines


async def test_keys_of_the_related_panel_that_are_an_articles_stand_there_once() -> None:
    app = Harness()
    async with app.run_test(size=(80, 260)):
        await app.push_screen(Help(Bindings({}), "article"))
        found = text(app).partition("RELATED")[2].partition("\n\n")[0]
        assert "AND THE KEYS OF AN ARTICLE" in found
        assert "open it; fetch it if it is not in the library" in found
        assert "bookmark" not in found


async def test_what_keys_of_a_place_before_do_is_told_in_a_line() -> None:
    app = Harness()
    async with app.run_test(size=(80, 260)) as pilot:
        await app.push_screen(Help(Bindings({}), "list"))
        article = text(app).partition("IN THE ARTICLE")[2].partition("IN THE SIDEBAR")[0]
        said = " ".join(article.split())
        assert "bookmark · mark read / unread · note and 15 more: as in the list" in said
        assert "add or remove a bookmark" not in article
        assert "open the related article below the text" in article, "Enter means something else there"
        assert "open it; fetch it" in text(app).partition("RELATED")[2], "a few stay"
        await pilot.press(*"bookm")
        assert text(app).count("add or remove a bookmark") > 1
        assert "more: as in" not in text(app)


async def test_enter_on_the_line_of_known_keys_does_nothing() -> None:
    async with opened(Help(Bindings({}), "list")) as dialog:
        rows = dialog.app.screen.query_one(ActionList)
        rows.go_to(next(at for at, row in enumerate(rows._rows) if isinstance(row, Binding) and not row.keys))
        await dialog.press("enter")
        assert dialog.answer == OPEN


@pytest.mark.parametrize("place", ["list", "article", "sections"])
async def test_on_a_large_terminal_all_keys_are_seen_at_once(place: Context) -> None:
    app = Harness()
    async with app.run_test(size=(200, 50)) as pilot:
        await app.push_screen(Help(Bindings({}), place))
        await pilot.pause()
        lines = text(app)
        assert not more_below(lines.splitlines())
        assert "WHILE TYPING" in lines
        rows = app.screen.query_one(ActionList)
        assert rows.row_width == (rows.size.width - 2 * 4) // 3


@pytest.mark.parametrize(("columns", "number"), [(109, 1), (110, 2), (166, 2), (167, 3)])
async def test_keys_stand_in_columns_where_they_have_room(columns: int, number: int) -> None:
    app = Harness()
    async with app.run_test(size=(columns, 40)) as pilot:
        await app.push_screen(Help(Bindings({}), "list"))
        await pilot.pause()
        rows = app.screen.query_one(ActionList)
        tops = [rows.top_of(at) for at in range(rows.count)]
        again = text(app).count("(continued)")
        assert sum(top <= 0 for top in tops) + again == number, (
            "a column begins at the top, or below its heading"
        )
        for at, row in enumerate(rows._rows):
            assert at == 0 or tops[at] > 0 or not isinstance(rows._rows[at - 1], str), (
                f"{row} is below its heading"
            )


async def test_keys_without_room_on_one_line_go_on_below() -> None:
    app = Harness()
    async with app.run_test(size=(60, 200)):
        await app.push_screen(Help(Bindings({}), "list"))
        lines = text(app).splitlines()
        at = next(number for number, line in enumerate(lines) if "a page up" in line)
        assert [lines[at].split("  ")[0].strip(), lines[at + 1].strip()] == ["Backspace", "Ctrl-b  PgUp"]


async def test_the_help_key_opens_it_once() -> None:
    app = Harness()
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.press("?")
        assert isinstance(app.screen, Help)
        await pilot.press("f1")
        assert len(app.screen_stack) == 2


# The palette


class Reading(Widget, can_focus=True):
    KEY_CONTEXT: ClassVar[Context] = "article"

    def __init__(self) -> None:
        super().__init__()
        self.done: list[str] = []

    def action_export(self) -> None:
        self.done.append("export")

    def action_find(self) -> None:
        self.done.append("find")

    def action_fold(self) -> None:
        self.done.append("fold")

    def action_move_down(self) -> None:
        self.done.append("down")

    def render_line(self, y: int) -> Strip:
        return Strip([])


async def test_it_shows_what_can_be_done_here_with_its_keys() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press(":")
        shown = text(app)
        assert "export as Markdown" in shown
        assert "find in article" in shown
        assert "fold" not in shown, "belongs to another place"
        assert "bookmark" not in shown, "nothing here does it"
        assert "the next row" not in shown, "movements are for the fingers"
        assert shown.splitlines()[-1] == " Enter run   ↓ ↑ move   Esc back   F1 keys"


async def test_typing_filters_and_enter_does_it_where_one_was() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press("ctrl+p", *"fin", "enter")
        await pilot.pause()
        assert pane.done == ["find"]
        assert app.focused is pane


async def test_arrows_choose_and_enter_does_it() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press(":", "down", "up", "down", "enter")
        await pilot.pause()
        assert pane.done == ["find"]


async def test_escape_does_nothing_and_comes_back() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press(":", *"fin", "escape")
        await pilot.pause()
        assert pane.done == []
        assert not isinstance(app.screen, Palette)
        assert app.focused is pane


async def test_a_palette_opens_no_second_one() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press(":", "ctrl+p")
        assert len(app.screen_stack) == 2


async def test_nothing_that_fits_leaves_it_open() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24)) as pilot:
        pane.focus()
        await pilot.press(":", *"zzz", "enter")
        assert "Nothing matches “zzz”" in text(app)
        assert isinstance(app.screen, Palette)
        assert app.screen.query_one(Input).value == "zzz"
        assert app.screen.query_one(ActionList).current is None
        assert app.screen.query_one(ActionList).count == 1  # the sentence that says so


async def test_what_works_only_elsewhere_is_found_and_says_where() -> None:
    app = Harness(pane := Reading())
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        pane.focus()
        await pilot.press(":")
        assert "only in" not in text(app), "as long as nothing is typed"
        await pilot.press(*"sort")
        lines = text(app).splitlines()
        at = lines.index(next(line for line in lines if "NOT HERE" in line))
        said = [" ".join(line.replace("▌", "").split()) for line in lines[at + 1 :]]
        assert said[:2] == ["sort feeds only in the sidebar S", "sort only in the list S"]
        await pilot.press("enter")
        assert isinstance(app.screen, Palette)
        assert [one.message for one in app._notifications] == ["“sort feeds”: only in the sidebar"]


@pytest.mark.parametrize("words", ["failing", "failed", "errors"])
def test_what_fails_leads_to_the_jobs(words: str) -> None:
    assert "jobs" in [row.action.id for row in matching(Bindings({}).rows("list"), words)]


def test_every_word_must_be_there_and_labels_come_first() -> None:
    rows = Bindings({}).rows("article")
    assert [row.action.id for row in matching(rows, "MARKDOWN copy")] == ["copy_markdown"]
    assert matching(rows, "link")[0].action.id == "links"
    assert matching(rows, "") == rows
    assert matching(rows, "mark")[0].action.id == "toggle_read"
    assert "mark_below_read" in [row.action.id for row in matching(Bindings({}).rows("list"), "older")]
    assert [row.action.id for row in matching(rows, "ctrl-r")] == ["redo"]


def test_the_words_of_other_readers_find_an_action_too() -> None:
    rows = Bindings({}).rows("list")
    found = {word: matching(rows, word)[0].action.id for word in ("flag", "opml urls", "podcast", "killfile")}
    assert found == {"flag": "bookmark", "opml urls": "import_feeds", "podcast": "play", "killfile": "rules"}
    assert set(ALSO_CALLED) <= {action.id for action in ACTIONS}


def test_of_an_empty_library_the_first_way_to_fill_it_comes_first() -> None:
    assert [row.action.id for row in Bindings({}).rows("unfilled")][:4] == [
        "add",
        "import_feeds",
        "starters",
        "demo",
    ]
