"""Decisions after a try of a feed: what came, that nothing is new, or a failure."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from reader.core.refresh import outcome
from reader.core.refresh.outcome import Decision, failed, fetched, in_words, unchanged
from reader.errors import BroadsheetError, FetchError, ParseError, WorkFailed
from reader.fetch.response import Response
from reader.model import Entry, Feed, ParsedFeed
from reader.store.feeds import FeedOutcome

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
URL = "https://pier.example/feed"
VALIDATORS = (("etag", '"b"'), ("last-modified", "Mon, 02 Mar 2026 08:00:00 GMT"))

KNOWN = Feed(
    id=7,
    title="The Pier",
    url=URL,
    state="failing",
    etag='"a"',
    last_modified="Sun, 01 Mar 2026 08:00:00 GMT",
    body_hash="00",
    ttl=10_800,
    failures=3,
    retry_after=NOW,
)


def came(*titles: str, **more: object) -> ParsedFeed:
    return replace(
        ParsedFeed(title="The Pier", entries=tuple(Entry(title=title) for title in titles)),
        **more,  # type: ignore[arg-type]
    )


def answer(*headers: tuple[str, str], status: int = 200, moved_to: str | None = None) -> Response:
    return Response(url=f"{URL}?final", status=status, headers=headers, body=b"<rss/>", moved_to=moved_to)


def test_a_whole_feed_is_kept_with_all_that_it_and_its_answer_say() -> None:
    feed = came("Lamp lit", site_url="https://pier.example/", ttl=7_200)
    response = answer(*VALIDATORS, moved_to="https://pier.example/new")
    assert fetched(KNOWN, response, feed, NOW) == Decision(
        attempt=FeedOutcome(
            tried=NOW,
            state="ok",
            outcome="1 entry",
            failures=0,
            next_at=NOW + 2 * HOUR,
            next_why="the publisher asks for 2 h between checks",
            retry_after=None,
            body_hash=outcome.digest(b"<rss/>"),
            etag='"b"',
            last_modified="Mon, 02 Mar 2026 08:00:00 GMT",
            title="The Pier",
            site_url="https://pier.example/",
            ttl=7_200,
            moved_to="https://pier.example/new",
        ),
        came=feed,
        url=f"{URL}?final",
        error=None,
    )


def test_what_a_whole_feed_no_longer_says_is_forgotten() -> None:
    attempt = fetched(KNOWN, answer(), came(), NOW).attempt
    assert (attempt.etag, attempt.last_modified, attempt.moved_to, attempt.ttl) == (None, None, None, None)
    assert (attempt.outcome, attempt.next_at) == ("0 entries", NOW + HOUR)


def test_an_empty_title_is_none() -> None:
    assert fetched(KNOWN, answer(), came(title=""), NOW).attempt.title is None


def test_notes_of_the_parser_stand_in_the_outcome() -> None:
    feed = came("Lamp lit", "Stairs swept", notes=("mended", "2 left out"))
    assert fetched(KNOWN, answer(), feed, NOW).attempt.outcome == "2 entries; mended; 2 left out"


def test_a_digest_that_is_known_is_not_computed_again() -> None:
    assert fetched(KNOWN, answer(), came(), NOW, body_hash="ff").attempt.body_hash == "ff"


def test_the_digest_is_of_all_bytes() -> None:
    assert outcome.digest(b"a") == "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb"


@pytest.mark.parametrize("status", [200, 304])
def test_an_unchanged_feed_keeps_new_validators_and_a_permanent_move(status: int) -> None:
    response = answer(*VALIDATORS, status=status, moved_to="https://pier.example/new")
    assert unchanged(KNOWN, response, NOW, 0.0) == Decision(
        attempt=FeedOutcome(
            tried=NOW,
            state="ok",
            outcome="nothing new",
            failures=0,
            next_at=NOW + 3 * HOUR,
            next_why="the publisher asks for 3 h between checks",
            body_hash=None,
            etag='"b"',
            last_modified="Mon, 02 Mar 2026 08:00:00 GMT",
            moved_to="https://pier.example/new",
        )
    )


def test_an_unchanged_feed_without_validators_and_move_names_none() -> None:
    attempt = unchanged(KNOWN, answer(status=304), NOW, 0.0).attempt
    assert (attempt.etag, attempt.last_modified, attempt.moved_to) == (None, None, None)


@pytest.mark.parametrize("crashed", [None, "dead"])
def test_a_failure_puts_the_next_try_off_and_keeps_what_was_known(crashed: str | None) -> None:
    decision = failed(KNOWN, WorkFailed("could not be read"), NOW, 0.5, crash_hash=crashed)
    assert decision == Decision(
        attempt=FeedOutcome(
            tried=NOW,
            state="failing",
            outcome="could not be read",
            failures=4,
            next_at=NOW + 7.2 * HOUR,
            next_why="failed 4 times in a row, waiting 7 h",
            crash_hash=crashed,
        ),
        error="could not be read",
    )


def test_a_wait_that_the_server_asked_for_is_kept() -> None:
    error = FetchError("the server answered HTTP 503", word="HTTP 503", status=503, retry_after=7_200)
    attempt = failed(KNOWN, error, NOW, 0.0).attempt
    assert (attempt.retry_after, attempt.next_at) == (NOW + 2 * HOUR, NOW + 2 * HOUR)
    assert (attempt.state, attempt.failures) == ("failing", 4)


def test_a_feed_that_has_ended_is_gone() -> None:
    attempt = failed(KNOWN, FetchError("ended", status=410), NOW, 0.0).attempt
    assert (attempt.state, attempt.next_at, attempt.failures) == ("gone", None, 4)


@pytest.mark.parametrize("way", ["fetched", "unchanged", "failed"])
def test_the_interval_set_for_a_feed_is_gone_by(way: str) -> None:
    every, feed = timedelta(hours=5), replace(KNOWN, failures=0)
    decision = {
        "fetched": lambda: fetched(feed, answer(), came(), NOW, every=every),
        "unchanged": lambda: unchanged(feed, answer(status=304), NOW, 0.0, every=every),
        "failed": lambda: failed(feed, WorkFailed("x"), NOW, 0.0, every=every),
    }[way]()
    assert decision.attempt.next_at == NOW + every


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (FetchError("no answer within 30 s", word="too slow"), "too slow: no answer within 30 s"),
        (FetchError("too slow an answer", word="too slow"), "too slow an answer"),
        (FetchError("it broke"), "failed: it broke"),
        (ParseError("not a feed", subject=URL), "not a feed"),
        (WorkFailed("it broke"), "it broke"),
    ],
)
def test_failures_are_told_with_their_short_word_once(error: BroadsheetError, words: str) -> None:
    assert in_words(error) == words
