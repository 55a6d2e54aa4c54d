"""The query language: what is read, and how."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reader.errors import QueryError
from reader.query.fields import FIELDS, FORMS, FieldRow, FormRow
from reader.query.parse import parse
from reader.query.tokens import place
from reader.query.tree import And, Everything, Filter, Node, Not, Number, Or, Text, mentions, parts
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
        ("titel:xi", 0, "there is no field “titel:”", "did you mean title:?"),
        ("gas -titel:xi", 5, "there is no field “titel:”", "did you mean title:?"),
        ("from:ann", 0, "there is no field “from:”", "did you mean author: or feed:?"),
        ("by:ann", 0, "there is no field “by:”", "did you mean author:?"),
        ("folder:world", 0, "there is no field “folder:”", "did you mean feed:?"),
        ("source:pier", 0, "there is no field “source:”", "did you mean feed: or site:?"),
        ("before:2026", 0, "there is no field “before:”", "did you mean older:?"),
        ("Ukraine: today", 0, "there is no field “Ukraine:”", 'put it in quotes: "Ukraine:"'),
        ("is:unred", 3, "there is no “is:unred”", "did you mean is:unread?"),
        (
            "has:banana",
            4,
            "there is no “has:banana”",
            "“has:” takes note, highlight, output, picture or video",
        ),
        ("sort:dat", 5, "there is no “sort:dat”", "did you mean sort:date?"),
        ("gas (oil", 4, "this parenthesis is never closed", "add the missing )"),
        ("(", 0, "this parenthesis is never closed", "put words and ) after it"),
        ("title:(gas", 6, "this parenthesis is never closed", "add the missing )"),
        ("gas) oil", 3, "this parenthesis was never opened", "leave it out"),
        ("gas ()", 4, "these parentheses are empty", "leave them out"),
        ('gas "oil', 4, "this quotation mark is never closed", 'put "'),
        ("gas OR", 4, "OR needs a word after it", 'add one, or write "or" to search for the word itself'),
        ("(gas OR) oil", 5, "OR needs a word after it", 'write "or"'),
        ("gas AND OR oil", 4, "AND needs a word after it", 'write "and"'),
        ("NOT", 0, "NOT needs a word after it", 'write "not"'),
        ("AND gas", 0, "AND needs a word before it", 'write "and"'),
        ("OR", 0, "OR needs a word before it", 'write "or"'),
        ("gas - oil", 4, "a minus sign needs a word right after it", "-oil"),
        ("gas --oil", 4, "a minus sign needs a word right after it", "one minus sign"),
        ("title:-oil", 6, "the minus sign belongs before the field", "did you mean -title:oil?"),
        ("title: gas", 0, "“title:” needs a value", "did you mean title:gas?"),
        ("gas title:", 4, "“title:” needs a value", "right after the colon, as in title:xi"),
        ("#", 0, "“#” needs a tag", "right after the sign, as in #russia"),
        ('feed:" "', 5, "“feed:” has an empty value", "feed:moscow"),
        ("title:(a feed:b)", 9, "“feed:” can't stand inside title:(…)", "close the parentheses of title:"),
        ("sort:date gas sort:oldest", 14, "a query can have only one “sort:”", "leave out sort:date"),
        ("(gas sort:date)", 5, "“sort:” can't stand inside parentheses", "at the end of the query"),
        ("-sort:date", 1, "“sort:” can't stand inside parentheses or after a minus sign", "end"),
        ("sort:", 0, "“sort:” needs a value", "“sort:” takes date, relevance, oldest or longest"),
        ("gas 🚀", 4, "“🚀” has no letter or digit", "leave it out"),
        ('gas "--"', 4, "“--” has no letter or digit", "leave it out"),
        ("*", 0, "has no letter or digit", "leave it out"),
        ("p*t", 0, "“p*t” has a * inside a word", "as in put*"),
        ("feed:put*", 5, "“feed:” takes no *", "did you mean feed:put?"),
        ("feed:--", 5, "“feed:” can't be “--”", "feed:moscow"),
        ("tag:/", 4, "“tag:” can't be “/”", "tag:russia"),
        ("site:moscow", 5, "“site:” can't be “moscow”", "it takes a host, as in site:themoscowtimes.com"),
        ("lang:english", 5, "“lang:” can't be “english”", "lang:en"),
        ("words:many", 6, "“words:” takes a number, not “many”", "words:>800"),
        ("minutes:..", 8, "“minutes:” takes a number", "minutes:<5"),
        ("words:9999999999", 6, "“words:” takes a number", "words:>800"),
        ("words:5..2", 6, "the range runs backwards", "did you mean words:2..5?"),
        ("newer:todya", 6, "“todya” isn't a date or an age", "did you mean newer:today?"),
        ("newer:04.02.2022", 6, "isn't a date or an age", "did you mean newer:2022-02-04?"),
        ("newer:>2026-01", 6, "isn't a date or an age", "did you mean newer:2026-01?"),
        ("date:<2026", 5, "isn't a date or an age", "did you mean older:2026?"),
        ("older:2026-01..2026-02", 6, "isn't a date or an age", "did you mean date:2026-01..2026-02?"),
        ("date:2026-04..2026-02", 5, "the range runs backwards", "did you mean date:2026-02..2026-04?"),
        ("date:2026-02-30", 5, "does not exist", "it takes a date"),
        ("(" * 51 + "a" + ")" * 51, 50, "more than 50 nested parentheses", "fewer"),
        ("-(" * 26 + "a" + ")" * 26, 50, "more than 50 nested parentheses", "fewer"),
        ("a " * 201, 400, "more than 200 words", "leave some"),
        ("a" * 2_001, 2_000, "2,001 characters; the limit is 2,000", "leave words out"),
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
    with pytest.raises(QueryError) as caught:
        parse("a long query with many words and then titel:xi", NOW)
    assert place(caught.value) == "after “…many words and then”"


@pytest.mark.parametrize(
    ("source", "said"), [("titel:xi", "at the start"), ("gas -titel:xi", "after “gas -”")]
)
def test_a_place_is_named_by_the_words_before_it(source: str, said: str) -> None:
    with pytest.raises(QueryError) as caught:
        parse(source, NOW)
    assert place(caught.value) == said


@pytest.mark.parametrize(
    ("source", "joined"),
    [
        ("gas oil", ("gas", "oil")),
        ("gas AND -oil", ("gas", "-oil")),
        ('title:(a b) "c d"  NOT e sort:date f', ("title:(a b)", '"c d"', "NOT e", "f")),
        ("sort:oldest gas (oil OR coal)", ("gas", "(oil OR coal)")),
        ("gas", ()),
        ("(gas oil)", ()),
        ("title:(gas oil)", ()),
        ("a b OR c d", ()),
        ("-(a b)", ()),
        ("", ()),
    ],
)
def test_the_parts_that_must_all_match_are_told_as_they_were_typed(
    source: str, joined: tuple[str, ...]
) -> None:
    query = parse(source, NOW)
    assert query.joined == joined
    if joined:
        assert parts(query.tree) == tuple(parse(part, NOW).tree for part in joined)


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
    with pytest.raises(QueryError, match="no readable character"):
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
