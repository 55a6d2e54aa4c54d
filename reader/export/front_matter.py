"""The front matter of an exported article, with the keys that Obsidian's Web Clipper writes."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING

from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reader.model import Article

ALWAYS_TAGGED = "clippings"
"""The tag that tells clipped articles from the reader's own notes."""

# YAML's set of printable characters is narrower than JSON's, and it breaks lines at three more.
_NOT_PRINTABLE = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def write(article: Article) -> str:
    """Front matter from `---` to `---`, ends with a line feed; what is not known is left out.

    Strings are written as JSON writes them, which YAML 1.1 and 1.2 both read as that string. The days are bare dates;
    `created` is the day in UTC on which the article came into the library, so that it is the same on every machine.
    """
    lines = [
        "---",
        *_string("title", article.title),
        *_string("source", source(article)),
        *_strings("author", article.authors),
        *_string("agency", article.agency),
        *_string("publication", article.publication),
        *([f"published: {day}"] if (day := published_day(article)) else []),
        f"created: {article.fetched:%Y-%m-%d}",
        *_string("description", article.description),
        *_strings("tags", [ALWAYS_TAGGED, *(tag for tag in article.tags if tag != ALWAYS_TAGGED)]),
        *_string("broadsheet", article.uid),
        "---",
        "",
    ]
    return "\n".join(lines)


def published_day(article: Article) -> str | None:
    """`YYYY-MM-DD`: the day in the publisher's zone, else in UTC."""
    if article.day and re.fullmatch(r"\d{4}-\d\d-\d\d", article.day):
        return article.day
    return f"{article.published:%Y-%m-%d}" if article.published else None


def source(article: Article) -> str | None:
    """The address to name: a canonical one on another site, else the one it was got under; without credentials."""
    url, canonical = article.url, article.canonical
    if canonical and (not url or not urls.same_site(canonical, url)):
        url = canonical
    return urls.absolute(urls.without_credentials(url)) if url else None


def _string(name: str, value: str | None) -> list[str]:
    return [f"{name}: {quoted(value)}"] if value else []


def _strings(name: str, values: Sequence[str]) -> list[str]:
    return [f"{name}:", *(f"  - {quoted(value)}" for value in values)] if values else []


def quoted(value: str) -> str:
    """A string in double quotes, on one line."""
    return _NOT_PRINTABLE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))
