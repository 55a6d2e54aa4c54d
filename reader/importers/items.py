"""The values that importers give: articles, lists of feeds, and what cannot be taken over."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from reader.model import Draft, Excerpt, Subscription
from reader.text import urls
from reader.text.clean import clean, line, optional_line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import datetime

    from reader.dates.iso import Stamp

PENDING = "Only the address was saved; its page was not fetched."
"""Why an article of a list of addresses has no text."""

UNADDRESSED = "Only highlights were imported; the export names no address."
"""Why an article that stands for a book, or whose address the other program does not tell, has no text."""

OWN_WORDS_LIMIT = 2_000
"""Notes and highlights of one article that are taken over, each of them."""

NOTE_LIMIT = 100_000
"""Characters of a note; a longer one becomes several."""

QUOTE_LIMIT = 20_000
"""Characters of a highlight; a longer one becomes several."""

DEPTH_LIMIT = 8
"""Folders within folders that become a path tag; what lies further in gets the tag of the eighth."""

_TAGS_LIMIT = 200
_SHOWN = 120
_WHOLE = 1.0
"""Share of a text that was read to its end."""


class LeftOut(NamedTuple):
    """Something that was not taken over: its place ("row 4", "notes/a.md"), the reason, and what it says (a keyword, an
    address), by which it is told from others that were left for the same reason."""

    place: str
    reason: str
    what: str = ""

    def __str__(self) -> str:
        what = f" ({line(self.what, _SHOWN)})" if self.what else ""
        return f"{line(self.place, 300)}: {self.reason}{what}"


class ImportedArticle(NamedTuple):
    """An article; `html` is its text as that program kept it, which is still to be read ("": it kept none); `left` is
    what that program holds of it and this one has no place for."""

    draft: Draft
    html: str = ""
    left: tuple[LeftOut, ...] = ()


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
        settings=known.settings or feed.settings,
    )


def path_tag(folders: Iterable[str]) -> str | None:
    """`news/world` for the folders News and World as they are written; None where there are none."""
    names = [name for folder in folders for part in folder.split("/") if (name := line(part, 100))]
    return "/".join(names[:DEPTH_LIMIT]) or None


def page(
    place: str,
    url: str,
    title: str,
    *,
    html: str = "",
    saved: datetime | None = None,
    read: bool = False,
    bookmarked: bool = False,
    progress: float | None = None,
    tags: Iterable[str] = (),
    authors: Iterable[str] = (),
    feeds: Iterable[str] = (),
    published: Stamp | None = None,
    lang: str = "",
    description: str = "",
    notes: Iterable[str] = (),
    excerpts: Iterable[Excerpt] = (),
    left: Iterable[LeftOut] = (),
) -> ImportedArticle | LeftOut:
    """An article that was saved under its address; without `html` it waits for its page to be fetched. `progress` is the
    share that was read, 0 to 1."""
    address = urls.tidy(url)
    if address is None:
        what = urls.masked(url).strip()
        return LeftOut(place, "not a web address" if what else "no address", what)
    named = tuple(_each(tags))
    draft = Draft(
        title=line(title) or address,
        url=address,
        authors=tuple(_each(authors))[:_TAGS_LIMIT],
        published=published.moment if published else None,
        day=published.day if published else None,
        lang=optional_line(lang.replace("_", "-"), 40),
        description=optional_line(description),
        text_origin="file",
        text_state="pending",
        reason=PENDING,
        read=read or (progress is not None and progress >= _WHOLE),
        bookmarked=bookmarked,
        tags=named[:_TAGS_LIMIT],
        feeds=tuple(_each(feeds))[:_TAGS_LIMIT],
        saved=saved,
        progress=progress if progress and 0 < progress < _WHOLE else None,
    )
    draft, over = with_own_words(draft, place, notes, excerpts)
    if len(named) > _TAGS_LIMIT:
        over += (
            LeftOut(place, f"more than {_TAGS_LIMIT} tags on one article", ", ".join(named[_TAGS_LIMIT:])),
        )
    return ImportedArticle(draft, html, (*left, *over))


def with_own_words(
    draft: Draft, place: str, notes: Iterable[str], excerpts: Iterable[Excerpt]
) -> tuple[Draft, tuple[LeftOut, ...]]:
    """The draft with what the reader wrote on it and highlighted in it; and what is past the bounds."""
    written = tuple(part for note in notes for part in _pieces(note, NOTE_LIMIT))
    marked = tuple(
        replace(excerpt, quote=quote, note=excerpt.note if number == 0 else "")
        for excerpt in (part for one in excerpts for part in _with_whole_note(one))
        for number, quote in enumerate(_pieces(excerpt.quote, QUOTE_LIMIT) or [""])
        if quote or excerpt.note
    )
    over = tuple(
        LeftOut(place, f"more than {OWN_WORDS_LIMIT:,} {kind} on one article", f"{count:,} more")
        for kind, count in (
            ("notes", len(written) - OWN_WORDS_LIMIT),
            ("highlights", len(marked) - OWN_WORDS_LIMIT),
        )
        if count > 0
    )
    return replace(draft, notes=written[:OWN_WORDS_LIMIT], excerpts=marked[:OWN_WORDS_LIMIT]), over


def _with_whole_note(excerpt: Excerpt) -> Iterator[Excerpt]:
    """The excerpt, with what is too long of its note as further notes."""
    # A note that is kept with its highlight repeats that, and has a line of ours.
    first, *more = _pieces(excerpt.note, NOTE_LIMIT - QUOTE_LIMIT - 1_000) or [""]
    yield replace(excerpt, note=first)
    for part in more:
        yield replace(excerpt, quote="", note=part)


def _pieces(text: str, limit: int) -> list[str]:
    text = clean(text, max(len(text), 1)).strip()
    return [text[start : start + limit] for start in range(0, len(text), limit)]


def _each(names: Iterable[str]) -> dict[str, None]:
    cleaned = (line(name, 300) for name in names)
    return dict.fromkeys(name for name in cleaned if name)
