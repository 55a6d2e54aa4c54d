from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.model import Article, Snippet
from reader.tui.widgets import article_list
from reader.tui.widgets.article_list import ArticleList, Row
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pytest

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


async def test_a_calm_row_has_a_title_its_facts_and_a_blank_line() -> None:
    app = Shown()
    async with app.run_test(size=(50, 8)) as pilot:
        app.open(
            [
                Row(replace(ARTICLE, title="One", bookmarked=True, tags=("a b",), progress=0.4), edited=True),
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
            "▌  The Pier · 2 min   40 % read   edited   ★ #a b",
            "",
            "   Two                                        now",
            "   The Pier · MPA · 2 min · also in 2, 1 unread",
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
        assert app.rows.known_ids() == list(range(1, 61))


async def test_of_very_many_rows_those_far_away_are_forgotten(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(article_list, "KEPT", 40)
    app = Shown()
    async with app.run_test(size=(40, 10)):
        app.rows.open(range(1, 1_001), NOW, at=50)
        app.rows.put(articles(60))
        assert app.rows.known_ids() == list(range(40, 60)), "a quarter of them on each side of the cursor"


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


async def test_the_next_unread_row_is_told_as_far_as_rows_are_known() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)):
        rows = articles(5, read=True)
        rows[3] = Row(replace(rows[3].article, read=False))
        app.open(rows)
        assert app.rows.unread_beside(1) == 3
        assert app.rows.unread_beside(-1) is None
        app.rows.go_to(4)
        assert app.rows.unread_beside(-1) == 3
        assert app.rows.unread_beside(1) is None


async def test_selected_are_the_rows_between_its_start_and_the_cursor() -> None:
    app = Shown()
    async with app.run_test(size=(40, 12)) as pilot:
        app.open(articles(6), at=3)
        app.rows.begin_selection()
        await pilot.press("k")
        assert list(app.rows.selected) == [2, 3]
        await pilot.press("j", "j")
        assert list(app.rows.selected) == [3, 4]
        assert [app.rows.is_marked(at) for at in range(5)] == [False, False, True, True, False]
        assert (app.rows.bar_of(2), app.rows.bar_of(3)) == (article_list.SELECTED, "▌")
        app.rows.renew([1, 2, 4, 5], NOW)
        assert not app.rows.is_selecting, "its start is gone"


async def test_a_change_of_an_article_is_drawn_in_its_row() -> None:
    app = Shown()
    async with app.run_test(size=(40, 10)):
        app.open(articles(2))
        app.rows.update(replace(ARTICLE, id=2, title="Other", read=True))
        row = app.rows.row(1)
        assert row is not None
        assert row.article.title == "Other"
        app.rows.update(replace(ARTICLE, id=9))
        assert app.rows.known_ids() == [1, 2]


async def test_rows_on_the_screen_are_known_by_their_ids() -> None:
    app = Shown()
    async with app.run_test(size=(40, 9)):
        app.open(articles(30))
        assert app.rows.in_view() == (1, 2, 3, 4)
        assert app.rows.in_a_screen(snippets=False) == 4
        assert app.rows.in_a_screen(snippets=True) == 3
        assert app.rows.snippet_length == 40
