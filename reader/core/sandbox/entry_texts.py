"""How the entries of a feed become drafts: in batches, so that one that hangs is found and costs itself alone."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from reader.core.sandbox.entry_draft import from_entry
from reader.errors import ParseError
from reader.model import Content

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterable, Iterator

    from reader.model import Draft, Entry, ParsedFeed

BATCH_ENTRIES = 50
BATCH_CHARS = 200_000
"""Characters of HTML in a batch: about a second of work; an entry that is longer is a batch of its own."""


async def drafts(
    feed: ParsedFeed,
    ask: Callable[[ParsedFeed], Awaitable[tuple[Draft, ...]]],
    *,
    seconds: float,
    losses: int,
) -> tuple[Draft, ...]:
    """One draft for each entry, in order. `ask` gives those of a feed with a few of the entries, or raises ParseError.

    A batch that fails is asked again entry by entry. What fails alone keeps its summary. After `losses` of these, or
    after `seconds`, the rest is not tried.
    """
    clock = asyncio.get_running_loop().time
    end = clock() + seconds
    found: list[Draft] = []
    waiting = list(batches(feed.entries))[::-1]
    while waiting:
        batch = waiting.pop()
        if losses <= 0 or clock() > end:
            found += [_unread(entry, feed, "not tried: others of this feed took too long") for entry in batch]
            continue
        try:
            found += await ask(replace(feed, entries=batch))
        except ParseError as error:
            if len(batch) > 1:
                waiting += [(entry,) for entry in reversed(batch)]
            else:
                losses -= 1
                found.append(_unread(batch[0], feed, error.message))
    return tuple(found)


def batches(entries: Iterable[Entry]) -> Iterator[tuple[Entry, ...]]:
    """All entries in order, none twice, no batch empty."""
    batch: list[Entry] = []
    size = 0
    for entry in entries:
        if batch and (len(batch) == BATCH_ENTRIES or size + len(entry.html) > BATCH_CHARS):
            yield tuple(batch)
            batch, size = [], 0
        batch.append(entry)
        size += len(entry.html)
    if batch:
        yield tuple(batch)


def _unread(entry: Entry, feed: ParsedFeed, why: str) -> Draft:
    return replace(from_entry(entry, feed, Content()), text_state="failed", reason=f"The feed's text: {why}.")
