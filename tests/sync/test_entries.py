from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.model import Link
from reader.sync.entries import File, RawEntry, entry
from reader.text.clean import BODY_LIMIT, clean

LAMP = RawEntry(title="Lamp lit", guid="g1", url="https://pier.example/1", html="<p>It burns.</p>")


def test_fields_are_cleaned() -> None:
    found = entry(
        replace(
            LAMP,
            title=" Lamp\x1b[31m\n lit ",
            authors="Ann Lee; ann@pier.example; Ann Lee;\x07 Bo",
            categories=["sea", " sea ", 7, None, "\x00"],
            html="<p>It\x00 burns.</p>",
        )
    )
    assert (found.title, found.authors, found.categories) == ("Lamp[31m lit", ("Ann Lee", "Bo"), ("sea",))
    assert found.html == "<p>It burns.</p>"


@pytest.mark.parametrize(
    "url", ["javascript:alert(1)", "file:///etc/passwd", "", "x", "https://pier.example/" + "x" * 5_000]
)
def test_an_unsafe_address_is_none(url: str) -> None:
    assert entry(replace(LAMP, url=url)).url is None


def test_an_address_loses_what_counts_clicks() -> None:
    assert entry(replace(LAMP, url="https://pier.example/1?utm_source=x")).url == "https://pier.example/1"


@pytest.mark.parametrize(
    ("html", "url", "title"),
    [
        ("<p>It <b>burns</b> &amp; shines.</p>", "https://pier.example/1", "It burns & shines."),
        ("", "https://pier.example/1", "https://pier.example/1"),
        ("", "", "Untitled"),
        ("word " * 100, "", "word " * 17 + "word…"),
    ],
)
def test_what_has_no_title_gets_one(html: str, url: str, title: str) -> None:
    assert entry(replace(LAMP, title=" ", html=html, url=url)).title == title


def test_files_are_described_once_each() -> None:
    files = [
        File("https://pier.example/1.mp3", "audio/mpeg", 31_000_000),
        File("https://pier.example/1.mp3"),
        File("javascript:x"),
        File("https://pier.example/1.jpg", "", 0),
    ]
    found = entry(replace(LAMP, files=files))
    assert found.enclosures == (
        Link("https://pier.example/1.mp3", "Audio, 31 MB", "enclosure"),
        Link("https://pier.example/1.jpg", "Picture", "enclosure"),
    )
    assert found.picture == "https://pier.example/1.jpg"


def test_lists_and_texts_are_bounded() -> None:
    found = entry(
        replace(
            LAMP,
            title="x" * 5_000,
            html="x" * (BODY_LIMIT + 5),
            categories=[str(n) for n in range(1_000)],
            authors=";".join(str(n) for n in range(10_000)),
            files=[File(f"https://pier.example/{n}.mp3") for n in range(1_000)],
        )
    )
    assert len(found.title) <= 1_000
    assert len(found.html) == BODY_LIMIT
    assert max(map(len, (found.categories, found.authors, found.enclosures))) <= 50


def test_the_digest_changes_with_whatever_the_entry_gives() -> None:
    changed = [
        LAMP,
        replace(LAMP, title="Lamp out"),
        replace(LAMP, html="<p>It burned.</p>"),
        replace(LAMP, authors="Ann"),
        replace(LAMP, categories=("sea",)),
        replace(LAMP, files=[File("https://pier.example/1.mp3")]),
    ]
    digests = [entry(said).digest for said in changed]
    assert len(set(digests)) == len(changed)
    assert entry(LAMP).digest == digests[0]
    assert all(len(bytes.fromhex(digest or "")) == 16 for digest in digests)


@given(st.text(), st.text(), st.text(), st.text())
def test_nothing_that_a_server_says_gets_in_uncleaned(title: str, authors: str, html: str, url: str) -> None:
    found = entry(RawEntry(title=title, guid="1", authors=authors, html=html, url=url, categories=[title]))
    assert found.title == clean(found.title)
    assert all(name == clean(name) for name in (*found.authors, *found.categories))
    assert found.html == clean(html)
