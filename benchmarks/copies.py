"""Measures how many edited copies of a text are found and how many pairs are false: python -m benchmarks.copies

600 articles in seven languages, each with the edits that a paper makes to an agency's text, come into a library, in
random order, among labelled reports of the same events and the notices that an agency sends daily in the same words.
An update takes over half of a text and says as much that is new: it is no copy. Recall: of the edited texts, those
joined with their original; precision: of all joined pairs of an original with something else, those that are true.
Real texts that are equal, or differ by figures of a correction, are among the wrong ones where nobody labelled them.
"""

from __future__ import annotations

import heapq
import random
import re
import tempfile
import time
import zlib
from collections import Counter, defaultdict
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks import corpus
from benchmarks.panel import places
from reader.core import indexing
from reader.core.session import Session
from reader.model import Draft

if TYPE_CHECKING:
    from collections.abc import Callable

    from reader.model import Document

ORIGINALS = 600
LEAST_CHARACTERS = 700
NOTICES = 1_500
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


def sentences(text: str) -> list[str]:
    """The sentences of a text, roughly."""
    return [part for part in _SENTENCE.split(text) if part]


def cut_end(text: str, pick: random.Random, _: str) -> str:
    """The end is cut, a fifth to a half of it."""
    parts = sentences(text)
    return " ".join(parts[: max(int(len(parts) * pick.uniform(0.5, 0.8)), 1)])


def other_beginning(text: str, pick: random.Random, other: str) -> str:
    """The first sentences are others."""
    parts = sentences(text)
    out = pick.randint(1, max(len(parts) // 5, 1))
    return " ".join((*sentences(other)[:out], *parts[out:]))


def corrected(text: str, pick: random.Random, other: str) -> str:
    """Here and there a word is another, or gone."""
    words, others = text.split(), other.split()
    for at in pick.sample(range(len(words)), max(len(words) // 30, 1)):
        words[at] = pick.choice(("", pick.choice(others)))
    return " ".join(words)


def framed(text: str, pick: random.Random, other: str) -> str:
    """A sentence before, and two after it."""
    parts = sentences(other)
    return " ".join((pick.choice(parts), text, *pick.sample(parts, min(len(parts), 2))))


def same(text: str, _: random.Random, __: str) -> str:
    """The text itself, under another headline."""
    return text


def edited(text: str, pick: random.Random, other: str) -> str:
    """Another beginning, corrections, and the end cut a little."""
    parts = sentences(corrected(other_beginning(text, pick, other), pick, other))
    return " ".join(parts[: max(int(len(parts) * 0.85), 1)])


EDITS: tuple[Callable[[str, random.Random, str], str], ...] = (
    same, cut_end, other_beginning, corrected, framed, edited,
)  # fmt: skip


def update(text: str, pick: random.Random, other: str) -> str:
    """Half of the sentences, and as many new ones: no copy."""
    parts, new = sentences(text), sentences(other)
    kept = sorted(pick.sample(range(len(parts)), len(parts) // 2))
    return " ".join((*new[: len(parts) - len(kept)], *(parts[at] for at in kept)))


def fingerprint(text: str) -> list[int]:
    """Some runs of eight words, the same ones in each copy of a text: chosen here and not by the rule that is measured."""
    words = text.lower().split()
    return heapq.nsmallest(
        64, {zlib.crc32(" ".join(words[at : at + 8]).encode()) for at in range(len(words) - 7)}
    )


def notices(texts: list[Document], pick: random.Random) -> list[Document]:
    """Articles whose title comes again and again."""
    titles = Counter(re.sub(r"\d+", "", text.article.title) for text in texts)
    often = [text for text in texts if titles[re.sub(r"\d+", "", text.article.title)] > 3]
    return pick.sample(often, min(NOTICES, len(often)))


def drafts(pick: random.Random) -> list[tuple[str, Draft]]:
    """Returns each incoming draft with its name: "7/cut_end" is an edit of the original "7/"."""
    texts = [text for text in corpus.documents() if len(text.body) > LEAST_CHARACTERS]
    by_language: dict[str | None, list[Document]] = defaultdict(list)
    for text in texts:
        by_language[text.article.lang].append(text)
    found: list[tuple[str, Draft]] = []
    chosen: set[int] = set()
    for number in range(ORIGINALS):
        own = by_language[pick.choice(sorted(by_language, key=str))]
        text = pick.choice(own)
        own_runs = fingerprint(text.body)
        if not chosen.isdisjoint(own_runs):
            continue  # the texts themselves hold copies
        chosen.update(own_runs)
        found.append((f"{number}/", draft(text, text.body, f"{number}")))
        for edit in (*EDITS, update):
            other = pick.choice(own)
            body = edit(text.body, pick, other.body)
            headline = sentences(other.body)[0][:80]
            found.append(
                (f"{number}/{edit.__name__}", draft(text, body, f"{number}-{edit.__name__}", headline))
            )
    rest = [text for text in notices(texts, pick) if chosen.isdisjoint(fingerprint(text.body))]
    rest += [corpus.document(row, 0) for row in corpus.rows("stories/docs")]
    found += [(f"other {n}/", draft(text, text.body, f"other-{n}")) for n, text in enumerate(rest)]
    pick.shuffle(found)
    return found


def draft(text: Document, body: str, name: str, title: str | None = None) -> Draft:
    """A draft of an edition of the text."""
    article = text.article
    return Draft(
        title=title or article.title, url=f"https://bench.example/{name}", lang=article.lang, text=body,
        markdown=body, published=article.published, day=article.day,
    )  # fmt: skip


def main() -> None:
    coming = drafts(random.Random(11))
    with tempfile.TemporaryDirectory() as room, Session(places(Path(room))) as session:
        with session.library.transaction():
            names = {session.library.articles.save(d, now=session.now()).id: name for name, d in coming}
        start = time.process_time()
        indexing.catch_up(session)
        print(f"{len(coming):,} articles, {time.process_time() - start:.0f} s CPU with the index")
        groups: dict[int, list[str]] = defaultdict(list)
        for article_id, first in session.library.database.rows("SELECT article_id, first_id FROM copy"):
            groups[first].append(names[article_id])
    joined = {frozenset((a, b)) for group in groups.values() for a in group for b in group if a != b}
    originals = [name for name, _ in coming if name.endswith("/") and not name.startswith("other")]
    found = Counter[str]()
    for name in originals:
        found.update(edit.__name__ for edit in EDITS if frozenset((name, name + edit.__name__)) in joined)
    for name, count in found.items():
        print(f"{name:16} {count / len(originals):.3f}")
    true = sum(found.values())
    wrong = Counter[str]()
    for name in originals:
        for one in {next(iter(pair - {name})) for pair in joined if name in pair}:
            head, _, kind = one.partition("/")
            if f"{head}/" != name:
                wrong["another text"] += 1
            elif kind == "update":
                wrong["update"] += 1
    others = sum(all(name.startswith("other") for name in pair) for pair in joined)
    print(
        f"recall {true / len(originals) / len(EDITS):.3f}  precision {true / (true + wrong.total()):.3f}  {dict(wrong)}"
    )
    print(f"pairs among {sum(n.startswith('other') for n, _ in coming):,} notices and reports: {others}")


if __name__ == "__main__":
    main()
