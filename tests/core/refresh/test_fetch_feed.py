"""One feed: what is asked, what each answer is taken for, and how much may wait in memory."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

import pytest

from reader import log
from reader.core.refresh import fetch_feed, outcome
from reader.core.refresh.feed_settings import Secrets
from reader.core.refresh.fetch_feed import HELD_BYTES, BackPressure, FetchContext, ask
from reader.core.sandbox.process import Lost
from reader.errors import FetchError, LibraryError, LibraryLocked, ParseError
from reader.fetch.response import Response
from reader.model import Entry, Feed, ParsedFeed

if TYPE_CHECKING:
    from pathlib import Path

    from reader.core.refresh.outcome import Decision
    from reader.fetch.client import Client

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
URL = "https://pier.example/feed"
BODY = b"<rss/>"
FEED = Feed(id=1, title="The Pier", url=URL, etag='"a"', last_modified="Mon, 02 Mar 2026 08:00:00 GMT")
ANSWER = Response(
    url=f"{URL}/final", status=200, headers=(("content-type", "text/xml"), ("etag", '"b"')), body=BODY
)
CAME = ParsedFeed(title="The Pier", entries=(Entry(title="Lamp lit"),))


@dataclass
class Net:
    """Answers, or fails, as it is told; knows what it was asked."""

    answer: Response | Exception = ANSWER
    parsed_as: ParsedFeed | Exception = CAME
    asked: list[dict[str, Any]] = field(default_factory=list)
    read: list[tuple[bytes, str | None, str | None]] = field(default_factory=list)
    held: list[int] = field(default_factory=list)
    may_begin: asyncio.Event = field(default_factory=asyncio.Event)

    def context(self) -> FetchContext:
        self.pressure = BackPressure(cast("Client", self))
        return FetchContext(cast("Client", self), cast("Any", self), lambda: NOW, Secrets(), self.pressure)

    async def get(self, url: str, **given: Any) -> Response:
        self.asked.append({"url": url, **given})
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer

    async def parsed(self, body: bytes, url: str | None, content_type: str | None = None) -> ParsedFeed:
        self.read.append((body, url, content_type))
        self.held.append(self.pressure._bytes)
        if isinstance(self.parsed_as, Exception):
            raise self.parsed_as
        return self.parsed_as

    async def decide(self, feed: Feed = FEED) -> Decision:
        return await ask(self.context(), feed)


@pytest.fixture(autouse=True)
def _no_jitter(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch_feed, "chance", lambda: 0.25)


def crash(*, by_item: bool) -> ParseError:
    error = ParseError("took too long")
    error.__cause__ = Lost("took too long", by_item=by_item)
    return error


async def test_a_feed_is_asked_with_all_that_is_known_of_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KEY", "s3cret")
    net = Net()
    feed = replace(FEED, settings=(("user_agent", "mine"), ("header.x-key", "env:KEY")))
    await net.decide(feed)
    assert net.asked == [
        {
            "url": URL,
            "etag": '"a"',
            "last_modified": "Mon, 02 Mar 2026 08:00:00 GMT",
            "allow_private": True,
            "user_agent": "mine",
            "headers": [("x-key", "s3cret")],
        }
    ]


async def test_a_feed_that_came_is_parsed_and_kept() -> None:
    net = Net()
    decision = await net.decide()
    assert decision == outcome.fetched(FEED, ANSWER, CAME, NOW, 0.25, body_hash=outcome.digest(BODY))
    assert net.read == [(BODY, f"{URL}/final", "text/xml")]
    assert (net.held, net.pressure._bytes) == ([len(BODY)], 0)


@pytest.mark.parametrize(
    ("feed", "answer"),
    [(FEED, replace(ANSWER, status=304, body=b"")), (replace(FEED, body_hash=outcome.digest(BODY)), ANSWER)],
)
async def test_what_has_not_changed_is_not_parsed(feed: Feed, answer: Response) -> None:
    net = Net(answer=answer)
    assert await net.decide(feed) == outcome.unchanged(feed, answer, NOW, 0.25)
    assert (net.read, net.pressure._bytes) == ([], 0)


@pytest.mark.parametrize(
    ("changes", "answer", "parsed_as"),
    [
        ({}, replace(ANSWER, status=304, body=b""), CAME),
        ({"body_hash": outcome.digest(BODY)}, ANSWER, CAME),
        ({}, ANSWER, CAME),
        ({}, ANSWER, ParseError("not a feed")),
        ({}, FetchError("no answer", word="net"), CAME),
    ],
)
async def test_the_feeds_own_interval_decides_the_next_try(
    changes: dict[str, Any], answer: Response | Exception, parsed_as: ParsedFeed | Exception
) -> None:
    often, seldom = [
        (await Net(answer, parsed_as).decide(replace(FEED, settings=(("interval", given),), **changes))).attempt.next_at
        for given in ("5", "43200")
    ]  # fmt: skip
    assert often is not None
    assert seldom is not None
    assert often - NOW < timedelta(hours=2) < seldom - NOW


@pytest.mark.parametrize(
    ("count", "known", "is_read"), [(1, BODY, True), (2, BODY, False), (9, b"other", True)]
)
async def test_bytes_that_crashed_their_reader_twice_are_left_alone(
    count: int, known: bytes, is_read: bool
) -> None:
    net = Net()
    decision = await net.decide(replace(FEED, crash_hash=outcome.digest(known), crash_count=count))
    assert bool(net.read) == is_read
    harmful = "harmful: crashed the parser twice; skipped until it changes"
    assert decision.error == (None if is_read else harmful)
    assert decision.attempt.crash_hash is None


@pytest.mark.parametrize(("by_item", "kept"), [(True, outcome.digest(BODY)), (False, None)])
async def test_bytes_that_crash_their_reader_are_remembered(by_item: bool, kept: str | None) -> None:
    decision = await Net(parsed_as=crash(by_item=by_item)).decide()
    assert decision.attempt.crash_hash == kept
    assert decision.error == "could not be read: took too long"


@pytest.mark.parametrize(
    ("message", "told"),
    [
        ("not a feed: it is a web page", "not a feed: it is a web page"),
        ("no end", "could not be read: no end"),
    ],
)
async def test_what_cannot_be_parsed_is_a_failure_in_words(message: str, told: str) -> None:
    net = Net(parsed_as=ParseError(message))
    decision = await net.decide()
    assert (decision.error, decision.attempt.state, decision.attempt.crash_hash) == (told, "failing", None)
    assert net.pressure._bytes == 0


@pytest.mark.parametrize(
    "answer", [FetchError("no answer", word="too slow"), ANSWER, replace(ANSWER, status=304)]
)
async def test_the_interval_of_the_feed_is_gone_by(answer: Response | Exception) -> None:
    feed = replace(FEED, settings=(("interval", "300"),))
    assert (await Net(answer=answer).decide(feed)).attempt.next_at == NOW + timedelta(hours=5)
    net = Net(parsed_as=ParseError("x"))
    assert (await net.decide(feed)).attempt.next_at == NOW + timedelta(hours=5)
    net = Net(answer=ValueError("x"))
    assert (await net.decide(feed)).attempt.next_at == NOW + timedelta(hours=5)


async def test_a_failure_of_the_net_is_a_decision() -> None:
    error = FetchError("no answer", word="too slow")
    assert await Net(answer=error).decide() == outcome.failed(FEED, error, NOW, 0.25)


async def test_a_fault_of_ours_is_a_failure_of_this_feed_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_folder", lambda: tmp_path)
    decision = await Net(parsed_as=AttributeError("lamp")).decide()
    assert decision.error == "could not be read (AttributeError)"
    assert f"] refreshing a feed {URL}\n  AttributeError\n" in tmp_path.joinpath(log.NAME).read_text()


async def test_a_library_that_fails_ends_the_run() -> None:
    with pytest.raises(LibraryError):
        await Net(parsed_as=LibraryLocked("busy")).decide()


async def test_requests_pause_while_too_many_bytes_are_held() -> None:
    net = Net()
    pressure = BackPressure(cast("Client", net))
    pressure.change(HELD_BYTES - 1)
    assert net.may_begin.is_set()
    with pressure.of(1):
        assert not net.may_begin.is_set()
        with pressure.of(5):
            pass
        assert not net.may_begin.is_set()
    assert net.may_begin.is_set()
    with pytest.raises(ValueError, match="x"), pressure.of(2):
        raise ValueError("x")
    assert net.may_begin.is_set()


def test_chance_is_a_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.undo()
    found = {fetch_feed.chance() for _ in range(50)}
    assert len(found) > 10
    assert all(0 <= number < 1 for number in found)
