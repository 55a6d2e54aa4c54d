from __future__ import annotations

import pytest

from reader.tui.widgets.facts import Fact, FactList
from tests.support.screen import Harness, text


async def test_labels_and_texts_stand_in_columns_and_long_ones_run_on() -> None:
    facts = [Fact("State", "works"), Fact("Last asked", "one two three four five"), Fact("", "and so on")]
    app = Harness(FactList(facts, spare=0))
    async with app.run_test(size=(32, 8)):
        assert text(app).splitlines()[:4] == [
            " State       works",
            " Last asked  one two three four",
            "             five",
            "             and so on",
        ]


async def test_keys_scroll_and_stop_at_the_ends() -> None:
    app = Harness(FactList([Fact(str(number), f"line {number}") for number in range(40)], spare=0))
    async with app.run_test(size=(40, 10)) as pilot:

        async def top(*keys: str) -> str:
            await pilot.press(*keys)
            return text(app).splitlines()[0].strip()

        assert await top("k") == "0   line 0"
        assert await top("j", "j") == "2   line 2"
        assert await top("pagedown") == "12  line 12"
        assert await top("G", "j") == "30  line 30"
        assert await top("pageup") == "20  line 20"
        assert await top("g", "g") == "0   line 0"


@pytest.mark.parametrize("width", [20, 60])
async def test_foreign_text_stays_in_its_line(width: int) -> None:
    app = Harness(
        FactList([Fact("A label that is very long indeed", "\x1b[2Jred [b]x[/b]\nnew\tline")], spare=0)
    )
    async with app.run_test(size=(width, 6)):
        shown = text(app)
        assert shown.replace("\n", "").isprintable()
        assert "[b]x[/b]" in shown
        assert max(map(len, shown.splitlines())) <= width
