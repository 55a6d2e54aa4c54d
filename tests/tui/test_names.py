from __future__ import annotations

import pytest
from textual.app import App
from textual.screen import ModalScreen, Screen
from textual.scroll_view import ScrollView
from textual.widgets import Input

from reader.config.actions import ACTIONS

TEXTUALS_OWN_TO_USE = {"quit", "back"}
"""`back` leaves a pushed screen, `quit` the app: what they mean to us as well."""


@pytest.mark.parametrize("action", sorted({action.id for action in ACTIONS} - TEXTUALS_OWN_TO_USE))
@pytest.mark.parametrize(
    "base", [App, Screen, ModalScreen, ScrollView, Input], ids=lambda base: base.__name__
)
def test_no_action_is_taken_for_one_of_textuals_own(base: type, action: str) -> None:
    assert not hasattr(base, f"action_{action}")
    assert not hasattr(base, f"_action_{action}")
