from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

import pytest

from reader.demo.body import first_paragraph
from reader.demo.press import PUBLICATIONS, PressStory, Publication, printed, shift, stories

NOW = datetime(2027, 3, 9, 14, 25, tzinfo=UTC)
ALL = [(paper, story) for paper in PUBLICATIONS for story in stories(paper)]
GAZETTE = PUBLICATIONS[0]
EVERY_PAPER = pytest.mark.parametrize("paper", PUBLICATIONS, ids=lambda paper: paper.key)

DAY_NAMES = {
    "en": "mon(?=day) tues(?=day) wednes(?=day) thurs(?=day) fri(?=day) satur(?=day) sun(?=day)",
    "de": "montag dienstag mittwoch donnerstag freitag samstag|sonnabend sonntag",
    "ru": r"понедельни вторни \bсред[аеуы]\b четверг пятни суббот воскрес",
    "pl": "poniedział wtor śro czwart piąt sobot niedziel",
    "cs": "pondělí úter střed čtvrt páte[kč] sobot neděl",
    "ja": "月曜 火曜 水曜 木曜 金曜 土曜 日曜",
    "ar": r"\b(?:ال)?[اإ]ثنين ثلاثاء أربعاء خميس\b جمعة \b(?:ال)?سبت\b \bالأحد\b",
}
"""What begins a weekday or a word made of one, from Monday on."""


def words(story: PressStory, *, code: bool = True) -> str:
    """All that the reader is shown of an article, without addresses and the days of posts."""
    text = "\n".join((story.title, story.description, *story.authors, story.section, story.body))
    if not code:
        text = re.sub(r"^```.*?^```$|`[^`\n]+`", "", text, flags=re.MULTILINE | re.DOTALL)
    return re.sub(r"\]\([^)]*\)", "]", re.sub(r", \[\d{4}-\d\d-\d\d\]", "", text))


def days_named(story: PressStory, lang: str) -> list[int]:
    """The weekdays that an article names, in their order, Monday being 0."""
    names = "|".join(f"({name})" for name in DAY_NAMES[lang].split())
    return [
        found.lastindex - 1 for found in re.finditer(names, words(story), re.IGNORECASE) if found.lastindex
    ]


def test_there_is_enough_to_read_in_seven_languages_and_three_formats() -> None:
    assert len(ALL) >= 40
    assert {paper.lang for paper in PUBLICATIONS} == {"en", "ru", "de", "ja", "pl", "cs", "ar"}
    assert {paper.feed for paper in PUBLICATIONS} == {"rss", "atom", "json"}


def test_one_article_is_a_long_read_and_one_a_notice() -> None:
    words = {story.slug: len(story.body.split()) for _, story in ALL}
    assert words["mud-map"] >= 3_000
    assert words["slipway-notice"] <= 60


@pytest.mark.parametrize("now", [NOW, datetime(2025, 1, 2, 0, 1, tzinfo=UTC)])
def test_the_newest_article_is_an_hour_old_or_up_to_a_day_more(now: datetime) -> None:
    newest = max(story.published for _, story in ALL) + shift(now)
    assert timedelta(hours=1) <= now - newest < timedelta(hours=25)


def test_it_is_only_an_hour_old_where_its_time_of_day_allows() -> None:
    newest = max(story.published for _, story in ALL)
    assert shift(newest + timedelta(days=9, hours=1)) == timedelta(days=9)
    assert shift(newest + timedelta(days=9, minutes=59)) == timedelta(days=8)


def test_a_correction_is_not_of_the_future() -> None:
    last = max(
        story.updated or story.published
        for paper in PUBLICATIONS
        for story in printed(paper, timedelta(), corrected=True)
    )
    newest = max(story.published for _, story in ALL)
    assert last - newest < timedelta(hours=1)


@EVERY_PAPER
def test_all_dates_of_a_paper_move_together_and_its_addresses_stay(paper: Publication) -> None:
    by = shift(NOW)
    for before, after in zip(stories(paper), printed(paper, by, corrected=False), strict=True):
        assert (after.published - before.published, paper.path(after)) == (by, paper.path(before))
        assert (after.updated is None) == (before.updated is None)


def test_the_day_of_a_quoted_post_moves_with_its_article() -> None:
    moved = {story.slug: story for story in printed(GAZETTE, timedelta(days=3), corrected=False)}
    assert "(@vera_solntse), [2026-10-16](https://twitter.com/" in moved["ferry-aground"].body


@EVERY_PAPER
@pytest.mark.parametrize("later", [-8, 1, 2, 3, 4, 5, 6, 7])
def test_each_weekday_that_a_text_names_moves_with_its_article(paper: Publication, later: int) -> None:
    for corrected in (False, True):
        before = printed(paper, timedelta(), corrected=corrected)
        after = printed(paper, timedelta(days=later), corrected=corrected)
        for old, new in zip(before, after, strict=True):
            moved = [(day + later) % 7 for day in days_named(old, paper.lang)]
            assert days_named(new, paper.lang) == moved, old.slug


def test_titles_and_first_sentences_tell_the_day_of_the_event() -> None:
    live, refloated = (
        next(story for story in printed(GAZETTE, timedelta(days=12), corrected=False) if story.slug == slug)
        for slug in ("gale-live", "ferry-refloated")
    )
    assert live.title == f"[Live] Gale Over the Lennet: the {live.published:%A} Hour by Hour"
    assert f"on {refloated.published:%A} afternoon" in refloated.body
    russian = next(paper for paper in PUBLICATIONS if paper.lang == "ru")
    mushrooms = next(
        story for story in printed(russian, timedelta(days=2), corrected=False) if story.slug == "gribniki"
    )
    assert mushrooms.title.endswith("[и остался до среды]")
    assert "в понедельник утром ушёл" in mushrooms.body
    assert "во вторник за сорок" in mushrooms.body


def test_no_text_names_a_year_or_a_month_of_its_own_time() -> None:
    months = "January|February|April|June|July|August|September|October|November|December"
    for _, story in ALL:
        assert re.findall(rf"\b20\d\d\b|\b(?:{months})\b|\d\d?日(?![後ぶ])", words(story)) == [], story.slug


def test_quotes_and_apostrophes_are_typographic_outside_code() -> None:
    for paper in PUBLICATIONS:
        for corrected in (False, True):
            for story in printed(paper, timedelta(), corrected=corrected):
                text = words(story, code=False)
                assert re.findall(".{0,20}[\"'].{0,20}", text) == [], story.slug
                assert paper.lang != "en" or text.count("“") == text.count("”"), story.slug


def test_a_correction_changes_the_text_of_its_article_alone_and_says_when() -> None:
    before = printed(GAZETTE, timedelta(), corrected=False)
    after = printed(GAZETTE, timedelta(), corrected=True)
    changed = [(old, new) for old, new in zip(before, after, strict=True) if old != new]
    assert [(old.slug, old.updated) for old, _ in changed] == [("ferry-inquiry", None)]
    old, new = changed[0]
    assert new.updated is not None
    assert new.updated > new.published == old.published
    assert ("two weeks and" in old.body, "Correction:" in new.body) == (True, True)


def test_the_first_paragraph_is_text_and_not_the_picture_above_it() -> None:
    story = next(story for _, story in ALL if story.slug == "ferry-aground")
    assert first_paragraph(story).startswith("The ferry Halcyon ran aground")


def printed_at(name: str) -> datetime:
    key, _, slug = name.partition("/")
    paper = next(paper for paper in PUBLICATIONS if paper.key == key)
    return next(story.published for story in stories(paper) if story.slug == slug)


@pytest.mark.parametrize(
    ("first", "others"),
    [
        ("gazette/ferry-aground", ["courier/ferry-grounding", "listok/parom", "anzeiger/faehre", "minato/ferry",
                                   "kurier/prom", "listy/trajekt", "barid/abbara"]),
        ("gazette/ferry-refloated", ["listok/parom-snyat"]),
        ("courier/gale-inland", ["gazette/gale-damage", "listok/shtorm"]),
        ("courier/chess-open", ["gazette/chess-open", "listok/shahmaty"]),
    ],
)  # fmt: skip
def test_what_happened_has_one_day_in_all_papers_and_the_nearest_tells_it_first(
    first: str, others: list[str]
) -> None:
    for other in map(printed_at, others):
        assert timedelta() < other - printed_at(first) < timedelta(hours=12)


def test_the_inquiry_is_told_on_one_morning_and_english_papers_lead_the_list() -> None:
    inquiry = ("gazette/ferry-inquiry", "courier/ferry-inquiry", "listok/parom-doklad", "anzeiger/faehre-bericht",
               "minato/kaizu", "kurier/prom-raport", "listy/trajekt-zprava", "barid/tahqiq")  # fmt: skip
    times = [printed_at(name).astimezone(UTC) for name in inquiry]
    assert max(times) - min(times) < timedelta(hours=3)
    newest = sorted(
        ((story.published, paper.lang) for paper in PUBLICATIONS for story in stories(paper)), reverse=True
    )
    assert [lang for _, lang in newest[:5]] == ["en"] * 5
