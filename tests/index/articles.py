"""Small articles for the index's tests."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from reader.index.segments import write
from reader.index.snapshot import Snapshot
from reader.model import Article, Document

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from pathlib import Path

    from reader.index.segments.segment import Segment

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
    )
    return Document(article=article, body=body)


@contextmanager
def snapshot(folder: Path, *batches: list[Document], gone: Collection[int] = ()) -> Iterator[Snapshot]:
    """The newest commit of a new index in the folder: one segment a batch, then `gone` taken out."""
    write.create(folder)
    for batch in [*batches, *([[]] if gone else [])]:
        with opened(folder) as before:
            write.write(folder, batch, [] if batch else gone, 1, lambda before=before: before)  # type: ignore[misc]
    with opened(folder) as newest:
        yield newest


@contextmanager
def opened(folder: Path) -> Iterator[Snapshot]:
    """The newest commit, closed at the end as far as a later one has not closed it."""
    newest = Snapshot.open(folder)
    try:
        yield newest
    finally:
        for leaf in newest.leaves:
            if not is_closed(leaf):
                leaf.reader.close()


def is_closed(leaf: Segment) -> bool:
    """Tells whether the files of the segment are closed."""
    return bool(getattr(leaf.reader, "is_closed"))  # noqa: B009 - untyped readers of several segments lack it
