from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.sandbox.results import FeedRead, PageResult
from reader.core.sandbox.wire import from_plain, to_plain
from reader.model import Draft, Embed, Entry, Feed, Link, ParsedFeed, Picture, RelatedLink

MOMENTS = st.datetimes(
    datetime(1970, 1, 2), datetime(2100, 1, 1), timezones=st.sampled_from([UTC, timezone(timedelta(hours=3))])
)
TEXTS = st.text(max_size=20)
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


@dataclass(frozen=True)
class Odd:
    pairs: tuple[tuple[str, int], ...]
    names: frozenset[str]
    share: float = 0.5


@settings(max_examples=60)
@given(DRAFTS, DRAFTS)
def test_what_crosses_comes_back_equal(one: Draft, other: Draft) -> None:
    feed = ParsedFeed(title=one.title, entries=(Entry(title="a", published=one.published), Entry(title="b")))
    for value in (
        FeedRead(feed=feed, drafts=(one, other)),
        PageResult(draft=one, feeds=one.links, is_article=True),
    ):
        assert from_plain(type(value), json.loads(json.dumps(to_plain(value)))) == value


def test_pairs_sets_and_numbers_come_back_equal() -> None:
    value = Odd(pairs=(("a", 1), ("b", 2)), names=frozenset({"x", "y"}), share=1.0)
    assert from_plain(Odd, json.loads(json.dumps(to_plain(value)))) == value


def test_fields_that_have_their_default_do_not_travel() -> None:
    assert to_plain(Feed(id=1, title="News")) == {"id": 1, "title": "News"}


@pytest.mark.parametrize(
    "plain",
    [None, [], "x", 5, {}, {"title": None}, {"title": 5}, {"title": "a", "spare": 1}, {"title": "a", "read": "yes"},
     {"title": "a", "links": "x"}, {"title": "a", "links": [{}]}, {"title": "a", "published": "soon"},
     {"title": "a", "text_state": "half"}, {"title": "a", "text_state": []}],
)  # fmt: skip
def test_what_does_not_fit_is_refused(plain: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        from_plain(Draft, plain)


def test_only_values_of_ours_cross() -> None:
    with pytest.raises(TypeError):
        to_plain({"a": object()})
