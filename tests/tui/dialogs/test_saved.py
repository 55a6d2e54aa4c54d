from __future__ import annotations

from typing import TYPE_CHECKING

from textual.widgets import Input

from reader.query.complete import Known
from reader.tui.dialogs import saved
from reader.tui.dialogs.query_help import QueryHelp
from reader.tui.dialogs.saved import Form, SavedScreen
from tests.support.dialogs import OPEN, opened

if TYPE_CHECKING:
    import pytest

FORM = Form("Ferries", "ferry OR boat", "tag:sea")


async def test_what_was_typed_is_kept_and_answered_with() -> None:
    kept: list[Form] = []

    async def keep(form: Form) -> None:
        kept.append(form)

    async with opened(SavedScreen("Save this search", FORM, keep)) as dialog:
        assert dialog.lines[-1].startswith(" Enter save   ↓ ↑ other field")
        assert " tag:sea" in dialog.lines
        assert " What to do with each new match: mute, read, bookmark, tag:NAME, notify" in dialog.lines
        await dialog.press("down", "end", *" x", "enter")
        assert kept == [Form("Ferries", "ferry OR boat x", "tag:sea")]
        assert dialog.answer == kept[0]


async def test_what_is_wrong_is_said_and_the_fields_stay() -> None:
    async def keep(form: Form) -> str:
        return f"[b]{form.name}[/b] is taken"

    async with opened(SavedScreen("Save this search", FORM, keep)) as dialog:
        await dialog.press("enter")
        assert dialog.answer is OPEN
        assert " [b]Ferries[/b] is taken" in dialog.lines
        assert " ferry OR boat" in dialog.lines


async def test_what_is_wrong_is_gone_once_its_field_is_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(saved, "TYPED_S", 0)

    async def keep(_: Form) -> str:
        return "A rule needs something to do."

    async def found(source: str) -> str:
        return f"Matches {source.upper()} now" if source else ""

    screen = SavedScreen("New rule", Form("", "gas"), keep, has_name=False, found=found)
    async with opened(screen) as dialog:
        assert " Matches GAS now" in dialog.lines
        await dialog.press("enter")
        assert " A rule needs something to do." in dialog.lines
        assert " Matches GAS now" not in dialog.lines
        await dialog.press("down", "m")
        assert " A rule needs something to do." not in dialog.lines
        assert " Matches GAS now" in dialog.lines
        await dialog.press("up", "end", "x")
        assert " Matches GASX now" in dialog.lines
        await dialog.press(*["backspace"] * 4)
        assert "Matches" not in dialog.text


async def test_a_rule_has_no_name() -> None:
    kept: list[Form] = []

    async def keep(form: Form) -> None:
        kept.append(form)

    async with opened(SavedScreen("New rule", Form("", "gas"), keep, has_name=False)) as dialog:
        assert " Name" not in dialog.lines
        assert " What to do with each new match: mute, read, bookmark, tag:NAME" in dialog.lines
        await dialog.press("down", *"mute", "enter")
        assert kept == [Form("", "gas", "mute")]


async def test_the_query_is_completed_and_its_field_has_the_query_help() -> None:
    async def keep(form: Form) -> None: ...

    screen = SavedScreen(
        "New rule",
        Form("", "ferry feed:ga"),
        keep,
        has_name=False,
        known=Known(feeds=["gazette"]),
        help_key="F1",
    )
    async with opened(screen) as dialog:
        assert dialog.lines[-1].startswith(" Enter save   ↓ ↑ other field   F1 query help")
        await dialog.press("end", "z", "tab")
        query, does = screen.query(Input)
        assert query.value == "ferry feed:gazette"
        await dialog.press("down")
        assert screen.focused is does
        assert "query help" not in dialog.lines[-1]
        await dialog.press("up", "f1", *"is:unread", "enter")
        assert not isinstance(screen.app.screen, QueryHelp)
        assert query.value == "ferry feed:gazette is:unread"
