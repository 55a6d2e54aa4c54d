"""Measures related articles against the labelled stories: python -m benchmarks.related [--small] [--ranking FILE]

The whole corpus stands around the stories; candidates come from a real index, and are compared by the features that a
library keeps of them, those of --small by their texts. Figures, of what is shown:
hit1: the first is of the same story; p5: of the first five places that could be filled truly, those that are;
prec5: of the first five shown, those that are true (fully labelled stories only); true5, false5: of the labelled
pairs that tell the same, or not, those that are shown in the first five either way; story: how many of all that are
called the same story are.
label_true, label_false: the labelled pairs that are called the same story, ru_…: the Russian ones alone; lone: articles without a labelled story
that show any. Three lines: all, and two halves by topic, which should not differ by more than .05.
--small: 120 libraries of 50 instead (--size), half of each from labelled topics (--many articles of each at most), half
of texts about anything.
--ranking writes {id, related: [ids]} a line; --table none leaves the background table out of the small ones.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
import time
import zlib
from collections import Counter, defaultdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import corpus
from reader.index.clusters.cluster_features import gist
from reader.index.index import Index
from reader.index.notices import source_key
from reader.index.profile import profile
from reader.index.related.related import Neighbour, neighbours
from reader.index.similarity import weigh
from reader.index.word_frequencies import Frequencies, WordTable, background
from reader.text.language import language_of
from reader.text.tokens import stems

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from reader.model import Document

FIRST = 5
LIBRARIES = 120

Shown = dict[str, list[tuple[str, bool]]]


def truth(rows: list[dict[str, Any]]) -> tuple[Mapping[str, set[str]], list[tuple[str, str, bool]]]:
    """Id → ids of the same story, and the labelled pairs."""
    partners: dict[str, set[str]] = defaultdict(set)
    stories: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        if row.get("story"):
            stories[row["story"]].append(row["id"])
    for ids in stories.values():
        for id_ in ids:
            partners[id_] |= set(ids) - {id_}
    pairs = [(row["a"], row["b"], row["same"]) for row in corpus.rows("stories/pairs")]
    for one, other, same in pairs:
        if same:
            partners[one].add(other)
            partners[other].add(one)
    return partners, pairs


def figures(
    libraries: list[Shown],
    partners: Mapping[str, set[str]],
    pairs: list[tuple[str, str, bool]],
    ids: set[str],
    russian: Collection[str],
) -> str:
    """The figures of those articles over all libraries; stories whose ids begin with ecb are fully labelled."""
    values: dict[str, list[float]] = defaultdict(list)
    for shown in libraries:
        for id_, found in shown.items():
            if id_ not in ids:
                continue
            want = {other for other in partners.get(id_, ()) if other in shown}
            if not id_.startswith(("ecb/", "tg/")):
                values["lone"].append(bool(found))
            if not id_.startswith("ecb") or not want:
                continue
            first = [other for other, _ in found[:FIRST]]
            values["hit1"].append(bool(first) and first[0] in want)
            values["p5"].append(len(set(first) & want) / min(FIRST, len(want)))
            if first:
                values["prec5"].append(len(set(first) & want) / len(first))
            values["story"] += [other in want for other, is_story in found if is_story]
        seen = {(id_, other) for id_, found in shown.items() for other, _ in found[:FIRST]}
        called = {(id_, other) for id_, found in shown.items() for other, is_story in found if is_story}
        for a, b, same in pairs:
            if a in shown and b in shown and a in ids:
                values["true5" if same else "false5"].append((a, b) in seen or (b, a) in seen)
                is_called = (a, b) in called or (b, a) in called
                values["label_true" if same else "label_false"].append(is_called)
                if a in russian:
                    values["ru_label_true" if same else "ru_label_false"].append(is_called)
    return "  ".join(f"{name} {sum(v) / len(v):.3f} ({len(v)})" for name, v in sorted(values.items()))


def report(
    libraries: list[Shown],
    topics: Mapping[str, str],
    partners: Mapping[str, set[str]],
    pairs: list[tuple[str, str, bool]],
    russian: Collection[str],
) -> None:
    """All, and the two halves by topic."""
    every = {id_ for shown in libraries for id_ in shown}
    half = {id_ for id_ in every if zlib.crc32(topics.get(id_, id_).encode()) % 2}
    for name, ids in (("all", every), ("half 1", half), ("half 2", every - half)):
        print(f"{name:7}", figures(libraries, partners, pairs, ids, russian))


def listed(found: Iterable[Neighbour], names: Mapping[int, str]) -> list[tuple[str, bool]]:
    """Rows with the copies that were folded into them."""
    return [(names[id_], row.group == "story") for row in found for id_ in (row.id, *row.copies)]


def features(document: Document, frequencies: Frequencies) -> bytes:
    """What the library keeps of an article once it is clustered."""
    article = document.article
    seen = profile(article.title, document.body, article.lang)
    template = seen.template._replace(source=source_key(article.source))
    return gist(weigh(seen, frequencies.about), frequencies.about, template).packed


def whole(stories: list[Document]) -> Shown:
    """The stories within all texts, in an index."""
    texts = corpus.documents()
    documents = {doc.article.id: doc for doc in (*texts, *stories)}
    names = {id_: doc.article.uid for id_, doc in documents.items()}
    with tempfile.TemporaryDirectory() as folder, Index(Path(folder) / "index") as index:
        index.rebuild(documents.values(), 1, lambda _: None)
        frequencies = index.frequencies()
        kept: dict[int, bytes] = {}
        shown: Shown = {}
        taken = []
        for story in stories:
            for id_ in index.related_candidates(story):
                kept[id_] = kept.get(id_) or features(documents[id_], frequencies)
            start = time.process_time()
            near = [documents[id_] for id_ in index.related_candidates(story)]
            shown[story.article.uid] = listed(neighbours(story, near, frequencies, kept), names)
            taken.append((time.process_time() - start) * 1000)
    taken.sort()
    print(
        f"{len(documents):,} articles, CPU: p50 {taken[len(taken) // 2]:.0f} ms, p95 {taken[int(len(taken) * 0.95)]:.0f} ms"
    )
    return shown


def small(
    stories: list[Document], topics: Mapping[str, str], table: WordTable, size: int, many: int
) -> list[Shown]:
    """Libraries of few articles: stories of two topics, and others."""
    pick = random.Random(3)
    texts = corpus.documents()
    by_topic: dict[str, list[Document]] = defaultdict(list)
    for story in stories:
        by_topic[topics[story.article.uid]].append(story)
    for topic in by_topic.values():
        pick.shuffle(topic)
    found: list[Shown] = []
    for _ in range(LIBRARIES):
        chosen = [
            doc for topic in pick.sample(sorted(by_topic), len(by_topic)) for doc in by_topic[topic][:many]
        ]
        library = chosen[: size // 2]
        library += pick.sample(texts, size - len(library))
        counted = Counter[str]()
        for doc in library:
            counted.update(
                set(
                    stems(
                        f"{doc.article.title}\n{doc.body}",
                        language_of(doc.article.title, doc.body, doc.article.lang),
                    )
                )
            )
        frequencies = Frequencies(size, partial(Counter.__getitem__, counted), table)
        names = {doc.article.id: doc.article.uid for doc in library}
        found.append(
            {doc.article.uid: listed(neighbours(doc, library, frequencies), names) for doc in library}
        )
    return found


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--small", action="store_true")
    arguments.add_argument("--size", type=int, default=50)
    arguments.add_argument("--many", type=int, default=8)
    arguments.add_argument("--ranking", type=Path)
    arguments.add_argument("--table", choices=("shipped", "none"), default="shipped")
    options = arguments.parse_args()
    rows = corpus.rows("stories/docs")
    stories = [corpus.document(row, 1_000_000 + number) for number, row in enumerate(rows)]
    partners, pairs = truth(rows)
    topics = {row["id"]: row.get("topic") or row["id"] for row in rows}
    russian = {row["id"] for row in rows if row["lang"] == "ru"}
    topics |= {other: topics[one] for one, other, _ in pairs}
    if options.small:
        table = background() if options.table == "shipped" else WordTable(0, {})
        report(small(stories, topics, table, options.size, options.many), topics, partners, pairs, russian)
        return
    shown = whole(stories)
    report([shown], topics, partners, pairs, russian)
    if options.ranking:
        lines = (
            json.dumps({"id": id_, "related": [other for other, _ in found]}) for id_, found in shown.items()
        )
        options.ranking.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
