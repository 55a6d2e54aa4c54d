"""Which address may lead where. 127.0.0.2 plays a public address, 127.0.0.1 a private one."""

from __future__ import annotations

import pytest

from reader.errors import FetchError
from reader.fetch.client import Client, FetchSettings
from tests.fetch.fakes import Names
from tests.support.server import Server, running

SETTINGS = FetchSettings(pause=0)
NAMES = {
    "localhost": ["127.0.0.1"],
    "public.example": ["127.0.0.2"],
    "inside.example": ["127.0.0.1"],
    "both.example": ["127.0.0.1", "127.0.0.2"],
}


def client(**settings: object) -> Client:
    return Client(FetchSettings(pause=0, **settings), resolver=Names(NAMES), is_public="127.0.0.2".__eq__)  # type: ignore[arg-type]


async def outcome(url: str, *, allow_private: bool, **settings: object) -> str:
    async with client(**settings) as found:
        try:
            return (await found.get(url, allow_private=allow_private)).body.decode()
        except FetchError as error:
            return error.word


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "127.1", "2130706433", "0x7f000001", "localhost", "inside.example"]
)
async def test_only_what_a_person_typed_may_be_private(server: Server, host: str) -> None:
    server.text("/", "inside")
    url = server.url("/", host=host)
    assert await outcome(url, allow_private=True) == "inside"
    assert await outcome(url, allow_private=False) == "private"
    assert server.count("/") == 1


@pytest.mark.parametrize(
    "host",
    ["10.0.0.1", "[::1]", "[::ffff:10.0.0.1]", "[64:ff9b::a00:1]", "[2002:7f00:1::]", "100.64.0.1", "224.0.0.1",
     "169.254.169.254", "①②⑦.0.0.1", "[fe80::1]"],
)  # fmt: skip
async def test_no_form_of_a_private_address_is_connected_to(host: str) -> None:
    names = Names({})
    async with Client(SETTINGS, resolver=names) as found:
        with pytest.raises(FetchError) as caught:
            await found.get(f"http://{host}/")
    assert caught.value.word == "private"
    assert names.asked == []


@pytest.mark.parametrize(
    "address", ["10.0.0.1", "::1", "100.64.0.1", "64:ff9b::7f00:1", "fd00::1", "169.254.169.254"]
)
async def test_a_name_that_leads_inside_is_refused_at_connect_time(address: str) -> None:
    async with Client(SETTINGS, resolver=Names({"rebind.example": [address]})) as found:
        with pytest.raises(FetchError) as caught:
            await found.get("http://rebind.example/")
    assert caught.value.word == "private"


@pytest.mark.parametrize("target", ["127.0.0.1", "127.1", "inside.example", "localhost"])
@pytest.mark.parametrize("allow_private", [True, False])
async def test_a_public_address_never_redirects_inside(
    server: Server, target: str, allow_private: bool
) -> None:
    server.text("/secret", "inside")
    with running("127.0.0.2") as public:
        public.redirect("/", server.url("/secret", host=target))
        assert await outcome(public.url("/", host="public.example"), allow_private=allow_private) == "private"
    assert server.seen == []


async def test_a_private_address_may_redirect_inside_and_out(server: Server) -> None:
    server.text("/end", "inside")
    server.redirect("/start", server.url("/end", host="inside.example"))
    assert await outcome(server.url("/start"), allow_private=True) == "inside"
    with running("127.0.0.2") as public:
        server.redirect("/start", public.text("/end", "outside").replace("127.0.0.1", "public.example"))
        assert await outcome(server.url("/start"), allow_private=True) == "outside"


async def test_the_way_back_inside_is_closed(server: Server) -> None:
    with running("127.0.0.2") as public:
        server.redirect("/start", public.url("/", host="public.example"))
        public.redirect("/", server.text("/secret", "inside"))
        assert await outcome(server.url("/start"), allow_private=True) == "private"
    assert server.count("/secret") == 0


async def test_a_name_with_both_is_asked_at_its_public_address(server: Server) -> None:
    server.text("/", "inside")
    with running("127.0.0.2") as public:
        public.text("/", "outside")
        assert await outcome(public.url("/", host="both.example"), allow_private=False) == "outside"


async def test_a_connection_left_open_is_not_used_under_a_stricter_rule(server: Server) -> None:
    url = server.text("/", "inside").replace("127.0.0.1", "inside.example")
    async with client() as found:
        await found.get(url, allow_private=True)
        with pytest.raises(FetchError, match="private"):
            await found.get(url)


async def test_a_feed_is_private_where_its_host_is(server: Server) -> None:
    async with client() as found:
        private = {
            host: await found.is_private(f"http://{host}/") for host in (*NAMES, "nowhere.example", "[")
        }
    assert [host for host, is_private in private.items() if is_private] == ["localhost", "inside.example"]


async def test_a_proxy_is_asked_for_names_it_alone_can_find(server: Server) -> None:
    server.text("http://far.example/", "through the proxy")
    environ = {"http_proxy": server.url()}
    assert await outcome("http://far.example/", allow_private=False, environ=environ) == "through the proxy"


async def test_through_a_proxy_private_literals_are_still_refused(server: Server) -> None:
    environ = {"HTTP_PROXY": server.url()}
    server.redirect("http://far.example/", "http://10.0.0.1/")
    server.text("http://10.0.0.1/", "inside")
    assert await outcome("http://far.example/", allow_private=True, environ=environ) == "private"
    assert await outcome("http://10.0.0.1/", allow_private=False, environ=environ) == "private"
    assert await outcome("http://10.0.0.1/", allow_private=True, environ=environ) == "inside"


async def test_a_proxy_that_is_down_is_named() -> None:
    environ = {"ALL_PROXY": "127.0.0.1:9"}
    assert await outcome("http://far.example/", allow_private=False, environ=environ) == "proxy"
