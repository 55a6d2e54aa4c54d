"""Gives the shared archive what is meant for it: articles of the library, and marks on articles that the library lacks.

All of it goes through the outbox, which is emptied batch by batch, each after the server has taken it. So nothing is lost
while the archive is away, and what was sent just before a kill is sent once more, which changes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from reader.core.archive import access
from reader.core.events import Listener, Progress, silent
from reader.errors import ArchiveError, ArchiveRefused
from reader.model import Content, Draft, text_fields
from reader.text.clean import counted
from reader.text.urls import without_credentials

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import datetime

    from reader.archive.protocol import Archive, Place, Put
    from reader.core.session import Session
    from reader.model import Article
    from reader.store.user_state.archive_outbox import ArchiveMark, Kind, Waiting

BATCH = 500
"""Articles, and marks, that are read from the library at a time."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What an archive has taken: what became of articles, and how many marks."""

    put: Put
    marks: int = 0
    left: tuple[str, ...] = field(default=(), compare=False)

    @property
    def number(self) -> int:
        """Articles and marks together."""
        return self.put.new + self.put.improved + self.put.known + self.marks


async def send(session: Session, archive: Archive, address: str, listen: Listener = silent) -> Sent:
    """Sends all that waits for the archive at that address, marks first. What its server refuses, and would refuse again,
    waits no longer, and is told as left. Raises ArchiveError: then the rest waits."""
    from reader.archive.protocol import Put

    outbox, put, marks = session.library.archive_outbox, Put(), 0
    left: list[str] = []
    while some := outbox.marks(address, BATCH):
        try:
            await mark(archive, some)
            marks += len(some)
        except ArchiveRefused as error:
            left.append(f"{counted(len(some), 'mark')}: {error}")
        outbox.marked(address, some)
    total, done = outbox.waiting(address).articles, 0
    while ids := outbox.articles(address, BATCH):
        try:
            put += await archive.put(list(_drafts(session, ids)), session.now())
        except ArchiveRefused as error:
            left.append(f"{counted(total - done, 'article')}: {error}")
            while ids := outbox.articles(address, BATCH):
                outbox.pushed(address, ids)
            break
        outbox.pushed(address, ids)
        done += len(ids)
        listen(Progress("pushing", done, total))
    return Sent(put, marks, tuple(left))


async def mark(archive: Archive, marks: Sequence[ArchiveMark]) -> None:
    """Sets marks in the archive, and takes others back."""
    from reader.archive.protocol import Mark, Place

    await archive.mark([Mark(Place(one.filed, one.uid), one.kind, one.at) for one in marks])


def of_places(places: Sequence[Place], kind: Kind, now: datetime) -> list[ArchiveMark]:
    """A mark on each of these articles of an archive, or that it is taken back."""
    from reader.store.user_state.archive_outbox import ArchiveMark

    return [ArchiveMark(place.filed, place.uid, kind, now) for place in places]


def push(session: Session, ids: Sequence[int], listen: Listener = silent) -> Sent:
    """Copies articles of the library into the archive, and sends what else waits for it. Notes, highlights, tags and marks stay
    at home. Raises ArchiveError: where its server is away they wait."""
    where = access.place(session.places.config)
    outbox = session.library.archive_outbox

    async def pushed(archive: Archive) -> Sent:
        outbox.push(where.address, ids)
        try:
            return await send(session, archive, where.address, listen)
        except ArchiveError as error:
            raise _waiting(error, outbox.waiting(where.address)) from error

    return access.run(where, pushed)


def _waiting(error: ArchiveError, left: Waiting) -> ArchiveError:
    """The error, with what becomes of all that could not be sent."""
    said = f"{told(left)}, and will go with a refresh once it answers"
    return ArchiveError(
        error.message, subject=error.subject, hint=f"{error.hint}; {said}" if error.hint else said
    )


def told(left: Waiting) -> str:
    """Says how much waits: `3 articles and 1 mark wait for the archive`."""
    parts = [counted(left.articles, "article")] if left.articles else []
    parts += [counted(left.marks, "mark")] if left.marks else []
    return f"{' and '.join(parts)} {'waits' if sum(left) == 1 else 'wait'} for the archive" if parts else ""


def _drafts(session: Session, ids: Sequence[int]) -> Iterator[Draft]:
    contents = session.library.articles.contents(ids)
    for article in session.library.articles.many(ids):
        yield _draft(article, contents.get(article.id) or Content())


def _draft(article: Article, content: Content) -> Draft:
    return Draft(
        title=article.title,
        url=without_credentials(article.url) if article.url else None,
        canonical=article.canonical,
        authors=article.authors,
        agency=article.agency,
        publication=article.publication,
        published=article.published,
        day=article.day,
        updated=article.updated,
        lang=article.lang,
        description=article.description,
        text_origin=article.text_origin,
        text_state=article.text_state,
        reason=article.reason,
        feeds=article.feeds,
        saved=article.fetched,
        **text_fields(content),
    )
