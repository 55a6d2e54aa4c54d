from __future__ import annotations

import pytest

from reader.core.sandbox.results import PictureRaster
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


TUG, MOLE = "https://pier.example/tug.png", "https://pier.example/mole.png"
ILLUSTRATED = "\n\n".join((prose(60), f"![]({TUG})\n*The tug* (Ann)", prose(60), f"![]({MOLE})", prose(300)))
PICTURES = {url: PictureRaster(60, 40, bytes(7_200)) for url in (TUG, MOLE)}


def said(shown: Viewport) -> tuple[str, str]:
    """What the top line says, and of what kind it is."""
    _, line = next(shown.visible())
    return line.block.text[line.start : line.end], line.kind


def kinds(shown: Viewport) -> list[str]:
    return [line.kind for part in range(shown.document.last) for line in shown.document.lines(part)]


def test_a_picture_takes_its_rows_and_no_more_than_leave_room_for_text() -> None:
    for height, rows in ((40, 20), (22, 20), (21, 19), (10, 8), (2, 1), (1, 1)):
        shown = view(ILLUSTRATED, height=height)
        shown.document.put_pictures(PICTURES)
        assert kinds(shown).count("picture") == 2 * rows, height


@pytest.mark.parametrize("lines", range(1, 30))
def test_a_picture_that_comes_or_goes_leaves_the_line_at_the_top(lines: int) -> None:
    shown = view(ILLUSTRATED)
    shown.move(lines)
    before = said(shown)
    shown.document.put_pictures(PICTURES)
    shown.lines_changed()
    if before[0] == "picture · mole.png":  # it is shown now, and its name, which stood for it, is not
        assert said(shown) == ("", "gap")
        return
    now = said(shown)
    assert now[0] == before[0].removeprefix("picture · ")
    assert now[1] == before[1]
    shown.document.put_pictures({})
    shown.lines_changed()
    assert said(shown) == before


@pytest.mark.parametrize("lines", range(1, 70, 3))
def test_a_row_of_a_picture_at_the_top_stays_when_the_size_changes_and_changes_back(lines: int) -> None:
    shown = view(ILLUSTRATED, height=12)
    shown.document.put_pictures(PICTURES)
    shown.lines_changed()
    shown.move(lines)
    before = shown.top
    shown.resize(30, 12)
    shown.resize(72, 8)
    shown.resize(72, 12)
    assert shown.top == before


def test_a_point_in_what_stands_for_a_picture_is_in_its_caption() -> None:
    shown = view(ILLUSTRATED)
    shown.document.put_pictures(PICTURES)
    ((part, block),) = [
        (part, block)
        for part in range(1, shown.document.last)
        for block in shown.document.blocks(part)
        if block.picture and block.picture.url == TUG
    ]
    lines = shown.document.lines(part)
    places = [shown.place_of(Point(part, block.start + offset)) for offset in (0, 5, 10, 12)]
    assert len(set(places)) == 1
    caption = lines[places[0].line]
    assert caption.block.text[caption.start : caption.end] == "The tug"
    above = places[0]._replace(line=places[0].line - 1)
    assert (lines[above.line].kind, shown.point_at(above)) == ("picture", (part, block.start))
