from __future__ import annotations

import lxml.html
import pytest

from reader.extract.body import boilerplate
from reader.extract.body.choose import _read, _written, choose
from reader.extract.body.edges import is_linked
from reader.extract.body.select import place_of_headline, standfirst
from reader.extract.html.weights import Weights
from reader.extract.pieces import Piece, pieces

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."


def junk(body: str) -> list[str]:
    root = lxml.html.document_fromstring(f"<html><body>{body}</body></html>")
    return [box.get("class") or str(box.tag) for box, _ in boilerplate.junk(root, Weights(root))]


def row(body: str) -> list[Piece]:
    return pieces(lxml.html.document_fromstring(f"<html><body>{body}</body></html>"), None)


ARTICLE = f"<div class='text'><h1>Bridge</h1>{f'<p>{LONG}</p>' * 9}</div>"


@pytest.mark.parametrize(
    "name",
    ["related", "newsletter-box", "shareBar", "most-read", "sr-only", "AuthorBio", "comments", "ad-slot"],
)
def test_boxes_are_junk_by_a_whole_word_of_their_class(name: str) -> None:
    assert junk(ARTICLE + f"<div class='{name}'><p>{LONG}</p></div>") == [name]


@pytest.mark.parametrize(
    "name", ["relatedness", "shared-space-content", "paywall", "subscriber-content", "main", "header"]
)
def test_other_words_are_no_junk(name: str) -> None:
    assert junk(ARTICLE + f"<div class='{name}'><p>{LONG}</p></div>") == []


def test_a_box_with_the_headline_or_much_of_the_text_is_kept_whatever_its_name() -> None:
    assert junk(f"<div class='related'>{ARTICLE}</div>") == []
    assert junk(ARTICLE + f"<div class='promo'>{f'<p>{LONG}</p>' * 4}</div>") == []
    assert junk(ARTICLE + f"<div class='comments'>{f'<p>{LONG}</p>' * 4}</div>") == ["comments"]


def test_the_innermost_element_with_most_paragraphs_is_the_container() -> None:
    root = lxml.html.document_fromstring(f"<html><body><main>{ARTICLE}<p>{LONG}</p></main></body></html>")
    container = Weights(root).container()
    assert container is not None
    assert container.get("class") == "text"


@pytest.mark.parametrize("number", [0, 1, 245, 246, 60_515, 60_516, 1_000_000])
def test_numbers_of_pieces_can_be_read_back(number: int) -> None:
    assert _read(_written(number)) == number


def test_choosing_leaves_the_page_as_it_was() -> None:
    root = lxml.html.document_fromstring(
        f"<html><body>{ARTICLE}<figure><img src='https://a.example/b.jpg'></figure></body></html>"
    )
    before = lxml.html.tostring(root)
    found = pieces(root, None)
    choice = choose(root, found, None)
    assert lxml.html.tostring(root) == before
    assert {found[number].kind for number in choice.numbers} >= {"text"}


def test_pieces_come_in_the_order_of_the_page() -> None:
    found = row(
        "a<p>b <img src='https://x.example/1.jpg'> c</p>d<ul><li>e</ul><table><tr><td>f<td>g<tr><td>h<td>i</table><pre>j</pre>"
    )
    assert [(piece.kind, piece.text) for piece in found] == [
        ("text", "a"),
        ("text", "b c"),
        ("picture", ""),
        ("text", "d"),
        ("text", "e"),
        ("table", ""),
        ("code", ""),
    ]


def test_links_are_weighed() -> None:
    assert [
        is_linked(piece)
        for piece in row("<p><a href=x>all of it</a> so</p><p>so little <a href=x>of it</a> is</p>")
    ] == [True, False]


def test_the_standfirst_stands_between_headline_and_text() -> None:
    lead = "A line of some length that says it all in one sentence"
    found = row(f"<h1>Bridge</h1><p class='dek'>{lead}</p><p class='x'>Other</p><p>{LONG}</p>")
    headline = place_of_headline(found, 3, ["Bridge"])
    assert (headline, standfirst(found, {3}, headline, None)) == (0, 1)
    assert standfirst(found, {3}, -1, None) is None
    unnamed = row(f"<h1>Bridge</h1><p>{lead}</p><p>{LONG}</p>")
    assert standfirst(unnamed, {2}, 0, None) is None
    assert standfirst(unnamed, {2}, 0, lead + ".") == 1
