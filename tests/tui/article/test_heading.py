from __future__ import annotations

import time
from datetime import UTC, datetime

import pytest
from rich.color import ColorSystem
from rich.style import Style

from reader.cli.rows import shown_day
from reader.dates.iso import SYSTEM_ZONE
from reader.tui.article import wrap
from reader.tui.article.block import ACCENT, DIM, Look
from reader.tui.article.heading import SUMMARY, TITLE, WARNING, Edited, head, meta
from reader.tui.cells import RIGHT_FROM, RIGHT_TO, strip
from reader.tui.terminal_rows import Looks
from reader.tui.terminal_rows import Row as TerminalRow
from reader.tui.visual_rows import seen
from reader.tui.wording import age, when
from tests.support.articles import article
from tests.support.bidi import displayed


def test_the_parts_stand_one_below_the_other() -> None:
    shown = head(
        article(text_state="teaser", reason="The page\nwants money", description="A lock."),
        has_text=False,
        own="✎ 1 note",
    )
    assert [(block.text, block.runs[0].look) for block in shown.blocks] == [
        ("The Lock at Ostmoor Is Open", TITLE),
        ("By Ida Brandt and Tom Quill\u00a0· MPA", DIM),
        ("5 October 2026\u00a0· The Harbour Gazette\u00a0· 2\u00a0min", DIM),
        ("The page wants money", WARNING),
        ("✎ 1 note", ACCENT),
        ("A lock.", SUMMARY),
    ]
    starts = [block.start for block in shown.blocks]
    assert starts == [sum(len(block.text) + 1 for block in shown.blocks[:at]) for at in range(len(starts))]
    assert [block.gap for block in shown.blocks] == [None, (), None, None, None, ()]


@pytest.mark.parametrize(
    ("own", "tags", "shown"),
    [("", ("sea",), "#sea"), ("✎ 1 note", ("sea", "old boats"), "✎ 1 note\u00a0· #sea\u00a0· #old boats")],
)
def test_the_bookmark_stands_before_and_tags_behind_the_readers_own_words(
    own: str, tags: tuple[str, ...], shown: str
) -> None:
    assert head(article(tags=tags), has_text=True, own=own).blocks[-1].text == shown
    bookmarked = head(article(tags=tags, bookmarked=True), has_text=True, own=own)
    assert bookmarked.blocks[-1].text == f"★ bookmarked\u00a0· {shown}"
    assert head(article(bookmarked=True), has_text=True).blocks[-1].text == "★ bookmarked"


def test_the_minutes_stay_with_their_number() -> None:
    for room in range(20, 72):
        lines = [line for block in head(article(), has_text=True).below for line in wrap.lines(block, room)]
        texts = [line.block.text[line.start : line.end] for line in lines]
        assert any("2\u00a0min" in text for text in texts), room


def test_each_fact_is_in_its_place_beside_words_that_run_from_right_to_left() -> None:
    paper = article(
        publication="الجريدة", tags=("بحر", "سفن"), text_origin="page", text_state="teaser", reason="x"
    )
    lines = [block.text.replace("\u00a0", " ") for block in head(paper, has_text=True).below]
    assert displayed(lines[0]) == "5 October 2026 · ةديرجلا · 2 min"
    assert displayed(lines[-1]) == "#رحب · #نفس"


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("A lock", "5 October 2026"),
        ("Śluza", "5 October 2026"),
        ("Шлюз открыт", "5 October 2026"),
        ("水門", "5 October 2026"),
        ("2026", "5 October 2026"),
        ("العبّارة تعود", "5 October 2026"),
        ("המעבורת חזרה", "5 October 2026"),
    ],
)
def test_the_day_has_one_form_in_all_scripts(title: str, day: str) -> None:
    assert meta(article(title=title)).startswith(f"{day} · ")


@pytest.mark.parametrize("publication", ["الجريدة", "The Pier"])
def test_the_day_is_read_in_order_in_a_line_from_the_right(publication: str) -> None:
    said = head(article(title="العبّارة تعود", publication=publication), has_text=True).below[0].text
    pieces = [(text, Style()) for text in (RIGHT_FROM, said, RIGHT_TO)]
    row = TerminalRow.of_strip(strip(pieces, 72, Style()), Looks(ColorSystem.TRUECOLOR))
    assert "5 October 2026" in "".join(seen(row).row.chars)


def test_a_headline_alone_says_which_key_fetches_the_page() -> None:
    alone = article(text_origin="feed", text_state="none", reason="The feed has only the title.", words=0)
    shown = head(alone, has_text=False, fetched_by="x").below[-1]
    assert shown.text == "The feed has only the title\u00a0· x fetches the page"
    assert head(alone, has_text=False).below[-1].text == "The feed has only the title."


def test_a_headline_alone_whose_page_failed_says_both() -> None:
    reason = "No full text: the proxy cannot be reached."
    alone = article(feeds=("Links",), text_origin="page", text_state="failed", reason=reason, words=0)
    assert head(alone, has_text=False).below[-1].text == f"The feed has only the title. {reason}"
    assert head(alone, has_text=True).below[-1].text == reason
    added = article(feeds=(), text_origin="page", text_state="failed", reason=reason, words=0)
    assert head(added, has_text=False).below[-1].text == reason


def test_a_text_needs_no_description_and_no_reason() -> None:
    shown = head(article(description="A lock.", reason="odd"), has_text=True)
    assert [block.text for block in shown.below] == [
        "5 October 2026\u00a0· The Harbour Gazette\u00a0· full page\u00a0· 2\u00a0min"
    ]
    assert [block.text for block in head(article(), has_text=False).below][1:] == ["This article has no text"]


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"text_origin": "feed", "text_state": "part"}, "feed text, part of the text"),
        ({"text_origin": "feed", "text_state": "none", "words": 0}, "no text"),
        ({"text_origin": "page", "text_state": "pending"}, "full text to come"),
        ({"text_origin": "file"}, "file"),
    ],
)
def test_which_text_it_is_and_how_much_of_one(fields: dict[str, object], said: str) -> None:
    assert said in meta(article(**fields)).split(" · ")


def test_without_a_day_the_time_of_publication_gives_one_and_a_feed_stands_for_the_publication() -> None:
    published = datetime(2026, 10, 5, 12, tzinfo=UTC)
    found = meta(
        article(day=None, published=published, publication=None, feeds=("The Pier", "Other"), words=0)
    )
    assert found == "5 October 2026 · The Pier · full page"
    assert meta(article(day=None, publication=None, words=0)) == "full page"


def test_without_authors_and_agency_there_is_no_byline() -> None:
    shown = head(article(authors=(), agency=None), has_text=True)
    assert shown.byline is None
    assert [block.gap for block in shown.blocks] == [None, ()]


def test_an_edit_is_told_with_its_time_and_the_key_that_shows_it() -> None:
    short = article(publication="Pier", text_origin="feed")
    block = head(short, has_text=True, edited=Edited("edited 16:32", "w")).below[0]
    assert (
        block.text
        == "5 October 2026\u00a0· Pier\u00a0· feed text\u00a0· 2\u00a0min\u00a0· edited 16:32\u00a0· w"
    )
    assert [(block.text[run.start : run.end], run.look) for run in block.runs][1:] == [
        ("w", Look("accent", bold=True))
    ]


@pytest.mark.parametrize(("letters", "lines"), [(72, 1), (73, 2)])
def test_an_edit_for_which_there_is_no_room_has_a_line_of_its_own(letters: int, lines: int) -> None:
    name = "P" * (letters - len("5 October 2026 ·  · full page · 2 min · edited 16:32 · w"))
    shown = head(
        article(publication=name, authors=(), agency=None), has_text=True, edited=Edited("edited 16:32", "w")
    )
    assert len(shown.below) == lines
    assert shown.below[-1].text.endswith("edited 16:32\u00a0· w")
    assert not shown.below[0].text.endswith("·")
    assert [block.gap for block in shown.blocks] == [None, (), None][: 1 + lines]


def test_code_in_a_title_has_its_look_and_no_backticks() -> None:
    block = head(article(title="Lex (`liblex`)\nand don`t"), has_text=True).title
    assert [(block.text[run.start : run.end], run.look) for run in block.runs] == [
        ("Lex (", TITLE),
        ("liblex", TITLE._replace(on="code")),
        (") and don`t", TITLE),
    ]


def test_the_whole_head_stands_on_the_side_of_the_title() -> None:
    arabic = head(article(title="فتح البوابة", description="A lock."), has_text=False, own="✎ 1 note")
    assert {(block.align, block.is_mirrored) for block in arabic.blocks} == {("right", True)}
    english = head(article(authors=("ليلى",)), has_text=True)
    assert {(block.align, block.is_mirrored) for block in english.blocks} == {("left", False)}


def test_article_list_and_shell_tell_one_day_in_the_zone_of_the_reader(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    evening = datetime(2026, 11, 29, 16, 10, tzinfo=UTC)
    monkeypatch.setenv("TZ", "JST-9")
    time.tzset()
    try:
        now = datetime(2026, 12, 9, tzinfo=SYSTEM_ZONE)
        filed = article(day="2026-11-29", published=evening)
        assert meta(filed).startswith("30 November 2026 · ")
        assert (age(when(filed, now), now), shown_day(filed)) == ("30 Nov", "2026-11-30")
        printed = article(day="2026-11-29", published=datetime(2026, 11, 29, tzinfo=UTC))
        assert meta(printed).startswith("29 November 2026 · ")
        assert (age(when(printed, now), now), shown_day(printed)) == ("29 Nov", "2026-11-29")
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    ("title", "byline"),
    [
        ("Der Sturm über dem Lennet", "By Ann Reed and Tom Quill\u00a0· MPA"),
        ("«Гальцион» сел на мель", "Ann Reed, Tom Quill\u00a0· MPA"),
        ("جنوح العبّارة قبالة برانوك", "Ann Reed\u060c Tom Quill\u00a0· MPA"),
        ("המעבורת עלתה על שרטון", "Ann Reed, Tom Quill\u00a0· MPA"),
        ("フェリー Halcyon 座礁で調査報告", "Ann Reed、Tom Quill\u00a0· MPA"),
    ],
)
def test_a_byline_has_no_english_words_beside_another_script(title: str, byline: str) -> None:
    shown = head(article(title=title, authors=("Ann Reed", "Tom Quill"), agency="MPA"), has_text=True)
    assert shown.byline is not None
    assert shown.byline.text == byline
