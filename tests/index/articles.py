"""Small articles for the index's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reader.index.segments import write
from reader.index.segments.whoosh_codec import Catalog
from reader.index.snapshot import Snapshot
from reader.model import Article, Document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from pathlib import Path

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def document(
    id_: int,
    body: str = "",
    *,
    title: str = "Untitled",
    authors: tuple[str, ...] = (),
    agency: str | None = None,
    url: str | None = None,
    days_ago: float | None = None,
    lang: str | None = None,
) -> Document:
    """An article; without `days_ago` it has no date and was fetched now."""
    published = None if days_ago is None else NOW - timedelta(days=days_ago)
    article = Article(
        id=id_,
        uid=f"{id_:016}",
        title=title,
        authors=authors,
        agency=agency,
        url=url,
        published=published,
        day=published.date().isoformat() if published else None,
        fetched=NOW,
        lang=lang,
    )
    return Document(article=article, body=body)


def snapshot(folder: Path, *batches: list[Document], gone: Collection[int] = ()) -> Snapshot:
    """The newest commit of a new index in the folder: one segment a batch, then `gone` taken out."""
    write.create(folder)
    for batch in batches:
        put(folder, batch)
    if gone:
        put(folder, [], gone)
    return opened(folder)


def put(folder: Path, documents: Iterable[Document], gone: Collection[int] = (), upto: int = 1) -> int:
    """One commit; the number of articles put in."""
    return write.write(folder, documents, gone, upto, lambda: opened(folder).segments)


def opened(folder: Path) -> Snapshot:
    """The newest commit."""
    return Snapshot(Catalog(folder).opened({}))
