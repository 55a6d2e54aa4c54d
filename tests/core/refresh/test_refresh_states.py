"""However a server behaves: the feed ends in the right state, with the right words and next try, and loses nothing."""

from __future__ import annotations

import contextlib
import gzip
import socket
import ssl
import threading
from dataclasses import replace
from datetime import timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.core.events import FeedRefreshed
from reader.core.refresh import run
from reader.fetch import schedule
from tests.core.conftest import BOUNDS, NOW
from tests.support.hostile import bomb
from tests.support.papers import item, rss
from tests.support.server import Route, running

if TYPE_CHECKING:
    from reader.core.events import Event
    from tests.core.conftest import Room
    from tests.support.server import Seen, Server

HOUR = timedelta(hours=1)
FEED = rss("The Pier", item("Lamp lit", "https://pier.example/1")).encode()
MORE = rss(
    "The Pier", item("Stairs swept", "https://pier.example/2"), item("Lamp lit", "https://pier.example/1")
)
OK = Route(body=FEED, headers=(("Content-Type", "text/xml"),))


def busy(status: int, wait: str) -> Route:
    return Route(status=status, headers=(("Retry-After", wait),))


FAILURES: dict[str, tuple[Route, str | tuple[str, ...]]] = {
    "401": (Route(status=401), "the server answered HTTP 401 (unauthorized)"),
    "403": (Route(status=403), "the server answered HTTP 403 (forbidden)"),
    "404": (Route(status=404), "the server answered HTTP 404 (not found)"),
    "500": (Route(status=500), "the server answered HTTP 500 (internal server error)"),
    "503": (Route(status=503), "the server answered HTTP 503 (service unavailable)"),
    "silent": (Route(hangs=True), "too slow: no complete response within 1 s"),
    "slow head": (Route(raw=b"HTTP/1.1 200 OK\r\nX-Pad: " + b"x" * 5_000, drip=9), "too slow: no complete response within 1 s"),
    "drip": (Route(body=FEED, drip=40), "too slow: no complete response within 1 s"),
    "cut": (Route(body=FEED, cut=60), "the response was cut short"),
    "wrong length": (Route(body=FEED, length=len(FEED) + 10, cut=len(FEED)), "the response was cut short"),
    "length too short": (
        Route(raw=b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % (len(FEED) - 90) + FEED),
        "the response is not HTTP",
    ),
    "reset at once": (Route(body=FEED, reset=0), ("cut short: the connection", "the response was cut short")),
    "reset": (Route(body=FEED, reset=60), ("cut short: the connection", "the response was cut short")),
    "wrong gzip": (
        Route(body=FEED, headers=(("Content-Encoding", "gzip"),)),
        "the response is not in the encoding it declares",
    ),
    "endless": (Route(body=b" " * 300_000, length=None), "too large: sent more than"),
    "bomb in a bomb": (Route(body=bomb(20, layers=2), zipped=True), "could not be read: larger than 15 MiB"),
    "packed bomb": (Route(body=bomb(20)), "could not be read: larger than 15 MiB"),
    "bomb": (Route(body=b" " * 5_000_000, zipped=True), "too large: sent more than"),
    "page": (Route(body=b"<!DOCTYPE html><html><body><p>Log in</p></body></html>"), "not a feed: it is a web page"),
    "binary": (Route(body=b"\x89PNG\r\n\x1a\n" + bytes(500)), "not a feed: "),
    "empty": (Route(body=b""), "not a feed: "),
    "no HTTP": (Route(raw=b"SSH-2.0-OpenSSH_9.6\r\n"), "the response is not HTTP"),
    "nothing": (Route(raw=b""), "cut short: the server closed the connection without a response"),
    "loop": (Route(status=302, headers=(("Location", "/feed"),)), "too many redirects"),
    "other scheme": (
        Route(status=301, headers=(("Location", "file:///etc/passwd"),)),
        "redirects to an address that is not http or https",
    ),
    "into a private net": (
        Route(status=301, headers=(("Location", "http://private.example/feed"),)),
        "leads into a private network",
    ),
    "to a private address": (
        Route(status=307, headers=(("Location", "http://127.0.0.9/feed"),)),
        "leads into a private network",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", FAILURES)
def test_a_failure_is_told_put_off_and_loses_nothing(room: Room, server: Server, name: str) -> None:
    route, words = FAILURES[name]
    url = server.on("/feed", OK, route)
    room.subscribe(url)
    room.refresh()
    room.forward(minutes=61)
    if "within 1 s" in words:
        room.bounds = replace(BOUNDS, total=1)
    summary = room.refresh(due=True)
    feed = room.feed()
    assert (summary.asked, summary.failed, feed.state, feed.failures) == (1, 1, "failing", 1)
    assert (feed.outcome or "").startswith(words)
    assert (feed.next_at, feed.next_why) == (room.now + HOUR, "failed, waiting 60 min")
    assert (feed.last_success, feed.last_tried, feed.url) == (NOW, room.now, url)
    assert room.titles() == ["Lamp lit"]
    (event,) = [event for event in room.events if isinstance(event, FeedRefreshed)]
    assert (event.error, event.next_at) == (feed.outcome, feed.next_at)


def test_a_summary_names_what_failed(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", OK, Route(status=500)))
    room.refresh()
    assert str(room.refresh()) == "Checked 1 feed: 1 failed (The Pier)"
    several = run.Summary(asked=9, failures=tuple("ABCDE"))
    assert str(several) == "Checked 9 feeds: nothing new, 5 failed (A, B, C and 2 more)"


@pytest.mark.parametrize("name", ["404", "drip", "page", "into a private net"])
def test_it_comes_back_with_what_is_new(room: Room, server: Server, name: str) -> None:
    room.subscribe(server.on("/feed", OK, FAILURES[name][0], Route(body=MORE.encode())))
    room.refresh()
    room.bounds = replace(BOUNDS, total=0.2 if name == "drip" else BOUNDS.total)
    assert room.refresh().failed == 1
    room.bounds = BOUNDS
    room.refresh()
    assert (room.feed().state, room.feed().failures) == ("ok", 0)
    assert room.titles() == ["Lamp lit", "Stairs swept"]


@pytest.mark.parametrize(
    "route",
    [
        Route(body=FEED, zipped=True),
        Route(body=gzip.compress(FEED), headers=(("Content-Type", "application/x-gzip"),)),
        Route(body=gzip.compress(FEED), zipped=True),
        Route(body=FEED, headers=(("Content-Type", "text/html"),)),
        Route(body=FEED, length=None),
    ],
)
def test_odd_but_whole_answers_are_read(room: Room, server: Server, route: Route) -> None:
    room.subscribe(server.on("/feed", route))
    assert room.refresh().failed == 0
    assert (room.titles(), room.feed().state) == (["Lamp lit"], "ok")


@pytest.mark.parametrize("status", [429, 503])
def test_a_wait_that_the_server_asks_for_holds_by_hand_too(room: Room, server: Server, status: int) -> None:
    room.subscribe(server.on("/feed", busy(status, "7200"), OK))
    room.refresh()
    feed = room.feed()
    assert (feed.next_at, feed.retry_after) == (NOW + 2 * HOUR, NOW + 2 * HOUR)
    assert feed.next_why == "the server asked to wait 2 h"
    room.forward(hours=1)
    assert room.refresh().skipped == 1
    room.forward(hours=1)
    assert room.refresh().new == 1


def test_a_wait_may_be_a_date(room: Room, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("reader.fetch.client.datetime", type("Clock", (), {"now": lambda _: room.now}))
    room.subscribe(server.on("/feed", busy(429, format_datetime(NOW + 3 * HOUR, usegmt=True))))
    room.refresh()
    assert room.feed().retry_after == NOW + 3 * HOUR


def test_an_end_is_final_until_somebody_asks_by_hand(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", OK, Route(status=410), OK))
    room.refresh()
    room.refresh()
    assert (room.feed().state, room.feed().next_at, room.titles()) == ("gone", None, ["Lamp lit"])
    room.forward(days=400)
    assert room.refresh(due=True).asked == 0
    assert room.refresh().failed == 0
    assert room.feed().state == "ok"


@pytest.mark.parametrize("status", [301, 308])
def test_a_chain_of_permanent_moves_moves_the_feed(room: Room, server: Server, status: int) -> None:
    room.subscribe(server.redirect("/old", server.redirect("/newer", server.on("/feed", OK), status), 301))
    room.refresh()
    assert (room.feed().url, room.titles()) == (server.url("/feed"), ["Lamp lit"])


def test_a_chain_with_one_temporary_hop_moves_it_up_to_there(room: Room, server: Server) -> None:
    server.on("/feed", OK)
    room.subscribe(server.redirect("/old", server.redirect("/now", server.url("/feed"), 302), 301))
    room.refresh()
    assert room.feed().url == server.url("/now")


def test_unchanged_feeds_take_no_child_and_keep_what_is_known(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    wish = (("Cache-Control", "max-age=10800"),)
    room.subscribe(server.on("/feed", Route(body=FEED, etag='"1"', headers=wish)))
    room.refresh()
    before = room.articles()
    monkeypatch.setattr("reader.core.sandbox.process.ChildProcess.ask", None)
    room.forward(hours=4)
    room.refresh(due=True)
    feed = room.feed()
    assert (feed.outcome, feed.etag, feed.next_at) == ("nothing new", '"1"', room.now + 3 * HOUR)
    assert room.articles() == before
    assert server.asked("/feed")[1].headers["if-none-match"] == '"1"'


@pytest.mark.parametrize(
    ("name", "asked_by"), [("ETag", "if-none-match"), ("Last-Modified", "if-modified-since")]
)
def test_a_validator_that_changes_while_the_bytes_stay_is_learnt(
    room: Room, server: Server, name: str, asked_by: str
) -> None:
    answers = [Route(body=FEED, headers=((name, f'"{mark}"'),)) for mark in "abc"]
    room.subscribe(server.on("/feed", *answers, OK))
    for _ in range(5):
        room.refresh()
    marks = [seen.headers.get(asked_by) for seen in server.asked("/feed")]
    assert marks == [None, '"a"', '"b"', '"c"', '"c"']
    assert room.feed().outcome == "nothing new"


def test_a_304_may_bring_a_new_etag_and_leaves_the_rest(room: Room, server: Server) -> None:
    modified = "Mon, 02 Mar 2026 08:00:00 GMT"
    first = Route(body=FEED, headers=(("ETag", '"a"'), ("Last-Modified", modified)))
    room.subscribe(
        server.on("/feed", first, Route(status=304, headers=(("ETag", '"b"'),)), Route(status=304))
    )
    for _ in range(3):
        room.refresh()
    assert (room.feed().etag, room.feed().last_modified) == ('"b"', modified)
    assert room.titles() == ["Lamp lit"]


@pytest.mark.parametrize("answer", [OK, Route(status=304)])
def test_a_permanent_move_is_kept_where_nothing_is_new(room: Room, server: Server, answer: Route) -> None:
    to_new = Route(status=301, headers=(("Location", "/new"),))
    room.subscribe(server.on("/feed", Route(body=FEED, etag='"1"'), to_new))
    server.on("/new", answer)
    room.refresh()
    room.refresh()
    assert (room.feed().url, room.feed().outcome) == (server.url("/new"), "nothing new")


def test_one_bad_feed_neither_holds_nor_ends_the_run(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str | None] = []
    is_told = threading.Event()

    def listen(event: Event) -> None:
        if isinstance(event, FeedRefreshed):
            told.append(event.url)
            is_told.set()

    def silent_until_another_is_told(_: Seen) -> Route:
        is_told.wait()
        return Route(raw=b"")

    with running("127.0.0.2") as other:
        other.on("/feed", OK)
        quick = other.url("/feed", host="127.0.0.2")
        silent = server.on("/silent", silent_until_another_is_told)
        room.subscribe(silent, quick)
        run.run(room.session, listen=listen)
    assert told == [quick, silent]
    assert room.titles() == ["Lamp lit"]
    monkeypatch.setattr("reader.core.refresh.outcome.digest", None)
    room.subscribe(server.on("/fault", OK))
    room.refresh()
    assert room.feed(3).outcome == "could not be read (TypeError)"


def test_a_certificate_that_nobody_trusts_is_a_failure_of_that_feed(room: Room) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(Path(__file__).parents[2] / "fetch" / "loopback.pem")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        room.subscribe(f"https://127.0.0.1:{listening.getsockname()[1]}/feed")

        def shake_hands() -> None:
            with contextlib.suppress(OSError), listening.accept()[0] as plain:
                context.wrap_socket(plain, server_side=True)

        thread = threading.Thread(target=shake_hands)
        thread.start()
        room.refresh()
        thread.join()
    assert "certificate is not valid" in (room.feed().outcome or "")
    assert room.feed().state == "failing"


def test_pauses_are_told_in_words(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", Route(status=500)))
    for _ in range(3):
        room.refresh()
    assert (room.feed().next_why or "").startswith("failed 3 times in a row, waiting ")
    assert schedule.may_ask(room.feed(), room.now, by_hand=True) is None
