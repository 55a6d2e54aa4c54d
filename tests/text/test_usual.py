"""Addresses and dates of the usual form are read by a short way, which must give what the long one gives."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from email.utils import format_datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.dates import iso
from reader.text import urls

NEVER = re.compile(r"(?!)")

ADDRESS = st.from_regex(
    r"https?://(www\.|[a-z0-9-]{0,5}\.)?[a-zA-Z0-9.-]{0,8}[a-z](/[\w./~!$&'()*+,;=:@%?#\" -]{0,20})?",
    fullmatch=True,
)


@settings(max_examples=300)
@given(ADDRESS, st.sampled_from([None, "https://paper.example/a/feed?b"]))
def test_an_address_is_the_same_by_both_ways(url: str, base: str | None) -> None:
    def read() -> list[str | None]:
        return [urls.absolute(url, base), urls.tidy(url, base), urls.identity(url), urls.host(url)]

    short = read()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(urls, "_USUAL", NEVER)
        assert short == read()


@settings(max_examples=200)
@given(
    st.datetimes(datetime(1969, 1, 1), datetime(2026, 1, 1), timezones=st.just(UTC)),
    st.integers(-24 * 4 + 1, 24 * 4 - 1),
    st.sampled_from(["iso", "zulu", "mail", "gmt"]),
)
def test_a_date_is_the_same_by_both_ways(moment: datetime, quarters: int, form: str) -> None:
    local = moment.replace(microsecond=0).astimezone(timezone(timedelta(minutes=15 * quarters)))
    text = {
        "iso": local.isoformat(),
        "zulu": local.astimezone(UTC).isoformat().replace("+00:00", "Z"),
        "mail": format_datetime(local),
        "gmt": format_datetime(local.astimezone(UTC), usegmt=True),
    }[form]
    short = iso.stamp(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(iso, "_RFC_3339", NEVER)
        patch.setattr(iso, "_RFC_822", NEVER)
        assert short == iso.stamp(text)


@pytest.mark.parametrize("text", ["2026-02-30T10:00:00Z", "2026-02-04T25:00:00Z", "31 Apr 2026 10:61:00 GMT"])
def test_what_is_no_date_goes_the_long_way(text: str) -> None:
    short = iso.stamp(text)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(iso, "_usual", lambda _: None)
        assert short == iso.stamp(text)
