"""The feeds of the site that an article is from."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader import discovery
from reader.core.add import site_feed
from reader.core.events import Step
from reader.errors import FetchError, ParseError, UsageError
from reader.model import Article, Draft, Link
from tests.support.papers import OG_ARTICLE, SENTENCES, announced, item, page, rss
from tests.support.server import Route

if TYPE_CHECKING:
    from reader.core.events import Event
    from tests.core.conftest import Room
    from tests.support.server import Server


def stored(room: Room, url: str | None) -> Article:
    draft = Draft(title="Lamp lit", url=url, markdown="A lamp.", text="A lamp.", text_origin="page")
    articles = room.session.library.articles
    article = articles.get(articles.save(draft, now=room.now).id)
    assert article is not None
    return article


def lamp(head: str = "") -> str:
    return page("Lamp lit", *SENTENCES[:6], head=OG_ARTICLE + head)


def test_the_articles_page_names_them(room: Room, server: Server) -> None:
    url = server.text("/lamp", lamp(announced("/feed", "All news") + announced("/sport", "Sport")))
    found = site_feed.find(room.session, stored(room, url))
    assert found == (Link(server.url("/feed"), "All news"), Link(server.url("/sport"), "Sport"))
    assert room.session.library.feeds.all() == []


def test_else_the_front_page_does(room: Room, server: Server) -> None:
    url = server.text("/lamp", lamp())
    server.text("/", lamp(announced("/feed")))
    told: list[Event] = []
    found = site_feed.find(room.session, stored(room, url), told.append)
    assert found == (Link(server.url("/feed"), "All news"),)
    assert told == [Step("looking", f"contacting 127.0.0.1:{server.port}")] * 2


def test_a_front_page_is_asked_once(room: Room, server: Server) -> None:
    server.text("/", lamp())
    with pytest.raises(ParseError):
        site_feed.find(room.session, stored(room, server.url("/")))
    assert len(server.seen) == 1


def test_an_address_that_is_a_feed_is_its_own(room: Room, server: Server) -> None:
    url = server.text("/feed.xml", rss("The Pier", item("Lamp", "https://pier.example/1")), "text/xml")
    assert site_feed.find(room.session, stored(room, url)) == (Link(url),)


def test_where_a_rule_names_the_feed_nobody_is_asked(room: Room) -> None:
    url = "https://www.reddit.com/r/lamps"
    told: list[Event] = []
    (found,) = site_feed.find(room.session, stored(room, url), told.append)
    assert found.url == discovery.by_rule(url)
    assert told == []


def test_a_page_that_is_gone_is_no_end(room: Room, server: Server) -> None:
    server.text("/", lamp(announced("/feed")))
    assert len(site_feed.find(room.session, stored(room, server.url("/gone")))) == 1


def test_an_article_that_is_no_page_is_no_end(room: Room, server: Server) -> None:
    server.text("/", lamp(announced("/feed")))
    url = server.text("/lamp.pdf", b"%PDF-1.7 \x00\x01\x02", "application/pdf")
    assert [link.url for link in site_feed.find(room.session, stored(room, url))] == [server.url("/feed")]


def test_where_none_is_named_that_is_said(room: Room, server: Server) -> None:
    url = server.text("/lamp", lamp())
    server.text("/", lamp())
    with pytest.raises(ParseError, match="no feed found") as raised:
        site_feed.find(room.session, stored(room, url))
    assert raised.value.subject == f"127.0.0.1:{server.port}"
    assert raised.value.hint == "if you know the address of the feed, add it"


def test_where_nothing_answers_that_is_said(room: Room, server: Server) -> None:
    with pytest.raises(FetchError):
        site_feed.find(room.session, stored(room, server.url("/gone")))


def test_an_article_without_an_address_has_no_site(room: Room) -> None:
    with pytest.raises(UsageError, match="no address"):
        site_feed.find(room.session, stored(room, None))


def test_a_public_feeds_article_leads_into_no_private_net(room: Room, server: Server) -> None:
    feed = room.subscribe(server.url("/feed").replace("127.0.0.1", "public.example"))
    url = server.text("/lamp", lamp(announced("/feed"))).replace("127.0.0.1", "private.example")
    draft = Draft(title="Lamp", url=url, markdown="A lamp.", text="A lamp.", text_origin="feed")
    articles = room.session.library.articles
    article = articles.get(articles.save(draft, now=room.now, feed_id=feed.id, guid="1").id)
    assert article is not None
    with pytest.raises(FetchError, match="private"):
        site_feed.find(room.session, article)
    room.subscribe(server.url("/other").replace("127.0.0.1", "private.example"))
    with pytest.raises(FetchError, match="private"):
        site_feed.find(room.session, article)


def test_a_private_feeds_article_leads_into_its_net(room: Room, server: Server) -> None:
    feed = room.subscribe(server.url("/feed").replace("127.0.0.1", "private.example"))
    url = server.text("/lamp", lamp(announced("/feed"))).replace("127.0.0.1", "private.example")
    draft = Draft(title="Lamp", url=url, markdown="A lamp.", text="A lamp.", text_origin="feed")
    articles = room.session.library.articles
    article = articles.get(articles.save(draft, now=room.now, feed_id=feed.id, guid="1").id)
    assert article is not None
    with pytest.raises(FetchError) as raised:  # nobody is there, which is another matter
        site_feed.find(room.session, article)
    assert "private" not in raised.value.message


def test_of_two_failures_the_articles_page_is_told(room: Room, server: Server) -> None:
    server.on("/", Route(status=500))
    with pytest.raises(FetchError) as raised:
        site_feed.find(room.session, stored(room, server.url("/gone")))
    assert raised.value.status == 404
