"""How does an older library, or an empty file, come to this program's version?"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from reader.store import backups, library_file
from reader.store.schema import APPLICATION_ID, MIGRATIONS

if TYPE_CHECKING:
    from reader.store.database import Library


def migrate(library: Library) -> None:
    """Run the migrations that the library lacks, each in one transaction; a kill between two leaves a whole version.

    A library that holds something is backed up first.
    """
    if library.version() > 0:
        backups.make(library, datetime.now(UTC))
    while _step(library):
        pass
    # So that the version stands in the file itself, where `files.examine` reads it.
    library.rows("PRAGMA wal_checkpoint(TRUNCATE)")


def _step(library: Library) -> bool:
    with library.transaction():
        # Asked within: another process may have done it while this one waited.
        version = library.version()
        library_file.refuse_newer(library.path, version)
        if version == len(MIGRATIONS):
            return False
        for statement in MIGRATIONS[version]:
            library.run(statement)
        library.run(f"PRAGMA application_id = {APPLICATION_ID}")
        library.run(f"PRAGMA user_version = {version + 1}")
    return True
