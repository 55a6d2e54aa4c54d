"""What an example of the help, or another order, makes of a query."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from reader.errors import QueryError
from reader.query.fields import Example, examples
from reader.query.parse import parse
from reader.query.rewrite import (
    begun,
    unfinished,
    unread_or_all,
    with_example,
    with_or,
    with_sort,
    with_word,
    with_words,
)
from reader.query.tree import And, Or, Text

if TYPE_CHECKING:
    from reader.query.tree import Node, Sort

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)

EXAMPLES = [example for _, group in examples() for example in group]


@pytest.mark.parametrize(
    ("source", "sort", "found"),
    [
        ("gas", "date", "gas sort:date"),
        ("gas sort:date", "oldest", "gas sort:oldest"),
        ("gas sort:date", None, "gas"),
        ("sort:date gas -oil", "longest", "gas -oil sort:longest"),
        ("gas sort:date oil", None, "gas oil"),
        ('gas sort:"date" oil', None, "gas oil"),
        ("", "date", "sort:date"),
        ("sort:oldest", None, ""),
        ('"sort:date" gas', "oldest", '"sort:date" gas sort:oldest'),
    ],
)
def test_an_order_takes_the_place_of_the_one_before(source: str, sort: Sort | None, found: str) -> None:
    assert with_sort(source, sort) == found
    assert parse(found, NOW).sort == sort


@pytest.mark.parametrize(
    ("source", "other", "found"),
    [
        ("fery", "ferry", "ferry"),
        ("Fery is:unread sort:date", "ferry", "ferry is:unread sort:date"),
        ("gale fery -oil", "ferry", "gale ferry -oil"),
        ("fery -fery NOT (oil fery) title:fery", "ferry", "ferry -fery NOT (oil fery) title:fery"),
        ("-fery", "ferry", ""),
        ('title:fery "the fery"', "ferry", ""),
        ("is:unread", "ferry", ""),
        ('gas "the  fery" fery', '"the ferry"', 'gas "the ferry" fery'),
        ('-"the fery" title:"the fery"', '"the ferry"', ""),
    ],
)
def test_another_word_takes_the_place_of_the_nearest(source: str, other: str, found: str) -> None:
    assert with_word(source, parse(source, NOW).tree, other) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("fery gas fery", "ferry gas ferry"),
        ("romcon fery", '"rom con" ferry'),
        ('fery "fery" title:fery -fery NOT fery', 'ferry "fery" title:fery -fery NOT fery'),
        ("author: fery", "author: ferry"),
        ("(fery OR gas)", "(ferry OR gas)"),
        ("-(fery OR (gas fery)) (fery)", "-(fery OR (gas fery)) (ferry)"),
        ("", ""),
    ],
)
def test_other_words_take_the_places_of_those_that_stand_alone(source: str, found: str) -> None:
    assert with_words(source, {"fery": "ferry", "romcon": "rom con"}) == found


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("gas or oil", "gas OR oil"),
        ("gas Or oil or coal price", "gas OR oil OR coal price"),
        ("(gas or oil) is:unread", "(gas OR oil) is:unread"),
        ('title:gas or "crude oil"', 'title:gas OR "crude oil"'),
        ("gas or -oil", "gas OR -oil"),
        ("or gas", ""),
        ("gas or", ""),
        ("gas (or oil)", ""),
        ("gas (oil or)", ""),
        ("gas or or oil", ""),
        ("gas or oil OR coal", ""),
        ("gas or NOT oil", ""),
        ('"gas or oil"', ""),
        ("title:or oil", ""),
        ("x -(gas or oil)", ""),
        ("gas oil", ""),
        ("", ""),
    ],
)
def test_or_between_two_parts_is_written_in_capitals(source: str, found: str) -> None:
    assert with_or(source) == found


def test_words_of_a_run_take_its_place_each_by_itself() -> None:
    assert with_words("座礁調査 -座礁調査", {"座礁調査": ("座礁", "調査")}) == "座礁 調査 -座礁調査"


def test_a_query_that_cannot_be_split_keeps_its_order() -> None:
    with pytest.raises(QueryError):
        with_sort('"gas', "date")


@pytest.mark.parametrize(
    ("before", "example", "after"),
    [
        ("|", Example("is:unread", ""), "is:unread|"),
        ("gas|", Example("is:unread", ""), "gas is:unread|"),
        ("gas |", Example("title:xi", "", "xi"), "gas title:[xi]"),
        ("|gas", Example("is:unread", ""), "is:unread| gas"),
        ("gas| oil", Example("is:unread", ""), "gas is:unread| oil"),
        ("gas IS:u|", Example("is:unread", ""), "gas is:unread|"),
        ("gas is:|x", Example("is:unread", ""), "gas is:unread| x"),
        ("(gas OR |)", Example("title:xi", "", "xi"), "(gas OR title:[xi])"),
        ("(t|)", Example("title:xi", "", "xi"), "(title:[xi])"),
        ("[gas]", Example("put*", "", "put*"), "[put*]"),
        ("oil [gas] coal", Example("put*", "", "put*"), "oil [put*] coal"),
        ("gas sort:oldest|", Example("sort:date", ""), "gas sort:date|"),
        ("gas |sort:oldest", Example("sort:date", ""), "gas sort:date|"),
        ('"gas|', Example("sort:date", ""), '"gas sort:date|'),
    ],
)
def test_an_example_comes_in_at_the_cursor(before: str, example: Example, after: str) -> None:
    text = before.translate({ord(sign): None for sign in "|[]"})
    start = min(at for at in (before.find("|"), before.find("[")) if at >= 0)
    end = before.find("]") - 1 if "[" in before else start
    edited = with_example(text, start, end, example)
    shown = (
        f"{edited.text[: edited.start]}[{edited.text[edited.start : edited.end]}]{edited.text[edited.end :]}"
    )
    assert shown == after.replace("|", "[]")


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.text)
def test_every_example_can_be_searched_for_and_says_what_it_finds(example: Example) -> None:
    assert parse(example.text, NOW).source == example.text
    parse(with_example("gas ", 4, 4, example).text, NOW)
    assert example.text.endswith(example.blank)
    assert example.meaning
    assert "`" not in example.meaning


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("gas", "gas is:unread"),
        ("gas OR oil", "(gas OR oil) is:unread"),
        ("gas OR is:unread", "(gas OR is:unread) is:unread"),
        ("NOT gas", "NOT gas is:unread"),
        ("gas sort:oldest", "gas is:unread sort:oldest"),
        ("sort:oldest gas OR oil", "(gas OR oil) is:unread sort:oldest"),
        ("is:read", "is:read is:unread"),
    ],
)
def test_a_query_is_narrowed_to_unread_articles_and_widened_again(source: str, found: str) -> None:
    assert unread_or_all(source, NOW) == found
    back = parse(unread_or_all(found, NOW), NOW)
    assert (back.tree, back.sort) == (parse(source, NOW).tree, parse(source, NOW).sort)


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("is:unread gas", "gas"),
        ("gas AND IS:Unread (oil OR coal)", "gas (oil OR coal)"),
        ("is:unread", ""),
        ("is:unread sort:oldest", "sort:oldest"),
    ],
)
def test_unread_articles_are_asked_for_no_more(source: str, found: str) -> None:
    assert unread_or_all(source, NOW) == found


@pytest.mark.parametrize(
    ("source", "tree"),
    [
        ("earthqua", Or((Text("any", "earthqua"), Text("any", "earthqua", prefix=True)))),
        ("title:gas", Or((Text("title", "gas"), Text("title", "gas", prefix=True)))),
        ("gas pi", And((Text("any", "gas"), Or((Text("any", "pi"), Text("any", "pi", prefix=True)))))),
        ("gas OR pi", Or((Text("any", "gas"), Or((Text("any", "pi"), Text("any", "pi", prefix=True)))))),
    ],
)
def test_the_last_word_may_go_on(source: str, tree: Node) -> None:
    assert unfinished(parse(source, NOW), source).tree == tree


@pytest.mark.parametrize(
    "source", ["gas pi* ", "pi*", '"gas pi"', "is:unread", "gas -pi", "(gas pi)", "gas is:unread", "", "gas "]
)
def test_what_is_no_unfinished_word_stays(source: str) -> None:
    query = parse(source, NOW)
    assert unfinished(query, source) == query


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("weather", ("weather*", "weather")),
        ("lamp is:unread weather", ("lamp is:unread weather*", "weather")),
        ("title:weather", ("title:weather*", "weather")),
        ("lamp OR weather", ("lamp OR weather*", "weather")),
        ("weather*", None),
        ('"weather"', None),
        ("lamp is:unread", None),
    ],
)
def test_the_last_word_of_a_query_can_begin_others(source: str, found: tuple[str, str] | None) -> None:
    assert begun(parse(source, NOW), source) == found
