"""One address or file becomes a subscription or an article."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from reader.config import paths
from reader.core import indexing, saved_searches
from reader.core.add import add as core_add
from reader.core.add.add import Wanted, add
from reader.core.add.added import Added, ChooseFeed, FeedDown, NoArticle
from reader.core.events import AddDone, Step
from reader.core.refresh import run
from reader.core.sandbox.process import ChildProcess
from reader.errors import ExtractError, FetchError, ParseError, UsageError
from reader.fetch.schedule import clock
from reader.text import urls
from tests.support import near
from tests.support.papers import OG_ARTICLE, SENTENCES, announced, item, page, rss
from tests.support.server import Route
from tests.support.sessions import NOW, session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from reader.core.events import Event, Listener
    from reader.core.session import Session
    from tests.support.server import Server

LAMP = page("Lamp lit", *SENTENCES[:6], head=OG_ARTICLE)
FRONT = page("The Pier", head=announced("/feed") + announced("/sport", "Sport"))


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Session]:
    monkeypatch.setattr(ChildProcess, "ask", near.ask)
    monkeypatch.setattr(ChildProcess, "start", near.start)
    with session(tmp_path) as opened:
        yield opened


@pytest.fixture
def feed(server: Server) -> str:
    return server.text("/feed", rss("The Pier", item("Lamp lit", "/1"), item("Stairs swept", "/2")))


def test_a_feed_is_subscribed_to_once(library: Session, feed: str) -> None:
    added = add(library, feed, tags=["sea"])
    assert added.feed is not None
    assert (added.outcome, added.feed.title, added.new_articles) == ("new", "The Pier", 2)
    assert added.done == AddDone(kind="feed", id=added.feed.id, title="The Pier", outcome="new", new=2)
    (held,) = library.library.feeds.all()
    assert (held.tags, held.url, held.articles) == (("sea",), feed, 2)
    again = add(library, feed, tags=["a"])
    assert (again.outcome, again.new_articles) == ("same", 0)
    assert library.library.feeds.all()[0].tags == ("a", "sea")
    assert library.index.count == 2


def test_what_is_asked_and_read_is_told(library: Session, server: Server, feed: str) -> None:
    told: list[Event] = []
    add(library, server.text("/", page("The Pier", head=announced("/feed"))), listen=told.append)
    steps = [event.text for event in told if isinstance(event, Step) and event.job == "adding"]
    asking = f"contacting 127.0.0.1:{server.port}"
    assert steps == [asking, "parsing"] * 2
    assert len(told) > len(steps), "the index is brought up to date"


def test_a_text_that_is_not_whole_has_a_note(library: Session, server: Server) -> None:
    article = add(library, server.text("/lamp", LAMP)).article
    assert article is not None
    for state, reason, note in (
        ("full", "odd", None),
        ("teaser", "The page is closed.", "The page is closed."),
        ("part", None, "incomplete"),
    ):
        changed = replace(article, text_state=state, reason=reason)  # type: ignore[arg-type]
        done = Added(target="x", outcome="updated", article=changed).done
        assert done == AddDone(kind="article", id=article.id, title="Lamp lit", outcome="updated", note=note)


def test_what_was_there_before_is_said_and_grouped_within_bounds(
    library: Session, server: Server, feed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    grouped: list[int] = []
    follow = indexing.follow

    def heard(session: Session, listen: Listener, **how: int) -> None:
        grouped.append(how["grouped"])
        follow(session, listen, **how)

    monkeypatch.setattr(indexing, "follow", heard)
    add(library, feed)
    again = add(library, feed)
    assert again.done == AddDone(kind="feed", id=1, title="The Pier", outcome="same")
    assert again.target == feed
    assert grouped == [500, 500]


def test_a_feed_that_moved_is_subscribed_to_where_it_is(library: Session, server: Server, feed: str) -> None:
    server.on("/old", Route(status=301, headers=(("Location", "/feed"),)))
    added = add(library, server.url("/old"))
    assert added.feed is not None
    assert added.feed.url == feed
    assert added.feed.last_success is not None


def test_a_page_is_an_article_and_tells_of_its_sites_feed(library: Session, server: Server) -> None:
    url = server.text("/lamp", page("Lamp lit", *SENTENCES[:6], head=OG_ARTICLE + announced("/feed")))
    added = add(library, url, tags=["sea"])
    assert added.article is not None
    assert (added.outcome, added.article.title, added.site_feed) == ("new", "Lamp lit", server.url("/feed"))
    assert added.done.site_feed == server.url("/feed")
    assert library.library.articles.many([added.article.id])[0].tags == ("sea",)
    assert add(library, url).outcome == "same"


def test_an_article_that_was_removed_comes_back_when_it_is_added_again(
    library: Session, server: Server
) -> None:
    url = server.text("/lamp", LAMP)
    article = add(library, url).article
    assert article is not None
    library.library.undo.undo(1, library.now())
    assert library.library.articles.get(article.id) is None
    server.text("/lamp", page("Lamp lit again", *SENTENCES[:7], head=OG_ARTICLE))
    again = add(library, url)
    assert again.article is not None
    assert (again.outcome, again.article.id, again.article.title) == ("new", article.id, "Lamp lit again")
    assert library.index.count == 1


def test_what_a_rule_does_to_an_added_article_is_undone_with_it(library: Session, server: Server) -> None:
    saved_searches.make_rule(library, saved_searches.rule_action("bookmark"), query="title:lamp")
    article = add(library, server.text("/lamp", LAMP)).article
    assert article is not None
    assert library.library.articles.many([article.id])[0].bookmarked
    assert library.library.undo.undo(1, library.now()) == ["added “Lamp lit”"]
    assert library.library.articles.get(article.id) is None


def test_a_feed_that_is_down_is_undone_by_its_address(library: Session, server: Server) -> None:
    url = server.url("/feed")
    server.on("/feed", Route(status=503))
    add(library, url, wanted="feed")
    assert library.library.undo.undo(1, library.now()) == [f"subscribed to “{url}”"]
    assert library.library.feeds.all() == []


def test_a_front_page_gives_its_feed(library: Session, server: Server, feed: str) -> None:
    url = server.text("/", page("The Pier", head=announced("/feed")))
    added = add(library, url)
    assert added.feed is not None
    assert added.feed.url == feed


def test_of_several_feeds_one_is_chosen(library: Session, server: Server, feed: str) -> None:
    url = server.text("/", FRONT)
    with pytest.raises(ChooseFeed, match="has 2 feeds") as raised:
        add(library, url)
    rows = f"  1  All news  {feed}\n  2  Sport  {server.url('/sport')}"
    assert raised.value.message == f"{url} has 2 feeds:\n{rows}"
    assert raised.value.hint == f"broadsheet add {url} --choose N"
    assert [link.url for link in raised.value.choices] == [feed, server.url("/sport")]
    assert library.library.feeds.all() == []
    for number in (0, 3):
        with pytest.raises(UsageError, match=f"--choose {number}: the page has feeds 1 to 2") as refused:
            add(library, url, choose=number)
        assert refused.value.subject == url
    added = add(library, url, choose=1)
    assert added.feed is not None
    assert added.feed.url == feed
    with pytest.raises(FetchError):
        add(library, url, choose=2)


def test_a_page_of_enough_words_is_an_article_except_at_the_root(
    library: Session, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = page("Lamp lit", *SENTENCES[:6], head=announced("/feed"))
    words = add(library, server.text("/other", LAMP)).article
    assert words is not None
    monkeypatch.setattr(core_add, "ENOUGH_WORDS", words.words + 1)
    with pytest.raises(FetchError):  # the feed that it announces is not there
        add(library, server.text("/lamp", text))
    monkeypatch.setattr(core_add, "ENOUGH_WORDS", words.words)
    assert add(library, server.text("/lamp", text)).article is not None
    with pytest.raises(FetchError):
        add(library, server.text("/", text))


def test_what_is_wanted_decides(library: Session, server: Server, feed: str) -> None:
    url = server.text("/lamp", page("Lamp lit", *SENTENCES[:6], head=OG_ARTICLE + announced("/feed")))
    added = add(library, url, wanted="feed")
    assert added.feed is not None
    assert added.feed.url == feed
    assert (
        add(library, server.text("/", FRONT + " " + SENTENCES[0]), wanted="feed", choose=1).outcome == "same"
    )
    with pytest.raises(ExtractError, match="this is a feed, not an article") as refused:
        add(library, feed, wanted="article")
    assert (refused.value.subject, refused.value.hint.partition(" ")[0]) == (feed, "leave")
    with pytest.raises(ParseError, match="neither a feed nor a page that links to one"):
        add(library, server.text("/other", LAMP), wanted="feed")
    with pytest.raises(ParseError, match="the response is empty") as nothing:
        add(library, server.text("/empty", " \n"), wanted="feed")
    assert nothing.value.subject == server.url("/empty")


def test_what_gives_nothing_leaves_nothing(library: Session, server: Server) -> None:
    for target, error in (
        ("nothing at all", UsageError),
        (server.url("/gone"), FetchError),
        (server.text("/blank", "<html><body></body></html>"), ExtractError),
    ):
        with pytest.raises(error) as raised:
            add(library, target)
        assert raised.value.subject == target
    assert library.library.database.rows("SELECT id FROM article") == []
    assert library.library.feeds.all() == []


@pytest.mark.parametrize(
    ("name", "body", "words"),
    [
        ("feeds.opml", '<opml version="2.0"><body/></opml>', "this is a list"),
        ("a.jsonl", '{"title": "Lamp", "text": "x"}', "this is a list"),
        ("a.csv", "title,url,time_added,tags,status\n", "this is a list"),
        ("a.json", '[{"href": "x", "toread": "no"}]', "this is a list"),
        ("a.db", "SQLite format 3\0", "this is a list"),
        ("feed.xml", "<rss><channel></channel></rss>", "this file is a feed"),
        ("a.html", " ", "the file is empty"),
        ("a.pdf", "%PDF-1.7", "the file is binary"),
    ],
)
def test_files_that_are_no_article_are_sent_where_they_belong(
    name: str, body: str, words: str, library: Session, tmp_path: Path
) -> None:
    (tmp_path / name).write_text(body)
    with pytest.raises((UsageError, ExtractError), match=words) as raised:
        add(library, str(tmp_path / name))
    assert raised.value.subject == str(tmp_path / name)
    assert raised.value.hint


def test_a_file_is_an_article_also_where_all_its_lines_are_addresses(
    library: Session, tmp_path: Path
) -> None:
    (tmp_path / "a.html").write_text(LAMP)
    (tmp_path / "b.txt").write_text("https://pier.example/feed sea\n" * 3)
    first, second = (add(library, str(tmp_path / name)).article for name in ("a.html", "b.txt"))
    assert first is not None
    assert second is not None
    assert (first.title, second.text_origin) == ("Lamp lit", "file")
    with pytest.raises(UsageError, match="this is a list of feeds"):
        add(library, str(tmp_path / "b.txt"), wanted="feed")
    with pytest.raises(UsageError, match="this file is not a feed"):
        add(library, str(tmp_path / "a.html"), wanted="feed")


def test_rules_act_on_what_is_new(library: Session, server: Server) -> None:
    saved_searches.make_rule(library, saved_searches.rule_action("tag:sea"), query="title:lamp")
    added = add(library, server.text("/lamp", LAMP))
    assert added.article is not None
    assert library.library.articles.many([added.article.id])[0].tags == ("sea",)


DOWN = [Route(status=429), Route(status=500), Route(status=503), Route(raw=b""), Route(body=b"x" * 99, cut=9)]


@pytest.mark.parametrize("answer", DOWN, ids=["429", "500", "503", "hung up", "cut"])
def test_a_feed_that_is_down_is_kept_where_it_is_wanted_and_asked_again(
    library: Session, server: Server, answer: Route
) -> None:
    url = server.on("/feed", answer)
    with pytest.raises(FeedDown) as raised:
        add(library, url)
    assert "--feed" in raised.value.hint
    assert library.library.feeds.all() == []
    added = add(library, url, wanted="feed", tags=["sea"])
    assert added.feed is not None
    assert added.failure is not None
    assert (added.outcome, added.new_articles, added.feed.url) == ("new", 0, url)
    assert f"next try {clock(added.feed.next_at or NOW, NOW)}" in added.failure
    assert str(added.done) == f"subscribed to {added.feed.title}: {added.failure}"
    (held,) = library.library.feeds.all()
    assert (held.state, held.failures, held.tags) == ("failing", 1, ("sea",))
    server.text("/feed", rss("The Pier", item("Lamp lit", "/1")))
    assert run.run(library).new == 1
    assert library.library.feeds.get(held.id).title == "The Pier"


@pytest.mark.parametrize("answer", [Route(status=404), Route(status=403), Route(status=410)])
@pytest.mark.parametrize("wanted", ["either", "feed"])
def test_an_address_that_is_refused_is_no_feed_for_later(
    library: Session, server: Server, answer: Route, wanted: Wanted
) -> None:
    with pytest.raises(FetchError) as raised:
        add(library, server.on("/feed", answer), wanted=wanted)
    assert not isinstance(raised.value, FeedDown)
    assert library.library.feeds.all() == []
    first = "open it in a browser: it may ask for a login" if answer.status == 403 else "check the address"
    assert (
        raised.value.hint
        == f"{first}, or add {urls.host(server.url('/'))}, which finds the feeds of the site"
    )


def test_an_article_or_a_feed_of_ours_that_is_down_fails(library: Session, server: Server, feed: str) -> None:
    add(library, feed)
    server.on("/feed", Route(status=500))
    server.on("/page", Route(status=500))
    each: list[tuple[str, Wanted]] = [(feed, "feed"), (server.url("/page"), "article")]
    for url, wanted in each:
        with pytest.raises(FetchError, match="500") as raised:
            add(library, url, wanted=wanted)
        assert not isinstance(raised.value, FeedDown)


LOGIN = page("Log in", head=announced("/feed")).replace(
    "</article>", '<p>Forgotten?</p><input type="password"></article>'
)


def test_what_is_no_article_is_not_kept_unless_that_is_wanted(library: Session, server: Server) -> None:
    address = server.text("/account", LOGIN)
    with pytest.raises(NoArticle) as caught:
        add(library, address)
    assert str(caught.value) == f"{address}: this is a login page, no article: it asks for a password"
    assert caught.value.hint == (
        f"to subscribe to its site: broadsheet add --feed {server.url('/feed')}; "
        f"to keep it anyway: broadsheet add --anyway {address}"
    )
    assert (caught.value.exit_code, caught.value.kind, caught.value.can_be_kept) == (2, "login", True)
    assert [feed.url for feed in caught.value.feeds] == [server.url("/feed")]
    assert library.index.count == 0
    added = add(library, address, anyway=True)
    assert added.article is not None
    assert (added.page_kind, added.article.text_state) == ("login", "none")
    assert added.article.reason == "This is a login page, no article: it asks for a password"


def test_data_are_never_kept(library: Session, server: Server) -> None:
    address = server.text("/lamps", '{"lamps": [1, 2]}', "application/json")
    for anyway in (False, True):
        with pytest.raises((NoArticle, ExtractError), match=r"[Tt]his is JSON data, no article"):
            add(library, address, anyway=anyway)


def test_a_file_that_holds_no_article_is_asked_about_too(library: Session, tmp_path: Path) -> None:
    file = tmp_path / "saved.html"
    file.write_text(LOGIN, "utf-8")
    with pytest.raises(NoArticle, match="a login page"):
        add(library, str(file))
    assert add(library, str(file), anyway=True).page_kind == "login"


def test_text_and_markdown_from_the_net_are_articles(library: Session, server: Server) -> None:
    text = add(library, server.text("/a", f"Lamp lit\n\n{SENTENCES[0]}\n\n{SENTENCES[1]}\n", "text/plain"))
    note = add(library, server.text("/b", f"# Stairs *swept*\n\n{SENTENCES[2]}\n", "text/markdown"))
    assert text.article is not None
    assert note.article is not None
    assert (text.article.title, note.article.title) == ("Lamp lit", "Stairs swept")
    assert library.library.articles.content(text.article.id).markdown == f"{SENTENCES[0]}\n\n{SENTENCES[1]}"


NOTICES = "<html><head><title>Notices</title></head><body><ul>{}</ul></body></html>"


def test_a_page_without_a_feed_is_one_by_the_rules_for_its_site(library: Session, server: Server) -> None:
    rules = paths.config_folder() / "sites" / "127.0.0.1.toml"
    rules.parent.mkdir(parents=True)
    rules.write_text('item = "li"\n')
    address = server.text("/notices", NOTICES.format("<li><a href='/1'>Lamp lit</a></li>"))
    added = add(library, address, wanted="feed", full_text=False)
    assert added.feed is not None
    assert (added.feed.title, added.feed.url, added.new_articles) == ("Notices", address, 1)
    rows = [f"<li><a href='/{number}'>Notice {number}</a></li>" for number in (3, 2)]
    for number, more in enumerate(rows, 2):
        body = NOTICES.format("".join(rows[-number + 1 :]) + "<li><a href='/1'>Lamp lit</a></li>")
        server.text("/notices", body)
        assert run.run(library, full_text=False).new == 1, more
    assert run.run(library, full_text=False).new == 0
    assert sorted(article.title for article in library.library.articles.many([1, 2, 3])) == [
        "Lamp lit",
        "Notice 2",
        "Notice 3",
    ]


def test_rules_for_lists_leave_the_articles_of_a_site_alone(library: Session, server: Server) -> None:
    rules = paths.config_folder() / "sites" / "127.0.0.1.toml"
    rules.parent.mkdir(parents=True)
    rules.write_text('item = "p"\nitem_link = "a"\n')
    assert add(library, server.text("/lamp", LAMP)).article is not None
    with pytest.raises(NoArticle):
        add(library, server.text("/account", LOGIN.replace("<p>", "<div>").replace("</p>", "</div>")))
