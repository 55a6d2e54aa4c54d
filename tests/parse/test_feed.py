from __future__ import annotations

import gzip
from datetime import UTC, datetime, timedelta

import pytest

from reader.errors import ParseError
from reader.model import Link
from reader.parse import feed as feeds
from reader.parse.feed import ENTRIES_LIMIT, looks_like_feed, parse
from tests.parse.rss import URL, atom, entry, item, only, rss
from tests.support import cputime

RDF = b"""<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:content="http://purl.org/rss/1.0/modules/content/">
<channel rdf:about="https://harbour.example/"><title>Harbour Post</title><link>https://harbour.example/</link></channel>
<item rdf:about="https://harbour.example/1"><title>Ferry sails</title><link>https://harbour.example/1</link>
<description>Short.</description><content:encoded><![CDATA[<p>The whole story of the ferry.</p>]]></content:encoded>
<dc:creator>Ann Lee</dc:creator><dc:date>2026-02-04T09:19:00+03:00</dc:date></item>
</rdf:RDF>"""


def test_rss_2_gives_its_fields() -> None:
    feed = parse(
        rss(
            "<item><title>Ferry sails</title><link>/1</link><guid>g1</guid><category>Sea</category><category>Trade</category>"
            "<pubDate>Fri, 04 Feb 2022 00:30:00 +0300</pubDate><dc:creator>Ann Lee</dc:creator>"
            "<dc:creator>Bo Chen</dc:creator><description>Short.</description>"
            "<content:encoded><![CDATA[<p>The whole story.</p>]]></content:encoded>"
            '<enclosure url="/1.mp3" type="audio/mpeg" length="9"/></item>',
            "<title>Harbour Post</title><link>https://harbour.example/</link><description>News &amp; views</description>"
            "<language>en-gb</language><ttl>30</ttl>",
        ),
        URL,
    )

    assert (feed.title, feed.site_url, feed.description) == (
        "Harbour Post",
        "https://harbour.example/",
        "News & views",
    )
    assert (feed.lang, feed.ttl, feed.format, feed.notes) == ("en-gb", 1800, "rss-2.0", ())
    found = only(feed)
    assert (found.title, found.url, found.guid) == ("Ferry sails", "https://harbour.example/1", "g1")
    assert found.authors == ("Ann Lee", "Bo Chen")
    assert found.categories == ("Sea", "Trade")
    assert (found.html, found.summary, found.html_is_summary) == ("<p>The whole story.</p>", "Short.", False)
    assert found.enclosures == (Link("https://harbour.example/1.mp3", "Audio", "enclosure"),)


def test_the_day_is_that_of_the_publisher() -> None:
    found = item("<title>a</title><pubDate>Fri, 04 Feb 2022 00:30:00 +0300</pubDate>")

    assert found.published == datetime(2022, 2, 3, 21, 30, tzinfo=UTC)
    assert found.day == "2022-02-04"


def test_a_missing_or_unreadable_date_is_unknown() -> None:
    assert item("<title>a</title>").published is None
    assert item("<title>a</title><pubDate>not a date</pubDate>").published is None


def test_an_update_stands_for_the_date_of_an_entry_that_has_no_other() -> None:
    found = entry("<title>a</title><updated>2022-02-04T09:19:00Z</updated>")

    assert found.published == found.updated == datetime(2022, 2, 4, 9, 19, tzinfo=UTC)


def test_rdf_gives_its_bodies_too() -> None:
    feed = parse(RDF, URL)

    assert (feed.title, feed.format) == ("Harbour Post", "rdf-1.0")
    found = only(feed)
    assert (found.title, found.guid, found.authors) == (
        "Ferry sails",
        "https://harbour.example/1",
        ("Ann Lee",),
    )
    assert found.html == "<p>The whole story of the ferry.</p>"
    assert found.day == "2026-02-04"


def test_atom_gives_its_fields() -> None:
    found = entry(
        "<title>Ferry sails</title><link href='https://harbour.example/1?utm_source=feed'/>"
        "<link rel='enclosure' href='https://harbour.example/1.mp3' type='audio/mpeg'/>"
        "<author><name>Ann Lee</name></author><author><name>Bo Chen</name></author>"
        "<published>2022-02-04T09:19:00Z</published><updated>2022-02-05T09:19:00Z</updated>"
        "<category term='sea' label='The sea'/><content type='html'>&lt;p&gt;All of it.&lt;/p&gt;</content>"
    )

    assert found.url == "https://harbour.example/1"
    assert found.authors == ("Ann Lee", "Bo Chen")
    assert found.published == datetime(2022, 2, 4, 9, 19, tzinfo=UTC)
    assert found.updated == datetime(2022, 2, 5, 9, 19, tzinfo=UTC)
    assert found.categories == ("The sea",)
    assert found.enclosures == (Link("https://harbour.example/1.mp3", "Audio", "enclosure"),)
    assert (found.html, found.html_is_summary) == ("<p>All of it.</p>", False)


def test_an_entry_of_atom_without_author_is_by_the_author_of_the_feed() -> None:
    feed = parse(atom("<author><name>Ann Lee</name></author><entry><id>1</id><title>a</title></entry>"), URL)

    assert only(feed).authors == ("Ann Lee",)


def test_the_editor_of_rss_did_not_write_the_entries() -> None:
    head = (
        "<title>t</title><managingEditor>ed@harbour.example (Ed)</managingEditor><dc:creator>Ed</dc:creator>"
    )

    assert only(parse(rss("<item><title>a</title></item>", head), URL)).authors == ()
    assert only(parse(rss("<item><title>a <em>b</em></title></item>", head), URL)).authors == ()
    assert (
        only(
            parse(
                RDF.replace(b"Ann Lee", b"").replace(
                    b"</link></channel>", b"</link><dc:creator>Ed</dc:creator></channel>"
                ),
                URL,
            )
        ).authors
        == ()
    )


def test_mail_addresses_are_no_authors() -> None:
    assert item("<title>a</title><author>ann@harbour.example (Ann Lee)</author>").authors == ("Ann Lee",)
    assert item("<title>a</title><author>ann@harbour.example</author>").authors == ()


def test_xml_base_is_where_addresses_start() -> None:
    found = entry(
        "<title>a</title><link href='2026/1'/><content type='html'>&lt;a href='pic.png'&gt;x&lt;/a&gt;</content>",
        xml_base="https://press.example/news/",
    )

    assert found.url == "https://press.example/news/2026/1"
    assert "https://press.example/news/pic.png" in found.html


def test_a_guid_stays_as_given_whichever_way_the_feed_is_read() -> None:
    quick = entry("<title>a</title>")
    patient = entry("<title>a</title>", xml_base="https://press.example/")

    assert quick.guid == patient.guid == "tag:harbour.example,2026:1"
    assert item("<title>a</title><link>https://harbour.example/1</link>").guid is None


def test_xhtml_bodies_are_read() -> None:
    found = entry(
        "<title>a</title><content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p>All <b>of</b> it.</p></div>"
        "</content>"
    )

    assert "<p>All <b>of</b> it.</p>" in found.html


def test_the_longest_body_wins() -> None:
    found = item(
        f"<title>a</title><description>{'The whole story. ' * 9}</description><content:encoded>Teaser.</content:encoded>"
    )

    assert found.html.startswith("The whole story.")
    assert found.summary == "Teaser."


def test_a_description_alone_is_a_summary() -> None:
    found = item("<title>a</title><description>Short.</description>")

    assert (found.html, found.html_is_summary, found.summary) == ("Short.", True, None)


def test_video_feeds_tell_about_the_film() -> None:
    found = entry(
        "<title>a</title><media:group xmlns:media='http://search.yahoo.com/mrss/'>"
        "<media:thumbnail url='https://v.example/1.jpg'/><media:content url='https://v.example/1' type='video/mp4'/>"
        "<media:description>How the ferry sails.</media:description></media:group>"
    )

    assert found.html == "How the ferry sails."
    assert found.picture == "https://v.example/1.jpg"


def test_every_item_counts_though_guids_are_the_same_or_missing() -> None:
    feed = parse(
        rss("<item><title>a</title><guid>1</guid></item>" * 3 + "<item><title>b</title></item>" * 2), URL
    )

    assert [found.title for found in feed.entries] == ["a", "a", "a", "b", "b"]


def test_a_feed_without_entries_is_a_feed() -> None:
    assert parse(rss(), URL).entries == ()
    assert parse(b"<rss></rss>", URL).entries == ()


@pytest.mark.parametrize(
    ("head", "seconds"),
    [
        ("<ttl>60</ttl>", 3600),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", 1800),
        ("<sy:updatePeriod>daily</sy:updatePeriod>", 86400),
        ("<ttl>soon</ttl>", None),
        ("<ttl>0</ttl>", None),
        ("<sy:updatePeriod>hourly</sy:updatePeriod><sy:updateFrequency>0</sy:updateFrequency>", 3600),
    ],
)
def test_how_long_a_feed_asks_to_be_left_alone(head: str, seconds: int | None) -> None:
    feed = parse(
        rss(head=f"<title>t</title>{head}", xmlns_sy="http://purl.org/rss/1.0/modules/syndication/"), URL
    )

    assert feed.ttl == seconds


def test_relative_addresses_start_at_the_feed() -> None:
    assert (
        parse(rss(head="<title>t</title><link>/news</link>"), URL).site_url == "https://harbour.example/news"
    )


@pytest.mark.parametrize("bad", ["javascript:alert(1)", "file:///etc/passwd", "-flag", "data:text/html,x"])
def test_only_web_addresses_pass(bad: str) -> None:
    found = item(
        f'<title>a</title><link>{bad}</link><guid>{bad}</guid><enclosure url="{bad}" type="image/png"/>'
    )

    assert found.url is None or found.url.startswith("https://harbour.example/")
    assert all(link.url.startswith("https://harbour.example/") for link in found.enclosures)


def test_a_feed_with_a_default_namespace_keeps_its_title() -> None:
    body = rss("<item><title>a</title></item>").replace(
        b"<rss ", b'<rss xmlns="http://backend.userland.com/rss2" '
    )

    assert parse(body, URL).title == "Harbour Post"


def test_full_texts_of_the_yandex_kind_are_bodies() -> None:
    found = item(
        f"<title>a</title><description>Short.</description><yandex:full-text>{'All of it. ' * 9}</yandex:full-text>"
    )

    assert found.html.startswith("All of it.")
    assert not found.html_is_summary


def test_the_newest_entries_of_a_huge_feed_are_taken_and_it_says_so() -> None:
    old = "<item><title>old</title><pubDate>Fri, 04 Feb 2022 09:19:00 GMT</pubDate></item>"
    new = "<item><title>new</title><pubDate>Fri, 11 Feb 2022 09:19:00 GMT</pubDate></item>"
    feed = parse(rss(old * ENTRIES_LIMIT + new), URL)

    assert len(feed.entries) == ENTRIES_LIMIT
    assert feed.entries[-1].title == "new"
    assert feed.notes == (f"{ENTRIES_LIMIT + 1} entries; only the newest {ENTRIES_LIMIT} were read",)


def test_packed_feeds_are_unpacked_even_twice() -> None:
    packed = gzip.compress(gzip.compress(rss("<item><title>Ferry sails</title></item>")))

    assert only(parse(packed, URL)).title == "Ferry sails"


@pytest.mark.parametrize(
    ("body", "why"),
    [
        (b"", "empty"),
        (b" \n\xef\xbb\xbf", "empty"),
        (b"<!DOCTYPE html><html><head><title>x</title></head></html>", "web page"),
        (b"<opml version='2.0'><body/></opml>", "list of feeds"),
        (b"hello", "not RSS"),
        (b'{"a": 1}', "another kind"),
        (b'{"a": ', "JSON"),
        (b"%PDF-1.7", "not RSS"),
    ],
)
def test_what_is_no_feed_is_refused_by_name(body: bytes, why: str) -> None:
    with pytest.raises(ParseError, match=why) as caught:
        parse(body, "https://user:secret@harbour.example/")

    assert "not a feed" in str(caught.value)
    assert "secret" not in str(caught.value)
    assert caught.value.subject == "https://user:***@harbour.example/"


def test_the_sniff_knows_feeds_from_other_bytes() -> None:
    assert looks_like_feed(rss())
    assert looks_like_feed(gzip.compress(atom("")))
    assert looks_like_feed(b"\n<!-- rss --><?xml version='1.0'?><rdf:RDF>")
    assert looks_like_feed(b'{"items": [], "version": "https://jsonfeed.org/version/1.1"}')
    assert not looks_like_feed(b"<!DOCTYPE html><html><body><p>about the rss feed</p></body></html>")
    assert not looks_like_feed(b"")


@pytest.mark.parametrize(
    ("body", "hint"),
    [
        (b"<html></html>", "to subscribe to the feeds"),
        (b"<opml></opml>", "broadsheet import"),
        (b"<svg></svg>", "open the address"),
        (b"<urlset></urlset>", ""),
    ],
)
def test_who_gives_something_else_is_told_what_to_do(body: bytes, hint: str) -> None:
    with pytest.raises(ParseError) as caught:
        parse(body, None)

    assert hint in (caught.value.hint or "")
    assert bool(caught.value.hint) is bool(hint)
    assert caught.value.subject == ""


def test_without_an_address_of_its_own_the_feed_says_where_addresses_start() -> None:
    link = "<title>a</title><link>https://harbour.example/</link>"
    own = "<atom:link rel='self' href='https://feeds.example/f/x.xml' xmlns:atom='http://www.w3.org/2005/Atom'/>"
    items = "<item><title>a</title><enclosure url='1.mp3'/></item>"

    for head, base in ((link, "https://harbour.example/"), (link + own, "https://feeds.example/f/")):
        (file,) = only(parse(rss(items, head), None)).enclosures
        assert file.url == f"{base}1.mp3"
    (file,) = only(parse(rss(items, link + own), URL)).enclosures
    assert file.url == "https://harbour.example/1.mp3"


def test_as_many_entries_as_the_limit_are_taken_without_a_word(monkeypatch: pytest.MonkeyPatch) -> None:
    assert ENTRIES_LIMIT == 5_000
    monkeypatch.setattr(feeds, "ENTRIES_LIMIT", 2)
    items = [f"<item><title>{name}</title>{date}</item>" for name, date in
             (("none", ""), ("old", "<pubDate>2022-02-04T09:19:00Z</pubDate>"), ("new", "<pubDate>2022-02-05T09:19:00Z</pubDate>"))]  # fmt: skip

    assert parse(rss("".join(items[:2])), URL).notes == ()
    feed = parse(rss("".join(items)), URL)
    assert [found.title for found in feed.entries] == ["old", "new"]
    assert feed.notes == ("3 entries; only the newest 2 were read",)


def test_an_entry_that_was_only_updated_is_as_old_as_that(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(feeds, "ENTRIES_LIMIT", 1)
    feed = parse(
        atom(
            "<entry><id>1</id><title>a</title></entry><entry><id>2</id><title>b</title><updated>2022-02-05T09:19:00Z</updated>"
            "</entry>"
        ),
        URL,
    )
    assert only(feed).title == "b"


def test_the_language_and_the_format_of_a_feed_are_short() -> None:
    body = b'{"version": "https://jsonfeed.org/version/' + b"1" * 90 + b'", "language": "' + b"x" * 90 + b'"}'
    feed = parse(body, URL)

    assert (len(feed.format or ""), len(feed.lang or "")) == (40, 40)


def test_the_sniff_reads_eight_kilobytes() -> None:
    assert looks_like_feed(b" " * 7_996 + b"<rss>")
    assert not looks_like_feed(b" " * 7_997 + b"<rss>")


def test_the_sniff_refuses_what_cannot_be_unpacked_and_a_channel_alone() -> None:
    assert looks_like_feed(gzip.compress(b"\0" * 16 * 2**20)) is False
    assert looks_like_feed(b"<channel>") is False
    assert looks_like_feed(b'{"items": []}') is False


def test_the_newest_of_a_hundred_thousand_entries_are_taken_before_a_parser_reads_them() -> None:
    def entry_of(number: int) -> str:
        day, hour = divmod(number * 7_919 % 100_000, 24)
        when = datetime(2010, 1, 1, hour, tzinfo=UTC) + timedelta(days=day)
        return f"<item><title>{number}</title><pubDate><![CDATA[{when:%d %b %Y %H:00 GMT}]]></pubDate></item>"

    with cputime.within(10):
        feed = parse(rss("".join(map(entry_of, range(100_000)))), URL)
    newest = sorted(range(100_000), key=lambda number: number * 7_919 % 100_000)[-ENTRIES_LIMIT:]
    assert [found.title for found in feed.entries] == [str(number) for number in sorted(newest)]
    assert feed.notes == ("100000 entries; only the newest 5000 were read",)


def test_entries_in_comments_and_cdata_and_without_an_end_are_told_apart(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(feeds, "ENTRIES_LIMIT", 2)
    date = "<pubDate>2022-02-0{}T09:19:00Z</pubDate>"
    feed = parse(
        rss(
            f"<!-- <item><title>no</title>{date.format(9)}</item> -->"
            f"<item><title>a</title>{date.format(3)}<description><![CDATA[<item>{date.format(9)}</item>]]></description></item>"
            f"<item><title>b</title>{date.format(1)}</item><item/>"
            f"<item><title>c</title>{date.format(2)}<item><title>d</title>{date.format(4)}</item>"
        ),
        URL,
    )
    assert [found.title for found in feed.entries] == ["a", "d"]


def test_a_title_keeps_its_less_than_sign() -> None:
    feed = parse(
        rss("<item><title>Tide 5 < 6 metres</title><description>It is <b>high</b>.</description></item>"), URL
    )
    assert only(feed).title == "Tide 5 < 6 metres"


@pytest.mark.parametrize("extra", ["", "<description>An & alone</description>"], ids=["fast", "patient"])
def test_what_stands_in_tags_of_dublin_core_alone_is_read(extra: str) -> None:
    found = item(
        f"<dc:title>Only here</dc:title><dc:language>ru</dc:language><dc:creator>Ann Lee</dc:creator>"
        f"<dc:creator>Max Poe</dc:creator>{extra}"
    )
    assert (found.title, found.lang, found.authors) == ("Only here", "ru", ("Ann Lee", "Max Poe"))


def test_an_entry_has_the_language_of_its_content() -> None:
    assert entry('<title>D</title><content xml:lang="fr">x</content>').lang == "fr"
    assert (
        only(
            parse(
                atom('<entry xml:lang="de"><title>D</title><content xml:lang="fr">x</content></entry>'), URL
            )
        ).lang
        == "de"
    )


def test_the_transcript_of_a_podcast_is_a_file_of_its_own() -> None:
    found = item(
        '<title>Talk</title><enclosure url="/a.mp3" type="audio/mpeg"/>'
        '<podcast:transcript url="/a.json" type="application/json"/><podcast:transcript url="/a.vtt" type="text/vtt"/>'
        '<podcast:transcript url="/a.srt" type="application/srt"/>'
    )
    assert [(link.title, link.url.rpartition("/")[2]) for link in found.enclosures] == [
        ("Audio", "a.mp3"),
        ("Transcript", "a.vtt"),
    ]
