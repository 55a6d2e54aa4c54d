"""Parses a query: one grammar for the screen, saved searches, rules and the shell.

    query   = any                          sort:… anywhere outside parentheses
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
"""Parentheses and negations within each other."""


def parse(source: str, now: datetime) -> Query:
    """Read a query. `now` is aware; its zone is the one that days and months are meant in.

    A mistake raises QueryError: `position` gives its place in characters, `place` in words, its hint the
    nearest right form. Characters that a terminal acts on are dropped beforehand (`text.clean.clean`).
    """
    given, source = source, clean(source)
    if given.strip() and not source.strip():
        # As an empty query it would mean everything.
        raise mistake(source, 0, "the query has no readable character", "type words, in UTF-8")
    found, sort = _without_sort(source, tokens(source))
    if not found:
        return Query(line(source, len(source)), Everything(), sort)
    parser = _Parser(source, found, now)
    tree = parser.query()
    is_joined = isinstance(tree, And) and len(tree.parts) == len(parser.joined)
    return Query(line(source, len(source)), tree, sort, parser.joined if is_joined else ())


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
            raise mistake(source, token.start, "“sort:” needs a value", values.taken(row))
        if depth or (kept and kept[-1].kind in ("-", "NOT", "field")):
            what = "“sort:” can't stand inside parentheses or after a minus sign"
            raise mistake(source, token.start, what, "put it at the end of the query")
        if sort is not None:
            hint = f"leave out sort:{sort} or this one"
            raise mistake(source, token.start, "a query can have only one “sort:”", hint)
        sort = cast("Sort", values.choice(source, row, value))
    return kept, sort


class _Parser:
    """Recursive descent over the tokens; `field` is the one whose parentheses we are in, else "any".

    `joined` are the texts of the parts that were joined last; in the end those are the outermost ones.
    """

    def __init__(self, source: str, found: list[Token], now: datetime) -> None:
        self._source = source
        self._tokens = found
        self._now = now
        self._at = 0
        self._depth = 0
        self.joined: tuple[str, ...] = ()

    def query(self) -> Node:
        """The whole query; at least one token."""
        tree = self._any("any")
        if token := self._peek():  # only a parenthesis ends `_any` early
            raise self._mistake(token, *_UNOPENED)
        return tree

    def _any(self, field: str) -> Node:
        parts = [self._all(field)]
        while self._take("OR"):
            parts.append(self._all(field))
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def _all(self, field: str) -> Node:
        starts, ends = [self._at], []
        parts = [self._one(field)]
        while (token := self._peek()) and token.kind not in ("OR", ")"):
            ends.append(self._at)
            self._take("AND")
            starts.append(self._at)
            parts.append(self._one(field))
        spans = zip(starts, [*ends, self._at], strict=True)
        self.joined = tuple(self._text(start, end) for start, end in spans)
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
            node = self._group(token, field)
        elif token.kind == "field":
            node = self._field(token, field)
        else:
            node = self._not(token, field)
        self._depth -= 1
        return node

    def _not(self, token: Token, field: str) -> Node:
        after = self._peek()
        if token.kind == "-" and (after is None or after.start != token.end or after.kind == "-"):
            hint = "put one minus sign right before the word to leave out, as in -oil"
            raise self._mistake(token, "a minus sign needs a word right after it", hint)
        return Not(self._one(field))

    def _group(self, opening: Token, field: str) -> Node:
        after = self._peek()
        if after and after.kind == ")":
            hint = "leave them out, or put words between them"
            raise self._mistake(opening, "these parentheses are empty", hint)
        node = self._any(field)
        if not self._take(")"):
            raise self._mistake(opening, _UNCLOSED, "add the missing )")
        return node

    def _field(self, token: Token, outer: str) -> Node:
        name = "#" if self._source[token.start] == "#" else f"{token.text}:"
        if outer != "any":
            hint = f"close the parentheses of {outer}: before it"
            raise self._mistake(token, f"“{name}” can't stand inside {outer}:(…)", hint)
        value = self._peek()
        example = "#russia" if name == "#" else FIELD_BY_NAME[token.text].example
        if value is None or value.start != token.end or value.kind not in ("word", "phrase", "("):
            hint = f"write it right after the {'sign' if name == '#' else 'colon'}, as in {example}"
            if value and value.kind in ("word", "phrase"):
                hint = f"did you mean {name}{line(self._source[value.start : value.end])}?"
            raise self._mistake(token, f"“{name}” needs a {'tag' if name == '#' else 'value'}", hint)
        self._at += 1
        if value.kind == "(":
            return self._group(value, token.text)
        return values.node(self._source, token.text, value, self._now)

    def _text(self, start: int, end: int) -> str:
        """The query's text from one token up to another."""
        return self._source[self._tokens[start].start : self._tokens[end - 1].end]

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
            hint = "use fewer parentheses"
            raise self._mistake(token, f"more than {DEPTH_LIMIT} nested parentheses", hint)

    def _nothing_to_join(self, token: Token | None) -> Exception:
        """The error for an operator, a parenthesis or an end that stands where a word is due."""
        before = self._tokens[self._at - 1] if self._at else None
        if before and before.kind in ("AND", "OR", "NOT"):
            return self._mistake(before, f"{before.kind} needs a word after it", _or_lower(before))
        if token and token.kind in ("AND", "OR"):
            return self._mistake(token, f"{token.kind} needs a word before it", _or_lower(token))
        if token is None:
            assert before  # a query without tokens is not parsed
            return self._mistake(before, _UNCLOSED, "put words and ) after it")
        return self._mistake(token, *_UNOPENED)

    def _mistake(self, token: Token, what: str, hint: str) -> Exception:
        return mistake(self._source, token.start, what, hint)


def _or_lower(token: Token) -> str:
    return f'add one, or write "{token.text.lower()}" to search for the word itself'


_UNCLOSED = "this parenthesis is never closed"
_UNOPENED = ("this parenthesis was never opened", "leave it out, or put ( before it")
