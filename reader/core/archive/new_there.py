"""Saved searches that notify and ask the shared archive, too: what came there since they last asked.

The queries stay at home: each is asked as any search, with the rights of its reader. What one finds is kept before anybody is
told, so that nothing is told twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.archive.protocol import Archived
from reader.core.archive import beside
from reader.core.events import NewMatches, Notice
from reader.core.saved_searches import TITLE_LENGTH, TITLES
from reader.errors import QueryError
from reader.query.parse import parse
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from reader.archive.protocol import Archive
    from reader.core.events import Listener
    from reader.core.session import Session
    from reader.query.tree import Node
    from reader.store.user_state.saved_searches import SavedSearch

DEADLINE_S = 60.0
"""Seconds that one look at what came may take."""

LOOKS = 100
"""Looks at what came, of one search in one refresh; the next one goes on from there."""


async def matches(
    session: Session, archive: Archive, address: str, listen: Listener
) -> AsyncIterator[NewMatches]:
    """Gives what each of the searches found anew that the library lacks, where that is something. A search that asks for the first
    time finds nothing: it hears of what comes from then on. Raises ArchiveError."""
    asking = [saved for saved in session.library.saved.all() if saved.archive and saved.notify]
    session.library.archive_searches.forget_others([saved.id for saved in asking])
    for saved in asking:
        try:
            tree = parse(saved.query, session.now()).tree
        except QueryError as error:
            hint = f"to correct the query: broadsheet saved change {saved.id} QUERY"
            listen(
                Notice(
                    f"{saved.name}: did not ask the archive, because its query is invalid: {error}; {hint}"
                )
            )
            continue
        if new := await _new(session, archive, address, saved, tree):
            yield NewMatches(
                saved=saved.id,
                name=f"{saved.name}, in the archive",
                query=saved.query,
                count=len(new),
                titles=tuple(line(one.title, TITLE_LENGTH) for one in new[:TITLES]),
            )


async def _new(
    session: Session, archive: Archive, address: str, saved: SavedSearch, tree: Node
) -> list[Archived]:
    asked, new = session.library.archive_searches, list[Archived]()
    for _ in range(LOOKS):
        since = asked.since(saved.id, address)
        came = await archive.arrived(tree, since, deadline=DEADLINE_S)
        own = beside.known(session, [one.url for one in came.articles if one.url])
        lacking = {one.place.uid: one for one in came.articles if one.url not in own}
        new += [lacking[uid] for uid in asked.found(saved.id, address, came.until, lacking)]
        if since is None or came.is_all:
            break
    return sorted(new, key=lambda one: one.place, reverse=True)
