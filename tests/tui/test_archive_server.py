"""The archive on the screen with a real server: found, read, kept, killed while somebody types, and there again."""

from __future__ import annotations

import json
from contextlib import ExitStack
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.archive import connection
from reader.archive.postgres import PostgresArchive
from reader.model import Draft
from reader.tui import archive_client
from tests.support import household, real_postgres
from tests.support.household import UNREAD
from tests.tui.front.conftest import said

if TYPE_CHECKING:
    from tests.support.real_postgres import RealPostgres
    from tests.tui.conftest import Open


async def fill(address: str) -> None:
    """Files three articles, one of which the household has."""
    titles = ("Halcyon at the Pier", "Halcyon in the Dock", "The Bakers of Oxley")
    drafts = [
        Draft(
            title=title,
            url=f"https://courier.example/{at}",
            publication="The Courier",
            published=household.NOW - timedelta(days=at),
            lang="en",
            markdown=f"{title}, said the master.",
            text=f"{title}, said the master.",
        )
        for at, title in enumerate(titles)
    ]
    own = Draft(title="Ferry Halcyon", url="https://gazette.example/ferry", text="The halcyon.", lang="en")
    async with PostgresArchive(connection.read(address)) as archive:
        await archive.init(household.NOW)
        await archive.put([*drafts, own], household.NOW)


def config(address: str) -> str:
    return f"archive.address = {json.dumps(address)}"


async def test_it_is_searched_read_and_kept(reader: Open, postgres: RealPostgres, database: str) -> None:
    address = postgres.address("postgres", database)
    await fill(address)
    async with reader(config=config(address)) as screen:
        await screen.press("/")
        await screen.type("halcyon")
        await screen.until(lambda: "Halcyon in the Dock" in screen.text)
        assert "3 found · 1 in your library" in screen.text
        await screen.press("enter", "tab", "enter")
        await screen.until(lambda: "in the archive, not in your library" in screen.text)
        await screen.press("c")
        await screen.until(lambda: said(screen))
        assert said(screen) == ["Kept in your library"]
        assert screen.opened in ("Halcyon at the Pier", "Halcyon in the Dock")
    assert postgres.sql("SELECT count(*) FROM broadsheet.mark", database=database) == "1"


async def test_a_server_that_is_killed_while_one_types_holds_nothing_and_is_found_again(
    reader: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    if real_postgres.is_missing():
        pytest.skip("PostgreSQL is not installed (apt-get install postgresql)")
    monkeypatch.setattr(archive_client, "RESTS_S", 0.0)
    # A server waits at its end for who is connected: it ends after the reader.
    with ExitStack() as stack:
        server = stack.enter_context(real_postgres.running())
        address = server.address("postgres", "postgres")
        await fill(address)
        async with reader(config=config(address)) as screen:
            await screen.press("/")
            await screen.type("halc")
            await screen.until(lambda: "Archive, newest first" in screen.text)
            server.kill()
            await screen.type("y")
            await screen.until(lambda: "The server" in screen.text)
            await screen.type("on")
            assert set(screen.listed) == {UNREAD[0], UNREAD[1]}
            assert not said(screen)
            stack.enter_context(real_postgres.running(data=server.place / "data", port=server.port))
            await screen.press("enter", "tab", "r")
            await screen.until(lambda: "Halcyon in the Dock" in screen.text)
