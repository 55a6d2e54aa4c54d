"""A failure on the net is named by a word, said in a sentence, and has a next step."""

from __future__ import annotations

import errno
import socket
import ssl
from types import SimpleNamespace

import aiohttp
import pytest

from reader.fetch import decode, failures
from reader.fetch.addresses import NoNetwork

URL = "https://ann:secret@pier.example/feed"


def connecting(cause: OSError) -> aiohttp.ClientConnectorError:
    return aiohttp.ClientConnectorError(SimpleNamespace(host="www.pier.example"), cause)  # type: ignore[arg-type]


def wrapped(cause: OSError) -> aiohttp.ClientOSError:
    """As aiohttp passes on what a connector of others raises."""
    error = aiohttp.ClientOSError(cause.errno, "x")
    error.__cause__ = cause
    return error


def tls(reason: str) -> ssl.SSLError:
    error = ssl.SSLError(1, "x")
    error.reason = reason
    return error


@pytest.mark.parametrize(
    ("error", "word", "message", "hint"),
    [
        (
            connecting(socket.gaierror(socket.EAI_AGAIN, "x")),
            "unreachable",
            "the host could not be looked up (DNS)",
            "are you online?",
        ),
        (
            connecting(socket.gaierror(socket.EAI_FAIL, "x")),
            "unreachable",
            "the host could not be looked up (DNS)",
            "are you online?",
        ),
        (
            connecting(socket.gaierror(socket.EAI_NONAME, "x")),
            "no such host",
            "no such host",
            "check the address",
        ),
        (
            connecting(OSError(errno.ECONNREFUSED, "x")),
            "refused",
            "the server refused the connection",
            "try again later",
        ),
        (
            connecting(OSError(errno.ECONNRESET, "x")),
            "cut short",
            "the connection was lost",
            "try again later",
        ),
        (connecting(OSError(errno.ETIMEDOUT, "x")), "too slow", "no connection in time", "try again later"),
        (
            connecting(OSError(errno.ENETUNREACH, "x")),
            "unreachable",
            "no route to the server",
            "are you online?",
        ),
        (
            connecting(OSError(errno.EHOSTUNREACH, "x")),
            "unreachable",
            "no route to the server",
            "are you online?",
        ),
        (
            connecting(NoNetwork(socket.EAI_NONAME, "x")),
            "unreachable",
            "no network",
            "go online, then try again",
        ),
        (connecting(failures.Refused("x")), "private", "leads into a private network", "enter yourself"),
        (
            connecting(tls("WRONG_VERSION_NUMBER")),
            "certificate",
            "no secure connection (wrong version number)",
            "clock",
        ),
        (wrapped(failures.Refused("x")), "private", "leads into a private network", "enter yourself"),
        (
            wrapped(failures.ProxyFailed("the proxy cannot be reached")),
            "proxy",
            "the proxy cannot be reached",
            "check HTTP_PROXY",
        ),
        (wrapped(tls("NO_SHARED_CIPHER")), "certificate", "no secure connection (no shared cipher)", "clock"),
        (aiohttp.ClientOSError(), "unreachable", "the server cannot be reached", "are you online?"),
        (aiohttp.ConnectionTimeoutError(), "too slow", "no connection in time", "try again later"),
        (TimeoutError(), "too slow", "no complete response within 30 s", "try again later"),
        (decode.TooLarge(), "too large", "sent more than 15 MiB", ""),
        (decode.CutShort(), "cut short", "the response was cut short", "try again later"),
        (decode.BrokenEncoding(), "encoding", "the response is not in the encoding it declares", ""),
        (
            aiohttp.ServerDisconnectedError(),
            "cut short",
            "closed the connection without a response",
            "try again later",
        ),
        (ValueError(), "address", "not a valid address", ""),
        (KeyError(), "failed", "KeyError", ""),
    ],
)
def test_each_has_its_word_its_sentence_and_its_next_step(
    error: Exception, word: str, message: str, hint: str
) -> None:
    told = failures.explain(error, URL, limit=15 * 2**20, seconds=30.0)
    assert told.word == word
    assert message in told.message
    assert hint in told.hint
    assert bool(told.hint) == bool(hint)
    assert told.subject == "https://ann:***@pier.example/feed"


def test_what_could_not_be_connected_to_is_named_though_a_redirect_led_there() -> None:
    told = failures.explain(connecting(socket.gaierror(socket.EAI_NONAME, "x")), URL, limit=1, seconds=1.0)
    assert told.host == "www.pier.example"
    assert failures.explain(TimeoutError(), URL, limit=1, seconds=1.0).host is None


def test_a_status_is_said_with_its_usual_phrase_and_not_with_the_servers() -> None:
    told = failures.http_error(404, URL, retry_after=60.0)
    assert (told.message, told.word) == ("the server answered HTTP 404 (not found)", "HTTP 404")
    assert (told.status, told.retry_after, told.subject) == (404, 60.0, "https://ann:***@pier.example/feed")
    assert failures.http_error(799, URL, retry_after=None).message == "the server answered HTTP 799"
