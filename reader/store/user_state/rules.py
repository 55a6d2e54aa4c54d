"""Which rules does the reader have, and what did they do to articles?"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, get_args

from reader.errors import NothingFound, UsageError
from reader.store.id_lists import id_list
from reader.store.timestamps import micros
from reader.store.user_state.marks import ALONE, WITH_COPIES, mark_columns
from reader.store.user_state.tags import tag_name
from reader.store.user_state.undo import RowChange, perform, perform_all
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from reader.store.database import Library, Row

Action = Literal["mute", "read", "bookmark", "tag"]
ACTIONS: tuple[Action, ...] = get_args(Action)

_COLUMNS = "saved_id, query, action, tag, enabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """What is done to each new article that a query finds. `saved` names the saved search whose query it goes by;
    `tag` is set for the action "tag" alone; `hits` counts the articles that it was applied to."""

    id: int
    query: str
    action: Action
    tag: str | None = None
    saved: str | None = None
    enabled: bool = True
    hits: int = 0

    @property
    def does(self) -> str:
        """The action as a person writes it: `mute`, `read`, `bookmark`, `tag:russia`."""
        return f"tag:{self.tag}" if self.action == "tag" else self.action


class Rules:
    """The reader's rules. Each change is one operation for undo."""

    def __init__(self, library: Library) -> None:
        self._library = library

    def all(self) -> list[Rule]:
        """All of them, the oldest first."""
        found = self._library.rows(
            """
            SELECT r.id, coalesce(s.query, r.query), r.action, r.tag, s.name, r.enabled,
                (SELECT count(*) FROM rule_hit h WHERE h.rule_id = r.id)
            FROM rule r LEFT JOIN saved_search s ON s.id = r.saved_id ORDER BY r.id
            """
        )
        return [
            Rule(
                id=row[0], query=row[1], action=row[2], tag=row[3], saved=row[4], enabled=bool(row[5]), hits=row[6]
            )
            for row in found
        ]  # fmt: skip

    def get(self, number: int) -> Rule:
        """The rule with this number. Raises NothingFound."""
        found = next((rule for rule in self.all() if rule.id == number), None)
        if found is None:
            raise NothingFound(
                "no rule has this number", subject=str(number), hint="`broadsheet rules` lists them"
            )
        return found

    def add(
        self, action: Action, now: datetime, *, query: str | None = None, saved_id: int | None = None, tag: str = ""
    ) -> Rule:  # fmt: skip
        """Make a rule of a query, or of the query that a saved search has at any time.

        Raises UsageError where there is such a rule already, or for a tag of which nothing is left.
        """
        name = tag_name(tag) if action == "tag" else None
        with self._library.transaction():
            row = (saved_id, query, action, name)
            for number, before in rows(self._library, saved_id=saved_id):
                if (*before[:3], fold(before[3] or "")) == (*row[:3], fold(name or "")):
                    raise UsageError("there is such a rule already", subject=f"rule {number}")
            number = self._library.rows(
                "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'rule'), 0) + 1"
            )[0][0]
            perform(
                self._library,
                micros(now),
                f"made rule {number}",
                "rule",
                [RowChange((number,), None, (*row, 1))],
            )
        return self.get(number)

    def switch(self, number: int, now: datetime, *, on: bool) -> Rule:
        """Let the rule act, or rest. Raises NothingFound."""
        with self._library.transaction():
            if self.get(number).enabled != on:
                before = self._row(number)
                change = RowChange((number,), before, (*before[:4], int(on)))
                words = f"switched rule {number} {'on' if on else 'off'}"
                perform(self._library, micros(now), words, "rule", [change])
        return self.get(number)

    def remove(self, number: int, now: datetime) -> None:
        """Take the rule away; what it did stays. Raises NothingFound."""
        with self._library.transaction():
            self.get(number)
            change = RowChange((number,), self._row(number), None)
            perform(self._library, micros(now), f"removed rule {number}", "rule", [change])

    def _row(self, number: int) -> Row:
        return next(row for id_, row in rows(self._library) if id_ == number)

    def tried(self, ids: Collection[int]) -> set[tuple[int, int]]:
        """Which of these articles which rule was applied to already: pairs of article and rule."""
        return set(
            self._library.rows(
                "SELECT article_id, rule_id FROM rule_hit WHERE article_id IN (SELECT value FROM json_each(?))",
                (id_list(ids),),
            )
        )

    def met(self, article_id: int) -> list[Rule]:
        """The rules that were applied to an article, as they are now; one that was removed is not among them."""
        tried = {number for _, number in self.tried([article_id])}
        return [rule for rule in self.all() if rule.id in tried]

    def apply(
        self, hits: Sequence[tuple[int, Rule]], now: datetime, done: Applied | None = None
    ) -> Applied | None:
        """Do what the rules say to these articles; `done` is what this follows, and all of it is one operation.

        What is so already stays as it is: an article that was read keeps its time.
        """
        if not hits:
            return done
        at = micros(now)
        with self._library.transaction():
            self._library.run_each(
                "INSERT OR IGNORE INTO rule_hit (article_id, rule_id, hit_at) VALUES (?, ?, ?)",
                ((article_id, rule.id, at) for article_id, rule in hits),
            )
            changes = {
                name: self._marking(name, [number for number, rule in hits if rule.action == action], at)
                for action, name in _MARKS.items()
            }
            changes["tag"] = self._tagging(hits, at)
            counts = Counter(done.counts if done else {}) + Counter(
                {name: len(each) for name, each in changes.items()}
            )
            number = perform_all(
                self._library, at, _in_words(counts), changes, after=done.operation if done else None
            )
        return Applied(number, counts)

    def _marking(self, name: str, ids: Collection[int], at: int) -> list[RowChange]:
        if not ids:
            return []
        columns = mark_columns(name)
        whom = WITH_COPIES if name == "read" else ALONE
        found = self._library.rows(
            f"""
            SELECT article_id, {", ".join(columns)} FROM mark
            WHERE article_id IN ({whom}) AND {name}_at IS NULL AND removed_at IS NULL
            """,
            [id_list(ids)] * whom.count("?"),
        )
        return [RowChange((number,), tuple(before), (at,) * len(columns)) for number, *before in found]

    def _tagging(self, hits: Sequence[tuple[int, Rule]], at: int) -> list[RowChange]:
        wanted = {(number, fold(rule.tag)): rule.tag for number, rule in hits if rule.tag is not None}
        if not wanted:
            return []
        known = {
            (number, key): (name, present, changed)
            for number, key, name, present, changed in self._library.rows(
                """
                SELECT article_id, key, name, present, changed_at FROM tag
                WHERE article_id IN (SELECT value FROM json_each(?))
                """,
                (id_list(number for number, _ in wanted),),
            )
        }
        return [
            RowChange(key, old, (name, 1, at))
            for key, name in wanted.items()
            if not (old := known.get(key)) or not old[1]
        ]


@dataclass(frozen=True, slots=True)
class Applied:
    """What rules did so far as one operation: its number, and how many articles were muted, read and so on."""

    operation: int | None
    counts: Mapping[str, int]

    def __str__(self) -> str:
        return _in_words(self.counts)


_MARKS: dict[Action, str] = {"mute": "muted", "read": "read", "bookmark": "bookmarked"}
_WORDS = {"muted": "muted", "read": "marked read", "bookmarked": "bookmarked", "tag": "tagged"}


def _in_words(counts: Mapping[str, int]) -> str:
    parts = [f"{counts[name]:,} {words}" for name, words in _WORDS.items() if counts.get(name)]
    return f"by rules: {', '.join(parts)}" if parts else ""


def rows(library: Library, *, saved_id: int | None = None) -> list[tuple[int, Row]]:
    """The rules as undo keeps them, by number; those of one saved search where it is given."""
    found = library.rows(
        f"SELECT id, {_COLUMNS} FROM rule WHERE ? IS NULL OR saved_id = ? ORDER BY id", (saved_id, saved_id)
    )
    return [(row[0], tuple(row[1:])) for row in found]
