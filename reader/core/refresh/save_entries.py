"""What of a feed comes into the library? What is new is listed first; texts are kept when they have been read.

All of it runs within a transaction of the caller's.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from reader.core.refresh import feed_settings
from reader.core.sandbox.entry_draft import listed
from reader.store.articles.new_entries import Arrival

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from reader.core.refresh.apply_rules import RuleSet
    from reader.core.refresh.outcome import Decision
    from reader.core.sandbox.results import FeedRead
    from reader.core.session import Session
    from reader.model import Draft, Entry, Feed, ParsedFeed
    from reader.store.articles.save_article import SaveResult
    from reader.store.fetch_results import FeedOutcome

CUT = frozenset({"teaser", "part"})
"""What a feed gives of an article whose page is fetched where its settings leave that open."""


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry whose text is still to be read; `article_id` is None where it is not listed yet."""

    entry: Entry
    position: int
    article_id: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class SavedFeed:
    """What came of a feed so far. `waiting` has the last entry first: entries without a date come in at one moment, and
    of these the later id is listed first. `same` are the articles of entries that have not changed."""

    feed_id: int
    at: datetime
    new: int = 0
    waiting: tuple[Waiting, ...] = ()
    same: frozenset[int] = frozenset()

    @property
    def is_news_only(self) -> bool:
        """Whether all that waits is listed: nothing has to be compared with what was there."""
        return all(waiting.article_id is not None for waiting in self.waiting)


def announce(session: Session, feed: Feed, decision: Decision, rules: RuleSet) -> SavedFeed:
    """Keep the try itself and list the entries that are plainly new; say which texts are to be read.

    Until `finish` the feed counts as not read: it is due at once, and its bytes are not known.
    """
    library, attempt, came, at = session.library, decision.attempt, decision.came, session.now()
    if came is None:
        return SavedFeed(feed_id=library.feeds.tried(feed.id, attempt), at=at)
    seen = library.arrivals.seen(feed.id)
    hashes = [bytes.fromhex(entry.digest or "") for entry in came.entries]
    places = [place for place, known in enumerate(hashes) if known not in seen][::-1]
    feed_id = library.feeds.tried(feed.id, _unfinished(attempt) if places else attempt)
    arrivals = [_arrival(listed(came.entries[n], came), came.entries[n], n) for n in places]
    ids = library.arrivals.announce(feed_id, arrivals, at) if places else []
    rules.listed([number for number in ids if number is not None])
    return SavedFeed(
        feed_id=feed_id,
        at=at,
        new=sum(number is not None for number in ids),
        waiting=tuple(
            Waiting(came.entries[n], n, article_id) for n, article_id in zip(places, ids, strict=True)
        ),
        same=frozenset(seen[known] for known in hashes if known in seen),
    )


def _unfinished(attempt: FeedOutcome) -> FeedOutcome:
    # Without the validators: a 304 to the next request would leave the texts unread for good.
    return replace(
        attempt,
        body_hash=None,
        etag=None,
        last_modified=None,
        next_at=attempt.tried,
        next_why="its texts were not read to the end",
    )


def finish(
    session: Session,
    feed: Feed,
    kept: SavedFeed,
    drafts: Sequence[Draft],
    attempt: FeedOutcome,
    rules: RuleSet,
) -> tuple[int, int]:
    """Keep the texts, one draft for each that waited; how many articles are new and how many updated by it."""
    library = session.library
    library.articles.begin(kept.feed_id, kept.at, kept.same)
    known: list[tuple[int, Arrival]] = []
    counts = {"new": 0, "updated": 0, "same": 0}
    queued: list[tuple[int, Draft]] = []
    for waiting, draft in zip(kept.waiting, drafts, strict=True):
        arrival = _arrival(draft, waiting.entry, waiting.position)
        if waiting.article_id is not None:
            known.append((waiting.article_id, arrival))
            queued.append((waiting.article_id, draft))
            continue
        saved = _save(session, kept.feed_id, arrival, kept.at)
        counts[saved.outcome] += 1
        if saved.outcome == "new" or saved.first_text:
            queued.append((saved.id, draft))
    library.arrivals.fill(kept.feed_id, known, kept.at)
    rules.came([number for number, _ in queued])
    _queue_pages(session, feed, kept.feed_id, queued)
    library.feeds.tried(kept.feed_id, replace(attempt, moved_to=None))
    return counts["new"], counts["updated"]


def whole(session: Session, feed: Feed, read: FeedRead, attempt: FeedOutcome, rules: RuleSet) -> int:
    """Keep a feed of which nothing is here yet; how many articles are new."""
    at, came = session.now(), read.feed
    arrivals = [_arrival(draft, came.entries[n], n) for n, draft in enumerate(read.drafts)][::-1]
    all_saved = [(_save(session, feed.id, arrival, at), arrival.draft) for arrival in arrivals]
    new = [(saved.id, draft) for saved, draft in all_saved if saved.outcome == "new"]
    rules.came([article_id for article_id, _ in new])
    _queue_pages(session, feed, feed.id, new)
    session.library.feeds.tried(feed.id, attempt)
    return len(new)


def _arrival(draft: Draft, entry: Entry, position: int) -> Arrival:
    return Arrival(
        draft=draft, guid=entry.guid, position=position, hash=bytes.fromhex(entry.digest or "") or None
    )


def _save(session: Session, feed_id: int, arrival: Arrival, at: datetime) -> SaveResult:
    return session.library.articles.save(
        arrival.draft,
        now=at,
        feed_id=feed_id,
        guid=arrival.guid,
        position=arrival.position,
        entry_hash=arrival.hash,
    )


def _queue_pages(session: Session, feed: Feed, feed_id: int, new: Iterable[tuple[int, Draft]]) -> None:
    wanted = feed_settings.of(feed).full_text
    if wanted == "never":
        return
    pages = [
        (article_id, draft.url)
        for article_id, draft in new
        if draft.url and (wanted == "always" or draft.text_state in CUT)
    ]
    session.library.jobs.add(pages, session.now(), feed_id=feed_id)


def entries_of(came: ParsedFeed, kept: SavedFeed) -> ParsedFeed:
    """The feed with the entries only whose text is to be read."""
    return replace(came, entries=tuple(waiting.entry for waiting in kept.waiting))
