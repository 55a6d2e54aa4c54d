from __future__ import annotations

import lxml.html
import pytest

from reader.extract.media import embeds
from reader.model import Embed

BASE = "https://quay.example/"


def read(html: str, tag: str = "") -> Embed | None:
    found = lxml.html.fragment_fromstring(html)
    return embeds.read(next(found.iter(tag)) if tag else found, BASE)


DATAWRAPPER = "https://datawrapper.dwcdn.net/AbC12/"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        (
            f"<iframe title='Crossings' aria-label='Column Chart' src='{DATAWRAPPER}3/'></iframe>",
            "Chart: Crossings",
        ),
        (f"<iframe aria-label='Interactive line chart' src='{DATAWRAPPER}3/'></iframe>", "Chart"),
        ("<iframe src='https://public.tableau.com/views/Ferry/One'></iframe>", "Chart"),
        ("<div class='flourish-embed' data-src='visualisation/12'></div>", "Chart"),
        ("<div class='infogram-embed' data-id='ab-1' data-title='Crossings'></div>", "Chart: Crossings"),
        ("<iframe src='https://www.google.com/maps/embed?pb=1'></iframe>", "Map"),
        (
            "<iframe src='https://www.openstreetmap.org/export/embed.html?a=1' title='The pier'></iframe>",
            "Map: The pier",
        ),
        (
            "<iframe src='https://www.scribd.com/embeds/12/content' title='The motion'></iframe>",
            "Document: The motion",
        ),
        ("<object data='/motion.pdf'><a href='/motion.pdf'>The motion</a></object>", "Document: The motion"),
    ],
)
def test_what_a_frame_shows_is_named(html: str, text: str) -> None:
    found = read(html)
    assert found is not None
    assert (found.kind, found.text) == ("frame", text)


def test_a_chart_that_a_script_draws_is_named_by_its_picture() -> None:
    html = f"<div><script src='{DATAWRAPPER}embed.js'></script><noscript><img src=a.png alt='Crossings (Column chart)'></noscript></div>"
    assert read(html, "script") == Embed("frame", "Chart: Crossings", url=DATAWRAPPER)
    assert read("<div><script src='/embed.js'></script></div>", "script") is None


YOUTUBE = "https://www.youtube.com/watch?v=abcdefghijk"


@pytest.mark.parametrize(
    ("html", "tag", "text"),
    [
        ("<iframe src='https://www.youtube.com/embed/abcdefghijk' title='YouTube video player'></iframe>", "", None),
        ("<iframe src='https://www.youtube.com/embed/abcdefghijk' title='A storm'></iframe>", "", "A storm"),
        ("<figure><iframe src='https://www.youtube.com/embed/abcdefghijk'></iframe><figcaption>A storm</figcaption></figure>", "iframe", "A storm"),
        ("<lite-youtube videoid='abcdefghijk' playlabel='A storm'></lite-youtube>", "", "A storm"),
        ("<object data='https://www.youtube.com/v/abcdefghijk'></object>", "", None),
    ],
)  # fmt: skip
def test_a_film_is_named_by_its_title_or_caption(html: str, tag: str, text: str | None) -> None:
    assert read(html, tag) == Embed("video", text, url=YOUTUBE)


def test_the_name_of_the_player_is_no_part_of_the_title() -> None:
    found = read(
        "<iframe src='https://open.spotify.com/embed/episode/ab' title='Spotify Embed: The ferry'></iframe>"
    )
    assert found == Embed("audio", "The ferry", url="https://open.spotify.com/episode/ab")
