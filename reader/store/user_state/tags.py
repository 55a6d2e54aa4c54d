"""Gives and takes the reader's own tags of articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import UsageError
from reader.store.sql_values import id_list, micros
from reader.store.user_state.undo import RowChange, named, perform
from reader.text.clean import line
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from reader.store.database import Database

_LENGTH = 100
"""Characters of a tag that are kept."""


class Tags:
    """The reader's own tags. Case and diacritics make no second tag; `a/b` lies below `a`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def change(self, ids: Collection[int], add: Sequence[str], drop: Sequence[str], now: datetime) -> int:
        """Gives and takes tags, as one operation for undo; returns how many articles were changed.

        Raises UsageError for a tag of which nothing is left (`#`, `/`).
        """
        wanted = {fold(name): name for name in map(tag_name, add)}
        dropped = {fold(tag_name(name)) for name in drop} - wanted.keys()
        at = micros(now)
        with self._database.transaction():
            there = self._database.column(
                "SELECT article_id FROM mark WHERE article_id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL",
                (id_list(ids),),
            )
            names = {**wanted, **dict.fromkeys(dropped)}
            changes = tag_changes(
                self._database, {(number, key): name for number in there for key, name in names.items()}, at
            )
            found = {change.key[0] for change in changes}
            touched = [number for number in there if number in found]
            done = {change.key[1] for change in changes}
            signs = " ".join(
                [
                    *(f"+{name}" for key, name in wanted.items() if key in done),
                    *(f"-{key}" for key in sorted(dropped) if key in done),
                ]
            )
            perform(self._database, at, f"tagged {named(self._database, touched)} {signs}", "tag", changes)
        return len(touched)

    def all(self) -> list[tuple[str, int]]:
        """Gives all tags that stand on an article, each with the number of articles, by name."""
        return self._database.rows(
            """
            SELECT min(t.name), count(*) FROM tag t JOIN mark m ON m.article_id = t.article_id
            WHERE t.present AND m.removed_at IS NULL GROUP BY t.key ORDER BY t.key
            """
        )

    def put(self, article_id: int, names: Sequence[str], at: int) -> None:
        """Gives an imported article its tags; tags of which nothing is left are passed over."""
        self._database.run_each(
            """
            INSERT INTO tag (article_id, key, name, present, changed_at) VALUES (?, ?, ?, 1, ?)
            ON CONFLICT (article_id, key) DO NOTHING
            """,
            [(article_id, fold(name), name, at) for name in map(_bare, names) if name],
        )


def tag_changes(database: Database, wanted: Mapping[tuple[int, str], str | None], at: int) -> list[RowChange]:
    """Gives the changes that put tags, by article and key, under the name given; None takes the tag off."""
    known = {
        (number, key): (name, present, changed)
        for number, key, name, present, changed in database.rows(
            """
            SELECT article_id, key, name, present, changed_at FROM tag
            WHERE article_id IN (SELECT value FROM json_each(?))
            """,
            (id_list({number for number, _ in wanted}),),
        )
    }
    changes: list[RowChange] = []
    for key, name in wanted.items():
        old = known.get(key)
        if (name is not None) != bool(old and old[1]):
            changes.append(
                RowChange(key, old, (name or (old[0] if old else key[1]), int(name is not None), at))
            )
    return changes


def tag_name(text: str) -> str:
    """Gives the tag as it is kept, without # and outer slashes. Raises UsageError where nothing is left."""
    if not (name := _bare(text)):
        raise UsageError("not a tag", subject=text, hint="use words such as russia or news/world")
    return name


def tag_name_or_none(text: str) -> str | None:
    """Gives the tag as it is kept, None where nothing is left."""
    return _bare(text) or None


def _bare(text: str) -> str:
    return line(text, _LENGTH).lstrip("#").strip("/ ")
