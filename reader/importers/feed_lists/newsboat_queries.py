"""Translates query feeds of newsboat into our query language.

newsboat's filter language: comparisons of an attribute with a value, joined by `and` and `or`, which bind to the right
alike: `a and b or c` is `a and (b or c)`. Its regular expressions find any part of a text, ours whole words: only plain
words, and alternatives of them, are taken over.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import TYPE_CHECKING

from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Callable

DEPTH_LIMIT = 40
"""Brackets within each other: fewer than our own queries may have."""

SOURCE_LIMIT = 10_000
"""Characters of a filter that is read: what it means must fit in the 2,000 of a query."""

_EXACT_DAYS = 3
"""Ages up to this are given in hours, which are exact; longer ones in days, which begin at midnight."""

_TOKEN = re.compile(
    r"""\s*(?:(?P<bracket>[()])|(?P<op>==|=~|!=|!~|!\#|<=|>=|[=<>\#])|"(?P<quoted>(?:[^"\\]|\\.)*)"|(?P<word>[\w:.-]+))"""
)
_PLAIN = re.compile(r"[^\W_]+(?:[ .'’-]+[^\W_]+)*")
_PLAIN_OPS = {"==": "=", "!=": "=", "!~": "=~", "!#": "#"}
_WORD_ENDS = re.compile(r"\\[b<>]|\[\[:[<>]:\]\]")


class Untranslatable(Exception):
    """The part of the filter that has no counterpart is the message."""


def translated(source: str) -> str:
    """The query. Raises Untranslatable."""
    if len(source) > SOURCE_LIMIT:
        raise Untranslatable(f"more than {SOURCE_LIMIT:,} characters")
    found: list[tuple[str, str]] = []
    at = 0
    while source[at:].strip():
        match = _TOKEN.match(source, at)
        if match is None:
            raise Untranslatable(line(source[at:], 80))
        kind = match.lastgroup or ""
        found.append((kind, match[kind]))
        at = match.end()
    parser = _Parser(found)
    query = parser.any()
    parser.end()
    if max(_depths(query)) > DEPTH_LIMIT:
        raise _too_deep()
    return query[1:-1] if query.startswith("((") and _closes_at_the_end(query) else query


def _depths(query: str) -> list[int]:
    """The brackets that are open behind each character; no word of a query has brackets in it."""
    return list(accumulate((char == "(") - (char == ")") for char in query))


def _closes_at_the_end(query: str) -> bool:
    """True where the bracket that it begins with holds all of it."""
    return _depths(query).index(0) == len(query) - 1


def _too_deep() -> Untranslatable:
    return Untranslatable(f"more than {DEPTH_LIMIT} nested brackets")


class _Parser:
    """Each method gives the query of what it has read."""

    def __init__(self, tokens: list[tuple[str, str]]) -> None:
        self._tokens = tokens
        self._at = 0
        self._depth = 0

    def any(self) -> str:
        self._depth += 1
        if self._depth > DEPTH_LIMIT:
            raise _too_deep()
        parts, joined = [self._one()], []
        while self._peek("word") in ("and", "or"):
            joined.append(self._next()[1])
            parts.append(self._one())
        self._depth -= 1
        alternatives = [parts.pop()]
        for part, word in zip(reversed(parts), reversed(joined), strict=True):
            alternatives = [part, *alternatives] if word == "or" else [f"{part} {_either(alternatives)}"]
        return _either(alternatives)

    def end(self) -> None:
        if self._at < len(self._tokens):
            raise Untranslatable(self._tokens[self._at][1])

    def _one(self) -> str:
        if self._peek("bracket") == "(":
            self._next()
            inside = self.any()
            if self._next() != ("bracket", ")"):
                raise Untranslatable("a bracket that is never closed")
            return f"({inside})" if " " in inside and not inside.startswith("(") else inside
        kind, name = self._next()
        op_kind, op = self._next()
        value_kind, value = self._next()
        if op == "between":
            op_kind = "op"
        if (kind, op_kind) != ("word", "op") or value_kind not in ("quoted", "word"):
            raise Untranslatable(f"{name} {op} {value}".strip() or "nothing")
        if value_kind == "quoted":
            value = re.sub(r'\\(["\\])', r"\1", value)
        return _condition(name, op, value)

    def _peek(self, kind: str) -> str | None:
        found = self._tokens[self._at] if self._at < len(self._tokens) else ("", "")
        return found[1] if found[0] == kind else None

    def _next(self) -> tuple[str, str]:
        self._at += 1
        return self._tokens[self._at - 1] if self._at <= len(self._tokens) else ("", "")


def _either(alternatives: list[str]) -> str:
    return f"({' OR '.join(alternatives)})" if len(alternatives) > 1 else alternatives[0]


def _condition(name: str, op: str, value: str) -> str:
    plain = _PLAIN_OPS.get(op, op)
    means = _ATTRIBUTES[name](plain, value) if name in _ATTRIBUTES else None
    if means is None:
        raise Untranslatable(line(f"{name} {op} “{value}”", 100))
    return _negated(means) if op.startswith("!") else means


def _negated(means: str) -> str:
    if means.startswith("-"):
        return means[1:]
    is_one = " " not in means or re.fullmatch(r'\S*"[^"]*"|\S*\([^()]*\)', means)
    return f"-{means}" if is_one else f"-({means})"


def _unread(op: str, value: str) -> str | None:
    return {"yes": "is:unread", "no": "is:read"}.get(value) if op == "=" else None


def _tags(op: str, value: str) -> str | None:
    return f"tag:{_quoted(value)}" if op in ("#", "=~") and _PLAIN.fullmatch(value) else None


def _flags(op: str, value: str) -> str | None:
    if op == "=" and not value:
        return "-tag:flag"
    if op not in ("#", "=~") or len(value) != 1 or not value.isascii() or not value.isalpha():
        return None
    return f"tag:flag/{value}" if value.islower() else f"tag:flag/capital-{value.lower()}"


def _words(field: str, *, exact: bool = False) -> Callable[[str, str], str | None]:
    def means(op: str, value: str) -> str | None:
        if op == "=" and exact and _PLAIN.fullmatch(value):
            return f"{field}{_quoted(value)}"
        pattern = _WORD_ENDS.sub("", value)
        if pattern.startswith("(") and pattern.endswith(")"):
            pattern = pattern[1:-1]
        words = pattern.split("|")
        if op != "=~" or not all(_PLAIN.fullmatch(word) for word in words):
            return None
        if len(words) == 1:
            return f"{field}{_quoted(words[0])}"
        return f"{field}({' OR '.join(map(_quoted, words))})"

    return means


def _quoted(words: str) -> str:
    # A word in capitals may be an operator.
    return words if re.fullmatch(r"[^\W_]+", words) and words not in ("AND", "OR", "NOT") else f'"{words}"'


def _age(op: str, value: str) -> str | None:
    low, _, high = value.partition(":") if op == "between" else (value, "", value)
    if not (low.isdecimal() and high.isdecimal() and len(low) < 6 and len(high) < 6):
        return None
    at_least, below = {
        "<": (0, int(high)),
        "<=": (0, int(high) + 1),
        ">": (int(low) + 1, 0),
        ">=": (int(low), 0),
        "=": (int(low), int(high) + 1),
        "between": (int(low), int(high) + 1),
    }.get(op, (0, 0))
    parts = [f"older:{_days(at_least)}"] if at_least else []
    parts += [f"newer:{_days(below)}"] if below else []
    return " ".join(parts) or None


def _days(number: int) -> str:
    return f"{number * 24}h" if number <= _EXACT_DAYS else f"{number}d"


_ATTRIBUTES: dict[str, Callable[[str, str], str | None]] = {
    "unread": _unread,
    "tags": _tags,
    "flags": _flags,
    "age": _age,
    "title": _words("title:"),
    "author": _words("author:"),
    "link": _words("url:"),
    "content": _words(""),
    "feedtitle": _words("feed:", exact=True),
}
