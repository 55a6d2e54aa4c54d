"""Boilerplate in the library: learns the lines that articles of a source share, and reads texts without them."""

from __future__ import annotations

from dataclasses import replace
from itertools import chain, islice
from typing import TYPE_CHECKING, NamedTuple

from reader.store.articles.boilerplate import PROOF
from reader.text.urls import host

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from reader.core.session import Session
    from reader.model import Document

MANY = 100
"""New articles from which on it is asked whether too many lines are known."""

COMPARED = 4
"""Texts that one article's is compared with at most."""


class Lined(NamedTuple):
    """A document with the lines that can be its source's, by their keys, and where they stand."""

    document: Document
    lines: dict[int, tuple[int, int]]


def without(session: Session, documents: Iterable[Document]) -> list[Document]:
    """The documents as they are without the boilerplate of their sources, and without lines that a text repeats."""
    return [document for document, _ in parted(session, lined(documents))]


def lined(documents: Iterable[Document]) -> list[Lined]:
    """The documents without lines that they repeat, with those that can be boilerplate."""
    from reader.index.clusters import boilerplate as rule

    read = [_without_repeated(document) for document in documents]
    return [Lined(document, rule.lines(_source(document), document.body)) for document in read]


def parted(session: Session, documents: Sequence[Lined]) -> list[tuple[Document, Collection[int]]]:
    """The documents without boilerplate, each with the keys of those of its lines that may still turn out to be such."""
    from reader.index.clusters import boilerplate as rule

    proven = session.library.boilerplate.proven({key for _, lines in documents for key in lines})
    return [
        (
            replace(document, body=rule.without(document.body, [lines[key] for key in out]))
            if (out := lines.keys() & proven)
            else document,
            lines.keys() - proven,
        )
        for document, lines in documents
    ]


def _without_repeated(document: Document) -> Document:
    from reader.index.clusters import boilerplate as rule

    spans = rule.repeated(document.body)
    return replace(document, body=rule.without(document.body, spans)) if spans else document


def learn(session: Session, documents: Sequence[Lined]) -> None:
    """Notes the lines of new articles, and has earlier ones clustered again that turn out to have boilerplate.

    An article counts beside others that have little in common with it but such lines.
    """
    store = session.library.boilerplate
    lines = {document.article.id: found for document, found in documents}
    known = store.witnesses({key for found in lines.values() for key in found})
    others = _Texts(session, [document for document, _ in documents])
    rows: list[tuple[int, int]] = []
    again: set[int] = set()
    for id_, found in lines.items():
        verdicts: dict[int, bool] = {}
        others.read(islice(_met(id_, found, known), COMPARED))
        for key in found:
            had = known.setdefault(key, [])
            if id_ in had or len(had) >= PROOF:
                continue
            new = (other for other in had if other not in verdicts)
            for other in islice(new, COMPARED - len(verdicts)):
                verdicts[other] = others.differ(id_, other, found)
            if all(verdicts.get(other, False) for other in had):
                rows.append((key, id_))
                had.append(id_)
                if len(had) == PROOF:
                    again.update(had)
    store.add(rows, session.now(), again - lines.keys())
    if len(documents) >= MANY:
        store.forget(session.now())


def _met(id_: int, lines: Iterable[int], known: Mapping[int, list[int]]) -> Iterable[int]:
    """The articles that one will be compared with, the first of them first."""
    open_ = (had for key in lines if id_ not in (had := known.get(key, [])) and len(had) < PROOF)
    return dict.fromkeys(chain.from_iterable(open_))


class _Texts:
    """Titles and bodies of articles, read when they are needed."""

    def __init__(self, session: Session, documents: Iterable[Document]) -> None:
        self._session = session
        self._known: dict[int, tuple[str, str] | None] = {
            d.article.id: (d.article.title, d.body) for d in documents
        }

    def read(self, ids: Iterable[int]) -> None:
        """Read those of the texts that are not held yet, all at once."""
        if new := [id_ for id_ in ids if id_ not in self._known]:
            self._known |= dict.fromkeys(new)
            self._known |= {
                d.article.id: (d.article.title, d.body) for d in self._session.library.articles.documents(new)
            }

    def differ(self, one: int, other: int, lines: dict[int, tuple[int, int]]) -> bool:
        """Tells whether two articles have little in common but some of these lines of the first one."""
        from reader.index.clusters import boilerplate as rule

        first, second = self._of(one), self._of(other)
        return first is None or second is None or rule.have_little_in_common(first, second, lines)

    def _of(self, id_: int) -> tuple[str, str] | None:
        """None for one whose text is gone."""
        self.read([id_])
        return self._known[id_]


def _source(document: Document) -> str:
    article = document.article
    return (host(article.url) if article.url else None) or article.source
