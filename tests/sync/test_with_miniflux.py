"""Both interfaces against the real server. Each test is a user of its own."""

from __future__ import annotations

from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest

from reader.core.sync.http import sender
from reader.errors import FetchError
from reader.fetch.client import Client
from reader.sync import interfaces
from reader.sync.google_reader import GoogleReader
from reader.sync.miniflux import Miniflux
from reader.sync.remote import Change

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from reader.sync.remote import Changed, Mark, Remote, Send, Standing
    from tests.support.real_miniflux import RealMiniflux
    from tests.support.server import Server

PASSWORD = "pier-glass-7"
MARKS: tuple[Mark, ...] = ("read", "starred")

FEED = """<rss version="2.0"><channel><title>The Pier &amp;amp; Sons</title><link>https://pier.example/</link>
<item><title>Lamp &lt;b&gt; lit</title><link>https://pier.example/1</link><guid>g1</guid>
<author>ann@pier.example (Ann Keel)</author><category>sea</category><pubDate>Mon, 02 Mar 2026 08:00:00 +0200</pubDate>
<description>&lt;p&gt;It burns.&lt;/p&gt;&lt;script&gt;x()&lt;/script&gt;</description>
<enclosure url="https://pier.example/1.mp3" type="audio/mpeg" length="31000000"/></item></channel></rss>"""


@asynccontextmanager
async def both(server: RealMiniflux, user: str) -> AsyncIterator[tuple[Miniflux, GoogleReader]]:
    async with Client() as client:
        send = sender(client, server.url, name="miniflux", secrets=(PASSWORD,))
        rest = Miniflux(send, name="miniflux", user=user, secret=PASSWORD)
        yield rest, GoogleReader(send, name="miniflux", user=user, secret=PASSWORD)


async def states(remote: Remote, ids: Sequence[int]) -> dict[int, tuple[bool, bool]]:
    return {
        one.state.remote_id: (one.state.is_read, one.state.is_starred) for one in await remote.contents(ids)
    }


async def read(remote: Remote, cursor: str, *, parts: int = 1_000) -> list[Changed]:
    found: list[Changed] = []
    async for part in remote.changes(cursor):
        found.append(part)
        if len(found) == parts:
            break
    return found


def ids_of(parts: Sequence[Changed]) -> list[int]:
    return [one.state.remote_id for part in parts for one in part.entries]


def sets(standing: Standing | None) -> list[set[int]]:
    """Those unread, starred, and read of late."""
    assert standing is not None
    return [set(standing.unread), set(standing.starred), set(standing.recent)]


async def test_marks_made_by_either_interface_are_seen_by_the_other(miniflux: RealMiniflux) -> None:
    user = miniflux.user("ann", PASSWORD)
    feed = miniflux.feed(user, 1, title="The Pier", folder="Sea")
    miniflux.entries(user, feed, 12)
    async with both(miniflux, "ann") as (rest, reader):
        [feed_there] = await rest.feeds()
        assert (feed_there.title, feed_there.folder) == ("The Pier", "Sea")
        assert [one.folder for one in await reader.feeds()] == ["Sea"]
        first = await read(rest, "")
        one, two, three, *others = ids = ids_of(first)
        assert sets(await reader.standing()) == [set(ids), set(), set()]
        unknown = 2**40
        for remote, number in ((rest, one), (reader, two)):
            for mark in MARKS:
                for _ in range(2):  # an answer that was lost is asked for again
                    taken = await remote.push(Change(mark=mark, on=True, ids=(number, unknown)))
                    assert set(taken) == {number, unknown}
        for remote in (rest, reader):
            assert set(await remote.push(Change(mark="read", on=True, ids=(unknown,)))) == {unknown}
            assert await states(remote, [one, two, three, unknown]) == {
                one: (True, True),
                two: (True, True),
                three: (False, False),
            }
        assert sets(await reader.standing()) == [{three, *others}, {one, two}, {one, two}]
        changed = await read(rest, first[-1].cursor)
        assert {one, two} <= set(ids_of(changed))
        for remote, number in ((reader, one), (rest, two)):
            for mark in MARKS:
                for _ in range(2):
                    await remote.push(Change(mark=mark, on=False, ids=(number,)))
        assert set((await states(rest, ids)).values()) == {(False, False)}
        # What the server has removed is gone from both.
        miniflux.sql(f"UPDATE entries SET status = 'removed' WHERE id = {three}")
        assert three not in await states(rest, ids)
        assert three not in await states(reader, ids)
        assert await reader.contents([three]) == []


async def test_ten_thousand_entries_come_in_parts_and_after_an_interruption(miniflux: RealMiniflux) -> None:
    user = miniflux.user("bo", PASSWORD)
    feeds = [miniflux.feed(user, number) for number in range(1, 5)]
    for feed in feeds:
        miniflux.entries(user, feed, 2_500)
    async with both(miniflux, "bo") as (rest, reader):
        before = await read(rest, "", parts=4)
        # Some change while nobody is looking: on this side of the cursor and beyond it.
        changed = {ids_of(before)[5], ids_of(before)[5] + 9_000}
        await reader.push(Change(mark="starred", on=True, ids=tuple(changed)))
        after = await read(rest, before[-1].cursor)
        ids = [*ids_of(before), *ids_of(after)]
        assert len(set(ids)) == 10_000
        assert max(len(part.entries) for part in (*before, *after)) == 1_000
        starred = {one.state.remote_id for part in after for one in part.entries if one.state.is_starred}
        assert starred == changed
        unread, starred, _ = sets(await reader.standing())
        assert (len(unread), starred) == (10_000, changed)
        assert len(await reader.contents(sorted(unread)[-250:])) == 250


async def test_feeds_are_subscribed_to_and_left(miniflux: RealMiniflux, server: Server) -> None:
    miniflux.user("cleo", PASSWORD)
    async with both(miniflux, "cleo") as (rest, reader):
        remotes: tuple[Remote, ...] = (rest, reader)
        for number, remote in enumerate(remotes):
            url = server.text(f"/feed-{number}", FEED, "application/rss+xml")
            made = await remote.subscribe(url, title="Mine & yours", folder="Sea")
            assert (made.url, made.title, made.folder) == (url, "Mine & yours", "Sea")
            assert (await remote.subscribe(url, title="Another")) == made
            [found] = (await read(rest, ""))[0].entries
            entry = found.entry
            assert (entry.title, entry.url, entry.day) == (
                "Lamp <b> lit",
                "https://pier.example/1",
                "2026-03-02",
            )
            assert (entry.categories, entry.html) == (("sea",), "<p>It burns.</p>")
            assert [link.title for link in entry.enclosures] == ["Audio, 31 MB"]
            with pytest.raises(FetchError) as caught:
                await remote.subscribe(server.url("/none"))
            assert "404" in caught.value.message
            for _ in range(2):
                await remote.unsubscribe(made.remote_id)
            assert await rest.feeds() == []
            assert ids_of(await read(rest, "")) == []


async def test_the_interface_of_an_address_is_found(miniflux: RealMiniflux) -> None:
    user = miniflux.user("dora", PASSWORD)
    miniflux.sql(f"INSERT INTO api_keys (user_id, token, description) VALUES ({user}, 't0ken-of-dora', 'x')")
    async with Client() as client:

        async def probe(name: str, secret: str) -> interfaces.FoundInterface:
            def connect(address: str) -> Send:
                return sender(client, address, name="miniflux", secrets=(secret,))

            return await interfaces.probe(
                connect, f"{miniflux.url}/", name="miniflux", user=name, secret=secret
            )

        for name, secret in (("dora", PASSWORD), ("", "t0ken-of-dora"), ("dora", "t0ken-of-dora")):
            found = await probe(name, secret)
            assert (found.interface, found.address, found.capabilities.user) == (
                "miniflux",
                miniflux.url,
                "dora",
            )
            assert found.capabilities.version
        # The Google Reader API has a password of its own.
        miniflux.sql(f"UPDATE users SET password = 'none' WHERE id = {user}")
        assert (await probe("dora", PASSWORD)).interface == "google-reader"
        miniflux.sql(f"UPDATE integrations SET googlereader_enabled = 'f' WHERE user_id = {user}")
        for name, secret in (("dora", PASSWORD), ("", "wrong")):
            with pytest.raises(FetchError) as caught:
                await probe(name, secret)
            assert (caught.value.word, caught.value.subject) == ("password", "miniflux")


async def test_a_feed_moves_from_folder_to_folder(miniflux: RealMiniflux) -> None:
    user = miniflux.user("mo", PASSWORD)
    miniflux.feed(user, 1, title="The Pier", folder="Sea")
    async with both(miniflux, "mo") as (rest, reader):
        for remote, folder in (
            (rest, "Land"),
            (reader, "Air & Light"),
            (reader, "Sea"),
            (rest, "Sea"),
            (rest, ""),
        ):
            [feed] = await remote.feeds()
            await remote.move(feed.remote_id, folder=folder, before=feed.folder)
            assert [one.folder for one in await rest.feeds()] == [folder]
        [feed] = await reader.feeds()
        await reader.move(feed.remote_id, folder="", before=feed.folder)
        assert [one.folder for one in await reader.feeds()] == ["All"], "there is no feed without a folder"
        await rest.move("99999", folder="Sea", before="")
        await rest.move("../users/1", folder="Sea", before="")
        await reader.move("feed/99999", folder="Sea", before="")
