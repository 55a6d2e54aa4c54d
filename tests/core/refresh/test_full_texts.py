"""Whole texts of articles that their feed cuts come from their pages, within bounds, and each says what became of it."""

from __future__ import annotations

import socket
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from reader.core import search
from reader.core.events import PageRead, Progress
from reader.core.refresh import full_texts, run
from reader.fetch.addresses import NoNetwork
from reader.store.articles.page_queue import ATTEMPTS
from tests.core.conftest import NOW
from tests.support.papers import OG_ARTICLE, PROSE, SENTENCES, item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from reader.model import Article
    from tests.core.conftest import Room
    from tests.support.server import Server

WHOLE = Route(body=page("Lamp lit", *SENTENCES).encode(), headers=(("Content-Type", "text/html"),))


def teaser(title: str, link: str) -> str:
    return (
        f"<item><title>{title}</title><link>{link}</link><guid>{link}</guid>"
        f"<description>{SENTENCES[0]} […]</description></item>"
    )


def cut(server: Server, *answers: Route, path: str = "/lamp") -> str:
    """A feed with one cut entry, whose page answers so."""
    server.on(path, *answers)
    return server.text("/feed", rss("The Pier", teaser("Lamp lit", server.url(path))), "text/xml")


def pages(room: Room, number: int) -> list[PageRead]:
    """The events of pages, of which there are so many."""
    found = [event for event in room.events if isinstance(event, PageRead)]
    assert len(found) == number
    return found


def only(room: Room) -> Article:
    (article,) = room.articles()
    return article


def setting(room: Room, value: str) -> None:
    room.session.library.feeds.set(1, "full_text", value, NOW)


def test_a_cut_entry_gets_its_pages_text(room: Room, server: Server) -> None:
    room.subscribe(cut(server, WHOLE))
    summary = room.refresh()
    assert str(summary) == "Checked 1 feed: 1 new. Full text: 1 fetched"
    assert (only(room).text_origin, only(room).text_state, only(room).reason) == ("page", "full", None)
    assert SENTENCES[-1] in room.session.library.articles.content(1).text
    assert "Mar" not in str(room.session.library.jobs.due(NOW, 9))
    (event,) = [event for event in room.events if isinstance(event, PageRead)]
    assert (event.title, event.error) == ("Lamp lit", None)
    room.refresh()
    assert server.count("/lamp") == 1


def test_the_feeds_text_comes_back_as_long_as_it_is_all_there_is(room: Room, server: Server) -> None:
    room.subscribe(cut(server, Route(status=404)))
    summary = room.refresh()
    assert str(summary) == "Checked 1 feed: 1 new. Full text: 1 failed"
    article = only(room)
    assert (article.text_origin, article.text_state) == ("feed", "failed")
    assert article.reason == "No full text: the server answered HTTP 404 (not found)."
    assert SENTENCES[0] in room.session.library.articles.content(1).text
    room.forward(days=9)
    room.refresh()
    assert server.count("/lamp") == 1


def test_what_may_pass_is_tried_again_later_and_given_up_at_last(room: Room, server: Server) -> None:
    room.subscribe(cut(server, Route(status=500)))
    for hours in (1, 2, 4):
        room.refresh(due=True)
        article = only(room)
        assert (article.text_state, article.text_origin) == ("failed", "feed")
        assert article.full_text_error == "the server answered HTTP 500 (internal server error)"
        assert article.full_text_next == room.now + timedelta(hours=hours)
        room.forward(hours=hours, minutes=-1)
        asked = server.count("/lamp")
        room.refresh(due=True)
        assert server.count("/lamp") == asked
        room.forward(minutes=1)
    room.refresh(due=True)
    assert (only(room).full_text_next, server.count("/lamp")) == (None, ATTEMPTS)
    room.forward(days=30)
    room.refresh(due=True)
    assert server.count("/lamp") == ATTEMPTS


def test_who_refreshes_by_hand_has_what_may_pass_tried_at_once_and_as_often_as_they_like(
    room: Room, server: Server
) -> None:
    room.subscribe(cut(server, *[Route(status=500)] * 9, WHOLE))
    room.refresh(due=True)
    again = only(room).full_text_next
    for _ in range(ATTEMPTS + 1):
        (event,) = pages(room, room.refresh().pages.failed)
        assert (event.feed, event.next_at, only(room).full_text_next) == ("The Pier", again, again)
    for hours in (1, 2, 4):
        room.forward(hours=hours)
        room.refresh(due=True)
    assert (only(room).full_text_next, server.count("/lamp")) == (None, 9)
    assert room.refresh().pages.came == 1, "one that was given up, too"
    assert (only(room).text_state, only(room).full_text_error) == ("full", None)


def test_what_will_not_pass_is_tried_again_for_a_feed_that_is_named(room: Room, server: Server) -> None:
    feed = room.subscribe(cut(server, Route(status=403), WHOLE))
    room.refresh()
    room.refresh()
    assert server.count("/lamp") == 1
    summary = run.run(room.session, [feed])
    assert (summary.pages.came, only(room).text_state) == (1, "full")


@pytest.mark.parametrize("failed", [False, True])
def test_a_run_for_the_texts_that_wait_leaves_those_that_failed(
    room: Room, server: Server, failed: bool
) -> None:
    room.subscribe(cut(server, Route(status=500)))
    if failed:
        room.refresh()
    before = server.count("/lamp")
    run.run(room.session, None if not failed else [])
    assert server.count("/lamp") - before == (not failed)


def test_failed_full_texts_are_found_until_they_have_come(room: Room, server: Server) -> None:
    room.subscribe(cut(server, Route(status=500), WHOLE))
    room.refresh()
    assert [search.count(room.session, query) for query in ("is:failed", "is:full")] == [1, 0]
    room.refresh()
    assert [search.count(room.session, query) for query in ("is:failed", "is:full")] == [0, 1]


def test_one_that_was_added_by_hand_has_not_failed_any_more(room: Room, server: Server) -> None:
    from reader.core.add import add

    room.subscribe(cut(server, Route(status=403), WHOLE))
    room.refresh()
    add.add(room.session, server.url("/lamp"))
    assert search.count(room.session, "is:failed") == 0


def test_a_page_that_failed_is_not_wanted_any_more_once_the_feed_has_the_text(
    room: Room, server: Server
) -> None:
    server.on("/lamp", Route(status=403))
    whole = rss("The Pier", item("Lamp lit", server.url("/lamp"), PROSE))
    cut_short = rss("The Pier", teaser("Lamp lit", server.url("/lamp")))
    bodies = [
        Route(body=text.encode(), headers=(("Content-Type", "text/xml"),)) for text in (cut_short, whole)
    ]
    server.on("/feed", *bodies)
    room.subscribe(server.url("/feed"))
    room.refresh()
    assert search.count(room.session, "is:failed") == 1
    room.refresh()
    assert (only(room).text_state, search.count(room.session, "is:failed")) == ("full", 0)


def test_a_wait_that_the_pages_server_asks_for_is_kept_by_hand_too(room: Room, server: Server) -> None:
    room.subscribe(cut(server, Route(status=503, headers=(("Retry-After", "36000"),)), WHOLE))
    room.refresh()
    room.forward(hours=9, minutes=59)
    room.refresh()
    assert server.count("/lamp") == 1
    room.forward(minutes=1)
    room.refresh(due=True)
    assert server.count("/lamp") == 1
    assert room.refresh().pages.came == 1


@pytest.mark.parametrize(("wanted", "asked"), [("auto", 1), ("always", 2), ("never", 0)])
def test_the_feeds_setting_decides_which_pages_are_fetched(
    room: Room, server: Server, wanted: str, asked: int
) -> None:
    for path in ("/lamp", "/stairs"):
        server.on(path, WHOLE)
    entries = (
        teaser("Lamp lit", server.url("/lamp")),
        item("Stairs swept", server.url("/stairs"), f"{PROSE}"),
    )
    room.subscribe(server.text("/feed", rss("The Pier", *entries), "text/xml"))
    setting(room, wanted)
    room.refresh()
    assert server.count("/lamp") + server.count("/stairs") == asked


@pytest.mark.parametrize("status", [403, 500])
def test_pages_that_failed_are_left_alone_once_their_feed_is_to_have_none(
    room: Room, server: Server, status: int
) -> None:
    feed = room.subscribe(cut(server, Route(status=status)))
    room.refresh()
    setting(room, "never")
    assert (room.refresh().pages.left, run.run(room.session, [feed]).pages.failed) == (0, 0)
    assert (server.count("/lamp"), only(room).full_text_next) == (1, None)


def test_without_full_text_the_pages_wait_for_another_time(room: Room, server: Server) -> None:
    room.subscribe(cut(server, WHOLE))
    room.refresh(full_text=False)
    assert (server.count("/lamp"), only(room).text_state) == (0, "teaser")
    assert room.refresh().pages.came == 1


def test_after_its_time_a_run_leaves_the_rest_for_the_next_one(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_texts, "MOST_SECONDS", 0.3)
    room.subscribe(cut(server, Route(hangs=True), WHOLE))
    assert str(room.refresh().pages) == "Full text: 1 still to fetch"
    monkeypatch.undo()
    assert room.session.library.jobs.due(NOW, 9)[0].attempts == 0


def test_who_gives_way_leaves_slow_pages_and_what_follows_them_for_the_next_run(
    room: Room, server: Server
) -> None:
    room.subscribe(cut(server, Route(hangs=True), WHOLE))
    summary = room.refresh(gives_way=lambda: server.count("/lamp") > 0)
    assert (str(summary.pages), summary.gave_way) == ("Full text: 1 still to fetch", True)
    assert room.session.library.jobs.due(NOW, 9)[0].attempts == 0
    assert not [event for event in room.events if isinstance(event, Progress) and event.job == "indexing"]
    whole = room.refresh(gives_way=lambda: room.articles()[0].text_state == "full")
    assert (whole.pages.came, whole.gave_way) == (1, False), "nothing is left that another run would do"


def test_only_so_many_pages_are_fetched_in_one_run_the_newest_first(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(full_texts, "MOST_PAGES", 2)
    entries = []
    for day in range(1, 5):
        server.on(f"/{day}", WHOLE)
        entry = teaser(f"Day {day}", server.url(f"/{day}"))
        entries.append(entry.replace("<guid>", f"<pubDate>0{day} Mar 2026 08:00:00 +0000</pubDate><guid>"))
    room.forward(days=5)
    room.subscribe(server.text("/feed", rss("The Pier", *entries), "text/xml"))
    assert str(room.refresh().pages) == "Full text: 2 fetched, 2 still to fetch"
    assert [seen.path for seen in server.seen[1:]] in (["/4", "/3"], ["/3", "/4"])
    assert room.refresh().pages.came == 2


def test_a_page_of_a_public_feed_may_not_lead_into_a_private_net(room: Room, server: Server) -> None:
    private = server.url("/lamp", host="private.example")
    feed = rss("The Pier", teaser("Lamp lit", private))
    room.subscribe(server.text("/feed", feed, "text/xml"))
    room.refresh()
    assert "leads into a private network" in str(
        [event for event in room.events if isinstance(event, PageRead)]
    )
    assert server.count("/lamp") == 0


def cut_pages(room: Room, server: Server, *links: str) -> None:
    """A feed whose entries are all cut, the newest first."""
    server.on("/lamp", WHOLE)
    entries = [
        teaser(f"Page {number}", link).replace(
            "<guid>", f"<pubDate>Sun, 01 Mar 2026 {23 - number}:00:00 +0000</pubDate><guid>"
        )
        for number, link in enumerate(links)
    ]
    room.subscribe(server.text("/feed", rss("The Pier", *entries), "text/xml"))


def nowhere(room: Room) -> list[str]:
    """The hosts that were looked up, without those that there are."""
    return [name for name in room.names.asked if name.startswith("gone")]


def test_a_host_that_there_is_not_is_asked_once_in_a_run_and_its_other_pages_are_tried_later(
    room: Room, server: Server
) -> None:
    links = [f"http://gone.example/{number}" for number in range(8)]
    cut_pages(room, server, *links, server.url("/lamp"))
    done = room.refresh(due=True).pages
    assert (done.came, done.failed, done.left) == (1, 8, 0)
    assert nowhere(room) == ["gone.example"]
    assert {article.reason for article in room.articles() if article.text_state == "failed"} == {
        "No full text: no such host (gone.example)."
    }
    assert {article.full_text_next for article in room.articles() if article.full_text_error} == {
        room.now + timedelta(hours=1)
    }
    room.refresh(due=True)
    assert len(nowhere(room)) == 1
    room.refresh()
    assert len(nowhere(room)) == 2, "by hand at once"
    for _ in range(ATTEMPTS + 1):
        room.forward(hours=9)
        room.refresh(due=True)
    assert len(nowhere(room)) == ATTEMPTS + 3, "a page that was put off has not used up its tries"
    assert [article.full_text_next for article in room.articles()].count(None) == 2, (
        "one came, one is given up"
    )


def test_pages_of_a_host_that_there_is_again_come_though_they_were_put_off(
    room: Room, server: Server
) -> None:
    for number in range(3):
        server.on(f"/{number}", WHOLE)
    cut_pages(room, server, *(server.url(f"/{number}", host="gone.example") for number in range(3)))
    assert room.refresh().pages.failed == 3
    room.names.add("gone.example", "127.0.0.1")
    assert room.refresh().pages.came == 3


def test_where_few_hosts_can_be_looked_up_no_others_are_asked(room: Room, server: Server) -> None:
    cut_pages(room, server, *(f"http://gone-{number}.example/" for number in range(20)))
    room.names.error = socket.EAI_AGAIN
    assert room.refresh().pages.failed == 20
    assert sorted(nowhere(room)) == [f"gone-{number}.example" for number in range(full_texts.SCOUTS)]
    assert [article.full_text_error for article in room.articles()].count("no network") == 16


def test_hosts_that_there_are_not_are_told_one_by_one(room: Room, server: Server) -> None:
    cut_pages(room, server, *(f"http://gone-{number}.example/" for number in range(20)))
    assert room.refresh().pages.failed == 20
    assert sorted(article.full_text_error or "" for article in room.articles()) == sorted(
        f"no such host (gone-{number}.example)" for number in range(20)
    )


def test_without_a_network_no_host_is_named(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    cut_pages(room, server, *(f"http://gone-{number}.example/" for number in range(20)))

    async def unknown(host: str) -> list[str]:
        if host.startswith("gone"):
            raise NoNetwork(socket.EAI_NONAME, "no network")
        return ["127.0.0.1"]

    monkeypatch.setattr(room.names, "addresses", unknown)
    assert room.refresh().pages.failed == 20
    assert {article.full_text_error for article in room.articles()} == {"no network"}


def test_where_one_host_answers_there_is_a_network_and_all_others_are_asked(
    room: Room, server: Server
) -> None:
    gone = [f"http://gone-{number}.example/" for number in range(20)]
    cut_pages(room, server, *gone[:2], server.url("/lamp"), *gone[2:])
    assert room.refresh().pages.came == 1
    assert sorted(nowhere(room)) == sorted(f"gone-{number}.example" for number in range(20))


def test_a_redirect_to_a_host_that_there_is_not_is_no_lack_of_the_hosts_own(
    room: Room, server: Server
) -> None:
    server.on("/moved", Route(status=302, headers=(("Location", "http://gone.example/"),)))
    cut_pages(room, server, server.url("/moved"), server.url("/lamp"))
    assert room.refresh().pages.came == 1
    assert "No full text: no such host (gone.example)." in [article.reason for article in room.articles()]


def test_a_page_without_an_article_says_so_and_is_not_asked_again(room: Room, server: Server) -> None:
    room.subscribe(
        cut(server, Route(body=b"\x89PNG\r\n\x1a\n" + bytes(900), headers=(("Content-Type", "image/png"),)))
    )
    room.refresh()
    article = only(room)
    assert article.text_state == "failed"
    assert article.reason
    assert SENTENCES[0] in room.session.library.articles.content(1).text
    room.forward(days=2)
    room.refresh()
    assert server.count("/lamp") == 1


def test_a_removed_articles_page_is_never_fetched(room: Room, server: Server) -> None:
    room.subscribe(cut(server, WHOLE))
    room.refresh(full_text=False)
    room.session.library.marks.remove([1], NOW)
    room.refresh()
    assert server.count("/lamp") == 0


def test_a_fault_of_ours_with_one_page_costs_that_page_only(
    room: Room, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fault(*_: Any) -> None:
        raise RuntimeError

    monkeypatch.setattr("reader.extract.page.page", fault)
    room.subscribe(cut(server, WHOLE))
    assert room.refresh().pages.failed == 1
    assert only(room).text_state == "failed"


def test_a_new_feeds_whole_texts_come_with_it(room: Room, server: Server) -> None:
    from reader.core.add import add

    added = add.add(room.session, cut(server, WHOLE))
    assert (added.new_articles, only(room).text_state) == (1, "full")
    assert room.session.library.jobs.count_due(NOW + timedelta(days=9)) == 0


def test_rules_meet_the_whole_text(room: Room, server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    met: list[tuple[list[int], str]] = []

    def came(_: object, ids: list[int]) -> None:
        met.append((list(ids), room.session.library.articles.content(1).text[-40:]))

    monkeypatch.setattr("reader.core.refresh.apply_rules.RuleSet.came", came)
    room.subscribe(cut(server, WHOLE))
    room.refresh()
    assert [ids for ids, _ in met] == [[1], [1]]
    assert met[1][1] == SENTENCES[-1][-40:]


WALLS = {
    "login": (
        page("Log in", "Forgotten?").replace("</h1>", '</h1><input type="password">'),
        "this is a login page",
    ),
    "cookies": (
        page(
            "Welcome",
            "We and our partners use cookies and process personal data to show advertising, if you consent.",
            "You can change your consent to cookies and to tracking in the settings at any time, for each of our partners.",
        ).replace("</h1>", "</h1><button>Accept all</button>"),
        "this is a question about cookies",
    ),
    "error": (
        page("Page not found", "It may have moved, or never been here at all."),
        "this is an error page",
    ),
}


@pytest.mark.parametrize("kind", WALLS)
def test_a_wall_never_replaces_the_feeds_text_and_says_why(room: Room, server: Server, kind: str) -> None:
    body, said = WALLS[kind]
    room.subscribe(cut(server, Route(body=body.encode())))
    summary = room.refresh()
    assert "Full text: 1 failed" in str(summary)
    article = only(room)
    assert (article.title, article.text_origin, article.text_state) == ("Lamp lit", "feed", "failed")
    assert article.reason is not None
    assert article.reason.startswith(f"No full text: {said}, no article: ")
    assert room.session.library.articles.content(1).text.startswith(SENTENCES[0])


def test_the_text_before_a_paywall_does_not_replace_the_feeds(room: Room, server: Server) -> None:
    body = page("Lamp lit", SENTENCES[1], "Subscribe to continue reading this article.", head=OG_ARTICLE)
    room.subscribe(cut(server, Route(body=body.encode())))
    room.refresh()
    article = only(room)
    assert (article.text_origin, article.text_state) == ("feed", "paywall")
    assert article.reason == "The publisher shows the rest to subscribers only"
