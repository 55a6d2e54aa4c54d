"""Byte strings in arrays: ordered, compared and copied as Python's own are."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.index.segments import byte_strings
from reader.index.segments.byte_strings import ByteStrings

if TYPE_CHECKING:
    from collections.abc import Sequence

STRINGS = st.lists(
    st.tuples(
        st.sampled_from([b"", b"a", b"seven-7", b"eight--8", b"eight--8x", b"\xff" * 9]),
        st.binary(max_size=20),
    ).map(lambda parts: (parts[0] + parts[1]).rstrip(b"\0")),
    max_size=30,
)
"""Some begin alike for a whole step or more. None ends in a zero byte."""


def made(strings: Sequence[bytes]) -> ByteStrings:
    text = np.frombuffer(b"".join(strings), np.uint8)
    return ByteStrings.joined([(text, np.cumsum([0, *map(len, strings)]))])


def told(strings: ByteStrings) -> list[bytes]:
    text, starts = strings.copied()
    return [text[start:end].tobytes() for start, end in itertools.pairwise(starts)]


@given(strings=STRINGS)
def test_strings_are_ordered_as_bytes_are(strings: list[bytes]) -> None:
    assert made(strings).order().tolist() == sorted(range(len(strings)), key=strings.__getitem__)


@given(
    strings=st.lists(
        st.tuples(st.integers(0, 2), st.sampled_from([b"b", b"a", b"abcdefgh", b"abcdefghi"])), max_size=20
    )
)
def test_groups_come_before_bytes(strings: list[tuple[int, bytes]]) -> None:
    groups = np.array([group for group, _ in strings], np.uint8)
    order = made([string for _, string in strings]).order(groups)
    assert order.tolist() == sorted(range(len(strings)), key=strings.__getitem__)


@given(strings=STRINGS)
def test_what_comes_twice_in_turn_is_told(strings: list[bytes]) -> None:
    strings.sort()
    expected = [at > 0 and strings[at - 1] == string for at, string in enumerate(strings)]
    assert made(strings).repeats().tolist() == expected


@given(strings=STRINGS, data=st.data(), at_once=st.sampled_from([1, 3, 50_000]))
def test_some_of_the_strings_are_copied(strings: list[bytes], data: st.DataObject, at_once: int) -> None:
    numbers = data.draw(st.lists(st.integers(0, len(strings) - 1), max_size=9) if strings else st.just([]))
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(byte_strings, "_COPIED_AT_ONCE", at_once)
        assert told(made(strings).taken(np.array(numbers, np.int64))) == [
            strings[number] for number in numbers
        ]


@given(pieces=st.lists(STRINGS, min_size=1, max_size=3))
def test_the_strings_of_several_texts_follow_each_other(pieces: list[list[bytes]]) -> None:
    texts = [(np.frombuffer(b"".join(piece), np.uint8), np.cumsum([0, *map(len, piece)])) for piece in pieces]
    assert told(ByteStrings.joined(texts)) == [string for piece in pieces for string in piece]
