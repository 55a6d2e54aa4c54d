"""Edits the text of a query: takes in an example of the help, sets the order of the results, narrows it to unread
articles."""

from __future__ import annotations

from difflib import SequenceMatcher
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from reader.errors import QueryError
from reader.frozen import replace
from reader.late import pattern
from reader.query.parse import parse
from reader.query.tokens import tokens
from reader.query.tree import And, Filter, Node, Or, Query, Text, parts, wanted_words, with_other
from reader.text.clean import line

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from reader.query.fields import Example
    from reader.query.tokens import Token, TokenKind
    from reader.query.tree import Sort

_UNREAD = Filter("is", "unread")
_BEGUN = pattern(r"[^\s()]*$")


class EditedQuery(NamedTuple):
    """A text, and what is selected in it: [start, end), the cursor at the end."""

    text: str
    start: int
    end: int


def unfinished(query: Query, typed: str) -> Query:
    """The query as one that is still `typed`: where that ends with a word, it may be the beginning of another."""
    last = _unfinished(query, typed)
    if last is None:
        return query
    return replace(query, tree=with_other(query.tree, last, Or((last, replace(last, prefix=True)))))


def _unfinished(query: Query, typed: str) -> Text | None:
    last: Node = query.tree
    while isinstance(last, And | Or):
        last = last.parts[-1]
    if not isinstance(last, Text) or last.phrase or last.prefix or not typed.endswith(last.words):
        return None
    return last


def begun(query: Query, typed: str) -> tuple[str, str] | None:
    """The query with the words that begin like its last one in place of that, and this word: `ferry wea*` and `wea` for
    `ferry wea`. None where it does not end with a word."""
    last = _unfinished(query, typed)
    return (f"{typed}*", last.words) if last else None


def with_sort(source: str, sort: Sort | None) -> str:
    """The query with that order in place of its own; None: with none, so that the best match comes first.

    Raises `QueryError` where it cannot be split into tokens.
    """
    found = tokens(source)
    for field, value in reversed(list(pairwise(found))):
        if field.kind == "field" and field.text == "sort" and value.start == field.end:
            source = source[: field.start].rstrip() + source[value.end :]
    return f"{source} sort:{sort}".strip() if sort else source.strip()


def with_word(source: str, tree: Node, other: str) -> str:
    """The query with another word in place of the one that is nearest to it, or another phrase, in its quotes, in place of a
    phrase; `tree` is the query's own. "" where it has none such: as they are typed, in no field, that are not excluded."""
    kind: TokenKind = "phrase" if other.startswith('"') else "word"
    near = [
        one.words for one in wanted_words(tree) if one.field == "any" and one.phrase == (kind == "phrase")
    ]
    words = max(near, key=lambda one: SequenceMatcher(None, one.lower(), other.lower()).ratio(), default="")
    bare = reversed([*_bare(source, kind)]) if words else ()
    last = next((token for token in bare if line(token.text).startswith(words)), None)
    if last is None:
        return ""
    end = last.end if kind == "phrase" else last.start + len(words)
    return f"{source[: last.start]}{other}{source[end:]}"


def with_words(source: str, others: Mapping[str, str | tuple[str, ...]]) -> str:
    """The query with other words in place of some that stand in no phrase or field and are not excluded; a text of several
    words becomes a phrase. Raises `QueryError`."""
    for word in reversed([*_bare(source)]):
        if other := others.get(word.text):
            each = (other,) if isinstance(other, str) else other
            written = " ".join(f'"{one}"' if " " in one else one for one in each)
            source = source[: word.start] + written + source[word.end :]
    return source


def with_or(source: str) -> str:
    """The query with OR where `or` stands between two parts of it. "" where it does not, or another operator stands in the query.
    Raises `QueryError`."""
    found = tokens(source)
    if any(token.kind in ("AND", "OR", "NOT") for token in found):
        return ""
    places = {word.start for word in _bare(source) if word.text.lower() == "or"}
    inner = [
        token
        for before, token, after in zip(found, found[1:], found[2:], strict=False)
        if token.start in places
        and before.kind != "("
        and after.kind != ")"
        and not {before.start, after.start} & places
    ]
    for token in reversed(inner):
        source = f"{source[: token.start]}OR{source[token.end :]}"
    return source if inner else ""


def _bare(source: str, kind: TokenKind = "word") -> Iterator[Token]:
    """The words, or phrases, of a query that stand in no field and are not excluded, neither alone nor in brackets."""
    depth, closed_at = 0, None
    before: Token | None = None
    for token in tokens(source):
        is_apart = before is not None and (
            before.kind in ("-", "NOT") or (before.kind == "field" and before.end == token.start)
        )
        if token.kind == "(":
            depth += 1
            closed_at = depth if closed_at is None and is_apart else closed_at
        elif token.kind == ")":
            closed_at = None if closed_at == depth else closed_at
            depth -= 1
        elif token.kind == kind and closed_at is None and not is_apart:
            yield token
        before = token


def unread_or_all(source: str, now: datetime) -> str:
    """The query narrowed by `is:unread`, or without it where it asks for that already; its order stays. "" where nothing
    else is in it.

    Raises `QueryError`.
    """
    query = parse(source, now)
    bare = with_sort(source, None)
    if query.tree == _UNREAD:
        edited = ""
    elif query.joined and _UNREAD in parts(query.tree):
        both = zip(query.joined, parts(query.tree), strict=True)
        edited = " ".join(part for part, node in both if node != _UNREAD)
    else:
        edited = f"({bare}) is:unread" if isinstance(query.tree, Or) else f"{bare} is:unread"
    return with_sort(edited, query.sort)


def with_example(source: str, start: int, end: int, example: Example) -> EditedQuery:
    """The query with an example in place of [start, end), set off by spaces; what is there to be replaced is selected.

    A word before it that the example goes on with becomes part of it; an order replaces the one that is there.
    """
    text = example.text
    if text.startswith("sort:"):
        try:
            ordered = f"{with_sort(source[:start] + source[end:], None)} {text}".strip()
        except QueryError:
            ordered = ""
        if ordered:
            return EditedQuery(ordered, len(ordered), len(ordered))
    before, after = source[:start], source[end:]
    begun = _BEGUN.search(before)
    if begun and text.lower().startswith(begun[0].lower()):
        before = before[: begun.start()]
    if before and not before.endswith((" ", "(")):
        before += " "
    if after and not after.startswith((" ", ")")):
        after = f" {after}"
    until = len(before) + len(text)
    return EditedQuery(before + text + after, until - len(example.blank), until)
