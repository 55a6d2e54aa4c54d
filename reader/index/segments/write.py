"""Writing the index: one commit a batch, small segments merged later, and a whole new index beside the old one."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from functools import partial
from itertools import chain, islice
from typing import TYPE_CHECKING

import numpy as np

from reader import private_files
from reader.errors import LibraryLocked
from reader.index.analyse import analysed
from reader.index.segments import manifest
from reader.index.segments.whoosh_codec import Catalog, CommitWriter, LockError, SegmentEntry

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from reader.index.segments.segment import Segment
    from reader.model import Document

TIERS = (64, 512, 4_096, 32_768, 262_144, 2_097_152)
"""Segments of at most so many articles, and of more than the tier before has, are merged with others of their tier: so a
few new articles never have a large segment written once more …"""

SEGMENTS_A_TIER = 4
"""… when there are more than this many of them."""

BUILT_FIRST = 500
"""Articles of the first commit when all are written: they can be searched a second later."""

BUILT_AT_ONCE = 2_000
"""Articles of one commit when all are written: their postings and terms take some 50 MB until then."""


@private_files.only_owner()
def create(folder: Path) -> None:
    """An empty index in a folder that is made for it."""
    private_files.make_folder(folder)
    Catalog.made(folder)
    manifest.write(folder, 0)


@private_files.only_owner()
def write(
    folder: Path,
    documents: Iterable[Document],
    gone: Collection[int],
    upto: int,
    newest: Callable[[], Sequence[Segment]],
) -> int:
    """Take out `gone` and whatever `documents` replace, put `documents` in, none of them twice, in one commit; returns how
    many came in. One after another is read: thousands of texts would take tens of megabytes.

    `newest` gives the segments of the newest commit; it is asked when nobody else can write another.
    """
    _remove_left(folder)
    written: set[int] = set()
    with _commit(folder) as writer:
        for document in _once(documents, written):
            writer.add(analysed(document))
        out = np.array(sorted(written.union(gone)), np.int64)
        base = 0
        for segment in newest():
            for doc in _places(segment.ids, out):
                writer.delete_document(base + doc)
            base += len(segment.ids)
    manifest.write(folder, upto, manifest.read(folder))
    return len(written)


def _places(ids: NDArray[np.int64], rising: NDArray[np.int64]) -> list[int]:
    """The places of some ids. New articles have higher ones than all: a look at the ends tells that most segments have none."""
    if not len(rising):
        return []
    near = np.flatnonzero((ids >= rising[0]) & (ids <= rising[-1]))
    found: list[int] = near[np.isin(ids[near], rising)].tolist()
    return found


def _once(documents: Iterable[Document], written: set[int]) -> Iterator[Document]:
    """The documents, their ids noted in `written`."""
    for document in documents:
        if document.article.id in written:
            raise ValueError(f"article {document.article.id} comes twice")
        written.add(document.article.id)
        yield document


@private_files.only_owner()
def merge_small(folder: Path) -> bool:
    """Merge small segments where a tier has too many; whether anything was merged."""
    merged = False
    for above, most in zip((-1, *TIERS), TIERS, strict=False):
        tier = range(above + 1, most + 1)
        if sum(entry.count in tier for entry in Catalog(folder).contents().segments) <= SEGMENTS_A_TIER:
            continue
        _writer(folder).merge_segments(partial(_is_of, tier))
        known = manifest.read(folder)
        manifest.write(folder, known.last_change if known else 0, known)
        merged = True
    return merged


@private_files.only_owner()
def rebuild(folder: Path, documents: Iterable[Document], upto: int, progress: Callable[[int], None]) -> None:
    """Write a new index beside the old one and put it in its place; what a killed rebuild left is taken away first. Each
    batch that is done can be searched in it (`begun`).

    The caller sees to it that one process does this at a time.
    """
    _remove_left(folder)
    new, old = begun(folder), folder.with_name(f"{folder.name}.old-")
    try:
        create(new)
        _fill(new, documents, progress)
        merge_small(new)
        manifest.write(new, upto, manifest.read(new))
    except BaseException:
        shutil.rmtree(new, ignore_errors=True)
        raise
    if folder.exists():
        folder.rename(old)
    new.rename(folder)
    shutil.rmtree(old, ignore_errors=True)


def begun(folder: Path) -> Path:
    """The folder of an index that is being rebuilt."""
    return folder.with_name(f"{folder.name}.new-")


def _remove_left(folder: Path) -> None:
    """Removes what a killed rebuild has left; the caller sees to it that none is at work."""
    for left in folder.parent.glob(f"{folder.name}.*-"):
        shutil.rmtree(left, ignore_errors=True)


def _fill(folder: Path, documents: Iterable[Document], progress: Callable[[int], None]) -> None:
    waiting = iter(documents)
    done = 0
    while (first := next(waiting, None)) is not None:
        most = BUILT_AT_ONCE if done else min(BUILT_FIRST, BUILT_AT_ONCE)
        with _commit(folder) as writer:
            for document in chain((first,), islice(waiting, most - 1)):
                writer.add(analysed(document))
                done += 1
                if done % 100 == 0:
                    progress(done)
        manifest.write(folder, 0, manifest.read(folder))
    progress(done)


def _is_of(tier: range, entry: SegmentEntry) -> bool:
    return entry.count in tier


@contextmanager
def _commit(folder: Path) -> Iterator[CommitWriter]:
    """A writer whose articles are committed at the end, or none of them."""
    writer = _writer(folder)
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge=False)


def _writer(folder: Path) -> CommitWriter:
    try:
        return CommitWriter(Catalog(folder))
    except LockError as error:
        raise LibraryLocked(
            "another process is updating the search index",
            subject=os.fspath(folder),
            hint="that takes seconds, or a minute for a rebuild; try again then",
        ) from error
