from __future__ import annotations

from reader.tui.toast import LIMIT, seconds
from tests.support.screen import Harness, text


async def test_it_stands_at_the_right_above_the_foot_line() -> None:
    app = Harness()
    async with app.run_test(size=(60, 10), notifications=True) as pilot:
        app.toast("12 marked read")
        await pilot.pause()
        rows = text(app).split("\n")
        assert rows[8].endswith("▌ 12 marked read")
        assert rows[9] == ""


async def test_foreign_words_in_it_are_plain() -> None:
    app = Harness()
    async with app.run_test(size=(60, 10), notifications=True) as pilot:
        app.toast("[/] \x1b]0;x\x07[b]bold[/b]", "bad")
        await pilot.pause()
        assert "[/] ]0;x[b]bold[/b]" in text(app)


async def test_a_good_one_gives_way_and_a_bad_one_stays() -> None:
    app = Harness()
    async with app.run_test(size=(60, 10), notifications=True) as pilot:
        app.toast("one")
        await pilot.pause()
        app.toast("two", "bad")
        await pilot.pause()
        app.toast("three")
        await pilot.pause()
        shown = text(app)
        assert "one" not in shown
        assert "two" in shown
        assert "three" in shown


async def test_an_endless_one_is_cut() -> None:
    app = Harness()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        app.toast("word " * 5_000)
        await pilot.pause()
        assert 60 < text(app).count("word") <= LIMIT // 5
        assert text(app).rstrip().endswith("…")


def test_longer_and_worse_ones_stay_longer() -> None:
    assert (
        seconds("one word", "good") < seconds("one word " * 9, "good") < seconds("one word " * 9, "bad") <= 15
    )
