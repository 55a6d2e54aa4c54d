"""An article as the index's fields."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from reader.text.language import language_of
from reader.text.tokens import Term, terms

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Document

    WordField = Literal["text", "title", "author", "url"]

FORMAT = 4
"""Number of the index's layout, of `text.tokens` and of `text.fold.fold`: raised with every change that an index made
earlier would answer wrongly after."""

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
    words: Sequence[tuple[WordField, Sequence[Term], int]]


def analysed(document: Document) -> Analysed:
    """The words of an article. `text` has all of them, in the order title, body, authors with the agency, address."""
    article = document.article
    lang = language_of(article.title, document.body, article.lang)
    parts: list[tuple[WordField, list[Term]]] = [
        ("title", list(terms(article.title, lang))),
        ("text", list(terms(document.body, lang))),
        ("author", list(terms("\n".join((*article.authors, article.agency or "")), lang))),
        ("url", list(terms(article.url or "", lang))),
    ]
    words: list[tuple[WordField, Sequence[Term], int]] = []
    at = 0
    for field, found in parts:
        words.append(("text", found, at))
        if field != "text":
            words.append((field, found, 0))
        at += (found[-1].position + 1 if found else 0) + GAP
    return Analysed(
        id=article.id,
        day=max(article.sorted_by.date().toordinal() - EPOCH, 0),
        size=sum(not term.joined for _, found in parts for term in found),
        words=words,
    )
