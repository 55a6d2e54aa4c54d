"""Measures how the index fares when it grows: python -m benchmarks.growth [--counts 100000,1000000] [--keep FOLDER]

For each size, CPU time: the mix of `benchmarks.search` (the best 50), the candidates for the related articles of 200
articles, 50 new articles, the first query after opening, and the bytes of an article. Each size grows out of the one before.
"""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import corpus
from benchmarks.search import NOW, mix, p95
from reader.index.index import Index
from reader.query.tree import Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from reader.model import Document

BATCH = 4_000
OPENED, NEW = 200, 50


def milliseconds(work: Callable[[], object]) -> float:
    """CPU milliseconds."""
    start = time.process_time()
    work()
    return (time.process_time() - start) * 1000


def grow(folder: Path, documents: Iterator[Document], count: int) -> None:
    """Bring the index to that many articles, as a library that grows does."""
    with Index(folder) as index:
        start, before = time.process_time(), index.count
        while (missing := count - index.count) > 0:
            batch = list(itertools.islice(documents, min(BATCH, missing)))
            index.write(batch, [], batch[-1].article.id)
            index.merge_small()
        taken = time.process_time() - start
    print(
        f"{count:,} articles: {taken / max(count - before, 1) * 1000:.2f} ms for each new one, merging and making it up included"
    )


def measure(folder: Path, sample: list[Document]) -> dict[str, float]:
    """The figures of one size."""
    index = Index(folder)
    found = {
        "open and first query, ms": milliseconds(
            lambda: index.search(Text("any", "government"), limit=50, now=NOW)
        )
    }
    queries = [tree for trees in mix(sample).values() for tree in trees]
    for heat in ("first", "again"):
        taken = [milliseconds(lambda tree=tree: index.search(tree, limit=50, now=NOW)) for tree in queries]  # type: ignore[misc]
        found[f"search, {heat}, p95, ms"], found[f"search, {heat}, worst, ms"] = p95(taken), max(taken)
    opened = random.Random(5).sample(sample, OPENED)
    near = [milliseconds(lambda document=document: index.related_candidates(document)) for document in opened]  # type: ignore[misc]
    found["candidates for related articles, p95, ms"] = p95(near)
    new = list(itertools.islice(corpus.grown(30_000 + NEW, seed=9), 30_000, None))
    ids = [document.article.id + 10**8 for document in new]
    again = [corpus.numbered(document, id_) for document, id_ in zip(new, ids, strict=True)]
    found[f"{NEW} new articles, ms"] = milliseconds(lambda: index.write(again, [], 10**9))
    index.write([], ids, 10**9)
    found["bytes an article"] = sum(path.stat().st_size for path in folder.iterdir()) / index.count
    found["segments"] = len(list(folder.glob("*.pst")))
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--counts", default="100000,1000000", help="sizes, rising, parted by commas")
    arguments.add_argument(
        "--keep", type=Path, help="grow the index in this folder, or measure the one that is there"
    )
    options = arguments.parse_args()
    counts = [int(count) for count in options.counts.split(",")]
    sample = list(itertools.islice(corpus.grown(counts[0]), 3_000))
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.keep or Path(temporary) / "index"
        with Index(folder) as index:
            there = index.count
        documents = itertools.islice(corpus.grown(counts[-1]), there, None)
        sizes: list[dict[str, float]] = []
        for count in counts:
            grow(folder, documents, count)
            sizes.append(measure(folder, sample))
    for name, first in sizes[0].items():
        figures = "".join(f"{size[name]:12,.1f}" for size in sizes)
        print(f"{name:44}{figures}" + (f"   {sizes[-1][name] / first:.1f} ×" if first else ""))


if __name__ == "__main__":
    main()
