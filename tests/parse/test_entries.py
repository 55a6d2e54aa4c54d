"""Entries as the rest of the program has them: cleaned, bounded, with safe addresses and dates that were read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Entry, Link
from reader.parse import entries, with_fastfeedparser, with_feedparser
from reader.parse.entries import enclosure_links, title_text
from reader.parse.feed import parse
from reader.parse.raw import RawEnclosure, RawEntry
from reader.parse.tag_walk import outline
from tests.parse.rss import URL, entry, item, rss

if TYPE_CHECKING:
    from reader.parse.raw import TitleKind

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


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("Ferry &amp; bridge", "Ferry & bridge"),
        ("Ferry &amp;amp; bridge", "Ferry & bridge"),
        ("<![CDATA[Ferry &#8217;s &nbsp;end]]>", "Ferry ’s end"),
        ("&lt;em&gt;Ferry&lt;/em&gt; sails", "Ferry sails"),
        ("<![CDATA[<b>Ferry</b><br/>sails]]>", "Ferry sails"),
        ("Why &lt;b&gt; is not &lt;strong&gt;", "Why <b> is not <strong>"),
        ("&lt;script&gt;x&lt;/script&gt; explained", "<script>x</script> explained"),
        ("a &lt; b and [b] and *b*", "a < b and [b] and *b*"),
        ("Vec&lt;T&gt; in Rust", "Vec<T> in Rust"),
        ("[/] and [link=file:///etc]", "[/] and [link=file:///etc]"),
        ("  Ferry\n\t sails ", "Ferry sails"),
    ],
)
def test_a_title_of_rss_is_plain_text(written: str, shown: str) -> None:
    assert item(f"<title>{written}</title>").title == shown


@pytest.mark.parametrize(
    ("tag", "shown"),
    [
        ("<title>&lt;b&gt;Ferry&lt;/b&gt; sails</title>", "<b>Ferry</b> sails"),
        ('<title type="text">Ferry &amp;amp; bridge</title>', "Ferry & bridge"),
        ("<title>AT&amp;amp;T &amp;#8217;s &amp;nosuch;</title>", "AT&T ’s &nosuch;"),
        ("<title>&amp;lt;b&amp;gt; is &amp;amp;</title>", "&lt;b&gt; is &amp;"),
        ('<title type="html">&lt;b&gt;Ferry&lt;/b&gt; &amp;amp; bridge</title>', "Ferry & bridge"),
        (
            '<title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">Ferry <b>sails</b></div></title>',
            "Ferry sails",
        ),
    ],
)
def test_a_title_of_atom_is_what_its_type_says(tag: str, shown: str) -> None:
    assert entry(tag).title == shown


def test_the_types_of_titles_may_differ_within_a_feed() -> None:
    assert entry('<title type="html">&lt;i&gt;A&lt;/i&gt;</title>').title == "A"
    assert entry('<title type="text">&lt;i&gt;A&lt;/i&gt;</title>').title == "<i>A</i>"


def test_tags_within_a_title_are_no_reason_to_lose_its_words() -> None:
    assert item("<title>Ferry <em>sails</em> again</title>").title == "Ferry sails again"


def test_an_entry_without_a_title_is_called_by_its_first_words() -> None:
    found = item(f"<description>&lt;p&gt;{'The ferry sails again. ' * 20}&lt;/p&gt;</description>")

    assert found.title.startswith("The ferry sails again. The ferry")
    assert found.title.endswith("…")
    assert len(found.title) <= 91


@settings(max_examples=60)
@given(st.text(max_size=80), st.sampled_from(["text", "html", "unsaid", "json"]))
def test_a_title_is_one_clean_line(text: str, kind: str) -> None:
    shown = title_text(text, kind)  # type: ignore[arg-type]

    assert shown == " ".join(shown.split())
    assert not any(char < " " or "\x7f" <= char <= "\x9f" for char in shown)


def made(base: str | None = URL, feed_authors: tuple[str, ...] = (), **fields: Any) -> Entry:
    return entries.entry(RawEntry(**fields), base, feed_authors)


def test_an_entry_that_says_nothing_is_untitled_and_empty() -> None:
    assert made() == Entry(title="Untitled", html="")


@pytest.mark.parametrize(
    ("html", "kept"),
    [
        ("Ferry sails again", False),
        (' <p><a href="https://harbour.example/1">Ferry  sails <b>again</b></a></p>\n', False),
        ("FERRY SAILS AGAIN", False),
        ("<a>Ferry sails</a>&nbsp;&nbsp;<font>again</font>.", False),
        ("Ferry sails again today", True),
        ('Ferry sails again <img src="/1.jpg">', True),
    ],
)
def test_a_body_that_only_repeats_the_title_is_none(html: str, kept: bool) -> None:
    assert made(title="Ferry sails again", bodies=(html,)).html == (html if kept else "")
    assert made(title="Ferry sails again", summary=html).html == (html if kept else "")
    both = made(title="Ferry sails again", bodies=("The whole story. " * 9,), summary=html)
    assert (both.summary is not None) == kept


def test_what_stands_for_a_title_stays_the_text() -> None:
    assert made(bodies=("Ferry sails again",)) == Entry(title="Ferry sails again", html="Ferry sails again")


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"summary": "<p>Ferry sails again.</p>"}, False),
        ({"summary": "<p>Ferry sails again.</p>", "link": ""}, True),
        ({"bodies": ("<p>Ferry sails again.</p>",)}, True),
        ({"summary": '<p>Ferry sails <a href="/2">again.</a></p>'}, True),
        ({"summary": f"<p>{'Ferry sails again. ' * 9}</p>"}, True),
    ],
)
def test_a_description_that_all_stands_in_for_the_title_is_no_text(given: dict[str, Any], kept: bool) -> None:
    entry = made(**{"link": "https://harbour.example/1", **given})
    assert entry.title.startswith("Ferry sails again.")
    assert bool(entry.html) == kept


def test_the_longer_of_body_and_summary_is_the_body() -> None:
    long, short = "The whole story.", "Short."

    both = made(bodies=(short, long, "x"), summary="Middling.")
    assert (both.html, both.summary, both.html_is_summary) == (long, "Middling.", False)
    swapped = made(bodies=(short,), summary=long)
    assert (swapped.html, swapped.summary, swapped.html_is_summary) == (long, short, False)
    alone = made(summary=short)
    assert (alone.html, alone.summary, alone.html_is_summary) == (short, None, True)
    same = made(bodies=("abc",), summary="xyz")
    assert (same.html, same.summary) == ("abc", "xyz")
    assert made(bodies=(long,)).html_is_summary is False


def test_a_body_of_plain_text_becomes_paragraphs_but_a_summary_stays_as_it_is() -> None:
    assert made(bodies=("a < b\n \nc",), body_is_text=True).html == "<p>a &lt; b</p>\n<p>c</p>\n"
    assert made(bodies=("a < b",)).html == "a < b"
    assert made(bodies=("a",), summary="<p>b</p>", body_is_text=True).html == "<p>b</p>"


def test_plain_text_is_escaped_and_parted_at_blank_lines() -> None:
    assert (
        entries.as_html("a & b\n\n\n<c> \n\t\n d\ne\n\n")
        == "<p>a &amp; b</p>\n<p>&lt;c&gt;</p>\n<p>d\ne</p>\n"
    )


def test_the_date_shown_is_that_of_publishing_else_of_the_update() -> None:
    first, later = "2022-02-04T00:30:00+03:00", "2022-02-05T09:19:00Z"

    both = made(published=first, updated=later)
    assert (both.published, both.day) == (datetime(2022, 2, 3, 21, 30, tzinfo=UTC), "2022-02-04")
    assert both.updated == datetime(2022, 2, 5, 9, 19, tzinfo=UTC)
    assert made(updated=later).published == both.updated
    assert (made(published=first).updated, made().published, made(published="never").day) == (
        None,
        None,
        None,
    )


def test_addresses_start_at_the_base_and_lose_tracking() -> None:
    found = made(
        link="/1?utm_source=x", enclosures=(RawEnclosure("/1.mp3"),), pictures=("/1.jpg",), duration="61"
    )

    assert found.url == "https://harbour.example/1"
    assert found.picture == "https://harbour.example/1.jpg"
    assert found.enclosures == (Link("https://harbour.example/1.mp3", "Audio, 1 min", "enclosure"),)
    relative = made(None, link="/1", enclosures=(RawEnclosure("/1.mp3"),), pictures=("/1.jpg",))
    assert (relative.url, relative.picture, relative.enclosures) == (None, None, ())


def test_the_picture_is_the_first_safe_address_among_pictures_and_then_files() -> None:
    files = (RawEnclosure("/1.mp3", "audio/mpeg"), RawEnclosure("/2.png", "image/png"))

    assert (
        made(pictures=("javascript:x", "", "/1.jpg"), enclosures=files).picture
        == "https://harbour.example/1.jpg"
    )
    assert made(enclosures=files).picture == "https://harbour.example/2.png"
    assert made(enclosures=files[:1]).picture is None
    assert made(pictures=("",) * 49 + ("/50.jpg",)).picture == "https://harbour.example/50.jpg"
    assert made(pictures=("",) * 50 + ("/51.jpg",)).picture is None


def test_guid_language_and_summary_are_single_lines_within_their_limits() -> None:
    found = made(guid=" a\nb ", lang="x" * 41, bodies=("y" * 3_000,), summary="s" * 1_001)

    assert (found.guid, len(found.lang or ""), len(found.summary or "")) == ("a b", 40, 1_000)
    assert len(made(guid="g" * 5_000).guid or "") == 4_000
    assert (made(guid=" ").guid, made(lang="").lang) == (None, None)
    assert len(made(bodies=("z" * 1_000_001,)).html) == 1_000_000


def test_the_authors_of_the_feed_stand_for_those_who_are_not_named() -> None:
    assert made(feed_authors=("Ann",)).authors == ("Ann",)
    assert made(feed_authors=("Ann",), authors=("Bo",)).authors == ("Bo",)
    assert made(feed_authors=("Ann",), authors=("a@b.example",)).authors == ("Ann",)


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("Ann  Lee", ("Ann Lee",)),
        ("ann@harbour.example (Ann Lee)", ("Ann Lee",)),
        ("ann@harbour.example(Ann)", ("Ann",)),
        ("Ann Lee <ann@harbour.example>", ("Ann Lee",)),
        ("Ann Lee &lt;ann@harbour.example&gt;", ("Ann Lee",)),
        ("Ann Lee (ann@harbour.example)", ("Ann Lee",)),
        ("ann@harbour.example", ()),
        ("mailto:ann@harbour.example", ()),
        ("<b>Ann</b> &amp; Bo", ("Ann & Bo",)),
        (" ", ()),
        ("Ann Lee, Bo Poe and Cy van Roe", ("Ann Lee", "Bo Poe", "Cy van Roe")),
        ("Ann Lee und Bo Poe", ("Ann Lee", "Bo Poe")),
        ("Ann Lee, MD", ("Ann Lee, MD",)),
        ("Lee, Ann", ("Lee, Ann",)),
        ("The News and Times Desk", ("The News and Times Desk",)),
        ("Author: Ann Lee", ("Ann Lee",)),
        ("Written by Ann Lee and Bo Poe", ("Ann Lee", "Bo Poe")),
        ("Author:", ()),
    ],
)
def test_a_name_is_told_from_its_mail_address(given: str, shown: tuple[str, ...]) -> None:
    assert entries.names((given,)) == shown


def test_names_stand_once_in_their_order_within_their_limits() -> None:
    assert entries.names(("Bo", "Ann", "Bo")) == ("Bo", "Ann")
    assert len(entries.names(tuple(str(number) for number in range(60)))) == 50
    assert entries.names(("x" * 301, "<i>" * 666 + "abc")) == ("x" * 300, "ab")


def test_categories_are_titles_that_stand_once_within_their_limits() -> None:
    found = made(categories=("Sea &amp; sky", "<b>Trade</b>", "", "Sea & sky", "x" * 201))
    assert found.categories == ("Sea & sky", "Trade", "x" * 200)
    assert len(made(categories=tuple(str(number) for number in range(60))).categories) == 50


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>a</p><br/>b", " a  b"),
        ("a<script>x</script>b<STYLE>y</STYLE >c<!-- z -->d", "a b c d"),
        ("a<script>never closed", "a "),
        ("a <!-- never closed", "a  "),
        ("a <b", "a "),
        ("1 < 2 &amp; 3", "1 < 2 & 3"),
    ],
)
def test_a_summary_is_its_words(html: str, words: str) -> None:
    assert entries.plain(html) == words


def test_of_a_summary_only_the_beginning_is_looked_at() -> None:
    assert len(entries.plain("x" * 10_001)) == 10_000


@pytest.mark.parametrize(
    ("written", "kind", "shown"),
    [
        ("<b>a</b> &amp; [c]", "text", "<b>a</b> &amp; [c]"),
        ("<b>a</b> &amp; [c]", "json", "<b>a</b> & [c]"),
        ("a<br>b<P>c<i>d</i><script>e</script>", "html", "a b cd"),
        ("<div>a</div> &lt;b&gt;", "html", "a <b>"),
        ("<i>a</i> &lt;b&gt;", "unsaid", "a <b>"),
        ("<div>a</div>", "unsaid", "<div>a</div>"),
        ("<i>a", "unsaid", "<i>a"),
        ("<i>a</i> <div>", "unsaid", "<i>a</i> <div>"),
    ],
)
def test_what_a_title_is_decides_whether_its_tags_go(written: str, kind: TitleKind, shown: str) -> None:
    assert title_text(written, kind) == shown


@pytest.mark.parametrize("kind", ["html", "unsaid", "json"])
def test_of_a_title_only_the_beginning_is_looked_at(kind: TitleKind) -> None:
    assert title_text("&#0000032;" * 1_999 + "abcdefghijklm", kind) == "abcdefghij"


def test_of_a_title_of_markup_only_the_beginning_is_looked_at() -> None:
    assert title_text("<i>" * 6_666 + "abcd", "html") == "ab"


@pytest.mark.parametrize("length", [90, 91])
def test_the_words_that_stand_for_a_title_end_with_a_whole_one(length: int) -> None:
    words = ("x" * 40 + " ") * 2 + "y" * (length - 82)
    shown = made(bodies=(words,)).title

    assert shown == (words if length == 90 else f"{'x' * 40} {'x' * 40}…")


def test_a_title_of_first_words_ends_without_a_mark() -> None:
    words = f"{'x' * 80}, – " + "y" * 90
    assert made(bodies=(words,)).title == f"{'x' * 80}…"


def test_an_entry_without_words_is_called_by_its_address() -> None:
    assert made(link="/1").title == "https://harbour.example/1"
    assert made(title=" ", link="/1", bodies=("words",)).title == "words"


def test_text_that_was_encoded_twice_is_read_back_everywhere() -> None:
    twice, once = "Fähre für".encode().decode("latin-1"), "Fähre für"

    found = made(
        title=twice, summary=f"{twice} x", bodies=(f"{twice} alle",), authors=(twice,), categories=(twice,)
    )
    assert (found.title, found.summary, found.html) == (once, f"{once} x", f"{once} alle")
    assert (found.authors, found.categories) == ((once,), (once,))


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
    assert [entries.entry(raw, URL).enclosures for raw in fast.entries] == [
        entries.entry(raw, URL).enclosures for raw in slow.entries
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
    (found,) = enclosure_links([raw], URL, "")
    assert found.title == title


def test_the_entrys_duration_is_that_of_its_first_sound() -> None:
    raw = [RawEnclosure("/a.pdf"), RawEnclosure("/a.mp3"), RawEnclosure("/b.mp3"), RawEnclosure("/a.mp3")]
    assert [link.title for link in enclosure_links(raw, URL, "42:10")] == ["PDF", "Audio, 42 min", "Audio"]


def test_only_web_addresses_come_through() -> None:
    raw = [RawEnclosure("javascript:alert(1)"), RawEnclosure("file:///etc/passwd"), RawEnclosure("")]
    assert enclosure_links(raw, URL, "") == ()
    assert enclosure_links([RawEnclosure("x.mp3")], None, "") == ()
    assert enclosure_links([RawEnclosure("x.mp3")], "https://harbour.example/feed", "") == (
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
    (found,) = enclosure_links([RawEnclosure("/a.mp3", duration=duration)], URL, "")
    assert found.title == ", ".join(filter(None, ("Audio", shown)))


@pytest.mark.parametrize(
    ("size", "shown"),
    [
        ("999", ""), ("1000", "0.1 MB"), ("160000", "0.2 MB"), ("9940000", "9.9 MB"), ("10000000", "10 MB"), ("10600000", "11 MB"),
        ("", ""), ("many", ""), ("9" * 16, ""),
    ],
)  # fmt: skip
def test_a_size_is_told_in_megabytes(size: str, shown: str) -> None:
    (found,) = enclosure_links([RawEnclosure("/a.mp3", size=size)], URL, "")
    assert found.title == ", ".join(filter(None, ("Audio", shown)))


@pytest.mark.parametrize(
    ("url", "kind"),
    [
        ("/a.M4A", "Audio"), ("/a.webm", "Video"), ("/a.jpeg", "Picture"), ("/a.pdf?x=.mp3", "PDF"), ("/mp3", "File"), ("/a.mp3/b", "File"),
    ],
)  # fmt: skip
def test_without_a_type_the_address_tells_the_kind(url: str, kind: str) -> None:
    (found,) = enclosure_links([RawEnclosure(url)], URL, "")
    assert (found.title, found.role) == (kind, "enclosure")


def test_the_entrys_duration_is_no_documents_and_yields_to_the_files_own() -> None:
    raw = [RawEnclosure("/a.mp4", duration="60"), RawEnclosure("/b.mp4"), RawEnclosure("/c.mp4")]
    assert [link.title for link in enclosure_links(raw, URL, "2:00")] == [
        "Video, 1 min",
        "Video, 2 min",
        "Video",
    ]
