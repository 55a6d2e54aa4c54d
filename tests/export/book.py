"""Articles for the formats that put all into one file: our own words, other scripts, and hostile strings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, TypeAlias

from reader.markdown import dialect
from reader.model import Article, Content
from tests.export.articles import ARTICLE, CONTENT
from tests.support import naughty
from tests.support.articles import EVERYTHING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

DAY = date(2026, 11, 29)

PERSIAN = replace(
    ARTICLE, id=8, uid="b" * 16, title="فانوس دریایی", lang="fa", publication=None, authors=(), agency=None
)
UNKNOWN = replace(ARTICLE, id=9, uid="c" * 16, title="Everything", lang=None, published=None, url=None)

Pairs: TypeAlias = "Iterable[tuple[Article, Content]]"

BOOK: list[tuple[Article, Content]] = [
    (ARTICLE, replace(CONTENT, highlights=("for once",), notes=("Ask the *mayor*.",))),
    (PERSIAN, Content(text="چراغ روشن است.")),
    (UNKNOWN, dialect.contents(EVERYTHING)),
]


def hostile(count: int) -> Iterator[tuple[Article, Content]]:
    """Articles whose every field is a string that breaks things, past all doors that would have cleaned it."""
    strings = ["\ufffe\uffff", " ", "]]>", "--><script>", "&#0; &amp;lt;", *naughty.EVIL, *naughty.STRINGS]
    for at in range(count):
        row = [strings[(at + n) % len(strings)] for n in range(8)]
        markdown = "\n\n".join(form.format(row[n % 8], at) for n, form in enumerate(naughty._KINDS))
        article = Article(
            id=at,
            uid=f"{at:016}",
            title=row[0],
            fetched=datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=at),
            url=f"https://pier.example/{at}/{row[4]}",
            canonical=row[5],
            authors=(row[0], row[5]),
            agency=row[1],
            publication=row[2],
            lang=row[6],
            description=row[3],
            tags=(row[4],),
        )
        yield article, replace(dialect.contents(markdown), highlights=(row[1],), notes=(row[2],))
