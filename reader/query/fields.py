"""The fields of the query language: the table of the grammar, and the page of the manual that is made from it.

What a field finds stands in two tables keyed by its name: `query.evaluate` (in memory) and `store.search.conditions`
(SQL). A test holds that both know every row and agree.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.text import tokens, urls

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

FieldKind = Literal["text", "filter", "span", "number", "sort"]


class FieldRow(NamedTuple):
    """A field: what stands behind its colon, what it finds, one example.

    `choices` are all the values it takes, where they can be counted; `aliases` are pairs of a value and the one it
    stands for. A filter without choices has `normalize`, which gives a value the form that is compared, or None where
    the field cannot take it.
    """

    name: str
    kind: FieldKind
    values: str
    meaning: str
    example: str
    choices: tuple[str, ...] = ()
    aliases: tuple[tuple[str, str], ...] = ()
    normalize: Callable[[str], str | None] | None = None


def _words(value: str) -> str | None:
    return value if next(tokens.terms(value), None) else None


def _tag(value: str) -> str | None:
    return value.strip("/ ") or None


def _site(value: str) -> str | None:
    address = urls.typed(value.lstrip("."))
    host = urls.host(address) if address else None
    return host.partition(":")[0] if host else None


def _lang(value: str) -> str | None:
    code = value.lower().replace("_", "-")
    return code if re.fullmatch(r"[a-z]{2,3}(-[a-z0-9]{2,8}){0,3}", code) else None


class FormRow(NamedTuple):
    """A way to put words together."""

    form: str
    meaning: str
    example: str


FORMS = (
    FormRow(
        "word word", "both words, anywhere in the article; `AND` between them may be written", "gas pipeline"
    ),
    FormRow('"…"', "the words side by side, in this order", '"gas pipeline"'),
    FormRow(
        "OR", "either side; it binds less than words side by side: `a b OR c` is `(a b) OR c`", "gas OR oil"
    ),
    FormRow("( )", "brackets, at most 50 deep", "(gas OR oil) pipeline"),
    FormRow("-", "without what follows; `NOT` may be written for it", "gas -oil"),
    FormRow("NOT", "without what follows", "gas NOT (oil OR coal)"),
    FormRow("*", "at the end of a word: words that begin so", "put*"),
    FormRow("field:…", "a word in that field only", "title:xi"),
    FormRow('field:"…"', "the phrase, or a value with spaces", 'title:"gas pipeline"'),
    FormRow("field:(…)", "the field for each word in the brackets", "title:(gas OR oil)"),
    FormRow("#tag", "short for `tag:`", "#russia"),
)

_DATES = "a date, an age, `today`, `yesterday`, `this week`, `last month` …"

FIELDS = (
    FieldRow("title", "text", "words", "words of the title", "title:xi"),
    FieldRow("author", "text", "words", "words of an author's or the agency's name", "author:teng"),
    FieldRow("url", "text", "words", "words and numbers of the address", "url:a76257"),
    FieldRow(
        "feed",
        "filter",
        "words",
        "words of a feed's title or of its folder, whole words",
        "feed:moscow",
        normalize=_words,
    ),
    FieldRow(
        "tag",
        "filter",
        "a tag",
        "the tag and all below it, on the article or its feed",
        "tag:russia",
        normalize=_tag,
    ),
    FieldRow(
        "site",
        "filter",
        "a host",
        "articles from that host and its subdomains",
        "site:themoscowtimes.com",
        normalize=_site,
    ),
    FieldRow(
        "lang",
        "filter",
        "a language code",
        "the language; `en` finds `en-US` too",
        "lang:en",
        normalize=_lang,
    ),
    FieldRow(
        "is",
        "filter",
        "a state",
        "`full` and `failed` speak of the text, `edited` of its publisher, `tagged` of your own tags; articles that"
        " a rule muted are found only by a query with `is:muted`",
        "is:unread",
        ("unread", "read", "bookmarked", "starred", "tagged", "full", "failed", "edited", "muted"),
        (("starred", "bookmarked"),),
    ),
    FieldRow(
        "has",
        "filter",
        "a thing",
        "articles with at least one of them",
        "has:note",
        ("note", "highlight", "picture", "video"),
    ),
    FieldRow("newer", "span", _DATES, "from the start of that time on", "newer:2w"),
    FieldRow("older", "span", _DATES, "before the start of that time", "older:2026-01-01"),
    FieldRow("date", "span", _DATES + ", a range `A..B`", "the whole of that time", "date:2026-02..2026-04"),
    FieldRow("words", "number", "a number or a range", "length of the text in words", "words:>800"),
    FieldRow("minutes", "number", "a number or a range", "reading time in minutes", "minutes:<5"),
    FieldRow(
        "sort",
        "sort",
        "an order",
        "newest first, best first, oldest first, longest first; at most one, outside brackets",
        "sort:date",
        ("date", "relevance", "oldest", "longest"),
    ),
)

FIELD_BY_NAME = {row.name: row for row in FIELDS}

_HEAD = """\
# Searching

The query language is the same everywhere: in the search bar, in saved searches and rules, and after `list`, `search`,
`count` and `export`.
Words are compared without case and accents, and by their stems: `meeting` finds `meets`.
Bare words look in title, text (captions, credits and quoted posts with it), authors and address, and in your notes and
highlights.
The empty query is everything.
A mistake is answered with its place and the nearest right form, never with an empty list.
In the search bar fields, states, feeds and tags are completed while you type: `Tab` or `→` takes what is shown dimmed.

## Words
"""

_FOOT = """
`AND`, `OR` and `NOT` count in upper case only; `or` is a word like any other.
A query holds at most 2,000 characters and 200 words.
After the name of a command, `-oil` is part of the query; put `--` in front where an option has the same name.

## Times

Dates are written `2026`, `2026-02` or `2026-02-04`; a time of day as `2026-02-04T09:30`.
An age is a number and `h`, `d`, `w`, `m` (months) or `y`: `3h`, `2w`; or in words, in quotes: `"2 weeks ago"`.
An age in hours is exact; the others begin with the day that lies so far back.
A range is written `2026-02..2026-04`, or open: `2026-02..` and `..2026-04`.
All times are local, and meant is when an article was published; where that is unknown, when it first came in.

## Numbers

`words:800` is exactly that many; also `>800`, `>=800`, `<800`, `<=800` and ranges: `800..1200`, `800..`, `..1200`.
"""


def page() -> str:
    """The page `docs/query.md`."""
    forms = [(f"`{row.form}`", row.meaning, f"`{row.example}`") for row in FORMS]
    fields = [(f"`{row.name}:`", _values(row), row.meaning, f"`{row.example}`") for row in FIELDS]
    return (
        f"{_HEAD}\n{_table(('Form', 'Meaning', 'Example'), forms)}"
        f"\n## Fields\n\n{_table(('Field', 'Values', 'Finds', 'Example'), fields)}{_FOOT}"
    )


def _values(row: FieldRow) -> str:
    aliases = dict(row.aliases)
    shown = [
        f"`{choice}`" + (f" (= `{aliases[choice]}`)" if choice in aliases else "") for choice in row.choices
    ]
    return ", ".join(shown) or row.values


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
