"""Other articles by the author of the one that is open: for those beside which little else is found."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.core import search
from reader.extract.metadata.authors import names
from reader.model import Related
from reader.query.tree import Or, Text
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping

    from reader.core.session import Session
    from reader.model import Article

MOST = 3
"""Rows at most, and rows of other groups from which on there is no need of these."""

LOOKED_THROUGH = 60
"""Articles with the words of the names that are looked through, the newest first: nearly all of them have the names."""

ALIKE = 0.05
"""From this likeness on an article comes before newer ones that are less like the open one."""

_AUTHORS = 4
"""Names of a byline that are looked for: a longer one is a list of a staff."""


_STAFF = frozenset(("editors", "newsroom", "redaktion", "reporters", "staff", "team", "writers"))
"""Last words of bylines that stand for whoever works there: Quay Courier Staff."""


def find(
    session: Session,
    article: Article,
    passed: Collection[int],
    likenesses: Callable[[Collection[int]], Mapping[int, float]],
) -> list[Related]:
    """Articles with an author of this one, none of them among `passed`: those most like it first, then the newest, so that one
    person's blog has not the same three beside each article. To have an author in common is a fact, so it needs no threshold.

    `likenesses` tells how much articles are like the open one, of those of which it is known.
    """
    wanted = {_folded(name): name for name in persons(article)[:_AUTHORS]}
    if not wanted:
        return []
    said = [Text("author", name, phrase=True) for name in wanted.values()]
    ids = search.ids_of(session, said[0] if len(said) == 1 else Or(tuple(said)), "date")
    seen = {article.id, *article.copies, *passed}
    found: list[Related] = []
    for row in session.library.articles.many([id_ for id_ in ids if id_ not in seen][:LOOKED_THROUGH]):
        shared = next((name for name in map(_folded, row.authors) if name in wanted), None)
        if shared is not None and row.id not in seen:
            seen |= {row.id, *row.copies}
            found.append(Related(group="author", why=(f"also by {wanted[shared]}",), score=0.0, article=row))
    alike = likenesses([row.article.id for row in found if row.article])

    def likeness(row: Related) -> float:
        known = alike.get(row.article.id, 0.0) if row.article else 0.0
        return known if known >= ALIKE else 0.0

    return sorted(found, key=likeness, reverse=True)[:MOST]


def persons(article: Article) -> list[str]:
    """The names of persons in the byline of an article: no agency, no desk, not what its feed is called."""
    sources = [_folded(source) for source in (article.source, *article.feeds)]
    return [
        name
        for name in article.authors
        if names.is_full_name(name)
        and not names.is_agency(name)
        and not names.is_nobody(name)
        and _folded(name).split()[-1] not in _STAFF
        and not any(_folded(name) in source for source in sources)
    ]


def _folded(name: str) -> str:
    return " ".join(fold(name).split())
