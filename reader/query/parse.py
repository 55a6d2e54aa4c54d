"""Parses a query: one grammar for the screen, saved searches, rules and the shell.

    query   = any                          sort:… anywhere outside brackets
    any     = all { "OR" all }
    all     = one { ["AND"] one }
    one     = ( "NOT" | "-" ) one | "(" any ")" | field value | field "(" any ")" | value
    value   = word | word "*" | phrase

The nodes are in `query.tree`, the fields in `query.fields`, the meaning of values in `query.values`, the reference
evaluation in `query.evaluate`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from reader.query import values
from reader.query.fields import FIELD_BY_NAME
from reader.query.tokens import Token, TokenKind, mistake, tokens
from reader.query.tree import (
    And,
    Everything,
    Node,
    Not,
    Or,
    Query,
    Sort,
)
from reader.text.clean import clean, line

if TYPE_CHECKING:
    from datetime import datetime

DEPTH_LIMIT = 50
"""Brackets and negations within each other."""


def parse(source: str, now: datetime) -> Query:
    """Read a query. `now` is aware; its zone is the one that days and months are meant in.

    A mistake raises QueryError: its message names the place in words, `position` gives it in characters, its hint the
    nearest right form. Characters that a terminal acts on are dropped beforehand (`text.clean.clean`).
    """
    given, source = source, clean(source)
    if given.strip() and not source.strip():
        # As an empty query it would mean everything.
        raise mistake(source, 0, "the query holds no character that can be read", "write words in UTF-8")
    found, sort = _without_sort(source, tokens(source))
    tree = _Parser(source, found, now).query() if found else Everything()
    return Query(line(source, len(source)), tree, sort)


def _without_sort(source: str, found: list[Token]) -> tuple[list[Token], Sort | None]:
    """The tokens without `sort:…`, which is no condition but an order for the whole."""
    kept: list[Token] = []
    sort: Sort | None = None
    depth = 0
    rest = iter(found)
    for token in rest:
        if token.kind != "field" or token.text != "sort":
            depth += {"(": 1, ")": -1}.get(token.kind, 0)
            kept.append(token)
            continue
        value = next(rest, None)
        row = FIELD_BY_NAME["sort"]
        if value is None or value.start != token.end or value.kind not in ("word", "phrase"):
            raise mistake(source, token.start, "sort: has no value", f"it takes {', '.join(row.choices)}")
        if depth or (kept and kept[-1].kind in ("-", "NOT", "field")):
            hint = "write it at the end of the query"
            raise mistake(source, token.start, "sort: within brackets or behind a minus sign", hint)
        if sort is not None:
            hint = f"one order only: leave out sort:{sort} or this one"
            raise mistake(source, token.start, "a second sort:", hint)
        sort = cast("Sort", values.choice(source, row, value))
    return kept, sort


class _Parser:
    """Recursive descent over the tokens; `field` is the one whose brackets we are in, else "any"."""

    def __init__(self, source: str, found: list[Token], now: datetime) -> None:
        self._source = source
        self._tokens = found
        self._now = now
        self._at = 0
        self._depth = 0

    def query(self) -> Node:
        """The whole query; at least one token."""
        tree = self._any("any")
        if token := self._peek():  # only a bracket ends `_any` early
            raise self._mistake(token, *_UNOPENED)
        return tree

    def _any(self, field: str) -> Node:
        parts = [self._all(field)]
        while self._take("OR"):
            parts.append(self._all(field))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self, field: str) -> Node:
        parts = [self._one(field)]
        while (token := self._peek()) and token.kind not in ("OR", ")"):
            self._take("AND")
            parts.append(self._one(field))
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def _one(self, field: str) -> Node:
        token = self._peek()
        if token is None or token.kind in ("AND", "OR", ")"):
            raise self._nothing_to_join(token)
        self._at += 1
        if token.kind in ("word", "phrase"):
            return values.node(self._source, field, token, self._now)
        self._deeper(token)
        if token.kind == "(":
            node = self._brackets(token, field)
        elif token.kind == "field":
            node = self._field(token, field)
        else:
            node = self._not(token, field)
        self._depth -= 1
        return node

    def _not(self, token: Token, field: str) -> Node:
        after = self._peek()
        if token.kind == "-" and (after is None or after.start != token.end or after.kind == "-"):
            hint = "put one minus sign directly before the word that shall not occur, as in -oil"
            raise self._mistake(token, "a minus sign without a word", hint)
        return Not(self._one(field))

    def _brackets(self, opening: Token, field: str) -> Node:
        after = self._peek()
        if after and after.kind == ")":
            raise self._mistake(opening, "empty brackets", "leave them out, or write words between them")
        node = self._any(field)
        if not self._take(")"):
            raise self._mistake(opening, "this bracket is never closed", "put ) where it shall end")
        return node

    def _field(self, token: Token, outer: str) -> Node:
        name = "#" if self._source[token.start] == "#" else f"{token.text}:"
        if outer != "any":
            hint = f"close the brackets of {outer}: before it"
            raise self._mistake(token, f"{name} within the brackets of {outer}:", hint)
        value = self._peek()
        if value is None or value.start != token.end or value.kind not in ("word", "phrase", "("):
            hint = f"write its value directly behind it, as in {FIELD_BY_NAME[token.text].example}"
            if value and value.kind in ("word", "phrase"):
                hint = f"did you mean {name}{line(self._source[value.start : value.end])} ?"
            raise self._mistake(token, f"{name} has no value", hint)
        self._at += 1
        if value.kind == "(":
            return self._brackets(value, token.text)
        return values.node(self._source, token.text, value, self._now)

    def _peek(self) -> Token | None:
        return self._tokens[self._at] if self._at < len(self._tokens) else None

    def _take(self, kind: TokenKind) -> bool:
        token = self._peek()
        taken = token is not None and token.kind == kind
        self._at += taken
        return taken

    def _deeper(self, token: Token) -> None:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            hint = "write the query with fewer brackets within brackets"
            raise self._mistake(token, f"more than {DEPTH_LIMIT} brackets within each other", hint)

    def _nothing_to_join(self, token: Token | None) -> Exception:
        """The error for an operator, a bracket or an end that stands where a word is due."""
        before = self._tokens[self._at - 1] if self._at else None
        if before and before.kind in ("AND", "OR", "NOT"):
            hint = f"write a word after it{_LOWER}"
            return self._mistake(before, f"{before.kind} has nothing after it", hint)
        if token and token.kind in ("AND", "OR"):
            hint = f"write a word before it{_LOWER}"
            return self._mistake(token, f"{token.kind} has nothing before it", hint)
        if token is None:
            assert before  # a query without tokens is not parsed
            return self._mistake(before, "this bracket is never closed", "put words and ) behind it")
        return self._mistake(token, *_UNOPENED)

    def _mistake(self, token: Token, what: str, hint: str) -> Exception:
        return mistake(self._source, token.start, what, hint)


_LOWER = "; in lower case it is a word like any other"
_UNOPENED = ("a closing bracket without an opening one", "leave it out, or open it with (")
