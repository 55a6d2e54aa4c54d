"""A walk over the tags of a feed: the head and each entry, with what they say of themselves."""

from __future__ import annotations

import pytest

from reader.errors import ParseError
from reader.parse import tag_walk
from reader.parse.raw import RawEnclosure
from reader.parse.tag_walk import EntryTags, attributes, outline, value
from reader.text.clean import BODY_LIMIT


def only(inner: str) -> EntryTags:
    (marks,) = outline(f"<rss><channel><item>{inner}</item></channel></rss>").items
    return marks


def test_the_root_is_named_without_its_prefix_and_keeps_its_attributes() -> None:
    found = outline('<?xml version="1.0"?><RDF:RDF xmlns:x="u" Version="1"><item/></RDF:RDF>')

    assert (found.root, found.attributes) == ("rdf", {"xmlns:x": "u", "version": "1"})
    assert outline("no tag").root == ""


def test_values_of_the_head_and_of_entries_are_told_apart() -> None:
    found = outline(
        "<rss><channel><title>Post</title><item><title>One</title></item><title>Again</title><ttl>5</ttl>"
        "<entry><title>Two</title></entry></channel></rss>"
    )

    assert [marks.values for marks in found.items] == [{"title": "One"}, {"title": "Two"}]
    assert found.head.values == {"title": "Post", "ttl": "5"}


@pytest.mark.parametrize(
    ("tag", "name"),
    [
        ("guid", "guid"), ("id", "guid"), ("pubDate", "published"), ("published", "published"), ("issued", "published"),
        ("dcterms:issued", "published"), ("dcterms:created", "published"), ("date", "published"), ("dc:date", "published"),
        ("updated", "updated"), ("modified", "updated"), ("lastBuildDate", "updated"), ("dcterms:modified", "updated"),
        ("language", "language"), ("dc:language", "language"), ("ttl", "ttl"), ("sy:updatePeriod", "period"),
        ("sy:updateFrequency", "frequency"), ("itunes:author", "podcast author"), ("itunes:duration", "duration"),
        ("itunes:summary", "podcast summary"), ("yandex:full-text", "full text"), ("atom:updated", "updated"),
        ("rss:guid", "guid"),
    ],
)  # fmt: skip
def test_a_tag_gives_the_value_that_it_is_named_for(tag: str, name: str) -> None:
    assert only(f"<{tag}> a &amp; b </{tag}><{tag}>later</{tag}>").values == {name: "a & b"}


def test_a_prefix_bound_to_rss_or_atom_says_nothing() -> None:
    bound = 'xmlns:a="http://www.w3.org/2005/Atom" xmlns:b="http://purl.org/rss/1.0/" xmlns:c="http://purl.org/atom/ns#"'
    found = outline(f'<feed {bound} xmlns:d="http://else.example/"><a:id>1</a:id><b:ttl>2</b:ttl><c:title>3</c:title>'
                    "<d:updated>4</d:updated></feed>")  # fmt: skip

    assert found.head.values == {"guid": "1", "ttl": "2", "title": "3"}


def test_a_value_ends_at_its_limit_but_full_texts_are_long() -> None:
    marks = only(f"<title>{'x' * 2_001}</title><itunes:summary>{'y' * 2_001}</itunes:summary>")

    assert {name: len(text) for name, text in marks.values.items()} == {
        "title": 2_000,
        "podcast summary": 2_001,
    }
    assert (
        len(only(f"<yandex:full-text>{'y' * (BODY_LIMIT + 1)}</yandex:full-text>").values["full text"])
        == BODY_LIMIT
    )


def test_an_element_with_tags_in_it_has_no_value() -> None:
    assert only("<title>a <b>c</b></title><guid><x/>1</guid>").values == {}


def test_source_and_image_are_about_something_else() -> None:
    inner = "<title>theirs</title><author>Bo</author><guid>2</guid>"
    marks = only(
        f"<source>{inner}</source><image>{inner}</image><textInput>{inner}</textInput><title>ours</title>"
    )

    assert (marks.values, marks.names) == ({"title": "ours"}, ())


def test_an_empty_tag_opens_nothing() -> None:
    marks = only("<source/><content/><summary/><author/><name>No</name><title>ours</title>")

    assert (marks.values, marks.names) == ({"title": "ours"}, ())
    assert not marks.has_content
    assert not marks.has_summary


def test_tags_in_comments_and_cdata_do_not_count() -> None:
    marks = only("<!-- <guid>1</guid> --><title><![CDATA[<guid>2</guid> ]] ]></title>]]></title>")

    assert marks.values == {"title": "<guid>2</guid> ]] ]></title>"}


def test_authors_are_all_who_are_named() -> None:
    marks = only(
        "<dc:creator>Ann</dc:creator><author>Bo</author><author><name>Cy</name></author><name>no author</name>"
        "<author><name>Di</name><name>Ed</name></author><contributor><name>no author either</name></contributor>"
    )

    assert marks.names == ("Ann", "Bo", "Cy", "Di", "Ed")


def test_podcasts_name_their_author_last() -> None:
    assert only("<author>a@b.example</author><itunes:author>Ann</itunes:author>").names == (
        "a@b.example",
        "Ann",
    )
    assert only("<itunes:author>Ann</itunes:author>").names == ("Ann",)


def test_a_guid_may_stand_in_an_attribute() -> None:
    (marks,) = outline('<rdf:RDF><item rdf:about="u1"><guid></guid></item></rdf:RDF>').items
    assert marks.guid == "u1"
    assert only("<guid>g</guid>").guid == "g"
    assert only("").guid is None


def test_attributes_of_a_channel_are_those_of_the_head() -> None:
    found = outline('<rss><channel xml:lang="de"><item xml:lang="fr"/></channel></rss>')

    assert (found.head.attributes, found.items[0].attributes["xml:lang"]) == ({"xml:lang": "de"}, "fr")


@pytest.mark.parametrize("tag", ["content:encoded", "content", "body", "xhtml:body"])
def test_a_content_is_known_by_its_tag(tag: str) -> None:
    marks = only(f"<{tag}>x</{tag}>")
    assert (marks.has_content, marks.has_summary) == (True, False)


@pytest.mark.parametrize("tag", ["description", "summary"])
def test_a_summary_is_known_by_its_tag(tag: str) -> None:
    marks = only(f"<{tag}>x</{tag}>")
    assert (marks.has_content, marks.has_summary) == (False, True)


def test_the_type_of_a_title_is_that_of_the_first() -> None:
    assert only('<title type="html">a</title><title type="text">b</title>').title_type == "html"
    assert only('<title>a</title><title type="html">b</title>').title_type == ""
    assert only("<guid>1</guid>").title_type is None


@pytest.mark.parametrize("tag", ["title", "description", "summary", "content:encoded", "content"])
def test_markup_that_is_neither_escaped_nor_cdata_is_noticed(tag: str) -> None:
    assert only(f"<{tag}>a <em>b</em></{tag}>").has_bare_markup
    assert only(f"<{tag}>a <br/></{tag}>").has_bare_markup
    assert not only(f"<{tag}>a &lt;br&gt; <![CDATA[<em>]]></{tag}><guid>1</guid>").has_bare_markup


def test_markup_in_other_elements_is_no_bare_markup() -> None:
    assert not only(
        "<author><name>Ann</name></author><media:group><media:title>x</media:title></media:group>"
    ).has_bare_markup


def test_a_link_to_the_page_and_the_feeds_own_address_are_known_by_their_relation() -> None:
    found = outline(
        '<feed><link rel="self" href="/feed"/><link rel="self" href="/other"/><link rel="hub" href="/hub"/><entry>'
        '<link rel="alternate" href="/1"/></entry><entry><link href="/2"/></entry><entry><link rel="self" href="/3"/></entry>'
        "<entry><link>/4</link></entry></feed>"
    )

    assert found.head.self_url == "/feed"
    assert not found.head.has_link
    assert [marks.has_link for marks in found.items] == [True, True, False, False]
    assert all(not marks.files for marks in found.items)


def test_enclosures_of_both_kinds_of_feed_are_files() -> None:
    marks = only(
        '<enclosure url="/1.mp3" type="audio/mpeg" length="9"/><link rel="enclosure" href="/2.mp3" title="x"/>'
        '<enclosure href="/3.mp3" fileSize="7" duration="61"/>'
    )

    assert marks.files == (
        RawEnclosure("/1.mp3", "audio/mpeg", "9"),
        RawEnclosure("/2.mp3"),
        RawEnclosure("/3.mp3", "", "7", "61"),
    )


def test_fifty_enclosures_are_taken() -> None:
    marks = only("".join(f'<enclosure url="{number}"/>' for number in range(52)))

    assert [file.url for file in marks.files] == [str(number) for number in range(50)]


@pytest.mark.parametrize("said", ['type="video/mp4"', 'type="audio/ogg"', 'medium="video"', 'medium="audio"'])
def test_of_the_sizes_of_a_film_the_first_is_its_file(said: str) -> None:
    marks = only(
        f'<media:group><media:content url="/big" {said}/><media:content url="/small" {said}/></media:group>'
    )

    assert [file.url for file in marks.files] == ["/big"]
    assert marks.pictures == []


def test_a_film_beside_an_enclosure_is_the_same_once_more() -> None:
    film = '<media:content url="/1.mp4" type="video/mp4"/>'

    assert [file.url for file in only(f'{film}<enclosure url="/1.mp3"/>').files] == ["/1.mp3"]
    assert [file.url for file in only(f'<enclosure url="/1.mp3"/>{film}').files] == ["/1.mp3"]


def test_pictures_are_what_calls_itself_one_or_nothing() -> None:
    marks = only(
        '<media:thumbnail url="/1.jpg"/><media:content url="/2" medium="image"/><media:content url="/3" type="image/png"/>'
        '<itunes:image href="/4.jpg"/><media:content url="/5" type="text/html"/><media:content url="/6" medium="document"/>'
        '<media:content url="/7" medium="image" type="video/mp4"/><media:content/>'
    )

    assert marks.pictures == ["/1.jpg", "/2", "/3", "/4.jpg", ""]
    assert [file.url for file in marks.files] == ["/7"]


@pytest.mark.parametrize(("limit", "least"), [("TAGS_LIMIT", 4), ("ITEMS_LIMIT", 1)])
def test_a_file_of_too_many_tags_or_entries_is_refused(
    monkeypatch: pytest.MonkeyPatch, limit: str, least: int
) -> None:
    monkeypatch.setattr(tag_walk, limit, least)
    assert len(outline("<rss><item></item></rss>").items) == 1
    with pytest.raises(ParseError, match="too many elements"):
        outline("<rss><item></item><item></item></rss>")


def test_the_limits_stand_where_a_parser_would_need_a_gigabyte() -> None:
    assert (tag_walk.TAGS_LIMIT, tag_walk.ITEMS_LIMIT) == (2_000_000, 150_000)


def test_attributes_are_read_in_either_quotes_with_their_references() -> None:
    assert attributes(" A=\"1 'x'\" b = '2 \"y\"' c:d='&lt;&#233;' e=f g=''") == {
        "a": "1 'x'",
        "b": '2 "y"',
        "c:d": "<é",
        "g": "",
    }
    assert attributes("") == {}


def test_attributes_of_a_tag_end_at_its_limit() -> None:
    assert attributes(" " * 19_994 + 'a="12"') == {"a": "12"}
    assert attributes(" " * 19_995 + 'a="12"') == {}


@pytest.mark.parametrize(
    ("raw", "text"),
    [
        (" a ", "a"),
        ("a &amp;amp; b", "a &amp; b"),
        ("<![CDATA[a &amp; b]]>", "a &amp; b"),
        (" x &lt; <![CDATA[<b>]]> &gt;<![CDATA[ y]]>&#33; ", "x < <b> > y!"),
        ("<![CDATA[never closed", "never closed"),
    ],
)
def test_the_text_of_an_element_is_decoded_once(raw: str, text: str) -> None:
    assert value(raw) == text


def test_the_bound_as_shipped() -> None:
    assert tag_walk._TAG_LIMIT == 20_000
