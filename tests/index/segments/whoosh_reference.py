"""Whoosh's own search as the judge of ours: python -m tests.index.segments.whoosh_reference ARTICLES

It searches articles that are made up, always the same, in our segments, once with `Searcher` and once with `Index`, and
prints what both find. Whichever Whoosh is imported is the judge, and makes the index.
"""

from __future__ import annotations

import importlib
import json
import random
import sys
import tempfile
import zlib
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal
from unittest import mock

import whoosh
from whoosh.matching.binary import AndNotMatcher

from reader.index.index import Index
from reader.index.segments.term_table import unpacked
from reader.index.segments.whoosh_codec import FIELDS, Catalog
from reader.index.snapshot import OF_QUERY
from reader.query.tree import And, Everything, Node, Not, Or, Text
from reader.text.tokens import wanted
from tests.index.articles import NOW, document

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.index.segments.term_table import IndexTerm
    from reader.model import Document
    from reader.text.tokens import WantedWord

asked: Any = importlib.import_module("whoosh.query")  # which has no types

SEED = 20_260_301
QUERIES = 50

_STEMS = ["harbour", "pilot", "carry", "pipe", "heron", "ferry", "price", "talk", "run", "meet", "court", "judge", "strike", "union",
          "vote", "ballot", "storm", "flood", "bridge", "tunnel"]  # fmt: skip
_ENDINGS = ["", "s", "ing", "ed", "er", "ers", "line", "lines"]
_OTHERS = ["the", "of", "and", "in", "не", "порта", "порту", "паром", "北京大学", "港口", "U.S.", "1,000", "C++", "don't", "e-mail",
           "a76257"]  # fmt: skip


def articles(count: int) -> list[Document]:
    """Made-up articles; the words that come first in the vocabulary are frequent."""
    chance = random.Random(SEED)
    words = [stem + ending for stem in _STEMS for ending in _ENDINGS] + _OTHERS
    chance.shuffle(words)
    often = [1 / (rank + 2) for rank in range(len(words))]

    def some(least: int, most: int) -> str:
        return " ".join(chance.choices(words, often, k=chance.randrange(least, most)))

    return [
        document(
            number,
            ". ".join(some(2, 25) for _ in range(chance.randrange(6))),
            title=some(0, 8),
            authors=(some(1, 3),),
            url=f"https://{chance.choice(_STEMS)}.example/{chance.choice(words)}",
            days_ago=chance.randrange(900),
        )
        for number in range(1, count + 1)
    ]


def trees(count: int = QUERIES) -> list[Node]:
    """Made-up queries of all kinds."""
    chance = random.Random(SEED + 1)
    plain = [stem + ending for stem in _STEMS for ending in _ENDINGS]
    fields: list[Literal["any", "title", "author", "url"]] = ["any", "any", "any", "title", "author", "url"]

    def word() -> Text:
        return Text(
            chance.choice(fields),
            chance.choice(plain)[: chance.randrange(3, 9)],
            prefix=chance.random() < 0.5,
        )

    def text() -> Text:
        found = " ".join(chance.choices(plain + _OTHERS * 3, k=chance.choice([1, 1, 1, 2, 3])))
        prefix = chance.random() < 0.3
        cut = chance.randrange(1, 6) if prefix and chance.random() < 0.7 else None
        return Text(chance.choice(fields), found[:cut], " " in found, prefix)

    def tree(deep: int) -> Node:
        def part() -> Node:
            return tree(deep - 1)

        def without() -> Node:
            # Whoosh is wrong with phrases and with AndNot on the other side of AndNot.
            return Not(chance.choice((word(), Or((word(), word())), And((word(), word())))))

        kinds: list[Callable[[], Node]] = [
            text,
            lambda: And((part(), part())),
            lambda: Or((part(), part())),
            lambda: And((part(), without())),
            without,
            lambda: And((Everything(), part())),
        ]
        return chance.choice(kinds if deep else kinds[:1])()

    return [tree(number % 4) for number in range(count)]


def filled(folder: Path, count: int) -> Index:
    """An index of several segments, some of whose articles were replaced and some taken out."""
    index = Index(folder)
    all_ = articles(count)
    size = max(count // 7, 1)
    for start in range(0, count, size):
        index.write(all_[start : start + size], [], start)
    index.merge_small()
    index.write(
        [document(one.article.id, one.body, title="Once more") for one in all_[::11]],
        range(3, count, 17),
        count,
    )
    return index


class Judge:
    """Whoosh's stock search on the index of a folder."""

    def __init__(self, folder: Path) -> None:
        self.searcher: Any = Catalog(folder).searcher()
        self.reader: Any = self.searcher.reader()

    def ids(self, tree: Node) -> set[int]:
        """The articles that match."""
        # Whoosh does not look whether the very first article stands on the other side of AndNot, too, nor whether there
        # is a next one.
        with mock.patch.multiple(AndNotMatcher, _find_first=_goes_on, _find_next=_goes_on):
            return {hit["id"] for hit in self.searcher.search(self.query(tree), limit=None)}

    def query(self, tree: Node) -> Any:
        """A query of ours in Whoosh's own parts: its words are all terms of the index that fit, by their definition."""
        match tree:
            case Text():
                return self._any_of(
                    [self._all_of(self._way(tree, way)) for way in wanted(tree.words, prefix=tree.prefix)]
                )
            case And((one, Not(other))):
                return asked.AndNot(self.query(one), self.query(other))
            case And(parts):
                # Whoosh takes all together with something for all.
                return self._all_of([self.query(part) for part in parts if not isinstance(part, Everything)])
            case Or(parts):
                return asked.Or([self.query(part) for part in parts])
            case Not(part):
                return asked.Not(self.query(part))
            case _:
                return asked.Every()

    def _way(self, text: Text, way: Any) -> list[Any]:
        field = OF_QUERY[text.field]
        words = [self._terms(field, partial(_fits, word)) for word in way.words]
        found = [asked.Sequence(words)] if len(words) > 1 else words
        if (start := way.beginning) is not None:
            found.append(
                self._terms(field, lambda term: term.stem.startswith(start) or term.form.startswith(start))
            )
        return found

    def _terms(self, field: str, fits: Callable[[IndexTerm], bool]) -> Any:
        return self._any_of([asked.Term(field, key) for key, term in self._lexicon[field] if fits(term)])

    def _any_of(self, parts: list[Any]) -> Any:
        return parts[0] if len(parts) == 1 else asked.Or(parts) if parts else asked.NullQuery

    def _all_of(self, parts: list[Any]) -> Any:
        return parts[0] if len(parts) == 1 else asked.And(parts)

    @cached_property
    def _lexicon(self) -> dict[str, list[tuple[bytes, IndexTerm]]]:
        return {
            field: [
                (bytes(key), unpacked(letter.encode() + bytes(key))) for key in self.reader.lexicon(field)
            ]
            for field, letter in FIELDS.items()
        }


_next: Any = AndNotMatcher._find_next


def _goes_on(matcher: Any) -> bool | None:
    found: bool | None = _next(matcher) if matcher.a.is_active() else None
    return found


def _fits(word: WantedWord, term: IndexTerm) -> bool:
    return word.exact in (term.stem, term.form) or word.stem(term.stemmer) == term.stem


def report(count: int) -> dict[str, Any]:
    """What is found by Whoosh, and by us in which order, and what the files hold."""
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room) / "x"
        with filled(folder, count) as index:
            judge = Judge(folder)
            asked_for = trees()
            return {
                "whoosh": list(whoosh.__version__),
                "judged": [sorted(judge.ids(tree)) for tree in asked_for],
                "ids": [sorted(index.ids(tree)) for tree in asked_for],
                "ranked": [
                    [[hit.id, hit.score] for hit in index.search(tree, limit=20, now=NOW)]
                    for tree in asked_for
                ],
                "files": sorted(zlib.crc32(path.read_bytes()) for path in folder.glob("*.[pc][so][tl]")),
            }


if __name__ == "__main__":
    json.dump(report(int(sys.argv[1])), sys.stdout)
