from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.fetch.cache_headers import LONGEST_WAIT, fresh_for, retry_after

NOW = datetime(2022, 2, 4, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        (None, None), ("", None), ("soon", None), ("-5", None), ("1.5", None), ("١٢", None),
        ("0", 0), ("120", 120), (" 120 ", 120), ("99999999999", LONGEST_WAIT),
        ("Fri, 04 Feb 2022 10:00:00 GMT", 3_600), ("Friday, 04-Feb-22 10:00:00 GMT", 3_600),
        ("Fri, 04 Feb 2022 08:00:00 GMT", 0), ("Fri, 04 Feb 2999 08:00:00 GMT", LONGEST_WAIT),
        ("Fri, 99 Feb 2022 08:00:00 GMT", None),
    ],
)  # fmt: skip
def test_retry_after_is_read_in_both_forms(value: str | None, seconds: float | None) -> None:
    assert retry_after(value, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, None),
        ({"cache-control": "max-age=600"}, 600),
        ({"cache-control": "public, Max-Age = 600", "age": "100"}, 500),
        ({"cache-control": "max-age=600", "age": "1000"}, 0),
        ({"cache-control": "no-cache, max-age=600"}, None),
        ({"cache-control": "s-maxage=600"}, None),
        ({"cache-control": "max-age=0", "expires": "Fri, 04 Feb 2022 10:00:00 GMT"}, 0),
        ({"expires": "Fri, 04 Feb 2022 10:00:00 GMT"}, 3_600),
        ({"expires": "Fri, 04 Feb 2022 10:00:00 GMT", "date": "Fri, 04 Feb 2022 09:30:00 GMT"}, 1_800),
        ({"expires": "0"}, None),
        ({"expires": "Thu, 01 Jan 1970 00:00:00 GMT"}, 0),
    ],
)
def test_freshness_is_what_the_headers_say(headers: dict[str, str], seconds: float | None) -> None:
    assert fresh_for(headers.get, NOW) == seconds


@settings(max_examples=60)
@given(st.text(max_size=60))
def test_no_header_raises(value: str) -> None:
    assert retry_after(value, NOW) is None or 0 <= (retry_after(value, NOW) or 0) <= LONGEST_WAIT
    names = {"cache-control": value, "expires": value, "date": value, "age": value}
    assert (fresh_for(names.get, NOW) or 0) >= 0
