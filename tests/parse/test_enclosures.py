"""Files that come with an entry, and what is told of them: kind, duration, size."""

from __future__ import annotations

import pytest

from reader.model import Link
from reader.parse import with_fastfeedparser, with_feedparser
from reader.parse.enclosures import links
from reader.parse.entries import entry
from reader.parse.feed import parse
from reader.parse.raw import RawEnclosure
from reader.parse.tag_walk import outline
from tests.parse.rss import URL, rss

PODCAST = rss(
    "<item><title>Ferry talk</title><guid>g1</guid><itunes:duration>1:02:10</itunes:duration>"
    '<enclosure url="/1.mp3" type="audio/mpeg" length="59700000"/></item>'
    "<item><title>Ferry film</title><guid>g2</guid><media:group>"
    '<media:content url="https://harbour.example/2.mp4" type="video/mp4" fileSize="8200000" duration="185"/>'
    '<media:content url="https://harbour.example/2-small.mp4" type="video/mp4" duration="185"/></media:group></item>'
    "<item><title>Ferry twice</title><guid>g3</guid>"
    '<enclosure url="/3.mp3" type="audio/mpeg" length="0"/><media:content url="/3.mp3" medium="audio" duration="61"/>'
    "</item>"
)  # fmt: skip


def titles(feed: bytes) -> list[list[tuple[str, str | None]]]:
    return [[(link.url, link.title) for link in one.enclosures] for one in parse(feed, URL).entries]


def test_a_podcast_and_a_film_tell_their_length() -> None:
    assert titles(PODCAST) == [
        [("https://harbour.example/1.mp3", "Audio, 1 h 2 min, 60 MB")],
        [("https://harbour.example/2.mp4", "Video, 3 min, 8.2 MB")],
        [("https://harbour.example/3.mp3", "Audio")],
    ]


def test_both_readers_give_the_same() -> None:
    text = PODCAST.decode()
    tags = outline(text)
    fast, slow = with_fastfeedparser.read(text, tags), with_feedparser.read(text, tags, URL)
    assert fast is not None
    assert [entry(raw, URL).enclosures for raw in fast.entries] == [
        entry(raw, URL).enclosures for raw in slow.entries
    ]


@pytest.mark.parametrize(
    ("raw", "title"),
    [
        (RawEnclosure("/a", "AUDIO/mpeg", "880000", "45"), "Audio, 45 s, 0.9 MB"),
        (RawEnclosure("/a.ogg?x=1", "", "12", "x:y"), "Audio"),
        (RawEnclosure("/a.mp4", "application/octet-stream", "999999999999", "90:00"), "Video, 1 h 30 min, 1000000 MB"),
        (RawEnclosure("/a.jpg"), "Picture"),
        (RawEnclosure("/a.pdf", "application/pdf", "-4", "٤٢"), "PDF"),
        (RawEnclosure("/a", "application/zip", "9" * 400, "9" * 400), "File"),
        (RawEnclosure("/a", "", "", "0"), "File"),
    ],
)  # fmt: skip
def test_what_is_not_told_or_cannot_be_is_left_out(raw: RawEnclosure, title: str) -> None:
    (found,) = links([raw], URL, "")
    assert found.title == title


def test_the_entrys_duration_is_that_of_its_first_sound() -> None:
    raw = [RawEnclosure("/a.pdf"), RawEnclosure("/a.mp3"), RawEnclosure("/b.mp3"), RawEnclosure("/a.mp3")]
    assert [link.title for link in links(raw, URL, "42:10")] == ["PDF", "Audio, 42 min", "Audio"]


def test_only_web_addresses_come_through() -> None:
    raw = [RawEnclosure("javascript:alert(1)"), RawEnclosure("file:///etc/passwd"), RawEnclosure("")]
    assert links(raw, URL, "") == ()
    assert links([RawEnclosure("x.mp3")], None, "") == ()
    assert links([RawEnclosure("x.mp3")], "https://harbour.example/feed", "") == (
        Link("https://harbour.example/x.mp3", "Audio", "enclosure"),
    )


def test_of_two_descriptions_of_a_podcast_the_longer_one_is_the_body() -> None:
    (found,) = parse(
        rss(
            "<item><title>Ferry talk</title><description>In short.</description>"
            "<itunes:summary>How the ferry came back, told by its crew.</itunes:summary></item>"
        ),
        URL,
    ).entries
    assert found.html == "How the ferry came back, told by its crew."
