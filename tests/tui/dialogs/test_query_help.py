from __future__ import annotations

import pytest
from textual.widgets import Input

from reader.query.fields import Example, examples
from reader.tui.dialogs.query_help import ExampleList, QueryHelp, matching
from tests.support.screen import Harness, text


async def shown(app: Harness, answers: list[Example | None]) -> None:
    await app.push_screen(QueryHelp(), answers.append)


async def test_every_form_is_there_with_what_it_finds() -> None:
    app = Harness()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, [])
        await pilot.pause()
        lines = text(app).splitlines()
        assert "Words" in lines[3]
        assert "gas OR oil" in text(app)
        assert lines[-1] == " Enter use   ↓ ↑ move   Esc back   F1 keys"
        rows = app.screen.query_one(ExampleList)
        assert rows.count == sum(1 + len(group) for _, group in examples())


@pytest.mark.parametrize(("keys", "chosen"), [
    (("enter",), "gas pipeline"),
    (("down", "down", "enter"), '"gas pipeline"'),
    ((*"muted", "enter"), "is:muted"),
    (("tab", "j", "j", "j", "k", "enter"), '"gas pipeline"'),
    (("tab", "G", "enter"), "words:800..1200"),
    ((*"zzz", "enter", "escape"), None),
    (("escape",), None),
])  # fmt: skip
async def test_keys_choose_one_or_none(keys: tuple[str, ...], chosen: str | None) -> None:
    app, answers = Harness(), list[Example | None]()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, answers)
        await pilot.press(*keys)
        await pilot.pause()
        assert [answer and answer.text for answer in answers] == [chosen]


async def test_a_click_chooses() -> None:
    app, answers = Harness(), list[Example | None]()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, answers)
        await pilot.click(ExampleList, offset=(3, 4))
        await pilot.pause()
        assert [answer and answer.text for answer in answers] == ["gas OR oil"]


async def test_what_matches_nothing_is_said_in_a_sentence() -> None:
    app = Harness()
    async with app.run_test(size=(80, 24)) as pilot:
        await shown(app, [])
        await pilot.press(*"zzz")
        assert "No example matches “zzz”" in text(app)
        assert app.screen.query_one(ExampleList).current is None
        assert app.screen.query_one(Input).value == "zzz"


def test_examples_are_found_by_all_words_in_form_meaning_or_title() -> None:
    assert [row.text for row in matching("pdf") if isinstance(row, Example)] == []
    assert matching("NAME Author:")[0] == "Fields"
    assert {row.text for row in matching("bookmark same") if isinstance(row, Example)} == {"is:starred"}
    assert [row for row in matching("numbers exactly") if isinstance(row, str)] == ["Numbers"]
