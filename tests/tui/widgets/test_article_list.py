from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from textual._styles_cache import StylesCache

from reader.model import Article, Snippet
from reader.tui.widgets import row_cache
from reader.tui.widgets.article_list import ArticleList, Selection
from reader.tui.widgets.article_row import Row, RowPainter
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from textual.strip import Strip

    from reader.tui.cells import Piece
    from reader.tui.widgets.article_columns import ColumnNeeds

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
ARTICLE = Article(id=1, uid="a" * 16, title="", fetched=NOW, publication="The Pier", words=460)


def articles(number: int, **fields: object) -> list[Row]:
    return [Row(replace(ARTICLE, id=id_, title=f"Story {id_}", **fields)) for id_ in range(1, number + 1)]  # type: ignore[arg-type]


class Shown(Harness):
    """A list alone on the screen; rows that it asks for are kept."""

    def __init__(self) -> None:
        self.rows = ArticleList()
        self.wanted: list[tuple[int, ...]] = []
        super().__init__(self.rows)

    def on_mount(self) -> None:
        self.rows.focus()

    def on_article_list_wanted(self, event: ArticleList.Wanted) -> None:
        self.wanted.append(event.ids)

    def open(self, rows: Sequence[Row], **how: object) -> None:
        self.rows.open([row.article.id for row in rows], NOW, rows=rows, **how)  # type: ignore[arg-type]


@pytest.mark.parametrize("height", [7, 8, 9])
@pytest.mark.parametrize(("dense", "lines"), [(False, 2), (True, 1)])
async def test_the_last_row_stands_at_the_bottom(height: int, lines: int, *, dense: bool) -> None:
    app = Shown()
    async with app.run_test(size=(50, height)) as pilot:
        app.rows.set_dense(dense)
        app.open([Row(replace(ARTICLE, id=number, title=f"No. {number}")) for number in range(1, 31)])
        await pilot.press("G")
        assert "No. 30" in text(app).splitlines()[height - lines]
        assert app.rows.max_scroll_y == app.rows.scroll_offset.y


async def test_rows_that_fit_but_for_the_blank_line_below_do_not_scroll() -> None:
    app = Shown()
    async with app.run_test(size=(50, 8)) as pilot:
        app.open([Row(replace(ARTICLE, id=number)) for number in range(1, 4)])
        await pilot.press("G")
        assert app.rows.scroll_offset.y == 0


async def test_a_calm_row_has_a_title_its_facts_and_a_blank_line() -> None:
    app = Shown()
    async with app.run_test(size=(50, 8)) as pilot:
        app.open(
            [
                Row(replace(ARTICLE, title="One", bookmarked=True, tags=("a b",), progress=0.4)),
                Row(
                    replace(
                        ARTICLE, id=2, title="Two", read=True, copies=(8, 9), unread_copies=1, agency="MPA"
                    )
                ),
            ]
        )
        await pilot.pause()
        assert text(app).splitlines()[:6] == [
            "▌● One                                        now",
            "▌  The Pier · 2 min read   40% read   ★ #a b",
            "",
            "   Two                                        now",
            "   The Pier · MPA · +2 copies, 1 unread",
            "",
        ]


async def test_a_dense_row_has_a_line_with_the_source_where_there_is_room() -> None:
    app = Shown()
    async with app.run_test(size=(80, 8)) as pilot:
        app.rows.set_dense(True)
        app.open(articles(3))
        await pilot.pause()
        lines = text(app).splitlines()
        assert [line.split()[-3:] for line in lines[:3]] == [["The", "Pier", "now"]] * 3
        app.rows.one_source = True
        app.rows.refresh()
        await pilot.pause()
        assert "Pier" not in text(app)


async def test_dense_rows_keep_their_columns_while_one_scrolls() -> None:
    app = Shown()
    names = ["Pier", "The Pier", "Pier", "Pier", "Pier"]
    many = [replace(row, article=replace(row.article, publication=name)) for row, name in zip(articles(5), names, strict=True)]  # fmt: skip
    async with app.run_test(size=(80, 2)) as pilot:
        app.rows.set_dense(True)

        async def starts() -> set[int]:
            await pilot.pause()
            return {line.rindex("Pier") + len("Pier") for line in text(app).splitlines()[:2]}

        app.open([*many[2:4], *many[:2]])
        assert await starts() == {74}, "what is out of view needs nothing"
        app.open(many)
        assert await starts() == {70, 74}, "the start of the column is one"
        await pilot.press("G")
        assert await starts() == {70}, "the long name has left the view"
        app.open([*many[2:]])
        assert await starts() == {74}, "another list"


async def test_a_list_that_scrolls_draws_its_new_row_and_the_cursors_and_shows_all_as_they_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    app, drawn, made = Shown(), set[int](), list[int]()
    line, render_line = RowPainter.line, StylesCache.render_line

    def drawing(painter: RowPainter, row: Row, number: int) -> list[Piece]:
        drawn.add(row.article.id)
        return line(painter, row, number)

    def rendering(cache: StylesCache, *args: Any) -> Strip:
        made.append(1)
        return render_line(cache, *args)

    async with app.run_test(size=(50, 12)) as pilot:
        app.open(articles(20))
        for key in "jj":
            await pilot.press(key)
        await pilot.pause()
        monkeypatch.setattr(RowPainter, "line", drawing)
        monkeypatch.setattr(StylesCache, "render_line", rendering)
        scrolls = []
        for key in "jjjkjk":
            drawn.clear()
            made.clear()
            before = app.rows.scroll_offset
            await pilot.press(key)
            await pilot.pause()
            scrolls.append(app.rows.scroll_offset != before)
            assert len(drawn) <= 3, "the one that came into view, and both that the cursor is or was on"
            assert bool(made) != scrolls[-1], "past the cache of lines where all are others"
            seen = text(app)
            app.rows.refresh()
            await pilot.pause()
            assert text(app) == seen, "as it is drawn anew"
        assert {*scrolls} == {True, False}


async def test_a_row_that_comes_in_widens_the_columns() -> None:
    app = Shown()
    async with app.run_test(size=(80, 4)) as pilot:
        app.rows.set_dense(True)
        first, second = articles(2)
        app.rows.open([1, 2], NOW, rows=[first])
        await pilot.pause()
        assert text(app).splitlines()[0].endswith("  The Pier  now")
        app.rows.put([replace(second, article=replace(second.article, publication="The Harbour Gazette"))])
        await pilot.pause()
        first_line, second_line = text(app).splitlines()[:2]
        assert second_line.index("The Harbour Gazette") == first_line.index("The Pier")


async def test_a_snippet_marks_its_hits_and_is_cut() -> None:
    app = Shown()
    async with app.run_test(size=(30, 8)) as pilot:
        row = Row(replace(ARTICLE, title="One"), Snippet("the ferry ran aground off the head", ((4, 9),)))
        app.open([row], snippets=True)
        await pilot.pause()
        assert text(app).splitlines()[2] == "▌  the ferry ran aground off…"
        mark = app.paint.style("ink", on="mark").bgcolor
        marked = [one.text for one in app.rows.render_line(2) if one.style and one.style.bgcolor == mark]
        assert marked == ["ferry"]


async def test_rows_fade_until_others_are_shown() -> None:
    app = Shown()
    async with app.run_test(size=(50, 8)) as pilot:
        app.open(articles(2))
        await pilot.pause()
        inks = {segment.style.color for segment in app.rows.render_line(0) if segment.style}
        assert len(inks) > 1
        app.rows.fade()
        await pilot.pause()
        faded = app.rows.render_line(0)
        assert {segment.style.color for segment in faded if segment.style} == {
            app.rows.paint.style("dim").color
        }
        assert "Story 1" in faded.text
        app.open(articles(2))
        assert {segment.style.color for segment in app.rows.render_line(0) if segment.style} == inks


async def test_an_empty_list_says_why() -> None:
    app = Shown()
    async with app.run_test(size=(30, 8)) as pilot:
        app.rows.say_empty("Nothing unread: all of it was read")
        app.open([])
        await pilot.pause()
        assert text(app).splitlines()[:2] == ["   Nothing unread: all of it", "   was read"]


async def test_rows_are_asked_for_in_whole_blocks_and_once() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        app.rows.open(range(1, 1_001), NOW)
        await pilot.pause()
        assert app.wanted == [tuple(range(1, 61))]
        app.rows.put(articles(60))
        await pilot.press("j")
        await pilot.pause()
        assert len(app.wanted) == 1
        assert app.rows.cache.cached_ids() == list(range(1, 61))


async def test_of_very_many_rows_those_far_away_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(row_cache, "KEPT", 40)
    app = Shown()
    async with app.run_test(size=(40, 10)):
        app.rows.open(range(1, 1_001), NOW, at=50)
        app.rows.put(articles(60))
        assert app.rows.cache.cached_ids() == list(range(40, 60)), (
            "a quarter of them on each side of the cursor"
        )


async def test_other_ids_keep_the_cursor_on_its_article_at_its_place() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        app.open(articles(30), at=12)
        await pilot.pause()
        offset = app.rows.top_of(app.rows.cursor) - app.rows.scroll_offset.y
        app.rows.renew([*range(100, 110), *range(1, 31)], NOW)
        assert app.rows.current_id == 12
        assert app.rows.top_of(app.rows.cursor) - app.rows.scroll_offset.y == offset
        app.rows.renew([1, 2], NOW)
        assert app.rows.current_id == 2, "one that is gone gives way to the last"


async def test_a_list_that_stays_on_top_begins_with_its_first_row() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        app.open(articles(30))
        await pilot.pause()
        assert not app.rows.is_placed
        app.rows.renew([*range(100, 110), *range(1, 31)], NOW, stays_on_top=True)
        assert (app.rows.current_id, app.rows.scroll_offset.y) == (100, 0)
        await pilot.press("j")
        assert app.rows.is_placed


async def test_selected_are_the_rows_between_its_start_and_the_cursor() -> None:
    app = Shown()
    async with app.run_test(size=(40, 12)) as pilot:
        app.open(articles(6), at=3)
        app.rows.selection.begin()
        await pilot.press("k")
        assert list(app.rows.selection.ids) == [2, 3]
        await pilot.press("j", "j")
        assert list(app.rows.selection.ids) == [3, 4]
        assert [bool(app.rows.mark_of(at)) for at in range(5)] == [False, False, True, True, False]
        assert [line[:1].strip() for line in text(app).splitlines()[3:8]] == ["┃", "┃", "", "█", "█"]
        app.rows.renew([4, 2, 3, 5], NOW)
        assert list(app.rows.selection.ids) == [4, 2, 3], "both ends stay on their articles"
        app.rows.renew([1, 2, 4, 5], NOW)
        assert not app.rows.selection.is_on, "its start is gone"
        await pilot.pause()
        assert "█" not in text(app)
        app.rows.selection.begin()
        app.rows.selection.pick()
        assert list(app.rows.selection.ids) == [4], "it is kept"
        app.rows.selection.pick()
        assert not app.rows.selection.ids, "its only row was taken out"
        app.rows.cursor = 0
        app.rows.selection.pick()
        app.rows.cursor = 2
        app.rows.selection.pick()
        assert list(app.rows.selection.ids) == [1, 4]
        app.rows.cursor = 1
        assert [app.rows.mark_of(at) for at in range(3)] == ["┃", "▌", "┃"]
        assert [app.rows.is_tinted(at) for at in range(3)] == [True, False, True], (
            "the cursor's row is not selected"
        )
        app.rows.renew([2, 4, 5, 1], NOW)
        assert list(app.rows.selection.ids) == [4, 1], "each stays on its article"
        app.rows.renew([2, 5], NOW)
        assert not app.rows.selection.is_on
        app.rows.selection.begin()
        app.open(articles(6))
        assert not app.rows.selection.is_on, "this is another list"
        assert app.rows.mark_of(0)


class Listed:
    """What a selection knows of its list."""

    def __init__(self, cursor: int) -> None:
        self.ids: Sequence[int] = (11, 12, 13, 14, 15)
        self.cursor = cursor
        self.refreshed = 0

    def refresh(self) -> None:
        self.refreshed += 1


@pytest.mark.parametrize(
    ("cursor", "ids"),
    [(0, (11, 12, 13)), (1, (12, 13)), (2, (13,)), (3, (13, 14)), (4, (13, 14, 15))],
)
def test_a_selection_reaches_from_its_anchor_to_the_cursor_whichever_comes_first(
    cursor: int, ids: tuple[int, ...]
) -> None:
    rows = Listed(2)
    selection = Selection(rows)
    selection.begin()
    rows.cursor = cursor
    assert selection.ids == ids
    assert tuple(rows.ids[at] for at in selection.places) == ids


def test_a_selection_is_on_between_its_begin_and_its_end_and_draws_each() -> None:
    rows = Listed(0)
    selection = Selection(rows)
    selection.end()
    assert (selection.is_on, [*selection.ids], 0 in selection.places, rows.refreshed) == (False, [], False, 0)
    selection.begin()
    assert (selection.is_on, selection.ids, 0 in selection.places, rows.refreshed) == (True, (11,), True, 1)
    selection.end()
    assert (selection.is_on, [*selection.ids], 0 in selection.places, rows.refreshed) == (False, [], False, 2)


def test_a_selection_keeps_its_anchor_on_the_article_in_other_ids() -> None:
    rows = Listed(0)
    selection = Selection(rows)
    selection.keep_in((15, 12, 11))
    assert not selection.is_on, "none begins by itself"
    selection.begin()
    selection.keep_in((15, 12, 11))
    rows.ids = (15, 12, 11)
    assert selection.ids == (15, 12, 11)
    selection.keep_in((15, 12))
    assert not selection.is_on


async def test_a_step_while_rows_are_selected_draws_all_of_them(monkeypatch: pytest.MonkeyPatch) -> None:
    app = Shown()
    async with app.run_test(size=(40, 20)) as pilot:
        app.open(articles(6))
        app.rows.selection.begin()
        await pilot.press("j", "j", "j", "j")
        await pilot.press("g", "g")
        assert "┃" not in text(app)
        assert "█" in text(app)
        app.rows.selection.end()
        await pilot.pause()
        assert "█" not in text(app)
        assert "▌" in text(app)


async def test_a_list_is_tinted_where_keys_of_the_search_bar_move_it() -> None:
    app = Shown()
    async with app.run_test(size=(40, 20)) as pilot:
        app.open(articles(2))
        app.screen.set_focus(None)
        await pilot.pause()
        assert "▌" not in text(app)
        app.rows.is_steered = True
        app.rows.refresh()
        await pilot.pause()
        assert text(app).count("▌") == 2


async def test_rows_beside_the_view_are_prefetched_but_not_for_a_search_at_its_top() -> None:
    app = Shown()
    async with app.run_test(size=(40, 9)) as pilot:
        app.rows.open(range(1, 1_001), NOW, at=101, rows=articles(120))
        await pilot.pause()
        assert app.wanted == [tuple(range(121, 181))], "40 rows below the view"
        app.wanted.clear()
        app.rows.open(range(1, 1_001), NOW, snippets=True, rows=articles(3))
        await pilot.pause()
        assert app.wanted == []
        await pilot.press("j")
        assert app.wanted == [tuple(range(4, 21))], "12 rows below the view, in a block of 20"


async def test_a_dense_list_has_rows_of_one_line_and_keeps_its_cursor_in_view() -> None:
    app = Shown()
    async with app.run_test(size=(40, 9)) as pilot:
        app.open(articles(30), at=30)
        await pilot.pause()
        assert app.rows.max_scroll_y == 3 * 30 - 1 - 9
        assert (app.rows.tall, app.rows.height_of(0), app.rows.drawn_of(0), app.rows.top_of(7)) == (
            3,
            3,
            2,
            21,
        )
        assert (app.rows.at_line(89), app.rows.at_line(90)) == ((29, 2), None)
        app.rows.set_dense(True)
        await pilot.pause()
        assert (app.rows.tall, app.rows.drawn_of(0), app.rows.top_of(7)) == (1, 1, 7)
        assert text(app).splitlines()[-1].startswith("▌● Story 30")


async def test_a_row_is_measured_once_while_it_is_in_view(monkeypatch: pytest.MonkeyPatch) -> None:
    measured: list[int] = []
    needs_of = RowPainter.needs_of

    def counted(painter: RowPainter, row: Row) -> ColumnNeeds:
        measured.append(row.article.id)
        return needs_of(painter, row)

    monkeypatch.setattr(RowPainter, "needs_of", counted)
    app = Shown()
    async with app.run_test(size=(90, 9)) as pilot:
        app.open(articles(30))
        await pilot.press(*"j")
        await pilot.pause()
        assert app.rows.scroll_offset.y == 0
        assert sorted(measured) == [1, 2, 3]
        await pilot.press(*"j")
        await pilot.pause()
        assert sorted(measured) == [1, 2, 3, 4]


async def test_a_change_of_an_article_is_drawn_in_its_row() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)) as pilot:
        app.open(articles(2))
        app.rows.update(replace(ARTICLE, id=2, title="Other", read=True))
        row = app.rows.cache.row(1)
        assert row is not None
        assert row.article.title == "Other"
        await pilot.pause()
        assert "   Other" in text(app)
        app.rows.update(replace(ARTICLE, id=9))
        assert app.rows.cache.cached_ids() == [1, 2]


async def test_rows_on_the_screen_are_known_by_their_ids() -> None:
    app = Shown()
    async with app.run_test(size=(40, 9)):
        app.open(articles(30))
        assert app.rows.in_view() == (1, 2, 3, 4)
        assert app.rows.in_a_screen(snippets=False) == 4
        assert app.rows.in_a_screen(snippets=True) == 3
        assert app.rows.snippet_length == 48


async def test_a_row_of_which_only_the_first_line_is_in_view_has_its_title_on_that() -> None:
    app, title = Shown(), "A story of so many words that its title takes two lines"
    async with app.run_test(size=(50, 46)) as pilot:
        app.open(
            [
                replace(row, article=replace(row.article, title=f"{number} {title}"))
                for number, row in enumerate(articles(40))
            ]
        )
        await pilot.pause()
        lines = text(app).splitlines()
        assert lines[0].startswith("▌● 0 A story")
        assert lines[45].startswith(" ● 15 A story")
        assert "…" in lines[45]
        assert "…" not in lines[42]


async def test_snippets_are_asked_for_anew_where_the_list_has_become_wider() -> None:
    app = Shown()
    async with app.run_test(size=(30, 12)) as pilot:
        app.open([replace(row, snippet=Snippet("words", ())) for row in articles(9)], snippets=True)
        await pilot.pause()
        app.wanted.clear()
        await pilot.resize_terminal(80, 12)
        await pilot.pause()
        assert app.wanted == [(1, 2, 3, 4)]
        assert app.rows.cache.row(0), "the one before stays until it comes"
        await pilot.resize_terminal(30, 12)
        await pilot.resize_terminal(80, 12)
        await pilot.pause()
        assert len(app.wanted) == 1
