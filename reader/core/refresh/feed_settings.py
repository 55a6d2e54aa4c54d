"""Reads and checks the settings of one feed, which come from `feeds set FEED KEY=VALUE`.

A secret is never kept: a header's value says where it is found, `env:VARIABLE` or `cmd:PROGRAM ARGUMENT …`, and is looked
up when the feed is asked.
"""

from __future__ import annotations

import asyncio
import re
from datetime import timedelta
from typing import TYPE_CHECKING, Literal, cast, get_args

from reader.config import setting_values
from reader.core import secrets
from reader.errors import FetchError, UsageError
from reader.fetch import schedule
from reader.frozen import dataclass
from reader.model import PAUSED
from reader.text.clean import line

if TYPE_CHECKING:
    from reader.model import Feed

FullText = Literal["auto", "always", "never"]

KEYS = ("interval", "full_text", "keep", "user_agent", "header.NAME")
INTERVAL = range(5, 30 * 24 * 60 + 1)
"""Minutes: often enough for anything that is no ticker, and once a month."""

_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,80}")
_OURS = frozenset(
    ("host", "connection", "content-length", "transfer-encoding", "te", "upgrade", "accept-encoding", "range", "user-agent",
     "if-none-match", "if-modified-since", "proxy-authorization")
)  # fmt: skip
_VALUE_LIMIT = 1_000


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedSettings:
    """Settings of one feed. `headers` are names, each with the source of its value."""

    every: timedelta = schedule.EVERY
    full_text: FullText = "auto"
    user_agent: str | None = None
    headers: tuple[tuple[str, str], ...] = ()


def of(feed: Feed) -> FeedSettings:
    """The settings of a feed; the default where it has none, or one that is no longer valid."""
    given = dict(feed.settings)
    minutes, full_text = given.get("interval", ""), given.get("full_text", "")
    fits = minutes.isdecimal() and len(minutes) < 8 and int(minutes) in INTERVAL
    return FeedSettings(
        every=timedelta(minutes=int(minutes)) if fits else schedule.EVERY,
        full_text=cast("FullText", full_text) if full_text in get_args(FullText) else "auto",
        user_agent=given.get("user_agent"),
        headers=tuple(
            (key.partition(".")[2], where) for key, where in feed.settings if key.startswith("header.")
        ),
    )


def checked(text: str) -> tuple[str, str | None]:
    """Checks a setting given as `KEY=VALUE`; the value None removes it. Raises UsageError with the next step."""
    key, equals, value = (part.strip() for part in text.partition("="))
    key = f"header.{key[7:].lower()}" if key.lower().startswith("header.") else key.lower()
    if not equals or (key not in KEYS[:4] and not key.startswith("header.")):
        raise UsageError(
            f"not a setting: {line(text, 80)}", hint=f"write KEY=VALUE; KEY is one of {', '.join(KEYS)}"
        )
    if not value:
        return key, None
    if key == "interval":
        return key, _interval(value)
    if key == "full_text":
        if value not in get_args(FullText):
            raise UsageError(f"full_text cannot be {line(value, 40)}", hint="use auto, always or never")
        return key, value
    if key == "keep":
        if (kept := setting_values.kept(value)) is None:
            raise UsageError(
                f"keep cannot be {line(value, 40)}", hint="use all, 90 days, 500 articles or the like"
            )
        return key, str(kept)
    if key == "user_agent":
        if not value.isascii() or not value.isprintable() or len(value) > _VALUE_LIMIT:
            raise UsageError(
                "user_agent must be printable ASCII", hint="leave it empty to use broadsheet's own"
            )
        return key, value
    return key, _source(key, value)


def _interval(value: str) -> str:
    if value.lower() == PAUSED[1]:
        return PAUSED[1]
    if not (value.isdecimal() and value.isascii() and len(value) < 8 and int(value) in INTERVAL):
        raise UsageError(
            f"interval cannot be {line(value, 40)}",
            hint=f"use minutes from {INTERVAL.start} to {INTERVAL.stop - 1:,}, or never",
        )
    return str(int(value))


def _source(key: str, value: str) -> str:
    name = key.partition(".")[2]
    if not _NAME.fullmatch(name) or name in _OURS:
        raise UsageError(
            f"{line(key, 80)} cannot be set", hint="use the name of a header, such as header.Authorization"
        )
    if secrets.is_source(value, ("env", "cmd")):
        return value
    raise UsageError(
        f"{key} must say where to find the value, not the value itself",
        hint=f"{key}=env:VARIABLE or {key}='cmd:pass show feed'",
    )


class Secrets:
    """Looks up the values of headers, each once a run."""

    def __init__(self) -> None:
        self._known: dict[str, asyncio.Task[str]] = {}

    async def headers(self, settings: FeedSettings) -> list[tuple[str, str]]:
        """Names and values of the headers. Raises FetchError where one is not found: a feed is not fetched without it."""
        found = []
        for name, where in settings.headers:
            if where not in self._known:
                self._known[where] = asyncio.create_task(secrets.look_up(where))
            try:
                value = await asyncio.shield(self._known[where])
            except FetchError as error:
                raise FetchError(
                    f"the value of the header {name} was not found in {where.partition(' ')[0]}",
                    hint="to set it again: broadsheet feeds set",
                    word="header",
                ) from error
            found.append((name, value))
        return found
