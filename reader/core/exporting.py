"""`export`: articles as Markdown files, and what was written last kept in the library."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reader.config import paths

if TYPE_CHECKING:
    from reader.core.session import Session

BATCH = 100
"""Articles whose texts are read at a time."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Export:
    """What was done with one article."""

    id: int
    title: str
    path: Path | None
    outcome: str
    message: str | None = None


def folder(session: Session, to: str | None) -> Path:
    """Where exports go: the option, else the setting, else the documents folder."""
    if to is not None:
        return Path(to).expanduser()
    return session.settings.export_folder or paths.documents()


def markdown(session: Session, article_id: int) -> str:
    """One article as the text of its export file."""
    from reader.keep import export

    article = session.library.articles.get(article_id)
    assert article is not None
    return export.render(article, session.library.articles.content(article_id))
