from __future__ import annotations

from itertools import combinations

import pytest

from reader.config.actions import ACTIONS, CONTEXTS, HINTS, TITLES, Action, Context
from reader.config.keys import Bindings, collide
from reader.tui.widgets.foot_line import fitting, hinted

TABLE = Bindings({})


def rows(context: Context) -> list[tuple[Action, str]]:
    return [(row.action, key) for row in TABLE.rows(context) for key in row.keys]


@pytest.mark.parametrize("context", CONTEXTS)
def test_a_key_means_one_thing_in_each_context(context: Context) -> None:
    clashes = [
        (one.id, other.id, key)
        for (one, key), (other, rival) in combinations(rows(context), 2)
        if collide(key.split(" "), rival.split(" "))
    ]
    assert clashes == []


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.id}-{action.contexts[0]}")
def test_every_action_has_a_key_or_a_palette_entry(action: Action) -> None:
    assert action.keys or action.in_palette


@pytest.mark.parametrize("context", CONTEXTS)
def test_an_action_has_one_row_in_each_context(context: Context) -> None:
    ids = [row.action.id for row in TABLE.rows(context)]
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("action", ACTIONS, ids=lambda action: f"{action.id}-{action.contexts[0]}")
def test_ids_are_names_of_methods_and_texts_are_short(action: Action) -> None:
    assert action.id.isidentifier()
    assert action.id.islower()
    assert 0 < len(action.label) <= 20
    assert 0 < len(action.help) <= 52
    assert not action.help.endswith(".")


@pytest.mark.parametrize("context", CONTEXTS)
def test_hints_name_actions_that_have_a_key_there(context: Context) -> None:
    hints = HINTS[context]
    assert hints
    assert len(hints) <= 16, "more are on no screen"
    assert all(TABLE.keys(action, context) for hint in hints for action in hint.actions)


def test_every_context_has_a_title() -> None:
    assert set(TITLES) == set(CONTEXTS)


def test_nothing_that_can_be_typed_is_taken_while_typing() -> None:
    assert all(len(key) > 1 and key not in {"space", "enter", "backspace"} for _, key in rows("typing"))


def test_what_holds_on_the_front_page_holds_in_its_panes() -> None:
    assert TABLE.sequences["front"].items() <= TABLE.sequences["article"].items()
    assert "a" not in TABLE.sequences["dialog"]


def test_at_120_columns_the_foot_of_the_list_names_the_way_out_and_the_key_for_more_rows() -> None:
    hints = hinted(TABLE, "list", lambda _: True)
    assert fitting(hints, 118)[-3:] == [("q", "quit"), ("Z", "row height"), ("?", "keys")]
    demo = hinted(TABLE, "list", lambda _: True, {"leave": "leave the demo"})
    assert fitting(demo, 118)[-2:] == [("q", "leave the demo"), ("?", "keys")]
