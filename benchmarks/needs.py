"""Measures whether people find what they look for: python -m benchmarks.needs [--all] [--set NAME]

`tests/data/needs.tsv` holds what people would type (language, number of the text that answers it, words), written by
somebody who saw titles only and never searched; so do `needs-hard.tsv` and `needs-titles.tsv` (--set). All texts of the corpus, its labelled stories and the pages are
searched. --all prints each need, not only those whose text is not the first."""

from __future__ import annotations

import argparse
import gzip
import json
import tempfile
from collections import defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import corpus
from reader.core import indexing, search
from reader.core.session import LibraryPaths, Session
from reader.model import Draft
from reader.text.clean import clean, line

if TYPE_CHECKING:
    from collections.abc import Iterator

NEEDS = corpus.CHECKOUT / "tests" / "data"
SETS = ("needs", "needs-hard", "needs-titles")
NOW = datetime(2026, 1, 1, tzinfo=UTC)
FIRST = 5


def texts() -> Iterator[dict[str, Any]]:
    """All texts, each with `id`, `title`, `text` and `lang`."""
    for name in corpus.FILES:
        yield from corpus.rows(name)
    with gzip.open(corpus.folder() / "stories" / "docs.jsonl.gz", "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)
    with (corpus.folder().parent / "pages" / "truth.jsonl").open(encoding="utf-8") as lines:
        yield from ({**row, "text": row["body"] or ""} for row in map(json.loads, lines))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--all", action="store_true", help="print each need")
    arguments.add_argument("--set", choices=SETS, default=SETS[0])
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        room = Path(temporary)
        with Session(LibraryPaths(room / "library.db", room / "cache", room / "config")) as session:
            numbers: dict[str, int] = {}
            with session.library.transaction():
                for row in texts():
                    draft = Draft(
                        title=line(row["title"] or "") or "–",
                        text=clean(row["text"]),
                        lang=row.get("lang"),
                        url=f"https://need.example/{len(numbers)}",
                    )
                    numbers[str(row["id"])] = session.library.articles.save(draft, now=NOW).id
            indexing.make_ready(session)
            places: dict[str, list[int]] = defaultdict(list)
            for need in (NEEDS / f"{options.set}.tsv").read_text(encoding="utf-8").splitlines():
                lang, id_, words = need.split("\t")
                found = search.rank(session, words, limit=50)
                ids = list(found.ids)
                place = ids.index(numbers[id_]) + 1 if numbers[id_] in ids else 0
                places[lang].append(place)
                if options.all or place != 1:
                    print(
                        f"{lang} {place or '–':>2} of {found.tally.found:5}  {words}  ({found.relaxed or 'all words'})"
                    )
    every = [place for some in places.values() for place in some]
    print(f"{len(every)} needs: {sum(place == 1 for place in every)} first", end="")
    print(
        f", {sum(1 <= place <= FIRST for place in every)} in the first {FIRST}, {every.count(0)} not in the first 50"
    )


if __name__ == "__main__":
    main()
