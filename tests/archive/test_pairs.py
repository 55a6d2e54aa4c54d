from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reader.archive import pairs


def is_there(pair: int, mark: bytes) -> bool:
    """Does as the server does."""
    bits = (at % (len(mark) * 8) for at in (pair & 0x7FFFFFFF, pair >> 31))
    return all(mark[bit // 8] >> bit % 8 & 1 for bit in bits)


def layer(*words: str) -> bytes:
    """Words at successive places; "" for none."""
    return b"".join(pairs.number(word) if word else pairs.NOBODY for word in words)


@given(
    st.lists(st.lists(st.sampled_from(["", *"abcdefgh"]), min_size=3, max_size=3), min_size=1).map(
        lambda stand: [*zip(*stand, strict=True)]
    )
)
def test_no_pair_that_is_there_is_missed(layers: list[tuple[str, ...]]) -> None:
    mark = pairs.signature([layer(*words) for words in layers])
    for lefts in layers:
        for rights in layers:
            for left, right in zip(lefts, rights[1:], strict=False):
                if left and right:
                    assert is_there(pairs.pair(left, right), mark)


def test_few_others_seem_to_be_there() -> None:
    words = [f"word{number}" for number in range(400)]
    mark = pairs.signature([layer(*words)])
    assert len(mark) == 399
    absent = sum(is_there(pairs.pair(word, word), mark) for word in words)
    assert absent < 40


def test_a_mark_has_a_bound_and_is_never_empty() -> None:
    assert len(pairs.signature([layer(*map(str, range(9_000)))])) == pairs.MOST
    nothing = pairs.signature([layer("")])
    assert len(nothing) == 1
    assert not is_there(pairs.pair("a", "b"), nothing)


def test_a_word_with_many_places_is_told_at_each() -> None:
    mark = pairs.signature([layer("gas", "line", "gas", "line"), layer("", "", "gasline", "")])
    assert is_there(pairs.pair("gas", "line"), mark)
    assert is_there(pairs.pair("line", "gas"), mark)
    assert is_there(pairs.pair("line", "gasline"), mark)
    assert not is_there(pairs.pair("gasline", "gas"), mark)
