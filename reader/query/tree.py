"""The tree that the parser makes of a query, and its walker; library, index and `query.evaluate` answer it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from reader.frozen import dataclass, field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import datetime

TextField = Literal["any", "title", "author", "url"]
Sort = Literal["date", "relevance", "oldest", "longest"]


@dataclass(frozen=True, slots=True)
class Text:
    """Words in the text, answered by the index; how they match stands in `text.tokens`.

    "any" is title, body, authors (agency with them), address or kept outputs, and the reader's notes and highlights, for which the
    library answers; `words` holds at least one term.
    """

    field: TextField
    words: str
    phrase: bool = False
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A property that the library knows: a row of `query.fields` of the kind "filter", and a value as that row gives
    it (a host without www, a language code in lower case, a tag without outer slashes, one of the row's choices)."""

    name: str
    value: str


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """The article's `sorted_by` lies in [start, end); aware UTC, None is open."""

    name: str
    start: datetime | None
    end: datetime | None


@dataclass(frozen=True, slots=True)
class Number:
    """A count of the article (a row of the kind "number") lies between two bounds, both inclusive; None is open."""

    name: str
    low: int | None
    high: int | None


@dataclass(frozen=True, slots=True)
class And:
    """All of at least two parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Or:
    """Any of at least two parts."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """Whatever the part does not find."""

    part: Node


@dataclass(frozen=True, slots=True)
class Everything:
    """The empty query."""


Node = Text | Filter | TimeSpan | Number | And | Or | Not | Everything


@dataclass(frozen=True, slots=True)
class Query:
    """A query that was read; `source` as typed, `sort` None where it names no order.

    Where the tree is an And, `joined` are the texts of its parts as typed, in their order; else empty.
    """

    source: str
    tree: Node
    sort: Sort | None = None
    joined: tuple[str, ...] = field(default=(), compare=False)


def parts(node: Node) -> tuple[Node, ...]:
    """The nodes directly below a node; a leaf has none."""
    match node:
        case And(below) | Or(below):
            return below
        case Not(below):
            return (below,)
        case _:
            return ()


def plain_word(node: Node) -> str | None:
    """The word of a part of a query that asks for one word anywhere, finished or not; None for any other part."""
    match node:
        case Text(field="any", phrase=False, prefix=False):
            return node.words
        case Or((Text(field="any", phrase=False, prefix=False) as word, Text(prefix=True))):
            return word.words
        case _:
            return None


def is_word_or_phrase(node: Node) -> bool:
    """True where a query asks for one word or one phrase anywhere and for nothing else."""
    match node:
        case Text(field="any", phrase=True, prefix=False):
            return True
        case _:
            return plain_word(node) is not None


def with_other(tree: Node, part: Node, other: Node) -> Node:
    """The tree with another node wherever that part stands, but not under NOT."""
    match tree:
        case _ if tree == part:
            return other
        case And(below):
            return And(tuple(with_other(node, part, other) for node in below))
        case Or(below):
            return Or(tuple(with_other(node, part, other) for node in below))
        case _:
            return tree


def nodes(tree: Node, enters: Callable[[Node], bool] = lambda _: True) -> Iterator[Node]:
    """The tree's nodes, each before its parts; nothing below a node that `enters` refuses."""
    yield tree
    if enters(tree):
        for part in parts(tree):
            yield from nodes(part, enters)


def texts(tree: Node) -> Iterator[Text]:
    """All words of the tree, under NOT as well."""
    return (node for node in nodes(tree) if isinstance(node, Text))


def wanted_words(tree: Node) -> Iterator[Text]:
    """The words that a result may hold: all that do not stand under NOT."""
    return (node for node in nodes(tree, lambda node: not isinstance(node, Not)) if isinstance(node, Text))


def mentions(tree: Node, name: str, value: str | None = None) -> bool:
    """True where the tree anywhere asks for that field, with that value where one is given; under NOT as well."""
    return any(
        (isinstance(node, Filter) and node.name == name and value in (None, node.value))
        or (isinstance(node, TimeSpan | Number) and node.name == name and value is None)
        or (isinstance(node, Text) and node.field == name and value in (None, node.words))
        for node in nodes(tree)
    )
