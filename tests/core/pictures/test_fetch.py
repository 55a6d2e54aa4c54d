"""Pictures of an article: fetched within bounds, drawn in a child, kept."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import pytest

from reader.config import paths
from reader.core.events import Event, PictureRead
from reader.core.pictures import cache, fetch
from reader.core.sandbox.process import ChildProcess
from reader.errors import UsageError
from reader.fetch.client import Client, FetchSettings
from reader.markdown import dialect
from reader.model import Draft, Picture, Subscription
from tests.fetch.fakes import Names
from tests.support import near
from tests.support.painted import data, picture
from tests.support.server import Route
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.sandbox.results import PictureRaster
    from reader.core.session import Session
    from tests.support.server import Server

PRIVATE = "127.0.0.9"
PNG = data(picture(90, 60))


@dataclass
class Desk:
    """A library, and what was told of the last fetch; `bounds` are those that the client was given."""

    session: Session
    told: list[Event] = field(default_factory=list)
    bounds: list[FetchSettings] = field(default_factory=list)

    def article(self, *urls: str, **fields: object) -> int:
        """Keep an article with these pictures in its text."""
        shown = tuple(Picture(url=url, caption=f"Number {number}") for number, url in enumerate(urls))
        markdown = "\n\n".join(["The harbour.", *map(dialect.picture, shown)])
        draft = Draft(title="Tugs", url="https://pier.example/tugs", markdown=markdown, text="The harbour.")
        draft = replace(draft, **{"pictures": shown, **fields})  # type: ignore[arg-type]
        return self.session.library.articles.save(draft, now=NOW).id

    def fetch(self, *urls: str, **fields: object) -> dict[str, str | None]:
        """Fetch these pictures; what was told of each."""
        self.told = []
        came = fetch.fetch(self.session, self.article(*urls, **fields), urls, self.told.append)
        found = {event.url: event.error for event in self.told if isinstance(event, PictureRead)}
        assert len(found) == len(self.told)
        assert came == list(found.values()).count(None)
        return found

    def kept(self, url: str) -> PictureRaster | None:
        return cache.kept(self.session, url)

    @property
    def folder(self) -> Path:
        return paths.pictures(self.session.places.library)


@pytest.fixture
def desk(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """Children work in this process; `private.example` is a private address, all else of loopback public."""
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    names = Names({"private.example": [PRIVATE], "public.example": ["127.0.0.1"]})
    with session(tmp_path) as opened:
        made = Desk(opened)

        def client(settings: FetchSettings) -> Client:
            made.bounds.append(settings)
            patient = replace(settings, total=300, connect=300, environ={})
            return Client(patient, resolver=names, is_public=lambda ip: ip != PRIVATE)

        monkeypatch.setattr("reader.fetch.client.Client", client)
        yield made


def test_a_picture_is_fetched_and_kept_drawn_small(desk: Desk, server: Server) -> None:
    url = server.text("/tug.png", PNG, "image/png")
    assert desk.fetch(url) == {url: None}
    found = desk.kept(url)
    assert found is not None
    assert (found.width, found.height) == (60, 40)
    assert [path.stat().st_mode & 0o777 for path in desk.folder.iterdir()] == [0o600]
    assert server.asked("/tug.png")[0].headers["accept"].startswith("image/")
    assert not {"referer", "cookie"} & set(server.asked("/tug.png")[0].headers)
    assert [bounds.largest for bounds in desk.bounds] == [8 * 2**20]


def test_no_more_than_twenty_of_an_article(desk: Desk, server: Server) -> None:
    urls = [server.text(f"/{number}.png", PNG, "image/png") for number in range(22)]
    assert list(desk.fetch(*urls)) == urls[:20]
    assert server.count("/20.png") == 0


def test_no_more_than_so_many_bytes_of_an_article(
    desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "TOTAL", len(PNG) + 1)
    urls = [server.text(f"/{number}.png", PNG, "image/png") for number in range(3)]
    assert list(desk.fetch(*urls)) == urls[:2]
    assert server.count("/2.png") == 0


def test_each_failure_is_told_and_the_others_come(desk: Desk, server: Server) -> None:
    found = desk.fetch(
        gone := server.url("/gone.png"),
        page := server.text("/page.png", "<p>Please log in.</p>"),
        cut := server.text("/cut.png", PNG[:80], "image/png"),
        short := server.on("/short.png", Route(body=PNG, cut=50)),
        tiny := server.text("/tiny.png", data(picture(1, 1)), "image/png"),
        good := server.text("/good.png", PNG, "image/png"),
    )
    assert found == {
        gone: "the server answered HTTP 404 (not found)",
        page: "not a PNG, JPEG, GIF or WebP picture",
        cut: "the picture is damaged",
        short: "the response was cut short",
        tiny: "the picture is too small to be shown",
        good: None,
    }
    assert [desk.kept(url) is not None for url in found] == [False] * 5 + [True]


def test_a_picture_that_is_too_large_is_not_fetched_whole(
    desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "LARGEST", 100_000)
    url = server.on("/big.png", Route(body=PNG + bytes(200_000)))
    assert "sent more than" in str(desk.fetch(url)[url])


def test_nothing_leads_into_a_private_network(desk: Desk, server: Server) -> None:
    inside = server.url("/router.png", host="private.example")
    redirected = server.redirect("/tug.png", f"http://private.example:{server.port}/router.png")
    literal = f"http://{PRIVATE}:{server.port}/router.png"
    found = desk.fetch(inside, redirected, literal)
    assert set(found.values()) == {"leads into a private network"}
    assert server.count("/router.png") == 0


@pytest.mark.parametrize(
    ("feeds", "url", "origin", "comes"),
    [
        (["http://private.example/feed"], "https://pier.example/tugs", "feed", True),
        (["http://public.example/feed"], "http://private.example/tugs", "page", False),
        (
            ["http://public.example/feed", "http://private.example/feed"],
            "http://private.example/t",
            "page",
            False,
        ),
        ([], "http://private.example/tugs", "page", True),
        ([], "http://private.example/tugs", "feed", False),
        ([], "http://private.example/tugs", "file", False),
        ([], "http://public.example/tugs", "page", False),
        ([], None, "page", False),
    ],
)
def test_a_private_picture_comes_for_an_article_from_there_only(
    desk: Desk,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    feeds: list[str],
    url: str | None,
    origin: str,
    comes: bool,
) -> None:
    picture_url = f"http://{PRIVATE}:{server.port}/tug.png"
    for number, feed in enumerate(feeds):
        desk.session.library.feeds.add(Subscription(url=feed, title=f"Feed {number}"), NOW)
    titles = tuple(f"Feed {number}" for number in range(len(feeds)))
    article = desk.session.library.articles.get(desk.article(picture_url, url=url, text_origin=origin))
    assert article is not None
    monkeypatch.setattr(desk.session.library.articles, "get", lambda _: replace(article, feeds=titles))
    fetch.fetch(desk.session, article.id, [picture_url], desk.told.append)
    said = "the server refused the connection" if comes else "leads into a private network"
    assert desk.told == [PictureRead(url=picture_url, error=said)]


@pytest.mark.parametrize("status", [429, 503])
def test_a_host_that_is_busy_is_left_alone(desk: Desk, server: Server, status: int) -> None:
    busy = server.on("/1.png", Route(status=status))
    other = server.text("/2.png", PNG, "image/png")
    assert set(desk.fetch(busy, other)) == {busy, other}
    assert server.count("/2.png") == 0


def test_a_host_that_is_not_there_is_asked_once(desk: Desk, server: Server) -> None:
    lost = ["http://nowhere.example/1.png", "http://nowhere.example/2.png"]
    good = server.text("/good.png", PNG, "image/png")
    found = desk.fetch(*lost, good)
    assert [found[url] for url in lost] == ["no such host"] * 2
    assert found[good] is None


def test_time_is_bounded_and_the_rest_comes_later(
    desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "SECONDS", 0.0)
    assert desk.fetch(server.text("/tug.png", PNG, "image/png")) == {}


def test_a_cache_that_cannot_be_written_is_told(desk: Desk, server: Server) -> None:
    url = server.text("/tug.png", PNG, "image/png")
    desk.folder.parent.mkdir(parents=True, exist_ok=True)
    desk.folder.write_text("in the way")
    assert str(desk.fetch(url)[url]).startswith("cannot be kept (")


def test_nothing_is_fetched_without_pillow_or_article(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(UsageError, match="no longer in the library"):
        fetch.fetch(desk.session, 99, ["https://pier.example/tug.png"])
    assert cache.can_draw()
    monkeypatch.setattr(cache, "find_spec", lambda name: None)
    assert not cache.can_draw()
    with pytest.raises(UsageError, match="need the Python package Pillow") as told:
        fetch.fetch(desk.session, desk.article(), ["https://pier.example/tug.png"])
    assert "pipx inject broadsheet pillow" in told.value.hint
    assert desk.bounds == []


def test_the_cache_stays_small(desk: Desk, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "KEPT", 2)
    urls = [server.text(f"/{number}.png", PNG, "image/png") for number in range(3)]
    assert set(desk.fetch(*urls).values()) == {None}
    assert len(list(desk.folder.iterdir())) == 2
