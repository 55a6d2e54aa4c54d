"""Segments made of words written down, and what is in one, read slowly and plainly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple, cast

import numpy as np

from reader.index.segments import array_file
from reader.index.segments.invert import PostingBatch
from reader.index.segments.segment import COLUMNS, POSTINGS, Segment
from reader.text import stemming
from reader.text.tokens import Term

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from reader.text.tokens import Piece, WantedWord

    Told = dict[bytes, dict[int, list[int]]]

LETTER = "*"
"""The field that is meant where none is named."""


def word(written: str, position: int = 0) -> Term:
    """A word: `form`, `form=stem`, or `form=stem/x`, where x is the letter of its stemmer, else `-`."""
    form, _, rest = written.partition("=")
    stem, _, stemmer = rest.partition("/")
    return Term(stem or form, form, 0, 0, position, stemmer or "-")


def words(text: str) -> list[Term]:
    """Words that stand one after another."""
    return [word(written, position) for position, written in enumerate(text.split())]


def pieces(words: Iterable[Term]) -> list[Piece]:
    """Words as a text gives them, each a piece of its own."""
    return [(word.position, ((*word[:4], 0, word.stemmer, word.also, word.joined),)) for word in words]


class _Wanted(NamedTuple):
    exact: str
    stems: tuple[tuple[str, str], ...] = ()

    def stem(self, stemmer: str) -> str:
        return dict(self.stems).get(stemmer, self.exact)

    def uncut(self, stemmer: str) -> tuple[str, ...]:
        return stemming.uncut(self.exact, self.stem(stemmer), stemmer)


def wanted(exact: str, **stems: str) -> WantedWord:
    """A word of a query, with its stems by stemmer where they are not the word itself."""
    return cast("WantedWord", _Wanted(exact, tuple(stems.items())))


def segment(
    folder: Path,
    *articles: str | Mapping[str, str],
    name: str = "MAIN_a",
    first: int = 1,
    deleted: Collection[int] = (),
) -> Segment:
    """A segment of articles by field, or of the words of one field. Ids count from `first`, dates and sizes go with them."""
    batch = PostingBatch()
    for doc, article in enumerate(articles):
        for field, text in ({LETTER: article} if isinstance(article, str) else article).items():
            batch.add(doc, field, pieces(words(text)))
    return written(folder, batch, len(articles), name=name, first=first, deleted=deleted)


def written(
    folder: Path,
    batch: PostingBatch,
    count: int,
    *,
    name: str = "MAIN_a",
    first: int = 1,
    deleted: Collection[int] = (),
) -> Segment:
    """A batch as a segment."""
    ids = np.arange(first, first + count, dtype=np.int64)
    columns: dict[str, NDArray[np.generic]] = {
        "id": ids,
        "date": (1_000 + ids).astype(np.int32),
        "size": (10 + ids).astype(np.uint32),
    }
    array_file.write(folder / f"{name}{COLUMNS}", columns)
    array_file.write(folder / f"{name}{POSTINGS}", batch.arrays())
    return Segment(folder, name, deleted)


def arrays(folder: Path, name: str = "MAIN_a") -> dict[str, NDArray[np.generic]]:
    """The arrays of a segment's file of postings."""
    return dict(array_file.read(folder / f"{name}{POSTINGS}"))


def rewritten(
    folder: Path, ending: str, change: Callable[[dict[str, NDArray[Any]]], None], name: str = "MAIN_a"
) -> None:
    """Write a file of the segment once more, with some arrays changed."""
    held = {name: array.copy() for name, array in array_file.read(folder / f"{name}{ending}").items()}
    change(held)
    array_file.write(folder / f"{name}{ending}", held)


def told(folder: Path, name: str = "MAIN_a") -> Told:
    """Places by article by term, as the file's arrays tell them, read one number after another."""
    of = {name: array.tolist() for name, array in arrays(folder, name).items()}
    many = dict(zip(of["many"], of["how_many"], strict=True))
    text = bytes(of["text"])
    found: Told = {}
    for number, (begin, end) in enumerate(zip(of["text_start"], of["text_start"][1:], strict=False)):
        at = of["place_start"][number]
        having = found[text[begin:end]] = {}
        for posting in range(of["start"][number], of["start"][number + 1]):
            count = many[posting] if of["count"][posting] == 255 else of["count"][posting]
            having[of["doc"][posting]] = of["place"][at : at + count]
            at += count
        assert at == of["place_start"][number + 1]
    assert of["start"][0] == of["place_start"][0] == of["text_start"][0] == 0
    assert of["start"][-1] == len(of["doc"]) == len(of["count"])
    assert of["place_start"][-1] == len(of["place"])
    return found


def expected(articles: Sequence[Iterable[tuple[str, Term, int]]]) -> Told:
    """The same from (field, word, place) of each article."""
    found: Told = {}
    for doc, article in enumerate(articles):
        for field, term, place in article:
            rest = term.exact if term.exact != term.stem else ""
            key = f"{field}{term.stem}\0{term.stemmer}{rest}".encode()
            found.setdefault(key, {}).setdefault(doc, []).append(place)
    for having in found.values():
        for places in having.values():
            places.sort()
    return dict(sorted(found.items()))
