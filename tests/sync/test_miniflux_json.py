from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from reader.sync.miniflux import Miniflux
from reader.sync.miniflux_json import seconds
from reader.sync.remote import RemoteState
from tests.support.fake_miniflux import FakeMiniflux
from tests.sync.scripted import Scripted, said

if TYPE_CHECKING:
    from reader.sync.remote import Send

FEED = {
    "id": 7,
    "title": "The\x00 Pier",
    "feed_url": "https://pier.example/feed",
    "site_url": "https://pier.example/",
    "category": {"title": "News"},
}


def remote(send: Send) -> Miniflux:
    return Miniflux(send, name="pier.example", user="ann", secret="pier-glass")


async def known(server: FakeMiniflux, cursor: str = "") -> set[int]:
    parts = [part async for part in remote(server.send).changes(cursor)]
    return {one.state.remote_id for part in parts for one in part.entries}


async def test_feeds_have_their_folder_and_their_trouble() -> None:
    paused = {**FEED, "id": 8, "category": {"title": "All"}, "disabled": True}
    failing = {**FEED, "id": 9, "parsing_error_count": 3, "parsing_error_message": "no such host"}
    odd = [{"id": "x"}, 7, None, {"title": "no id"}]
    script = Scripted().on("GET /v1/feeds", said([FEED, paused, failing, *odd]))
    one, two, three = await remote(script).feeds()
    assert (one.remote_id, one.title, one.folder, one.error) == ("7", "The Pier", "News", "")
    assert (one.url, one.site_url) == ("https://pier.example/feed", "https://pier.example/")
    assert (two.folder, two.error) == ("", "paused on the server")
    assert three.error == "no such host"


async def test_an_entry_has_all_that_the_server_tells() -> None:
    server = FakeMiniflux()
    server.add(
        1,
        status="read",
        starred=True,
        more={
            "author": "Ann Keel",
            "tags": ["sea", 7],
            "published_at": "2026-03-02T01:00:00.123456+02:00",
            "enclosures": [
                {"url": "https://pier.example/1.mp3", "mime_type": "audio/mpeg", "size": 31_000_000}
            ],
        },
    )
    [found] = await remote(server.send).contents([1])
    assert found.feed_id == "1"
    assert found.state == RemoteState(remote_id=1, is_read=True, is_starred=True)
    entry = found.entry
    assert (entry.title, entry.guid, entry.url) == ("Lamp 1", "hash-1", "https://pier.example/1")
    assert (entry.authors, entry.categories) == (("Ann Keel",), ("sea",))
    assert (entry.published, entry.day) == (datetime(2026, 3, 1, 23, tzinfo=UTC), "2026-03-02")
    assert [link.title for link in entry.enclosures] == ["Audio, 31 MB"]
    assert entry.digest


@pytest.mark.parametrize(
    "more", [{"id": "x"}, {"id": True}, {"id": -1}, {"id": 2**63}, {"feed_id": None}, {"feed_id": 1.5}]
)
async def test_an_entry_without_an_id_is_left_out(more: dict[str, Any]) -> None:
    server = FakeMiniflux()
    server.add(1, more=more)
    server.add(
        2, more={"title": 7, "url": [], "content": None, "enclosures": 3, "tags": "x", "published_at": {}}
    )
    assert await known(server) == {2}


@pytest.mark.parametrize(
    "cursor", ["{", "[]", "7", '{"since": "x"}', '{"after": []}', '{"since": 1e999}', "null"]
)
async def test_a_cursor_that_cannot_be_read_is_the_beginning(cursor: str) -> None:
    server = FakeMiniflux()
    server.add(1)
    assert await known(server, cursor) == {1}


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2026-03-02T08:00:00Z", 1_772_438_400.0),
        ("2026-03-02T10:00:00.25+02:00", 1_772_438_400.25),
        ("2026-03-02T08:00:00.123456789Z", 1_772_438_400.123456),
        ("2226-03-02T08:00:00Z", 8_083_785_600.0),
        ("0001-01-01T00:00:00Z", -62_135_596_800.0),
        ("2026-03-02T08:00:00", 0.0),
        ("soon", 0.0),
        ("", 0.0),
    ],
)
def test_a_moment_is_that_of_the_server_whatever_the_clock_is_here(written: str, found: float) -> None:
    assert seconds(written) == found
