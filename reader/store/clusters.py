"""Keeps the queue of articles to be clustered, the traces that lead from one to those like it, and the clusters found.

Clusters are copies of one text, near-copies included, and reports of one event. All of it is derived and grows with what
comes in; what the reader said of a story is never changed here.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from reader.frozen import dataclass
from reader.model import UNDATED
from reader.store.sql_values import EQUAL_TEXTS, id_list, micros

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence
    from datetime import datetime

    from reader.store.database import Database

_DAY = 24 * 60 * 60 * 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class ClusterTrace:
    """The trace that is kept of an article: its packed gist, the numbers of its telling words and those of its text."""

    article_id: int
    packed: bytes
    clues: Sequence[int]
    sketch: Sequence[int]
    sorted_by: datetime
    published: datetime | None


class Near(NamedTuple):
    """An article that has telling words in common with another; `story_id` is None where it has no story yet."""

    id: int
    packed: bytes
    lang: str | None
    story_id: int | None


class Groups:
    """Copies and stories, as new articles find them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def is_waiting(self) -> bool:
        """Tells whether any article waits to be clustered."""
        return self._database.value("SELECT 1 FROM ungrouped LIMIT 1") is not None

    def waits(self, article_id: int) -> bool:
        """Tells whether an article has yet to be clustered."""
        return self._database.value("SELECT 1 FROM ungrouped WHERE article_id = ?", (article_id,)) is not None

    def waiting(self, limit: int) -> list[int]:
        """Gives articles that have yet to be clustered, the oldest first."""
        return self._database.column(
            """
            SELECT u.article_id FROM ungrouped u LEFT JOIN mark m ON m.article_id = u.article_id
            ORDER BY m.sorted_at, u.article_id LIMIT ?
            """,
            (limit,),
        )

    def keep(self, traces: Sequence[ClusterTrace]) -> None:
        """Keeps what leads to these articles. What led to an earlier text of theirs stays: it does no harm, since all
        that is found is compared."""
        with self._database.transaction():
            self._database.run_each(
                "INSERT OR REPLACE INTO gist (article_id, packed) VALUES (?, ?)",
                ((trace.article_id, trace.packed) for trace in traces),
            )
            self._database.run_each(
                "INSERT OR IGNORE INTO clue (key, day, article_id) VALUES (?, ?, ?)",
                (row for trace in traces for row in _clues(trace)),
            )

    def perhaps_copies(self, trace: ClusterTrace, *, days: int, common: int, limit: int) -> list[int]:
        """Gives articles that have so many numbers of their text in common, those with most first."""
        day = None if trace.published is None else micros(trace.published) // _DAY
        when = None if day is None else range(day - days, day + days + 1)
        near = "" if when is None else "AND day IN (SELECT value FROM json_each(?))"
        return self._database.column(
            f"""
            SELECT article_id FROM clue WHERE key IN (SELECT value FROM json_each(?)) {near} AND article_id <> ?
            GROUP BY article_id HAVING count(*) >= ? ORDER BY count(*) DESC, article_id LIMIT ?
            """,
            (
                id_list(trace.sketch),
                *(() if when is None else (id_list((*when, 0)),)),
                trace.article_id,
                common,
                limit,
            ),
        )

    def near(self, trace: ClusterTrace, *, days: int, common: int, limit: int) -> list[Near]:
        """Gives articles of those days that have so many telling words in common, those with most first."""
        day = micros(trace.sorted_by) // _DAY
        rows = self._database.rows(
            """
            WITH found AS (
                SELECT article_id, count(*) AS common FROM clue
                WHERE key IN (SELECT value FROM json_each(?)) AND day BETWEEN ? AND ? AND article_id <> ?
                GROUP BY article_id HAVING common >= ? ORDER BY common DESC, article_id DESC LIMIT ?
            )
            SELECT f.article_id, g.packed, a.lang, r.story_id FROM found f
            JOIN gist g ON g.article_id = f.article_id JOIN article a ON a.id = f.article_id
            JOIN mark m ON m.article_id = f.article_id AND m.removed_at IS NULL
            LEFT JOIN report r ON r.article_id = f.article_id
            """,
            (
                id_list(~key for key in trace.clues),
                day - days,
                day + days,
                trace.article_id,
                common,
                limit,
            ),
        )
        return [Near(*row) for row in rows]

    def packed(self, ids: Collection[int]) -> dict[int, bytes]:
        """Gives the packed features of those articles of which some are kept."""
        return dict(
            self._database.rows(
                "SELECT article_id, packed FROM gist WHERE article_id IN (SELECT value FROM json_each(?))",
                (id_list(ids),),
            )
        )

    def equal(self, ids: Collection[int]) -> list[tuple[int, int]]:
        """Gives the pairs of these articles with all others whose text is equal, those of one title first."""
        return self._database.rows(
            f"""
            SELECT a.id, b.id FROM article a JOIN article b ON {EQUAL_TEXTS}
            WHERE a.id IN (SELECT value FROM json_each(?))
            ORDER BY b.title <> a.title COLLATE NOCASE, a.id, b.id
            """,
            (id_list(ids),),
        )

    def firsts(self, ids: Collection[int] | None = None) -> dict[int, int]:
        """Gives for each of the articles that have copies (None: of all) the number that its copies have in common."""
        where = "" if ids is None else "WHERE article_id IN (SELECT value FROM json_each(?))"
        values = () if ids is None else (id_list(ids),)
        return dict(self._database.at_once(("article_id", "first_id"), f"FROM copy {where}", values))

    def settled(self, ids: Collection[int]) -> set[int]:
        """Gives those of the articles that stay in the story they are in: with others, or where the reader put them."""
        found = self._database.column(
            """
            SELECT r.article_id FROM report r WHERE r.article_id IN (SELECT value FROM json_each(?)) AND (r.held OR EXISTS (
                SELECT 1 FROM report o WHERE o.story_id = r.story_id AND o.article_id <> r.article_id))
            """,
            (id_list(ids),),
        )
        return set(found)

    def sizes(self, stories: Collection[int], since: datetime, until: datetime) -> dict[int, int]:
        """Counts the reports that each of the stories has from those days."""
        return dict(
            self._database.rows(
                """
                SELECT r.story_id, count(*) FROM report r JOIN mark m ON m.article_id = r.article_id
                WHERE r.story_id IN (SELECT value FROM json_each(?)) AND m.sorted_at BETWEEN ? AND ?
                GROUP BY r.story_id
                """,
                (id_list(stories), micros(since), micros(until)),
            )
        )

    def free(self, stories: Collection[int]) -> dict[int, int]:
        """Counts the reports that each of the stories has, without the stories that the reader had a say in."""
        return dict(
            self._database.rows(
                """
                SELECT r.story_id, count(*) FROM report r
                JOIN mark m ON m.article_id = r.article_id AND m.removed_at IS NULL
                WHERE r.story_id IN (SELECT value FROM json_each(?)) GROUP BY r.story_id HAVING NOT max(r.held)
                """,
                (id_list(stories),),
            )
        )

    def settle(
        self,
        done: Collection[int],
        stories: Iterable[tuple[Sequence[int], int | None]],
        copies: Iterable[tuple[int, int]],
    ) -> None:
        """Writes what was found of the articles `done`: the new members of stories (None: a story of just these), and
        pairs of copies. What the reader did in the meantime stays."""
        database = self._database
        with database.transaction():
            self._report(stories)
            database.run(
                "DELETE FROM copy WHERE article_id IN (SELECT value FROM json_each(?))", (id_list(done),)
            )
            for one, other in copies:
                self._join_copies(one, other)
            database.run(
                "DELETE FROM ungrouped WHERE article_id IN (SELECT value FROM json_each(?))", (id_list(done),)
            )

    def _report(self, stories: Iterable[tuple[Sequence[int], int | None]]) -> None:
        stories = list(stories)
        rows = self._database.rows(
            "SELECT article_id, story_id, held FROM report WHERE article_id IN (SELECT value FROM json_each(?))",
            (id_list([id_ for members, _ in stories for id_ in members]),),
        )
        held = {id_ for id_, _, is_held in rows if is_held}
        before = {id_: story for id_, story, _ in rows}
        free = [([id_ for id_ in members if id_ not in held], old) for members, old in stories]
        numbers = _kept_numbers(free, before)
        moved: dict[int, int] = {}
        for place, (members, old) in enumerate(free):
            if members:
                moved |= dict.fromkeys(members, old or numbers.get(place) or new_story(self._database))
        self._database.run_each(
            "INSERT OR REPLACE INTO report (article_id, story_id, held) VALUES (?, ?, 0)",
            [(id_, story) for id_, story in moved.items() if before.get(id_) != story],
        )

    def _of_one_feed(self, one: int, other: int) -> bool:
        """Tells whether a feed printed an article of each group of copies that are none: another text, or another title."""
        group = """
            SELECT ? UNION SELECT o.article_id FROM copy c JOIN copy o ON o.first_id = c.first_id WHERE c.article_id = ?
        """
        found = self._database.value(
            f"""
            SELECT 1 FROM appearance p JOIN appearance q ON q.feed_id = p.feed_id
            JOIN article a ON a.id = p.article_id JOIN article b ON b.id = q.article_id
            WHERE p.article_id IN ({group}) AND q.article_id IN ({group}) AND a.id <> b.id
                AND NOT (a.text_hash IS b.text_hash AND a.title = b.title COLLATE NOCASE) LIMIT 1
            """,
            (one, one, other, other),
        )
        return found is not None

    def _join_copies(self, one: int, other: int) -> None:
        known = set(
            self._database.column("SELECT first_id FROM copy WHERE article_id IN (?, ?)", (one, other))
        )
        if self._of_one_feed(one, other):
            return
        first = min(known, default=min(one, other))
        for joined in known - {first}:
            self._database.run("UPDATE copy SET first_id = ? WHERE first_id = ?", (first, joined))
        self._database.run_each(
            "INSERT OR IGNORE INTO copy (article_id, first_id) VALUES (?, ?)", [(one, first), (other, first)]
        )


def new_story(database: Database) -> int:
    """Makes a story that is still to have reports; returns its number."""
    return database.insert("INSERT INTO story DEFAULT VALUES")


def _kept_numbers(
    found: Sequence[tuple[Sequence[int], int | None]], before: Mapping[int, int]
) -> dict[int, int]:
    """Gives the numbers that stories keep, by place in `found`: a story that is found again has the one that most of its
    reports had; of one that was divided the larger part keeps it, and the others get new ones."""
    claims = Counter(
        (before[id_], place)
        for place, (members, old) in enumerate(found)
        if old is None
        for id_ in members
        if id_ in before
    )
    numbers: dict[int, int] = {}
    for (story, place), _ in sorted(claims.items(), key=lambda claim: (-claim[1], claim[0])):
        if place not in numbers and story not in numbers.values():
            numbers[place] = story
    return numbers


def _clues(trace: ClusterTrace) -> Iterable[tuple[int, int, int]]:
    appeared = 0 if trace.published is None else micros(trace.published) // _DAY
    day = micros(trace.sorted_by) // _DAY
    yield from ((key, appeared, trace.article_id) for key in trace.sketch)
    if (
        trace.sorted_by != UNDATED
    ):  # no event can be told from the time of the others without a time of its own
        yield from ((~key, day, trace.article_id) for key in trace.clues)
