from __future__ import annotations

import asyncio
import base64
import gzip
import socket
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from reader.errors import FetchError
from reader.fetch.client import REFUSAL_LIMIT, USER_AGENT, Client, FetchSettings
from reader.fetch.host_limits import HostLimits
from tests.fetch.fakes import Names, Time, tls_server
from tests.support.server import Route, Server, running

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from reader.fetch.client import Method
    from reader.fetch.response import Response


def _has_ipv6() -> bool:
    try:
        with socket.socket(socket.AF_INET6) as tried:
            tried.bind(("::1", 0))
    except OSError:
        return False
    return True


_HAS_IPV6 = _has_ipv6()
SMALL = FetchSettings(total=300, connect=300, largest=100_000)


@pytest.fixture
async def client() -> AsyncIterator[Client]:
    async with Client() as found:
        yield found


async def failure(client: Client, url: str, *, allow_private: bool = True) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await client.get(url, allow_private=allow_private)
    return caught.value


async def failure_within(settings: FetchSettings, url: str) -> FetchError:
    async with Client(settings) as client:
        return await failure(client, url)


async def test_gives_body_headers_and_address(client: Client, server: Server) -> None:
    url = server.text("/feed", "<rss/>", "application/rss+xml")
    answer = await client.get(url, allow_private=True)
    assert (answer.url, answer.status, answer.body) == (url, 200, b"<rss/>")
    assert answer.header("Content-Type") == "application/rss+xml"
    assert answer.moved_to is None


@pytest.mark.skipif(not _HAS_IPV6, reason="this machine has no loopback of IPv6")
async def test_an_address_of_ipv6_is_asked_as_well(client: Client) -> None:
    with running("::1") as server:
        server.text("/feed", "<rss/>", "application/rss+xml")
        assert (await client.get(server.url("/feed", host="[::1]"), allow_private=True)).body == b"<rss/>"


async def test_sends_an_honest_name_and_neither_cookies_nor_referer(client: Client, server: Server) -> None:
    server.on("/a", Route(status=302, headers=(("Location", "/b"), ("Set-Cookie", "spy=1; Path=/"))))
    server.text("/b", "x")
    await client.get(server.url("/a"), allow_private=True)
    [seen] = server.asked("/b")
    assert seen.headers["user-agent"] == USER_AGENT
    assert seen.headers["accept-encoding"] == "gzip, deflate"
    assert not {"cookie", "referer"} & seen.headers.keys()


async def test_a_known_etag_is_answered_without_a_body(client: Client, server: Server) -> None:
    url = server.on("/feed", Route(body=b"x", etag='"v1"'))
    answer = await client.get(
        url, etag='"v1"', last_modified="Fri, 04 Feb 2022 09:19:00 GMT", allow_private=True
    )
    assert (answer.status, answer.body) == (304, b"")
    assert server.seen[0].headers["if-modified-since"] == "Fri, 04 Feb 2022 09:19:00 GMT"


@pytest.mark.parametrize(
    ("encoding", "coded"),
    [
        ("gzip", gzip.compress(b"hello", mtime=0)),
        ("x-gzip", gzip.compress(b"hel", mtime=0) + gzip.compress(b"lo", mtime=0) + b"\0\0"),
        ("deflate", zlib.compress(b"hello")),
        ("deflate", zlib.compressobj(wbits=-15).compress(b"") + zlib.compress(b"hello", wbits=-15)),
        ("identity", b"hello"),
    ],
)
async def test_asked_for_encodings_are_undone(
    client: Client, server: Server, encoding: str, coded: bytes
) -> None:
    url = server.on("/", Route(body=coded, headers=(("Content-Encoding", encoding),)))
    assert (await client.get(url, allow_private=True)).body == b"hello"


@pytest.mark.parametrize("encoding", ["br", "zstd", "gzip, gzip", "\x1b[2Jgzip2"])
async def test_an_encoding_not_asked_for_is_refused(client: Client, server: Server, encoding: str) -> None:
    url = server.on("/", Route(body=b"hello", headers=(("Content-Encoding", encoding),)))
    error = await failure(client, url)
    assert error.word == "encoding"
    assert error.message.isprintable()


async def test_a_body_not_in_the_claimed_encoding_is_refused(client: Client, server: Server) -> None:
    url = server.on("/", Route(body=b"plain text", headers=(("Content-Encoding", "gzip"),)))
    assert (await failure(client, url)).word == "encoding"


@pytest.mark.parametrize(
    "route",
    [
        Route(body=b"x" * 100_001),
        Route(body=b"x" * 100_001, length=None),
        Route(body=b"x", length=10**9),
        Route(body=b"\0" * 5_000_000, zipped=True),
    ],
    ids=["sent", "endless", "claimed", "bomb"],
)
async def test_too_large_a_body_is_refused(server: Server, route: Route) -> None:
    error = await failure_within(SMALL, server.on("/", route))
    assert error.word == "too large"


async def test_a_body_of_exactly_the_limit_passes(server: Server) -> None:
    url = server.on("/", Route(body=b"x" * 100_000, zipped=True))
    async with Client(SMALL) as client:
        assert len((await client.get(url, allow_private=True)).body) == 100_000


@pytest.mark.parametrize(
    "route",
    [
        Route(body=b"x" * 2_000, cut=1_000),
        Route(body=b"x" * 2_000, length=3_000, cut=2_000),
        Route(body=b"x" * 2_000, reset=1_000),
        Route(body=bytes(range(256)) * 40, zipped=True, length=None, cut=100),
        Route(raw=b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
        Route(raw=b""),
    ],
    ids=["cut", "lying length", "reset", "gzip", "chunked", "no answer"],
)
async def test_a_broken_off_answer_is_cut_short(client: Client, server: Server, route: Route) -> None:
    assert (await failure(client, server.on("/", route))).word == "cut short"


@pytest.mark.parametrize(
    "route", [Route(hangs=True), Route(body=b"x" * 9, drip=3)], ids=["silent", "dripping"]
)
async def test_the_deadline_holds_for_the_whole_answer(server: Server, route: Route) -> None:
    assert (await failure_within(FetchSettings(total=0.25), server.on("/", route))).word == "too slow"


async def test_redirects_share_one_deadline(server: Server) -> None:
    def slowly(_: object) -> Route:
        server.closing.wait(0.15)
        return Route(status=302, headers=(("Location", "/next"),))

    server.on("/start", slowly)
    server.on("/next", slowly)
    assert (await failure_within(FetchSettings(total=0.25), server.url("/start"))).word == "too slow"


@pytest.mark.parametrize("raw", [b"SSH-2.0-OpenSSH_9.6\r\n", b"HTTP/1.1 200 OK\r\nno colon here\r\n\r\n"])
async def test_an_answer_that_is_not_http_is_named(client: Client, server: Server, raw: bytes) -> None:
    assert (await failure(client, server.on("/", Route(raw=raw)))).word == "not HTTP"


@pytest.mark.parametrize("status", [206, 404, 410, 500, 503, 599])
async def test_a_status_of_failure_is_kept(client: Client, server: Server, status: int) -> None:
    error = await failure(client, server.on("/", Route(status=status)))
    assert (error.word, error.status) == (f"HTTP {status}", status)
    assert error.retry_after is None


async def test_retry_after_comes_with_the_error(client: Client, server: Server) -> None:
    url = server.on("/", Route(status=429, headers=(("Retry-After", "120"),)))
    assert (await failure(client, url)).retry_after == 120


async def test_a_closed_port_refuses(client: Client) -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    assert (await failure(client, f"http://127.0.0.1:{port}/")).word == "refused"


async def test_an_unknown_name_is_no_such_host() -> None:
    async with Client(FetchSettings(pause=0), resolver=Names({})) as client:
        assert (await failure(client, "http://nowhere.example/", allow_private=False)).word == "no such host"
        assert (await failure(client, "http://nowhere.example/")).word == "no such host"


async def test_a_resolver_that_is_down_is_not_a_missing_host() -> None:
    async with Client(resolver=Names({}, error=socket.EAI_AGAIN)) as client:
        assert (await failure(client, "http://news.example/", allow_private=False)).word == "unreachable"


async def test_an_untrusted_certificate_is_named(client: Client) -> None:
    async with tls_server(Path(__file__).with_name("loopback.pem")) as port:
        error = await failure(client, f"https://127.0.0.1:{port}/")
    assert error.word == "certificate"


async def test_plain_http_where_tls_was_expected_is_named(client: Client, server: Server) -> None:
    error = await failure(client, server.url("/").replace("http:", "https:"))
    assert error.word == "certificate"


@pytest.mark.parametrize(
    "url", ["file:///etc/passwd", "javascript:alert(1)", "ftp://example.org/", "", "http://"]
)
async def test_only_http_addresses_are_asked(client: Client, url: str) -> None:
    assert (await failure(client, url)).word == "address"


async def test_up_to_five_redirects_are_followed(client: Client, server: Server) -> None:
    for number in range(6):
        server.redirect(f"/{number}", f"/{number + 1}")
    server.text("/6", "end")
    assert (await client.get(server.url("/1"), allow_private=True)).url == server.url("/6")
    assert (await failure(client, server.url("/0"))).word == "redirects"


@pytest.mark.parametrize(
    "target", ["file:///etc/passwd", "javascript:alert(1)", "data:text/html,x", "", "http://["]
)
async def test_a_redirect_to_another_scheme_is_refused(client: Client, server: Server, target: str) -> None:
    assert (await failure(client, server.redirect("/", target))).word == "redirects"


@pytest.mark.parametrize(
    ("statuses", "moved"),
    [((301,), "/1"), ((301, 308), "/2"), ((301, 302), "/1"), ((302, 301), None), ((307,), None)],
)
async def test_moved_to_is_the_end_of_the_permanent_hops(
    client: Client, server: Server, statuses: tuple[int, ...], moved: str | None
) -> None:
    for number, status in enumerate(statuses):
        server.redirect(f"/{number}", f"/{number + 1}", status)
    server.text(f"/{len(statuses)}", "end")
    answer = await client.get(server.url("/0"), allow_private=True)
    assert answer.moved_to == (server.url(moved) if moved else None)


async def test_credentials_go_to_their_host_only(client: Client, server: Server) -> None:
    with running() as other:
        server.redirect("/a", "/b", 301)
        server.redirect("/b", other.text("/c", "x"), 302)
        answer = await client.get(
            server.url("/a").replace("//", "//ann:se%40cret@"), allow_private=True, headers=[("X-Key", "k")]
        )
    secret = "Basic " + base64.b64encode(b"ann:se@cret").decode()
    for path in ("/a", "/b"):
        [seen] = server.asked(path)
        assert (seen.headers["authorization"], seen.headers["x-key"]) == (secret, "k")
    [seen] = other.seen
    assert not {"authorization", "x-key"} & seen.headers.keys()
    assert "ann" not in answer.url
    assert answer.moved_to == server.url("/b").replace("//", "//ann:se%40cret@")


@pytest.mark.parametrize("secret", ["ann:secret", "ann:se@cret", "secret:"])
async def test_passwords_are_not_in_messages(client: Client, server: Server, secret: str) -> None:
    error = await failure(client, server.url("/missing").replace("//", f"//{secret}@"))
    assert "cret" not in str(error).replace("secret:***", "")


async def test_what_a_server_says_is_cleaned(client: Client, server: Server) -> None:
    url = server.on(
        "/", Route(raw=b"HTTP/1.1 200 OK\r\nX-A: a\xc2\x9b2Jb\xe2\x80\xaec\r\nContent-Length: 0\r\n\r\n")
    )
    answer = await client.get(url, allow_private=True)
    assert answer.header("x-a") == "a2Jbc"


@pytest.mark.parametrize(
    "head",
    [b"HTTP/1.1 404 \x1b]0;x\x07", b"HTTP/1.1 \x1b[2J 200", b"\x1b[2J", b"HTTP/1.1 404 X\r\nX: \x1b[2J"],
)
async def test_a_message_repeats_nothing_that_a_terminal_acts_on(
    client: Client, server: Server, head: bytes
) -> None:
    error = await failure(client, server.on("/", Route(raw=head + b"\r\nContent-Length: 0\r\n\r\n")))
    assert str(error).isprintable()


async def test_one_connection_a_host_and_the_pause_between_visits(server: Server) -> None:
    time, starts = Time(), list[float]()

    def note(_: object) -> Route:
        starts.append(time.now - 1_000)
        return Route()

    server.on("/", note)
    names = Names({"news.example": ["127.0.0.1"]})
    gates = HostLimits(9, clock=time.clock, sleep=time.sleep)
    async with Client(FetchSettings(pause=7), resolver=names, gates=gates) as client:
        url = server.url("/", host="news.example")
        await asyncio.gather(*(client.get(url, allow_private=True) for _ in range(3)))
    assert starts == [0, 7, 14]


async def test_a_slow_host_holds_up_no_other(server: Server) -> None:
    names = Names({"slow.example": ["127.0.0.1"], "fast.example": ["127.0.0.1"]})
    server.on("/slow", Route(hangs=True))
    server.text("/fast", "x")
    async with Client(SMALL, resolver=names) as client:
        slow = asyncio.create_task(client.get(server.url("/slow", host="slow.example"), allow_private=True))
        fast = await client.get(server.url("/fast", host="fast.example"), allow_private=True)
        assert (fast.status, slow.done()) == (200, False)
        slow.cancel()
        await asyncio.gather(slow, return_exceptions=True)


async def send(
    client: Client, method: Method, url: str, body: bytes | None = None, *, is_safe: bool = False
) -> Response:
    return await client.send(method, url, body=body, allow_private=True, is_safe=is_safe)


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_a_request_reaches_the_server_with_its_method_and_body(
    client: Client, server: Server, method: Method
) -> None:
    url = server.text("/v1/entries", "{}", "application/json")
    answer = await send(client, method, url, None if method == "GET" else b'{"a":1}')
    [seen] = server.asked("/v1/entries")
    assert (answer.status, answer.body) == (200, b"{}")
    assert (seen.method, seen.body) == (method, b"" if method == "GET" else b'{"a":1}')
    assert seen.headers.get("content-type") == (None if method == "GET" else "application/json")


async def test_a_failure_is_an_answer_with_its_words(client: Client, server: Server) -> None:
    route = Route(status=429, body=b"slow down", zipped=True, headers=(("Retry-After", "120"),))
    answer = await send(client, "GET", server.on("/v1/me", route))
    assert (answer.status, answer.body, answer.header("retry-after")) == (429, b"slow down", "120")


async def test_of_a_long_failure_the_beginning_is_kept(client: Client, server: Server) -> None:
    answer = await send(client, "GET", server.on("/v1/me", Route(status=500, body=b"x" * 1_000_000)))
    assert 0 < len(answer.body) <= REFUSAL_LIMIT


async def test_a_failure_in_a_broken_encoding_has_no_words(client: Client, server: Server) -> None:
    route = Route(status=500, body=b"not gzip", headers=(("Content-Encoding", "gzip"),))
    assert (await send(client, "GET", server.on("/v1/me", route))).body == b""


async def test_a_large_answer_is_refused(server: Server) -> None:
    url = server.text("/v1/entries", b"x" * 200_000)
    async with Client(SMALL) as client:
        with pytest.raises(FetchError) as caught:
            await send(client, "GET", url)
    assert caught.value.word == "too large"


async def test_what_is_sent_follows_no_redirect(client: Client, server: Server) -> None:
    server.text("/other", "x")
    answer = await send(client, "POST", server.redirect("/v1/feeds", "/other", 307), b"secret")
    assert answer.status == 307
    assert not server.asked("/other")


async def test_a_lost_connection_is_tried_again_where_that_is_safe(client: Client, server: Server) -> None:
    url = server.on("/edit", Route(raw=b""), Route(body=b"OK"))
    assert (await send(client, "POST", url, b"a=1", is_safe=True)).body == b"OK"
    assert server.count("/edit") == 2


@pytest.mark.parametrize("method", ["GET", "POST", "PUT", "DELETE"])
async def test_what_is_not_safe_goes_out_once(client: Client, server: Server, method: Method) -> None:
    url = server.on("/toggle", Route(raw=b""), Route(body=b"OK"))
    with pytest.raises(FetchError) as caught:
        await send(client, method, url)
    assert caught.value.word == "cut short"
    assert server.count("/toggle") == 1


async def test_user_and_password_of_the_address_go_along_but_for_a_header_given(
    client: Client, server: Server
) -> None:
    server.text("/v1/me", "{}")
    url = f"http://ann:key@127.0.0.1:{server.port}/v1/me"
    await client.send("GET", url, allow_private=True)
    await client.send("GET", url, headers=[("Authorization", "GoogleLogin auth=x")], allow_private=True)
    first, second = server.asked("/v1/me")
    assert first.headers["authorization"] == f"Basic {base64.b64encode(b'ann:key').decode()}"
    assert second.headers["authorization"] == "GoogleLogin auth=x"


async def test_nothing_is_sent_into_a_private_net_unasked(client: Client, server: Server) -> None:
    with pytest.raises(FetchError) as caught:
        await client.send("GET", server.text("/v1/me", "{}"))
    assert caught.value.word == "private"
    assert not server.seen
