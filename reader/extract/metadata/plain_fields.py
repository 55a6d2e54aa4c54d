"""Reads the plain fields of a page: publication, language, description, address, picture, section; best place first.

Each function yields what the places say one after the other, so that whoever wants the first reads no further.
"""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from reader.explanation import Said
from reader.extract.metadata import normalize, structured_data
from reader.late import pattern
from reader.text import urls
from reader.text.clean import optional_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from reader.extract.metadata.page_tags import PageTags
    from reader.extract.metadata.structured_data import Node

JSON_LD = "JSON-LD"

_LANG = pattern(r"([a-zA-Z]{2,3})(?:[-_](?:[a-zA-Z]{4}[-_])?([a-zA-Z]{2}|\d{3}))?(?:[-_.@].*)?")


def first(said: Iterable[Said]) -> str | None:
    """The value that the first place gives."""
    return next((one.value for one in said), None)


def publication(clues: PageTags, main: Sequence[Node], nodes: Sequence[Node]) -> Iterator[Said]:
    """The newspaper, magazine or blog; an address is no name."""
    sites = (node for node in nodes if "WebSite" in structured_data.types(node))
    given = (
        *_metas(clues, "og:site_name"),
        *((f"{JSON_LD} publisher", structured_data.text(node.get("publisher"))) for node in main),
        *_metas(clues, "application-name", "apple-mobile-web-app-title"),
        *((f"{JSON_LD} WebSite", structured_data.text(node)) for node in sites),
        *_metas(clues, "dc.publisher"),
    )
    for source, text in given:
        if (name := normalize.plain(text)) and not urls.is_http(name):
            yield Said(source, name)


def lang(clues: PageTags, main: Sequence[Node]) -> Iterator[Said]:
    """The language, as "en" or "pt-BR"."""
    given = (
        ("html lang", clues.lang),
        *((f"{JSON_LD} inLanguage", structured_data.text(node.get("inLanguage"))) for node in main),
        *_metas(clues, "og:locale", "content-language", "dc.language"),
    )
    return _said(given, language)


def language(tag: str | None) -> str | None:
    """A language tag as "en" or "pt-BR"; None for what is no tag."""
    match = _LANG.fullmatch(tag.strip()[:40]) if tag else None
    if not match or match[1].lower() == "utf":  # "utf-8" is no language
        return None
    return f"{match[1].lower()}-{match[2].upper()}" if match[2] else match[1].lower()


def description(clues: PageTags, main: Sequence[Node]) -> Iterator[Said]:
    """The article in a sentence or two."""
    given = (
        *_metas(clues, "og:description", "description", "twitter:description", "dc.description"),
        *((f"{JSON_LD} description", structured_data.text(node.get("description"))) for node in main),
    )
    return _said(given, normalize.plain)


def canonical(clues: PageTags, base: str | None) -> Iterator[Said]:
    """The address that the page claims."""
    links = (link for link in clues.links if "canonical" in (link.get("rel") or "").lower().split())
    given = (("link rel=canonical", link.get("href")) for link in islice(links, 1))
    return _said((*given, *_metas(clues, "og:url")), lambda href: urls.tidy(href, base) if href else None)


def picture(clues: PageTags, main: Sequence[Node], base: str | None) -> Iterator[Said]:
    """The address of the lead picture."""
    given = (
        *_metas(
            clues, "og:image:secure_url", "og:image", "og:image:url", "twitter:image", "twitter:image:src"
        ),
        *((f"{JSON_LD} image", structured_data.address(node.get("image"))) for node in main),
    )
    return _said(given, lambda href: urls.tidy(href, base) if href else None)


def section(clues: PageTags, main: Sequence[Node]) -> Iterator[Said]:
    """The part of the newspaper."""
    given = (
        *((f"{JSON_LD} articleSection", structured_data.text(node.get("articleSection"))) for node in main),
        *_metas(clues, "article:section", "section"),
    )
    return _said(given, lambda text: optional_line(text, 100))


def _said(
    given: Iterable[tuple[str, str | None]], read: Callable[[str | None], str | None]
) -> Iterator[Said]:
    """The values that can be read, each with its place."""
    return (Said(source, found) for source, text in given if (found := read(text)))


def _metas(clues: PageTags, *names: str) -> Iterator[tuple[str, str]]:
    return ((f"meta {name}", value) for name in names for value in clues.metas.get(name, ())[:1])
