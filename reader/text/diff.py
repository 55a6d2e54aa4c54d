"""Compares two texts paragraph by paragraph, and within a changed one word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

Kind = Literal["same", "added", "removed"]

ALIKE = 0.4
"""Share of their words that two paragraphs have in common of which one became the other."""

PAIRS_LIMIT = 1_000
NEAR = 2
"""Pairs of paragraphs that are all looked at; of more only those that stand so far from each other at most."""

WORDS_LIMIT = 2_000
"""Words of a paragraph that are compared one by one; a longer one is taken out and put in as a whole. What is frequent in
a long one leads to no match by itself, which is SequenceMatcher's way: with each space looked at it would take minutes."""

_PARTS = re.compile(r"\s+|\w+|[^\w\s]")
_WORDS = re.compile(r"\w+")


class DiffPiece(NamedTuple):
    """Words that stayed, came or went."""

    kind: Kind
    text: str


class Paragraph(NamedTuple):
    """A paragraph that stayed, came, went, or, with pieces of several kinds, was changed."""

    pieces: tuple[DiffPiece, ...]

    @property
    def kind(self) -> Kind | Literal["changed"]:
        """The kind of its pieces; "changed" where these differ."""
        kinds = {piece.kind for piece in self.pieces}
        return kinds.pop() if len(kinds) == 1 else "changed"


def compare(
    old: Sequence[str], new: Sequence[str], is_over: Callable[[], bool] = lambda: False
) -> list[Paragraph]:
    """The paragraphs of both texts in their order, those that went before those that came in their place.

    Long texts can take seconds: once `is_over` says that nobody waits any more, what is left is not looked into.
    """
    found: list[Paragraph] = []
    matcher = SequenceMatcher(None, [_folded(one) for one in old], [_folded(one) for one in new])
    for tag, low, high, start, end in matcher.get_opcodes():
        if tag == "equal":
            found += [Paragraph((DiffPiece("same", text),)) for text in new[start:end]]
        else:
            found += _replaced(old[low:high], new[start:end], is_over)
    return found


def _replaced(old: Sequence[str], new: Sequence[str], is_over: Callable[[], bool]) -> Iterator[Paragraph]:
    """Each paragraph with the one that it became, in the order of both."""
    done = gone = 0
    for before, after in [*_pairs(old, new, is_over), (len(old), len(new))]:
        yield from (Paragraph((DiffPiece("removed", text),)) for text in old[gone:before])
        yield from (Paragraph((DiffPiece("added", text),)) for text in new[done:after])
        if before < len(old) and after < len(new) and not is_over():
            yield Paragraph(tuple(words(old[before], new[after])))
        gone, done = before + 1, after + 1


def _pairs(old: Sequence[str], new: Sequence[str], is_over: Callable[[], bool]) -> list[tuple[int, int]]:
    """The pairs of paragraphs of which one became the other, the most alike first, none across another pair."""
    near = len(old) + len(new) if len(old) * len(new) <= PAIRS_LIMIT else NEAR
    ratios = [
        (_ratio(before, after), n, m)
        for n, before in enumerate(old)
        for m, after in enumerate(new)
        if abs(n - m) <= near and not is_over()
    ]
    found: list[tuple[int, int]] = []
    for ratio, n, m in sorted(ratios, key=lambda one: (-one[0], abs(one[1] - one[2]))):
        if ratio >= ALIKE and all(
            (n < one) == (m < other) and n != one and m != other for one, other in found
        ):
            found.append((n, m))
    return sorted(found)


def _ratio(old: str, new: str) -> float:
    one, other = _WORDS.findall(old), _WORDS.findall(new)
    if max(len(one), len(other)) > WORDS_LIMIT:
        return 0.0
    matcher = SequenceMatcher(None, one, other)
    return matcher.ratio() if matcher.quick_ratio() >= ALIKE else 0.0


def words(old: str, new: str) -> Iterator[DiffPiece]:
    """The words that stayed, went and came between two paragraphs; signs that stayed between two changes go with these."""
    one, other = _PARTS.findall(old), _PARTS.findall(new)
    removed: list[str] = []
    added: list[str] = []
    codes = SequenceMatcher(None, one, other).get_opcodes()
    for number, (tag, low, high, start, end) in enumerate(codes):
        stays = "".join(other[start:end])
        is_between = 0 < number < len(codes) - 1 and not any(char.isalnum() for char in stays)
        if tag == "equal" and not is_between:
            yield from _changed(removed, added)
            removed, added = [], []
            yield DiffPiece("same", stays)
        else:
            removed += one[low:high]
            added += other[start:end]
    yield from _changed(removed, added)


def _changed(removed: Sequence[str], added: Sequence[str]) -> Iterator[DiffPiece]:
    if gone := "".join(removed):
        yield DiffPiece("removed", gone)
    if came := "".join(added):
        yield DiffPiece("added", came)


def _folded(text: str) -> str:
    return " ".join(text.split())


def counted(paragraphs: Sequence[Paragraph]) -> tuple[int, int]:
    """Words that came and words that went."""
    totals = {"added": 0, "removed": 0, "same": 0}
    for paragraph in paragraphs:
        for piece in paragraph.pieces:
            totals[piece.kind] += len(_WORDS.findall(piece.text))
    return totals["added"], totals["removed"]
