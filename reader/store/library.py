"""Opens a library, brings it up to this program's version, and composes its tables."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from functools import cached_property
from typing import TYPE_CHECKING, Self

from reader.errors import LibraryError
from reader.store import backups, library_file, migrations, schema
from reader.store.database import BUSY_SECONDS, Database

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from contextlib import AbstractContextManager
    from pathlib import Path

    from reader.store.accounts import Accounts
    from reader.store.articles.articles import Articles
    from reader.store.articles.boilerplate import Boilerplate
    from reader.store.articles.new_entries import Arrivals
    from reader.store.articles.page_queue import PageQueue
    from reader.store.change_log import Changes
    from reader.store.clusters import Groups
    from reader.store.feeds import Feeds
    from reader.store.integrity import Sound
    from reader.store.remote_entries import RemoteEntries
    from reader.store.remote_feeds import RemoteFeeds
    from reader.store.retention import Retention
    from reader.store.search.lists import Queries
    from reader.store.search.masks import Masks
    from reader.store.stories import Stories
    from reader.store.upkeep import Upkeep
    from reader.store.user_state.archive_outbox import ArchiveOutbox
    from reader.store.user_state.archive_searches import ArchiveSearches
    from reader.store.user_state.exports import Exports
    from reader.store.user_state.journal import Journal
    from reader.store.user_state.marks import Marks
    from reader.store.user_state.notes import NotesAndHighlights
    from reader.store.user_state.outbox import Outbox
    from reader.store.user_state.outputs import KeptOutputs
    from reader.store.user_state.rules import Rules
    from reader.store.user_state.saved_searches import SavedSearches
    from reader.store.user_state.tags import Tags
    from reader.store.user_state.undo import Undo

_OLDEST_SQLITE = (3, 37)
"""The first with STRICT tables."""

FORMER_IDS = "former_ids"
"""The key of `meta` under which a restored library keeps them, one a line."""


class Library:
    """The library in one file: its database and what stands in it. It belongs to the thread that opened it; every error
    is a LibraryError.

    `refusal` is the error that every change meets, None where the library can be changed.
    """

    def __init__(self, database: Database) -> None:
        self.database = database
        self.path = database.path
        self.refusal = database.refusal

    @classmethod
    def open(
        cls,
        path: Path,
        *,
        create: bool = True,
        busy: float = BUSY_SECONDS,
        converting: Callable[[int, int], None] = lambda done, total: None,
    ) -> Self:
        """Opens the library at `path`, brought up to this program's version, a backup made first.

        It is made where there is none and `create` is set. `busy` is in seconds. `converting` is told how many of how
        many steps of that are done, where a library that holds something has any.
        Raises LibraryTooNew, LibraryDamaged, LibraryLocked, or LibraryError; the file is then as it was.
        """
        if sqlite3.sqlite_version_info < _OLDEST_SQLITE:
            raise LibraryError(
                f"SQLite {sqlite3.sqlite_version} is too old: broadsheet needs 3.37 or newer",
                hint="use a Python built with a newer SQLite",
            )
        path = path.absolute()
        if library_file.is_there(path):
            library_file.examine(path)
            backups.refuse_emptied(path)
        elif create:
            library_file.make(path)
            library_file.examine(path)
        else:
            raise LibraryError(
                "there is no library here", subject=str(path), hint="to create one: broadsheet add ADDRESS"
            )
        database = Database(path, busy=busy)
        try:
            _migrate(database, converting)
            database.choose_journal()
        except BaseException:
            database.close()
            raise
        return cls(database)

    @classmethod
    def peek(cls, path: Path) -> Self | None:
        """Opens the library to read a little of it at once: it waits for nobody and changes nothing.

        None where there is no library, or one of another version. Raises LibraryError.
        """
        path = path.absolute()
        if not path.is_file():
            return None
        library_file.examine(path)
        database = Database(path, busy=0, untouched=True, reads_only=True)
        try:
            is_ours = database.version() == len(migrations.MIGRATIONS)
        except BaseException:
            database.close()
            raise
        if not is_ours:
            database.close()
            return None
        return cls(database)

    def others_changes(self) -> int:
        """Gives a number that is another one once another connection has changed the library."""
        return self.database.changes()[0]

    def close(self) -> None:
        """Closes the file; what was committed is in it."""
        self.database.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Makes all changes within as a whole or not at all. A transaction within another is a part of it."""
        return self.database.transaction()

    def in_haste(self) -> AbstractContextManager[None]:
        """Lets commits within not wait for the disk: a power cut, never a kill, may take back the last of them."""
        return self.database.in_haste()

    def refuse_moved(self) -> None:
        """Raises LibraryError where the file at the path is not the one that was opened. Any thread may ask."""
        self.database.refuse_moved()

    @cached_property
    def id(self) -> str:
        """The random text that was made with the library."""
        return str(self.database.value("SELECT value FROM meta WHERE key = 'id'"))

    def former_ids(self) -> list[str]:
        """Gives the ids of the libraries that a restore has put this one in the place of."""
        return (self.database.value("SELECT value FROM meta WHERE key = ?", (FORMER_IDS,)) or "").split()

    def forget_former_ids(self) -> None:
        """Forgets them: nothing is left of what went by them."""
        with self.transaction():
            self.database.run("DELETE FROM meta WHERE key = ?", (FORMER_IDS,))

    # Each part is imported at its first use: a start that only lists must not pay for saving.

    @cached_property
    def articles(self) -> Articles:
        """Articles: saved, looked up, with their texts."""
        from reader.store.articles.articles import Articles

        return Articles(self.database)

    @cached_property
    def arrivals(self) -> Arrivals:
        """Entries of feeds on their way in."""
        from reader.store.articles.new_entries import Arrivals

        return Arrivals(self.database, self.articles)

    @cached_property
    def feeds(self) -> Feeds:
        """Subscriptions and what their refreshes gave."""
        from reader.store.feeds import Feeds

        return Feeds(self.database)

    @cached_property
    def accounts(self) -> Accounts:
        """Accounts at servers that keep feeds."""
        from reader.store.accounts import Accounts

        return Accounts(self.database)

    @cached_property
    def remote_feeds(self) -> RemoteFeeds:
        """Feeds that servers fetch."""
        from reader.store.remote_feeds import RemoteFeeds

        return RemoteFeeds(self.database)

    @cached_property
    def remote_entries(self) -> RemoteEntries:
        """The state of articles on servers."""
        from reader.store.remote_entries import RemoteEntries

        return RemoteEntries(self.database)

    @cached_property
    def outbox(self) -> Outbox:
        """Marks that servers have yet to hear of."""
        from reader.store.user_state.outbox import Outbox

        return Outbox(self.database)

    @cached_property
    def archive_outbox(self) -> ArchiveOutbox:
        """The outbox of a shared archive."""
        from reader.store.user_state.archive_outbox import ArchiveOutbox

        return ArchiveOutbox(self.database)

    @cached_property
    def archive_searches(self) -> ArchiveSearches:
        """The finds of saved searches in a shared archive."""
        from reader.store.user_state.archive_searches import ArchiveSearches

        return ArchiveSearches(self.database)

    @cached_property
    def jobs(self) -> PageQueue:
        """Pages that are to be fetched."""
        from reader.store.articles.page_queue import PageQueue

        return PageQueue(self.database)

    @cached_property
    def marks(self) -> Marks:
        """Read, bookmarked, removed."""
        from reader.store.user_state.marks import Marks

        return Marks(self.database)

    @cached_property
    def tags(self) -> Tags:
        """The reader's own tags of articles."""
        from reader.store.user_state.tags import Tags

        return Tags(self.database)

    @cached_property
    def own_words(self) -> NotesAndHighlights:
        """Notes and highlights."""
        from reader.store.user_state.notes import NotesAndHighlights

        return NotesAndHighlights(self.database)

    @cached_property
    def journal(self) -> Journal:
        """The reader's changes to articles, by time."""
        from reader.store.user_state.journal import Journal

        return Journal(self.database)

    @cached_property
    def outputs(self) -> KeptOutputs:
        """The kept outputs of the reader's own commands."""
        from reader.store.user_state.outputs import KeptOutputs

        return KeptOutputs(self.database)

    @cached_property
    def changes(self) -> Changes:
        """Articles that the index has yet to read again."""
        from reader.store.change_log import Changes

        return Changes(self.database)

    @cached_property
    def boilerplate(self) -> Boilerplate:
        """Lines that articles of one source share."""
        from reader.store.articles.boilerplate import Boilerplate

        return Boilerplate(self.database)

    @cached_property
    def groups(self) -> Groups:
        """Copies and stories, as new articles find them."""
        from reader.store.clusters import Groups

        return Groups(self.database)

    @cached_property
    def stories(self) -> Stories:
        """Stories and their reports."""
        from reader.store.stories import Stories

        return Stories(self.database)

    @cached_property
    def undo(self) -> Undo:
        """The reader's operations, to be undone and redone."""
        from reader.store.user_state.undo import Undo

        return Undo(self.database)

    @cached_property
    def queries(self) -> Queries:
        """Articles by query."""
        from reader.store.search.lists import Queries

        return Queries(self.database)

    @cached_property
    def masks(self) -> Masks:
        """Articles by a query that has words."""
        from reader.store.search.masks import Masks

        return Masks(self.database)

    @cached_property
    def saved(self) -> SavedSearches:
        """Saved searches."""
        from reader.store.user_state.saved_searches import SavedSearches

        return SavedSearches(self.database)

    @cached_property
    def rules(self) -> Rules:
        """Rules for new articles."""
        from reader.store.user_state.rules import Rules

        return Rules(self.database)

    @cached_property
    def exports(self) -> Exports:
        """The files last written of each article, by folder."""
        from reader.store.user_state.exports import Exports

        return Exports(self.database)

    @cached_property
    def retention(self) -> Retention:
        """Articles beyond the reader's limits."""
        from reader.store.retention import Retention

        return Retention(self.database)

    @cached_property
    def upkeep(self) -> Upkeep:
        """Work that keeps the library small."""
        from reader.store.upkeep import Upkeep

        return Upkeep(self.database)

    @cached_property
    def sound(self) -> Sound:
        """The check of the library, and its backups."""
        from reader.store.integrity import Sound

        return Sound(self.database)


def _migrate(database: Database, converting: Callable[[int, int], None]) -> None:
    """Runs the migrations that the library lacks, each in one transaction; a kill between two leaves a whole version.

    A library that holds something is backed up first, and its steps are reported, the backup first.
    """
    version = database.version()
    library_file.refuse_newer(database.path, version)
    if version == len(migrations.MIGRATIONS):
        return
    if database.refusal:
        raise database.refusal.with_traceback(None)
    steps = 1 + sum(map(len, migrations.MIGRATIONS[version:]))
    if version:
        converting(0, steps)
        backups.make(database, datetime.now(UTC))
        converting(1, steps)
    else:
        # Said before the first table is made: pages that hold nothing then go back to the disk a few at a time.
        database.run("PRAGMA auto_vacuum = INCREMENTAL")
    for done, _ in enumerate(_migrated(database), 2):
        if version:
            converting(done, steps)
    # So that the version stands in the file itself, where `library_file.examine` reads it.
    database.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def _migrated(database: Database) -> Iterator[None]:
    """Runs what the library lacks; yields after each statement."""
    while True:
        with database.transaction():
            # Asked within: another process may have done it while this one waited.
            version = database.version()
            library_file.refuse_newer(database.path, version)
            if version == len(migrations.MIGRATIONS):
                return
            for statement in migrations.MIGRATIONS[version]:
                database.run(statement)
                yield
            database.run(f"PRAGMA application_id = {schema.APPLICATION_ID}")
            database.run(f"PRAGMA user_version = {version + 1}")
