"""A new version merged into a file that its reader edits."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reader.export import merge_file

if TYPE_CHECKING:
    from collections.abc import Callable

HEAD = '---\ntitle: "A lamp"\ntags:\n  - "clippings"\nbroadsheet: "abcdefghijklmn23"\n---\n'
BASE = f"{HEAD}\nOne stands.\n\nTwo burns.\n\nThree is out.\n"
OURS = BASE.replace("Two burns.", "Two burns, they say.").replace("clippings", 'clippings"\n  - "sea')


def merged(hand: str, ours: str = OURS, base: str = BASE) -> str:
    found = merge_file.merge(base, hand, ours)
    assert (found.conflicts, found.refused) == (0, None)
    return found.text


def test_an_untouched_file_becomes_ours() -> None:
    assert merged(BASE) == OURS


def test_an_edit_elsewhere_and_a_property_stay() -> None:
    hand = BASE.replace("One stands.", "One ==stands==.").replace("---\n\n", "rating: 5 # mine\n---\n\n")
    expected = OURS.replace("One stands.", "One ==stands==.").replace("---\n\n", "rating: 5 # mine\n---\n\n")
    assert merged(hand) == expected
    assert merged(BASE, hand) == hand


def test_a_page_of_logseqs_is_merged_property_by_property_and_line_by_line() -> None:
    base = "tags:: clippings, old\nbroadsheet:: abcdefghijklmn23\n\n- One.\n- Two.\n"
    hand = base.replace("old", "old, mine").replace("One.", "==One.==")
    ours = base.replace("old", "old, sea") + "- ## Notes\n\t- three\n"
    both = hand.replace("mine", "mine, sea") + "- ## Notes\n\t- three\n"
    assert merged(hand, ours, base) == both
    assert merged(hand.replace("\n", "\r\n"), ours, base) == both.replace("\n", "\r\n")


def test_another_preset_replaces_what_the_reader_left_alone_and_nothing_else() -> None:
    page = "tags:: clippings\nbroadsheet:: abcdefghijklmn23\n\n- One stands.\n"
    assert merged(BASE, page) == page
    assert merged(page, BASE, page) == BASE
    for base, hand, ours in ((BASE, BASE + "mine\n", page), (page, page + "- mine\n", BASE)):
        found = merge_file.merge(base, hand, ours)
        assert (found.text, found.refused) == (hand, "it was written in the form of another preset")


def test_line_ends_a_mark_and_the_end_of_the_file_are_no_edits() -> None:
    dresses: list[Callable[[str], str]] = [
        lambda text: text.replace("\n", "\r\n"),
        lambda text: "\ufeff" + text,
        lambda text: text.rstrip("\n"),
        lambda text: text + "\n\n",
        lambda text: "\ufeff" + text.replace("\n", "\r\n").rstrip("\r\n"),
    ]
    for dress in dresses:
        assert merge_file.same(BASE, dress(BASE))
        assert merged(dress(BASE)) == dress(OURS)
        more = BASE + "\nFour is new.\n"
        assert merged(dress(BASE), more) == dress(more)
        assert merged(dress(BASE), BASE) == dress(BASE)
        mine = BASE.replace("One stands.", "One fell.").replace("---\n\n", "x: 1\n---\n\n")
        both = OURS.replace("One stands.", "One fell.").replace("---\n\n", "x: 1\n---\n\n")
        assert merged(dress(mine)) == dress(both)


def test_a_line_end_within_stays_as_it_is() -> None:
    hand = BASE.replace("One stands.\n", "One stands.\r\n")
    assert merged(hand) == OURS.replace("One stands.\n", "One stands.\r\n")


def test_of_one_line_that_both_changed_the_readers_stays() -> None:
    hand = BASE.replace("Two burns.", "Two burns bright.").replace("One stands.", "One fell.")
    ours = OURS.replace("Three is out.", "Three is lit.")
    found = merge_file.merge(BASE, hand, ours)
    assert found.conflicts == 1
    assert found.text == hand.replace("Three is out.", "Three is lit.").replace(
        '"clippings"', '"clippings"\n  - "sea"'
    )


def test_a_property_that_both_changed_is_a_conflict() -> None:
    hand = BASE.replace('"A lamp"', "My lamp")
    found = merge_file.merge(BASE, hand, BASE.replace("A lamp", "A lantern"))
    assert (found.text, found.conflicts) == (hand, 1)


def test_properties_that_are_no_yaml_leave_the_file_alone() -> None:
    hand = BASE.replace("tags:", "mine: [\ntags:")
    found = merge_file.merge(BASE, hand, OURS)
    assert (found.text, found.conflicts) == (hand, 0)
    assert found.refused is not None
    assert "not valid YAML" in found.refused


def test_a_text_is_merged_where_only_one_side_touched_the_properties() -> None:
    hand = BASE.replace("tags:", "mine: [\ntags:")
    assert merged(hand, BASE.replace("One stands.", "One is there.")) == hand.replace("stands", "is there")


def test_a_file_without_its_properties_gets_none() -> None:
    hand = BASE.removeprefix(HEAD + "\n")
    assert merged(hand) == OURS.partition("---\n\n")[2]


def test_a_file_cut_short_stays_as_it_is() -> None:
    for size in range(0, len(BASE), 7):
        found = merge_file.merge(BASE, BASE[:size], OURS)
        if "Two" not in BASE[:size]:
            assert found.conflicts or found.refused
            assert found.text == BASE[:size] or "sea" in found.text


@given(st.text(alphabet="ab-:#'\"[ \n\r\ufeff", max_size=60), st.text(alphabet="ab-: \n", max_size=40))
def test_what_only_one_side_changed_is_as_that_side_left_it(hand: str, ours: str) -> None:
    assert merge_file.merge(BASE, hand, BASE).text == hand
    assert merge_file.same(merge_file.merge(BASE, BASE, HEAD + ours).text, HEAD + ours)


def test_ruamel_is_loaded_for_a_merge_of_properties_only() -> None:
    script = """
import sys
from reader.export import merge_file
base, ours = "---\\na: 1\\n---\\nx\\ny\\nz\\n", "---\\na: 1\\n---\\nx\\ny\\nw\\n"
merge_file.merge(base, base.replace("x", "v"), ours)
assert "ruamel" not in sys.modules
merge_file.merge(base, base.replace("a: 1", "a: 1\\nb: 2"), ours.replace("a: 1", "a: 2"))
assert "ruamel.yaml" in sys.modules
"""
    subprocess.run([sys.executable, "-c", script], check=True)


PARAGRAPHS = [f"Paragraph {n} of the text." for n in range(8)]


@given(st.sets(st.integers(0, 7)), st.sets(st.integers(0, 7)), st.booleans())
def test_what_both_changed_apart_is_merged(by_hand: set[int], by_us: set[int], crlf: bool) -> None:
    def text(hand: set[int], ours: set[int]) -> str:
        lines = [
            f"{'Mine: ' * (n in hand)}{one}{' Updated.' * (n in ours)}" for n, one in enumerate(PARAGRAPHS)
        ]
        own = "x: 1\n" if hand else ""
        return HEAD.replace("---\n", f"---\n{own}", 1) + "\n" + "\n\n".join(lines) + "\n"

    ours = by_us - by_hand
    end = "\r\n" if crlf else "\n"
    hand, expected = (one.replace("\n", end) for one in (text(by_hand, set()), text(by_hand, ours)))
    assert merged(hand, text(set(), ours), text(set(), set())) == expected
