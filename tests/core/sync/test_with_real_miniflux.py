"""Two libraries at the real Miniflux, one through each interface: changes on three sides, requests that are lost."""

from __future__ import annotations

import random
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from reader.core.sandbox.process import ChildProcess
from reader.core.session import LibraryPaths, Session
from reader.core.sync import sync_accounts
from reader.errors import FetchError
from reader.fetch.client import Client
from reader.store.accounts import AccountGiven
from tests.core.sync.conftest import NOW
from tests.support import near, real_miniflux

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.real_miniflux import RealMiniflux

PASSWORD = "pier-glass-7"
ROUNDS = 3


@pytest.fixture(scope="module")
def miniflux() -> Iterator[RealMiniflux]:
    if missing := real_miniflux.missing():
        pytest.skip(f"not installed: {' '.join(missing)}")
    with real_miniflux.running() as found:
        yield found


def marks(session: Session) -> dict[str, tuple[bool, bool]]:
    ids = session.library.database.column("SELECT id FROM article")
    found = session.library.articles.many(ids)
    assert len({article.url for article in found}) == len(found) == len(ids)
    return {article.url or "": (article.read, article.bookmarked) for article in found}


def change(chance: random.Random, session: Session) -> None:
    library = session.library
    ids = library.database.column("SELECT id FROM article")
    for turn in (library.marks.read, library.marks.unread, library.marks.bookmark, library.marks.unbookmark):
        turn(chance.sample(ids, 5), NOW)
    library.undo.undo(chance.randrange(2), NOW)


def sync(session: Session) -> str | None:
    accounts = session.library.accounts.all()
    (done,) = sync_accounts.run(session, [], accounts=accounts, full_text=False).accounts
    return done.error


def test_two_libraries_and_the_server_agree_in_the_end(
    miniflux: RealMiniflux, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setattr(ChildProcess, "start", near.start)
    monkeypatch.setenv("SYNC_PASSWORD", PASSWORD)
    chance = random.Random(7)
    user = miniflux.user("twins", PASSWORD)
    for number in (1, 2):
        miniflux.entries(user, miniflux.feed(user, number, folder=f"Folder {number}"), 15)
    miniflux.sql(f"UPDATE entries SET content = content || '<p>' || id || '</p>' WHERE user_id = {user}")

    def there() -> dict[str, tuple[bool, bool]]:
        rows = miniflux.sql(f"SELECT url, status, starred FROM entries WHERE user_id = {user}").splitlines()
        return {
            url: (status == "read", starred == "t")
            for url, status, starred in (row.split("|") for row in rows)
        }

    with ExitStack() as stack:
        homes = []
        for interface in ("miniflux", "google-reader"):
            places = LibraryPaths(tmp_path / f"{interface}.db", tmp_path / "cache", tmp_path / "config")
            homes.append(stack.enter_context(Session(places, clock=lambda: NOW)))
            given = AccountGiven(
                name="home", interface=interface, url=miniflux.url, user="twins", login="twins",
                secret="env:SYNC_PASSWORD", server="Miniflux",
            )  # fmt: skip
            homes[-1].library.accounts.add(given, NOW)
            assert sync(homes[-1]) is None
        assert marks(homes[0]) == marks(homes[1]) == there()
        assert len(there()) == 30
        for _ in range(ROUNDS):
            for home in homes:
                change(chance, home)
            picked = ", ".join(str(chance.randrange(1, 31)) for _ in range(5))
            miniflux.sql(
                f"""
                UPDATE entries SET starred = NOT starred, changed_at = now() WHERE user_id = {user} AND id IN
                    (SELECT id FROM (SELECT id, row_number() OVER (ORDER BY id) AS n FROM entries
                        WHERE user_id = {user}) AS t WHERE n IN ({picked}))
                """
            )
            for home in (*homes, homes[0]):
                with monkeypatch.context() as patch:
                    lose(patch, chance.randrange(1, 9))
                    sync(home)
            for home in (*homes, *homes):
                assert sync(home) is None
            assert marks(homes[0]) == marks(homes[1]) == there()
        for home in homes:
            assert home.library.sound.check() == []
            assert home.library.accounts.get(1).unsent == 0


def lose(patch: pytest.MonkeyPatch, at: int) -> None:
    """Lets the answer to the `at`-th request be lost, or the request itself."""
    send, count = Client.send, 0

    async def losing(self: Client, *given: object, **named: object) -> object:
        nonlocal count
        count += 1
        answer = None if count == at and at % 2 else await send(self, *given, **named)  # type: ignore[arg-type]
        if count == at:
            raise FetchError("no answer", subject="miniflux", word="too slow")
        return answer

    patch.setattr(Client, "send", losing)
