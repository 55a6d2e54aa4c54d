"""Events of the worker as lines of JSON, and back.

A line is `{"event": NAME, FIELD: VALUE, …}`; times are ISO 8601 in UTC. What a job came to stands under `result`, with
the name of its kind under `is`.
"""

from __future__ import annotations

import json
from typing import Any

import msgspec

from reader.core.events import (
    AccountSynced,
    AddDone,
    Event,
    FeedChoice,
    FeedRefreshed,
    FeedsChecked,
    FeedUnreached,
    ImportDone,
    JobDone,
    NewMatches,
    Notice,
    Outcome,
    PageRead,
    PageRefused,
    PictureRead,
    Progress,
    Step,
)

GIVE_WAY = '{"give_way": true}'
"""The line that tells the worker that another job waits for the one under way."""

_EVENTS: dict[str, type[Event]] = {
    "progress": Progress,
    "step": Step,
    "feed": FeedRefreshed,
    "feeds": FeedsChecked,
    "account": AccountSynced,
    "page": PageRead,
    "picture": PictureRead,
    "matches": NewMatches,
    "notice": Notice,
    "done": JobDone,
}
_OUTCOMES: dict[str, type[Outcome]] = {
    "added": AddDone,
    "choice": FeedChoice,
    "unreached": FeedUnreached,
    "refused": PageRefused,
    "imported": ImportDone,
}
_NAMES: dict[type[object], str] = {kind: name for name, kind in (*_EVENTS.items(), *_OUTCOMES.items())}


def to_json(event: Event) -> str:
    """The event as one line."""
    plain = {"event": _NAMES[type(event)], **msgspec.to_builtins(event)}
    if isinstance(event, JobDone) and event.result is not None:
        plain["result"] = {"is": _NAMES[type(event.result)], **plain["result"]}
    return json.dumps(plain)  # escapes what a file name may hold and UTF-8 cannot


def from_json(line: str) -> Event | None:
    """The event of a line that `to_json` made; None for anything else."""
    try:
        plain = json.loads(line)
        kind = _EVENTS[plain.pop("event")]
        return msgspec.convert(plain, kind, dec_hook=_outcome)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return None


def _outcome(kind: type[object], plain: Any) -> Outcome:
    assert kind is Outcome
    return msgspec.convert(plain, _OUTCOMES[plain.pop("is")])
