"""Articles in Google Reader's JSON, as FreshRSS, Google's Takeout and other readers with its interface export them.

An object with an array `items`: `{title, author, published, canonical or alternate: [{href}], content or summary: {content},
categories, annotations: [{content}], origin: {title, streamId, htmlUrl}}`. Categories that end in `state/com.google/read` and
`…/starred` are marks, `user/…/label/NAME` a label of the reader's; others are the publisher's. By FreshRSS,
github.com/FreshRSS/FreshRSS, `app/views/helpers/export/articles.phtml`; the fields: github.com/mihaip/google-reader-api,
`ApiStreamContents.md`.
"""

from __future__ import annotations

import re
from html import unescape
from typing import TYPE_CHECKING

from reader.dates.iso import from_unix
from reader.importers import json_objects
from reader.importers.items import LeftOut, page

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

    from reader.importers.file_kind import FileHead
    from reader.importers.items import ImportedArticle
    from reader.importers.json_objects import Fields

_STREAM = re.compile(r'"id"\s{0,9}:\s{0,9}"(?:user|feed|tag:google|pop)\b')
_LABEL = re.compile(r"user/[^/]{1,200}/label/(.+)", re.DOTALL)
_STATE = re.compile(r"user/[^/]{1,200}/state/com\.google/(read|starred)")


def detect(head: FileHead) -> bool:
    """A stream's id, and its items."""
    return head.holds_items and _STREAM.search(head.text) is not None


def read(text: Callable[[int], str]) -> Iterator[ImportedArticle | LeftOut]:
    """The articles in file order; where the file is the list of the starred ones, all are."""
    header, items = json_objects.within(text)
    is_starred = header.text("id").endswith("/starred")
    for item in items:
        yield item if isinstance(item, LeftOut) else _article(*item, is_starred=is_starred)


def _article(place: str, found: Fields, *, is_starred: bool) -> ImportedArticle | LeftOut:
    categories = found.names("categories")
    states = {state[1] for name in categories if (state := _STATE.fullmatch(name))}
    author = found.text("author")
    origin = found.inner("origin")
    return page(
        place,
        found.inner("canonical").text("href") or found.inner("alternate").text("href"),
        unescape(found.text("title")),
        html=found.inner("content").text("content") or found.inner("summary").text("content"),
        saved=_saved(found),
        read="read" in states,
        bookmarked=is_starred or "starred" in states,
        tags=[label[1] for name in categories if (label := _LABEL.fullmatch(name))],
        authors=[unescape(author)] if author else [],
        feeds=[unescape(origin.text("title"))] if origin.text("title") else [],
        published=found.moment("published"),
        notes=[unescape(one.text("content")) for one in found.each("annotations")],
    )


def _saved(found: Fields) -> datetime | None:
    """Gives the time at which the article came in, from microseconds or milliseconds."""
    for name, divisor in (("timestampUsec", 1_000_000), ("crawlTimeMsec", 1_000)):
        text = found.text(name)
        if text.isdecimal() and len(text) <= 20 and (moment := from_unix(int(text) // divisor)):
            return moment
    return None
