"""Saves the entries of a fetched feed: what is new is listed first, and gets its text when that has been read.

All of it runs within a transaction of the caller's.
"""

from __future__ import annotations

import zlib
from typing import TYPE_CHECKING

from reader.core.refresh import feed_settings
from reader.frozen import dataclass, replace
from reader.model import ParsedFeed
from reader.store.articles.new_entries import Arrival

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from reader.core.refresh.apply_rules import RuleSet
    from reader.core.refresh.outcome import Decision
    from reader.core.sandbox.results import FeedRead
    from reader.core.session import Session
    from reader.model import Draft, Entry, Feed
    from reader.store.feeds import FeedOutcome

_PACKING = 1
"""The level of zlib that is quickest."""

CUT = frozenset({"teaser", "part"})
"""States of a feed's text after which the page is fetched, where the feed's settings leave that open."""


@dataclass(frozen=True, slots=True)
class WaitingEntry:
    """An entry whose text is still to be read; `article_id` is None where it is not listed yet."""

    entry: Entry
    position: int
    article_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFeed:
    """The part of a feed that is saved so far. `waiting` has the last entry first: entries without a date come in at
    one moment, and of these the later id is listed first. `same` are the articles of entries that have not changed;
    `is_first` says that the feed was never read before, `by_hand` that the reader adds it just now, and needs no
    notification of what it has."""

    feed_id: int
    at: datetime
    new: int = 0
    waiting: tuple[WaitingEntry, ...] = ()
    same: frozenset[int] = frozenset()
    is_first: bool = False
    by_hand: bool = False

    @property
    def is_news_only(self) -> bool:
        """Tells whether all that waits is listed already, so that nothing has to be compared with what was there."""
        return all(waiting.article_id is not None for waiting in self.waiting)


def announce(session: Session, feed: Feed, decision: Decision, rules: RuleSet) -> SavedFeed:
    """Records the try and lists the entries that are plainly new; the result says which texts are to be read.

    Until `finish` the feed counts as not read: it is due at once, and its bytes are not known.
    """
    library, attempt, came, at = session.library, decision.attempt, decision.came, session.now()
    if came is None:
        return SavedFeed(feed_id=library.feeds.tried(feed.id, attempt), at=at)
    seen = library.arrivals.seen(feed.id)
    hashes = [bytes.fromhex(entry.digest or "") for entry in came.entries]
    places = [place for place, known in enumerate(hashes) if known not in seen][::-1]
    feed_id = library.feeds.tried(feed.id, _unfinished(attempt) if places else attempt)
    from reader.core.sandbox.entry_draft import listed  # late: most feeds have nothing new

    arrivals = [_arrival(listed(came.entries[n], came), came.entries[n], n) for n in places]
    ids = library.arrivals.announce(feed_id, arrivals, at) if places else []
    is_first = feed.last_success is None
    listed_now = [number for number in ids if number is not None]
    if is_first:
        library.arrivals.put_last(listed_now)
    library.saved.queue(listed_now)
    rules.listed(listed_now)
    return SavedFeed(
        feed_id=feed_id,
        at=at,
        new=sum(number is not None for number in ids),
        waiting=tuple(
            WaitingEntry(came.entries[n], n, article_id) for n, article_id in zip(places, ids, strict=True)
        ),
        same=frozenset(seen[known] for known in hashes if known in seen),
        is_first=is_first,
    )


def _unfinished(attempt: FeedOutcome) -> FeedOutcome:
    # Without the validators: a 304 to the next request would leave the texts unread for good.
    return replace(
        attempt,
        body_hash=None,
        etag=None,
        last_modified=None,
        next_at=attempt.tried,
        next_why="the last refresh was interrupted",
    )


def finish(
    session: Session,
    feed: Feed,
    saved: SavedFeed,
    drafts: Sequence[Draft],
    attempt: FeedOutcome,
    rules: RuleSet,
) -> tuple[int, int]:
    """Saves the texts, one draft for each entry that waited; how many articles are new and how many updated by it.

    All texts of feeds come into the library here: saved first, then met by the rules, which ask for the text, then
    queued for their pages. The try counts as whole last.
    """
    library = session.library
    library.articles.begin(saved.feed_id, saved.at, saved.same)
    listed_before: list[tuple[int, Arrival]] = []
    counts = {"new": 0, "updated": 0, "same": 0}
    came: list[tuple[int, Draft]] = []
    made: list[int] = []
    whole: list[int] = []
    for waiting, draft in zip(saved.waiting, drafts, strict=True):
        arrival = _arrival(draft, waiting.entry, waiting.position)
        if waiting.article_id is not None:
            listed_before.append((waiting.article_id, arrival))
            came.append((waiting.article_id, draft))
            continue
        result = library.articles.save(
            draft,
            now=saved.at,
            feed_id=saved.feed_id,
            guid=arrival.guid,
            position=arrival.position,
            entry_hash=arrival.hash,
        )
        counts[result.outcome] += 1
        if result.outcome == "new":
            made.append(result.id)
        if result.outcome == "new" or result.first_text:
            came.append((result.id, draft))
        elif draft.text_state == "full":
            whole.append(result.id)
    if saved.is_first:
        library.arrivals.put_last(made)
    if not saved.by_hand:
        library.saved.queue(made)
    library.arrivals.fill(saved.feed_id, listed_before, saved.at)
    rules.came([article_id for article_id, _ in came])
    queue_pages(session, feed, saved.feed_id, came, whole)
    library.feeds.tried(saved.feed_id, replace(attempt, moved_to=None))
    return counts["new"], counts["updated"]


def whole(session: Session, feed: Feed, read: FeedRead, attempt: FeedOutcome, rules: RuleSet) -> int:
    """Saves a feed of which nothing is here yet; how many articles are new."""
    waiting = tuple(WaitingEntry(entry, n, None) for n, entry in enumerate(read.feed.entries))
    saved = SavedFeed(
        feed_id=feed.id,
        at=session.now(),
        waiting=waiting[::-1],
        is_first=feed.last_success is None,
        by_hand=True,
    )
    return finish(session, feed, saved, read.drafts[::-1], attempt, rules)[0]


def _arrival(draft: Draft, entry: Entry, position: int) -> Arrival:
    return Arrival(
        draft=draft, guid=entry.guid, position=position, hash=bytes.fromhex(entry.digest or "") or None
    )


def queue_pages(
    session: Session,
    feed: Feed,
    feed_id: int,
    new: Iterable[tuple[int, Draft]],
    whole: Sequence[int] = (),
) -> None:
    """Queues the pages of new articles whose text the feed cuts, or as its settings say. The page of an article that the
    feed brings `whole` after all, which waits or failed, is not needed any more."""
    wanted = feed_settings.of(feed).full_text
    new = list(new)
    if wanted != "always":
        session.library.jobs.done(*whole, *(number for number, draft in new if draft.text_state == "full"))
    if wanted == "never":
        return
    pages = [
        (article_id, draft.url)
        for article_id, draft in new
        if draft.url and (wanted == "always" or draft.text_state in CUT or has_title_only(draft))
    ]
    session.library.jobs.add(pages, session.now(), feed_id=feed_id)


def has_title_only(draft: Draft) -> bool:
    """Tells whether a feed has neither text nor a file to play: the text is on the page then."""
    pictures = {picture.url for picture in draft.pictures}
    files = [link for link in draft.links if link.role == "enclosure" and link.url not in pictures]
    return draft.text_state == "none" and not files


def entries_of(came: ParsedFeed, saved: SavedFeed) -> ParsedFeed:
    """The feed with only those entries whose text is to be read."""
    return replace(came, entries=tuple(waiting.entry for waiting in saved.waiting))


def without_html(saved: SavedFeed) -> SavedFeed:
    """The same without the HTML of the entries that wait, which `entries_of` has."""
    return replace(
        saved,
        waiting=tuple(replace(waiting, entry=replace(waiting.entry, html="")) for waiting in saved.waiting),
    )


def packed(came: ParsedFeed) -> bytes:
    """A feed whose entries are read later, as few bytes: the HTML of hundreds of feeds waits at once, and packed it is a
    third."""
    from reader.core.sandbox.framing import encode

    return zlib.compress(encode(came), _PACKING)


def unpacked(data: bytes) -> ParsedFeed:
    """The feed that was `packed`."""
    from reader.core.sandbox.framing import decode

    return decode(ParsedFeed, zlib.decompress(data))
