"""Splits a query into words, phrases, brackets and names of fields, each with its place."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from reader.errors import QueryError
from reader.late import pattern
from reader.query.fields import FIELD_BY_NAME
from reader.text.clean import line

if TYPE_CHECKING:
    import re
    from collections.abc import Iterable, Iterator

SOURCE_LIMIT = 2_000
"""Characters of a query."""

TERM_LIMIT = 200
"""Words and phrases of a query."""

TokenKind = Literal["word", "phrase", "field", "(", ")", "AND", "OR", "NOT", "-"]


class Token(NamedTuple):
    """A piece of the query; `text` is the word, the phrase without its quotes, or the field's name.
    [start, end) are character offsets in the query as typed."""

    kind: TokenKind
    text: str
    start: int
    end: int


_QUOTES = '"“”„'
_SPACE = pattern(r"\s+")
_WORD = pattern(rf"[^\s(){_QUOTES}]+")
_FIELD = pattern(r"([^\W\d_][\w-]*):(?!//)")
_OPERATORS: dict[str, TokenKind] = {"AND": "AND", "OR": "OR", "NOT": "NOT"}
_MEANT = {
    "from": "author feed",
    **dict.fromkeys(("by", "authors", "byline", "agency"), "author"),
    **dict.fromkeys(("after", "since"), "newer"),
    **dict.fromkeys(("before", "until"), "older"),
    **dict.fromkeys(("day", "published", "on"), "date"),
    **dict.fromkeys(("in", "folder", "publication"), "feed"),
    "source": "feed site",
    **dict.fromkeys(("host", "domain"), "site"),
    **dict.fromkeys(("headline", "intitle", "heading"), "title"),
    **dict.fromkeys(("label", "category"), "tag"),
    **dict.fromkeys(("link", "address", "inurl"), "url"),
    **dict.fromkeys(("length", "size"), "words"),
    **dict.fromkeys(("order", "orderby"), "sort"),
    "time": "minutes",
    "language": "lang",
}
"""Names of other programs, with the field that is meant, or the two that it may be."""


def tokens(source: str) -> list[Token]:
    """The query's tokens in order; a mistake raises QueryError."""
    if len(source) > SOURCE_LIMIT:
        raise QueryError(
            f"the query has {len(source):,} characters; the limit is {SOURCE_LIMIT:,}",
            subject=_printable(source[:SOURCE_LIMIT]),
            hint="leave words out, or save parts of it as separate searches",
            position=SOURCE_LIMIT,
        )
    found: list[Token] = []
    terms = 0
    for token in _scan(source):
        found.append(token)
        terms += token.kind in ("word", "phrase")
        if terms > TERM_LIMIT:
            raise mistake(
                source, token.start, f"the query has more than {TERM_LIMIT} words", "leave some of them out"
            )
    return found


def _scan(source: str) -> Iterator[Token]:
    at = 0
    after_field = False
    while at < len(source):
        if space := _SPACE.match(source, at):
            at, after_field = space.end(), False
            continue
        token = _next(source, at, after_field=after_field)
        yield token
        at, after_field = token.end, token.kind == "field"


def _next(source: str, at: int, *, after_field: bool) -> Token:
    char = source[at]
    if char in _QUOTES:
        return _phrase(source, at)
    if char == "(":
        return Token("(", char, at, at + 1)
    if char == ")":
        return Token(")", char, at, at + 1)
    word = _WORD.match(source, at)
    assert word  # neither space, bracket nor quote
    if after_field:
        return Token("word", word[0], at, word.end())
    if char == "-":
        return Token("-", char, at, at + 1)
    if char == "#":
        return Token("field", "tag", at, at + 1)
    if field := _FIELD.match(word[0]):
        return Token("field", _known(source, field, at), at, at + field.end())
    return Token(_OPERATORS.get(word[0], "word"), word[0], at, word.end())


def _phrase(source: str, at: int) -> Token:
    end = next((i for i in range(at + 1, len(source)) if source[i] in _QUOTES), None)
    if end is None:
        hint = 'put " after the last word of the phrase'
        raise mistake(source, at, "this quotation mark is never closed", hint)
    return Token("phrase", source[at + 1 : end], at, end + 1)


def _known(source: str, field: re.Match[str], at: int) -> str:
    name = field[1].lower()
    if name in FIELD_BY_NAME:
        return name
    close = _MEANT.get(name) or nearest(name, FIELD_BY_NAME) or ""
    meant = " or ".join(f"{one}:" for one in close.split())
    typed = line(field[0], 40)
    hint = (
        f"did you mean {meant}?" if meant else f'to search for the word itself, put it in quotes: "{typed}"'
    )
    raise mistake(source, at, f"there is no field “{typed}”", hint)


def nearest(typed: str, known: Iterable[str]) -> str | None:
    """The known word that was perhaps meant."""
    # Imported late: only a mistake needs it.
    from difflib import get_close_matches

    return next(iter(get_close_matches(typed.lower(), list(known), 1, 0.6)), None)


def mistake(source: str, position: int, what: str, hint: str) -> QueryError:
    """The error for a mistake at that place."""
    return QueryError(what, subject=_printable(source), hint=hint, position=position)


def place(error: QueryError) -> str:
    """The place of a mistake in words, for those who see no mark below the query: `after “gas”`."""
    before = line(error.subject[max(0, error.position - 200) : error.position])
    if len(before) > 24:
        before = "…" + before[-24:].partition(" ")[2] if " " in before[-24:] else "…" + before[-24:]
    return f"after “{before}”" if before else "at the start"


def _printable(source: str) -> str:
    """The query for showing, each character at its own place."""
    return "".join(char if char.isprintable() else " " for char in source)
