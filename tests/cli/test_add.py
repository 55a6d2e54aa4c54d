"""`add ADDRESS`: what the bytes are decides whether it is a subscription or an article."""

from __future__ import annotations

import io
from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest

from tests.support.mails import mail as letter
from tests.support.mails import maildir
from tests.support.papers import OG_ARTICLE, PROSE, SENTENCES, announced, item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.server import Server
    from tests.support.shell import Shell


@pytest.fixture
def feed(server: Server) -> str:
    """The address of a feed with two entries."""
    items = [item("Lamp lit", server.url("/1")), item("Stairs swept", server.url("/2"), day=2)]
    return server.text("/feed", rss("The Pier", *items), "application/rss+xml")


def titles(shell: Shell) -> list[str]:
    return [row["title"] for row in shell("list", "--json").rows]


def test_a_feed_is_subscribed_and_its_articles_are_there_at_once(shell: Shell, feed: str) -> None:
    answer = shell("add", feed)
    assert (answer.code, answer.out) == (0, "subscribed to The Pier: 2 articles\n")
    assert titles(shell) == ["Stairs swept", "Lamp lit"]
    assert [row["title"] for row in shell.rows("search", "pigeons")] == ["Stairs swept", "Lamp lit"]


def test_added_twice_it_is_there_once_and_said(shell: Shell, feed: str) -> None:
    shell("add", feed)
    answer = shell("add", feed)
    assert (answer.code, answer.out) == (0, "already subscribed to The Pier\n")
    assert (len(shell.rows("feeds")), len(titles(shell))) == (1, 2)


def test_a_feed_that_was_removed_comes_back_with_its_articles(shell: Shell, feed: str) -> None:
    shell("add", feed)
    shell("mark", "bookmark", "1")
    shell("feeds", "remove", "pier")
    assert shell("add", feed).out == "subscribed to The Pier: 2 articles\n"
    assert len(shell.rows("list", "is:bookmarked")) == 1


def test_a_feed_that_has_moved_for_good_is_subscribed_where_it_lives(
    shell: Shell, server: Server, feed: str
) -> None:
    shell("add", server.redirect("/old", feed, 301))
    assert [row["url"] for row in shell.rows("feeds")] == [feed]
    assert shell("add", server.redirect("/older", feed, 301)).out == "already subscribed to The Pier\n"


@pytest.mark.parametrize("prefix", ["", "feed://", "feed:", "feed:http://"])
def test_links_as_browsers_and_people_give_them_work(prefix: str, shell: Shell, feed: str) -> None:
    shell("add", prefix + feed.removeprefix("http://"))
    assert [row["url"] for row in shell.rows("feeds")] == [feed]


def test_a_page_that_calls_itself_an_article_is_kept(shell: Shell, server: Server) -> None:
    url = server.text("/lamp", page("Lamp lit", *SENTENCES[:6], head=OG_ARTICLE))
    answer = shell("add", url)
    assert (answer.code, answer.out, answer.err) == (0, "added 1  Lamp lit\n", "")
    assert [row["url"] for row in shell.rows("list")] == [url]


def test_a_page_with_enough_words_is_an_article(shell: Shell, server: Server) -> None:
    shell("add", server.text("/lamp", page("Lamp lit", *SENTENCES, head=announced("/feed"))))
    assert titles(shell) == ["Lamp lit"]
    assert shell("feeds").code == 1


def test_a_page_with_few_words_is_the_way_to_its_feed(shell: Shell, server: Server, feed: str) -> None:
    answer = shell("add", server.text("/lamp", page("The Pier", *SENTENCES[:2], head=announced("/feed"))))
    assert (answer.code, answer.out) == (0, "subscribed to The Pier: 2 articles\n")
    assert [row["url"] for row in shell.rows("feeds")] == [feed]


def test_a_front_page_with_one_feed_is_subscribed_however_long(
    shell: Shell, server: Server, feed: str
) -> None:
    shell("add", server.text("/", page("The Pier", *SENTENCES, *SENTENCES, head=announced("/feed"))))
    assert [row["url"] for row in shell.rows("feeds")] == [feed]
    assert titles(shell) == ["Stairs swept", "Lamp lit"]


def test_several_feeds_are_listed_and_nothing_is_added(shell: Shell, server: Server, feed: str) -> None:
    head = announced("/feed", "All news") + announced("/sport", "Sport")
    front = server.text("/", page("The Pier", *SENTENCES[:2], head=head))
    answer = shell("add", front)
    assert answer.code == 2
    assert f"1  All news  {feed}" in answer.err
    assert f"2  Sport  {server.url('/sport')}" in answer.err
    assert "--choose N" in answer.err
    assert shell("list").code == 1


def test_choose_takes_one_of_several(shell: Shell, server: Server) -> None:
    head = announced("/feed", "All news") + announced("/sport", "Sport")
    front = server.text("/", page("The Pier", *SENTENCES[:2], head=head))
    url = server.text("/sport", rss("Pier Sport", item("Regatta", server.url("/3"))), "text/xml")
    assert shell("add", front, "--choose", "2").code == 0
    assert [row["url"] for row in shell.rows("feeds")] == [url]
    assert shell("add", front, "--choose", "3").code == 2


def test_a_page_of_a_known_kind_leads_to_its_feed_at_once(shell: Shell, server: Server) -> None:
    server.text("/@ann.rss", rss("Ann", item("Lamp lit", server.url("/1"))), "application/rss+xml")
    assert shell("add", server.url("/@ann")).out == "subscribed to Ann: 1 article\n"
    assert server.count("/@ann") == 0


def test_a_page_that_only_looks_like_a_known_kind_is_read_itself(
    shell: Shell, server: Server, feed: str
) -> None:
    profile = server.text("/@ann", page("Ann", head=announced(feed)))
    assert shell("add", profile).out == "subscribed to The Pier: 2 articles\n"


def test_an_export_of_another_program_is_no_article(shell: Shell) -> None:
    file = shell.file("part.csv", "title,url,time_added,tags,status\nLamp,https://pier.example/1,1,,unread\n")
    answer = shell("add", file)
    assert answer.code == 2
    assert "broadsheet import" in answer.err


def test_a_page_with_neither_says_so(shell: Shell, server: Server) -> None:
    answer = shell("add", server.text("/empty", "<html><body><script>go()</script></body></html>"))
    assert answer.code == 3
    assert 1 <= len(answer.err.splitlines()) <= 2
    assert server.url("/empty") in answer.err
    assert titles(shell) == []


def test_article_decides_beforehand(shell: Shell, server: Server, feed: str) -> None:
    front = server.text("/", page("The Pier", *SENTENCES, head=announced("/feed")))
    assert shell("add", "--article", front).code == 0
    assert titles(shell) == ["The Pier"]
    refused = shell("add", "--article", feed)
    assert refused.code == 3
    assert "this is a feed, not an article" in refused.err


def test_feed_decides_beforehand(shell: Shell, server: Server, feed: str) -> None:
    story = server.text("/lamp", page("Lamp lit", *SENTENCES, head=OG_ARTICLE + announced("/feed")))
    assert shell("add", "--feed", story).code == 0
    assert [row["url"] for row in shell.rows("feeds")] == [feed]


def test_an_added_article_names_its_sites_feed(shell: Shell, server: Server) -> None:
    url = server.text("/lamp", page("Lamp lit", *SENTENCES, head=OG_ARTICLE + announced("/feed?a=1&b=2")))
    expected = f"This site has a feed; to subscribe: broadsheet add --feed '{server.url('/feed?a=1&b=2')}'"
    assert expected in shell("add", url).err
    assert shell("add", url, "--quiet").err == ""


def test_an_article_added_twice_is_there_once_and_said(shell: Shell, server: Server) -> None:
    url = server.text("/lamp", page("Lamp lit", *SENTENCES))
    shell("add", url)
    answer = shell("add", url)
    assert (answer.code, answer.out) == (0, "already in the library: 1  Lamp lit\n")
    assert titles(shell) == ["Lamp lit"]


def test_the_page_of_a_feeds_entry_is_the_same_article(shell: Shell, server: Server, feed: str) -> None:
    shell("add", feed)
    shell("add", server.text("/1", page("Lamp lit", *SENTENCES, "And the lamp burns again.")))
    assert titles(shell) == ["Stairs swept", "Lamp lit"]
    (row,) = shell.rows("list", "title:lamp")
    assert (row["text_origin"], row["feeds"]) == ("page", ["The Pier"])
    assert [found["id"] for found in shell.rows("search", '"burns again"')] == [row["id"]]


def test_tags_go_to_what_was_added(shell: Shell, server: Server, feed: str) -> None:
    shell("add", feed, server.text("/lamp", page("Lamp", *SENTENCES)), "--tag", "sea/pier", "--tag", "new")
    assert shell.rows("feeds")[0]["tags"] == ["new", "sea/pier"]
    assert shell.rows("list", "title:lamp is:tagged")[0]["tags"] == ["new", "sea/pier"]


def test_one_that_fails_does_not_hold_the_others(shell: Shell, server: Server, feed: str) -> None:
    answer = shell("add", server.url("/nothing"), feed, "nonsense")
    assert answer.code == 3
    assert answer.out == "subscribed to The Pier: 2 articles\n"
    assert f"{server.url('/nothing')}: the server answered HTTP 404" in answer.err
    assert "nonsense: not a web address or an existing file" in answer.err


def test_addresses_come_from_standard_input(
    shell: Shell, server: Server, feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    story = server.text("/lamp", page("Lamp lit again", *SENTENCES))
    monkeypatch.setattr("sys.stdin", io.StringIO(f"# mine\n\n  {feed}\n{story}\n"))
    assert shell("add", "-").code == 0
    assert len(titles(shell)) == 3


def test_of_standard_input_no_more_is_read_than_of_a_file(
    shell: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = SimpleNamespace(read=lambda characters: "x" * characters)
    monkeypatch.setattr("sys.stdin", endless)
    answer = shell("add", "-")
    assert answer.code == 3
    assert "larger than 15 MB" in answer.err


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("nonsense", "not a web address or an existing file"),
        ("", "not a web address or an existing file"),
        ("ftp://pier.example/", "only http and https"),
        ("javascript:alert(1)", "not a web address or an existing file"),
        ("x" * 5000, "not a web address or an existing file"),
    ],
)
def test_what_is_no_address_is_refused_with_the_next_step(address: str, words: str, shell: Shell) -> None:
    answer = shell("add", address)
    assert answer.code == 2
    assert words in answer.err


def test_a_failed_address_leaves_nothing_behind(shell: Shell, server: Server) -> None:
    server.on("/feed", Route(status=503))
    server.text("/broken", '<rss version="2.0"><channel>', "text/xml")
    assert shell("add", server.url("/feed")).code == 3
    shell("add", server.url("/broken"), "--feed")
    assert shell("list").code == 1


def test_json_tells_what_came(shell: Shell, server: Server, feed: str) -> None:
    story = server.text("/lamp", page("Lamp lit", PROSE, head=announced("/feed")))
    first, second = shell("add", feed, story, "--json").rows
    assert list(first) == ["input", "outcome", "feed", "article", "site_feed", "new", "error", "page_kind"]
    assert (first["outcome"], first["feed"]["title"], first["article"], first["new"]) == (
        "new",
        "The Pier",
        None,
        2,
    )
    assert (second["article"]["title"], second["feed"], second["site_feed"]) == ("Lamp lit", None, feed)


def test_a_feed_that_is_down_is_subscribed_to_where_that_is_said(shell: Shell, server: Server) -> None:
    url = server.on("/feed", Route(status=503))
    answer = shell("add", url)
    assert answer.code == 3
    assert "503" in answer.err
    assert "subscribe with --feed; refreshes then try it again" in answer.err
    assert shell("feeds").out == ""
    answer = shell("add", "--feed", url)
    assert answer.code == 0
    assert answer.out.startswith("subscribed to ")
    assert "the server answered HTTP 503 (service unavailable); next try " in answer.out
    (row,) = shell.rows("feeds")
    assert (row["url"], row["articles"]) == (url, 0)


LOGIN = page("Log in", head=announced("/feed")).replace(
    "</article>", '<p>Forgotten?</p><input type="password"></article>'
)


def test_what_is_no_article_is_refused_without_a_terminal(shell: Shell, server: Server) -> None:
    address = server.text("/account", LOGIN)
    answer = shell("add", address)
    assert (answer.code, answer.out) == (2, "")
    assert f"{address}: this is a login page, no article: it asks for a password" in answer.err
    assert f"to keep it anyway: broadsheet add --anyway {address}" in answer.err
    assert titles(shell) == []
    kept = shell("add", "--anyway", address)
    assert (kept.code, kept.out) == (0, "added 1  Log in\n")
    assert "none: This is a login page, no article: it asks for a password" in kept.err


@pytest.mark.parametrize(("reply", "code"), [("y\n", 0), ("n\n", 2), ("\n", 2)])
def test_at_a_terminal_it_is_asked_about(
    shell: Shell, server: Server, monkeypatch: pytest.MonkeyPatch, reply: str, code: int
) -> None:
    asked: list[str] = []

    def answered(question: str) -> bool:
        asked.append(question)
        return reply == "y\n"

    monkeypatch.setattr("reader.cli.inputs.is_agreed", answered)
    address = server.text("/account", LOGIN)
    assert shell("add", address).code == code
    (question,) = asked
    assert question == (
        f"{address}: this is a login page, no article: it asks for a password\n"
        f"Its site has a feed: {server.url('/feed')}\nKeep it anyway?"
    )
    assert titles(shell) == ["Log in"] * (code == 0)


def test_a_folder_of_newsletters_becomes_feeds(shell: Shell, tmp_path: Path) -> None:
    folder = maildir(
        tmp_path / "m", letter(1), letter(2, sender="Tom Vance <tom@stormy.example>", list_id=None)
    )
    answer = shell("add", str(folder), "--tag", "letters")
    assert (answer.code, answer.out) == (
        0, "subscribed to Letters from the pier: 1 article\nsubscribed to Tom Vance: 1 article\n"
    )  # fmt: skip
    assert [row["tags"] for row in shell.rows("feeds")] == [["letters"], ["letters"]]
    assert (
        shell("add", str(folder)).out
        == "already subscribed to Letters from the pier\nalready subscribed to Tom Vance\n"
    )
