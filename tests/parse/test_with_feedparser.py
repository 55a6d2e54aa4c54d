"""The patient reader: what it takes from feedparser, and what from the outline where both count the same entries."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, Any

import feedparser
import pytest

from reader import log
from reader.errors import ParseError
from reader.parse import with_feedparser
from reader.parse.raw import FILES_LIMIT, RawEnclosure, RawEntry
from reader.parse.tag_walk import EntryTags, FeedOutline, outline
from reader.parse.with_feedparser import read
from tests.parse.rss import URL, atom, rss

if TYPE_CHECKING:
    from pathlib import Path

    from reader.parse.raw import RawFeed


def feed(body: bytes) -> RawFeed:
    text = body.decode()
    return read(text, outline(text), URL)


def only(inner: str) -> RawEntry:
    (found,) = feed(rss(f"<item>{inner}</item>")).entries
    return found


def alone(**fields: Any) -> RawEntry:
    """An entry of feedparser's that no tags of the outline belong to."""
    return with_feedparser._entry(fields, None, "rss-2.0")


def marked(marks: EntryTags, **fields: Any) -> RawEntry:
    return with_feedparser._entry(fields, marks, "rss-2.0")


def test_a_feed_gives_its_head() -> None:
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
    found = feed(rss("<item><title>a</title></item>", "", xml_lang="fr"))

    assert (found.title, found.description, found.site_url, found.authors, found.lang) == (
        "",
        "",
        None,
        (),
        "fr",
    )


def test_an_entry_gives_its_fields() -> None:
    found = only(
        "<title>Ferry</title><link>https://harbour.example/1</link><guid>g</guid><pubDate>today</pubDate>"
        "<dc:creator>Ann</dc:creator><dc:creator>Bo</dc:creator><category>Sea</category><description>Short.</description>"
        "<content:encoded>The whole story.</content:encoded><media:thumbnail url='/1.jpg'/>"
        "<enclosure url='/1.mp3' type='audio/mpeg' length='9'/><itunes:duration>61</itunes:duration>"
    )

    assert (found.title, found.title_kind, found.link, found.guid) == (
        "Ferry",
        "unsaid",
        "https://harbour.example/1",
        "g",
    )
    assert (found.published, found.updated, found.authors) == ("today", None, ("Ann", "Bo"))
    assert (found.bodies, found.summary, found.body_is_text) == (("The whole story.",), "Short.", False)
    assert (found.categories, found.pictures, found.duration) == (("Sea",), ("/1.jpg",), "61")
    assert (found.enclosures, found.lang) == ((RawEnclosure("/1.mp3", "audio/mpeg", "9"),), None)


def test_what_the_outline_knows_is_not_asked_of_feedparser() -> None:
    marks = EntryTags(
        attributes={"xml:lang": "fr"}, authors=["Ann"], values={"guid": "g", "published": "p", "updated": "u"}
    )
    found = marked(
        marks,
        id="x",
        author="x",
        published="x",
        updated="x",
        itunes_duration="9",
        enclosures=[{"href": "/x"}],
    )

    assert (found.guid, found.published, found.updated, found.lang) == ("g", "p", "u", "fr")
    assert (found.authors, found.duration, found.enclosures, found.pictures) == (("Ann",), "", (), ())


def test_an_entry_without_tags_of_its_own_is_as_feedparser_has_it() -> None:
    found = alone(
        id="g", link="/1", published="p", updated="u", author="Ann", itunes_duration="9",
        enclosures=[{"href": "/1.mp3", "type": "audio/mpeg", "length": "7"}, {}],
        summary="Short.", content=[{"value": "Long.", "type": "text/html"}],
    )  # fmt: skip

    assert (found.guid, found.link, found.published, found.updated) == ("g", "/1", "p", "u")
    assert (found.authors, found.duration, found.lang) == (("Ann",), "9", None)
    assert found.enclosures == (RawEnclosure("/1.mp3", "audio/mpeg", "7"), RawEnclosure(""))
    assert (found.bodies, found.summary, found.pictures) == (("Long.",), "Short.", ())
    assert alone() == RawEntry()


def test_only_so_many_files_are_taken_from_feedparser() -> None:
    found = alone(enclosures=[{"href": str(number)} for number in range(FILES_LIMIT + 2)])

    assert [file.url for file in found.enclosures] == [str(number) for number in range(FILES_LIMIT)]


def test_tags_count_only_where_both_find_as_many_entries() -> None:
    text = rss("<item><title>a</title><dc:creator>Ann</dc:creator><pubDate>p</pubDate></item>").decode()
    tags = outline(text)
    tags.items[0].values["published"] = "from the tags"

    assert read(text, tags, URL).entries[0].published == "from the tags"
    tags.items.append(EntryTags())
    assert read(text, tags, URL).entries[0].published == "p"


def test_a_content_that_is_copied_into_the_summary_is_no_summary() -> None:
    content = [{"value": "Long."}]

    assert alone(summary="Long.", content=content).summary == ""
    assert marked(EntryTags(has_content=True), summary="Beginning", content=content).summary == ""
    assert (
        marked(EntryTags(has_content=True, has_summary=True), summary="Short.", content=content).summary
        == "Short."
    )


def test_a_second_summary_is_no_content() -> None:
    found = marked(
        EntryTags(has_summary=True), summary="Short.", content=[{"value": "Longer."}, {"value": "x"}]
    )
    assert (found.bodies, found.summary) == ((), "Longer.")
    found = marked(EntryTags(has_summary=True), summary="The longest.", content=[{"value": "Longer."}])
    assert (found.bodies, found.summary) == ((), "The longest.")


def test_a_full_text_is_a_body() -> None:
    marks = EntryTags(has_content=True, has_summary=True, values={"full text": "All."})
    assert marked(marks, content=[{"value": "x"}]).bodies == ("x", "All.")


def test_a_body_is_text_where_all_contents_say_so() -> None:
    text, html = {"value": "a", "type": "text/plain"}, {"value": "b", "type": "text/html"}

    assert alone(content=[text, text]).body_is_text
    assert not alone(content=[text, html]).body_is_text
    assert not alone(content=[html]).body_is_text
    assert alone(content=[text, {"value": "", "type": "text/html"}]).body_is_text
    assert not alone().body_is_text


def test_a_document_of_another_kind_is_the_link_where_there_is_no_page() -> None:
    links = [
        {"rel": "self", "href": "/0"}, {"rel": "alternate"}, {"rel": "alternate", "href": "/1"}, {"rel": "alternate", "href": "/2"},
    ]  # fmt: skip

    assert alone(links=links).link == "/1"
    assert alone(link="/page", links=links).link == "/page"
    assert alone(links=links[:2]).link is None


def test_categories_have_their_label_else_their_term() -> None:
    found = alone(tags=[{"label": "The sea", "term": "sea"}, {"label": None, "term": "x"}, {"term": None}])
    assert found.categories == ("The sea", "x", "")


def test_the_date_of_another_field_is_not_copied() -> None:
    text = rss("<item><title>a</title><pubDate>Fri, 04 Feb 2022 09:19:00 GMT</pubDate></item>").decode()
    (found,) = read(text, FeedOutline(root="rss"), URL).entries

    assert (found.published, found.updated) == ("Fri, 04 Feb 2022 09:19:00 GMT", None)


@pytest.mark.parametrize(
    ("said", "kind", "expected"),
    [
        ("text/html", "rss-2.0", "unsaid"), ("text/html", "atom-1.0", "html"), ("application/xhtml+xml", "atom-0.3", "html"),
        ("text/plain", "atom-1.0", "text"), (None, "atom-1.0", "text"),
    ],
)  # fmt: skip
def test_only_atom_says_what_a_title_is(said: str | None, kind: str, expected: str) -> None:
    detail = {"type": said} if said else None
    assert with_feedparser._entry({"title_detail": detail}, None, kind).title_kind == expected


def test_titles_of_feed_and_entries_keep_their_kind() -> None:
    found = feed(
        atom("<entry><id>1</id><title type='html'>a</title></entry><entry><id>2</id><title>b</title></entry>")
    )
    assert (found.title_kind, [entry.title_kind for entry in found.entries]) == ("text", ["html", "text"])


def test_all_named_authors_count_and_else_the_only_one() -> None:
    assert alone(
        authors=[{"name": "Ann"}, {"href": "x"}, {"name": ""}, {"name": "Bo"}], author="x"
    ).authors == ("Ann", "Bo")
    assert alone(authors=[{}], author="Ann").authors == ("Ann",)
    assert marked(EntryTags(), author="Ann").authors == ("Ann",)


def test_relative_addresses_are_resolved_only_where_xml_base_says_from_where() -> None:
    entry = "<entry><id>1</id><title>a</title><content type='html'>&lt;a href='x'&gt;y&lt;/a&gt;</content></entry>"

    assert feed(atom(entry)).entries[0].bodies == ("<a href='x'>y</a>",)
    assert (
        "https://press.example/x" in feed(atom(entry, xml_base="https://press.example/")).entries[0].bodies[0]
    )


def test_nothing_is_taken_out_of_the_markup() -> None:
    (found,) = feed(
        atom(
            "<entry><id>1</id><title>a</title><content type='html'>&lt;script&gt;x&lt;/script&gt;</content></entry>"
        )
    ).entries
    assert found.bodies == ("<script>x</script>",)


def test_feedparser_is_given_a_stream_and_the_address_that_links_start_from(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    given: list[tuple[object, dict[str, Any]]] = []
    genuine = feedparser.parse

    def heard(source: object, **named: Any) -> Any:
        given.append((source, named))
        return genuine(source, **named)

    monkeypatch.setattr(feedparser, "parse", heard)
    text = rss("<item><link>/1</link></item>").decode()

    assert read(text, outline(text), URL).entries[0].link == "https://harbour.example/1"
    read(text, outline(text), None)
    assert all(isinstance(stream, BytesIO) for stream, _ in given)
    assert [named["response_headers"]["content-location"] for _, named in given] == [URL, ""]


def test_whatever_feedparser_raises_is_one_error_and_logged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log, "_folder", lambda: tmp_path)

    def broken(*_: object, **__: object) -> None:
        raise RecursionError

    monkeypatch.setattr(feedparser, "parse", broken)
    with pytest.raises(ParseError, match=r"cannot be read as a feed \(RecursionError\)"):
        read("<rss/>", FeedOutline(root="rss"), URL)
    told = (tmp_path / log.NAME).read_text()
    assert f"] reading a feed with feedparser {log.masked(URL)}\n  RecursionError\n" in told


def test_the_language_is_feedparsers_else_the_outlines() -> None:
    tags = FeedOutline(root="rss", attributes={"xml:lang": "fr"})

    assert read(rss("", "<language>de</language>").decode(), tags, URL).lang == "de"
    assert read(rss("").decode(), tags, URL).lang == "fr"
