"""The forms and fields of the query language: the table of the grammar; the help and a page of the manual are made of it.

What a field finds stands in two tables keyed by its name: `query.evaluate` (in memory) and `store.search.conditions`
(SQL). A test holds that both know every row and agree.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

FieldKind = Literal["text", "filter", "span", "number", "sort"]


class FieldRow(NamedTuple):
    """A field: what stands behind its colon, what it finds, one example.

    `choices` are all the values it takes, each with what it means, where they can be counted; `aliases` are pairs of a
    value and the one it stands for. A filter without choices has `normalize`, which gives a value the form that is
    compared, or None where the field cannot take it."""

    name: str
    kind: FieldKind
    values: str
    meaning: str
    example: str
    choices: Mapping[str, str] = MappingProxyType({})
    aliases: tuple[tuple[str, str], ...] = ()
    normalize: Callable[[str], str | None] | None = None


def _words(value: str) -> str | None:
    from reader.text import tokens  # late: a shell that completes a query waits for the table alone

    return value if next(tokens.terms(value), None) else None


def _tag(value: str) -> str | None:
    return value.strip("/ ") or None


def _site(value: str) -> str | None:
    from reader.text import urls

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
    FormRow("word word", "both words, anywhere; the same as `AND`", "gas pipeline"),
    FormRow("word word word", "all of them; if few have all, the nearest follow", "gas pipeline price"),
    FormRow('"…"', "an exact phrase: these words in this order", '"gas pipeline"'),
    FormRow("OR", "either one; `a b OR c` means `(a b) OR c`", "gas OR oil"),
    FormRow("( )", "a group; groups nest up to 50 deep", "(gas OR oil) pipeline"),
    FormRow("-", "without this word or group; the same as `NOT`", "gas -oil"),
    FormRow("NOT", "without this word or group", "gas NOT (oil OR coal)"),
    FormRow("*", "words that begin this way; implied as you type", "put*"),
    FormRow("field:…", "a word in that field only", "title:xi"),
    FormRow('field:"…"', "a phrase in that field, or a value with spaces", 'title:"gas pipeline"'),
    FormRow("field:(…)", "the whole group in that field", "title:(gas OR oil)"),
    FormRow("#tag", "short for `tag:`", "#russia"),
)

TIMES = (
    FormRow("today", 'also `yesterday`, `"this week"`, `"last month"` …', "date:today"),
    FormRow("2w", "an age, in `h`, `d`, `w`, `m` (months) or `y`", "newer:3d"),
    FormRow('"2 weeks ago"', "an age in words, in quotes", 'older:"2 weeks ago"'),
    FormRow("2026-02", "a year, month, day or `2026-02-04T09:30`", "date:2026-02"),
    FormRow("A..B", "from A to B, or open: `A..` and `..B`", "date:2026-02..2026-04"),
)

NUMBERS = (
    FormRow("800", "exactly that many", "words:800"),
    FormRow(">800", "also `>=800`, `<800` and `<=800`", "words:>800"),
    FormRow("A..B", "from A to B, or open: `A..` and `..B`", "words:800..1200"),
)

_DATES = "a date or an age"

FIELDS = (
    FieldRow("title", "text", "words", "words in the title", "title:xi"),
    FieldRow("author", "text", "words", "words in the name of an author or agency", "author:teng"),
    FieldRow("url", "text", "words", "words and numbers in the address", "url:a76257"),
    FieldRow(
        "feed",
        "filter",
        "words",
        "whole words of a feed's title or folder",
        "feed:moscow",
        normalize=_words,
    ),
    FieldRow(
        "tag",
        "filter",
        "a tag",
        "this tag or one below, on an article or its feed",
        "tag:russia",
        normalize=_tag,
    ),
    FieldRow(
        "site",
        "filter",
        "a host",
        "articles from this host and its subdomains",
        "site:themoscowtimes.com",
        normalize=_site,
    ),
    FieldRow(
        "lang",
        "filter",
        "a language code",
        "articles in this language; `en` also finds `en-US`",
        "lang:en",
        normalize=_lang,
    ),
    FieldRow(
        "is",
        "filter",
        "a state",
        "articles in this state",
        "is:unread",
        {
            "unread": "not read yet",
            "read": "read",
            "bookmarked": "with a bookmark",
            "starred": "the same as `is:bookmarked`",
            "tagged": "with a tag of your own",
            "full": "with its full text",
            "failed": "broadsheet could not fetch the full text",
            "edited": "changed by the publisher after it arrived",
            "muted": "muted by you or a rule; in no other search",
        },
        (("starred", "bookmarked"),),
    ),
    FieldRow(
        "has",
        "filter",
        "a thing",
        "articles that have one",
        "has:note",
        {
            "note": "with a note of your own",
            "highlight": "with a highlighted passage",
            "output": "with output kept from one of your commands",
            "picture": "with a picture",
            "video": "with a video",
        },
    ),
    FieldRow("newer", "span", _DATES, "articles from that time on", "newer:2w"),
    FieldRow("older", "span", _DATES, "articles before that time", "older:2026-01-01"),
    FieldRow(
        "date", "span", _DATES + ", or a range `A..B`", "articles from that time", "date:2026-02..2026-04"
    ),
    FieldRow("words", "number", "a number or a range", "length of the text in words", "words:>800"),
    FieldRow("minutes", "number", "a number or a range", "reading time in minutes", "minutes:<5"),
    FieldRow(
        "sort",
        "sort",
        "an order",
        "the order of the results; one per query",
        "sort:date",
        {
            "date": "newest first",
            "relevance": "best match first",
            "oldest": "oldest first",
            "longest": "longest first",
        },
    ),
)

FIELD_BY_NAME = {row.name: row for row in FIELDS}


class Example(NamedTuple):
    """A line of the help: what can be typed, what it finds, and the part of it that is there to be replaced ("" where it
    fits everyone)."""

    text: str
    meaning: str
    blank: str = ""


def examples() -> list[tuple[str, list[Example]]]:
    """The whole language by examples, in groups with a title each."""
    forms = [Example(row.example, _spoken(row.meaning), _value(row.example)) for row in FORMS]
    fields = [
        Example(row.example, _spoken(row.meaning), _value(row.example)) for row in FIELDS if not row.choices
    ]
    choices = [
        Example(f"{row.name}:{choice}", _spoken(meaning))
        for row in FIELDS
        for choice, meaning in row.choices.items()
    ]
    times, numbers = (
        [Example(row.example, _spoken(f"{row.form}: {row.meaning}"), _value(row.example)) for row in rows]
        for rows in (TIMES, NUMBERS)
    )
    return [
        ("Words", forms),
        ("Fields", fields),
        ("States, contents and order", choices),
        ("Times", times),
        ("Numbers", numbers),
    ]


def _value(example: str) -> str:
    """The part in whose place others write something else: all that follows the name of a field."""
    return re.sub(r"^(\w+:|#)", "", example)


def _spoken(meaning: str) -> str:
    return meaning.replace("`", "")


_HEAD = """\
# Searching

| Type | To find articles |
| --- | --- |
| `gas pipeline` | with both words |
| `"gas pipeline"` | with these words side by side |
| `gas OR oil` | with either word |
| `gas -oil` | with gas, but without oil |
| `pipe*` | with words that begin this way |
| `title:gas` | with the word in the title |
| `author:teng` | by this author |
| `feed:moscow` | from this feed |
| `#energy` | with this tag |
| `is:unread` | you have not read |
| `has:note` | with a note of yours |
| `newer:2w` | from the last two weeks |
| `gas feed:moscow newer:1m sort:date` | by all of these, newest first |

Queries work the same everywhere: in the search bar (`/`), in saved searches and rules, and after `list`, `search`, `count` and
`export`. Press `F1` while you edit one to see examples; `Enter` copies the example. `Tab` or `→` completes fields, feeds,
authors, tags, sites and languages.

## Words
"""

_FOOT = """
`AND`, `OR` and `NOT` must be in upper case; `or` is a word like any other. If `OR` would find more, `search` suggests it, and so does
the search bar, once.
If neither feed nor page names the language of an article, broadsheet tells it from the text.
A query can have up to 2,000 characters and 200 words.
In the shell, `-oil` after a command's name is part of the query; if it is also an option, put `--` before it.
"""

_TIMES = """
Ages in hours are exact; the others count whole days: `newer:2w` starts at midnight two weeks ago.
All times are local. They mean when an article was published or, if that is unknown, when it arrived.
"""


_MATCHING = """
## How words match

- Case, accents and endings do not matter: `meeting` finds `meets`, `colour` finds `color`, `email` finds `e-mail`. Endings are those of
  each article's language. What has a single word as you typed it comes first.
- Words are looked up in title, text, captions, quoted posts, authors and address, and in your notes, highlights and outputs.
- While you type, the beginning of the last word is enough. `Enter` takes it as a whole word; if only longer words are found, they
  stay, and the line above them says so.
- `feed:` finds articles by their feed; a plain word does not: `bbc` finds those that mention it. If these are few and
  a feed has that name, `feed:bbc` is suggested.
- An empty query finds everything; in the shell, write it as `""`.

## If little is found

- If fewer than ten articles have all the words, `search` and the search bar add the nearest ones and say which words each lacks. Phrases
  and fields must still match. Lists, counts, saved searches and rules add none.
- With two words, articles that have both come first, as do those that have all where a word was corrected. With three or more, question
  words and the like not counted, the best match comes first, even if it lacks a word.
- If those that have all words come first, a line on the screen parts them from the others. If they stand among the others, each says
  “all words”.
- If nothing is found, broadsheet says how many articles each part of the query finds on its own, points to mistakes and suggests a
  correction, or the word as the beginning of others (`word*`).
- A word that no article has is taken for the likeliest one that your other words stand with. So is one of which those found only seem to
  have a form, as Polish “apelował” for `aple`, or which only other languages have: a French “à bord” does not stop `bord patrol`. If your
  word may be right, the other one is only suggested.
- A run of Japanese, Chinese, Thai or Korean letters that is found nowhere is divided into its words, which are named: `座礁調査` finds
  articles with `座礁` and `調査` apart.
- A name of five letters or more is answered with how it is written in other scripts (Latin, Cyrillic, Greek, Arabic), if that finds more:
  `Putin` with “3 more written Путин, بوتين”. `Tab` while you type searches for all; `search` prints the query. Names are compared by
  sound: Wien and Вена remain two.
"""


def page() -> str:
    """The page `docs/query.md`."""
    fields = [(f"`{row.name}:`", _values(row), row.meaning, f"`{row.example}`") for row in FIELDS]
    values = [
        (f"`{row.name}:{choice}`", meaning) for row in FIELDS for choice, meaning in row.choices.items()
    ]
    return (
        f"{_HEAD}\n{_forms(FORMS)}"
        f"\n## Fields\n\n{_table(('Field', 'Values', 'Finds', 'Example'), fields)}"
        f"\n## States, contents and order\n\n{_table(('Value', 'Meaning'), values)}{_FOOT}"
        f"\n## Times\n\n{_forms(TIMES)}{_TIMES}"
        f"\n## Numbers\n\n{_forms(NUMBERS)}{_MATCHING}"
    )


def _forms(rows: Sequence[FormRow]) -> str:
    cells = [(f"`{row.form}`", row.meaning, f"`{row.example}`") for row in rows]
    return _table(("Form", "Meaning", "Example"), cells)


def _values(row: FieldRow) -> str:
    return ", ".join(f"`{choice}`" for choice in row.choices) or row.values


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    lines = [head, ("---",) * len(head), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)
