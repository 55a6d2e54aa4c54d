from __future__ import annotations

import pytest

from reader.tui.widgets.head_line import HeadLine, HeadState, ListTitle
from tests.support.bidi import unmarked
from tests.support.screen import Harness, text

FRONT = HeadState(where="Unread", note="214", running="↻ 37/152 feeds", failing="2 failing", end="14:05")


async def drawn(head: HeadState, width: int) -> list[str]:
    app = Harness(line := HeadLine())
    async with app.run_test(size=(width, 6)) as pilot:
        line.show(head)
        await pilot.pause()
        return text(app).splitlines()[:2]


async def test_where_is_left_and_what_goes_on_is_right() -> None:
    line, rule = await drawn(FRONT, 80)
    assert line == " broadsheet   Unread 214" + " " * 21 + "↻ 37/152 feeds   2 failing   14:05"
    assert len(line) == 79
    assert rule == "─" * 80


async def test_while_reading_the_way_back_stands_for_the_name() -> None:
    line, _ = await drawn(
        HeadState(back="Unread", note="1 of 214", aside="5 related", end="37% · 2 min left"), 80
    )
    assert line.startswith(" ‹ Unread   1 of 214 ")
    assert line.endswith(" 5 related   37% · 2 min left")


@pytest.mark.parametrize(
    ("width", "start"),
    [(60, " ‹ Unread   1 of 2,236 · 28 just read "), (40, " ‹ Unread   1 of 2,236 ")],
)
async def test_where_it_is_narrow_the_first_part_of_the_note_stays(width: int, start: str) -> None:
    line, _ = await drawn(HeadState(back="Unread", note="1 of 2,236 · 28 just read", end="37%"), width)
    assert line.startswith(start)
    assert "just" not in line or width == 60


@pytest.mark.parametrize(
    ("width", "start"),
    [
        (60, " ‹ source:gazette the ferry   1 of 2,236 "),
        (40, " ‹ source:gazette…   1 of 2,236 "),
        (32, " ‹ source…   1 of 2,236 "),
        (20, " ‹ source…   "),
    ],
)
async def test_where_it_is_narrow_a_long_search_gives_way_to_the_place(width: int, start: str) -> None:
    head = HeadState(back="source:gazette the ferry", note="1 of 2,236", end="37%")
    line, _ = await drawn(head, width)
    assert line.startswith(start)


@pytest.mark.parametrize(
    ("width", "running", "start"),
    [
        (100, "", " ‹ Unread   1 of 2,236 · 28 just read   What the Tug Needs When It Comes   "),
        (80, "", " ‹ Unread   1 of 2,236   What the Tug Needs When It Comes   "),
        (55, "", " ‹ Unread   1 of 2,236   What the Tug…   "),
        (45, "", " ‹ Unread   1 of 2,236    "),
        (
            80,
            "↻ 15/200 fetching full text",
            " ‹ Unread   1 of 2,236   What the Tug Needs When It…     ↻ 15/200   ",
        ),
        (84, "↻ 15/200 fetching full text", " ‹ Unread   1 of 2,236   What the Tug…    ↻ 15/200 fetching"),
    ],
)
async def test_the_title_of_an_article_that_is_seen_no_more_has_the_room_that_is_left(
    width: int, running: str, start: str
) -> None:
    head = HeadState(
        back="Unread",
        note="1 of 2,236 · 28 just read",
        title="What the Tug Needs When It Comes",
        running=running,
        end="37% · 2 min",
    )
    line, _ = await drawn(head, width)
    assert line.startswith(start)
    assert line.endswith("37% · 2 min")


@pytest.mark.parametrize(
    ("width", "running"),
    [
        (140, "↻ 15/200 fetching full text · 60 feeds checked · 214 new   "),
        (120, "↻ 15/200 fetching full text · 60 feeds checked   "),
        (100, "↻ 15/200 fetching full text   "),
        (80, "↻ 15/200   "),
        (68, "↻   "),
    ],
)
async def test_the_words_for_what_runs_give_way_to_the_title(width: int, running: str) -> None:
    head = HeadState(
        back="The Moscow Times",
        note="1 of 214",
        running="↻ 15/200 fetching full text · 60 feeds checked · 214 new",
        aside="5 related",
        end="37% · 2 min left",
    )
    line, _ = await drawn(head, width)
    assert line.startswith(" ‹ The Moscow Times   1 of 214 ")
    assert line.endswith(f"  {running}5 related   37% · 2 min left")


async def test_what_runs_gives_way_before_what_fails() -> None:
    line, _ = await drawn(FRONT, 40)
    assert "37/152" not in line
    assert line.endswith("2 failing   14:05")


@pytest.mark.parametrize("width", [1, 2, 5, 12, 20, 30, 60, 200])
async def test_the_line_is_never_longer_than_the_screen(width: int) -> None:
    long = HeadState(
        where="北京で開会式、各国首脳が出席 " * 6,
        note="1,204",
        running="x" * 90,
        failing="3 failing",
        end="14:05",
    )
    line, rule = await drawn(long, width)
    assert len(line) <= width
    assert len(rule) == width


async def test_foreign_names_are_plain_text() -> None:
    line, _ = await drawn(HeadState(where="[/] \x1b]0;x\x07[b]Feed[/b]"), 80)
    assert line == " broadsheet   [/] ]0;x[b]Feed[/b]"


@pytest.mark.parametrize(
    ("width", "what", "said"),
    [
        (60, {}, " Unread, newest first                             1,898"),
        (60, {"folded": 39}, " Unread, newest first          1,898 · 39 copies folded"),
        (60, {"folded": 1, "came": 2}, " Unread, newest first   ↑ 2 new  1,898 · 1 copy folded"),
        (44, {"folded": 39}, " Unread, newest first              1,898"),
    ],
)
async def test_the_title_of_a_list_tells_its_number_and_the_folded_copies_where_there_is_room(
    width: int, what: dict[str, int], said: str
) -> None:
    app = Harness(title := ListTitle())
    async with app.run_test(size=(width, 6)) as pilot:
        title.show("Unread", "newest first", 1_898, **what)
        await pilot.pause()
        assert text(app).splitlines()[0].split() == said.split()


async def test_the_rule_is_doubled_over_the_pane_that_has_the_keys() -> None:
    app, over = Harness(line := HeadLine()), [(5, 10)]
    async with app.run_test(size=(60, 6)) as pilot:
        line.put_mark(lambda: over[0])
        line.mark()
        await pilot.pause()
        assert text(app).splitlines()[1] == "─" * 5 + "═" * 10 + "─" * 45
        over[0] = (20, 40)
        line.mark()
        await pilot.pause()
        assert text(app).splitlines()[1] == "─" * 20 + "═" * 40


async def test_the_title_of_the_list_is_bold_while_the_list_has_the_keys() -> None:
    app = Harness(title := ListTitle())
    async with app.run_test(size=(60, 6)) as pilot:
        title.show("Unread", "newest first", 3)
        for has_keys in (True, False):
            title.light(has_keys=has_keys)
            await pilot.pause()
            style = title.render_line(0)._segments[1].style
            assert style is not None
            assert bool(style.bold) == has_keys


async def test_a_number_stays_behind_a_name_that_runs_from_right_to_left() -> None:
    name = "جريدة الميناء"
    app = Harness(line := HeadLine(), title := ListTitle())
    async with app.run_test(size=(80, 6)) as pilot:
        line.show(HeadState(where=name, note="12"))
        title.show(name, "newest first", 12)
        await pilot.pause()
        said = [unmarked("".join(part.text for part in one.render_line(0))) for one in (line, title)]
    assert f"{name}\u200e 12" in said[0]
    assert f"{name}\u200e, newest first" in said[1]
