"""Which tags did the reader give?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import UsageError
from reader.store.id_lists import id_list
from reader.store.timestamps import micros
from reader.store.user_state.marks import named
from reader.store.user_state.undo import RowChange, perform
from reader.text.clean import line
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from reader.store.database import Library

_LENGTH = 100
"""Characters of a tag that are kept."""


class Tags:
    """The reader's own tags. Case and diacritics make no second tag; `a/b` lies below `a`."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def change(self, ids: Collection[int], add: Sequence[str], drop: Sequence[str], now: datetime) -> int:
        """Give and take tags, as one operation for undo; how many articles were changed.

        Raises UsageError for a tag of which nothing is left (`#`, `/`).
        """
        wanted = {fold(name): name for name in map(tag_name, add)}
        dropped = {fold(tag_name(name)) for name in drop} - wanted.keys()
        at = micros(now)
        with self._library.transaction():
            there = self._library.rows(
                "SELECT article_id FROM mark WHERE article_id IN (SELECT value FROM json_each(?)) AND removed_at IS NULL",
                (id_list(ids),),
            )
            known = {
                (article_id, key): values
                for article_id, key, *values in self._library.rows(
                    """
                    SELECT article_id, key, name, present, changed_at FROM tag
                    WHERE article_id IN (SELECT value FROM json_each(?))
                    """,
                    (id_list(ids),),
                )
            }
            changes: list[RowChange] = []
            for (article_id,) in there:
                for key in (*wanted, *dropped):
                    old = known.get((article_id, key))
                    is_present = old is not None and bool(old[1])
                    if is_present != (key in wanted):
                        name = wanted.get(key) or (old[0] if old else key)
                        changes.append(
                            RowChange(
                                (article_id, key), tuple(old) if old else None, (name, int(key in wanted), at)
                            )
                        )
            touched = sorted({change.key[0] for change in changes if isinstance(change.key[0], int)})
            signs = " ".join(
                [*(f"+{name}" for name in wanted.values()), *(f"-{key}" for key in sorted(dropped))]
            )
            perform(self._library, at, f"tagged {named(self._library, touched)} {signs}", "tag", changes)
        return len(touched)

    def all(self) -> list[tuple[str, int]]:
        """All tags that stand on an article, with how many it is, by name."""
        return self._library.rows(
            """
            SELECT min(t.name), count(*) FROM tag t JOIN mark m ON m.article_id = t.article_id
            WHERE t.present AND m.removed_at IS NULL GROUP BY t.key ORDER BY t.key
            """
        )

    def put(self, article_id: int, names: Sequence[str], at: int) -> None:
        """Give an imported article its tags; tags of which nothing is left are passed over."""
        self._library.run_each(
            """
            INSERT INTO tag (article_id, key, name, present, changed_at) VALUES (?, ?, ?, 1, ?)
            ON CONFLICT (article_id, key) DO NOTHING
            """,
            [(article_id, fold(name), name, at) for name in map(_bare, names) if name],
        )


def tag_name(text: str) -> str:
    """The tag as it is kept, without # and outer slashes. Raises UsageError where nothing is left."""
    if not (name := _bare(text)):
        raise UsageError("this is no tag", subject=text, hint="A tag is a word such as russia or news/world")
    return name


def _bare(text: str) -> str:
    return line(text, _LENGTH).lstrip("#").strip("/ ")
