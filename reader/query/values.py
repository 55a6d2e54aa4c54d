"""Reads the value of a field: from the token behind the colon to a node of the tree."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from reader.dates import span
from reader.late import pattern
from reader.query.fields import FIELD_BY_NAME, FieldRow
from reader.query.tokens import Token, mistake, nearest
from reader.query.tree import Filter, Node, Number, Text, TextField, TimeSpan
from reader.text.clean import line

if TYPE_CHECKING:
    from datetime import datetime

    from reader.errors import QueryError

VALUE_LIMIT = 200
"""Characters of a value that a message repeats."""

_NUMBER = pattern(r"(?P<sign>[<>]=?|=)?(?P<n>\d{1,9})|(?P<low>\d{1,9})?\.\.(?P<high>\d{1,9})?")


def node(source: str, field: str, token: Token, now: datetime) -> Node:
    """The node for a word or phrase behind `field:`, or for a bare one (`field` is "any")."""
    row = FIELD_BY_NAME.get(field)
    if row is None or row.kind == "text":
        return _text(source, field, token)
    value = line(token.text)
    if not value:
        raise mistake(source, token.start, f"“{field}:” has an empty value", f"write it as in {row.example}")
    if row.kind == "span":
        return _span(source, row, value, token, now)
    if row.kind == "number":
        return _number(source, row, value, token)
    return Filter(field, _filter(source, row, value, token))


def choice(source: str, row: FieldRow, token: Token) -> str:
    """The value of a field that takes only some."""
    value = line(token.text).lower()
    if value in row.choices:
        return dict(row.aliases).get(value, value)
    close = nearest(value, row.choices)
    hint = f"did you mean {row.name}:{close}?" if close else taken(row)
    raise mistake(source, token.start, f"there is no “{row.name}:{_short(value)}”", hint)


def taken(row: FieldRow) -> str:
    """Says which values a field takes: `“has:” takes note, highlight, output, picture or video`."""
    *others, last = row.choices
    return f"“{row.name}:” takes {', '.join(others)} or {last}"


def _text(source: str, field: str, token: Token) -> Text:
    words = line(token.text)
    prefix = token.kind == "word" and words.endswith("*")
    words = words.rstrip("*") if prefix else words
    if token.kind == "word" and "*" in words:
        what = f"“{_short(words)}” has a * inside a word"
        raise mistake(source, token.start, what, "put it at the end of the word, as in put*")
    if field != "any" and token.kind == "word" and words.startswith("-"):
        hint = f"did you mean -{field}:{_short(words.lstrip('-'))}?"
        raise mistake(source, token.start, "the minus sign belongs before the field", hint)
    from reader.text import tokens  # late: most queries of commands have no words

    if next(tokens.terms(words), None) is None:
        what = f"“{_short(token.text)}” has no letter or digit to search for"
        raise mistake(source, token.start, what, "leave it out, or type a word")
    return Text(cast("TextField", field), words, phrase=token.kind == "phrase", prefix=prefix)


def _filter(source: str, row: FieldRow, value: str, token: Token) -> str:
    if token.kind == "word" and value.endswith("*"):
        hint = f"did you mean {row.name}:{_short(value.rstrip('*'))}?"
        raise mistake(source, token.start, f"“{row.name}:” takes no *", hint)
    if row.choices:
        return choice(source, row, token)
    found = row.normalize(value) if row.normalize else None
    if found is None:
        hint = f"it takes {row.values}, as in {row.example}"
        raise mistake(source, token.start, f"“{row.name}:” can't be “{_short(value)}”", hint)
    return found


def _span(source: str, row: FieldRow, value: str, token: Token, now: datetime) -> TimeSpan:
    try:
        match row.name:
            case "date":
                return TimeSpan("date", *span.outer(value, now))
            case "newer":
                return TimeSpan("newer", span.span(value, now)[0], None)
            case "older":
                return TimeSpan("older", None, span.span(value, now)[0])
            case name:
                raise ValueError(f"no meaning is known for the span {name}:")
    except span.UnknownTimeError as error:
        raise _unknown_time(source, row.name, token, error) from None


def _unknown_time(source: str, name: str, token: Token, error: span.UnknownTimeError) -> QueryError:
    value = line(token.text)
    close = error.nearest or nearest(value, ("today", "yesterday"))
    if name != "date" and ".." in value:
        hint = f"did you mean date:{_short(value)}?"
    elif value[:1] in ("<", ">"):
        hint = f"did you mean {'newer' if value[0] == '>' else 'older'}:{_short(value.lstrip('<>='))}?"
    else:
        hint = f"did you mean {name}:{close}?" if close else f"it takes {span.FORMS}"
    return mistake(source, token.start, error.reason, hint)


def _number(source: str, row: FieldRow, value: str, token: Token) -> Number:
    found = _NUMBER.fullmatch(re.sub(r"(?<=\d),(?=\d{3})|\s", "", value))
    name = row.name
    if found is None or value.strip() == "..":
        hint = f"write it as {row.example}, {name}:>=100, {name}:100 or {name}:100..200"
        raise mistake(source, token.start, f"“{name}:” takes a number, not “{_short(value)}”", hint)
    if found["n"] is None:
        low = int(found["low"]) if found["low"] else None
        high = int(found["high"]) if found["high"] else None
    else:
        count = int(found["n"])
        low, high = {
            ">": (count + 1, None),
            ">=": (count, None),
            "<": (None, count - 1),
            "<=": (None, count),
        }.get(found["sign"] or "=", (count, count))
    if low is not None and high is not None and low > high:
        hint = f"did you mean {name}:{high}..{low}?"
        raise mistake(source, token.start, "the range runs backwards", hint)
    return Number(name, low, high)


def _short(value: str) -> str:
    return line(value, VALUE_LIMIT)
