"""The calls that an archive answers its readers, whatever server it stands on: nothing here knows SQL."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence
    from datetime import datetime
    from uuid import UUID

    from reader.model import Draft, FeedState, PageKind, Subscription, TextOrigin, TextState
    from reader.query.tree import Node, Sort

COUNTED = 1_000
"""Up to so many hits are counted; of more it is said that there are more."""

WORK_S = 600.0
"""Seconds that writing, checking and reindexing may take at a time."""

UID_DIGITS = 12
"""Hexadecimal digits of an article's uid by which people name it."""


class Place(NamedTuple):
    """Where an article stands, for good: the time by which it was filed, and a number made of its address."""

    filed: datetime
    uid: UUID

    @property
    def name(self) -> str:
        """The first digits of its uid: what a person types."""
        return self.uid.hex[:UID_DIGITS]


class Mark(NamedTuple):
    """A mark of the reader's on an article, or that one is taken back."""

    place: Place
    kind: Literal["read", "bookmarked", "unread", "unbookmarked"]
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Archived:
    """An article of the archive without its text; `read` and `bookmarked` are this reader's marks. The other fields are
    those of `Article`."""

    place: Place
    title: str
    url: str | None = None
    authors: tuple[str, ...] = ()
    agency: str | None = None
    publication: str | None = None
    feeds: tuple[str, ...] = ()
    published: datetime | None = None
    day: str | None = None
    lang: str | None = None
    words: int = 0
    text_origin: TextOrigin = "page"
    text_state: TextState = "none"
    page_kind: PageKind = "article"
    read: bool = False
    bookmarked: bool = False

    @property
    def source(self) -> str:
        """The name of its source: its publication, else its first feed; "" where it has none."""
        return self.publication or (self.feeds[0] if self.feeds else "")


@dataclass(frozen=True, slots=True)
class Hit:
    """An article that a search found; scores of one search compare, those of two do not."""

    article: Archived
    score: float | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """The results of a search: at most the limit asked for, and how many match, counted up to `COUNTED`."""

    hits: tuple[Hit, ...]
    count: int = 0
    is_counted: bool = True

    def told(self) -> str:
        """The number of matches in words: `12`, or `1,000+` where they were not counted to the end."""
        return f"{self.count:,}" if self.is_counted else f"{self.count:,}+"


@dataclass(frozen=True, slots=True)
class Arrived:
    """The articles that came and match, the newest first; `until` is the number to ask from the next time, and `is_all`
    False where more came than were looked at."""

    articles: tuple[Archived, ...]
    until: int
    is_all: bool = True


@dataclass(frozen=True, slots=True)
class Put:
    """What became of drafts: how many are new, how many were there and got a better text, how many were there as they are."""

    new: int = 0
    improved: int = 0
    known: int = 0
    places: tuple[Place, ...] = field(default=(), compare=False)

    def __add__(self, other: Put) -> Put:
        """Both together."""
        return Put(
            self.new + other.new,
            self.improved + other.improved,
            self.known + other.known,
            self.places + other.places,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedTry:
    """What the archive knows of a feed's last try; the fields are those of `Feed`. `title` is set where it came."""

    state: FeedState = "new"
    outcome: str | None = None
    failures: int = 0
    next_at: datetime | None = None
    next_why: str | None = None
    retry_after: datetime | None = None
    etag: str | None = None
    last_modified: str | None = None
    body_hash: str | None = None
    ttl: int | None = None
    crash_hash: str | None = None
    crash_count: int = 0
    title: str | None = None


@dataclass(frozen=True, slots=True)
class LeasedFeed:
    """A feed that belongs to one worker for a while; `lease` is the number of that while."""

    id: int
    url: str
    title: str
    lease: int
    known: FeedTry


@dataclass(frozen=True, slots=True)
class Month:
    """A part of the archive by time. `analysis` are the numbers of the rules by which its words were made."""

    name: str
    articles: int
    size: int
    analysis: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """Reports the state of the archive. Sizes are in bytes; `lag` is in seconds, None where no replica answered; `due` feeds wait
    for a worker; `role` is what this reader may do: "owner", "worker" or "reader"."""

    server: str
    version: str
    user: str
    role: str
    schema: int
    analysis: int
    articles: int
    feeds: int
    due: int
    size: int
    months: tuple[Month, ...] = ()
    is_replica: bool = False
    lag: float | None = None


@dataclass(frozen=True, slots=True)
class CheckFinding:
    """What a check looked at, and what is wrong with it ("": nothing)."""

    what: str
    wrong: str = ""


class Archive(Protocol):
    """A shared archive. Every call raises `ArchiveError` where the server fails, and ends at its deadline in seconds, or
    after `WORK_S`."""

    async def init(self, now: datetime) -> tuple[int, int]:
        """Makes the archive, or brings it to this program's version; the versions before and after."""

    async def search(
        self,
        tree: Node,
        *,
        order: Sort,
        limit: int,
        before: Place | None = None,
        deadline: float,
        now: datetime,
    ) -> Page:
        """The articles that match; `before` goes on behind that article where they are in order of time."""

    async def arrived(self, tree: Node, since: int | None, *, deadline: float) -> Arrived:
        """The articles that match among those that came since that number; None: only the number from which to ask."""

    async def texts(self, places: Sequence[Place], *, deadline: float = WORK_S) -> list[Draft]:
        """The articles with their texts, in that order; those that are gone are left out."""

    async def named(self, name: str) -> Place | None:
        """The place of the article whose uid begins so, or that has that address. Raises `UsageError` where several begin so."""

    async def put(self, drafts: Sequence[Draft], now: datetime) -> Put:
        """Files articles, each address once; what is there already stays, unless its text was less than whole."""

    async def mark(self, marks: Sequence[Mark]) -> None:
        """Sets marks for this reader alone, and takes others back; one that is set already stays as it is."""

    async def state(self) -> State:
        """Reports the state of the archive."""

    async def check(self) -> list[CheckFinding]:
        """Looks for contradictions in what the archive holds."""

    async def reindex(self, progress: Callable[[int, int], None]) -> int:
        """Makes the words anew of all articles that have those of other rules; how many there were."""

    async def subscribe(self, subscriptions: Sequence[Subscription]) -> int:
        """Adds feeds for the workers to fetch; how many are new."""

    async def lease(self) -> LeasedFeed | None:
        """The feed that has been due for longest, for this worker alone; None where there is none."""

    async def give_back(self, leased: LeasedFeed) -> None:
        """Lets another worker have the feed at once."""

    async def done(self, leased: LeasedFeed, tried: FeedTry, drafts: Sequence[Draft], now: datetime) -> Put:
        """Files what came of a feed, and when it is due again, all or nothing. Raises `LeaseLost`."""

    async def whole(self, addresses: Collection[str]) -> frozenset[str]:
        """Those of the addresses whose pages need no fetching."""

    async def turn(self, host: str, pause: float) -> float:
        """Takes the next turn at a host, of all workers'; the seconds until it comes."""

    async def close(self) -> None:
        """Ends all connections."""
