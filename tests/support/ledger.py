"""What a library must hold: the reader's doings as a ledger, the same read from the file, and what differs.

All is told as keys that are there or not, so that two states can be compared key by key. Articles go by the one word that
only they hold, everything else by what stands in it.
"""

from __future__ import annotations

import re
import shutil
import sqlite3
from contextlib import closing
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

Key = tuple[str, ...]
State = dict[Key, str]
"""Key → value; what is not there has no key."""

Change = dict[Key, str | None]
"""Key → its new value; None takes it away."""

Values = dict[Key, tuple[str | None, str | None]]
"""Key → its values before and after a change."""

BEFORE, AFTER = 0, 1
"""The places of these values."""

WORD = re.compile(r"lamp\d{6}x")

_STATES = {
    "read": "read_at IS NOT NULL",
    "bookmark": "bookmarked_at IS NOT NULL",
    "mute": "muted_at IS NOT NULL",
    "removed": "removed_at IS NOT NULL",
    "text": "words > 0 AND EXISTS (SELECT 1 FROM text t WHERE t.article_id = a.id AND length(t.body) > 0)",
}


class Unsound(Exception):
    """The file is not what SQLite calls sound, or it is not there."""


@dataclass(frozen=True)
class Copy:
    """A library's file and its log, copied as they lay there: looking at them mends nothing."""

    place: Path

    @classmethod
    def of(cls, library: Path, place: Path) -> Copy:
        if not library.exists():
            raise Unsound(f"there is no library: {library.name}")
        for ending in ("", "-wal"):
            target = place.with_name(place.name + ending)
            target.unlink(missing_ok=True)
            if (source := library.with_name(library.name + ending)).exists():
                shutil.copyfile(source, target)
        return cls(place)

    def state(self) -> State:
        """All that is in it. Raises Unsound."""
        try:
            with closing(sqlite3.connect(self.place, isolation_level=None)) as database:
                found = [row[0] for row in database.execute("PRAGMA integrity_check(3)")]
                found += [str(row) for row in database.execute("PRAGMA foreign_key_check")]
                if found != ["ok"]:
                    raise Unsound(f"not sound: {found}")
                return dict(_all(database))
        except sqlite3.Error as error:
            raise Unsound(f"cannot be read: {error}") from error


def _all(database: sqlite3.Connection) -> Iterator[tuple[Key, str]]:
    columns = ", ".join(_STATES.values())
    words: dict[int, str] = {}
    for number, title, position, *states in database.execute(
        f"SELECT a.id, a.title, m.position, {columns} FROM article a LEFT JOIN mark m ON m.article_id = a.id"
    ):
        found = WORD.search(title)
        words[number] = word = found[0] if found else title
        yield ("article", word), str(number)
        yield from ((("place", word), str(position)) for _ in range(position is not None))
        yield from ((((name, word), "") for name, is_so in zip(_STATES, states, strict=True) if is_so))
    for number, key in database.execute("SELECT article_id, key FROM tag WHERE present"):
        yield ("tag", words[number], key), ""
    for number, text in database.execute("SELECT article_id, text FROM note"):
        yield ("note", words[number], text), ""
    for number, quote in database.execute("SELECT article_id, quote FROM highlight"):
        yield ("highlight", words[number], quote), ""
    for number, key, text in database.execute("SELECT article_id, key, markdown FROM output"):
        yield ("output", words[number], key), text
    for number, path, text in database.execute("SELECT article_id, path, text FROM export"):
        yield ("export", words[number], path), text
    for name, query in database.execute("SELECT name, query FROM saved_search"):
        yield ("saved", name), query
    feeds = {}
    for number, url, title, is_there in database.execute(
        "SELECT id, url, own_title, removed_at IS NULL FROM feed"
    ):
        feeds[number] = path = urlsplit(url).path
        yield from ((("feed", path), "") for _ in range(is_there))
        yield from ((("feed title", path), title) for _ in range(title is not None))
    for number, tag in database.execute("SELECT feed_id, tag FROM feed_tag"):
        yield ("feed tag", feeds[number], tag), ""
    for number, name, value in database.execute("SELECT feed_id, key, value FROM feed_setting"):
        yield ("feed setting", feeds[number], name), value


LOOSE = frozenset({"export"})
"""What a command may have done in part, or need not have done, and is looked at by itself."""


def differences(found: Mapping[Key, str], expected: Mapping[Key, str]) -> list[str]:
    """What is there and should not be, and the other way round; numbers of articles may be any."""
    return [
        f"{' '.join(key)}: is {found.get(key)!r}, and should be {expected.get(key)!r}"
        for key in sorted(found.keys() | expected.keys())
        if key[0] not in LOOSE and not _is_same(key, found.get(key), expected.get(key))
    ]


def _is_same(key: Key, one: str | None, other: str | None) -> bool:
    return (one is None) == (other is None) if key[0] == "article" else one == other


def is_between(found: Mapping[Key, str], before: Mapping[Key, str], after: Mapping[Key, str]) -> list[str]:
    """What is neither as it was before nor as it was to be after."""
    told = []
    for key in sorted(found.keys() | before.keys() | after.keys()):
        value, old, new = found.get(key), before.get(key), after.get(key)
        if key[0] not in LOOSE and not (_is_same(key, value, old) or _is_same(key, value, new)):
            told.append(f"{' '.join(key)}: is {value!r}, and should be {old!r} or {new!r}")
    return told


@dataclass
class Ledger:
    """What must be in the library, and what can be undone and redone: the changed keys with their values before."""

    state: State = field(default_factory=dict)
    undone: list[Values] = field(default_factory=list)
    done: list[Values] = field(default_factory=list)

    def copy(self) -> Ledger:
        return Ledger(dict(self.state), [*self.undone], [*self.done])

    def then(self, change: Change, *, undoable: bool, takes_back: Values | None = None) -> Ledger:
        """The ledger after a change. `takes_back`: what undo does instead of giving the keys their values from before."""
        new = self.copy()
        pairs = {key: (self.state.get(key), value) for key, value in change.items()}
        pairs = {key: pair for key, pair in pairs.items() if pair[0] != pair[1]}
        _put(new.state, {key: value for key, (_, value) in pairs.items()})
        if undoable and pairs:
            new.note(pairs)
        if takes_back:
            new.note(takes_back)
        return new

    def note(self, pairs: Values) -> None:
        """A change can be undone from here on, and nothing redone."""
        self.done.append(pairs)
        self.undone.clear()

    def after_undo(self, count: int) -> Ledger:
        new = self.copy()
        new._take_back(count, new.done, new.undone, BEFORE)
        return new

    def after_redo(self, count: int) -> Ledger:
        new = self.copy()
        new._take_back(count, new.undone, new.done, AFTER)
        return new

    def _take_back(self, count: int, source: list[Values], target: list[Values], which: int) -> None:
        """Moves the last `count` changes from one list to the other, and puts the values that their keys then have."""
        for _ in range(min(count, len(source))):
            pairs = source.pop()
            _put(self.state, {key: values[which] for key, values in pairs.items()})
            target.append(pairs)

    def names(self, kind: str, *, without: Iterable[str] = ()) -> list[str]:
        """The second parts of the keys of a kind, sorted, those left out that have a key of another kind."""
        found = {key[1] for key in self.state if key[0] == kind}
        return sorted(found - {key[1] for key in self.state if key[0] in set(without)})

    def keys(self, kind: str) -> list[Key]:
        return sorted(key for key in self.state if key[0] == kind)


def _put(state: State, change: Change) -> None:
    for key, value in change.items():
        if value is None:
            state.pop(key, None)
        else:
            state[key] = value
