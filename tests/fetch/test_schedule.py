from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import FetchError, ParseError, WorkFailed
from reader.fetch.response import Response
from reader.fetch.schedule import LONGEST, NextTry, clock, duration, may_ask, next_try
from reader.model import Feed

NOW = datetime(2022, 2, 4, 13, 5, tzinfo=UTC)
MINUTE, HOUR = timedelta(minutes=1), timedelta(hours=1)


def feed(**fields: object) -> Feed:
    return Feed(**{"id": 1, "title": "News", "url": "https://news.example/feed", **fields})  # type: ignore[arg-type]


def answer(status: int = 200, **headers: str) -> Response:
    named = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    return Response(url="https://news.example/feed", status=status, headers=named)


def failed(word: str = "too slow", status: int | None = None, retry_after: float | None = None) -> FetchError:
    return FetchError("failed", word=word, status=status, retry_after=retry_after)


@pytest.mark.parametrize(
    ("response", "ttl", "pause", "why"),
    [
        (answer(), None, HOUR, "checked every 60 min"),
        (answer(304), None, HOUR, "checked every 60 min"),
        (answer(cache_control="max-age=60"), 60, HOUR, "checked every 60 min"),
        (answer(cache_control="max-age=14400"), None, 4 * HOUR, "the publisher asks for 4 h between checks"),
        (answer(304, expires="Fri, 04 Feb 2022 16:05:00 GMT"), None, 3 * HOUR, "the publisher asks for 3 h between checks"),
        (answer(cache_control="max-age=7200"), 10_800, 3 * HOUR, "the publisher asks for 3 h between checks"),
        (answer(cache_control="max-age=31536000"), None, LONGEST, "the publisher asks for 1 day between checks"),
        (answer(), 10**9, LONGEST, "the publisher asks for 1 day between checks"),
    ],
)  # fmt: skip
def test_after_an_answer_the_longer_of_interval_and_wish_decides(
    response: Response, ttl: int | None, pause: timedelta, why: str
) -> None:
    tried = next_try(feed(failures=7), response, NOW, 0.5, ttl=ttl)
    assert tried == NextTry(at=NOW + pause, why=why, state="ok", failures=0, retry_after=None)


@pytest.mark.parametrize(
    ("before", "pause", "why"),
    [
        (0, HOUR, "failed, waiting 60 min"),
        (1, 2 * HOUR, "failed 2 times in a row, waiting 2 h"),
        (2, 4 * HOUR, "failed 3 times in a row, waiting 4 h"),
        (4, 16 * HOUR, "failed 5 times in a row, waiting 16 h"),
        (5, LONGEST, "failed 6 times in a row, waiting 1 day"),
        (10_000, LONGEST, "failed 10001 times in a row, waiting 1 day"),
    ],
)
@pytest.mark.parametrize(
    "error", [failed(), failed("HTTP 500", 500), failed("HTTP 404", 404), ParseError("not a feed")]
)
def test_failures_double_the_pause_up_to_a_day(
    error: WorkFailed, before: int, pause: timedelta, why: str
) -> None:
    tried = next_try(feed(failures=before), error, NOW, 0.0)
    assert tried == NextTry(at=NOW + pause, why=why, state="failing", failures=before + 1)


@pytest.mark.parametrize(
    ("before", "every", "pause"),
    [
        (0, HOUR, MINUTE),
        (1, HOUR, 2 * MINUTE),
        (6, HOUR, 64 * MINUTE),
        (12, HOUR, LONGEST),
        (0, MINUTE / 2, MINUTE / 2),
    ],
)
def test_without_a_network_the_pauses_begin_with_a_minute(
    before: int, every: timedelta, pause: timedelta
) -> None:
    assert next_try(feed(failures=before), failed("unreachable"), NOW, 0.0, every=every).at == NOW + pause


@settings(max_examples=80)
@given(st.integers(0, 5_000), st.floats(0, 1, exclude_max=True), st.integers(1, 60 * 24 * 30))
def test_a_failing_feed_is_always_tried_again(failures: int, chance: float, minutes: int) -> None:
    every = timedelta(minutes=minutes)
    tried = next_try(feed(failures=failures), failed(), NOW, chance, every=every)
    assert tried.at is not None
    assert min(every, LONGEST) <= tried.at - NOW <= LONGEST


def test_feeds_that_failed_together_come_back_apart() -> None:
    times = {next_try(feed(failures=5), failed(), NOW, chance).at for chance in (0.0, 0.3, 0.6, 0.9)}
    assert len(times) == 4


def test_a_feed_that_is_gone_is_not_asked_again() -> None:
    tried = next_try(feed(), failed("HTTP 410", 410), NOW, 0.0)
    assert (tried.at, tried.state, tried.why) == (None, "gone", "the publisher has discontinued this feed")


@pytest.mark.parametrize(
    ("seconds", "at", "until", "words"),
    [
        (7_200, 2 * HOUR, 2 * HOUR, "the server asked to wait 2 h"),
        (3_600, HOUR, HOUR, "the server asked to wait 60 min"),
        (60, HOUR, MINUTE, "checked every 60 min"),
        (86_400, LONGEST, LONGEST, "the server asked to wait 1 day"),
        (10**9, 7 * LONGEST, 7 * LONGEST, "the server asked to wait 7 days"),
    ],
)
def test_retry_after_is_obeyed(seconds: float, at: timedelta, until: timedelta, words: str) -> None:
    tried = next_try(feed(), failed("HTTP 503", 503, seconds), NOW, 0.0)
    assert (tried.at, tried.retry_after) == (NOW + at, NOW + until)
    assert tried.why == words


@pytest.mark.parametrize("by_hand", [True, False])
@pytest.mark.parametrize(
    ("asked", "reason"),
    [
        (feed(), None),
        (feed(retry_after=NOW + HOUR), "the server asked to wait until 14:05"),
        (feed(retry_after=NOW - HOUR), None),
        (feed(retry_after=NOW + 400 * LONGEST), None),
        (feed(url=None), "imported without an address"),
    ],
)
def test_what_holds_by_hand_and_by_itself(asked: Feed, reason: str | None, by_hand: bool) -> None:
    assert may_ask(asked, NOW, by_hand=by_hand) == reason


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"next_at": NOW + HOUR, "next_why": "failed"}, "not due until 14:05 (failed)"),
        ({"next_at": NOW + HOUR}, "not due until 14:05 (checked recently)"),
        ({"next_at": NOW}, None),
        ({"state": "gone"}, "the publisher has discontinued this feed"),
        ({"next_at": NOW + HOUR, "last_tried": NOW + 30 * LONGEST}, None),
    ],
)
def test_by_hand_breaks_all_the_rest(fields: dict[str, object], reason: str | None) -> None:
    assert may_ask(feed(**fields), NOW, by_hand=False) == reason
    assert may_ask(feed(**fields), NOW, by_hand=True) is None


def test_times_are_told_in_the_zone_of_now() -> None:
    local = NOW.astimezone(tz=datetime.strptime("+0300", "%z").tzinfo)
    assert clock(NOW + HOUR, local) == "17:05"


@pytest.mark.parametrize(
    ("span", "words"),
    [(0 * HOUR, "1 min"), (HOUR, "60 min"), (90 * MINUTE, "90 min"), (100 * MINUTE, "2 h"), (24 * HOUR, "1 day"),
     (60 * HOUR, "2 days")],
)  # fmt: skip
def test_spans_are_told_in_the_unit_that_fits(span: timedelta, words: str) -> None:
    assert duration(span) == words


NEVER = (("interval", "never"),)


@pytest.mark.parametrize("by_hand", [True, False])
def test_a_paused_feed_is_asked_where_it_is_named_only(by_hand: bool) -> None:
    paused = feed(settings=NEVER)
    assert may_ask(paused, NOW, by_hand=by_hand) == "you paused this feed"
    assert may_ask(paused, NOW, by_hand=True, is_named=True) is None
    waiting = feed(settings=NEVER, retry_after=NOW + HOUR)
    assert may_ask(waiting, NOW, by_hand=True, is_named=True) == "the server asked to wait until 14:05"


def test_a_paused_feed_has_no_next_try() -> None:
    tried = next_try(feed(settings=NEVER), failed("HTTP 503", 503, 60), NOW, 0.0)
    assert (tried.at, tried.why, tried.state) == (None, "you paused this feed", "failing")
    assert tried.failures == 1
    gone = next_try(feed(settings=NEVER), failed("HTTP 410", 410), NOW, 0.0)
    assert (gone.state, gone.why) == ("gone", "the publisher has discontinued this feed")
