"""Puts the pictures, embeds and related links of a page to the texts that they stand beside."""

from __future__ import annotations

from dataclasses import replace
from functools import lru_cache
from itertools import chain, zip_longest
from typing import TYPE_CHECKING

from reader.extract.body.complete import place
from reader.extract.body.edges import links_of
from reader.extract.body.notices import is_byline
from reader.extract.media.pictures import once
from reader.late import pattern
from reader.model import Embed, Picture, RelatedLink
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from reader.extract.pieces import Piece

LEAD_PICTURES = 2
"""Pictures between headline and text that are kept."""

NEAR = 12
"""Pieces around the text in which what stands beside it is looked for."""


_WORD = pattern(r"\w+")


@lru_cache(512)
def words_of(text: str) -> str:
    """A text for comparing: words only, folded."""
    return " ".join(_WORD.findall(fold(text)))


def attached(
    row: Sequence[Piece],
    taken: frozenset[int],
    headline: int,
    *,
    authors: Collection[str] = (),
    gone: Collection[int] = (),
) -> set[int]:
    """The places of what stands beside taken text, and of the pictures and the film or sound that lead it.

    A picture or embed has taken text right before or behind it; at the end, where teasers begin, it stands in the same
    box as that text. A related link stands between taken texts as well.
    `headline` is the place of the headline, -1 where it is not known; pictures of the `authors` do not lead. Pieces that
    are `gone` part nothing.
    """
    first, last = min(taken), max(taken)
    found: set[int] = set()
    for number, left, right in _between(row, gone):
        if _is_portrait(row[number].value, authors):
            continue
        beside = [text for text in (left, right) if text in taken]
        is_inside = first < number < last
        if is_inside and _is_of_card(row, number, taken):
            continue
        if is_inside and _is_post(row[number]):
            found.add(number)
            continue
        # A piece stands in the same box as a text when that element, too, is around it.
        if not beside or not (is_inside or _stands_with(row[number], row[beside[0]])):
            continue
        if is_inside or (row[number].kind != "related" and first - NEAR < number < last + NEAR):
            found.add(number)
    opening = _opening(row, taken, first)
    lead = [n for n in range(max(first - NEAR, 0), opening) if _leads(row[n], authors, is_below=n > headline)]
    lead = [n for n in lead if n < first or row[n].holder.tag == "figure" or _is_said(row[n].value)]
    found -= {n for n in found if n < first and row[n].kind == "picture"}
    players = [n for n in range(max(first - NEAR, headline + 1, 0), opening) if _is_film(row[n].value)]
    return _once(row, sorted(found | set(lead[-LEAD_PICTURES:]) | set(players[-1:] if headline >= 0 else ())))


def captioned(shown: Sequence[Piece], titles: Collection[str]) -> Iterator[Piece]:
    """The pieces, the words for a picture as its caption where the next paragraph is the same, and for a picture or an
    embed none that are the headline."""
    said = ""
    for piece, following in zip_longest(shown, shown[1:]):
        if said and piece.kind == "text" and words_of(piece.text) == said:
            said = ""
            continue
        said = ""
        if isinstance(piece.value, Picture) and (alt := piece.value.alt):
            words = words_of(alt)
            if following is not None and following.kind == "text" and words == words_of(following.text):
                said = words
                piece.value = replace(piece.value, alt=None, caption=following.text)
            elif _says(titles, alt):
                piece.value = replace(piece.value, alt=None)
        elif isinstance(piece.value, Embed) and piece.value.text and _says(titles, piece.value.text):
            piece.value = replace(piece.value, text=None)
        yield piece


def _says(titles: Collection[str], alt: str) -> bool:
    """Tells whether the words for a picture or a film are the headline, which says nothing of what it shows."""
    said = words_of(alt)
    return any(said == words_of(title) for title in titles)


def _is_of_card(row: Sequence[Piece], number: int, taken: frozenset[int]) -> bool:
    """Tells whether it is a picture that leads where a heading beside it leads, which was not taken: that of a teaser."""
    link = next(row[number].holder.iterancestors("a"), None)
    href = link.get("href") if link is not None else None
    if not href or row[number].kind != "picture":
        return False
    beside = (n for n in range(max(number - 3, 0), min(number + 4, len(row))) if row[n].kind == "heading")
    return any(
        one.get("href") == href
        for n in beside
        if n not in taken
        for one in chain(links_of(row[n]), row[n].holder.iterancestors("a"))
    )


def _opening(row: Sequence[Piece], taken: frozenset[int], first: int) -> int:
    """The place before which pictures lead the text: the first of it or, where that is a standfirst some lines above
    the rest, the second."""
    second = min((n for n in taken if n > first and row[n].kind == "text"), default=first)
    return second if second - first <= NEAR else first


def _is_said(value: object) -> bool:
    return isinstance(value, Picture) and bool(value.caption or value.credit)


def _is_film(value: object) -> bool:
    return isinstance(value, Embed) and value.kind in ("video", "audio")


def _stands_with(piece: Piece, text: Piece) -> bool:
    """Tells whether it stands in the box of a text, or, for a post and a figure with a caption, in one beside that."""
    box = place(text)
    is_apart = _is_post(piece) or (piece.holder.tag == "figure" and _is_said(piece.value))
    around = box.getparent() if is_apart else None
    return any(above in (box, around) for above in piece.holder.iterancestors() if above.tag != "body")


def _is_post(piece: Piece) -> bool:
    """Tells whether it is a quoted post, which is part of the text that it stands within."""
    return isinstance(piece.value, Embed) and piece.value.kind in ("tweet", "post")


def _leads(piece: Piece, authors: Collection[str], *, is_below: bool) -> bool:
    """Tells whether it is a picture that may lead the text: below the headline any but a portrait of the author, above it
    one with caption or credit."""
    picture = piece.value
    if not isinstance(picture, Picture):
        return False
    return not _is_portrait(picture, authors) and (is_below or _is_said(picture))


def _is_portrait(value: object, authors: Collection[str]) -> bool:
    """Tells whether it is a picture of which no more is said than who wrote the article."""
    said = (value.alt, value.caption) if isinstance(value, Picture) else ()
    names = {words_of(name) for name in authors}
    return any(
        words_of(one) in names or is_byline(one, tuple(authors), is_signed=True) for one in said if one
    )


def _between(row: Sequence[Piece], gone: Collection[int]) -> list[tuple[int, int, int]]:
    """Gives of each piece that is no text its place, and those of the texts before and behind it; -1 for none."""
    found: list[tuple[int, int, int]] = []
    waiting: list[tuple[int, int]] = []
    left = -1
    for number, piece in enumerate(row):
        if piece.value is not None:
            waiting.append((number, left))
        elif number not in gone and (piece.text or piece.kind in ("code", "table")):
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
