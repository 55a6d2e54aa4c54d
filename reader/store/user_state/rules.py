"""Keeps the reader's rules, and applies them to articles."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Literal, get_args

from reader.errors import NothingFound, UsageError
from reader.frozen import dataclass
from reader.store.sql_values import id_list, micros
from reader.store.user_state.marks import mark_changes
from reader.store.user_state.tags import tag_changes, tag_name
from reader.store.user_state.undo import RowChange, perform, perform_all
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from reader.store.database import Database, Row

Action = Literal["mute", "read", "bookmark", "tag"]
ACTIONS: tuple[Action, ...] = get_args(Action)

_COLUMNS = "saved_id, query, action, tag, enabled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """An action on each new article that a query finds. `saved` names the saved search whose query it goes by;
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
        """Gives the action as a person writes it: `mute`, `read`, `bookmark`, `tag:russia`."""
        return f"tag:{self.tag}" if self.action == "tag" else self.action


class Rules:
    """The reader's rules. Each change is one operation for undo."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Rule]:
        """Gives all rules, the oldest first."""
        found = self._database.named_rows(
            """
            SELECT r.id, coalesce(s.query, r.query) AS query, r.action, r.tag, s.name AS saved, r.enabled,
                (SELECT count(*) FROM rule_hit h WHERE h.rule_id = r.id) AS hits
            FROM rule r LEFT JOIN saved_search s ON s.id = r.saved_id ORDER BY r.id
            """
        )
        return [Rule(**{**row, "enabled": bool(row["enabled"])}) for row in found]

    def get(self, number: int) -> Rule:
        """Gives the rule with this number. Raises NothingFound."""
        found = next((rule for rule in self.all() if rule.id == number), None)
        if found is None:
            raise NothingFound(
                "no rule has this number", subject=str(number), hint="to list all rules: broadsheet rules"
            )
        return found

    def add(
        self, action: Action, now: datetime, *, query: str | None = None, saved_id: int | None = None, tag: str = ""
    ) -> Rule:  # fmt: skip
        """Makes a rule of a query, or of the query that a saved search has at any time.

        Raises UsageError where there is such a rule already, or for a tag of which nothing is left.
        """
        name = tag_name(tag) if action == "tag" else None
        with self._database.transaction():
            row = (saved_id, query, action, name)
            for number, before in rows(self._database, saved_id=saved_id):
                if (*before[:3], fold(before[3] or "")) == (*row[:3], fold(name or "")):
                    raise UsageError("this rule already exists", subject=f"rule {number}")
            number = self._database.value(
                "SELECT coalesce((SELECT seq FROM sqlite_sequence WHERE name = 'rule'), 0) + 1"
            )
            change = RowChange((number,), None, (*row, 1))
            perform(self._database, micros(now), f"added rule {number}", "rule", [change])
        return self.get(number)

    def switch(self, number: int, now: datetime, *, on: bool) -> Rule:
        """Lets the rule act, or rest. Raises NothingFound."""
        with self._database.transaction():
            if self.get(number).enabled != on:
                before = self._row(number)
                change = RowChange((number,), before, (*before[:4], int(on)))
                words = f"turned rule {number} {'on' if on else 'off'}"
                perform(self._database, micros(now), words, "rule", [change])
        return self.get(number)

    def remove(self, number: int, now: datetime) -> None:
        """Takes the rule away; what it did stays. Raises NothingFound."""
        with self._database.transaction():
            self.get(number)
            change = RowChange((number,), self._row(number), None)
            perform(self._database, micros(now), f"removed rule {number}", "rule", [change])

    def _row(self, number: int) -> Row:
        return next(row for id_, row in rows(self._database) if id_ == number)

    def tried(self, ids: Collection[int]) -> set[tuple[int, int]]:
        """Gives the pairs of article and rule, of these articles, where the rule was applied already."""
        return set(
            self._database.rows(
                "SELECT article_id, rule_id FROM rule_hit WHERE article_id IN (SELECT value FROM json_each(?))",
                (id_list(ids),),
            )
        )

    def met(self, article_id: int) -> list[Rule]:
        """Gives the rules that were applied to an article, as they are now; one that was removed is not among them."""
        tried = {number for _, number in self.tried([article_id])}
        return [rule for rule in self.all() if rule.id in tried]

    def apply(
        self, hits: Sequence[tuple[int, Rule]], now: datetime, done: Applied | None = None
    ) -> Applied | None:
        """Does what the rules say to these articles; `done` is what this follows, and all of it is one operation.

        What is so already stays as it is: an article that was read keeps its time.
        """
        if not hits:
            return done
        at = micros(now)
        with self._database.transaction():
            self._database.run_each(
                "INSERT OR IGNORE INTO rule_hit (article_id, rule_id, hit_at) VALUES (?, ?, ?)",
                ((article_id, rule.id, at) for article_id, rule in hits),
            )
            changes = {
                name: mark_changes(
                    self._database, name, [number for number, rule in hits if rule.action == action], at
                )
                for action, name in _MARKS.items()
            }
            tags = {(number, fold(rule.tag)): rule.tag for number, rule in hits if rule.tag is not None}
            changes["tag"] = tag_changes(self._database, tags, at)
            counts = Counter(done.counts if done else {}) + Counter(
                {name: len(each) for name, each in changes.items()}
            )
            number = perform_all(
                self._database,
                at,
                f"applied rules ({_in_words(counts)})",
                changes,
                after=done.operation if done else None,
            )
        return Applied(number, counts)


@dataclass(frozen=True, slots=True)
class Applied:
    """One operation of rules so far: its number, and how many articles were muted, read and so on."""

    operation: int | None
    counts: Mapping[str, int]

    def __str__(self) -> str:
        said = _in_words(self.counts)
        return f"Rules: {said}" if said else ""


_MARKS: dict[Action, str] = {"mute": "muted", "read": "read", "bookmark": "bookmarked"}
_WORDS = {"muted": "muted", "read": "marked read", "bookmarked": "bookmarked", "tag": "tagged"}


def _in_words(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{counts[name]:,} {words}" for name, words in _WORDS.items() if counts.get(name))


def rows(database: Database, *, saved_id: int | None = None) -> list[tuple[int, Row]]:
    """Gives the rules as undo keeps them, by number; those of one saved search where it is given."""
    found = database.rows(
        f"SELECT id, {_COLUMNS} FROM rule WHERE ? IS NULL OR saved_id = ? ORDER BY id", (saved_id, saved_id)
    )
    return [(number, tuple(row)) for number, *row in found]
