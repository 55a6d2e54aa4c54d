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


@pytest.mark.parametrize(
    ("duration", "shown"),
    [
        ("0.9", ""), ("1", "1 s"), ("2", "2 s"), ("59", "59 s"), ("59.4", "59 s"), ("60", "1 min"), ("61", "1 min"), (" 90 ", "2 min"),
        ("1:00", "1 min"), ("59:00", "59 min"), ("59:31", "1 h 0 min"), ("60:00", "1 h 0 min"), ("61:00", "1 h 1 min"),
        ("1:59:00", "1 h 59 min"), ("10:00:00", "10 h 0 min"), ("1:2:3:4", ""), ("1h", ""), ("", ""),
    ],
)  # fmt: skip
def test_a_duration_is_told_in_the_largest_units(duration: str, shown: str) -> None:
    (found,) = links([RawEnclosure("/a.mp3", duration=duration)], URL, "")
    assert found.title == ", ".join(filter(None, ("Audio", shown)))


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ("999", ""), ("1000", "0.1 MB"), ("160000", "0.2 MB"), ("9940000", "9.9 MB"), ("10000000", "10 MB"), ("10600000", "11 MB"),
        ("", ""), ("many", ""), ("9" * 16, ""),
    ],
)  # fmt: skip
def test_a_size_is_told_in_megabytes(size: str, shown: str) -> None:
    (found,) = links([RawEnclosure("/a.mp3", size=size)], URL, "")
    assert found.title == ", ".join(filter(None, ("Audio", shown)))


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/a.M4A", "Audio"), ("/a.webm", "Video"), ("/a.jpeg", "Picture"), ("/a.pdf?x=.mp3", "PDF"), ("/mp3", "File"), ("/a.mp3/b", "File"),
    ],
)  # fmt: skip
def test_without_a_type_the_address_tells_the_kind(url: str, kind: str) -> None:
    (found,) = links([RawEnclosure(url)], URL, "")
    assert (found.title, found.role) == (kind, "enclosure")


def test_the_entrys_duration_is_no_documents_and_yields_to_the_files_own() -> None:
    raw = [RawEnclosure("/a.mp4", duration="60"), RawEnclosure("/b.mp4"), RawEnclosure("/c.mp4")]
    assert [link.title for link in links(raw, URL, "2:00")] == ["Video, 1 min", "Video, 2 min", "Video"]
