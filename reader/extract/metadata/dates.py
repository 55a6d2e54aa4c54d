"""Finds when an article was published and last changed, by the places of its page in order of trust.

htmldate comes last: it is slow, and guesses where a page says nothing.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from reader.dates.iso import Stamp, stamp
from reader.explanation import Said
from reader.extract.metadata.headline_region import is_aside
from reader.extract.metadata.page_tags import words
from reader.late import pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from reader.extract.metadata.headline_region import Headline, Run
    from reader.extract.metadata.page_tags import PageTags, Place
    from reader.extract.metadata.structured_data import Node

_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "article:published", "og:pubdate",
    "parsely-pub-date", "sailthru.date", "datepublished", "cxenseparse:recs:publishtime", "rnews:datepublished",
    "article.published", "publish-date", "publish_date", "publishdate", "published-date", "published_date",
    "publication_date", "publication-date", "pubdate", "publishtime", "ptime", "citation_publication_date",
    "dc.date.issued", "dcterms.issued", "dcterms.created", "dc.date.created", "dc.date", "dcterms.date",
    "article_date_original", "originalpublicationdate", "date.created", "created", "displaydate", "timestamp",
    "bt:pubdate", "shareaholic:article_published_time", "date", "cdate", "apub:time",
)  # fmt: skip
_UPDATED = (
    "article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "dcterms.modified",
    "dc.date.modified", "article:modified", "lastmod", "last-modified", "revised", "modified", "updated",
)  # fmt: skip
_AMBIGUOUS = pattern(r"\s*\d{1,2}[/.]\d{1,2}[/.]\d{2}\b(?!\d)")
_IN_URL = pattern(r"(?<!\d)((?:19|20)\d\d)([/_-]?)(0?[1-9]|1[0-2])\2(0?[1-9]|[12]\d|3[01])(?=[/_.-]|[a-z]|$)")
REACH = 300
"""Elements between the headline and its printed date, at most."""


def published(
    clues: PageTags,
    nodes: Sequence[Node],
    headline: Headline,
    near: Sequence[Run],
    url: str | None,
    *,
    lang: str | None,
) -> Stamp | None:
    """The stamp that the first of JSON-LD, metas, itemprop, printed date and address gives.

    Site builders set datePublished anew with every change, to the millisecond: where it is no earlier than
    dateModified, an earlier printed date is the true one.
    """
    (_, given), *steps = _steps(clues, nodes, headline, near, url)
    texts = list(given)
    data = _first(texts, lang)
    if data and (begun := _begun(clues, nodes, headline, data, lang)):
        return begun
    if data and _set_anew(nodes, texts[0], data):
        printed = _first(_printed(clues, headline, near), lang)
        return printed if printed and printed.day < data.day else data
    found = (_first(step, lang) for _, step in steps)
    return data or next(filter(None, found), None) or _searched(clues, url)


def _steps(
    clues: PageTags, nodes: Sequence[Node], headline: Headline, near: Sequence[Run], url: str | None
) -> tuple[tuple[str, Iterator[str]], ...]:
    """The places, best first, and what they say."""
    return (
        ("JSON-LD datePublished", _of_nodes(nodes, ("datePublished", "dateCreated", "uploadDate"))),
        ("meta date of publication", _of_metas(clues, _PUBLISHED)),
        ("itemprop datePublished", _of_props(clues, headline, ("datePublished", "dateCreated"))),
        ("date printed near the headline", _printed(clues, headline, near)),
        ("address of the page", _of_address(url)),
    )


def said(
    clues: PageTags,
    nodes: Sequence[Node],
    headline: Headline,
    near: Sequence[Run],
    url: str | None,
    *,
    lang: str | None,
) -> Iterator[Said]:
    """The day that each place names which `published` knows, in its order, whether it was asked or not."""
    for source, texts in _steps(clues, nodes, headline, near, url):
        if found := _first(texts, lang):
            yield Said(source, found.day)
    if searched := _searched(clues, url):
        yield Said("a date somewhere on the page", searched.day)


def _first(texts: Iterable[str], lang: str | None) -> Stamp | None:
    stamps = (stamp(text, month_first=lang in ("en", "en-US")) for text in texts)
    return next(filter(None, stamps), None)


def _searched(clues: PageTags, url: str | None) -> Stamp | None:
    """The stamp that htmldate finds by its exact patterns. Its wider search takes years out of footers, so it is left
    off."""
    from htmldate import find_date

    try:
        day = find_date(clues.elements[0], url=url, extensive_search=False, original_date=True)
    except (ValueError, TypeError, AttributeError, OverflowError, RecursionError):
        return None
    return stamp(day) if day else None


def _begun(
    clues: PageTags, nodes: Sequence[Node], headline: Headline, data: Stamp, lang: str | None
) -> Stamp | None:
    """The earlier day of a page whose data give the time of the last change as that of publication, as those of live
    blogs do: when the report began, or what is marked on the page."""
    changed = updated(clues, nodes)
    if changed is None or data.moment < changed.moment:
        return None
    marked = (*_of_props(clues, headline, ("datePublished",)), *_of_metas(clues, ("datepublished",)))
    given = (*_of_nodes(nodes, ("coverageStartTime",)), *marked)
    found = _first(given, lang)
    return found if found and found.day < data.day else None


def _set_anew(nodes: Sequence[Node], text: str, data: Stamp) -> bool:
    changed = next((found for text in _of_nodes(nodes, ("dateModified",)) if (found := stamp(text))), None)
    return bool(changed and data.moment >= changed.moment and _MILLISECONDS.search(text))


_MILLISECONDS = pattern(r":\d\d\.(?!0+(?:\D|$))\d")


def updated(clues: PageTags, nodes: Sequence[Node]) -> Stamp | None:
    """The stamp of the last change by JSON-LD or metas."""
    return next((found for _, found in changes(clues, nodes)), None)


def changes(clues: PageTags, nodes: Sequence[Node]) -> Iterator[tuple[str, Stamp]]:
    """The stamps of the last change with their places, best first."""
    given = (
        ("JSON-LD dateModified", _of_nodes(nodes, ("dateModified",))),
        ("meta date of change", _of_metas(clues, _UPDATED)),
    )
    for source, texts in given:
        yield from ((source, found) for text in texts if (found := stamp(text)))


def _of_nodes(nodes: Sequence[Node], keys: Iterable[str]) -> Iterator[str]:
    for node in nodes:
        for key in keys:
            value = node.get(key)
            if isinstance(value, list) and value:
                value = value[0]
            if isinstance(value, dict):
                value = value.get("@value")
            if isinstance(value, str):
                yield value


def _of_metas(clues: PageTags, metas: Iterable[str]) -> Iterator[str]:
    for name in metas:
        for value in clues.metas.get(name, ()):
            if not _AMBIGUOUS.match(value):
                yield value


def _of_props(clues: PageTags, headline: Headline, props: Iterable[str]) -> Iterator[str]:
    for prop in props:
        for place in clues.props.get(prop, ()):
            if not is_aside(place.element, headline):
                yield from _written(place)


def _printed(clues: PageTags, headline: Headline, near: Sequence[Run]) -> Iterator[str]:
    """Dates near the headline: `time` elements, then elements that are called a date, then any short text; the
    nearest first, those of a change last."""

    def rank(place: Place) -> tuple[bool, bool, int]:
        is_before = place.position < headline.position
        return place.element.tag != "time", is_before, headline.distance(place)

    within_reach = (place for place in clues.times if headline.distance(place) <= REACH)
    later: list[str] = []
    for place in sorted((one for one in within_reach if not is_aside(one.element, headline)), key=rank):
        texts = list(_written(place))
        about = (*texts, place.element.get("class") or "", place.element.get("itemprop") or "")
        if _CHANGED.search(" ".join(about)):
            later.extend(texts)
        else:
            yield from texts
    short = [run.text for run in near if run.position != headline.position and _may_be_date(run.text)]
    yield from (text for text in short if not _CHANGED.search(text))
    yield from later
    yield from short


def _may_be_date(text: str) -> bool:
    return 6 <= len(text) <= 80 and len(text.split()) <= 9 and any(map(str.isdigit, text))


_CHANGED = pattern(
    r"updated|modified|aktualisiert|mis à jour|actualizado|aggiornato|обновлено", re.IGNORECASE
)


def _written(place: Place) -> Iterator[str]:
    for attribute in ("datetime", "content", "data-datetime", "title"):
        if value := place.element.get(attribute):
            yield value
    text = words(place.element, 200)
    if 6 <= len(text) <= 120:
        yield text


def _of_address(url: str | None) -> Iterator[str]:
    if url and (match := _IN_URL.search(url)):
        yield f"{match[1]}-{int(match[3]):02}-{int(match[4]):02}"
