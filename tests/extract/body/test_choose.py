from __future__ import annotations

import lxml.html
import pytest

from reader.extract.body import choose as choosing
from reader.extract.body.choose import ChosenPieces, _read, _written, choose
from reader.extract.pieces import pieces

LONG = "The mayor cut a ribbon of blue silk at seven in the evening, and a bus full of people was the first to cross."
ARTICLE = f"<div class='text'><h1>Bridge</h1>{f'<p>{LONG}</p>' * 9}</div>"


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


def test_a_page_of_too_many_elements_is_not_given_to_the_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    root = lxml.html.document_fromstring(f"<html><body>{ARTICLE}</body></html>")
    row = pieces(root, None)
    count = sum(1 for _ in root.iter())
    monkeypatch.setattr(choosing, "ELEMENTS_LIMIT", count)
    assert choose(root, row, None).numbers
    monkeypatch.setattr(choosing, "ELEMENTS_LIMIT", count - 1)
    assert choose(root, row, None) == ChosenPieces(frozenset())


def test_a_page_of_too_much_text_is_not_given_to_the_extractor(monkeypatch: pytest.MonkeyPatch) -> None:
    root = lxml.html.document_fromstring(f"<html><body>{ARTICLE}</body></html>")
    row = pieces(root, None)
    count = len(root.text_content())
    monkeypatch.setattr(choosing, "CHARS_LIMIT", count)
    assert choose(root, row, None).numbers
    monkeypatch.setattr(choosing, "CHARS_LIMIT", count - 1)
    assert choose(root, row, None) == ChosenPieces(frozenset())


def test_an_extractor_that_stumbles_has_chosen_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def stumble(*_: object, **__: object) -> None:
        raise AttributeError("no such thing")

    monkeypatch.setattr("trafilatura.bare_extraction", stumble)
    root = lxml.html.document_fromstring(f"<html><body>{ARTICLE}</body></html>")
    assert choose(root, pieces(root, None), None) == ChosenPieces(frozenset())


@pytest.mark.parametrize("loosely", [False, True])
def test_loosely_the_extractor_keeps_what_it_doubts(loosely: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: dict[str, object] = {}
    monkeypatch.setattr("trafilatura.bare_extraction", lambda *_, **kwargs: asked.update(kwargs))
    root = lxml.html.document_fromstring(f"<html><body>{ARTICLE}</body></html>")
    choose(root, pieces(root, None), None, loosely=loosely)
    assert asked["favor_recall"] is loosely
