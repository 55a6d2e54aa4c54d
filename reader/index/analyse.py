"""An article as the index's fields."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from reader.text.language import language_of
from reader.text.tokens import Term, terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from reader.model import Document

EPOCH = date(1970, 1, 1).toordinal()
ANYWHERE = "*"
MARKS: Mapping[str, str] = {"text": ANYWHERE, "title": "t:", "author": "a:", "url": "u:"}
"""What stands before a word in the fields `exact` and `begin`, by the field it was found in; `text` is all of them."""

BEGINNING = 2
"""Letters of a beginning that has postings of its own. Thousands of words begin with the same one or two letters, and who
types asks for these first; of longer beginnings there are few enough words to ask for each."""

_GAP = 100
"""Positions left free between the parts of a document, so that no phrase reaches over."""

Places = dict[str, list[int]]


@dataclass(slots=True)
class _Field:
    places: Places = field(default_factory=dict)
    next: int = 0

    def add(self, found: Iterable[Term]) -> None:
        start = self.next
        for term in found:
            for stem in filter(None, (term.stem, term.also)):
                self.places.setdefault(stem, []).append(start + term.position)
            self.next = start + term.position + 1
        self.next += _GAP


def analysed(document: Document) -> dict[str, object]:
    """The values of all fields of the schema for one article."""
    article, lang = (
        document.article,
        language_of(document.article.title, document.body, document.article.lang),
    )
    texts = {
        "title": article.title,
        "text": document.body,
        "author": "\n".join((*article.authors, article.agency or "")),
        "url": article.url or "",
    }
    parts = {name: list(terms(text, lang)) for name, text in texts.items()}
    fields = {name: _Field() for name in parts}
    exact: set[str] = set()
    begin: set[str] = set()
    for name, found in parts.items():
        forms = {term.exact for term in found if term.exact != term.stem}
        beginnings = _beginnings(forms.union(*((term.stem, term.also) for term in found)))
        for mark in {ANYWHERE, MARKS[name]}:
            exact.update(mark + form for form in forms)
            begin.update(mark + beginning for beginning in beginnings)
        fields["text"].add(found)
        if name != "text":
            fields[name].add(found)
    return {
        "id": article.id,
        "date": max(article.sorted_by.date().toordinal() - EPOCH, 0),
        "size": sum(not term.joined for found in parts.values() for term in found),
        "exact": exact,
        "begin": begin,
        **{name: kept.places for name, kept in fields.items()},
    }


def _beginnings(words: set[str]) -> set[str]:
    return {word[:letters] for letters in range(1, BEGINNING + 1) for word in words if len(word) > letters}
