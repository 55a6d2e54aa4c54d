from __future__ import annotations

from datetime import UTC, datetime
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.core.highlights import PlacedNotes
from reader.core.sandbox.results import PictureRaster
from reader.model import Note
from reader.tui.article import find
from reader.tui.article.heading import Edited
from reader.tui.article.hits import Hits
from reader.tui.article.page import ArticlePage
from reader.tui.article.text_layout import TextLayout
from reader.tui.paint import Paint
from tests.support.articles import EVERYTHING, article, document, prose, related
from tests.support.screen import THEMES

if TYPE_CHECKING:
    from reader.model import Related

PAINT = Paint(THEMES["newsprint"])


def page(markdown: str, width: int = 80, height: int = 20, position: int = 0) -> ArticlePage:
    made = ArticlePage(document(markdown), position=position)
    made.fit(width, height)
    return made


def append(shown: ArticlePage, *rows: Related) -> None:
    shown.append(rows)


def goes_on(shown: ArticlePage) -> bool:
    return shown.has_more


def screen(shown: ArticlePage, height: int = 20) -> list[str]:
    drawn = [shown.drawn(y, PAINT) for y in range(height)]
    return [line.strip.text.strip() if line else "" for line in drawn]


def test_it_begins_with_the_title() -> None:
    shown = page(EVERYTHING)
    assert screen(shown)[0] == "The Lock at Ostmoor Is Open"
    assert (shown.position, shown.progress) == (0, 0.0)


def test_a_page_that_was_freed_shows_the_same_place() -> None:
    shown = page(prose(2_000))
    shown.turn(1)
    before = screen(shown)
    shown.free()
    assert screen(shown) == before


def test_pages_overlap_by_two_lines_and_come_to_the_end() -> None:
    shown = page(EVERYTHING)
    before = screen(shown)
    pages = 1
    while shown.turn(1):
        pages += 1
        now = screen(shown)
        if shown.progress < 1:
            assert now[:2] == before[-2:]
        before = now
        assert pages < 20
    assert before[-1] == "of them is called “the pawl” by the keeper."
    assert shown.progress == 1.0


def test_lines_pages_and_the_end_show_every_line_once() -> None:
    shown = page(EVERYTHING)
    by_line = screen(shown)
    while shown.move(1):
        by_line.append(screen(shown)[-1])
    back = screen(shown)
    while shown.move(-1):
        back.insert(0, screen(shown)[0])
    assert back == by_line


def test_a_short_text_is_at_its_end_from_the_start() -> None:
    shown = page("Short.")
    assert not shown.turn(1)
    assert not shown.move(-1)
    assert shown.progress == 1
    assert shown.progress == 1.0


def test_a_text_of_100_000_words_is_read_only_where_it_is_looked_at() -> None:
    shown = page(prose(100_000))
    screen(shown)
    assert shown.document.built <= 6
    shown.to_end()
    screen(shown)
    assert shown.document.built <= 10
    shown.go_to(300_000)
    screen(shown)
    assert shown.document.built <= 14


def test_progress_grows_all_the_way_though_the_length_is_estimated() -> None:
    shown = page(prose(20_000) + "\n\n" + "- item\n" * 300)
    seen = [shown.progress]
    while shown.turn(1):
        seen.append(shown.progress)
    assert seen[0] == 0.0
    assert seen[-1] == 1.0
    assert all(later >= earlier - 0.02 for earlier, later in pairwise(seen))


def test_another_layout_keeps_the_text_at_the_top_and_the_marks() -> None:
    shown = page(prose(5_000))
    shown.turn(7)
    before, top = shown.position, screen(shown)[0]
    shown.find(["the"])
    hits = shown.hits.all[:]
    assert shown.fit(80, 20, TextLayout(50, is_justified=True))
    assert shown.position <= before < shown.position + 50
    lines = screen(shown)
    assert top.split()[0] in lines[0]
    assert sum(len(line) == 50 for line in lines) > len(lines) // 2
    assert shown.hits.all == hits
    assert shown.fit(80, 20)
    assert (shown.position, screen(shown)[0]) == (before, top)
    assert not shown.fit(80, 20)


def test_reading_on_ends_where_the_first_related_row_is_seen() -> None:
    short = page(prose(60))
    append(short, *map(related, range(20)))
    assert not short.read_on(), "all of it is in view at once"
    assert short.next_row()
    assert short.read_on(), "somebody goes through the rows"
    longer = page(prose(400))
    append(longer, *map(related, range(20)))
    pages = 0
    while longer.read_on():
        pages += 1
    alone = page(prose(400))
    while alone.read_on():
        pages -= 1
    assert pages in (0, 1), "as without them, and one more to see them"
    title = related(0).article.title  # type: ignore[union-attr]
    assert any(title in line for line in screen(longer))


@pytest.mark.parametrize("markdown", [EVERYTHING, prose(5_000)])
def test_the_text_at_the_top_is_the_same_after_a_change_of_size_and_back(markdown: str) -> None:
    shown = page(markdown)
    for step in range(40):
        before = screen(shown)
        shown.fit(40, 10)
        shown.fit(130, 45)
        shown.fit(80, 20)
        assert screen(shown) == before, step
        if not shown.move(3):
            break


def test_the_first_word_at_the_top_stays_in_the_top_line_in_every_width() -> None:
    shown = page(prose(3_000))
    shown.move(57)
    first = screen(shown)[0].split()[0]
    for width in (40, 50, 60, 100):
        shown.fit(width, 20)
        assert first in screen(shown)[0]


@given(st.integers(0, 4_000))
@settings(max_examples=40)
def test_a_position_leads_back_to_its_line(position: int) -> None:
    shown = page(EVERYTHING, position=position)
    kept, lines = shown.position, screen(shown)
    again = page(EVERYTHING, position=kept)
    assert again.position == kept
    assert screen(again) == lines


def test_a_position_of_one_width_is_the_same_text_in_another() -> None:
    shown = page(prose(3_000))
    shown.move(70)
    first = screen(shown)[0].split()[0]
    other = page(prose(3_000), width=50, position=shown.position)
    assert first in screen(other)[0]


def test_headings_are_gone_through_in_both_directions() -> None:
    shown = page(EVERYTHING + "\n\n" + prose(2_000))
    told = [(heading.level, heading.text) for heading in shown.headings]
    assert told == [
        (2, "What was repaired"),
        (3, "From the log"),
    ]
    assert shown.to_heading(is_next=True)
    assert screen(shown)[0] == "What was repaired"
    assert shown.to_heading(is_next=True)
    assert screen(shown)[0] == "From the log"
    assert not shown.to_heading(is_next=True)
    assert shown.to_heading(is_next=False)
    assert screen(shown)[0] == "What was repaired"


def test_code_and_tables_are_moved_sideways_together_until_their_end_is_in_view() -> None:
    shown = page("| a | b |\n| --- | --- |\n| " + "x" * 90 + " | end |\n\n```\n" + "y" * 80 + "\n```")
    assert goes_on(shown)
    assert shown.shift(1)
    table, code = screen(shown)[7], screen(shown)[9]
    assert table.startswith("…x")
    assert table.endswith("…")
    assert code.startswith("…y")
    while shown.shift(1):
        pass
    assert not goes_on(shown)
    assert screen(shown)[7].endswith("x  end")
    while shown.shift(-1):
        pass
    assert screen(shown)[7].startswith("x")
    assert goes_on(shown)


def test_text_that_fits_does_not_move_sideways() -> None:
    assert not page(prose(500)).shift(1)
    assert not page("```\nshort\n```").shift(1)
    assert not goes_on(page("```\nshort\n```"))
    below = page(f"{prose(2_000)}\n\n```\n{'y' * 90}\n```")
    assert not goes_on(below)
    below.to_end()
    assert goes_on(below)
    unfitted = ArticlePage(document(f"```\n{'y' * 90}\n```"))
    assert not goes_on(unfitted)


def test_an_edit_is_told_in_the_head_with_and_without_notes() -> None:
    shown = ArticlePage(document(prose(100)), edited=Edited("edited 16:32", "w"))
    shown.fit(100, 20)
    assert screen(shown)[3:5] == [
        "5 October 2026 · The Harbour Gazette · full page · 2 min",
        "edited 16:32 · w",
    ]
    shown.put_own(PlacedNotes((Note(1, "Ask", datetime(2026, 10, 6, tzinfo=UTC)),)))
    assert screen(shown)[4] == "edited 16:32 · w"


def test_the_head_shows_other_marks_of_the_article() -> None:
    shown = page(prose(100))
    before = screen(shown)
    assert not shown.put_marks(article(title="another"))
    assert shown.put_marks(article(title="another", bookmarked=True))
    assert screen(shown)[4] == "★ bookmarked"
    assert shown.put_marks(article(bookmarked=True, tags=("sea",)))
    assert screen(shown)[4] == "★ bookmarked · #sea"
    assert screen(shown)[0] == before[0]
    assert shown.put_marks(article())
    assert screen(shown) == before


def test_the_first_hit_is_sought_from_the_top_on_and_then_round_and_round() -> None:
    shown = page(prose(2_000))
    shown.move(30)
    shown.find(["asleep"])
    shown.look_on(60)
    hits = shown.hits.standing[1]
    assert hits > 20
    shown.to_hit(1)
    assert "asleep" in " ".join(screen(shown))
    assert shown.hits.standing[0] > 1
    for _ in range(hits):
        shown.to_hit(1)
        assert "asleep" in " ".join(screen(shown))
    at = shown.hits.standing
    shown.to_hit(1)
    shown.to_hit(-1)
    assert shown.hits.standing == at


def test_the_next_hit_is_looked_for_where_the_first_look_did_not_come() -> None:
    shown = page(
        ("word " * 300 + "\n\n") * 40 + "A heron.\n\n" + ("word " * 300 + "\n\n") * 40 + "Two herons."
    )
    shown.hits = Hits(find.hits(shown.document, find.each(["heron"]), 0))
    for words in ("A heron.", "Two herons.", "A heron."):
        assert shown.to_hit(1)
        assert words in screen(shown)
    shown.to_hit(-1)
    assert "Two herons." in screen(shown)


def test_a_hit_in_view_moves_nothing() -> None:
    shown = page(EVERYTHING)
    before = screen(shown)
    shown.find(["heron"])
    shown.to_hit(1)
    assert screen(shown) == before
    assert shown.hits.standing == (1, 2)


def test_hits_are_drawn_as_marks_the_current_one_stronger() -> None:
    shown = page("One heron, two herons.")
    shown.find(["heron"])
    shown.to_hit(1)
    line = next(line for y in range(20) if (line := shown.drawn(y, PAINT)) and "heron" in line.strip.text)
    marked = {
        seg.text: seg.style
        for seg in line.strip
        if seg.style and seg.style.bgcolor == PAINT.style("ink", on="mark").bgcolor
    }
    assert list(marked) == ["heron", "herons"]
    assert [style.bold for style in marked.values()] == [True, None]


def test_related_rows_stand_below_the_text_and_are_gone_through() -> None:
    shown = page(prose(1_000))
    append(shown, related(1), related(2, group="background", why=("gas", "tide")))
    assert not shown.next_row()
    shown.to_end()
    assert screen(shown)[-3:] == ["Related 2", "4 Oct 2026 · The Harbour Gazette", "gas · tide"]
    assert shown.next_row()
    assert shown.row == 0
    assert shown.next_row()
    assert not shown.next_row()
    assert shown.previous_row()
    assert shown.previous_row()
    assert not shown.previous_row()


def test_the_related_row_that_is_chosen_stays_so_when_others_come() -> None:
    shown = page(prose(1_000))
    append(shown, related(1), related(2))
    shown.to_end()
    shown.next_row()
    append(shown, related(3), related(1))
    assert (shown.row, shown.chosen) == (1, related(1))
    append(shown, related(3))
    assert not shown.previous_row()


def test_the_end_of_the_text_is_seen_before_that_of_the_related_rows() -> None:
    shown = page(prose(1_000), height=10)
    append(shown, *map(related, range(20)))
    while shown.progress < 1:
        assert shown.turn(1)
    assert shown.progress == 1.0
    assert shown.turn(1)


def test_a_chosen_row_out_of_view_is_chosen_no_more() -> None:
    shown = page(prose(1_000))
    append(shown, related(1))
    shown.to_end()
    shown.next_row()
    shown.turn(-1)
    shown.turn(-1)
    assert shown.row is None


@given(
    st.lists(st.tuples(st.sampled_from(["move", "turn", "fit", "go"]), st.integers(-30, 160)), max_size=12)
)
@settings(max_examples=60)
def test_no_line_is_wider_than_the_pane_and_none_is_lost_at_the_end(steps: list[tuple[str, int]]) -> None:
    shown = page(EVERYTHING)
    width, height = 80, 20
    for step, number in steps:
        if step == "move":
            shown.move(number)
        elif step == "turn":
            shown.turn(number / 20)
        elif step == "fit":
            width, height = max(number, 1), max(number // 3, 1)
            shown.fit(width, height)
        else:
            shown.go_to(number * 30)
        lines = [shown.drawn(y, PAINT) for y in range(height)]
        assert all(line is None or line.strip.cell_length == width for line in lines)
        assert lines[-1] is not None or shown.position == 0


TUG = "https://pier.example/tug.png"


def test_pictures_are_drawn_in_place_of_those_before_and_never_higher_than_the_pane() -> None:
    raster = PictureRaster(60, 40, bytes(range(240)) * 30)
    waiting = ArticlePage(document(f"![A tug]({TUG})\n\n{prose(200)}"))
    waiting.put_pictures({TUG: raster})
    waiting.fit(80, 40)
    assert sum("▀" in line for line in screen(waiting, 40)) == 20
    assert "A tug" in screen(waiting, 40)
    waiting.fit(80, 12)
    assert waiting.to_end()
    waiting.go_to(0)
    waiting.move(5)
    assert sum("▀" in line for line in screen(waiting, 12)) <= 10
    waiting.fit(80, 40)
    assert waiting.put_pictures({})
    assert "▒ picture · A tug" in screen(waiting, 40)


def test_words_of_a_caption_are_found_below_its_picture() -> None:
    shown = page(f"{prose(300)}\n\n![]({TUG})\n*The ferry*\n\n{prose(300)}")
    shown.put_pictures({TUG: PictureRaster(60, 40, bytes(7_200))})
    assert shown.find(["ferry"]) == 1
    assert shown.to_hit(1)
    lines = [shown.drawn(y, PAINT) for y in range(20)]
    line = next(one.strip for one in lines if one and "The ferry" in one.strip.text)
    marked = [segment.text for segment in line if segment.style and segment.style.underline]
    assert marked == ["ferry"]
