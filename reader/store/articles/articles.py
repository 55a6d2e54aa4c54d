"""Saves and finds articles, and reads them with their texts or as documents for search."""

from __future__ import annotations

import json
from itertools import islice
from typing import TYPE_CHECKING

from reader.errors import NothingFound
from reader.late import pattern
from reader.model import Content, Document, Revision
from reader.store.articles import rows
from reader.store.sql_values import by_key, id_list, moment, optional_moment
from reader.text.urls import identity

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator
    from datetime import datetime

    from reader.model import Article, Draft, TextOrigin
    from reader.store.articles.save_article import SaveResult
    from reader.store.database import Database

_AT_ONCE = 500
"""Documents that are read in one go for the index: a few megabytes of text."""

_UID = pattern(r"[a-z2-7]{16}")
_NUMBER = pattern(r"[0-9]{1,18}")


class Articles:
    """The library's articles. Removed ones are never given."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._document: tuple[int, datetime] | None = None
        self._met: dict[str, set[int]] = {}

    def save(
        self,
        draft: Draft,
        *,
        now: datetime,
        feed_id: int | None = None,
        guid: str | None = None,
        position: int | None = None,
        article_id: int | None = None,
        entry_hash: bytes | None = None,
        fills: bool = False,
    ) -> SaveResult:
        """Saves a draft: as a new article, or as news of the one that it is.

        `feed_id`, `guid` and `position` (0 is the first entry) say in which feed it stands; `article_id` says which
        article it is where that is known (the page of a feed's entry, wherever a redirect led), `entry_hash` how its
        entry is known again (`arrivals.seen`). `fills`: a text that is
        there already stays, unless the draft has more of it (a copy kept elsewhere may be older). Many saves are much
        faster within one `library.transaction()`. Entries of one feed with one `now` come from one document: of two
        that are one article the first counts.
        """
        from reader.store.articles.identity import entry
        from reader.store.articles.save_article import save

        place = None
        if feed_id is not None:
            met = self._met_in(feed_id, now, draft.text_origin)
            place = entry(draft, feed_id, guid, position, met, entry_hash)
        saved = save(self._database, draft, now, place=place, known=article_id, fills=fills)
        if feed_id is not None:
            self._met_in(feed_id, now, draft.text_origin).add(saved.id)
        return saved

    def begin(self, feed_id: int, now: datetime, same: Iterable[int]) -> None:
        """Begins a document of the feed, to be saved with this `now`; `same` are entries that have not changed."""
        self._document, self._met = (feed_id, now), {"feed": set(same)}

    def _met_in(self, feed_id: int, now: datetime, origin: str) -> set[int]:
        if self._document != (feed_id, now):
            self._document, self._met = (feed_id, now), {}
        return self._met.setdefault(origin, set())

    def get(self, which: int | str) -> Article | None:
        """Finds the article with this number, uid or address."""
        found = which if isinstance(which, int) else self._by_text(which.strip())
        return next(iter(self.many([found])), None) if found is not None else None

    def _by_text(self, text: str) -> int | None:
        if _NUMBER.fullmatch(text) and self.many([int(text)]):
            return int(text)
        if _UID.fullmatch(text):
            number: int | None = self._database.value("SELECT id FROM article WHERE uid = ?", (text,))
            return number
        return self.by_url(text)

    def by_uids(self, uids: Collection[str]) -> list[Article]:
        """Gives the articles with these uids, by number. Unknown ones and those that were removed are left out."""
        return self.many(
            self._database.column(
                """
                SELECT a.id FROM article a JOIN mark m ON m.article_id = a.id
                WHERE a.uid IN (SELECT value FROM json_each(?)) AND m.removed_at IS NULL ORDER BY a.id
                """,
                (json.dumps([*uids]),),
            )
        )

    def by_url(self, url: str) -> int | None:
        """Finds the id of the article that is known under this address, its own or its canonical one."""
        if (key := identity(url)) is None:
            return None
        number: int | None = self._database.value(
            """
            SELECT d.article_id FROM address d JOIN mark m ON m.article_id = d.article_id
            WHERE d.key = ? AND m.removed_at IS NULL
            """,
            (key,),
        )
        return number

    def titled(self, title: str, limit: int = 20) -> list[int]:
        """Gives the articles of that very title, the first of them."""
        return self._database.column(
            """
            SELECT a.id FROM article a JOIN mark m ON m.article_id = a.id
            WHERE a.title = ? AND m.removed_at IS NULL ORDER BY a.id LIMIT ?
            """,
            (title, limit),
        )

    def many(self, ids: Collection[int]) -> list[Article]:
        """Gives the articles with these ids, in that order; four statements. Unknown ids are left out."""
        return rows.by_ids(self._database, ids)

    def present(self, ids: Collection[int]) -> list[Article]:
        """Gives the articles as `many` does. Raises NothingFound where none is there any more: another process can have
        removed it."""
        if found := self.many(ids):
            return found
        one = len(ids) == 1
        raise NothingFound(f"{'this article is' if one else 'these articles are'} no longer in the library")

    def content(self, article_id: int) -> Content:
        """Gives the text that is shown, with all it refers to; empty for an unknown id."""
        return self.contents([article_id]).get(article_id) or Content()

    def contents(self, ids: Collection[int]) -> dict[int, Content]:
        """Gives the shown texts by article id; six statements, however many ids."""
        from reader.store.articles.texts import contents

        return contents(self._database, ids)

    def earlier(self, article_id: int) -> list[Revision]:
        """Gives the article's texts before each edit by its publisher, the first first."""
        return [
            Revision(origin, title, markdown, moment(replaced))
            for origin, title, markdown, replaced in self._database.rows(
                "SELECT origin, title, markdown, replaced_at FROM revision WHERE article_id = ? ORDER BY id",
                (article_id,),
            )
        ]

    def edited(self, article_id: int) -> datetime | None:
        """Gives the time of the last edit of the text that is shown; None where its publisher made none."""
        return optional_moment(
            self._database.value(
                """
                SELECT max(r.replaced_at) FROM revision r JOIN article a ON a.id = r.article_id
                WHERE r.article_id = ? AND r.origin = a.text_origin
                """,
                (article_id,),
            )
        )

    def origins(self, article_id: int) -> list[TextOrigin]:
        """Gives the origins of its texts, the one that is shown first."""
        return self._database.column(
            """
            SELECT t.origin FROM text t JOIN article a ON a.id = t.article_id
            WHERE t.article_id = ? AND t.body <> '' ORDER BY t.origin <> a.text_origin, t.origin
            """,
            (article_id,),
        )

    def choose_text(self, article_id: int, origin: TextOrigin) -> bool:
        """Shows the text of that origin from now on, whatever the others become; returns False where there is none."""
        from reader.store.articles.save_article import choose

        return choose(self._database, article_id, origin)

    def documents(self, ids: Iterable[int]) -> Iterator[Document]:
        """Gives the articles as search sees them, in order, some hundreds read at a time."""
        waiting = iter(ids)
        while batch := list(islice(waiting, _AT_ONCE)):
            yield from _documents(self._database, batch)

    def titles(self, ids: Collection[int]) -> dict[int, str]:
        """Gives titles alone, by id; one statement."""
        return dict(
            self._database.rows(
                "SELECT id, title FROM article WHERE id IN (SELECT value FROM json_each(?))",
                (id_list(ids),),
            )
        )


def _documents(database: Database, ids: Collection[int]) -> list[Document]:
    """Gives the documents of these articles, in that order; a fixed number of statements."""
    from reader.markdown.searchable import searchable
    from reader.store.articles import texts

    wanted = id_list(ids)
    contents = texts.contents(database, ids)
    revisions: dict[int, int] = dict(
        database.rows(
            """
            SELECT article_id, count(*) FROM revision
            WHERE article_id IN (SELECT value FROM json_each(?)) GROUP BY article_id
            """,
            (wanted,),
        )
    )
    tags = by_key(
        database.rows(
            """
            SELECT p.article_id, t.tag FROM appearance p
            JOIN feed f ON f.id = p.feed_id AND f.removed_at IS NULL JOIN feed_tag t ON t.feed_id = p.feed_id
            WHERE p.article_id IN (SELECT value FROM json_each(?)) ORDER BY p.seen_at, p.feed_id, t.tag
            """,
            (wanted,),
        )
    )
    found: list[Document] = []
    for article in rows.by_ids(database, ids):
        content = contents.get(article.id) or Content()
        found.append(
            Document(
                article=article,
                body=searchable(content),
                own=(*content.notes, *content.highlights),
                outputs=_plain_outputs(content),
                feed_paths=(*article.feeds, *tags.get(article.id, ())),
                has=_has(content),
                revisions=revisions.get(article.id, 0),
            )
        )
    return found


def _plain_outputs(content: Content) -> tuple[str, ...]:
    if not content.outputs:
        return ()
    from reader.markdown.blocks import plain  # late: few articles have any

    return tuple(plain(output.markdown) for output in content.outputs)


def _has(content: Content) -> frozenset[str]:
    there = {
        "note": bool(content.notes),
        "highlight": bool(content.highlights),
        "output": bool(content.outputs),
        "picture": bool(content.pictures),
        "video": any(embed.kind == "video" for embed in content.embeds),
    }
    return frozenset(name for name, is_there in there.items() if is_there)
