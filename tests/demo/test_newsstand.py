from __future__ import annotations

import re
import zlib
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest

from reader.demo import newsstand as demo_newsstand
from reader.demo.newsstand import Newsstand
from reader.demo.press import PUBLICATIONS, PressStory, Publication, stories
from reader.extract.page import extract
from reader.markdown import dialect
from reader.parse.feed import parse

if TYPE_CHECKING:
    from reader.model import Draft

EVERY_PAPER = pytest.mark.parametrize("paper", PUBLICATIONS, ids=lambda paper: paper.key)


def got(address: str) -> bytes:
    with urlopen(address) as answer:
        body: bytes = answer.read()
    return body


def words(text: str) -> Counter[str]:
    return Counter(re.findall(r"\w+", text))


def extracted(newsstand: Newsstand, paper: Publication, story: PressStory) -> Draft:
    url = newsstand.origin + paper.path(story)
    return extract(got(url), url)


@EVERY_PAPER
def test_each_page_gives_the_whole_text_and_nothing_of_what_surrounds_it(
    newsstand: Newsstand, paper: Publication
) -> None:
    for story in stories(paper):
        draft = extracted(newsstand, paper, story)
        printed, read = words(dialect.plain(story.body)), words(draft.text)
        assert not printed - read, story.slug
        # Of an article of one paragraph the line with its day counts as text.
        assert not read - printed - words(f"{story.published:%Y-%m-%d}"), story.slug


@EVERY_PAPER
def test_each_page_tells_title_authors_and_time_in_its_own_way(
    newsstand: Newsstand, paper: Publication
) -> None:
    for story in stories(paper):
        draft = extracted(newsstand, paper, story)
        assert (draft.title, draft.authors, draft.agency) == (story.title, story.authors, story.agency)
        assert draft.published == story.published.astimezone(UTC)
        assert draft.lang == paper.lang


@EVERY_PAPER
def test_each_feed_has_all_articles_newest_first(newsstand: Newsstand, paper: Publication) -> None:
    feed = parse(got(newsstand.origin + paper.feed_path), newsstand.origin + paper.feed_path)
    assert (feed.title, feed.lang, feed.notes) == (paper.title, paper.lang, ())
    assert [entry.title for entry in feed.entries] == [story.title for story in stories(paper)]


def test_the_feed_of_excerpts_gives_the_first_paragraph_only(newsstand: Newsstand) -> None:
    paper = next(paper for paper in PUBLICATIONS if paper.excerpts)
    for entry, story in zip(
        parse(got(newsstand.origin + paper.feed_path), None).entries, stories(paper), strict=True
    ):
        assert entry.html_is_summary
        assert entry.html.endswith("[…]")
        assert len(entry.html) < len(story.body) / 2


def found_in_bodies(pattern: str) -> set[str]:
    """What the pattern's group finds in the texts of all articles."""
    bodies = [story.body for paper in PUBLICATIONS for story in stories(paper)]
    return {found[1] for body in bodies for found in re.finditer(pattern, body)}


def test_every_address_of_the_newsstand_that_an_article_names_is_there(newsstand: Newsstand) -> None:
    named = found_in_bodies(r"\]\((/[^)]+)\)")
    assert {path.split("/")[1] for path in named} >= {"pictures", "videos", "gazette"}
    for path in named:
        assert got(newsstand.origin + path)


def test_the_front_of_the_newsstand_announces_all_feeds(newsstand: Newsstand) -> None:
    front = got(f"{newsstand.origin}/").decode()
    assert all(f'href="{paper.feed_path}"' in front for paper in PUBLICATIONS)


def test_what_is_not_there_is_a_404(newsstand: Newsstand) -> None:
    with pytest.raises(HTTPError, match="404"):
        got(f"{newsstand.origin}/gazette/2026/10/no-such-story")


def test_a_picture_is_a_png_of_whole_rows_that_differs_by_name() -> None:
    image = demo_newsstand.png("/pictures/mole.jpg")
    assert image.startswith(b"\x89PNG\r\n\x1a\n")
    data = image[image.index(b"IDAT") + 4 : image.index(b"IEND") - 8]
    assert len(zlib.decompress(data)) == demo_newsstand.HEIGHT * (1 + 3 * demo_newsstand.WIDTH)
    assert image == demo_newsstand.png("/pictures/mole.jpg") != demo_newsstand.png("/pictures/halcyon.jpg")


@pytest.mark.parametrize("name", ["halcyon", "mole", "crane-pole", "azarashi"])
def test_a_picture_shows_what_its_caption_tells_of(name: str) -> None:
    image = demo_newsstand.png(f"/pictures/{name}.jpg")
    pixels = zlib.decompress(image[image.index(b"IDAT") + 4 : image.index(b"IEND") - 8])
    size = 1 + 3 * demo_newsstand.WIDTH
    rows = [pixels[at + 1 : at + size] for at in range(0, len(pixels), size)]
    dark = [
        (x, y)
        for y, row in enumerate(rows)
        for x in range(demo_newsstand.WIDTH)
        if row[3 * x : 3 * x + 3] == bytes((28, 30, 40))
    ]
    left, right = min(x for x, _ in dark), max(x for x, _ in dark)
    assert 100 < left < demo_newsstand.WIDTH // 2 < right < 380
    assert 100 < min(y for _, y in dark) < max(y for _, y in dark) < 222


def test_every_picture_of_the_press_is_drawn(newsstand: Newsstand) -> None:
    assert found_in_bodies(r"/pictures/([\w-]+)\.") == set(demo_newsstand._DRAWINGS)


def test_the_feeds_have_their_titles_before_they_are_fetched(newsstand: Newsstand) -> None:
    assert [feed.title for feed in newsstand.subscriptions()] == [paper.title for paper in PUBLICATIONS]


def test_with_a_now_the_dates_in_feeds_and_pages_are_fresh() -> None:
    now = datetime(2026, 8, 1, 12, tzinfo=UTC)
    with Newsstand(now) as newsstand:
        ages = [
            now - entry.published
            for url in newsstand.feed_urls()
            for entry in parse(got(url), url).entries
            if entry.published
        ]
        page = extract(got(newsstand.page_url("gazette", "ferry-inquiry")), None)
    assert len(ages) == sum(len(stories(paper)) for paper in PUBLICATIONS)
    assert min(ages) == timedelta(hours=5, minutes=20)
    assert page.published == now - min(ages)


def test_after_its_corrections_the_newsstand_serves_the_new_text_and_only_one_feed_has_changed() -> None:
    with Newsstand() as newsstand:
        before = [got(url) for url in newsstand.feed_urls()]
        newsstand.publish_corrections()
        after = [got(url) for url in newsstand.feed_urls()]
        page = got(newsstand.page_url("gazette", "ferry-inquiry")).decode()
    assert [old == new for old, new in zip(before, after, strict=True)] == [
        False,
        *[True] * (len(PUBLICATIONS) - 1),
    ]
    assert "gave Ottilie Crane two weeks" in page
