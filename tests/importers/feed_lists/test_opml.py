from __future__ import annotations

import json
import os
import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.importers.feed_lists.opml import outlines, read, write
from reader.importers.items import DEPTH_LIMIT
from reader.model import Subscription
from tests.support import cputime


def opml(body: str) -> bytes:
    return f'<?xml version="1.0"?><opml version="2.0"><head><title>Mine</title></head><body>{body}</body></opml>'.encode()


def feed(name: str = "a", text: str = "") -> str:
    return f'<outline type="rss" text="{text or name}" xmlUrl="https://{name}.example/feed"/>'


def test_a_feed_keeps_title_site_and_folders() -> None:
    body = opml(
        '<outline text="News"><outline text="World"><outline type="rss" text="My Post" title="Harbour Post"'
        ' xmlUrl="https://a.example/feed?x=1&amp;y=2" htmlUrl="https://a.example/"/></outline></outline>'
    )

    assert read(body).subscriptions == (
        Subscription(
            url="https://a.example/feed?x=1&y=2",
            title="My Post",
            site_url="https://a.example/",
            tags=("News/World",),
        ),
    )


def test_an_address_met_again_adds_its_folder() -> None:
    body = opml(f'<outline text="One">{feed()}</outline><outline text="Two">{feed()}</outline>{feed()}')

    (found,) = read(body).subscriptions
    assert found.tags == ("One", "Two")


def test_categories_are_tags() -> None:
    body = opml('<outline type="rss" text="a" xmlUrl="https://a.example/" category="/News/World,Sea"/>')

    assert read(body).subscriptions[0].tags == ("News/World", "Sea")


def test_a_title_that_is_only_the_address_is_none() -> None:
    assert read(opml(feed(text="https://a.example/feed"))).subscriptions[0].title is None


def test_the_title_stands_in_where_there_is_no_text() -> None:
    body = opml('<outline title="Harbour Post" XMLURL="https://a.example/feed" />')

    assert read(body).subscriptions[0].title == "Harbour Post"


@pytest.mark.parametrize(
    "broken",
    [
        '<outline text="Fish & chips" xmlUrl="https://a.example/?a=1&b=2"/>',
        '<outline text="The "Harbour" Post" title="x" xmlUrl="https://a.example/?a=1&b=2"/>',
        '<outline text="a <b>c</b> > d" xmlUrl="https://a.example/?a=1&b=2"/>',
        "<outline text='it''s' xmlUrl='https://a.example/?a=1&b=2' />",
        '<outline text="a"xmlUrl="https://a.example/?a=1&b=2"></outline>',
        '<outline text=a checked xmlUrl = "https://a.example/?a=1&b=2" >',
        '<outline text="&nosuch;&#27;" xmlUrl="https://a.example/?a=1&b=2"/>',
    ],
)
def test_lists_that_are_not_well_formed_lose_no_feed(broken: str) -> None:
    body = f"<opml><body>{broken}{feed('z')}".encode()

    assert [found.url for found in read(body).subscriptions] == [
        "https://a.example/?a=1&b=2",
        "https://z.example/feed",
    ]


def test_no_feed_is_lost_however_deep_it_lies() -> None:
    body = opml('<outline text="f">' * 3_000 + feed() + "</outline>" * 3_000 + feed("z"))

    deep, after = read(body).subscriptions
    assert deep.tags == ("/".join("f" * DEPTH_LIMIT),)
    assert after.tags == ()


def test_elements_may_be_missing_and_names_wrong() -> None:
    assert read(b"<not-opml><outline xmlUrl='https://a.example/'/></not-opml>").subscriptions
    assert read(b"<opml><head/></opml>").subscriptions == ()


@pytest.mark.parametrize(
    "body", [b"", b"<rss><channel/></rss>", b"<html>opml</html>", b"https://a.example/feed", b"\x00\xff"]
)
def test_what_is_no_list_is_refused(body: bytes) -> None:
    with pytest.raises(ParseError, match="not a list of feeds"):
        read(body)


@pytest.mark.parametrize(
    "address",
    [
        "exec:~/bin/fetch.sh",
        "filter:sort:https://a.example/",
        "|rm -rf .",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "-x",
    ],
)
def test_what_is_no_web_address_is_skipped_and_named(address: str) -> None:
    found = read(opml(f'{feed()}<outline type="rss" text="x" xmlUrl="{address}"/>'))

    assert len(found.subscriptions) == 1
    assert found.skipped == (f"{address} (not a web address)",)


def test_lists_within_lists_are_not_fetched() -> None:
    found = read(opml('<outline type="include" text="x" url="https://a.example/other.opml"/>'))

    assert found.subscriptions == ()
    assert found.skipped == ("https://a.example/other.opml (another list, which is not fetched)",)


def test_links_to_pages_are_no_feeds() -> None:
    found = read(opml('<outline type="link" text="x" url="https://a.example/page"/><outline text="note"/>'))

    assert (found.subscriptions, found.skipped) == ((), ())


def test_passwords_are_not_shown_in_what_was_skipped() -> None:
    (skipped,) = read(opml('<outline xmlUrl="ftp://me:secret@a.example/"/>')).skipped

    assert "secret" not in skipped


def test_entities_of_the_file_are_not_expanded() -> None:
    body = b'<!DOCTYPE opml [<!ENTITY a "https://evil.example/">]>' + opml(
        '<outline text="&a;" xmlUrl="https://a.example/"/>'
    )

    assert read(body).subscriptions[0].title == "&a;"


@pytest.mark.parametrize(
    "hostile",
    ["<outline " + 'a="' * 40_000, "<outline a='x" * 20_000, "<!--" * 40_000, "<outline" + " " * 99_999],
)
def test_hostile_lists_take_no_time(hostile: str) -> None:
    body = f"<opml><body>{feed()}{hostile}".encode()
    with cputime.within(5):
        assert read(body).subscriptions[0].url == "https://a.example/feed"


def test_a_written_list_is_well_formed_and_nests_folders() -> None:
    text = write(
        [
            Subscription(url="https://b.example/", title='"B" & <C>', tags=("News/World", "Sea")),
            Subscription(url="https://a.example/", tags=("News",)),
        ],
        "Mine & yours",
    )

    assert "<title>Mine &amp; yours</title>" in text
    assert text.count("<outline text=") == 3
    assert text.count("</outline>") == 3
    assert [found.attributes.get("xmlurl") for found in outlines(text) if "xmlurl" in found.attributes] == [
        "https://a.example/",
        "https://b.example/",
        "https://b.example/",
    ]


_NAMES = st.text(
    st.characters(codec="utf-8", exclude_categories=["C", "Z", "M"], exclude_characters="/"),
    min_size=1,
    max_size=8,
).map(lambda name: f"{name} x")
_TAGS = st.lists(_NAMES, min_size=1, max_size=4).map("/".join)
_FEEDS = st.lists(
    st.builds(
        Subscription,
        url=st.integers(0, 10**6).map(lambda n: f"https://a.example/{n}?a=1&b=2"),
        title=st.none() | _NAMES,
        site_url=st.none() | st.just("https://a.example/?x&y"),
        tags=st.lists(_TAGS, max_size=3, unique=True).map(tuple),
    ),
    max_size=6,
    unique_by=lambda feed: feed.url,
)


@settings(max_examples=80)
@example([Subscription(url="https://a.example/", title="&amp;quot; &&lt;", tags=("&quot; x/&amp y",))])
@given(_FEEDS)
def test_a_list_written_and_read_is_the_same(feeds: list[Subscription]) -> None:
    found = read(write(feeds, "Mine").encode())

    def known(some: Subscription) -> tuple[object, ...]:
        title = unicodedata.normalize("NFC", some.title) if some.title else None
        return some.url, title, some.site_url, sorted(unicodedata.normalize("NFC", tag) for tag in some.tags)

    assert found.skipped == ()
    assert sorted(map(repr, map(known, found.subscriptions))) == sorted(map(repr, map(known, feeds)))


@pytest.mark.data
def test_every_sample_list_is_complete() -> None:
    data = os.environ.get("BROADSHEET_DATA")
    if not data:
        pytest.skip("BROADSHEET_DATA is not set")
    folder = Path(data) / "opml"
    for truth in map(json.loads, (folder / "index.jsonl").read_text("utf-8").splitlines()):
        body = (folder / truth["file"]).read_bytes()
        found = list(outlines(body.decode()))
        addresses = [outline.attributes["xmlurl"] for outline in found if outline.attributes.get("xmlurl")]
        assert (truth["file"], len(found), len(addresses)) == (
            truth["file"],
            truth["outlines"],
            truth["feeds"],
        )
        assert len(read(body).subscriptions) == len(set(addresses))


def test_saved_searches_are_written_and_read_back() -> None:
    searches = (("Ferries", 'ferry OR "marigold & co"'), ("Fog", "Nebel <2w OR туман"))
    text = write((Subscription(url="https://a.example/feed"),), "Mine", searches)
    found = read(text.encode())
    assert found.searches == searches
    assert [one.url for one in found.subscriptions] == ["https://a.example/feed"]
    assert found.skipped == ()


def test_what_is_half_a_search_is_none_and_the_first_of_a_name_counts() -> None:
    body = opml(
        '<outline type="search" text="A" query="one"/><outline type="search" text="A" query="two"/>'
        '<outline type="search" text="B"/><outline type="search" query="three"/><outline text="C" query="four"/>'
    )
    assert read(body).searches == (("A", "one"),)


# What other readers write


def test_minifluxs_settings_are_those_of_the_feed() -> None:
    body = opml(
        '<outline text="News"><outline title="Post" text="Post" type="rss" xmlUrl="https://a.example/feed"'
        ' miniflux:crawler="true" miniflux:disabled="true" miniflux:hideGlobally="true"'
        ' miniflux:userAgent="Mine/1" miniflux:blocklistRules="(?i)ads" miniflux:proxyUrl=""/></outline>'
    )
    found = read(body)
    assert found.subscriptions == (
        Subscription(
            url="https://a.example/feed",
            title="Post",
            tags=("News", "hidden"),
            settings=(("interval", "never"), ("full_text", "always"), ("user_agent", "Mine/1")),
        ),
    )
    assert found.skipped == ("https://a.example/feed (Miniflux's blocklistRules)",)


@pytest.mark.parametrize(
    ("attributes", "expected"),
    [
        ('updateInterval="90"', (("interval", "90"),)),
        ('updateInterval="-1"', ()),
        ('updateInterval="0"', (("interval", "never"),)),
        ('updateInterval="-2"', (("interval", "never"),)),
        ('updateInterval="soon"', ()),
        ('html5Extract="true"', (("full_text", "always"),)),
        ('feeder:notify="true" feeder:fullTextByDefault="true"', (("full_text", "always"),)),
        ('feeder:fullTextByDefault="false" miniflux:disabled="false"', ()),
    ],
)
def test_settings_of_liferea_and_feeder(attributes: str, expected: tuple[tuple[str, str], ...]) -> None:
    body = opml(f'<outline text="a" type="rss" xmlUrl="https://a.example/feed" {attributes}/>')
    assert read(body).subscriptions[0].settings == expected


def test_lifereas_folders_and_programs() -> None:
    body = opml(
        '<outline title="Sea" text="Sea" description="Sea" type="folder" expanded="true">'
        '<outline title="Pier" text="Pier" type="rss" htmlUrl="" xmlUrl="https://a.example/feed"'
        ' filtercmd="rm -rf /" username="ann" password="secret"/></outline>'
        '<outline text="Unread" type="vfolder"><rule/></outline>'
    )
    found = read(body)
    assert [(feed.title, feed.tags, feed.site_url) for feed in found.subscriptions] == [
        ("Pier", ("Sea",), None)
    ]
    assert found.skipped == (
        "https://a.example/feed (a program that rewrites the feed, which is never run)",
        "https://a.example/feed (a user and password for the feed; see broadsheet feeds set, header.NAME)",
        "Unread (a search folder)",
    )


def test_netnewswires_feeds_without_a_name_have_none() -> None:
    body = opml(
        '<outline text="News" title="News"><outline text="" title="" description="" type="rss" version="RSS"'
        ' htmlUrl="https://a.example/" xmlUrl="https://a.example/feed"/></outline>'
    )
    (feed,) = read(body).subscriptions
    assert (feed.title, feed.site_url, feed.tags) == (None, "https://a.example/", ("News",))


def test_words_that_feeder_blocks_are_named() -> None:
    body = opml(
        feed()
        + '<feeder:settings><feeder:setting key="pref" value="x"/><feeder:blocked pattern="ads &amp; more"/>'
        "<feeder:blocked pattern='sport'/></feeder:settings>"
    )
    assert read(body).skipped == (
        "ads & more (blocked in Feeder; see broadsheet rules add)",
        "sport (blocked in Feeder; see broadsheet rules add)",
    )


@pytest.mark.parametrize(
    "outline",
    [
        """<outline text="A" description="He said "a" <b>b</b> = "c < d" xmlUrl="https://a.example/feed"/>""",
        """<outline text="A" description="open xmlUrl="https://a.example/feed"/>""",
        """<outline text="A" description='it's "so" xmlUrl='https://a.example/feed'></outline>""",
    ],
)
def test_a_broken_description_loses_no_feed(outline: str) -> None:
    found = read(opml(outline + feed()))
    assert [one.url for one in found.subscriptions][:1] == ["https://a.example/feed"]
    assert found.skipped == ()


def test_an_address_that_cannot_be_read_is_told() -> None:
    found = read(
        opml("""<outline text="A" description="open xmlUrl=""/><outline text="F" xmlUrl=""></outline>""")
    )
    assert found.skipped == ("A (its address cannot be read)",)


def test_names_that_were_escaped_twice_are_read_and_addresses_stay() -> None:
    body = opml(
        '<outline text="Arts &amp;amp; Letters"><outline text="AT&amp;amp;T &amp;#8217;s" '
        'xmlUrl="https://a.example/feed?x=1&amp;amp;y=2"/></outline>'
    )
    (found,) = read(body).subscriptions
    assert (found.title, found.tags) == ("AT&T ’s", ("Arts & Letters",))
    assert found.url == "https://a.example/feed?x=1&amp;y=2"
