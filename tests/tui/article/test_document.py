from __future__ import annotations

import pytest

from reader.tui.article.block import written
from reader.tui.article.document import ArticleDocument, Heading, Point
from reader.tui.article.heading import head
from tests.support.articles import article, content, prose


def document(markdown: str, room: int = 72) -> ArticleDocument:
    made = ArticleDocument(article(), content(markdown))
    made.resize(room)
    return made


def test_its_parts_are_the_head_the_pieces_and_what_is_appended() -> None:
    shown = document(prose(1_000))
    assert shown.last == len(shown.source.pieces) + 1 > 2
    assert shown.piece(0) is None
    assert shown.piece(1) == shown.source.pieces[0]
    assert shown.piece(shown.last) is None
    assert shown.lines(shown.last) == []
    shown.append([written("Below").block(gap=None)])
    assert [line.block.text for line in shown.lines(shown.last)] == ["Below"]


def test_a_part_is_read_when_it_is_needed_and_once() -> None:
    shown = document(prose(1_000))
    assert shown.built == 0
    shown.lines(2)
    shown.lines(2)
    assert shown.built == 1


def test_lines_that_were_freed_are_made_again_where_they_stood() -> None:
    shown = document(prose(1_000))
    before, top = shown.lines(2), shown.top(3)
    shown.free()
    assert shown.top(3) == top
    assert shown.built == 1
    assert [line[1:] for line in shown.lines(2)] == [line[1:] for line in before]
    assert shown.built == 2


def test_heights_are_estimated_until_a_part_was_read() -> None:
    shown = document(prose(1_000))
    total = sum(len(shown.lines(part)) for part in range(shown.last + 1))
    assert shown.top(shown.last) == total
    assert [shown.top(part) for part in (0, 1)] == [0, len(shown.lines(0))]
    guess = document(prose(1_000))
    assert 0.7 * total < guess.top(guess.last) < 1.4 * total


def test_a_new_head_moves_what_is_below_it() -> None:
    shown = document(prose(200))
    before = shown.top(1)
    shown.put_head(head(article(), has_text=True, own="✎ 1 note"))
    assert shown.top(1) == before + 1


def test_positions_are_those_of_the_markdown_in_every_width() -> None:
    shown = document(prose(1_000))
    piece = shown.source.pieces[1]
    assert shown.position_of(Point(0, 5)) == 0
    assert shown.position_of(Point(1, 0)) == 1, "the text begins at 1, since 0 is the head"
    assert shown.position_of(Point(2, 7)) == piece.start + 7
    assert shown.position_of(Point(2, 10**6)) == piece.end - 1
    assert shown.position_of(Point(shown.last, 3)) == len(shown.source.markdown)
    assert shown.point_of(piece.start + 7) == Point(2, 7)
    assert shown.point_of(0) == shown.point_of(-1) == Point(0, 0)


def test_headings_are_found_in_order_whatever_way_they_are_written() -> None:
    shown = document(f"# One\n\nText.\n\nTwo\n---\n\n{prose(400)}\n\n> ### Three\n\n#no heading")
    assert [(one.level, one.text) for one in shown.headings()] == [(1, "One"), (2, "Two"), (3, "Three")]
    assert shown.headings()[0] == Heading(1, "One", 1)
    three = shown.source.markdown.index("> ### Three")
    assert abs(shown.headings()[2].position - three) < 20
    assert document(prose(100)).headings() == []


@pytest.mark.parametrize("text", ["x" * 70_000, "[" * 1_000])
def test_what_would_take_too_long_shows_as_written(text: str) -> None:
    shown = document(text)
    assert "".join(block.text for part in range(1, shown.last) for block in shown.blocks(part)) == text
