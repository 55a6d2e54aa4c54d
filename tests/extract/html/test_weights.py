from __future__ import annotations

import lxml.html
import pytest

from reader.extract.html.weights import GOOD_LENGTH, Weights, is_long

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."
ARTICLE = f"<div class='text'><h1>Bridge</h1>{f'<p>{LONG}</p>' * 9}</div>"


def test_the_innermost_element_with_most_paragraphs_is_the_container() -> None:
    root = lxml.html.document_fromstring(f"<html><body><main>{ARTICLE}<p>{LONG}</p></main></body></html>")
    container = Weights(root).container()
    assert container is not None
    assert container.get("class") == "text"


def test_a_container_holds_the_share_that_is_asked_for() -> None:
    page = f"<html><body><main><div id=a>{f'<p>{LONG}</p>' * 3}</div><div id=b>{f'<p>{LONG}</p>' * 2}</div></main></body></html>"
    weights = Weights(lxml.html.document_fromstring(page))
    found = weights.container(), weights.container(share=0.61), weights.container(share=1.1)
    assert [box.get("id") or box.tag if box is not None else None for box in found] == ["a", "main", None]


def test_rows_of_links_and_short_lines_weigh_nothing() -> None:
    link = f"<a href=x>{LONG}</a>"
    page = f"<html><body>{f'<p>{LONG}</p>' * 9}<div id=a><p>{link}</p><p>Short.</p></div></body></html>"
    root = lxml.html.document_fromstring(page)
    weights = Weights(root)
    assert weights.total == 9 * len(LONG)
    assert weights.of(root.get_element_by_id("a")) == 0


def test_where_paragraphs_are_few_the_texts_of_all_boxes_are_counted() -> None:
    root = lxml.html.document_fromstring(
        f"<html><body><p>{LONG}</p><div id=a>{LONG}<br>{LONG}</div></body></html>"
    )
    weights = Weights(root)
    assert weights.of(root.get_element_by_id("a")) == 2 * len(LONG)
    assert weights.total == 3 * len(LONG)


@pytest.mark.parametrize(
    ("text", "answer"),
    [("a" * GOOD_LENGTH, True), ("a" * (GOOD_LENGTH - 1), False), ("港" * 30, True), ("港" * 29, False)],
)
def test_running_text_is_long_in_cells(text: str, answer: bool) -> None:
    assert is_long(text) is answer


def test_a_paragraph_is_a_row_of_links_where_half_of_it_is_linked() -> None:
    def total(linked: int) -> int:
        text = f"<a href=x>{'a' * linked}</a>{'b' * (100 - linked)}"
        return Weights(
            lxml.html.document_fromstring(f"<html><body>{f'<p>{text}</p>' * 9}</body></html>")
        ).total

    assert (total(49), total(50)) == (900, 0)
