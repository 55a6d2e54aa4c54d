from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from reader.core.sync.http import sender
from reader.errors import FetchError
from reader.fetch.client import Client
from reader.sync import google_reader
from reader.sync.google_reader import GoogleReader
from reader.sync.remote import Change, RemoteState
from tests.support.fake_google_reader import PASSWORD, USER, FakeEntry, FakeGoogleReader
from tests.sync.scripted import Scripted, said

if TYPE_CHECKING:
    from reader.sync.remote import Mark, Send, Standing

HIGH = -(2**62)
"""The signed form of an id above 2⁶³."""


def remote(send: Send, *, password: str = PASSWORD) -> GoogleReader:
    return GoogleReader(send, name="pier.example", user=USER, secret=password)


def filled(count: int = 10, **knobs: Any) -> FakeGoogleReader:
    """A server of so many entries; the first three are read, the second and the last are starred."""
    server = FakeGoogleReader(**knobs)
    for number in range(1, count + 1):
        server.add(FakeEntry(number, is_read=number <= 3, is_starred=number in (2, count)))
    return server


async def standing(server: FakeGoogleReader) -> Standing:
    found = await remote(server.send).standing()
    assert found is not None
    return found


async def failure(
    send: Send, call: str, *arguments: Any, password: str = PASSWORD, **named: str
) -> FetchError:
    with pytest.raises(FetchError) as caught:
        await getattr(remote(send, password=password), call)(*arguments, **named)
    return caught.value


# Logging in


@pytest.mark.parametrize("form", ["json", "lines", "freshrss"])
async def test_every_form_of_a_login_is_read(form: Any) -> None:
    assert await remote(FakeGoogleReader(login_form=form).send).feeds()


async def test_a_wrong_password_tells_where_the_right_one_is() -> None:
    error = await failure(FakeGoogleReader().send, "feeds", password="wrong")
    assert error.word == "password"
    assert "Settings → Profile" in error.hint


@pytest.mark.parametrize("status", [400, 401, 403])
async def test_every_refusal_of_a_login_is_one(status: int) -> None:
    script = Scripted().on("POST /accounts/ClientLogin", said("Error=BadAuthentication\n", status))
    assert (await failure(script, "feeds")).word == "password"


async def test_freshrss_says_that_its_api_is_off() -> None:
    script = Scripted().on("POST /accounts/ClientLogin", said("Service Unavailable!", 503))
    error = await failure(script, "feeds")
    assert error.word == "switched off"
    assert "allow API access" in error.hint


async def test_another_server_that_is_unavailable_is_just_that() -> None:
    script = Scripted().on("POST /accounts/ClientLogin", said("<html>maintenance</html>", 503))
    assert (await failure(script, "feeds")).word == "HTTP 503"


@pytest.mark.parametrize(
    "body",
    ["", "hello", "Auth=", "Auth=a b", "Auth=x\x00y", "{}", '{"Auth": 7}', "<html>", "Auth=" + "x" * 5_000],
)
async def test_an_answer_without_a_login_is_another_server(body: str) -> None:
    error = await failure(Scripted().on("POST /accounts/ClientLogin", said(body)), "feeds")
    assert error.word == "another server"


@pytest.mark.parametrize("lives", [1, 2, 3])
async def test_a_login_that_expires_is_made_again(lives: int) -> None:
    server = filled(20, lives=lives + 1, largest=5)
    account = remote(server.send)
    found = await account.standing()
    assert found is not None
    assert len(found.unread) == 17
    await account.push(Change(mark="read", on=True, ids=(19, 20)))
    assert server.entries[19].is_read
    assert server.asked.count(("POST", "/accounts/ClientLogin")) > 1


async def test_a_login_that_is_never_good_ends() -> None:
    server = FakeGoogleReader(lives=0)
    assert (await failure(server.send, "feeds")).word == "password"
    assert len(server.asked) == 4


async def test_a_quota_is_told_with_its_end() -> None:
    error = await failure(filled(quota=2).send, "standing")
    assert (error.word, error.retry_after) == ("quota", 600.0)


async def test_headers_of_the_account_go_with_each_request() -> None:
    script = Scripted().on("POST /accounts/ClientLogin", said("Auth=x"))
    script.on("GET /reader/api/0/subscription/list", said({"subscriptions": []}))
    extra = (("AppId", "1000"), ("AppKey", "k3y"))
    await GoogleReader(script, name="pier.example", user=USER, secret=PASSWORD, headers=extra).feeds()
    assert all(set(extra) <= set(request.headers) for request in script.asked)


# What the server can do


async def test_a_server_without_labels_says_so() -> None:
    found = await remote(filled(has_labels=False).send).probe()
    assert (found.name, found.user, found.has_labels, len(found.lacks)) == (
        "Google Reader API",
        USER,
        False,
        1,
    )


async def test_freshrss_has_labels_even_before_the_first() -> None:
    found = await remote(filled(login_form="freshrss").send).probe()
    assert (found.name, found.has_labels, found.lacks) == ("FreshRSS", True, ())


async def test_labels_that_are_not_told_from_folders_are_none() -> None:
    server = filled(tells_types=False)
    server.entries[1].labels.add("sea")
    assert not (await remote(server.send).probe()).has_labels


@pytest.mark.parametrize("call", ["/subscription/list", "/stream/items/ids"])
async def test_a_server_that_answers_with_nothing_is_found_out(call: str) -> None:
    assert (await failure(filled(silent={call}).send, "probe")).word == "another server"


async def test_ids_that_cannot_be_kept_are_told() -> None:
    error = await failure(filled(ids="object").send, "probe")
    assert error.word == "ids"


# Feeds


@pytest.mark.parametrize("has_quickadd", [True, False])
async def test_a_feed_is_subscribed_to_and_not_twice(has_quickadd: bool) -> None:
    server = FakeGoogleReader(has_quickadd=has_quickadd)
    account = remote(server.send)
    made = await account.subscribe("https://pier.example/new", title="Mine", folder="Sea")
    assert (made.url, made.title, made.folder) == ("https://pier.example/new", "Mine", "Sea")
    assert (await account.subscribe("https://pier.example/new")).remote_id == made.remote_id
    assert len(server.feeds) == 2


async def test_a_feed_that_is_refused_is_told_with_the_reason() -> None:
    error = await failure(FakeGoogleReader().send, "subscribe", "https://pier.example/none")
    assert error.message.endswith("cannot add https://pier.example/none")


async def test_unsubscribing_twice_is_no_error() -> None:
    server = FakeGoogleReader()
    await remote(server.send).unsubscribe("feed/1")
    await remote(server.send).unsubscribe("feed/1")
    assert server.feeds == {}


async def test_a_feed_that_stays_is_an_error() -> None:
    server = FakeGoogleReader(fails_on={"/subscription/edit": 500})
    assert (await failure(server.send, "unsubscribe", "feed/1")).word == "HTTP 500"


# Ids


@pytest.mark.parametrize("form", ["decimal", "unsigned", "hex"])
@pytest.mark.parametrize("more", ["offset", "token", "always"])
async def test_ids_of_every_form_come_through_every_continuation(form: Any, more: Any) -> None:
    server = filled(23, ids=form, more=more, largest=5)
    server.add(FakeEntry(HIGH), FakeEntry(HIGH + 1, is_read=True))
    found = await standing(server)
    assert found.unread == {*range(4, 24), HIGH}
    assert found.starred == {2, 23}


async def test_nothing_is_changed_by_asking() -> None:
    assert [part async for part in remote(filled().send).changes("")] == []


async def test_the_newest_read_entries_are_known_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    assert (await standing(filled())).recent == {1, 2, 3}
    monkeypatch.setattr(google_reader, "RECENT", 8)
    assert (await standing(filled())).recent == {3}


async def test_a_few_pages_of_the_newest_are_enough() -> None:
    server = filled(60, largest=5)
    for entry in server.entries.values():
        entry.is_read = True
    assert (await standing(server)).recent == set(range(46, 61))


async def test_an_entry_that_a_shifting_page_skips_is_found_again() -> None:
    server = filled(20, more="offset", largest=5)
    newest = iter((20, 19))

    def mark_elsewhere() -> None:
        if (number := next(newest, None)) is not None:
            server.entries[number].is_read = True

    server.between = mark_elsewhere
    found = await standing(server)
    # The second list has what the first one lost; two that were read meanwhile stay unread until the next run.
    assert found.unread >= set(range(4, 19))


@pytest.mark.parametrize("bound", ["_MOST_PAGES", "_MOST_IDS"])
async def test_a_list_without_an_end_is_an_error(bound: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(google_reader, bound, 5)
    assert "sends endless lists" in (await failure(filled(40, largest=2).send, "standing")).message


async def test_a_continuation_that_comes_again_ends_the_list() -> None:
    script = Scripted().on("POST /accounts/ClientLogin", said("Auth=x\nLSID=y"))
    script.on("GET /reader/api/0/stream/items/ids", said({"itemRefs": [{"id": "1"}], "continuation": "same"}))
    script.on("GET /reader/api/0/tag/list", said({"tags": []}))
    found = await remote(script).standing()
    assert found is not None
    assert found.unread == {1}


@pytest.mark.parametrize(
    "answer",
    [[], {}, {"itemRefs": "x"}, {"items": []}, "OK", {"itemRefs": [{"id": "x"}]}, {"itemRefs": [7.5]}],
)
async def test_a_list_that_is_not_whole_never_counts_as_all_read(answer: object) -> None:
    script = Scripted().on("POST /accounts/ClientLogin", said("Auth=x\nLSID=y"))
    script.on("GET /reader/api/0/stream/items/ids", said(answer))
    assert (await failure(script, "standing")).word in {"another server", "ids"}


async def test_labels_are_listed_where_the_server_has_them() -> None:
    server = filled()
    server.entries[4].labels |= {"sea/rescue", "News & more"}
    server.entries[5].labels.add("sea/rescue")
    assert (await standing(server)).labelled == {"sea/rescue": {4, 5}, "News & more": {4}}


async def test_labels_are_never_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(google_reader, "_MOST_LABELS", 1)
    server = filled()
    server.entries[4].labels |= {"sea", "land"}
    assert (await failure(server.send, "standing")).word == "too many tags"


# Entries


async def test_contents_are_those_that_are_asked_for() -> None:
    server = filled()
    server.add(FakeEntry(HIGH, is_starred=True))
    server.entries[2].labels.add("sea")
    found = {one.state.remote_id: one for one in await remote(server.send).contents([2, 9, HIGH, 99])}
    assert found.keys() == {2, 9, HIGH}
    assert found[2].state == RemoteState(
        remote_id=2, is_read=True, is_starred=True, labels=frozenset({"sea"})
    )
    assert found[HIGH].state == RemoteState(
        remote_id=HIGH, is_read=False, is_starred=True, labels=frozenset()
    )
    assert found[2].feed_id == "feed/1"


async def test_folders_are_no_labels_and_a_server_without_labels_tells_none() -> None:
    [found] = await remote(filled(has_labels=False).send).contents([4])
    assert found.state.labels is None
    assert found.entry.categories == ()


async def test_no_known_entry_can_be_a_failure() -> None:
    script = Scripted().on("POST /accounts/ClientLogin", said("Auth=x"))
    script.on("GET /reader/api/0/token", said("t")).on("GET /reader/api/0/tag/list", said({"tags": []}))
    script.on(
        "POST /reader/api/0/stream/items/contents",
        said({"error_message": "googlereader: no items returned"}, 400),
    )
    assert await remote(script).contents([1]) == []
    script.on("POST /reader/api/0/stream/items/contents", said({"error_message": "no"}, 400))
    assert (await failure(script, "contents", [1])).word == "HTTP 400"
    script.on("POST /reader/api/0/stream/items/contents", said([]))
    assert (await failure(script, "contents", [1])).word == "another server"


async def test_an_entry_that_is_too_large_is_left_out() -> None:
    server = filled()

    async def send(request: Any, /) -> Any:
        form = request.form or ()
        if request.path.endswith("contents") and any(
            value.endswith("0005") for name, value in form if name == "i"
        ):
            raise FetchError("sent too much", word="too large")
        return await server.send(request)

    found = await remote(send).contents(list(range(1, 11)))
    assert sorted(one.state.remote_id for one in found) == [1, 2, 3, 4, 6, 7, 8, 9, 10]


# Marks


def marks(server: FakeGoogleReader, mark: Mark) -> set[int]:
    return {one.id for one in server.entries.values() if (one.is_read if mark == "read" else one.is_starred)}


@pytest.mark.parametrize("toggles", [False, True])
@pytest.mark.parametrize("mark", ["read", "starred"])
@pytest.mark.parametrize("on", [True, False])
async def test_a_mark_sent_twice_is_the_mark_sent_once(toggles: bool, mark: Mark, on: bool) -> None:
    server = filled(toggles=toggles)
    server.add(FakeEntry(HIGH))
    others = marks(server, mark) - {1, 2, 4, HIGH}
    change = Change(mark=mark, on=on, ids=(1, 2, 4, HIGH, 99))
    account = remote(server.send)
    for _ in range(2):
        assert set(await account.push(change)) == {1, 2, 4, HIGH, 99}
        assert marks(server, mark) == others | ({1, 2, 4, HIGH} if on else set())


@pytest.mark.parametrize("toggles", [False, True])
async def test_only_what_may_be_sent_twice_is(toggles: bool) -> None:
    server, safe = filled(toggles=toggles), []

    async def send(request: Any, /) -> Any:
        safe.extend([request.safe] if request.path.endswith("/edit-tag") else [])
        return await server.send(request)

    await remote(send).push(Change(mark="read", on=True, ids=(5,)))
    await remote(send).push(Change(mark="read", on=False, ids=(5,)))
    assert safe == [not toggles, True]


async def test_a_server_that_fails_on_unknown_ids_still_takes_the_others() -> None:
    server = filled(fails_on_unknown=True)
    assert set(await remote(server.send).push(Change(mark="read", on=True, ids=(5, 98, 99)))) == {5, 98, 99}
    assert server.entries[5].is_read
    await remote(server.send).push(Change(mark="read", on=True, ids=(98,)))


async def test_a_server_that_fails_on_known_ids_is_an_error() -> None:
    server = filled(fails_on={"/edit-tag": 500})
    error = await failure(server.send, "push", Change(mark="read", on=True, ids=(5,)))
    assert error.message == "the server answered HTTP 500 (out of tide)"


async def test_an_answer_with_nothing_is_no_success() -> None:
    server = filled(silent={"/edit-tag"})
    error = await failure(server.send, "push", Change(mark="read", on=True, ids=(5,)))
    assert error.word == "marks not accepted"


async def test_labels_are_set_and_taken_away() -> None:
    server = filled(login_form="freshrss")
    account = remote(server.send)
    await account.push(Change(mark="label", on=True, ids=(4, 5), label="sea/rescue & more"))
    assert server.entries[4].labels == {"sea/rescue & more"}
    assert {one.state.labels for one in await account.contents([4, 5])} == {frozenset({"sea/rescue & more"})}
    await account.push(Change(mark="label", on=False, ids=(4,), label="sea/rescue & more"))
    assert (server.entries[4].labels, server.entries[5].labels) == (set(), {"sea/rescue & more"})


async def test_labels_are_refused_where_there_are_none() -> None:
    server = filled(has_labels=False)
    error = await failure(server.send, "push", Change(mark="label", on=True, ids=(4,), label="sea"))
    assert error.word == "no labels"


# Over the net


async def test_a_whole_round_goes_over_loopback() -> None:
    server = filled(30, largest=7, lives=9, more="offset")
    with server.serving() as http:
        async with Client() as client:
            account = remote(sender(client, http.url(""), name="pier.example", secrets=(PASSWORD,)))
            found = await account.standing()
            assert found is not None
            assert found.unread == set(range(4, 31))
            assert len(await account.contents(sorted(found.unread))) == 27
            await account.push(Change(mark="read", on=True, ids=tuple(found.unread)))
            assert all(one.is_read for one in server.entries.values())
            made = await account.subscribe(
                "https://pier.example/new?a=1&b=ü", title="Mine", folder="Sea & Land"
            )
            assert (made.title, made.folder) == ("Mine", "Sea & Land")


# Folders


async def test_a_feed_moves_to_a_folder_and_out_of_it() -> None:
    server = FakeGoogleReader()
    account = remote(server.send)
    for folder, before in (("Land", "Sea"), ("Land", "Sea"), ("", "Land")):
        await account.move("feed/1", folder=folder, before=before)
        assert [one.folder for one in await account.feeds()] == [folder]
    await account.move("feed/none", folder="Land", before="")


async def test_a_move_that_is_refused_is_an_error() -> None:
    server = FakeGoogleReader(fails_on={"/subscription/edit": 500})
    error = await failure(server.send, "move", "feed/1", folder="Land", before="Sea")
    assert error.status == 500
