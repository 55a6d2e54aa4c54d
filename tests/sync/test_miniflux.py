from __future__ import annotations

import asyncio
import base64
import json
import random
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.errors import FetchError
from reader.sync import miniflux
from reader.sync.miniflux import Miniflux
from reader.sync.remote import Change, RemoteState
from tests.support.fake_miniflux import FakeMiniflux
from tests.sync.scripted import Scripted, said

if TYPE_CHECKING:
    from reader.sync.remote import Changed, Send

FEED = {
    "id": 7,
    "title": "The\x00 Pier",
    "feed_url": "https://pier.example/feed",
    "site_url": "https://pier.example/",
    "category": {"title": "News"},
}


def remote(send: Send, *, user: str = "ann") -> Miniflux:
    return Miniflux(send, name="pier.example", user=user, secret="pier-glass")


async def read(server: FakeMiniflux, cursor: str = "") -> list[Changed]:
    return [part async for part in remote(server.send).changes(cursor)]


def states(parts: list[Changed]) -> dict[int, RemoteState]:
    return {one.state.remote_id: one.state for part in parts for one in part.entries}


async def failure(script: Scripted, call: str, *arguments: Any) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await getattr(remote(script), call)(*arguments)
    return caught.value


@pytest.fixture(autouse=True)
def _small_pages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(miniflux, "PAGE", 4)


# Logging in


@pytest.mark.parametrize(
    ("user", "header"),
    [
        ("ann", ("Authorization", f"Basic {base64.b64encode(b'ann:pier-glass').decode()}")),
        ("", ("X-Auth-Token", "pier-glass")),
    ],
)
async def test_a_secret_without_a_user_is_a_token(user: str, header: tuple[str, str]) -> None:
    script = (
        Scripted()
        .on("GET /v1/me", said({"username": "ann"}))
        .on("GET /v1/version", said({"version": "2.2.6"}))
    )
    found = await remote(script, user=user).probe()
    assert (found.name, found.version, found.user, found.has_labels) == ("Miniflux", "2.2.6", "ann", False)
    assert found.lacks
    assert {request.headers for request in script.asked} == {(header,)}


async def test_an_old_server_does_not_tell_its_version() -> None:
    found = await remote(Scripted().on("GET /v1/me", said({"username": "ann"}))).probe()
    assert found.version == ""


@pytest.mark.parametrize("answer", [{}, [], "x", {"username": 7}])
async def test_what_answers_otherwise_is_another_server(answer: object) -> None:
    assert (await failure(Scripted().on("GET /v1/me", said(answer)), "probe")).word == "another server"


async def test_a_refusal_tells_of_tokens() -> None:
    error = await failure(
        Scripted().on("GET /v1/me", said({"error_message": "Access Unauthorized"}, 401)), "probe"
    )
    assert error.word == "password"
    assert "API Keys" in error.hint


# Feeds


async def test_a_feed_is_subscribed_to_in_its_folder_with_its_title() -> None:
    script = (
        Scripted()
        .on("GET /v1/categories", said([{"id": 3, "title": "Sea"}]))
        .on("POST /v1/feeds", said({"feed_id": 7}, 201))
        .on("PUT /v1/feeds/7", said(FEED, 201))
        .on("GET /v1/feeds/7", said(FEED))
    )
    found = await remote(script).subscribe("https://pier.example/feed", title="Mine", folder="Sea")
    assert found.remote_id == "7"
    sent = {f"{one.method} {one.path}": one.json for one in script.asked}
    assert sent["POST /v1/feeds"] == {"feed_url": "https://pier.example/feed", "category_id": 3}
    assert sent["PUT /v1/feeds/7"] == {"title": "Mine"}


async def test_a_new_folder_is_made() -> None:
    script = (
        Scripted()
        .on("GET /v1/categories", said([{"id": 3, "title": "Sea"}]))
        .on("POST /v1/categories", said({"id": 5, "title": "Land"}, 201))
        .on("POST /v1/feeds", said({"feed_id": 7}, 201))
        .on("GET /v1/feeds/7", said(FEED))
    )
    await remote(script).subscribe("https://pier.example/feed", folder="Land")
    assert {"title": "Land"} in [one.json for one in script.asked]


async def test_a_feed_that_is_there_is_given_as_it_is() -> None:
    known = said({"error_message": "This feed already exists."}, 400)
    script = Scripted().on("POST /v1/feeds", known).on("GET /v1/feeds", said([FEED]))
    assert (await remote(script).subscribe("HTTPS://pier.example/feed#x", title="Mine")).remote_id == "7"
    assert script.calls() == ["POST /v1/feeds", "GET /v1/feeds"]


async def test_a_feed_that_cannot_be_fetched_is_told_with_the_reason() -> None:
    refused = said({"error_message": "resource not found"}, 500)
    script = Scripted().on("POST /v1/feeds", refused).on("GET /v1/feeds", said([FEED]))
    error = await failure(script, "subscribe", "https://ann:key@other.example/feed")
    assert error.message == "did not subscribe to https://ann:***@other.example/feed: resource not found"


async def test_unsubscribing_twice_is_no_error() -> None:
    script = Scripted().on("DELETE /v1/feeds/7", said("", 204), said("", 404))
    await remote(script).unsubscribe("7")
    await remote(script).unsubscribe("7")
    await remote(script).unsubscribe("../users/1")
    assert script.calls() == ["DELETE /v1/feeds/7"] * 2


# Changes


async def test_all_come_in_parts_by_ascending_id_with_progress() -> None:
    server = FakeMiniflux()
    for number in range(1, 11):
        server.add(number, changed=server.now - number)
    parts = await read(server)
    assert [[one.state.remote_id for one in part.entries] for part in parts] == [
        [1, 2, 3, 4],
        [5, 6, 7, 8],
        [9, 10],
    ]
    assert [(part.done, part.total) for part in parts] == [(4, 10), (8, 10), (10, 10)]


async def test_an_empty_server_has_nothing() -> None:
    server = FakeMiniflux()
    [part] = await read(server)
    assert part.entries == ()
    server.add(1)
    assert states(await read(server, part.cursor)).keys() == {1}


async def test_what_the_server_has_removed_is_no_news() -> None:
    server = FakeMiniflux()
    server.add(1)
    server.add(2, status="removed")
    assert states(await read(server)).keys() == {1}


async def test_reading_goes_on_where_it_was_interrupted() -> None:
    server = FakeMiniflux()
    for number in range(1, 13):
        server.add(number, changed=server.now - 1_000)
    first = (await read(server))[0]
    server.now += 100_000
    server.add(2, status="read")
    parts = await read(server, first.cursor)
    assert [one.state.remote_id for one in parts[0].entries] == [5, 6, 7, 8]
    assert states(parts)[2].is_read


async def test_a_quiet_run_costs_one_request_in_the_end() -> None:
    server = FakeMiniflux()
    for number in range(1, 40):
        server.add(number)
    parts = await read(server)
    cursor = parts[-1].cursor
    for _ in range(3):
        server.now += 300
        parts = await read(server, cursor)
        cursor = parts[-1].cursor
    assert states(parts) == {}
    server.asked.clear()
    await read(server, cursor)
    assert server.asked == ["GET /v1/entries"]
    server.add(3, starred=True)
    assert states(await read(server, cursor)).keys() == {3}


async def test_a_change_that_becomes_visible_late_is_seen() -> None:
    server = FakeMiniflux()
    server.add(1)
    cursor = (await read(server))[-1].cursor
    # It began before the newest one, and was committed after that was read.
    server.add(2, changed=server.now - 50)
    assert 2 in states(await read(server, cursor))


async def test_a_clock_that_was_wrong_hides_nothing() -> None:
    server = FakeMiniflux()
    server.add(1, changed=server.now + 10_000_000)
    cursor = (await read(server))[-1].cursor
    server.now += 1_000
    server.add(2)
    assert 2 in states(await read(server, cursor))


async def test_a_clock_that_was_set_back_hides_nothing() -> None:
    server = FakeMiniflux()
    server.add(1)
    server.now += 1_000
    cursor = (await read(server, (await read(server))[-1].cursor))[-1].cursor
    server.now -= 100_000
    server.add(1, changed=server.now)
    server.add(2)
    assert 2 in states(await read(server, cursor))


async def test_a_server_without_a_clock_is_read_with_an_overlap() -> None:
    server = FakeMiniflux(tells_time=False)
    server.add(1)
    parts = await read(server)
    cursor = parts[-1].cursor
    for _ in range(3):
        server.now += 1_000
        parts = await read(server, cursor)
        cursor = parts[-1].cursor
    assert states(parts).keys() == {1}


@given(st.integers(0, 10_000), st.booleans())
def test_whatever_changes_while_pages_are_read_arrives(seed: int, tells_time: bool) -> None:
    chance = random.Random(seed)
    server = FakeMiniflux(tells_time=tells_time)

    def change() -> None:
        server.now += chance.choice((0, 0, 0.25, 3, 70, 4_000))
        if chance.random() < 0.7:
            status = chance.choice(("read", "unread"))
            server.add(chance.randrange(1, 30), status=status, starred=chance.random() < 0.5)

    async def run() -> None:
        for _ in range(20):
            change()
        server.between = change
        known: dict[int, RemoteState] = {}
        cursor, pages = "", 0
        while pages < 40:
            async for part in remote(server.send).changes(cursor):
                pages += 1
                cursor = part.cursor
                known |= states([part])
                if chance.random() < 0.2:  # killed
                    break
        server.between = lambda: None
        known |= states(await read(server, cursor))
        assert known == {
            one.id: RemoteState(remote_id=one.id, is_read=one.status == "read", is_starred=one.starred)
            for one in server.entries.values()
        }

    asyncio.run(run())


async def test_pages_shrink_where_they_are_too_large_and_grow_again() -> None:
    server = FakeMiniflux(largest=100)
    for number in range(1, 20):
        server.add(number, changed=server.now - 1_000, size=90 if number == 3 else 1)
    server.entries[6].size = 101
    parts = await read(server)
    assert states(parts).keys() == set(range(1, 20)) - {6}
    assert max(len(part.entries) for part in parts[-3:]) > 1


async def test_the_last_entry_can_be_too_large() -> None:
    server = FakeMiniflux(largest=100)
    server.add(1)
    server.add(2, size=101)
    assert states(await read(server)).keys() == {1}


async def test_a_server_of_entries_that_are_all_too_large_is_an_error() -> None:
    server = FakeMiniflux(largest=0)
    for number in range(1, 40):
        server.add(number)
    with pytest.raises(FetchError) as caught:
        await read(server)
    assert caught.value.word == "too large"


@pytest.mark.parametrize("answer", [[], {}, {"entries": None}, {"entries": "x"}])
async def test_a_list_that_is_none_is_another_server(answer: object) -> None:
    with pytest.raises(FetchError) as caught:
        [part async for part in remote(Scripted().on("GET /v1/entries", said(answer))).changes("")]
    assert caught.value.word == "another server"


async def test_a_page_that_does_not_move_ends_the_pass() -> None:
    stuck = said({"total": 9_999, "entries": [{"id": 1, "feed_id": 1, "changed_at": "2026-03-02T08:00:00Z"}]})
    parts = [part async for part in remote(Scripted().on("GET /v1/entries", stuck)).changes("")]
    assert len(parts) == 2


# Entries


async def test_contents_are_those_that_are_asked_for_and_still_there() -> None:
    server = FakeMiniflux(largest=3)
    for number in (*range(1, 9), 500):
        server.add(number)
    server.add(5, status="removed")
    found = await remote(server.send).contents([8, 1, 2, 5, 500, 501, 0, -4])
    assert sorted(one.state.remote_id for one in found) == [1, 2, 8, 500]


async def test_contents_of_ids_in_a_row_are_one_request_however_far_apart() -> None:
    server = FakeMiniflux()
    ids = [1_000 * number for number in range(1, 5)]
    for number in ids:
        server.add(number)
    assert len(await remote(server.send).contents(ids)) == 4
    assert len(server.asked) == 1


async def test_contents_leave_out_what_is_too_large() -> None:
    server = FakeMiniflux(largest=100)
    for number in range(1, 9):
        server.add(number, size=101 if number == 3 else 30)
    found = await remote(server.send).contents(range(1, 9))
    assert [one.state.remote_id for one in found] == [1, 2, 4, 5, 6, 7, 8]


@given(st.sets(st.integers(1, 60)), st.sets(st.integers(1, 60)))
def test_contents_are_whole_however_they_lie(there: set[int], wanted: set[int]) -> None:
    server = FakeMiniflux()
    for number in there:
        server.add(number)
    found = asyncio.run(remote(server.send).contents(list(wanted)))
    assert [one.state.remote_id for one in found] == sorted(there & wanted)
    assert len(server.asked) <= len(wanted)


# Marks


async def test_read_marks_go_in_one_request_and_unknown_ids_are_taken() -> None:
    server = FakeMiniflux()
    server.add(1)
    assert set(await remote(server.send).push(Change(mark="read", on=True, ids=(1, 9)))) == {1, 9}
    assert server.entries[1].status == "read"
    assert server.asked == ["PUT /v1/entries"]
    await remote(server.send).push(Change(mark="read", on=False, ids=(1,)))
    assert server.entries[1].status == "unread"


async def test_marks_of_unknown_ids_alone_are_taken() -> None:
    server = FakeMiniflux()
    assert set(await remote(server.send).push(Change(mark="read", on=True, ids=(8, 9)))) == {8, 9}


async def test_a_server_that_fails_with_known_ids_is_an_error() -> None:
    server = FakeMiniflux()
    server.add(1)
    listed = await server.send(_list_of(1))
    script = (
        Scripted()
        .on("PUT /v1/entries", said({"error_message": "no disk"}, 500))
        .on("GET /v1/entries", listed)
    )
    error = await failure(script, "push", Change(mark="read", on=True, ids=(1,)))
    assert error.message == "the server answered HTTP 500 (no disk)"


def _list_of(number: int) -> Any:
    from reader.sync.remote import Request

    query = (("status", "unread"), ("after_entry_id", str(number - 1)), ("order", "id"), ("limit", "1"))
    return Request(method="GET", path="/v1/entries", query=query)


@pytest.mark.parametrize("on", [True, False])
async def test_a_star_is_toggled_only_where_it_differs(on: bool) -> None:
    server = FakeMiniflux()
    server.add(1, starred=True)
    server.add(2, starred=False)
    change = Change(mark="starred", on=on, ids=(1, 2, 3))
    for _ in range(2):
        assert set(await remote(server.send).push(change)) == {1, 2, 3}
        assert [one.starred for one in server.entries.values()] == [on, on]
    assert sum(call.endswith("/bookmark") for call in server.asked) == 1


async def test_a_toggle_is_never_sent_twice() -> None:
    script = (
        Scripted()
        .on("GET /v1/entries/1", said({"starred": False}))
        .on("PUT /v1/entries/1/bookmark", said("", 204))
    )
    await remote(script).push(Change(mark="starred", on=True, ids=(1,)))
    assert [(request.method, request.safe) for request in script.asked] == [("GET", True), ("PUT", False)]


@pytest.mark.parametrize("answer", [{}, [], {"starred": 1}])
async def test_a_star_that_is_not_told_is_not_toggled(answer: object) -> None:
    script = Scripted().on("GET /v1/entries/1", said(answer))
    error = await failure(script, "push", Change(mark="starred", on=True, ids=(1,)))
    assert (error.word, len(script.asked)) == ("another server", 1)


async def test_labels_are_refused() -> None:
    error = await failure(Scripted(), "push", Change(mark="label", on=True, ids=(1,), label="sea"))
    assert error.word == "no labels"


async def test_no_ids_are_no_request() -> None:
    script = Scripted()
    await remote(script).push(Change(mark="read", on=True, ids=()))
    assert await remote(script).contents([]) == []
    assert await remote(script).standing() is None
    assert script.asked == []


def test_the_cursor_is_json_without_secrets() -> None:
    server = FakeMiniflux()
    server.add(1)
    [part] = asyncio.run(read(server))
    assert all(isinstance(value, int | float | None) for value in json.loads(part.cursor).values())
