"""Frames and values between parent and child: bounds are checked before anything is decoded, types with it."""

from __future__ import annotations

import asyncio
import io
import json
import struct
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pytest

from reader.core.sandbox import framing
from reader.core.sandbox.framing import (
    HEADER_LIMIT,
    BadFrame,
    TaskAnswer,
    TaskRequest,
    decode,
    encode,
    packed,
    read,
    receive,
    write,
)
from reader.model import Draft, Feed

REQUEST = TaskRequest(
    task="page", arguments={"url": "https://pier.example/", "charset": None}, seconds=5.0, patience=60.0
)


@dataclass(frozen=True)
class Odd:
    pairs: tuple[tuple[str, int], ...] = ()
    names: frozenset[str] = frozenset()
    share: float = 0.5
    at: datetime | None = None


def sent(header: TaskRequest, body: bytes = b"") -> bytes:
    pipe = io.BytesIO()
    write(pipe, header, body)
    return pipe.getvalue()


async def received(data: bytes, *, is_end: bool = True) -> tuple[TaskAnswer, bytes]:
    pipe = asyncio.StreamReader()
    pipe.feed_data(data)
    if is_end:
        pipe.feed_eof()
    return await asyncio.wait_for(receive(pipe), 5)


def frame(header: bytes, body: bytes = b"") -> bytes:
    return struct.pack(">II", len(header), len(body)) + header + body


def test_a_request_comes_as_it_was_sent_and_the_next_behind_it() -> None:
    pipe = io.BytesIO(sent(REQUEST, b"<html>") + sent(REQUEST))
    assert read(pipe) == (REQUEST, b"<html>")
    assert read(pipe) == (REQUEST, b"")
    assert read(pipe) is None


@pytest.mark.parametrize("left", [1, 7, 8, 20, 60, 98])
def test_a_request_that_is_cut_short_is_the_end(left: int) -> None:
    whole = sent(REQUEST, b"<html>")
    assert left < len(whole)
    assert read(io.BytesIO(whole[:left])) is None


async def test_an_answer_comes_as_it_was_sent() -> None:
    answer = TaskAnswer(error="said", message="not a feed", subject="there", hint="Look again")
    assert await received(packed(answer, 5) + b"value") == (answer, b"value")
    assert await received(packed(TaskAnswer(), 0), is_end=False) == (TaskAnswer(), b"")


async def test_an_answer_that_is_cut_short_is_told() -> None:
    whole = packed(TaskAnswer(), 5) + b"value"
    for left in (0, 4, 12, len(whole) - 1):
        with pytest.raises(asyncio.IncompleteReadError):
            await received(whole[:left])


@pytest.mark.parametrize("sizes", [(65_537, 0), (2, 268_435_457), (2**32 - 1, 0), (2, 2**32 - 1)])
async def test_sizes_are_refused_before_anything_is_read(sizes: tuple[int, int]) -> None:
    with pytest.raises(BadFrame):
        await received(struct.pack(">II", *sizes), is_end=False)


async def test_the_largest_sizes_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    header = b"{}".ljust(HEADER_LIMIT)
    assert await received(frame(header)) == (TaskAnswer(), b"")
    monkeypatch.setattr(framing, "BODY_LIMIT", 5)
    assert await received(frame(b"{}", b"value")) == (TaskAnswer(), b"value")
    with pytest.raises(BadFrame):
        await received(frame(b"{}", b"values"))


@pytest.mark.parametrize(
    "header",
    [b"", b"[]", b"null", b"{", b"\xff", b'{"error": "else"}', b'{"error": 1}', b'{"message": null}',
     b'{"hint": ["x"]}', b"[" * 60_000],
)  # fmt: skip
async def test_a_header_of_another_kind_is_refused(header: bytes) -> None:
    with pytest.raises(BadFrame):
        await received(frame(header))


def test_pairs_sets_and_numbers_come_back_equal() -> None:
    value = Odd(
        pairs=(("a", 1), ("b", 2)),
        names=frozenset({"x", "y"}),
        share=1.0,
        at=datetime(2026, 3, 2, tzinfo=UTC),
    )
    assert decode(Odd, encode(value)) == value


def test_many_values_can_stand_by_themselves() -> None:
    drafts = (Draft(title="a"), Draft(title="b", authors=("Ann",)))
    assert decode(tuple[Draft, ...], encode(drafts)) == drafts


def test_half_a_surrogate_pair_becomes_a_question_mark() -> None:
    assert decode(Draft, encode(Draft(title="a\ud83d", authors=("b\udc80",)))) == Draft(
        title="a?", authors=("b?",)
    )


def test_numbers_of_any_size_cross() -> None:
    assert decode(Feed, encode(Feed(id=10**30, title="x"))).id == 10**30


@pytest.mark.parametrize(
    "plain",
    [None, [], "x", 5, {}, {"title": None}, {"title": 5}, {"title": "a", "read": "yes"}, {"title": "a", "read": 1},
     {"title": "a", "links": "x"}, {"title": "a", "links": [{}]}, {"title": "a", "links": {}},
     {"title": "a", "published": "soon"}, {"title": "a", "published": 1_700_000_000},
     {"title": "a", "published": "2026-03-02"}, {"title": "a", "text_state": "half"}, {"title": "a", "text_state": []}],
)  # fmt: skip
def test_what_does_not_fit_is_refused(plain: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(Draft, json.dumps(plain).encode())


@pytest.mark.parametrize(
    "plain",
    [{"share": True}, {"share": "1"}, {"pairs": [["a", True]]}, {"pairs": [["a", 1.5]]}, {"pairs": [["a", 1.0]]},
     {"pairs": [["a"]]}, {"pairs": [["a", 1, 2]]}, {"names": [True]}, {"names": [None]}],
)  # fmt: skip
def test_a_truth_value_is_no_number_and_a_row_has_its_length(plain: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(Odd, json.dumps(plain).encode())


@pytest.mark.parametrize(
    "data",
    [b"", b"{", b'{"share": NaN}', b"\xff", b'{"names": ["\\ud800"]}', b'{"names": ["\xff"]}', b"{} {}",
     b'{"names": ' + b"[" * 100_000],
)  # fmt: skip
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        decode(Odd, data)


def test_whole_numbers_are_taken_for_fractions_and_strange_fields_passed_over() -> None:
    assert decode(Odd, b'{"share": 1, "spare": [1, {"x": null}]}') == Odd(share=1.0)


def test_only_values_of_ours_cross() -> None:
    strange: Any = {"a": object()}
    with pytest.raises(TypeError):
        encode(strange)
