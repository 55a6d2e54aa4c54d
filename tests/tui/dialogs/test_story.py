"""The timeline of a story: by time and source, the first report marked, and what can be taken out or brought in."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from reader.model import Article
from reader.tui.dialogs.story import OTHERS, StoryDecision, StoryScreen
from tests.support.dialogs import OPEN, opened

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


def article(number: int, title: str, source: str, hours_ago: int) -> Article:
    when = NOW - timedelta(hours=hours_ago)
    return Article(id=number, uid="a" * 16, title=title, fetched=when, published=when, publication=source)


REPORTS = [article(4, "Dam breaks", "Gazette", 5), article(2, "Night in Brenik", "Courier", 3)]
OTHER = article(9, "Old dams of the valley", "Gazette", 30)


async def test_reports_stand_by_time_with_source_and_the_first_is_marked() -> None:
    async with opened(StoryScreen(REPORTS, [], NOW)) as dialog:
        lines = [" ".join(line.strip("▌ ").split()) for line in dialog.lines if line.strip()]
        assert "2 reports from 2 sources" in lines
        first = lines.index("● Dam breaks Gazette")
        assert lines[first + 1] == "07:00, 5 h ago · first report"
        assert lines[first + 2 : first + 4] == ["● Night in Brenik Courier", "09:00, 3 h ago"]


async def test_a_report_that_was_read_has_no_dot() -> None:
    async with opened(StoryScreen([replace(REPORTS[0], read=True), REPORTS[1]], [], NOW)) as dialog:
        assert [
            line.strip("▌ ").split()[0] for line in dialog.lines if "Gazette" in line or "Courier" in line
        ] == [
            "Dam",
            "●",
        ]


async def test_enter_opens_a_report() -> None:
    async with opened(StoryScreen(REPORTS, [], NOW)) as dialog:
        await dialog.press("j", "enter")
        assert dialog.answer == StoryDecision("open", 2)


async def test_the_cursor_stands_on_the_article_that_one_came_from() -> None:
    async with opened(StoryScreen(REPORTS, [], NOW, at=2)) as dialog:
        await dialog.press("enter")
        assert dialog.answer == StoryDecision("open", 2)


async def test_minus_takes_a_report_out() -> None:
    async with opened(StoryScreen(REPORTS, [OTHER], NOW)) as dialog:
        await dialog.press("j", "-")
        assert dialog.answer == StoryDecision("split", 2)


async def test_plus_brings_a_related_article_in() -> None:
    async with opened(StoryScreen(REPORTS, [OTHER], NOW)) as dialog:
        assert any(OTHERS in line for line in dialog.lines)
        await dialog.press("G", "+")
        assert dialog.answer == StoryDecision("join", 9)


async def test_what_cannot_be_done_is_said() -> None:
    async with opened(StoryScreen(REPORTS[:1], [OTHER], NOW)) as dialog:
        await dialog.press("-", "+")
        await dialog.press("G", "-")
        assert dialog.answer is OPEN
