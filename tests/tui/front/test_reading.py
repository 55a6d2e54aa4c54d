from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader.tui.front import reading
from tests.support.household import UNREAD

if TYPE_CHECKING:
    from tests.tui.conftest import Open

TUG, LONG = "What the Tug Needs", 6


async def test_an_open_article_is_read_after_a_while(reader: Open, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "READ_S", 0.001)
    async with reader() as screen:
        await screen.press("enter")
        await screen.until(lambda: screen.stored(UNREAD[0]).read)


async def test_it_is_read_at_the_first_scroll_and_not_before(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter")
        assert not screen.stored(TUG).read
        await screen.press("j")
        assert screen.stored(TUG).read


async def test_leaving_at_once_leaves_it_unread(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "q")
        assert not screen.stored(UNREAD[0]).read


async def test_what_was_read_stays_in_its_place_until_the_list_is_left(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "enter", "j", "q")
        assert screen.listed[2] == TUG
        assert screen.title == TUG
        assert "  What the Tug Needs" in screen.text
        await screen.press("tab", "j", "k", "enter")
        assert TUG not in screen.listed


async def test_space_reads_through_and_on_to_the_next_unread(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "j", "j", "m", "k", "space")
        assert screen.opened == TUG
        for _ in range(40):
            if screen.opened != TUG:
                break
            await screen.press("space")
        assert screen.opened == UNREAD[4]
        assert screen.stored(TUG).read
        assert screen.news.article.progress >= 0
        assert "5 of 25" in screen.head


async def test_space_at_the_end_of_the_last_unread_says_so(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("G", "enter", "G", "space")
        assert screen.opened == UNREAD[-1]
        assert "No more unread" in screen.said


async def test_n_and_p_go_by_unread_in_list_and_article(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("j", "m", "k", "n")
        assert screen.title == TUG
        await screen.press("p")
        assert screen.title == UNREAD[0]
        await screen.press("enter", "n")
        assert screen.opened == TUG
        await screen.press("p")
        assert screen.opened == UNREAD[0]


async def test_capital_j_and_k_go_by_the_list(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "J", "J")
        assert screen.opened == TUG
        assert "3 of 25" in screen.head
        await screen.press("K")
        assert screen.opened == UNREAD[1]
        await screen.press("K", "K")
        assert "first article" in screen.said
        await screen.press("q")
        assert screen.title == UNREAD[0]


async def test_brackets_go_back_and_forth_among_what_was_opened(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "J", "J", "[", "[")
        assert screen.opened == UNREAD[0]
        await screen.press("[")
        assert "No article before" in screen.said
        await screen.press("]", "]")
        assert screen.opened == TUG
        await screen.press("]")
        assert "No article after" in screen.said


@pytest.mark.parametrize("key", ["h", "q", "escape"])
@pytest.mark.parametrize("size", [(60, 20), (120, 36), (200, 50)])
async def test_back_leads_out_of_the_article_and_then_out(
    reader: Open, key: str, size: tuple[int, int]
) -> None:
    async with reader(size=size) as screen:
        await screen.press("j", "enter", key)
        assert screen.focus == "list"
        assert screen.title == UNREAD[1]
        await screen.pilot.press(key)
        await screen.pilot.pause()
        assert screen.app.return_code == (0 if key == "q" else None)
        if key != "q":
            assert screen.said == "q quits"


async def test_q_ends_what_is_open_before_it_leaves(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "tab", "q")
        assert screen.focus == "list"
        await screen.press("V", "q")
        assert not screen.news.rows.selection.is_on
        await screen.press("tab", "q")
        assert screen.focus == "list"
        assert screen.app.return_code is None


async def test_back_from_the_related_panel_is_the_list(reader: Open) -> None:
    async with reader() as screen:
        await screen.press("enter", "tab")
        assert screen.focus == "related"
        await screen.press("h")
        assert screen.focus == "list"


async def test_the_place_is_kept_when_one_comes_back(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press(*"jjjjjj", "enter", "space", "space", "space")
        position = screen.news.article.position
        assert position > 0
        await screen.press("q", "enter")
        assert screen.news.article.position == position
        await screen.press("q", "tab", "j", "j", "enter")
        assert screen.listed[0] == UNREAD[LONG]


async def test_the_place_is_kept_when_one_quits_within_the_article(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press(*"jjjjjj", "enter", "space", "space")
        position = screen.news.article.position
        await screen.pilot.press("Q")
    async with reader(size=(80, 24)) as screen:
        await screen.press("tab", "j", "j", "enter")
        assert screen.title == UNREAD[LONG]
        await screen.press("enter")
        assert screen.news.article.position == position


async def test_headings_are_gone_to(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("j", "j", "enter", "}")
        assert "What was said" in screen.lines[2]
        await screen.press("}")
        assert "What was done" in screen.lines[2]
        await screen.press("{")
        assert "What was said" in screen.lines[2]


async def test_the_head_says_how_far_one_is(reader: Open) -> None:
    async with reader(size=(80, 24)) as screen:
        await screen.press("j", "j", "enter")
        assert screen.head.startswith(" ‹ Unread")
        assert "min left" in screen.head
        await screen.press("G")
        assert "100 %" in screen.head
