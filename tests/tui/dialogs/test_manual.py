from __future__ import annotations

from typing import TYPE_CHECKING

from rich.cells import cell_len

from reader.core import manual
from reader.tui.dialogs.help import manual_pages
from reader.tui.dialogs.manual import ManualScreen, in_lists
from tests.support.dialogs import opened

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.tui.conftest import Open

TABLE = "| key | does | note |\n| --- | --- | --- |\n| `a\\|b` | adds | |\n| `c` | copies | twice |\n"


async def test_the_palette_finds_the_pages_of_the_manual_and_shows_one(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press(":")
        assert "MANUAL" not in screen.text, "they come with what is typed"
        await screen.type("manual")
        assert "help migrating" in screen.text
        await screen.press(*["backspace"] * 6)
        await screen.type("quickstart")
        assert "help tour" in screen.text, "as it is looked for by another word"
        await screen.press(*["backspace"] * 10)
        await screen.type("help newsboat")
        await screen.press("enter")
        assert "Coming from newsboat" in screen.text
        assert "Space page down" in screen.foot
        await screen.press("space")
        assert "Coming from newsboat" not in screen.text
        await screen.press("q")
        assert screen.app.screen is screen.news


async def test_every_page_can_be_read_to_its_end_with_nothing_beyond_the_edge() -> None:
    for name in (manual.INDEX, *(topic.name for topic in manual.topics())):
        async with opened(ManualScreen(name), size=(80, 60)) as page:
            title = manual.page(name).partition("\n")[0].removeprefix("# ")
            assert title in page.text
            await page.press("G")
            assert "| --- |" not in page.text
            assert "](" not in page.text


def test_a_table_that_is_too_wide_becomes_a_list() -> None:
    assert in_lists(f"Keys\n\n{TABLE}\nEnd", 40) == f"Keys\n\n{TABLE}\nEnd"
    assert in_lists(f"Keys\n\n{TABLE}\nEnd", 20) == (
        "Keys\n\n- `a\\|b` · does: adds\n- `c` · does: copies · note: twice\n\nEnd"
    )
    two = "| in | becomes |\n| --- | --- |\n| a tag | a tag of the feed |\n"
    assert in_lists(two, 10) == "- a tag: a tag of the feed\n"
    assert max(map(cell_len, in_lists(two, 40).split("\n"))) < 40


def test_without_the_manual_the_palette_has_no_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(manual, "folder", lambda: tmp_path)
    assert manual_pages() == []
