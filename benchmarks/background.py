"""Makes reader/index/word_frequencies.tsv: python -m benchmarks.background [--stems 2000]

Counts in how many of the corpus' articles (the labelled stories left out) each stem stands, and writes the commonest.
"""

from __future__ import annotations

import argparse
from collections import Counter
from pathlib import Path

from benchmarks import corpus
from reader.index import word_frequencies
from reader.text.language import language_of
from reader.text.tokens import stems


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--stems", type=int, default=2_000)
    wanted = arguments.parse_args().stems
    documents = corpus.documents()
    counts: Counter[str] = Counter()
    for document in documents:
        counts.update(
            set(
                stems(
                    f"{document.article.title}\n{document.body}",
                    language_of(document.article.title, document.body, document.article.lang),
                )
            )
        )
    rows = [("#", len(documents)), *sorted(counts.most_common(wanted), key=lambda row: (-row[1], row[0]))]
    target = Path(word_frequencies.__file__).with_suffix(".tsv")
    target.write_text("".join(f"{stem}\t{count}\n" for stem, count in rows), encoding="utf-8")
    print(f"{target}: {wanted} stems of {len(documents):,} articles, the last in {rows[-1][1]} of them")


if __name__ == "__main__":
    main()
