"""The fast reader: what it takes from fastfeedparser, and what from the outline instead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from reader import log
from reader.parse.raw import RawEnclosure
from reader.parse.tag_walk import EntryTags, FeedOutline, outline
from reader.parse.with_fastfeedparser import format_of, is_for_patient, language, read, title_kind, ttl
from tests.parse.rss import atom, rss

if TYPE_CHECKING:
    from reader.parse.raw import RawEntry, RawFeed

MEDIA = "xmlns:media='http://search.yahoo.com/mrss/'"


def feed(body: bytes) -> RawFeed:
    text = body.decode()
    found = read(text, outline(text))
    assert found is not None
    return found


def only(inner: str) -> RawEntry:
    (found,) = feed(rss(f"<item>{inner}</item>")).entries
    return found


def patient(body: bytes) -> bool:
    text = body.decode()
    return is_for_patient(text, outline(text))


def test_a_feed_of_rss_gives_its_head() -> None:
    found = feed(
        rss(
            "<item><title>a</title></item><item><title>b</title></item>",
            "<title>Post</title><link>https://harbour.example/</link><description>News</description><ttl>5</ttl>"
            "<language>de</language><dc:creator>Ann</dc:creator>"
            "<atom:link rel='self' href='/feed' xmlns:atom='http://www.w3.org/2005/Atom'/>",
        )
    )

    assert (found.format, found.title, found.title_kind) == ("rss-2.0", "Post", "unsaid")
    assert (found.url, found.site_url, found.description) == ("/feed", "https://harbour.example/", "News")
    assert (found.lang, found.ttl, found.authors) == ("de", 300, ("Ann",))
    assert [entry.title for entry in found.entries] == ["a", "b"]


def test_a_head_that_says_nothing_is_empty() -> None:
    found = feed(rss("<item><title>a</title></item>", ""))

    assert (found.title, found.description, found.site_url, found.authors) == ("", "", None, ())


def test_an_entry_gives_its_fields() -> None:
    found = only(
        "<title>Ferry</title><link>/1</link><guid>g</guid><pubDate>today</pubDate><dc:creator>Ann</dc:creator>"
        "<dc:creator>Bo</dc:creator><category>Sea</category><description>Short.</description>"
        "<content:encoded>The whole story.</content:encoded><media:thumbnail url='/1.jpg'/>"
        "<enclosure url='/1.mp3' type='audio/mpeg' length='9'/><itunes:duration>61</itunes:duration>"
    )

    assert (found.title, found.title_kind, found.link, found.guid) == ("Ferry", "unsaid", "/1", "g")
    assert (found.published, found.updated, found.authors) == ("today", None, ("Ann", "Bo"))
    assert (found.bodies, found.summary, found.body_is_text) == (("The whole story.",), "Short.", False)
    assert (found.categories, found.pictures, found.duration) == (("Sea",), ("/1.jpg",), "61")
    assert found.enclosures == (RawEnclosure("/1.mp3", "audio/mpeg", "9"),)


def test_an_entry_of_atom_gives_its_fields() -> None:
    (found,) = feed(
        atom(
            "<entry xml:lang='fr'><id>1</id><title type='html'>t</title><updated>now</updated><content type='text'>a &lt; b"
            "</content><category term='sea' label='The sea'/><category term='x'/></entry>"
        )
    ).entries

    assert (found.title_kind, found.lang, found.updated, found.duration) == ("html", "fr", "now", "")
    assert (found.bodies, found.body_is_text, found.categories) == (("a < b",), True, ("The sea", "x"))


def test_a_content_of_markup_is_no_text() -> None:
    (found,) = feed(atom("<entry><id>1</id><title>t</title><content type='html'>a</content></entry>")).entries

    assert (found.bodies, found.body_is_text) == (("a",), False)


def test_a_content_alone_has_no_summary_and_a_summary_alone_is_no_content() -> None:
    content = only("<title>a</title><content:encoded>The whole story.</content:encoded>")
    summary = only("<title>a</title><description>Short.</description>")

    assert (content.bodies, content.summary) == (("The whole story.",), "")
    assert (summary.bodies, summary.summary) == ((), "Short.")


def test_an_empty_content_leaves_the_summary() -> None:
    found = only("<title>a</title><description>Short.</description>")
    assert (found.bodies, found.summary) == ((), "Short.")


def test_the_longer_of_two_summaries_of_a_podcast_is_taken_where_there_is_no_content() -> None:
    podcast = "<itunes:summary>Longer than that.</itunes:summary>"

    assert only(f"<title>a</title><description>Short.</description>{podcast}").summary == "Longer than that."
    assert only(f"<title>a</title><description>{'Long. ' * 9}</description>{podcast}").summary.startswith(
        "Long. "
    )
    with_content = only(
        f"<title>a</title><description>Short.</description><content:encoded>x</content:encoded>{podcast}"
    )
    assert with_content.summary == "Short."


def test_a_full_text_stands_beside_the_content() -> None:
    full = "<yandex:full-text>All.</yandex:full-text>"

    assert only(f"<title>a</title>{full}").bodies == ("All.",)
    assert only(f"<title>a</title><content:encoded>x</content:encoded>{full}").bodies == ("x", "All.")


def test_a_film_is_described_by_its_media_only_where_nothing_else_does() -> None:
    film = f"<media:group {MEDIA}><media:content url='v' type='video/mp4'/><media:description>Film.</media:description></media:group>"
    (bare,) = feed(atom(f"<entry><id>1</id><title>t</title>{film}</entry>")).entries
    (told,) = feed(atom(f"<entry><id>1</id><title>t</title><summary>Short.</summary>{film}</entry>")).entries

    assert (bare.bodies, bare.summary) == (("Film.",), "")
    assert (told.bodies, told.summary) == ((), "Short.")


def test_it_gives_up_where_it_finds_other_entries_than_the_outline() -> None:
    text = rss("<item><title>a</title></item>").decode()

    assert read(text, FeedOutline(root="rss")) is None
    assert read("<rss>no feed", outline("<rss>no feed")) is None


@pytest.mark.parametrize(("lost", "name"), [("has_content", "content"), ("has_link", "link")])
def test_it_gives_up_where_an_entry_lacks_what_its_tags_show(lost: str, name: str) -> None:
    text = rss("<item><title>a</title></item>").decode()
    found = outline(text)
    setattr(found.items[0], lost, True)

    assert read(text, found) is None


def test_it_does_not_give_up_where_the_entry_has_what_its_tags_show() -> None:
    (found,) = feed(
        atom("<entry><id>1</id><title>t</title><link href='/1'/><content>x</content></entry>")
    ).entries
    assert (found.link, found.bodies) == ("/1", ("x",))


def test_it_gives_up_where_it_misses_the_title_of_the_feed() -> None:
    text = rss("<item><title>a</title></item>", "<link>https://harbour.example/</link>").decode()
    found = outline(text)
    assert read(text, found) is not None
    found.head.values["title"] = "Post"

    assert read(text, found) is None


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (rss("<item><title>a</title></item>"), False),
        (rss("<item><title>a <em>b</em></title></item>"), True),
        (rss("", "<title>a <em>b</em></title>"), True),
        (rss("<item><title>xml:base and xhtml, mode=base64</title></item>"), False),
        (atom("", xml_base="https://press.example/"), True),
        (atom("<entry><content type='xhtml'></content></entry>"), True),
        (atom("<entry><content type=\"application/xhtml+xml\"></content></entry>"), True),
        (atom("<entry><content mode = 'base64'></content></entry>"), True),
        (atom("<entry><content mode='xml'></content></entry>"), True),
        (atom("<entry><content mode='escaped'></content></entry>"), False),
    ],
)  # fmt: skip
def test_what_it_is_known_to_lose_is_left_to_the_patient_reader(body: bytes, expected: bool) -> None:
    assert patient(body) is expected


@pytest.mark.parametrize(
    ("root", "attributes", "name"),
    [
        ("feed", {"xmlns": "http://www.w3.org/2005/Atom"}, "atom-1.0"),
        ("feed", {"xmlns:a": "http://www.w3.org/2005/Atom", "xmlns": "else"}, "atom-1.0"),
        ("feed", {"xmlns": "http://purl.org/atom/ns#"}, "atom-0.3"),
        ("feed", {"about": "http://www.w3.org/2005/Atom"}, "atom-?"),
        ("rdf", {"version": "2.0"}, "rdf-1.0"),
        ("rss", {"version": " 0.91 "}, "rss-0.91"),
        ("rss", {"version": "123456789012"}, "rss-1234567890"),
        ("rss", {"version": " "}, "rss-?"),
        ("channel", {}, "rss-?"),
    ],
)
def test_the_format_is_told_by_root_and_version(root: str, attributes: dict[str, str], name: str) -> None:
    assert format_of(FeedOutline(root=root, attributes=attributes)) == name


@pytest.mark.parametrize(
    ("said", "kind", "expected"),
    [
        ("html", "rss-2.0", "unsaid"), ("html", "rdf-1.0", "unsaid"), ("html", "atom-1.0", "html"),
        ("text/html", "atom-0.3", "html"), ("text", "atom-1.0", "text"), ("", "atom-1.0", "text"), (None, "atom-?", "text"),
    ],
)  # fmt: skip
def test_only_atom_says_what_a_title_is(said: str | None, kind: str, expected: str) -> None:
    assert title_kind(said, kind) == expected


def test_the_language_is_said_in_a_tag_else_by_the_root_else_by_the_channel() -> None:
    head = EntryTags(values={"language": "de"}, attributes={"xml:lang": "it"})
    found = FeedOutline(attributes={"xml:lang": "fr"}, head=head)

    assert language(found) == "de"
    del head.values["language"]
    assert language(found) == "fr"
    found.attributes.clear()
    assert language(found) == "it"
    head.attributes.clear()
    assert language(found) is None


@pytest.mark.parametrize(
    ("values", "seconds"),
    [
        ({"ttl": "60"}, 3_600), ({"ttl": "1"}, 60), ({"ttl": "9999999"}, 599_999_940), ({"ttl": "10000000"}, None),
        ({"ttl": "0"}, None), ({"ttl": "-1"}, None), ({"ttl": "soon"}, None), ({}, None), ({"ttl": "5", "period": "daily"}, 300),
        ({"period": "hourly"}, 3_600), ({"period": "Daily"}, 86_400), ({"period": "weekly"}, 604_800),
        ({"period": "monthly"}, 2_592_000), ({"period": "yearly"}, 31_536_000), ({"period": "often"}, None),
        ({"period": "hourly", "frequency": "2"}, 1_800), ({"period": "hourly", "frequency": "0"}, 3_600),
        ({"period": "hourly", "frequency": "x"}, None), ({"period": "hourly", "frequency": ""}, None),
        ({"period": "daily", "frequency": "86400"}, 1), ({"period": "daily", "frequency": "86401"}, None),
        ({"period": "yearly", "frequency": "99999"}, 315), ({"period": "yearly", "frequency": "100000"}, None),
        ({"frequency": "2"}, None),
    ],
)  # fmt: skip
def test_how_many_seconds_a_feed_asks_to_be_left_alone(values: dict[str, str], seconds: int | None) -> None:
    assert ttl(EntryTags(values=values)) == seconds


def test_a_feed_with_every_sign_at_once_is_for_the_patient_reader() -> None:
    body = "<content type='xhtml' mode='base64' src='http://purl.org/atom/x'></content>"
    assert patient(atom(f"<entry>{body}</entry>", xml_base="https://press.example/"))


def test_what_fastfeedparser_raises_is_logged_with_the_feeds_address(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[tuple[str, object]] = []
    monkeypatch.setattr(log, "debug", lambda what, about=None: heard.append((what, about)))
    tags = FeedOutline(root="rss", head=EntryTags(self_url="https://harbour.example/feed"))

    assert read("<rss>no feed", tags) is None
    assert heard == [("reading a feed with fastfeedparser", "https://harbour.example/feed")]
