"""A packed article is as like others as the article itself."""

from __future__ import annotations

import math
import zlib
from typing import Any

import pytest

from reader.index.clusters import cluster_features
from reader.index.clusters.cluster_features import CLUES, SHARED, gist, parted, template_of, unpacked
from reader.index.days import Days
from reader.index.notices import Template
from reader.index.profile import profile
from reader.index.similarity import Weighed, likeness, weigh
from tests.index.related.test_related import BREAD, DAM, DAM_AGAIN, DAM_BEFORE, RUSSIAN, RUSSIAN_AGAIN

ARTICLES = (DAM, DAM_AGAIN, DAM_BEFORE, BREAD, RUSSIAN, RUSSIAN_AGAIN)


def rare(_: str) -> float:
    return 5.0


def weighed(article: object) -> Weighed[str]:
    return weigh(profile(article.article.title, article.body), rare)  # type: ignore[attr-defined]


@pytest.mark.parametrize("one", ARTICLES, ids=lambda article: str(article.article.id))
@pytest.mark.parametrize("other", ARTICLES, ids=lambda article: str(article.article.id))
def test_likeness_survives_packing(one: object, other: object) -> None:
    whole = likeness(weighed(one), weighed(other))
    packed = likeness(*(unpacked(gist(weighed(each), rare).packed) for each in (one, other)))
    assert packed == pytest.approx(whole, abs=0.005)


def test_what_was_packed_is_read_on_every_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    packed = gist(weighed(DAM), rare).packed
    monkeypatch.setattr(cluster_features, "_LITTLE", not cluster_features._LITTLE)
    swapped = gist(weighed(DAM), rare).packed
    assert swapped != packed
    assert unpacked(swapped) == whole_of(packed, monkeypatch)


def whole_of(packed: bytes, monkeypatch: pytest.MonkeyPatch) -> Weighed[int]:
    monkeypatch.undo()
    return unpacked(packed)


def test_an_article_takes_some_hundreds_of_bytes() -> None:
    long = profile("A long one", " ".join(f"word{n}" for n in range(5_000)))
    assert len(gist(weigh(long, rare), rare).packed) < 1_500


def test_what_is_appended_changes_nothing_and_is_parted_again() -> None:
    packed = gist(weighed(DAM), rare).packed
    longer = packed + b"more"
    assert (unpacked(longer), template_of(longer)) == (unpacked(packed), template_of(packed))
    assert (parted(longer), parted(packed)) == ((packed, b"more"), (packed, b""))


def test_words_that_many_articles_have_lead_to_none() -> None:
    assert len(gist(weighed(DAM), rare).clues) == CLUES
    assert gist(weighed(DAM), lambda _: math.log(20)).clues == []


NO_DAYS = Days(frozenset(), frozenset())


def made(**parts: Any) -> Weighed[str]:
    given = {"words": {}, "names": {}, "numbers": {}, "title": {}, "days": NO_DAYS, "cased": True}
    return Weighed(**{**given, **parts})


def key(stem: str) -> int:
    return zlib.crc32(stem.encode())


def test_every_part_comes_out_under_its_number() -> None:
    days = Days(frozenset((3, 365)), frozenset((0, 6)))
    packed = gist(
        made(
            words={"a": 1.0, "b": 0.5},
            names={"c": 0.25},
            numbers={"1": 0.75},
            title={"a": 8.0},
            days=days,
            cased=False,
        ),
        rare,
    ).packed
    found = unpacked(packed)

    assert found.words == pytest.approx({key("a"): 1.0, key("b"): 0.5}, abs=1e-4)
    assert found.names == pytest.approx({key("c"): 0.25}, abs=1e-4)
    assert found.numbers == pytest.approx({key("1"): 0.75}, abs=1e-4)
    assert found.title == pytest.approx({key("a"): 8.0}, abs=1e-3)
    assert (found.days, found.cased) == (days, False)
    empty = unpacked(gist(made(), rare).packed)
    assert (empty.words, empty.names, empty.numbers, empty.title, empty.days) == ({}, {}, {}, {}, NO_DAYS)


PARTS = key("a").to_bytes(4, "little").hex() + "ffff" + "0201" + "0100" + "00000000"


def test_the_packed_form_is_that_of_libraries_there_are() -> None:
    form = Template(source=1, editions={3: 4, 2: 5})
    packed = gist(made(words={"a": 1.0}, days=Days(frozenset((258,)), frozenset((1,)))), rare, form).packed

    later = "".join(number.to_bytes(4, "little").hex() for number in (1, 2, 5, 3, 4))
    assert packed.hex() == "03" + "06000000020204000014" + "00000000000000000000" + PARTS + later
    assert template_of(packed) == form


def test_what_was_packed_before_sources_were_is_read() -> None:
    packed = bytes.fromhex("01" + "060000000202040000" + "000000000000000000" + PARTS)
    found = unpacked(packed)
    assert (found.words, found.cased) == ({key("a"): 1.0}, True)
    assert found.days == Days(frozenset((258,)), frozenset((1,)))
    assert template_of(packed) == Template()


def test_long_parts_have_their_size_in_two_bytes() -> None:
    words = {f"word{number}": 1.0 for number in range(120)}
    assert len(unpacked(gist(made(words=words, names={"x": 1.0}), rare).packed).words) == 120


@pytest.mark.parametrize(("part", "most"), [("words", 120), ("names", 40), ("numbers", 40), ("title", 40)])
def test_the_weightiest_of_each_part_are_kept(part: str, most: int) -> None:
    given = {f"{number:03}": 0.5 + number / 1000 for number in range(200)}
    found = getattr(unpacked(gist(made(**{part: given}), rare).packed), part)

    assert set(found) == {key(f"{number:03}") for number in range(200 - most, 200)}


def test_of_equal_weights_the_last_in_the_alphabet_are_kept() -> None:
    found = unpacked(gist(made(names={f"{number:03}": 0.5 for number in range(50)}), rare).packed)
    assert set(found.names) == {key(f"{number:03}") for number in range(10, 50)}


def test_weights_above_the_most_are_the_most() -> None:
    found = unpacked(gist(made(words={"a": 1.2}, title={"a": 17.0, "b": 16.0}), rare).packed)
    assert (found.words[key("a")], set(found.title.values())) == (1.0, {16.0})


def test_clues_are_the_weightiest_words_that_are_rare_enough() -> None:
    words = {f"{number:02}": 0.1 + number / 100 for number in range(30)}
    assert gist(made(words=words), rare).clues == [key(f"{number:02}") for number in range(29, 9, -1)]
    just = {"29": math.log(50), "28": math.log(49.9)}
    assert gist(made(words=words), lambda stem: just.get(stem, 0.0)).clues == [key("29")]
    assert (CLUES, SHARED) == (20, 2)
