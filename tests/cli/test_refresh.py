"""`refresh`: what the feeds are asked, what is kept of the answer, and when they are asked again."""

from __future__ import annotations

import json
import os
import sys
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import TYPE_CHECKING, Any

import pytest

from reader.errors import LibraryLocked
from reader.store.lock import Lock
from tests.support.papers import PROSE, item, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Clock
    from tests.support.server import Server
    from tests.support.shell import Shell

LAMP = item("Lamp lit", "https://pier.example/1")
STAIRS = item("Stairs swept", "https://pier.example/2", day=2)


def body(*items: str) -> bytes:
    return rss("The Pier", *items).encode()


def serve(server: Server, *answers: Route) -> str:
    return server.on("/feed", *answers)


def feed(*items: str) -> Route:
    return Route(body=body(*items), headers=(("Content-Type", "text/xml"),))


def row(shell: Shell) -> dict[str, Any]:
    (found,) = shell.rows("feeds")
    return found


def test_new_entries_come_in_and_are_found(shell: Shell, server: Server) -> None:
    shell("add", serve(server, feed(LAMP), feed(STAIRS, LAMP)))
    answer = shell("refresh")
    assert (answer.code, answer.out) == (0, "The Pier: 1 new\n")
    assert "Checked 1 feed: 1 new" in answer.err
    assert shell.rows("search", "pigeons stairs")[0]["title"] == "Stairs swept"


def test_a_mistake_in_the_files_for_sites_is_told_in_one_line(
    shell: Shell, server: Server, tmp_path: Path
) -> None:
    folder = tmp_path / "config" / "sites"
    folder.mkdir(parents=True)
    (folder / "dunes.example.toml").write_text('keep = "p"\nmore = "p"\n')
    (folder / "pier.example.toml").write_text("[")
    url = serve(server, feed(LAMP))
    for command in (("add", url), ("refresh", "--quiet")):
        answer = shell(*command)
        told = [row for row in answer.err.splitlines() if str(folder) in row]
        assert (answer.code, len(told)) == (0, 1)
        assert "dunes.example.toml, line 2: there is no key “more”" in told[0]
        assert told[0].endswith(" (and 1 more: broadsheet config check)")
    (folder / "pier.example.toml").unlink()
    assert "more: broadsheet" not in shell("refresh").err
    (folder / "dunes.example.toml").unlink()
    assert str(folder) not in shell("refresh").err


def set_after(code: str, tmp_path: Path) -> None:
    (tmp_path / "config").mkdir(exist_ok=True)
    words = json.dumps([sys.executable, "-c", code, "{new} new"])
    (tmp_path / "config" / "config.toml").write_text(f"after_refresh = {words}\n")


def test_what_is_set_for_afterwards_gets_the_number_of_new_articles(
    shell: Shell, server: Server, tmp_path: Path
) -> None:
    set_after("import os, sys; print(sys.argv[1], os.environ['BROADSHEET_NEW'])", tmp_path)
    shell("add", serve(server, feed(LAMP), feed(STAIRS, LAMP), feed(STAIRS, LAMP)))
    answer = shell("refresh")
    assert (answer.code, answer.out) == (0, "The Pier: 1 new\n")
    assert "1 new 1" in answer.err
    assert "after_refresh" not in shell("refresh").err


def test_what_fails_afterwards_is_told(shell: Shell, server: Server, tmp_path: Path) -> None:
    set_after("import sys; sys.exit('no bell')", tmp_path)
    shell("add", serve(server, feed(LAMP), feed(STAIRS, LAMP)))
    answer = shell("refresh")
    assert answer.code == 3
    assert "failed (1): no bell" in answer.err
    assert len(shell.rows("list")) == 2


def notify_by(script: str, tmp_path: Path) -> Path:
    """Sets a program in place of notify-send; the file that it may write."""
    folder, noted = tmp_path / "config", tmp_path / "noted"
    folder.mkdir(exist_ok=True)
    program = folder / "notify"
    program.write_text(f"#!/bin/sh\n{script.format(noted)}\n")
    program.chmod(0o700)
    words = json.dumps([str(program), "{summary}", "{title}"])
    (folder / "config.toml").write_text(f"notify_command = {words}\n")
    return noted


def test_a_saved_search_notifies_once_of_what_it_finds_among_new_articles(
    shell: Shell, server: Server, tmp_path: Path
) -> None:
    noted = notify_by("echo \"$1: $2\" >> '{}'", tmp_path)
    shell("add", serve(server, feed(LAMP), feed(STAIRS, LAMP)))
    shell("saved", "add", "Pier", "feed:pier", "--notify")
    shell("saved", "add", "Rust", "title:rust", "--notify")
    answer = shell("refresh")
    assert (answer.code, answer.out) == (0, "The Pier: 1 new\n")
    assert "Checked 1 feed: 1 new. Pier: 1 new article" in answer.err
    shell("refresh", "--quiet")
    assert noted.read_text() == "Pier: 1 new article: Stairs swept\n"


def test_a_notification_that_fails_is_told_once_and_loses_nothing(
    shell: Shell, server: Server, tmp_path: Path
) -> None:
    notify_by("echo no bus >&2; exit 4", tmp_path)
    shell("add", serve(server, feed(LAMP), feed(STAIRS, LAMP)))
    for name in ("Pier", "Stairs"):
        shell("saved", "add", name, "stairs", "--notify")
    answer = shell("refresh", "--quiet")
    assert (answer.code, answer.err) == (3, "notify_command: notify failed (4): no bus\n")
    assert len(shell.rows("list")) == 2


def test_a_second_refresh_changes_nothing(shell: Shell, server: Server) -> None:
    shell("add", serve(server, feed(STAIRS, LAMP)))
    before = shell("list", "--json").out
    (refreshed,) = shell.rows("refresh")
    assert (refreshed["new"], refreshed["updated"], refreshed["outcome"]) == (0, 0, "nothing new")
    assert shell("list", "--json").out == before


def test_the_second_request_is_conditional_and_gets_304(shell: Shell, server: Server) -> None:
    stamp = "Sun, 01 Mar 2026 08:00:00 GMT"
    headers = (("Content-Type", "text/xml"), ("Last-Modified", stamp))
    shell("add", serve(server, Route(body=body(LAMP), headers=headers, etag='"v1"')))
    assert shell("refresh").code == 0
    first, second = server.asked("/feed")
    assert "if-none-match" not in first.headers
    assert (second.headers["if-none-match"], second.headers["if-modified-since"]) == ('"v1"', stamp)
    assert row(shell)["outcome"] == "nothing new"


def test_unchanged_bytes_are_not_parsed_again(
    shell: Shell, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("add", serve(server, feed(LAMP)))
    monkeypatch.setattr("reader.core.sandbox.process.ChildProcess.ask", None)
    assert shell.rows("refresh")[0]["outcome"] == "nothing new"
    assert server.count("/feed") == 2


def test_a_failing_feed_keeps_its_error_and_its_articles(shell: Shell, server: Server) -> None:
    shell("add", serve(server, feed(LAMP), Route(status=500)))
    answer = shell("refresh")
    assert answer.code == 3
    assert "The Pier: " in answer.err
    assert "500" in answer.err
    assert "next try " in answer.err
    assert (row(shell)["state"], row(shell)["failures"]) == ("failing", 1)
    assert "500" in row(shell)["outcome"]
    assert "500" in shell("feeds").out
    assert len(shell.rows("list")) == 1


def test_a_feed_that_answers_with_a_page_fails_in_words(shell: Shell, server: Server) -> None:
    shell("add", serve(server, feed(LAMP), Route(body=b"<html><body>Please log in</body></html>")))
    (refreshed,) = shell("refresh", "--json").rows
    assert "not a feed" in refreshed["error"]
    assert row(shell)["outcome"] == refreshed["error"]


def test_one_that_fails_does_not_hold_the_others(shell: Shell, server: Server) -> None:
    shell("add", serve(server, feed(LAMP), Route(status=500)))
    dunes = [rss("Dunes", item("Sand", server.url("/s"))), rss("Dunes", item("More sand", server.url("/m")))]
    shell("add", server.on("/dunes", *(Route(body=text.encode()) for text in dunes)))
    answer = shell("refresh")
    assert (answer.code, answer.out) == (3, "Dunes: 1 new\n")
    assert "Checked 2 feeds: 1 new, 1 failed" in answer.err


def test_a_feed_comes_back(shell: Shell, server: Server) -> None:
    shell("add", serve(server, feed(LAMP), Route(status=500), feed(STAIRS, LAMP)))
    shell("refresh")
    assert shell("refresh").out == "The Pier: 1 new\n"
    assert (row(shell)["state"], row(shell)["failures"]) == ("ok", 0)


def test_only_the_feeds_named_are_asked(shell: Shell, server: Server) -> None:
    shell("add", serve(server, feed(LAMP)))
    shell("add", server.on("/dunes", Route(body=rss("Dunes", item("Sand", server.url("/s"))).encode())))
    shell("refresh", "pier")
    shell("refresh", server.url("/feed"))
    assert (server.count("/feed"), server.count("/dunes")) == (3, 1)
    assert shell("refresh", "mountains").code == 1


def test_by_hand_breaks_the_pause_and_due_keeps_it(shell: Shell, server: Server, clock: Clock) -> None:
    shell("add", serve(server, feed(LAMP)))
    assert (shell("refresh", "--due").code, server.count("/feed")) == (0, 1)
    assert (shell("refresh").code, server.count("/feed")) == (0, 2)
    clock.forward(minutes=61)
    assert (shell("refresh", "--due").code, server.count("/feed")) == (0, 3)


def test_a_feeds_own_wish_for_a_longer_pause_is_kept(shell: Shell, server: Server, clock: Clock) -> None:
    shell("add", serve(server, Route(body=rss("The Pier", LAMP, head="<ttl>240</ttl>").encode())))
    clock.forward(minutes=200)
    shell("refresh", "--due")
    assert server.count("/feed") == 1
    assert "publisher asks for 4 h" in row(shell)["next_why"]


def busy(wait: str) -> Route:
    return Route(status=503, headers=(("Retry-After", wait),))


def test_retry_after_is_obeyed_by_hand_as_well(shell: Shell, server: Server, clock: Clock) -> None:
    shell("add", serve(server, feed(LAMP), busy("7200"), feed(STAIRS)))
    assert shell("refresh").code == 3
    clock.forward(minutes=110)
    answer = shell("refresh")
    assert server.count("/feed") == 2
    assert "The Pier: skipped, the server asked to wait until 14:00" in answer.err
    clock.forward(minutes=11)
    assert shell("refresh").out == "The Pier: 1 new\n"


def test_retry_after_may_be_a_date(shell: Shell, server: Server) -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=2), usegmt=True)
    shell("add", serve(server, feed(LAMP), busy(later), feed(STAIRS)))
    assert shell("refresh").code == 3
    assert "skipped, the server asked to wait until" in shell("refresh").err
    assert server.count("/feed") == 2


def test_a_feed_that_is_gone_is_not_asked_by_itself_again(shell: Shell, server: Server, clock: Clock) -> None:
    shell("add", serve(server, feed(LAMP), Route(status=410)))
    assert shell("refresh").code == 3
    assert (row(shell)["state"], row(shell)["next_at"]) == ("gone", None)
    assert "discontinued this feed" in shell("feeds", "--failing").out
    clock.forward(days=30)
    shell("refresh", "--due")
    assert server.count("/feed") == 2


def test_a_permanent_redirect_moves_the_feeds_address(shell: Shell, server: Server) -> None:
    new = server.text("/new", body(STAIRS, LAMP), "text/xml")
    moved = Route(status=301, headers=(("Location", new),))
    shell("add", serve(server, feed(LAMP), moved))
    assert shell("refresh").out == "The Pier: 1 new\n"
    assert row(shell)["url"] == new
    shell("refresh")
    assert (server.count("/feed"), server.count("/new")) == (2, 2)


def test_a_temporary_redirect_moves_nothing(shell: Shell, server: Server) -> None:
    new = server.text("/new", body(STAIRS, LAMP), "text/xml")
    old = serve(server, feed(LAMP), Route(status=302, headers=(("Location", new),)))
    shell("add", old)
    assert shell("refresh").out == "The Pier: 1 new\n"
    assert row(shell)["url"] == old


def test_an_edited_entry_keeps_its_earlier_text(shell: Shell, server: Server) -> None:
    edited = item("Lamp lit", "https://pier.example/1", f"{PROSE} Correction: the band is blue.")
    shell("add", serve(server, feed(LAMP), feed(edited)))
    assert shell("refresh").out == "The Pier: 0 new, 1 updated\n"
    assert "band is blue" in shell("show", "1", "--text").out
    assert "band is blue" not in shell("show", "1", "--text", "--revision", "1").out
    assert len(shell.rows("list", "is:edited")) == 1
    assert len(shell.rows("search", '"band is blue"')) == 1


def test_marks_and_tags_outlive_an_edit(shell: Shell, server: Server) -> None:
    edited = item("Lamp lit", "https://pier.example/1", f"{PROSE} Correction: the band is blue.")
    shell("add", serve(server, feed(LAMP), feed(edited)))
    shell("mark", "bookmark", "1")
    shell("tag", "1", "+sea")
    shell("refresh")
    (article,) = shell.rows("list")
    assert (article["bookmarked"], article["tags"]) == (True, ["sea"])


def test_without_feeds_the_next_step_is_said(shell: Shell) -> None:
    shell.article("Quay", "A quiet quay.")
    answer = shell("refresh")
    assert answer.code == 1
    assert "broadsheet add" in answer.err


def test_a_second_refresh_at_the_same_time_says_who_is_at_it(
    shell: Shell, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("add", serve(server, feed(LAMP)))
    monkeypatch.setattr("reader.core.refresh.run.LOCK_WAIT_S", 0.0)
    held = Lock(shell.library.with_name("library.db.refresh"), "refreshing")
    held.acquire(0)
    with held:
        answer = shell("refresh")
    assert (answer.code, answer.out) == (4, "")
    assert f"process {os.getpid()}" in answer.err
    assert "refreshing" in answer.err
    assert shell("refresh").code == 0


def test_quiet_says_nothing_but_errors(shell: Shell, server: Server) -> None:
    shell("add", serve(server, feed(LAMP), feed(LAMP), Route(status=500)))
    answer = shell("refresh", "--quiet")
    assert (answer.out, answer.err) == ("", "")
    assert "500" in shell("refresh", "--quiet").err


def cut(server: Server, *pages: Route) -> str:
    server.on("/lamp", *pages)
    return server.text("/feed", rss("The Pier", cut_entry(server, "lamp")), "text/xml")


def cut_entry(server: Server, name: str) -> str:
    link = f"<link>{server.url(f'/{name}')}</link>"
    return f"<item><title>{name.title()} lit</title>{link}<description>A lamp […]</description></item>"


def subscribe(shell: Shell, url: str) -> None:
    opml = f'<opml version="2.0"><body><outline xmlUrl="{url}"/></body></opml>'
    shell("import", shell.file("feeds.opml", opml))


def test_a_full_text_that_does_not_come_is_told_with_all_there_is_to_know_and_is_no_error(
    shell: Shell, server: Server
) -> None:
    subscribe(shell, cut(server, Route(status=403)))
    assert shell("refresh", "--no-full-text").code == 0
    answer = shell("refresh")
    assert (answer.code, answer.out) == (0, "")
    told = "the server answered HTTP 403 (forbidden); to try again: broadsheet add"
    host = server.url("").removeprefix("http://")
    assert f"“Lamp lit”: no full text: The Pier · {host}: {told} {server.url('/lamp')}" in answer.err
    assert "Full text: 1 failed" in answer.err


def test_a_page_without_an_article_is_told_once(shell: Shell, server: Server) -> None:
    picture = Route(body=b"\x89PNG\r\n\x1a\n" + bytes(900), headers=(("Content-Type", "image/png"),))
    subscribe(shell, cut(server, picture))
    said = next(line for line in shell("refresh").err.splitlines() if line.startswith("“Lamp lit”"))
    assert said.lower().count("no full text") == 1
    assert ".;" not in said


def test_cron_hears_nothing_of_full_texts(shell: Shell, server: Server) -> None:
    subscribe(shell, cut(server, Route(status=500)))
    answer = shell("refresh", "--quiet")
    assert (answer.code, answer.out, answer.err) == (0, "", "")


@pytest.mark.parametrize("how", ["refresh", "add"])
def test_many_full_texts_are_told_in_one_line(how: str, shell: Shell, server: Server) -> None:
    names = ("lamp", "pier", "buoy", "mole")
    for name in names:
        server.on(f"/{name}", Route(status=404))
    entries = "".join(cut_entry(server, name) for name in names)
    url = server.text("/feed", rss("The Pier", entries), "text/xml")
    if how == "refresh":
        subscribe(shell, url)
    said = shell(*(["refresh"] if how == "refresh" else ["add", url])).err
    assert "4 full texts from 1 host could not be fetched; to list them: broadsheet list is:failed\n" in said
    assert "HTTP 404" not in said


def test_failed_full_texts_are_objects_of_their_own(shell: Shell, server: Server) -> None:
    subscribe(shell, cut(server, Route(status=500)))
    feed, failed = shell.rows("refresh")
    assert (feed["feed"], feed["new"]) == ("The Pier", 1)
    assert failed == {
        "article": 1,
        "title": "Lamp lit",
        "feed": "The Pier",
        "url": server.url("/lamp"),
        "host": server.url("").removeprefix("http://"),
        "error": "the server answered HTTP 500 (internal server error)",
        "next_at": failed["next_at"],
    }
    (row,) = shell.rows("list", "is:failed")
    assert (row["full_text_error"], row["full_text_next"]) == (failed["error"], failed["next_at"])


def test_a_list_of_failures_says_why_and_what_is_next(shell: Shell, server: Server) -> None:
    subscribe(shell, cut(server, Route(status=500)))
    shell("refresh")
    row, why = shell("list", "is:failed").out.splitlines()
    assert "Lamp lit" in row
    assert why.startswith("     The Pier · ")
    assert "HTTP 500 (internal server error); next try " in why
    assert len(shell("list").out.splitlines()) == 1
    assert shell("count", "is:failed").out == "1\n"


def test_adding_a_feed_of_cut_entries_succeeds_whatever_their_pages_do(shell: Shell, server: Server) -> None:
    answer = shell("add", cut(server, Route(status=403)))
    assert (answer.code, answer.out) == (0, "subscribed to The Pier: 1 article\n")
    assert "“Lamp lit”: no full text: The Pier · " in answer.err
    assert "the server answered HTTP 403 (forbidden); to try again: broadsheet add" in answer.err
    assert shell.rows("list")[0]["text_state"] == "failed"


def test_another_refresh_is_said_but_not_to_cron(shell: Shell, server: Server) -> None:
    shell(
        "add",
        server.text("/feed", rss("The Pier", item("Lamp lit", server.url("/1"))), "application/rss+xml"),
    )
    with Lock(shell.library.with_name("library.db.refresh"), "refresh"):
        answer = shell("refresh", "--due")
        assert (answer.code, answer.out) == (4, "")
        assert "(refresh) is using the library" in answer.err
        for argv in (("refresh", "--due", "--quiet"), ("refresh", "--quiet", "--json")):
            answer = shell(*argv)
            assert (answer.code, answer.out, answer.err) == (0, "", "")


def test_a_library_that_is_locked_otherwise_is_told_to_cron_too(
    shell: Shell, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell("add", serve(server, feed(LAMP)))

    def locked(*_: object, **__: object) -> None:
        raise LibraryLocked("another process is writing to the library")

    monkeypatch.setattr("reader.core.refresh.run.run", locked)
    answer = shell("refresh", "--quiet")
    assert (answer.code, "another process is writing" in answer.err) == (4, True)
