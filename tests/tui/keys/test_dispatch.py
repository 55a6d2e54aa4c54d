from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.events import Key

from reader.config.actions import ACTIONS, REPEATED, Context
from reader.config.keys import Bindings, bindings
from reader.tui.keys.dispatch import Dispatcher, Result, apart, name

TAKEN = Result(taken=True)


def made() -> Dispatcher:
    return Dispatcher(Bindings({}))


def pressed(dispatcher: Dispatcher, *keys: str) -> list[Result]:
    return [dispatcher.feed(key, "article") for key in keys]


def done(dispatcher: Dispatcher, *keys: str) -> list[tuple[str, int | None]]:
    return [(result.action, result.number) for result in pressed(dispatcher, *keys) if result.action]


def test_a_single_key_is_its_action() -> None:
    assert made().feed("b", "list") == Result("bookmark", taken=True)


def test_a_key_means_what_its_context_says() -> None:
    assert made().feed("/", "list").action == "search"
    assert made().feed("/", "article").action == "find"


def test_a_key_without_a_meaning_is_not_taken() -> None:
    assert made().feed("x", "typing") == Result()


def test_a_sequence_waits_for_its_next_key() -> None:
    dispatcher = made()
    assert dispatcher.feed("g", "list") == TAKEN
    assert dispatcher.pending == "g"
    assert dispatcher.feed("g", "list").action == "first"
    assert dispatcher.pending == ""


def test_a_wrong_next_key_ends_the_sequence_and_counts_by_itself() -> None:
    assert done(made(), "g", "b", "g", "g") == [("bookmark", None), ("first", None)]


def test_a_wrong_next_key_that_means_nothing_is_not_taken() -> None:
    dispatcher = made()
    assert pressed(dispatcher, "g", "ctrl+y")[1] == Result()
    assert dispatcher.pending == ""


def test_escape_only_ends_the_sequence() -> None:
    dispatcher = made()
    assert pressed(dispatcher, "g", "escape")[1] == TAKEN
    assert dispatcher.pending == ""
    assert dispatcher.feed("escape", "list").action == "back"


def test_a_sequence_does_not_go_on_in_another_context() -> None:
    dispatcher = made()
    dispatcher.feed("g", "list")
    assert dispatcher.feed("g", "article") == TAKEN
    assert dispatcher.feed("g", "article").action == "first"


def test_digits_are_links_at_once() -> None:
    assert done(made(), "1", "9") == [("open_link", 1), ("open_link", 9)]
    assert made().feed("0", "article") == Result()


def test_larger_links_are_written_after_a_number_sign() -> None:
    dispatcher = made()
    assert done(dispatcher, "#", "1", "0") == []
    assert dispatcher.pending == "#10"
    assert done(dispatcher, "enter") == [("open_link", 10)]
    assert dispatcher.pending == ""


def test_backspace_takes_a_digit_back() -> None:
    assert done(made(), "#", "1", "2", "backspace", "3", "enter") == [("open_link", 13)]


def test_a_number_without_digits_or_with_too_many_opens_nothing_else() -> None:
    assert done(made(), "#", "enter") == [("open", None)]
    assert done(made(), "#", *"1234567", "enter") == [("open_link", 12345)]


def test_keys_of_a_config_are_followed() -> None:
    dispatcher = Dispatcher(bindings({"bookmark": "z b", "zoom": []})[0])
    assert pressed(dispatcher, "z", "b")[1].action == "bookmark"


@given(st.lists(st.sampled_from([*"gGj#1209bx", "enter", "escape", "backspace"]), max_size=12))
@settings(max_examples=150)
def test_escape_always_leads_out_of_a_sequence(keys: list[str]) -> None:
    dispatcher = made()
    pressed(dispatcher, *keys)
    if dispatcher.pending:
        dispatcher.feed("escape", "article")
    assert dispatcher.pending == ""
    assert dispatcher.feed("b", "article").action == "bookmark"


@pytest.mark.parametrize(
    ("key", "character", "found"),
    [
        ("j", "j", "j"),
        ("J", "J", "J"),
        ("question_mark", "?", "?"),
        ("plus", "+", "+"),
        ("space", " ", "space"),
        ("shift+space", " ", "space"),
        ("enter", "\r", "enter"),
        ("ctrl+r", "\x12", "ctrl+r"),
        ("alt+j", "j", "alt+j"),
        ("f1", None, "f1"),
        ("shift+tab", None, "shift+tab"),
        ("left_shift", None, ""),
        ("caps_lock", None, ""),
        ("<ignore>", "\x1b[9999x", ""),
        ("é", "é", "é"),
    ],
)
def test_keys_have_one_name_whatever_the_terminal_sends(key: str, character: str | None, found: str) -> None:
    assert name(Key(key, character)) == found


# Counts


def counted(*keys: str, context: Context = "list") -> list[tuple[str, int | None]]:
    dispatcher = made()
    results = [dispatcher.feed(key, context) for key in keys]
    return [(result.action, result.number) for result in results if result.action]


@pytest.mark.parametrize("context", ["list", "sections", "related"])
def test_digits_before_a_movement_say_how_often(context: Context) -> None:
    assert counted("1", "0", "j", context=context) == [("move_down", 10)]
    assert counted("3", "n", "5", "k", "j", context=context) == [
        ("next_unread", 3),
        ("move_up", 5),
        ("move_down", None),
    ]


def test_a_count_is_shown_has_four_digits_and_is_taken_back_digit_by_digit() -> None:
    dispatcher = made()
    found = []
    for key in ("1", "2", "3", "4", "5", "backspace", "backspace"):
        assert dispatcher.feed(key, "list") == TAKEN
        found.append(dispatcher.pending)
    assert found == ["1", "12", "123", "1234", "1234", "123", "12"]
    assert dispatcher.feed("j", "list").number == 12
    assert dispatcher.pending == ""


def test_escape_drops_a_count_and_nothing_else() -> None:
    assert counted("1", "2", "escape", "j", "escape") == [("move_down", None), ("back", None)]


def test_no_count_begins_with_a_nought() -> None:
    assert made().feed("0", "list") == Result()
    assert counted("0", "2", "j") == [("move_down", 2)]


def test_what_is_no_movement_is_done_once() -> None:
    assert counted("3", "b", "j") == [("bookmark", None), ("move_down", None)]
    assert counted("3", "g", "g", "j") == [("first", None), ("move_down", None)]


def test_a_count_waits_for_a_whole_sequence_and_is_shown_before_it() -> None:
    table, _ = bindings({"move_down": "g j"})
    dispatcher = Dispatcher(table)
    dispatcher.feed("4", "list")
    dispatcher.feed("g", "list")
    assert dispatcher.pending == "4g"
    assert dispatcher.feed("j", "list") == Result("move_down", 4, taken=True)


def test_a_key_that_means_nothing_ends_the_count() -> None:
    assert counted("4", "ctrl+y", "j") == [("move_down", None)]


def test_a_digit_with_a_meaning_of_its_own_begins_no_count_but_goes_on_with_one() -> None:
    table, _ = bindings({"mark_all_read": "1"})
    dispatcher = Dispatcher(table)
    assert dispatcher.feed("1", "list").action == "mark_all_read"
    assert [dispatcher.feed(key, "list") for key in "21"] == [TAKEN, TAKEN]
    assert dispatcher.feed("j", "list").number == 21


def test_a_count_stays_in_its_place() -> None:
    dispatcher = made()
    dispatcher.feed("4", "list")
    assert dispatcher.feed("j", "sections").number is None


def test_in_an_article_and_in_a_field_digits_are_no_counts() -> None:
    assert counted("2", "j", context="article") == [("open_link", 2), ("move_down", None)]
    for context in ("typing", "dialog", "welcome", "front"):
        assert made().feed("2", context) == Result()


def test_every_counted_movement_is_one_of_the_table() -> None:
    assert {action.id for action in ACTIONS} >= REPEATED


@pytest.mark.parametrize(
    ("key", "character", "context", "found"),
    [
        ("alt+j", "j", "article", [("escape", "\x1b"), ("j", "j")]),
        ("alt+j", None, "typing", [("escape", "\x1b"), ("j", "j")]),
        ("alt+shift+j", "J", "list", [("escape", "\x1b"), ("J", "J")]),
        ("alt+/", "/", "list", [("escape", "\x1b"), ("/", "/")]),
        ("alt+space", " ", "list", [("escape", "\x1b"), ("space", " ")]),
        ("alt+b", "b", "list", [("escape", "\x1b"), ("b", "b")]),
        ("alt+b", "b", "typing", [("ctrl+left", None)]),
        ("alt+f", "f", "typing", [("ctrl+right", None)]),
        ("alt+k", "k", "typing", [("alt+k", "k")]),
        ("alt+backspace", None, "typing", [("alt+backspace", None)]),
        ("j", "j", "list", [("j", "j")]),
    ],
)
def test_a_key_with_alt_is_esc_and_that_key(
    key: str, character: str | None, context: Context, found: list[tuple[str, str | None]]
) -> None:
    table, _ = bindings({"bookmark": ["alt+k"]})
    parts = apart(Key(key, character), table, context)
    assert [(part.key, part.character) for part in parts] == found
