from __future__ import annotations

from reader.model import Feed
from reader.tui.dialogs.statistics import StatisticsScreen, largest
from tests.support.dialogs import opened

NUMBERS = {"articles": 1_234, "full texts": 7, "bytes": 2_500_000, "free bytes": 0, "index bytes": 90_000}


async def test_each_number_has_a_line() -> None:
    feed = Feed(id=1, title="[b]Tides[/b]", articles=12, unread=3)
    async with opened(StatisticsScreen(NUMBERS, [feed])) as dialog:
        shown = [" ".join(line.split()) for line in dialog.lines]
        for line in (
            "Articles 1,234",
            "Full texts 7",
            "Library 2.5 MB",
            "Index 0.09 MB",
            "Largest feeds [b]Tides[/b]: 12, 3 unread",
        ):
            assert line in shown
        assert not any("Unused" in line for line in shown), "there is none"
        await dialog.press("escape")
        assert dialog.answer is None


def test_the_largest_feeds_come_first_and_empty_ones_not_at_all() -> None:
    feeds = [Feed(id=n, title=f"F{n}", articles=n % 7, unread=n % 2) for n in range(9)]
    assert [(fact.label, fact.text) for fact in largest(feeds)] == [
        ("Largest feeds", "F6: 6, 0 unread"),
        ("", "F5: 5, 1 unread"),
        ("", "F4: 4, 0 unread"),
        ("", "F3: 3, 1 unread"),
        ("", "F2: 2, 0 unread"),
    ]
    assert largest([Feed(id=1, title="Empty")]) == []
