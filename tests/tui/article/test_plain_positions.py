"""Highlights and notes on the page: marked where they stand, listed below the text, chosen sentence by sentence."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reader.core.highlights import Placed, PlacedNotes
from reader.markdown import dialect
from reader.model import Highlight, Note, Passage
from reader.text import quote_anchor
from reader.tui.article.document import Point
from reader.tui.article.draw import LineMark
from reader.tui.article.page import ArticlePage
from reader.tui.article.plain_positions import over
from reader.tui.paint import Paint
from tests.support.articles import EVERYTHING, document, prose, related
from tests.support.screen import THEMES

if TYPE_CHECKING:
    from reader.text.quote_anchor import Span

PAINT = Paint(THEMES["newsprint"])
NOW = datetime(2026, 10, 6, tzinfo=UTC)
MARK = PAINT.style("ink", on="highlight").bgcolor
HIT = PAINT.style("ink", on="mark").bgcolor
CHOSEN = PAINT.style("ink", on="chosen").bgcolor
TEXT = (
    "The [ferry](https://example.org/1) left at nine. “Nobody saw it,” said U.S. Coast Guards.\n\n"
    "![](https://example.org/p.jpg)\n*Nobody saw it here* (Ann)\n\n"
    "- It *came* back.\n- At ten, a [boat](https://example.org/2), and the crew[^1], too.\n\n"
    "The last word.\n\n[^1]: All of them."
)


def page(markdown: str = TEXT, width: int = 80, height: int = 30) -> ArticlePage:
    made = ArticlePage(document(markdown))
    made.fit(width, height)
    return made


def span_of(markdown: str, words: str) -> Span:
    text = dialect.plain(markdown)
    found = quote_anchor.quoted(text, words)
    assert found is not None
    span = quote_anchor.find(quote_anchor.WordPositions(text), found)
    assert span is not None
    return span


def placed(markdown: str, words: str, number: int = 1) -> Placed:
    span = span_of(markdown, words)
    kept = quote_anchor.passage(dialect.plain(markdown), *span)
    return Placed(Highlight(number, kept, NOW), span)


def on_ground(shown: ArticlePage, ground: object, height: int = 30) -> str:
    """All text on that ground, line by line."""
    lines = []
    for y in range(height):
        drawn = shown.drawn(y, PAINT)
        pieces = (
            [one.text for one in drawn.strip if one.style and one.style.bgcolor == ground] if drawn else []
        )
        lines.append("".join(pieces))
    return " / ".join(line for line in lines if line)


def lines(shown: ArticlePage, height: int = 40) -> list[str]:
    drawn = [shown.drawn(y, PAINT) for y in range(height)]
    return [line.strip.text.strip() if line else "" for line in drawn]


@pytest.mark.parametrize(
    ("words", "marked"),
    [
        ("ferry left", "ferry [1] left"),
        ("left at nine.", "left at nine."),
        ("“Nobody saw it,”", "“Nobody saw it,”"),
        ("back. At ten, a boat", "back. / At ten, a boat"),
        ("the crew, too", "the crew¹, too"),
        ("All of them.", "All of them."),
    ],
)
def test_a_highlight_is_marked_where_it_stands(words: str, marked: str) -> None:
    shown = page()
    shown.put_own(PlacedNotes(highlights=(placed(TEXT, words),)))
    assert on_ground(shown, MARK) == marked


@pytest.mark.parametrize("words", ["lift() before noon", "Call lift", "ten() then"])
def test_a_highlight_over_code_is_marked_without_backticks(words: str) -> None:
    markdown = "Call `lift()` before noon.\n\n```python\nten() then\n```"
    shown = page(markdown)
    shown.put_own(PlacedNotes(highlights=(placed(markdown, words),)))
    assert on_ground(shown, MARK) == words


def test_a_caption_of_the_same_words_is_not_marked() -> None:
    shown = page()
    shown.put_own(PlacedNotes(highlights=(placed(TEXT, "Nobody saw it"),)))
    assert on_ground(shown, MARK) == "Nobody saw it"


def test_a_hit_within_a_highlight_stands_out() -> None:
    shown = page()
    shown.put_own(PlacedNotes(highlights=(placed(TEXT, "left at nine"),)))
    shown.find(["at"])
    shown.to_hit(1)
    drawn = [drawn for y in range(30) if (drawn := shown.drawn(y, PAINT))]
    bold = [
        one.text
        for line in drawn
        for one in line.strip
        if one.style and one.style.bold and one.style.bgcolor == HIT
    ]
    assert bold == ["at"]
    assert "left at nine" not in on_ground(shown, MARK)
    assert on_ground(shown, MARK).split() == ["left", "nine"]


def test_own_words_stand_below_the_text_before_the_related_rows() -> None:
    shown = page()
    gone = Placed(Highlight(2, Passage("Long gone"), NOW), None)
    shown.append([related(1)])
    shown.put_own(PlacedNotes((Note(1, "Ask\nAnn\n\nSoon", NOW),), (placed(TEXT, "left at nine"), gone)))
    below = [line for line in lines(shown) if line]
    assert below[below.index("NOTES") : below.index("RELATED") - 1] == [
        "NOTES",
        "✎ Ask",
        "Ann",
        "Soon",
        "HIGHLIGHTS",
        "▎ left at nine",
        "▎ Long gone",
        "▎ no longer in the text",
    ]
    assert "✎ 1 note · 2 highlights" in lines(shown)[:6]


def test_without_own_words_any_more_the_page_is_as_before() -> None:
    shown, fresh = page(), page()
    shown.put_own(PlacedNotes((Note(1, "Ask", NOW),), (placed(TEXT, "left at nine"),)))
    shown.put_own(PlacedNotes())
    assert lines(shown) == lines(fresh)
    assert on_ground(shown, MARK) == ""


def test_the_text_stays_at_the_top_when_words_are_added() -> None:
    shown = page(prose(2000), height=10)
    shown.turn(3)
    before = lines(shown, 10)
    shown.put_own(PlacedNotes((Note(1, "Ask", NOW),)))
    assert lines(shown, 10) == before


def test_only_parts_that_are_drawn_are_looked_through() -> None:
    text = f"{prose(20_000)}\n\nThe very last words."
    shown = page(text)
    before = shown.document.built
    shown.put_own(PlacedNotes(highlights=(placed(text, "The very last words"),)))
    lines(shown)
    assert shown.document.built - before < 20


def test_a_passage_is_brought_into_view() -> None:
    text = f"{prose(5_000)}\n\nThe very last [words](https://example.org).\n\n{prose(500)}"
    shown = page(text)
    assert shown.show_passage(span_of(text, "very last words"))
    assert any("very last words" in line for line in lines(shown))
    assert not shown.show_passage(span_of(text, "very last words"))


def test_a_passage_that_is_wanted_before_there_is_a_screen_is_shown_as_soon_as_there_is() -> None:
    text = f"{prose(3_000)} the very last words"
    shown = ArticlePage(document(text))
    assert not shown.show_passage(span_of(shown.document.text, "very last words"))
    shown.fit(80, 20)
    assert shown.position > 10_000


# Choosing


def chosen(shown: ArticlePage) -> str:
    return on_ground(shown, CHOSEN)


def quoted(shown: ArticlePage, markdown: str = TEXT) -> str | None:
    assert shown.choosing is not None
    span = shown.choosing.span
    return quote_anchor.passage(dialect.plain(markdown), *span).quote if span else None


def test_sentences_are_chosen_one_after_the_other_without_captions() -> None:
    shown = page()
    assert shown.choose()
    seen = [chosen(shown)]
    while shown.move_choice(1):
        seen.append(chosen(shown))
    assert seen == [
        "The ferry [1] left at nine.",
        "“Nobody saw it,” said U.S. Coast Guards.",
        "It came back.",
        "At ten, a boat [2], and the crew¹, too.",
        "The last word.",
        "All of them.",
    ]
    assert quoted(shown) == "All of them."
    while shown.move_choice(-1):
        pass
    assert quoted(shown) == "The ferry left at nine."


def test_the_held_start_stays_while_the_end_moves() -> None:
    shown = page()
    shown.choose()
    shown.move_choice(1)
    shown.choose()
    shown.move_choice(1)
    shown.move_choice(1)
    assert quoted(shown) == (
        "“Nobody saw it,” said U.S. Coast Guards.\n\nIt came back. At ten, a boat, and the crew, too."
    )
    assert shown.move_choice(-1)
    assert shown.move_choice(-1)
    assert not shown.move_choice(-1)
    assert quoted(shown) == "“Nobody saw it,” said U.S. Coast Guards."


def test_words_at_either_end_are_left_out() -> None:
    shown = page()
    shown.choose()
    shown.move_choice(words=1)
    shown.move_choice(words=1)
    shown.move_choice(words=-1)
    shown.choose()
    shown.move_choice(words=-1)
    assert quoted(shown) == "ferry left at"
    shown.move_choice(words=1)
    assert quoted(shown) == "ferry left at nine."
    shown.move_choice(words=1)
    assert chosen(shown).endswith("Coast Guards.")


def test_choosing_begins_in_view_and_keeps_its_end_there() -> None:
    shown = page(prose(3000), height=12)
    shown.turn(4)
    top = lines(shown, 12)
    shown.choose()
    assert lines(shown, 12) == top
    assert chosen(shown)
    for _ in range(8):
        shown.move_choice(1)
        assert chosen(shown)
    for _ in range(20):
        shown.move_choice(-1)
        assert chosen(shown)


def test_without_text_nothing_is_chosen() -> None:
    assert not page("").choose()
    assert not page("![](https://example.org/p.jpg)\n*Only a caption* (Ann)").choose()


def test_every_sentence_of_every_kind_of_content_is_one_of_the_plain_text() -> None:
    shown = page(EVERYTHING, height=400)
    plain = quote_anchor.WordPositions(dialect.plain(EVERYTHING))
    shown.choose()
    count = 1
    while True:
        quote = quoted(shown, EVERYTHING)
        assert quote is not None
        assert next(plain.places(quote_anchor.WordPositions(quote).words), None) is not None
        if not shown.move_choice(1):
            break
        count += 1
    assert count > 25
    assert shown.choosing is not None
    assert shown.choosing.last > Point(1, 0)


@pytest.mark.parametrize(
    ("above", "left"),
    [
        ([], [(2, 9)]),
        ([(0, 2)], [(2, 9)]),
        ([(3, 4)], [(2, 3), (4, 9)]),
        ([(0, 4), (6, 7)], [(4, 6), (7, 9)]),
        ([(1, 10)], []),
    ],
)
def test_marks_above_hide_those_below(above: list[tuple[int, int]], left: list[tuple[int, int]]) -> None:
    top = [LineMark(*one, on="selection") for one in above]
    found = over(top, [LineMark(2, 9)])
    assert [(mark.start, mark.end) for mark in found if mark.on == "mark"] == left
    assert [mark for mark in found if mark.on == "selection"] == top


def test_a_hit_is_seen_within_what_is_chosen() -> None:
    shown = page()
    shown.choose()
    shown.find(["ferry"])
    assert on_ground(shown, HIT).strip() == "ferry"
    assert chosen(shown) == "The  [1] left at nine."
