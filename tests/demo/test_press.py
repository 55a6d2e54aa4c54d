from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from reader.demo.body import first_paragraph
from reader.demo.press import PUBLICATIONS, Publication, printed, shift, stories

NOW = datetime(2027, 3, 9, 14, 25, tzinfo=UTC)
ALL = [(paper, story) for paper in PUBLICATIONS for story in stories(paper)]
GAZETTE = PUBLICATIONS[0]


def test_there_is_enough_to_read_in_five_languages_and_three_formats() -> None:
    assert len(ALL) >= 40
    assert {paper.lang for paper in PUBLICATIONS} == {"en", "ru", "de", "ja", "ar"}
    assert {paper.feed for paper in PUBLICATIONS} == {"rss", "atom", "json"}


def test_one_article_is_a_long_read_and_one_a_notice() -> None:
    words = {story.slug: len(story.body.split()) for _, story in ALL}
    assert words["mud-map"] >= 3_000
    assert words["slipway-notice"] <= 60


@pytest.mark.parametrize("now", [NOW, datetime(2025, 1, 2, 0, 1, tzinfo=UTC)])
def test_the_newest_article_is_two_to_three_hours_old(now: datetime) -> None:
    newest = max(story.published for _, story in ALL) + shift(now)
    assert timedelta(hours=2) <= now - newest < timedelta(hours=3)


@pytest.mark.parametrize("paper", PUBLICATIONS, ids=lambda paper: paper.key)
def test_all_dates_of_a_paper_move_together_and_its_addresses_stay(paper: Publication) -> None:
    by = shift(NOW)
    for before, after in zip(stories(paper), printed(paper, by, corrected=False), strict=True):
        assert (after.published - before.published, paper.path(after)) == (by, paper.path(before))
        assert (after.updated is None) == (before.updated is None)


def test_the_day_of_a_quoted_post_moves_with_its_article() -> None:
    moved = {story.slug: story for story in printed(GAZETTE, timedelta(days=3), corrected=False)}
    assert "(@vera_solntse), [2026-10-16](https://twitter.com/" in moved["ferry-aground"].body


def test_a_correction_changes_the_text_of_its_article_alone_and_says_when() -> None:
    before = printed(GAZETTE, timedelta(), corrected=False)
    after = printed(GAZETTE, timedelta(), corrected=True)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [(old.slug, old.updated) for old, _ in changed] == [("ferry-inquiry", None)]
    old, new = changed[0]
    assert new.updated is not None
    assert new.updated > new.published == old.published
    assert ("nine years old" in old.body, "Correction:" in new.body) == (True, True)


def test_the_first_paragraph_is_text_and_not_the_picture_above_it() -> None:
    story = next(story for _, story in ALL if story.slug == "ferry-aground")
    assert first_paragraph(story).startswith("The ferry Halcyon ran aground")
