"""Events of long work, and what a job came to: frozen values that front ends listen for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime  # noqa: TC003 - lines of the worker are read by these annotations
from typing import Literal

from reader.frozen import dataclass, replace
from reader.model import Link  # noqa: TC001 - likewise
from reader.text.clean import counted

SKIPPED_TOLD = 100
"""Lines about what was not imported that go to the screen; the rest is counted."""


class Outcome:
    """Base of what a job came to, where there is more to say than a summary."""

    __slots__ = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class AddDone(Outcome):
    """One address or file was added, or was there already. `new` articles came with a new feed; `site_feed` is the
    feed that an added page announces; `note` says why an article's text is not whole, or a new feed has no articles."""

    kind: Literal["feed", "article"]
    id: int
    title: str
    outcome: Literal["new", "updated", "same"]
    new: int = 0
    site_feed: str | None = None
    note: str | None = None

    def __str__(self) -> str:
        if self.kind == "feed":
            if self.outcome == "same":
                return f"already subscribed to {self.title}"
            return f"subscribed to {self.title}: {self.note or counted(self.new, 'article')}"
        words = {"new": "added", "updated": "updated", "same": "already in the library:"}[self.outcome]
        return f"{words} “{self.title}”" + (f" ({self.note})" if self.note else "")


def together(added: Sequence[AddDone]) -> AddDone:
    """Several feeds that were added at once as one result, which shows the first of them that is new."""
    first = next((one for one in added if one.outcome == "new"), added[0])
    more = f" and {len(added) - 1:,} more" if len(added) > 1 else ""
    return replace(first, title=f"{first.title}{more}", new=sum(one.new for one in added))


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedChoice(Outcome):
    """A page has several feeds; nothing was added. To choose the first is to add with `choose` 1."""

    choices: tuple[Link, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedUnreached(Outcome):
    """The server of an address had no answer; nothing was added. To add it as a feed is to subscribe all the same."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRefused(Outcome):
    """A page is no article; nothing was added. `said` tells what it is. To keep it is to add it `anyway`, where
    `can_be_kept`; `feeds` are those that it announces."""

    said: str
    can_be_kept: bool
    feeds: tuple[Link, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDone(Outcome):
    """A file was imported. `skipped` says of the first `SKIPPED_TOLD` things that were not taken why; `skipped_count`
    is how many they are in all."""

    kind: Literal["opml", "articles"]
    feeds_new: int = 0
    feeds_known: int = 0
    new: int = 0
    updated: int = 0
    same: int = 0
    skipped: tuple[str, ...] = ()
    skipped_count: int = 0


@dataclass(frozen=True, slots=True)
class PagesDone:
    """Numbers of full texts that came, that did not, and that are still queued."""

    came: int = 0
    failed: int = 0
    left: int = 0

    def __str__(self) -> str:
        if not (self.came or self.failed or self.left):
            return ""
        parts = ((self.came, "fetched"), (self.failed, "failed"), (self.left, "still to fetch"))
        return f"Full text: {', '.join(f'{number:,} {what}' for number, what in parts if number)}"


@dataclass(frozen=True, slots=True)
class Progress:
    """Progress of a job: `done` of `total` (None: unknown)."""

    job: str
    done: int
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """The present step of a job, in words that go on from its name: "asking example.com"."""

    job: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRefreshed:
    """One feed of a refresh is through. `outcome` is in words; `error` is None unless it failed; `seconds` of work;
    `asked` is False for a feed that was left alone, `outcome` then says why."""

    feed: str
    url: str | None
    outcome: str
    new: int = 0
    updated: int = 0
    seconds: float = 0.0
    error: str | None = None
    next_at: datetime | None = None
    next_why: str | None = None
    asked: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedsChecked:
    """All feeds of a refresh are through; full texts and the index are still to come. Feeds `asked` and `failed`, articles
    `new` and `updated`."""

    asked: int
    new: int = 0
    updated: int = 0
    failed: int = 0

    def __str__(self) -> str:
        counts = ((self.new, "new"), (self.updated, "updated"), (self.failed, "failed"))
        told = [f"{number:,} {what}" for number, what in counts if number]
        return " · ".join([f"{counted(self.asked, 'feed')} checked", *(told or ["nothing new"])])


@dataclass(frozen=True, slots=True, kw_only=True)
class AccountSynced:
    """One account of a sync is through. `outcome` is in words; `error` is None unless it failed, `hint` is then the next
    step; articles `new` and `updated`, marks `changed` here and `sent` to the server; `seconds` that it took."""

    account: str
    outcome: str
    new: int = 0
    updated: int = 0
    changed: int = 0
    sent: int = 0
    seconds: float = 0.0
    error: str | None = None
    hint: str | None = None
    next_at: datetime | None = None

    def __str__(self) -> str:
        return f"{self.account}: {self.outcome}"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageRead:
    """The page of an article, which `feed` named, was fetched for its whole text; `error` says in words why that did not
    come, `next_at` when it is tried again by itself (None: it is not)."""

    article_id: int
    title: str
    url: str
    feed: str | None = None
    error: str | None = None
    next_at: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class PictureRead:
    """A picture was fetched and is kept; `error` says in words why that did not come."""

    url: str
    error: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class NewMatches:
    """A saved search, by its number, found `count` new articles; `titles` are those of the newest ones. Names and titles are
    plain text, one line each."""

    saved: int
    name: str
    query: str
    count: int
    titles: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.name}: {counted(self.count, 'new article')}"


NOTIFICATIONS = 5
"""Notifications after one refresh, and saved searches that one message names."""


def bundled(found: Sequence[NewMatches]) -> list[NewMatches]:
    """At most `NOTIFICATIONS` of them: where there are more, the last one stands for all that are left."""
    if len(found) <= NOTIFICATIONS:
        return list(found)
    first, rest = found[: NOTIFICATIONS - 1], found[NOTIFICATIONS - 1 :]
    together = NewMatches(
        saved=rest[0].saved,
        name=f"{len(rest):,} more saved searches",
        query="",
        count=sum(each.count for each in rest),
        titles=tuple(each.titles[0] for each in rest[:3]),
    )
    return [*first, together]


def in_words(found: Sequence[NewMatches]) -> str:
    """All of them in one line; empty for none."""
    return " · ".join(map(str, bundled(found)))


@dataclass(frozen=True, slots=True)
class Notice:
    """A line for the reader that is no error and needs no answer; `is_news`: it says what was done, and warns of nothing."""

    text: str
    is_news: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDone:
    """A job has ended. `error` is None unless it failed as a whole; `hint` is the next step after a failure, of
    a part, too; `result` says more than the
    summary, where there is more to say; an end without all of these is not worth a word; `id` is the one that the job
    was asked with; `gave_way`: it was cut short for a job that waited, and its rest is still to do; `failed`: how much of
    what it was to do failed, of which the screen has the details."""

    job: str
    summary: str
    error: str | None = None
    hint: str | None = None
    result: Outcome | None = None
    id: int | None = None
    gave_way: bool = False
    failed: Literal["", "some", "all"] = ""


Event = (
    Progress
    | Step
    | FeedRefreshed
    | FeedsChecked
    | AccountSynced
    | PageRead
    | PictureRead
    | NewMatches
    | Notice
    | JobDone
)
Listener = Callable[[Event], None]


def silent(_event: Event) -> None:
    """A listener that ignores events."""
