"""The query language: what is read, and how."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.query.fields import FIELDS, FORMS, FieldRow, FormRow
from reader.query.parse import parse
from reader.query.tree import And, Everything, Filter, Node, Not, Number, Or, Text, mentions
from reader.text.clean import clean, line

NOW = datetime(2026, 8, 1, 12, tzinfo=UTC)


def tree(source: str) -> Node:
    return parse(source, NOW).tree


def word(words: str) -> Text:
    return Text("any", words)


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("", Everything()),
        ("  \t\n", Everything()),
        ("gas", word("gas")),
        ("gas pipeline", And((word("gas"), word("pipeline")))),
        ("gas AND pipeline", And((word("gas"), word("pipeline")))),
        ("gas and or not", And((word("gas"), word("and"), word("or"), word("not")))),
        ('"gas pipeline"', Text("any", "gas pipeline", phrase=True)),
        ("“gas pipeline”", Text("any", "gas pipeline", phrase=True)),
        ('"AND (x"', Text("any", "AND (x", phrase=True)),
        ("put*", Text("any", "put", prefix=True)),
        ('"put*"', Text("any", "put*", phrase=True)),
        ("title:put*", Text("title", "put", prefix=True)),
        ("gas OR oil", Or((word("gas"), word("oil")))),
        ("a b OR c", Or((And((word("a"), word("b"))), word("c")))),
        ("(a OR b) c", And((Or((word("a"), word("b"))), word("c")))),
        ("((a))", word("a")),
        ("-oil", Not(word("oil"))),
        ("NOT oil", Not(word("oil"))),
        ("NOT NOT oil", Not(Not(word("oil")))),
        ("gas -(oil OR coal)", And((word("gas"), Not(Or((word("oil"), word("coal"))))))),
        ("gas AND NOT oil", And((word("gas"), Not(word("oil"))))),
        ("re-election", word("re-election")),
        ("TITLE:Xi", Text("title", "Xi")),
        ('author:"two words"', Text("author", "two words", phrase=True)),
        ("url:a76257", Text("url", "a76257")),
        ("title:AND", Text("title", "AND")),
        ("title:(a OR b)", Or((Text("title", "a"), Text("title", "b")))),
        ("title:(a -b*)", And((Text("title", "a"), Not(Text("title", "b", prefix=True))))),
        ("-title:xi", Not(Text("title", "xi"))),
        ("tag:russia", Filter("tag", "russia")),
        ("#russia", Filter("tag", "russia")),
        ('#"two words"', Filter("tag", "two words")),
        ("-#a/b/", Not(Filter("tag", "a/b"))),
        ("tag:(a OR b)", Or((Filter("tag", "a"), Filter("tag", "b")))),
        ('feed:"two words"', Filter("feed", "two words")),
        ("site:https://www.TheMoscowTimes.com:443/x", Filter("site", "themoscowtimes.com")),
        ("lang:pt_BR", Filter("lang", "pt-br")),
        ("is:starred", Filter("is", "bookmarked")),
        ("IS:Unread", Filter("is", "unread")),
        ("is:(read OR bookmarked)", Or((Filter("is", "read"), Filter("is", "bookmarked")))),
        ("has:video", Filter("has", "video")),
        ("words:800", Number("words", 800, 800)),
        ("words:>800", Number("words", 801, None)),
        ("words:>=1,000", Number("words", 1000, None)),
        ("minutes:<5", Number("minutes", None, 4)),
        ("minutes:<=5", Number("minutes", None, 5)),
        ("words:800..1200", Number("words", 800, 1200)),
        ("words:..1200", Number("words", None, 1200)),
        ("https://example.com/a:b?c", word("https://example.com/a:b?c")),
        ("at 10:30", And((word("at"), word("10:30")))),
        ("C++ 北京", And((word("C++"), word("北京")))),
    ],
)
def test_a_query_is_read_as(source: str, expected: Node) -> None:
    assert tree(source) == expected


@pytest.mark.parametrize(
    ("source", "sort", "rest"),
    [
        ("sort:date", "date", Everything()),
        ("gas sort:relevance", "relevance", word("gas")),
        ("sort:oldest gas", "oldest", word("gas")),
        ("gas sort:Longest OR oil", "longest", Or((word("gas"), word("oil")))),
        ("gas", None, word("gas")),
    ],
)
def test_sort_is_an_order_and_no_condition(source: str, sort: str | None, rest: Node) -> None:
    query = parse(source, NOW)
    assert (query.sort, query.tree) == (sort, rest)


def test_the_source_is_kept_in_one_clean_line() -> None:
    assert parse(" gas\n\x1b oil ", NOW).source == "gas oil"


@pytest.mark.parametrize(
    ("source", "position", "message", "hint"),
    [
        ("titel:xi", 0, "unknown field “titel:”, at the start", "did you mean title: ?"),
        ("gas -titel:xi", 5, "unknown field “titel:”, after “gas -”", "did you mean title: ?"),
        ("before:2026", 0, "unknown field “before:”", "did you mean older: ?"),
        ("Ukraine: today", 0, "unknown field “Ukraine:”", 'quotes: "Ukraine:"'),
        ("is:unred", 3, "unknown value “unred” for is:", "did you mean is:unread ?"),
        ("has:banana", 4, "unknown value “banana”", "has: takes note, highlight, picture, video"),
        ("sort:dat", 5, "unknown value “dat” for sort:", "did you mean sort:date ?"),
        ("gas (oil", 4, "this bracket is never closed, after “gas”", "put )"),
        ("(", 0, "never closed", ")"),
        ("title:(gas", 6, "never closed", "put )"),
        ("gas) oil", 3, "closing bracket without an opening one", "leave it out"),
        ("gas ()", 4, "empty brackets, after “gas”", "leave them out"),
        ('gas "oil', 4, "quotation mark is never closed, after “gas”", 'put "'),
        ("gas OR", 4, "OR has nothing after it", "write a word after it"),
        ("(gas OR) oil", 5, "OR has nothing after it", "lower case"),
        ("gas AND OR oil", 4, "AND has nothing after it", "write a word"),
        ("NOT", 0, "NOT has nothing after it", "write a word"),
        ("AND gas", 0, "AND has nothing before it, at the start", "lower case"),
        ("OR", 0, "OR has nothing before it", "lower case"),
        ("gas - oil", 4, "a minus sign without a word", "-oil"),
        ("gas --oil", 4, "a minus sign without a word", "one minus sign"),
        ("title:-oil", 6, "a minus sign behind title:", "did you mean -title:oil ?"),
        ("title: gas", 0, "title: has no value", "did you mean title:gas ?"),
        ("gas title:", 4, "title: has no value, after “gas”", "as in title:xi"),
        ("#", 0, "# has no value", "tag:russia"),
        ('feed:" "', 5, "feed: has an empty value", "feed:moscow"),
        ("title:(a feed:b)", 9, "feed: within the brackets of title:", "close the brackets"),
        ("sort:date gas sort:oldest", 14, "a second sort:", "sort:date"),
        ("(gas sort:date)", 5, "sort: within brackets", "end of the query"),
        ("-sort:date", 1, "sort: within brackets or behind a minus sign", "end"),
        ("sort:", 0, "sort: has no value", "date, relevance"),
        ("gas 🚀", 4, "“🚀” holds no letter or digit", "leave it out"),
        ('gas "--"', 4, "“--” holds no letter or digit", "leave it out"),
        ("*", 0, "holds no letter or digit", "leave it out"),
        ("p*t", 0, "a * within “p*t”", "put*"),
        ("feed:put*", 5, "feed: takes no *", "did you mean feed:put ?"),
        ("feed:--", 5, "feed: cannot be “--”", "feed:moscow"),
        ("tag:/", 4, "tag: cannot be “/”", "tag:russia"),
        ("site:moscow", 5, "site: cannot be “moscow”", "site:themoscowtimes.com"),
        ("lang:english", 5, "lang: cannot be “english”", "lang:en"),
        ("words:many", 6, "words: takes a number, not “many”", "words:>800"),
        ("minutes:..", 8, "minutes: takes a number", "minutes:<5"),
        ("words:9999999999", 6, "words: takes a number", "words:>800"),
        ("words:5..2", 6, "words: the range runs backwards", "did you mean words:2..5 ?"),
        ("newer:todya", 6, "newer: “todya” is no date or age", "did you mean newer:today ?"),
        ("newer:04.02.2022", 6, "is no date or age", "did you mean newer:2022-02-04 ?"),
        ("newer:>2026-01", 6, "is no date or age", "did you mean newer:2026-01 ?"),
        ("date:<2026", 5, "is no date or age", "did you mean older:2026 ?"),
        ("older:2026-01..2026-02", 6, "is no date or age", "did you mean date:2026-01..2026-02 ?"),
        ("date:2026-04..2026-02", 5, "range runs backwards", "did you mean date:2026-02..2026-04 ?"),
        ("date:2026-02-30", 5, "no such time", "date: takes a date"),
        ("(" * 51 + "a" + ")" * 51, 50, "more than 50 brackets", "fewer"),
        ("-(" * 26 + "a" + ")" * 26, 50, "more than 50 brackets", "fewer"),
        ("a " * 201, 400, "more than 200 words", "leave some"),
        ("a" * 2_001, 2_000, "2,001 characters; 2,000 are the limit", "leave words out"),
    ],
)
def test_a_mistake_names_its_place_and_the_nearest_right_form(
    source: str, position: int, message: str, hint: str
) -> None:
    with pytest.raises(QueryError) as caught:
        parse(source, NOW)
    assert caught.value.position == position
    assert message in caught.value.message
    assert hint in caught.value.hint
    assert caught.value.exit_code == 2


def test_a_place_far_into_the_query_is_named_by_the_words_before_it() -> None:
    with pytest.raises(QueryError, match=r"after “…many words and then”$"):
        parse("a long query with many words and then titel:xi", NOW)


def test_the_subject_of_a_mistake_keeps_every_character_at_its_place() -> None:
    source = "gas\x1b\n  titel:xi"
    with pytest.raises(QueryError) as caught:
        parse(source, NOW)
    assert caught.value.subject == "gas   titel:xi"
    assert caught.value.subject[caught.value.position :] == "titel:xi"


@pytest.mark.parametrize("row", FIELDS, ids=lambda row: row.name)
def test_the_example_of_each_field_speaks_of_that_field(row: FieldRow) -> None:
    query = parse(row.example, NOW)
    assert query.sort is not None if row.kind == "sort" else mentions(query.tree, row.name)


@pytest.mark.parametrize("row", FORMS, ids=lambda row: row.form)
def test_the_example_of_each_form_is_read(row: FormRow) -> None:
    assert tree(row.example) != Everything()


@pytest.mark.parametrize("row", [row for row in FIELDS if row.choices], ids=lambda row: row.name)
def test_every_value_of_a_field_is_read(row: FieldRow) -> None:
    for choice in row.choices:
        parse(f"{row.name}:{choice}", NOW)


def test_mentions_looks_under_every_node() -> None:
    found = tree("gas OR (oil -is:muted) title:xi words:>5 newer:2w")
    assert mentions(found, "is", "muted")
    assert mentions(found, "is")
    assert not mentions(found, "is", "read")
    assert mentions(found, "title", "xi")
    assert mentions(found, "words")
    assert mentions(found, "newer")
    assert not mentions(found, "older")
    assert not mentions(Everything(), "is")


@pytest.mark.parametrize("source", ["\x00", "\ud800\udfff", " \x1b \u202e"])
def test_what_is_nothing_but_unreadable_does_not_mean_everything(source: str) -> None:
    with pytest.raises(QueryError, match="no character that can be read"):
        parse(source, NOW)


_PIECES = st.sampled_from(
    [
        *'()"-*#:. ',
        " AND ",
        " OR ",
        " NOT ",
        "gas",
        "–",
        "date:",
        "newer:",
        "2w",
        "..",
        "words:",
        ">",
        "title:",
        "tag:",
        "sort:date",
        "is:",
        "site:",
        "lang:",
        "feed:",
        "2026-02",
        "9" * 30,
        "ß",
        "北京",
        "\x00",
        "\ud800",
        "http://",
        "x:",
    ]
)


@given(st.text(max_size=60) | st.lists(_PIECES, max_size=25).map("".join))
@settings(max_examples=400)
def test_any_text_is_a_query_or_a_named_mistake(source: str) -> None:
    mistake: QueryError | None = None
    query = None
    try:
        query = parse(source, NOW)
    except QueryError as error:
        mistake = error
    if mistake:
        assert 0 <= mistake.position <= len(mistake.subject)
        assert mistake.message
        assert mistake.hint
        assert clean(mistake.message + mistake.hint) == mistake.message + mistake.hint
        assert mistake.subject.isprintable()
    if query:
        assert line(query.source) == query.source
        assert parse(query.source, NOW).tree == query.tree
