"""What changed between two texts, paragraph by paragraph and word by word."""

from __future__ import annotations

from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from reader.text import diff
from reader.text.diff import WORDS_LIMIT, DiffPiece, compare, counted, words

if TYPE_CHECKING:
    import pytest

TEXTS = st.lists(st.text("ab .,", min_size=1, max_size=12), max_size=5)


def told(old: str, new: str) -> str:
    signs = {"same": "{}", "added": "{{+{}+}}", "removed": "[-{}-]"}
    return "".join(signs[kind].format(text) for kind, text in words(old, new))


def test_words_that_went_and_came_stand_at_their_place() -> None:
    assert told("The ferry left at nine.", "The old ferry left at ten.") == (
        "The{+ old+} ferry left at [-nine-]{+ten+}."
    )


def test_neighbouring_changes_are_one() -> None:
    assert told("It cost two million euro, they said.", "It cost three billion euro, they said.") == (
        "It cost [-two million-]{+three billion+} euro, they said."
    )


def test_paragraphs_that_stayed_came_went_and_changed() -> None:
    old = ["The first one stays.", "The ferry left at nine in the fog.", "Nobody was hurt at all."]
    new = ["Correction: wrong day.", "The first one stays.", "The ferry left at ten in the fog."]
    found = compare(old, new)
    assert [paragraph.kind for paragraph in found] == ["added", "same", "changed", "removed"]
    assert found[2].pieces[1:3] == (DiffPiece("removed", "nine"), DiffPiece("added", "ten"))
    assert counted(found) == (4, 6)


def test_paragraphs_that_have_nothing_in_common_are_not_mixed() -> None:
    found = compare(["A quiet night at sea."], ["Prices of onions doubled again, traders say."])
    assert [paragraph.kind for paragraph in found] == ["removed", "added"]


def test_white_space_is_no_change() -> None:
    assert [paragraph.kind for paragraph in compare(["One  two"], ["One two"])] == ["same"]


@given(TEXTS, TEXTS)
def test_both_texts_can_be_read_from_the_comparison(old: list[str], new: list[str]) -> None:
    found = compare(old, new)
    for kind, text in (("removed", old), ("added", new)):
        read = [
            "".join(piece.text for piece in paragraph.pieces if piece.kind in ("same", kind))
            for paragraph in found
        ]
        assert [part.split() for part in read if part.split()] == [
            part.split() for part in text if part.split()
        ]


def test_a_long_paragraph_is_compared_word_by_word() -> None:
    old = " ".join(f"word{number}" for number in range(1_900))
    found = compare([old], [old.replace("word7 ", "seven ")])
    assert counted(found) == (1, 1)


def test_where_nobody_waits_any_more_nothing_is_looked_into() -> None:
    old, new = ["The ferry left at nine in the fog."], ["The ferry left at ten in the fog."]
    assert [found.kind for found in compare(old, new, is_over=lambda: True)] == ["removed", "added"]


def test_a_paragraph_past_the_limit_is_taken_out_and_put_in_whole() -> None:
    def kinds(count: int) -> list[str]:
        old = " ".join(f"word{number}" for number in range(count))
        return [found.kind for found in compare([old], [old.replace("word7 ", "seven ")])]

    assert kinds(WORDS_LIMIT) == ["changed"]
    assert kinds(WORDS_LIMIT + 1) == ["removed", "added"]


def test_as_many_words_in_common_as_the_share_says_make_one_paragraph_of_two() -> None:
    assert [found.kind for found in compare(["a b x y z"], ["a b u v w"])] == ["changed"]
    assert [found.kind for found in compare(["a b x y z"], ["a b u v w t"])] == ["removed", "added"]


def test_of_many_paragraphs_only_near_ones_are_compared(monkeypatch: pytest.MonkeyPatch) -> None:
    old = ["The ferry left at nine in the fog."]
    new = [f"{word} {word} {word}." for word in ("One", "Two", "Three")] + [
        "The ferry left at ten in the fog."
    ]
    assert "changed" in [found.kind for found in compare(old, new)]
    monkeypatch.setattr(diff, "PAIRS_LIMIT", 3)
    assert "changed" not in [found.kind for found in compare(old, new)]
    assert "changed" in [found.kind for found in compare(old, new[1:])]


def test_no_pair_crosses_another() -> None:
    one, two = "The ferry left at nine in the fog.", "Nobody was hurt at all, they said."
    found = compare([one, two], [two.replace("all", "sea"), one.replace("nine", "ten")])
    assert sorted(paragraph.kind for paragraph in found) == ["added", "changed", "removed"]
