"""Gives the players of a page the titles and addresses that the page's data tell of its films and sounds.

A player that a script draws is an empty box with a number, or no more than the data beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from lxml.etree import XPath

from reader.extract.html import tree
from reader.extract.media import embeds
from reader.extract.metadata import normalize, structured_data
from reader.text import urls
from reader.text.clean import clean, line

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from lxml.html import HtmlElement

    from reader.extract.metadata.structured_data import Node

FILMS_LIMIT = 50
"""Films of a page that are read."""

BOXES_LIMIT = 200
"""Boxes with a number that are looked at."""

TITLE_LIMIT = 300
"""Characters of a title; a description may stand for it."""

_TAGS = {"VideoObject": "video", "AudioObject": "audio"}
_NUMBERS = ("data-video-id", "data-videoid", "data-media-id", "data-mediaid")
_NUMBERED = XPath(f"//*[{' or '.join(f'@{name}' for name in _NUMBERS)}]")
_SHORTEST_NUMBER = 6


@dataclass(frozen=True, slots=True)
class Film:
    """A film or sound: `tag` is the element that shows one, `url` leads a person there, `addresses` are all that it has."""

    tag: str
    title: str
    url: str
    addresses: tuple[str, ...]


def stated(nodes: Iterable[Node], site_names: Collection[str], base: str | None) -> tuple[Film, ...]:
    """The films of a page's nodes that have a title, other than the site's name, and an address."""
    sites = {normalize.key(name) for name in site_names}
    films = (_film(node, sites, base) for node in islice(_nodes(nodes), FILMS_LIMIT))
    return tuple(film for film in films if film is not None)


def _nodes(nodes: Iterable[Node]) -> Iterator[Node]:
    for node in nodes:
        below = node.get("video") if structured_data.is_article(node) else None
        for one in (node, *(below if isinstance(below, list) else [below])):
            if isinstance(one, dict) and not _TAGS.keys().isdisjoint(structured_data.types(one)):
                yield one


def _film(node: Node, sites: Collection[str], base: str | None) -> Film | None:
    tag = next(_TAGS[name] for name in structured_data.types(node) if name in _TAGS)
    given = (structured_data.text(node.get(key)) for key in ("headline", "name", "description"))
    titles = (line(clean(normalize.plain(text) or ""), TITLE_LIMIT) for text in given)
    title = next((text for text in titles if text and normalize.key(text) not in sites), None)
    keys = ("url", "mainEntityOfPage", "embedUrl", "contentUrl")
    found = (urls.tidy(structured_data.address(node.get(key)) or "", base) for key in keys)
    addresses = tuple(address for address in found if address)
    return Film(tag, title, addresses[0], addresses) if title and addresses else None


def place(root: HtmlElement, films: Sequence[Film], base: str | None) -> None:
    """Names the players whose address is a film's, and puts one where a box has its number or its data stand alone."""
    if not films:
        return
    for player in list(root.iter(*embeds.MEDIA)):
        shown = embeds.read(player, base)
        film = next((one for one in films if shown and not shown.text and _is_at(shown.url, one)), None)
        if film is not None:
            player.set("title", film.title)
    for box in islice(tree.elements(_NUMBERED(root)), BOXES_LIMIT):
        number = next(value for name in _NUMBERS if (value := box.get(name)) is not None)
        film = next((one for one in films if _has(one, number)), None)
        if film is not None and box.tag not in embeds.MEDIA and not _has_player(box):
            box.insert(0, _player(box, film))
    body = root.find("body")
    for script in list(body.iter("script")) if body is not None else []:
        beside = script.getparent()
        if "ld+json" not in (script.get("type") or "") or beside is None or _has_player(beside):
            continue
        told = stated(structured_data.nodes([script.text or ""])[:1], (), base)
        if told and (film := next((one for one in films if one.url == told[0].url), None)) is not None:
            script.addprevious(_player(script, film))


def _is_at(url: str | None, film: Film) -> bool:
    pages = {urls.identity(embeds.page(address)) for address in film.addresses}
    return url is not None and urls.identity(url) in pages


def _has(film: Film, number: str) -> bool:
    return len(number) >= _SHORTEST_NUMBER and any(number in address for address in film.addresses)


def _has_player(box: HtmlElement) -> bool:
    return next(box.iter(*embeds.MEDIA), None) is not None


def _player(beside: HtmlElement, film: Film) -> HtmlElement:
    return beside.makeelement(film.tag, {"src": film.url, "title": film.title})
