from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from textual import on
from textual.events import MouseScrollDown

from reader.model import Content
from reader.tui.article import page
from reader.tui.article.document import ArticleDocument
from reader.tui.widgets.article_view import ArticleView
from tests.support.articles import EVERYTHING, article, document, prose, related
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from textual.message import Message

GOLDEN = Path(__file__).parents[2] / "data/articles"


class Shown(Harness):
    """A view alone on the screen; it keeps what the view told."""

    def __init__(self, theme: str = "newsprint") -> None:
        self.view = ArticleView()
        self.told: list[Message] = []
        super().__init__(self.view, theme=theme)

    def on_mount(self) -> None:
        self.view.focus()

    @on(ArticleView.Moved)
    @on(ArticleView.LinkPressed)
    @on(ArticleView.RelatedOpened)
    @on(ArticleView.HitsFound)
    def _keep(self, event: Message) -> None:
        self.told.append(event)

    def of(self, kind: type[Message]) -> list[Message]:
        return [event for event in self.told if isinstance(event, kind)]


@pytest.mark.parametrize("width", [40, 72, 100, 160])
async def test_an_article_with_every_kind_of_content_looks_as_drawn(width: int) -> None:
    app = Shown()
    async with app.run_test(size=(width, 140)) as pilot:
        app.view.show(
            document(EVERYTHING, text_state="part", reason="The article continues on further pages")
        )
        await pilot.pause()
        assert text(app).rstrip() + "\n" == (GOLDEN / f"everything-{width}.txt").read_text("utf-8")


@pytest.mark.parametrize("theme", ["lamplight", "ansi"])
async def test_every_size_draws(theme: str) -> None:
    app = Shown(theme)
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(document(EVERYTHING))
        app.view.find(["keeper"])
        for size in ((1, 1), (2, 3), (8, 4), (200, 50), (80, 24)):
            await pilot.resize_terminal(*size)
            await pilot.press("G", "k", "ctrl+u", "g", "g", "j")
            assert len(text(app).split("\n")) == size[1]
        assert "By Ida Brandt" in text(app)


async def test_a_long_article_keeps_no_lines_while_it_is_hidden() -> None:
    app, shown = Shown(), document(prose(5_000))
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(shown)
        await pilot.press("space", "space")
        before, built = text(app), shown.built
        app.view.display = False
        await pilot.pause()
        app.view.display = True
        await pilot.pause()
        assert text(app) == before
        assert shown.built > built


async def test_without_an_article_it_is_blank_and_moves_nothing() -> None:
    app = Shown()
    async with app.run_test(size=(40, 6)) as pilot:
        app.view.clear()
        await pilot.press("j", "G", "}", "right", "enter")
        assert text(app).strip() == ""
        assert not app.view.page_down()
        assert (app.view.position, app.view.links, app.view.find(["a"]), app.view.to_hit(1)) == (
            0,
            [],
            0,
            False,
        )


HEADS: list[tuple[dict[str, object], list[str]]] = [
    ({}, ["By Ida Brandt and Tom Quill · MPA", "5 October 2026 · The Harbour Gazette · full page · 2 min"]),
    ({"authors": ("A", "B", "C"), "agency": None}, ["By A, B and C"]),
    ({"authors": ()}, ["MPA"]),
    ({"authors": (), "agency": None, "day": None, "publication": None}, ["full page · 2 min"]),
    (
        {"text_state": "paywall", "reason": "Subscribers only", "authors": (), "agency": None},
        ["5 October 2026 · The Harbour Gazette · 2 min", "Subscribers only"],
    ),
    (
        {"text_origin": "feed", "authors": (), "agency": None},
        ["5 October 2026 · The Harbour Gazette · feed text · 2 min"],
    ),
]


async def test_the_head_says_who_when_where_and_how_much() -> None:
    app = Shown()
    async with app.run_test(size=(80, 12)) as pilot:
        for fields, lines in HEADS:
            app.view.show(document("Text.", **fields))
            await pilot.pause()
            found = [line.strip() for line in text(app).splitlines()]
            assert found[: 2 + len(lines)] == ["The Lock at Ostmoor Is Open", "", *lines]


async def test_an_article_without_text_shows_its_description() -> None:
    app = Shown()
    async with app.run_test(size=(80, 12)) as pilot:
        empty = article(
            text_state="failed", reason="The server said 404", description="A lock is open.", words=0
        )
        app.view.show(ArticleDocument(empty, Content()))
        await pilot.pause()
        assert [line.strip() for line in text(app).splitlines()[3:8]] == [
            "5 October 2026 · The Harbour Gazette",
            "The server said 404",
            "",
            "A lock is open.",
            "",
        ]


async def test_moving_is_told_and_says_where_the_reader_is() -> None:
    app = Shown()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(document(prose(1_000), words=920))
        await pilot.pause()
        assert app.view.minutes_left == 4
        await pilot.press("j")
        told = len(app.of(ArticleView.Moved))
        assert 0 < app.view.progress < 0.1
        await pilot.press("G", "k", "G")
        assert len(app.of(ArticleView.Moved)) > told
        assert (app.view.progress, app.view.minutes_left) == (1.0, 0)
        assert not app.view.page_down()


@pytest.mark.parametrize("text", [prose(4_000), "Two words."])
async def test_the_title_is_told_once_the_whole_of_it_is_above_the_view(text: str) -> None:
    app = Shown()
    async with app.run_test(size=(40, 8)) as pilot:
        app.view.show(
            document(text, title="The `tug` has left\nits berth at the old pier, and nobody saw it")
        )
        app.view.append_related([related(number) for number in range(1, 6)])
        await pilot.pause()
        assert app.view.passed_title == ""
        await pilot.press("j")
        assert app.view.passed_title == "", "it has two lines"
        app.told.clear()
        await pilot.press("j")
        assert app.view.passed_title == "The tug has left its berth at the old pier, and nobody saw it"
        assert app.of(ArticleView.Moved), "also where no more of the text is read than before"
        await pilot.press("k")
        assert app.view.passed_title == ""


async def test_an_article_opens_where_the_reader_left_it_before_there_is_a_size_too() -> None:
    app = Shown()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(document(prose(2_000)), position=5_000)
        await pilot.pause()
        kept, seen = app.view.position, text(app)
        assert 4_900 < kept <= 5_000
        app.view.show(document("Another."))
        app.view.show(document(prose(2_000)), position=kept)
        await pilot.pause()
        assert (app.view.position, text(app)) == (kept, seen)
    view = ArticleView()
    view.show(document(prose(2_000)), position=5_000)
    assert view.position == 5_000


async def test_a_change_of_width_keeps_the_top_line() -> None:
    app = Shown()
    async with app.run_test(size=(80, 24)) as pilot:
        app.view.show(document(prose(2_000)))
        await pilot.press("space", "pagedown", "pagedown")
        before = text(app)
        await pilot.resize_terminal(50, 24)
        await pilot.resize_terminal(80, 24)
        await pilot.pause()
        assert text(app) == before


async def test_a_click_on_a_link_or_its_number_presses_it() -> None:
    app = Shown()
    async with app.run_test(size=(74, 12)) as pilot:
        app.view.show(document("See [the lock](https://a.org/1) and [more](https://a.org/2)."))
        await pilot.pause()
        row = next(y for y, line in enumerate(text(app).splitlines()) if "the lock" in line)
        line = text(app).splitlines()[row]
        for words in ("lock", "[2]", "and"):
            await pilot.click(ArticleView, offset=(line.index(words), row))
        pressed = [event.number for event in app.told if isinstance(event, ArticleView.LinkPressed)]
        assert pressed == [1, 2]


async def test_related_rows_are_reached_and_opened_by_key_and_by_click() -> None:
    app = Shown()
    async with app.run_test(size=(60, 20)) as pilot:
        app.view.show(document("A short text."))
        app.view.append_related([related(1), related(2)])
        await pilot.press("enter", "j", "j", "enter")
        await pilot.press("k", "enter")
        row = next(y for y, line in enumerate(text(app).splitlines()) if "Related 2" in line)
        await pilot.click(ArticleView, offset=(4, row))
        opened = [event.related for event in app.told if isinstance(event, ArticleView.RelatedOpened)]
        assert [row.article.title for row in opened if row.article] == ["Related 2", "Related 1", "Related 2"]


async def test_the_wheel_scrolls_and_with_shift_moves_code_sideways() -> None:
    app = Shown()
    async with app.run_test(size=(60, 10)) as pilot:
        app.view.show(document("```\n" + "x" * 90 + "y\n```\n\n" + prose(500)))
        await pilot.pause()
        app.view.post_message(wheel(shift=True))
        await pilot.pause()
        assert any(line.strip().startswith("…x") for line in text(app).splitlines())
        app.view.post_message(wheel(shift=False))
        await pilot.pause()
        assert "The Lock" not in text(app)


def wheel(*, shift: bool) -> MouseScrollDown:
    return MouseScrollDown(None, 1, 1, 0, 1, 0, shift, False, False)


async def test_hits_of_a_very_long_text_are_told_as_they_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(page, "FIRST_LOOK_S", 0.0)
    monkeypatch.setattr(page, "FIRST_LOOK_PARTS", 0)
    app = Shown()
    async with app.run_test(size=(80, 24)) as pilot:
        markdown = prose(4_000)
        app.view.show(document(markdown))
        await pilot.pause()
        assert app.view.find(["crane"]) == 0
        assert app.view.to_hit(1)
        while app.view.hit[1] < markdown.count("crane"):
            await pilot.pause()
        found = app.of(ArticleView.HitsFound)[-1]
        assert isinstance(found, ArticleView.HitsFound)
        assert (1, found.hits) == app.view.hit == (1, markdown.count("crane"))


HOSTILE = [
    "[/]",
    "[link=file:///etc/passwd]x[/link]",
    "\x1b]0;owned\x07",
    "\x9b31m",
    "a\u202eb",
    "&#27;[2J",
    "x\u0301" * 40,
]


async def test_nothing_that_a_terminal_acts_on_comes_out() -> None:
    app = Shown()
    async with app.run_test(size=(80, 30)) as pilot:
        for hostile in HOSTILE:
            given = article(title=hostile, authors=(hostile,), reason=hostile, text_state="part")
            code, table = f"```{hostile}\n{hostile}\n```", f"| {hostile} |\n| --- |"
            shown = f"# {hostile}\n\n> {hostile}\n\n{code}\n\n{table}\n\n[{hostile}](https://a.org)"
            app.view.show(ArticleDocument(given, Content(markdown=shown)))
            app.view.append_related([related(1, article=None, title=hostile, url="https://a.org")])
            await pilot.pause()
            _is_harmless(app)


def _is_harmless(app: Shown) -> None:
    for strip in app.screen._compositor.render_strips(app.screen.size):
        for segment in strip:
            assert not segment.control
            assert not re.search("[\x00-\x1f\x7f-\x9f\u202e]", segment.text)
            assert segment.style is None or segment.style.link is None
