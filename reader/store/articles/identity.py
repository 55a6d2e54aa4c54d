"""Tells which article of the library a draft is, if any.

By its guid within its feed; else by its address, or the canonical one on the same site; else, where it has no address,
by its words. Feeds in the wild repeat guids, change them, or give one link to all entries: then the title decides, and
in doubt the draft is an article of its own, since two rows lose nothing and one row would.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from reader.frozen import dataclass
from reader.late import pattern
from reader.store.articles.texts import COPY_WORDS, digest, word_hash
from reader.text import urls
from reader.text.fold import fold

if TYPE_CHECKING:
    from collections.abc import Collection

    from reader.model import Draft
    from reader.store.database import Database

_WORDS = pattern(r"\w+")
_EDITION = pattern(r"#\d+$")
"""Some publishers count an entry's editions at the end of its guid (`…/articles/c1234#2`)."""

_ALIKE = 0.5
"""Share of common words from which on two titles can be one headline before and after an edit."""


@dataclass(frozen=True, slots=True)
class KnownEntry:
    """A draft's place in a feed. `keys` are the draft's, the surest first, none where only the guid tells it apart;
    `met` are the articles that earlier entries of the same document were; `hash` is that of the entry."""

    feed_id: int
    guid: str | None
    keys: tuple[str, ...]
    title: str
    position: int | None
    met: Collection[int]
    hash: bytes | None

    @property
    def link_key(self) -> str | None:
        """Gives the surest of its keys."""
        return self.keys[0] if self.keys else None


@dataclass(frozen=True, slots=True)
class Identity:
    """`article_id` is None for a new article; `keys` are those it may claim, whichever it is."""

    article_id: int | None
    keys: tuple[str, ...]


def entry(
    draft: Draft,
    feed_id: int,
    guid: str | None,
    position: int | None,
    met: Collection[int] = (),
    entry_hash: bytes | None = None,
) -> KnownEntry:
    """Gives the draft as an entry of the feed."""
    guid = _EDITION.sub("", guid) if guid else None
    return KnownEntry(
        feed_id=feed_id,
        guid=guid,
        keys=_keys(draft, in_feed=True, has_guid=bool(guid)),
        title=draft.title,
        position=position,
        met=met,
        hash=entry_hash,
    )


def identify(database: Database, draft: Draft, place: KnownEntry | None) -> Identity:
    """Finds the article that the draft is; a few SELECTs."""
    keys = place.keys if place else _keys(draft, in_feed=False, has_guid=False)
    rejected: set[int] = set()
    if place is not None:
        best, rejected = _in_feed(database, place)
        if best is not None:
            return Identity(best, keys)
    free: list[str] = []
    for key in keys:
        known: int | None = database.value("SELECT article_id FROM address WHERE key = ?", (key,))
        if known is None:
            free.append(key)
        elif known not in rejected and not (place and _is_met(database, place, known)):
            return Identity(known, keys)
    # A key that another entry of the feed holds is not enough to tell the two apart: it stays with the other.
    return Identity(None, tuple(free))


def _in_feed(database: Database, place: KnownEntry) -> tuple[int | None, set[int]]:
    known = database.rows(
        "SELECT article_id, guid, link_key, title FROM appearance WHERE feed_id = ? AND (guid = ? OR link_key = ?)",
        (place.feed_id, place.guid, place.link_key),
    )
    judged = [
        (_likeness(place, guid, link_key, title, is_met=article_id in place.met), -article_id)
        for article_id, guid, link_key, title in known
    ]
    # Of two that are equally like it, the one that was there first.
    likeness, negated = max(judged, default=(0, 0))
    return (-negated if likeness else None), {-number for likeness, number in judged if not likeness}


def _is_met(database: Database, place: KnownEntry, article_id: int) -> bool:
    """Tells whether an earlier entry of the same document, with another title, was that article."""
    if article_id not in place.met:
        return False
    title: str | None = database.value(
        "SELECT title FROM appearance WHERE article_id = ? AND feed_id = ?", (article_id, place.feed_id)
    )
    return title is not None and not _is_same_title(title, place.title)


def _is_same_title(one: str, other: str) -> bool:
    return one == other or fold(one) == fold(other)


def _likeness(place: KnownEntry, guid: str | None, link_key: str | None, title: str, *, is_met: bool) -> int:
    """Gives 0 for another article; else the higher the surer."""
    same_title = _is_same_title(title, place.title)
    same_link = link_key is not None and link_key == place.link_key
    is_other_link = None not in (link_key, place.link_key) and not same_link
    if is_met and (is_other_link or not same_title):
        return 0
    if guid and guid == place.guid:
        is_same = not is_other_link or _alike(title, place.title)
    elif guid and place.guid:
        is_same = same_link and same_title
    else:
        is_same = same_link
    return (1 + 4 * (guid == place.guid) + 2 * same_link + same_title) if is_same else 0


def _alike(one: str, other: str) -> bool:
    first, second = set(_WORDS.findall(fold(one))), set(_WORDS.findall(fold(other)))
    return len(first & second) >= _ALIKE * max(len(first), len(second))


def _keys(draft: Draft, *, in_feed: bool, has_guid: bool) -> tuple[str, ...]:
    """Gives the keys of the draft, the surest first; empty where only its guid tells it apart."""
    own = _page_key(draft.url) if in_feed else urls.identity(draft.url) if draft.url else None
    canonical = None
    if draft.canonical and (draft.url is None or urls.same_site(draft.url, draft.canonical)):
        # Whole sites name their front page as the canonical address of every article.
        canonical = _page_key(draft.canonical)
    found = tuple(dict.fromkeys(key for key in (own, canonical) if key))
    return found if found or has_guid else (_text_key(draft),)


def _page_key(url: str | None) -> str | None:
    """Gives the key of an address that names a page within a site, not the site's front page."""
    key = urls.identity(url) if url else None
    return key if key and ("/" in (rest := key.removeprefix("https://")) or "?" in rest) else None


def _text_key(draft: Draft) -> str:
    if (words := word_hash(draft.text, COPY_WORDS)) is not None:
        return f"text:{words.hex()}"
    return f"text:{digest(fold(draft.title), fold(draft.text)).hex()}"
