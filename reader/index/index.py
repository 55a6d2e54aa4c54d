"""The search index of one library: a folder that can be thrown away and made again."""

from __future__ import annotations

import errno
import threading
import time
from contextlib import contextmanager, suppress
from functools import partial
from traceback import walk_tb
from typing import TYPE_CHECKING, Literal, Self, TypeVar

from reader import log
from reader.errors import BroadsheetError, LibraryError
from reader.index import search, spelling
from reader.index.segments import manifest
from reader.index.segments import write as index_write
from reader.index.segments.whoosh_codec import Catalog
from reader.index.snapshot import Snapshot
from reader.index.word_frequencies import Frequencies
from reader.query.tree import And, Everything, Not, Or, Text, nodes

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator
    from datetime import datetime
    from pathlib import Path

    from reader.index.analyse import WordField
    from reader.index.segments.manifest import Manifest
    from reader.index.snapshot import Mask
    from reader.model import Document
    from reader.query.tree import Node

N = TypeVar("N")
S = TypeVar("S")
T = TypeVar("T")
State = Literal["ok", "missing", "damaged", "old"]

_SUSPECT = "damaged"
"""Name of the file that says so, left by whoever met the damage."""

_HINT = "to rebuild it from the library: broadsheet reindex"

_TRIES, _PAUSE_S = 3, 0.02
"""A segment that a writer replaces between the reading of the table of contents and the opening of the files."""

_Token = tuple[int, int, int]


class Index:
    """A library's index. Threads may share it. Reading sees the newest commit of whichever process made it.

    While it is remade what is done of that answers, or what there was; an index of an earlier format answers nothing.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._lock = threading.RLock()
        self._snapshot: Snapshot | None = None
        self._token: _Token | None = None
        self._snapshot_token: _Token | None = None
        self._manifest: Manifest | None = None
        self._sound = False
        self._frequencies: Frequencies | None = None
        self._frequencies_of: Snapshot | None = None

    def state(self, *, thorough: bool = False) -> State:
        """The state of the index: "missing" has nothing, "old" has another format, or was
        made by other rules for words. `thorough` reads all its bytes.

        Raises `LibraryError` where its folder cannot be read.
        """
        with self._lock, self._guarded():
            if not self.folder.is_dir() or not any(self.folder.iterdir()):
                return "missing"
            if (self.folder / _SUSPECT).exists():
                return "damaged"
            known = self._known()
            if known is None:
                return "damaged" if (self.folder / manifest.NAME).exists() else "old"
            if not known.is_current:
                return "old"
            if thorough or not self._sound:
                self._sound = manifest.is_sound(self.folder, known, thorough=thorough)
            return "ok" if self._sound else "damaged"

    @property
    def last_change(self) -> int:
        """Number of the last change of the library that it holds; 0 where it holds none."""
        with self._lock:
            known = self._known()
            return known.last_change if known else 0

    @property
    def count(self) -> int:
        """The number of articles in the index."""
        with self._reading() as snapshot:
            return snapshot.count

    def write(self, documents: Iterable[Document], gone: Collection[int], upto: int) -> int:
        """Put articles in, each in place of its earlier self, and take `gone` out, except those also put in.

        All in one commit, which then holds the library's changes up to `upto`; returns how many were put in. Raises
        `LibraryLocked`.
        """
        with self._lock, self._guarded():
            if self.state() == "missing":
                index_write.create(self.folder)
            return index_write.write(self.folder, documents, gone, upto, lambda: self._newest().segments)

    def merge_small(self) -> None:
        """Merge small segments; worth it when idle, or after many small writes. Raises `LibraryLocked`."""
        with self._lock, self._guarded():
            index_write.merge_small(self.folder)

    def rebuild(self, documents: Iterable[Document], upto: int, progress: Callable[[int], None]) -> None:
        """Make it anew from all articles; `progress` hears how many are done. The old one answers until then.

        The caller sees to it that no other process does so at the same time.
        """
        with self._guarded():
            index_write.rebuild(self.folder, documents, upto, progress)
        with self._lock:
            self._forget()

    def search(
        self, tree: Node, *, limit: int, allowed: Mask | None = None, last: Mask | None = None, now: datetime
    ) -> list[search.Hit]:
        """The best articles for a tree of words, best first, those of `last` after all others. Both masks go by the library's
        numbers; beyond the end of `allowed` nothing is. Raises `LibraryError` when the index is damaged."""
        _check_words(tree)
        with self._reading() as snapshot:
            taken, behind = (None if mask is None else snapshot.taken(mask) for mask in (allowed, last))
            return search.ranked(snapshot, tree, limit=limit, allowed=taken, last=behind, now=now)

    def mask(self, tree: Node, length: int) -> Mask:
        """All articles that match a tree of words, as a mask of that length by the library's numbers."""
        _check_words(tree)
        with self._reading() as snapshot:
            return snapshot.given(snapshot.matching(tree), length)

    def in_address_only(self, text: Text, length: int) -> Mask:
        """All articles that have a word in their address and nowhere else, as a mask of that length by the library's numbers."""
        with self._reading() as snapshot:
            return snapshot.given(snapshot.in_address_only(text), length)

    def ids(self, tree: Node) -> set[int]:
        """All articles that match a tree of words."""
        _check_words(tree)
        with self._reading() as snapshot:
            return snapshot.found(snapshot.matching(tree))

    def all_ids(self) -> set[int]:
        """All articles that it holds."""
        with self._reading() as snapshot:
            return snapshot.found(snapshot.alive)

    def suggest(self, word: str, limit: int = 1) -> list[str]:
        """The words of the library that were probably meant, folded, the likeliest first; none where none is near or the word
        itself occurs. How they are written the texts tell."""
        with self._reading() as snapshot:
            return spelling.nearest(snapshot, word, limit)

    def suggest_commoner(self, word: str) -> str | None:
        """The most frequent word at one mistake from a word that may occur itself, folded; None where none is near."""
        with self._reading() as snapshot:
            return spelling.commonest(snapshot, word)

    def suggest_likelier(self, word: str, limit: int = 1) -> list[str]:
        """The words that were probably meant by one that is found by its stem alone, folded, the likeliest first."""
        with self._reading() as snapshot:
            return spelling.likelier(snapshot, word, limit)

    def suggest_kindred(self, word: str, others: Collection[str], limit: int = 1) -> list[str]:
        """The words that were probably meant by one whose language is none of the `others`', folded, the likeliest first."""
        with self._reading() as snapshot:
            return spelling.kindred(snapshot, word, others, limit)

    def in_other_scripts(self, word: str) -> dict[str, int]:
        """The words in other scripts that may be the same name, folded, with the number of articles that have each, those of most
        articles first."""
        from reader.index.other_scripts import counterparts  # late: it has large tables

        with self._reading() as snapshot:
            return counterparts(snapshot, word)

    def related_candidates(self, document: Document, limit: int = 24) -> list[int]:
        """The articles most like a document that have some of its most telling words, best first, without itself."""
        from reader.index.related.related import pick_candidates

        with self._reading() as snapshot:
            return pick_candidates(snapshot, self.frequencies(), document, limit)

    def frequencies(self) -> Frequencies:
        """The weight of each stem in this library, for `related.neighbours`; the same until the index changes."""
        with self._reading() as snapshot:
            if self._frequencies is None or self._frequencies_of is not snapshot:
                self._frequencies = Frequencies(
                    snapshot.count,
                    partial(self._of, snapshot, Snapshot.frequency),
                    estimate=partial(self._of, snapshot, Snapshot.estimate),
                    counts=partial(self._of, snapshot, Snapshot.frequencies),
                    estimates=partial(self._of, snapshot, Snapshot.estimates),
                )
                self._frequencies_of = snapshot
            return self._frequencies

    def _of(self, known: Snapshot, count: Callable[[Snapshot, WordField, S], N], asked: S) -> N:
        try:
            with self._lock:
                # It may be that of an older commit: whether there is a newer one is not asked for each word.
                if self._snapshot is known:
                    return count(known, "text", asked)
        except Exception:
            with self._guarded():  # entered here alone: that costs more than the rest
                raise
        with self._reading() as snapshot:
            return count(snapshot, "text", asked)

    def close(self) -> None:
        """Let go of its files."""
        with self._lock:
            self._forget()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _known(self) -> Manifest | None:
        """The manifest, read again when another process has written one."""
        try:
            status = (self.folder / manifest.NAME).stat()
            token: _Token | None = (status.st_ino, status.st_mtime_ns, status.st_size)
        except OSError:
            token = None
        if token is None or token != self._token:
            self._sound = False
            self._manifest = manifest.read(self.folder) if token else None
            self._token = token
        return self._manifest

    @contextmanager
    def _reading(self) -> Iterator[Snapshot]:
        with self._lock, self._guarded():
            self._known()
            if self._snapshot and self._token and self._snapshot_token == self._token:
                yield self._snapshot
            elif (state := self.state()) == "ok":
                yield self._newest()
            elif snapshot := self._begun():
                yield snapshot
            elif state in ("missing", "old"):
                yield Snapshot([])
            else:
                raise LibraryError(f"the search index is {state}", subject=str(self.folder), hint=_HINT)

    def _begun(self) -> Snapshot | None:
        """The commits of an index that is being rebuilt; None where none is, or where it has just come into its place."""
        begun = index_write.begun(self.folder)
        if begun.is_dir():
            with suppress(LibraryError), Index(begun) as half, half._reading() as snapshot:
                return snapshot
        return None

    def _newest(self) -> Snapshot:
        known = {segment.name: segment for segment in self._snapshot.segments} if self._snapshot else {}
        self._snapshot = Snapshot(_patiently(lambda: Catalog(self.folder).opened(known)))
        self._snapshot_token = self._token
        return self._snapshot

    def _forget(self) -> None:
        self._snapshot = self._frequencies = self._frequencies_of = None

    @contextmanager
    def _guarded(self) -> Iterator[None]:
        """Turns whatever a damaged index raises into one error, and sees to it that the next `state` is "damaged"."""
        try:
            yield
        except (BroadsheetError, MemoryError):
            raise
        except OSError as error:
            if isinstance(error, FileNotFoundError):
                log.exception("using the search index")
                self._suspect()
            if error.errno == errno.ENOSPC:
                raise LibraryError(
                    "the disk is full: the search index cannot be written",
                    subject=str(self.folder),
                    hint="free some space on that disk, or name another folder with BROADSHEET_CACHE_DIR",
                ) from error
            raise LibraryError(
                f"the search index cannot be used: {error.strerror or error}",
                subject=str(self.folder),
                hint=_HINT,
            ) from error
        except Exception as error:
            # A damaged file can raise anything: wrong numbers, missing keys, text that is none.
            if not _comes_from_files(error):
                raise
            log.exception("using the search index")
            self._suspect()
            raise LibraryError("the search index is damaged", subject=str(self.folder), hint=_HINT) from error

    def _suspect(self) -> None:
        with suppress(OSError):
            (self.folder / _SUSPECT).touch(0o600)
        self._forget()


def _patiently(work: Callable[[], T]) -> T:
    """Do it again, a little later, when a file was gone: a writer may just have replaced it."""
    for _ in range(_TRIES - 1):
        try:
            return work()
        except FileNotFoundError:
            time.sleep(_PAUSE_S)
    return work()


def _check_words(tree: Node) -> None:
    strange = [node for node in nodes(tree) if not isinstance(node, Text | And | Or | Not | Everything)]
    if strange:
        raise ValueError(f"the index cannot answer {strange[0]!r}")


def _comes_from_files(error: Exception) -> bool:
    """Tells whether an error was raised while the index's files were read or written, and not by a mistake elsewhere."""
    modules = (frame.f_globals.get("__name__", "") for frame, _ in walk_tb(error.__traceback__))
    return any(module.startswith(("whoosh.", "reader.index.segments.")) for module in modules)
