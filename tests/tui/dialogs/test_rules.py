from __future__ import annotations

import pytest

from reader.store.user_state.rules import Rule
from reader.tui.dialogs.rules import RuleDecision, RulesScreen
from tests.support.dialogs import OPEN, opened

MUTE = Rule(id=4, query="ferry", action="mute", hits=1)
TAG = Rule(id=7, query="", action="tag", tag="sea", saved="Boats", enabled=False, hits=3)
READ = Rule(id=9, query="is:unread", action="read")


async def test_a_rule_says_what_it_does_for_whom_and_how_often() -> None:
    async with opened(RulesScreen([MUTE, TAG, READ])) as dialog:
        shown = [line.strip() for line in dialog.lines]
        assert dialog.lit == "+ New rule"
        assert any(
            line.startswith("✓ mute: ferry") and line.endswith("applied to 1 article") for line in shown
        )
        assert any(
            line.startswith("tag:sea: every article (from the saved search “Boats”)") and line.endswith("off")
            for line in shown
        )
        assert any(
            line.startswith("✓ read: is:unread") and line.endswith("not applied yet") for line in shown
        )
        assert dialog.lines[-1].startswith(" Enter edit   Space on, off   D remove")


@pytest.mark.parametrize(
    ("at", "keys", "answer"),
    [
        (None, ("enter",), RuleDecision("edit")),
        (None, ("j", "enter"), RuleDecision("edit", MUTE)),
        (7, ("space",), RuleDecision("switch", TAG)),
        (9, ("k", "D"), RuleDecision("remove", TAG)),
        (9, ("escape",), None),
        (1, ("space",), OPEN),
        (1, ("D",), OPEN),
    ],
)
async def test_keys_decide_what_is_done_with_the_rule_under_the_cursor(
    at: int | None, keys: tuple[str, ...], answer: object
) -> None:
    async with opened(
        RulesScreen([MUTE, TAG], at) if at != 9 else RulesScreen([MUTE, TAG, READ], at)
    ) as dialog:
        await dialog.press(*keys)
        assert dialog.answer == answer
