"""Writes and reads an article's texts, and what they refer to.

Each origin (page, feed, file) has its own text; `article.text_origin` names the one that is shown.
"""

from __future__ import annotations

from _blake2 import blake2b  # `hashlib` loads OpenSSL, for 3 ms, and gives this one
from operator import attrgetter
from typing import TYPE_CHECKING

from reader.late import pattern
from reader.model import Content, Embed, Link, Picture, RelatedLink
from reader.store.sql_values import by_key, id_list
from reader.store.user_state.outputs import of_articles

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from reader.model import Draft
    from reader.store.database import Database, Row, Value

COPY_WORDS = 40
"""From this length on equal texts are copies of one article; shorter ones ("Subscribe to read on") prove nothing."""

_WORDS = pattern(r"\w+")


_HASHED = attrgetter(
    "title", "url", "canonical", "authors", "agency", "publication", "published", "day", "updated", "lang", "description",
    "text_state", "reason",
)  # fmt: skip
"""Facts of a draft whose change is a change of the draft; their order is a part of the hashes in every library."""


def digest(*parts: str | bytes) -> bytes:
    """Gives 16 bytes that prove the texts, given as strings or in UTF-8."""
    found = blake2b(digest_size=16)
    for part in parts:
        found.update(part.encode() if isinstance(part, str) else part)
        found.update(b"\0")
    return found.digest()


def word_hash(text: str, at_least: int) -> bytes | None:
    """Gives a hash of the words alone, the same for every case, punctuation and white space; None for fewer words."""
    words = _WORDS.findall(text.casefold())
    return digest(" ".join(words)) if len(words) >= at_least else None


def draft_hash(draft: Draft) -> bytes:
    """Gives a hash of all that the publisher gave: a draft with a known hash need not be looked at again."""
    return digest(
        repr(_HASHED(draft)),
        draft.markdown,
        draft.text,
        repr((draft.pictures, draft.embeds, draft.links, draft.related)),
    )


COLUMNS = ("markdown", "plain", "stands_once", "state", "reason", "draft_hash", "sum")
"""Columns of a text's row that its draft gives."""

_RENEWED = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS)


def columns_of(draft: Draft, known_as: bytes) -> tuple[Value, ...]:
    """Gives the values of `COLUMNS`. Markdown that is its own plain form stands once."""
    stands_once = draft.text == draft.markdown != ""
    plain, proof = "" if stands_once else draft.text, digest(draft.markdown, draft.text)
    return draft.markdown, plain, stands_once, draft.text_state, draft.reason, known_as, proof


def write(database: Database, article_id: int, draft: Draft, known_as: bytes) -> None:
    """Writes the draft's text and parts in the place of what its origin had before."""
    key = (article_id, draft.text_origin)
    database.run(
        f"""
        INSERT INTO text (article_id, origin, {", ".join(COLUMNS)}) VALUES (?, ?{", ?" * len(COLUMNS)})
        ON CONFLICT (article_id, origin) DO UPDATE SET {_RENEWED}
        """,
        (*key, *columns_of(draft, known_as)),
    )
    write_parts(database, [(article_id, draft)])


def write_parts(database: Database, drafts: Sequence[tuple[int, Draft]]) -> None:
    """Writes what the texts of these articles refer to; nothing of it may be there yet. Three statements at most."""
    keyed = [((article_id, draft.text_origin), draft) for article_id, draft in drafts]
    pictures = [
        (*key, n, p.url, p.alt, p.caption, p.credit)
        for key, draft in keyed
        for n, p in enumerate(draft.pictures)
    ]
    embeds = [
        (*key, n, e.kind, e.text, e.author, e.handle, e.url, e.date)
        for key, draft in keyed
        for n, e in enumerate(draft.embeds)
    ]
    links = [(*key, n, *row) for key, draft in keyed for n, row in enumerate(_links(draft))]
    for table, columns, rows in (
        ("picture", "url, alt, caption, credit", pictures),
        ("embed", "kind, text, author, handle, url, date", embeds),
        ("link", "url, title, role", links),
    ):
        if rows:
            places = ", ".join("?" * len(rows[0]))
            database.run_each(
                f"INSERT INTO {table} (article_id, origin, position, {columns}) VALUES ({places})", rows
            )


def _links(draft: Draft) -> list[tuple[str | None, str | None, str]]:
    links = [(link.url, link.title, str(link.role)) for link in draft.links]
    return [*links, *((link.url, link.title, "related") for link in draft.related)]


def clear(database: Database, article_id: int, origin: str) -> None:
    """Drops what the text of that origin refers to, before `write` puts new in its place."""
    for table in ("picture", "embed", "link"):
        database.run(f"DELETE FROM {table} WHERE article_id = ? AND origin = ?", (article_id, origin))


def contents(database: Database, ids: Collection[int]) -> dict[int, Content]:
    """Gives the shown texts with all they refer to, by article id: one statement a table, however many articles."""
    wanted = id_list(ids)
    texts = database.rows(
        """
        SELECT a.id, t.markdown, t.body FROM article a
        JOIN text t ON t.article_id = a.id AND t.origin = a.text_origin
        WHERE a.id IN (SELECT value FROM json_each(?))
        """,
        (wanted,),
    )
    pictures = _parts(database, wanted, "picture", "url, p.alt, p.caption, p.credit")
    embeds = _parts(database, wanted, "embed", "kind, p.text, p.author, p.handle, p.url, p.date")
    links = _parts(database, wanted, "link", "url, p.title, p.role")
    highlights = _own_words(database, wanted, "highlight", "quote")
    notes = _own_words(database, wanted, "note", "text")
    outputs = of_articles(database, wanted)
    return {
        article_id: Content(
            markdown=markdown,
            text=plain,
            pictures=tuple(Picture(*row) for row in pictures.get(article_id, ())),
            embeds=tuple(Embed(*row) for row in embeds.get(article_id, ())),
            links=tuple(
                Link(url, title, role) for url, title, role in links.get(article_id, ()) if role != "related"
            ),
            related=tuple(
                RelatedLink(title, url) for url, title, role in links.get(article_id, ()) if role == "related"
            ),
            highlights=tuple(quote for (quote,) in highlights.get(article_id, ())),
            notes=tuple(text for (text,) in notes.get(article_id, ())),
            outputs=tuple(outputs.get(article_id, ())),
        )
        for article_id, markdown, plain in texts
    }


def _parts(database: Database, wanted: str, table: str, columns: str) -> dict[int, list[Row]]:
    return _by_article(
        database.rows(
            f"""
            SELECT p.article_id, p.{columns} FROM {table} p
            JOIN article a ON a.id = p.article_id AND a.text_origin = p.origin
            WHERE p.article_id IN (SELECT value FROM json_each(?)) ORDER BY p.article_id, p.position
            """,
            (wanted,),
        )
    )


def _own_words(database: Database, wanted: str, table: str, column: str) -> dict[int, list[Row]]:
    return _by_article(
        database.rows(
            f"SELECT article_id, {column} FROM {table} WHERE article_id IN (SELECT value FROM json_each(?)) ORDER BY id",
            (wanted,),
        )
    )


def _by_article(rows: list[Row]) -> dict[int, list[Row]]:
    return by_key((article_id, tuple(values)) for article_id, *values in rows)
