"""Lines of three sides, merged."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.export import diff3

if TYPE_CHECKING:
    from collections.abc import Sequence

LINES = st.lists(st.sampled_from(["", "a", "b", "c", "d", "e"]), max_size=12)


def merged(base: Sequence[str], hand: Sequence[str], ours: Sequence[str]) -> list[str]:
    """What a file would hold: the hand's lines where both changed the same ones."""
    lines: list[str] = []
    for chunk in diff3.merge(base, hand, ours):
        if chunk.take in ("ours", "both"):
            lines += ours[slice(*chunk.ours)]
        if chunk.take != "ours":
            lines += hand[slice(*chunk.hand)]
    return lines


def takes(base: str, hand: str, ours: str) -> list[str]:
    return [chunk.take for chunk in diff3.merge(list(base), list(hand), list(ours))]


@given(LINES, LINES)
def test_what_both_sides_did_alike_is_done_once(base: list[str], side: list[str]) -> None:
    assert merged(base, side, side) == side


@given(LINES, LINES)
def test_what_one_side_left_alone_is_the_others(base: list[str], side: list[str]) -> None:
    assert merged(base, base, side) == merged(base, side, base) == side
    assert all(chunk.take != "conflict" for chunk in diff3.merge(base, base, side))


@given(LINES, LINES, LINES)
def test_no_line_of_a_hand_is_lost(base: list[str], hand: list[str], ours: list[str]) -> None:
    assert Counter(hand) - Counter(base) <= Counter(merged(base, hand, ours))


@given(LINES, LINES, LINES)
def test_no_line_of_ours_is_lost_without_a_conflict(
    base: list[str], hand: list[str], ours: list[str]
) -> None:
    chunks = diff3.merge(base, hand, ours)
    if all(chunk.take != "conflict" for chunk in chunks):
        lost = Counter(ours) - Counter(base) - Counter(merged(base, hand, ours))
        assert set(lost) <= {""}


@given(LINES, LINES, LINES)
def test_chunks_cover_both_sides_in_order(base: list[str], hand: list[str], ours: list[str]) -> None:
    chunks = diff3.merge(base, hand, ours)
    assert [line for chunk in chunks for line in hand[slice(*chunk.hand)]] == hand
    assert [line for chunk in chunks for line in ours[slice(*chunk.ours)]] == ours


@given(LINES, LINES, LINES)
def test_merging_again_changes_nothing(base: list[str], hand: list[str], ours: list[str]) -> None:
    once = merged(base, hand, ours)
    assert merged(ours, once, ours) == once


@pytest.mark.parametrize(
    ("base", "hand", "ours", "result"),
    [
        ("abcde", "aXcde", "abcYe", "aXcYe"),
        ("abcde", "acde", "abcdeY", "acdeY"),
        ("abc", "abcX", "abcY", "abcYX"),
        ("abc", "Xabc", "Yabc", "YXabc"),
        ("abc", "abYXc", "abYc", "abYXc"),
        ("abc", "abXYc", "abYc", "abXYc"),
        ("", "XY", "Z", "ZXY"),
        ("abc", "", "abc", ""),
        ("abcd", "abcd", "", ""),
    ],
)
def test_changes_apart_are_merged(base: str, hand: str, ours: str, result: str) -> None:
    assert "".join(merged(base, hand, ours)) == result
    assert "conflict" not in takes(base, hand, ours)


@pytest.mark.parametrize(
    ("base", "hand", "ours", "conflicts", "result"),
    [
        ("abc", "aXc", "aYc", 1, "aXc"),
        ("abc", "aXc", "ac", 1, "aXc"),
        ("abc", "ac", "aYc", 1, "ac"),
        ("abc", "", "abcY", 1, ""),
        ("abcde", "aXcUe", "aYcVe", 2, "aXcUe"),
        ("abc", "aSXTc", "aSYTc", 1, "aSXTc"),
    ],
)
def test_what_both_changed_in_their_own_way_is_a_conflict(
    base: str, hand: str, ours: str, conflicts: int, result: str
) -> None:
    assert takes(base, hand, ours).count("conflict") == conflicts
    assert "".join(merged(base, hand, ours)) == result


def test_a_conflict_is_as_small_as_it_can_be() -> None:
    found = [
        chunk for chunk in diff3.merge(list("abc"), list("aSXTc"), list("aSYTc")) if chunk.take == "conflict"
    ]
    assert found == [diff3.Chunk((2, 3), (2, 3), "conflict")]


def test_blank_lines_part_paragraphs() -> None:
    base = ["a", "", "b", "", "c"]
    assert merged(base, ["X", "", "b", "", "c"], ["a", "", "Y", "", "c"]) == ["X", "", "Y", "", "c"]


def test_texts_of_one_line_over_and_over_take_no_time() -> None:
    base = ["x"] * 20_000
    found = diff3.merge(base, ["mine", *base, "end"], [*base[:10_000], "ours", *base[10_000:], "b"])
    assert Counter(chunk.take for chunk in found)["conflict"] <= 1
    assert sum(chunk.hand[1] - chunk.hand[0] for chunk in found) == 20_002


@pytest.mark.parametrize(
    ("hand", "ours"),
    [
        ("0h 1 2 3", "0 o 1 2 3"),
        ("0 h 1 2 3", "0 o 1 2 3"),
        ("0 1 2 3 h", "0 1 2 3 o"),
        ("0 2 3", "0 1 2 3 o p q"),
        ("0 1 3 h", "0 o 1 p 2 3"),
        ("h 0 1 2 3", "0 1 p 2 q 3 o"),
        ("0 1 h1 2 3", "0 1 o1 2 3x"),
    ],
)
def test_a_merge_that_nobody_remembers_is_not_done_twice(hand: str, ours: str) -> None:
    first, second, third = (
        " | ".join(text.split()).replace("|", "").split(" ") for text in ("0 1 2 3", hand, ours)
    )
    once = merged(first, second, third)
    assert merged(first, once, third) == once
