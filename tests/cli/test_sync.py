"""`broadsheet sync`, from adding an account to leaving it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.support.papers import item, rss
from tests.support.remotes import MemoryServer, away, serve

if TYPE_CHECKING:
    from tests.support.server import Server
    from tests.support.shell import Answer, Shell

ADD = ("sync", "add", "https://memory.example", "--user", "ann", "--password", "env:SYNC_PASSWORD")


@pytest.fixture
def memory(monkeypatch: pytest.MonkeyPatch) -> MemoryServer:
    found = MemoryServer()
    found.feed("7", title="The Pier", folder="news")
    found.article()
    serve(found, monkeypatch)
    monkeypatch.setenv("SYNC_PASSWORD", "s3cret")
    return found


@pytest.fixture
def added(shell: Shell, memory: MemoryServer) -> Answer:
    return shell(*ADD)


def test_an_account_is_added_and_synced_with_what_the_server_lacks(added: Answer) -> None:
    assert added.code == 0
    assert added.out == "added memory.example: Memory at memory.example 1\nmemory.example: 1 new\n"
    assert "  tags stay here: it has no labels for entries\n" in added.err


def test_the_password_is_nowhere(shell: Shell, added: Answer) -> None:
    status = shell("sync", "status")
    assert "s3cret" not in added.out + added.err + status.out
    for file in shell.folder.rglob("*"):
        if file.is_file():
            assert b"s3cret" not in file.read_bytes(), file


def test_the_status_names_the_server_and_what_waits(
    shell: Shell, added: Answer, memory: MemoryServer
) -> None:
    shell("mark", "read", "1")
    (row,) = shell.rows("sync", "status")
    assert (row["name"], row["server"], row["unsent"], row["feeds"]) == (
        "memory.example",
        "Memory at memory.example",
        1,
        1,
    )
    assert row["lacks"] == ["tags stay here: it has no labels for entries"]
    assert "1 feed, 1 article, 1 change to send" in shell("sync", "status").out
    assert shell("sync").out == "memory.example: 1 mark sent\n"
    assert memory.entries[1000].state.is_read


def test_feeds_say_who_fetches_them(shell: Shell, added: Answer) -> None:
    (row,) = shell.rows("feeds")
    assert (row["account"], row["server"]) == ("memory.example", "Memory at memory.example")
    assert "by Memory at memory.example, synced " in shell("feeds").out


def test_a_refresh_syncs_too_and_a_feed_by_name_its_account(
    shell: Shell, added: Answer, memory: MemoryServer
) -> None:
    memory.article()
    answer = shell("refresh")
    assert (answer.code, answer.out) == (0, "memory.example: 1 new\n")
    assert "Synced memory.example: 1 new" in answer.err
    memory.article()
    assert shell("refresh", "The Pier").out == "memory.example: 1 new\n"


def test_a_refresh_that_is_due_waits_for_the_account(
    shell: Shell, added: Answer, memory: MemoryServer
) -> None:
    memory.article()
    assert shell("refresh", "--due").out == ""


def test_a_feed_is_unsubscribed_at_its_server(shell: Shell, added: Answer, memory: MemoryServer) -> None:
    def refuse(name: str) -> None:
        if name == "unsubscribe":
            raise away()

    memory.before = refuse
    failed = shell("feeds", "remove", "The Pier")
    assert failed.code == 3
    assert failed.err.startswith("The Pier: ")
    assert len(memory.feeds) == 1
    memory.before = lambda name: None
    removed = shell("feeds", "remove", "The Pier")
    assert removed.out == "unsubscribed from The Pier at Memory at memory.example; its articles stay\n"
    assert memory.feeds == {}
    assert shell("feeds").code == 1


def test_what_cannot_be_done_with_a_remote_feed_is_told(shell: Shell, added: Answer) -> None:
    refused = shell("feeds", "set", "The Pier", "interval=90")
    assert refused.code == 2
    assert "Memory at memory.example fetches this feed: interval cannot be set here" in refused.err
    assert "broadsheet sync adopt 1 --local" in refused.err
    assert shell("feeds", "set", "The Pier", "full_text=never").code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("add",), "sync add needs the address of a server"),
        (
            ("add", "https://m.example", "--password", "env:SYNC_PASSWORD"),
            "a password needs the name of its user",
        ),
        (
            ("add", "https://m.example", "--user", "a", "--password", "s3cret"),
            "give the place where the password is found",
        ),
        (("add", "ftp://m.example", "--token", "env:SYNC_PASSWORD"), "not an http or https address"),
        (
            ("add", "https://m.example", "--token", "env:NOT_THERE"),
            "the environment variable NOT_THERE is not set",
        ),
        (
            ("add", "https://a:s3cret@m.example", "--token", "env:SYNC_PASSWORD"),
            "the address holds a password",
        ),
        (("status", "--local"), "--local works with sync adopt only"),
        (("nobody",), "no account has this name"),
        (("adopt", "The Pier"), "sync adopt needs feeds"),
        (("remove",), "sync remove needs the name of one account"),
    ],
)
def test_wrong_use_is_told_with_the_next_step(
    shell: Shell, added: Answer, words: tuple[str, ...], said: str
) -> None:
    answer = shell("sync", *words)
    assert answer.code in (1, 2, 3)
    assert said in answer.err
    assert "s3cret" not in answer.err


def test_a_wrong_password_adds_nothing(
    shell: Shell, memory: MemoryServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SYNC_PASSWORD", "other")
    answer = shell(*ADD)
    assert (answer.code, "wrong password" in answer.err) == (3, True)
    assert shell("sync", "status").code == 1


def test_a_server_that_is_away_is_told_and_tried_again(
    shell: Shell, added: Answer, memory: MemoryServer
) -> None:
    def refuse(_: str) -> None:
        raise away()

    memory.before = refuse
    answer = shell("sync")
    assert answer.code == 3
    assert "memory.example: too slow: no answer within 30 s; try again later" in answer.err
    assert "too slow: no answer within 30 s; last success" in shell("sync", "status").out
    memory.before = lambda name: None
    assert shell("sync").code == 0


def test_feeds_move_to_the_server_and_back(
    shell: Shell, added: Answer, memory: MemoryServer, server: Server
) -> None:
    url = server.text("/feed", rss("Dunes", item("Story 1", "https://dunes.example/1")), "text/xml")
    shell("add", url)
    shell("mark", "read", "2")
    assert shell("sync", "adopt", "Dunes", "--to", "memory").out == "Memory at memory.example fetches Dunes\n"
    (moved,) = [feed for feed in memory.feeds.values() if feed.url == url]
    number = memory.article(moved.remote_id, title="Story 1", url="https://dunes.example/1")
    assert shell("sync").out == "memory.example: 1 updated, 1 mark sent\n"
    assert memory.entries[number].state.is_read
    assert shell("sync", "adopt", "Dunes", "--local").out == "fetched from here again: Dunes\n"
    assert moved.remote_id not in memory.feeds
    assert shell("sync").out == "memory.example: nothing new\n"
    rows = {row["title"]: row for row in shell.rows("feeds")}
    assert (rows["Dunes"]["account"], rows["Dunes"]["articles"]) == (None, 1)


def test_an_account_that_is_removed_leaves_its_articles_and_goes_on_when_it_is_added_again(
    shell: Shell, added: Answer, memory: MemoryServer
) -> None:
    shell("mark", "read", "1")
    answer = shell("sync", "remove", "memory")
    assert answer.out.startswith(
        "removed memory.example and its 1 feed; the articles stay; 1 change not yet sent will"
    )
    assert shell("feeds").code == 1
    assert len(shell.rows("list")) == 1
    memory.article()
    assert shell(*ADD).out.endswith("memory.example: 1 new, 1 mark sent\n")
    assert len(shell.rows("list")) == 2
    assert shell("doctor").code == 0


def test_the_settings_and_the_numbers_tell_of_accounts(shell: Shell, added: Answer) -> None:
    shell("mark", "read", "1")
    told = "memory.example: Memory at memory.example as ann, synced just now, 1 change to send"
    assert shell("config").out.endswith(f"account {told}; password from env:SYNC_PASSWORD\n")
    assert shell("stats").out.endswith(f"           1  in the account {told}\n")
    assert shell.rows("stats")[0]["accounts"] == shell.rows("sync", "status")


def test_a_feed_put_in_another_folder_moves_there(shell: Shell, added: Answer, memory: MemoryServer) -> None:
    assert shell("feeds", "tag", "Pier", "+sea", "-news").code == 0
    assert "1 change to send" in shell("sync", "status").out
    assert shell("sync").out == "memory.example: 1 feed moved\n"
    assert memory.feeds["7"].folder == "sea"
