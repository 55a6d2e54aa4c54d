"""Prints what the shared archive gives, for people and for scripts: rows of a search, and JSON objects."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from reader.cli import objects, rows
from reader.model import WORDS_PER_MINUTE
from reader.text.clean import line
from reader.text.width import shorten, width

if TYPE_CHECKING:
    from reader.archive.protocol import Archived, Put, State
    from reader.cli.output import Output
    from reader.core.archive.articles import FoundInArchive
    from reader.core.archive.related import RelatedThere
    from reader.core.archive.work import FeedFiled

Object = dict[str, Any]

_FIELDS = (
    "url", "title", "authors", "agency", "publication", "feeds", "published", "day", "lang", "words", "read",
    "bookmarked",
)  # fmt: skip


def _archived(article: Archived) -> Object:
    return {
        "name": article.place.name,
        "uid": article.place.uid.hex,
        "filed": objects.time(article.place.filed),
        **objects.fields(article, *_FIELDS),
        "minutes": -(-article.words // WORDS_PER_MINUTE),
    }


def related(one: RelatedThere) -> Object:
    """The object of an article in the archive that is related to one of the library."""
    row = one.row
    return {**_archived(one.archived), "score": round(row.score, 4), "why": list(row.why), "group": row.group}


def found(row: FoundInArchive) -> Object:
    """The object of an article in the archive."""
    return {
        **_archived(row.hit.article),
        "score": round(row.hit.score, 4) if row.hit.score is not None else None,
        "snippet": row.snippet.text or None,
        "hits": [list(hit) for hit in row.snippet.hits],
    }


def put(done: Put) -> Object:
    """Tells what became of articles that were filed."""
    return objects.fields(done, "new", "improved", "known")


def worked(event: FeedFiled) -> Object:
    """Tells what a worker filed of a feed."""
    counts = put(event.put) if event.put else {"new": 0, "improved": 0, "known": 0}
    feed = {"feed": objects.address(event.url), "outcome": event.outcome}
    return {**feed, **counts, "error": event.error}


def state(how: State) -> Object:
    """Tells the state of the archive."""
    names = (
        "server",
        "user",
        "role",
        "schema",
        "analysis",
        "articles",
        "feeds",
        "due",
        "size",
        "is_replica",
        "lag",
    )
    months = [objects.fields(month, "name", "articles", "size", "analysis") for month in how.months]
    return {**objects.fields(how, *names), "months": months}


def write(row: FoundInArchive, out: Output) -> None:
    """`f97bcc93a5b9 ●★ 2022-02-04  Title — Source`, and the snippet below."""
    _write(row.hit.article, out)
    if row.snippet.text:
        rows.snippet(row.snippet, out, len(row.hit.article.place.name) + 4)


def write_related(one: RelatedThere, heading: str, out: Output) -> None:
    """The heading of its group, if one is given, the article's line, and why it is related."""
    if heading:
        out.styled(out.bold(heading))
    _write(one.archived, out)
    indent = " " * (len(one.archived.place.name) + 4)
    out.styled(out.dim(f"{indent}{rows.line_part(', '.join(one.row.why))}"))


def _write(article: Archived, out: Output) -> None:
    marks = ("●" if not article.read else " ") + ("★" if article.bookmarked else " ")
    day = article.day or article.place.filed.astimezone().date().isoformat()
    head = f"{article.place.name} {marks} {day}  "
    title = line(article.title)
    tail = f" — {line(article.source)}" if article.source else ""
    if out.columns is not None:
        tail = shorten(tail, max(out.columns // 3, 12)) if tail else ""
        title = shorten(title, out.columns - width(head) - width(tail))
    out.styled(f"{head}{title if article.read else out.bold(title)}{out.dim(tail)}")
