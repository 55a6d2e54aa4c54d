"""What a query that is being typed goes on with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.query.complete import Known, completed

KNOWN = Known(
    feeds=("The Harbour Gazette", "Der Morgen", "朝の新聞", "Gazetteer"),
    tags=("russia", "news/world", "two words"),
)


@pytest.mark.parametrize(
    ("source", "on"),
    [
        ("au", "thor:"),
        ("gas -tit", "le:"),
        ("(gas OR fe", "ed:"),
        ("is:", "unread"),
        ("gas is:b", "ookmarked"),
        ("IS:Mu", "ted"),
        ("-is:r", "ead"),
        ("has:", "note"),
        ("sort:o", "ldest"),
        ("newer:y", "esterday"),
        ("tag:", "russia"),
        ("tag:n", "ews/world"),
        ("#ru", "ssia"),
        ("-#ne", "ws/world"),
        ('tag:"', 'russia"'),
        ('tag:"two', ' words"'),
        ("feed:gaz", "ette"),
        ("feed:MOR", "gen"),
        ("feed:朝", "の新聞"),
        ('feed:"the h', 'arbour Gazette"'),
    ],
)
def test_it_goes_on_with_what_is_near(source: str, on: str) -> None:
    assert completed(source, KNOWN) == source + on


@pytest.mark.parametrize(
    "source",
    ["", "g", "gas", "t", "AU", "is:unread", "is:unread ", "is:x", "feed:", "feed:zebra", "title:x", 'gas "the h',
     "words:", "nofield:x", "tag:two", "a:b:c", "tag:russia"],
)  # fmt: skip
def test_it_is_silent_where_nothing_is_near(source: str) -> None:
    assert completed(source, KNOWN) is None


@given(st.text(alphabet='abeghiorstu:#"()- /新', max_size=30))
def test_what_was_typed_stays_as_it_is(source: str) -> None:
    found = completed(source, KNOWN)
    assert found is None or (found.startswith(source) and len(found) > len(source))
