from __future__ import annotations

import lxml.html

from reader.extract.body.edges import is_good, is_linked, rescued, trimmed, within
from reader.extract.pieces import Piece, pieces

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."


def row(body: str) -> list[Piece]:
    return pieces(lxml.html.document_fromstring(f"<html><body>{body}</body></html>"), None)


def test_links_are_weighed() -> None:
    assert [
        is_linked(piece)
        for piece in row("<p><a href=x>all of it</a> so</p><p>so little <a href=x>of it</a> is</p>")
    ] == [True, False]


PAGE = (
    f"<p>May 3</p><div id=a><p>Label</p><p>{LONG}</p><p>Within</p><p>{LONG}</p></div><p>Tags</p><p>{LONG}</p>"
)


def places(body: str, box: str = "a") -> tuple[list[Piece], frozenset[int]]:
    root = lxml.html.document_fromstring(f"<html><body>{body}</body></html>")
    return pieces(root, None), within(pieces(root, None), root.get_element_by_id(box))


def test_the_whole_page_is_no_container() -> None:
    root = lxml.html.document_fromstring(f"<html><body>{PAGE}</body></html>")
    assert within(pieces(root, None), root.find("body")) == within(pieces(root, None), None) == frozenset()
    assert places(PAGE)[1] == {1, 2, 3, 4}


def test_short_lines_outside_of_the_container_go_at_the_ends_alone() -> None:
    found, inside = places(PAGE)
    assert trimmed(found, frozenset(range(6)), inside) == {1, 2, 3, 4}
    assert trimmed(found, frozenset(range(7)), inside) == {1, 2, 3, 4, 5, 6}
    assert trimmed(found, frozenset({0, 1}), inside) == {0, 1}  # no paragraph tells where the text is


def test_a_choice_that_missed_the_container_is_replaced_by_it() -> None:
    found, inside = places(PAGE)
    assert rescued(found, frozenset({0}), inside) == {1, 2, 3, 4}
    assert rescued(found, frozenset({2}), inside) == {2}


def test_without_choice_and_container_all_running_text_is_taken() -> None:
    found, _ = places(PAGE + f"<p><a href=x>{LONG}</a></p>")
    assert rescued(found, frozenset(), frozenset()) == {2, 4, 6}
    assert [is_good(piece) for piece in found] == [False, False, True, False, True, False, True, True]
