from __future__ import annotations

import pytest

from reader.tui.article.document import ArticleDocument, Point
from reader.tui.article.viewport import ViewPlace, Viewport
from tests.support.articles import article, content, prose


def view(markdown: str = prose(1_000), room: int = 72, height: int = 10) -> Viewport:
    made = Viewport(ArticleDocument(article(), content(markdown)))
    made.resize(room, height)
    return made


def test_as_many_lines_are_visible_as_there_is_height() -> None:
    shown = view()
    assert len(list(shown.visible())) == 10
    assert next(shown.visible())[0] == ViewPlace(0, 0)
    shown.move(7)
    places = [place for place, _ in shown.visible()]
    assert len(places) == 10
    assert places[0] == shown.top == shown.after(ViewPlace(0, 0), 7)


def test_it_moves_to_the_ends_and_no_further() -> None:
    shown = view()
    assert not shown.move(-1)
    assert shown.move(3)
    assert shown.move(-10)
    assert shown.top == ViewPlace(0, 0)
    assert shown.to_end()
    assert not shown.move(1)
    assert len(list(shown.visible())) == 10, "no blank line stands below the last one"
    assert shown.sees_text_end
    assert shown.progress == 1.0


def test_progress_grows_and_is_whole_only_at_the_end() -> None:
    shown = view()
    seen = [shown.progress]
    while shown.move(5):
        seen.append(shown.progress)
    assert seen[0] == 0.0
    assert seen == sorted(seen)
    assert seen[-2] <= 0.99 < seen[-1] == 1.0


def test_a_line_is_shown_at_the_top_or_some_lines_below_it() -> None:
    shown = view()
    place = shown.after(ViewPlace(0, 0), 20)
    assert shown.show(place)
    assert shown.top == place
    assert shown.show(place, above=4)
    assert shown.after(shown.top, 4) == place
    assert not shown.show(place, above=4)


def test_a_point_and_its_line_find_each_other() -> None:
    shown = view()
    place = shown.after(ViewPlace(0, 0), 13)
    assert shown.place_of(shown.point_at(place)) == place
    assert shown.place_of(Point(1, 10**6)).line == len(shown.document.lines(1)) - 1


@pytest.mark.parametrize("lines", [4, 5, 6, 7, 15])
def test_the_same_text_stays_at_the_top_when_the_width_changes_and_changes_back(lines: int) -> None:
    shown = view()
    shown.move(lines)
    before = shown.top
    point = shown.point_at(before)
    shown.resize(30, 10)
    line = shown.document.lines(shown.top.part)[shown.top.line]
    assert shown.top.part == point.part
    assert line.block.start + line.start <= point.offset
    shown.resize(72, 10)
    assert shown.top == before
