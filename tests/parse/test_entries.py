"""Entries as the rest of the program has them: cleaned, bounded, with safe addresses and dates that were read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.model import Entry, Link
from reader.parse import entries
from reader.parse.entries import title_text
from reader.parse.raw import RawEnclosure, RawEntry
from tests.parse.rss import URL, entry, item

if TYPE_CHECKING:
    from reader.parse.raw import TitleKind


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
        ('<title type="text">Ferry &amp;amp; bridge</title>', "Ferry &amp; bridge"),
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

    found = made(title=twice, summary=twice, bodies=(f"{twice} alle",), authors=(twice,), categories=(twice,))
    assert (found.title, found.summary, found.html) == (once, once, f"{once} alle")
    assert (found.authors, found.categories) == ((once,), (once,))
