"""Which page goes on with the article? The one that rel=next names, if it is this page's address with the next number."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from reader.text import urls

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.html import HtmlElement

_WORD = r"(?:page|p|pg|seite|s|pagina|strona|part|teil)"
_IN_PATH = re.compile(
    rf"(?:/(?P<word>{_WORD})?[/_=-]?|[_,.-](?P<mark>{_WORD})?[_-]?)(?P<n>\d{{1,3}})(?P<end>\.\w{{2,5}})?/?$",
    re.IGNORECASE,
)
_DAY = re.compile(r"/(?:19|20)\d\d/\d{1,2}$")
_BARE_MOST = 10
"""A number that no word calls a page's counts up to here, which is as far as pages are read: an address may also end in
the number of the article, as a comic's does."""

_IN_QUERY = re.compile(rf"(?:{_WORD}|paged|pagenum|page_?no)", re.IGNORECASE)


def following(root: HtmlElement, url: str | None) -> str | None:
    """The address of the next page of the same article; None where there is none.

    rel=next also names the next article of a blog, so that the number of the page has to be in the address.
    """
    if url is None:
        return None
    for link in root.iter("link", "a"):
        if "next" not in (link.get("rel") or "").lower().split():
            continue
        found = urls.tidy(link.get("href") or "", url)
        if found and urls.same_site(url, found) and is_next(url, found):
            return found
    return None


def is_next(url: str, other: str) -> bool:
    """Whether the other address is this one's with the number of the page that comes next."""
    own = {(_bare(url), 1), *_numbered(url)}
    return any((stem, number - 1) in own for stem, number in _numbered(other))


def _numbered(url: str) -> Iterator[tuple[str, int]]:
    """The address without a number in it, and that number."""
    parts = urlsplit(url)
    if (match := _IN_PATH.search(parts.path)) and _can_be_a_page(match):
        path = parts.path[: match.start()] + (match["end"] or "")
        yield _bare(urlunsplit(parts._replace(path=path))), int(match["n"])
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    for place, (name, value) in enumerate(pairs):
        if _IN_QUERY.fullmatch(name) and value.isascii() and value.isdecimal() and len(value) <= 3:
            rest = urlencode(pairs[:place] + pairs[place + 1 :])
            yield _bare(urlunsplit(parts._replace(query=rest))), int(value)


def _can_be_a_page(match: re.Match[str]) -> bool:
    is_named = match["word"] or match["mark"]
    return bool(is_named) or (
        int(match["n"]) <= _BARE_MOST and _DAY.search(match.string[: match.start()]) is None
    )


def _bare(url: str) -> str:
    return urls.identity(url) or url
