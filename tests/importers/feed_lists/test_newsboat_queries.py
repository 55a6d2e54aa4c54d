"""newsboat's query feeds in our query language."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from string import ascii_letters

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reader.importers.feed_lists.newsboat_queries import DEPTH_LIMIT, Untranslatable, translated
from reader.importers.feed_lists.newsboat_urls import read
from reader.model import Article, Document
from reader.query.evaluate import matches
from reader.query.parse import parse

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("source", "query"),
    [
        ('unread = "yes"', "is:unread"),
        ('unread != "yes"', "-is:unread"),
        ('unread == "no"', "is:read"),
        ('tags # "news"', "tag:news"),
        ('tags !# "news"', "-tag:news"),
        ('tags =~ "two words"', 'tag:"two words"'),
        ('title =~ "linux"', "title:linux"),
        ('title =~ "gas pipe"', 'title:"gas pipe"'),
        ('title =~ "\\\\bgas\\\\b"', "title:gas"),
        ('title !~ "gas|oil"', "-title:(gas OR oil)"),
        ('title =~ "(gas|oil pipe)"', 'title:(gas OR "oil pipe")'),
        ('title =~ "OR"', 'title:"OR"'),
        ('content !~ "two words"', '-"two words"'),
        ('author =~ "Frank"', "author:Frank"),
        ('link =~ "pier.example"', 'url:"pier.example"'),
        ('feedtitle = "The Pier"', 'feed:"The Pier"'),
        ('flags =~ "s"', "tag:flag/s"),
        ('flags # "S"', "tag:flag/capital-s"),
        ('flags != ""', "tag:flag"),
        ("age < 3", "newer:72h"),
        ("age <= 30", "newer:31d"),
        ("age > 30", "older:31d"),
        ("age >= 1", "older:24h"),
        ('age = "0"', "newer:24h"),
        ("age between 0:10", "newer:11d"),
        ("age between 2:10", "older:48h newer:11d"),
        ("age != 5", "-(older:5d newer:6d)"),
        ('unread="yes" and age<3', "is:unread newer:72h"),
        ('unread = "yes" or age < 3', "(is:unread OR newer:72h)"),
        # Both bind to the right.
        ('unread = "yes" and age < 3 or flags =~ "s"', "is:unread (newer:72h OR tag:flag/s)"),
        ('unread = "yes" or age < 3 and flags =~ "s"', "(is:unread OR newer:72h tag:flag/s)"),
        ('( unread = "yes" and age < 3 ) or flags =~ "s"', "(is:unread newer:72h) OR tag:flag/s"),
        (
            '((unread = "yes" or title =~ "gas") or title =~ "oil") and (age < 3 or age > 30)',
            "((is:unread OR title:gas) OR title:oil) (newer:72h OR older:31d)",
        ),
        ('((unread = "yes"))', "is:unread"),
        (
            '( author =~ "Ann" or author =~ "Bo" ) and ( title =~ "gas" or title =~ "oil" )',
            "(author:Ann OR author:Bo) (title:gas OR title:oil)",
        ),
    ],
)
def test_what_has_a_counterpart_is_translated(source: str, query: str) -> None:
    assert translated(source) == query
    parse(query, NOW)


@pytest.mark.parametrize(("joined", "between"), [(" and ", " "), (" or ", " OR ")])
def test_conditions_in_a_row_are_no_brackets_within_each_other(joined: str, between: str) -> None:
    names = [f'flags # "{letter}"' for letter in ascii_letters]
    query = translated(joined.join(names))
    parse(query, NOW)
    assert query.count(between) == len(names) - 1
    assert query.count("(") <= 1


def test_alternatives_within_conditions_are_brackets_and_have_their_limit() -> None:
    source = " and ".join(['unread = "yes" or age < 3'] * 60)
    with pytest.raises(Untranslatable, match=f"more than {DEPTH_LIMIT} nested brackets"):
        translated(source)


@pytest.mark.parametrize(
    ("source", "part"),
    [
        ('rssurl =~ "^https:"', "rssurl =~ “^https:”"),
        ('unread = "yes" and title =~ "^RT by"', "title =~ “^RT by”"),
        ('title = "Exactly this"', "title = “Exactly this”"),
        ('unread_count > "0"', "unread_count > “0”"),
        ('flags =~ "ab"', "flags =~ “ab”"),
        ("age < soon", "age < “soon”"),
        ('(unread = "yes"', "a bracket that is never closed"),
        ('unread = "yes" twice', "twice"),
        ('unread = "yes" and', "nothing"),
        ('unread "yes"', "unread yes"),
        ("", "nothing"),
        ('title =~ "', '"'),
        ('unread = "yes" or ' * 1_000, "more than 10,000 characters"),
        ("(" * (DEPTH_LIMIT + 1), f"more than {DEPTH_LIMIT} nested brackets"),
    ],
)
def test_what_has_none_is_named(source: str, part: str) -> None:
    with pytest.raises(Untranslatable, match=re.escape(part)):
        translated(source)


ARTICLE = Article(id=1, uid="a" * 16, title="Gas", fetched=NOW)


@pytest.mark.parametrize("days", [0, 1, 2, 3, 5])
@pytest.mark.parametrize(
    "source", ["age < 3", "age <= 2", "age > 1", "age >= 2", "age = 2", "age between 1:2", "age != 2"]
)
def test_ages_up_to_three_days_are_exact(source: str, days: int) -> None:
    published = NOW - timedelta(days=days, hours=6)
    found = matches(parse(translated(source), NOW), Document(article=replace(ARTICLE, published=published)))
    name, op, value = source.split(" ", 2)
    low, _, high = value.partition(":")
    means = {"<": days < int(low), "<=": days <= int(low), ">": days > int(low), ">=": days >= int(low),
             "=": days == int(low), "!=": days != int(low), "between": int(low) <= days <= int(high or 0)}  # fmt: skip
    assert name == "age"
    assert found == means[op]


@given(st.text(alphabet="ab()\"'=~!#<>|.* \\and or 0:9tile", max_size=60))
def test_whatever_comes_is_a_query_that_can_be_read_or_is_named(source: str) -> None:
    try:
        query = translated(source)
    except Untranslatable:
        return
    parse(query, NOW)


def test_the_searches_of_a_urls_file_keep_their_names_and_the_first_of_a_name_counts() -> None:
    result = read(
        b'https://pier.example/feed sea\n"query:Mine: today:unread = \\"yes\\"" x\n'
        b'"query:Sea: tags # \\"sea\\"" ~x\n"query:Sea:unread = \\"no\\""\nquery: :unread\n'
    )
    assert result.searches == (("Sea", "tag:sea"),)
    assert [reason.partition(" (")[0] for reason in result.skipped] == [
        "the saved search “Mine”",
        "query:",
    ]
