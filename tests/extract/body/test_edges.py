from __future__ import annotations

import lxml.html

from reader.extract.body.edges import is_good, is_linked, rescued, trimmed, within, without_tags
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


def tags(*addresses: str) -> str:
    return "".join(f"<li><a href='{address}'>Bridges</a></li>" for address in addresses)


def test_a_row_of_short_links_at_either_end_is_tags() -> None:
    body = f"<ul>{tags('/a', '/b/1', '/c')}</ul><p>{LONG}</p>{tags('/a', '/b')}<p>{LONG}</p><ul>{tags('/t/a', '/t/b', '/t/c')}</ul>"
    assert without_tags(row(body), frozenset(range(10))) == {3, 4, 5, 6}


def test_links_that_may_be_text_are_no_tags() -> None:
    few = f"{tags('/a', '/b')}<p>{LONG}</p>{tags('/t/a', '/t/b')}"
    assert without_tags(row(few), frozenset(range(5))) == set(range(5))
    sources = f"<p>{LONG}</p>{tags('/a/1', '/b/2', '/c/3')}"
    assert without_tags(row(sources), frozenset(range(4))) == set(range(4))
    alone = tags("/t/a", "/t/b", "/t/c")
    assert without_tags(row(alone), frozenset(range(3))) == set(range(3))


def test_a_line_of_links_that_calls_them_tags_is_none_behind_the_text() -> None:
    found = row(
        f"<p>{LONG}</p><p>Tags: <a href=/t>Bridges and harbours</a></p><p>Tags: a word of the author</p>"
    )
    assert without_tags(found, frozenset(range(3))) == {0, 2}
