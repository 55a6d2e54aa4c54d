from __future__ import annotations

from datetime import UTC, datetime

import pytest
from textual.containers import Container

from reader.tui.widgets.archive_section import LEAST, ArchiveSection
from reader.tui.widgets.article_list import ArticleList
from reader.tui.widgets.article_row import Row
from tests.support.articles import article
from tests.support.screen import Harness, text

NOW = datetime(2026, 11, 24, 14, 5, tzinfo=UTC)
SAID = ("The server cannot be reached", "r asks again", "check the address, and whether the server runs")


def rows(count: int, named: str) -> list[Row]:
    return [Row(article(id=at, uid=f"{named}{at}", title=f"{named} {at}")) for at in range(1, count + 1)]


class Shown(Harness):
    """The library's results, and the archive's below them."""

    def __init__(self) -> None:
        self.own = ArticleList(id="list")
        self.section = ArchiveSection(self.own)
        super().__init__(Container(self.own, self.section, id="box"))

    def put(self, own: int, there: int) -> None:
        mine = rows(own, "Own")
        self.own.open([row.article.id for row in mine], NOW, rows=mine)
        self.section.put(rows(there, "There"), NOW, "newest first", f"{there} found")

    def lines(self) -> list[str]:
        return [line.rstrip() for line in text(self).splitlines()]

    def heights(self) -> tuple[int, int]:
        return self.own.size.height, self.section.size.height


@pytest.mark.parametrize(
    ("own", "there", "heights"),
    [
        (9, 9, (18, 12)),  # each as much as there is room for, whole rows in the archive
        (2, 9, (6, 24)),  # few own results leave the rest
        (9, 1, (24, 6)),  # and so do few of the archive
        (0, 2, (0, 9)),
        (9, 0, (27, 2)),
    ],
)
async def test_the_lines_are_shared(own: int, there: int, heights: tuple[int, int]) -> None:
    app = Shown()
    async with app.run_test(size=(80, 30)) as pilot:
        app.put(own, there)
        await pilot.pause()
        assert app.heights() == heights
        app.section.close()
        await pilot.pause()
        assert app.heights() == (30, 0)


async def test_in_a_low_terminal_one_whole_row_is_seen_at_least() -> None:
    app = Shown()
    async with app.run_test(size=(80, 9)) as pilot:
        app.own.set_dense(True)
        app.put(20, 20)
        await pilot.pause()
        assert app.section.size.height == LEAST
        assert any("There 1" in line for line in app.lines())


@pytest.mark.parametrize(
    ("width", "said"),
    [
        (120, f" Archive   {' · '.join(SAID)}"),
        (80, f" Archive   {' · '.join(SAID[:2])}"),
        (40, " Archive   The server cannot be reached"),
        (30, " Archive   The server cannot…"),
    ],
)
async def test_why_it_is_silent_is_one_line_with_the_steps_that_fit(width: int, said: str) -> None:
    app = Shown()
    async with app.run_test(size=(width, 20)) as pilot:
        app.put(9, 9)
        app.section.silence(NOW, SAID)
        await pilot.pause()
        assert app.lines()[-1] == said
        assert app.section.size.height == 2


async def test_what_is_awaited_is_said_only_where_nothing_stands() -> None:
    app = Shown()
    async with app.run_test(size=(80, 30)) as pilot:
        app.put(2, 2)
        app.section.wait(is_said=True)
        await pilot.pause()
        assert " Archive, newest first" in text(app)
        app.section.silence(NOW, SAID)
        app.section.wait(is_said=False)
        await pilot.pause()
        assert SAID[0] in text(app)
        app.section.wait(is_said=True)
        await pilot.pause()
        assert "asking …" in text(app)


async def test_the_title_shines_and_the_cursor_is_marked_while_it_has_the_keys() -> None:
    app = Shown()
    async with app.run_test(size=(80, 30)) as pilot:
        app.put(2, 3)
        await pilot.pause()
        assert app.section.rows.mark_of(0) == ""
        app.section.rows.focus()
        await pilot.press("j")
        assert app.section.rows.mark_of(1) == ArticleList.BAR
        assert not app.own.has_keys
        app.section.put(rows(3, "There")[1:], NOW, "", "2 found")
        assert app.section.rows.cursor == 0, "the cursor stays on its article"
