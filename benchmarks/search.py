"""Measures how fast the index is written, opened and queried: python -m benchmarks.search [--count 20000] [--keep FOLDER]

The mix: 30 rare words, 20 common, 30 of two words (AND), 20 of three, 30 OR, 20 OR of common words, 30 phrases,
30 prefixes; the best 50 of each. "cold" asks each query once after opening, "warm" once more.
"""

from __future__ import annotations

import argparse
import random
import statistics
import tempfile
import time
from collections import Counter
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import corpus
from reader.index.index import Index
from reader.query.tree import And, Node, Or, Text
from reader.text.tokens import exact_forms, terms

if TYPE_CHECKING:
    from reader.model import Document

NOW = datetime(2026, 1, 1, tzinfo=UTC)


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
        body = exact_forms(pick.choice(sample).body)
        at = pick.randrange(max(len(body) - 2, 1))
        return Text("any", " ".join(body[at : at + pick.choice((2, 3))]) or "the", phrase=True)

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


def timed(index: Index, queries: list[Node]) -> list[float]:
    """Milliseconds of each."""
    taken = []
    for tree in queries:
        start = time.perf_counter()
        index.search(tree, limit=50, now=NOW)
        taken.append((time.perf_counter() - start) * 1000)
    return taken


def report(name: str, taken: list[float]) -> None:
    """One line of figures."""
    p95 = sorted(taken)[int(len(taken) * 0.95)]
    print(f"{name:12} p50 {statistics.median(taken):7.1f}  p95 {p95:7.1f}  worst {max(taken):7.1f} ms")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=20_000)
    arguments.add_argument("--keep", type=Path, help="build in this folder, or use the index that is there")
    options = arguments.parse_args()
    documents = list(corpus.grown(options.count))
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary) / "index"
        if not folder.exists():
            start, cpu = time.perf_counter(), time.process_time()
            Index(folder).rebuild(documents, 1, lambda _: None)
            taken, cpu = time.perf_counter() - start, time.process_time() - cpu
            print(
                f"built {len(documents):,} in {taken:.0f} s: {len(documents) / taken:.0f} docs/s, CPU {cpu:.0f} s"
            )
        size = sum(path.stat().st_size for path in folder.iterdir())
        print(f"{size / len(documents) / 1000:.1f} KB a document")
        start = time.perf_counter()
        index = Index(folder)
        assert index.state() == "ok", index.state()
        assert index.count == len(documents)
        print(f"open {(time.perf_counter() - start) * 1000:.0f} ms")
        queries = mix(documents[:3_000])
        for heat in ("cold", "warm"):
            every = []
            for name, some in queries.items():
                every += (taken_each := timed(index, some))
                report(f"{name}", taken_each)
            report(f"all, {heat}", every)
        start = time.perf_counter()
        print("suggest", index.suggest("goverrnment"), f"{(time.perf_counter() - start) * 1000:.0f} ms")
        start = time.perf_counter()
        index.write([documents[0]], [], 2)
        print(f"one more written in {(time.perf_counter() - start) * 1000:.0f} ms")


if __name__ == "__main__":
    main()
