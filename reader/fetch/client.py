"""The HTTP client: bounded, polite, and barred from private networks where only a publisher named them."""

from __future__ import annotations

import asyncio
import os
import time
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import urlsplit

import aiohttp
from yarl import URL

from reader import __version__
from reader.errors import FetchError
from reader.fetch import addresses, decode, failures
from reader.fetch import redirects as redirect_rules
from reader.fetch.cache_headers import retry_after
from reader.fetch.connections import (
    Proxies,
    is_socks,
    looks_up_names,
    open_session,
    open_socks_session,
)
from reader.fetch.host_limits import HostLimits
from reader.fetch.response import Response
from reader.frozen import dataclass, field
from reader.text import clean, urls

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping, Sequence

    from reader.fetch.addresses import Resolver

Method = Literal["GET", "POST", "PUT", "DELETE"]

USER_AGENT = f"broadsheet/{__version__} (feed reader for the terminal)"

FEEDS_FIRST = (
    "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml, "
    "application/xml;q=0.9, text/xml;q=0.9, application/json;q=0.8, text/html;q=0.7, */*;q=0.5"
)
PAGES_FIRST = "text/html, application/xhtml+xml, application/xml;q=0.9, text/plain;q=0.8, */*;q=0.5"

ANSWERS_FIRST = "application/json, text/plain;q=0.8, */*;q=0.5"

REFUSAL_LIMIT = 16 * 2**10
"""Bytes of an answer's body that are kept where its status says that something failed: servers give the cause there."""

_PART = 206
"""A part of the body, which is never asked for: half a page must not pass for the whole."""

_PERMANENT = frozenset({301, 308})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


@dataclass(frozen=True, slots=True, kw_only=True)
class FetchSettings:
    """The bounds of a client. `total` and `connect` are seconds, `largest` bytes, raw and decoded; `pause` the
    seconds between two visits to a host. `environ` is where the system's proxies are named."""

    user_agent: str = USER_AGENT
    total: float = 30.0
    connect: float = 5.0
    redirects: int = 5
    largest: int = 15 * 2**20
    connections: int = 32
    pause: float = 1.0
    environ: Mapping[str, str] = field(default_factory=lambda: os.environ)


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes
    private: bool
    seconds: float

    def header(self, name: str) -> str | None:
        return next((value for key, value in self.headers if key == name), None)


@dataclass(frozen=True, slots=True)
class _Message:
    """The parts of a request beside the headers. `is_get`: by `Client.get`, which wants no body of a failure."""

    method: Method = "GET"
    body: bytes | None = None
    is_get: bool = True


_GET = _Message()


class _Lost(aiohttp.ClientError):
    """The connection broke before an answer came."""

    def __init__(self, error: aiohttp.ClientError) -> None:
        super().__init__(str(error))
        self.error = error


async def _once(request: aiohttp.ClientRequest, handler: aiohttp.ClientHandlerType) -> aiohttp.ClientResponse:
    """Keeps aiohttp from sending a PUT or DELETE once more by itself: what it asks for may be done already."""
    try:
        return await handler(request)
    except aiohttp.ClientConnectorError:
        raise
    except (aiohttp.ClientOSError, aiohttp.ServerDisconnectedError) as error:
        raise _Lost(error) from error


class Client:
    """Fetches addresses; an async context manager.

    `resolver` looks names up, `is_public` tells which addresses are everybody's, and `gates` let a host be asked again;
    tests replace them. While `may_begin` is cleared no request is begun; those under way go on.
    """

    def __init__(
        self,
        settings: FetchSettings | None = None,
        *,
        resolver: Resolver | None = None,
        is_public: Callable[[str], bool] = addresses.is_public,
        gates: HostLimits | None = None,
    ) -> None:
        self._settings = settings or FetchSettings()
        self._resolver = resolver or addresses.SystemResolver()
        self._is_public = is_public
        self._proxies = Proxies(self._settings.environ)
        self._gates = gates or HostLimits(self._settings.connections)
        self._timeout = aiohttp.ClientTimeout(total=None, connect=self._settings.connect)
        self._open = AsyncExitStack()
        self._through_socks: dict[tuple[str, bool], aiohttp.ClientSession] = {}
        self.may_begin = asyncio.Event()
        self.may_begin.set()

    async def __aenter__(self) -> Client:
        self._open.callback(self._resolver.close)

        def door(allows: Callable[[str], bool]) -> Awaitable[aiohttp.ClientSession]:
            return self._open.enter_async_context(open_session(self._resolver, allows))

        self._public = await door(self._is_public)
        self._private = await door(self._is_inside)
        self._proxied = await door(lambda _: True)
        return self

    async def __aexit__(self, *_: object) -> None:
        await self._open.aclose()

    def _is_inside(self, ip: str) -> bool:
        return not self._is_public(ip)

    async def get(
        self,
        url: str,
        *,
        etag: str | None = None,
        last_modified: str | None = None,
        allow_private: bool = False,
        accept: str = FEEDS_FIRST,
        headers: Sequence[tuple[str, str]] = (),
        user_agent: str | None = None,
    ) -> Response:
        """The body under an http(s) address, or a 304 without one; redirects are followed.

        `allow_private`: a person gave this address, or the feed that names it is itself in a private net (`is_private`),
        so that it may be private as well. That ends at the first public hop: from there nothing leads back inside.
        User and password in `url`, and `headers`, go to its host only; `Response.url` holds neither.
        Raises FetchError, with a word and, for an HTTP error, the status.
        """
        address = urls.absolute(url)
        if address is None:
            raise FetchError("is not an http or https address", subject=urls.masked(url), word="address")
        sent = [
            ("User-Agent", user_agent or self._settings.user_agent),
            ("Accept", accept),
            ("Accept-Encoding", decode.ACCEPTED),
        ]
        sent += [("If-None-Match", clean.line(etag))] if etag else []
        sent += [("If-Modified-Since", clean.line(last_modified))] if last_modified else []
        try:
            secrets = [*redirect_rules.credentials(address), *headers]
            return await self._follow(address, sent, secrets, allow_private)
        except (aiohttp.ClientError, OSError, ValueError, *_BODY_ERRORS) as error:
            bounds = self._settings
            raise failures.explain(error, url, limit=bounds.largest, seconds=bounds.total) from error

    async def send(
        self,
        method: Method,
        url: str,
        *,
        body: bytes | None = None,
        content_type: str = "application/json",
        headers: Sequence[tuple[str, str]] = (),
        allow_private: bool = False,
        is_safe: bool = False,
    ) -> Response:
        """Sends one request to a server's interface and gives the answer, whatever its status.

        Redirects are not followed, so that `headers` and `body` reach no other address; nor is there a pause between two
        requests. Of an answer that tells a failure at most `REFUSAL_LIMIT` bytes are kept. `is_safe` says that sending it
        twice does no harm: it is sent once more where the connection is lost. `allow_private` as for `get`.
        Raises FetchError where no answer came.
        """
        address = urls.absolute(url)
        if address is None:
            raise FetchError("is not an http or https address", subject=urls.masked(url), word="address")
        sent = [
            ("User-Agent", self._settings.user_agent),
            ("Accept", ANSWERS_FIRST),
            ("Accept-Encoding", decode.ACCEPTED),
        ]
        sent += [("Content-Type", content_type)] if body is not None else []
        named = {name.lower() for name, _ in headers}
        sent += [one for one in redirect_rules.credentials(address) if one[0].lower() not in named]
        bare = urls.without_credentials(address)
        try:
            async with self._gates.visit(urls.host(address) or "", pause=0.0):
                await self.may_begin.wait()
                message = _Message(method, body, is_get=False)
                answer = await self._told(bare, [*sent, *headers], allow_private, message, is_safe=is_safe)
        except (aiohttp.ClientError, OSError, ValueError, *_BODY_ERRORS) as error:
            bounds = self._settings
            raise failures.explain(error, url, limit=bounds.largest, seconds=bounds.total) from error
        return Response(
            url=bare, status=answer.status, headers=answer.headers, body=answer.body, seconds=answer.seconds
        )

    async def _told(
        self,
        address: str,
        headers: list[tuple[str, str]],
        may_be_private: bool,
        message: _Message,
        *,
        is_safe: bool,
    ) -> _Answer:
        try:
            return await self._ask(address, headers, self._settings.total, may_be_private, message)
        except _Lost as lost:
            if is_safe:
                return await self._told(address, headers, may_be_private, message, is_safe=False)
            raise lost.error from lost

    async def is_private(self, url: str) -> bool:
        """Tells whether an address is in a private net, as far as is known now; False where it cannot be looked up."""
        try:
            is_named = looks_up_names(self._proxies.of(url))
            return await self._leads_inside(URL(url).raw_host or "", by_proxy=is_named)
        except (OSError, ValueError, FetchError):
            return False

    async def _follow(
        self, start: str, sent: list[tuple[str, str]], secrets: list[tuple[str, str]], may_be_private: bool
    ) -> Response:
        began = time.monotonic()
        left = self._settings.total
        address, moved_to, permanent, host = start, None, True, ""
        for _ in range(self._settings.redirects + 1):
            mine = [*sent, *secrets] if redirect_rules.goes_to_host_of(start, address) else sent
            visited, host = host, urls.host(address) or ""
            hurry = visited == host or addresses.is_loopback(urlsplit(address).hostname or "")
            async with self._gates.visit(host, pause=0.0 if hurry else self._settings.pause):
                await self.may_begin.wait()
                answer = await self._ask(urls.without_credentials(address), mine, left, may_be_private)
            left -= answer.seconds
            location = answer.header("location") if answer.status in _REDIRECTS else None
            if location is None:
                return _response(answer, start, address, moved_to, time.monotonic() - began)
            may_be_private = may_be_private and answer.private
            address = redirect_rules.following(address, location, start)
            permanent = permanent and answer.status in _PERMANENT
            moved_to = address if permanent else moved_to
        raise FetchError("too many redirects", subject=urls.masked(start), word="redirects")

    async def _ask(
        self,
        address: str,
        headers: list[tuple[str, str]],
        seconds: float,
        may_be_private: bool,
        message: _Message = _GET,
    ) -> _Answer:
        began = time.monotonic()
        url = redirect_rules.canonical(URL(address))
        proxy = self._proxies.of(address)
        async with asyncio.timeout(seconds):
            private = await self._leads_inside(
                url.raw_host or "", by_proxy=looks_up_names(proxy), deep=may_be_private
            )
            if private and not may_be_private:
                raise failures.Refused("address refused")
            session, proxy = self._way_out(proxy, private=private)
            async with session.request(
                message.method,
                url,
                data=message.body,
                headers=headers,
                proxy=proxy,
                allow_redirects=False,
                timeout=self._timeout,
                middlewares=None if message.is_get else (_once,),
            ) as answer:
                return _Answer(
                    answer.status,
                    tuple((name.lower(), clean.line(value, 4_000)) for name, value in answer.headers.items()),
                    await self._body(answer, is_get=message.is_get),
                    private,
                    time.monotonic() - began,
                )

    def _way_out(self, proxy: str | None, *, private: bool) -> tuple[aiohttp.ClientSession, str | None]:
        """The session for a request, and the proxy that the request itself has to name."""
        if proxy is None:
            return (self._private if private else self._public), None
        if not is_socks(proxy):
            return self._proxied, proxy
        session = self._through_socks.get((proxy, private))
        if session is None:
            allows = self._is_inside if private else self._is_public
            session = open_socks_session(proxy, self._resolver, allows)
            self._through_socks[proxy, private] = session
            self._open.push_async_callback(session.close)
        return session, None

    async def _leads_inside(self, host: str, *, by_proxy: bool, deep: bool = True) -> bool:
        """Tells whether the host is in a private net. A name is looked up only if `deep`, and not where that is the
        proxy's to do (`by_proxy`)."""
        if (ip := addresses.literal(host)) is not None:
            return not self._is_public(str(ip))
        if by_proxy or not deep:
            return False
        return not any(self._is_public(found) for found in await self._resolver.addresses(host))

    async def _body(self, answer: aiohttp.ClientResponse, *, is_get: bool) -> bytes:
        if answer.status not in _REDIRECTS and answer.status < 400:
            return await self._read(answer)
        return b"" if is_get else await _refusal(answer)

    async def _read(self, answer: aiohttp.ClientResponse) -> bytes:
        body = decode.DecodedBody(answer.headers.get("Content-Encoding", ""), self._settings.largest)
        if (answer.content_length or 0) > self._settings.largest:
            raise decode.TooLarge
        async for piece in answer.content.iter_any():
            body.add(piece)
        return body.whole()


_BODY_ERRORS = (decode.TooLarge, decode.CutShort, decode.BrokenEncoding, decode.UnaskedEncoding)


async def _refusal(answer: aiohttp.ClientResponse) -> bytes:
    """The beginning of a failure's body; what cannot be decoded is no worse than none."""
    try:
        body = decode.DecodedBody(answer.headers.get("Content-Encoding", ""), REFUSAL_LIMIT)
    except decode.UnaskedEncoding:
        return b""
    with suppress(decode.TooLarge, decode.BrokenEncoding):
        async for piece in answer.content.iter_chunked(1_024):
            body.add(piece)
    return body.so_far()


def _response(answer: _Answer, start: str, address: str, moved_to: str | None, seconds: float) -> Response:
    is_good = answer.status < 300 and answer.status != _PART
    if not is_good and answer.status != 304:
        wait = retry_after(answer.header("retry-after"), datetime.now(UTC))
        raise failures.http_error(answer.status, start, retry_after=wait)
    return Response(
        url=urls.without_credentials(address),
        status=answer.status,
        headers=answer.headers,
        body=answer.body,
        moved_to=moved_to if moved_to != start else None,
        seconds=seconds,
    )
