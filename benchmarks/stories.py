"""Measures how well reports of one event are grouped: python -m benchmarks.stories [--whole] [--batch N] [--seed N]

The labelled stories come into a library of their own, in the order of the file, or with --whole among all other texts;
--batch: so many of them come together (0: all at once); --seed: in a random order. B-cubed and pair F1 of the fully
labelled ones, all and in two halves by topic; labelled pairs of the others: the share that came into one story, of
those that tell the same and of those that do not.
"""

from __future__ import annotations

import argparse
import random
import tempfile
import time
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import corpus
from benchmarks.panel import places, save
from reader.core import indexing
from reader.core.session import Session

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


def f1(precision: float, recall: float) -> float:
    """Their harmonic mean."""
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def b_cubed(found: Mapping[str, int], truth: Mapping[str, str], ids: Collection[str]) -> float:
    """B-cubed F1 of these articles."""
    ours, theirs = defaultdict(set), defaultdict(set)
    for id_ in ids:
        ours[found[id_]].add(id_)
        theirs[truth[id_]].add(id_)
    both = {id_: len(ours[found[id_]] & theirs[truth[id_]]) for id_ in ids}
    precision = sum(both[id_] / len(ours[found[id_]]) for id_ in ids) / len(ids)
    return f1(precision, sum(both[id_] / len(theirs[truth[id_]]) for id_ in ids) / len(ids))


def pairwise(found: Mapping[str, int], truth: Mapping[str, str], ids: Collection[str]) -> float:
    """F1 of the pairs that stand in one story."""

    def pairs(counts: Counter[object]) -> int:
        return sum(count * (count - 1) // 2 for count in counts.values())

    both = pairs(Counter((found[id_], truth[id_]) for id_ in ids))
    ours = pairs(Counter(found[id_] for id_ in ids))
    return f1(both / ours if ours else 0.0, both / pairs(Counter(truth[id_] for id_ in ids)))


def report(found: Mapping[str, int]) -> None:
    """Print the figures."""
    rows = corpus.rows("stories/docs")
    truth = {row["id"]: row["story"] for row in rows if row.get("story")}
    half = {row["id"] for row in rows if zlib.crc32(str(row.get("topic") or row["id"]).encode()) % 2}
    for name, ids in (("all", [*truth]), ("half 1", truth.keys() & half), ("half 2", truth.keys() - half)):
        print(f"{name:7} B-cubed {b_cubed(found, truth, ids):.3f}  pairs {pairwise(found, truth, ids):.3f}")
    together: dict[bool, list[bool]] = {True: [], False: []}
    for pair in corpus.rows("stories/pairs"):
        together[pair["same"]].append(found[pair["a"]] == found[pair["b"]])
    for same, values in together.items():
        print(f"pairs that {'tell the same' if same else 'do not'}: {sum(values) / len(values):.3f} together")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--whole", action="store_true")
    arguments.add_argument("--batch", type=int, default=0)
    arguments.add_argument("--seed", type=int)
    options = arguments.parse_args()
    coming = [corpus.document(row, number) for number, row in enumerate(corpus.rows("stories/docs"), 1)]
    if options.seed is not None:
        random.Random(options.seed).shuffle(coming)
    with tempfile.TemporaryDirectory() as room, Session(places(Path(room))) as session:
        if options.whole:
            save(session, corpus.documents())
            indexing.catch_up(session)
        size = options.batch or len(coming)
        start = time.process_time()
        for at in range(0, len(coming), size):
            save(session, coming[at : at + size])
            indexing.catch_up(session)
        taken = (time.process_time() - start) * 1000 / len(coming)
        print(f"{taken:.1f} ms CPU an article, saving and the index with it")
        found = dict(
            session.library.database.rows(
                "SELECT a.url, r.story_id FROM article a JOIN report r ON r.article_id = a.id"
            )
        )
    report({url.removeprefix("https://bench.example/"): story for url, story in found.items()})


if __name__ == "__main__":
    main()
