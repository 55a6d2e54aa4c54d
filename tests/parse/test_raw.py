"""What a reader of feeds hands on where the feed says nothing."""

from __future__ import annotations

from reader.parse.raw import FILES_LIMIT, RawEnclosure, RawEntry, RawFeed
from reader.parse.tag_walk import outline


def test_an_entry_that_says_nothing_has_empty_values_and_a_body_of_markup() -> None:
    entry = RawEntry()

    assert (entry.title, entry.title_kind, entry.guid, entry.link, entry.lang) == (
        "",
        "unsaid",
        None,
        None,
        None,
    )
    assert (entry.published, entry.updated, entry.summary, entry.duration) == (None, None, "", "")
    assert entry.body_is_text is False
    assert (entry.authors, entry.bodies, entry.categories, entry.enclosures, entry.pictures) == ((),) * 5


def test_a_feed_that_says_nothing_has_empty_values() -> None:
    feed = RawFeed(format="rss-2.0")

    assert (feed.title, feed.title_kind, feed.description) == ("", "unsaid", "")
    assert (feed.url, feed.site_url, feed.lang, feed.ttl) == (None, None, None, None)
    assert (feed.authors, feed.entries) == ((), ())


def test_a_file_needs_no_more_than_an_address() -> None:
    assert RawEnclosure("/1.mp3") == ("/1.mp3", "", "", "")


def test_fifty_files_of_an_entry_are_taken() -> None:
    files = "".join(f'<enclosure url="/{number}.mp3"/>' for number in range(60))

    assert FILES_LIMIT == 50
    assert len(outline(f"<rss><item>{files}</item></rss>").items[0].files) == 50
