"""Settings of one feed: checked when they are set, used when it is asked, secrets looked up and never kept."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from reader.core import secrets
from reader.core.refresh import feed_settings, run
from reader.errors import UsageError
from reader.model import Feed
from tests.core.conftest import NOW
from tests.support.papers import item, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from pathlib import Path

    from tests.core.conftest import Room
    from tests.support.server import Server

BODY = Route(body=rss("The Pier", item("Lamp lit", "https://pier.example/1")).encode())


@pytest.mark.parametrize(
    ("text", "setting"),
    [
        ("interval=90", ("interval", "90")),
        (" Interval = 090 ", ("interval", "90")),
        ("interval=5", ("interval", "5")),
        ("interval=43200", ("interval", "43200")),
        ("interval=", ("interval", None)),
        ("full_text=always", ("full_text", "always")),
        ("user_agent=Mozilla/5.0 (X11)", ("user_agent", "Mozilla/5.0 (X11)")),
        ("header.Authorization=env:PIER_TOKEN", ("header.authorization", "env:PIER_TOKEN")),
        ("header.X-Key=cmd:pass show 'my feed'", ("header.x-key", "cmd:pass show 'my feed'")),
        ("header.x-key=", ("header.x-key", None)),
        ("interval=0043200", ("interval", "43200")),
        (f"user_agent={'x' * 1_000}", ("user_agent", "x" * 1_000)),
        (f"header.a=cmd:{'x' * 996}", ("header.a", f"cmd:{'x' * 996}")),
    ],
)
def test_what_can_be_set(text: str, setting: tuple[str, str | None]) -> None:
    assert feed_settings.checked(text) == setting


@pytest.mark.parametrize(
    "text",
    [
        "interval",
        "interval=4",
        "interval=43201",
        "interval=1e3",
        "interval=٩٠",
        "interval=999999999",
        "interval=00000090",
        f"user_agent={'x' * 1_001}",
        f"header.a=cmd:{'x' * 997}",
        "full_text=yes",
        "user_agent=Ünion",
        "user_agent=a\nb",
        "colour=red",
        "header.=env:A",
        "header.Host=env:A",
        "header.a b=env:A",
        "header.Authorization=Bearer abc",
        "header.Authorization=env:9A",
        "header.Authorization=cmd:",
        "header.Authorization=cmd:echo 'open",
    ],
)
def test_what_cannot_says_the_next_step(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        feed_settings.checked(text)
    assert caught.value.hint
    assert caught.value.message
    assert "Bearer" not in f"{caught.value}{caught.value.hint}"


def test_settings_that_are_none_any_more_are_the_defaults() -> None:
    odd = Feed(id=1, title="", settings=(("full_text", "perhaps"), ("interval", "1"), ("left", "over")))
    assert feed_settings.of(odd) == feed_settings.FeedSettings()


@pytest.mark.parametrize(
    ("given", "minutes"), [("5", 5), ("43200", 43_200), ("0000090", 90), ("00000090", None), ("4", None)]
)
def test_an_interval_is_minutes_of_up_to_seven_digits(given: str, minutes: int | None) -> None:
    found = feed_settings.of(Feed(id=1, title="", settings=(("interval", given),))).every
    assert found == (timedelta(minutes=minutes) if minutes else feed_settings.FeedSettings().every)


def test_an_interval_decides_the_next_try_and_takes_effect_at_once(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", BODY))
    room.refresh()
    room.session.library.feeds.set(1, "interval", "120", NOW)
    assert room.refresh(due=True).asked == 1
    assert room.feed().next_at == NOW + timedelta(hours=2)
    assert room.feed().next_why == "checked every 2 h"
    room.forward(minutes=119)
    assert room.refresh(due=True).asked == 0


def test_headers_go_to_the_feeds_own_host_only(
    room: Room, server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIER_TOKEN", "Bearer s3cret\n")
    script = tmp_path / "tell key.py"
    script.write_text("import sys; print(sys.argv[1])")
    room.subscribe(server.redirect("/feed", server.url("/moved", host="public.example")))
    server.on("/moved", BODY)
    for text in (
        "user_agent=Reader/1",
        "header.Authorization=env:PIER_TOKEN",
        f"header.X-Key=cmd:{sys.executable} '{script}' '$HOME;ls'",
    ):
        key, value = feed_settings.checked(text)
        room.session.library.feeds.set(1, key, value, NOW)
    assert room.refresh().failed == 0
    (first,), (second,) = server.asked("/feed"), server.asked("/moved")
    assert (first.headers["authorization"], first.headers["x-key"]) == ("Bearer s3cret", "$HOME;ls")
    assert first.headers["user-agent"] == second.headers["user-agent"] == "Reader/1"
    assert not {"authorization", "x-key"} & second.headers.keys()
    assert b"s3cret" not in (tmp_path / "library.db").read_bytes()


@pytest.mark.parametrize(
    "where",
    [
        "env:NOT_THERE",
        "cmd:/no/such/program",
        "cmd:false",
        f"cmd:{sys.executable} -c ''",
        f"cmd:{sys.executable} -c 'print(1); exit(1)'",
    ],
)
def test_a_feed_is_not_asked_without_its_secret(room: Room, server: Server, where: str) -> None:
    room.subscribe(server.on("/feed", BODY))
    room.session.library.feeds.set(1, "header.authorization", where, NOW)
    room.refresh()
    assert server.count("/feed") == 0
    outcome = room.feed().outcome or ""
    assert outcome.startswith("the value of the header authorization was not found in ")


def test_a_program_that_does_not_end_is_stopped(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(secrets, "PROGRAM_S", 0.2)
    room.subscribe(server.on("/feed", BODY))
    room.session.library.feeds.set(
        1, "header.a", f"cmd:{sys.executable} -c 'import time; time.sleep(99)'", NOW
    )
    assert room.refresh().failed == 1


def test_a_paused_feed_is_left_alone_until_it_is_named(room: Room, server: Server) -> None:
    room.subscribe(server.on("/feed", BODY))
    room.session.library.feeds.set(1, *feed_settings.checked("interval=NEVER"), NOW)
    assert [room.refresh(due=due).asked for due in (True, False)] == [0, 0]
    assert run.run(room.session, [room.feed()]).asked == 1
    assert (room.feed().next_at, room.feed().next_why) == (None, "you paused this feed")
    room.forward(minutes=999)
    assert room.refresh(due=True).asked == 0
    room.session.library.feeds.set(1, "interval", None, NOW)
    assert room.refresh(due=True).asked == 1
