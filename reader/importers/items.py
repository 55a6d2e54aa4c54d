"""The values that importers give: articles, lists of feeds, and what cannot be taken over."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from reader.model import Draft, Subscription
from reader.text import urls
from reader.text.clean import line, optional_line

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from reader.dates.iso import Stamp

PENDING = "Only the address was saved; its page was not fetched."
"""Why an article of a list of addresses has no text."""

_TAGS_LIMIT = 200
_SHOWN = 120


class ImportedArticle(NamedTuple):
    """An article; `html` is its text as that program kept it, which is still to be read ("": it kept none)."""

    draft: Draft
    html: str = ""


class Left(NamedTuple):
    """Something that was not taken over: its place ("row 4", "notes/a.md"), and the reason."""

    place: str
    reason: str

    def __str__(self) -> str:
        return f"{line(self.place, 300)}: {self.reason}"


class FeedList(NamedTuple):
    """The feeds of a list, each address once; in words what was left out: `exec:fetch-news (not a web address)`.

    `searches` are queries of ours with their names; `notes` is what else is worth a line.
    """

    subscriptions: tuple[Subscription, ...]
    skipped: tuple[str, ...]
    searches: tuple[tuple[str, str], ...] = ()
    notes: tuple[str, ...] = ()


def add_feed(found: dict[str, Subscription], feed: Subscription) -> None:
    """Add a feed to those of a list; where its address is there already, that one gains what it lacks, `_TAGS_LIMIT`
    tags at most."""
    key = urls.feed_identity(feed.url) or feed.url
    known = found.get(key) or Subscription(url=feed.url)
    found[key] = Subscription(
        url=known.url,
        title=known.title or feed.title,
        site_url=known.site_url or feed.site_url,
        tags=tuple(dict.fromkeys((*known.tags, *feed.tags)))[:_TAGS_LIMIT],
    )


def page(
    place: str,
    url: str,
    title: str,
    *,
    html: str = "",
    saved: datetime | None = None,
    read: bool = False,
    bookmarked: bool = False,
    tags: Iterable[str] = (),
    authors: Iterable[str] = (),
    published: Stamp | None = None,
    lang: str = "",
    description: str = "",
) -> ImportedArticle | Left:
    """An article that was saved under its address; without `html` it waits for its page to be fetched."""
    address = urls.tidy(url)
    if address is None:
        said = f"not a web address ({line(urls.masked(url), _SHOWN)})" if url.strip() else "no address"
        return Left(place, said)
    draft = Draft(
        title=line(title) or address,
        url=address,
        authors=_each(authors),
        published=published.moment if published else None,
        day=published.day if published else None,
        lang=optional_line(lang.replace("_", "-"), 40),
        description=optional_line(description),
        text_origin="file",
        text_state="pending",
        reason=PENDING,
        read=read,
        bookmarked=bookmarked,
        tags=_each(tags),
        saved=saved,
    )
    return ImportedArticle(draft, html)


def _each(names: Iterable[str]) -> tuple[str, ...]:
    cleaned = (line(name, 300) for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if name))[:_TAGS_LIMIT]
