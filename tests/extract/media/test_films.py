from __future__ import annotations

import json

import lxml.html
import pytest

from reader.extract.media import embeds
from reader.extract.media.films import place, stated
from reader.model import Embed

BASE = "https://quay.example/news/bridge"
YOUTUBE = "https://www.youtube.com/watch?v=abcdef12345"
FILM = {
    "@type": "VideoObject",
    "name": "The bridge at dawn",
    "url": "https://quay.example/video/7",
    "embedUrl": "https://player.example/embed?id=6325757991",
    "contentUrl": "https://cdn.example/dawn.mp4",
}


def shown(body: str, *nodes: object) -> list[Embed | None]:
    root = lxml.html.document_fromstring(f"<html><body>{body}</body></html>")
    given = [node for node in nodes if isinstance(node, dict)]
    place(root, stated(given, ["The Quay"], BASE), BASE)
    return [embeds.read(player, BASE) for player in root.iter(*embeds.MEDIA)]


def test_a_player_without_a_title_has_that_of_the_film_at_its_address() -> None:
    film = {
        "@type": "VideoObject",
        "name": "The storm",
        "embedUrl": "https://www.youtube.com/embed/abcdef12345",
    }
    player = "<iframe src='https://www.youtube-nocookie.com/embed/abcdef12345?rel=0'></iframe>"
    other = "<iframe src='https://www.youtube.com/embed/zzzzzz12345'></iframe>"
    assert shown(player + other, film) == [
        Embed("video", "The storm", url=YOUTUBE),
        Embed("video", url="https://www.youtube.com/watch?v=zzzzzz12345"),
    ]
    named = player.replace("<iframe", "<iframe title='A storm'")
    assert shown(named, film) == [Embed("video", "A storm", url=YOUTUBE)]


@pytest.mark.parametrize(
    "body",
    [
        "<div class=player data-video-id=6325757991><p>Loading</p></div>",
        f"<div><script type='application/ld+json'>{json.dumps(FILM)}</script></div>",
    ],
)
def test_a_player_that_a_script_draws_is_put_where_its_number_or_its_data_stand(body: str) -> None:
    film = Embed("video", "The bridge at dawn", url="https://quay.example/video/7")
    assert shown(body, FILM) == [film]
    assert shown(body, {"@type": "NewsArticle", "video": [FILM]}) == [film]
    assert shown(body, {"@type": "NewsArticle"}) == []


@pytest.mark.parametrize(
    "body", ["<div data-video-id=63></div>", "<div data-video-id=9999999></div>", "<p>None</p>"]
)
def test_a_film_that_has_no_place_on_the_page_is_not_shown(body: str) -> None:
    assert shown(body, FILM) == []


def test_a_description_stands_for_a_title_that_is_the_name_of_the_site() -> None:
    film = {**FILM, "name": "The Quay", "description": "A boat leaves the harbour."}
    assert [one.title for one in stated([film], ["The Quay"], BASE)] == ["A boat leaves the harbour."]
    assert (
        stated(
            [{**FILM, "name": "The Quay"}, {"@type": "VideoObject", "name": "No address"}], ["The Quay"], BASE
        )
        == ()
    )


def test_a_sound_is_no_film() -> None:
    sound = {"@type": "AudioObject", "name": "Crickets", "contentUrl": "/crickets.mp3"}
    found = shown(f"<p><script type='application/ld+json'>{json.dumps(sound)}</script></p>", sound)
    assert found == [Embed("audio", "Crickets", url="https://quay.example/crickets.mp3")]
