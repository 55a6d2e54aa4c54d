from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.archive import pairs


def is_there(pair: int, mark: bytes) -> bool:
    """Does as the server does."""
    bits = (at % (len(mark) * 8) for at in (pair & 0x7FFFFFFF, pair >> 31))
    return all(mark[bit // 8] >> bit % 8 & 1 for bit in bits)


@given(st.lists(st.tuples(st.integers(1, 60), st.sampled_from("abcdefgh")), min_size=1))
def test_no_pair_that_is_there_is_missed(stand: list[tuple[int, str]]) -> None:
    mark = pairs.signature(
        [at for at, _ in stand], [pairs.number(word) for _, word in stand], [1] * len(stand)
    )
    for at, left in stand:
        for other, right in stand:
            if other == at + 1:
                assert is_there(pairs.pair(left, right), mark)


def test_few_others_seem_to_be_there() -> None:
    words = [f"word{number}" for number in range(400)]
    mark = pairs.signature(list(range(1, 401)), list(map(pairs.number, words)), [1] * 400)
    assert len(mark) == 399
    absent = sum(is_there(pairs.pair(word, word), mark) for word in words)
    assert absent < 40


def test_a_mark_has_a_bound_and_is_never_empty() -> None:
    many = range(1, 9_001)
    assert len(pairs.signature(list(many), [at * 7919 for at in many], [1] * len(many))) == pairs.MOST
    assert len(pairs.signature([], [], [])) == 1
    assert not is_there(pairs.pair("a", "b"), pairs.signature([], [], []))


def test_a_word_with_many_places_is_told_at_each() -> None:
    one, other, joined = map(pairs.number, ("gas", "line", "gasline"))
    mark = pairs.signature([1, 3, 2, 4, 3], [one, other, joined], [2, 2, 1])
    assert is_there(pairs.pair("gas", "line"), mark)
    assert is_there(pairs.pair("line", "gas"), mark)
    assert is_there(pairs.pair("line", "gasline"), mark)
    assert not is_there(pairs.pair("gasline", "gas"), mark)
