"""What a query that is being typed goes on with."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.query.complete import Known, completed, continued, values
from reader.query.fields import FIELDS

KNOWN = Known(
    feeds=("The Harbour Gazette", "Der Morgen", "朝の新聞", "Gazetteer"),
    authors=("Valery Sharifulin", "Fernanda Vale", "Agencia Sur"),
    tags=("russia", "news/world", "two words"),
    sites=("tides.example", "pier.example"),
    langs=("en", "en-us", "ru"),
    today="2026-08-01",
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
        ("author:fer", "nanda"),
        ("author:Sha", "rifulin"),
        ("author:", '"Valery Sharifulin"'),
        ('author:"fer', 'nanda Vale"'),
        ('feed:"the h', 'arbour Gazette"'),
        ("feed:", '"The Harbour Gazette"'),
        ("site:", "tides.example"),
        ("-site:P", "ier.example"),
        ("lang:", "en"),
        ("lang:EN", "-us"),
        ("newer:", "today"),
        ('date:"la', 'st week"'),
        ('date:"last m', 'onth"'),
        ("is:s", "tarred"),
        ("newer:2", "d"),
        ("older:12", "d"),
        ("date:20", "26"),
        ("date:2026-", "08"),
        ("date:2026-08", "-01"),
    ],
)
def test_it_goes_on_with_what_is_near(source: str, on: str) -> None:
    assert completed(source, KNOWN) == source + on


@pytest.mark.parametrize(
    "source",
    ["", "g", "gas", "t", "AU", "is:unread", "is:unread ", "is:x", "feed:zebra", "site:x", "lang:x", "newer:x", "title:", "title:x", 'gas "the h',
     "words:", "nofield:x", "tag:two", "a:b:c", "tag:russia"],
)  # fmt: skip
def test_it_is_silent_where_nothing_is_near(source: str) -> None:
    assert completed(source, KNOWN) is None


@given(st.text(alphabet='abeghiorstu:#"()- /新', max_size=30))
def test_what_was_typed_stays_as_it_is(source: str) -> None:
    found = completed(source, KNOWN)
    assert found is None or (found.startswith(source) and len(found) > len(source))


@pytest.mark.parametrize(
    ("source", "field", "found"),
    [
        ("gas has:", "has", ["note", "highlight", "output"]),
        ("is:re", "is", ["read"]),
        ("#", "tag", ["russia", "news/world", '"two words"']),
        ('tag:"t', "tag", ["two words"]),
        ("older:", "older", ["today", "yesterday", '"this week"']),
        ("newer:3", "newer", ["3d", "3w", "3m"]),
        ("feed:g", "feed", ["gazette", "gazetteer"]),
        ("author:va", "author", ["valery", "vale"]),
        ("is:unread", "is", []),
        ("title:", "title", []),
        ("gas", "", []),
        ("gas ", "", []),
    ],
)
def test_the_values_that_a_field_can_have_are_named(source: str, field: str, found: list[str]) -> None:
    assert values(source, KNOWN, 3) == (field, found)


@pytest.mark.parametrize("source", ["tag:", "site:", "lang:", "feed:", "author:"])
def test_an_empty_library_has_no_values(source: str) -> None:
    assert values(source, Known(), 9)[1] == []
    assert completed(source, Known()) is None


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("l", ["lang:"]),
        ("gas -t", ["gas -title:", "gas -tag:"]),
        ("is:un", ["is:unread"]),
        ("has:", ["has:note", "has:highlight", "has:output", "has:picture", "has:video"]),
        ("gas tag:", ["gas tag:russia", "gas tag:news/world", 'gas tag:"two words"']),
        ("#new", ["#news/world"]),
        ("feed:GA", ["feed:GAzette", "feed:GAzetteer"]),
        ('feed:"the', ['feed:"the Harbour Gazette"']),
        ("is:unread", []),
        ("nothing:", []),
        ('"a phra', []),
    ],
)
def test_all_ways_on_are_named(source: str, found: list[str]) -> None:
    assert continued(source, KNOWN, 9) == found


def test_with_nothing_typed_there_are_all_fields() -> None:
    assert continued("", KNOWN, 99) == [f"{row.name}:" for row in FIELDS]


def test_a_name_with_quotes_is_a_value_without_them() -> None:
    known = Known(feeds=('The "Daily" Pier',))
    assert continued("feed:", known, 9) == ['feed:"The Daily Pier"']
    assert continued('feed:"The', known, 9) == ['feed:"The Daily Pier"']


@given(st.text())
def test_each_way_on_begins_with_what_was_typed(source: str) -> None:
    assert all(one.startswith(source) for one in continued(source, KNOWN, 99))
