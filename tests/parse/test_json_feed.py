from __future__ import annotations

import json
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import ParseError
from reader.model import Entry, Link
from reader.parse.feed import parse
from reader.parse.json_feed import read
from reader.parse.raw import RawEnclosure, RawFeed
from tests.parse.rss import URL, only

VERSION = "https://jsonfeed.org/version/1.1"


def feed(*items: Any, **fields: Any) -> bytes:
    return json.dumps({"version": VERSION, "title": "Harbour Post", **fields, "items": items}).encode()


def item(**fields: Any) -> Entry:
    return only(parse(feed({"id": "1", **fields}), URL))


def test_a_json_feed_gives_its_fields() -> None:
    found = item(
        url="https://harbour.example/1",
        title="Ferry sails",
        content_html="<p>All of it.</p>",
        summary="Short.",
        date_published="2022-02-04T00:30:00+03:00",
        date_modified="2022-02-05T09:19:00Z",
        authors=[{"name": "Ann Lee"}, {"name": "Bo Chen"}],
        tags=["sea"],
        image="https://harbour.example/1.png",
        attachments=[
            {
                "url": "https://harbour.example/1.mp3",
                "mime_type": "audio/mpeg",
                "size_in_bytes": 31_400_000,
                "duration_in_seconds": 2530,
            }
        ],
    )

    assert (found.title, found.guid, found.url) == ("Ferry sails", "1", "https://harbour.example/1")
    assert (found.html, found.summary, found.html_is_summary) == ("<p>All of it.</p>", "Short.", False)
    assert (found.published, found.day) == (datetime(2022, 2, 3, 21, 30, tzinfo=UTC), "2022-02-04")
    assert found.authors == ("Ann Lee", "Bo Chen")
    assert found.categories == ("sea",)
    assert found.picture == "https://harbour.example/1.png"
    assert found.enclosures == (Link("https://harbour.example/1.mp3", "Audio, 42 min, 31 MB", "enclosure"),)


def test_version_1_has_one_author_who_may_stand_for_the_feed() -> None:
    body = feed(
        {"id": "1", "title": "a"}, {"id": "2", "title": "b", "author": {"name": "Bo"}}, author={"name": "Ann"}
    )

    assert [found.authors for found in parse(body, URL).entries] == [("Ann",), ("Bo",)]


def test_plain_text_is_shown_as_it_is() -> None:
    assert item(content_text="a < b\n\nand *c*").html == "<p>a &lt; b</p>\n<p>and *c*</p>\n"


def test_a_title_shows_as_written_but_for_references() -> None:
    assert item(title="Why <b> &amp; <i>x</i> [b]").title == "Why <b> & <i>x</i> [b]"


def test_values_of_a_wrong_type_count_as_missing() -> None:
    found = item(
        title=7,
        url={},
        authors="x",
        tags=[1, "sea"],
        attachments=["x", {"url": 3}],
        date_published=[],
        image=0,
    )

    assert (found.url, found.authors, found.categories, found.enclosures) == (None, (), ("sea",), ())
    assert parse(feed("no object", None, {"id": 3.5}), URL).entries[0].guid == "3.5"


@pytest.mark.parametrize("items", [None, {}, "x", 3])
def test_a_feed_without_a_list_of_items_is_empty(items: Any) -> None:
    body = json.dumps({"version": VERSION, "title": "t", "items": items}).encode()

    assert parse(body, URL).entries == ()


_VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["name", "url", "id"]), inner, max_size=3)
    ),
    max_leaves=4,
)
_FIELDS = [
    "id",
    "title",
    "url",
    "content_html",
    "content_text",
    "summary",
    "authors",
    "author",
    "tags",
    "attachments",
    "image",
]


@settings(max_examples=60)
@given(
    st.lists(st.dictionaries(st.sampled_from([*_FIELDS, "date_published"]), _VALUES, max_size=6), max_size=3)
)
def test_any_values_give_as_many_entries_as_items(items: list[dict[str, Any]]) -> None:
    assert len(parse(feed(*items), URL).entries) == len(items)


def raw(*items: Any, **fields: Any) -> RawFeed:
    return read(feed(*items, **fields).decode())


def test_the_head_of_a_feed_is_as_given() -> None:
    found = raw(
        feed_url="/feed",
        home_page_url="/",
        description="News",
        language="de",
        authors=[{"name": "Ann"}, {"name": ""}],
    )

    assert (found.format, found.title, found.title_kind) == ("json-feed-1.1", "Harbour Post", "json")
    assert (found.url, found.site_url, found.description, found.lang) == ("/feed", "/", "News", "de")
    assert (found.authors, found.ttl) == (("Ann",), None)


def test_an_empty_head_says_nothing() -> None:
    found = raw(feed_url="", home_page_url="", language="", title=None)
    assert (found.url, found.site_url, found.lang, found.title) == (None, None, None, "")


def test_an_item_is_as_given() -> None:
    (found,) = raw(
        {
            "id": "1", "title": "a", "external_url": "/x", "date_published": "p", "date_modified": "m", "language": "fr",
            "content_text": "b", "image": "/1.png", "banner_image": "/2.png",
            "attachments": [{"url": "/1", "size_in_bytes": True, "duration_in_seconds": 2.5}, {"mime_type": "x"}],
        }
    ).entries  # fmt: skip

    assert (found.guid, found.title_kind, found.link, found.lang) == ("1", "json", "/x", "fr")
    assert (found.published, found.updated) == ("p", "m")
    assert (found.bodies, found.body_is_text, found.pictures) == (("b",), True, ("/1.png", "/2.png"))
    assert found.enclosures == (RawEnclosure("/1", "", "", "2.5"),)


def test_an_empty_item_says_nothing() -> None:
    (found,) = raw({"id": "", "date_published": "", "date_modified": "", "language": "", "url": ""}).entries
    assert (found.guid, found.link, found.published, found.updated, found.lang) == (None,) * 5
    assert (found.bodies, found.body_is_text) == ((), True)


def test_markup_goes_before_text() -> None:
    (found,) = raw(
        {"content_html": "<p>a</p>", "content_text": "b", "url": "/1", "external_url": "/2"}
    ).entries
    assert (found.bodies, found.body_is_text, found.link) == (("<p>a</p>",), False, "/1")


@pytest.mark.parametrize(
    ("given", "guid"), [("a", "a"), (7, "7"), (0, "0"), (1.5, "1.5"), (True, None), (None, None), ([], None)]
)
def test_an_identity_is_a_string_or_a_number(given: Any, guid: str | None) -> None:
    assert raw({"id": given}).entries[0].guid == guid


@pytest.mark.parametrize(("given", "size"), [(9, "9"), (0, "0"), (True, ""), ("9", ""), (None, "")])
def test_a_size_is_a_number(given: Any, size: str) -> None:
    (found,) = raw({"attachments": [{"url": "/1", "size_in_bytes": given}]}).entries[0].enclosures
    assert found.size == size


def test_several_authors_go_before_the_one_of_version_1() -> None:
    one = {"name": "Bo"}
    assert raw({"author": one, "authors": [{"name": "Ann"}]}).entries[0].authors == ("Ann",)
    assert raw({"author": one, "authors": [{"url": "x"}]}).entries[0].authors == ("Bo",)


def test_fifty_attachments_are_taken() -> None:
    (found,) = raw({"attachments": [{"url": str(number)} for number in range(60)]}).entries
    assert len(found.enclosures) == 50


@pytest.mark.parametrize(
    ("text", "why"),
    [("[", "not valid JSON"), ("[" * 100_000, "not valid JSON"), ("[]", "another kind"), ('{"version": "1"}', "another kind"),
     ('["jsonfeed.org/version/"]', "another kind"), ("{}", "another kind")],
)  # fmt: skip
def test_json_of_another_kind_is_refused(text: str, why: str) -> None:
    with pytest.raises(ParseError, match=why):
        read(text)
