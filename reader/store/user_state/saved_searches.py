"""Keeps the reader's saved searches, their order, and what some of them found among new articles."""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.errors import NothingFound, UsageError
from reader.frozen import dataclass, replace
from reader.store.sql_values import IS_WITHOUT_PAGES, id_list, micros
from reader.store.user_state.undo import RowChange, perform, perform_all, put
from reader.text.clean import line
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection
    from datetime import datetime

    from reader.store.database import Database, Value

NAME_LENGTH = 100
"""Characters of a name that are kept."""


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A query under a name. `id` is never given twice. `keeps`: what it finds is kept, whatever limit the reader sets.
    `notify`: the reader hears of new articles that it finds; `archive`: it asks the shared archive, too; `is_fresh`: it found some since it was last opened."""

    id: int
    name: str
    query: str
    keeps: bool = False
    notify: bool = False
    archive: bool = False
    is_fresh: bool = False


_COLUMNS = (
    "id",
    "name",
    "query",
    "keeps",
    "notify",
    "archive",
    """notify AND (EXISTS (SELECT 1 FROM new_match n WHERE n.saved_id = saved_search.id AND NOT n.seen)
        OR archive AND EXISTS (SELECT 1 FROM archive_match n WHERE n.saved_id = saved_search.id AND NOT n.seen))""",
)

_TEXT_WAITS = """
    EXISTS (
        SELECT 1 FROM appearance p JOIN feed f ON f.id = p.feed_id AND f.removed_at IS NULL
        WHERE p.article_id = q.article_id AND p.entry_hash IS NULL AND f.body_hash IS NULL AND f.url IS NOT NULL
    )
"""
"""The text of an article in the queue `q` is still to be read, since a refresh of its feed was interrupted."""

_PAGE_WAITS = f"""
    EXISTS (
        SELECT 1 FROM job j
        WHERE j.article_id = q.article_id AND j.due IS NOT NULL AND NOT {IS_WITHOUT_PAGES}
    )
"""
"""Its page is still to be fetched."""

_HIDDEN = """
    EXISTS (
        SELECT 1 FROM mark m
        WHERE m.article_id = q.article_id AND (m.removed_at IS NOT NULL OR m.muted_at IS NOT NULL)
    )
"""


class SavedSearches:
    """The reader's saved searches. Case and diacritics make no second name; each change is one operation for undo."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[SavedSearch]:
        """Gives all of them, in the reader's order."""
        rows = self._database.at_once(_COLUMNS, "FROM saved_search ORDER BY position, id")
        return [SavedSearch(id_, name, query, *map(bool, flags)) for id_, name, query, *flags in rows]

    def get(self, number: int) -> SavedSearch:
        """Gives the one with this number. Raises NothingFound."""
        found = next((saved for saved in self.all() if saved.id == number), None)
        if found is None:
            raise _unknown(str(number))
        return found

    def find(self, text: str) -> SavedSearch:
        """Finds the one that a person means: by name, number, or a part of the name that fits only one.

        Raises NothingFound, or UsageError which lists the candidates.
        """
        wanted = fold(line(text))
        named = [(fold(saved.name), saved) for saved in self.all()]
        exact = [saved for name, saved in named if name == wanted]
        exact += [saved for _, saved in named if str(saved.id) == wanted]
        if exact:
            return exact[0]
        found = [saved for name, saved in named if wanted and wanted in name]
        if len(found) > 1:
            names = ", ".join(f"{saved.id} {saved.name}" for saved in found)
            raise UsageError(
                f"{len(found):,} saved searches match: {names}",
                subject=line(text),
                hint="give the number of one",
            )
        if not found:
            raise _unknown(line(text))
        return found[0]

    def named(self, name: str) -> SavedSearch | None:
        """Finds the one of this name, case and diacritics aside."""
        return next(
            (saved for saved in self.all() if fold(saved.name) == fold(line(name, NAME_LENGTH))), None
        )

    def add(self, name: str, query: str, now: datetime, *, is_import: bool = False) -> SavedSearch:
        """Saves a search as the last one; undo leaves what an import brought. Raises UsageError for a name that is none,
        or is taken."""
        name = self._free(name)
        at = micros(now)
        with self._database.transaction():
            number, position = self._database.rows(
                """
                SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'saved_search'), 0) + 1,
                    coalesce((SELECT max(position) FROM saved_search), -1) + 1
                """
            )[0]
            change = RowChange((number,), None, (fold(name), name, query, position))
            if is_import:
                put(self._database, "saved", [change.key], change.after)
            else:
                perform(self._database, at, f"saved the search “{name}”", "saved", [change])
        return SavedSearch(number, name, query)

    def change(
        self, number: int, now: datetime, *, name: str | None = None, query: str | None = None
    ) -> SavedSearch:
        """Gives it another name, another query, or both. Raises NothingFound, or UsageError for the name."""
        with self._database.transaction():
            old = self.get(number)
            new = replace(
                old,
                name=old.name if name is None else self._free(name, number),
                query=old.query if query is None else query,
            )
            if new != old:
                before = self._row(number)
                after = (fold(new.name), new.name, new.query, before[3])
                words = f"renamed “{old.name}” to “{new.name}”" if new.name != old.name else ""
                words = words or f"changed the search “{old.name}”"
                perform(self._database, micros(now), words, "saved", [RowChange((number,), before, after)])
        return new

    def move(self, number: int, place: int, now: datetime) -> None:
        """Puts it at that place; 1 is the first, a larger one than there are the last. Raises NothingFound."""
        with self._database.transaction():
            moved = self.get(number)
            order = [saved for saved in self.all() if saved.id != number]
            order.insert(max(place, 1) - 1, moved)
            changes = []
            for position, saved in enumerate(order):
                before = self._row(saved.id)
                if before[3] != position:
                    changes.append(RowChange((saved.id,), before, (*before[:3], position)))
            perform(self._database, micros(now), f"moved the search “{moved.name}”", "saved", changes)

    def keep(self, number: int, now: datetime, *, on: bool) -> None:
        """Lets what it finds be kept, whatever limit the reader sets, or no longer. Raises NothingFound."""
        with self._database.transaction():
            saved = self.get(number)
            if saved.keeps != on:
                words = f"{'started keeping' if on else 'stopped keeping'} what “{saved.name}” finds"
                perform(
                    self._database, micros(now), words, "keeps", [RowChange((number,), (saved.keeps,), (on,))]
                )

    def notify(self, number: int, now: datetime, *, on: bool) -> None:
        """Lets the reader hear of articles that come from now on and that it finds, or no longer. Raises NothingFound."""
        with self._database.transaction():
            saved = self.get(number)
            if saved.notify != on:
                words = f"turned {'on' if on else 'off'} notifications of “{saved.name}”"
                change = RowChange((number,), (saved.notify,), (on,))
                perform(self._database, micros(now), words, "notify", [change])
                self._database.run("UPDATE new_match SET seen = 1 WHERE saved_id = ?", (number,))
                # What waits for its text or its page was there before.
                self._database.run(
                    """
                    INSERT OR IGNORE INTO new_match (article_id, saved_id, seen)
                    SELECT article_id, ?, 1 FROM match_queue WHERE ?
                    """,
                    (number, on),
                )

    def ask_archive(self, number: int, now: datetime, *, on: bool) -> None:
        """Lets it ask the shared archive, too, or no longer. Raises NothingFound."""
        with self._database.transaction():
            saved = self.get(number)
            if saved.archive != on:
                words = f"let “{saved.name}” {'also ask' if on else 'no longer ask'} the archive"
                change = RowChange((number,), (saved.archive,), (on,))
                perform(self._database, micros(now), words, "archive", [change])

    def remove(self, number: int, now: datetime) -> None:
        """Takes it away, with the rules that belong to it. Raises NothingFound."""
        from reader.store.user_state.rules import rows

        with self._database.transaction():
            gone = self.get(number)
            rules = [
                RowChange((rule,), before, None) for rule, before in rows(self._database, saved_id=number)
            ]
            turned_off = [RowChange((number,), (True,), (False,))]
            changes = {
                "keeps": turned_off if gone.keeps else [],
                "notify": turned_off if gone.notify else [],
                "archive": turned_off if gone.archive else [],
                "rule": rules,
                "saved": [RowChange((number,), self._row(number), None)],
            }
            perform_all(self._database, micros(now), f"removed the search “{gone.name}”", changes)

    # New articles, and the searches that notify

    def queue(self, ids: Collection[int]) -> None:
        """Queues articles that have just come in for the searches that notify; without one nothing is queued."""
        if ids:
            self._database.run(
                """
                INSERT OR IGNORE INTO match_queue (article_id) SELECT value FROM json_each(?)
                WHERE EXISTS (SELECT 1 FROM saved_search WHERE notify)
                """,
                (id_list(ids),),
            )

    def queued(self) -> list[int]:
        """Gives the articles of the queue that can be judged, the newest first: their text was read, and those that were
        judged before have their page now. None that is muted or removed."""
        return self._database.column(
            f"""
            SELECT q.article_id FROM match_queue q JOIN mark m ON m.article_id = q.article_id
            WHERE NOT {_TEXT_WAITS} AND NOT {_HIDDEN} AND NOT (q.judged AND {_PAGE_WAITS})
            ORDER BY m.sorted_at DESC, q.article_id DESC
            """
        )

    def told(self, ids: Collection[int]) -> set[tuple[int, int]]:
        """Gives the pairs of article and search, of these articles, that `judged` has kept."""
        return set(
            self._database.rows(
                "SELECT article_id, saved_id FROM new_match WHERE article_id IN (SELECT value FROM json_each(?))",
                (id_list(ids),),
            )
        )

    def judged(self, ids: Collection[int], found: Collection[tuple[int, int]]) -> None:
        """Keeps which searches found which of these articles, as pairs of article and search, and takes the articles off
        the queue, except those that wait for their page. All or nothing."""
        with self._database.transaction():
            self._database.run_each(
                "INSERT OR IGNORE INTO new_match (article_id, saved_id) VALUES (?, ?)", found
            )
            self._database.run(
                "UPDATE match_queue SET judged = 1 WHERE article_id IN (SELECT value FROM json_each(?))",
                (id_list(ids),),
            )
            self._database.run(
                f"DELETE FROM match_queue AS q WHERE {_HIDDEN} OR (q.judged AND NOT {_PAGE_WAITS})"
            )
            self._database.run(
                """
                DELETE FROM new_match
                WHERE (seen OR saved_id NOT IN (SELECT id FROM saved_search WHERE notify))
                AND article_id NOT IN (SELECT article_id FROM match_queue)
                """
            )

    def seen(self, number: int) -> None:
        """Notes that the reader has opened it: what it found until now is no longer new."""
        for table in ("new_match", "archive_match"):
            self._database.run(f"UPDATE {table} SET seen = 1 WHERE saved_id = ? AND NOT seen", (number,))

    def _row(self, number: int) -> tuple[Value, ...]:
        return self._database.rows(
            "SELECT key, name, query, position FROM saved_search WHERE id = ?", (number,)
        )[0]

    def _free(self, text: str, number: int | None = None) -> str:
        """Gives the name as it is kept, if no other search has it."""
        name = line(text, NAME_LENGTH)
        if not name:
            raise UsageError("a saved search needs a name", hint="enter a word or two")
        taken = self.named(name)
        if taken is not None and taken.id != number:
            raise UsageError(
                "a saved search of this name already exists",
                subject=taken.name,
                hint="choose another name, or rename that one",
            )
        return name


def _unknown(text: str) -> NothingFound:
    return NothingFound(
        "no saved search has this name or number",
        subject=text,
        hint="to list all saved searches: broadsheet saved",
    )
