"""The CSL-JSON format: articles as sources to cite, for Zotero, pandoc and whatever else speaks CSL.

After https://resource.citationstyles.org/schema/latest/input/json/csl-data.json; its fields only.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from reader.export.markdown_file import source
from reader.export.names import published_day
from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from typing import IO

    from reader.model import Article, Content

_BLOG = re.compile(r"(?<![^\W\d_])(we)?blog(s|ger)?(?![^\W\d_])", re.IGNORECASE)
_BLOG_HOST = re.compile(
    r"(^|\.)(blogspot\.\w+(\.\w+)?|wordpress\.com|substack\.com|medium\.com|tumblr\.com|livejournal\.com|typepad\.com|ghost\.io"
    r"|bearblog\.dev|hashnode\.dev|micro\.blog)$"
)
"""Hosts of nothing but blogs."""

_FAMILY_FIRST = frozenset(["hu", "ja", "ko", "km", "mn", "vi", "zh", "yue"])
"""Languages in which the name of the family comes first."""

_WORD = r"(?:[^\W\d_]+[-'’])*[^\W\d_]+"
_NAME = re.compile(
    rf"(?P<given>{_WORD}(?: (?:[^\W\d_]\.)+)*|(?:[^\W\d_]\. ?)+) (?P<family>(?:{_WORD} )*?{_WORD})"
)
_PARTICLES = frozenset(
    [
        "al",
        "bin",
        "da",
        "dal",
        "das",
        "de",
        "del",
        "della",
        "den",
        "der",
        "di",
        "do",
        "dos",
        "du",
        "el",
        "la",
        "le",
        "ten",
        "ter",
        "van",
        "von",
        "y",
        "zu",
        "zum",
        "zur",
    ]
)
_NO_PERSON = frozenset(
    [
        "agency",
        "associated",
        "board",
        "bureau",
        "committee",
        "desk",
        "editor",
        "editorial",
        "editors",
        "group",
        "guest",
        "magazine",
        "media",
        "network",
        "news",
        "newsroom",
        "online",
        "post",
        "press",
        "radio",
        "redaktion",
        "reporter",
        "service",
        "staff",
        "team",
        "the",
        "times",
        "tv",
        "today",
        "редакция",
        "агентство",
    ]
)
"""Words that no person has in a name, in lower case."""


class CslJson:
    """The format `csl-json`."""

    suffix = ".json"
    is_text = True

    def write(self, file: IO[bytes], articles: Iterable[tuple[Article, Content]], _day: date) -> None:
        """Write an array, an item for each article in a line of its own."""
        before = b"[\n"
        for article, _ in articles:
            file.write(before + json.dumps(item(article), ensure_ascii=False).encode("utf-8", "replace"))
            before = b",\n"
        file.write(b"\n]\n" if before == b",\n" else b"[]\n")


def item(article: Article) -> dict[str, Any]:
    """The article as an item; what is not known is left out. Its id is the article's uid, which stays."""
    publication = article.publication or (article.feeds[0] if article.feeds else None)
    day = published_day(article)
    names = [name(author, article.lang) for author in article.authors]
    fields = {
        "id": article.uid,
        "type": kind(article),
        "title": article.title,
        "author": names or ([{"literal": article.agency}] if article.agency else None),
        "issued": _date(day) if day else None,
        "accessed": _date(f"{article.fetched:%Y-%m-%d}"),
        "container-title": publication,
        "URL": source(article),
        "language": article.lang,
        "abstract": article.description,
        "keyword": ", ".join(article.tags) or None,
    }
    return {name: value for name, value in fields.items() if value}


def kind(article: Article) -> str:
    """The type of its item.

    `post-weblog` where its host has nothing but blogs, or its address or publication says blog; else `article-newspaper`
    where its publication and its day are known; else `webpage`.
    """
    url = source(article) or ""
    if _BLOG_HOST.search(urls.host(url) or "") or _BLOG.search(f"{url} {article.publication or ''}"):
        return "post-weblog"
    return "article-newspaper" if article.publication and published_day(article) else "webpage"


def name(author: str, lang: str | None) -> dict[str, str]:
    """The parts of a person's name where they are as good as certain, else the name as it is.

    They are for two names, with initials between or for the first, and particles before the last (`Ludwig van Beethoven`),
    each with a capital, in a script that has them; not in languages that put the family first, nor for what may be no person.
    """
    parts = _NAME.fullmatch(author)
    base = (lang or "").replace("_", "-").partition("-")[0].lower()
    if parts is None or base in _FAMILY_FIRST or _NO_PERSON & set(author.lower().split()):
        return {"literal": author}
    *particles, last = parts["family"].split(" ")
    first = parts["given"].split(" ")[0]
    are_names = all(word[0].isupper() and ("." in word or not word.isupper()) for word in (first, last))
    if not are_names or not all(word in _PARTICLES for word in particles):
        return {"literal": author}
    return {"family": parts["family"], "given": parts["given"]}


def _date(day: str) -> dict[str, list[list[int]]]:
    return {"date-parts": [[int(part) for part in day.split("-")]]}
