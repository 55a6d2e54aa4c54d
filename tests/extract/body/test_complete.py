from __future__ import annotations

import lxml.html
import pytest

from reader.extract.body.complete import completed, with_facts
from reader.extract.pieces import Piece, pieces

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."


def row(body: str) -> list[Piece]:
    return pieces(lxml.html.document_fromstring(f"<html><body>{body}</body></html>"), None)


P = f"<p>{LONG}</p>"
LINKS = "<ul><li><a href=x>A boat of wood and brass</a><li><a href=y>A boat of paper and string</a></ul>"


@pytest.mark.parametrize(
    ("body", "taken", "wanted"),
    [
        (f"<div>{P}{P}</div>{P}", {0}, {0, 1}),
        (f"<div>{P}<h2>x</h2>{P}</div>", {0}, {0, 1, 2}),
        (f"<div>{P}<h2>x</h2></div>", {0}, {0}),
        (f"<div>{P}<ul><li>short<li>{LONG}</ul>{P}</div>", {0, 3}, {0, 1, 2, 3}),
        (f"<div>{P}<p>short</p>{P}</div>", {0, 2}, {0, 2}),
        (f"<div>{P}<ul><li>short</ul></div>", {0}, {0}),
        (f"<div>{P}<p><a href=x>{LONG}</a></p></div>", {0}, {0}),
        (f"<div>{P}<div><pre>code</pre></div></div>", {0}, {0, 1}),
        (f"<div>{P}</div><pre>code</pre>", {0}, {0}),
        (f"<div>{P}<table><tr><td>a<td>b<tr><td>c<td>d</table></div>", {0}, {0, 1}),
        (f"<div>{P}<aside>{LONG}</aside>{P}</div>", {0, 2}, {0, 2}),
        (f"<div>{P}<div class='other'>{P}</div>{P}</div>", {0, 2}, {0, 2}),
        ("<div><p>short</p><p>short too</p></div>", {0}, {0}),
        (
            f"<div>{P}<p><a href=x>North</a>: <a href=y>Quay</a>, <a href=z>Mole</a></p>{P}</div>",
            {0, 2},
            {0, 1, 2},
        ),
        (f"<div>{P}<p><a href=x>North</a> <a href=y>Quay</a></p>{P}</div>", {0, 2}, {0, 2}),
        (
            f"<div>{P}<ul><li>From 40 crowns: <a href=x>A boat of wood and brass</a></ul>{P}</div>",
            {0, 2},
            {0, 1, 2},
        ),
        (
            f"<div>{P}</div><div><div><h2>x</h2></div><img src=https://quay.example/a.jpg><div>{P}</div></div>",
            {0, 3},
            {0, 1, 3},
        ),
        (f"<div>{P[:-4]}:</p>{LINKS}{P}</div>", {0, 3}, {0, 1, 2, 3}),
        (f"<div>{P}{LINKS}{P}</div>", {0, 3}, {0, 3}),
        (f"<div>{P}</div><div><p><b>In short</b></p><ul><li>{LONG}</ul></div>", {0, 2}, {0, 1, 2}),
        (f"<div>{P}</div><div><p><b>In</b> short</p><ul><li>{LONG}</ul></div>", {0, 2}, {0, 2}),
        (f"<div>{P}</div><p><b>In short</b></p><div><ul><li>{LONG}</ul></div>", {0, 2}, {0, 2}),
        (f"<div>{P}</div><div><div><h2><a href=y>x</a></h2></div><div>{P}</div></div>", {0, 2}, {0, 2}),
    ],
)
def test_what_stands_beside_the_choice_is_taken_too(body: str, taken: set[int], wanted: set[int]) -> None:
    assert completed(row(body), frozenset(taken)) == wanted


@pytest.mark.parametrize(("count", "last"), [(2, 2), (1, 1)])
def test_boxes_that_are_built_like_two_others_are_text(count: int, last: int) -> None:
    found = row(f"<section><div class='x'>{P}</div></section>" * 3)
    assert completed(found, frozenset(range(count))) == set(range(last + 1 if count == 2 else last))


@pytest.mark.parametrize(
    ("body", "taken", "wanted"),
    [
        (f"<div>{P}<div class='tip'>{P}</div>{P}</div>", {0, 2}, {0, 1, 2}),
        (f"<div>{P}<div class='other'>{P}</div>{P}</div>", {0, 2}, {0, 2}),
        (f"<main><div>{P}</div><ol><li>One<li>Two</ol><div>{P}</div></main>", {0, 3}, {0, 1, 2, 3}),
        (f"<main><div>{P}</div><ol><li><a href=x>One</a></ol><div>{P}</div></main>", {0, 2}, {0, 2}),
        (f"<h1>Bridge</h1><div class='key-points'><h3>Key</h3><ul><li>One</ul></div><div>{P}</div>", {3}, {1, 2, 3}),
        (f"<div class='key-points'><ul><li>One</ul></div><h1>Bridge</h1><div>{P}</div>", {2}, {2}),
    ],
)  # fmt: skip
def test_facts_beside_the_text_belong_to_it(body: str, taken: set[int], wanted: set[int]) -> None:
    found = row(body)
    headline = next((number for number, piece in enumerate(found) if piece.text == "Bridge"), -1)
    assert with_facts(found, frozenset(taken), headline) == wanted
