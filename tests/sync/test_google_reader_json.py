from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest

from reader.sync.google_reader import GoogleReader
from tests.support.fake_google_reader import PASSWORD, USER, FakeEntry, FakeFeed, FakeGoogleReader

if TYPE_CHECKING:
    from reader.sync.remote import Send


def remote(send: Send) -> GoogleReader:
    return GoogleReader(send, name="pier.example", user=USER, secret=PASSWORD)


async def test_feeds_of_every_kind_are_read() -> None:
    server = FakeGoogleReader(
        feeds={
            "feed/1": FakeFeed("feed/1", "https://pier.example/feed", "Pier &amp; Sons &lt;b&gt;", "News"),
            "feed/https://pier.example/old": FakeFeed("feed/https://pier.example/old", "", "Old", ""),
            "user/1/state/com.google/saved": FakeFeed("user/1/state/com.google/saved", "", "Saved pages", ""),
        }
    )
    one, two = await remote(server.send).feeds()
    assert (one.title, one.url, one.folder) == ("Pier & Sons <b>", "https://pier.example/feed", "News")
    assert (two.url, two.folder) == ("https://pier.example/old", "")


async def test_titles_of_freshrss_lose_their_wide_forms() -> None:
    titles = ["Pier ＆amp; Sons ＜b＞", "朝の新聞，夕方＆夜"]
    feeds = {
        str(n): FakeFeed(f"feed/{n}", "https://pier.example/", title, "Uncategorized")
        for n, title in enumerate(titles)
    }
    found = await remote(FakeGoogleReader(feeds=feeds, login_form="freshrss").send).feeds()
    assert [feed.title for feed in found] == ["Pier & Sons <b>", "朝の新聞，夕方＆夜"]
    assert {feed.folder for feed in found} == {""}


async def entry(server: FakeGoogleReader | None = None, **more: Any) -> Any:
    server = server or FakeGoogleReader()
    server.add(FakeEntry(7, more=more))
    [found] = await remote(server.send).contents([7])
    return found.entry


async def test_an_entry_has_all_that_the_server_tells() -> None:
    found = await entry(
        title="Lamp &amp;amp; Sons",
        author="Ann Keel; ann@pier.example",
        alternate=[{"href": "https://pier.example/other"}],
        content={"content": "<p>The longer text of the two.</p>"},
        categories=["user/1/state/com.google/reading-list", "sea", "a &amp; b"],
        enclosure=[{"href": "https://pier.example/1.mp3", "type": "audio/mpeg", "length": "31000000"}],
    )
    assert (found.title, found.authors) == ("Lamp &amp; Sons", ("Ann Keel",))
    assert (found.url, found.html) == ("https://pier.example/7", "<p>The longer text of the two.</p>")
    assert found.categories == ("sea", "a & b")
    assert [link.title for link in found.enclosures] == ["Audio, 31 MB"]
    assert found.guid == "tag:google.com,2005:reader/item/0000000000000007"


@pytest.mark.parametrize(
    "stamps",
    [
        {"published": 1_772_438_400},
        {"published": "1772438400"},
        {"published": 1_772_438_400_000},
        {"published": 0, "timestampUsec": "1772438400123456"},
        {"published": None, "timestampUsec": "x", "crawlTimeMsec": "1772438400123"},
    ],
)
async def test_times_in_seconds_milliseconds_and_microseconds_are_one(stamps: dict[str, Any]) -> None:
    found = await entry(**stamps)
    assert (found.published, found.day) == (datetime(2026, 3, 2, 8, tzinfo=UTC), "2026-03-02")


@pytest.mark.parametrize("published", [-1, 1e300, [], "9" * 50, float("nan"), "nan", "inf"])
async def test_a_time_that_is_none_is_unknown(published: object) -> None:
    assert (await entry(published=published)).published is None


async def test_what_freshrss_adds_below_a_text_goes() -> None:
    files = '<figure class="enclosure"><p class="enclosure-content"><audio src="x"></audio> 💾</p></figure>\n'
    text = {"content": f"<p>It burns.</p>{files}{files}"}
    assert (await entry(FakeGoogleReader(login_form="freshrss"), summary=text)).html == "<p>It burns.</p>"
    assert "figure" in (await entry(summary=text)).html


@pytest.mark.parametrize(
    "more",
    [
        {"title": 7},
        {"canonical": "x"},
        {"summary": []},
        {"categories": {}},
        {"enclosure": [{}]},
        {"author": None},
    ],
)
async def test_values_of_a_wrong_type_are_missing(more: dict[str, Any]) -> None:
    assert (await entry(**more)).title


@pytest.mark.parametrize("more", [{"id": "x"}, {"id": None}, {"origin": {}}, {"origin": "feed/1"}])
async def test_an_entry_without_its_ids_is_left_out(more: dict[str, Any]) -> None:
    server = FakeGoogleReader()
    server.add(FakeEntry(7, more=more))
    assert await remote(server.send).contents([7]) == []
