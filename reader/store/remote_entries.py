"""Keeps what servers have of the articles: their ids of entries, the base of each mark, and which contents are unread.

What runs here belongs to a transaction of the caller's. None of it is an operation for undo: nobody here has done it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.frozen import dataclass
from reader.store.sql_values import by_key, id_list
from reader.store.user_state.tags import tag_changes, tag_name_or_none
from reader.store.user_state.undo import put
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from reader.store.database import Database


@dataclass(frozen=True, slots=True)
class EntryThere:
    """An entry as it is known here. `article_id` is None where only its text can tell which article it is (then `digest`
    is None, too), or where it is not kept. `read` and `starred` are the bases, None while unknown; `labels` are keys
    that the server had, `unsure` keys that it may have. What begins with `is_`, and `tags`, are the marks here."""

    remote_id: int
    feed_id: int
    article_id: int | None
    digest: bytes | None
    read: bool | None
    starred: bool | None
    is_gone: bool = False
    is_read: bool = False
    is_bookmarked: bool = False
    labels: frozenset[str] = frozenset()
    unsure: frozenset[str] = frozenset()
    tags: frozenset[str] = frozenset()


class NewEntry(NamedTuple):
    """An entry that was unknown here; `article_id` is None where only its text can tell which article it is."""

    remote_id: int
    feed_id: int
    article_id: int | None
    read: bool
    starred: bool
    labels: Mapping[str, str]


class SettledEntry(NamedTuple):
    """Marks that the server has, which become the bases, and those that the article has from now on: `is_read`,
    `is_bookmarked` and keys of `tags`. `labels` are names by their keys, None where the server did not say."""

    remote_id: int
    article_id: int | None
    read: bool
    starred: bool
    labels: Mapping[str, str] | None
    is_read: bool
    is_bookmarked: bool
    tags: frozenset[str]


class RemoteEntries:
    """Keeps what servers have of the articles. A label is known by the key of the tag that it is here."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, account_id: int, ids: Collection[int]) -> dict[int, EntryThere]:
        """Gives those of the entries that are known here, with the marks of their articles; three statements."""
        these = "e.account_id = ? AND e.remote_id IN (SELECT value FROM json_each(?))"
        values = (account_id, id_list(ids))
        rows = self._database.rows(
            f"""
            SELECT e.remote_id, e.feed_id, e.article_id, e.digest, e.read, e.starred, e.is_gone,
                m.read_at IS NOT NULL, m.bookmarked_at IS NOT NULL
            FROM remote_entry e LEFT JOIN mark m ON m.article_id = e.article_id WHERE {these}
            """,
            values,
        )
        labels = self._labels(f"FROM remote_label e WHERE {these}", values)
        tags = by_key(
            self._database.rows(
                f"""
                SELECT e.article_id, t.key FROM remote_entry e
                JOIN tag t ON t.article_id = e.article_id AND t.present WHERE {these}
                """,
                values,
            )
        )
        none = (frozenset[str](), frozenset[str]())
        return {
            number: EntryThere(
                number, feed_id, article_id, digest, _known(read), _known(starred), bool(is_gone), bool(is_read),
                bool(is_bookmarked), *labels.get(number, none), frozenset(tags.get(article_id, ())),
            )
            for number, feed_id, article_id, digest, read, starred, is_gone, is_read, is_bookmarked in rows
        }  # fmt: skip

    def bases(
        self, account_id: int
    ) -> dict[int, tuple[bool | None, bool | None, frozenset[str], frozenset[str], bool]]:
        """Gives for each entry that is known here the bases of read, starred and labels (sure and unsure ones), and
        whether the server no longer has it."""
        labels = self._labels("FROM remote_label e WHERE e.account_id = ?", (account_id,))
        none = (frozenset[str](), frozenset[str]())
        return {
            number: (_known(read), _known(starred), *labels.get(number, none), bool(is_gone))
            for number, read, starred, is_gone in self._database.rows(
                "SELECT remote_id, read, starred, is_gone FROM remote_entry WHERE account_id = ?",
                (account_id,),
            )
        }

    def _labels(
        self, source: str, values: tuple[int | str, ...]
    ) -> dict[int, tuple[frozenset[str], frozenset[str]]]:
        rows = self._database.rows(f"SELECT e.remote_id, e.key, e.present {source}", values)
        found = by_key((number, (key, present)) for number, key, present in rows)
        return {
            number: (
                frozenset(key for key, present in each if present),
                frozenset(key for key, present in each if present is None),
            )
            for number, each in found.items()
        }

    def add(self, account_id: int, entries: Sequence[NewEntry], at: int) -> None:
        """Takes entries in that are unknown here: their articles, where they have any, were made just now and get the
        marks that the server has."""
        articles = [entry for entry in entries if entry.article_id is not None]
        self._mark("read", [e.article_id for e in articles if e.article_id and e.read], at, on=True)
        self._mark("bookmarked", [e.article_id for e in articles if e.article_id and e.starred], at, on=True)
        self._tag(
            {(e.article_id, key): name for e in articles if e.article_id for key, name in e.labels.items()},
            at,
        )
        self._database.insert_each(
            "INSERT INTO remote_entry (account_id, remote_id, feed_id, article_id, read, starred)",
            ((account_id, e.remote_id, e.feed_id, e.article_id, e.read, e.starred) for e in entries),
        )
        self._label(account_id, {e.remote_id: e.labels for e in entries if e.labels})

    def settle(self, account_id: int, entries: Sequence[SettledEntry], at: int) -> None:
        """Sets the marks of articles, and records what the server has as their bases."""
        for name, on, ids in (
            ("read", True, [e.article_id for e in entries if e.article_id is not None and e.is_read]),
            ("read", False, [e.article_id for e in entries if e.article_id is not None and not e.is_read]),
            ("bookmarked", True, [e.article_id for e in entries if e.article_id is not None and e.is_bookmarked]),
            ("bookmarked", False, [e.article_id for e in entries if e.article_id is not None and not e.is_bookmarked]),
        ):  # fmt: skip
            self._mark(name, ids, at, on=on)
        labelled = [entry for entry in entries if entry.labels is not None]
        self._tag(_tags_wanted(self._database, labelled), at)
        self._database.run_each(
            "UPDATE remote_entry SET read = ?, starred = ?, is_gone = 0 WHERE account_id = ? AND remote_id = ?",
            [(e.read, e.starred, account_id, e.remote_id) for e in entries],
        )
        if labelled:
            self._database.run(
                "DELETE FROM remote_label WHERE account_id = ? AND remote_id IN (SELECT value FROM json_each(?))",
                (account_id, id_list(e.remote_id for e in labelled)),
            )
            self._label(account_id, {e.remote_id: e.labels or {} for e in labelled})

    def found(self, account_id: int, remote_id: int, article_id: int) -> EntryThere:
        """Records which article an entry is that only its text could tell; returns what is known of it then."""
        self._database.run(
            "UPDATE remote_entry SET article_id = ? WHERE account_id = ? AND remote_id = ?",
            (article_id, account_id, remote_id),
        )
        return self.known(account_id, [remote_id])[remote_id]

    def edited(self, account_id: int, ids: Collection[int]) -> None:
        """Notes that the contents of these entries are to be read again."""
        self._database.run(
            """
            UPDATE remote_entry SET digest = NULL
            WHERE account_id = ? AND remote_id IN (SELECT value FROM json_each(?))
            """,
            (account_id, id_list(ids)),
        )

    def was_read(self, account_id: int, digests: Iterable[tuple[int, bytes]]) -> None:
        """Notes that the contents of entries were read, each with the digest by which they are known again."""
        self._database.run_each(
            "UPDATE remote_entry SET digest = ? WHERE account_id = ? AND remote_id = ?",
            [(digest, account_id, number) for number, digest in digests],
        )

    def gone(self, account_id: int, ids: Collection[int]) -> None:
        """Notes that the server no longer has these entries. Their articles and marks stay as they are."""
        self._database.run(
            """
            UPDATE remote_entry SET is_gone = 1, digest = coalesce(digest, x'')
            WHERE account_id = ? AND remote_id IN (SELECT value FROM json_each(?))
            """,
            (account_id, id_list(ids)),
        )

    def unread_contents(self, account_id: int, below: int | None, most: int) -> list[EntryThere]:
        """Gives entries whose contents are still to be read, the newest of those below that id first."""
        ids = self._database.column(
            """
            SELECT remote_id FROM remote_entry WHERE account_id = ? AND digest IS NULL AND remote_id < ?
            ORDER BY remote_id DESC LIMIT ?
            """,
            (account_id, 2**63 - 1 if below is None else below, most),
        )
        known = self.known(account_id, ids)
        return [known[number] for number in ids]

    def articles_in(self, account_id: int, feed_id: int) -> list[int]:
        """Gives the articles of the feed that are entries of the account."""
        return self._database.column(
            """
            SELECT article_id FROM remote_entry
            WHERE feed_id = ? AND account_id = ? AND article_id IS NOT NULL
            """,
            (feed_id, account_id),
        )

    def _mark(self, name: str, ids: Sequence[int | None], at: int, *, on: bool) -> None:
        if ids:
            self._database.run(
                f"""
                UPDATE mark SET {name}_at = ?, {name}_changed = ?
                WHERE article_id IN (SELECT value FROM json_each(?)) AND ({name}_at IS NULL) = ?
                """,
                (at if on else None, at, id_list(number for number in ids if number is not None), on),
            )

    def _tag(self, wanted: Mapping[tuple[int, str], str | None], at: int) -> None:
        if wanted:
            groups = by_key((change.after, change.key) for change in tag_changes(self._database, wanted, at))
            for after, keys in groups.items():
                put(self._database, "tag", keys, after)

    def _label(self, account_id: int, labels: Mapping[int, Mapping[str, str]]) -> None:
        self._database.run_each(
            """
            INSERT INTO remote_label (account_id, remote_id, key, name, present) VALUES (?, ?, ?, ?, 1)
            ON CONFLICT (account_id, remote_id, key) DO UPDATE SET name = excluded.name, present = 1
            """,
            [
                (account_id, number, key, name)
                for number, each in labels.items()
                for key, name in each.items()
            ],
        )


def _tags_wanted(database: Database, entries: Sequence[SettledEntry]) -> dict[tuple[int, str], str | None]:
    """Gives the tags that articles get, by name, or lose (None)."""
    here = by_key(
        database.rows(
            "SELECT article_id, key FROM tag WHERE present AND article_id IN (SELECT value FROM json_each(?))",
            (id_list(e.article_id for e in entries if e.article_id is not None),),
        )
    )
    wanted: dict[tuple[int, str], str | None] = {}
    for entry in entries:
        if entry.article_id is None:
            continue
        names, there = entry.labels or {}, set(here.get(entry.article_id, ()))
        for key in entry.tags - there:
            wanted[entry.article_id, key] = tag_name_or_none(names.get(key, key))
        for key in there - entry.tags:
            wanted[entry.article_id, key] = None
    return wanted


def label_names(labels: Collection[str] | None) -> dict[str, str]:
    """Gives labels by the keys of the tags that they are; those of which no tag can be made are left out."""
    named = ((name, tag_name_or_none(name)) for name in sorted(labels or ()))
    return {fold(tag): name for name, tag in named if tag}


def label_key(name: str) -> str:
    """Gives the key of the tag that a label is; "" where it can be none."""
    return fold(tag_name_or_none(name) or "")


def _known(base: int | None) -> bool | None:
    return None if base is None else bool(base)
