"""Translates a query's tree into an SQL condition over `article a`.

The largest parts that hold words only become one `tsquery` each; all else is columns. Every condition is true or false,
never NULL, so that NOT of it is the rest. Values are bound, never written into the text.
"""

from __future__ import annotations

from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING, Any, NamedTuple, assert_never

from reader.archive import planning, vectors
from reader.archive.vectors import Adjacent, All, Either
from reader.model import WORDS_PER_MINUTE
from reader.query.evaluate import has_feed
from reader.query.tree import And, Everything, Filter, Node, Not, Number, Or, Text, TimeSpan, nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from reader.archive.planning import LexemeFrequencies
    from reader.archive.vectors import Pattern

_MARKED = """EXISTS (SELECT 1 FROM mark m
    WHERE m.reader = current_user AND m.uid = a.uid AND m.filed = a.filed AND m.{column} IS NOT NULL)"""
UNPACKED = "(a.whole).f1"
"""The words of an article that were put into a row: otherwise they are unpacked each time that a statement names them."""

_SEEMS_THERE = """coalesce((SELECT bool_or(get_bit(a.pairs, (pair & 2147483647) % (8 * length(a.pairs))) = 1
    AND get_bit(a.pairs, (pair >> 31) % (8 * length(a.pairs))) = 1) FROM unnest({}::bigint[]) AS pair), a.pairs IS NULL)"""
"""Asks an article's mark of pairs for any of these; one that has no mark yet may have them all."""

_CHOICES = {
    "is": {
        "unread": f"NOT {_MARKED.format(column='read_at')}",
        "read": _MARKED.format(column="read_at"),
        "bookmarked": _MARKED.format(column="bookmarked_at"),
        "muted": "false",
        "tagged": "false",
        "full": "a.text_state = 'full'",
        "failed": "a.text_state = 'failed'",
        "edited": "false",
    },
    "has": {
        "note": "false",
        "highlight": "false",
        "output": "false",
        "picture": "a.has_picture",
        "video": "a.has_video",
    },
}
"""What a reader does with an article at home (tags, notes, muting) stays there: nothing in the archive has it."""

_NUMBERS = {"words": 1, "minutes": WORDS_PER_MINUTE}
"""How many words make one of the field's, rounded up."""


class Condition(NamedTuple):
    """SQL over `article a`, whose values are `$1` and on; `patterns` are the words in it. `walked` is the same for rows that
    are walked, where no index serves it, and `whole` for those whose words are unpacked."""

    sql: str
    walked: str
    whole: str
    values: tuple[Any, ...]
    patterns: tuple[Pattern, ...]
    tree: Node
    known: Lookups
    frequencies: LexemeFrequencies

    def about(self, frequencies: LexemeFrequencies) -> int:
        """About how many articles match: hardly more do."""
        return min(
            (planning.estimate(one, frequencies) for one in self.patterns), default=frequencies.documents
        )

    def sifted(self, bound: Callable[[Any], str]) -> str:
        """The condition without the places of words: what the index and the marks of pairs tell. Some more match it."""
        return _Sifting(self.known, self.frequencies, bound).sql(self.tree)

    @property
    def is_by_place(self) -> bool:
        """Tells whether the places of words are read to find what matches."""
        return any(map(planning.is_by_place, self.patterns))


class Lookups(NamedTuple):
    """What the archive is asked for before a query can be translated: the stemmers of its words, and its feeds' titles by
    number, if the query asks for feeds."""

    codes: frozenset[str]
    feeds: Mapping[int, str]


def condition(tree: Node, known: Lookups, frequencies: LexemeFrequencies) -> Condition:
    """The condition of a tree, without lexemes that no article has."""
    every = [
        _Compiler(known, frequencies, looks)
        for looks in ("a.tsv @@ {}", "ts_match_vq(a.tsv, {})", f"ts_match_vq({UNPACKED}, {{}})")
    ]
    sql, walked, whole = (one.sql(tree) for one in every)
    values, patterns = tuple(every[0].values), tuple(every[0].patterns)
    return Condition(sql, walked, whole, values, patterns, tree, known, frequencies)


def sifting(words: Pattern, bound: Callable[[Any], str]) -> str:
    """Gives in SQL what the index and the marks of pairs tell of words."""
    found, bound = planning.without_places(words), cache(bound)
    if planning.is_nothing(found):
        return "false"
    looked_up = (
        "true" if found == planning.EVERYTHING else f"a.tsv @@ {_query(bound(vectors.tsquery(found)))}"
    )
    pairs = _of_pairs(words, bound)
    return looked_up if pairs == "true" else f"({looked_up} AND {pairs})"


def _of_pairs(words: Pattern, bound: Callable[[Any], str]) -> str:
    match words:
        case Adjacent(parts, steps=1):
            every = [vectors.pair_numbers(*pair) for pair in pairwise(parts)]
            return " AND ".join(map(_SEEMS_THERE.format, map(bound, every))) if every else "true"
        case All(parts):
            each = dict.fromkeys(_of_pairs(part, bound) for part in parts if planning.is_by_place(part))
            return " AND ".join(one for one in each if one != "true") or "true"
        case Either(parts):
            # One part that is no phrase may match alone.
            if not all(map(planning.is_by_place, parts)):
                return "true"
            each = dict.fromkeys(_of_pairs(part, bound) for part in parts)
            return "true" if "true" in each else f"({' OR '.join(f'({one})' for one in each)})"
        case _:
            return "true"


def patterns(tree: Node, codes: Collection[str]) -> list[Pattern]:
    """All words of a tree as patterns."""
    return [vectors.pattern(node, codes) for node in nodes(tree) if isinstance(node, Text)]


def query(number: int) -> str:
    """The value of that number as a query of words, which is read once and not for each row."""
    return _query(f"${number}")


def _query(value: str) -> str:
    return f"(SELECT {value}::text::tsquery)"


def pattern(tree: Node, codes: Collection[str]) -> Pattern | None:
    """The pattern of a tree that holds words only; None for any other."""
    if not all(isinstance(node, Text | And | Or | Not) for node in nodes(tree)):
        return None
    return _pattern(tree, codes)


def _pattern(tree: Node, codes: Collection[str]) -> Pattern:
    match tree:
        case Text():
            return vectors.pattern(tree, codes)
        case And(parts):
            return vectors.All(tuple(_pattern(part, codes) for part in parts))
        case Or(parts):
            return vectors.Either(tuple(_pattern(part, codes) for part in parts))
        case Not(part):
            return vectors.Without(_pattern(part, codes))
        case _:
            raise ValueError(f"not a tree of words: {tree!r}")


class _Compiler:
    def __init__(self, known: Lookups, frequencies: LexemeFrequencies, looks: str) -> None:
        self._known = known
        self._frequencies = frequencies
        self._looks = looks
        self.values: list[Any] = []
        self.patterns: list[Pattern] = []

    def sql(self, node: Node) -> str:
        if (words := pattern(node, self._known.codes)) is not None:
            return self._of_words(planning.present(words, self._frequencies))
        match node:
            case And(parts=parts):
                return self._joined("AND", parts, And)
            case Or(parts=parts):
                return self._joined("OR", parts, Or)
            case Not(part=part):
                return f"NOT {self.sql(part)}"
            case Filter(name=name, value=value):
                return f"({_CHOICES[name][value]})" if name in _CHOICES else self._filter(name, value)
            case TimeSpan(start=start, end=end):
                return self._between("a.filed", start, end, "<")
            case Number(name=name, low=low, high=high):
                unit = _NUMBERS[name]
                least = None if low is None else (low - 1) * unit + 1
                return self._between("a.words", least, None if high is None else high * unit, "<=")
            case Everything():
                return "true"
            case Text():
                raise ValueError("words are answered above")
            case _:
                assert_never(node)

    def _of_words(self, words: Pattern) -> str:
        self.patterns.append(words)
        if planning.is_nothing(words):
            return "false"
        if words == planning.EVERYTHING:
            return "true"
        return self._looks.format(_query(self._bound(vectors.tsquery(words))))

    def _joined(self, word: str, parts: Sequence[Node], join: Callable[[tuple[Node, ...]], Node]) -> str:
        """The parts; those of words only stand together as one."""
        of_words = tuple(part for part in parts if pattern(part, self._known.codes) is not None)
        others = [part for part in parts if part not in of_words]
        together = [of_words[0] if len(of_words) == 1 else join(of_words)] if of_words else []
        return "(" + f" {word} ".join(map(self.sql, [*together, *others])) + ")"

    def _filter(self, name: str, value: str) -> str:
        match name:
            case "site":
                # The end of the host is compared backwards, which an index could serve.
                host = self._bound(value)
                return f"(a.host = {host} OR right(a.host, length({host}) + 1) = '.' || {host})"
            case "lang":
                code, more = self._bound(value), self._bound(f"{value}-%")
                return f"(coalesce(a.lang_code, '') = {code} OR coalesce(a.lang_code, '') LIKE {more})"
            case "feed":
                feeds = [number for number, title in self._known.feeds.items() if has_feed(value, (title,))]
                return f"""EXISTS (SELECT 1 FROM appearance p
                    WHERE p.uid = a.uid AND p.feed = ANY({self._bound(feeds)}::int[]))"""
            case "tag":
                return "false"
            case _:
                raise ValueError(f"the archive knows no field {name}")

    def _between(self, column: str, low: Any, high: Any, below: str) -> str:
        bounds = [(f"{column} >= ", low), (f"{column} {below} ", high)]
        given = [sql + self._bound(value) for sql, value in bounds if value is not None]
        return f"({' AND '.join(given)})" if given else "true"

    def _bound(self, value: Any) -> str:
        self.values.append(value)
        return f"${len(self.values)}"


class _Sifting(_Compiler):
    """Leaves out the places of words; what it cannot tell without these is true."""

    def __init__(self, known: Lookups, frequencies: LexemeFrequencies, bound: Callable[[Any], str]) -> None:
        super().__init__(known, frequencies, "")
        self._bound = bound  # type: ignore[method-assign, assignment]

    def sql(self, node: Node) -> str:
        is_denied = isinstance(node, Not) and pattern(node, self._known.codes) is None
        by_place = (vectors.pattern(one, self._known.codes) for one in nodes(node) if isinstance(one, Text))
        return "true" if is_denied and any(map(planning.is_by_place, by_place)) else super().sql(node)

    def _of_words(self, words: Pattern) -> str:
        return sifting(words, self._bound)
