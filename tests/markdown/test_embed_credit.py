from __future__ import annotations

import pytest

from reader.markdown.embed_credit import attributed, day, kind, source
from reader.model import Embed, Link


@pytest.mark.parametrize(
    ("embed", "line"),
    [
        (Embed("post", None, "Ann", "@ann", None, "2024-05-03"), "\u2014 Ann (@ann), 2024-05-03"),
        (Embed("post", None, None, "@ann", None, "2024-05-03", "May 3, 2024"), "\u2014 (@ann), May 3, 2024"),
        (Embed("post", None, "Ann"), "\u2014 Ann"),
        (Embed("post"), ""),
    ],
)
def test_the_source_is_what_is_known(embed: Embed, line: str) -> None:
    assert source(embed) == line


@pytest.mark.parametrize(
    ("line", "link", "wanted"),
    [
        ("\u2014 Ann (@ann), 2024-05-03", None, ("Ann", "@ann", "2024-05-03", None)),
        ("\u2014 Ann (@ann), May 3, 2024", None, ("Ann", "@ann", "2024-05-03", "May 3, 2024")),
        ("\u2014 Ann (@ann), May 3, 2024", "May 3, 2024", ("Ann", "@ann", "2024-05-03", "May 3, 2024")),
        ("\u2014 Ann, 2024-05-03", "2024-05-03", ("Ann", None, "2024-05-03", None)),
        ("\u2014 Ann, x.com", "x.com", ("Ann", None, None, None)),
        ("\u2014 Ann, 2024-05-03", None, ("Ann", None, "2024-05-03", None)),
        ("\u2014 Ann", None, None),
        ("\u2014 Ann", "Ann", None),
    ],
)
def test_a_last_line_makes_an_embed_where_it_names_a_handle_a_date_or_the_host(
    line: str, link: str | None, wanted: tuple[str | None, ...] | None
) -> None:
    found = attributed("text", line, Link("https://x.com/ann/1", link) if link else None)
    assert (found and (found.author, found.handle, found.date, found.date_words)) == wanted
    assert found is None or found.url == ("https://x.com/ann/1" if link else None)


@pytest.mark.parametrize(
    ("url", "wanted"),
    [
        ("https://mobile.twitter.com/a", "tweet"),
        ("https://youtu.be/a", "video"),
        ("https://open.spotify.com/a", "audio"),
        ("https://cdn.example/v/ferry.MP4?w=480", "video"),
        ("https://cdn.example/ferry.mp3", "audio"),
        ("https://nottwitter.com/a", "post"),
        (None, "post"),
    ],
)
def test_the_kind_is_that_of_the_host_or_the_file(url: str | None, wanted: str) -> None:
    assert kind(url, is_by_someone=True) == wanted
    assert kind(url, is_by_someone=False) == ("other" if wanted == "post" else wanted)


@pytest.mark.parametrize(
    "url",
    [
        "https://www.instagram.com/p/ab1/",
        "https://www.tiktok.com/embed/v2/7",
        "https://bsky.app/profile/did:plc:ab1/post/3kx",
        "https://stars.example/@ida@m.example/112233445566",
    ],
)
def test_a_post_is_one_though_nobody_is_named(url: str) -> None:
    assert kind(url, is_by_someone=False) == "post"


def test_the_words_of_a_day_are_kept_where_a_person_would_write_so() -> None:
    assert day("May 3, 2024") == ("2024-05-03", "May 3, 2024")
    assert day("2024-05-03") == ("2024-05-03", None)
    assert day("May 3, 2024" + " " * 30) == ("2024-05-03", None)
    assert day("soon") == (None, None)
