"""Reads articles of the archive: rows as values, and whole articles as drafts, which the own library can keep."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

from reader.archive.protocol import UID_DIGITS, Archived, Place
from reader.errors import UsageError
from reader.markdown import dialect
from reader.model import Draft, Link
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

COLUMNS = """a.uid, a.filed, a.title, a.url, a.authors, a.agency, a.publication, a.published, a.day, a.lang, a.words,
    a.text_origin, a.text_state, a.page_kind"""
"""The columns of `article` in a row."""

ROW = f"""{COLUMNS}, m.read_at IS NOT NULL AS read, m.bookmarked_at IS NOT NULL AS bookmarked,
    ARRAY(SELECT f.title FROM appearance p JOIN feed f ON f.id = p.feed WHERE p.uid = a.uid ORDER BY f.title) AS feeds"""

MARKS = "LEFT JOIN mark m ON m.reader = current_user AND m.uid = a.uid"
"""The table that `ROW` takes a reader's marks from."""

_FACTS = (
    "title", "url", "canonical", "agency", "publication", "published", "day", "updated", "lang", "description", "text_origin",
    "text_state", "reason", "page_kind",
)  # fmt: skip

FACTS = ", ".join(f"a.{name}" for name in _FACTS)
"""The columns of a draft that are its fields as they are."""

_DIGITS = frozenset("0123456789abcdef")


class CountedQuery(NamedTuple):
    """A statement whose rows are counted, with the values that it holds."""

    sql: str
    values: Sequence[Any]


async def rows(
    connection: Any, places: Sequence[Place], counted: CountedQuery | None = None
) -> tuple[list[Archived], int | None]:
    """The articles at these places, in that order; those that are gone are left out. And how many rows that statement has."""
    values = [*counted.values] if counted else []
    number = f"(SELECT count(*) FROM ({counted.sql}) AS t)" if counted else "NULL::bigint"
    found = await connection.fetch(
        f"""
        SELECT {ROW}, {number} AS matches
        FROM unnest(${len(values) + 1}::uuid[], ${len(values) + 2}::timestamptz[]) WITH ORDINALITY AS p (uid, filed, at)
        JOIN article a USING (uid, filed) {MARKS}
        ORDER BY p.at
        """,
        *values,
        [one.uid for one in places],
        [one.filed for one in places],
    )
    return [archived(row) for row in found], found[0]["matches"] if found else None


def place(row: Mapping[str, Any]) -> Place:
    """The place that a row tells."""
    return Place(row["filed"], row["uid"])


def archived(row: Mapping[str, Any]) -> Archived:
    """A row as a value."""
    return Archived(
        place=place(row),
        authors=tuple(row["authors"]),
        feeds=tuple(row["feeds"]),
        **{
            name: row[name]
            for name in (
                "title", "url", "agency", "publication", "published", "day", "lang", "words", "text_origin", "text_state",
                "page_kind", "read", "bookmarked",
            )
        },
    )  # fmt: skip


async def texts(connection: Any, places: Sequence[Place]) -> list[Draft]:
    """The articles at these places as drafts, in that order."""
    found = await connection.fetch(
        f"""
        SELECT {FACTS}, a.authors, a.markdown, a.links,
            ARRAY(SELECT f.title FROM appearance p JOIN feed f ON f.id = p.feed WHERE p.uid = a.uid ORDER BY f.title) AS feeds
        FROM unnest($1::uuid[], $2::timestamptz[]) WITH ORDINALITY AS p (uid, filed, at)
        JOIN article a USING (uid, filed) ORDER BY p.at
        """,
        [one.uid for one in places],
        [one.filed for one in places],
    )
    return [draft(row) for row in found]


def draft(row: Mapping[str, Any]) -> Draft:
    """A row as a draft: its text is read back from its Markdown."""
    content = dialect.contents(row["markdown"])
    return Draft(
        authors=tuple(row["authors"]),
        feeds=tuple(row["feeds"]),
        markdown=row["markdown"],
        text=content.text,
        pictures=content.pictures,
        embeds=content.embeds,
        links=tuple(Link(**link) for link in json.loads(row["links"])),
        related=content.related,
        **{name: row[name] for name in _FACTS},
    )


async def named(connection: Any, name: str) -> Place | None:
    """The place of the article with that address, or whose uid begins with these digits."""
    if (key := urls.identity(name)) is not None:
        found = await connection.fetchrow("SELECT uid, filed FROM address WHERE key = $1", key)
        return place(found) if found else None
    digits = name.lower().replace("-", "")
    if not (UID_DIGITS <= len(digits) <= 32 and set(digits) <= _DIGITS):
        hint = "to see the names of articles: broadsheet search --archive QUERY"
        raise UsageError("not the name of an article in the archive", subject=name, hint=hint)
    rows = await connection.fetch(
        "SELECT DISTINCT uid, filed FROM address WHERE uid BETWEEN $1::text::uuid AND $2::text::uuid LIMIT 2",
        digits.ljust(32, "0"),
        digits.ljust(32, "f"),
    )
    if len(rows) > 1:
        raise UsageError("several articles have names that begin so", subject=name, hint="add more digits")
    return place(rows[0]) if rows else None
