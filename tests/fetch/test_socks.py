"""SOCKS5 proxies: what they are asked for, what stays guarded, what their failures are called.

127.0.0.2 plays a public address, 127.0.0.1 a private one; whatever the proxy is asked for, it connects to one server.
"""

from __future__ import annotations

import asyncio
import ssl
import sys
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import aiohttp
import pytest

from reader.errors import FetchError
from reader.fetch.client import Client, FetchSettings
from reader.fetch.connections import open_socks_session
from reader.fetch.socks import SocksConnector
from tests.fetch.fakes import Names, tls_server

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from tests.support.server import Server

NAMES = {
    "public.example": ["127.0.0.2"],
    "inside.example": ["127.0.0.1"],
    "both.example": ["::1", "127.0.0.1", "2001:db8::7", "127.0.0.2"],
}
PUBLIC = frozenset(("127.0.0.2", "2001:db8::7"))


@dataclass
class Proxy:
    """A SOCKS5 server (RFC 1928, 1929): `asked` are the hosts it was asked for, `logins` who asked.

    It wants `login` where that is set, and answers `reply` where that is an error.
    """

    login: tuple[str, str] | None = None
    reply: int = 0
    port: int = 0
    asked: list[str] = field(default_factory=list)
    logins: list[tuple[str, str]] = field(default_factory=list)
    served: list[asyncio.Task[None]] = field(default_factory=list)

    def url(self, scheme: str = "socks5", login: str = "") -> str:
        return f"{scheme}://{login}127.0.0.1:{self.port}"

    def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.served.append(asyncio.create_task(self._serve_and_close(reader, writer)))

    async def _serve_and_close(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, ConnectionError):  # the client hung up
            await self._serve(reader, writer)
        writer.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        _, count = await reader.readexactly(2)
        method = 2 if self.login else 0
        is_offered = method in await reader.readexactly(count)
        writer.write(bytes((5, method if is_offered else 0xFF)))
        if not is_offered:
            return
        if self.login:
            await reader.readexactly(1)
            user, password = [
                (await reader.readexactly((await reader.readexactly(1))[0])).decode() for _ in range(2)
            ]
            self.logins.append((user, password))
            writer.write(bytes((1, (user, password) != self.login)))
            if (user, password) != self.login:
                return
        _, command, _, kind = await reader.readexactly(4)
        assert command == 1
        length = {1: 4, 4: 16}.get(kind) or (await reader.readexactly(1))[0]
        host = await reader.readexactly(length)
        self.asked.append(".".join(map(str, host)) if kind == 1 else host.decode() if kind == 3 else "IPv6")
        port = int.from_bytes(await reader.readexactly(2), "big")
        writer.write(bytes((5, self.reply, 0, 1, 0, 0, 0, 0, 0, 0)))
        if not self.reply:
            there, back = await asyncio.open_connection("127.0.0.1", port)
            ends = await asyncio.gather(
                _pass_on(reader, back), _pass_on(there, writer), return_exceptions=True
            )
            assert all(end is None or isinstance(end, ConnectionError) for end in ends)


async def _pass_on(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    try:
        while data := await source.read(65_536):
            target.write(data)
    finally:
        target.close()


@asynccontextmanager
async def proxy(**how: object) -> AsyncIterator[Proxy]:
    found = Proxy(**how)  # type: ignore[arg-type]
    server = await asyncio.start_server(found.serve, "127.0.0.1", 0)
    async with server:
        found.port = server.sockets[0].getsockname()[1]
        yield found
    async with asyncio.timeout(60):
        await asyncio.gather(*found.served)


def client(proxy: str, names: Names | None = None) -> Client:
    settings = FetchSettings(pause=0, environ={"ALL_PROXY": proxy})
    return Client(settings, resolver=names or Names(NAMES), is_public=PUBLIC.__contains__)


async def outcome(url: str, proxy: str, *, allow_private: bool = False, names: Names | None = None) -> str:
    async with client(proxy, names) as found:
        try:
            return (await found.get(url, allow_private=allow_private)).body.decode()
        except FetchError as error:
            return error.word


@pytest.mark.parametrize(
    ("scheme", "asked", "looked_up"),
    [("socks5", "127.0.0.2", ["public.example"]), ("socks5h", "public.example", [])],
)
async def test_names_are_looked_up_here_or_by_the_proxy(
    server: Server, scheme: str, asked: str, looked_up: list[str]
) -> None:
    server.text("/", "through the proxy")
    names = Names(NAMES)
    async with proxy() as through:
        url = server.url(host="public.example")
        assert await outcome(url, through.url(scheme), names=names) == "through the proxy"
    assert (through.asked, names.asked) == ([asked], looked_up)
    assert server.seen[0].headers["host"] == f"public.example:{server.port}"


@pytest.mark.parametrize("host", ["inside.example", "10.0.0.1", "0xa000001"])
async def test_nothing_private_is_asked_for_where_only_a_publisher_named_it(
    server: Server, host: str
) -> None:
    async with proxy() as through:
        assert await outcome(server.url(host=host), through.url()) == "private"
    assert through.asked == []


async def test_a_private_name_that_a_person_typed_is_asked_for_by_its_address(server: Server) -> None:
    server.text("/", "inside")
    async with proxy() as through:
        url = server.url(host="inside.example")
        assert await outcome(url, through.url(), allow_private=True) == "inside"
    assert through.asked == ["127.0.0.1"]


async def test_of_several_addresses_an_allowed_one_is_asked_for_ipv4_first(server: Server) -> None:
    server.text("/", "outside")
    async with proxy() as through:
        url = server.url(host="both.example")
        assert await outcome(url, through.url()) == "outside"
        only_six = Names({"both.example": ["127.0.0.1", "2001:db8::7"]})
        assert await outcome(url, through.url(), names=only_six) == "outside"
    assert through.asked == ["127.0.0.2", "IPv6"]


class Changing(Names):
    """Names another address at each look-up."""

    async def addresses(self, host: str) -> list[str]:
        found: Sequence[str] = await super().addresses(host)
        return [found[(len(self.asked) - 1) % len(found)]]


async def test_a_name_that_changes_its_address_after_the_check_is_refused(server: Server) -> None:
    server.text("/", "inside")
    names = Changing({"turncoat.example": ["127.0.0.2", "127.0.0.1"]})
    async with proxy() as through:
        url = server.url(host="turncoat.example")
        assert await outcome(url, through.url(), allow_private=True, names=names) == "private"
    assert names.asked == ["turncoat.example"] * 2
    assert through.asked == []


async def test_a_connection_left_open_is_not_used_under_a_stricter_rule(server: Server) -> None:
    server.text("/", "inside")
    async with proxy() as through, client(through.url()) as found:
        url = server.url(host="inside.example")
        assert (await found.get(url, allow_private=True)).body == b"inside"
        assert (await found.get(url, allow_private=True)).body == b"inside"
        with pytest.raises(FetchError, match="private"):
            await found.get(url)
    assert through.asked == ["127.0.0.1"], "one connection, used twice"


async def test_where_the_proxy_looks_names_up_private_literals_are_still_refused(server: Server) -> None:
    server.redirect("/", "http://10.0.0.1/")
    async with proxy() as through:
        url = server.url(host="far.example")
        assert await outcome(url, through.url("socks5h"), allow_private=True) == "private"
        assert await outcome("http://10.0.0.1/", through.url("socks5h")) == "private"
    assert through.asked == ["far.example"]


@pytest.mark.parametrize(("scheme", "is_private"), [("socks5", True), ("socks5h", False)])
async def test_a_feed_is_private_as_far_as_this_machine_looks_its_host_up(
    scheme: str, is_private: bool
) -> None:
    async with client(f"{scheme}://127.0.0.1:9") as found:
        assert await found.is_private("http://inside.example/") is is_private


async def test_user_and_password_go_to_the_proxy_and_into_no_message(server: Server) -> None:
    server.text("/", "through the proxy")
    url = server.url(host="public.example")
    async with proxy(login=("ann", "s:e/cret")) as through:
        assert await outcome(url, through.url(login="ann:s%3Ae%2Fcret@")) == "through the proxy"
        async with client(through.url(login="ann:sesame@")) as found:
            with pytest.raises(FetchError) as caught:
                await found.get(url)
        assert await outcome(url, through.url()) == "proxy"
    assert through.logins == [("ann", "s:e/cret"), ("ann", "sesame")]
    assert caught.value.word == "proxy"
    assert "sesame" not in f"{caught.value} {caught.value.hint}"
    assert "authorization" not in server.seen[0].headers
    assert "proxy-authorization" not in server.seen[0].headers


@pytest.mark.parametrize(
    ("reply", "word"),
    [
        (1, "proxy"),
        (2, "proxy"),
        (3, "unreachable"),
        (4, "unreachable"),
        (5, "refused"),
        (6, "unreachable"),
        (8, "proxy"),
    ],
)
async def test_what_the_proxy_says_of_the_server_is_not_said_of_the_proxy(reply: int, word: str) -> None:
    async with proxy(reply=reply) as through:
        assert await outcome("http://public.example/", through.url()) == word


@pytest.mark.parametrize("scheme", ["socks5", "socks5h"])
async def test_a_proxy_that_is_down_is_named(scheme: str) -> None:
    assert await outcome("http://public.example/", f"{scheme}://127.0.0.1:9") == "proxy"
    assert await outcome("http://nowhere.example/", "socks5://127.0.0.1:9") == "no such host"


async def test_a_certificate_that_nobody_trusts_is_refused() -> None:
    async with proxy() as through, tls_server(Path(__file__).with_name("loopback.pem")) as port:
        for scheme in ("socks5", "socks5h"):
            assert await outcome(f"https://public.example:{port}/", through.url(scheme)) == "certificate"


@pytest.mark.parametrize("looks_up", [True, False])
async def test_the_certificate_is_that_of_the_name_not_of_the_address_asked_for(looks_up: bool) -> None:
    certificate = Path(__file__).with_name("loopback.pem")  # that of 127.0.0.1

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await reader.readuntil(b"\r\n\r\n")
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 6\r\nConnection: close\r\n\r\nsecret")
        await writer.drain()
        writer.close()

    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    trusting = ssl.create_default_context(cafile=str(certificate))
    server = await asyncio.start_server(answer, "127.0.0.1", 0, ssl=context)
    names = Names({"other.example": ["127.0.0.1"]}) if looks_up else None
    async with server, proxy() as through:
        port = server.sockets[0].getsockname()[1]
        connector = SocksConnector(through.url(), names, lambda _: True)
        async with aiohttp.ClientSession(connector=connector) as session:
            async with session.get(f"https://127.0.0.1:{port}/", ssl=trusting) as found:
                assert await found.text() == "secret"
            with pytest.raises(aiohttp.ClientOSError, match=r"not valid for 'other\.example'"):
                await session.get(f"https://other.example:{port}/", ssl=trusting)
    assert through.asked == ["127.0.0.1", "127.0.0.1" if looks_up else "other.example"]


async def test_a_proxy_without_a_port_is_at_the_usual_one() -> None:
    for url, port in (("socks5://proxy.example", 1080), ("socks5h://proxy.example:9050", 9050)):
        async with aiohttp.ClientSession(connector=SocksConnector(url, None, lambda _: True)) as session:
            connector = session.connector
            assert isinstance(connector, SocksConnector)
            assert (connector._proxy_host, connector._proxy_port) == ("proxy.example", port)


async def test_where_the_extra_is_missing_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "reader.fetch.socks")
    monkeypatch.setitem(sys.modules, "aiohttp_socks", None)
    with pytest.raises(FetchError, match="needs the optional package aiohttp-socks") as caught:
        open_socks_session("socks5://ann:secret@proxy.example", Names({}), lambda _: True)
    assert caught.value.word == "proxy"
    assert "broadsheet[socks]" in (caught.value.hint or "")
    assert "secret" not in str(caught.value)
    assert await outcome("http://public.example/", "socks5://127.0.0.1:9") == "proxy"
