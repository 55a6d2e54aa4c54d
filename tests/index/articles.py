"""Small articles for the index's tests."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from reader.model import Article, Document

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
