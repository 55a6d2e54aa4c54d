"""The rows of related articles that one article has on the screen, and what becomes of them when they are looked for anew."""

from __future__ import annotations

from typing import TYPE_CHECKING, get_args

from reader.frozen import replace
from reader.model import RelatedGroup

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reader.model import Article, Related

ENOUGH = 10
"""Rows from which on only links and reports of the story come: as many as one search finds."""

_RANK = {group: rank for rank, group in enumerate(get_args(RelatedGroup))}


class RelatedRows:
    """Rows stay once they are shown, whatever later grouping makes of them; only what leaves the library is hidden, until it
    is there again."""

    def __init__(self) -> None:
        self._rows: Sequence[Related] = ()
        self._gone: set[int] = set()

    def clear(self) -> None:
        """Another article is open."""
        self._rows, self._gone = (), set()

    @property
    def shown(self) -> tuple[Related, ...]:
        """The rows in their order, the groups one after another."""
        return tuple(row for row in self._rows if row.article is None or row.article.id not in self._gone)

    @property
    def ids(self) -> list[int]:
        """The articles of all rows, hidden ones too."""
        return [row.article.id for row in self._rows if row.article]

    def renew(self, found: Sequence[Related], held: Related | None = None) -> None:
        """Take in what is found now (`renewed`)."""
        self._rows = renewed(self._rows, found, held)

    def regroup(self, found: Sequence[Related]) -> None:
        """Take in what is found now that the reader has changed the story: reports stand there only if it has them."""
        told = {row.key for row in found if row.group == "story"}
        self._rows = renewed([row for row in self._rows if row.group != "story" or row.key in told], found)

    def update(self, articles: Collection[Article]) -> None:
        """Articles have changed: their rows have them."""
        known = {article.id: article for article in articles}
        self._rows = [
            replace(row, article=known[row.article.id]) if row.article and row.article.id in known else row
            for row in self._rows
        ]

    def take_out(self, ids: Collection[int]) -> None:
        """These are in no list any more."""
        self._gone.update(ids)

    def put_back(self, there: Collection[Article]) -> None:
        """These are all that the library has: what was taken out and is there again is shown again, what is gone is not."""
        self._gone.difference_update(article.id for article in there if not article.muted)
        self._gone.update({*self.ids}.difference(article.id for article in there))


def renewed(shown: Sequence[Related], found: Sequence[Related], held: Related | None = None) -> list[Related]:
    """The rows that are shown, and of what is found now those that are new, behind the others of their group.

    A row that is found again has the group of now, with the reasons for that; one that is not stays as it is. While the cursor is on
    the row `held`, that one and those above it stay as they are, and new ones come below it only. Links and reports of the
    story always come, others as long as there are fewer than `ENOUGH` rows.
    """
    now = {row.key: row for row in found}
    at = next((at for at, row in enumerate(shown) if held is not None and row.key == held.key), -1)
    above, floor = shown[: at + 1], _RANK[shown[at].group] if at >= 0 else 0
    below: list[Related] = []
    for row in shown[at + 1 :]:
        again = now.get(row.key, row)
        again = replace(again, why=row.why) if again.group == row.group else again
        below.append(again if _RANK[again.group] >= floor else row)
    keys = {row.key for row in shown}
    ids = {id_ for row in shown for id_ in _ids(row)}
    for row in found:
        is_known = row.key in keys or not ids.isdisjoint(_ids(row))
        has_room = row.group in ("linked", "story") or len(above) + len(below) < ENOUGH
        if not is_known and has_room and _RANK[row.group] >= floor:
            below.append(row)
    return [*above, *sorted(below, key=lambda row: _RANK[row.group])]


def _ids(row: Related) -> tuple[int, ...]:
    """The article with its copies, which are one row."""
    return (row.article.id, *row.article.copies) if row.article else ()
