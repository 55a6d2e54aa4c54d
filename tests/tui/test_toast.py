from __future__ import annotations

from typing import TYPE_CHECKING, cast

from reader.tui.toast import LIMIT, seconds, show
from tests.support.screen import Harness, text

if TYPE_CHECKING:
    from textual.pilot import Pilot

    from reader.tui.toast import Mood


async def painted(pilot: Pilot[int]) -> None:
    """The old one goes, the new one comes, both are laid out."""
    for _ in range(4):
        await pilot.pause()


async def test_it_stands_at_the_right_above_the_foot_line() -> None:
    app = Harness()
    async with app.run_test(size=(60, 10), notifications=True) as pilot:
        show(app, "12 marked read", "good")
        await painted(pilot)
        rows = text(app).split("\n")
        assert rows[8].endswith("▌ 12 marked read")
        assert rows[9] == ""


async def test_foreign_words_in_it_are_plain() -> None:
    app = Harness()
    async with app.run_test(size=(60, 10), notifications=True) as pilot:
        show(app, "[/] \x1b]0;x\x07[b]bold[/b]", "bad")
        await painted(pilot)
        assert "[/] ]0;x[b]bold[/b]" in text(app)


async def test_an_endless_one_is_cut() -> None:
    app = Harness()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        show(app, "word " * 5_000, "good")
        await painted(pilot)
        assert 60 < text(app).count("word") <= LIMIT // 5
        assert text(app).rstrip().endswith("…")


async def test_one_takes_the_place_of_the_one_before_but_not_of_what_went_wrong() -> None:
    app = Harness()
    async with app.run_test(size=(60, 20), notifications=True) as pilot:
        seen = []
        for words, mood in (
            ("One", "good"),
            ("Two", "good"),
            ("Bad", "bad"),
            ("Three", "good"),
            ("Worse", "bad"),
        ):
            show(app, words, cast("Mood", mood))
            await painted(pilot)
            seen.append([row.strip("▌ ") for row in text(app).split("\n") if "▌" in row and row.strip("▌ ")])
        assert seen == [["One"], ["Two"], ["Bad"], ["Bad", "Three"], ["Bad", "Worse"]]


def test_longer_and_worse_ones_stay_longer() -> None:
    assert (
        seconds("one word", "good") < seconds("one word " * 9, "good") < seconds("one word " * 9, "bad") <= 15
    )
