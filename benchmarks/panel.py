"""Measures the waits of a person in a large library: python -m benchmarks.panel [--count 20000] [--keep FOLDER]

The whole way through `core`, CPU time: a search with 20 rows and their snippets (the mix of `benchmarks.search`), the
related articles of 500 articles picked at random, of 20 in a fresh process each, and in another one 50 new articles: until
they can be searched, then until they are grouped. "cold" asks each query once after opening, "warm" once more.
"""

from __future__ import annotations

import argparse
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import corpus
from benchmarks.search import mix, report
from reader.core import indexing, related, search
from reader.core.clusters import clustering
from reader.core.session import LibraryPaths, Session
from reader.model import Draft
from reader.query.tree import And, Everything, Node, Or, Text

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from reader.model import Article, Document

ROWS = 20
OPENED, FRESH = 500, 20
NEW = 50


def places(room: Path) -> LibraryPaths:
    """The places of a library in a folder."""
    return LibraryPaths(room / "library.db", room / "cache", room / "config")


def build(room: Path, documents: Iterable[Document]) -> None:
    """A library of the documents, with its index."""
    with Session(places(room)) as session:
        save(session, documents)
        indexing.catch_up(session)


def save(session: Session, documents: Iterable[Document]) -> None:
    """Put the documents in."""
    with session.library.transaction():
        for document in documents:
            article, body = document.article, document.body
            url = f"https://bench.example/{article.uid}"
            draft = Draft(
                title=article.title or "–", url=url, lang=article.lang, text=body, markdown=body,
                published=article.published, day=article.day, publication=article.publication,
            )  # fmt: skip
            session.library.articles.save(draft, now=session.now())


def took(work: Callable[..., object], *arguments: object, **options: object) -> float:
    """CPU milliseconds."""
    start = time.process_time()
    work(*arguments, **options)
    return (time.process_time() - start) * 1000


def typed(tree: Node) -> str:
    """The query that a tree of `mix` stands for."""
    match tree:
        case Text(words=words, phrase=True):
            return f'"{words}"'
        case Text(words=words, prefix=prefix):
            return words + "*" * prefix
        case And(parts):
            return " ".join(map(typed, parts))
        case Or(parts):
            return " OR ".join(map(typed, parts))
        case _:
            raise ValueError(tree)


def opened(session: Session, count: int, seed: int) -> list[Article]:
    """Articles picked at random."""
    ids = list(session.library.queries.ids(Everything()))
    return session.library.articles.many(random.Random(seed).sample(ids, min(count, len(ids))))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--count", type=int, default=20_000)
    arguments.add_argument("--keep", type=Path, help="build in this folder, or use the library that is there")
    arguments.add_argument(
        "--one", type=int, help="only the related articles of one article, picked by this seed"
    )
    arguments.add_argument("--new", action="store_true", help="only what is new is indexed and grouped")
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        room = options.keep or Path(temporary)
        if options.one is not None:
            with Session(places(room)) as session:
                (article,) = opened(session, 1, options.one)
                print(took(related.related, session, article))
            return
        if options.new:
            with Session(places(room)) as session:
                print(f"{NEW} new articles searchable: {took(indexing.write_changes, session):.0f} ms")
                print(f"their copies and stories found: {took(clustering.catch_up, session):.0f} ms")
            return
        documents = list(corpus.grown(options.count + NEW))
        if not (room / "library.db").exists():
            build(room, documents[: options.count])
        with Session(places(room)) as session:
            queries = [typed(tree) for trees in mix(documents[:3_000]).values() for tree in trees]
            for heat in ("cold", "warm"):
                report(
                    f"search, {heat}", [took(search.search, session, query, limit=ROWS) for query in queries]
                )
            near = [took(related.related, session, article) for article in opened(session, OPENED, 5)]
            report("related", near)
        report("related, new", [float(fresh(room, "--one", str(seed))) for seed in range(FRESH)])
        with Session(places(room)) as session:
            save(session, documents[options.count :])
        print(fresh(room, "--new"), end="")


def fresh(room: Path, *arguments: str) -> str:
    """Runs this script in a new process, where nothing has been read yet, and returns its output."""
    command = [sys.executable, "-m", "benchmarks.panel", "--keep", str(room), *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    main()
