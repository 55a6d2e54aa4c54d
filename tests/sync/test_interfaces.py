from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest

from reader.errors import FetchError
from reader.sync import interfaces
from reader.sync.google_reader import GoogleReader
from reader.sync.miniflux import Miniflux
from tests.support.fake_google_reader import PASSWORD, USER, FakeGoogleReader
from tests.sync.scripted import Scripted, said

if TYPE_CHECKING:
    from reader.sync.remote import Answer, Interface, Request, Send

PIER = "https://pier.example"
NOT_HERE = said("<html>not here</html>", 404)


@dataclass
class Net:
    """Servers by their address; elsewhere there is a plain web page."""

    servers: dict[str, Send] = field(default_factory=dict)
    tried: list[str] = field(default_factory=list)
    otherwise: Answer = NOT_HERE

    def connect(self, address: str) -> Send:
        async def send(request: Request, /) -> Answer:
            self.tried.append(f"{address}{request.path}")
            server = self.servers.get(address)
            return await server(request) if server else self.otherwise

        return send

    async def probe(
        self, address: str = PIER, *, user: str = USER, secret: str = PASSWORD
    ) -> interfaces.FoundInterface:
        return await interfaces.probe(self.connect, address, name="pier.example", user=user, secret=secret)

    async def failure(self, *, user: str = USER, secret: str = PASSWORD) -> FetchError:
        with pytest.raises(FetchError) as caught:
            await self.probe(user=user, secret=secret)
        return caught.value


def miniflux(*, token: str = "t0ken") -> Scripted:
    """A server that takes one token, and no password."""

    def me(request: Request) -> Answer:
        is_right = ("X-Auth-Token", token) in request.headers
        return said({"username": "ann"}) if is_right else said({"error_message": "Access Unauthorized"}, 401)

    return Scripted().on("GET /v1/me", me).on("GET /v1/version", said({"version": "2.2.6"}))


async def test_miniflux_is_found_by_its_own_interface() -> None:
    found = await Net({PIER: miniflux()}).probe(user="", secret="t0ken")
    assert (found.interface, found.address, found.user) == ("miniflux", PIER, "")
    assert found.capabilities.version == "2.2.6"


async def test_a_token_is_found_even_with_a_user() -> None:
    found = await Net({PIER: miniflux()}).probe(secret="t0ken")
    assert (found.interface, found.user) == ("miniflux", "")


@pytest.mark.parametrize("path", ["", "/api/greader.php", "/p/api/greader.php", "/rest/googlereader"])
async def test_google_reader_is_found_at_its_usual_places(path: str) -> None:
    found = await Net({f"{PIER}{path}": FakeGoogleReader().send}).probe()
    assert (found.interface, found.address, found.user) == ("google-reader", f"{PIER}{path}", USER)


async def test_the_password_of_miniflux_for_google_reader_is_found() -> None:
    server, reader = miniflux(), FakeGoogleReader(toggles=True)

    async def both(request: Request, /) -> Answer:
        return await (server(request) if request.path.startswith("/v1/") else reader.send(request))

    assert (await Net({PIER: both}).probe()).interface == "google-reader"


async def test_a_wrong_password_is_told_as_such() -> None:
    error = await Net({PIER: miniflux()}).failure()
    assert error.word == "password"
    assert "Settings → API Keys" in error.hint
    error = await Net({f"{PIER}/api/greader.php": FakeGoogleReader().send}).failure(secret="wrong")
    assert error.word == "password"
    assert "FreshRSS" in error.hint


async def test_an_interface_that_is_off_is_told_before_all_else() -> None:
    off = Scripted().on("POST /accounts/ClientLogin", said("Service Unavailable!", 503))
    error = await Net({PIER: miniflux(), f"{PIER}/api/greader.php": off}).failure()
    assert error.word == "switched off"


async def test_a_site_that_is_no_server_is_told_with_the_next_step() -> None:
    error = await Net().failure()
    assert str(error) == "pier.example: no server answers there that broadsheet can sync with"
    assert "/api/greader.php" in error.hint
    assert "user name" not in error.hint
    assert "user name" in (await Net().failure(user="")).hint


async def test_a_server_that_fails_is_told() -> None:
    assert (await Net(otherwise=said("", 502)).failure()).word == "HTTP 502"


async def test_a_server_at_another_address_is_told() -> None:
    moved = said("", 301, location="https://reader.pier.example/v1/me")
    error = await Net(otherwise=moved).failure()
    assert error.message == "the server redirects to https://reader.pier.example/v1/me"


async def test_a_page_to_log_in_is_no_server() -> None:
    assert (await Net(otherwise=said("", 302, location="/login")).failure()).word == "another server"


async def test_where_nothing_answers_nothing_else_is_tried() -> None:
    away = FetchError("the server refused the connection", subject="pier.example", word="refused")
    net = Net({PIER: Scripted().on("GET /v1/me", away)})
    assert (await net.failure()).word == "refused"
    assert len(net.tried) == 1


@pytest.mark.parametrize(
    ("given", "base"),
    [
        ("https://pier.example/", "https://pier.example"),
        ("https://pier.example/reader/v1/", "https://pier.example/reader"),
        ("https://pier.example/i/?a=normal", "https://pier.example"),
        ("https://pier.example/api/greader.php/reader/api/0", "https://pier.example/api/greader.php"),
        ("https://pier.example/accounts/ClientLogin#x", "https://pier.example"),
        ("http://ann:key@pier.example:8080/rss", "http://ann:key@pier.example:8080/rss"),
        ("https://pier.example/api/greader.php", "https://pier.example/api/greader.php"),
    ],
)
def test_what_people_copy_along_goes(given: str, base: str) -> None:
    assert interfaces.base_of(given) == base


@pytest.mark.parametrize(("interface", "kind"), [("miniflux", Miniflux), ("google-reader", GoogleReader)])
def test_each_interface_has_its_remote(interface: Interface, kind: type) -> None:
    found = interfaces.remote(interface, Scripted(), name="pier.example", user=USER, secret=PASSWORD)
    assert isinstance(found, kind)
