"""What is read in children comes back as it was, whatever it holds."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.sandbox.framing import decode, encode
from reader.core.sandbox.results import FeedRead, PageResult, PictureRaster, fitted
from reader.explanation import Dropped, Explanation, Finding, Said
from reader.model import Draft, Embed, Entry, Link, ParsedFeed, Picture, RelatedLink

MOMENTS = st.datetimes(
    datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=3))])
)
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
MAYBE = st.none() | TEXTS

DRAFTS = st.builds(
    Draft,
    title=TEXTS,
    url=MAYBE,
    authors=st.lists(TEXTS, max_size=2).map(tuple),
    published=st.none() | MOMENTS,
    markdown=TEXTS,
    pictures=st.lists(st.builds(Picture, url=MAYBE, caption=MAYBE), max_size=2).map(tuple),
    embeds=st.lists(st.builds(Embed, st.sampled_from(["tweet", "video"]), text=MAYBE), max_size=2).map(tuple),
    links=st.lists(st.builds(Link, TEXTS, role=st.sampled_from(["link", "enclosure"])), max_size=2).map(
        tuple
    ),
    related=st.lists(st.builds(RelatedLink, TEXTS, url=MAYBE), max_size=2).map(tuple),
    text_state=st.sampled_from(["full", "teaser", "none"]),
    read=st.booleans(),
)


@settings(max_examples=60)
@given(DRAFTS, DRAFTS)
def test_what_crosses_comes_back_equal(one: Draft, other: Draft) -> None:
    feed = ParsedFeed(title=one.title, entries=(Entry(title="a", published=one.published), Entry(title="b")))
    for value in (
        FeedRead(feed=feed, drafts=(one, other)),
        PageResult(draft=one, feeds=one.links, is_article=True),
    ):
        assert decode(type(value), encode(value)) == value


def test_an_explanation_comes_back_equal() -> None:
    explanation = Explanation(
        how="by its rules",
        site_file="pier.toml",
        notes=("unknown key",),
        fields=(Finding(field="title", value="Lamp lit", source="h1", others=(Said("og:title", "Lamp"),)),),
        dropped=(Dropped("Read also", 12, "related"),),
    )
    value = PageResult(
        draft=Draft(title="Lamp lit"),
        following="https://pier.example/2",
        explanation=explanation,
        was_loose=True,
    )
    assert decode(PageResult, encode(value)) == value


@pytest.mark.parametrize(
    ("width", "height", "pixels"),
    [(0, 2, 0), (2, 0, 0), (101, 2, 606), (2, 42, 252), (2, 3, 18), (2, 2, 11), (2, 2, 13), (-1, -2, 6)],
)
def test_a_picture_has_the_size_that_it_says_and_no_more_than_fits(
    width: int, height: int, pixels: int
) -> None:
    with pytest.raises(ValueError, match="not a picture"):
        PictureRaster(width, height, bytes(pixels))


@pytest.mark.parametrize(("width", "height"), [(1, 2), (100, 40)])
def test_a_picture_comes_back(width: int, height: int) -> None:
    raster = PictureRaster(width, height, bytes(number % 251 for number in range(width * height * 3)))
    assert decode(PictureRaster, encode(raster)) == raster


@pytest.mark.parametrize(
    ("picture", "room", "size"),
    [
        ((600, 400), (100, 20), (60, 40)),
        ((600, 400), (30, 20), (30, 20)),
        ((600, 400), (100, 5), (15, 10)),
        ((600, 100), (72, 20), (72, 12)),
        ((10, 10), (100, 20), (10, 10)),
        ((11, 11), (100, 20), (11, 12)),
        ((9_000, 1), (50, 20), (50, 2)),
        ((1, 9_000), (50, 1), (1, 2)),
    ],
)
def test_a_picture_is_fitted_into_cells(
    picture: tuple[int, int], room: tuple[int, int], size: tuple[int, int]
) -> None:
    assert fitted(*picture, *room) == size
