"""What long work tells while it goes on: one frozen value an event, and its form as a JSON line."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from reader.core import outcomes
from reader.core.outcomes import Outcome
from reader.dates.iso import from_iso, iso


@dataclass(frozen=True, slots=True)
class Progress:
    """How far a job is: `done` of `total` (None: unknown)."""

    job: str
    done: int
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Step:
    """What a job is at now, in words that go on from its name: "asking example.com"."""

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
class PageRead:
    """The page of an article was fetched for its whole text; `error` says in words why that did not come."""

    article_id: int
    title: str
    url: str
    error: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something worth a line: it is no error, and nothing waits for an answer."""

    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class JobDone:
    """A job has ended. `error` and `hint` are None unless it failed as a whole; `result` is what it came to, where there is
    more to say than a summary; `id` is the one that the job was asked with."""

    job: str
    summary: str
    error: str | None = None
    hint: str | None = None
    result: Outcome | None = None
    id: int | None = None


Event = Progress | Step | FeedRefreshed | PageRead | Notice | JobDone
Listener = Callable[[Event], None]

_NAMES: dict[type[Event], str] = {
    Progress: "progress",
    Step: "step",
    FeedRefreshed: "feed",
    PageRead: "page",
    Notice: "notice",
    JobDone: "done",
}
_KINDS = {name: kind for kind, name in _NAMES.items()}


def silent(_event: Event) -> None:
    """Let nobody listen."""


def to_json(event: Event) -> str:
    """The event as one line of JSON: its name under `event`, then its fields; times as ISO 8601 UTC."""
    fields = {f.name: getattr(event, f.name) for f in dataclasses.fields(event)}
    return json.dumps({"event": _NAMES[type(event)], **{key: _plain(value) for key, value in fields.items()}})


def _plain(value: object) -> object:
    if isinstance(value, datetime):
        return iso(value)
    return outcomes.to_plain(value) if isinstance(value, Outcome) else value


def from_json(line: str) -> Event | None:
    """The event of a line that `to_json` made; None for anything else."""
    try:
        fields = json.loads(line)
        kind = _KINDS[fields.pop("event")]
        if fields.get("next_at"):
            fields["next_at"] = from_iso(fields["next_at"])
        if fields.get("result") is not None:
            fields["result"] = outcomes.from_plain(fields["result"])
        return kind(**fields)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None
