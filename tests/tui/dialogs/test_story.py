"""The timeline of a story: by time and source, the first report marked, with what the reader did with each article."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from reader.model import Article
from reader.tui.dialogs.story import ADDED_BY, ALONE, OTHERS, StoryScreen, Timeline
from reader.tui.widgets.choice_list import ChoiceList
from tests.support.dialogs import OPEN, Opened, opened
from tests.support.screen import roles

if TYPE_CHECKING:
    from collections.abc import Sequence

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def article(number: int, title: str, source: str, hours_ago: int) -> Article:
    when = NOW - timedelta(hours=hours_ago)
    return Article(id=number, uid="a" * 16, title=title, fetched=when, published=when, publication=source)


REPORTS = [article(4, "Dam breaks", "Gazette", 5), article(2, "Night in Brenik", "Courier", 3)]
OTHER = article(9, "Old dams of the valley", "Gazette", 30)


def story(reports: Sequence[Article] = REPORTS, others: Sequence[Article] = ()) -> Timeline:
    return Timeline(reports, others, reports[0].id)


def said(dialog: Opened) -> list[str]:
    return [notification.message for notification in dialog.app._notifications]


def rows(dialog: Opened) -> list[str]:
    """What stands on the lines, without the cursor's bar and blanks beside it."""
    return [" ".join(line.strip("▌ ").split()) for line in dialog.lines if line.strip("▌ ")]


async def test_reports_stand_by_time_with_source_and_the_first_is_marked() -> None:
    async with opened(StoryScreen(story(), NOW)) as dialog:
        lines = rows(dialog)
        assert "2 reports from 2 sources" in lines
        first = lines.index("● Dam breaks Gazette")
        assert lines[first + 1] == "07:00, 5 h ago · first report"
        assert lines[first + 2 : first + 4] == ["● Night in Brenik Courier", "09:00, 3 h ago"]


async def test_on_a_narrow_screen_the_source_stands_below_the_title() -> None:
    long = replace(REPORTS[0], title="The dam above Brenik breaks in the night")
    async with opened(StoryScreen(story([long, REPORTS[1]]), NOW), size=(60, 20)) as dialog:
        lines = rows(dialog)
        first = lines.index("● The dam above Brenik breaks in the night")
        assert lines[first + 1] == "Gazette · 07:00, 5 h ago · first report"


@pytest.mark.parametrize(
    ("width", "lines", "name"),
    [
        (60, 2, "The Moscow Times - News, Business, Culture"),
        (100, 2, "Moscow Times - News…"),
        (200, 1, "Moscow Times - News, Business…"),
    ],
)
async def test_titles_are_whole_beside_the_short_names_of_their_sources(
    width: int, lines: int, name: str
) -> None:
    title = "Russia and the global order after a summit in which little was said and less was done"
    publication = "The Moscow Times - News, Business, Culture & Multimedia from Russia"
    long = replace(REPORTS[0], title=title, publication=publication)
    async with opened(StoryScreen(story([long, REPORTS[1]]), NOW), size=(width, 30)) as dialog:
        shown = rows(dialog)
        at = next(at for at, line in enumerate(shown) if "Russia and the" in line)
        said = " ".join(shown[at : at + lines]).replace(f" {name}", "").removeprefix("● ")
        assert said == title
        assert any(name in line for line in shown[at : at + 3])


@pytest.mark.parametrize("size", [(60, 20), (60, 40), (100, 20), (100, 30)])
async def test_all_rows_of_the_screen_are_used(size: tuple[int, int]) -> None:
    many = [article(number, f"Report {number}", "Gazette", 5) for number in range(1, 41)]
    async with opened(StoryScreen(story(many), NOW), size=size) as dialog:
        assert dialog.app.screen.query_one(ChoiceList).size.height == size[1] - 5
        assert dialog.lines[-3].strip().endswith("more below")


async def test_a_line_that_is_cut_on_a_narrow_screen_has_one_sign_of_it() -> None:
    tagged = replace(REPORTS[0], publication="The Gazette of All the Dams of the Valley", tags=("dam",))
    async with opened(StoryScreen(story([tagged, REPORTS[1]]), NOW), size=(60, 20)) as dialog:
        cut = next(line for line in dialog.lines if "The Gazette of" in line)
        assert cut.endswith("…")
        assert "……" not in cut


async def test_what_the_reader_did_stands_on_a_row_as_in_the_list() -> None:
    marked = replace(REPORTS[0], read=True, bookmarked=True, annotated=True, tags=("sea/rescue",))
    async with opened(StoryScreen(story([marked, REPORTS[1]]), NOW)) as dialog:
        lines = rows(dialog)
        first = lines.index("Dam breaks Gazette")
        assert lines[first + 1] == "07:00, 5 h ago · first report ★ ✎ #sea/rescue"
        dialog.app.screen.show(story([marked, replace(REPORTS[1], read=True)]))  # type: ignore[attr-defined]
        await dialog.settle()
        assert "● " not in dialog.text
        drawn = roles(dialog.app).splitlines()
        at = next(at for at, line in enumerate(drawn) if "Night in Brenik" in line)
        column = drawn[at].index("Night in Brenik")
        assert "d" in drawn[at + 1], "what was read stands back"
        assert "I" not in drawn[at + 1]
        assert column == next(line.index("Dam breaks") for line in drawn if "Dam breaks" in line)


async def test_marks_that_have_no_room_are_cut() -> None:
    many = replace(REPORTS[0], tags=tuple(f"harbour/of/ships-{number}" for number in range(9)))
    async with opened(StoryScreen(story([many, REPORTS[1]]), NOW), size=(60, 24)) as dialog:
        line = next(line for line in dialog.lines if "#harbour" in line)
        assert line.endswith("…")
        assert len(line) <= 60


async def test_a_report_that_is_alone_is_no_story() -> None:
    async with opened(StoryScreen(story(REPORTS[:1], [OTHER]), NOW)) as dialog:
        assert ALONE in rows(dialog)
        assert ADDED_BY in rows(dialog)
        assert "first report" not in dialog.text
        assert "1 report" not in dialog.text


async def test_enter_opens_a_report() -> None:
    async with opened(StoryScreen(story(), NOW)) as dialog:
        await dialog.press("j", "enter")
        assert dialog.answer == 2


async def test_the_cursor_stands_on_the_article_that_one_came_from() -> None:
    async with opened(StoryScreen(story(), NOW, at=2)) as dialog:
        await dialog.press(" ")
        assert dialog.answer == 2


@pytest.mark.parametrize("key", ["q", "escape", "h", "T"])
async def test_keys_close_it(key: str) -> None:
    async with opened(StoryScreen(story(), NOW)) as dialog:
        await dialog.press(key)
        assert dialog.answer is None


async def test_the_cursor_stays_on_its_article_as_rows_change() -> None:
    async with opened(StoryScreen(story(REPORTS, [OTHER]), NOW)) as dialog:
        screen = dialog.app.screen
        assert isinstance(screen, StoryScreen)
        await dialog.press("j")
        screen.show(story(REPORTS[:1], [OTHER, REPORTS[1]]))
        await dialog.settle()
        assert "Night in Brenik" in dialog.lit
        assert OTHERS not in dialog.text
        screen.show(story([*REPORTS, OTHER]))
        await dialog.settle()
        assert "Night in Brenik" in dialog.lit
        assert "3 reports from 2 sources" in dialog.text
        screen.show(story([REPORTS[0], OTHER]))
        await dialog.settle()
        assert "Old dams" in dialog.lit, "where the article is gone, the row at its place"
        screen.update([replace(OTHER, title="Old dams, corrected")])
        await dialog.settle()
        assert "Old dams, corrected" in dialog.lit
        assert screen.current_article == replace(OTHER, title="Old dams, corrected")


async def test_motions_are_those_of_a_list() -> None:
    others = [article(10 + number, f"Other {number}", "Gazette", 40) for number in range(4)]
    async with opened(StoryScreen(story(REPORTS, others), NOW), size=(80, 40)) as dialog:
        for keys, title in (
            ("G", "Other 3"), ("gg", "Dam breaks"), ("3j", "Other 1"), ("k", "Other 0"), ("2k", "Dam breaks"),
        ):  # fmt: skip
            await dialog.press(*keys)
            assert title in dialog.lit


async def test_n_and_p_go_to_what_is_unread() -> None:
    others = [article(10 + number, f"Other {number}", "Gazette", 40) for number in range(3)]
    others[0] = replace(others[0], read=True)
    reports = [replace(REPORTS[0], read=True), REPORTS[1]]
    async with opened(StoryScreen(story(reports, others), NOW), size=(80, 40)) as dialog:
        found = []
        for key in ("n", "n", "n", "n", "p", "p", "p"):
            await dialog.press(key)
            found.append(dialog.lit.removeprefix("● ").split("  ")[0])
        assert found == [
            "Night in Brenik", "Other 1", "Other 2", "Other 2", "Other 1", "Night in Brenik", "Night in Brenik",
        ]  # fmt: skip
        assert said(dialog) == ["No unread article before this one"]
        await dialog.press("2", "n")
        assert "Other 2" in dialog.lit


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("/", "/ (search): only outside the story · q closes it"),
        ("J", "J (next article): only outside the story · q closes it"),
        ("a", "a (add): only outside the story · q closes it"),
        ("tab", "Tab (next pane): only outside the story · q closes it"),
        ("right", "→ (right): only outside the story · q closes it"),
        (":", ": (palette): only outside the story · q closes it"),
        ("X", "X does nothing here. ? shows all keys."),
        ("f7", "F7 does nothing here. ? shows all keys."),
    ],
)
async def test_no_key_is_silent(key: str, words: str) -> None:
    async with opened(StoryScreen(story(), NOW)) as dialog:
        await dialog.press(key)
        assert said(dialog) == [words]
        assert dialog.answer is OPEN


async def test_titles_stand_on_the_side_of_their_script_at_one_edge() -> None:
    reports = [article(4, "عبارة في الميناء", "بريد المرافئ", 5), article(2, "عبارة", "Courier", 3)]
    async with opened(StoryScreen(story(reports), NOW)) as dialog:
        lines = [line.replace("\u200e", "") for line in dialog.lines]
        ends = [
            line.index(word) + len(word) for line in lines for word in ("الميناء", "عبارة   ") if word in line
        ]
        assert len(ends) == 2
        assert ends[0] == ends[1] - 3
        note = next(line for line in lines if "first report" in line)
        assert len(note.rstrip(" │")) == ends[0], "what is said of it ends there too"
