"""Gives the articles that report one event, and lets the reader split and join such stories.

A story has no more than its number; what was split or joined by hand is held, and no grouping changes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.store.clusters import new_story
from reader.store.sql_values import IS_UNDATED, by_key, id_list, micros
from reader.store.user_state.undo import RowChange, named, perform

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from reader.store.database import Database


class Stories:
    """Stories and their reports. Removed articles are in none."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of(self, ids: Collection[int]) -> dict[int, int]:
        """Gives the stories of these articles; those that have yet to be grouped are in none."""
        where = "FROM report WHERE article_id IN (SELECT value FROM json_each(?))"
        return dict(self._database.at_once(("article_id", "story_id"), where, (id_list(ids),)))

    def held(self, ids: Collection[int]) -> set[int]:
        """Gives those of these articles that were put into their story, or kept out of one, by hand."""
        where = "FROM report WHERE held = 1 AND article_id IN (SELECT value FROM json_each(?))"
        return {id_ for (id_,) in self._database.at_once(("article_id",), where, (id_list(ids),))}

    def reports(self, stories: Collection[int]) -> dict[int, list[int]]:
        """Gives the articles of these stories, each story's in the order of time; those without a date last."""
        return by_key(
            self._database.at_once(
                ("r.story_id", "r.article_id"),
                f"""
                FROM report r
                JOIN mark m ON m.article_id = r.article_id AND m.removed_at IS NULL
                WHERE r.story_id IN (SELECT value FROM json_each(?)) ORDER BY {IS_UNDATED}, m.sorted_at, r.article_id
                """,
                (id_list(stories),),
            )
        )

    def split(self, ids: Sequence[int], now: datetime) -> int:
        """Takes articles out of their stories: those of one story are a new one together. Returns how many that were; one
        that is alone, or all of a story, cannot be taken out."""
        with self._database.transaction():
            stories = self.of(ids)
            gone = by_key((stories[id_], id_) for id_ in dict.fromkeys(ids) if id_ in stories)
            kept = self.reports(gone)
            moved: dict[int, int] = {}
            held: set[int] = set()
            for story, some in gone.items():
                if rest := set(kept.get(story, ())) - set(some):
                    moved |= dict.fromkeys(some, new_story(self._database))
                    held |= rest
            self._move(moved, held, "split {} off the story", now)
        return len(moved)

    def join(self, ids: Sequence[int], now: datetime) -> int:
        """Makes one story of the stories of all these articles; returns how many articles came into the first one's."""
        with self._database.transaction():
            self._make_missing(ids)
            stories = self.of(ids)
            first = stories[ids[0]]
            others = {*stories.values()} - {first}
            moved = {id_: first for some in self.reports(others).values() for id_ in some}
            self._move(moved, self.reports([first]).get(first, ()), "joined {} into one story", now)
        return len(moved)

    def _make_missing(self, ids: Collection[int]) -> None:
        """Gives articles that have yet to be clustered a story of their own."""
        known = self.of(ids)
        self._database.run_each(
            "INSERT INTO report (article_id, story_id, held) VALUES (?, ?, 0)",
            [(id_, new_story(self._database)) for id_ in dict.fromkeys(ids) if id_ not in known],
        )

    def _move(self, moved: dict[int, int], held: Collection[int], words: str, now: datetime) -> None:
        """Puts articles into other stories as one operation; they and those that stay are held."""
        if not moved:
            return
        before = {
            id_: (story, is_held)
            for id_, story, is_held in self._database.rows(
                "SELECT article_id, story_id, held FROM report WHERE article_id IN (SELECT value FROM json_each(?))",
                (id_list({*moved, *held}),),
            )
        }
        changes = [
            RowChange((id_,), then, (moved.get(id_, then[0]), 1))
            for id_, then in before.items()
            if then != (moved.get(id_, then[0]), 1)
        ]
        perform(self._database, micros(now), words.format(named(self._database, [*moved])), "report", changes)
