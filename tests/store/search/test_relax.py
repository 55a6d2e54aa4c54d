"""A query that finds hardly anything: which words may be missing, and what is said of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from reader.query.tree import And, Filter, Node, Or, Text
from reader.store.search import relax
from reader.store.search.relax import Relaxation, relaxed

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from reader.store.search.masks import Mask

COUNT = 100


def mask(*ids: int) -> Mask:
    found = np.zeros(COUNT, np.bool_)
    found[list(ids)] = True
    return found


def word(text: str) -> Text:
    return Text("any", text)


class Guesses:
    """Guesses by tables."""

    def __init__(
        self,
        meant: Mapping[str, Sequence[str]],
        near: Mapping[str, str],
        likelier: Mapping[str, Sequence[str]],
        kindred: Mapping[tuple[str, ...], Sequence[str]],
    ) -> None:
        self._meant, self._near, self._likelier, self._kindred = meant, near, likelier, kindred

    def meant(self, word: str) -> Sequence[str]:
        return self._meant.get(word, ())

    def near(self, word: str) -> str | None:
        return self._near.get(word)

    def likelier(self, word: str) -> Sequence[str]:
        return self._likelier.get(word, ())

    def kindred(self, word: str, others: Collection[str]) -> Sequence[str]:
        return self._kindred.get((word, *others), ())

    def written(self, typed: str, folded: str) -> str:
        return folded.upper() if typed.isupper() else folded


def asked(
    tree: Node,
    having: Mapping[Any, Mask],
    meant: Mapping[str, Sequence[str]] | None = None,
    near: Mapping[str, str] | None = None,
    likelier: Mapping[str, Sequence[str]] | None = None,
    kindred: Mapping[tuple[str, ...], Sequence[str]] | None = None,
) -> relax.Relaxed | None:
    def masked(node: Node) -> Mask:
        if isinstance(node, Or) and node not in having:
            found: Mask = np.logical_or.reduce([masked(part) for part in node.parts])
            return found
        if isinstance(node, And):
            both: Mask = np.logical_and.reduce([masked(part) for part in node.parts])
            return both
        return having.get(node, mask())

    return relaxed(tree, masked, Guesses(meant or {}, near or {}, likelier or {}, kindred or {}))


RARE, COMMON, ABSENT = word("rare"), word("common"), word("absent")
HAVING = {RARE: mask(1, 2), COMMON: mask(*range(60)), Filter("is", "unread"): mask(2, 3)}


def test_an_article_needs_enough_of_the_weight_of_the_words() -> None:
    found = asked(And((RARE, COMMON)), HAVING)
    assert found is not None
    assert np.flatnonzero(found.mask).tolist() == [1, 2], "a common word alone weighs too little"
    assert found.tree == Or((RARE, COMMON))
    assert found.read_as == {}


def test_as_much_as_is_wanted_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    one, other = word("one"), word("other")
    having = {one: mask(1), other: mask(2)}
    monkeypatch.setattr(relax, "SHARE", 0.5)
    found = asked(And((one, other)), having)
    assert found is not None
    assert np.flatnonzero(found.mask).tolist() == [1, 2]
    monkeypatch.setattr(relax, "SHARE", 0.51)
    found = asked(And((one, other)), having)
    assert found is not None
    assert not found.mask.any()


def test_words_that_only_ask_count_for_nothing_where_two_others_are_there() -> None:
    how = word("how")
    having = {**HAVING, how: mask(*range(90, 95))}
    found = asked(And((how, RARE, COMMON)), having)
    assert found is not None
    assert found.tree == Or((RARE, COMMON))
    assert np.flatnonzero(found.mask).tolist() == [1, 2]
    assert found.told([1], 0, found.mask).without == (), "nor is it missing"
    found = asked(And((how, RARE)), having)
    assert found is not None
    assert found.tree == Or((how, RARE))


def test_what_is_no_plain_word_stays() -> None:
    for fixed in (Filter("is", "unread"), Text("title", "x"), Text("any", "x y", phrase=True)):
        having = {**HAVING, fixed: mask(2, 3)}
        found = asked(And((RARE, fixed, COMMON)), having)
        assert found is not None
        assert np.flatnonzero(found.mask).tolist() == [2]
        assert list(found.words) == ["rare", "common"]


def test_a_word_that_may_go_on_is_a_plain_word() -> None:
    begun = Or((word("ra"), Text("any", "ra", prefix=True)))
    found = asked(And((COMMON, begun)), {**HAVING, begun: mask(7)})
    assert found is not None
    assert found.words == {"common": COMMON, "ra": begun}


def test_without_a_second_word_nothing_can_be_left_out() -> None:
    assert asked(ABSENT, HAVING, {"absent": ["rare"]}) is None
    assert asked(RARE, HAVING) is None
    assert asked(And((RARE, Filter("is", "unread"))), HAVING) is None
    assert asked(And((ABSENT, word("nowhere"))), HAVING) is None


def test_a_word_that_no_article_has_is_taken_for_the_one_that_was_meant() -> None:
    tree = And((COMMON, ABSENT))
    found = asked(tree, {**HAVING, word("present"): mask(4)}, {"absent": ["present"]})
    assert found is not None
    assert found.read_as == {"absent": "present"}
    assert found.tree == Or((COMMON, word("present")))
    assert np.flatnonzero(found.mask).tolist() == [4]
    told = found.told([4, 30], 0, found.mask)
    assert told.lacks == {30: ("present",)}, "what counts is the word that was meant"
    assert told.without == ("present",)
    assert np.flatnonzero(found.complete).tolist() == [4]
    assert found.told([4], 1, found.complete).parts == ["searched for “present” instead of “absent”"]
    kept = asked(And((RARE, COMMON)), HAVING, {"rare": ["present"]})
    assert kept is not None
    assert kept.read_as == {}, "a word that some article has is what it is"


@pytest.mark.parametrize(
    ("slip", "meant", "other", "is_taken"),
    [
        (mask(90), mask(*range(10)), mask(5, 6), True),
        (mask(90), mask(*range(9)), mask(5, 6), False),  # not far commoner
        (mask(5), mask(*range(10)), mask(5, 6), False),  # the slip stands with the other word
        (mask(90), mask(*range(10, 30)), mask(5, 6), False),  # what it may be a slip of does not
    ],
)
def test_a_word_that_stands_with_no_other_is_taken_for_a_commoner_one_that_does(
    slip: Mask, meant: Mask, other: Mask, is_taken: bool
) -> None:
    having = {word("aquires"): slip, word("acquires"): meant, word("maker"): other}
    found = asked(And((word("aquires"), word("maker"))), having, near={"aquires": "acquires"})
    assert found is not None
    assert found.read_as == ({"aquires": "acquires"} if is_taken else {})
    assert found.tree == Or((word("acquires" if is_taken else "aquires"), word("maker")))


@pytest.mark.parametrize(
    ("slip", "meant", "is_taken"),
    [
        (mask(90), mask(5, 6), True),
        (mask(90), mask(5), False),  # it finds no more
        (mask(5), mask(5, 6), False),  # the slip stands with the other word
        (mask(90), mask(20, 21), False),  # the other word does not
    ],
)
def test_a_word_found_by_its_stem_alone_is_taken_for_a_likelier_one(
    slip: Mask, meant: Mask, is_taken: bool
) -> None:
    having = {word("aple"): slip, word("apple"): meant, word("iphone"): mask(5, 6)}
    likelier = {"aple": ["gone", "apple"]}
    found = asked(And((word("aple"), word("iphone"))), having, likelier=likelier)
    assert found is not None
    assert found.read_as == ({"aple": "apple"} if is_taken else {})


def test_a_word_that_no_article_has_is_taken_for_two_that_stand_side_by_side() -> None:
    parted, worse = Text("any", "ab sent", phrase=True), Text("any", "abs ent", phrase=True)
    having = {**HAVING, parted: mask(5, 6), worse: mask(5)}
    found = asked(And((COMMON, ABSENT)), having, {"absent": ["present"]})
    assert found is not None
    assert found.read_as == {"absent": "ab sent"}
    assert np.flatnonzero(found.mask).tolist() == [5, 6]
    edges = {Text("any", "a bsent", phrase=True): mask(5), Text("any", "absen t", phrase=True): mask(5)}
    found = asked(And((COMMON, ABSENT)), {**HAVING, **edges})
    assert found is not None
    assert found.read_as == {}, "a single letter is no word"


def test_a_run_without_spaces_that_no_article_has_is_looked_for_as_its_words() -> None:
    having = {word("座礁"): mask(1, 2, 3), word("調査"): mask(2, 3, 4)}
    found = asked(word("座礁調査"), having)
    assert found is not None
    assert found.tree == And((word("座礁"), word("調査")))
    assert np.flatnonzero(found.mask).tolist() == np.flatnonzero(found.complete).tolist() == [2, 3]
    told = found.told([2, 3], 2, found.mask)
    assert told == Relaxation(2, (), {}, {}, found=2, parted={"座礁調査": ("座礁", "調査")})
    assert told.parts == ["searched for “座礁” and “調査” instead of “座礁調査”"]
    whole = asked(word("座礁調査"), {**having, word("座礁調査"): mask(3)})
    assert whole is None, "an article has it as it was typed"


def test_of_a_run_a_single_word_may_be_left() -> None:
    found = asked(And((RARE, word("座礁した"))), {**HAVING, word("座礁"): mask(1, 2)})
    assert found is not None
    assert found.tree == Or((RARE, word("座礁")))
    assert found.told([1, 2], 2, found.mask).parts == ["searched for “座礁” instead of “座礁した”"]


def test_words_of_a_run_may_be_missing_where_no_article_has_all() -> None:
    having = {word("座礁"): mask(1), word("調査"): mask(4)}
    found = asked(word("座礁調査"), having)
    assert found is not None
    assert found.tree == Or((word("座礁"), word("調査")))
    told = found.told([1, 4], 0, found.mask)
    assert told.lacks == {1: ("調査",), 4: ("座礁",)}
    assert told.parts == [
        "searched for “座礁” and “調査” instead of “座礁調査”",
        "no article has all the words",
        "2 found",
    ]


def test_words_and_runs_that_were_taken_for_others_are_told_apart() -> None:
    said = Relaxation(1, (), {"fery": "ferry"}, {}, found=1, parted={"座礁調査": ("座礁", "調査")})
    assert said.corrected == "“ferry” instead of “fery”, “座礁” and “調査” instead of “座礁調査”"


def test_two_words_side_by_side_may_be_one() -> None:
    tik, tok, both = word("tik"), word("tok"), word("tiktok")
    found = asked(And((COMMON, tik, tok)), {**HAVING, tok: mask(70), both: mask(1)}, {"tik": ["tick"]})
    assert found is not None
    assert found.tree == Or((COMMON, Or((tik, both)), Or((tok, both))))
    assert found.read_as == {}, "it is not misspelt"
    assert np.flatnonzero(found.mask).tolist() == [1, 70]
    assert found.told([1, 70], 0, found.mask).lacks == {70: ("common", "tik")}


def test_a_short_word_is_no_part_of_another() -> None:
    found = asked(And((COMMON, word("to"), RARE)), {**HAVING, word("torare"): mask(1, 2, 70)})
    assert found is not None
    assert found.tree == Or((COMMON, RARE))


def test_words_that_are_one_are_found_though_neither_stands_alone() -> None:
    found = asked(And((word("tik"), word("tok"))), {word("tiktok"): mask(1)})
    assert found is not None
    assert np.flatnonzero(found.mask).tolist() == [1]


def test_each_article_lacks_its_own_words() -> None:
    found = asked(And((RARE, COMMON, ABSENT)), HAVING)
    assert found is not None
    told = found.told([2, 70], 1, found.mask)
    assert told == Relaxation(1, (), {}, {2: ("absent",), 70: ("rare", "common", "absent")}, found=2)
    assert found.told([1, 30], 0, found.mask).without == ("absent",)


def test_what_lacks_nothing_is_not_looked_at() -> None:
    found = asked(And((RARE, COMMON)), HAVING)
    assert found is not None
    assert found.told([2], 1, found.mask) == Relaxation(1, (), {}, {}, found=2)
    lacks = {30: ("rare",), 31: ("rare",)}
    assert found.told([30, 31], 0, mask(30, 31, 32)) == Relaxation(0, ("rare",), {}, lacks, 3, 3)


def test_what_has_all_of_a_few_words_comes_first() -> None:
    extra = word("extra")
    having = {**HAVING, extra: mask(1, 2, 3), word("how"): mask(9)}
    for tree, foremost in (
        ((word("how"), RARE, extra), [1, 2]),  # “how” counts for nothing
        ((RARE, COMMON, extra), [1, 2, 3]),  # any that has enough of three words
    ):
        found = asked(And(tree), having)
        assert found is not None
        assert np.flatnonzero(found.foremost).tolist() == foremost


def test_words_that_the_first_lack_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(relax, "FIRST", 2)
    found = asked(And((RARE, COMMON)), HAVING)
    assert found is not None
    assert found.told([30, 31, 61], 0, found.mask).without == ("rare",)
    assert found.told([61, 30, 31], 0, found.mask).without == ("rare",)


def test_the_word_that_most_lack_is_said_once() -> None:
    trump, site = word("trump"), word("site")
    found = asked(And((trump, site)), {trump: mask(*range(30)), site: mask(20, 40, 41)})
    assert found is not None
    told = found.told([40, *range(15)], 0, mask(40, *range(15), 41))
    assert told.parts == ["no article has all the words", "“site” missing from most of the 17 found"]
    assert told.of_rows == {40: ("trump",)}
    whole = found.told([20, 40, 1], 1, mask(20, 40, 1))
    assert whole.parts == ["only 1 of 3 has all the words"]
    assert whole.of_rows == {40: ("trump",), 1: ("site",)}, "which one lacks none is to be seen"
    even = found.told([40, 1, 2, 41], 0, mask(40, 1, 2, 41))
    assert even.without == (), "no word is lacked by most"
    assert even.of_rows == {40: ("trump",), 1: ("site",), 2: ("site",), 41: ("trump",)}


@pytest.mark.parametrize(
    ("relaxation", "said"),
    [
        (Relaxation(0, (), {}, {}, found=1_234), "no article has all the words; 1,234 found"),
        (
            Relaxation(0, ("how", "did"), {}, {1: ("did", "how")}, 2, 2),
            "no article has all the words; “how” and “did” missing from all 2 found",
        ),
        (
            Relaxation(0, ("how",), {}, {1: ("how",)}, 2, 3),
            "no article has all the words; “how” missing from most of the 3 found",
        ),
        (Relaxation(0, ("how",), {}, {1: ("how",)}, 2, 4), "no article has all the words; 4 found"),
        (Relaxation(1, (), {}, {2: ("how",)}, 0, 2), "only 1 of 2 has all the words"),
        (Relaxation(4, (), {}, {}, 0, 1_000), "only 4 of 1,000 have all the words"),
        (
            Relaxation(0, (), {"missle": "missile"}, {}, 0, 2),
            "searched for “missile” instead of “missle”; no article has all the words; 2 found",
        ),
        (Relaxation(2, (), {"missle": "missile"}, {}, 0, 2), "searched for “missile” instead of “missle”"),
    ],
)
def test_it_is_said_in_a_line_whose_numbers_add_up(relaxation: Relaxation, said: str) -> None:
    assert str(relaxation) == said


def test_a_row_says_what_it_lacks_only_where_the_line_above_does_not() -> None:
    lacks = {1: ("how",), 2: ("how", "ran"), 3: ("ran",)}
    assert Relaxation(0, ("how",), {}, lacks, 2, 3).of_rows == {2: ("ran", "how"), 3: ("ran",)}
    assert Relaxation(0, ("how",), {}, lacks, 2, 4).of_rows == lacks, "the line does not name it"
    assert Relaxation(0, ("how",), {}, {1: ("how",), 2: ("how", "ran")}, 2, 2).of_rows == {2: ("ran",)}
    assert Relaxation(1, (), {}, lacks, 0, 4).of_rows == lacks


def test_long_words_are_cut_in_the_line() -> None:
    assert len(str(Relaxation(0, ("x" * 200,), {"y" * 200: "z" * 200}, {}, 1, 1))) < 220


def test_of_the_words_that_may_be_meant_the_one_beside_another_word_of_the_search_is_taken() -> None:
    near, far, gone = word("near"), word("far"), word("gone")
    having = {**HAVING, near: mask(2), far: mask(90)}
    found = asked(And((RARE, ABSENT)), having, {"absent": ["gone", "far", "near"]})
    assert found is not None
    assert found.read_as == {"absent": "near"}
    found = asked(And((COMMON, ABSENT)), {**HAVING, far: mask(90)}, {"absent": ["gone", "far"]})
    assert found is not None
    assert found.read_as == {"absent": "far"}, "none stands with another word: the likeliest that there is"
    assert gone not in having


def test_of_the_words_that_may_be_meant_the_one_beside_most_others_in_one_article_is_taken() -> None:
    having = {RARE: mask(1, 2), COMMON: mask(*range(60)), word("red"): mask(2, 90), word("ride"): mask(1, 30)}
    tree = And((RARE, COMMON, word("rehab"), word("RIED")))
    rehab = {word("rehab"): mask(1), word("RIDE"): mask(1, 30)}
    found = asked(tree, having | rehab, {"RIED": ["red", "ride"]})
    assert found is not None
    assert found.read_as == {"RIED": "RIDE"}, "as it is written"


def test_of_several_words_that_no_article_has_each_is_read_beside_the_others() -> None:
    having = {word("patrol"): mask(1), word("patri"): mask(*range(20, 60)), word("agents"): mask(1, 2)}
    tree = And((word("patrl"), word("agnts")))
    found = asked(tree, having, {"patrl": ["patri", "patrol"], "agnts": ["agents"]})
    assert found is not None
    assert found.read_as == {"patrl": "patrol", "agnts": "agents"}


@pytest.mark.parametrize(
    ("slip", "read_as"),
    [
        (mask(5), {"bord": "border"}),  # though it stands with one of them
        (mask(7), {}),  # an article has all
        (mask(*range(60, 64)), {}),  # the likelier words are not far commoner
    ],
)
def test_a_word_of_a_language_of_no_other_is_taken_for_the_one_that_stands_with_most(
    slip: Mask, read_as: Mapping[str, str]
) -> None:
    having = {
        word("bord"): slip,
        word("patrol"): mask(5, 7, 8, 9),
        word("agents"): mask(7, 8, 9),
        word("board"): mask(9, *range(20, 45)),
        word("border"): mask(*range(8, 20)),
        word("bored"): mask(*range(30, 80)),
    }
    tree = And((word("bord"), word("patrol"), word("agents")))
    kindred: Mapping[tuple[str, ...], Sequence[str]] = {
        ("bord", "patrol", "agents"): ["bored", "board", "border"]
    }
    found = asked(tree, having, kindred=kindred)
    assert found is not None
    assert found.read_as == read_as


def test_a_word_as_two_gives_way_to_a_far_commoner_one() -> None:
    parted = Text("any", "ab sent", phrase=True)
    having = {**HAVING, parted: mask(3), word("present"): mask(*range(10))}
    for meant, taken in (["present"], "present"), ([], "ab sent"):
        found = asked(And((COMMON, ABSENT)), having, {"absent": meant})
        assert found is not None
        assert found.read_as == {"absent": taken}


@pytest.mark.parametrize(
    ("lacks", "ids", "divided"),
    [
        ({3: ("gale",), 4: ("gale", "pier")}, (1, 2, 3, 4), (3, "without “gale”")),
        ({3: ("gale", "pier"), 4: ("pier", "gale")}, (1, 3, 4), (3, "without “gale” and “pier”")),
        ({3: ("gale",), 4: ("pier",)}, (1, 3, 4), (3, "some words missing")),
        ({3: ("gale",)}, (3,), None),
        ({3: ("gale",), 4: ("gale",)}, (1, 3, 2, 4), None),
        ({}, (1, 2), None),
        ({}, (), None),
    ],
)
def test_a_line_parts_what_has_all_words_from_what_lacks_one(
    lacks: dict[int, tuple[str, ...]], ids: tuple[int, ...], divided: tuple[int, str] | None
) -> None:
    assert Relaxation(1, (), {}, lacks, 0, len(ids)).divided(ids) == divided


@pytest.mark.parametrize(
    ("told", "ids", "complete"),
    [
        (Relaxation(2, (), {}, {1: ("gale",), 3: ("pier",)}, found=4), (1, 2, 3, 4), {2, 4}),
        (Relaxation(2, (), {}, {3: ("gale",)}, found=3), (1, 2, 3), set()),  # a line parts them
        (Relaxation(0, ("gale",), {}, {1: ("gale",), 2: ("gale", "pier")}, found=2), (1, 2), set()),
        (Relaxation(2, (), {"fery": "ferry"}, {}, found=2), (1, 2), set()),
    ],
)
def test_what_has_all_words_among_what_lacks_one_is_told(
    told: Relaxation, ids: tuple[int, ...], complete: set[int]
) -> None:
    assert told.complete(ids) == complete
