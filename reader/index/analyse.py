"""An article as the index's fields."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Literal

from reader.frozen import dataclass
from reader.text.language import language, language_of
from reader.text.tokens import Piece, pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Document

    WordField = Literal["text", "title", "author", "url"]

FORMAT = 4
"""Number of the index's layout: raised with every change that an index made earlier would answer wrongly after. Changes of
words and stems have a number of their own, `text.tokens.ANALYSIS`."""

EPOCH = date(1970, 1, 1).toordinal()

GAP = 100
"""Places left free between the parts of an article, so that no phrase reaches over."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """An article's id, the days since 1970 of its date, the number of its words, and these by field, with the place in the
    field where each run of them begins."""

    id: int
    day: int
    size: int
    words: Sequence[tuple[WordField, Sequence[Piece], int]]


def analysed(document: Document) -> Analysed:
    """The words of an article. `text` has all of them, in the order title, body, authors with the agency,
    address, kept outputs."""
    article = document.article
    lang = language_of(article.title, document.body, article.lang)
    parts: list[tuple[WordField, list[Piece]]] = [
        ("title", pieces(article.title, lang)),
        ("text", pieces(document.body, lang)),
        ("author", pieces("\n".join((*article.authors, article.agency or "")), lang)),
        ("url", pieces(article.url or "", lang)),
        *(("text", pieces(output, language(output))) for output in document.outputs),
    ]
    words: list[tuple[WordField, Sequence[Piece], int]] = []
    at = size = 0
    for field, found in parts:
        words.append(("text", found, at))
        if field != "text":
            words.append((field, found, 0))
        count = _count(found)
        at += count + GAP
        size += count
    return Analysed(
        id=article.id,
        day=max(article.sorted_by.date().toordinal() - EPOCH, 0),
        size=size,
        words=words,
    )


def _count(found: Sequence[Piece]) -> int:
    """The number of words: each has its position, and joined terms have none."""
    if not found:
        return 0
    position, forms = found[-1]
    return position + forms[-1][4] + 1
