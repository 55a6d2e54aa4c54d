"""Articles between the shared archive and the own library: found, copied from the one to the other, and imported."""

from __future__ import annotations

from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.core import indexing, search
from reader.core.archive import access, outgoing
from reader.core.events import Listener, Notice, Progress, silent
from reader.core.imports import batches
from reader.core.imports.stream import stream
from reader.core.sandbox.pool import SandboxPool
from reader.errors import ArchiveError, NothingFound, ParseError
from reader.importers import registry
from reader.importers.file_kind import FileHead
from reader.importers.items import FeedList, ImportedArticle, LeftOut
from reader.model import SNIPPET_LENGTH, Content, Draft, Snippet, text_fields
from reader.query.parse import parse
from reader.text.urls import is_http, masked, without_credentials

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from pathlib import Path

    from reader.archive.protocol import Archive, Hit, Page, Place, Put
    from reader.core.session import Session
    from reader.query.tree import Node
    from reader.store.articles.save_article import SaveResult
    from reader.store.user_state.archive_outbox import Kind

DEADLINE_S = 5.0
"""Seconds that a search may take."""


@dataclass(frozen=True, slots=True)
class FoundInArchive:
    """An article that a search of the archive found, with the piece of its text where the words stand."""

    hit: Hit
    snippet: Snippet


@dataclass(frozen=True, slots=True)
class ArchiveResults:
    """The results of a search of the archive."""

    page: Page
    rows: tuple[FoundInArchive, ...]


def find(config: Path, source: str, now: datetime, *, limit: int) -> ArchiveResults:
    """Articles of the archive that match, best first unless the query names another order. Raises `QueryError` and
    `ArchiveError`."""
    query = parse(source, now)

    async def found(archive: Archive) -> ArchiveResults:
        page = await archive.search(
            query.tree,
            order=query.sort or "relevance",
            limit=limit,
            deadline=DEADLINE_S,
            now=now,
        )
        drafts = await archive.texts([hit.article.place for hit in page.hits], deadline=DEADLINE_S)
        snippets = (snippet(draft, query.tree) for draft in drafts)
        return ArchiveResults(page, tuple(map(FoundInArchive, page.hits, snippets)))

    return access.run(access.place(config), found)


def snippet(draft: Draft, tree: Node) -> Snippet:
    """The piece of an article's text where the words of a query stand."""
    from reader.index import snippets
    from reader.markdown.dialect import readable
    from reader.text.language import language_of

    body = readable(Content(**text_fields(draft)))
    return snippets.snippet(body, tree, language_of(draft.title, body, draft.lang), length=SNIPPET_LENGTH)


@dataclass(frozen=True, slots=True)
class ArchiveImport:
    """What became of a file: what was filed, and what was left, each with the reason."""

    put: Put
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class FeedsAdded:
    """What became of a list of feeds: how many it has, how many are new, and what was left, each with the reason."""

    feeds: int
    new: int
    left: tuple[str, ...]


def import_file(
    config: Path, path: Path, now: datetime, listen: Listener = silent
) -> ArchiveImport | FeedsAdded:
    """Files the articles of another program's file in the archive, or adds the feeds of a list for its workers; nothing
    goes into the library. Raises `FileError` and `ParseError`."""

    async def imported(archive: Archive) -> ArchiveImport | FeedsAdded:
        from reader.archive.protocol import Put

        done, count = Put(), 0
        left: list[str] = []
        with stream(path) as file:
            importer = registry.detected(FileHead(file.head, path.name))
            found = importer.read(file) if importer else None
            if isinstance(found, FeedList):
                return await _subscribe(archive, found)
            if found is None or isinstance(found, AbstractContextManager):
                hint = "for a folder or a database: broadsheet import FILE, then broadsheet archive push"
                raise ParseError(
                    "no file of articles or feeds in a known format", subject=str(path), hint=hint
                )
            async with SandboxPool() as children:
                for batch in batches.in_batches(found):
                    articles = [item for item in batch if isinstance(item, ImportedArticle)]
                    drafts = await batches.drafts_of(children, articles)
                    done += await archive.put([_public(draft) for draft in drafts], now)
                    left += [
                        str(one)
                        for item in batch
                        for one in ((item,) if isinstance(item, LeftOut) else item.left)
                    ]
                    count += len(batch)
                    listen(Progress("importing", count))
        return ArchiveImport(done, tuple(left))

    return access.run(access.place(config), imported)


async def _subscribe(archive: Archive, found: FeedList) -> FeedsAdded:
    public = [
        one for one in found.subscriptions if is_http(one.url) and without_credentials(one.url) == one.url
    ]
    left = [
        f"{masked(one.url)}: only feeds on the web without a password can be shared"
        for one in found.subscriptions
        if one not in public
    ]
    new = await archive.subscribe(public)
    return FeedsAdded(len(public), new, (*left, *found.skipped))


def _public(draft: Draft) -> Draft:
    """The draft as others may see it."""
    return replace(draft, url=without_credentials(draft.url)) if draft.url else draft


def keep(session: Session, names: Sequence[str], listen: Listener = silent) -> list[SaveResult]:
    """Copies articles of the archive into the library, and bookmarks them in the archive, for this reader alone. Raises
    `NothingFound` for a name that none has: then nothing was copied."""

    async def kept(archive: Archive) -> list[SaveResult]:
        places = await _named(archive, names)
        drafts = await archive.texts(places)
        saved = copied(session, drafts, where.address, places)
        await _sent(session, archive, where.address, listen)
        return saved

    where = access.place(session.places.config)
    saved = access.run(where, kept)
    indexing.follow(session, silent)
    return saved


def mark(session: Session, kind: Kind, names: Sequence[str], listen: Listener = silent) -> int:
    """Marks articles of the archive for this reader alone, or takes marks back; how many articles. Raises `NothingFound`
    for a name that none has: then nothing was marked."""

    async def marked(archive: Archive) -> int:
        places = await _named(archive, names)
        session.library.archive_outbox.mark(where.address, outgoing.of_places(places, kind, session.now()))
        await _sent(session, archive, where.address, listen)
        return len(places)

    where = access.place(session.places.config)
    return access.run(where, marked)


async def _named(archive: Archive, names: Sequence[str]) -> list[Place]:
    places = []
    for name in dict.fromkeys(names):
        place = await archive.named(name)
        if place is None:
            hint = "to find articles: broadsheet search --archive QUERY"
            raise NothingFound("no such article in the archive", subject=name, hint=hint)
        places.append(place)
    return places


async def _sent(session: Session, archive: Archive, address: str, listen: Listener) -> None:
    """Sends all that waits; where that fails, it is said."""
    try:
        await outgoing.send(session, archive, address)
    except ArchiveError as error:
        left = outgoing.told(session.library.archive_outbox.waiting(address))
        listen(Notice(f"{error}; {left}, and will go with a refresh once it answers"))


def copied(
    session: Session, drafts: Sequence[Draft], address: str, places: Sequence[Place]
) -> list[SaveResult]:
    """Copies articles of the archive into the library, and notes that they are to be bookmarked in the archive at that
    address, all or none; the index is left to the caller."""
    with session.library.transaction():
        marks = outgoing.of_places(places, "bookmarked", session.now())
        session.library.archive_outbox.mark(address, marks)
        # Its feeds are the archive's own, and none of this library's.
        return [batches.save(session, replace(draft, feeds=())) for draft in drafts]


def chosen(session: Session, source: str) -> list[int]:
    """The articles of the library that a query finds, oldest first. Raises `NothingFound`."""
    ids = search.matching(session, source)
    if not ids:
        raise NothingFound(
            "nothing matches", subject=source, hint="to see what a query finds: broadsheet list QUERY"
        )
    return ids[::-1]
