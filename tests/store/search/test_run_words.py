"""The words of a run of letters without spaces, by what the articles have."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from reader.query.tree import Text
from reader.store.search import run_words
from reader.store.search.run_words import words_of

if TYPE_CHECKING:
    from reader.query.tree import Node
    from reader.store.search.masks import Mask

TEXTS = (
    "海難調査委員会が報告した",
    "座礁したフェリー",
    "船が座礁し調査が始まった",
    "iPhoneの発売",
    "北京的大学有校长",
    "北京大学",
    "서울에서 대학교",
    "การเมืองของไทย",
    "まぐろの漁業",
)


def masked(node: Node) -> Mask:
    assert isinstance(node, Text)
    assert not node.phrase
    return np.array([node.words in text for text in TEXTS])


@pytest.mark.parametrize(
    ("run", "words"),
    [
        ("座礁調査", ("座礁", "調査")),
        ("フェリー座礁", ("フェリー", "座礁")),
        ("フェリーの座礁", ("フェリー", "座礁")),
        ("座礁した", ("座礁",)),
        ("座礁した船", ("座礁", "船")),
        ("海難調査報告書", ("海難調査", "報告")),  # no article has “書”, and two other words are there
        ("調査書", ("調査", "書")),
        ("沈没調査", ("沈没", "調査")),  # a word that no article has stays one
        ("iPhone発売日", ("iPhone", "発売")),
        ("北京大学校长", ("北京大学", "校长")),
        ("北京的校长", ("北京", "校长")),
        ("まぐろ漁業", ("まぐろ", "漁業")),
        ("まぐ漁業", ("まぐ", "漁業")),
        ("서울대학교", ("서울", "대학교")),
        ("서울은", ("서울",)),
        ("ไทยการเมือง", ("ไทย", "การเมือง")),
        ("調査調査", ("調査",)),
    ],
)
def test_a_run_is_divided_where_its_words_end(run: str, words: tuple[str, ...]) -> None:
    assert words_of(run, masked) == words


@pytest.mark.parametrize(
    "run", ["ferry", "gas-oil", "座礁", "沈没事故", "食べ物", "の", "まぐろした", "アメリカ", "調" * 70]
)
def test_what_is_one_word_is_not_divided(run: str) -> None:
    assert words_of(run, masked) == ()


def test_the_fewest_pieces_are_taken_and_of_these_the_commonest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(f"{__name__}.TEXTS", ("大学生", "京都大", "京都", "京都の大学生"))
    assert words_of("京都大学生", masked) == ("京都", "大学生")


def test_each_piece_is_looked_for_once_and_nothing_that_begins_with_an_absent_one() -> None:
    asked: list[str] = []

    def counted(node: Node) -> Mask:
        assert isinstance(node, Text)
        asked.append(node.words)
        return masked(node)

    words_of("座礁調査", counted)
    assert sorted(asked) == sorted({*asked})
    assert "座礁調査" not in asked


def test_a_long_stretch_is_left_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(run_words, "STRETCH", 3)
    assert words_of("フェリーの座礁調査", masked) == ("フェリー", "座礁調査")
