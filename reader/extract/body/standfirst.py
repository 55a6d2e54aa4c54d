"""Which line under the headline is the article's standfirst?"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.dates import iso
from reader.text.clean import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reader.extract.pieces import Piece

_NAMED = re.compile(
    r"(?:^|[\s_-])(?:lead|lede|standfirst|stand-first|dek|deck|perex|chapo|chapeau|sub-?title|sub-?head(?:line|ing)?|intro|excerpt|strapline"
    r"|sottotitolo|entradilla|bajada|ingress|teaser-?text|summary|article-?description|vorspann)(?:$|[\s_-])",
    re.IGNORECASE,
)
_OTHER = re.compile(
    r"cookie|newsletter|subscri|sign up|abonn|©|photo|foto|credit|http|@|\bmin read\b", re.IGNORECASE
)
_SHORTEST, _LONGEST = 40, 500
_BEGINNING = 80
_LEVELS = 2


def place_of_headline(row: Sequence[Piece], first: int, titles: Collection[str]) -> int:
    """The place of the heading before the first text that says the title in one of its forms; -1 for none."""
    forms = {words_of(title) for title in titles} - {""}
    return next((n for n in range(first) if row[n].kind == "heading" and words_of(row[n].text) in forms), -1)


def standfirst(
    row: Sequence[Piece], taken: Collection[int], headline: int, description: str | None
) -> int | None:
    """The place of the standfirst between headline and text, where it was not taken; None where there is none.

    It is named as one by its class, or says the same as the page's description; it is no date, credit or invitation,
    and not said again in the text. `headline` is the place of the headline, -1 for none.
    """
    if headline < 0:
        return None
    said = words_of(description or "")[:_BEGINNING]
    for number in range(headline + 1, min(taken, default=0)):
        piece = row[number]
        words = words_of(piece.text)
        if (
            piece.value is not None
            or not _SHORTEST <= len(piece.text) <= _LONGEST
            or _OTHER.search(piece.text)
        ):
            continue
        if _is_named(piece) or (said and words[:_BEGINNING] == said):
            is_date = len(piece.text) < _BEGINNING and iso.stamp(piece.text)
            is_again = any(words in words_of(row[n].text) for n in taken)
            return None if is_date or is_again else number
    return None


def _is_named(piece: Piece) -> bool:
    element = piece.holder
    for _ in range(_LEVELS):
        if _NAMED.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        parent = element.getparent()
        if parent is None:
            return False
        element = parent
    return False


def words_of(text: str) -> str:
    """A text for comparing: words only, folded."""
    return " ".join(re.findall(r"\w+", fold(text)))
