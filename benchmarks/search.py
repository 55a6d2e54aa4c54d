"""Measures how fast the index is written, opened and queried, beside SQLite's FTS5 and, where it is installed, tantivy:
python -m benchmarks.search [--count 100000] [--keep FOLDER]

The mix: 30 rare words, 20 common, 30 of two words (AND), 20 of three, 30 OR, 20 OR of common words, 30 phrases,
30 prefixes; the best 50 of each, and the words around the hits in 20. CPU time. "first" asks each query once after opening,
"again" once more. Then beginnings of one to four letters, as they are typed.
"""

from __future__ import annotations

import argparse
import random
import sqlite3
import statistics
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from benchmarks import corpus
from reader.index.index import Index
from reader.index.snippets import snippet
from reader.query.tree import And, Node, Or, Text
from reader.text.tokens import terms

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from reader.model import Document

NOW = datetime(2026, 1, 1, tzinfo=UTC)
BEST, SHOWN = 50, 20
NEW = 50


class Engine(Protocol):
    """What answers queries."""

    name: str

    def ask(self, tree: Node) -> object:
        """The best articles with the words around the hits of some."""


def mix(sample: list[Document], seed: int = 7) -> dict[str, list[Node]]:
    """210 queries from words that the documents have."""
    frequency = Counter(
        word for doc in sample for word in {t.exact for t in terms(doc.body) if len(t.exact) > 2}
    )
    ranked = [word for word, _ in frequency.most_common()]
    common, middle = ranked[:150], ranked[150:3_000]
    rare = [word for word, count in frequency.items() if 2 <= count <= 8]
    pick = random.Random(seed)

    def words(source: list[str], count: int) -> tuple[Node, ...]:
        return tuple(Text("any", word) for word in pick.sample(source, count))

    def phrase() -> Node:
        body = [term for term in terms(pick.choice(sample).body) if not term.joined]
        at = pick.randrange(max(len(body) - 2, 1))
        return Text(
            "any", " ".join(t.exact for t in body[at : at + pick.choice((2, 3))]) or "the", phrase=True
        )

    return {
        "rare": [Text("any", word) for word in pick.sample(rare, 30)],
        "common": [Text("any", word) for word in pick.sample(common, 20)],
        "and2": [And(words(middle, 2)) for _ in range(30)],
        "and3": [And(words(common + middle[:300], 3)) for _ in range(20)],
        "or2": [Or(words(middle, 2)) for _ in range(30)],
        "or2 common": [Or(words(common, 2)) for _ in range(20)],
        "phrase": [phrase() for _ in range(30)],
        "prefix": [
            Text("any", pick.choice(middle)[: pick.choice((2, 3, 4))], prefix=True) for _ in range(30)
        ],
    }


class Ours:
    """Our index; texts for the words around the hits come from a table of SQLite, as in a library."""

    name = "broadsheet"

    def __init__(self, room: Path) -> None:
        self.index = Index(room / "index")
        self._texts = sqlite3.connect(room / "fts5.db")

    def ask(self, tree: Node) -> object:
        """The best, with the words around their hits."""
        hits = self.index.search(tree, limit=BEST, now=NOW)
        found = []
        for hit in hits[:SHOWN]:
            (body,) = self._texts.execute("SELECT c1 FROM word_content WHERE id = ?", (hit.id,)).fetchone()
            found.append(snippet(body, tree))
        return found


class Fts5:
    """SQLite's full-text index, with its Porter stemmer."""

    name = "FTS5"

    def __init__(self, room: Path) -> None:
        self._database = sqlite3.connect(room / "fts5.db")

    @staticmethod
    def build(room: Path, documents: Iterable[Document]) -> float:
        """Write it; CPU seconds."""
        database = sqlite3.connect(room / "fts5.db")
        database.execute("CREATE VIRTUAL TABLE word USING fts5 (title, body, tokenize = 'porter unicode61')")
        rows = [(doc.article.id, doc.article.title, doc.body) for doc in documents]
        start = time.process_time()
        with database:
            database.executemany("INSERT INTO word (rowid, title, body) VALUES (?, ?, ?)", rows)
        database.close()
        return time.process_time() - start

    def ask(self, tree: Node) -> object:
        """The best, with the words around their hits."""
        query = _fts5(tree)
        sql = "SELECT rowid FROM word WHERE word MATCH ? ORDER BY rank LIMIT ?"
        ids = [id_ for (id_,) in self._database.execute(sql, (query, BEST))]
        some = ",".join(map(str, ids[:SHOWN]))
        sql = f"SELECT snippet(word, 1, '[', ']', '…', 32) FROM word WHERE word MATCH ? AND rowid IN ({some})"
        return self._database.execute(sql, (query,)).fetchall()


def _fts5(tree: Node) -> str:
    match tree:
        case And(parts):
            return " AND ".join(map(_fts5, parts))
        case Or(parts):
            return " OR ".join(map(_fts5, parts))
        case Text(words=words, prefix=prefix):
            quoted = words.replace('"', "")
            return f'"{quoted}"{"*" if prefix else ""}'
        case _:
            raise ValueError(tree)


class Tantivy:
    """The search library in Rust, without words around hits."""

    name = "tantivy"

    def __init__(self, room: Path) -> None:
        import tantivy

        self._index = tantivy.Index.open(str(room / "tantivy"))
        self._searcher = self._index.searcher()
        self._query = tantivy.Query

    @staticmethod
    def build(room: Path, documents: Iterable[Document]) -> float:
        """Write it; CPU seconds. Raises ImportError where it is not installed."""
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("id", stored=True)
        for name in ("title", "body"):
            schema.add_text_field(name, tokenizer_name="en_stem")
        (room / "tantivy").mkdir()
        index = tantivy.Index(schema.build(), path=str(room / "tantivy"))
        start = time.process_time()
        writer = index.writer(heap_size=200_000_000, num_threads=1)
        for doc in documents:
            writer.add_document(tantivy.Document(id=doc.article.id, title=doc.article.title, body=doc.body))
        writer.commit()
        writer.wait_merging_threads()
        return time.process_time() - start

    def ask(self, tree: Node) -> object:
        """The best."""
        if isinstance(tree, Text) and tree.prefix:
            query = self._query.regex_query(self._index.schema, "body", f"{tree.words}.*")
        else:
            query = self._index.parse_query(_tantivy(tree), ["title", "body"])
        return self._searcher.search(query, BEST).hits


def _tantivy(tree: Node) -> str:
    match tree:
        case And(parts):
            return " AND ".join(map(_tantivy, parts))
        case Or(parts):
            return " OR ".join(map(_tantivy, parts))
        case Text(words=words):
            return f'"{words}"'
        case _:
            raise ValueError(tree)


def timed(engine: Engine, queries: Iterable[Node]) -> list[float]:
    """CPU milliseconds of each."""
    taken = []
    for tree in queries:
        start = time.process_time()
        engine.ask(tree)
        taken.append((time.process_time() - start) * 1000)
    return taken


def p95(taken: Sequence[float]) -> float:
    """What 95 of a hundred stay below."""
    return sorted(taken)[int(len(taken) * 0.95)]


def report(name: str, taken: Sequence[float]) -> None:
    """One line of figures."""
    print(f"{name:28} p50 {statistics.median(taken):7.1f}  p95 {p95(taken):7.1f}  worst {max(taken):7.1f} ms")


def compared(engines: list[Engine], queries: dict[str, list[Node]]) -> None:
    """The mix, by each engine; ours as a share of the others."""
    for heat in ("first", "again"):
        every = {
            engine.name: [one for some in queries.values() for one in timed(engine, some)]
            for engine in engines
        }
        for name, taken in every.items():
            report(f"{name}, {heat}", taken)
        ours = every.pop(engines[0].name)
        for name, taken in every.items():
            print(
                f"  {heat}: p95 {p95(ours) / p95(taken):.2f} × {name}, worst {max(ours) / max(taken):.2f} ×"
            )
        if heat == "again":
            start = 0
            for name, some in queries.items():
                report(f"  {name}", ours[start : start + len(some)])
                start += len(some)


def beginnings(queries: dict[str, list[Node]]) -> list[Node]:
    """What is typed, letter by letter, before the queries of one prefix."""
    words = [tree.words for tree in queries["prefix"] if isinstance(tree, Text)]
    typed = {word[:letters] for word in words for letters in range(1, 5)}
    return [Text("any", word, prefix=True) for word in sorted(typed)]


def build(room: Path, documents: list[Document]) -> list[type[Engine]]:
    """Write all indexes; the engines."""
    start = time.process_time()
    Index(room / "index").rebuild(documents, 1, lambda _: None)
    ours = time.process_time() - start
    print(f"build: {ours / len(documents) * 1000:.2f} ms an article", end="")
    print(f", {Fts5.build(room, documents) / ours:.2f} × the speed of FTS5")
    try:
        print(f"build: {Tantivy.build(room, documents) / ours:.2f} × the speed of tantivy")
    except ImportError:
        print("tantivy is not installed")
        return [Ours, Fts5]
    return [Ours, Fts5, Tantivy]


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=100_000)
    arguments.add_argument(
        "--keep", type=Path, help="build in this folder, or use the indexes that are there"
    )
    options = arguments.parse_args()
    documents = list(corpus.grown(options.count + NEW))
    documents, new = documents[: options.count], documents[options.count :]
    with tempfile.TemporaryDirectory() as temporary:
        room = options.keep or Path(temporary)
        room.mkdir(exist_ok=True)
        engines: list[type[Engine]] = [Ours, Fts5]
        if not (room / "index").exists():
            engines = build(room, documents)
        elif (room / "tantivy").exists():
            engines.append(Tantivy)
        words = sum(len(doc.body.split()) for doc in documents) / len(documents)
        size = sum(path.stat().st_size for path in (room / "index").iterdir())
        print(f"{len(documents):,} articles of {words:.0f} words: {size / len(documents) / 1000:.2f} KB each")
        queries = mix(documents[:3_000])
        start = time.process_time()
        ours = Ours(room)
        ours.ask(queries["common"][0])
        print(f"open and first query {(time.process_time() - start) * 1000:.0f} ms")
        compared([ours, *(engine(room) for engine in engines[1:])], queries)
        report("beginnings of 1 to 4 letters", timed(ours, beginnings(queries)))
        _written(ours.index, new)


def _written(index: Index, new: list[Document]) -> None:
    def took(work: Callable[[], object]) -> float:
        start = time.process_time()
        work()
        return (time.process_time() - start) * 1000

    print(
        f"suggest {took(lambda: index.suggest('goverrnment')):.0f} ms, again {took(lambda: index.suggest('goverment')):.0f}"
    )
    print(f"{len(new)} new articles written: {took(lambda: index.write(new, [], 2)):.0f} ms")
    index.write([], [doc.article.id for doc in new], 3)


if __name__ == "__main__":
    main()
