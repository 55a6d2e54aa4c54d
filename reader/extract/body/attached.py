"""Which pictures, embeds and related links belong to the article? Those beside text that was taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.extract.body.complete import place
from reader.extract.media.pictures import once
from reader.model import Embed, Picture, RelatedLink

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.extract.pieces import Piece

LEAD_PICTURES = 2
"""Pictures between headline and text that are kept."""

_NEAR = 12


def attached(row: Sequence[Piece], taken: frozenset[int], headline: int) -> set[int]:
    """The places of what stands beside taken text, and of the pictures that lead it.

    A picture or embed has taken text right before or behind it; at the end, where teasers begin, it stands in the same
    box as that text. A related link stands between taken texts as well.
    `headline` is the place of the headline, -1 where it is not known.
    """
    first, last = min(taken), max(taken)
    found: set[int] = set()
    for number, left, right in _between(row):
        beside = [text for text in (left, right) if text in taken]
        is_inside = first < number < last
        if not beside or not (is_inside or _is_in_box(row[number], row[beside[0]])):
            continue
        if is_inside or (row[number].kind != "related" and first - _NEAR < number < last + _NEAR):
            found.add(number)
    lead = [n for n in range(max(first - _NEAR, 0), first) if _leads(row[n], is_below=n > headline)]
    found -= {n for n in found if n < first and row[n].kind == "picture"}
    return _once(row, sorted(found | set(lead[-LEAD_PICTURES:])))


def _is_in_box(piece: Piece, text: Piece) -> bool:
    """Whether a piece stands in the element whose children are the siblings of a text."""
    box = place(text)
    return any(above is box for above in piece.holder.iterancestors())


def _leads(piece: Piece, *, is_below: bool) -> bool:
    """Whether it is a picture that may lead the text: below the headline any, above it one with caption or credit."""
    picture = piece.value
    return isinstance(picture, Picture) and (is_below or bool(picture.caption or picture.credit))


def _between(row: Sequence[Piece]) -> list[tuple[int, int, int]]:
    """Of each piece that is no text: its place, and those of the texts before and behind it; -1 for none."""
    found: list[tuple[int, int, int]] = []
    waiting: list[tuple[int, int]] = []
    left = -1
    for number, piece in enumerate(row):
        if piece.value is not None:
            waiting.append((number, left))
        elif piece.text or piece.kind in ("code", "table"):
            found += [(place, before, number) for place, before in waiting]
            waiting.clear()
            left = number
    return found + [(place, before, -1) for place, before in waiting]


def _once(row: Sequence[Piece], places: list[int]) -> set[int]:
    """Each picture, embed and related link once."""
    pictures = [number for number in places if isinstance(row[number].value, Picture)]
    shown = once([value for number in pictures if isinstance(value := row[number].value, Picture)])
    kept = {pictures[index] for index in shown}
    seen: set[Embed | RelatedLink] = set()
    for number in places:
        value = row[number].value
        if isinstance(value, Embed | RelatedLink) and value not in seen:
            seen.add(value)
            kept.add(number)
    return kept
