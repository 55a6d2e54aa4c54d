"""Three-way merge of lines: what two sides made of a base, put together where they changed it apart.

Lines are compared as given; a merge tells of each line which side to take it from, so that a caller can keep what the
comparison leaves out, such as line ends.
"""

from __future__ import annotations

from collections import Counter
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

COST_LIMIT = 2_000_000
"""Pairs of equal lines that are compared; texts with more are taken as changed from their first difference to the last."""


class Chunk(NamedTuple):
    """Lines [start, end) of both sides that stand in one place. `take` says which belong into the result: "both" are ours
    and then the hand's; "conflict" is for the caller to decide."""

    hand: tuple[int, int]
    ours: tuple[int, int]
    take: Literal["hand", "ours", "both", "conflict"]


class _Region(NamedTuple):
    """Lines [start, end) of the base, and where they stand unchanged on both sides."""

    start: int
    end: int
    hand: int
    ours: int


def merge(base: Sequence[str], hand: Sequence[str], ours: Sequence[str]) -> list[Chunk]:
    """The chunks that cover both sides, in order. What neither side changed is the hand's.

    Lines that both added at one place are all kept; a place where both changed or removed lines of the base, each in
    its own way, is a conflict.
    """
    chunks: list[Chunk] = []
    # Lines that the hand has and the base has not: what we add may be among them, after a merge that nobody remembers.
    new = Counter(line for line in hand if line.strip())
    new.subtract(base)
    at_base = at_hand = at_ours = 0
    for same in _unchanged(base, hand, ours):
        here = [*_decided(base[at_base : same.start], hand, (at_hand, same.hand), ours, (at_ours, same.ours))]
        new.subtract(
            line for chunk in here if _is_alike(chunk, hand, ours) for line in hand[slice(*chunk.hand)]
        )
        chunks += here
        size = same.end - same.start
        at_base, at_hand, at_ours = same.end, same.hand + size, same.ours + size
        if size:
            chunks.append(Chunk((same.hand, at_hand), (same.ours, at_ours), "hand"))
    return [_unless_there(chunk, ours, new) for chunk in chunks]


def _is_alike(chunk: Chunk, hand: Sequence[str], ours: Sequence[str]) -> bool:
    return chunk.take == "hand" and hand[slice(*chunk.hand)] == ours[slice(*chunk.ours)]


def _unless_there(chunk: Chunk, ours: Sequence[str], new: Counter[str]) -> Chunk:
    """The chunk, without what we add where the hand has all these lines elsewhere; they are taken out of `new`."""
    if chunk.take == "both" or (chunk.take == "ours" and chunk.hand[0] == chunk.hand[1]):
        added = Counter(line for line in ours[slice(*chunk.ours)] if line.strip())
        # Blank lines alone part nothing more where the hand has put lines of its own.
        if all(new[line] >= number for line, number in added.items()) and (added or chunk.take == "both"):
            new.subtract(added)
            return chunk._replace(take="hand")
    return chunk


def _decided(
    base: Sequence[str],
    hand: Sequence[str],
    in_hand: tuple[int, int],
    ours: Sequence[str],
    in_ours: tuple[int, int],
) -> Iterator[Chunk]:
    """The chunks for a place where at least one side changed the lines of the base."""
    first, second = hand[slice(*in_hand)], ours[slice(*in_ours)]
    if not first and not second:
        return
    if first == second or second == base:
        yield Chunk(in_hand, in_ours, "hand")
    elif first == base:
        yield Chunk(in_hand, in_ours, "ours")
    else:
        yield from _trimmed(not base, first, in_hand, second, in_ours)


def _trimmed(
    is_addition: bool,
    first: Sequence[str],
    in_hand: tuple[int, int],
    second: Sequence[str],
    in_ours: tuple[int, int],
) -> Iterator[Chunk]:
    """The chunks for a place that both sides changed, without what they begin and end with in common."""
    head = common_head(first, second)
    tail = common_head(first[head:][::-1], second[head:][::-1])
    shared = any(line.strip() for line in (*first[:head], *first[len(first) - tail :]))
    if is_addition and not shared and head + tail < min(len(first), len(second)):
        head = tail = 0  # each keeps the blank lines around it
    hand_rest = (in_hand[0] + head, in_hand[1] - tail)
    ours_rest = (in_ours[0] + head, in_ours[1] - tail)
    if head:
        yield Chunk((in_hand[0], hand_rest[0]), (in_ours[0], ours_rest[0]), "hand")
    if is_addition and first and second and first[0].strip() and not second[0].strip():
        # The hand went on with the paragraph above.
        yield Chunk(hand_rest, (ours_rest[0], ours_rest[0]), "hand")
        yield Chunk((hand_rest[1], hand_rest[1]), ours_rest, "ours")
    elif is_addition or (shared and (head + tail in (len(first), len(second)))):
        # One of them may be empty: one side did what the other did, and more.
        yield Chunk(hand_rest, ours_rest, "both")
    else:
        yield Chunk(hand_rest, ours_rest, "conflict")
    if tail:
        yield Chunk((hand_rest[1], in_hand[1]), (ours_rest[1], in_ours[1]), "hand")


def common_head(first: Sequence[str], second: Sequence[str]) -> int:
    """The number of lines that both begin with."""
    number = 0
    for one, other in zip(first, second, strict=False):
        if one != other:
            break
        number += 1
    return number


def _unchanged(base: Sequence[str], hand: Sequence[str], ours: Sequence[str]) -> Iterator[_Region]:
    """The lines of the base that stand on both sides, in order, and an empty region at the end."""
    left, right = _matches(base, hand), _matches(base, ours)
    i = j = 0
    while i < len(left) and j < len(right):
        (base_left, in_hand, size_left), (base_right, in_ours, size_right) = left[i], right[j]
        start = max(base_left, base_right)
        end = min(base_left + size_left, base_right + size_right)
        if start < end:
            yield _Region(start, end, in_hand + start - base_left, in_ours + start - base_right)
        if base_left + size_left < base_right + size_right:
            i += 1
        else:
            j += 1
    yield _Region(len(base), len(base), len(hand), len(ours))


def _matches(base: Sequence[str], side: Sequence[str]) -> list[tuple[int, int, int]]:
    """Runs of lines that both have: where in the base, where in the other, how many."""
    head = common_head(base, side)
    tail = common_head(base[head:][::-1], side[head:][::-1])
    at_base, at_side = head, head
    found = [(0, 0, head)] if head else []
    # Blank lines are everywhere: they match beside others first, and then in what is left between these.
    for start, place, size in [
        *_blocks(base[head : len(base) - tail], side[head : len(side) - tail], _is_blank),
        (len(base) - tail - head, len(side) - tail - head, tail),
    ]:
        between = _blocks(base[at_base : head + start], side[at_side : head + place], None)
        found += [(at_base + one, at_side + other, number) for one, other, number in between]
        if size:
            found.append((head + start, head + place, size))
        at_base, at_side = head + start + size, head + place + size
    return found


def _blocks(
    first: Sequence[str], second: Sequence[str], is_junk: Callable[[str], bool] | None
) -> list[tuple[int, int, int]]:
    """Runs that both have, none where there is too much to compare."""
    counts = Counter(first)
    cost = sum(counts[line] for line in second if is_junk is None or not is_junk(line))
    if not cost or cost > COST_LIMIT:
        return []
    found = SequenceMatcher(is_junk, first, second, autojunk=False).get_matching_blocks()
    return [(start, place, size) for start, place, size in found if size]


def _is_blank(line: str) -> bool:
    return not line.strip()
