"""Times and ids on their way into the library and back."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.store.sql_values import by_key, id_list, micros, moment, optional_micros, optional_moment


@pytest.mark.parametrize(
    ("when", "number"),
    [
        (datetime(1970, 1, 1, tzinfo=UTC), 0),
        (datetime(1970, 1, 1, 0, 0, 1, 5, tzinfo=UTC), 1_000_005),
        (datetime(1969, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC), -1),
        (datetime(1970, 1, 1, 1, tzinfo=timezone(timedelta(hours=1))), 0),
        (datetime(2026, 3, 1, 12, 30, 15, 250_000, tzinfo=UTC), 1_772_368_215_250_000),
    ],
)
def test_a_time_is_whole_microseconds_since_1970(when: datetime, number: int) -> None:
    assert micros(when) == optional_micros(when) == number
    assert moment(number) == optional_moment(number) == when
    assert moment(number).tzinfo is UTC


@given(st.datetimes(timezones=st.just(UTC)))
def test_no_time_is_rounded(when: datetime) -> None:
    assert moment(micros(when)) == when


def test_unknown_stays_unknown() -> None:
    assert optional_micros(None) is None
    assert optional_moment(None) is None


@pytest.mark.parametrize("ids", [[], [1], [3, 1, 2], [2**70, -1]])
def test_ids_are_one_json_list_in_their_order(ids: list[int]) -> None:
    assert json.loads(id_list(ids)) == ids
    assert json.loads(id_list(iter(ids))) == ids


def test_rows_are_grouped_by_their_first_value_in_their_order() -> None:
    assert by_key([(2, "b"), (1, "a"), [2, "a"], (2, "b")]) == {2: ["b", "a", "b"], 1: ["a"]}
    assert by_key([]) == {}
