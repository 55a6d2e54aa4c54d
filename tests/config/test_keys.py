from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.config import keys, toml_file
from reader.config import settings as our_settings
from reader.config.actions import ACTIONS, CONTEXTS
from reader.config.keys import Bindings, bindings, collide, pressed, shown

if TYPE_CHECKING:
    from pathlib import Path


def test_keys_that_are_set_take_the_place_of_the_tables() -> None:
    found, problems = bindings({"bookmark": ["B", "ctrl+k"]})
    assert not problems
    assert found.keys("bookmark", "list") == ("B", "ctrl+k")
    assert "b" not in found.sequences["list"]


def test_a_single_key_needs_no_list() -> None:
    assert bindings({"first": "ctrl+a a"})[0].keys("first", "list") == ("ctrl+a a",)


def test_an_empty_list_leaves_the_palette_only() -> None:
    found, problems = bindings({"bookmark": []})
    assert not problems
    assert found.keys("bookmark", "list") == ()


def test_two_actions_can_change_places() -> None:
    found, problems = bindings({"bookmark": "t", "tags": "b"})
    assert not problems
    assert found.sequences["list"]["t"] == "bookmark"
    assert found.sequences["list"]["b"] == "tags"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("Enter", "enter"),
        ("esc", "escape"),
        ("Ctrl-R", "ctrl+r"),
        ("shift+x", "X"),
        ("shift+tab", "shift+tab"),
        ("ctrl+i", "tab"),
        ("Ctrl+Alt+x", "alt+ctrl+x"),
        ("F5", "f5"),
        ("Del", "delete"),
        ("+", "+"),
        ("ctrl+-", None),
        ("  X   y ", "X y"),
        ("é", "é"),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, read: str | None) -> None:
    others: dict[str, object] = {"back": [], "next_pane": [], "previous_pane": [], "redo": [], "join": []}
    found, problems = bindings({"open": written} | others)
    assert found.keys("open", "welcome") == ((read,) if read else ("enter", "l"))
    assert bool(problems) == (read is None)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"opne": "x"}, "unknown action “opne”; did you mean open?"),
        ({"zzzz": "x"}, "to list all actions: broadsheet help keys"),
        ({"open": "entr"}, "there is no key “entr”; did you mean enter?"),
        ({"open": "hyper+x"}, "there is no key “hyper+x”"),
        ({"open": 3}, "must be a key or a list of keys"),
        ({"open": [3]}, "must be a key or a list of keys"),
        ({"open": ""}, "the key is empty"),
        ({"open": "\x1b"}, "there is no key"),
        ({"bookmark": "t"}, "bookmark: t is tags (tags) in the list"),
        ({"bookmark": "g"}, "bookmark: g is first (first) in the list"),
        ({"bookmark": "u x"}, "bookmark: u x is undo (undo)"),
        ({"bookmark": "5"}, "bookmark: 5 is open link (open_link) in the article"),
        ({"add": "d"}, "add: d is demo newsstand (demo) on the welcome screen"),
    ],
)
def test_what_cannot_be_used_is_said_and_the_tables_keys_stand(given: dict[str, object], said: str) -> None:
    found, problems = bindings(given)
    assert len(problems) == 1
    assert said in problems[0].text
    assert found.sequences == Bindings({}).sequences


def test_of_two_actions_set_to_one_key_the_first_has_it() -> None:
    found, problems = bindings({"bookmark": "X", "tags": "X"})
    assert found.sequences["list"]["X"] == "bookmark"
    assert found.keys("tags", "list") == ("t",)
    assert [problem.name for problem in problems] == ["tags"]


def test_a_key_given_up_by_one_can_be_had_by_another() -> None:
    found, problems = bindings({"tags": "X", "bookmark": "t"})
    assert not problems
    assert found.sequences["list"]["t"] == "bookmark"


def test_there_is_always_a_way_out_of_a_field() -> None:
    assert bindings({"back": "h"})[0].keys("back", "typing") == ("escape",)


@given(
    st.dictionaries(
        st.sampled_from(sorted({action.id for action in ACTIONS})),
        st.lists(
            st.sampled_from(["a", "b", "g", "g g", "u", "5", "tab", "ctrl+r", "# number", "escape"]),
            max_size=2,
        ),
        max_size=6,
    )
)
@settings(max_examples=60)
def test_no_config_gives_a_key_two_meanings(wanted: dict[str, object]) -> None:
    found, _ = bindings(wanted)
    for context in CONTEXTS:
        pairs = list(found.sequences[context].items())
        for at, (key, action) in enumerate(pairs):
            for other, rival in pairs[:at]:
                assert action == rival or not collide(key.split(" "), other.split(" "))


def test_the_notice_names_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text('[keys]\nadd = "+"\nopne = "x"\n')
    found, notices = keys.load(file)
    assert found.keys("add", "list") == ("+",)
    assert notices == (f"{file}, line 3: unknown action “opne”; did you mean open?",)
    assert our_settings.load(file)[1] == ()


def test_keys_that_are_no_table_are_left_alone(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("keys = 3\n")
    found, notices = keys.load(file)
    assert found.sequences == Bindings({}).sequences
    assert len(notices) == 1


def test_many_notices_are_counted(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    file.write_text("[keys]\n" + "".join(f'x{number} = "a"\n' for number in range(50)))
    notices = keys.load(file)[1]
    assert len(notices) == toml_file.NOTICE_LIMIT + 1
    assert "30 more" in notices[-1]


@pytest.mark.parametrize(
    ("sequence", "read"),
    [
        ("g g", "g g"),
        ("ctrl+r", "Ctrl-r"),
        ("# number enter", "# n Enter"),
        ("digit", "1–9"),
        ("f1", "F1"),
        ("+", "+"),
    ],
)
def test_sequences_are_shown_as_people_read_them(sequence: str, read: str) -> None:
    assert shown(sequence) == read


def test_the_manual_names_every_action_once_in_its_place() -> None:
    page = keys.page()
    for action in ACTIONS:
        assert page.count(f"| `{action.id}` | {action.help} |") >= len(action.contexts)


def test_a_key_as_shown_leads_back_to_the_key() -> None:
    found = {key for context in Bindings({}).sequences.values() for one in context for key in one.split(" ")}
    found -= {"digit", "number"}
    found |= {"alt+enter", "f24", "up", "A", "ctrl+pageup", "-", "+"}
    assert {key: pressed(shown(key)) for key in found} == {key: key for key in found}


def test_where_a_terminal_has_no_arrows_their_keys_are_words() -> None:
    keys.name_arrows(in_words=True)
    try:
        assert shown("down shift+up ctrl+left") == "Down Shift-Up Ctrl-Left"
        assert [pressed(shown(key)) for key in ("down", "shift+up", "right")] == ["down", "shift+up", "right"]
        assert keys.legible("← →") == "Left Right"
    finally:
        keys.name_arrows(in_words=False)
    assert shown("down") == "↓"


def test_a_key_of_other_panes_says_what_it_does_in_each() -> None:
    found = Bindings({})
    assert found.elsewhere("H") == "the sidebar (hide feed) and the article (highlight)"
    assert found.elsewhere("f12") == ""


def test_what_only_other_panes_have_says_where_it_works() -> None:
    found = Bindings({}).only_elsewhere("article", {"export"})
    said = {(row.action.id, row.action.help) for row in found}
    assert ("sort", "only in the list") in said
    assert ("show_all", "only in the sidebar and the list") in said
    assert not {id_ for id_, _ in said} & {"export", "find", "move_down"}
