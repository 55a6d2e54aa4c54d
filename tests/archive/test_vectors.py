"""Words as lexemes: what they match is what the reference evaluator finds."""

from __future__ import annotations

import struct
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.archive import vectors
from reader.archive.vectors import Adjacent, All, Either, Lexemes, Pattern, Vector, Without
from reader.model import Article, Document
from reader.query.evaluate import Subject
from reader.query.tree import Text, TextField
from reader.text.tokens import terms
from tests.support.made_up_papers import NEWEST

WORDS = (
    "the", "of", "to", "be", "gas", "Gas", "banks", "bank", "running", "run", "e-mail", "email", "mail", "U.S.", "1,000",
    "Putin's", "don't", "colour", "color", "die", "Häfen", "hafen", "und", "паромы", "паром", "Медведев", "медведева",
    "в", "на", "北京大学", "京大", "C++", "élan", "elan", "war",
)  # fmt: skip
BODIES = st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)


def vector(title: str, body: str, lang: str | None, author: str = "", url: str = "") -> Vector:
    return vectors.vector(title, (author, ""), url, body, lang)


def seems_there(numbers: tuple[int, ...], mark: bytes) -> bool:
    """Does as the server does."""
    bits = len(mark) * 8

    def bit(at: int) -> int:
        return mark[at // 8] >> at % 8 & 1

    return any(bit((one & 0x7FFFFFFF) % bits) and bit((one >> 31) % bits) for one in numbers)


def matches(asked: Pattern, found: Vector) -> bool:
    """Does as the server does."""
    match asked:
        case Lexemes(names, is_start):
            if is_start:
                return any(lexeme.startswith(names) for lexeme in found.lexemes)
            return any(name in found.lexemes for name in names)
        case Adjacent(words, steps):
            starts = [
                {at - offset * steps for name in word.names for at in found.lexemes.get(name, ())}
                for offset, word in enumerate(words)
            ]
            is_there = bool(set.intersection(*starts))
            if is_there and steps == 1:
                assert all(seems_there(vectors.pair_numbers(*pair), found.pairs) for pair in pairwise(words))
            return is_there
        case All(parts):
            return all(matches(part, found) for part in parts)
        case Either(parts):
            return any(matches(part, found) for part in parts)
        case Without(part):
            return not matches(part, found)


@given(
    title=BODIES,
    body=BODIES,
    author=BODIES,
    lang=st.sampled_from((None, "en", "de", "ru", "fr")),
    words=st.lists(st.sampled_from(WORDS), min_size=1, max_size=4).map(" ".join),
    field=st.sampled_from(("any", "any", "any", "title", "author")),
    prefix=st.booleans(),
)
def test_a_pattern_finds_what_the_evaluator_finds(
    title: str, body: str, author: str, lang: str | None, words: str, field: TextField, prefix: bool
) -> None:
    text = Text(field, words, phrase=not prefix, prefix=prefix)
    article = Article(id=1, uid="a", title=title, fetched=NEWEST, authors=(author,), lang=lang)
    found = vector(title, body, lang, author)
    # An archive has words of other languages, too.
    asked = vectors.pattern(text, found.codes | {"e", "d", "R"})
    assert matches(asked, found) == Subject(Document(article=article, body=body)).holds(text)


@given(BODIES, st.sampled_from((None, "de", "ru")))
def test_a_pair_that_is_asked_for_is_kept(body: str, lang: str | None) -> None:
    words = [term for term in terms(body, lang) if not term.joined]
    found = vector("", body, lang)
    for left, right in pairwise(words):
        asked = vectors.pattern(
            Text("any", f"{body[left.start : left.end]} {body[right.start : right.end]}"), found.codes
        )
        assert matches(asked, found)


def test_a_phrase_of_common_words_needs_no_positions() -> None:
    asked = vectors.pattern(Text("any", "of the", phrase=True), {"e", "-"})
    assert isinstance(asked, Either)
    assert isinstance(asked.parts[0], Lexemes)
    assert "p:-of ethe" in asked.parts[0].names
    assert "p:-of ethe" in vector("", "the end of the pier", "en").lexemes


def test_fields_have_lexemes_of_their_own() -> None:
    found = vector("Gas", "oil", "en", author="Ann Lee", url="https://pier.example/gas").lexemes
    assert {"egas", "t:egas", "a:eann", "u:egas", "eoil"} <= found.keys()
    assert "t:eoil" not in found


def test_words_that_an_article_says_much_with_are_its_first_choice() -> None:
    found = vector("Lamps", "gas " * 9 + "oil " + "and so on " * 60, "en").lexemes
    assert {"+:elamp", "+:egas"} <= found.keys()
    assert "+:eoil" not in found


def test_no_phrase_reaches_from_one_part_into_the_next() -> None:
    asked = vectors.pattern(Text("any", "gas line", phrase=True), {"e"})
    assert not matches(asked, vector("gas", "line", "en"))
    assert matches(asked, vector("", "gas line", "en"))


def test_lexemes_are_packed_as_the_server_reads_them() -> None:
    assert vectors.packed({"b": [1, 5], "a": []}) == struct.pack(">i", 2) + b"a\0\0\0b\0\0\2\0\1\0\5"


@pytest.mark.parametrize("many", [20_000, 200_000])
def test_what_is_too_much_loses_positions_before_words(many: int) -> None:
    packed = vectors.packed({f"word{number:06}": [1, 2] * 20 for number in range(many)})
    assert len(packed) < 2**20
    count = struct.unpack(">i", packed[:4])[0]
    assert count == min(many, 1_000_000 // 14)
    assert packed[4:17] == b"word000000\0\0\0"


def test_positions_are_bounded() -> None:
    found = vector("", "gas " * 300 + "oil " * 17_000 + "end", "en").lexemes
    assert len(found["egas"]) == 256
    assert found["eend"] == []


def test_quotes_and_backslashes_stay_within_their_lexeme() -> None:
    assert vectors.tsquery(Lexemes(("a'b", "c\\d"))) == "('a''b' | 'c\\\\d')"
    assert vectors.tsquery(All((Without(Lexemes(("a",))), Adjacent((Lexemes(("b",)), Lexemes(("c",))))))) == (
        "(!('a') & (('b') <1> ('c')))"
    )
