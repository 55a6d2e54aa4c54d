"""Finds the notes that an exported article can link to: those of related articles in the same folder.

A note is one that the last export recorded and that is still there, wherever the reader moved it, or one of the same
run. The places of a run are settled before its first file is written, so that their order changes no link.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from reader.errors import FileError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from reader.core.session import Session
    from reader.export.folder import Folder
    from reader.export.names import Naming
    from reader.model import Article, Content, SeenFile

BATCH = 200
"""Articles that are looked up at a time."""


class NotePaths:
    """The notes of one run into one folder; `key` is the name under which the library knows that."""

    def __init__(self, session: Session, folder: Folder, key: str, naming: Naming, *, again: bool) -> None:
        self._session, self._folder, self._key = session, folder, key
        self._naming, self._again = naming, again
        self._found: dict[int, Path | None] = {}

    def plan(self, ids: Sequence[int]) -> None:
        """Settle the places of the articles that are about to be exported, in their order."""
        for start in range(0, len(ids), BATCH):
            batch = ids[start : start + BATCH]
            seen = self._session.library.exports.seen(batch, self._key)
            for article in self._session.library.articles.many(batch):
                self._found[article.id] = self._place(article, seen.get(article.id), is_new=True)

    def of(self, article: Article, content: Content) -> dict[str, Path]:
        """The notes of the related articles that the text names, by their addresses."""
        found: dict[str, Path] = {}
        for url in (link.url for link in content.related if link.url):
            number = self._session.library.articles.by_url(url)
            if number is not None and number != article.id and (note := self._note(number)):
                found[url] = note
        return found

    def _note(self, number: int) -> Path | None:
        if number not in self._found:
            article = self._session.library.articles.get(number)
            seen = self._session.library.exports.seen([number], self._key).get(number)
            self._found[number] = self._place(article, seen, is_new=False) if article else None
        return self._found[number]

    def _place(self, article: Article, seen: SeenFile | None, *, is_new: bool) -> Path | None:
        from reader.export import article_file

        # A link out of the folder, or a folder that cannot be read, is reported when the file is written.
        with suppress(FileError):
            if seen and (there := article_file.seen_at(self._folder, seen)):
                return there
            last = self._session.library.exports.last(article.id, self._key)
            if last is not None or is_new:
                there = article_file.where(article, self._folder, last)
                if there is None and is_new and (last is None or self._again):
                    return self._folder.place(article, self._naming)
                return there
        return None
